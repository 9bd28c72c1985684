//! `alam model`: what a model holds, and whether it works here.

use std::path::PathBuf;

use alam::decode::LabelSet;
use alam::model::folder::Graph;
use alam::model::verify::verify;
use alam::model::{ModelFolder, PieceTokenizer, Runtime, SessionFactory};
use clap::{Args, Subcommand};

use super::exit::{Failure, SUCCESS, USAGE};

#[derive(Args)]
pub struct ModelArgs {
    #[command(subcommand)]
    command: ModelCommand,
}

#[derive(Subcommand)]
enum ModelCommand {
    /// Show labels, inputs, outputs, vocabulary, limits, checksum and warnings
    Inspect {
        /// The model's folder; without it, the model inside the program
        #[arg(value_name = "DIR", env = "ALAM_MODEL")]
        model: Option<PathBuf>,
        /// ONNX Runtime library to use
        #[arg(long, value_name = "PATH")]
        runtime: Option<PathBuf>,
    },
    /// Check that a model works here: a text in every script, finite logits, the longest row, batches, stored logits,
    /// int8 against fp32
    Verify {
        /// The model's folder; without it, the model inside the program
        #[arg(value_name = "DIR", env = "ALAM_MODEL")]
        model: Option<PathBuf>,
        /// ONNX Runtime library to use
        #[arg(long, value_name = "PATH")]
        runtime: Option<PathBuf>,
        /// Store the logits seen here as expected.json in the folder, for checks on other machines
        #[arg(long, requires = "model")]
        write_expected: bool,
    },
}

/// Runs `alam model`.
pub fn run(arguments: ModelArgs) -> Result<u8, Failure> {
    match arguments.command {
        ModelCommand::Inspect { model, runtime } => inspect(model, runtime),
        ModelCommand::Verify { model, runtime, write_expected } => check(model, runtime, write_expected),
    }
}

fn usage(error: impl std::fmt::Display) -> Failure {
    Failure::Usage(error.to_string())
}

fn inspect(model: Option<PathBuf>, runtime: Option<PathBuf>) -> Result<u8, Failure> {
    let folder = model.as_deref().map_or_else(ModelFolder::embedded, ModelFolder::open).map_err(usage)?;
    let tokenizer = PieceTokenizer::new(&folder).map_err(usage)?;
    let runtime = Runtime::find(runtime.as_deref()).map_err(usage)?;
    let factory = SessionFactory::new(&runtime, &folder, Default::default()).map_err(usage)?;
    let session = factory.session().map_err(usage)?;
    let labels = LabelSet::new(&folder.labels);
    let graph = match &folder.graph {
        Graph::File(path) => path.display().to_string(),
        Graph::Embedded(bytes) => format!("inside the program, {:.1} MB", bytes.len() as f64 / 1e6),
    };
    println!("name        {}", folder.name);
    println!("family      {}", if folder.family.is_empty() { "not said" } else { &folder.family });
    println!("graph       {graph}");
    println!("sha256      {}", folder.sha256().map_err(usage)?);
    println!("labels      {} ({:?}): {}", folder.labels.len(), labels.scheme, folder.labels.join(" "));
    println!("types       {}", labels.kinds.join(" "));
    println!("inputs      {}", session.input_names().join(" "));
    println!("output      {}", session.output_name());
    println!("vocabulary  {} entries, padding id {}", tokenizer.vocabulary_size(), tokenizer.pad_id);
    println!("around      {:?} … {:?}", tokenizer.prefix, tokenizer.suffix);
    println!("longest     {} tokens", folder.max_tokens);
    if !folder.temperature.is_empty() {
        let list: Vec<String> = folder.temperature.iter().map(|(kind, t)| format!("{kind} {t}")).collect();
        println!("temperature {}", list.join(", "));
    }
    println!("runtime     {} ({})", runtime.version, runtime.path.display());
    for warning in &folder.warnings {
        println!("warning     {warning}");
    }
    Ok(SUCCESS)
}

fn check(model: Option<PathBuf>, runtime: Option<PathBuf>, write_expected: bool) -> Result<u8, Failure> {
    let folder = model.as_deref().map_or_else(ModelFolder::embedded, ModelFolder::open).map_err(usage)?;
    let runtime = Runtime::find(runtime.as_deref()).map_err(usage)?;
    let stored = folder.expected.clone().filter(|_| !write_expected);
    let report = verify(&ModelFolder { expected: stored, ..folder.clone() }, &runtime).map_err(usage)?;
    println!("model     {} ({})", folder.name, folder.path.display());
    println!("runtime   {} ({})", runtime.version, runtime.path.display());
    for check in report.checks.iter().filter(|check| !write_expected || check.name != "expected") {
        println!("{:<9} {:<9} {}", check.outcome, check.name, check.detail);
    }
    if report.failed() {
        return Ok(USAGE);
    }
    if write_expected {
        let path = folder.path.join("expected.json");
        std::fs::write(&path, report.seen.to_json())
            .map_err(|error| Failure::Output { name: path.display().to_string(), error })?;
        println!("written   {}", path.display());
    }
    Ok(SUCCESS)
}
