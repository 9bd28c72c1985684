//! Tokens: the words of the text, cut at the borders of digits, letters and symbols, and at affixes that the pack lists.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{digit_value, fold, fold_char};
use super::vocab::{NO_WORD, Vocab, WordId};
use crate::text::{Word, is_invisible};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Decimal digits of one script.
    Digits,
    /// Letters with their marks.
    Letters,
    /// One symbol.
    Symbol,
}

/// The smallest unit that patterns see.
#[derive(Debug, Clone)]
pub struct Token {
    /// Bytes in the text.
    pub range: Range<usize>,
    /// What it is made of.
    pub kind: TokenKind,
    /// The word in the pack's vocabulary.
    pub word: WordId,
    /// The word without the definite article, where that is another one.
    pub bare: WordId,
    /// Nothing stands between it and the token before.
    pub glued: bool,
    /// A line break stands before it.
    pub breaks: bool,
}

/// Cuts the words of a text into tokens.
pub fn tokens(text: &str, words: &[Word], vocab: &Vocab) -> Vec<Token> {
    let mut out = Vec::with_capacity(words.len() + words.len() / 4);
    let mut before = 0;
    for word in words {
        let gap = &text[before.min(word.range.start)..word.range.start];
        let first = out.len();
        cut(text, word.range.clone(), vocab, &mut out);
        if let Some(token) = out.get_mut(first) {
            token.breaks = gap.contains(['\n', '\r', '\u{2029}', '\u{85}']);
            token.glued = first > 0 && gap.chars().all(is_invisible);
        }
        before = word.range.end;
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Symbol,
}

fn class_of(c: char, run: Option<Class>) -> Class {
    if digit_value(c).is_some() {
        Class::Digit
    } else if c.is_alphabetic()
        || is_combining_mark(c)
        || c == '\u{0640}'
        || (is_invisible(c) && run == Some(Class::Letter))
    {
        Class::Letter
    } else {
        Class::Symbol
    }
}

/// Cuts one word at changes between digits, letters, symbols.
fn cut(text: &str, range: Range<usize>, vocab: &Vocab, out: &mut Vec<Token>) {
    let mut start = range.start;
    let mut run: Option<Class> = None;
    let first = out.len();
    let mut flush = |from: usize, to: usize, class: Class, spaced: bool| {
        let count = out.len();
        match class {
            Class::Letter => letters(text, from..to, vocab, out),
            Class::Digit => {
                let word = vocab.find(&text[from..to]);
                out.push(plain(from..to, TokenKind::Digits, word));
            }
            Class::Symbol => {
                let word = vocab.find(&fold(&text[from..to]));
                out.push(plain(from..to, TokenKind::Symbol, word));
            }
        }
        if count > first
            && let Some(token) = out.get_mut(count)
        {
            token.glued = !spaced;
        }
    };
    let mut spaced = false; // a narrow blank, which UAX #29 counts as a part of the word

    for (offset, c) in text[range.clone()].char_indices() {
        let at = range.start + offset;
        if is_invisible(c) && run != Some(Class::Letter) || c.is_whitespace() {
            if let Some(class) = run.take() {
                flush(start, at, class, spaced);
                spaced = false;
            }
            spaced |= c.is_whitespace();
            start = at + c.len_utf8();
            continue;
        }
        let class = class_of(c, run);
        if run.is_some_and(|r| r != class || r == Class::Symbol) {
            if let Some(class) = run {
                flush(start, at, class, spaced);
                spaced = false;
            }
            start = at;
        } else if run.is_none() {
            start = at;
        }
        run = Some(class);
    }
    if let Some(class) = run {
        flush(start, range.end, class, spaced);
    }
}

fn plain(range: Range<usize>, kind: TokenKind, word: WordId) -> Token {
    Token { range, kind, word, bare: NO_WORD, glued: false, breaks: false }
}

/// A run of letters: one token if the vocabulary knows it, else its pieces if it knows those.
fn letters(text: &str, range: Range<usize>, vocab: &Vocab, out: &mut Vec<Token>) {
    let folded = fold(&text[range.clone()]);
    let (word, bare) = vocab.look_up(&folded);
    if word != NO_WORD || bare != NO_WORD {
        out.push(Token { bare, ..plain(range, TokenKind::Letters, word) });
        return;
    }
    let behind_digits = out.last().is_some_and(|t| t.kind == TokenKind::Digits && t.range.end == range.start);
    let Some(pieces) = vocab.split(&folded, behind_digits) else {
        out.push(plain(range, TokenKind::Letters, NO_WORD));
        return;
    };
    let map = byte_map(&text[range.clone()]);
    let back = |folded_at: usize| range.start + map.iter().rev().find(|m| m.0 <= folded_at).map_or(0, |m| m.1);
    for (index, piece) in pieces.iter().enumerate() {
        let end = if index + 1 == pieces.len() { range.end } else { back(piece.end) };
        let start = if index == 0 { range.start } else { back(piece.start) };
        let token = plain(start..end.max(start), TokenKind::Letters, piece.word);
        out.push(Token { bare: piece.bare, glued: index > 0, ..token });
    }
}

/// Pairs of folded offset and offset, one a character.
fn byte_map(word: &str) -> Vec<(usize, usize)> {
    let mut folded = String::new();
    let mut map = Vec::with_capacity(word.len() + 1);
    for (at, c) in word.char_indices() {
        map.push((folded.len(), at));
        fold_char(c, &mut folded);
    }
    map.push((folded.len(), word.len()));
    map
}
