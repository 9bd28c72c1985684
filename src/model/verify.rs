//! Whether a model works here: a probe text in every script goes through tokenizer and graph, and what comes out is
//! held against the model's own files.
//!
//! Enters: a folder and a library. Leaves: a [`Report`]. Knows nothing of articles.

use std::fmt;

use ndarray::{Array2, ArrayView2, Axis};

use super::batch::Batch;
use super::copy::ModelCopy;
use super::expected::Expected;
use super::folder::{Graph, ModelError, ModelFolder};
use super::runtime::{Runtime, RuntimeError};
use super::session::{Session, SessionFactory, SessionOptions};
use super::tokenizer::PieceTokenizer;

/// A text of our own in each of a dozen scripts: language code, tab, text.
const PROBES: &str = include_str!("probes.tsv");

/// Two graphs of one model that agree on fewer labels than this are hardly the same model.
const MIN_SHARE: f64 = 0.8;

/// Below this share of equal labels the quantised graph deserves a look at its F1.
const GOOD_SHARE: f64 = 0.97;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// The model works, but a user should know this.
    Warned,
    /// The model should not be used before this is mended.
    Failed,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Passed => "ok",
            Self::Warned => "warning",
            Self::Failed => "FAILED",
        })
    }
}

/// One check with its result in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked, in a word.
    pub name: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was seen and, where it failed, what to do.
    pub detail: String,
}

/// All checks, and the logits that were seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// In the order in which they were made.
    pub checks: Vec<Check>,
    /// What `expected.json` should hold for this model on this machine.
    pub seen: Expected,
}

impl Report {
    /// Whether a check failed.
    pub fn failed(&self) -> bool {
        self.checks.iter().any(|check| check.outcome == Outcome::Failed)
    }
}

/// Why a model could not even be tried.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The model's files.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The ONNX Runtime library.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// A probe text did not go through the tokenizer or the graph.
    #[error("model {folder:?}: the text {text:?} does not go through: {reason}: export the model again")]
    Probe {
        /// The folder.
        folder: std::path::PathBuf,
        /// The beginning of the text.
        text: String,
        /// What the tokenizer or ONNX Runtime says.
        reason: String,
    },
}

/// Checks a model: labels, finite logits, the longest row, the same logits alone and in a batch, those of `expected.json`, and
/// those of the fp32 graph where the folder holds one beside the quantised one.
///
/// # Errors
/// A [`VerifyError`] if the model cannot be loaded or run at all.
pub fn verify(folder: &ModelFolder, runtime: &Runtime) -> Result<Report, VerifyError> {
    let tokenizer = PieceTokenizer::new(folder)?;
    let mut session = SessionFactory::new(runtime, folder, SessionOptions::default())?.session()?;
    let probes = Probes::new(folder, &tokenizer)?;
    let alone = probes.alone(&mut session)?;
    let mut checks = vec![
        Check {
            name: "labels",
            outcome: Outcome::Passed,
            detail: format!("{} in config.json and in the graph", folder.labels.len()),
        },
        probes.known(&tokenizer),
        finite(&alone),
        longest(folder, &tokenizer, &probes, &mut session),
        batches(&probes, &tokenizer, &alone, &mut session)?,
    ];
    let seen = Expected::new(folder.sha256()?, &runtime.version, &probes.texts, &probes.rows, &alone);
    checks.push(expected(folder, &seen)?);
    if let Some((name, other)) = other_graph(folder) {
        let mut other = SessionFactory::new(runtime, &other, SessionOptions::default())?.session()?;
        checks.push(compared(name, &alone, &probes.alone(&mut other)?));
    }
    Ok(Report { checks, seen })
}

/// The probe texts and their rows of token ids, special ones included.
struct Probes<'a> {
    folder: &'a ModelFolder,
    langs: Vec<&'static str>,
    texts: Vec<&'static str>,
    rows: Vec<Vec<u32>>,
}

impl<'a> Probes<'a> {
    fn new(folder: &'a ModelFolder, tokenizer: &PieceTokenizer) -> Result<Self, VerifyError> {
        let mut probes = Self { folder, langs: Vec::new(), texts: Vec::new(), rows: Vec::new() };
        let room = folder.max_tokens.saturating_sub(tokenizer.special_tokens());
        for (lang, text) in PROBES.lines().filter_map(|line| line.split_once('\t')) {
            let pieces = tokenizer.pieces(&ModelCopy::raw(text), 0).map_err(|reason| probes.error(text, reason))?;
            let row = tokenizer.prefix.iter().copied();
            let row = row.chain(pieces.iter().take(room).map(|p| p.id)).chain(tokenizer.suffix.iter().copied());
            probes.rows.push(row.collect());
            probes.langs.push(lang);
            probes.texts.push(text);
        }
        Ok(probes)
    }

    fn error(&self, text: &str, reason: String) -> VerifyError {
        VerifyError::Probe { folder: self.folder.path.clone(), text: text.chars().take(20).collect(), reason }
    }

