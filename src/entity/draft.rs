//! A mention between the stages of this layer: a byte range that is trimmed step by step.

use super::fold::{fold_loose, is_sign};
use super::{Context, EntityDraft};
use crate::text::ByteRange;

/// A mention on its way to an entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Its type.
    pub kind: String,
    /// Bytes of the article's text.
    pub range: ByteRange,
    /// The words it stands in, whole.
    pub words: std::ops::Range<usize>,
    /// Probability that it is right.
    pub score: f32,
    /// Letters of its first word before it.
    pub proclitic: Option<String>,
    /// Letters of its last word behind it.
    pub enclitic: Option<String>,
    /// What the citation form has in place of the first letters of the range: `(bytes, letters)`.
    pub restored: Option<(usize, String)>,
    /// ISO 3166-1 alpha-2 of a nationality.
    pub country: Option<String>,
}

impl Draft {
    /// The text as written.
    pub fn text<'a>(&self, context: &Context<'a>) -> &'a str {
        &context.text[self.range.clone()]
    }

    /// The citation form: blanks and line breaks are one blank, signs and tatweel are gone, elided letters are back.
    pub fn citation(&self, context: &Context) -> String {
        let text = self.text(context);
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        if let Some((bytes, letters)) = &self.restored {
            out.push_str(letters);
            rest = &text[(*bytes).min(text.len())..];
        }
        let mut blank = false;
        for c in rest.chars().filter(|&c| !is_sign(c) || is_joiner(c)) {
            if c.is_whitespace() {
                blank = !out.is_empty();
                continue;
            }
            if blank {
                out.push(' ');
                blank = false;
            }
            out.push(c);
        }
        out
    }

    /// The words of the citation form as clusters compare them.
    pub fn tokens(&self, context: &Context) -> Vec<String> {
        tokens(&self.citation(context))
    }

    /// The entity, without its cluster.
    pub fn entity(self, context: &Context) -> EntityDraft {
        let name = self.citation(context);
        let name = (name != self.text(context)).then_some(name);
        EntityDraft {
            kind: self.kind,
            range: self.range,
            score: self.score,
            cluster: 0,
            proclitic: self.proclitic,
            enclitic: self.enclitic,
            name,
            country: self.country,
        }
    }
}

/// Zero-width non-joiner and joiner: part of the spelling of Persian and Indic words.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Words of a name, folded for comparison, without punctuation.
pub fn tokens(name: &str) -> Vec<String> {
    fold_loose(name)
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || is_mark(c)))
        .map(|token| token.trim_matches('\'').to_owned())
        .filter(|token| !token.is_empty())
        .collect()
}

/// Combining marks of Indic scripts and Thai, which are part of a word and not alphanumeric.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0DFF}' | '\u{0E31}'..='\u{0E4E}')
}
