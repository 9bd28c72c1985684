//! Rules: what a pattern means. The names are the keys of a pack's `[patterns]`; the meaning is here for all languages.

use super::amount;
use super::interval::Side;
use super::item::{Item, Val};
use super::slot::Slot;
use super::{interval, length, moment, relative};

/// What a pattern means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Parts of a date: day, month, year, weekday, holiday, season, decade.
    Date,
    /// Parts of a date that are a fact only inside a larger one.
    LatentDate,
    /// A quarter or half: ordinal or number, unit, year.
    Piece,
    /// What is left of a unit ("the rest of the week").
    Rest,
    /// The unit that holds a date ("the week of 6 October").
    Holding,
    /// A week by number.
    Week,
    /// A century by number.
    Century,
    /// A decade by its first year.
    Decade,
    /// Relation and name ("next week", "last March"), or relation, number and unit ("last three days").
    Related,
    /// Relation and weekday: that of the week at the relation.
    RelatedWeek,
    /// Ordinal and name inside a date ("the first Monday of May").
    Nth,
    /// The same from the end; without an ordinal, the last.
    NthLast,
    /// The first date inside the second ("Monday of next week").
    Inside,
    /// The second date inside the first.
    InsideReversed,
    /// A length of time before now.
    Ago,
    /// A length of time after now.
    Ahead,
    /// A length of time after what was told before ("four days later").
    Later,
    /// A length of time after now, unless the sentence speaks of the past.
    AheadUnlessPast,
    /// A length of time before a date; without one, the time before it.
    Before,
    /// A length of time after a date; without one, the time after it.
    After,
    /// The day before a date.
    DayBefore,
    /// The day after a date.
    DayAfter,
    /// The first units of something ("the first nine months of 2025").
    First,
    /// The last units of something.
    Last,
    /// From now on for a length of time.
    Within,
    /// Beginning, middle, end of a date.
    Edge,
    /// From a date on.
    Since,
    /// From a date of the past on ("since").
    SincePast,
    /// Up to a date.
    Until,
    /// From one to another.
    Interval,
    /// A time of day: hour, minute, second, a.m., part of day, fraction of an hour.
    Clock,
    /// The same, a fact only inside a larger one.
    LatentClock,
    /// Minutes past an hour.
    Past,
    /// Minutes to an hour.
    To,
    /// Half an hour before an hour (German "halb drei").
    HalfTo,
    /// Date and time of day, time of day and part of day, in any order.
    At,
    /// A part of the day alone.
    PartOfDay,
    /// The night between two days.
    Night,
    /// A length of time.
    Duration,
    /// Two lengths together, or one and a fraction or number of the next smaller unit.
    DurationSum,
    /// A repetition.
    Set,
    /// A number of times in a unit.
    Frequency,
    /// Twice in a unit.
    Twice,
    /// An amount of money.
    Money,
    /// Money and cents.
    MoneySum,
    /// A percentage.
    Percent,
    /// An amount with a unit.
    Quantity,
    /// Quantities of one kind together ("7 feet 10 inches").
    QuantitySum,
    /// An amount of degrees below zero.
    BelowZero,
    /// A range of numbers, money, percentages, quantities.
    Range,
    /// Two bounds of one number ("more than 20 and less than 35").
    Bounds,
    /// One number out of another.
    Ratio,
    /// A fraction whose denominator stands first.
    RatioOf,
    /// A number that the pattern makes sure of.
    Number,
    /// An ordinal that the pattern makes sure of.
    Ordinal,
    /// A modifier and what it modifies.
    Modified,
    /// What looks like a fact and is none: nothing inside it is a fact.
    Nothing,
}

const NAMES: &[(&str, Rule)] = &[
    ("date", Rule::Date),
    ("latent_date", Rule::LatentDate),
    ("piece", Rule::Piece),
    ("rest", Rule::Rest),
    ("holding", Rule::Holding),
    ("week", Rule::Week),
    ("century", Rule::Century),
    ("decade", Rule::Decade),
    ("related", Rule::Related),
    ("related_week", Rule::RelatedWeek),
    ("nth", Rule::Nth),
    ("nth_last", Rule::NthLast),
    ("inside", Rule::Inside),
    ("inside_reversed", Rule::InsideReversed),
    ("ago", Rule::Ago),
    ("ahead", Rule::Ahead),
    ("later", Rule::Later),
    ("ahead_unless_past", Rule::AheadUnlessPast),
    ("before", Rule::Before),
    ("after", Rule::After),
    ("day_before", Rule::DayBefore),
    ("day_after", Rule::DayAfter),
    ("first", Rule::First),
    ("last", Rule::Last),
    ("within", Rule::Within),
    ("edge", Rule::Edge),
    ("since", Rule::Since),
    ("since_past", Rule::SincePast),
    ("until", Rule::Until),
    ("interval", Rule::Interval),
    ("clock", Rule::Clock),
    ("latent_clock", Rule::LatentClock),
    ("past", Rule::Past),
    ("to", Rule::To),
    ("half_to", Rule::HalfTo),
    ("at", Rule::At),
    ("part_of_day", Rule::PartOfDay),
    ("night", Rule::Night),
    ("duration", Rule::Duration),
    ("duration_sum", Rule::DurationSum),
    ("set", Rule::Set),
    ("frequency", Rule::Frequency),
    ("twice", Rule::Twice),
    ("money", Rule::Money),
    ("money_sum", Rule::MoneySum),
    ("percent", Rule::Percent),
    ("quantity", Rule::Quantity),
    ("quantity_sum", Rule::QuantitySum),
    ("below_zero", Rule::BelowZero),
    ("range", Rule::Range),
    ("bounds", Rule::Bounds),
    ("ratio", Rule::Ratio),
    ("ratio_of", Rule::RatioOf),
    ("number", Rule::Number),
    ("ordinal", Rule::Ordinal),
    ("modified", Rule::Modified),
    ("nothing", Rule::Nothing),
];

