//! Nationality words of every pack: found in running text with their countries, and not found where they are another
//! word. No model: the mentions are given, or there are none.

use alam::entity::{Context, Mention, resolve};
use alam::lang;
use alam::text::words;

/// Nationalities of a sentence as `text:country`.
fn found(lang: &str, text: &str, mentions: &[(&str, &str)]) -> Vec<String> {
    let words = words(text);
    let mentions = mentions
        .iter()
        .map(|(kind, name)| {
            let start = text.find(name).unwrap_or_else(|| panic!("{name} is not in {text}"));
            let first = words.iter().position(|w| w.range.end > start).unwrap_or_default();
            let last = words.iter().rposition(|w| w.range.start < start + name.len()).unwrap_or_default();
            Mention { words: first..last + 1, kind: (*kind).to_owned(), score: 0.8 }
        })
        .collect();
    let context = Context { text, words: &words, pack: lang::pack(lang), piece: &|_| None, probability: &|_, _| 0.0 };
    resolve(&context, mentions)
        .entities
        .into_iter()
        .filter(|e| e.kind == "NORP")
        .map(|e| format!("{}:{}", &text[e.range], e.country.unwrap_or_default()))
        .collect()
}

/// Checks lines of `language | sentence | nationalities divided by blanks, "_" for a blank inside`.
fn check(lines: &str) {
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [lang, text, expected] = parts[..] else { panic!("{line}") };
        let expected: Vec<String> = expected.split_whitespace().map(|e| e.replace('_', " ")).collect();
        assert_eq!(found(lang, text, &[]), expected, "{lang}: {text}");
    }
}

#[test]
fn arabic_adjectives_are_found_in_gender_number_and_behind_proclitics() {
    check(
        "ar | وصل الوزير الأردني مع صحفيتين مصريتين | الأردني:JO مصريتين:EG
         ar | تحدث إلى لاجئين سوريين وللعراقيين كلمة | سوريين:SY لعراقيين:IQ
         ar | قال المخرج الكوري الجنوبي إن الأتراك والمغاربة مدعوون | الكوري_الجنوبي:KR الأتراك:TR المغاربة:MA
         ar | منتخب جنوب أفريقي وآخر نيوزيلندي | جنوب_أفريقي:ZA نيوزيلندي:NZ
         ar | اليد اليمنى والوضع المالي والملف الأوروبي والشعر العربي |
         ar | سافر إلى تركيا وروسيا وسورية |",
    );
}

#[test]
fn a_sea_takes_its_nationality_with_it() {
    check(
        "ar | عبرت سفينة هندية المحيط الهندي وبالبحر العربي صيادون باكستانيون | هندية:IN باكستانيون:PK
         en | The Indian navy left the Indian Ocean for the English Channel, Turkish ships at sea. | Indian:IN Turkish:TR
         ru | Японский флот вышел в Японское море и к Индийскому океану | Японский:JP
         fr | Un cargo indien coule dans l'océan Indien | indien:IN",
    );
}

#[test]
fn english_needs_a_capital() {
    check(
        "en | A Kenyan runner beat two South Korean rivals and a Frenchman. | Kenyan:KE South_Korean:KR Frenchman:FR
         en | They polish the china while the Swiss and the Finns wait. | Swiss:CH Finns:FI
         en | The pro-Iranian group met Saudis. | Iranian:IR Saudis:SA",
    );
}

#[test]
fn romance_adjectives_agree_and_small_ones_are_no_countries() {
    check(
        "fr | La skieuse suisse bat deux Néerlandaises en Suisse. | suisse:CH Néerlandaises:NL
         fr | L’ambassadeur sud-coréen salue les Ivoiriens. | sud-coréen:KR Ivoiriens:CI
         es | La pintora argentina vive en Argentina con dos marroquíes. | argentina:AR marroquíes:MA
         es | Unos bomberos alemanes y una médica estadounidense. | alemanes:DE estadounidense:US
         pt | A seleção japonesa venceu os espanhóis. | japonesa:JP espanhóis:ES
         it | Due alpinisti polacchi e l’inviata svizzera. | polacchi:PL svizzera:CH
         ca | Una científica catalana i dos nedadors grecs. | grecs:GR
         ro | Doi turiști francezi și o elevă ucraineană. | francezi:FR ucraineană:UA",
    );
}

#[test]
fn germanic_adjectives_and_nouns_have_their_letters() {
    check(
        "de | Der türkische Koch und zwei Däninnen kommen. | türkische:TR Däninnen:DK
         de | Eine US-amerikanische Firma lädt Schweizer ein. | US-amerikanische:US Schweizer:CH
         nl | De Belgische trein en twee Spanjaarden. | Belgische:BE Spanjaarden:ES
         sv | En norsk fiskare och två ryssar. | norsk:NO ryssar:RU
         da | En svensk avis og tre tyskere. | svensk:SE tyskere:DE
         nb | Den finske treneren og to dansker. | finske:FI dansker:DK",
    );
}

