//! Resolution: from what an expression means to dates, against the reference date. The clock is never read.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

use super::grain::{Grain, first_of};
use super::holiday::Holiday;
use super::when::{Fields, When};
use super::{fields, hours, offset, ordinal, relation, season};

/// Where a date without year or a bare weekday is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// The nearest one in the past, today included.
    #[default]
    Past,
    /// The nearest one in the future.
    Future,
    /// The nearest one.
    Nearest,
}

/// What gives the direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// The options.
    #[default]
    Options,
    /// The tense of the sentence.
    Tense,
    /// A word of the expression itself.
    Word,
}

/// What resolution may look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The reference date; without it nothing relative is resolved.
    pub reference: Option<DateTime>,
    /// Direction of what the text leaves open.
    pub prefer: Prefer,
    /// What gives that direction.
    pub source: Source,
    /// The stretch in which to look first.
    pub window: Option<(DateTime, DateTime)>,
}

/// A stretch of time, half-open; an open side is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resolved {
    /// Its first instant.
    pub from: Option<DateTime>,
    /// The first instant behind it.
    pub to: Option<DateTime>,
    /// Its grain.
    pub grain: Grain,
}

impl Resolved {
    pub(super) fn unit(from: DateTime, grain: Grain) -> Option<Self> {
        Some(Self { from: Some(from), to: Some(grain.end(from)?), grain })
    }

    pub(super) fn days(from: Date, days: i64) -> Option<Self> {
        let start = midnight(from);
        Some(Self { from: Some(start), to: start.checked_add(days.days()).ok(), grain: Grain::Day })
    }

    /// Both ends, if both are known.
    pub fn window(&self) -> Option<(DateTime, DateTime)> {
        Some((self.from?, self.to?))
    }
}

pub(super) fn midnight(date: Date) -> DateTime {
    DateTime::from_parts(date, Time::midnight())
}

/// Picks one of several instants: inside the window, else by preference around the reference.
pub(super) fn choose(candidates: &[(DateTime, DateTime)], cx: &Context) -> Option<(DateTime, DateTime)> {
    if let Some((from, to)) = cx.window {
        let inside = candidates.iter().find(|c| c.0 >= from && c.0 < to);
        return inside.or_else(|| candidates.iter().find(|c| c.1 > from && c.0 < to)).copied();
    }
    let now = cx.reference?;
    match cx.prefer {
        Prefer::Past => candidates.iter().rev().find(|c| c.0 <= now).or(candidates.first()).copied(),
        Prefer::Future => candidates.iter().find(|c| c.1 > now).or(candidates.last()).copied(),
        Prefer::Nearest => {
            let distance = |c: &(DateTime, DateTime)| {
                if c.0 <= now && now < c.1 {
                    0
                } else {
                    now.date().until(c.0.date()).map_or(i64::MAX, |s| s.get_days().into()).abs()
                }
            };
            candidates.iter().min_by_key(|c| distance(c)).copied()
        }
    }
}

/// Picks the nearest of several instants. The direction of the options is strict; that of the tense is a leaning only,
/// since what lies a few days off is meant rather than what lies a year off on the other side.
pub(super) fn choose_near(candidates: &[(DateTime, DateTime)], cx: &Context) -> Option<(DateTime, DateTime)> {
    const LEANING: i64 = 3;
    let Some(now) = cx.reference.filter(|_| cx.window.is_none()) else { return choose(candidates, cx) };
    let (past, future) = match (cx.prefer, cx.source) {
        (Prefer::Future, Source::Options) | (Prefer::Past, Source::Word) => return choose(candidates, cx),
        (Prefer::Future, _) => (LEANING, 1),
        (Prefer::Past, Source::Tense) => (1, LEANING),
        (Prefer::Past, Source::Options) | (Prefer::Nearest, _) => (1, 1),
    };
    let distance = |&&(from, to): &&(DateTime, DateTime)| {
        let days =
            |a: DateTime, b: DateTime| a.date().until(b.date()).map_or(i64::MAX / LEANING, |s| s.get_days().into());
        match (from <= now, now < to) {
            (true, true) => 0,
            (true, false) => past * days(to, now).max(1),
            _ => future * days(now, from).max(1),
        }
    };
    candidates.iter().min_by_key(distance).copied()
}