impl Rule {
    /// The rule of a key of `[patterns]`.
    pub fn parse(name: &str) -> Option<Self> {
        NAMES.iter().find(|(n, _)| *n == name).map(|(_, rule)| *rule)
    }

    /// Whether what it makes is a fact only inside a larger one.
    pub fn is_latent(self) -> bool {
        matches!(self, Self::LatentDate | Self::LatentClock)
    }

    /// The keys of all rules.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }
}

/// A slot of a pattern and the item that fills it.
#[derive(Debug, Clone, Copy)]
pub struct Arg<'a> {
    /// The slot.
    pub slot: Slot,
    /// The item.
    pub item: &'a Item,
}

/// What a rule makes of its arguments.
#[derive(Debug, Clone)]
pub struct Built {
    /// The value.
    pub val: Val,
    /// A fact only inside a larger one.
    pub latent: bool,
    /// Among readings of one length the largest wins.
    pub weight: i8,
}

impl Built {
    /// A fact of a weight.
    pub fn fact(val: Val, weight: i8) -> Self {
        Self { val, latent: false, weight }
    }
}

/// Applies a rule; `None` if its arguments do not make sense together.
pub fn build(rule: Rule, args: &[Arg<'_>]) -> Option<Built> {
    match rule {
        Rule::Date => moment::date(args),
        Rule::LatentDate => moment::date(args).map(|b| Built { latent: true, ..b }),
        Rule::Piece | Rule::Week | Rule::Century | Rule::Decade => moment::piece(rule, args),
        Rule::Rest => relative::rest(args),
        Rule::Holding => relative::holding(args),
        Rule::Related => relative::related(args),
        Rule::RelatedWeek => relative::related_week(args),
        Rule::Nth => relative::nth(args, false),
        Rule::NthLast => relative::nth(args, true),
        Rule::Inside => moment::inside(args, false),
        Rule::InsideReversed => moment::inside(args, true),
        Rule::Ago => relative::offset(args, true),
        Rule::Ahead => relative::offset(args, false),
        Rule::Later => relative::later(args, false),
        Rule::AheadUnlessPast => relative::later(args, true),
        Rule::Before => relative::beside(args, true),
        Rule::After => relative::beside(args, false),
        Rule::DayBefore => relative::day_beside(args, true),
        Rule::DayAfter => relative::day_beside(args, false),
        Rule::First => relative::first(args, false),
        Rule::Last => relative::first(args, true),
        Rule::Within => relative::within(args),
        Rule::Edge => relative::edge(args),
        Rule::Since => interval::open(args, Side::From),
        Rule::SincePast => interval::open(args, Side::Since),
        Rule::Until => interval::open(args, Side::Until),
        Rule::Interval => interval::interval(args),
        Rule::Clock => super::daytime::clock(args),
        Rule::LatentClock => super::daytime::clock(args).map(|b| Built { latent: true, ..b }),
        Rule::Past => super::daytime::past(args, true),
        Rule::To => super::daytime::past(args, false),
        Rule::HalfTo => super::daytime::half_to(args),
        Rule::At => super::daytime::at(args),
        Rule::PartOfDay => super::daytime::part(args),
        Rule::Night => super::night::night(args),
        Rule::Duration => length::duration(args),
        Rule::DurationSum => length::duration_sum(args),
        Rule::Set => super::repetition::set(args),
        Rule::Frequency => super::repetition::frequency(args, 1),
        Rule::Twice => super::repetition::frequency(args, 2),
        Rule::Money => amount::money(args),
        Rule::MoneySum => amount::money_sum(args),
        Rule::Percent => amount::percent(args),
        Rule::Quantity => amount::quantity(args),
        Rule::QuantitySum => amount::quantity_sum(args),
        Rule::BelowZero => amount::below_zero(args),
        Rule::Range => amount::range(args).or_else(|| length::length_range(args)),
        Rule::Bounds => amount::bounds(args),
        Rule::Ratio => amount::ratio(args),
        Rule::RatioOf => amount::ratio_of(args),
        Rule::Number => amount::number(args, false),
        Rule::Ordinal => amount::number(args, true),
        Rule::Modified => amount::modified(args),
        Rule::Nothing => Some(Built { val: Val::Class(u16::MAX), latent: false, weight: 9 }),
    }
}
