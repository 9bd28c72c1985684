//! `alam facts`: the facts of a line typed by hand, or of JSON Lines articles.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use alam::fact::{FactFinder, FactInput, FactKind, FactOptions, FoundFact, Prefer, dateline, reference_date};
use alam::text::{OffsetIndex, words};

/// Arguments of `alam facts`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct FactsArgs {
    /// The text, or `-` for standard input
    #[arg(required = true)]
    pub text: Vec<String>,
    /// Language of the text (ISO 639-1); detected if absent
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// Date from which relative dates are counted (ISO 8601)
    #[arg(long, value_name = "DATE")]
    pub reference_date: Option<String>,
    /// Where a weekday or a date without a year is looked for
    #[arg(long, value_name = "DIRECTION", default_value = "past")]
    pub prefer: PreferArg,
    /// How standard input is read
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub input_format: FactsFormat,
    /// Only facts of these types, separated by commas (DATE, MONEY, …)
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    pub fact_types: Vec<String>,
}

/// Direction of open dates.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum PreferArg {
    /// The nearest one in the past
    #[default]
    Past,
    /// The nearest one in the future
    Future,
    /// The nearest one
    Nearest,
}

impl From<PreferArg> for Prefer {
    fn from(arg: PreferArg) -> Self {
        match arg {
            PreferArg::Past => Self::Past,
            PreferArg::Future => Self::Future,
            PreferArg::Nearest => Self::Nearest,
        }
    }
}

/// How standard input is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FactsFormat {
    /// One text
    #[default]
    Text,
    /// One article a line: {"id", "text", "lang", "published"}
    Jsonl,
}

/// An article of JSON Lines, as far as facts need it.
#[derive(Debug, Deserialize)]
struct Article {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    published: Option<String>,
}

/// A fact with its place in code points.
#[derive(Debug, Serialize)]
struct Line<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    text: &'a str,
    start: usize,
    end: usize,
    value: &'a Map<String, Value>,
}

/// What `alam facts` can end with.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// The reference date is no date.
    #[error("--reference-date {0:?}: not a date: write it like 2025-06-03")]
    ReferenceDate(String),
    /// A type is unknown.
    #[error("--fact-types {0:?}: no such type: DATE TIME DURATION SET MONEY PERCENT QUANTITY COUNT CARDINAL ORDINAL")]
    Type(String),
    /// A line is no article.
    #[error("standard input:{line}: {source}")]
    Line {
        /// Number of the line, from 1.
        line: usize,
        /// What JSON says.
        source: serde_json::Error,
    },
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Runs `alam facts`.
///
/// # Errors
/// If an argument is wrong, a line is no article, or reading or writing fails.
pub fn run(args: &FactsArgs, input: &mut dyn BufRead, output: &mut dyn Write) -> Result<(), FactsError> {
    let types = args.fact_types.iter().map(|t| FactKind::parse(t).ok_or_else(|| FactsError::Type(t.clone())));
    let options = FactOptions { prefer: args.prefer.into(), types: types.collect::<Result<_, _>>()? };
    let finder = FactFinder::new(options);
    let reference = match &args.reference_date {
        Some(text) => Some(reference_date(text).ok_or_else(|| FactsError::ReferenceDate(text.clone()))?),
        None => None,
    };
    let find = |text: &str, lang: Option<&str>, published: Option<&str>| -> Vec<FoundFact> {
        let lang = lang.or(args.lang.as_deref()).map(str::to_owned).or_else(|| alam::lang::detect(text));
        let lang = lang.unwrap_or_default();
        let reference = published.and_then(reference_date).or(reference).or_else(|| dateline(text, &lang));
        let words = words(text);
        finder.find(&FactInput { text, words: &words, lang: &lang, reference, places: &[] })
    };
    if args.text == ["-"] && args.input_format == FactsFormat::Jsonl {
        for (number, line) in input.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let article: Article =
                serde_json::from_str(&line).map_err(|source| FactsError::Line { line: number + 1, source })?;
            let facts = find(&article.text, article.lang.as_deref(), article.published.as_deref());
            let facts = lines(&article.text, &facts);
            let mut record = Map::new();
            record.insert("id".into(), article.id);
            record.insert("facts".into(), serde_json::to_value(facts).unwrap_or_default());
            writeln!(output, "{}", Value::Object(record))?;
        }
        return Ok(());
    }
    let text = if args.text == ["-"] { io::read_to_string(input)? } else { args.text.join(" ") };
    let facts = find(&text, None, None);
    for line in lines(&text, &facts) {
        writeln!(output, "{}", serde_json::to_string(&line).unwrap_or_default())?;
    }
    Ok(())
}

fn lines<'a>(text: &'a str, facts: &'a [FoundFact]) -> Vec<Line<'a>> {
    let index = OffsetIndex::new(text);
    let line = |fact: &'a FoundFact| Line {
        kind: fact.kind.name(),
        text: &text[fact.range.clone()],
        start: index.char_offset(text, fact.range.start),
        end: index.char_offset(text, fact.range.end),
        value: &fact.value,
    };
    facts.iter().map(line).collect()
}
