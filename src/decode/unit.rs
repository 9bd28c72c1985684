//! Units: the smallest stretches of text that get one tag. A unit is a word, or several words that a piece of the model
//! runs across (graphemes of Thai, a piece over a full stop), so that no piece ever cuts or glues names.

use std::ops::Range;

use crate::model::Piece;
use crate::text::{Word, WordKind};

/// Words that share pieces, and those pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Indexes of its words.
    pub words: Range<usize>,
    /// Indexes of its pieces; empty for a word that the model cannot see. Of a word with an apostrophe or a colon
    /// inside (`d'Emmanuel`, `Merkel's`, `EU:n`) those of its longest part: the clitic says nothing of the name.
    pub pieces: Range<usize>,
}

/// Marks between a name and a clitic inside one word of UAX #29.
const CLITIC_MARKS: [char; 5] = ['\'', '\u{2019}', '\u{02BC}', '\u{FF07}', ':'];

/// Joins words and pieces of one stretch of an article's text; both are sorted by place. `first_word` is the index of
/// `words[0]` in the article.
pub fn units(text: &str, words: &[Word], first_word: usize, pieces: &[Piece]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(words.len());
    let mut piece = 0;
    let mut word = 0;
    while word < words.len() {
        let mut unit = Unit { words: word..word + 1, pieces: piece..piece };
        // Pieces that end before the word belong to blanks, and so does the mark of a word's beginning.
        while piece < pieces.len()
            && (pieces[piece].range.end <= words[word].range.start
                || pieces[piece].mark && pieces[piece].range.start < words[word].range.end)
        {
            piece += 1;
        }
        unit.pieces = piece..piece;
        while piece < pieces.len() && pieces[piece].range.start < words[unit.words.end - 1].range.end {
            let end = pieces[piece].range.end;
            while unit.words.end < words.len() && words[unit.words.end].range.start < end {
                unit.words.end += 1;
            }
            piece += 1;
            unit.pieces.end = piece;
        }
        if unit.words.len() == 1 {
            unit.pieces = core(text, &words[word], unit.pieces, pieces);
        }
        word = unit.words.end;
        unit.words = unit.words.start + first_word..unit.words.end + first_word;
        out.push(unit);
    }
    out
}

/// The pieces of the longest part of a word between marks of clitics; all of them, if there is no such mark or no piece.
fn core(text: &str, word: &Word, all: Range<usize>, pieces: &[Piece]) -> Range<usize> {
    let form = &text[word.range.clone()];
    if word.kind != WordKind::Letters || !form.contains(CLITIC_MARKS) {
        return all;
    }
    let (mut begin, mut longest) = (0, 0..0);
    for part in form.split(CLITIC_MARKS) {
        let start = begin + form[begin..].find(part).unwrap_or(0);
        // Of two parts of one length the last is the name: `d'E`.
        if part.len() >= longest.len() {
            longest = start..start + part.len();
        }
        begin = start + part.len();
    }
    let (start, end) = (word.range.start + longest.start, word.range.start + longest.end);
    let first = all.clone().find(|&at| pieces[at].range.end > start && !pieces[at].mark);
    let last = all.clone().rev().find(|&at| pieces[at].range.start < end);
    match (first, last) {
        (Some(first), Some(last)) if first <= last => first..last + 1,
        _ => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn piece(range: Range<usize>) -> Piece {
        Piece { id: 0, range, subword: false, mark: false }
    }

    #[test]
    fn a_word_of_several_pieces_is_one_unit() {
        let text = "Rutte said";
        let found = units(text, &words(text), 0, &[piece(0..2), piece(2..5), piece(6..10)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 0..2 }, Unit { words: 1..2, pieces: 2..3 }]);
    }

    #[test]
    fn a_piece_across_words_joins_them() {
        let text = "Rutte. He";
        let found = units(text, &words(text), 5, &[piece(0..3), piece(3..6), piece(7..9)]);
        assert_eq!(found, [Unit { words: 5..7, pieces: 0..2 }, Unit { words: 7..8, pieces: 2..3 }]);
    }

    #[test]
    fn a_clitic_has_no_say() {
        let text = "d'Emma Merkel's";
        let found = units(text, &words(text), 0, &[piece(0..1), piece(1..2), piece(2..6), piece(7..13), piece(13..15)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 2..3 }, Unit { words: 1..2, pieces: 3..4 }]);
    }

    #[test]
    fn a_mark_of_a_word_is_no_part_of_it() {
        let text = "中国";
        let mark = Piece { mark: true, ..piece(0..3) };
        let found = units(text, &words(text), 0, &[mark, piece(0..3), piece(3..6)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 1..2 }, Unit { words: 1..2, pieces: 2..3 }]);
    }

    #[test]
    fn a_word_without_pieces_stays() {
        let text = "a b";
        let found = units(text, &words(text), 0, &[piece(2..3)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 0..0 }, Unit { words: 1..2, pieces: 0..1 }]);
    }
}
