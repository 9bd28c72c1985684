//! Numbers in words and mixed: a stack of parts, each smaller than the one before, that multipliers gather.

use rust_decimal::Decimal;

use super::digits;
use super::grammar::Grammar;
use super::item::{Item, Number, NumberWord, Shape, Val};
use super::token::{Token, TokenKind};

/// What the reader of numbers sees.
pub struct Scan<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
    /// Items by first token; lexical items are there already.
    pub rows: &'a [Vec<Item>],
    /// The language.
    pub grammar: &'a Grammar,
}

/// A part of a number: its value, and the size below which the next part must stay.
#[derive(Debug, Clone, Copy)]
struct Part {
    value: Decimal,
    size: Decimal,
}

/// A number that grows.
#[derive(Debug, Clone, Default)]
struct Growing {
    parts: Vec<Part>,
    ordinal: bool,
    words: u8,
    digits: bool,
    definite: bool,
    last_times: Option<Decimal>,
    units_open: bool,
    weak: bool,
}

/// Tokens of the longest number in words.
const MAX_TOKENS: usize = 40;

impl Scan<'_> {
    fn words_at(&self, at: usize) -> impl Iterator<Item = (usize, NumberWord, bool)> + '_ {
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        let broken = self.tokens.get(at).is_some_and(|t| t.breaks);
        row.iter().filter(move |_| !broken).filter_map(|item| match item.val {
            Val::NumberWord(word) => Some((item.end, word, item.definite)),
            _ => None,
        })
    }

    fn find(&self, at: usize, fits: impl Fn(&NumberWord) -> bool) -> Option<(usize, NumberWord, bool)> {
        self.words_at(at).filter(|(_, word, _)| fits(word)).max_by_key(|(end, word, _)| (*end, rank(word)))
    }

    /// The numbers that begin at a token, shorter ones first.
    pub fn numbers(&self, at: usize) -> Vec<(usize, Number)> {
        let mut out = Vec::new();
        let mut plain = Vec::new();
        digits::numbers(self.text, self.tokens, at, self.grammar, &mut plain);
        out.extend(plain.iter().copied());
        if let Some(&(end, number)) = plain.last()
            && number.max.is_none()
        {
            self.behind_digits(end, number, &mut out);
            let size = if number.value.is_integer() { Decimal::ONE } else { Decimal::ZERO };
            let start = Growing { parts: vec![Part { value: number.value, size }], digits: true, ..Growing::default() };
            self.grow(end, start, &mut out);
        }
        let minus = |at: usize| self.find_here(at, |w| matches!(w, NumberWord::Minus));
        // A second "minus" behind the first is no sign.
        if let Some((end, ..)) = minus(at)
            && minus(end).is_none()
        {
            for (end, number) in self.numbers(end).into_iter().filter(|n| !n.1.ordinal) {
                let value = -number.value;
                out.push((end, Number { value, shape: Shape::Formatted, weak: false, ..number }));
            }
        }
        if self.find_here(at, |_| true).is_some() {
            self.spelled_digits(at, &mut out);
            self.grow(at, Growing::default(), &mut out);
        }
        out.dedup();
        out
    }

    /// As `find`, whether or not a line break stands before the token.
    fn find_here(&self, at: usize, fits: impl Fn(&NumberWord) -> bool) -> Option<(usize, NumberWord, bool)> {
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        row.iter()
            .filter_map(|item| match item.val {
                Val::NumberWord(word) if fits(&word) => Some((item.end, word, item.definite)),
                _ => None,
            })
            .max_by_key(|(end, word, _)| (*end, rank(word)))
    }

    /// Ordinal endings and fractions glued to digits.
    fn behind_digits(&self, end: usize, number: Number, out: &mut Vec<(usize, Number)>) {
        for (next, word, _) in self.words_at(end) {
            match word {
                NumberWord::OrdinalSuffix if self.tokens[end].glued && number.value.is_integer() => {
                    out.push((next, Number { ordinal: true, ..number }));
                }
                NumberWord::Fraction(part) if self.tokens[end].glued => {
                    if let Some(value) = number.value.checked_add(part) {
                        out.push((next, Number::new(value, Shape::Formatted)));
                    }
                }
                NumberWord::Denominator(by) if number.whole().is_some() && !self.tokens[end].glued => {
                    if let Some(value) = number.value.checked_div(by).filter(|_| by > Decimal::TWO || number.value < by)
                    {
                        out.push((next, Number::new(value, Shape::Formatted)));
                    }
                }
                _ => {}
            }
        }
        let dot = self
            .tokens
            .get(end)
            .is_some_and(|t| t.glued && t.kind == TokenKind::Symbol && digits::symbol(self.text, t) == '.');
        if dot && self.grammar.pack.numbers.ordinal_dot && number.whole().is_some_and(|n| n < 1000) {
            out.push((end + 1, Number { ordinal: true, ..number }));
        }
    }

    /// Two or more digit words in a row (二〇二五).
    fn spelled_digits(&self, at: usize, out: &mut Vec<(usize, Number)>) {
        let mut digits = String::new();
        let mut end = at;
        while let Some((next, NumberWord::Digit(digit), _)) = self.find_here(end, |w| matches!(w, NumberWord::Digit(_)))
            && (end == at || self.tokens[end].glued)
            && digits.len() < MAX_TOKENS / 2
        {
            digits.push(char::from(b'0' + digit));
            end = next;
        }
        if digits.len() >= 2
            && let Ok(value) = digits.parse()
        {
            out.push((end, Number::new(value, Shape::Digits(digits.len() as u8))));
        }
    }

    /// Reads on from a state; every state that is a number is a result.
    fn grow(&self, from: usize, mut state: Growing, out: &mut Vec<(usize, Number)>) {
        let first = from;
        let mut at = from;
        let mut joined = false;
        while at < first + MAX_TOKENS {
            let found =
                if at == first && state.parts.is_empty() { self.first_word(at) } else { self.next_word(at, &state) };
            let Some((end, word, definite)) = found else {
                if !joined
                    && let Some((end, ..)) = self.find(at, |w| matches!(w, NumberWord::Join))
                    && !state.parts.is_empty()
                    && !state.ordinal_done(self.units_first())
                {
                    joined = true;
                    at = end;
                    continue;
                }
                break;
            };
            if state.parts.is_empty() {
                state.definite = definite;
            }
            if !self.apply(&mut state, at, word, joined) {
                // A word may be a joiner as well ("-"), or the number ends here.
                break;
            }
            joined = false;
            state.words = state.words.saturating_add(1);
            at = end;
            if let Some((end, value)) = self.point(at, &state) {
                out.push((end, value));
                let whole = Growing {
                    parts: vec![Part { value: value.value, size: Decimal::ZERO }],
                    words: state.words + 2,
                    ..Growing::default()
                };
                if !state.digits {
                    self.grow(end, whole, out);
                }
            }
            self.finish(at, &state, out);
        }
    }

    fn units_first(&self) -> bool {
        self.grammar.pack.numbers.units_first
    }

    fn first_word(&self, at: usize) -> Option<(usize, NumberWord, bool)> {
        if let Some((end, ..)) = self.find_here(at, |w| matches!(w, NumberWord::Article)) {
            let next =
                self.find(end, |w| matches!(w, NumberWord::Times(..) | NumberWord::Fraction(_) | NumberWord::Vague(_)));
            if let Some((end, NumberWord::Times(value, _), definite)) = next {
                return Some((end, NumberWord::Times(value, false), definite));
            }
            if next.is_some() {
                return next;
            }
        }
        self.find_here(at, |w| {
            matches!(
                w,
                NumberWord::Add(_)
                    | NumberWord::Times(_, false)
                    | NumberWord::Fraction(_)
                    | NumberWord::Vague(_)
                    | NumberWord::Ordinal(_)
            )
        })
    }

    fn next_word(&self, at: usize, state: &Growing) -> Option<(usize, NumberWord, bool)> {
        let glued = self.tokens.get(at).is_some_and(|t| t.glued);
        let article = self.find(at, |w| matches!(w, NumberWord::Article)).map(|(end, ..)| end);
        if let Some(end) = article
            && let Some(found) = self.find(end, |w| matches!(w, NumberWord::Times(..)))
        {
            return Some(found);
        }
        self.find(at, |w| match w {
            NumberWord::Add(_)
            | NumberWord::Times(..)
            | NumberWord::Plus(_)
            | NumberWord::Denominator(_)
            | NumberWord::Ordinal(_) => true,
            NumberWord::Suffix(_) => glued,
            _ => false,
        })
        .or_else(|| self.digits_inside(at, state))
    }

    /// Digits as a later part ("2 million 300 thousand").
    fn digits_inside(&self, at: usize, state: &Growing) -> Option<(usize, NumberWord, bool)> {
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
        (multiplied && number.value.is_integer()).then_some((end, NumberWord::Add(number.value), false))
    }

    /// Applies a word to the state; `false` if it does not fit.
    fn apply(&self, state: &mut Growing, at: usize, word: NumberWord, joined: bool) -> bool {
        let rules = &self.grammar.pack.numbers;
        if state.ordinal_done(rules.units_first) {
            return false;
        }
        match word {
            NumberWord::Add(value) | NumberWord::Vague(value) => {
                if matches!(word, NumberWord::Vague(_)) || state.parts.is_empty() && value == Decimal::ONE {
                    state.weak = state.parts.is_empty();
                } else {
                    state.weak = false;
                }
                let glued = self.tokens[at].glued;
                state.add(value, joined || glued, rules)
            }
            NumberWord::Ordinal(value) => {
                let hundred = Decimal::ONE_HUNDRED;
                let fits = if value >= hundred && !state.parts.is_empty() {
                    state.times(value)
                } else {
                    state.add(value, joined || self.tokens[at].glued, rules)
                };
                state.ordinal |= fits;
                fits
            }
            NumberWord::Times(value, _) | NumberWord::Suffix(value) => {
                state.weak = false;
                state.times(value)
            }
            NumberWord::Fraction(value) => {
                state.parts.push(Part { value, size: Decimal::ZERO });
                state.weak = true;
                true
            }
            NumberWord::Plus(part) => {
                if state.ordinal {
                    return false;
                }
                let Some(last) = state.parts.last_mut() else { return false };
                let scale = state
                    .last_times
                    .filter(|t| *t >= Decimal::ONE_THOUSAND && last.value >= *t)
                    .unwrap_or(Decimal::ONE);
                let Some(sum) = part.checked_mul(scale).and_then(|p| last.value.checked_add(p)) else { return false };
                *last = Part { value: sum, size: Decimal::ZERO };
                state.weak = false;
                true
            }
            NumberWord::Denominator(by) => {
                let Some(value) = state.value().filter(|v| v.is_integer()).and_then(|v| v.checked_div(by)) else {
                    return false;
                };
                if state.parts.iter().any(|p| p.size.is_zero()) || joined || state.weak && value > Decimal::ONE {
                    return false;
                }
                state.parts = vec![Part { value, size: Decimal::ZERO }];
                state.weak = false;
                true
            }
            _ => false,
        }
    }

    /// "two point five": the number with its decimals.
    fn point(&self, at: usize, state: &Growing) -> Option<(usize, Number)> {
        let whole = state.value().filter(|v| v.is_integer())?;
        let (mut end, ..) = self.find(at, |w| matches!(w, NumberWord::Point))?;
        let mut decimals = String::new();
        while decimals.len() < 10 {
            if let Some((next, NumberWord::Add(value), _)) = self.find(end, |w| matches!(w, NumberWord::Add(_))) {
                let many = value >= Decimal::TEN;
                if many && !decimals.is_empty() {
                    break;
                }
                decimals.push_str(&value.to_string());
                end = next;
                if many {
                    break;
                }
            } else if let Some(token) =
                self.tokens.get(end).filter(|t| decimals.is_empty() && t.kind == TokenKind::Digits)
            {
                decimals.extend(
                    self.text[token.range.clone()]
                        .chars()
                        .filter_map(super::fold::digit_value)
                        .map(|d| char::from(b'0' + d)),
                );
                end += 1;
                break;
            } else {
                break;
            }
        }
        let value = format!("{whole}.{decimals}").parse().ok().filter(|_| !decimals.is_empty())?;
        Some((end, Number::new(value, Shape::Formatted)))
    }

    fn finish(&self, at: usize, state: &Growing, out: &mut Vec<(usize, Number)>) {
        let Some(value) = state.value() else { return };
        let shape = if state.digits { Shape::Formatted } else { Shape::Words(state.words) };
        let number = Number { ordinal: state.ordinal, weak: state.weak, ..Number::new(value, shape) };
        out.push((at, number));
        let eleven = Decimal::from(11);
        if self.grammar.pack.numbers.definite_ordinals
            && state.definite
            && !state.ordinal
            && value >= eleven
            && value < Decimal::ONE_HUNDRED
            && value.is_integer()
        {
            out.push((at, Number { ordinal: true, ..number }));
        }
    }
}

/// Of readings of one word the plainest is taken.
fn rank(word: &NumberWord) -> u8 {
    match word {
        NumberWord::Add(_) => 3,
        NumberWord::Times(..) => 2,
        NumberWord::Fraction(_) | NumberWord::Denominator(_) => 0,
        _ => 1,
    }
}

impl Growing {
    /// The sum of all parts.
    fn value(&self) -> Option<Decimal> {
        let mut parts = self.parts.iter();
        let first = parts.next()?.value;
        parts.try_fold(first, |sum, part| sum.checked_add(part.value))
    }

    fn ordinal_done(&self, units_first: bool) -> bool {
        self.ordinal && !(units_first && self.units_open)
    }

    fn add(&mut self, value: Decimal, joined: bool, rules: &crate::lang::pack::Numbers) -> bool {
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

    fn times(&mut self, by: Decimal) -> bool {
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
