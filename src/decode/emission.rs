//! Log-probabilities of labels for each piece, and pooled for each unit.

use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1};

use super::label::{LabelSet, Prefix};
use super::unit::Unit;

/// How the pieces of a unit give one distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pooling {
    /// The mean over the pieces for the type, the first piece for the place in the name.
    #[default]
    Kind,
    /// That of the first piece: what most models are trained for.
    First,
    /// The mean of the probabilities.
    Mean,
    /// That of the piece which is surest of a label.
    Max,
}

/// Log-probabilities, `[pieces or units, labels]`.
#[derive(Debug, Clone)]
pub struct Emissions {
    /// The values; rows without evidence are all zero.
    pub values: Array2<f32>,
}

impl Emissions {
    /// Room for `rows` rows of `labels` labels without evidence.
    pub fn new(rows: usize, labels: usize) -> Self {
        Self { values: Array2::zeros((rows, labels)) }
    }

    /// Puts logits, `[labels]`, into a row as log-probabilities.
    pub fn set(&mut self, row: usize, logits: ArrayView1<'_, f32>) {
        log_softmax(logits, self.values.row_mut(row));
    }

    /// One row a unit.
    pub fn pool(&self, units: &[Unit], pooling: Pooling, labels: &LabelSet) -> Self {
        let mut out = Self::new(units.len(), self.values.ncols());
        for (unit, mut row) in units.iter().zip(out.values.rows_mut()) {
            if unit.pieces.is_empty() {
                continue;
            }
            match pooling {
                Pooling::Kind if unit.pieces.len() > 1 => self.pool_kind(unit, row, labels),
                Pooling::First | Pooling::Kind => row.assign(&self.values.row(unit.pieces.start)),
                Pooling::Mean => {
                    for piece in unit.pieces.clone() {
                        row.zip_mut_with(&self.values.row(piece), |sum, &value| *sum += value.exp());
                    }
                    let count = unit.pieces.len() as f32;
                    row.mapv_inplace(|sum| (sum / count).max(f32::MIN_POSITIVE).ln());
                }
                Pooling::Max => {
                    let surest = unit
                        .pieces
                        .clone()
                        .max_by(|&a, &b| top(self.values.row(a)).total_cmp(&top(self.values.row(b))).then(b.cmp(&a)));
                    row.assign(&self.values.row(surest.unwrap_or(unit.pieces.start)));
                }
            }
        }
        out
    }

    /// Types by their mean probability over the pieces; a type's share goes to its labels as the first piece has it.
    fn pool_kind(&self, unit: &Unit, mut row: ArrayViewMut1<'_, f32>, labels: &LabelSet) {
        let group = |label: usize| match labels.labels[label].prefix {
            Prefix::Outside => 0,
            Prefix::Begin | Prefix::Inside | Prefix::End | Prefix::Single => labels.labels[label].kind + 1,
        };
        let mut mean = vec![0.0f32; labels.kinds.len() + 1];
        let mut first = vec![0.0f32; labels.kinds.len() + 1];
        for (at, piece) in unit.pieces.clone().enumerate() {
            for (label, &value) in self.values.row(piece).iter().enumerate() {
                mean[group(label)] += value.exp();
                if at == 0 {
                    first[group(label)] += value.exp();
                }
            }
        }
        let count = unit.pieces.len() as f32;
        let head = self.values.row(unit.pieces.start);
        for (label, to) in row.iter_mut().enumerate() {
            let group = group(label);
            let share = head[label].exp() / first[group].max(f32::MIN_POSITIVE);
            *to = (mean[group] / count * share).max(f32::MIN_POSITIVE).ln();
        }
    }

    /// The values as a view, `[rows, labels]`.
    pub fn view(&self) -> ArrayView2<'_, f32> {
        self.values.view()
    }
}

fn top(row: ArrayView1<'_, f32>) -> f32 {
    row.fold(f32::NEG_INFINITY, |a, &b| a.max(b))
}

fn log_softmax(logits: ArrayView1<'_, f32>, mut out: ArrayViewMut1<'_, f32>) {
    let highest = top(logits);
    let sum: f32 = logits.iter().map(|&value| (value - highest).exp()).sum();
    let shift = highest + sum.ln();
    for (to, &from) in out.iter_mut().zip(logits) {
        *to = from - shift;
    }
}
