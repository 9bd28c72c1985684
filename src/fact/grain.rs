//! Units of time and what stands for them in TIMEX3.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

/// A unit of time, from small to large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// Second.
    Second,
    /// Minute.
    Minute,
    /// Hour.
    Hour,
    /// Morning, evening and the like.
    PartOfDay,
    /// Day.
    Day,
    /// Saturday and Sunday.
    Weekend,
    /// ISO week.
    Week,
    /// Month.
    Month,
    /// Quarter of a year.
    Quarter,
    /// Half of a year.
    Half,
    /// Season.
    Season,
    /// Year.
    Year,
    /// Decade.
    Decade,
    /// Century.
    Century,
}

impl Grain {
    /// The grain of a name in a pack or a pattern.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "second" => Self::Second,
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "weekend" => Self::Weekend,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "half" => Self::Half,
            "season" => Self::Season,
            "year" => Self::Year,
            "decade" => Self::Decade,
            "century" => Self::Century,
            _ => return None,
        })
    }

    /// Its name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::PartOfDay => "part-of-day",
            Self::Day => "day",
            Self::Weekend => "weekend",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Season => "season",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Century => "century",
        }
    }

    /// Whether a value of this grain has a time of day.
    pub fn is_time(self) -> bool {
        self <= Self::PartOfDay
    }

    /// The first instant of the unit that holds `at`.
    pub fn floor(self, at: DateTime) -> DateTime {
        let date = at.date();
        let day = match self {
            Self::Second => return at.with().subsec_nanosecond(0).build().unwrap_or(at),
            Self::Minute => return DateTime::from_parts(date, clock(at.hour(), at.minute(), 0)),
            Self::Hour | Self::PartOfDay => return DateTime::from_parts(date, clock(at.hour(), 0, 0)),
            Self::Day => date,
            Self::Week => back(date, i32::from(date.weekday().to_monday_zero_offset())),
            Self::Weekend => back(date, i32::from(date.weekday().to_monday_zero_offset()) - 5),
            Self::Month => first_of(date.year(), date.month()),
            Self::Quarter => first_of(date.year(), (date.month() - 1) / 3 * 3 + 1),
            Self::Half => first_of(date.year(), (date.month() - 1) / 6 * 6 + 1),
            Self::Season => first_of(date.year(), date.month() / 3 * 3).max(first_of(date.year(), 1)),
            Self::Year => first_of(date.year(), 1),
            Self::Decade => first_of(date.year().div_euclid(10) * 10, 1),
            Self::Century => first_of(date.year().div_euclid(100) * 100, 1),
        };
        DateTime::from_parts(day, Time::midnight())
    }

    /// `count` units as a span.
    pub fn span(self, count: i64) -> Option<Span> {
        let span = Span::new();
        match self {
            Self::Second => span.try_seconds(count),
            Self::Minute => span.try_minutes(count),
            Self::Hour | Self::PartOfDay => span.try_hours(count),
            Self::Day => span.try_days(count),
            Self::Week | Self::Weekend => span.try_weeks(count),
            Self::Month => span.try_months(count),
            Self::Quarter | Self::Season => span.try_months(count.checked_mul(3)?),
            Self::Half => span.try_months(count.checked_mul(6)?),
            Self::Year => span.try_years(count),
            Self::Decade => span.try_years(count.checked_mul(10)?),
            Self::Century => span.try_years(count.checked_mul(100)?),
        }
        .ok()
    }

    /// `at` moved by `count` units.
    pub fn add(self, at: DateTime, count: i64) -> Option<DateTime> {
        at.checked_add(self.span(count)?).ok()
    }

    /// The first instant behind the unit that begins at `from`.
    pub fn end(self, from: DateTime) -> Option<DateTime> {
        match self {
            Self::Weekend => from.checked_add(2.days()).ok(),
            _ => self.add(from, 1),
        }
    }
}

/// A time of day; hours past 23 are midnight.
pub fn clock(hour: i8, minute: i8, second: i8) -> Time {
    Time::new(hour, minute, second, 0).unwrap_or(Time::midnight())
}

/// The first day of a month; years out of jiff's range are clamped.
pub fn first_of(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::ZERO)
}

fn back(date: Date, days: i32) -> Date {
    date.checked_sub(days.days()).unwrap_or(date)
}
