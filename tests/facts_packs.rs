//! Each pack's own examples: `src/lang/packs/tests/<code>.toml`, checked against grammars and calendars by hand.
//!
//! `[[fact]]` says that `text` holds `facts`, each with its `type`, its span's `text` and the keys of its value that are
//! given, and no others. For short: `type`, `span` (the whole text if absent) and `value` of one fact that the text holds
//! among others; `type = "NONE"` or `facts = []` where there is none.

use std::fs;
use std::path::Path;

use alam::fact::{FactFinder, FactInput, FactOptions, FoundFact, reference_date};
use alam::text::words;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Examples {
    /// The reference date of all examples.
    reference: String,
    fact: Vec<Example>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    text: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    span: Option<String>,
    #[serde(default)]
    value: toml::Table,
    facts: Option<Vec<Wanted>>,
}

#[derive(Deserialize, Debug)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(rename = "type")]
    kind: String,
    text: String,
    #[serde(default)]
    value: toml::Table,
}

fn fits(text: &str, fact: &FoundFact, wanted: &Wanted) -> bool {
    let plain = |value: &toml::Value| serde_json::to_value(value).unwrap();
    fact.kind.name() == wanted.kind
        && text[fact.range.clone()] == wanted.text
        && wanted.value.iter().all(|(key, value)| fact.value.get(key) == Some(&plain(value)))
}

fn check(lang: &str, reference: &str, example: Example) -> Result<(), String> {
    let text = &example.text;
    let all = words(text);
    let input = FactInput { text, words: &all, lang, reference: reference_date(reference), places: &[] };
    let facts = FactFinder::new(FactOptions::default()).find(&input);
    let exact = example.facts.is_some() || example.kind.as_deref() == Some("NONE");
    let one = match example.kind {
        Some(kind) if kind != "NONE" => {
            Some(Wanted { kind, text: example.span.unwrap_or_else(|| text.clone()), value: example.value })
        }
        _ => None,
    };
    let wanted: Vec<Wanted> = example.facts.unwrap_or_default().into_iter().chain(one).collect();
    let missing = wanted.iter().any(|w| !facts.iter().any(|f| fits(text, f, w)));
    let extra = exact && facts.iter().any(|f| !wanted.iter().any(|w| fits(text, f, w)));
    if !missing && !extra {
        return Ok(());
    }
    let show = |f: &FoundFact| {
        format!("{} {:?} {}", f.kind.name(), &text[f.range.clone()], serde_json::Value::Object(f.value.clone()))
    };
    let found: Vec<String> = facts.iter().map(show).collect();
    let wanted: Vec<String> = wanted.iter().map(|w| format!("{} {:?} {:?}", w.kind, w.text, w.value)).collect();
    Err(format!("{lang}: {text:?}: wanted {}; found {}", wanted.join(", "), found.join(", ")))
}

/// The examples of every pack that has some, by language.
fn example_files() -> Vec<(String, Examples)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang/packs/tests");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let read = |file: &std::path::PathBuf| {
        let lang = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let examples = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap_or_else(|e| panic!("{lang}: {e}"));
        (lang, examples)
    };
    files.iter().filter(|f| f.extension().is_some_and(|e| e == "toml")).map(read).collect()
}

#[test]
fn packs_read_their_own_examples() {
    let mut errors = Vec::new();
    for (lang, examples) in example_files() {
        errors.extend(examples.fact.into_iter().filter_map(|e| check(&lang, &examples.reference, e).err()));
    }
    assert!(errors.is_empty(), "{} wrong:\n{}", errors.len(), errors.join("\n"));
}

/// Prints how many examples each type has in each language: `cargo test --test facts_packs print_coverage -- --ignored --nocapture`.
#[test]
#[ignore = "prints the table of docs/coverage.md"]
fn print_coverage() {
    const TYPES: [&str; 10] =
        ["DATE", "TIME", "DURATION", "SET", "MONEY", "PERCENT", "QUANTITY", "COUNT", "CARDINAL", "ORDINAL"];
    println!("| | {} |\n|---|{}", TYPES.join(" | "), "---|".repeat(TYPES.len()));
    for (lang, examples) in example_files() {
        let counts = TYPES.map(|kind| {
            let has = |e: &&Example| {
                e.kind.as_deref() == Some(kind) || e.facts.iter().flatten().any(|fact| fact.kind == kind)
            };
            examples.fact.iter().filter(has).count().to_string()
        });
        println!("| {lang} | {} |", counts.join(" | "));
    }
}
