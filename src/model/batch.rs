//! Batches: rows of similar length, filled up to a few sizes, within a budget of padded tokens.

use ndarray::Array2;

/// Rows are filled up to a multiple of this: few shapes mean few buffers in the runtime.
const LENGTH_STEP: usize = 8;

/// Token ids and attention mask, both `[rows, tokens]`.
#[derive(Debug, Clone)]
pub struct Batch {
    /// Token ids, padded.
    pub ids: Array2<i64>,
    /// 1 for a token, 0 for padding.
    pub mask: Array2<i64>,
    /// For each row, its index in what was planned.
    pub rows: Vec<usize>,
}

/// The padded length of a row.
pub fn padded(length: usize, max_tokens: usize) -> usize {
    length.next_multiple_of(LENGTH_STEP).min(max_tokens).max(length)
}

/// Groups rows of the given lengths: longest first, each group within `budget` padded tokens (a row longer than the
/// budget is a group of its own). Depends on the lengths alone.
///
/// ```
/// let groups = alam::model::batch::plan(&[5, 30, 6], 64, 512);
/// assert_eq!(groups, [vec![1], vec![2, 0]]);
/// ```
pub fn plan(lengths: &[usize], budget: usize, max_tokens: usize) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..lengths.len()).collect();
    order.sort_by_key(|&row| std::cmp::Reverse(lengths[row]));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut width = 0;
    for row in order {
        match groups.last_mut() {
            // A row much shorter than the group's first would be mostly padding: it begins a group of its own.
            Some(group) if (group.len() + 1) * width <= budget && padded(lengths[row], max_tokens) * 4 >= width * 3 => {
                group.push(row);
            }
            _ => {
                width = padded(lengths[row], max_tokens);
                groups.push(vec![row]);
            }
        }
    }
    groups
}

impl Batch {
    /// Fills a batch from rows of ids.
    pub fn new(rows: Vec<usize>, ids_of: &[Vec<u32>], pad_id: u32, max_tokens: usize) -> Self {
        let longest = rows.iter().map(|&row| ids_of[row].len()).max().unwrap_or(0);
        let width = padded(longest, max_tokens);
        let mut ids = Array2::from_elem((rows.len(), width), i64::from(pad_id));
        let mut mask = Array2::zeros((rows.len(), width));
        for (at, &row) in rows.iter().enumerate() {
            for (column, &id) in ids_of[row].iter().enumerate() {
                ids[[at, column]] = i64::from(id);
                mask[[at, column]] = 1;
            }
        }
        Self { ids, mask, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_is_in_one_batch(lengths in proptest::collection::vec(1usize..200, 0..80), budget in 1usize..2000) {
            let groups = plan(&lengths, budget, 512);
            let mut rows: Vec<usize> = groups.iter().flatten().copied().collect();
            rows.sort_unstable();
            prop_assert_eq!(rows, (0..lengths.len()).collect::<Vec<_>>());
            for group in groups.iter().filter(|g| g.len() > 1) {
                let width = padded(lengths[group[0]], 512);
                prop_assert!(group.len() * width <= budget);
            }
        }
    }
}
