//! From logits to mentions: label schemes, pooling over a word's pieces, constrained decoding.
//!
//! Enters: the logits of a text's pieces and its words. Leaves: mentions as ranges of words, with scores.

pub mod emission;
pub mod label;
pub mod mention;
pub mod strategy;
pub mod unit;
pub mod viterbi;

pub use emission::Emissions;
pub use label::{LabelSet, Prefix, Scheme};
pub use strategy::Strategy;
pub use unit::Unit;
