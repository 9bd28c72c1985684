//! Where letters that are not part of a name may be cut off a word: the possible places, not the decision.

use super::fold::is_sign;
use crate::lang::pack::Clitics;

/// Apostrophes: straight, typographic, modifier letter, fullwidth.
pub const APOSTROPHES: [char; 4] = ['\'', '’', 'ʼ', '＇'];

/// A way to cut a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cut {
    /// Bytes before the name.
    pub front: usize,
    /// Bytes behind the name.
    pub back: usize,
    /// Index into `contractions`, if the front is one.
    pub contraction: Option<usize>,
}

/// The ways to cut a word, the least cut first. An elision or a suffix behind a mark is certain: with one, the word as
/// a whole is no candidate.
pub fn cuts(word: &str, clitics: &Clitics) -> Vec<Cut> {
    let front = elision(word, clitics).unwrap_or(0);
    let back = suffix(&word[front..], clitics).unwrap_or(0);
    let mut out = vec![Cut { front, back, contraction: None }];
    if front == 0 && !clitics.proclitics.is_empty() {
        out.extend(
            proclitics(word, clitics)
                .into_iter()
                .map(|cut| Cut { back, ..cut })
                .filter(|c| c.front < word.len() - back),
        );
    }
    out
}

/// Bytes of an elided word and its apostrophe at the front (`l'`, `dell’`).
pub fn elision(word: &str, clitics: &Clitics) -> Option<usize> {
    if clitics.elisions.is_empty() {
        return None;
    }
    let (at, mark) = word.char_indices().find(|&(_, c)| APOSTROPHES.contains(&c))?;
    let before = word[..at].to_lowercase();
    let end = at + mark.len_utf8();
    (end < word.len() && clitics.elisions.contains(&before)).then_some(end)
}

/// Bytes of a mark and a suffix at the end (`'s`, `’da`, `:n`).
pub fn suffix(word: &str, clitics: &Clitics) -> Option<usize> {
    if clitics.suffix_marks.is_empty() {
        return None;
    }
    for (at, c) in word.char_indices().rev() {
        let mark = if APOSTROPHES.contains(&c) { '\'' } else { c };
        let is_mark = clitics.suffix_marks.iter().any(|m| m.starts_with(mark));
        if !is_mark {
            continue;
        }
        let tail = &word[at + c.len_utf8()..];
        let listed = clitics.suffixes.iter().any(|s| s == tail || (s == "*" && is_small(tail)));
        let shouted = tail.chars().all(char::is_uppercase) && clitics.suffixes.contains(&tail.to_lowercase());
        return (at > 0 && (listed || shouted)).then_some(word.len() - at);
    }
    None
}

/// A short stretch of small letters: what an unlisted suffix may be.
fn is_small(tail: &str) -> bool {
    const LONGEST: usize = 7;
    !tail.is_empty() && tail.chars().count() <= LONGEST && tail.chars().all(char::is_lowercase)
}

/// The listed proclitics that the word begins with, shortest first. Vowel signs and tatweel between letters count to
/// the proclitic.
pub fn proclitics(word: &str, clitics: &Clitics) -> Vec<Cut> {
    let mut out = Vec::new();
    let mut read = String::new();
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_sign(c) {
            read.push(c);
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, sign)) = chars.peek() {
            if !is_sign(sign) {
                break;
            }
            end = next + sign.len_utf8();
            chars.next();
        }
        if end >= word.len() || read.chars().count() > 4 {
            break;
        }
        if clitics.proclitics.contains(&read) {
            let contraction = clitics.contractions.iter().position(|c| {
                c[1] == read
                    && c[0].strip_prefix(read.as_str()).is_some_and(|rest| bare_starts_with(&word[end..], rest))
            });
            out.push(Cut { front: end, back: 0, contraction });
        }
    }
    out
}

/// Whether the letters of `word`, without signs, begin with `start`.
fn bare_starts_with(word: &str, start: &str) -> bool {
    let mut letters = word.chars().filter(|&c| !is_sign(c));
    start.chars().all(|c| letters.next() == Some(c))
}
