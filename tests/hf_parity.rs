//! Under the Hugging Face strategies `alam` says what the `transformers` pipeline says: for tiny models of seven kinds
//! (`scripts/make_tiny_models.py`), five strategies, and sixteen texts in as many scripts as the world's news come in.

use std::collections::BTreeMap;
use std::path::Path;

use alam::{Article, Entity, Strategy, TagOptions, Tagger};
use serde::Deserialize;

/// Greatest difference of a score; records have four decimals.
const TOLERANCE: f64 = 2e-4;

/// Where the output differs on purpose, and how often: rows of all strategies and texts.
///
/// - `blank`: the tokenizer's offsets hold the blank before a word (transformers#18111: `text[start:end]` is `" Paris"`);
///   ours begin at the word.
/// - `nothing`: the span is white space and nothing else; ours leaves it out.
const KNOWN: &[(&str, usize, usize)] = &[
    // kind, blank, nothing
    ("bert", 0, 0),
    ("deberta-v2", 328, 253),
    ("distilbert", 0, 0),
    ("electra", 0, 0),
    ("modernbert", 357, 41),
    ("roberta", 8, 27),
    ("xlm-roberta", 0, 0),
];

/// A row of the pipeline: first code point, one past the last, type, score.
type Row = (usize, usize, String, f64);

#[derive(Deserialize)]
struct Golden {
    #[serde(flatten)]
    rows: BTreeMap<String, serde_json::Value>,
}

impl Golden {
    fn read(kind: &str) -> Self {
        read(&format!("tests/golden/hf_parity/{kind}.json"))
    }

    fn rows(&self, strategy: Strategy) -> Vec<Vec<Row>> {
        let rows = self.rows.get(strategy.name()).expect("every strategy is there");
        serde_json::from_value(rows.clone()).expect("rows of four")
    }
}

fn read<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let json = std::fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_slice(&json).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn tagger(kind: &str, strategy: Strategy) -> Tagger {
    let options = TagOptions { threads: 1, strategy, window_tokens: 512, ..TagOptions::default() };
    let folder = Path::new("tests/tiny_models").join(kind);
    Tagger::builder().model(folder).options(options).build().unwrap_or_else(|error| panic!("{error}"))
}

/// A row without blanks at its edges, and how many it had; `None` if nothing else is in it.
fn trimmed(text: &[char], row: &Row) -> (Option<Row>, usize) {
    let inside: Vec<usize> = (row.0..row.1).filter(|&at| !text[at].is_whitespace()).collect();
    let ends = inside.first().zip(inside.last());
    let kept = ends.map(|(&first, &last)| (first, last + 1, row.2.clone(), row.3));
    let blanks = kept.as_ref().map_or(0, |kept| (row.1 - row.0) - (kept.1 - kept.0));
    (kept, blanks)
}

fn same(ours: &Entity, theirs: &Row) -> bool {
    (ours.span.start, ours.span.end, ours.kind.as_str()) == (theirs.0, theirs.1, theirs.2.as_str())
        && (ours.score - theirs.3).abs() <= TOLERANCE
}

#[test]
fn spans_types_and_scores_are_those_of_the_pipeline() {
    let texts: Vec<String> = read("tests/golden/hf_parity/texts.json");
    let mut differences = Vec::new();
    let mut compared = 0;
    for &(kind, blank, nothing) in KNOWN {
        let golden = Golden::read(kind);
        let mut counted = (0, 0);
        for (name, strategy) in Strategy::NAMES.into_iter().filter(|(_, s)| *s != Strategy::Viterbi) {
            let tagger = tagger(kind, strategy);
            for (text, rows) in texts.iter().zip(golden.rows(strategy)) {
                let chars: Vec<char> = text.chars().collect();
                let mut expected = Vec::new();
                for row in &rows {
                    let (kept, blanks) = trimmed(&chars, row);
                    counted.0 += usize::from(blanks > 0);
                    counted.1 += usize::from(kept.is_none());
                    expected.extend(kept);
                }
                let found = tagger.tag(&Article::new(kind, text.as_str())).expect("tagged").entities;
                compared += expected.len();
                let at = (0..found.len().max(expected.len()))
                    .find(|&at| !found.get(at).zip(expected.get(at)).is_some_and(|(ours, theirs)| same(ours, theirs)));
                if let Some(at) = at {
                    let ours = found.get(at).map(|e| (e.span.start, e.span.end, e.kind.as_str(), e.score));
                    differences
                        .push(format!("{kind} {name} {text:.30}…: row {at}: {ours:?}, not {:?}", expected.get(at)));
                }
            }
        }
        if counted != (blank, nothing) {
            differences.push(format!("{kind}: {counted:?} known differences, not {:?}", (blank, nothing)));
        }
    }
    assert!(differences.is_empty(), "{} differences:\n{}", differences.len(), differences.join("\n"));
    eprintln!("{compared} rows are equal");
    assert!(compared > 10_000, "only {compared} rows");
}

#[test]
fn names_beyond_the_models_limit_are_found() {
    let texts: Vec<String> = read("tests/golden/hf_parity/texts.json");
    let long = texts.join("\n").repeat(6);
    for &(kind, ..) in KNOWN {
        let tagger = tagger(kind, Strategy::Simple);
        let record = tagger.tag(&Article::new(kind, long.as_str())).expect("tagged");
        // The pipeline cuts at `model_max_length`, at the latest 512 tokens; the last text is far behind that.
        let last = record.entities.last().expect("entities").span.end;
        assert!(record.chars - last < 40, "{kind}: the last entity ends at {last} of {}", record.chars);
        assert!(tagger.model().max_tokens <= 512);
        assert!(record.entities.is_sorted_by_key(|entity| entity.span.start), "{kind}");
    }
}

#[test]
fn the_golden_files_name_the_versions_they_are_of() {
    for &(kind, ..) in KNOWN {
        let versions = &Golden::read(kind).rows["versions"];
        assert_eq!(versions["transformers"], "5.24.0", "{kind}");
    }
}
