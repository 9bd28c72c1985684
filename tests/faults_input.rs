//! Bad input, as issue 10 lists it: each is one error that names file, reason and remedy, and the rest goes on.

use std::fs;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;

use alam::ErrorCode;
use alam::input::{self, ArticleError, InputFormat, InputOptions};
use insta::assert_snapshot;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

/// One line for each article, as a person reads it; the folder's own path is left out.
fn report(folder: &Path) -> String {
    report_with(folder, &InputOptions::default())
}

fn report_with(folder: &Path, options: &InputOptions) -> String {
    let shown = |error: ArticleError| format!("{}: {:?}: {error}", error.id, error.code);
    let lines = input::articles(&[folder.to_path_buf()], options).map(|outcome| match outcome {
        Ok(article) => format!("{}: {:?}", article.id, article.text),
        Err(error) => shown(error).replace(&format!("{}/", folder.display()), ""),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn empty_binary_and_nul_files() {
    let folder = folder(&[
        ("a-empty.txt", b""),
        ("b-binary.txt", b"\x01\x02\x03\x04\x05\x06\x07\x08"),
        ("c-nul.txt", b"Rutte\0 arrived"),
        ("d-pdf.txt", b"%PDF-1.7"),
        ("e-empty.jsonl", b""),
        ("f.docx", b"PK\x03\x04word"),
        ("g.txt", b"text"),
    ]);
    assert_snapshot!(report(folder.path()), @r#"
    a-empty.txt: ""
    b-binary.txt: IsBinary: b-binary.txt: not text but binary data (it is full of control characters): give a text, HTML or JSON Lines file
    c-nul.txt: IsBinary: c-nul.txt: not text but binary data (it holds NUL bytes): if it is text with stray NUL bytes: tr -d '\000' < c-nul.txt > clean.txt
    d-pdf.txt: IsBinary: d-pdf.txt: not text but a PDF: take its text out first: pdftotext d-pdf.txt
    g.txt: "text"
    "#);
}

#[test]
fn malformed_and_incomplete_json_lines() {
    let folder = folder(&[
        ("a.jsonl", "{\"text\":\"نص\" 1}\n{\"text\":3}\n{}\n\"text\"\n{\"text\":\"good\"}\n{\"text\":\"cut".as_bytes()),
        ("b.jsonl", b"{\n  \"text\": \"one long value\"\n}\n"),
        ("c.jsonl", b"\xFF\xFE{\0\"\0"),
    ]);
    assert_snapshot!(report(folder.path()), @r#"
    a.jsonl:1: InvalidJson: a.jsonl line 1: expected `,` or `}` at column 14: fix the line or pass --skip-bad-lines
    a.jsonl:2: MissingText: a.jsonl line 2: `text` is a number: name the article's text `text`, as in {"text": "…"}, or pass --skip-bad-lines
    a.jsonl:3: MissingText: a.jsonl line 3: `text` is missing: name the article's text `text`, as in {"text": "…"}, or pass --skip-bad-lines
    a.jsonl:4: InvalidJson: a.jsonl line 4: expected an object in braces, found a string: fix the line or pass --skip-bad-lines
    a.jsonl:5: "good"
    a.jsonl:6: InvalidJson: a.jsonl line 6: the line ends inside a string at column 12: fix the line or pass --skip-bad-lines
    b.jsonl: InvalidJson: b.jsonl: one JSON value instead of one for each line: make lines of it: jq -c '.' b.jsonl > lines.jsonl
    c.jsonl: InvalidEncoding: c.jsonl: UTF-16, which cannot be read as JSON Lines: convert it first: iconv -f UTF-16 -t UTF-8 c.jsonl > utf8-copy
    "#);
}

#[test]
fn json_nested_deeply_is_an_error() {
    let line = format!("{{\"text\":\"a\",\"x\":{}{}}}\n{{\"text\":\"b\"}}\n", "[".repeat(100_000), "]".repeat(100_000));
    let folder = folder(&[("deep.jsonl", line.as_bytes())]);
    assert_snapshot!(report(folder.path()), @r#"
    deep.jsonl:1: InvalidJson: deep.jsonl line 1: nested more than 128 deep at column 143: fix the line or pass --skip-bad-lines
    deep.jsonl:2: "b"
    "#);
}

#[test]
fn damaged_archives() {
    let packed = gzip(&b"Rutte arrived in The Hague. ".repeat(1000));
    let mut damaged = packed.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    damaged[middle + 1] ^= 0x55;
    let zstd = zstd::encode_all(&b"Rutte arrived in The Hague. ".repeat(1000)[..], 3).unwrap();
    let folder = folder(&[
        ("a-cut.txt.gz", &packed[..packed.len() - 20]),
        ("b-no-gzip.txt.gz", b"plain text"),
        ("c-empty.txt.gz", b""),
        ("d-cut.txt.zst", &zstd[..zstd.len() - 5]),
        ("e-no-zstd.txt.zst", b"plain text"),
        ("f-damaged.txt.gz", &damaged),
        ("g-two-members.txt.gz", &[gzip(b"one "), gzip(b"two")].concat()),
    ]);
    assert_snapshot!(report(folder.path()), @r#"
    a-cut.txt.gz: TruncatedArchive: a-cut.txt.gz: the gzip data are damaged or end too early (incomplete deflate stream): copy or download it again; `gzip -t a-cut.txt.gz` checks it
    b-no-gzip.txt.gz: TruncatedArchive: b-no-gzip.txt.gz: the gzip data are damaged or end too early (invalid gzip header): copy or download it again; `gzip -t b-no-gzip.txt.gz` checks it
    c-empty.txt.gz: TruncatedArchive: c-empty.txt.gz: the gzip data are damaged or end too early (the file is empty): copy or download it again; `gzip -t c-empty.txt.gz` checks it
    d-cut.txt.zst: TruncatedArchive: d-cut.txt.zst: the zstd data are damaged or end too early (incomplete frame): copy or download it again; `zstd -t d-cut.txt.zst` checks it
    e-no-zstd.txt.zst: TruncatedArchive: e-no-zstd.txt.zst: the zstd data are damaged or end too early (Unknown frame descriptor): copy or download it again; `zstd -t e-no-zstd.txt.zst` checks it
    f-damaged.txt.gz: TruncatedArchive: f-damaged.txt.gz: the gzip data are damaged or end too early (corrupt deflate stream): copy or download it again; `gzip -t f-damaged.txt.gz` checks it
    g-two-members.txt.gz: "one two"
    "#);
}

#[test]
fn articles_and_archives_over_the_limits() {
    let lines = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"short\"}}\n", "x".repeat(5000));
    let folder = folder(&[
        ("a.txt", &[b'x'; 4097]),
        ("b.txt", &[b'x'; 4]),
        ("c.jsonl", lines.as_bytes()),
        ("d.txt.gz", &gzip(&[b'x'; 5000])),
        ("e.jsonl.gz", &gzip("{\"text\":\"a\"}\n".repeat(100_000).as_bytes())),
    ]);
    let options = InputOptions {
        max_article_bytes: 4096,
        max_expanded_bytes: Some(1 << 20),
        skip_bad_lines: false,
        ..InputOptions::default()
    };
    let report = report_with(folder.path(), &options);
    let short: Vec<_> = report.lines().filter(|line| !line.starts_with("e.jsonl.gz:")).collect();
    assert_snapshot!(short.join("\n"), @r#"
    a.txt: TooLarge: a.txt: larger than 4 KiB: split it into articles, or raise the limit: --max-article-bytes 16384
    b.txt: "xxxx"
    c.jsonl:1: TooLarge: c.jsonl line 1: larger than 4 KiB: split it into articles, or raise the limit: --max-article-bytes 16384
    c.jsonl:2: "short"
    d.txt.gz: TooLarge: d.txt.gz: larger than 4 KiB: split it into articles, or raise the limit: --max-article-bytes 16384
    "#);
    let bomb: Vec<_> = report.lines().filter(|line| line.starts_with("e.jsonl.gz:")).collect();
    assert!(bomb.len() > 75_000, "what came before the limit is kept");
    assert_snapshot!(bomb.last().unwrap(), @r#"
    e.jsonl.gz: ExpansionLimit: e.jsonl.gz: unpacks to more than 1 MiB: if you trust the file, raise the limit: --max-expanded-bytes 10485760
    "#);
}

#[test]
fn a_bomb_is_stopped_without_a_limit_given() {
    let zeros = io::repeat(b' ').take((1 << 30) + (1 << 26));
    let packed = zstd::encode_all(zeros, 1).unwrap();
    let folder = folder(&[("bomb.jsonl.zst", &packed), ("z.txt", b"text")]);
    assert_snapshot!(report(folder.path()), @r#"
    bomb.jsonl.zst: ExpansionLimit: bomb.jsonl.zst: unpacks to more than 1 GiB: if you trust the file, raise the limit: --max-expanded-bytes 10737418240
    z.txt: "text"
    "#);
}

#[test]
fn a_line_of_50_mb_is_an_article_and_one_over_the_limit_is_not_held() {
    let line = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"next\"}}\n", "قمة ".repeat(7_200_000));
    let options = InputOptions { format: InputFormat::Jsonl, ..InputOptions::default() };
    let lens = |outcomes: input::Articles| outcomes.map(|outcome| outcome.map(|article| article.text.len())).collect();
    let read: Vec<_> = lens(input::read("-", Cursor::new(line.clone()), &options));
    assert_eq!(read, [Ok(50_400_000), Ok(4)]);
    let small = InputOptions { max_article_bytes: 1 << 20, ..options };
    let read: Vec<_> = lens(input::read("-", Cursor::new(line), &small));
    assert_eq!(read[0].as_ref().unwrap_err().code, ErrorCode::TooLarge);
    assert_eq!(read[1], Ok(4));
}

#[test]
fn an_article_of_100_mb_is_read() {
    let folder = folder(&[("big.txt", &b"Rutte arrived.\n".repeat(7_000_000))]);
    let article = input::articles(&[folder.path().to_path_buf()], &InputOptions::default()).next().unwrap().unwrap();
    assert_eq!(article.text.len(), 105_000_000);
}

#[cfg(unix)]
#[test]
fn loops_and_broken_links() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("a/deep")).unwrap();
    fs::write(path("a/deep/one.txt"), "one").unwrap();
    fs::write(folder.path().join("two.txt"), "two").unwrap();
    symlink(path("a"), path("a/deep/up")).unwrap();
    symlink("../two.txt", path("a/link.txt")).unwrap();
    symlink("nowhere.txt", path("broken.txt")).unwrap();
    symlink("self.txt", path("self.txt")).unwrap();
    symlink("a/deep", path("folder-link")).unwrap();
    assert_snapshot!(report(folder.path()), @r#"
    a/deep/one.txt: "one"
    a/deep/up: SymlinkLoop: a/deep/up: a link that leads in a circle: remove the link; the files it leads to are tagged where they stand
    a/link.txt: "two"
    broken.txt: NotFound: broken.txt: a link to `nowhere.txt`, which does not exist: mend or remove the link
    folder-link/one.txt: "one"
    folder-link/up/deep: SymlinkLoop: folder-link/up/deep: a link that leads in a circle: remove the link; the files it leads to are tagged where they stand
    folder-link/up/link.txt: "two"
    self.txt: SymlinkLoop: self.txt: a link that leads in a circle: remove the link; the files it leads to are tagged where they stand
    two.txt: "two"
    "#);
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_folders() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("secret.txt", b"x"), ("z.txt", b"text")]);
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    for name in ["secret.txt", "closed"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o0)).unwrap();
    }
    let is_root = fs::File::open(folder.path().join("secret.txt")).is_ok();
    let report = report(folder.path());
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    if !is_root {
        assert_snapshot!(report, @r"");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_does_not_stop_the_run() {
    let folder = folder(&[("z.txt", b"text")]);
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status();
    let mut articles = input::articles(&[folder.path().to_path_buf()], &InputOptions::default());
    assert_eq!(articles.by_ref().count(), 1);
    assert_eq!(articles.skipped().get().special, u64::from(made.is_ok_and(|status| status.success())));
}

/// Gives one line, and fails the test if more is asked for before the line's article has come out.
struct OneLineAtATime {
    lines: Vec<&'static [u8]>,
    asked: std::sync::mpsc::Receiver<()>,
}

impl Read for OneLineAtATime {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.asked.try_recv().expect("read ahead of the line that was asked for");
        match self.lines.pop() {
            Some(line) => {
                buffer[..line.len()].copy_from_slice(line);
                Ok(line.len())
            }
            None => Ok(0),
        }
    }
}

#[test]
fn lines_of_a_stream_are_answered_as_they_come() {
    let (ask, asked) = std::sync::mpsc::channel();
    let reader = OneLineAtATime { lines: vec![b"{\"text\":\"b\"}\n", b"{\"text\":\"a\"}\n"], asked };
    let mut articles = input::read("-", reader, &InputOptions::default());
    for text in ["a", "b"] {
        ask.send(()).unwrap();
        assert_eq!(articles.next().unwrap().unwrap().text, text);
    }
    ask.send(()).unwrap();
    assert!(articles.next().is_none());
}

#[test]
fn a_fault_of_the_disk_is_told_and_ends_the_file_only() {
    struct Faulty;
    impl Read for Faulty {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::from_raw_os_error(5))
        }
    }
    for format in [InputFormat::Auto, InputFormat::Text, InputFormat::Jsonl] {
        let options = InputOptions { format, ..InputOptions::default() };
        let outcomes: Vec<_> = input::read("disk", Faulty, &options).collect();
        assert_eq!(outcomes.len(), 1);
        assert_eq!(outcomes[0].as_ref().unwrap_err().code, ErrorCode::ReadFailed);
    }
}

#[test]
fn pages_made_to_stop_a_parser_are_refused_at_once() {
    let attributes: String = (0..200_000).map(|n| format!(" a{n}")).collect();
    let pages = [
        ("a-deep.html", "<div>".repeat(100_000)),
        ("b-many.html", "<p>x".repeat(1_000_000)),
        ("c-deep-and-many.html", "<div>".repeat(400) + &"<b>x</b>".repeat(100_000)),
        ("d-attributes.html", format!("<p{attributes}>x")),
        ("e-angles.html", "<".repeat(10_000_000)),
        ("f-references.html", "&amp".repeat(5_000_000)),
        ("g.html", "<p>text".to_owned()),
    ];
    let folder = folder(&pages.each_ref().map(|(name, page)| (*name, page.as_bytes())));
    assert_snapshot!(report(folder.path()), @r#"
    a-deep.html: TooLarge: a-deep.html: a page that cannot be read: its elements are nested more than 512 deep: save the article's text from a browser as a .txt file
    b-many.html: TooLarge: b-many.html: a page that cannot be read: it has more than 600000 signs `<`: save the article's text from a browser as a .txt file
    c-deep-and-many.html: TooLarge: c-deep-and-many.html: a page that cannot be read: it has too many elements nested too deep: save the article's text from a browser as a .txt file
    d-attributes.html: TooLarge: d-attributes.html: a page that cannot be read: an element has more than 1000 attributes: save the article's text from a browser as a .txt file
    e-angles.html: TooLarge: e-angles.html: a page that cannot be read: it has more than 600000 signs `<`: save the article's text from a browser as a .txt file
    f-references.html: TooLarge: f-references.html: a page that cannot be read: it has more than 200000 signs `&`: save the article's text from a browser as a .txt file
    g.html: "text"
    "#);
}
