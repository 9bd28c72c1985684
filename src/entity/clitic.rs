//! Proclitics on names (Arabic و ف ب ل ك, Hebrew ו ה ב ל מ ש כ): cut off only where something speaks for it.
//!
//! Evidence, strongest first: a list says that the letter belongs to the name, or knows the rest; the article has the
//! rest as a name elsewhere, or has the word whole elsewhere; the model's vocabulary knows one of the two; the definite
//! article stands behind the letter. Without any, the letter stays, save those that the pack calls loose.

use std::collections::HashSet;

use super::Context;
use super::cut::{Cut, proclitics};
use super::draft::Draft;
use super::fold::fold;
use super::known::Known;
use crate::lang::pack::Clitics;

/// Letters that must remain when a proclitic is cut without a list that knows the rest.
const LETTERS_LEFT: usize = 3;

/// Letters behind an article that make a word likely to be a noun with its article.
const LETTERS_BEHIND_ARTICLE: usize = 4;

/// Cuts the proclitics off all drafts.
pub fn cut_proclitics(context: &Context, drafts: &mut [Draft]) {
    let Some(pack) = context.pack.filter(|p| !p.clitics.proclitics.is_empty()) else { return };
    let known = Known::of(pack);
    let seen = Seen::new(context, drafts);
    for i in 0..drafts.len() {
        if drafts[i].range.start != context.words[drafts[i].words.start].range.start {
            continue; // something was cut already
        }
        let follows = i > 0 && is_beside(context, &drafts[i - 1], &drafts[i]);
        let decided = decide(context, &pack.clitics, known, &seen, &drafts[i], follows);
        if let Some((cut, bare)) = decided {
            apply(context, &pack.clitics, &mut drafts[i], cut, &bare);
        }
    }
}

/// First words of the article's mentions, folded, by how they are written.
struct Seen {
    firsts: HashSet<String>,
}

impl Seen {
    fn new(context: &Context, drafts: &[Draft]) -> Self {
        let firsts = drafts.iter().flat_map(|d| d.text(context).split_whitespace().map(fold)).collect();
        Self { firsts }
    }

    /// Whether the article has a name with this word, or this word behind the article.
    fn has(&self, word: &str) -> bool {
        self.firsts.contains(word)
    }
}

/// Whether only blanks or a comma stand between two mentions: the second may be coordinated.
fn is_beside(context: &Context, first: &Draft, second: &Draft) -> bool {
    context
        .text
        .get(first.range.end..second.range.start)
        .is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c == '،' || c == ','))
}

/// The cut to make and the folded rest, if one is to be made.
fn decide(
    context: &Context,
    clitics: &Clitics,
    known: &Known,
    seen: &Seen,
    draft: &Draft,
    follows: bool,
) -> Option<(Cut, String)> {
    let text = draft.text(context);
    let first = text.split_whitespace().next()?;
    let whole = fold(first);
    if known.keeps(&whole) || known.is_first(&whole) {
        return None;
    }
    let mut best: Option<(i32, Cut, String)> = None;
    for cut in proclitics(first, clitics) {
        let rest = fold(&first[cut.front..]);
        for bare in readings(&rest, cut, clitics) {
            let weight = weigh(
                context,
                clitics,
                known,
                seen,
                &Reading {
                    first,
                    whole: &whole,
                    bare: &bare,
                    cut,
                    follows,
                    len: text.split_whitespace().count(),
                    place: draft.kind == "LOC",
                },
            );
            if weight > 0 && best.as_ref().is_none_or(|(top, ..)| weight > *top) {
                best = Some((weight, cut, bare));
            }
        }
    }
    best.map(|(_, cut, bare)| (cut, bare))
}

/// What the rest may be: as it is, or, behind a contraction, with the article back.
fn readings(rest: &str, cut: Cut, clitics: &Clitics) -> Vec<String> {
    let mut out = vec![rest.to_owned()];
    if let Some(contraction) = cut.contraction.and_then(|i| clitics.contractions.get(i)) {
        let melted = contraction[0].strip_prefix(contraction[1].as_str()).unwrap_or("");
        if let Some(bare) = rest.strip_prefix(melted) {
            out.push(format!("{}{bare}", contraction[2]));
        }
    }
    out
}

/// One way to read a word.
struct Reading<'a> {
    first: &'a str,
    whole: &'a str,
    bare: &'a str,
    cut: Cut,
    follows: bool,
    len: usize,
    place: bool,
}

/// How much speaks for a reading; nothing at 0 or below.
fn weigh(context: &Context, clitics: &Clitics, known: &Known, seen: &Seen, reading: &Reading) -> i32 {
    let &Reading { first, whole, bare, cut, follows, len, place } = reading;
    let proclitic = fold(&first[..cut.front]);
    let contraction = bare.len() > whole.len() - proclitic.len();
    let left = bare.chars().count();
    if known.is_first(bare) {
        return 100 - cut.front as i32;
    }
    if left < LETTERS_LEFT {
        return 0;
    }
    if seen.has(bare) {
        return 80;
    }
    let rest = &first[cut.front..];
    match ((context.piece)(first), (context.piece)(if contraction { bare } else { rest })) {
        (None, Some(_)) if left > LETTERS_LEFT => return 60,
        (Some(_), None) => return -60,
        _ => {}
    }
    if let Some(behind) = bare.strip_prefix(clitics.article.as_str()).filter(|_| !clitics.article.is_empty()) {
        let letters = behind.chars().count();
        if letters >= LETTERS_BEHIND_ARTICLE || (letters >= LETTERS_LEFT && contraction) {
            return if contraction { 45 } else { 40 };
        }
    }
    if place && clitics.loose_places.contains(&proclitic) {
        return 15;
    }
    let loose = clitics.loose.contains(&proclitic);
    if loose && (follows || len > 1) {
        return 20;
    }
    if loose { 10 } else { 0 }
}

/// Moves the start of a draft behind the proclitic.
fn apply(context: &Context, clitics: &Clitics, draft: &mut Draft, cut: Cut, bare: &str) {
    let first = draft.text(context);
    draft.proclitic = Some(first[..cut.front].to_owned());
    let rest = &first[cut.front..];
    let folded_first = fold(rest.split_whitespace().next().unwrap_or(""));
    if let Some(contraction) = cut.contraction.and_then(|i| clitics.contractions.get(i))
        && bare != folded_first
    {
        let melted = contraction[0].len() - contraction[1].len();
        draft.restored = Some((melted, contraction[2].clone()));
    }
    draft.range.start += cut.front;
    let trimmed = rest.trim_start_matches(['ـ', '"', '«', '“', '\'', '’']);
    draft.range.start += rest.len() - trimmed.len();
}
