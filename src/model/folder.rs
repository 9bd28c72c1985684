//! A model's folder: a Hugging Face export with `config.json`, `tokenizer.json` and `model.onnx`, from disk or compiled in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Names under which exporters write the graph, in the order of preference.
const ONNX_NAMES: &[&str] = &[
    "model.onnx",
    "onnx/model.onnx",
    "model_quantized.onnx",
    "onnx/model_quantized.onnx",
    "model_int8.onnx",
    "onnx/model_int8.onnx",
];

/// Model families whose position table begins behind the padding index, so that two positions are lost.
const OFFSET_POSITIONS: &[&str] = &["roberta", "xlm-roberta", "camembert", "xlm-roberta-xl", "mpnet", "xmod"];

/// `model_max_length` values above this mean "no limit was written".
const NO_LIMIT: f64 = 1e6;

/// What is wrong with a model folder.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The folder is not there.
    #[error("model {folder:?}: no such folder: give a folder with config.json, tokenizer.json and model.onnx")]
    NoFolder {
        /// As given.
        folder: PathBuf,
    },
    /// A file is not there.
    #[error("model {folder:?}: {file} is missing: {remedy}")]
    MissingFile {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: String,
        /// What to do.
        remedy: &'static str,
    },
    /// A file cannot be read.
    #[error("model {folder:?}: {file} cannot be read: {source}")]
    Unreadable {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A file holds something else than it should.
    #[error("model {folder:?}: {file}: {reason}")]
    Invalid {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// No model is compiled in, and none was given.
    #[error("no model: this build has none inside; give one with --model DIR or ALAM_MODEL")]
    NotEmbedded,
}

/// Where the graph is.
#[derive(Debug, Clone)]
pub enum Graph {
    /// A file; external data beside it work.
    File(PathBuf),
    /// Compiled into the program.
    Embedded(&'static [u8]),
}

/// The files of a model, read and checked.
#[derive(Debug, Clone)]
pub struct ModelFolder {
    /// The folder's name, or `default` for the model compiled in.
    pub name: String,
    /// The folder; `(embedded)` for the model compiled in.
    pub path: PathBuf,
    /// Labels by class index.
    pub labels: Vec<String>,
    /// `model_type` of `config.json`.
    pub family: String,
    /// The most tokens a row may hold, special ones included.
    pub max_tokens: usize,
    /// The padding token's id, as `config.json` or the tokenizer's files say.
    pub pad_id: Option<u32>,
    /// The padding token's text.
    pub pad_token: Option<String>,
    /// Calibration: the temperature by which logits are divided before scores, by type.
    pub temperature: BTreeMap<String, f32>,
    /// `tokenizer.json`.
    pub tokenizer: Cow<'static, [u8]>,
    /// The graph.
    pub graph: Graph,
    /// `expected.json`, if there is one: see [`super::expected`].
    pub expected: Option<Cow<'static, [u8]>>,
    /// What a user of the model should know.
    pub warnings: Vec<String>,
}

/// What is read of `config.json`.
#[derive(Debug, Deserialize)]
struct Config {
    #[serde(default)]
    model_type: String,
    id2label: Option<Value>,
    num_labels: Option<usize>,
    max_position_embeddings: Option<usize>,
    pad_token_id: Option<u32>,
    #[serde(default)]
    alam: AlamConfig,
}

/// Keys that `alam`'s own training writes into `config.json`.
#[derive(Debug, Default, Deserialize)]
struct AlamConfig {
    #[serde(default)]
    temperature: BTreeMap<String, f32>,
}

/// What is read of `tokenizer_config.json`.
#[derive(Debug, Default, Deserialize)]
struct TokenizerConfig {
    model_max_length: Option<f64>,
    pad_token: Option<Token>,
}

/// A special token, written as its text or as an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Token {
    Text(String),
    Object { content: String },
}

#[cfg(feature = "embedded-model")]
mod embedded {
    pub const CONFIG: &[u8] = include_bytes!("../../models/default/config.json");
    pub const TOKENIZER: &[u8] = include_bytes!("../../models/default/tokenizer.json");
    pub const TOKENIZER_CONFIG: &[u8] = include_bytes!("../../models/default/tokenizer_config.json");
    pub const EXPECTED: &[u8] = include_bytes!("../../models/default/expected.json");
    pub const GRAPH: &[u8] = include_bytes!("../../models/default/model.onnx");
}

impl ModelFolder {
    /// The model compiled into the program.
    ///
    /// # Errors
    /// [`ModelError::NotEmbedded`] in a build without the feature `embedded-model`.
    pub fn embedded() -> Result<Self, ModelError> {
        #[cfg(feature = "embedded-model")]
        {
            let folder = Self::build(
                "default".to_owned(),
                PathBuf::from("(embedded)"),
                embedded::CONFIG,
                Some(embedded::TOKENIZER_CONFIG),
                Cow::Borrowed(embedded::TOKENIZER),
                Graph::Embedded(embedded::GRAPH),
            )?;
            Ok(Self { expected: Some(Cow::Borrowed(embedded::EXPECTED)), ..folder })
        }
        #[cfg(not(feature = "embedded-model"))]
        Err(ModelError::NotEmbedded)
    }

    /// Reads a folder on disk; the graph itself is read by the session.
    ///
    /// # Errors
    /// A [`ModelError`] that names the file, what is wrong with it and what to do.
    pub fn open(path: &Path) -> Result<Self, ModelError> {
        if !path.is_dir() {
            return Err(ModelError::NoFolder { folder: path.to_owned() });
        }
        let graph = ONNX_NAMES.iter().map(|name| path.join(name)).find(|file| file.is_file()).ok_or_else(|| {
            ModelError::MissingFile {
                folder: path.to_owned(),
                file: "model.onnx".to_owned(),
                remedy: "export the model with scripts/export_model.py",
            }
        })?;
        if let Some(pointer) = [&graph, &path.join("tokenizer.json")].into_iter().find(|file| is_lfs_pointer(file)) {
            return Err(ModelError::Invalid {
                folder: path.to_owned(),
                file: pointer.strip_prefix(path).unwrap_or(pointer).display().to_string(),
                reason: "is a pointer of Git LFS, not the file itself: run \"git lfs pull\" where it was cloned"
                    .to_owned(),
            });
        }
        let config = read(path, "config.json", "copy it from the checkpoint; it names the labels")?;
        let tokenizer = read(
            path,
            "tokenizer.json",
            "save the tokenizer as a fast one (scripts/export_model.py does); vocab.txt alone is not enough",
        )?;
        let tokenizer_config = std::fs::read(path.join("tokenizer_config.json")).ok();
        let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
        let folder = Self::build(
            name,
            path.to_owned(),
            &config,
            tokenizer_config.as_deref(),
            Cow::Owned(tokenizer),
            Graph::File(graph),
        )?;
        let expected = std::fs::read(path.join("expected.json")).ok().map(Cow::Owned);
        Ok(Self { expected, ..folder })
    }

    fn build(
        name: String,
        path: PathBuf,
        config: &[u8],
        tokenizer_config: Option<&[u8]>,
        tokenizer: Cow<'static, [u8]>,
        graph: Graph,
    ) -> Result<Self, ModelError> {
        let invalid =
            |file: &str, reason: String| ModelError::Invalid { folder: path.clone(), file: file.to_owned(), reason };
        let config: Config = serde_json::from_slice(config)
            .map_err(|error| invalid("config.json", format!("{error}: copy it again from the checkpoint")))?;
        let mut warnings = Vec::new();
        let tokenizer_config = match tokenizer_config.map(serde_json::from_slice::<TokenizerConfig>) {
            Some(Ok(config)) => config,
            Some(Err(error)) => {
                return Err(invalid("tokenizer_config.json", format!("{error}: copy it again from the checkpoint")));
            }
            None => {
                warnings.push("tokenizer_config.json is missing: the longest row is taken from config.json".to_owned());
                TokenizerConfig::default()
            }
        };
        let labels = labels(&config).map_err(|reason| invalid("config.json", reason))?;
        let max_tokens = max_tokens(&config, &tokenizer_config);
        let pad_token = tokenizer_config.pad_token.map(|token| match token {
            Token::Text(text) | Token::Object { content: text } => text,
        });
        Ok(Self {
            name,
            path: path.clone(),
            labels,
            family: config.model_type,
            max_tokens,
            pad_id: config.pad_token_id,
            pad_token,
            temperature: config.alam.temperature,
            tokenizer,
            graph,
            expected: None,
            warnings,
        })
    }

    /// The position of a row's first token, for graphs that want `position_ids`: some families count from behind their
    /// padding id.
    pub fn first_position(&self) -> u32 {
        let behind_padding = OFFSET_POSITIONS.contains(&self.family.as_str());
        if behind_padding { self.pad_id.map_or(2, |id| id + 1) } else { 0 }
    }

    /// The SHA-256 of the graph, in hexadecimal digits.
    ///
    /// # Errors
    /// [`ModelError::Unreadable`] if the file cannot be read.
    pub fn sha256(&self) -> Result<String, ModelError> {
        let mut hash = Sha256::new();
        match &self.graph {
            Graph::Embedded(bytes) => hash.update(bytes),
            Graph::File(file) => {
                std::fs::File::open(file)
                    .and_then(|mut open| std::io::copy(&mut open, &mut HashWriter(&mut hash)))
                    .map_err(|source| ModelError::Unreadable {
                        folder: self.path.clone(),
                        file: file.display().to_string(),
                        source,
                    })?;
            }
        }
        Ok(hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}"); // writing into a string does not fail
            hex
        }))
    }
}

