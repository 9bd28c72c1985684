//! One article, one reading: a name that is certain in one place is found, and typed alike, in the others.
//!
//! The model's probability guards every change: a word that the model rules out stays as it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Context;
use super::cut::cuts;
use super::draft::Draft;
use super::fold::fold;
use super::known::Known;
use crate::lang::pack::Clitics;
use crate::text::WordKind;

/// Score from which on a mention is certain enough to speak for others.
const CERTAIN: f32 = 0.7;

/// Least probability of the type for a word that a certain mention elsewhere names.
const POSSIBLE: f32 = 0.08;

/// The same for a repeated name of two words or more, and for a word in a script without letter case.
const POSSIBLE_LONG: f32 = 0.01;
const POSSIBLE_CASELESS: f32 = 0.25;

/// The same for the family name of a person whose full name is as good as sure: a rare word in a headline or a list is
/// hard for the model, and the full name says what it is.
const POSSIBLE_FAMILY: f32 = 0.03;

/// Score of a full name that is as good as sure.
const SURE: f32 = 0.95;

/// Score up to which a mention may be given another type.
const DOUBTFUL: f32 = 0.75;

/// The same where a certain person of the article has this family name.
const DOUBTFUL_FAMILY: f32 = 0.85;

/// Score up to which the name of a country is a place, whatever the model says.
const DOUBTFUL_COUNTRY: f32 = 0.8;

/// Score from which on a name of one word speaks for others.
const CERTAIN_WORD: f32 = 0.9;

/// Letters that a lone family name must have.
const FAMILY_LETTERS: usize = 4;

/// Retypes doubtful mentions of certain names and adds mentions that were missed.
pub fn agree(context: &Context, mut drafts: Vec<Draft>) -> Vec<Draft> {
    retype(context, &mut drafts);
    let found = missed(context, &drafts);
    drafts.extend(found);
    drafts.sort_by_key(|d| (d.range.start, d.range.end));
    drafts
}

/// Gives mentions of one name that differ in type the type with the most weight, where they are doubtful.
fn retype(context: &Context, drafts: &mut [Draft]) {
    let mut weights: BTreeMap<String, BTreeMap<String, f32>> = BTreeMap::new();
    let mut families: HashSet<String> = HashSet::new();
    let keys: Vec<String> = drafts.iter().map(|d| d.tokens(context).join(" ")).collect();
    for (draft, key) in drafts.iter().zip(&keys) {
        *weights.entry(key.clone()).or_default().entry(draft.kind.clone()).or_default() += draft.score;
        let words: Vec<&str> = key.split(' ').collect();
        if draft.kind == "PER" && draft.score >= CERTAIN && words.len() > 1 {
            let family = words.last().copied().unwrap_or_default().to_owned();
            families.insert(family.clone());
            *weights.entry(family).or_default().entry(draft.kind.clone()).or_default() += draft.score;
        }
    }
    let known = context.pack.map(Known::of);
    for (draft, key) in drafts.iter_mut().zip(&keys) {
        let country = known.is_some_and(|known| known.country(key).is_some());
        if country && draft.score <= DOUBTFUL_COUNTRY && (draft.kind == "PER" || draft.kind == "ORG") {
            "LOC".clone_into(&mut draft.kind);
            continue;
        }
        let Some(kinds) = weights.get(key).filter(|kinds| kinds.len() > 1) else { continue };
        let Some((best, &weight)) = kinds.iter().max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
        let own = kinds.get(&draft.kind).copied().unwrap_or_default();
        let family = best == "PER" && families.contains(key) && draft.score <= DOUBTFUL_FAMILY;
        let possible = family || draft.words.clone().any(|i| (context.probability)(i, best) >= POSSIBLE);
        if *best != draft.kind && possible && (family || (draft.score <= DOUBTFUL && weight >= 2.0 * own)) {
            draft.kind.clone_from(best);
        }
    }
}

/// A certain name: its words, folded, and what a mention of it is.
struct Certain {
    words: Vec<String>,
    kind: String,
    score: f32,
    /// Whether it is the last word of a sure full name.
    family: bool,
}

/// Mentions of certain names in words that no mention covers.
fn missed(context: &Context, drafts: &[Draft]) -> Vec<Draft> {
    let names = certain(context, drafts);
    let empty = Clitics::default();
    let clitics = context.pack.map_or(&empty, |pack| &pack.clitics);
    let mut covered = vec![false; context.words.len()];
    for draft in drafts {
        covered[draft.words.clone()].fill(true);
    }
    let mut out = Vec::new();
    let mut i = 0;
    while i < context.words.len() {
        let found = if covered[i] { None } else { mention_at(context, clitics, &names, &covered, i) };
        match found {
            Some(draft) => {
                i = draft.words.end;
                out.push(draft);
            }
            None => i += 1,
        }
    }
    out
}

