//! JSON Lines: one article a line, one line in memory.

use std::io::{self, BufRead};

use serde_json::{Map, Value};

use super::compressed::Compression;
use super::decode::{Declared, decode};
use super::error::{ArticleError, Problem};
use super::html::primary_language;
use super::skipped::SkippedFiles;
use super::source::Opened;
use super::{ArticleResult, InputOptions, format};
use crate::Article;

/// The articles of one JSON Lines file or stream.
pub(super) struct JsonLines {
    id: String,
    name: String,
    reader: Box<dyn BufRead + Send>,
    compression: Option<Compression>,
    max_line_bytes: u64,
    skip_bad_lines: bool,
    skipped: SkippedFiles,
    /// The number of the line in `line`, from 1.
    number: u64,
    line: Vec<u8>,
    finished: bool,
}

/// What reading a line came to.
enum Line {
    Whole,
    TooLong,
    End,
}

impl JsonLines {
    pub(super) fn new(opened: Opened, options: &InputOptions, skipped: SkippedFiles) -> Self {
        let Opened { id, name, reader, compression, .. } = opened;
        Self {
            id,
            name,
            reader,
            compression,
            max_line_bytes: options.max_article_bytes,
            skip_bad_lines: options.skip_bad_lines,
            skipped,
            number: 0,
            line: Vec::new(),
            finished: false,
        }
    }

    /// Reads the next line into `self.line`, without its line break; of a line over the limit nothing is kept. Takes no
    /// more from the reader than the line, so that a stream is answered line by line.
    fn read_line(&mut self) -> io::Result<Line> {
        self.line.clear();
        self.line.shrink_to(KEPT_LINE_BYTES);
        let mut too_long = false;
        let mut begun = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                chunk => chunk?,
            };
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let part = &chunk[..end.unwrap_or(chunk.len())];
            let at_end_of_file = chunk.is_empty();
            begun |= !at_end_of_file;
            if (self.line.len() + part.len()) as u64 > self.max_line_bytes {
                too_long = true;
                self.line = Vec::new();
            }
            if !too_long {
                self.line.extend_from_slice(part);
            }
            let taken = part.len() + usize::from(end.is_some());
            self.reader.consume(taken);
            if end.is_some() || at_end_of_file {
                self.number += u64::from(begun);
                return Ok(match (begun, too_long) {
                    (false, _) => Line::End,
                    (true, true) => Line::TooLong,
                    (true, false) => Line::Whole,
                });
            }
        }
    }

    /// An article, or what is wrong with the line; `None` for an empty line.
    fn parse(&mut self) -> Result<Option<Article>, ArticleError> {
        if self.number == 1
            && let Some(rest) = self.line.strip_prefix(b"\xEF\xBB\xBF")
        {
            self.line = rest.to_vec();
        }
        if self.line.trim_ascii().is_empty() {
            return Ok(None);
        }
        let decoded;
        let (text, encoding, warnings) = match std::str::from_utf8(&self.line) {
            Ok(text) => (text, "utf-8", Vec::new()),
            Err(_) => {
                decoded = decode(self.line.clone(), &Declared::default())
                    .map_err(|found| self.error(&self.not_utf8(found)))?;
                (&*decoded.text, &*decoded.encoding, decoded.warnings())
            }
        };
        let value = serde_json::from_str(text).map_err(|error| self.error(&self.invalid_json(text, &error)))?;
        let Value::Object(keys) = value else {
            let reason = format!("expected an object in braces, found {}", kind(&value));
            return Err(self.error(&Problem::InvalidJson { name: self.name.clone(), line: self.number, reason }));
        };
        let mut article = self.article(keys)?;
        article.encoding = Some(encoding.to_owned());
        article.text_in_record |= !warnings.is_empty();
        article.warnings.splice(..0, warnings);
        Ok(Some(article))
    }

    fn article(&self, mut keys: Map<String, Value>) -> Result<Article, ArticleError> {
        let mut warnings = Vec::new();
        let id = match keys.shift_remove("id") {
            Some(Value::Number(id)) => Some(id.to_string()),
            other => string_or_warning("id", other, &mut warnings),
        };
        let id = id.unwrap_or_else(|| self.line_id());
        let text = match keys.shift_remove("text") {
            Some(Value::String(text)) => text,
            other => {
                let found = other.as_ref().map_or("missing", kind);
                let problem = Problem::MissingText { name: self.name.clone(), line: self.number, found };
                return Err(ArticleError::new(id, &problem));
            }
        };
        let mut of_key = |key| string_or_warning(key, keys.shift_remove(key), &mut warnings);
        let (title, lang, published) = (of_key("title"), of_key("lang"), of_key("published"));
        let code = lang.as_deref().and_then(primary_language);
        if let (Some(lang), None) = (lang, &code) {
            warnings.push(format!("`lang` {lang:?} is not a language code as \"ar\": left out"));
        }
        let text_in_record = title.is_some();
        let text = match title {
            Some(title) => format!("{title}\n\n{text}"),
            None => text,
        };
        if text.trim().is_empty() {
            warnings.push("the article holds no text".to_owned());
        }
        Ok(Article { lang: code, published, text_in_record, meta: keys, warnings, ..Article::new(id, text) })
    }

    /// The error that stands in this line's place.
    fn error(&self, problem: &Problem) -> ArticleError {
        ArticleError::new(self.line_id(), problem)
    }

    fn line_id(&self) -> String {
        format!("{}:{}", self.id, self.number)
    }

    fn not_utf8(&self, found: &'static str) -> Problem {
        Problem::InvalidEncoding { name: self.name.clone(), found, wanted: "JSON Lines" }
    }

    fn invalid_json(&self, text: &str, error: &serde_json::Error) -> Problem {
        let what = what_is_wrong(&error.to_string());
        let column = text.as_bytes()[..error.column().min(text.len())].utf8_chunks();
        let column: usize = column.map(|chunk| chunk.valid().chars().count()).sum();
        Problem::InvalidJson {
            name: self.name.clone(),
            line: self.number,
            reason: format!("{what} at column {column}"),
        }
    }
}

