//! What a caller may ask of a tagger.

use crate::decode::Strategy;
use crate::decode::emission::Pooling;
use crate::fact::{FactKind, Prefer};

/// Which facts are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FactScope {
    /// None: the record has no `facts`.
    None,
    /// Values: dates, times, money, numbers and the like.
    Values,
    /// Values, and relations between names as far as there are rules for them.
    #[default]
    All,
}

/// Options of a tagger; [`Default`] is what `alam tag` does without options.
#[derive(Debug, Clone, PartialEq)]
pub struct TagOptions {
    /// Workers, each with a session of one thread.
    pub threads: usize,
    /// Padded tokens in a batch.
    pub batch_tokens: usize,
    /// Tokens in a window, special ones included; the model's own limit is never passed. The default measured best on
    /// annotated articles (entity F1 0.865 at 160, 0.845 at 256, 0.764 at 512): the model was trained on short windows.
    pub window_tokens: usize,
    /// Tokens that neighbouring windows share.
    pub overlap_tokens: usize,
    /// How labels become spans.
    pub strategy: Strategy,
    /// How the pieces of a word give one label, under [`Strategy::Viterbi`].
    pub pooling: Pooling,
    /// Types to write; `None`: all that the model has, but for `MISC`, and `NORP`.
    pub types: Option<Vec<String>>,
    /// Entities with a lower score are left out.
    pub min_score: f64,
    /// Language of articles that do not name theirs; `None`: it is detected.
    pub lang: Option<String>,
    /// Which facts are looked for.
    pub facts: FactScope,
    /// Types of value facts to write; empty: all.
    pub fact_types: Vec<FactKind>,
    /// Where a weekday or a date without a year lies.
    pub prefer: Prefer,
    /// The date from which relative dates are counted in articles that do not say when they were published.
    pub reference_date: Option<jiff::civil::DateTime>,
    /// Whether every record carries the text.
    pub with_text: bool,
    /// Whether further keys of JSON Lines articles are passed through.
    pub keep_meta: bool,
}

impl Default for TagOptions {
    fn default() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            batch_tokens: 2048,
            window_tokens: 160,
            overlap_tokens: 32,
            strategy: Strategy::Viterbi,
            pooling: Pooling::Kind,
            types: None,
            min_score: 0.0,
            lang: None,
            facts: FactScope::All,
            fact_types: Vec::new(),
            prefer: Prefer::Past,
            reference_date: None,
            with_text: false,
            keep_meta: false,
        }
    }
}