struct HashWriter<'a>(&'a mut Sha256);

impl std::io::Write for HashWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Whether a file is only Git LFS's note of where the real one lies: a clone without `git lfs` leaves these.
fn is_lfs_pointer(file: &Path) -> bool {
    let mut begin = [0; 40];
    let read = std::fs::File::open(file).and_then(|mut open| std::io::Read::read(&mut open, &mut begin));
    read.is_ok_and(|count| begin[..count].starts_with(b"version https://git-lfs"))
}

fn read(folder: &Path, file: &str, remedy: &'static str) -> Result<Vec<u8>, ModelError> {
    std::fs::read(folder.join(file)).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => {
            ModelError::MissingFile { folder: folder.to_owned(), file: file.to_owned(), remedy }
        }
        _ => ModelError::Unreadable { folder: folder.to_owned(), file: file.to_owned(), source },
    })
}

/// Labels by class index; `id2label` must name every index from 0.
fn labels(config: &Config) -> Result<Vec<String>, String> {
    let table =
        config.id2label.as_ref().ok_or("has no \"id2label\": export the model with its labels, or add them by hand")?;
    let remedy = "take the config.json that was saved with this model";
    let table =
        table.as_object().ok_or_else(|| format!("\"id2label\" is not an object of index and label: {remedy}"))?;
    let mut labels = vec![None; table.len()];
    for (id, label) in table {
        let slot = id.parse::<usize>().ok().and_then(|id| labels.get_mut(id));
        let last = table.len() - 1; // the table has this key at least
        let slot = slot.ok_or_else(|| format!("\"id2label\" has the key {id:?}, expected 0 to {last}: {remedy}"))?;
        let label =
            label.as_str().ok_or_else(|| format!("\"id2label\" gives {id} the label {label}, not a text: {remedy}"))?;
        *slot = Some(label.to_owned());
    }
    if let Some(count) = config.num_labels.filter(|&count| count != table.len()) {
        return Err(format!("\"num_labels\" is {count}, but \"id2label\" names {} labels: {remedy}", table.len()));
    }
    let labels: Option<Vec<String>> = labels.into_iter().collect();
    match labels.filter(|labels| !labels.is_empty()) {
        None => Err(format!("\"id2label\" is empty or names an index twice: {remedy}")),
        Some(labels) if labels.iter().all(|label| label == "O" || label.trim().is_empty()) => {
            Err(format!("\"id2label\" names no type, only {labels:?}: {remedy}"))
        }
        Some(labels) => Ok(labels),
    }
}

