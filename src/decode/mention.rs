//! Mentions: names as ranges of whole words.

use ndarray::ArrayView2;

use super::label::{LabelSet, Prefix};
use super::unit::Unit;
use crate::entity::Mention;

/// The mentions on a path of labels, one a unit; `emissions` are log-probabilities, `[units, labels]`. Where `breaks`
/// is true a new mention begins.
pub fn mentions(
    path: &[usize],
    units: &[Unit],
    breaks: &[bool],
    emissions: ArrayView2<'_, f32>,
    labels: &LabelSet,
) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::new();
    let mut open = false;
    for (at, (&label, unit)) in path.iter().zip(units).enumerate() {
        if labels.labels[label].prefix == Prefix::Outside {
            open = false;
            continue;
        }
        let kind = labels.labels[label].kind;
        let score = kind_probability(emissions, at, kind, labels);
        let goes_on = open && at > 0 && !breaks[at] && labels.continues(path[at - 1], label);
        match out.last_mut().filter(|_| goes_on) {
            Some(mention) => {
                mention.words.end = unit.words.end;
                mention.score = mention.score.min(score);
            }
            None => out.push(Mention { words: unit.words.clone(), kind: labels.kinds[kind].clone(), score }),
        }
        open = true;
    }
    out
}

/// The probability that a unit carries a type, whatever its place in the name.
pub fn kind_probability(emissions: ArrayView2<'_, f32>, unit: usize, kind: usize, labels: &LabelSet) -> f32 {
    let row = emissions.row(unit);
    labels
        .labels
        .iter()
        .zip(row)
        .filter(|(label, _)| label.prefix != Prefix::Outside && label.kind == kind)
        .map(|(_, &value)| value.exp())
        .sum::<f32>()
        .min(1.0)
}
