//! An article: the unit that goes in.

use serde_json::{Map, Value};

/// One article to tag: its text and what is known about it.
///
/// ```
/// let article = alam::Article::new("nato.txt", "وصل روته إلى لاهاي.");
/// assert_eq!(article.id, "nato.txt");
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Article {
    /// Names the article in the output.
    pub id: String,
    /// The decoded text, without byte order mark, line breaks as they are. All offsets refer to it.
    pub text: String,
    /// ISO 639-1 code, where the input gives it; otherwise it is detected.
    pub lang: Option<String>,
    /// When the article was published (ISO 8601 date or date-time); relative dates are resolved against it.
    pub published: Option<String>,
    /// The character set that the text was decoded from, in lower case; `None` for text that was never bytes.
    pub encoding: Option<String>,
    /// Whether the record must carry the text, because it is not the file's own (HTML, titles, replaced characters).
    pub text_in_record: bool,
    /// Further keys of a JSON Lines article, passed through with `--keep-meta`.
    pub meta: Map<String, Value>,
    /// What the reader had to do to the text, for the record's `warnings`.
    pub warnings: Vec<String>,
}

impl Article {
    /// An article of an id and a text; everything else is unknown.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), ..Self::default() }
    }
}
