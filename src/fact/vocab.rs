//! The words that a pack knows, as numbers, with the affixes that are cut from other words.

use std::collections::{HashMap, HashSet};

use super::fold::{fold, unmarked};
use crate::lang::Pack;

/// A word of the vocabulary.
pub type WordId = u32;

/// Stands for every word that the pack does not know.
pub const NO_WORD: WordId = 0;

/// The dual ending, as a word that means two.
pub const DUAL: WordId = 1;

/// A piece of a word that was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Bytes in the folded word.
    pub start: usize,
    /// End of the bytes.
    pub end: usize,
    /// The word.
    pub word: WordId,
    /// The word without article.
    pub bare: WordId,
}

/// Words by their folded form.
#[derive(Debug, Default)]
pub struct Vocab {
    exact: HashMap<Box<str>, WordId>,
    loose: HashMap<Box<str>, WordId>,
    number_words: HashMap<Box<str>, WordId>,
    multipliers: HashSet<WordId>,
    pieces: bool,
    first_prefixes: Vec<String>,
    countable: HashSet<WordId>,
    prefixes: Vec<String>,
    suffixes: Vec<String>,
    endings: Vec<String>,
    dual: Vec<String>,
    article: String,
    compounds: bool,
    strict_marks: bool,
    count: WordId,
}

impl Vocab {
    /// An empty vocabulary with the pack's affixes.
    pub fn new(pack: &Pack) -> Self {
        let folded = |list: &[String]| list.iter().map(|s| fold(s)).collect::<Vec<_>>();
        let lexing = &pack.lexing;
        let mut vocab = Self {
            prefixes: folded(&lexing.prefixes),
            suffixes: folded(&lexing.suffixes),
            endings: folded(&lexing.endings),
            dual: folded(&lexing.dual),
            first_prefixes: folded(&lexing.first_prefixes),
            pieces: lexing.pieces,
            article: fold(&lexing.article),
            compounds: pack.numbers.compounds,
            strict_marks: lexing.strict_marks,
            count: DUAL,
            ..Self::default()
        };
        for affix in vocab.prefixes.clone().into_iter().chain(vocab.suffixes.clone()) {
            vocab.add(&affix);
        }
        vocab
    }

    /// The number of a folded word, which is new if it was not there.
    pub fn add(&mut self, folded: &str) -> WordId {
        if let Some(&id) = self.exact.get(folded) {
            return id;
        }
        self.count += 1;
        self.exact.insert(folded.into(), self.count);
        if !self.strict_marks
            && let Some(plain) = unmarked(folded)
        {
            self.loose.entry(plain.into()).or_insert(self.count);
        }
        self.count
    }

    /// Marks a word as a part of number compounds.
    pub fn add_number(&mut self, folded: &str) {
        let id = self.add(folded);
        self.number_words.insert(folded.into(), id);
        if let Some(plain) = unmarked(folded) {
            self.number_words.entry(plain.into()).or_insert(id);
        }
    }

    /// Marks a word as a multiplier.
    pub fn add_multiplier(&mut self, folded: &str) {
        let id = self.add(folded);
        self.multipliers.insert(id);
    }

    /// Marks a word as one that can stand in the dual: a unit, a currency.
    pub fn add_countable(&mut self, word: WordId) {
        self.countable.insert(word);
    }

    /// The number of a folded word, or [`NO_WORD`].
    pub fn find(&self, folded: &str) -> WordId {
        self.exact.get(folded).or_else(|| self.loose.get(folded)).copied().unwrap_or(NO_WORD)
    }

    /// The word, and the word without the definite article.
    pub fn look_up(&self, folded: &str) -> (WordId, WordId) {
        let bare = match folded.strip_prefix(self.article.as_str()) {
            Some(rest) if !self.article.is_empty() && !rest.is_empty() => self.find(rest),
            _ => NO_WORD,
        };
        (self.find(folded), bare)
    }

    /// Cuts an unknown word into known pieces, if it can.
    pub fn split(&self, folded: &str, behind_digits: bool) -> Option<Vec<Piece>> {
        let cut = self.split_at(folded, 0, 0);
        if cut.is_none() && self.pieces { self.in_pieces(folded, behind_digits) } else { cut }
    }

    /// Cuts a word into words of the vocabulary, the fewest that there are. A word of short pieces may be anything else
    /// (이사회), unless it stands behind digits or has a multiplier in it.
    fn in_pieces(&self, word: &str, behind_digits: bool) -> Option<Vec<Piece>> {
        /// Letters and pieces of the longest word worth cutting, letters of the shortest that stands alone.
        const MAX_LETTERS: usize = 16;
        const MAX_PIECES: usize = 8;
        const MIN_LETTERS: usize = 3;
        let borders: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        if borders.len() > MAX_LETTERS + 1 {
            return None;
        }
        let mut best: Vec<Option<(usize, usize)>> = vec![None; borders.len()]; // pieces, border before
        best[0] = Some((0, 0));
        for end in 1..borders.len() {
            for begin in 0..end {
                let Some((count, _)) = best[begin] else { continue };
                let known = self.find(&word[borders[begin]..borders[end]]) != NO_WORD;
                if known && count < MAX_PIECES && best[end].is_none_or(|(other, _)| count + 1 < other) {
                    best[end] = Some((count + 1, begin));
                }
            }
        }
        let mut out = Vec::new();
        let mut end = borders.len() - 1;
        while end > 0 {
            let (_, begin) = best[end]?;
            let (from, to) = (borders[begin], borders[end]);
            out.push(Piece { start: from, end: to, word: self.find(&word[from..to]), bare: NO_WORD });
            end = begin;
        }
        out.reverse();
        let suffix = |piece: &Piece| self.suffixes.iter().any(|s| *s == word[piece.start..piece.end]);
        let stem: Vec<&Piece> = out.iter().take_while(|p| p.start == 0 || !suffix(p)).collect();
        let letters = |piece: &Piece| word[piece.start..piece.end].chars().count();
        let total: usize = stem.iter().map(|p| letters(p)).sum();
        let sure = stem.iter().any(|p| letters(p) > 1) || stem.iter().any(|p| self.multipliers.contains(&p.word));
        (behind_digits || sure && total >= MIN_LETTERS).then_some(out)
    }

