//! Facts of any text: no panic, spans inside the text, in order, without overlaps; the same twice.

use alam::fact::{FactFinder, FactInput, FactOptions, FoundFact, reference_date};
use alam::text::words;
use proptest::prelude::*;

fn find(text: &str, lang: &str) -> Vec<FoundFact> {
    let all = words(text);
    let input =
        FactInput { text, words: &all, lang, reference: reference_date("2025-06-03T09:00"), places: &["US", "EG"] };
    FactFinder::new(FactOptions::default()).find(&input)
}

fn holds(text: &str, lang: &str) -> Result<(), TestCaseError> {
    let facts = find(text, lang);
    let mut last = 0;
    for fact in &facts {
        prop_assert!(fact.range.start >= last && fact.range.start < fact.range.end, "{:?}", fact.range);
        prop_assert!(text.get(fact.range.clone()).is_some());
        last = fact.range.end;
    }
    prop_assert_eq!(&facts, &find(text, lang));
    Ok(())
}

/// Words that make facts, in any order.
fn pieces(list: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(list), 0..24).prop_map(|words| words.join(" "))
}

const ENGLISH: &[&str] = &[
    "one",
    "twenty",
    "hundred",
    "million",
    "and",
    "a",
    "half",
    "3",
    "31",
    "2025",
    "1,200",
    "-",
    "/",
    ":",
    "May",
    "June",
    "Monday",
    "last",
    "next",
    "week",
    "days",
    "ago",
    "in",
    "of",
    "the",
    "first",
    "end",
    "$",
    "euros",
    "%",
    "km",
    "pm",
    "at",
    "from",
    "to",
    "until",
    "more than",
    "every",
    "\n",
    "99999999999999999999999999999",
    ".5",
];
const ARABIC: &[&str] = &[
    "واحد",
    "عشرون",
    "مئة",
    "مليون",
    "و",
    "ونصف",
    "٣",
    "٢٠٢٥",
    "يونيو",
    "الخميس",
    "الماضي",
    "يومين",
    "أسبوع",
    "قبل",
    "من",
    "إلى",
    "الأول",
    "نهاية",
    "دولار",
    "في المئة",
    "كيلومتر",
    "الساعة",
    "مساء",
    "كل",
    "أكثر من",
    "\u{200F}",
    "\n",
    "رمضان",
    "1446",
    "هـ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_safe(text in "\\PC{0,200}", lang in prop::sample::select(&["en", "ar", "zh", "de", "th"][..])) {
        holds(&text, lang)?;
    }

    #[test]
    fn english_pieces_are_safe(text in pieces(ENGLISH)) {
        holds(&text, "en")?;
    }

    #[test]
    fn arabic_pieces_are_safe(text in pieces(ARABIC)) {
        holds(&text, "ar")?;
    }
}

#[test]
fn an_impossible_date_is_none() {
    assert_eq!(find("on 31 June 2025", "en"), []);
}
