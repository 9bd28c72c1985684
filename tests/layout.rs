//! Layout never changes a label, and spans always slice back to their text.

use std::sync::LazyLock;

use alam::{Article, Record, Tagger};
use proptest::prelude::*;

static TAGGER: LazyLock<Tagger> = LazyLock::new(|| Tagger::builder().threads(1).build().expect("the model loads"));

fn tag(text: &str) -> Record {
    TAGGER.tag(&Article::new("a", text)).expect("tagged")
}

/// Types and texts of the entities, layout taken out of the texts.
fn labels(record: &Record) -> Vec<(String, String)> {
    let bare = |text: &str| -> String {
        let kept: String = text.chars().filter(|&c| !alam::text::is_invisible(c) && c != '\u{640}').collect();
        kept.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    record.entities.iter().map(|entity| (entity.kind.clone(), bare(&entity.span.text))).collect()
}

const SENTENCES: [&str; 4] = [
    "وصل الأمين العام للناتو مارك روته إلى لاهاي والتقى دونالد ترامب.",
    "Bundeskanzler Friedrich Merz traf Emmanuel Macron in Paris.",
    "Президент Финляндии Александр Стубб прилетел в Вашингтон.",
    "教皇フランシスコは東京を訪問した。",
];

#[test]
fn bidi_marks_change_no_label() {
    for sentence in SENTENCES {
        let marked = format!("\u{202B}{}\u{202C}", sentence.replace(' ', " \u{200F}").replace('.', "\u{200E}."));
        assert_eq!(labels(&tag(sentence)), labels(&tag(&marked)), "{sentence}");
    }
}

#[test]
fn doubled_blanks_and_line_breaks_change_no_label() {
    for sentence in SENTENCES {
        for blank in ["  ", "\n", "\r\n", "\u{A0}", "\t \t"] {
            assert_eq!(
                labels(&tag(sentence)),
                labels(&tag(&sentence.replace(' ', blank))),
                "{sentence} with {blank:?}"
            );
        }
    }
}

#[test]
fn tatweel_changes_no_label() {
    let plain = "التقى الرئيس الفرنسي إيمانويل ماكرون نظيره في القاهرة.";
    let stretched = "التقى الرئيس الفرنسي إيمانـويل ماكـرون نظيره في القاهـرة.";
    assert_eq!(labels(&tag(plain)), labels(&tag(stretched)));
}

#[test]
fn windows_change_no_label_of_a_text_that_fits_in_one() {
    let build = |window: usize| {
        let options = alam::TagOptions { window_tokens: window, threads: 1, ..Default::default() };
        Tagger::builder().options(options).build().expect("the model loads")
    };
    let (narrow, wide) = (build(128), build(512));
    for sentence in SENTENCES {
        let article = Article::new("a", sentence);
        assert_eq!(narrow.tag(&article), wide.tag(&article));
    }
}

#[test]
fn an_empty_article_has_no_entities() {
    let record = tag("");
    assert_eq!((record.chars, record.words, record.entities.len()), (0, 0, 0));
    assert!(tag(" \n\u{FEFF}\u{200F}").entities.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Random mixtures of scripts, marks, emoji, joiners, line breaks: no panic, spans slice back to their text.
    #[test]
    fn spans_slice_back_to_their_text(parts in prop::collection::vec(prop_oneof![
        "\\PC{1,6}", "[A-Z][a-z]{2,8}", "[ا-ي]{2,7}", "[А-Я][а-я]{2,8}", "[一-龥]{1,4}", "[ก-ฮ]{1,6}", "[א-ת]{2,6}",
        Just("\u{200F}".to_owned()), Just("\u{202E}".to_owned()), Just("\u{FEFF}".to_owned()), Just("\u{64B}\u{651}".to_owned()),
        Just("👩\u{200D}🚀".to_owned()), Just("\r\n".to_owned()), Just("\u{640}".to_owned()), Just("\u{AD}".to_owned()),
        Just("\u{0}".to_owned()), Just(" ".to_owned()), Just("'s ".to_owned()), Just("Paris".to_owned()), Just("روته".to_owned()),
    ], 0..24)) {
        let text = parts.concat();
        let record = tag(&text);
        let chars: Vec<char> = text.chars().collect();
        let mut last = 0;
        for entity in &record.entities {
            let span = &entity.span;
            prop_assert_eq!(&text[span.start_byte..span.end_byte], &span.text);
            prop_assert_eq!(chars[span.start..span.end].iter().collect::<String>(), span.text.clone());
            prop_assert!(span.start_byte >= last && !span.text.trim().is_empty());
            last = span.end_byte;
        }
    }
}
