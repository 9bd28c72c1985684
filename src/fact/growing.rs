//! A number that grows: parts, each smaller than the one before, that multipliers gather.

use rust_decimal::Decimal;

use super::item::{Modifier, NumberWord};
use crate::lang::pack::Numbers;

/// A part of a number: its value, and the size below which the next part must stay.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) value: Decimal,
    pub(super) size: Decimal,
}

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Nothing.
    None,
    /// A hyphen.
    Sign,
    /// A word ("and").
    Word,
}

/// A number that grows.
#[derive(Debug, Clone, Default)]
pub(super) struct Growing {
    pub(super) parts: Vec<Part>,
    pub(super) ordinal: bool,
    pub(super) words: u8,
    pub(super) digits: bool,
    pub(super) definite: bool,
    pub(super) last_times: Option<Decimal>,
    pub(super) units_open: bool,
    pub(super) weak: bool,
    /// What a word inside the number says of it.
    pub(super) modifier: Option<Modifier>,
    /// Parts before the last joiner that is a word.
    pub(super) joint_at: Option<usize>,
}

impl Growing {
    /// The sum of all parts.
    pub(super) fn value(&self) -> Option<Decimal> {
        let mut parts = self.parts.iter();
        let first = parts.next()?.value;
        parts.try_fold(first, |sum, part| sum.checked_add(part.value))
    }

    /// Applies a word; `false` if it does not fit.
    pub(super) fn apply(&mut self, word: NumberWord, joint: Joint, glued: bool, rules: &Numbers) -> bool {
        if self.ordinal_done(rules.units_first) {
            // "cuadragésimo séptimo"
            let series = rules.ordinal_series && joint != Joint::Word;
            return series && matches!(word, NumberWord::Ordinal(value) if self.add(value, true, rules));
        }
        let joined = joint != Joint::None;
        // "2015 and millions" are two numbers; "a million and a hundred" is one.
        let two =
            |state: &Self, by: Decimal| joint == Joint::Word && state.parts.last().is_none_or(|last| by >= last.size);
        match word {
            NumberWord::Add(value) | NumberWord::Vague(value) => {
                let alone = matches!(word, NumberWord::Vague(_)) || value == Decimal::ONE;
                self.weak = alone && self.parts.is_empty();
                let begin = self.parts.len();
                let fits = self.add(value, joined || glued, rules);
                if fits && joint == Joint::Word {
                    self.joint_at = Some(begin);
                }
                fits
            }
            NumberWord::Ordinal(value) => {
                let fits = if value >= Decimal::ONE_HUNDRED && !self.parts.is_empty() {
                    !two(self, value) && self.times(value)
                } else {
                    self.add(value, joined || glued, rules)
                };
                self.ordinal |= fits;
                fits
            }
            NumberWord::Times(value, _) | NumberWord::Suffix(value) => {
                self.weak = false;
                !two(self, value) && self.times(value)
            }
            NumberWord::Fraction(value) => {
                self.parts.push(Part { value, size: Decimal::ZERO });
                self.weak = true;
                true
            }
            NumberWord::Plus(part) => self.plus(part),
            NumberWord::Denominator(by) => joint != Joint::Word && self.divide(by),
            _ => false,
        }
    }

    /// "two million and a half": a fraction of the last multiplier.
    fn plus(&mut self, part: Decimal) -> bool {
        if self.ordinal {
            return false;
        }
        let Some(last) = self.parts.last_mut() else { return false };
        let scale = self.last_times.filter(|t| *t >= Decimal::ONE_THOUSAND && last.value >= *t).unwrap_or(Decimal::ONE);
        let Some(sum) = part.checked_mul(scale).and_then(|p| last.value.checked_add(p)) else { return false };
        *last = Part { value: sum, size: Decimal::ZERO };
        self.weak = false;
        true
    }