    /// The logits of each text alone, without padding, `[tokens, labels]`.
    fn alone(&self, session: &mut Session) -> Result<Vec<Array2<f32>>, VerifyError> {
        self.rows
            .iter()
            .zip(&self.texts)
            .map(|(row, text)| {
                session
                    .infer(&unpadded(row), |logits| logits.index_axis(Axis(0), 0).to_owned())
                    .map_err(|reason| self.error(text, reason))
            })
            .collect()
    }

    /// How much of each text the vocabulary knows.
    fn known(&self, tokenizer: &PieceTokenizer) -> Check {
        let special = tokenizer.special_tokens();
        let strange: Vec<&str> = self
            .rows
            .iter()
            .zip(&self.langs)
            .filter(|(row, _)| {
                let unknown = row.iter().filter(|&&id| Some(id) == tokenizer.unknown_id()).count();
                row.len() <= special || unknown * 2 > row.len() - special
            })
            .map(|(_, lang)| *lang)
            .collect();
        let (outcome, detail) = if strange.is_empty() {
            (Outcome::Passed, format!("the vocabulary knows the scripts of {} texts", self.texts.len()))
        } else {
            let list = strange.join(", ");
            (Outcome::Warned, format!("most of the text is unknown to the vocabulary in: {list}; do not use it there"))
        };
        Check { name: "scripts", outcome, detail }
    }
}

fn unpadded(row: &[u32]) -> Batch {
    let ids = Array2::from_shape_fn((1, row.len()), |(_, at)| i64::from(row[at]));
    Batch { mask: Array2::ones(ids.dim()), ids, rows: vec![0] }
}

fn finite(alone: &[Array2<f32>]) -> Check {
    let odd = alone.iter().flatten().filter(|value| !value.is_finite()).count();
    let (outcome, detail) = if odd == 0 {
        (Outcome::Passed, format!("all logits of {} texts are finite numbers", alone.len()))
    } else {
        (Outcome::Failed, format!("{odd} logits are not finite: export the model again, in fp32 if it was in fp16"))
    };
    Check { name: "numbers", outcome, detail }
}

/// Whether a row of the length that the files promise goes through.
fn longest(folder: &ModelFolder, tokenizer: &PieceTokenizer, probes: &Probes<'_>, session: &mut Session) -> Check {
    let special = tokenizer.special_tokens();
    let pieces = probes.rows.iter().flat_map(|row| &row[tokenizer.prefix.len()..row.len() - tokenizer.suffix.len()]);
    let fill: Vec<u32> = pieces.copied().collect();
    let length = folder.max_tokens.min(4096); // the tagger's windows are far shorter
    let middle = fill.iter().cycle().take(length.saturating_sub(special)).copied();
    let row: Vec<u32> =
        tokenizer.prefix.iter().copied().chain(middle).chain(tokenizer.suffix.iter().copied()).collect();
    let (outcome, detail) = match session.infer(&unpadded(&row), |_| ()) {
        Ok(()) => (Outcome::Passed, format!("a row of {length} tokens goes through")),
        Err(reason) => (
            Outcome::Failed,
            format!(
                "a row of {length} tokens does not go through ({reason}): lower model_max_length in tokenizer_config.json"
            ),
        ),
    };
    Check { name: "longest", outcome, detail }
}

/// Whether a text's logits are the same in a padded batch.
fn batches(
    probes: &Probes<'_>,
    tokenizer: &PieceTokenizer,
    alone: &[Array2<f32>],
    session: &mut Session,
) -> Result<Check, VerifyError> {
    let batch = Batch::new((0..probes.rows.len()).collect(), &probes.rows, tokenizer.pad_id, probes.folder.max_tokens);
    let together = session
        .infer(&batch, |logits| {
            let rows = logits.axis_iter(Axis(0)).zip(alone);
            rows.map(|(row, alone)| row.slice(ndarray::s![..alone.nrows(), ..]).to_owned()).collect::<Vec<_>>()
        })
        .map_err(|reason| probes.error("(all in one batch)", reason))?;
    let difference = Difference::of(alone, &together);
    let (outcome, detail) = if difference.largest == 0.0 {
        (Outcome::Passed, "logits are the same bit for bit alone and in a padded batch".to_owned())
    } else {
        let remedy = if difference.other_labels > 0 {
            "; quantise it with static ranges (scripts/export_model.py --int8)"
        } else {
            "; scores may differ in the last decimals from run to run with other articles"
        };
        (
            Outcome::Warned,
            format!("a padded batch changes logits by up to {:.1e}, and {difference}{remedy}", difference.largest),
        )
    };
    Ok(Check { name: "batches", outcome, detail })
}

