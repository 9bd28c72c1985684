//! From mentions to entities: clitics, nationalities, consistency, clusters.
//!
//! Enters: the words of an article, its language's pack, and the mentions that the decoder found (whole words).
//! Leaves: entities with exact byte ranges, and clusters of them. Knows nothing of tokens, windows or files.

mod borders;
mod clitic;
mod cluster;
mod consistency;
mod cut;
mod dateline;
mod draft;
mod fold;
mod known;
mod norp;
mod norp_index;
mod portfolio;
mod similar;
mod trim;

use draft::Draft;
pub use fold::{fold, fold_loose};

use crate::lang::Pack;
use crate::text::{ByteRange, Word};

/// A span that the decoder found: whole words of one type.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Indexes into the article's words, half-open.
    pub words: std::ops::Range<usize>,
    /// The model's type: `PER`, `ORG`, `LOC`, …
    pub kind: String,
    /// Probability that span and type are right.
    pub score: f32,
}

/// What is known about the article beside the mentions.
pub struct Context<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its words, in order.
    pub words: &'a [Word],
    /// The data of its language, if there are any.
    pub pack: Option<&'static Pack>,
    /// Log-probability of a word form as one piece of the model's vocabulary; `None` if it is not one piece, 0 where
    /// the vocabulary has no scores.
    pub piece: &'a dyn Fn(&str) -> Option<f64>,
    /// The model's probability that the word of this index carries the type (begin or inside).
    pub probability: &'a dyn Fn(usize, &str) -> f32,
}

/// An entity, before offsets are counted in code points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EntityDraft {
    /// `PER`, `ORG`, `LOC`, `NORP`, or another type of the model.
    pub kind: String,
    /// Bytes of the article's text.
    pub range: ByteRange,
    /// Probability that span and type are right.
    pub score: f32,
    /// The `id` of its cluster.
    pub cluster: usize,
    /// Letters of its first word before the span.
    pub proclitic: Option<String>,
    /// Letters of its last word behind the span.
    pub enclitic: Option<String>,
    /// Citation form, where it differs from the text.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of a `NORP`.
    pub country: Option<String>,
}

/// Mentions of one referent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterDraft {
    /// Number of the cluster, from 0, by first mention.
    pub id: usize,
    /// The type of all its mentions.
    pub kind: String,
    /// The fullest citation form.
    pub name: String,
    /// Indexes into the entities, ascending.
    pub mentions: Vec<usize>,
}

/// Entities sorted by place, without overlaps, and their clusters by first mention.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved {
    /// Sorted by `range.start`.
    pub entities: Vec<EntityDraft>,
    /// Every entity is in exactly one.
    pub clusters: Vec<ClusterDraft>,
}

/// Makes entities of the decoder's mentions (sorted, without overlaps) and groups them.
pub fn resolve(context: &Context, mentions: Vec<Mention>) -> Resolved {
    let mentions = trim::joined(context, mentions);
    let mut drafts: Vec<Draft> = mentions.iter().flat_map(|mention| trim::drafts(context, mention)).collect();
    clitic::cut_proclitics(context, &mut drafts);
    let drafts = portfolio::settle(context, drafts);
    let drafts = consistency::agree(context, drafts);
    let drafts = dateline::apply(context, drafts);
    let drafts = borders::join(context, drafts, norp::nationalities(context));
    let (clusters, cluster_of) = cluster::clusters(context, &drafts);
    let entities = drafts
        .into_iter()
        .zip(cluster_of)
        .map(|(draft, cluster)| EntityDraft { cluster, ..draft.entity(context) })
        .collect();
    Resolved { entities, clusters }
}
