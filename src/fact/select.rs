//! Selection: of overlapping candidates the longest wins, then the heavier, then the first.

use super::item::{Item, Val};
use super::token::Token;

/// A candidate that was chosen.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// First token of the span.
    pub start: usize,
    /// Token behind the span.
    pub end: usize,
    /// The item.
    pub item: &'a Item,
}

/// The facts of a line, in order, without overlaps.
pub fn select<'a>(
    rows: &'a [Vec<Item>],
    tokens: &[Token],
    fits: impl Fn(&Item, usize, usize) -> bool,
) -> Vec<Chosen<'a>> {
    let mut candidates: Vec<(usize, i8, usize, usize, &Item)> = Vec::new();
    for row in rows {
        for item in row.iter().filter(|i| !i.latent && i.span_end > i.span_start) {
            if !publishable(&item.val) || !fits(item, item.span_start, item.span_end) {
                continue;
            }
            let length = tokens[item.span_end - 1].range.end - tokens[item.span_start].range.start;
            if length == 0 {
                continue; // the dual ending alone
            }
            candidates.push((length, item.weight, item.span_start, item.span_end, item));
        }
    }
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut taken = vec![false; tokens.len()];
    let mut chosen = Vec::new();
    for (_, _, start, end, item) in candidates {
        if taken[start..end].iter().any(|t| *t) {
            continue;
        }
        taken[start..end].fill(true);
        if !matches!(item.val, Val::Class(_)) {
            chosen.push(Chosen { start, end, item });
        }
    }
    chosen.sort_by_key(|c| c.start);
    chosen
}

fn publishable(val: &Val) -> bool {
    matches!(
        val,
        Val::Number(_)
            | Val::Duration(..)
            | Val::Lengths(..)
            | Val::When(..)
            | Val::Money(..)
            | Val::MinorMoney(..)
            | Val::Quantity(..)
            | Val::Share(..)
            | Val::Set(_)
            | Val::Class(u16::MAX)
    )
}
