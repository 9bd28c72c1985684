//! Nationality words and mentions that share letters: which of them stays, and where a mention is cut.
//!
//! A body's nationality is outside its name unless it is part of an official one (`وزارة الدفاع` | `الروسية`, but
//! `Russian Academy of Sciences`); the pack lists the words that begin names of such bodies.

use std::collections::HashSet;

use super::Context;
use super::draft::{Draft, tokens};
use super::known::Known;
use super::norp::Nationality;
use crate::lang::Pack;
use crate::text::WordKind;

/// The type of nationality words.
pub const NORP: &str = "NORP";

/// Probability given to a nationality word of the language data: the share that was right on annotated articles.
const NORP_SCORE: f32 = 0.93;

/// Probability of a person from which on a lone nationality word is taken for a family name.
const SURE_PERSON: f32 = 0.9;

/// Joins nationalities and mentions into one list without overlaps, in order of place.
pub fn join(context: &Context, mut drafts: Vec<Draft>, found: Vec<Nationality>) -> Vec<Draft> {
    let Some(pack) = context.pack else { return drafts };
    let families = families(context, &drafts);
    let mut kept = Vec::new();
    for nationality in found {
        let first = drafts.partition_point(|d| d.range.end <= nationality.range.start);
        let touched = drafts[first..].iter().take_while(|d| d.range.start < nationality.range.end).count();
        match touched {
            0 if is_official(context, &drafts[first..], &nationality) => {}
            0 => kept.push(nationality),
            1 => match settle(context, pack, &drafts, first, &families, &nationality) {
                Outcome::Mention => {}
                Outcome::Nationality => {
                    drafts.remove(first);
                    kept.push(nationality);
                }
                Outcome::Cut(range) => {
                    cut(context, &mut drafts[first], range);
                    kept.push(nationality);
                }
            },
            _ => {} // a word that runs over two mentions is no nationality
        }
    }
    drafts.extend(kept.into_iter().map(draft_of));
    drafts.sort_by_key(|d| (d.range.start, d.range.end));
    drafts
}

/// Whether a free nationality word ends an official name that was missed: an organization's acronym follows in brackets.
fn is_official(context: &Context, behind: &[Draft], word: &Nationality) -> bool {
    let Some(next) = behind.first().filter(|next| next.kind == "ORG" && next.range.start > word.range.end) else {
        return false;
    };
    matches!(context.text[word.range.end..next.range.start].trim(), "(" | "（")
}

/// Last words of the article's persons of two words or more, folded.
fn families(context: &Context, drafts: &[Draft]) -> HashSet<String> {
    let persons = drafts.iter().filter(|d| d.kind == "PER").map(|d| d.tokens(context));
    persons.filter(|tokens| tokens.len() > 1).filter_map(|mut tokens| tokens.pop()).collect()
}

/// Gives a draft a smaller range.
fn cut(context: &Context, draft: &mut Draft, range: std::ops::Range<usize>) {
    if range.start == draft.range.start {
        draft.enclitic = None;
    } else {
        draft.proclitic = None;
        draft.restored = None;
    }
    draft.range = range;
    refit_words(context, draft);
}

/// What becomes of a mention and a nationality word that overlap.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// The mention stays, the word is part of it.
    Mention,
    /// The mention is the nationality word.
    Nationality,
    /// The mention keeps this range, and the word stands beside it.
    Cut(std::ops::Range<usize>),
}

fn settle(
    context: &Context,
    pack: &'static Pack,
    drafts: &[Draft],
    i: usize,
    families: &HashSet<String>,
    word: &Nationality,
) -> Outcome {
    let draft = &drafts[i];
    let (m, n) = (&draft.range, &word.range);
    let same = n.start <= m.start && n.end >= m.end;
    if same {
        let stays =
            is_person(context, draft, drafts.get(i + 1), families) || (n == m && is_country(context, pack, draft));
        return if stays { Outcome::Mention } else { Outcome::Nationality };
    }
    if n.end >= m.end && n.start > m.start {
        return if cut_behind(context, pack, draft, word) {
            Outcome::Cut(m.start..trim_end(context, m.start, front_of(context, word)))
        } else {
            Outcome::Mention
        };
    }
    if n.start <= m.start && n.end < m.end {
        let rest = trim_start(context, n.end, m.end);
        return if cut_before(context, pack, draft, rest) { Outcome::Cut(rest..m.end) } else { Outcome::Mention };
    }
    Outcome::Mention
}

