//! `alam tag`: folders, files or standard input in, JSON Lines out.

use std::path::{Path, PathBuf};
use std::time::Instant;

use alam::fact::{FactKind, reference_date};
use alam::input::{self, InputFormat, InputOptions};
use alam::pipeline::Stats;
use alam::{ErrorRecord, FactScope, TagOptions, Tagger};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::exit::{ARTICLES_FAILED, Failure, SUCCESS};
use super::facts::PreferArg;
use super::output::{Flush, Output};
use super::progress::{Done, Progress};
use super::tagging::TaggingArgs;

#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub struct TagArgs {
    /// Folders, files, or - for standard input
    #[arg(value_name = "PATH", default_value = "-")]
    paths: Vec<PathBuf>,
    /// Write here instead of to standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write error records here instead of in their articles' places
    #[arg(long, value_name = "FILE")]
    error_log: Option<PathBuf>,
    /// First line: program, model and settings
    #[arg(long)]
    header: bool,
    /// When done, print counts and speed as JSON on standard error
    #[arg(long)]
    summary: bool,
    /// Write the article's text into its record
    #[arg(long)]
    with_text: bool,
    /// Pass further keys of JSON Lines articles through, under "meta"
    #[arg(long)]
    keep_meta: bool,
    /// Types to write, such as PER,ORG [default: all but MISC]
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    types: Option<Vec<String>>,
    /// Leave out entities with a lower score (0 to 1)
    #[arg(long, value_name = "X", default_value_t = 0.0)]
    min_score: f64,
    /// Language of articles that do not name theirs (ISO 639-1) [default: detected]
    #[arg(long, value_name = "XX")]
    lang: Option<String>,
    /// Facts to write: none, values (dates, money, numbers, …), or all
    #[arg(long, value_name = "SCOPE", default_value = "all", help_heading = "Facts")]
    facts: FactsArg,
    /// Types of value facts to write, such as DATE,MONEY [default: all]
    #[arg(long, value_name = "TYPES", value_delimiter = ',', help_heading = "Facts")]
    fact_types: Vec<String>,
    /// Date from which "yesterday" is counted in articles that do not say when they were published
    #[arg(long, value_name = "DATE", help_heading = "Facts")]
    reference_date: Option<String>,
    /// Where a weekday or a date without a year lies, if its sentence does not tell
    #[arg(long, value_name = "DIRECTION", default_value = "past", help_heading = "Facts")]
    prefer: PreferArg,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    tagging: TaggingArgs,
}

const EXAMPLES: &str = "\
Examples:
  alam tag articles/ -o tagged.jsonl
  alam tag wire.jsonl.zst --types PER,ORG --min-score 0.8
  zcat dump.jsonl.gz | alam tag - --input-format jsonl --keep-meta | jq -c '.entities[]'

Each line of the output is one article, in the order of the input; offsets are code points
(start, end) and UTF-8 bytes (start_byte, end_byte).";

/// How the input is read.
#[derive(Args, Debug)]
pub struct InputArgs {
    /// What the files hold [default: told by their names and first bytes]
    #[arg(long, value_name = "FORMAT", default_value = "auto", hide_default_value = true, help_heading = "Input")]
    input_format: FormatArg,
    /// Largest article in bytes; a larger one becomes an error record
    #[arg(long, value_name = "N", default_value_t = InputOptions::default().max_article_bytes, help_heading = "Input")]
    max_article_bytes: u64,
    /// Most bytes that one compressed file may unpack to [default: 1 GiB or 100 times its size]
    #[arg(long, value_name = "N", help_heading = "Input")]
    max_expanded_bytes: Option<u64>,
    /// Leave out malformed JSON Lines instead of writing error records for them
    #[arg(long, help_heading = "Input")]
    skip_bad_lines: bool,
}

/// [`InputFormat`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FormatArg {
    Auto,
    Text,
    Html,
    Jsonl,
}

impl InputArgs {
    /// The options of the library.
    pub fn options(&self) -> InputOptions {
        InputOptions {
            format: match self.input_format {
                FormatArg::Auto => InputFormat::Auto,
                FormatArg::Text => InputFormat::Text,
                FormatArg::Html => InputFormat::Html,
                FormatArg::Jsonl => InputFormat::Jsonl,
            },
            max_article_bytes: self.max_article_bytes,
            max_expanded_bytes: self.max_expanded_bytes,
            skip_bad_lines: self.skip_bad_lines,
        }
    }
}

/// [`FactScope`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum FactsArg {
    None,
    Values,
    All,
}

