//! Tense: whether the sentence speaks of the past or of the future decides the direction of open dates.

use super::grammar::Grammar;
use super::item::{Item, Val};
use super::resolve::Prefer;
use super::select::Chosen;
use super::token::{Token, TokenKind};
use super::vocab::NO_WORD;

/// Class of words of the past.
pub const PAST: &str = "#past";
/// Class of words of the future.
pub const FUTURE: &str = "#future";

/// The direction that the nearest cue in a fact's sentence gives, if there is one.
pub fn direction(
    text: &str,
    tokens: &[Token],
    rows: &[Vec<Item>],
    chosen: &Chosen<'_>,
    grammar: &Grammar,
) -> Option<Prefer> {
    /// Tokens before and behind the fact that are looked at.
    const REACH: usize = 30;
    /// Letters of a verb with an ending.
    const MIN_VERB: usize = 5;
    if !matches!(chosen.item.val, Val::When(..)) {
        return None;
    }
    let (past, future) = (grammar.lexicon.find_class(PAST), grammar.lexicon.find_class(FUTURE));
    let cue = |at: usize| {
        for item in &rows[at] {
            if let Val::Class(class) = item.val {
                if Some(class) == future {
                    return Some(Prefer::Future);
                }
                if Some(class) == past {
                    return Some(Prefer::Past);
                }
            }
        }
        let token = &tokens[at];
        let unknown = token.kind == TokenKind::Letters && token.word == NO_WORD;
        let word = &text[token.range.clone()];
        let tense = &grammar.pack.tense;
        let long = || word.chars().count() >= MIN_VERB && word.starts_with(char::is_lowercase);
        let ends = |endings: &[String]| endings.iter().any(|e| word.ends_with(e.as_str())) && long();
        let starts = |prefixes: &[String]| prefixes.iter().any(|p| word.starts_with(p.as_str()));
        match unknown {
            true if starts(&tense.future_prefixes) || ends(&tense.future_suffixes) => Some(Prefer::Future),
            true if ends(&tense.past_suffixes) => Some(Prefer::Past),
            _ => None,
        }
    };
    // "am 6. November" goes on behind its dot.
    let ordinal = |at: usize| {
        let digits = at > 0 && tokens[at - 1].kind == TokenKind::Digits && tokens[at - 1].range.len() <= 2;
        grammar.pack.numbers.ordinal_dot && digits && tokens[at].glued
    };
    let ends = |at: usize| {
        let token = &tokens[at];
        !ordinal(at)
            && token.kind == TokenKind::Symbol
            && matches!(super::digits::symbol(text, token), '.' | '!' | '?' | '؟' | '。' | '؛' | ';' | '।')
            && tokens.get(at + 1).is_none_or(|t| !t.glued)
    };
    let before = (chosen.start.saturating_sub(REACH)..chosen.start).rev().take_while(|&at| !ends(at));
    let found = before.map(|at| (chosen.start - at, cue(at))).find(|f| f.1.is_some());
    let last = tokens.len().min(chosen.end + REACH);
    let behind = (chosen.end..last).take_while(|&at| !ends(at));
    let later = behind.map(|at| (at - chosen.end + 1, cue(at))).find(|f| f.1.is_some());
    match (found, later) {
        (Some(a), Some(b)) => {
            if a.0 <= b.0 + 2 {
                a.1
            } else {
                b.1
            }
        }
        (a, b) => a.or(b).and_then(|f| f.1),
    }
}
