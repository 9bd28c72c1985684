//! Slots: what an element of a pattern accepts.

use super::grain::Grain;
use super::item::{Item, NumberWord, Shape, Share, Val};
use super::when::{Calendar, Edge, Part, Relation, When};

/// What an element of a pattern accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A word of a class.
    Class(u16),
    /// Any cardinal or range.
    Number,
    /// One cardinal, no range.
    Single,
    /// A cardinal range.
    Range,
    /// A whole number.
    Integer,
    /// A whole number in digits.
    Digits,
    /// A roman numeral, 1–39.
    Roman,
    /// An ordinal.
    Ordinal,
    /// A day of the month, cardinal or ordinal.
    Dom,
    /// A day of the month as a cardinal in digits.
    DomDigits,
    /// A day of the month, ordinal.
    DomOrdinal,
    /// A number of a month, in digits.
    MonthNumber,
    /// A number of a month as an ordinal.
    MonthOrdinal,
    /// A year of four digits, or in words.
    Year,
    /// A year of four digits behind which nothing stands that it could count.
    BareYear,
    /// A year of another calendar.
    YearOf(Calendar),
    /// A year of the Buddhist era.
    BuddhistYear,
    /// A year of two digits.
    Year2,
    /// A year of two digits, the first of them zero.
    Year2Zero,
    /// A year of two digits of another calendar.
    Year2Of(Calendar),
    /// Any whole number that may be a year (behind a word that says so).
    AnyYear,
    /// An hour, 0–24.
    Hour,
    /// An hour behind which nothing stands that it could count.
    BareHour,
    /// An hour as an ordinal (Arabic الثالثة).
    HourOrdinal,
    /// Minutes, 0–59.
    Minute,
    /// Minutes that people round to: 5, 10, 15, …
    Minute5,
    /// A day of the month that cannot be a month, 13–31.
    DomLate,
    /// Minutes in exactly two digits.
    Minute2,
    /// Minutes from 10 on, in digits or words.
    MinuteLate,
    /// Four digits that are hour and minute.
    HourMinute,
    /// A fraction between 0 and 1.
    Fraction,
    /// "and a half" behind a number or a unit.
    Plus,
    /// A number word that is a multiplier.
    Multiplier,
    /// A month's name.
    Month,
    /// A month of another calendar.
    OtherMonth,
    /// A weekday's name.
    Weekday,
    /// A season's name.
    Season,
    /// A part of the day, one of a set of bits.
    Part(u16),
    /// a.m., p.m.
    Meridiem,
    /// A unit of time, one of a set of bits.
    Grain(u16),
    /// Several of a unit of time, one of a set of bits.
    Plural(u16),
    /// An era.
    Era,
    /// Last, this, next, one of a set of bits.
    Relation(u16),
    /// Start, middle, end, one of a set of bits.
    Edge(u16),
    /// A holiday.
    Holiday,
    /// Yesterday, tomorrow.
    Days,
    /// Now.
    Reference,
    /// A decade's name.
    Decade,
    /// A time zone.
    Zone,
    /// Daily, weekly.
    SetName,
    /// A unit.
    Unit,
    /// A unit glued to digits.
    Glued,
    /// A currency.
    Currency,
    /// The sign or code of a currency.
    CurrencySign,
    /// A part of a currency.
    Minor,
    /// Percent.
    Percent,
    /// Permille, points.
    Points,
    /// A modifier before.
    Modifier,
    /// A modifier behind.
    ModifierAfter,
    /// A length of time.
    Duration,
    /// A date without time of day.
    Date,
    /// A date of a day or with a weekday.
    Day,
    /// A time of day of no date.
    Clock,
    /// A part of the day of no date.
    PartTime,
    /// A date with a time of day.
    DateTime,
    /// Any date or time but an interval.
    When,
    /// An interval.
    Interval,
    /// Money.
    Money,
    /// Money in cents.
    MinorMoney,
    /// A quantity.
    Quantity,
    /// A percentage.
    Share,
}

/// The set of the keys behind `=`, as bits; all of them without options.
fn mask(options: Option<&str>, bit: impl Fn(&str) -> Option<u16>) -> Option<u16> {
    let Some(list) = options else { return Some(u16::MAX) };
    list.split('|').map(bit).try_fold(0, |mask, bit| Some(mask | 1 << bit?))
}