fn max_tokens(config: &Config, tokenizer_config: &TokenizerConfig) -> usize {
    /// A limit for models that state none: attention grows with the square of the length.
    const DEFAULT: usize = 512;
    let lost = if OFFSET_POSITIONS.contains(&config.model_type.as_str()) { 2 } else { 0 };
    let positions = config.max_position_embeddings.map(|n| n.saturating_sub(lost));
    let written = tokenizer_config.model_max_length.filter(|&n| (1.0..NO_LIMIT).contains(&n)).map(|n| n as usize);
    match (positions, written) {
        (Some(a), Some(b)) => a.min(b),
        (Some(n), None) | (None, Some(n)) => n,
        (None, None) => DEFAULT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(json: &str) -> Result<Vec<String>, String> {
        labels(&serde_json::from_str(json).map_err(|e| e.to_string())?)
    }

    #[test]
    fn labels_come_in_the_order_of_their_ids() {
        assert!(config(r#"{"id2label":{"1":"B-PER","0":"O","10":"x"}}"#).is_err());
        assert_eq!(config(r#"{"id2label":{"1":"B-PER","0":"O"}}"#), Ok(vec!["O".to_owned(), "B-PER".to_owned()]));
    }

    #[test]
    fn a_config_without_labels_says_what_to_do() {
        insta::assert_snapshot!(config("{}").unwrap_err(), @r#"has no "id2label": export the model with its labels, or add them by hand"#);
    }

    #[test]
    fn roberta_loses_two_positions() {
        let config: Result<Config, _> =
            serde_json::from_str(r#"{"model_type":"xlm-roberta","max_position_embeddings":514}"#);
        assert_eq!(config.map(|c| max_tokens(&c, &TokenizerConfig::default())).ok(), Some(512));
    }
}