#[test]
fn slavic_adjectives_and_nouns_are_declined() {
    check(
        "ru | Переговоры с иранскими химиками и двумя японцами. | иранскими:IR японцами:JP
         ru | Казахстанского боксёра встретили сербы. | Казахстанского:KZ сербы:RS
         uk | Польського водія зустріли українці. | Польського:PL українці:UA
         pl | Rząd Polski rozmawiał z niemieckim bankiem i dwoma Czechami. | niemieckim:DE
         cs | Rakouský lyžař porazil tři Nory. | Rakouský:AT
         sk | Maďarská lekárka a dvaja Poliaci. | Maďarská:HU Poliaci:PL
         sl | Hrvaški igralec in trije Italijani. | Hrvaški:HR Italijani:IT
         hr | Njemački turisti i dvoje Talijana. | Njemački:DE Talijana:IT
         sr | Турски брод и пет Грка. | Турски:TR Грка:GR
         sr | Ruski brod i pet Mađara. | Ruski:RU Mađara:HU
         bg | Гръцкият кораб и двама румънци. | Гръцкият:GR румънци:RO",
    );
}

#[test]
fn other_languages_find_their_own() {
    check(
        "tr | Alman mühendis ile iki Japonyalı öğrenci Türkler’e katıldı. | Alman:DE Japonyalı:JP Türkler:TR
         fa | دو پژوهشگر ژاپنی و چند گردشگر آلمانی آمدند. | ژاپنی:JP آلمانی:DE
         fi | Ruotsalainen laiva ja venäläiset matkustajat. | Ruotsalainen:SE venäläiset:RU
         hu | A lengyel hajós és két németnek a barátja. | lengyel:PL németnek:DE
         el | Ο γερμανικός όμιλος και δύο Ιταλοί. | γερμανικός:DE Ιταλοί:IT
         he | השגריר הגרמני פגש שלושה צרפתים. | גרמני:DE צרפתים:FR
         hi | एक जापानी छात्र और पाकिस्तानी डॉक्टर मिले। | जापानी:JP पाकिस्तानी:PK
         ur | ایک جاپانی طالب علم آیا۔ | جاپانی:JP
         et | Kaks soomlast ja vene laev. | soomlast:FI vene:RU
         lv | Divi lietuvieši un poļu kuģis. | lietuvieši:LT poļu:PL
         lt | Du lenkai ir latvių laivas. | lenkai:PL latvių:LV
         sw | Wakenya wawili na Mfaransa walifika. | Wakenya:KE Mfaransa:FR",
    );
}

#[test]
fn asian_languages_need_a_word_for_people() {
    check(
        "zh | 三名法国人和中国人民银行的代表在美国 | 法国人:FR
         ja | 二人のブラジル人と日本政府 | ブラジル人:BR
         ko | 미국인들이 한국에 도착했다 | 미국인들이:US
         th | ชาวจีนสองคนเดินทางถึงไทย | ชาวจีน:CN
         vi | Hai kỹ sư người Pháp đến Việt Nam |
         id | Dua insinyur berkebangsaan Prancis tiba |",
    );
}

#[test]
fn a_nationality_is_outside_a_body_and_inside_an_official_name() {
    let ministry = found("ar", "قالت وزارة الدفاع الروسية إن الوضع هادئ", &[("ORG", "وزارة الدفاع الروسية")]);
    assert_eq!(ministry, ["الروسية:RU"]);
    let centre = found("ar", "يدعم المركز السينمائي المغربي (CCM) الفيلم", &[("ORG", "المركز السينمائي المغربي")]);
    assert!(centre.is_empty());
    let academy = found("en", "The Russian Academy of Sciences met.", &[("ORG", "Russian Academy of Sciences")]);
    assert!(academy.is_empty());
    let office = found("en", "The French Foreign Ministry agreed.", &[("ORG", "French Foreign Ministry")]);
    assert_eq!(office, ["French:FR"]);
}

#[test]
fn a_family_name_that_is_a_nationality_word_stays_a_person() {
    let text = "قال محمد شياع السوداني إن العمل مستمر، وأضاف السوداني أن الخطة جاهزة";
    let mentions = [("PER", "محمد شياع السوداني")];
    assert!(found("ar", text, &mentions).iter().all(|n| n == "السوداني:SD"));
    let both = found("it", "Christian Greco parla. Un greco ascolta.", &[("PER", "Christian Greco")]);
    assert_eq!(both, ["greco:GR"]);
}
