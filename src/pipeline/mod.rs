//! The way of an article through the stages: tokens, batches, inference, labels, entities, facts, record.
//!
//! Articles flow one way through bounded channels: one reader, N workers, and the caller's thread, which gets records
//! in the order of the input.

pub(crate) mod draft;
pub(crate) mod segment;
pub mod stats;
pub mod stream;
pub(crate) mod worker;

pub use stats::{Stage, Stats};
pub use stream::Tagged;
