//! `alam bench`: speed end to end, stage by stage, and beside the bare model.

use std::path::PathBuf;
use std::time::Instant;

use alam::bench::{bare, peak_memory_bytes};
use alam::input::{self, InputOptions};
use alam::pipeline::{Stage, Stats};
use alam::{ErrorRecord, Tagger};
use clap::Args;
use serde_json::{Map, Value, json};

use super::exit::{Failure, SUCCESS};
use super::tagging::TaggingArgs;

#[derive(Args)]
#[command(after_help = "\
Example:
  scripts/make_bench_corpus.py ../shared/data/text target/bench.jsonl
  alam bench target/bench.jsonl --articles 5000 --threads 2

Useful tokens are those the model reads without padding. Stage times are added up over all threads.")]
pub struct BenchArgs {
    /// Articles: folders, files
    #[arg(value_name = "CORPUS", required = true)]
    corpus: Vec<PathBuf>,
    /// Take only the first N articles
    #[arg(long, value_name = "N")]
    articles: Option<usize>,
    /// Do not run the bare session
    #[arg(long)]
    no_bare: bool,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    tagging: TaggingArgs,
}

/// Runs `alam bench`.
pub fn run(arguments: BenchArgs) -> Result<u8, Failure> {
    let begin = Instant::now();
    let tagger = arguments.tagging.tagger(arguments.tagging.options())?;
    let load = begin.elapsed().as_secs_f64();
    let limit = arguments.articles.unwrap_or(usize::MAX);
    let articles = || input::articles(&arguments.corpus, &InputOptions::default()).take(limit);
    let begin = Instant::now();
    let mut bytes = 0usize;
    for outcome in tagger.tag_iter(articles().map(|article| article.map_err(ErrorRecord::from))) {
        // What `alam tag` does with a record, but for the write itself.
        bytes += serde_json::to_vec(&outcome.map_err(|error| error.error.message).map_err(Failure::Usage)?)
            .map_or(0, |line| line.len());
    }
    let seconds = begin.elapsed().as_secs_f64();
    let peak = peak_memory_bytes();
    let mut report = end_to_end(&tagger, seconds);
    report.insert("load_seconds".to_owned(), json!(rounded(load)));
    report.insert("output_bytes".to_owned(), json!(bytes));
    report.insert("peak_memory_mib".to_owned(), json!(peak.map(|bytes| bytes >> 20)));
    if !arguments.no_bare {
        let all: Vec<_> = articles().flatten().collect();
        let bare = bare(&tagger, &all).map_err(Failure::Usage)?;
        let speed = bare.tokens as f64 / bare.time.as_secs_f64();
        let ours = Stats::get(&tagger.stats().tokens) as f64 / seconds;
        report.insert("bare_useful_tokens_per_second".to_owned(), json!(speed.round()));
        report.insert("share_of_bare".to_owned(), json!(rounded(ours / speed)));
    }
    if arguments.json {
        println!("{}", Value::Object(report));
    } else {
        print(&report);
    }
    Ok(SUCCESS)
}

fn end_to_end(tagger: &Tagger, seconds: f64) -> Map<String, Value> {
    let stats = tagger.stats();
    let [articles, words, tokens, padded] =
        [&stats.articles, &stats.words, &stats.tokens, &stats.padded_tokens].map(Stats::get);
    let rate = |count: u64| json!((count as f64 / seconds * 10.0).round() / 10.0);
    let total: f64 = Stage::ALL.iter().map(|(stage, _)| stats.time(*stage).as_secs_f64()).sum();
    let stages: Map<String, Value> = Stage::ALL
        .iter()
        .map(|(stage, name)| {
            let time = stats.time(*stage).as_secs_f64();
            ((*name).to_owned(), json!({"seconds": rounded(time), "share": rounded(time / total)}))
        })
        .collect();
    let report = json!({
        "model": tagger.model().name, "runtime": tagger.runtime().version, "threads": tagger.options().threads,
        "batch_tokens": tagger.options().batch_tokens, "articles": articles, "words": words, "seconds": rounded(seconds),
        "articles_per_second": rate(articles), "words_per_second": rate(words),
        "tokens_per_second": rate(padded), "useful_tokens_per_second": rate(tokens),
        "padding": rounded(1.0 - tokens as f64 / padded.max(1) as f64), "stages": stages,
    });
    match report {
        Value::Object(map) => map,
        _ => Map::new(), // json! of braces is an object
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

fn print(report: &Map<String, Value>) {
    for (key, value) in report {
        match value {
            Value::Object(stages) => {
                println!("{key}");
                for (name, stage) in stages {
                    let share = 100.0 * stage["share"].as_f64().unwrap_or_default();
                    println!("  {name:<10} {:>9.3} s {share:>6.1} %", stage["seconds"].as_f64().unwrap_or_default());
                }
            }
            Value::String(text) => println!("{key:<32} {text}"),
            other => println!("{key:<32} {other}"),
        }
    }
}