/// Memory for a line that is kept from line to line, in bytes; a rare longer line gives it back.
const KEPT_LINE_BYTES: usize = 1 << 20;

impl Iterator for JsonLines {
    type Item = ArticleResult;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.finished {
            let outcome = match self.read_line() {
                Ok(Line::End) => return None,
                Ok(Line::Whole) => match self.first_line_problem() {
                    Some(problem) => {
                        self.finished = true;
                        return Some(Err(ArticleError::new(self.id.clone(), &problem)));
                    }
                    None => self.parse(),
                },
                Ok(Line::TooLong) => Err(self.error(&Problem::LineTooLarge {
                    name: self.name.clone(),
                    line: self.number,
                    limit: self.max_line_bytes,
                })),
                Err(error) => {
                    self.finished = true;
                    let problem = Problem::of_io(&self.name, &error, self.compression);
                    return Some(Err(ArticleError::new(self.id.clone(), &problem)));
                }
            };
            match outcome {
                Ok(Some(article)) => return Some(Ok(article)),
                Ok(None) => {}
                Err(_) if self.skip_bad_lines => self.skipped.add_bad_line(),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

impl JsonLines {
    /// A file that is no JSON Lines at all is one error, not one for each line.
    fn first_line_problem(&self) -> Option<Problem> {
        if self.number > 1 {
            return None;
        }
        if self.line.starts_with(b"\xFF\xFE") || self.line.starts_with(b"\xFE\xFF") {
            return Some(self.not_utf8("UTF-16"));
        }
        let name = self.name.clone();
        match self.line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.line).trim_ascii() {
            b"{" => return Some(Problem::NotJsonLines { name, filter: "." }),
            [b'[', ..] => return Some(Problem::NotJsonLines { name, filter: ".[]" }),
            _ => {}
        }
        let kind = format::binary_of(&self.line)?;
        Some(Problem::IsBinary { name, kind })
    }
}

/// The parser's message without its place, in words for people.
fn what_is_wrong(message: &str) -> String {
    let what = message.rsplit_once(" at line ").map_or(message, |(what, _)| what);
    match what.strip_prefix("EOF while parsing ") {
        Some("a value") => "the line ends where a value should stand".to_owned(),
        Some(value) => format!("the line ends inside {value}"),
        None if what == "trailing characters" => "expected the end of the line".to_owned(),
        None if what == "recursion limit exceeded" => "nested more than 128 deep".to_owned(),
        None => what.to_owned(),
    }
}

/// The string of a key; a value of another type is left out with a warning, `null` and the empty string without one.
fn string_or_warning(key: &str, value: Option<Value>, warnings: &mut Vec<String>) -> Option<String> {
    match value {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) => (!text.trim().is_empty()).then_some(text),
        Some(other) => {
            warnings.push(format!("`{key}` is {}, not a string: left out", kind(&other)));
            None
        }
    }
}

/// A JSON value's type with its article.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
