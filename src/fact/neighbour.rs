//! Neighbours: what must not stand behind an item that is only a date or a time where it counts nothing.

use super::digits::symbol;
use super::grammar::Grammar;
use super::item::{Item, NumberWord, Val};
use super::slot::Slot;
use super::token::{Token, TokenKind};
use super::vocab::NO_WORD;

/// Whether a slot takes an item that ends at a token.
pub fn allows(slot: Slot, text: &str, tokens: &[Token], rows: &[Vec<Item>], end: usize, grammar: &Grammar) -> bool {
    match slot {
        Slot::BareHour | Slot::BareYear => !counts(text, tokens, rows, end, grammar),
        // "14 Uhr 15,3 Grad" has no minutes
        Slot::Minute | Slot::Minute2 | Slot::Minute5 | Slot::MinuteLate => !decimal_follows(text, tokens, end),
        _ => true,
    }
}

/// Whether the line ends at a token, or punctuation that is not part of a number follows.
pub fn ends(text: &str, tokens: &[Token], end: usize) -> bool {
    let Some(next) = tokens.get(end).filter(|t| !t.breaks) else { return true };
    let joins = tokens.get(end + 1).is_some_and(|t| t.glued);
    matches!(symbol(text, next), '.' | ',' | ';' | ':' | '!' | '?' | ')' | '…' | '،' | '؛' | '؟' | '。' | '，')
        && !joins
}

fn decimal_follows(text: &str, tokens: &[Token], end: usize) -> bool {
    let point = tokens.get(end).is_some_and(|t| t.glued && matches!(symbol(text, t), '.' | ','));
    point && tokens.get(end + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Digits)
}

/// Whether a number that ends at a token counts what stands behind it: a unit, a currency, percent, a noun.
fn counts(text: &str, tokens: &[Token], rows: &[Vec<Item>], end: usize, grammar: &Grammar) -> bool {
    let Some(next) = tokens.get(end).filter(|t| !t.breaks) else { return false };
    let measured = rows[end].iter().any(|item| {
        matches!(
            item.val,
            Val::Unit(_)
                | Val::Glued(_)
                | Val::Currency(_)
                | Val::CurrencySign(_)
                | Val::Minor(..)
                | Val::ShareWord(_)
                | Val::Grain(_)
                | Val::Number(_)
                | Val::NumberWord(NumberWord::Times(..) | NumberWord::Point | NumberWord::Plus(_))
        )
    });
    let first = text[next.range.clone()].chars().next();
    let noun = next.kind == TokenKind::Letters
        && match grammar.pack.numbers.capital_nouns {
            true => first.is_some_and(char::is_uppercase),
            false => next.word == NO_WORD && next.bare == NO_WORD,
        };
    let hyphen = next.glued && matches!(symbol(text, next), '-' | '/' | '%');
    measured || noun || hyphen || decimal_follows(text, tokens, end)
}
