//! What all workers share: the model's files, tokenizer, labels, options, counters.

use crate::decode::LabelSet;
use crate::fact::FactFinder;
use crate::model::{ModelFolder, PieceTokenizer, SessionFactory};
use crate::options::TagOptions;
use crate::pipeline::Stats;

/// A loaded model with the options of a run; never changed after it is made, but for the counters.
pub struct Engine {
    /// The model's files.
    pub folder: ModelFolder,
    /// Its tokenizer.
    pub tokenizer: PieceTokenizer,
    /// Its labels.
    pub labels: LabelSet,
    /// Makes sessions, one a worker.
    pub sessions: SessionFactory,
    /// Finds value facts.
    pub facts: FactFinder,
    /// What was asked for.
    pub options: TagOptions,
    /// What was done so far.
    pub stats: Stats,
}
