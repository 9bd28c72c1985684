//! Borders of names, what is written on them, datelines and clusters, from given mentions: no model.

use alam::entity::{Context, Mention, Resolved, resolve};
use alam::lang;
use alam::text::words;

/// Resolves mentions given as `KIND:text`, each found behind the one before, whole words.
fn resolved(lang: &str, text: &str, mentions: &[&str]) -> Resolved {
    let words = words(text);
    let mut from = 0;
    let mentions = mentions
        .iter()
        .map(|mention| {
            let (kind, name) = mention.split_once(':').unwrap_or_else(|| panic!("{mention}"));
            let start = from + text[from..].find(name).unwrap_or_else(|| panic!("{name} is not in {text}"));
            from = start + name.len();
            let first = words.iter().position(|w| w.range.end > start).unwrap_or_default();
            let last = words.iter().rposition(|w| w.range.start < from).unwrap_or_default();
            Mention { words: first..last + 1, kind: kind.to_owned(), score: 0.9 }
        })
        .collect();
    let context = Context { text, words: &words, pack: lang::pack(lang), piece: &|_| None, probability: &|_, _| 0.0 };
    resolve(&context, mentions)
}

/// `proclitic|text|enclitic|name` of each entity.
fn parts(lang: &str, text: &str, mentions: &[&str]) -> Vec<String> {
    let part = |p: Option<String>| p.unwrap_or_default();
    resolved(lang, text, mentions)
        .entities
        .into_iter()
        .map(|e| format!("{}|{}|{}|{}", part(e.proclitic), &text[e.range], part(e.enclitic), part(e.name)))
        .collect()
}

/// The mentions of clusters of two and more.
fn clusters(lang: &str, text: &str, mentions: &[&str]) -> Vec<Vec<String>> {
    let resolved = resolved(lang, text, mentions);
    let texts = |c: &Vec<usize>| c.iter().map(|&i| text[resolved.entities[i].range.clone()].to_owned()).collect();
    resolved.clusters.iter().filter(|c| c.mentions.len() > 1).map(|c| texts(&c.mentions)).collect()
}

#[test]
fn arabic_proclitics_are_cut_where_the_name_is_known() {
    assert_eq!(parts("ar", "التقى بترامب في القمة", &["PER:بترامب"]), ["ب|ترامب||"]);
    assert_eq!(parts("ar", "سافر لتركيا", &["LOC:لتركيا"]), ["ل|تركيا||"]);
    assert_eq!(parts("ar", "وانضم للناتو", &["ORG:للناتو"]), ["ل|لناتو||الناتو"]);
    assert_eq!(parts("ar", "تحدث مع وكالة وبمدريد", &["LOC:وبمدريد"]), ["وب|مدريد||"]);
}

#[test]
fn letters_of_arabic_names_stay() {
    for name in
        ["لبنان", "وليد", "بوتين", "فرنسا", "كندا", "كوريا", "باريس", "بيروت", "واشنطن", "ليبيا", "فيسبادن", "كالاس"]
    {
        let text = format!("تحدث عن {name} اليوم");
        assert_eq!(parts("ar", &text, &[&format!("LOC:{name}")]), [format!("|{name}||")]);
    }
}

#[test]
fn a_proclitic_is_cut_where_the_article_has_the_name_without_it() {
    let text = "وصل هيرمان شتاينباخ أمس، ورحب الوزير بهيرمان شتاينباخ";
    let found = parts("ar", text, &["PER:هيرمان شتاينباخ", "PER:بهيرمان شتاينباخ"]);
    assert_eq!(found, ["|هيرمان شتاينباخ||", "ب|هيرمان شتاينباخ||"]);
}

#[test]
fn hebrew_letters_are_cut_before_known_names() {
    assert_eq!(parts("he", "הוא נחת בירושלים אתמול", &["LOC:בירושלים"]), ["ב|ירושלים||"]);
    assert_eq!(parts("he", "ברלין ולונדון", &["LOC:ברלין", "LOC:ולונדון"]), ["|ברלין||", "ו|לונדון||"]);
}

