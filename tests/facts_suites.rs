//! The pass rate of value facts by suite and language never falls: `facts_ratchet.toml` holds it.
//!
//! The suites lie in `../shared/data/facts` (or `/work/shared/data/facts`); without them the tests say so and pass. The
//! judging is that of `score_facts.py`. To raise the ratchet after an improvement:
//! `cargo test --test facts_suites raise_the_ratchet -- --ignored`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, str::FromStr};

use alam::fact::{FactFinder, FactInput, FactOptions, FoundFact, Prefer, reference_date};
use alam::text::{OffsetIndex, words};
use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde_json::Value;

const RATCHET: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts_ratchet.toml");

/// Suites that are only measured, never held.
const MEASURED: [&str; 1] = ["tbaq"];

struct Fact {
    class: &'static str,
    start: usize,
    end: usize,
    value: Value,
}

fn suites() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/facts");
    [beside, PathBuf::from("/work/shared/data/facts")].into_iter().find(|p| p.is_dir())
}

/// The class in which two types stand for one another.
fn class(name: &str) -> &str {
    match name {
        "TIME" => "DATE",
        "COUNT" => "CARDINAL",
        other => other,
    }
}

fn prefer(suite: &str) -> Prefer {
    match suite {
        "duckling" | "rustling" => Prefer::Future,
        "chrono" => Prefer::Nearest,
        _ => Prefer::Past,
    }
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn decimal(value: &Value) -> Option<Decimal> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Decimal::from_str(&text).ok()
}

fn any_of(found: Option<&str>, wanted: &Value) -> bool {
    match wanted {
        Value::Array(list) => list.iter().any(|w| w.as_str() == found && found.is_some()),
        other => other.as_str() == found,
    }
}

fn instant(text: &str) -> Option<(DateTime, bool)> {
    let at = reference_date(text)?;
    Some((at, text.contains('T')))
}

fn same_instant(found: Option<&str>, wanted: &str) -> bool {
    let (Some((a, a_timed)), Some((b, b_timed))) = (found.and_then(instant), instant(wanted)) else { return false };
    match (a_timed, b_timed) {
        (_, false) => a.date() == b.date(),
        _ => a == b,
    }
}

/// Months and seconds of an ISO 8601 duration.
fn duration(timex: &str) -> Option<(Decimal, Decimal)> {
    let (mut months, mut seconds) = (Decimal::ZERO, Decimal::ZERO);
    let mut time = false;
    let mut number = String::new();
    for c in timex.strip_prefix('P')?.chars() {
        let factor = match (c, time) {
            ('0'..='9' | '.', _) => {
                number.push(c);
                continue;
            }
            ('T', false) => {
                time = true;
                continue;
            }
            ('Y', false) => (12, 0),
            ('M', false) => (1, 0),
            ('W', false) => (0, 604_800),
            ('D', false) => (0, 86_400),
            ('H', true) => (0, 3_600),
            ('M', true) => (0, 60),
            ('S', true) => (0, 1),
            _ => return None,
        };
        let amount = Decimal::from_str(&number).ok()?;
        months += amount * Decimal::from(factor.0);
        seconds += amount * Decimal::from(factor.1);
        number.clear();
    }
    number.is_empty().then_some((months, seconds))
}

fn same_duration(found: Option<&str>, wanted: &str) -> bool {
    match (found.and_then(duration), duration(wanted)) {
        (Some(a), Some(b)) => a == b,
        _ => found == Some(wanted),
    }
}

/// HH:MM of a value's begin or end.
fn clock(value: &Value, end: bool) -> Option<String> {
    if let Some((_, time)) = text(value, if end { "to" } else { "from" }).and_then(|t| t.split_once('T')) {
        return time.get(..5).map(str::to_owned);
    }
    let parts: Vec<&str> = text(value, "timex")?.split('/').collect();
    let part = parts[usize::from(end).min(parts.len() - 1)];
    let time = part.split_once('T')?.1;
    let hour = time.get(..2).filter(|h| h.chars().all(|c| c.is_ascii_digit()))?;
    Some(format!("{hour}:{}", time.get(3..5).unwrap_or("00")))
}

fn same_value(found: &Value, wanted: &Value) -> bool {
    let number = |key: &str| match wanted.get(key) {
        Some(w) => found.get(key).and_then(decimal).is_some_and(|f| Some(f) == decimal(w)),
        None => true,
    };
    let currency = || {
        let Some(wanted) = wanted.get("currency") else { return true };
        let candidates = found.get("candidates").and_then(Value::as_array);
        let all = candidates.into_iter().flatten().filter_map(Value::as_str).chain(text(found, "currency"));
        all.into_iter().any(|code| any_of(Some(code), wanted))
    };
    let word = |key: &str| wanted.get(key).is_none_or(|w| any_of(text(found, key), w));
    let side = |key: &str, end: bool| text(wanted, key).is_none_or(|w| clock(found, end).as_deref() == Some(w));
    let open = || {
        let other = if wanted.get("from").is_some() { "to" } else { "from" };
        wanted.get("open").and_then(Value::as_bool) != Some(true) || found.get(other).is_none()
    };
    let date = |key: &str| text(wanted, key).is_none_or(|w| same_instant(text(found, key), w));
    ["number", "min", "max"].into_iter().all(number)
        && currency()
        && word("unit")
        && word("mod")
        && side("clock", false)
        && side("clock_to", true)
        && open()
        && date("from")
        && date("to")
        && (wanted.get("from").is_some()
            || text(wanted, "timex").is_none_or(|w| same_duration(text(found, "timex"), w)))
}

