//! What `alam::input` makes of files, folders and streams, by behaviour.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use alam::input::{self, ArticleError, InputFormat, InputOptions, Skipped};
use alam::{Article, ErrorCode};
use tempfile::TempDir;

type Outcome = Result<Article, ArticleError>;

/// A folder with the files given; `/` in a name makes folders.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn read_path(path: &Path) -> (Vec<Outcome>, Skipped) {
    read_with(path, &InputOptions::default())
}

fn read_with(path: &Path, options: &InputOptions) -> (Vec<Outcome>, Skipped) {
    let mut articles = input::articles(&[path.to_path_buf()], options);
    let skipped = articles.skipped();
    (articles.by_ref().collect(), skipped.get())
}

fn ids(outcomes: &[Outcome]) -> Vec<&str> {
    outcomes.iter().map(|outcome| outcome.as_ref().map_or_else(|error| &*error.id, |article| &*article.id)).collect()
}

fn stream(bytes: impl AsRef<[u8]> + Send + 'static) -> Vec<Outcome> {
    input::read("-", std::io::Cursor::new(bytes), &InputOptions::default()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_folder_is_read_in_the_order_of_whole_paths() {
    let names = ["a/b.txt", "a/c/d.txt", "a-b.txt", "a.txt", "a0.txt", "a b/x.txt", "a!", "B.txt", "é.txt", "a/c.txt"];
    let folder = folder(&names.map(|name| (name, &b"x"[..])));
    let (outcomes, _) = read_path(folder.path());
    let mut sorted = names.to_vec();
    sorted.sort_unstable_by_key(|name| name.as_bytes());
    assert_eq!(ids(&outcomes), sorted);
}

#[test]
fn hidden_and_binary_files_of_a_folder_are_skipped_and_counted() {
    let folder = folder(&[
        (".git/config", b"x"),
        (".hidden.txt", b"x"),
        ("photo.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
        ("notes", b"a text without an ending"),
    ]);
    let (outcomes, skipped) = read_path(folder.path());
    assert_eq!(ids(&outcomes), ["notes"]);
    assert_eq!(skipped, Skipped { hidden: 2, binary: 1, ..Skipped::default() });
}

#[test]
fn a_binary_file_that_is_named_is_an_error() {
    let folder = folder(&[("photo.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF")]);
    let path = folder.path().join("photo.jpg");
    let (outcomes, skipped) = read_path(&path);
    let error = outcomes[0].as_ref().unwrap_err();
    assert_eq!(error.code, ErrorCode::IsBinary);
    assert_eq!(error.message, format!("{}: not text but a picture", path.display()));
    assert_eq!(skipped.binary, 0);
}

#[test]
fn a_missing_path_is_an_error_and_the_rest_goes_on() {
    let folder = folder(&[("a.txt", b"x")]);
    let paths = [PathBuf::from("no/such.txt"), folder.path().to_path_buf()];
    let outcomes: Vec<_> = input::articles(&paths, &InputOptions::default()).collect();
    assert_eq!(ids(&outcomes), ["no/such.txt", "a.txt"]);
    let error = outcomes[0].as_ref().unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    assert_eq!(error.to_string(), "no/such.txt: no such file or folder: check the path; `ls` shows what is there");
}

#[test]
fn a_file_keeps_its_path_as_given_as_id() {
    let folder = folder(&[("sub/a.unknown", "نص".as_bytes())]);
    let path = folder.path().join("sub/../sub/a.unknown");
    let (outcomes, _) = read_path(&path);
    assert_eq!(outcomes[0].as_ref().unwrap().id, path.to_str().unwrap());
}

#[test]
fn json_lines_become_articles_with_their_keys() {
    let lines = concat!(
        "\u{feff}{\"id\":\"a\",\"text\":\"وصل.\",\"lang\":\"ar\",\"published\":\"2025-06-03\",\"desk\":1}\r\n",
        "\r\n",
        "{\"title\":\"قمة\",\"text\":\"نص\"}\n",
        "{\"id\":7,\"text\":\"x\",\"lang\":5}\n",
        "{\"text\":\"x\",\"lang\":\"pt_BR\",\"title\":null}\n{\"text\":\"x\",\"lang\":\"Arabic\"}\n{\"id\":\"own\"}"
    );
    let articles: Vec<_> = stream(lines).into_iter().filter_map(Result::ok).collect();
    assert_eq!(articles.len(), 5);
    assert_eq!((&*articles[0].id, articles[0].lang.as_deref()), ("a", Some("ar")));
    assert_eq!(articles[0].published.as_deref(), Some("2025-06-03"));
    assert_eq!(articles[0].meta["desk"], 1);
    assert!(!articles[0].text_in_record);
    assert_eq!((&*articles[1].id, &*articles[1].text), ("-:3", "قمة\n\nنص"));
    assert!(articles[1].text_in_record);
    assert_eq!((&*articles[2].id, &articles[2].lang), ("7", &None));
    assert_eq!(articles[2].warnings, ["`lang` is a number, not a string: left out"]);
    assert_eq!((articles[3].lang.as_deref(), articles[3].text_in_record), (Some("pt"), false));
    assert_eq!(articles[4].warnings, ["`lang` \"Arabic\" is not a language code as \"ar\": left out"]);
    assert_eq!(stream(lines).pop().unwrap().unwrap_err().id, "own");
}

#[test]
fn a_malformed_line_is_an_error_with_line_and_column() {
    let folder =
        folder(&[("bad.jsonl", b"{\"text\":\"a\"}\n{\"text\" \"b\"}\n{\"txt\":\"c\"}\n[1]\n{\"text\":\"d\"}\n")]);
    let (outcomes, _) = read_path(folder.path());
    assert_eq!(ids(&outcomes), ["bad.jsonl:1", "bad.jsonl:2", "bad.jsonl:3", "bad.jsonl:4", "bad.jsonl:5"]);
    let place = folder.path().join("bad.jsonl");
    let messages: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert_eq!(messages[0].code, ErrorCode::InvalidJson);
    assert_eq!(messages[0].message, format!("{} line 2: expected `:` at column 9", place.display()));
    assert_eq!(messages[0].hint, "fix the line or pass --skip-bad-lines");
    assert_eq!(messages[1].code, ErrorCode::MissingText);
    assert_eq!(messages[1].message, format!("{} line 3: `text` is missing", place.display()));
    assert_eq!(messages[2].code, ErrorCode::InvalidJson);
}

#[test]
fn bad_lines_can_be_skipped_and_are_counted() {
    let options = InputOptions { skip_bad_lines: true, ..InputOptions::default() };
    let mut articles = input::read("-", &b"{\"text\"\n{\"text\":\"a\"}\n{}\n"[..], &options);
    assert_eq!(articles.next().unwrap().unwrap().id, "-:2");
    assert!(articles.next().is_none());
    assert_eq!(articles.skipped().get().bad_lines, 2);
}

#[test]
fn articles_before_the_damage_in_an_archive_are_kept() {
    let lines: String = (0..5000).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"text {}\"}}\n", n * 7919)).collect();
    let packed = gzip(lines.as_bytes());
    let folder = folder(&[("cut.jsonl.gz", &packed[..packed.len() / 2])]);
    let (outcomes, _) = read_path(folder.path());
    let (last, before) = outcomes.split_last().unwrap();
    assert!(before.len() > 1000 && before.iter().all(Result::is_ok));
    let error = last.as_ref().unwrap_err();
    assert_eq!((error.code, &*error.id), (ErrorCode::TruncatedArchive, "cut.jsonl.gz"));
}

#[test]
fn an_empty_file_is_an_article_with_a_warning() {
    let folder = folder(&[("empty.txt", b"")]);
    let (outcomes, _) = read_path(folder.path());
    let article = outcomes[0].as_ref().unwrap();
    assert_eq!((&*article.text, &*article.warnings[0]), ("", "the file holds no text"));
}

#[test]
fn the_format_can_be_forced() {
    let folder = folder(&[("lines.log", b"{\"text\":\"a\"}\n")]);
    let options = InputOptions { format: InputFormat::Jsonl, ..InputOptions::default() };
    assert_eq!(ids(&read_with(folder.path(), &options).0), ["lines.log:1"]);
    assert_eq!(read_path(folder.path()).0[0].as_ref().unwrap().text, "{\"text\":\"a\"}\n");
}

#[test]
fn a_page_gives_its_article_with_language_and_time() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles/web/ar-museum-opening.html");
    let (outcomes, _) = read_path(&path);
    let article = outcomes.into_iter().next().unwrap().unwrap();
    let text = &article.text;
    assert_eq!(article.lang.as_deref(), Some("ar"));
    assert_eq!(article.published.as_deref(), Some("2025-01-22T18:40:00+03:00"));
    assert!(article.text_in_record && article.warnings.is_empty());
    assert!(text.starts_with("متحف اللؤلؤ يفتح أبوابه في المحرّق"));
    assert!(text.contains("(اليونسكو).\n\nوبلغت كلفة المشروع 11 مليون"));
    for outside in ["ملفات تعريف", "dataLayer", "جميع الحقوق", "أسعار الذهب", "واتساب"]
    {
        assert!(!text.contains(outside), "{outside} in {text}");
    }
}

#[test]
fn a_page_nested_100_000_deep_is_an_error_and_the_rest_goes_on() {
    let deep = "<div>".repeat(100_000);
    let folder = folder(&[("a.html", deep.as_bytes()), ("b.html", b"<p>text")]);
    let (outcomes, _) = read_path(folder.path());
    assert_eq!(outcomes[0].as_ref().unwrap_err().code, ErrorCode::TooLarge);
    assert_eq!(outcomes[1].as_ref().unwrap().text, "text");
}

#[test]
fn a_page_at_the_limit_of_depth_is_read_on_a_small_stack() {
    for tags in ["<div>", "<ul><li><p>", "<table><tr><td>", "<span>", "<blockquote><p>"] {
        let page = format!("{}{}", tags.repeat(500), "Rutte arrived in The Hague, he said. ".repeat(40));
        let options = InputOptions { format: InputFormat::Html, ..InputOptions::default() };
        let articles = input::read("-", std::io::Cursor::new(page), &options);
        let reader = std::thread::Builder::new().stack_size(1 << 20).spawn(|| articles.collect::<Vec<_>>()).unwrap();
        assert!(reader.join().unwrap()[0].as_ref().unwrap().text.contains("Rutte arrived"), "{tags}");
    }
}
