//! The model's copy of a text: cleaned of what must not change a label, with a map back.

use crate::text::{ByteRange, is_invisible};

/// Tatweel (kashida) lengthens an Arabic letter and means nothing.
const TATWEEL: char = '\u{0640}';

/// A text as the model reads it, and where each part of it comes from.
///
/// Dropped: bidi marks, joiners, soft hyphens, byte order marks, tatweel. Runs of blanks and line breaks become one
/// space. So layout never changes a label.
///
/// ```
/// use alam::model::copy::ModelCopy;
/// let copy = ModelCopy::clean("قـمة\r\n \u{200F}لاهاي");
/// assert_eq!(copy.text(), "قمة لاهاي");
/// assert_eq!(copy.source(0..6), 0..8); // قمة has a tatweel in the source
/// ```
#[derive(Debug, Clone)]
pub struct ModelCopy<'a> {
    source: &'a str,
    text: std::borrow::Cow<'a, str>,
    /// Where runs that were copied unchanged begin: (byte in the copy, byte in the source); sorted by both.
    runs: Vec<(usize, usize)>,
}

impl<'a> ModelCopy<'a> {
    /// The text itself.
    pub fn raw(source: &'a str) -> Self {
        Self { source, text: source.into(), runs: vec![(0, 0)] }
    }

    /// The text cleaned.
    pub fn clean(source: &'a str) -> Self {
        let mut text = String::new();
        let mut runs = vec![(0, 0)];
        let mut kept = 0; // bytes of the source that are in the copy or dropped
        let mut blank_before = false;
        for (at, c) in source.char_indices() {
            let len = c.len_utf8();
            let drop = is_invisible(c) || c == TATWEEL;
            let blank = c.is_whitespace() || (c.is_control() && !drop);
            if !drop && !(blank && (blank_before || c != ' ')) {
                blank_before = blank;
                continue;
            }
            if text.is_empty() && kept == 0 {
                text.reserve(source.len());
            }
            text.push_str(&source[kept..at]);
            if blank && !blank_before {
                runs.push((text.len(), at));
                text.push(' ');
            }
            kept = at + len;
            runs.push((text.len(), kept));
            blank_before |= blank;
        }
        if kept == 0 {
            return Self::raw(source);
        }
        text.push_str(&source[kept..]);
        Self { source, text: text.into(), runs }
    }

    /// The copy.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the source that a non-empty range of the copy comes from.
    pub fn source(&self, range: ByteRange) -> ByteRange {
        let range_start = range.start;
        let start = self.source_byte(range_start);
        if range.end <= range.start {
            return start..start;
        }
        // The end is that of the last character's source, not of what was dropped behind it.
        let last = self.text[range].char_indices().next_back().map_or(0, |(at, _)| at) + range_start;
        let last = self.source_byte(last);
        start..last + self.source[last..].chars().next().map_or(0, char::len_utf8)
    }

    fn source_byte(&self, byte: usize) -> usize {
        let run = self.runs.partition_point(|&(copy, _)| copy <= byte).saturating_sub(1);
        let (copy, source) = self.runs[run]; // there is always the run (0, 0)
        source + (byte - copy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_char_of_the_copy_maps_back(source in "(\\PC|[ \t\r\n\u{200f}\u{640}\u{ad}\u{feff}]){0,60}") {
            let copy = ModelCopy::clean(&source);
            for (at, c) in copy.text().char_indices() {
                let range = copy.source(at..at + c.len_utf8());
                let from = &source[range];
                prop_assert!(from.starts_with(c) || (c == ' ' && from.chars().all(|s| s.is_whitespace() || s.is_control())));
            }
            prop_assert!(!copy.text().contains("  "));
        }
    }
}
