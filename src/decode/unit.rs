//! Units: the smallest stretches of text that get one tag. A unit is a word, or several words that a piece of the model
//! runs across (graphemes of Thai, a piece over a full stop), so that no piece ever cuts or glues names.

use std::ops::Range;

use crate::model::Piece;
use crate::text::Word;

/// Words that share pieces, and those pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Indexes of its words.
    pub words: Range<usize>,
    /// Indexes of its pieces; empty for a word that the model cannot see.
    pub pieces: Range<usize>,
}

/// Joins words and pieces of one stretch of text; both are sorted by place. `first_word` is the index of `words[0]` in
/// the article.
pub fn units(words: &[Word], first_word: usize, pieces: &[Piece]) -> Vec<Unit> {
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
        word = unit.words.end;
        unit.words = unit.words.start + first_word..unit.words.end + first_word;
        out.push(unit);
    }
    out
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
        let found = units(&words(text), 0, &[piece(0..2), piece(2..5), piece(6..10)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 0..2 }, Unit { words: 1..2, pieces: 2..3 }]);
    }

    #[test]
    fn a_piece_across_words_joins_them() {
        let text = "Rutte. He";
        let found = units(&words(text), 5, &[piece(0..3), piece(3..6), piece(7..9)]);
        assert_eq!(found, [Unit { words: 5..7, pieces: 0..2 }, Unit { words: 7..8, pieces: 2..3 }]);
    }

    #[test]
    fn a_mark_of_a_word_is_no_part_of_it() {
        let text = "中国";
        let mark = Piece { mark: true, ..piece(0..3) };
        let found = units(&words(text), 0, &[mark, piece(0..3), piece(3..6)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 1..2 }, Unit { words: 1..2, pieces: 2..3 }]);
    }

    #[test]
    fn a_word_without_pieces_stays() {
        let text = "a b";
        let found = units(&words(text), 0, &[piece(2..3)]);
        assert_eq!(found, [Unit { words: 0..1, pieces: 0..0 }, Unit { words: 1..2, pieces: 0..1 }]);
    }
}