    fn known(&self, folded: &str, start: usize) -> Option<Piece> {
        let (word, bare) = self.look_up(folded);
        (word != NO_WORD || bare != NO_WORD).then(|| Piece { start, end: start + folded.len(), word, bare })
    }

    fn split_at(&self, word: &str, start: usize, depth: usize) -> Option<Vec<Piece>> {
        /// Proclitics in a chain.
        const MAX_PREFIXES: usize = 3;
        /// Letters that a stem must have.
        const MIN_STEM: usize = 3;
        let long = |rest: &str| rest.chars().count() >= MIN_STEM;
        if depth > 0
            && let Some(piece) = self.known(word, start)
        {
            return Some(vec![piece]);
        }
        for ending in &self.dual {
            if let Some(piece) = word.strip_suffix(ending.as_str()).and_then(|stem| self.dual_stem(stem, start, word)) {
                return Some(vec![Piece { start, end: start, word: DUAL, bare: NO_WORD }, piece]);
            }
        }
        for ending in &self.endings {
            let stem = word.strip_suffix(ending.as_str()).filter(|s| long(s));
            if let Some(piece) = stem.and_then(|stem| self.known(stem, start)) {
                return Some(vec![Piece { end: start + word.len(), ..piece }]);
            }
        }
        for suffix in &self.suffixes {
            let stem = word.strip_suffix(suffix.as_str()).filter(|s| !s.is_empty());
            if let Some(piece) = stem.and_then(|stem| self.known(stem, start)) {
                let tail = Piece { start: piece.end, end: start + word.len(), word: self.find(suffix), bare: NO_WORD };
                return Some(vec![piece, tail]);
            }
        }
        if depth < MAX_PREFIXES {
            for prefix in &self.prefixes {
                if depth > 0 && self.first_prefixes.contains(prefix) {
                    continue; // "ب" before "و" is a letter of the word
                }
                let Some(rest) = word.strip_prefix(prefix.as_str()).filter(|r| long(r)) else { continue };
                if let Some(mut pieces) = self.split_at(rest, start + prefix.len(), depth + 1) {
                    let head = Piece { start, end: start + prefix.len(), word: self.find(prefix), bare: NO_WORD };
                    pieces.insert(0, head);
                    return Some(pieces);
                }
            }
        }
        if self.compounds { self.compound(word, start) } else { None }
    }

    /// The singular of a dual whose ending is cut off: the stem, or the stem with ta marbuta for its ta.
    fn dual_stem(&self, stem: &str, start: usize, word: &str) -> Option<Piece> {
        /// Letters that the singular must have: shorter ones are chance.
        const MIN_LETTERS: usize = 3;
        let whole = |piece: Piece| Piece { end: start + word.len(), ..piece };
        if stem.chars().count() < MIN_LETTERS {
            return None;
        }
        let countable = |stem: &str| {
            self.known(stem, start).filter(|p| self.countable.contains(&p.word) || self.countable.contains(&p.bare))
        };
        if let Some(head) = stem.strip_suffix('ت')
            && let Some(piece) = countable(&format!("{head}ه"))
        {
            return Some(whole(piece));
        }
        countable(stem).map(whole)
    }

    /// Cuts a compound of number words; the fewest pieces win.
    fn compound(&self, word: &str, start: usize) -> Option<Vec<Piece>> {
        /// Bytes of the longest number compound worth cutting.
        const MAX_BYTES: usize = 80;
        if word.len() > MAX_BYTES {
            return None;
        }
        let mut best: Vec<Option<(usize, usize, WordId)>> = vec![None; word.len() + 1]; // pieces, begin, word
        best[0] = Some((0, 0, NO_WORD));
        for end in 1..=word.len() {
            for begin in 0..end {
                let Some((pieces, _, _)) = best[begin] else { continue };
                let Some(id) = word.get(begin..end).and_then(|part| self.number_words.get(part)) else { continue };
                if best[end].is_none_or(|(count, _, _)| pieces + 1 < count) {
                    best[end] = Some((pieces + 1, begin, *id));
                }
            }
        }
        let mut out = Vec::new();
        let mut end = word.len();
        while end > 0 {
            let (_, begin, id) = best[end]?;
            out.push(Piece { start: start + begin, end: start + end, word: id, bare: NO_WORD });
            end = begin;
        }
        out.reverse();
        Some(out)
    }
}
