//! Sentences by Unicode segmentation (UAX #29), joined where the full stop belongs to an abbreviation or an initial.

use unicode_segmentation::UnicodeSegmentation;

use super::ByteRange;

/// Letters before a full stop that make it an initial or an abbreviation of a title rather than an end ("J.", "Dr.").
const ABBREVIATION_LETTERS: usize = 2;

/// The sentences of a text in order; together they cover every byte. A line break always ends one.
///
/// ```
/// let text = "Dr. J. Roe spoke. She left.\nThe end";
/// let found: Vec<&str> = alam::text::sentences(text).into_iter().map(|r| text[r].trim()).collect();
/// assert_eq!(found, ["Dr. J. Roe spoke.", "She left.", "The end"]);
/// ```
pub fn sentences(text: &str) -> Vec<ByteRange> {
    let mut out: Vec<ByteRange> = Vec::new();
    for (start, segment) in text.split_sentence_bound_indices() {
        let end = start + segment.len();
        match out.last_mut() {
            Some(last) if ends_in_abbreviation(&text[last.clone()]) => last.end = end,
            _ => out.push(start..end),
        }
    }
    out
}

/// Whether a piece of text ends in a short capitalised word and a full stop, with no line break behind.
fn ends_in_abbreviation(sentence: &str) -> bool {
    if sentence.ends_with(['\n', '\r', '\u{2029}', '\u{85}']) {
        return false;
    }
    let Some(head) = sentence.trim_end().strip_suffix('.') else { return false };
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let len = word.chars().count();
    (1..=ABBREVIATION_LETTERS).contains(&len) && word.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sentences_cover_the_text(text in "(\\PC|[.!?؟。\n\r ]){0,200}") {
            let joined: String = sentences(&text).into_iter().map(|r| text[r].to_owned()).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
