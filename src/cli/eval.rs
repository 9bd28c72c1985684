//! `alam eval`: precision, recall and F1 on labelled corpora.

use std::path::PathBuf;
use std::time::Instant;

use alam::eval::{Count, Evaluation, GoldSentence, evaluate, read_gold};
use alam::{Article, Tagger};
use clap::Args;
use serde_json::{Map, Value, json};

use super::exit::{ARTICLES_FAILED, Failure, SUCCESS};
use super::tagging::TaggingArgs;

#[derive(Args)]
#[command(after_help = "\
Example:
  alam eval conll.dev.txt wojood.dev.jsonl.zst --errors 5

Gold files hold CoNLL columns (token first, tag last; IOB1, IOB2, BIOES or BILOU) or JSON Lines
{\"tokens\": […], \"tags\": […], \"spaces\": […]?, \"lang\": …?}. Counts are those of seqeval's strict mode.")]
pub struct EvalArgs {
    /// Labelled corpora
    #[arg(value_name = "GOLD", required = true)]
    gold: Vec<PathBuf>,
    /// Types that count [default: those of the gold that the model has]
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    types: Option<Vec<String>>,
    /// Language of all sentences [default: the file's, the folder's name if it is a code, else detected]
    #[arg(long, value_name = "XX")]
    lang: Option<String>,
    /// Show the first N wrong sentences of each file
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    tagging: TaggingArgs,
}

/// What a file scored, and how fast.
struct Scored {
    name: String,
    evaluation: Evaluation,
    seconds: f64,
    failed: usize,
}

/// Runs `alam eval`.
pub fn run(arguments: EvalArgs) -> Result<u8, Failure> {
    let mut corpora = Vec::new();
    for path in &arguments.gold {
        corpora.push(read_gold(path).map_err(|error| Failure::Usage(error.to_string()))?);
    }
    let tagger = arguments.tagging.tagger(arguments.tagging.options())?;
    let mut results = Vec::new();
    for (path, sentences) in arguments.gold.iter().zip(corpora) {
        let folder = path.parent().and_then(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned());
        let lang = arguments.lang.clone().or_else(|| folder.filter(|name| alam::lang::pack(name).is_some()));
        let kinds = arguments.types.clone().unwrap_or_else(|| kinds(&sentences, &tagger));
        results.push(score(path.display().to_string(), sentences, lang.as_deref(), &kinds, &tagger, arguments.errors));
    }
    if arguments.json {
        let files: Vec<Value> = results.iter().map(as_json).collect();
        println!("{}", json!({ "files": files }));
    } else {
        results.iter().for_each(print);
    }
    Ok(if results.iter().any(|scored| scored.failed > 0) { ARTICLES_FAILED } else { SUCCESS })
}

/// Types of the gold that the model can give and shows.
fn kinds(sentences: &[GoldSentence], tagger: &Tagger) -> Vec<String> {
    let known = alam::decode::LabelSet::new(&tagger.model().labels).kinds;
    let gold: std::collections::BTreeSet<&String> =
        sentences.iter().flat_map(|s| s.entities.iter().map(|(.., kind)| kind)).collect();
    known.into_iter().filter(|kind| kind != "MISC" && gold.contains(kind)).collect()
}

fn score(
    name: String,
    sentences: Vec<GoldSentence>,
    lang: Option<&str>,
    kinds: &[String],
    tagger: &Tagger,
    keep: usize,
) -> Scored {
    let articles: Vec<_> = sentences
        .iter()
        .enumerate()
        .map(|(at, sentence)| {
            let lang = sentence.lang.clone().or_else(|| lang.map(str::to_owned));
            Ok(Article { lang, ..Article::new(at.to_string(), sentence.text.clone()) })
        })
        .collect();
    let begin = Instant::now();
    let (mut evaluation, mut failed) = (Evaluation::default(), 0);
    for (sentence, outcome) in sentences.iter().zip(tagger.tag_iter(articles.into_iter())) {
        let record = outcome.unwrap_or_else(|error| {
            eprintln!("alam: {}", error.error.message);
            failed += 1;
            alam::Record::default()
        });
        evaluate(&mut evaluation, sentence, &record, kinds, keep);
    }
    Scored { name, evaluation, seconds: begin.elapsed().as_secs_f64(), failed }
}

fn print(scored: &Scored) {
    let Scored { name, evaluation, seconds, failed } = scored;
    let speed = evaluation.tokens as f64 / seconds;
    println!("{name}: {} sentences, {} words, {speed:.0} words/s", evaluation.sentences, evaluation.tokens);
    if *failed > 0 {
        println!("  {failed} sentences failed");
    }
    let row = |name: &str, count: Count| {
        let [p, r, f] = count.scores().map(|score| 100.0 * score);
        let Count { right, wrong, missing } = count;
        println!("  {name:<8} P {p:6.2}  R {r:6.2}  F1 {f:6.2}   right {right}  wrong {wrong}  missing {missing}");
    };
    evaluation.kinds.iter().for_each(|(kind, count)| row(kind, *count));
    row("micro", evaluation.micro());
    println!("  token accuracy {:.2}", 100.0 * evaluation.token_accuracy());
    for mistake in &evaluation.errors {
        println!("\n{}", mistake.text);
        mistake.missing.iter().for_each(|(kind, text)| println!("    - {kind} {text}"));
        mistake.wrong.iter().for_each(|(kind, text)| println!("    + {kind} {text}"));
    }
}

fn as_json(scored: &Scored) -> Value {
    let evaluation = &scored.evaluation;
    let rates = |count: Count| {
        let [p, r, f] = count.scores().map(|score| (score * 1e6).round() / 1e6);
        json!({"precision": p, "recall": r, "f1": f, "right": count.right, "wrong": count.wrong, "missing": count.missing})
    };
    let kinds: Map<String, Value> =
        evaluation.kinds.iter().map(|(kind, count)| (kind.clone(), rates(*count))).collect();
    json!({
        "file": scored.name, "sentences": evaluation.sentences, "words": evaluation.tokens,
        "words_per_second": (evaluation.tokens as f64 / scored.seconds).round(), "failed": scored.failed,
        "micro": rates(evaluation.micro()), "types": kinds, "token_accuracy": evaluation.token_accuracy(),
    })
}
