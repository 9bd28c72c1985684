//! An article on its way: what the stages have found so far.

use crate::article::Article;
use crate::decode::strategy::PieceSpan;
use crate::entity::Mention;
use crate::text::{Word, words};

/// What is known of an article between two stages.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its words.
    pub words: Vec<Word>,
    /// Mentions found so far, in order.
    pub mentions: Vec<Mention>,
    /// Spans found so far under a strategy of the Hugging Face pipeline.
    pub spans: Vec<PieceSpan>,
    /// Probability of each type for each word, `[words, kinds]`, in 255ths.
    pub probabilities: Vec<u8>,
    /// Why the article could not be tagged.
    pub failure: Option<String>,
}

impl<'a> Draft<'a> {
    /// An article with its words, of which nothing else is known.
    pub fn new(article: &'a Article) -> Self {
        Self {
            article,
            words: words(&article.text),
            mentions: Vec::new(),
            spans: Vec::new(),
            probabilities: Vec::new(),
            failure: None,
        }
    }
}
