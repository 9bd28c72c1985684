//! `alam::eval` counts as seqeval does in its strict mode (golden file of `scripts/seqeval_golden.py`).

use std::path::PathBuf;

use alam::eval::{Evaluation, evaluate, read_gold};
use alam::{Entity, Record, Span};
use serde_json::{Value, json};

/// A gold file with the given tags over invented tokens.
fn gold_file(tags: &Value) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gold.jsonl");
    let lines: Vec<String> = tags
        .as_array()
        .expect("sentences")
        .iter()
        .map(|tags| {
            let count = tags.as_array().expect("tags").len();
            let tokens: Vec<String> = (0..count).map(|at| format!("w{at}")).collect();
            json!({"tokens": tokens, "tags": tags}).to_string()
        })
        .collect();
    std::fs::write(&path, lines.join("\n")).expect("written");
    (folder, path)
}

#[test]
fn scores_equal_those_of_seqeval_to_four_decimals() {
    let golden: Value =
        serde_json::from_str(include_str!("golden/seqeval.json")).expect("made by scripts/seqeval_golden.py");
    let ((_a, gold), (_b, predicted)) = (gold_file(&golden["gold"]), gold_file(&golden["predicted"]));
    let kinds = ["PER", "ORG", "LOC"].map(String::from);
    let mut evaluation = Evaluation::default();
    let (gold, predicted) = (read_gold(&gold).expect("gold"), read_gold(&predicted).expect("predictions"));
    for (sentence, found) in gold.iter().zip(&predicted) {
        let entities = found
            .entities
            .iter()
            .map(|(first, end, kind)| {
                let (start_byte, end_byte) = (sentence.tokens[*first].start, sentence.tokens[*end - 1].end);
                Entity {
                    kind: kind.clone(),
                    span: Span { start_byte, end_byte, ..Span::default() },
                    ..Entity::default()
                }
            })
            .collect();
        evaluate(&mut evaluation, sentence, &Record { entities, ..Record::default() }, &kinds, 0);
    }
    let near = |found: f64, wanted: &Value| (found - wanted.as_f64().expect("a score")).abs() < 5e-5;
    for (name, count) in
        evaluation.kinds.iter().map(|(k, c)| (k.as_str(), *c)).chain([("micro avg", evaluation.micro())])
    {
        let wanted = &golden["scores"][name];
        let [p, r, f] = count.scores();
        assert!(near(p, &wanted["precision"]) && near(r, &wanted["recall"]) && near(f, &wanted["f1-score"]), "{name}");
    }
    assert!(near(evaluation.token_accuracy(), &golden["accuracy"]));
}
