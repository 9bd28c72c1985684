//! Numbers in words and mixed: a stack of parts, each smaller than the one before, that multipliers gather.

use rust_decimal::Decimal;

use super::digits;
use super::grammar::Grammar;
use super::growing::{Growing, Joint, Part};
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

/// Tokens of the longest number in words.
const MAX_TOKENS: usize = 40;

impl Scan<'_> {
    pub(super) fn words_at(&self, at: usize) -> impl Iterator<Item = (usize, NumberWord, bool)> + '_ {
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        let broken = self.tokens.get(at).is_some_and(|t| t.breaks);
        row.iter().filter(move |_| !broken).filter_map(|item| match item.val {
            Val::NumberWord(word) => Some((item.end, word, item.definite)),
            _ => None,
        })
    }

    pub(super) fn find(&self, at: usize, fits: impl Fn(&NumberWord) -> bool) -> Option<(usize, NumberWord, bool)> {
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
            self.behind_digits(at, end, number, &mut out);
            let size = if number.value.is_integer() { Decimal::ONE } else { Decimal::ZERO };
            let start = Growing { parts: vec![Part { value: number.value, size }], digits: true, ..Growing::default() };
            // "1 point 5": the word for the point stands alone.
            if self.tokens.get(end).is_some_and(|t| !t.glued && t.kind == TokenKind::Letters) {
                self.pointed(end, &start, &mut out);
            }
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
        if let Some((next, NumberWord::Before(part), _)) = self.find_here(at, |w| matches!(w, NumberWord::Before(_))) {
            self.behind_part(next, part, &mut out);
        }
        if self.find_here(at, |_| true).is_some() {
            self.spelled_digits(at, &mut out);
            for (end, word, definite) in self.first_words(at) {
                let mut state = Growing { definite, ..Growing::default() };
                if state.apply(word, Joint::None, self.tokens[at].glued, &self.grammar.pack.numbers) {
                    self.grown(end, state, &mut out);
                }
            }
        }
        out.dedup();
        out
    }

    /// As `find`, whether or not a line break stands before the token.
    pub(super) fn find_here(&self, at: usize, fits: impl Fn(&NumberWord) -> bool) -> Option<(usize, NumberWord, bool)> {
        let row = self.rows.get(at).map_or(&[][..], Vec::as_slice);
        row.iter()
            .filter_map(|item| match item.val {
                Val::NumberWord(word) if fits(&word) => Some((item.end, word, item.definite)),
                _ => None,
            })
            .max_by_key(|(end, word, _)| (*end, rank(word)))
    }

    /// Ordinal endings and fractions glued to digits.
    fn behind_digits(&self, at: usize, end: usize, number: Number, out: &mut Vec<(usize, Number)>) {
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
        // A dot at the end of a line is the sentence's, unless the number is all there is.
        let last = end + 1 >= self.tokens.len() || self.tokens[end + 1].breaks;
        let dot = dot && (at == 0 || !last);
        let plain = matches!(number.shape, Shape::Digits(_));
        if dot && plain && self.grammar.pack.numbers.ordinal_dot && number.whole().is_some_and(|n| n < 1000) {
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
    pub(super) fn grow(&self, from: usize, mut state: Growing, out: &mut Vec<(usize, Number)>) {
        let rules = &self.grammar.pack.numbers;
        let mut at = from;
        let mut joint = Joint::None;
        while at < from + MAX_TOKENS {
            let words = self.next_words(at, &state);
            if words.is_empty()
                && let Some((end, modifier)) = self.inside(at)
            {
                state.modifier = Some(modifier);
                at = end;
                continue;
            }
            let fitting = words.iter().find_map(|&(end, word, _)| {
                let word = self.tenths(end, word, joint, &state);
                let mut next = state.clone();
                next.apply(word, joint, self.tokens[at].glued, rules).then_some((end, next))
            });
            let Some((end, next)) = fitting else {
                if joint == Joint::None
                    && let Some((end, ..)) = self.find(at, |w| matches!(w, NumberWord::Join))
                    && !state.ordinal_done(rules.units_first)
                {
                    joint = if self.tokens[at].kind == TokenKind::Symbol { Joint::Sign } else { Joint::Word };
                    at = end;
                    continue;
                }
                break; // no word fits: the number ends here
            };
            state = next;
            joint = Joint::None;
            at = end;
            self.reached(at, &mut state, out);
        }
    }

    /// The first word of a number is read: what it is so far, and what it grows to.
    fn grown(&self, at: usize, mut state: Growing, out: &mut Vec<(usize, Number)>) {
        self.reached(at, &mut state, out);
        self.grow(at, state, out);
    }

    pub(super) fn reached(&self, at: usize, state: &mut Growing, out: &mut Vec<(usize, Number)>) {
        state.words = state.words.saturating_add(1);
        self.pointed(at, state, out);
        self.finish(at, state, out);
    }

    /// "two point five million".
    fn pointed(&self, at: usize, state: &Growing, out: &mut Vec<(usize, Number)>) {
        let Some((end, value)) = self.point(at, state) else { return };
        out.push((end, value));
        if state.digits && state.words > 0 {
            return; // "3 million point 5" goes no further
        }
        let parts = vec![Part { value: value.value, size: Decimal::ZERO }];
        self.grow(end, Growing { parts, words: state.words + 2, digits: state.digits, ..Growing::default() }, out);
    }

    /// The readings of a word that may begin a number: the plainest, and a fraction that is an ordinal too.
    fn first_words(&self, at: usize) -> Vec<(usize, NumberWord, bool)> {
        if let Some((end, ..)) = self.find_here(at, |w| matches!(w, NumberWord::Article)) {
            let next =
                self.find(end, |w| matches!(w, NumberWord::Times(..) | NumberWord::Fraction(_) | NumberWord::Vague(_)));
            if let Some((end, NumberWord::Times(value, _), definite)) = next {
                return vec![(end, NumberWord::Times(value, false), definite)];
            }
            if let Some(next) = next {
                return vec![next];
            }
        }
        let plain = self.find_here(at, |w| {
            matches!(
                w,
                NumberWord::Add(_)
                    | NumberWord::Times(_, false)
                    | NumberWord::Fraction(_)
                    | NumberWord::Vague(_)
                    | NumberWord::Ordinal(_)
            )
        });
        let fraction = match plain {
            Some((_, NumberWord::Ordinal(_), _)) => self.find_here(at, |w| matches!(w, NumberWord::Fraction(_))),
            _ => None,
        };
        plain.into_iter().chain(fraction).collect()
    }

    /// The readings of a word that may go on with a number, the likeliest first.
    fn next_words(&self, at: usize, state: &Growing) -> Vec<(usize, NumberWord, bool)> {
        let glued = self.tokens.get(at).is_some_and(|t| t.glued);
        let article = self.find(at, |w| matches!(w, NumberWord::Article)).map(|(end, ..)| end);
        if let Some(end) = article
            && let Some(found) = self.find(end, |w| matches!(w, NumberWord::Times(..)))
        {
            return vec![found];
        }
        let fits = |word: &NumberWord| match word {
            NumberWord::Add(_)
            | NumberWord::Times(..)
            | NumberWord::Plus(_)
            | NumberWord::Denominator(_)
            | NumberWord::Ordinal(_) => true,
            NumberWord::Suffix(_) => glued,
            _ => false,
        };
        // "a 20-million plan"
        let hyphen = |t: &Token| t.glued && t.kind == TokenKind::Symbol && digits::symbol(self.text, t) == '-';
        if self.tokens.get(at).is_some_and(hyphen)
            && self.tokens.get(at + 1).is_some_and(|t| t.glued)
            && let Some(found) = self.find(at + 1, |w| matches!(w, NumberWord::Times(..)))
        {
            return vec![found];
        }
        let mut words: Vec<_> = self.words_at(at).filter(|(_, word, _)| fits(word)).collect();
        words.sort_by_key(|(end, word, _)| std::cmp::Reverse((*end, rank(word))));
        // "a million and 211 thousand billion": behind parts, a phrase of multipliers is read word by word.
        let times = |found: &(usize, NumberWord, bool)| matches!(found.1, NumberWord::Times(..));
        if state.parts.len() > 1
            && let Some(shortest) = words.iter().filter(|f| times(f)).map(|f| f.0).min()
        {
            words.retain(|found| !times(found) || found.0 == shortest);
        }
        if words.is_empty() {
            words.extend(self.digits_inside(at, state));
        }
        words
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
        let modifier = state.modifier;
        let number = Number { ordinal: state.ordinal, weak: state.weak, modifier, ..Number::new(value, shape) };
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
