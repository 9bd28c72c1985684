//! Character sets: short articles in the sets that newsrooms still keep are read without being told which.

use std::io::Cursor;

use alam::Article;
use alam::input::{self, InputFormat, InputOptions};
use encoding_rs::Encoding;

fn read_as(format: InputFormat, bytes: Vec<u8>) -> Article {
    let options = InputOptions { format, ..InputOptions::default() };
    input::read("article", Cursor::new(bytes), &options).next().unwrap().unwrap()
}

fn read(bytes: Vec<u8>) -> Article {
    read_as(InputFormat::Text, bytes)
}

fn encoded(text: &str, label: &str) -> Vec<u8> {
    let (bytes, _, lossy) = Encoding::for_label(label.as_bytes()).unwrap().encode(text);
    assert!(!lossy, "{label} has no letters for {text}");
    bytes.into_owned()
}

fn utf16(text: &str, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes_of).collect()
}

const ARABIC: &str = "وصل الأمين العام لحلف شمال الأطلسي مارك روته إلى لاهاي.";

#[test]
fn one_sentence_is_enough_to_tell_the_character_set() {
    let articles = [
        ("windows-1256", ARABIC),
        ("iso-8859-6", "قال الوزير ان القمة ستعقد في لاهاي يوم الثلاثاء"),
        ("windows-1256", "رئيس جمهور فرانسه وارد تهران شد و با وزير خارجه گفتگو کرد"),
        ("windows-1251", "Президент Франции прибыл в Гаагу на саммит."),
        ("koi8-u", "Президент Франції прибув до Гааги на саміт."),
        ("ibm866", "Президент Франции прибыл в Гаагу на саммит."),
        ("gb18030", "北约秘书长吕特抵达海牙，峰会将于周二开幕。"),
        ("big5", "北約秘書長呂特抵達海牙，峰會將於週二開幕。"),
        ("shift_jis", "ＮＡＴＯのルッテ事務総長がハーグに到着した。"),
        ("euc-jp", "ルッテ事務総長は火曜日にハーグに到着した。"),
        ("iso-2022-jp", "ルッテ事務総長は火曜日にハーグに到着した。"),
        ("euc-kr", "뤼터 나토 사무총장이 헤이그에 도착했다."),
        ("windows-1252", "Le président français est arrivé à La Haye, où s’ouvre le sommet de l’Otan."),
        ("windows-1252", "„Wir stehen vor großen Aufgaben“, sagte der Präsident in Straßburg."),
        ("windows-1252", "O primeiro-ministro português não irá à reunião."),
        ("windows-1250", "Prezydent Francji spotkał się w Gdańsku z premierem Polski."),
        ("iso-8859-2", "Prezydent Francji spotkał się w Gdańsku z ministrem, który przyjechał później."),
        ("windows-1250", "A miniszterelnök kedden Győrbe utazik, ahol az új híd épül, közölte a kormányszóvivő."),
        ("windows-1254", "Cumhurbaşkanı Erdoğan, Lahey'deki zirveye katılmak üzere yola çıktı."),
        ("windows-1257", "Ministrų pirmininkė išvyko į Hagą, kur vyks viršūnių susitikimas."),
        ("windows-1253", "Ο γενικός γραμματέας του ΝΑΤΟ έφτασε στη Χάγη."),
        ("windows-1255", "מזכ״ל נאט״ו הגיע להאג לקראת הפסגה"),
        ("windows-874", "เลขาธิการนาโตเดินทางถึงกรุงเฮก"),
    ];
    for (label, text) in articles {
        let article = read(encoded(text, label));
        assert_eq!(article.text, text, "{label} read as {:?}", article.encoding);
        assert_eq!(article.encoding.as_deref(), Some(label));
        assert!(!article.text_in_record && article.warnings.is_empty());
    }
}

#[test]
fn byte_order_marks_decide_and_leave_the_text() {
    let text = "قمة\r\nNATO";
    let cases = [
        ("utf-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat()),
        ("utf-16le", [&b"\xFF\xFE"[..], &utf16(text, u16::to_le_bytes)].concat()),
        ("utf-16be", [&b"\xFE\xFF"[..], &utf16(text, u16::to_be_bytes)].concat()),
    ];
    for (label, bytes) in cases {
        let article = read(bytes);
        assert_eq!((article.encoding.as_deref(), &*article.text), (Some(label), text));
    }
}

#[test]
fn utf_16_without_a_mark_is_told_from_binary_data() {
    for text in [ARABIC, "The alliance meets on Tuesday.", "Саммит НАТО начнётся во вторник."]
    {
        assert_eq!(read(utf16(text, u16::to_le_bytes)).text, text);
        assert_eq!(read(utf16(text, u16::to_be_bytes)).text, text);
    }
    let binary: Vec<u8> = (0..4000u32).flat_map(|n| (n * 7919).to_le_bytes()).collect();
    let error = input::read("x", Cursor::new(binary), &InputOptions::default()).next().unwrap().unwrap_err();
    assert_eq!(error.code, alam::ErrorCode::IsBinary);
}

#[test]
fn utf_8_with_a_fault_stays_utf_8_and_the_record_carries_the_text() {
    let mut bytes = ARABIC.as_bytes().to_vec();
    bytes.insert(9, 0xFF);
    let article = read(bytes);
    assert_eq!(article.encoding.as_deref(), Some("utf-8"));
    assert_eq!(article.text.matches('\u{FFFD}').count(), 1);
    assert!(article.text_in_record);
    assert_eq!(article.warnings, ["1 malformed byte sequence of utf-8 replaced by U+FFFD"]);
}

#[test]
fn a_text_cut_inside_a_letter_stays_utf_8() {
    let bytes = "NATO قمة".as_bytes();
    let article = read(bytes[..bytes.len() - 1].to_vec());
    assert_eq!((article.encoding.as_deref(), &*article.text), (Some("utf-8"), "NATO قم\u{FFFD}"));
}

#[test]
fn a_page_is_read_as_it_declares_unless_it_is_utf_8() {
    let page = |label: &str| format!("<html><meta charset={label}><body><p>Ŭ ŝi ĝi ĉu ĵo ĥo</p></body></html>");
    let article = read_as(InputFormat::Html, encoded(&page("iso-8859-3"), "iso-8859-3"));
    assert_eq!((article.encoding.as_deref(), &*article.text), (Some("iso-8859-3"), "Ŭ ŝi ĝi ĉu ĵo ĥo"));
    let article = read_as(InputFormat::Html, page("iso-8859-3").into_bytes());
    assert_eq!((article.encoding.as_deref(), &*article.text), (Some("utf-8"), "Ŭ ŝi ĝi ĉu ĵo ĥo"));
}

#[test]
fn json_lines_in_an_old_character_set_are_read_too() {
    let line = format!("{{\"id\":\"a\",\"text\":\"{ARABIC}\"}}\n");
    let article = read_as(InputFormat::Jsonl, encoded(&line, "windows-1256"));
    assert_eq!((article.encoding.as_deref(), &*article.text), (Some("windows-1256"), ARABIC));
}
