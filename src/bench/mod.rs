//! Benchmarks: how fast a tagger works on a corpus, and how much of the bare model's speed that is.

pub mod bare;
pub mod memory;

pub use bare::{Bare, bare};
pub use memory::peak_memory_bytes;
