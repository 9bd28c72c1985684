//! Development: gold mentions of annotated articles through the entity layer, as records for `score_roles.py`.
//!
//! `cargo run --example entity_gold -- GOLD.jsonl tokenizer.json > records.jsonl`

use std::collections::HashMap;
use std::io::Write as _;

use alam::entity::{Context, Mention, resolve};
use alam::text::{OffsetIndex, words};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let gold = std::fs::read_to_string(&arguments[1])?;
    let tokenizer: Value = serde_json::from_str(&std::fs::read_to_string(&arguments[2])?)?;
    let pieces: HashMap<String, f64> = tokenizer["model"]["vocab"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| Some((p[0].as_str()?.to_owned(), p[1].as_f64()?)))
        .collect();
    let mut out = std::io::stdout().lock();
    for line in gold.lines() {
        let article: Value = serde_json::from_str(line)?;
        writeln!(out, "{}", record(&article, &pieces))?;
    }
    Ok(())
}

fn record(article: &Value, pieces: &HashMap<String, f64>) -> Value {
    let text = article["text"].as_str().unwrap_or_default();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let words = words(text);
    let mut mentions = Vec::new();
    for entity in article["entities"].as_array().into_iter().flatten() {
        let kind = entity["type"].as_str().unwrap_or_default();
        if kind == "NORP" || entity["optional"].as_bool() == Some(true) {
            continue;
        }
        let start = starts[entity["start"].as_u64().unwrap_or_default() as usize];
        let end = starts[entity["end"].as_u64().unwrap_or_default() as usize];
        let first = words.partition_point(|w| w.range.end <= start);
        let last = words.partition_point(|w| w.range.end < end);
        mentions.push(Mention { words: first..last + 1, kind: kind.to_owned(), score: 0.95 });
    }
    let piece = |word: &str| pieces.get(&format!("▁{word}")).copied();
    let probability = |_: usize, _: &str| 0.0;
    let pack = article["lang"].as_str().and_then(alam::lang::pack);
    let context = Context { text, words: &words, pack, piece: &piece, probability: &probability };
    let resolved = resolve(&context, mentions);
    let index = OffsetIndex::new(text);
    let entities: Vec<Value> = resolved
        .entities
        .iter()
        .map(|e| {
            json!({"type": e.kind, "text": text[e.range.clone()], "start": index.char_offset(text, e.range.start),
                "end": index.char_offset(text, e.range.end), "cluster": e.cluster, "proclitic": e.proclitic,
                "name": e.name, "country": e.country})
        })
        .collect();
    let clusters: Vec<Value> = resolved
        .clusters
        .iter()
        .map(|c| json!({"id": c.id, "type": c.kind, "name": c.name, "mentions": c.mentions}))
        .collect();
    json!({"id": article["id"], "entities": entities, "clusters": clusters, "facts": []})
}