#[test]
fn elisions_and_suffixes_are_outside() {
    assert_eq!(
        parts("fr", "le chef de l’Otan et d'Airbus", &["ORG:l’Otan", "ORG:d'Airbus"]),
        ["l’|Otan||", "d'|Airbus||"]
    );
    assert_eq!(parts("it", "la sede dell’Onu", &["ORG:dell’Onu"]), ["dell’|Onu||"]);
    assert_eq!(
        parts("en", "Merkel’s plan at McDonald's", &["PER:Merkel’s", "ORG:McDonald's"]),
        ["|Merkel|’s|", "|McDonald's||"]
    );
    assert_eq!(parts("tr", "Ankara’dan gelen", &["LOC:Ankara’dan"]), ["|Ankara|’dan|"]);
    assert_eq!(parts("fi", "Naton ja EU:n kokous", &["ORG:EU:n"]), ["|EU|:n|"]);
    assert_eq!(parts("hu", "Az EU-nak üzent", &["ORG:EU"]), ["|EU|-nak|"]);
    assert_eq!(parts("pl", "Rozmowy ONZ-u trwają", &["ORG:ONZ"]), ["|ONZ|-u|"]);
}

#[test]
fn titles_articles_and_signs_are_outside() {
    assert_eq!(parts("en", "said President William Ruto.", &["PER:President William Ruto"]), ["|William Ruto||"]);
    assert_eq!(parts("en", "in the United Nations", &["ORG:the United Nations"]), ["|United Nations||"]);
    assert_eq!(parts("en", "The Hague waits", &["LOC:The Hague"]), ["|The Hague||"]);
    assert_eq!(parts("ar", "بلغ مدينة الفاشر", &["LOC:مدينة الفاشر"]), ["|الفاشر||"]);
    assert_eq!(parts("en", "to \u{200F}“Acme”\u{200E} now", &["ORG:“Acme”"]), ["|Acme||"]);
}

#[test]
fn a_line_break_in_a_name_is_a_blank_in_its_citation_form() {
    assert_eq!(parts("en", "met Jane\nRoe there", &["PER:Jane\nRoe"]), ["|Jane\nRoe||Jane Roe"]);
}

#[test]
fn an_acronym_in_brackets_is_a_second_mention_of_the_same() {
    let text = "The World Health Organization (WHO) spoke.";
    assert_eq!(clusters("en", text, &["ORG:World Health Organization (WHO)"]), [["World Health Organization", "WHO"]]);
    let text = "بورتسودان (السودان) مدينة";
    assert!(clusters("ar", text, &["LOC:بورتسودان", "LOC:السودان"]).is_empty());
}

#[test]
fn family_names_join_one_person_and_no_second_one() {
    let text = "Mark Rutte came. Rutte said it.";
    assert_eq!(clusters("en", text, &["PER:Mark Rutte", "PER:Rutte"]), [["Mark Rutte", "Rutte"]]);
    let text = "Bill Roe and Ann Roe came. Roe left.";
    assert!(clusters("en", text, &["PER:Bill Roe", "PER:Ann Roe", "PER:Roe"]).is_empty());
}

#[test]
fn cases_spellings_and_proclitics_of_a_name_are_one_cluster() {
    let text = "Переговоры в Армении. Армения согласна.";
    assert_eq!(clusters("ru", text, &["LOC:Армении", "LOC:Армения"]), [["Армении", "Армения"]]);
    let text = "강릉에서 영화제가 열렸다. 강릉의 밤.";
    assert_eq!(clusters("ko", text, &["LOC:강릉에서", "LOC:강릉의"]), [["강릉에서", "강릉의"]]);
    let text = "زار أحمد الأمين تركيا، ثم عاد لتركيا احمد الامين";
    let found = clusters("ar", text, &["PER:أحمد الأمين", "LOC:تركيا", "LOC:لتركيا", "PER:احمد الامين"]);
    assert_eq!(found, [["أحمد الأمين", "احمد الامين"], ["تركيا", "تركيا"]]);
    let text = "قوات الدعم السريع هنا والدعم السريع هناك";
    assert_eq!(
        clusters("ar", text, &["ORG:قوات الدعم السريع", "ORG:والدعم السريع"]),
        [["قوات الدعم السريع", "الدعم السريع"]]
    );
}

#[test]
fn neighbours_with_like_names_are_apart() {
    let text = "South Sudan and Sudan, Iran and Iraq, Guinea and Guinea-Bissau";
    let mentions = ["LOC:South Sudan", "LOC:Sudan", "LOC:Iran", "LOC:Iraq", "LOC:Guinea", "LOC:Guinea-Bissau"];
    assert!(clusters("en", text, &mentions).is_empty());
}

#[test]
fn a_dateline_types_its_place_and_agency() {
    let text = "Deal signed\n\nNAIROBI, 19 Feb (Example Wire) – Two states signed.";
    let found: Vec<String> = resolved("en", text, &["ORG:NAIROBI", "LOC:Example Wire"])
        .entities
        .into_iter()
        .map(|e| format!("{}:{}", e.kind, &text[e.range]))
        .collect();
    assert_eq!(found, ["LOC:NAIROBI", "ORG:Example Wire"]);
}
