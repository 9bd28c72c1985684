//! Counting: predictions against gold.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::gold::{GoldSentence, TokenSpan};
use crate::record::Record;

/// True positives, false positives, false negatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Found and right.
    pub right: usize,
    /// Found and wrong.
    pub wrong: usize,
    /// Not found.
    pub missing: usize,
}

impl Count {
    /// Precision, recall and F1 (0–1); 0 without a denominator.
    pub fn scores(self) -> [f64; 3] {
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        let Self { right, wrong, missing } = self;
        [share(right, right + wrong), share(right, right + missing), share(2 * right, 2 * right + wrong + missing)]
    }

    fn add(&mut self, other: Self) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missing += other.missing;
    }
}

/// What a corpus scored.
#[derive(Debug, Clone, Default)]
pub struct Evaluation {
    /// By type.
    pub kinds: BTreeMap<String, Count>,
    /// Sentences scored.
    pub sentences: usize,
    /// Tokens in them.
    pub tokens: usize,
    /// Tokens with the right tag (IOB2).
    pub right_tokens: usize,
    /// The first sentences that are not all right.
    pub errors: Vec<Mistake>,
}

/// A sentence with what is missing and what is wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The sentence.
    pub text: String,
    /// Type and text of gold entities that were not found.
    pub missing: Vec<(String, String)>,
    /// Type and text of entities that are not in the gold.
    pub wrong: Vec<(String, String)>,
}

impl Evaluation {
    /// All types together.
    pub fn micro(&self) -> Count {
        let mut total = Count::default();
        for count in self.kinds.values() {
            total.add(*count);
        }
        total
    }

    /// Share of tokens whose tag is right.
    pub fn token_accuracy(&self) -> f64 {
        if self.tokens == 0 { 0.0 } else { self.right_tokens as f64 / self.tokens as f64 }
    }
}

/// Counts a record of a sentence; `kinds` are the types that count, the first `keep` wrong sentences are kept.
pub fn evaluate(into: &mut Evaluation, gold: &GoldSentence, record: &Record, kinds: &[String], keep: usize) {
    let counts = |kind: &String| kinds.contains(kind);
    let wanted: BTreeSet<&TokenSpan> = gold.entities.iter().filter(|(.., kind)| counts(kind)).collect();
    let found: BTreeSet<TokenSpan> = record
        .entities
        .iter()
        .filter(|entity| counts(&entity.kind))
        .filter_map(|entity| {
            let tokens = covered(gold, &(entity.span.start_byte..entity.span.end_byte))?;
            Some((tokens.start, tokens.end, entity.kind.clone()))
        })
        .collect();
    for kind in kinds {
        let count = into.kinds.entry(kind.clone()).or_default();
        let of_kind = |span: &TokenSpan| &span.2 == kind;
        count.add(Count {
            right: found.iter().filter(|span| of_kind(span) && wanted.contains(span)).count(),
            wrong: found.iter().filter(|span| of_kind(span) && !wanted.contains(span)).count(),
            missing: wanted.iter().filter(|span| of_kind(span) && !found.contains(**span)).count(),
        });
    }
    into.sentences += 1;
    into.tokens += gold.tokens.len();
    let (tags, gold_tags) = (tags(gold.tokens.len(), found.iter()), tags(gold.tokens.len(), wanted.iter().copied()));
    into.right_tokens += tags.iter().zip(&gold_tags).filter(|(a, b)| a == b).count();
    if into.errors.len() < keep && (found.len() != wanted.len() || wanted.iter().any(|span| !found.contains(*span))) {
        let show = |&(first, end, ref kind): &TokenSpan| {
            (kind.clone(), gold.text[gold.tokens[first].start..gold.tokens[end - 1].end].to_owned())
        };
        into.errors.push(Mistake {
            text: gold.text.clone(),
            missing: wanted.iter().filter(|span| !found.contains(**span)).map(|span| show(span)).collect(),
            wrong: found.iter().filter(|span| !wanted.contains(span)).map(show).collect(),
        });
    }
}

/// The tokens that a range of bytes overlaps.
fn covered(gold: &GoldSentence, range: &Range<usize>) -> Option<Range<usize>> {
    let first = gold.tokens.partition_point(|token| token.end <= range.start);
    let end = gold.tokens.partition_point(|token| token.start < range.end);
    (first < end).then_some(first..end)
}

/// IOB2 tags of spans; where spans overlap the later one wins, which does not happen in records.
fn tags<'s>(count: usize, spans: impl Iterator<Item = &'s TokenSpan>) -> Vec<String> {
    let mut out = vec!["O".to_owned(); count];
    for (first, end, kind) in spans {
        for (at, tag) in out.iter_mut().enumerate().take(*end).skip(*first) {
            *tag = format!("{}-{kind}", if at == *first { "B" } else { "I" });
        }
    }
    out
}
