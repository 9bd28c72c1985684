//! Strategies: how labels become spans. `viterbi` is `alam`'s own; the others are those of the Hugging Face pipeline.

use std::ops::Range;
use std::str::FromStr;

use ndarray::{Array1, ArrayView1, ArrayView2};

use super::label::LabelSet;
use crate::model::Piece;
use crate::text::ByteRange;

/// How labels of pieces become spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// Every piece that is not outside is a span of its own, with its full label as type.
    None,
    /// Pieces are grouped by label; a word may come apart.
    Simple,
    /// A word takes the label of its first piece.
    First,
    /// A word takes the label of the mean of its pieces' probabilities.
    Average,
    /// A word takes the label of its surest piece.
    Max,
    /// Whole words, the best sequence that the scheme allows.
    #[default]
    Viterbi,
}

impl Strategy {
    /// All, with their names on the command line.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("none", Self::None),
        ("simple", Self::Simple),
        ("first", Self::First),
        ("average", Self::Average),
        ("max", Self::Max),
        ("viterbi", Self::Viterbi),
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, strategy)| *strategy == self).map_or("", |(name, _)| name)
    }
}

impl FromStr for Strategy {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|&(_, strategy)| strategy)
            .ok_or_else(|| format!("unknown strategy {name:?}: use none, simple, first, average, max or viterbi"))
    }
}

/// A span as the Hugging Face pipeline gives it, before anything of `alam`'s own.
#[derive(Debug, Clone, PartialEq)]
pub struct PieceSpan {
    /// Bytes of the article.
    pub range: ByteRange,
    /// Type; with [`Strategy::None`] the full label.
    pub kind: String,
    /// Mean of the probabilities of the words (or pieces) in it.
    pub score: f32,
}

impl PieceSpan {
    /// The span without blanks at its edges, which some tokenizers leave in their offsets (transformers#18111);
    /// `None` if nothing else is in it.
    pub fn trimmed(self, text: &str) -> Option<Self> {
        let found = &text[self.range.clone()];
        let start = self.range.end - found.trim_start().len();
        let end = start + found.trim().len();
        (start < end).then_some(Self { range: start..end, ..self })
    }
}

/// Spans of pieces under one of the pipeline's strategies (`transformers` 5.24, `TokenClassificationPipeline`):
/// `pieces` with their log-probabilities `[pieces, labels]`.
pub fn piece_spans(
    strategy: Strategy,
    pieces: &[Piece],
    emissions: ArrayView2<'_, f32>,
    labels: &LabelSet,
) -> Vec<PieceSpan> {
    let scored: Vec<Scored> = match strategy {
        Strategy::None | Strategy::Simple | Strategy::Viterbi => (0..pieces.len())
            .map(|at| Scored::new(pieces[at].range.clone(), emissions.row(at).mapv(f32::exp).view()))
            .collect(),
        Strategy::First | Strategy::Average | Strategy::Max => words_of(pieces)
            .into_iter()
            .map(|word| {
                let range = pieces[word.start].range.start..pieces[word.end - 1].range.end;
                Scored::new(range, word_probabilities(strategy, emissions, word).view())
            })
            .collect(),
    };
    if strategy == Strategy::None {
        return scored
            .into_iter()
            .filter(|one| labels.names[one.label] != "O")
            .map(|one| PieceSpan { range: one.range, kind: labels.names[one.label].clone(), score: one.score })
            .collect();
    }
    let mut out = Vec::new();
    for group in scored.chunk_by(|a, b| {
        let ((_, tag), (begins, next)) = (tag_of(&labels.names[a.label]), tag_of(&labels.names[b.label]));
        tag == next && !begins
    }) {
        let name = &labels.names[group[0].label];
        let kind = name.split_once('-').map_or(name.as_str(), |(_, kind)| kind);
        if kind == "O" {
            continue; // `O`, and `B-O` and `I-O` of some exports
        }
        out.push(PieceSpan {
            range: group[0].range.start..group[group.len() - 1].range.end,
            kind: kind.to_owned(),
            score: group.iter().map(|one| one.score).sum::<f32>() / group.len() as f32,
        });
    }
    out
}

/// A stretch with its likeliest label.
struct Scored {
    range: ByteRange,
    label: usize,
    score: f32,
}

impl Scored {
    fn new(range: ByteRange, probabilities: ArrayView1<'_, f32>) -> Self {
        let mut best = (0, f32::NEG_INFINITY);
        for (label, &score) in probabilities.iter().enumerate() {
            if score > best.1 {
                best = (label, score);
            }
        }
        Self { range, label: best.0, score: best.1 }
    }
}

/// Groups of pieces that the pipeline takes for words.
fn words_of(pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match out.last_mut() {
            Some(word) if piece.subword => word.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

fn word_probabilities(strategy: Strategy, emissions: ArrayView2<'_, f32>, word: Range<usize>) -> Array1<f32> {
    let top = |at: usize| emissions.row(at).fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    match strategy {
        Strategy::Average => {
            let count = word.len() as f32;
            let mut sum = Array1::zeros(emissions.ncols());
            for at in word {
                sum += &emissions.row(at).mapv(f32::exp);
            }
            sum / count
        }
        Strategy::Max => {
            let mut best = word.start;
            for at in word {
                if top(at) > top(best) {
                    best = at;
                }
            }
            emissions.row(best).mapv(f32::exp)
        }
        Strategy::None | Strategy::Simple | Strategy::First | Strategy::Viterbi => {
            emissions.row(word.start).mapv(f32::exp)
        }
    }
}

/// Whether a label begins a name, and its type, as the pipeline reads it: only `B-` and `I-` are prefixes.
fn tag_of(name: &str) -> (bool, &str) {
    match (name.strip_prefix("B-"), name.strip_prefix("I-")) {
        (Some(kind), _) => (true, kind),
        (None, Some(kind)) => (false, kind),
        (None, None) => (false, name),
    }
}
