//! Evaluation: strict span precision, recall and F1 against labelled corpora.
//!
//! Enters: gold files (CoNLL columns or JSON Lines) and a tagger. Leaves: counts by type. An entity is right if its
//! tokens and its type are exactly those of the gold, as `seqeval` counts in its strict mode with IOB2.

pub mod gold;
pub mod score;

pub use gold::{GoldError, GoldSentence, read_gold};
pub use score::{Count, Evaluation, evaluate};
