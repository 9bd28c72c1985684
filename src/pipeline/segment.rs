//! Segments: stretches of a long article that are tokenized and decoded one after the other, so that memory is bounded.

use std::ops::Range;

use crate::text::{Word, WordKind};

/// Bytes of text that one segment may hold: some 25 windows.
pub const SEGMENT_BYTES: usize = 16 * 1024;

/// Cuts the words of an article into segments of at most `limit` bytes, at a line break if there is one in the second
/// half, else behind a symbol (the end of a clause), else anywhere between two words. A short article is one segment.
pub fn segments(text: &str, words: &[Word], limit: usize) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    while begin < words.len() {
        let base = words[begin].range.start;
        let fits = words[begin..].partition_point(|word| word.range.end - base <= limit).max(1) + begin;
        let end = if fits == words.len() { fits } else { cut(text, words, begin, fits) };
        out.push(begin..end);
        begin = end;
    }
    out
}

fn cut(text: &str, words: &[Word], begin: usize, fits: usize) -> usize {
    let middle = begin + (fits - begin) / 2;
    let gap = |at: usize| &text[words[at - 1].range.end..words[at].range.start];
    let candidates = || (middle + 1..=fits).rev();
    candidates()
        .find(|&at| gap(at).contains('\n'))
        .or_else(|| candidates().find(|&at| words[at - 1].kind == WordKind::Symbol))
        .unwrap_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn segments_hold_every_word_once(text in "([a-zا-ي.\n ]|漢){0,200}", limit in 1usize..40) {
            let words = words(&text);
            let all: Vec<usize> = segments(&text, &words, limit).into_iter().flatten().collect();
            prop_assert_eq!(all, (0..words.len()).collect::<Vec<_>>());
        }
    }
}
