//! What a run did: counts and the time of each stage, added up over all workers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A stage whose time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Words, model copy, pieces, windows.
    Tokenize,
    /// Filling batches and running the model.
    Infer,
    /// Labels and mentions.
    Decode,
    /// Clitics, nationalities, consistency, clusters.
    Entity,
    /// Facts.
    Fact,
    /// Offsets and the record.
    Record,
}

impl Stage {
    /// All stages in the order of the flow, with their names.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Tokenize, "tokenize"),
        (Self::Infer, "infer"),
        (Self::Decode, "decode"),
        (Self::Entity, "entities"),
        (Self::Fact, "facts"),
        (Self::Record, "record"),
    ];
}

/// Counters that workers share.
#[derive(Debug, Default)]
pub struct Stats {
    /// Articles tagged or failed.
    pub articles: AtomicU64,
    /// Words of their texts, without symbols.
    pub words: AtomicU64,
    /// Tokens that the model read and that are no padding, special ones included.
    pub tokens: AtomicU64,
    /// Tokens with padding.
    pub padded_tokens: AtomicU64,
    /// Batches run.
    pub batches: AtomicU64,
    nanos: [AtomicU64; Stage::ALL.len()],
}

impl Stats {
    /// Adds to a counter.
    pub fn add(counter: &AtomicU64, count: usize) {
        counter.fetch_add(count as u64, Ordering::Relaxed);
    }

    /// Adds time to a stage.
    pub fn spend(&self, stage: Stage, time: Duration) {
        self.nanos[stage as usize].fetch_add(time.as_nanos() as u64, Ordering::Relaxed); // 584 years fit
    }

    /// The time that all workers together spent in a stage.
    pub fn time(&self, stage: Stage) -> Duration {
        Duration::from_nanos(self.nanos[stage as usize].load(Ordering::Relaxed))
    }

    /// Reads a counter.
    pub fn get(counter: &AtomicU64) -> u64 {
        counter.load(Ordering::Relaxed)
    }
}
