//! What an expression of time means before it is resolved: a small tree, built by the rules, read by `resolve`.

use std::sync::Arc;

use super::grain::Grain;
use super::holiday::Holiday;
use super::period::Period;
use super::resolve::Prefer;

/// Calendar of a month name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Calendar {
    /// The civil calendar.
    #[default]
    Gregorian,
    /// The Islamic calendar (Umm al-Qura).
    Hijri,
    /// The solar Hijri calendar of Iran.
    Persian,
}

/// Parts of a date that the text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fields {
    /// Calendar of `year`, `month`, `day`.
    pub calendar: Calendar,
    /// Year.
    pub year: Option<i16>,
    /// Month, 1–12.
    pub month: Option<i8>,
    /// Day of the month.
    pub day: Option<i8>,
    /// ISO day of the week, 1 is Monday.
    pub weekday: Option<i8>,
}

impl Fields {
    /// Year, month and day of a date.
    pub fn of(date: jiff::civil::Date) -> Self {
        Self { year: Some(date.year()), month: Some(date.month()), day: Some(date.day()), ..Self::default() }
    }
}

/// Where a thing stands relative to the reference date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The one before the present one ("last week").
    Last,
    /// The present one.
    This,
    /// The one after the present one ("next week").
    Next,
    /// The nearest one in the future.
    Coming,
    /// The nearest one in the past.
    Past,
    /// The one before the last one.
    BeforeLast,
    /// The one after the next one.
    AfterNext,
    /// The nearest one in the direction of the sentence ("at the weekend").
    Open,
}

impl Relation {
    /// The relation of a key in a pack.
    pub fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "last" => Self::Last,
            "this" => Self::This,
            "next" => Self::Next,
            "coming" => Self::Coming,
            "past" => Self::Past,
            "before_last" => Self::BeforeLast,
            "after_next" => Self::AfterNext,
            _ => return None,
        })
    }

    /// Units from the present one.
    pub fn step(self) -> i64 {
        match self {
            Self::BeforeLast => -2,
            Self::Last | Self::Past => -1,
            Self::This | Self::Open => 0,
            Self::Next | Self::Coming => 1,
            Self::AfterNext => 2,
        }
    }

    /// The relation of the unit so many units from the present one.
    pub fn of_step(step: i64) -> Option<Self> {
        [Self::BeforeLast, Self::Last, Self::This, Self::Next, Self::AfterNext].into_iter().find(|r| r.step() == step)
    }
}

/// A part of a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its beginning.
    Start,
    /// Its middle.
    Mid,
    /// Its end.
    End,
}

impl Edge {
    /// The edge of a key in a pack.
    pub fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "start" => Self::Start,
            "mid" => Self::Mid,
            "end" => Self::End,
            _ => return None,
        })
    }
}

/// A part of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Dawn.
    Dawn,
    /// Morning.
    Morning,
    /// Noon, 12:00.
    Noon,
    /// Lunch time.
    Lunch,
    /// Afternoon.
    Afternoon,
    /// Evening.
    Evening,
    /// Night.
    Night,
    /// Midnight, 00:00 of the next day.
    Midnight,
}

impl Part {
    /// The part of a key in a pack.
    pub fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "DA" => Self::Dawn,
            "MO" => Self::Morning,
            "MI" => Self::Noon,
            "LU" => Self::Lunch,
            "AF" => Self::Afternoon,
            "EV" => Self::Evening,
            "NI" => Self::Night,
            "MN" => Self::Midnight,
            _ => return None,
        })
    }

    /// Its TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dawn => "DA",
            Self::Morning => "MO",
            Self::Noon | Self::Lunch => "MI",
            Self::Afternoon => "AF",
            Self::Evening => "EV",
            Self::Night | Self::Midnight => "NI",
        }
    }

    /// First hour and the hour behind the last; 24 is midnight.
    pub fn hours(self) -> (i8, i8) {
        match self {
            Self::Dawn => (4, 8),
            Self::Morning => (4, 12),
            Self::Noon => (12, 13),
            Self::Lunch => (12, 14),
            Self::Afternoon => (12, 19),
            Self::Evening | Self::Night => (18, 24),
            Self::Midnight => (24, 25),
        }
    }
}

/// Season of the northern year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    /// Spring.
    Spring,
    /// Summer.
    Summer,
    /// Autumn.
    Fall,
    /// Winter.
    Winter,
}

impl Season {
    /// The season of a key in a pack.
    pub fn parse(key: &str) -> Option<Self> {
        Some(match key {
            "SP" => Self::Spring,
            "SU" => Self::Summer,
            "FA" => Self::Fall,
            "WI" => Self::Winter,
            _ => return None,
        })
    }

    /// Its TIMEX3 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }
}

/// A time of day that the text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Clock {
    /// Hour, 0–24.
    pub hour: i8,
    /// Minute, if named.
    pub minute: Option<i8>,
    /// Second, if named.
    pub second: Option<i8>,
    /// The hour may also be twelve hours later.
    pub ambiguous: bool,
    /// A part of the day is named: it is that of today.
    pub today: bool,
    /// The text says which half of the day it is (a.m., "in the evening").
    pub half: bool,
    /// Offset of the zone in minutes, if named.
    pub zone: Option<i16>,
}

