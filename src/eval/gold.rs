//! Labelled corpora: CoNLL columns (the token first, its tag last) or JSON Lines `{"tokens", "tags", "spaces"?, "lang"?}`.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use unicode_script::{Script, UnicodeScript};

/// What is wrong with a gold file.
#[derive(Debug, thiserror::Error)]
pub enum GoldError {
    /// It cannot be read.
    #[error("{path:?}: cannot be read ({source}): check the path")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A line is not as it should be.
    #[error("{path:?} line {line}: {reason}")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// There is no sentence in it.
    #[error("{path:?}: holds no sentence: give CoNLL columns, or JSON Lines with \"tokens\" and \"tags\"")]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

/// A labelled entity: tokens `first..end`, type.
pub type TokenSpan = (usize, usize, String);

/// One labelled sentence with its text rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldSentence {
    /// The text: tokens with blanks where `spaces` says so; without `spaces`, one blank between tokens, and none
    /// between characters of scripts that are written without.
    pub text: String,
    /// The bytes of each token in the text.
    pub tokens: Vec<std::ops::Range<usize>>,
    /// The entities.
    pub entities: BTreeSet<TokenSpan>,
    /// The language, if the file names it.
    pub lang: Option<String>,
}

#[derive(Deserialize)]
struct JsonSentence {
    tokens: Vec<String>,
    tags: Vec<String>,
    spaces: Option<Vec<serde_json::Value>>,
    lang: Option<String>,
}

/// Reads a gold file, `.zst` and `.gz` unpacked; JSON Lines if its first character is `{`, else columns.
///
/// # Errors
/// A [`GoldError`] that names file and line.
pub fn read_gold(path: &Path) -> Result<Vec<GoldSentence>, GoldError> {
    let unreadable = |source| GoldError::Unreadable { path: path.to_owned(), source };
    let mut text = String::new();
    open(path).and_then(|mut reader| reader.read_to_string(&mut text)).map_err(unreadable)?;
    let text = text.trim_start_matches('\u{FEFF}');
    let sentences = if text.trim_start().starts_with('{') { read_json(path, text)? } else { read_columns(path, text)? };
    if sentences.is_empty() {
        return Err(GoldError::Empty { path: path.to_owned() });
    }
    Ok(sentences)
}

fn open(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let file = File::open(path)?;
    Ok(match path.extension().and_then(|extension| extension.to_str()) {
        Some("zst") => Box::new(BufReader::new(zstd::Decoder::new(file)?)),
        Some("gz") => Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(file))),
        _ => Box::new(BufReader::new(file)),
    })
}

fn read_json(path: &Path, text: &str) -> Result<Vec<GoldSentence>, GoldError> {
    let mut out = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let invalid = |reason: String| GoldError::Invalid { path: path.to_owned(), line: number, reason };
        let sentence: JsonSentence = serde_json::from_str(line).map_err(|error| invalid(error.to_string()))?;
        let (tokens, tags) = (sentence.tokens.len(), sentence.tags.len());
        if tokens != tags {
            return Err(invalid(format!("{tokens} tokens but {tags} tags: every token needs one")));
        }
        let spaces = sentence.spaces.map(|spaces| spaces.iter().map(truth).collect::<Vec<_>>());
        out.push(sentence_of(&sentence.tokens, &sentence.tags, spaces.as_deref(), sentence.lang));
    }
    Ok(out)
}

fn truth(value: &serde_json::Value) -> bool {
    value.as_bool().unwrap_or_else(|| value.as_i64().is_some_and(|number| number != 0))
}