    /// "two thirds"; "twenty and three fifths", where only what stands behind the joiner is divided.
    fn divide(&mut self, by: Decimal) -> bool {
        if self.parts.iter().any(|p| p.size.is_zero()) {
            return false;
        }
        let sum = |parts: &[Part]| parts.iter().try_fold(Decimal::ZERO, |sum, p| sum.checked_add(p.value));
        let cut = self.joint_at.filter(|&at| at > 0 && at < self.parts.len() && self.parts[at].value < by).unwrap_or(0);
        let (whole, top) = self.parts.split_at(cut);
        let (Some(whole), Some(top)) = (sum(whole), sum(top).filter(Decimal::is_integer)) else { return false };
        let Some(value) = top.checked_div(by).and_then(|part| whole.checked_add(part)) else { return false };
        if self.parts.is_empty() || self.weak && value > Decimal::ONE {
            return false;
        }
        self.parts = vec![Part { value, size: Decimal::ZERO }];
        self.weak = false;
        true
    }

    pub(super) fn ordinal_done(&self, units_first: bool) -> bool {
        self.ordinal && !(units_first && self.units_open)
    }

    pub(super) fn add(&mut self, value: Decimal, joined: bool, rules: &Numbers) -> bool {
        let size = size_of(value);
        let ten = Decimal::TEN;
        let hundred = Decimal::ONE_HUNDRED;
        let unit = value > Decimal::ZERO && value < ten;
        let Some(last) = self.parts.last().copied() else {
            self.parts.push(Part { value, size });
            self.units_open = unit;
            return true;
        };
        if value < last.size && !value.is_zero() {
            self.parts.push(Part { value, size });
            self.units_open = unit;
            return true;
        }
        let tens = value >= Decimal::from(20) && value < hundred && size == ten;
        if rules.units_first && self.units_open && joined && tens && last.value < ten {
            self.parts.push(Part { value, size: Decimal::ONE });
            self.units_open = false;
            return true;
        }
        let teen_base = rules.teens_after.iter().any(|t| Decimal::from(*t) == last.value);
        if teen_base && value >= ten && value < Decimal::from(20) {
            self.parts.push(Part { value, size: Decimal::ONE });
            return true;
        }
        let pair = rules.pairs
            && self.parts.len() == 1
            && self.last_times.is_none()
            && !joined
            && value >= ten
            && value < hundred;
        if pair && last.value < Decimal::from(21) && (last.value >= ten || tens) && !self.digits {
            let Some(high) = last.value.checked_mul(hundred) else { return false };
            self.parts = vec![Part { value: high, size: hundred }, Part { value, size }];
            self.weak = false;
            return true;
        }
        false
    }

    pub(super) fn times(&mut self, by: Decimal) -> bool {
        let mut gathered: Option<Decimal> = None;
        while let Some(part) = self.parts.last().filter(|p| p.value < by) {
            let sum = gathered.unwrap_or(Decimal::ZERO).checked_add(part.value);
            gathered = sum;
            if sum.is_none() {
                return false;
            }
            self.parts.pop();
        }
        let factor = match gathered {
            Some(factor) => factor,
            None if self.parts.is_empty() => Decimal::ONE,
            None if self.digits && self.parts.len() == 1 && self.last_times.is_none() => {
                // "3000 k": digits may be larger than what multiplies them.
                self.parts.pop().map_or(Decimal::ONE, |p| p.value)
            }
            None => {
                // "three thousand million": all that stands before it is gathered if it ends in a smaller multiplier.
                let last = self.parts.last().copied();
                match last {
                    Some(part) if by < part.size => Decimal::ONE,
                    // 万万: a multiplier behind itself.
                    Some(part) if by == part.size && self.last_times == Some(by) => {
                        self.parts.pop();
                        part.value
                    }
                    _ => return false,
                }
            }
        };
        let Some(value) = factor.checked_mul(by) else { return false };
        if self.parts.last().is_some_and(|p| value >= p.size && !p.size.is_zero()) {
            return false;
        }
        self.parts.push(Part { value, size: by });
        self.last_times = Some(by);
        self.units_open = false;
        true
    }
}

/// The largest power of ten that divides a whole number; zero and fractions take nothing behind them.
fn size_of(value: Decimal) -> Decimal {
    if !value.is_integer() || value.is_zero() {
        return Decimal::ZERO;
    }
    let mut size = Decimal::ONE;
    while let Some(next) = size.checked_mul(Decimal::TEN)
        && (value % next).is_zero()
    {
        size = next;
    }
    size
}