impl Slot {
    /// The slot of a name in a pattern; `options` stand behind `=`.
    pub fn parse(name: &str, options: Option<&str>) -> Option<Self> {
        Some(match name {
            "number" => Self::Number,
            "single" => Self::Single,
            "range" => Self::Range,
            "integer" => Self::Integer,
            "digits" => Self::Digits,
            "roman" => Self::Roman,
            "ordinal" => Self::Ordinal,
            "dom" => match options {
                None => Self::Dom,
                Some("digits") => Self::DomDigits,
                Some(_) => return None,
            },
            "dom_ordinal" => Self::DomOrdinal,
            "month_number" => Self::MonthNumber,
            "month_ordinal" => Self::MonthOrdinal,
            "bare_year" => Self::BareYear,
            "year" => match options {
                None => Self::Year,
                Some("hijri") => Self::YearOf(Calendar::Hijri),
                Some("persian") => Self::YearOf(Calendar::Persian),
                Some("buddhist") => Self::BuddhistYear,
                Some(_) => return None,
            },
            "year2" => match options {
                None => Self::Year2,
                Some("zero") => Self::Year2Zero,
                Some("hijri") => Self::Year2Of(Calendar::Hijri),
                Some("persian") => Self::Year2Of(Calendar::Persian),
                Some(_) => return None,
            },
            "any_year" => Self::AnyYear,
            "bare_hour" => Self::BareHour,
            "minute_late" => Self::MinuteLate,
            "hour" => Self::Hour,
            "hour_ordinal" => Self::HourOrdinal,
            "minute" => Self::Minute,
            "minute5" => Self::Minute5,
            "dom_late" => Self::DomLate,
            "minute2" => Self::Minute2,
            "hour_minute" => Self::HourMinute,
            "fraction" => Self::Fraction,
            "plus" => Self::Plus,
            "multiplier" => Self::Multiplier,
            "month" => Self::Month,
            "other_month" => Self::OtherMonth,
            "weekday" => Self::Weekday,
            "season" => Self::Season,
            "part" => Self::Part(mask(options, |key| Part::parse(key).map(|p| p as u16))?),
            "meridiem" => Self::Meridiem,
            "grain" => Self::Grain(mask(options, |key| Grain::parse(key).map(|g| g as u16))?),
            "plural" => Self::Plural(mask(options, |key| Grain::parse(key).map(|g| g as u16))?),
            "era" => Self::Era,
            "relation" => Self::Relation(mask(options, |key| Relation::parse(key).map(|r| r as u16))?),
            "edge" => Self::Edge(mask(options, |key| Edge::parse(key).map(|e| e as u16))?),
            "holiday" => Self::Holiday,
            "days" => Self::Days,
            "reference" => Self::Reference,
            "decade" => Self::Decade,
            "zone" => Self::Zone,
            "set_name" => Self::SetName,
            "unit" => Self::Unit,
            "glued" => Self::Glued,
            "currency" => Self::Currency,
            "currency_sign" => Self::CurrencySign,
            "minor" => Self::Minor,
            "percent" => Self::Percent,
            "points" => Self::Points,
            "modifier" => Self::Modifier,
            "modifier_after" => Self::ModifierAfter,
            "duration" => Self::Duration,
            "date" => Self::Date,
            "day" => Self::Day,
            "clock" => Self::Clock,
            "part_time" => Self::PartTime,
            "datetime" => Self::DateTime,
            "when" => Self::When,
            "interval" => Self::Interval,
            "money" => Self::Money,
            "minor_money" => Self::MinorMoney,
            "quantity" => Self::Quantity,
            "share" => Self::Share,
            _ => return None,
        })
    }

    /// Whether an item fills the slot.
    pub fn accepts(self, item: &Item) -> bool {
        match (self, &item.val) {
            (Self::Class(a), Val::Class(b)) => a == *b,
            (_, Val::Number(n)) => self.accepts_number(n),
            (Self::Month, Val::Month(calendar, ..)) => *calendar == Calendar::Gregorian,
            (Self::OtherMonth, Val::Month(calendar, ..)) => *calendar != Calendar::Gregorian,
            (Self::Grain(mask), Val::Grain(grain)) | (Self::Plural(mask), Val::Plural(grain)) => {
                mask & (1 << *grain as u16) != 0
            }
            (Self::Part(mask), Val::Part(part)) => mask & (1 << *part as u16) != 0,
            (Self::Relation(mask), Val::Relation(relation)) => mask & (1 << *relation as u16) != 0,
            (Self::Edge(mask), Val::Edge(edge)) => mask & (1 << *edge as u16) != 0,
            (Self::Percent, Val::ShareWord(share)) => matches!(share, Share::Percent | Share::Tenths),
            (Self::Points, Val::ShareWord(share)) => matches!(share, Share::Permille | Share::Points),
            (_, Val::When(when, None)) => self.accepts_when(when),
            (Self::When, Val::When(when, _)) => !when.is_interval(),
            (Self::Plus, Val::NumberWord(NumberWord::Plus(_)))
            | (Self::Multiplier, Val::NumberWord(NumberWord::Times(..)))
            | (Self::Weekday, Val::Weekday(..))
            | (Self::Season, Val::Season(_))
            | (Self::Meridiem, Val::Meridiem(_))
            | (Self::Era, Val::Era(_))
            | (Self::Holiday, Val::Holiday(_))
            | (Self::Days, Val::Days(_) | Val::Swing(_))
            | (Self::Reference, Val::Reference(_))
            | (Self::Decade, Val::Decade(_))
            | (Self::Zone, Val::Zone(_))
            | (Self::SetName, Val::SetName(_))
            | (Self::Unit, Val::Unit(_))
            | (Self::Glued, Val::Glued(_))
            | (Self::Currency, Val::Currency(_) | Val::CurrencySign(_))
            | (Self::CurrencySign, Val::CurrencySign(_))
            | (Self::Minor, Val::Minor(..))
            | (Self::Modifier, Val::Modifier(_))
            | (Self::ModifierAfter, Val::ModifierAfter(_))
            | (Self::Duration, Val::Duration(..))
            | (Self::Money, Val::Money(..))
            | (Self::MinorMoney, Val::MinorMoney(..))
            | (Self::Quantity, Val::Quantity(..))
            | (Self::Share, Val::Share(..)) => true,
            _ => false,
        }
    }

