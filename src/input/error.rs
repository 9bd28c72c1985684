//! What can go wrong with an input, in words for a news desk: what file, what is wrong, what to type.

use std::fmt;
use std::io;

use crate::record::{ErrorCode, ErrorDetail, ErrorRecord};

use super::compressed::{Compression, ExpansionExceeded};
use super::html::{TooComplex, Unreadable};

/// Why an article could not be read; becomes the [`ErrorRecord`] in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleError {
    /// The id that the article would have had.
    pub id: String,
    /// A stable name of the kind of error.
    pub code: ErrorCode,
    /// Which file, what is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl ArticleError {
    pub(super) fn new(id: impl Into<String>, problem: &Problem) -> Self {
        Self { id: id.into(), code: problem.code(), message: problem.to_string(), hint: problem.hint() }
    }
}

impl fmt::Display for ArticleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.message, self.hint)
    }
}

impl std::error::Error for ArticleError {}

impl From<ArticleError> for ErrorRecord {
    fn from(error: ArticleError) -> Self {
        let ArticleError { id, code, message, hint } = error;
        ErrorRecord { id, error: ErrorDetail { code, message, hint } }
    }
}

/// Every problem of an input. `name` is the path as a person would type it, `line` counts from 1.
#[derive(Debug, thiserror::Error)]
pub(super) enum Problem {
    #[error("{name}: no such file or folder")]
    NotFound { name: String },
    #[error("{name}: a link to `{target}`, which does not exist")]
    BrokenLink { name: String, target: String },
    #[error("{name}: this user may not read it")]
    PermissionDenied { name: String },
    #[error("{name}: a link that leads in a circle")]
    SymlinkLoop { name: String },
    #[error("{name}: could not be read: {reason}")]
    ReadFailed { name: String, reason: String },
    #[error("{name}: not text but {kind}")]
    IsBinary { name: String, kind: Binary },
    #[error("{name}: {found}, which cannot be read as {wanted}")]
    InvalidEncoding { name: String, found: &'static str, wanted: &'static str },
    #[error("{name}: one JSON value instead of one for each line")]
    NotJsonLines { name: String, filter: &'static str },
    #[error("{name} line {line}: {reason}")]
    InvalidJson { name: String, line: u64, reason: String },
    #[error("{name} line {line}: `text` is {found}")]
    MissingText { name: String, line: u64, found: &'static str },
    #[error("{name}: larger than {}", bytes(*limit))]
    TooLarge { name: String, limit: u64 },
    #[error("{name} line {line}: larger than {}", bytes(*limit))]
    LineTooLarge { name: String, line: u64, limit: u64 },
    #[error("{name}: unpacks to more than {}", bytes(*limit))]
    ExpansionLimit { name: String, limit: u64 },
    #[error("{name}: a page that cannot be read: {why}")]
    PageTooComplex { name: String, why: TooComplex },
    #[error("{name}: the reader of web pages failed: {reason}")]
    PageFault { name: String, reason: String },
    #[error("{name}: the {compression} data are damaged or end too early ({reason})")]
    TruncatedArchive { name: String, compression: Compression, reason: String },
}

/// What a file holds that is not text, as far as its first bytes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binary {
    Pdf,
    /// Zip, and what is built on it: Word, OpenDocument, EPUB.
    Zip,
    OldOffice,
    Picture,
    Archive,
    Nul,
    Control,
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Binary::Pdf => "a PDF",
            Binary::Zip => "a zip archive or an Office document",
            Binary::OldOffice => "an old Office document",
            Binary::Picture => "a picture",
            Binary::Archive => "a compressed archive",
            Binary::Nul => "binary data (it holds NUL bytes)",
            Binary::Control => "binary data (it is full of control characters)",
        })
    }
}

