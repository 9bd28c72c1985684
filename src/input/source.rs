//! One file or stream: opened, unpacked, its format known.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::compressed::{self, Compression};
use super::error::Problem;
use super::format::{self, Format};
use super::{InputFormat, InputOptions};

/// Where articles come from.
pub(super) struct Source {
    /// The id of its article, or the part before the line's number.
    pub(super) id: String,
    /// The path as a person would type it, for messages.
    pub(super) name: String,
    pub(super) origin: Origin,
    pub(super) place: Place,
}

pub(super) enum Origin {
    File(PathBuf),
    Stream(Box<dyn Read + Send>),
}

/// Whether somebody asked for this very file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Named,
    InFolder,
}

/// An open source: what comes out of `reader` is unpacked.
pub(super) struct Opened {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) reader: Box<dyn BufRead + Send>,
    pub(super) format: Format,
    pub(super) compression: Option<Compression>,
    /// Bytes to come, where the file system knows it.
    pub(super) len: Option<u64>,
    /// Whether a file without text is left out instead of being an error.
    pub(super) skip_if_binary: bool,
}

impl Source {
    /// A file that was named on the command line.
    pub(super) fn named(path: PathBuf) -> Self {
        let name = display(&path);
        Self { id: name.clone(), name, origin: Origin::File(path), place: Place::Named }
    }

    /// An open stream.
    pub(super) fn stream(id: &str, name: &str, reader: Box<dyn Read + Send>) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), origin: Origin::Stream(reader), place: Place::Named }
    }

    /// Opens the source, finds out what it holds and puts an unpacker before it.
    pub(super) fn open(self, options: &InputOptions) -> Result<Opened, Problem> {
        let Self { id, name, origin, place } = self;
        let fail = |error: io::Error| Problem::of_io(&name, &error, None);
        let mut by_name = None;
        let mut len = None;
        let packed: Box<dyn BufRead + Send> = match origin {
            Origin::Stream(stream) => Box::new(BufReader::with_capacity(1 << 16, stream)),
            Origin::File(path) => {
                let file = File::open(&path).map_err(fail)?;
                let metadata = file.metadata().map_err(fail)?;
                if metadata.is_file() {
                    by_name = Some(format::by_name(&path));
                    len = Some(metadata.len());
                }
                Box::new(BufReader::with_capacity(1 << 16, file))
            }
        };
        let known_ending = by_name.is_some_and(|named| named.format.is_some());
        let (packed, compression) = match by_name {
            Some(named) if named.compression.is_some() || known_ending || place == Place::InFolder => {
                (packed, named.compression)
            }
            _ => {
                let (head, packed) = peek(packed, shows_compression).map_err(fail)?;
                (packed, format::compression_of(&head))
            }
        };
        let mut reader = packed;
        if let Some(compression) = compression {
            reader = compressed::unpack(reader, compression, options)
                .map_err(|error| Problem::of_io(&name, &error, Some(compression)))?;
            len = None;
        }
        let format = match (options.format, by_name) {
            (InputFormat::Text, _) => Format::Text,
            (InputFormat::Html, _) => Format::Html,
            (InputFormat::Jsonl, _) => Format::Jsonl,
            (InputFormat::Auto, Some(format::Named { format: Some(format), .. })) => format,
            (InputFormat::Auto, named) => {
                let (head, whole) =
                    peek(reader, shows_format).map_err(|error| Problem::of_io(&name, &error, compression))?;
                reader = whole;
                match format::format_of(&head) {
                    // A regular file's JSON Lines have their ending; another file in braces is some other JSON.
                    Format::Jsonl if named.is_some() => Format::Text,
                    format => format,
                }
            }
        };
        let skip_if_binary = place == Place::InFolder && !known_ending;
        Ok(Opened { id, name, reader, format, compression, len, skip_if_binary })
    }
}

impl Opened {
    /// The problem behind an error that reading gave.
    pub(super) fn problem(&self, error: &io::Error) -> Problem {
        Problem::of_io(&self.name, error, self.compression)
    }
}

/// The path as text, always with `/`. Bytes that are no Unicode are shown as U+FFFD.
pub(super) fn display(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// No more is read to find out what a stream holds.
const PEEK_BYTES: usize = 1024;

/// Reads until the first bytes are enough to judge by, and puts them back. Never waits for more than it needs, so that
/// a stream of lines is answered as they come.
fn peek(
    mut reader: Box<dyn BufRead + Send>,
    enough: fn(&[u8]) -> bool,
) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    while head.len() < PEEK_BYTES && !enough(&head) {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        if chunk.is_empty() {
            break;
        }
        head.extend_from_slice(chunk);
        let len = chunk.len();
        reader.consume(len);
    }
    let whole = Cursor::new(head.clone()).chain(reader);
    Ok((head, Box::new(whole)))
}

fn shows_compression(head: &[u8]) -> bool {
    head.len() >= 4 || head.first().is_some_and(|first| !matches!(first, 0x1F | 0x28))
}

fn shows_format(head: &[u8]) -> bool {
    match head.trim_ascii_start().first() {
        None | Some(b'<' | 0xEF) => false,
        Some(_) => true,
    }
}