impl TagArgs {
    fn options(&self) -> Result<TagOptions, Failure> {
        let unknown = |name: &String| {
            Failure::Usage(format!(
                "--fact-types {name:?}: no such type: use DATE TIME DURATION SET MONEY PERCENT QUANTITY COUNT CARDINAL ORDINAL"
            ))
        };
        let no_date =
            |text: &String| Failure::Usage(format!("--reference-date {text:?}: no date: write it like 2025-06-03"));
        let fact_types = self.fact_types.iter().map(|name| FactKind::parse(name).ok_or_else(|| unknown(name)));
        let reference_date = self.reference_date.as_ref().map(|text| reference_date(text).ok_or_else(|| no_date(text)));
        Ok(TagOptions {
            facts: match self.facts {
                FactsArg::None => FactScope::None,
                FactsArg::Values => FactScope::Values,
                FactsArg::All => FactScope::All,
            },
            fact_types: fact_types.collect::<Result<_, _>>()?,
            prefer: self.prefer.into(),
            reference_date: reference_date.transpose()?,
            types: self.types.clone(),
            min_score: self.min_score,
            lang: self.lang.clone(),
            with_text: self.with_text,
            keep_meta: self.keep_meta,
            ..self.tagging.options()
        })
    }
}

/// Runs `alam tag`.
pub fn run(arguments: TagArgs) -> Result<u8, Failure> {
    let begin = Instant::now();
    if !(0.0..=1.0).contains(&arguments.min_score) {
        return Err(Failure::Usage(format!("--min-score {}: a score is between 0 and 1", arguments.min_score)));
    }
    let tagger = arguments.tagging.tagger(arguments.options()?)?;
    let stdin = arguments.paths.iter().any(|path| path == Path::new("-"));
    let flush = if stdin { Flush::EveryLine } else { Flush::WhenFull };
    let mut output = Output::open(arguments.output.as_deref(), flush)?;
    let mut error_log =
        arguments.error_log.as_deref().map(|path| Output::open(Some(path), Flush::EveryLine)).transpose()?;
    if arguments.header {
        output.write(&header(&tagger)?)?;
    }
    let articles = input::articles(&arguments.paths, &arguments.input.options());
    let skipped = articles.skipped();
    let progress = Progress::new(total_bytes(&arguments.paths));
    let mut done = Done::default();
    let mut failed = 0u64;
    for outcome in tagger.tag_iter(articles.map(|article| article.map_err(ErrorRecord::from))) {
        done.articles += 1;
        match outcome {
            Ok(record) => {
                done.words += record.words as u64;
                done.bytes += record.bytes as u64;
                output.write(&record)?;
            }
            Err(error) => {
                failed += 1;
                error_log.as_mut().unwrap_or(&mut output).write(&error)?;
            }
        }
        progress.show(done);
    }
    drop(progress);
    output.finish()?;
    if let Some(log) = error_log {
        log.finish()?;
    }
    if arguments.summary {
        let seconds = begin.elapsed().as_secs_f64();
        let tokens = Stats::get(&tagger.stats().tokens);
        let left_out = skipped.get();
        let summary = json!({"summary": {
            "articles": done.articles, "failed": failed, "skipped": {"hidden": left_out.hidden, "binary": left_out.binary, "special": left_out.special, "bad_lines": left_out.bad_lines}, "words": done.words,
            "tokens": tokens, "seconds": (seconds * 1e3).round() / 1e3,
            "words_per_second": (done.words as f64 / seconds).round(),
        }});
        eprintln!("{summary}");
    }
    std::mem::forget(tagger); // the process ends: the system takes a vocabulary back faster than we free its pieces
    Ok(if failed > 0 { ARTICLES_FAILED } else { SUCCESS })
}

/// The first line of an output with `--header`.
fn header(tagger: &Tagger) -> Result<serde_json::Value, Failure> {
    let (model, options) = (tagger.model(), tagger.options());
    let sha256 = model.sha256().map_err(|error| Failure::Usage(error.to_string()))?;
    Ok(json!({
        "alam": env!("CARGO_PKG_VERSION"),
        "model": {"name": model.name, "sha256": sha256},
        "settings": {
            "aggregation": options.strategy.name(), "types": options.types, "min_score": options.min_score,
            "lang": options.lang, "window_tokens": options.window_tokens, "overlap_tokens": options.overlap_tokens,
            "runtime": tagger.runtime().version,
        },
    }))
}

/// Bytes of all files given, for the time left; `None` where they tell nothing (streams, compressed files).
fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let mut total = 0;
    for path in paths {
        for entry in walkdir::WalkDir::new(path) {
            let entry = entry.ok()?;
            let packed = entry.path().extension().is_some_and(|extension| extension == "gz" || extension == "zst");
            if packed || path == Path::new("-") {
                return None;
            }
            total += entry.metadata().ok().filter(|metadata| metadata.is_file()).map_or(0, |metadata| metadata.len());
        }
    }
    Some(total)
}