/// The dates that an expression stands for; `None` without a reference that it needs, or if there is no such date.
pub fn resolve(when: &When, cx: &Context) -> Option<Resolved> {
    match when {
        When::Fields(parts) => fields::resolve(parts, cx),
        When::Related(relation, target) => relation::related(*relation, *target, cx),
        When::Days(days) => {
            let today = cx.reference?.date();
            Resolved::days(today.checked_add(Span::new().try_days(i64::from(*days)).ok()?).ok()?, 1)
        }
        When::Swing(days) => {
            let days = if cx.prefer == Prefer::Future { *days } else { -days };
            resolve(&When::Days(days), cx)
        }
        When::Shift(grain, count) => {
            let start = grain.add(grain.floor(cx.reference?), i64::from(*count))?;
            Resolved::unit(start, *grain)
        }
        When::Reference(_) => None,
        When::Season(name, Some(year)) => season::in_year(*name, *year),
        When::Season(name, None) => season::near(*name, cx),
        When::Holiday(holiday, year) => holiday_in(*holiday, *year, cx),
        When::Decade(first, open) => {
            let first = if *open { open_decade(*first, cx) } else { *first };
            Resolved::unit(midnight(first_of(first, 1)), Grain::Decade)
        }
        When::Century(number) => {
            Resolved::unit(midnight(first_of(number.checked_sub(1)?.checked_mul(100)?, 1)), Grain::Century)
        }
        When::Piece(grain, which, year) => piece(*grain, *which, *year, cx),
        When::Week(number, year) => {
            let year = year.or_else(|| Some(base(cx)?.year()))?;
            let date = jiff::civil::ISOWeekDate::new(year, *number, jiff::civil::Weekday::Monday).ok()?.date();
            Resolved::unit(midnight(date), Grain::Week)
        }
        When::Nth(n, target, of) => ordinal::nth(*n, *target, of.as_deref(), cx),
        When::First(grain, count, of) => ordinal::first(*grain, *count, of, cx),
        When::Offset(period, back, of) => offset::offset(period, *back, of.as_deref(), cx),
        When::Later(period, _) => offset::offset(period, false, None, cx),
        When::Stretch(grain, count, future) => offset::stretch(*grain, *count, *future, cx),
        When::Within(period) => {
            let now = cx.reference?;
            let to = offset::moved(now, period, false)?;
            let grain = if period.has_time() { Grain::Minute } else { Grain::Day };
            Some(Resolved { from: Some(now), to: Some(to), grain })
        }
        When::Inside(inner, outer) => {
            let window = resolve(outer, cx)?;
            match (&**inner, &**outer) {
                // "Wednesday in two weeks", "March in a year": of the week that is two weeks off, the nearest to that day
                (When::Fields(Fields { weekday: Some(_), day: None, month: None, .. }), When::Offset(..)) => {
                    let window = Resolved::unit(Grain::Week.floor(window.from?), Grain::Week)?.window();
                    resolve(inner, &Context { window, ..*cx })
                }
                (When::Fields(Fields { year: None, .. }) | When::Holiday(_, None), When::Offset(..)) => {
                    let nearest = Context { reference: window.from, prefer: Prefer::Nearest, ..Context::default() };
                    resolve(inner, &nearest)
                }
                _ => resolve(inner, &Context { window: window.window(), ..*cx }),
            }
        }
        When::Holding(grain, date) => Resolved::unit(grain.floor(resolve(date, cx)?.from?), *grain),
        When::At(date, time) => hours::at(date.as_deref(), *time, cx),
        When::PartOf(date, part, edge) => hours::part_of(date.as_deref(), *part, *edge, cx),
        When::Night(day) => hours::night(day, cx),
        When::EdgeOf(_, of) => resolve(of, cx),
        When::Between(a, b) => between(a.as_deref(), b.as_deref(), cx),
        When::Beyond(of, before) => {
            let date = resolve(of, cx)?;
            let end = if matches!(**of, When::At(..)) { date.from } else { date.to };
            let (from, to) = if *before { (None, date.from) } else { (end, None) };
            Some(Resolved { from, to, grain: date.grain })
        }
        // The tense knows better than "until", but not better than "since".
        When::Toward(Prefer::Future, date) if cx.source == Source::Tense => resolve(date, cx),
        When::Toward(prefer, date) => resolve(date, &Context { prefer: *prefer, source: Source::Word, ..*cx }),
    }
}

/// The day from which open parts are filled.
pub(super) fn base(cx: &Context) -> Option<Date> {
    cx.window.map(|w| w.0.date()).or_else(|| cx.reference.map(|r| r.date()))
}

pub(super) fn holiday_in(holiday: Holiday, year: Option<i16>, cx: &Context) -> Option<Resolved> {
    let found = match year {
        Some(year) => holiday.in_year(year)?,
        None => {
            let year = base(cx)?.year();
            let all: Vec<_> = (-1..=1).filter_map(|d| holiday.in_year(year + d)).collect();
            let spans: Vec<_> =
                all.iter().filter_map(|h| Some((midnight(h.0), midnight(h.0.checked_add(h.1.days()).ok()?)))).collect();
            let chosen = choose(&spans, cx)?;
            *all.iter().find(|h| midnight(h.0) == chosen.0)?
        }
    };
    Resolved::days(found.0, found.1)
}

fn open_decade(first: i16, cx: &Context) -> i16 {
    let decade = first.rem_euclid(100);
    let year = cx.reference.map_or(2000, |r| r.year());
    let century = year.div_euclid(100) * 100;
    if century + decade <= year { century + decade } else { century - 100 + decade }
}

fn piece(grain: Grain, which: i8, year: Option<i16>, cx: &Context) -> Option<Resolved> {
    let months = if grain == Grain::Half { 6 } else { 3 };
    let month = (which - 1).checked_mul(months)?.checked_add(1).filter(|m| (1..=12).contains(m))?;
    let of = |year: i16| {
        let from = midnight(first_of(year, month));
        Some((from, grain.end(from)?))
    };
    let (from, to) = match year {
        Some(year) => of(year)?,
        None => of(base(cx)?.year())?,
    };
    Some(Resolved { from: Some(from), to: Some(to), grain })
}

fn between(a: Option<&When>, b: Option<&When>, cx: &Context) -> Option<Resolved> {
    // Said of an end, "now" is the day of the reference.
    let today = When::Days(0);
    let named = |w| if matches!(w, Some(&When::Reference("PRESENT_REF"))) { Some(&today) } else { w };
    let (a, b) = (named(a), named(b));
    match (a, b) {
        (Some(a), Some(b)) => {
            let (start, end) = fields::pair(a, b, cx)?;
            (start.from? < end.to?).then_some(Resolved {
                from: start.from,
                to: if matches!(b, When::At(..)) { end.from } else { end.to },
                grain: start.grain.min(end.grain),
            })
        }
        (Some(a), None) => {
            let start = resolve(a, cx)?;
            Some(Resolved { to: None, ..start })
        }
        (None, Some(b)) => {
            let end = resolve(b, cx)?;
            let to = if matches!(b, When::At(..)) { end.from } else { end.to };
            Some(Resolved { from: None, to, grain: end.grain })
        }
        (None, None) => None,
    }
}
