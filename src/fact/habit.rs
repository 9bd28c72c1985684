//! Habits of languages in numbers: words inside them and before them, digits and tenths behind a multiplier.

use rust_decimal::Decimal;

use super::border::is_spaced_letter;
use super::digits;
use super::growing::{Growing, Joint, Part};
use super::item::{Modifier, Number, NumberWord};
use super::number::Scan;
use super::token::TokenKind;

impl Scan<'_> {
    /// "three and a half lakh" with the half before the three, as in Hindi.
    pub(super) fn behind_part(&self, at: usize, part: Decimal, out: &mut Vec<(usize, Number)>) {
        let mut plain = Vec::new();
        digits::numbers(self.text, self.tokens, at, self.grammar, &mut plain);
        let first = match plain.last() {
            Some(&(end, number)) => Some((end, number.value)),
            None => match self.find(at, |w| matches!(w, NumberWord::Add(_))) {
                Some((end, NumberWord::Add(value), _)) => Some((end, value)),
                _ => self.find(at, |w| matches!(w, NumberWord::Times(..))).map(|_| (at, Decimal::ONE)),
            },
        };
        let Some((end, value)) = first.and_then(|(end, value)| Some((end, value.checked_add(part)?))) else { return };
        let parts = vec![Part { value, size: Decimal::ZERO }];
        let mut state = Growing { parts, ..Growing::default() };
        if end > at {
            self.reached(end, &mut state, out);
        }
        self.grow(end, state, out);
    }

    /// A word before the multiplier that makes the number inexact: 500多万.
    pub(super) fn inside(&self, at: usize) -> Option<(usize, Modifier)> {
        let (end, NumberWord::Inside(modifier), _) = self.find(at, |w| matches!(w, NumberWord::Inside(_)))? else {
            return None;
        };
        self.find(end, |w| matches!(w, NumberWord::Times(..))).map(|_| (end, modifier))
    }

    /// Where the pack says so, a last digit behind a multiplier counts tenths of it: 两千三 is 2300.
    pub(super) fn tenths(&self, end: usize, word: NumberWord, joint: Joint, state: &Growing) -> NumberWord {
        let last = state.parts.last().map(|p| p.size).filter(|s| *s >= Decimal::ONE_HUNDRED);
        match (word, last) {
            (NumberWord::Add(value), Some(size))
                if self.grammar.pack.numbers.tail_tenths
                    && joint == Joint::None
                    && value > Decimal::ZERO
                    && value < Decimal::TEN
                    && self.words_at(end).next().is_none()
                    && self.tokens.get(end).is_none_or(|t| t.kind != TokenKind::Digits) =>
            {
                size.checked_mul(value).map_or(word, |v| NumberWord::Add(v / Decimal::TEN))
            }
            _ => word,
        }
    }

    /// Digits as a later part ("2 million 300 thousand").
    pub(super) fn digits_inside(&self, at: usize, state: &Growing) -> Option<(usize, NumberWord, bool)> {
        let token = self.tokens.get(at)?;
        if token.kind != TokenKind::Digits || token.breaks {
            return None;
        }
        let mut plain = Vec::new();
        digits::numbers(self.text, self.tokens, at, self.grammar, &mut plain);
        let &(end, number) = plain.last()?;
        let size = state.parts.last()?.size;
        let multiplied = match self.find(end, |w| matches!(w, NumberWord::Times(..))) {
            Some((_, NumberWord::Times(by, _), _)) => by < size,
            _ => false,
        };
        let rest = size >= Decimal::ONE_THOUSAND && number.value < size && self.takes_rest(at);
        ((multiplied || rest) && number.value.is_integer()).then_some((end, NumberWord::Add(number.value), false))
    }

    /// Whether digits behind a multiplier may be its rest: glued (1万2000), or in the pack's habit ("2 bin 500").
    fn takes_rest(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.text[self.tokens[b].range.clone()].chars().next_back());
        let glued = self.tokens[at].glued && before.is_some_and(|c| c.is_alphabetic() && !is_spaced_letter(c));
        glued || !self.tokens[at].glued && self.grammar.pack.numbers.digits_after
    }
}