/// Where the word of a nationality begins, with its proclitic.
fn front_of(context: &Context, word: &Nationality) -> usize {
    context.words[word.words.start].range.start
}

fn trim_end(context: &Context, start: usize, end: usize) -> usize {
    start + context.text[start..end].trim_end_matches(|c: char| !c.is_alphanumeric()).len()
}

fn trim_start(context: &Context, start: usize, end: usize) -> usize {
    end - context.text[start..end].trim_start_matches(|c: char| !c.is_alphanumeric()).len()
}

/// Whether a mention that is one nationality word is a person all the same: a family name that the article has with a
/// given name, or one that the model is sure of.
fn is_person(context: &Context, draft: &Draft, next: Option<&Draft>, families: &HashSet<String>) -> bool {
    if draft.kind != "PER" {
        return false;
    }
    let named = draft.tokens(context).last().is_some_and(|last| families.contains(last));
    let beside = next.is_some_and(|next| {
        next.kind == "PER"
            && context.text.get(draft.range.end..next.range.start).is_some_and(|gap| gap.trim().is_empty())
    });
    named || (draft.score >= SURE_PERSON && !beside)
}

/// Whether a place is a country whose name is a nationality word too (`السعودية`): the model has decided.
fn is_country(context: &Context, pack: &'static Pack, draft: &Draft) -> bool {
    let name = draft.tokens(context).join(" ");
    let known = Known::of(pack);
    draft.kind == "LOC" && (known.country(&name).is_some() || known.alias(&name).is_some())
}

/// Whether a nationality at the end of a mention is outside it.
fn cut_behind(context: &Context, pack: &'static Pack, draft: &Draft, word: &Nationality) -> bool {
    let name = draft.tokens(context).join(" ");
    let known = Known::of(pack);
    match draft.kind.as_str() {
        "ORG" => known.begins_with_body(&name) && !is_followed_by_bracket(context, draft.range.end),
        "LOC" => {
            known.has_bodies()
                && known.country(&name).is_none()
                && !known.begins_with_place(&name)
                && word.words.len() == 1
        }
        _ => false,
    }
}

/// Whether a nationality at the front of a mention is outside it.
fn cut_before(context: &Context, pack: &'static Pack, draft: &Draft, rest: usize) -> bool {
    let behind = &context.text[rest..draft.range.end];
    match draft.kind.as_str() {
        "ORG" => {
            Known::of(pack).begins_with_body(&tokens(behind).join(" "))
                && !is_followed_by_bracket(context, draft.range.end)
        }
        "PER" => behind.split_whitespace().count() >= 2,
        _ => false,
    }
}

/// Whether an acronym in brackets follows: the name before it is an official one.
fn is_followed_by_bracket(context: &Context, end: usize) -> bool {
    context.text[end..].trim_start().starts_with(['(', '（'])
}

/// Sets a draft's words after its range has been cut.
fn refit_words(context: &Context, draft: &mut Draft) {
    while draft.words.len() > 1 && context.words[draft.words.start].range.end <= draft.range.start {
        draft.words.start += 1;
    }
    while draft.words.len() > 1
        && (context.words[draft.words.end - 1].range.start >= draft.range.end
            || context.words[draft.words.end - 1].kind == WordKind::Symbol)
    {
        draft.words.end -= 1;
    }
}

fn draft_of(word: Nationality) -> Draft {
    Draft {
        kind: NORP.to_owned(),
        range: word.range,
        words: word.words,
        score: NORP_SCORE,
        proclitic: word.proclitic,
        enclitic: word.enclitic,
        restored: None,
        country: Some(word.country),
    }
}