    fn accepts_number(self, number: &super::item::Number) -> bool {
        let whole = number.whole();
        let within = |low, high| whole.is_some_and(|n| (low..=high).contains(&n));
        let digits = match number.shape {
            Shape::Digits(count) => Some(count),
            _ => None,
        };
        let words = matches!(number.shape, Shape::Words(_));
        let cardinal = !number.ordinal;
        if number.shape == Shape::Roman {
            return self == Self::Roman;
        }
        match self {
            Self::Number => cardinal,
            Self::Single => cardinal && number.max.is_none(),
            Self::Range => cardinal && number.max.is_some(),
            Self::Integer => cardinal && whole.is_some(),
            Self::Digits => cardinal && digits.is_some(),
            Self::Ordinal => number.ordinal,
            Self::Dom => within(1, 31) && digits.is_none_or(|d| d <= 2) && number.shape != Shape::Formatted,
            Self::MonthOrdinal => number.ordinal && within(1, 12),
            Self::DomDigits => cardinal && within(1, 31) && digits.is_some_and(|d| d <= 2),
            Self::DomOrdinal => number.ordinal && within(1, 31),
            Self::MonthNumber => {
                cardinal && within(1, 12) && digits.is_none_or(|d| d <= 2) && number.shape != Shape::Formatted
            }
            Self::Year => cardinal && (digits == Some(4) && within(1000, 2999) || words && within(1100, 2100)),
            Self::BareYear => cardinal && digits == Some(4) && within(1500, 2100),
            Self::YearOf(_) => cardinal && digits == Some(4) && within(1200, 1500),
            Self::BuddhistYear => cardinal && digits == Some(4) && within(2400, 2699),
            Self::Year2Zero => cardinal && digits == Some(2) && within(0, 9),
            Self::Year2 | Self::Year2Of(_) => cardinal && digits == Some(2),
            Self::AnyYear => cardinal && within(1, 2999) && number.shape != Shape::Formatted,
            Self::Hour | Self::BareHour => {
                cardinal && within(0, 24) && digits.is_none_or(|d| d <= 2) && number.shape != Shape::Formatted
            }
            Self::HourOrdinal => number.ordinal && within(0, 24),
            Self::MinuteLate => cardinal && within(10, 59) && number.shape != Shape::Formatted,
            Self::Minute => {
                cardinal && within(0, 59) && digits.is_none_or(|d| d <= 2) && number.shape != Shape::Formatted
            }
            Self::Minute5 => {
                cardinal && within(5, 55) && whole.is_some_and(|n| n % 5 == 0) && number.shape != Shape::Formatted
            }
            Self::DomLate => cardinal && within(13, 31) && digits == Some(2),
            Self::Minute2 => cardinal && within(0, 59) && digits == Some(2),
            Self::HourMinute => {
                digits.is_some_and(|d| d == 3 || d == 4) && whole.is_some_and(|n| n / 100 <= 24 && n % 100 < 60)
            }
            Self::Fraction => {
                let one = rust_decimal::Decimal::ONE;
                cardinal
                    && number.max.is_none()
                    && !number.value.is_sign_negative()
                    && !number.value.is_zero()
                    && number.value < one
            }
            _ => false,
        }
    }

    fn accepts_when(self, when: &When) -> bool {
        let interval = when.is_interval();
        match self {
            Self::Date => !when.is_time() && !interval,
            Self::Day => match when {
                When::Fields(f) => f.day.is_some() || f.weekday.is_some(),
                When::Days(_) | When::Swing(_) | When::Holiday(..) | When::Nth(..) | When::Inside(..) => true,
                When::Related(_, super::when::Target::Weekday(_) | super::when::Target::Grain(Grain::Day)) => true,
                _ => false,
            },
            Self::Clock => matches!(when, When::At(None, _)),
            Self::PartTime => matches!(when, When::PartOf(None, ..)),
            Self::DateTime => when.is_time() && !interval && !when.is_bare_clock(),
            Self::When => !interval,
            Self::Interval => interval,
            _ => false,
        }
    }
}