impl Problem {
    /// The problem behind an error of the operating system or of a decompressor.
    pub(super) fn of_io(name: &str, error: &io::Error, compression: Option<Compression>) -> Self {
        let name = name.to_owned();
        if let Some(limit) = error.get_ref().and_then(|inner| inner.downcast_ref::<ExpansionExceeded>()) {
            return Problem::ExpansionLimit { name, limit: limit.0 };
        }
        match (error.raw_os_error(), compression) {
            (None, Some(compression)) => Problem::TruncatedArchive { name, compression, reason: error.to_string() },
            (Some(code), _) if code == TOO_MANY_LINKS => Problem::SymlinkLoop { name },
            _ => match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => match broken_link(&name) {
                    Some(target) => Problem::BrokenLink { name, target },
                    None => Problem::NotFound { name },
                },
                io::ErrorKind::PermissionDenied => Problem::PermissionDenied { name },
                _ => Problem::ReadFailed { name, reason: error.to_string() },
            },
        }
    }

    pub(super) fn of_page(name: &str, why: Unreadable) -> Self {
        let name = name.to_owned();
        match why {
            Unreadable::TooComplex(why) => Problem::PageTooComplex { name, why },
            Unreadable::Fault(reason) => Problem::PageFault { name, reason },
        }
    }

    fn code(&self) -> ErrorCode {
        match self {
            Problem::NotFound { .. } | Problem::BrokenLink { .. } => ErrorCode::NotFound,
            Problem::PermissionDenied { .. } => ErrorCode::PermissionDenied,
            Problem::SymlinkLoop { .. } => ErrorCode::SymlinkLoop,
            Problem::ReadFailed { .. } => ErrorCode::ReadFailed,
            Problem::IsBinary { .. } => ErrorCode::IsBinary,
            Problem::InvalidEncoding { .. } => ErrorCode::InvalidEncoding,
            Problem::InvalidJson { .. } | Problem::NotJsonLines { .. } => ErrorCode::InvalidJson,
            Problem::MissingText { .. } => ErrorCode::MissingText,
            Problem::TooLarge { .. } | Problem::LineTooLarge { .. } | Problem::PageTooComplex { .. } => {
                ErrorCode::TooLarge
            }
            Problem::ExpansionLimit { .. } => ErrorCode::ExpansionLimit,
            Problem::TruncatedArchive { .. } => ErrorCode::TruncatedArchive,
            Problem::PageFault { .. } => ErrorCode::Internal,
        }
    }

    fn hint(&self) -> String {
        match self {
            Problem::NotFound { .. } => "check the path; `ls` shows what is there".to_owned(),
            Problem::BrokenLink { .. } => "mend or remove the link".to_owned(),
            Problem::PermissionDenied { name } => format!("run `chmod +r {}`, or ask its owner", quoted(name)),
            Problem::SymlinkLoop { .. } => {
                "remove the link; the files it leads to are tagged where they stand".to_owned()
            }
            Problem::ReadFailed { .. } => "check the disk, or copy the file again".to_owned(),
            Problem::IsBinary { name, kind } => kind.hint(name),
            Problem::InvalidEncoding { name, found, .. } => {
                format!("convert it first: iconv -f {found} -t UTF-8 {} > utf8-copy", quoted(name))
            }
            Problem::NotJsonLines { name, filter } => {
                format!("make lines of it: jq -c '{filter}' {} > lines.jsonl", quoted(name))
            }
            Problem::InvalidJson { .. } => "fix the line or pass --skip-bad-lines".to_owned(),
            Problem::MissingText { .. } => {
                "name the article's text `text`, as in {\"text\": \"…\"}, or pass --skip-bad-lines".to_owned()
            }
            Problem::TooLarge { limit, .. } | Problem::LineTooLarge { limit, .. } => {
                format!("split it into articles, or raise the limit: --max-article-bytes {}", limit.saturating_mul(4))
            }
            Problem::ExpansionLimit { limit, .. } => {
                format!("if you trust the file, raise the limit: --max-expanded-bytes {}", limit.saturating_mul(10))
            }
            Problem::PageTooComplex { .. } | Problem::PageFault { .. } => {
                "save the article's text from a browser as a .txt file".to_owned()
            }
            Problem::TruncatedArchive { name, compression, .. } => {
                format!("copy or download it again; `{compression} -t {}` checks it", quoted(name))
            }
        }
    }
}

impl Binary {
    fn hint(self, name: &str) -> String {
        let name = quoted(name);
        match self {
            Binary::Pdf => format!("take its text out first: pdftotext {name}"),
            Binary::Zip | Binary::OldOffice => "unpack it, or save the document as plain text or HTML".to_owned(),
            Binary::Archive => format!("unpack it first: tar xf {name}, or the program that made it"),
            Binary::Picture => "give the article's text; pictures are not read".to_owned(),
            Binary::Nul => format!("if it is text with stray NUL bytes: tr -d '\\000' < {name} > clean.txt"),
            Binary::Control => "give a text, HTML or JSON Lines file".to_owned(),
        }
    }
}

/// What messages call standard input.
pub(super) const STDIN: &str = "standard input";

/// `ELOOP`: the system's own limit on links that lead to links.
const TOO_MANY_LINKS: i32 = if cfg!(target_os = "linux") { 40 } else { 62 };

fn broken_link(name: &str) -> Option<String> {
    Some(std::fs::read_link(name).ok()?.to_string_lossy().into_owned())
}

/// A size in the largest binary unit that leaves it whole.
fn bytes(size: u64) -> String {
    match [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        .iter()
        .find(|(_, unit)| size >= *unit && size.is_multiple_of(*unit))
    {
        Some((name, unit)) => format!("{} {name}", size / unit),
        None => format!("{size} bytes"),
    }
}

/// A path as one word of a shell command.
fn quoted(name: &str) -> String {
    if name == STDIN {
        return "FILE".to_owned();
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | ',' | '=' | ':' | '@');
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "'\\''"))
    }
}
