//! Windows over the pieces of a text that is longer than the model reads at once.

use std::ops::Range;

/// One row for the model: pieces `pieces`, of which it has the last word on `owned`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Indexes of the pieces that the model reads.
    pub pieces: Range<usize>,
    /// Indexes of the pieces whose logits are taken from this window: those farther from its edges than from those of
    /// its neighbours. The windows' `owned` ranges cover every piece exactly once.
    pub owned: Range<usize>,
}

/// How windows are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowOptions {
    /// The most pieces in a window, without special tokens.
    pub length: usize,
    /// Pieces that neighbours share.
    pub overlap: usize,
}

/// Cuts `count` pieces into overlapping windows, preferably at `starts`, the sorted indexes of pieces that begin a
/// sentence. A text that fits in one window gets one.
///
/// ```
/// use alam::model::window::{WindowOptions, windows};
/// let cut = windows(10, &[0, 6], WindowOptions { length: 8, overlap: 2 });
/// assert_eq!(cut.len(), 2);
/// assert_eq!(cut[0].pieces, 0..6); // ends where a sentence begins
/// assert_eq!(cut[1].pieces, 4..10);
/// assert_eq!((cut[0].owned.clone(), cut[1].owned.clone()), (0..5, 5..10));
/// ```
pub fn windows(count: usize, starts: &[usize], options: WindowOptions) -> Vec<Window> {
    let length = options.length.max(1);
    let overlap = options.overlap.min(length / 2);
    let mut out: Vec<Window> = Vec::new();
    let mut begin = 0;
    while begin < count {
        let mut end = (begin + length).min(count);
        if end < count {
            // The last sentence border in the window's second half, if there is one.
            let border = starts[..starts.partition_point(|&s| s <= end)].last().copied().unwrap_or(0);
            if border > begin + length / 2 {
                end = border;
            }
        }
        out.push(Window { pieces: begin..end, owned: begin..end });
        if end == count {
            break;
        }
        begin = (end - overlap).max(begin + 1);
    }
    for i in 1..out.len() {
        let middle = usize::midpoint(out[i].pieces.start, out[i - 1].pieces.end);
        out[i - 1].owned.end = middle;
        out[i].owned.start = middle;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_piece_is_owned_once(count in 0usize..400, length in 1usize..60, overlap in 0usize..60, every in 1usize..40) {
            let starts: Vec<usize> = (0..count).step_by(every).collect();
            let cut = windows(count, &starts, WindowOptions { length, overlap });
            let owned: Vec<usize> = cut.iter().flat_map(|w| w.owned.clone()).collect();
            prop_assert_eq!(owned, (0..count).collect::<Vec<_>>());
            for window in &cut {
                prop_assert!(window.pieces.len() <= length);
                prop_assert!(window.pieces.start <= window.owned.start && window.owned.end <= window.pieces.end);
            }
        }
    }
}