/// The logits against those stored beside the model.
fn expected(folder: &ModelFolder, seen: &Expected) -> Result<Check, VerifyError> {
    let Some(stored) = &folder.expected else {
        let detail = "no expected.json in the folder: write one where the model is known to work (--write-expected)";
        return Ok(Check { name: "expected", outcome: Outcome::Warned, detail: detail.to_owned() });
    };
    let stored = Expected::parse(stored).map_err(|reason| ModelError::Invalid {
        folder: folder.path.clone(),
        file: "expected.json".to_owned(),
        reason: format!("{reason}: write it again with \"alam model verify --write-expected\""),
    })?;
    let (outcome, detail) = match seen.compare(&stored) {
        Ok(largest) => (
            Outcome::Passed,
            format!(
                "logits are those of expected.json (largest difference {largest:.1e}, allowed {})",
                stored.tolerance
            ),
        ),
        Err(reason) => (Outcome::Failed, reason),
    };
    Ok(Check { name: "expected", outcome, detail })
}

/// The fp32 graph beside a quantised one, or the other way round, with its name.
fn other_graph(folder: &ModelFolder) -> Option<(&'static str, ModelFolder)> {
    let Graph::File(used) = &folder.graph else { return None };
    ["model_fp32.onnx", "model_quantized.onnx", "model_int8.onnx"].into_iter().find_map(|name| {
        let path = used.with_file_name(name);
        let other = path.is_file() && path != *used;
        other.then(|| (name, ModelFolder { graph: Graph::File(path), ..folder.clone() }))
    })
}

fn compared(name: &str, alone: &[Array2<f32>], other: &[Array2<f32>]) -> Check {
    let difference = Difference::of(alone, other);
    let share = 1.0 - difference.other_labels as f64 / difference.tokens.max(1) as f64;
    let outcome = match share {
        share if share >= GOOD_SHARE => Outcome::Passed,
        share if share >= MIN_SHARE => Outcome::Warned,
        _ => Outcome::Failed,
    };
    let remedy = match outcome {
        Outcome::Passed => "",
        Outcome::Warned => "; compare their F1 with \"alam eval\" before you use it",
        Outcome::Failed => "; quantise again with more text of your kind (scripts/export_model.py --calibrate)",
    };
    let detail = format!(
        "{:.1} % of {} tokens get the same label from {name} (largest difference of a logit {:.2}){remedy}",
        share * 100.0,
        difference.tokens,
        difference.largest
    );
    Check { name: "int8", outcome, detail }
}

/// How far two sets of logits are apart.
struct Difference {
    largest: f32,
    tokens: usize,
    other_labels: usize,
}

impl Difference {
    fn of(one: &[Array2<f32>], other: &[Array2<f32>]) -> Self {
        let mut out = Self { largest: 0.0, tokens: 0, other_labels: 0 };
        for (one, other) in one.iter().zip(other) {
            out.tokens += one.nrows();
            for (a, b) in one.rows().into_iter().zip(other.rows()) {
                out.other_labels += usize::from(best(a.view()) != best(b.view()));
            }
            out.largest = out.largest.max(largest_difference(one.view(), other.view()));
        }
        out
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the label of {} of {} tokens", self.other_labels, self.tokens)
    }
}

fn best(row: ndarray::ArrayView1<'_, f32>) -> usize {
    row.iter()
        .enumerate()
        .fold((0, f32::NEG_INFINITY), |top, (at, &value)| if value > top.1 { (at, value) } else { top })
        .0
}

/// The largest difference of two values at one place; infinite where one of them is no number.
pub(super) fn largest_difference(one: ArrayView2<'_, f32>, other: ArrayView2<'_, f32>) -> f32 {
    let apart = |(a, b): (&f32, &f32)| {
        if a == b { 0.0 } else { Some((a - b).abs()).filter(|d| d.is_finite()).unwrap_or(f32::INFINITY) }
    };
    one.iter().zip(other).map(apart).fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logits(labels: &[usize]) -> Vec<Array2<f32>> {
        vec![Array2::from_shape_fn((labels.len(), 3), |(at, label)| if labels[at] == label { 1.0 } else { 0.0 })]
    }

    #[test]
    fn graphs_that_disagree_are_told() {
        let fp32 = logits(&[0, 1, 2, 0, 1, 2, 0, 0, 0, 0]);
        let outcome = |labels: &[usize]| compared("model_fp32.onnx", &fp32, &logits(labels)).outcome;
        assert_eq!(outcome(&[0, 1, 2, 0, 1, 2, 0, 0, 0, 0]), Outcome::Passed);
        assert_eq!(outcome(&[0, 1, 2, 0, 1, 2, 0, 0, 0, 1]), Outcome::Warned);
        assert_eq!(outcome(&[0, 1, 2, 0, 1, 2, 0, 1, 1, 1]), Outcome::Failed);
    }

    #[test]
    fn a_logit_that_is_no_number_is_noticed() {
        let mut odd = logits(&[0, 1]);
        odd[0][[1, 1]] = f32::NAN;
        assert_eq!(finite(&odd).outcome, Outcome::Failed);
        assert_eq!(Difference::of(&odd, &logits(&[0, 1])).largest, f32::INFINITY);
    }
}