/// Family names of certain persons and certain names of two words or more, by their first word.
fn certain(context: &Context, drafts: &[Draft]) -> HashMap<String, Vec<Certain>> {
    let mut names: HashMap<String, Vec<Certain>> = HashMap::new();
    let mut add = |words: Vec<String>, draft: &Draft, family: bool| {
        let Some(first) = words.first().cloned() else { return };
        let same = names.entry(first).or_default();
        match same.iter_mut().find(|c| c.words == words) {
            Some(known) => known.family |= family,
            None => same.push(Certain { words, kind: draft.kind.clone(), score: draft.score, family }),
        }
    };
    for draft in drafts.iter().filter(|d| d.score >= CERTAIN) {
        let words = words_of(context, draft);
        if words.len() > 1 {
            if draft.kind == "PER"
                && let Some(family) = words.last().filter(|w| w.chars().count() >= FAMILY_LETTERS)
            {
                add(vec![family.clone()], draft, draft.score >= SURE);
            }
            add(words, draft, false);
        } else if draft.score >= CERTAIN_WORD && words.iter().all(|w| w.chars().count() >= FAMILY_LETTERS) {
            add(words, draft, false);
        }
    }
    for same in names.values_mut() {
        same.sort_by_key(|c| usize::MAX - c.words.len());
    }
    names
}

/// The words of a draft, folded, without what was cut off the first and the last.
fn words_of(context: &Context, draft: &Draft) -> Vec<String> {
    let clip = |i: usize| {
        let range = &context.words[i].range;
        context
            .text
            .get(range.start.max(draft.range.start)..range.end.min(draft.range.end))
            .map_or_else(String::new, fold)
    };
    draft.words.clone().map(clip).filter(|word| !word.is_empty()).collect()
}

/// A certain name that begins at word `i`, perhaps behind a proclitic, in words that are free.
fn mention_at(
    context: &Context,
    clitics: &Clitics,
    names: &HashMap<String, Vec<Certain>>,
    covered: &[bool],
    i: usize,
) -> Option<Draft> {
    let word = context.words.get(i).filter(|w| w.kind == WordKind::Letters)?;
    let text = &context.text[word.range.clone()];
    for cut in cuts(text, clitics) {
        let inner = &text[cut.front..text.len() - cut.back];
        if inner.chars().next().is_some_and(char::is_lowercase) {
            continue;
        }
        for name in names.get(&fold(inner)).into_iter().flatten() {
            let Some(end) = follow(context, clitics, covered, &name.words[1..], i + 1) else { continue };
            let most = (i..end).map(|w| (context.probability)(w, &name.kind)).fold(0.0, f32::max);
            let cased = inner.chars().next().is_some_and(char::is_uppercase);
            let bound = match (name.words.len(), cased) {
                (1, false) if name.family => POSSIBLE_FAMILY,
                (1, true) => POSSIBLE,
                (1, false) => POSSIBLE_CASELESS,
                _ => POSSIBLE_LONG,
            };
            if most < bound {
                continue;
            }
            let (stop, back) = last_cut(context, clitics, end - 1);
            return Some(Draft {
                kind: name.kind.clone(),
                range: word.range.start + cut.front..stop,
                words: i..end,
                score: name.score.min(CERTAIN),
                proclitic: (cut.front > 0).then(|| text[..cut.front].to_owned()),
                enclitic: back,
                ..Draft::default()
            });
        }
    }
    None
}

/// The end of a name in its last word, and the suffix behind it.
fn last_cut(context: &Context, clitics: &Clitics, last: usize) -> (usize, Option<String>) {
    let range = context.words[last].range.clone();
    let back = cuts(&context.text[range.clone()], clitics).first().map_or(0, |cut| cut.back);
    let end = range.end - back;
    (end, (back > 0).then(|| context.text[end..range.end].to_owned()))
}

/// Whether the words from `i` on are the rest of a name, free and with nothing but blanks between; the index behind.
fn follow(context: &Context, clitics: &Clitics, covered: &[bool], rest: &[String], mut i: usize) -> Option<usize> {
    for (place, part) in rest.iter().enumerate() {
        let word = context.words.get(i).filter(|_| !covered[i])?;
        let gap = &context.text[context.words[i - 1].range.end..word.range.start];
        if !gap.chars().all(char::is_whitespace) || gap.contains("\n\n") {
            return None;
        }
        let text = &context.text[word.range.clone()];
        let last = place + 1 == rest.len();
        let back = if last { cuts(text, clitics).first().map_or(0, |cut| cut.back) } else { 0 };
        if fold(&text[..text.len() - back]) != *part {
            return None;
        }
        i += 1;
    }
    Some(i)
}
