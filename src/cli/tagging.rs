//! Arguments that every subcommand with a tagger has: model, library, threads, batches, decoding.

use std::path::PathBuf;

use alam::decode::emission::Pooling;
use alam::model::session::SessionOptions;
use alam::{Strategy, TagOptions, Tagger};
use clap::{Args, ValueEnum};

use super::exit::Failure;

/// Model and speed.
#[derive(Args, Debug)]
pub struct TaggingArgs {
    /// Folder of another model (config.json, tokenizer.json, model.onnx) instead of the one inside the program
    #[arg(long, value_name = "DIR", env = "ALAM_MODEL", help_heading = "Model")]
    pub model: Option<PathBuf>,
    /// ONNX Runtime library to use
    #[arg(long, value_name = "PATH", help_heading = "Model")]
    pub runtime: Option<PathBuf>,
    /// How labels become spans; all but viterbi are those of the Hugging Face pipeline
    #[arg(long, value_name = "STRATEGY", default_value = "viterbi", help_heading = "Model")]
    pub aggregation: StrategyArg,
    /// How the pieces of a word give one label
    #[arg(long, value_name = "POOLING", default_value = "kind", help_heading = "Model")]
    pub pooling: PoolingArg,
    /// Tokens that the model reads at once, special ones included
    #[arg(long, value_name = "N", default_value_t = TagOptions::default().window_tokens, help_heading = "Model")]
    pub window_tokens: usize,
    /// Tokens that neighbouring windows of a long article share
    #[arg(long, value_name = "N", default_value_t = TagOptions::default().overlap_tokens, help_heading = "Model")]
    pub overlap_tokens: usize,
    /// Exact 8-bit products on CPUs without VNNI (slower)
    #[arg(long, help_heading = "Model")]
    pub precise: bool,
    /// Articles worked on at a time, each by one thread [default: the number of cores]
    #[arg(long, value_name = "N", help_heading = "Speed")]
    pub threads: Option<usize>,
    /// Tokens in a batch, padding included; changes speed, never the output
    #[arg(long, value_name = "N", default_value_t = TagOptions::default().batch_tokens, help_heading = "Speed")]
    pub batch_tokens: usize,
}

/// [`Strategy`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum StrategyArg {
    None,
    Simple,
    First,
    Average,
    Max,
    Viterbi,
}

/// [`Pooling`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum PoolingArg {
    Kind,
    First,
    Mean,
    Max,
}

impl TaggingArgs {
    /// The options of the library that these arguments stand for.
    pub fn options(&self) -> TagOptions {
        let default = TagOptions::default();
        TagOptions {
            threads: self.threads.unwrap_or(default.threads),
            batch_tokens: self.batch_tokens,
            window_tokens: self.window_tokens,
            overlap_tokens: self.overlap_tokens,
            strategy: match self.aggregation {
                StrategyArg::None => Strategy::None,
                StrategyArg::Simple => Strategy::Simple,
                StrategyArg::First => Strategy::First,
                StrategyArg::Average => Strategy::Average,
                StrategyArg::Max => Strategy::Max,
                StrategyArg::Viterbi => Strategy::Viterbi,
            },
            pooling: match self.pooling {
                PoolingArg::Kind => Pooling::Kind,
                PoolingArg::First => Pooling::First,
                PoolingArg::Mean => Pooling::Mean,
                PoolingArg::Max => Pooling::Max,
            },
            ..default
        }
    }

    /// Loads the tagger.
    pub fn tagger(&self, options: TagOptions) -> Result<Tagger, Failure> {
        let session = SessionOptions { precise: self.precise, ..SessionOptions::default() };
        let mut builder = Tagger::builder().options(options).session(session);
        if let Some(model) = &self.model {
            builder = builder.model(model);
        }
        if let Some(runtime) = &self.runtime {
            builder = builder.runtime(runtime);
        }
        Ok(builder.build()?)
    }
}
