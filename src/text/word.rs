//! Words by Unicode segmentation (UAX #29): the units that mentions and facts are made of.

use unicode_segmentation::UnicodeSegmentation;

use super::{ByteRange, is_invisible};

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// Holds a letter (or a mark that stands alone).
    Letters,
    /// Begins with a digit of any script and holds no letter: `20`, `1,200`, `٢٠٢٥`.
    Digits,
    /// Punctuation or a symbol, one grapheme.
    Symbol,
}

/// One word of the text: a byte range without blanks and without trailing invisible marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text.
    pub range: ByteRange,
    /// What it is made of.
    pub kind: WordKind,
}

/// The words of a text in order: segments of UAX #29 that are not blank. Han and kana come one character a word;
/// Thai, Lao, Khmer and Burmese come by grapheme, since they need a dictionary (the model's tokens are the unit there).
///
/// ```
/// let text = "NATO's head (مارك روته) said 1,200.";
/// let words: Vec<&str> = alam::text::words(text).iter().map(|w| &text[w.range.clone()]).collect();
/// assert_eq!(words, ["NATO's", "head", "(", "مارك", "روته", ")", "said", "1,200", "."]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    for (start, segment) in text.split_word_bound_indices() {
        let kept = segment.trim_matches(|c: char| is_invisible(c) || c.is_whitespace() || c.is_control());
        if kept.is_empty() {
            continue;
        }
        let start = start + (kept.as_ptr() as usize - segment.as_ptr() as usize);
        out.push(Word { range: start..start + kept.len(), kind: kind_of(kept) });
    }
    out
}

fn kind_of(word: &str) -> WordKind {
    let mut digits = false;
    for c in word.chars() {
        if c.is_alphabetic() {
            return WordKind::Letters;
        }
        digits |= c.is_numeric();
    }
    if digits { WordKind::Digits } else { WordKind::Symbol }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).iter().map(|w| &text[w.range.clone()]).collect()
    }

    #[test]
    fn marks_of_direction_are_outside_words() {
        assert_eq!(texts("\u{202B}روته\u{200F} \u{200E}NATO\u{202C}"), ["روته", "NATO"]);
    }

    #[test]
    fn vowel_signs_stay_inside_words() {
        assert_eq!(texts("مُحَمَّد"), ["مُحَمَّد"]);
    }

    #[test]
    fn digits_of_any_script_are_digits() {
        assert!(words("20 ٢٠٢٥ ۱۴۰۳").iter().all(|w| w.kind == WordKind::Digits));
    }
}
