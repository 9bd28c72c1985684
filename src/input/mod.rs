//! From paths to articles: folders, files and standard input go in, decoded [`Article`]s come out, one at a time.
//!
//! Whatever cannot become an article comes out as an [`ArticleError`] in its place, and the rest goes on. Nothing is read
//! ahead: a folder is listed level by level, a JSON Lines file is read line by line. This room knows no model and no
//! language; it decides only what the text of an article is.
//!
//! | input | how it is read |
//! |---|---|
//! | folder | every file below it, in the order of their relative paths' bytes; see [`articles()`] |
//! | `.txt` and anything else that is text | one article |
//! | `.html` `.htm` `.xhtml` | one article: the text that Readability finds, paragraphs parted by blank lines |
//! | `.jsonl` `.ndjson` | one article a line |
//! | `.gz` `.zst` behind one of these | the same, unpacked on the way |
//! | `-` | standard input: JSON Lines if it begins with `{`, HTML if with a tag of a page, gzip and zstd by their magic |

mod articles;
mod compressed;
mod decode;
mod detect;
mod document;
mod error;
mod format;
mod html;
mod jsonl;
mod skipped;
mod source;
mod walk;

pub use articles::Articles;
pub use error::ArticleError;
pub use skipped::{Skipped, SkippedFiles};

use std::io::Read;
use std::path::PathBuf;

use crate::Article;

/// How the input is read; the defaults suit a folder of news articles.
///
/// ```
/// use alam::input::{InputFormat, InputOptions};
/// let options = InputOptions { format: InputFormat::Jsonl, ..InputOptions::default() };
/// assert_eq!(options.max_article_bytes, 256 << 20);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputOptions {
    /// What the files hold; by default their names and first bytes say it.
    pub format: InputFormat,
    /// The largest article, in bytes as stored (unpacked, not yet decoded); a larger one is a `too_large` error record.
    pub max_article_bytes: u64,
    /// The most bytes that one compressed file may unpack to; a larger one is an `expansion_limit` error record.
    /// `None` allows 1 GiB or a hundred times the packed bytes, whichever is more: text packs three to twenty times, so
    /// that any honest archive passes and a bomb does not.
    pub max_expanded_bytes: Option<u64>,
    /// Leaves out malformed JSON Lines (and counts them) instead of giving an error record for each.
    pub skip_bad_lines: bool,
}

/// 256 MiB: two and a half times the 100 MB article that must work; what is larger is a dump in the wrong format.
const MAX_ARTICLE_BYTES: u64 = 256 << 20;

impl Default for InputOptions {
    fn default() -> Self {
        Self {
            format: InputFormat::Auto,
            max_article_bytes: MAX_ARTICLE_BYTES,
            max_expanded_bytes: None,
            skip_bad_lines: false,
        }
    }
}

/// What the files hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum InputFormat {
    /// Decided file by file: by the name's ending; for standard input and pipes by the first bytes.
    #[default]
    Auto,
    /// Plain text, one article a file.
    Text,
    /// A web page, one article a file.
    Html,
    /// JSON Lines, one article a line.
    Jsonl,
}

/// The articles of files, folders and standard input (`-`), in the order given.
///
/// Inside a folder the order is that of the whole relative paths' bytes, with `/` between names, as `LC_ALL=C sort` puts
/// them: `a.txt` comes before `a/b.txt`, since `.` is before `/`. At any time only the names of the folders from the
/// top to the current file are held, packed. Hidden files and folders (a dot in front), devices and pipes are skipped,
/// and files of no known ending that turn out not to be text; [`Articles::skipped`] counts them. A file that is named on
/// the command line, or whose ending says that it is an article, is never skipped: it becomes an article or an error.
/// Links are followed; one that leads back into its own folders is a `symlink_loop` error.
///
/// An article's `id` is its path below the folder given, or the path as given, always with `/`; of a JSON Lines article
/// it is its own `id`, or `path:line`.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("nato.txt"), "وصل روته إلى لاهاي.")?;
/// let mut articles = alam::input::articles(&[folder.path().to_path_buf()], &Default::default());
/// let article = articles.next().expect("one file")?;
/// assert_eq!((article.id.as_str(), article.encoding.as_deref()), ("nato.txt", Some("utf-8")));
/// assert!(articles.next().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn articles(paths: &[PathBuf], options: &InputOptions) -> Articles {
    Articles::of_paths(paths, options)
}

/// The articles of a stream that is already open, named `id`; it is read as standard input is.
///
/// ```
/// let lines = "{\"text\": \"Rutte arrived.\"}\n{\"id\": \"b\", \"title\": \"NATO\", \"text\": \"A summit.\"}\n";
/// let articles: Vec<_> = alam::input::read("wire", lines.as_bytes(), &Default::default()).flatten().collect();
/// assert_eq!(articles[0].id, "wire:1");
/// assert_eq!(articles[1].text, "NATO\n\nA summit.");
/// ```
pub fn read(id: &str, reader: impl Read + Send + 'static, options: &InputOptions) -> Articles {
    Articles::of_reader(id, Box::new(reader), options)
}

/// An article, or the error that stands in its place.
pub type ArticleResult = Result<Article, ArticleError>;
