//! The record: what `alam tag` writes for an article, key by key in the order of the contract.
//!
//! Offsets come in both units: `start`, `end` are Unicode code points, `start_byte`, `end_byte` UTF-8 bytes, half-open,
//! so that `article[start..end] == text` always holds. Keys that do not apply are absent.

use serde::Serialize;
use serde_json::{Map, Value};

/// The output for one article: one line of JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Record {
    /// The article's id.
    pub id: String,
    /// Its language (given or detected), as ISO 639-1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// The character set it was read in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Code points of the text.
    pub chars: usize,
    /// Words of the text (UAX #29, without symbols).
    pub words: usize,
    /// Bytes of the text; not written.
    #[serde(skip)]
    pub bytes: usize,
    /// The text, where it is not the file's own or was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Entities, sorted by `start`; they do not overlap.
    pub entities: Vec<Entity>,
    /// Groups of mentions of one referent; every entity is in exactly one.
    pub clusters: Vec<Cluster>,
    /// Facts, sorted by `start`; absent with `--facts none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<Vec<Fact>>,
    /// Further keys of the input, with `--keep-meta`.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub meta: Map<String, Value>,
    /// What was done to the article that a reader should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// Where something stands in the article, in both units, with its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Span {
    /// The text there, as written.
    pub text: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// First byte.
    pub start_byte: usize,
    /// One past the last byte.
    pub end_byte: usize,
}

/// A mention of a name in the article.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Entity {
    /// The model's type (`PER`, `ORG`, `LOC`) or `NORP`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span,
    /// Calibrated probability that span and type are right, four decimals.
    pub score: f64,
    /// The `id` of its cluster.
    pub cluster: usize,
    /// Letters before the span that belong to its first word but not to the name (Arabic و ب ل, French `d'`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proclitic: Option<String>,
    /// Letters behind the span that belong to its last word but not to the name (English `'s`, Turkish suffixes).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enclitic: Option<String>,
    /// The citation form, where it differs from the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of a `NORP` (or of a country).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Mentions of one referent inside the article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cluster {
    /// Number of the cluster inside the article, from 0, by first mention.
    pub id: usize,
    /// The type of all its mentions.
    #[serde(rename = "type")]
    pub kind: String,
    /// The fullest citation form.
    pub name: String,
    /// Indexes into `entities`.
    pub mentions: Vec<usize>,
}

/// A value or a relation that the text states. `value` holds the keys of its type, in the order of the contract.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Fact {
    /// `DATE`, `MONEY`, `POSITION`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The whole expression with its modifier; of a relation, the smallest span that holds its members.
    #[serde(flatten)]
    pub span: Span,
    /// The normalised value; absent in relations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The members of a relation (`person`, `title`, `speaker`, …).
    #[serde(flatten)]
    pub members: Map<String, Value>,
}

/// What stands in the output in place of an article that could not be tagged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorRecord {
    /// The article's id, or the path.
    pub id: String,
    /// What happened and what to do.
    pub error: ErrorDetail,
}

impl std::fmt::Display for ErrorRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.error.message, self.error.hint)
    }
}

impl std::error::Error for ErrorRecord {}

impl ErrorRecord {
    /// A fault of the program that cost one article.
    pub fn internal(id: &str, reason: &str) -> Self {
        Self {
            id: id.to_owned(),
            error: ErrorDetail {
                code: ErrorCode::Internal,
                message: format!("{id}: alam met a fault of its own: {reason}"),
                hint: "report this with the article; the other articles are not affected".to_owned(),
            },
        }
    }
}

/// The body of an [`ErrorRecord`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorDetail {
    /// A stable name of the kind of error.
    pub code: ErrorCode,
    /// Which file, what is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// The kinds of error that an article can meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The path does not exist.
    NotFound,
    /// The file may not be read.
    PermissionDenied,
    /// The system could not read the file for another reason (a fault of the disk, a path too long).
    ReadFailed,
    /// The file holds no text.
    IsBinary,
    /// The bytes are not text in the character set they claim.
    InvalidEncoding,
    /// A JSON Lines line is not JSON.
    InvalidJson,
    /// A JSON Lines article has no `text`.
    MissingText,
    /// The article is larger than allowed.
    TooLarge,
    /// A compressed file expands beyond the limit.
    ExpansionLimit,
    /// A compressed file ends early or is damaged.
    TruncatedArchive,
    /// The model failed on this article.
    InferenceFailed,
    /// The article took too long.
    Timeout,
    /// A symbolic link leads back to its own folder.
    SymlinkLoop,
    /// A fault of the program.
    Internal,
}
