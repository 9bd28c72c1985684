//! Items: what a run of tokens may stand for. A position of the chart holds several.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::grain::Grain;
use super::holiday::Holiday;
use super::period::Period;
use super::when::{Calendar, Edge, Part, Relation, Season, When};

/// How a value is bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// About.
    Approx,
    /// More than.
    MoreThan,
    /// Less than.
    LessThan,
    /// At least.
    AtLeast,
    /// At most.
    AtMost,
    /// The beginning of.
    Start,
    /// The middle of.
    Mid,
    /// The end of.
    End,
    /// Before.
    Before,
    /// After.
    After,
}

impl Modifier {
    /// The modifier of a key in a pack.
    pub fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "approx" => Self::Approx,
            "more_than" => Self::MoreThan,
            "less_than" => Self::LessThan,
            "at_least" => Self::AtLeast,
            "at_most" => Self::AtMost,
            "start" => Self::Start,
            "mid" => Self::Mid,
            "end" => Self::End,
            "before" => Self::Before,
            "after" => Self::After,
            _ => return None,
        })
    }

    /// Its name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Approx => "approx",
            Self::MoreThan => "more_than",
            Self::LessThan => "less_than",
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
            Self::Start => "start",
            Self::Mid => "mid",
            Self::End => "end",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Digits only, so many.
    Digits(u8),
    /// Digits with separators, sign, multiplier.
    Formatted,
    /// Words, so many.
    Words(u8),
    /// Roman numerals.
    Roman,
}

/// A number, or a range of numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The value, or the lower end.
    pub value: Decimal,
    /// The upper end of a range.
    pub max: Option<Decimal>,
    /// Its modifier.
    pub modifier: Option<Modifier>,
    /// Ordinal rather than cardinal.
    pub ordinal: bool,
    /// How it is written.
    pub shape: Shape,
    /// Alone it may be no number at all ("one", "a few").
    pub weak: bool,
}

impl Number {
    /// A plain number.
    pub fn new(value: Decimal, shape: Shape) -> Self {
        Self { value, max: None, modifier: None, ordinal: false, shape, weak: false }
    }

    /// The value if it is a whole number without range, sign or modifier.
    pub fn whole(&self) -> Option<i64> {
        use rust_decimal::prelude::ToPrimitive;
        let plain =
            self.max.is_none() && self.modifier.is_none() && self.value.is_integer() && !self.value.is_sign_negative();
        plain.then(|| self.value.to_i64()).flatten()
    }
}

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum NumberWord {
    /// Adds.
    Add(Decimal),
    /// Multiplies; `true` if it never counts as one when alone.
    Times(Decimal, bool),
    /// Multiplies when glued to digits.
    Suffix(Decimal),
    /// Joins two parts.
    Join,
    /// Makes the number negative.
    Minus,
    /// Separates whole and decimals.
    Point,
    /// Is a fraction.
    Fraction(Decimal),
    /// Divides what stands before it.
    Denominator(Decimal),
    /// Adds a fraction to what stands before it.
    Plus(Decimal),
    /// Is vague, with a customary value.
    Vague(Decimal),
    /// Is an ordinal.
    Ordinal(Decimal),
    /// Stands before a multiplier or a fraction without a value of its own ("a million").
    Article,
    /// Makes digits ordinal when glued to them.
    OrdinalSuffix,
    /// A digit of a spelled-out number (Chinese 二〇二五).
    Digit(u8),
    /// Stands inside a number, before its multiplier, and makes it inexact (Chinese 500多万).
    Inside(Modifier),
    /// Adds to the number behind it, in units of that one's multiplier (Hindi साढ़े तीन लाख).
    Before(Decimal),
}

/// Percent, permille, percentage points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// Per hundred.
    Percent,
    /// Per thousand.
    Permille,
    /// Points of percent.
    Points,
    /// Tenths (Chinese 成, Japanese 割), ten percent each.
    Tenths,
}

/// A repetition.
#[derive(Debug, Clone, PartialEq)]
pub struct Set {
    /// TIMEX3 value.
    pub timex: String,
    /// `EVERY` or `EACH`.
    pub quant: Option<&'static str>,
    /// How often (`2X`).
    pub freq: Option<String>,
}

/// What a run of tokens may stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    /// A word of a class of the pack.
    Class(u16),
    /// A number word.
    NumberWord(NumberWord),
    /// A number.
    Number(Number),
    /// A month's name; `true` if it may be another word.
    Month(Calendar, i8, bool),
    /// A weekday's name; `true` if it may be another word.
    Weekday(i8, bool),
    /// A season's name.
    Season(Season),
    /// A part of the day.
    Part(Part),
    /// Before noon (`false`) or after.
    Meridiem(bool),
    /// A unit of time.
    Grain(Grain),
    /// Several of a unit of time, by the form of its name.
    Plural(Grain),
    /// An era's name: the year before its first.
    Era(i16),
    /// Last, this, next.
    Relation(Relation),
    /// Start, middle, end.
    Edge(Edge),
    /// A holiday's name.
    Holiday(Holiday),
    /// Days from today.
    Days(i32),
    /// Days from today in the direction of the sentence (Hindi कल).
    Swing(i32),
    /// Now, in the past, in the future.
    Reference(&'static str),
    /// A decade's name.
    Decade(i16),
    /// A time zone, minutes from UTC.
    Zone(i16),
    /// A repetition's name.
    SetName(&'static str),
    /// A unit.
    Unit(&'static str),
    /// A unit that must be glued to digits.
    Glued(&'static str),
    /// A currency: codes, likeliest first.
    Currency(&'static str),
    /// The same as a sign or a code, which may stand before the number.
    CurrencySign(&'static str),
    /// A part of a currency, and the codes of that one, if the word tells.
    Minor(Decimal, &'static str),
    /// A percent word.
    ShareWord(Share),
    /// A modifier before the amount.
    Modifier(Modifier),
    /// A modifier behind it.
    ModifierAfter(Modifier),
    /// A length of time.
    Duration(Period, Option<Modifier>),
    /// From one length of time to another.
    Lengths(Period, Period),
    /// A date or a time.
    When(Arc<When>, Option<Modifier>),
    /// An amount of money: codes, likeliest first.
    Money(Number, &'static str),
    /// An amount of cents.
    MinorMoney(Number, Decimal, &'static str),
    /// An amount with a unit.
    Quantity(Number, &'static str),
    /// A percentage.
    Share(Number, Share),
    /// A repetition.
    Set(Set),
}

/// One reading of a run of tokens.
#[derive(Debug, Clone)]
pub struct Item {
    /// Token behind the last.
    pub end: usize,
    /// First token of the span: later than the item's own where context stands before it.
    pub span_start: usize,
    /// Token behind the span.
    pub span_end: usize,
    /// What it stands for.
    pub val: Val,
    /// It serves inside a larger item only.
    pub latent: bool,
    /// It stood with the definite article.
    pub definite: bool,
    /// Among readings of one length the largest wins.
    pub weight: i8,
}

impl Item {
    /// An item from the lexicon: no fact of its own.
    pub fn lexical(start: usize, end: usize, val: Val, definite: bool) -> Self {
        let latent = !matches!(val, Val::When(..) | Val::Duration(..) | Val::Quantity(..));
        Self { end, span_start: start, span_end: end, val, latent, definite, weight: 0 }
    }
}