fn read_columns(path: &Path, text: &str) -> Result<Vec<GoldSentence>, GoldError> {
    let mut out = Vec::new();
    let (mut tokens, mut tags): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines().chain([""])) {
        if line.trim().is_empty() || line.starts_with("-DOCSTART-") {
            if !tokens.is_empty() {
                out.push(sentence_of(&tokens, &tags, None, None));
                tokens.clear();
                tags.clear();
            }
            continue;
        }
        let mut columns = line.split_whitespace();
        match (columns.next(), columns.next_back()) {
            (Some(token), Some(tag)) => {
                tokens.push(token.to_owned());
                tags.push(tag.to_owned());
            }
            _ => {
                let reason = "one column: a line holds a token and its tag".to_owned();
                return Err(GoldError::Invalid { path: path.to_owned(), line: number, reason });
            }
        }
    }
    Ok(out)
}

fn sentence_of(tokens: &[String], tags: &[String], spaces: Option<&[bool]>, lang: Option<String>) -> GoldSentence {
    let mut text = String::new();
    let mut ranges = Vec::with_capacity(tokens.len());
    for (at, token) in tokens.iter().enumerate() {
        let begin = text.len();
        text.push_str(token);
        ranges.push(begin..text.len());
        let Some(next) = tokens.get(at + 1) else { break };
        let blank = match spaces {
            Some(spaces) => spaces.get(at).copied().unwrap_or(true),
            None => !(token.chars().next_back().is_some_and(unspaced) && next.chars().next().is_some_and(unspaced)),
        };
        if blank {
            text.push(' ');
        }
    }
    GoldSentence { text, tokens: ranges, entities: spans(tags), lang }
}

/// Whether a character belongs to a script that is written without blanks, or to its punctuation.
fn unspaced(c: char) -> bool {
    matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana)
        || matches!(c, '\u{3000}'..='\u{303F}' | '\u{30FB}'..='\u{30FF}' | '\u{FF00}'..='\u{FFEF}')
}

/// Entities of a sequence of tags in IOB1, IOB2, BIOES or BILOU; `I-` that continues nothing begins an entity.
pub fn spans(tags: &[String]) -> BTreeSet<TokenSpan> {
    let mut out = BTreeSet::new();
    let mut open: Option<(usize, &str)> = None;
    for (at, tag) in tags.iter().enumerate() {
        let (mark, kind) = tag.split_once('-').unwrap_or((tag, ""));
        let goes_on = matches!(mark, "I" | "E" | "L") && open.is_some_and(|(_, known)| known == kind);
        if !goes_on {
            if let Some((begin, kind)) = open.take() {
                out.insert((begin, at, kind.to_owned()));
            }
            open = (mark != "O").then_some((at, kind));
        }
        if matches!(mark, "E" | "L" | "S" | "U")
            && let Some((begin, kind)) = open.take()
        {
            out.insert((begin, at + 1, kind.to_owned()));
        }
    }
    if let Some((begin, kind)) = open {
        out.insert((begin, tags.len(), kind.to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(tags: &[&str]) -> Vec<TokenSpan> {
        spans(&tags.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()).into_iter().collect()
    }

    #[test]
    fn schemes_give_the_same_entities() {
        let wanted = vec![(0, 2, "PER".to_owned()), (2, 3, "PER".to_owned()), (4, 5, "LOC".to_owned())];
        assert_eq!(found(&["B-PER", "I-PER", "B-PER", "O", "B-LOC"]), wanted);
        assert_eq!(found(&["I-PER", "I-PER", "B-PER", "O", "I-LOC"]), wanted);
        assert_eq!(found(&["B-PER", "E-PER", "S-PER", "O", "S-LOC"]), wanted);
        assert_eq!(found(&["B-PER", "L-PER", "U-PER", "O", "U-LOC"]), wanted);
    }

    #[test]
    fn text_is_rebuilt_as_it_was() {
        let tokens = ["北", "京", "in", "(", "x"].map(String::from);
        let tags = ["O"; 5].map(String::from);
        assert_eq!(sentence_of(&tokens, &tags, None, None).text, "北京 in ( x");
        assert_eq!(sentence_of(&tokens, &tags, Some(&[false, true, true, false, false]), None).text, "北京 in (x");
    }
}