/// What a relation or a number counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// A unit of time.
    Grain(Grain),
    /// A day of the week.
    Weekday(i8),
    /// A month.
    Month(Calendar, i8),
    /// A season.
    Season(Season),
    /// A holiday.
    Holiday(Holiday),
    /// A part of the day.
    Part(Part),
}

/// What an expression of time means.
#[derive(Debug, Clone, PartialEq)]
pub enum When {
    /// Parts of a date.
    Fields(Fields),
    /// The unit, day, month, … at a relation to the reference.
    Related(Relation, Target),
    /// Days from today.
    Days(i32),
    /// Days before or after today, by the direction of the sentence.
    Swing(i32),
    /// Units from the present unit ("two weeks on": the week).
    Shift(Grain, i32),
    /// The present, or the past or the future in general.
    Reference(&'static str),
    /// A season of a year.
    Season(Season, Option<i16>),
    /// A holiday, perhaps of a year.
    Holiday(Holiday, Option<i16>),
    /// Decade: first year, and whether the century is open.
    Decade(i16, bool),
    /// A century by number.
    Century(i16),
    /// A quarter or half: which one, of what year.
    Piece(Grain, i8, Option<i16>),
    /// An ISO week of a year.
    Week(i8, Option<i16>),
    /// The n-th target inside something (negative: from its end).
    Nth(i32, Target, Option<Arc<When>>),
    /// A time away from something, or from now.
    Offset(Period, bool, Option<Arc<When>>),
    /// A length of time after something told before, or from now: a length unless the sentence speaks of the future;
    /// if `true`, only if it speaks of the past.
    Later(Period, bool),
    /// Some units before (false) or after now ("the last three days").
    Stretch(Grain, i32, bool),
    /// The first units of something, the last ones if negative ("the first nine months of 2025").
    First(Grain, i32, Arc<When>),
    /// The time before something begins (true) or after it ends.
    Beyond(Arc<When>, bool),
    /// A date that a word puts into the past or the future.
    Toward(Prefer, Arc<When>),
    /// The night that begins on a day.
    Night(Arc<When>),
    /// From now on until a time is over ("within two weeks").
    Within(Period),
    /// Something inside something larger.
    Inside(Arc<When>, Arc<When>),
    /// The unit that holds something ("the week of 6 October").
    Holding(Grain, Arc<When>),
    /// A time of day of a date.
    At(Option<Arc<When>>, Clock),
    /// A part of the day of a date.
    PartOf(Option<Arc<When>>, Part, Option<Edge>),
    /// The beginning, middle, end of something.
    EdgeOf(Edge, Arc<When>),
    /// From the one to the other; an end may be open.
    Between(Option<Arc<When>>, Option<Arc<When>>),
}

impl When {
    /// Whether it has a time of day.
    pub fn is_time(&self) -> bool {
        match self {
            Self::At(..) | Self::PartOf(..) | Self::Related(_, Target::Part(_)) => true,
            Self::Related(_, Target::Grain(g)) | Self::Stretch(g, ..) | Self::Shift(g, _) => g.is_time(),
            Self::Offset(period, _, of) => period.has_time() || of.as_ref().is_some_and(|w| w.is_time()),
            Self::Within(period) | Self::Later(period, _) => period.has_time(),
            Self::Night(_) => true,
            Self::First(grain, ..) => grain.is_time(),
            Self::Inside(inner, _) | Self::EdgeOf(_, inner) | Self::Beyond(inner, _) | Self::Toward(_, inner) => {
                inner.is_time()
            }
            Self::Nth(_, target, _) => matches!(target, Target::Part(_)),
            Self::Between(a, b) => a.iter().chain(b).any(|w| w.is_time()),
            _ => false,
        }
    }

    /// Whether it needs no reference date.
    pub fn is_absolute(&self) -> bool {
        match self {
            Self::Fields(parts) => parts.year.is_some(),
            Self::Holiday(_, year) | Self::Piece(_, _, year) => year.is_some(),
            Self::Decade(_, open) => !open,
            Self::Century(_) => true,
            Self::Holding(_, date) => date.is_absolute(),
            Self::At(Some(date), _) | Self::Beyond(date, _) | Self::First(_, _, date) => date.is_absolute(),
            _ => false,
        }
    }

    /// Whether it is a time of day of no certain date.
    pub fn is_bare_clock(&self) -> bool {
        matches!(self, Self::At(None, _) | Self::PartOf(None, ..))
    }

    /// Whether it is an interval with one or two ends.
    pub fn is_interval(&self) -> bool {
        matches!(
            self,
            Self::Between(..)
                | Self::Stretch(..)
                | Self::Within(_)
                | Self::First(..)
                | Self::Beyond(..)
                | Self::Later(..)
        )
    }
}
