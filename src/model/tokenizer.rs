//! The model's tokens of a text, each with the range of the text it comes from.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;
use tokenizers::{ModelWrapper, Tokenizer};

use super::copy::ModelCopy;
use super::folder::{ModelError, ModelFolder};
use crate::text::ByteRange;

/// One token of the model, without special ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its id in the vocabulary.
    pub id: u32,
    /// Where it stands in the article's text; without the blank that some tokenizers put before a word.
    pub range: ByteRange,
    /// Whether the Hugging Face pipeline takes it for a part of the word before it.
    pub subword: bool,
    /// Whether it is nothing but the mark of a word's beginning (a lone `▁`), which tokenizers place on the letter
    /// behind it though it stands for the blank before.
    pub mark: bool,
}

/// A tokenizer with the special tokens that the model wants around a row.
pub struct PieceTokenizer {
    inner: Tokenizer,
    /// Ids before the pieces of a row (`[CLS]`, `<s>`).
    pub prefix: Vec<u32>,
    /// Ids behind them.
    pub suffix: Vec<u32>,
    /// Fills rows of a batch.
    pub pad_id: u32,
    /// The mark of a word's beginning in the vocabulary (`▁`, `Ġ`, or nothing).
    word_mark: &'static str,
    /// The mark of a word's inner pieces (`##`), in vocabularies that have one.
    subword_prefix: Option<String>,
    /// Stands for what the vocabulary lacks.
    unknown_id: Option<u32>,
    /// `tokenizer.json`, for the scores.
    json: Cow<'static, [u8]>,
    /// Log-probabilities of a Unigram vocabulary, read when first asked for; empty for others.
    scores: OnceLock<HashMap<String, f64>>,
}

impl PieceTokenizer {
    /// Reads `tokenizer.json`, and finds out which special tokens stand around a text.
    ///
    /// # Errors
    /// [`ModelError::Invalid`] if `tokenizer.json` cannot be used.
    pub fn new(folder: &ModelFolder) -> Result<Self, ModelError> {
        let invalid = |reason: String| ModelError::Invalid {
            folder: folder.path.clone(),
            file: "tokenizer.json".to_owned(),
            reason: format!("{reason}: save it again with a current version of transformers"),
        };
        let mut inner = Tokenizer::from_bytes(&folder.tokenizer).map_err(|error| invalid(error.to_string()))?;
        inner.with_truncation(None).map_err(|error| invalid(error.to_string()))?;
        let padding = inner.get_padding().map(|padding| padding.pad_id);
        inner.with_padding(None);
        let probe = inner.encode("a", true).map_err(|error| invalid(error.to_string()))?;
        let (ids, special) = (probe.get_ids(), probe.get_special_tokens_mask());
        let before = special.iter().take_while(|&&s| s == 1).count();
        let after = special.iter().rev().take_while(|&&s| s == 1).count().min(special.len() - before);
        let pad_id = folder
            .pad_token
            .as_deref()
            .and_then(|token| inner.token_to_id(token))
            .or(padding)
            .or(folder.pad_id)
            .or_else(|| ["<pad>", "[PAD]"].iter().find_map(|token| inner.token_to_id(token)))
            .unwrap_or(0);
        let word_mark = if inner.token_to_id("▁").is_some() || inner.token_to_id("▁a").is_some() {
            "▁"
        } else if inner.token_to_id("Ġa").is_some() {
            "Ġ"
        } else {
            ""
        };
        Ok(Self {
            prefix: ids[..before].to_vec(),
            suffix: ids[ids.len() - after..].to_vec(),
            pad_id,
            word_mark,
            subword_prefix: subword_prefix(&inner),
            unknown_id: ["<unk>", "[UNK]"].iter().find_map(|token| inner.token_to_id(token)),
            json: folder.tokenizer.clone(),
            scores: OnceLock::new(),
            inner,
        })
    }

    /// The pieces of a part of the article's text; `base` is where the part begins in the article.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub fn pieces(&self, copy: &ModelCopy<'_>, base: usize) -> Result<Vec<Piece>, String> {
        let encoding = self.inner.encode(copy.text(), false).map_err(|error| error.to_string())?;
        let text = copy.text();
        let mut out = Vec::with_capacity(encoding.len());
        let mut last = 0;
        for ((&id, &(start, end)), token) in
            encoding.get_ids().iter().zip(encoding.get_offsets()).zip(encoding.get_tokens())
        {
            // Offsets after normalisation are not always on borders of characters (tokenizers#1201), nor in order.
            let start = floor_char(text, start.max(last).min(text.len()));
            let end = ceil_char(text, end.min(text.len())).max(start);
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            let start = (start + lead).min(end);
            last = last.max(start);
            let subword = match &self.subword_prefix {
                // Word-aware vocabularies: the token's text differs in length from what it stands for.
                Some(_) => Some(id) != self.unknown_id && token.chars().count() != text[start..end].chars().count(),
                None => {
                    Some(id) != self.unknown_id
                        && start > 0
                        && !text[..start].ends_with(' ')
                        && !text[start..].starts_with(' ')
                }
            };
            let range = copy.source(start..end);
            let mark = !self.word_mark.is_empty() && token == self.word_mark;
            out.push(Piece { id, range: base + range.start..base + range.end, subword, mark });
        }
        Ok(out)
    }

    /// The vocabulary's log-probability of a whole word, if the word is one piece; 0 where the vocabulary has no scores.
    pub fn word_score(&self, word: &str) -> Option<f64> {
        let piece = format!("{}{word}", self.word_mark);
        let scores = self.scores.get_or_init(|| unigram_scores(&self.json));
        if scores.is_empty() { self.inner.token_to_id(&piece).map(|_| 0.0) } else { scores.get(&piece).copied() }
    }

    /// Entries of the vocabulary.
    pub fn vocabulary_size(&self) -> usize {
        self.inner.get_vocab_size(true)
    }

    /// The token that stands for what the vocabulary lacks.
    pub fn unknown_id(&self) -> Option<u32> {
        self.unknown_id
    }

    /// How many special tokens every row holds.
    pub fn special_tokens(&self) -> usize {
        self.prefix.len() + self.suffix.len()
    }
}

fn subword_prefix(tokenizer: &Tokenizer) -> Option<String> {
    match tokenizer.get_model() {
        ModelWrapper::WordPiece(model) => Some(model.continuing_subword_prefix.clone()),
        ModelWrapper::BPE(model) => model.continuing_subword_prefix.clone(),
        ModelWrapper::Unigram(_) | ModelWrapper::WordLevel(_) => None,
    }
    .filter(|prefix| !prefix.is_empty())
}

/// The scores of a Unigram model's vocabulary, which `tokenizers` keeps to itself; empty for other models, whose
/// vocabulary is no array of pairs.
fn unigram_scores(json: &[u8]) -> HashMap<String, f64> {
    #[derive(Deserialize)]
    struct File {
        model: Model,
    }
    #[derive(Deserialize)]
    struct Model {
        vocab: Vec<(String, f64)>,
    }
    serde_json::from_slice::<File>(json).map(|file| file.model.vocab.into_iter().collect()).unwrap_or_default()
}

fn floor_char(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte -= 1; // byte 0 is a boundary
    }
    byte
}

fn ceil_char(text: &str, mut byte: usize) -> usize {
    while !text.is_char_boundary(byte) {
        byte += 1; // the text's length is a boundary
    }
    byte
}