fn right(fact: &Fact, expectation: &Value) -> bool {
    let alternatives = expectation.get("alternatives").and_then(Value::as_array);
    std::iter::once(&expectation["value"]).chain(alternatives.into_iter().flatten()).any(|w| same_value(&fact.value, w))
}

fn in_place(fact: &Fact, expectation: &Value, record: &Value, chars: &[char]) -> bool {
    if let (Some(start), Some(end)) = (expectation["start"].as_u64(), expectation["end"].as_u64()) {
        return (fact.start as u64) < end && start < fact.end as u64;
    }
    if record["whole"].as_bool() != Some(true) {
        return true;
    }
    let letters = |part: &[char]| part.iter().filter(|c| c.is_alphanumeric()).count();
    letters(&chars[fact.start..fact.end]) * 10 >= 6 * letters(chars)
}

fn passes(record: &Value, facts: &[Fact]) -> bool {
    if record["negative"].as_bool() == Some(true) {
        let types = record["types"].as_array().cloned().unwrap_or_default();
        return !facts.iter().any(|f| types.iter().filter_map(Value::as_str).any(|t| class(t) == f.class));
    }
    let chars: Vec<char> = record["text"].as_str().unwrap_or_default().chars().collect();
    let expectations = record["expect"].as_array().cloned().unwrap_or_default();
    let (mut used, mut wanted) = (BTreeSet::new(), BTreeSet::new());
    let mut met = 0;
    for expectation in &expectations {
        let kinds: Vec<&str> = ["type", "or_type"].iter().filter_map(|k| text(expectation, k)).map(class).collect();
        wanted.extend(kinds.iter().map(|k| (*k).to_owned()));
        let fits =
            |f: &Fact| kinds.contains(&f.class) && in_place(f, expectation, record, &chars) && right(f, expectation);
        let hits: Vec<usize> = (0..facts.len()).filter(|&i| fits(&facts[i])).collect();
        met += usize::from(!hits.is_empty());
        let kept = if expectations.len() > 1 { 1 } else { hits.len() };
        used.extend(hits.into_iter().take(kept));
    }
    let extra = facts.iter().enumerate().any(|(i, f)| wanted.contains(f.class) && !used.contains(&i));
    met == expectations.len() && !extra
}

fn facts_of(record: &Value) -> Vec<Fact> {
    let (article, lang) = (record["text"].as_str().unwrap_or_default(), record["lang"].as_str().unwrap_or_default());
    let finder = FactFinder::new(FactOptions {
        prefer: prefer(record["suite"].as_str().unwrap_or_default()),
        ..FactOptions::default()
    });
    let all = words(article);
    let reference = text(record, "reference").and_then(reference_date);
    let lang = lang.split('-').next().unwrap_or(lang);
    let found = finder.find(&FactInput { text: article, words: &all, lang, reference, places: &[] });
    let index = OffsetIndex::new(article);
    let fact = |f: FoundFact| Fact {
        class: class(f.kind.name()),
        start: index.char_offset(article, f.range.start),
        end: index.char_offset(article, f.range.end),
        value: Value::Object(f.value),
    };
    found.into_iter().map(fact).collect()
}

/// Passes and records by suite and language.
fn measure(folder: &Path) -> BTreeMap<String, (usize, usize)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    files.sort();
    let mut table = BTreeMap::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "jsonl")) {
        for line in fs::read_to_string(file).unwrap().lines().filter(|l| !l.trim().is_empty()) {
            let record: Value = serde_json::from_str(line).unwrap();
            let suite = record["suite"].as_str().unwrap_or_default();
            if MEASURED.contains(&suite) {
                continue;
            }
            let key = format!("{suite} {}", record["lang"].as_str().unwrap_or_default());
            let entry: &mut (usize, usize) = table.entry(key).or_default();
            entry.0 += usize::from(passes(&record, &facts_of(&record)));
            entry.1 += 1;
        }
    }
    table
}

fn ratchet() -> BTreeMap<String, usize> {
    toml::from_str(&fs::read_to_string(RATCHET).unwrap_or_default()).unwrap()
}

#[test]
fn no_suite_passes_less_than_before() {
    let Some(folder) = suites() else {
        eprintln!("skipped: ../shared/data/facts is not there");
        return;
    };
    let table = measure(&folder);
    let fallen: Vec<String> = ratchet()
        .into_iter()
        .filter_map(|(key, held)| {
            let passed = table.get(&key)?.0;
            (passed < held).then(|| format!("{key}: {passed} pass, {held} did before"))
        })
        .collect();
    assert!(fallen.is_empty(), "{}", fallen.join("\n"));
}

#[test]
#[ignore = "writes tests/facts_ratchet.toml"]
fn raise_the_ratchet() {
    let folder = suites().expect("the suites are there");
    let mut held = ratchet();
    for (key, (passed, _)) in measure(&folder) {
        let entry = held.entry(key).or_default();
        *entry = passed.max(*entry);
    }
    let mut out = String::from(
        "# Records of each suite that pass, by language: written by `raise_the_ratchet`, may only rise.\n",
    );
    for (key, passed) in held {
        out.push_str(&format!("{key:?} = {passed}\n"));
    }
    fs::write(RATCHET, out).unwrap();
}
