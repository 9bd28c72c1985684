//! What was left out on purpose, counted for the summary.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much was left out so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Skipped {
    /// Files and folders whose name begins with a dot.
    pub hidden: u64,
    /// Files inside a folder that have no ending of an article and hold no text.
    pub binary: u64,
    /// Devices, pipes and sockets inside a folder.
    pub special: u64,
    /// Malformed JSON Lines, with `skip_bad_lines`.
    pub bad_lines: u64,
}

/// A handle on the counts of a running [`Articles`](super::Articles), to be read from anywhere at any time.
///
/// ```
/// let articles = alam::input::articles(&[], &Default::default());
/// let skipped = articles.skipped();
/// assert_eq!(articles.count(), 0);
/// assert_eq!(skipped.get().hidden, 0);
/// ```
#[derive(Debug, Clone, Default)]
pub struct SkippedFiles(Arc<Counts>);

#[derive(Debug, Default)]
struct Counts {
    hidden: AtomicU64,
    binary: AtomicU64,
    special: AtomicU64,
    bad_lines: AtomicU64,
}

impl SkippedFiles {
    /// The counts as they are now.
    pub fn get(&self) -> Skipped {
        let counts = &self.0;
        Skipped {
            hidden: counts.hidden.load(Ordering::Relaxed),
            binary: counts.binary.load(Ordering::Relaxed),
            special: counts.special.load(Ordering::Relaxed),
            bad_lines: counts.bad_lines.load(Ordering::Relaxed),
        }
    }

    pub(super) fn add_hidden(&self) {
        self.0.hidden.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_binary(&self) {
        self.0.binary.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_special(&self) {
        self.0.special.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add_bad_line(&self) {
        self.0.bad_lines.fetch_add(1, Ordering::Relaxed);
    }
}
