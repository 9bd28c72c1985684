//! Each pack's own examples: `src/lang/packs/tests/<code>.toml`, checked against grammars and calendars by hand.
//!
//! `[[fact]]` says that `text` holds a fact of a `type`, that its span is `span` (default: the whole text), and that its
//! value has the keys that are given; with `type = "NONE"` the text holds no fact at all.

use std::fs;
use std::path::Path;

use alam::fact::{FactFinder, FactInput, FactOptions, reference_date};
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
    kind: String,
    span: Option<String>,
    #[serde(default)]
    value: toml::Table,
}

fn plain(value: &toml::Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap()
}

fn check(lang: &str, reference: &str, example: &Example) -> Result<(), String> {
    let text = &example.text;
    let all = words(text);
    let input = FactInput { text, words: &all, lang, reference: reference_date(reference), places: &[] };
    let facts = FactFinder::new(FactOptions::default()).find(&input);
    let shown = || {
        let show = |f: &alam::fact::FoundFact| {
            format!("{} {:?} {}", f.kind.name(), &text[f.range.clone()], serde_json::Value::Object(f.value.clone()))
        };
        facts.iter().map(show).collect::<Vec<_>>().join("; ")
    };
    if example.kind == "NONE" {
        return if facts.is_empty() {
            Ok(())
        } else {
            Err(format!("{lang}: {text:?} holds no fact, found {}", shown()))
        };
    }
    let span = example.span.as_deref().unwrap_or(text);
    let fits = |f: &&alam::fact::FoundFact| {
        f.kind.name() == example.kind
            && &text[f.range.clone()] == span
            && example.value.iter().all(|(key, value)| f.value.get(key) == Some(&plain(value)))
    };
    match facts.iter().find(fits) {
        Some(_) => Ok(()),
        None => {
            Err(format!("{lang}: {text:?}: wanted {} {span:?} {:?}, found {}", example.kind, example.value, shown()))
        }
    }
}

#[test]
fn packs_read_their_own_examples() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lang/packs/tests");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let mut errors = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "toml")) {
        let lang = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let examples: Examples = toml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        errors.extend(examples.fact.iter().filter_map(|e| check(&lang, &examples.reference, e).err()));
    }
    assert!(errors.is_empty(), "{} wrong:\n{}", errors.len(), errors.join("\n"));
}
