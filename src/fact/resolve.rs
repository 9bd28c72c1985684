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
    const SLIGHT: i64 = 2; // news tells what was
    let Some(now) = cx.reference.filter(|_| cx.window.is_none()) else { return choose(candidates, cx) };
    let (past, future) = match (cx.prefer, cx.source) {
        (Prefer::Future, Source::Options) | (Prefer::Past, Source::Word) => return choose(candidates, cx),
        (Prefer::Future, _) => (LEANING, 1),
        (Prefer::Past, Source::Tense) => (1, LEANING),
        (Prefer::Past, Source::Options) => (1, SLIGHT),
        (Prefer::Nearest, _) => (1, 1),
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::timex::timex;
    use super::super::when::{Clock, Fields, Relation, Season, Target, When};
    use super::*;

    fn on(reference: &str) -> Context {
        Context { reference: reference.parse().ok(), ..Context::default() }
    }

    fn day(month: i8, day: i8) -> When {
        When::Fields(Fields { month: Some(month), day: Some(day), ..Fields::default() })
    }

    fn year(year: i16) -> Arc<When> {
        Arc::new(When::Fields(Fields { year: Some(year), ..Fields::default() }))
    }

    fn value(when: &When, cx: &Context) -> String {
        timex(when, resolve(when, cx).as_ref(), cx)
    }

    #[test]
    fn a_date_without_a_year_is_the_nearest_and_the_tense_only_leans() {
        let cx = on("2025-11-30T09:00");
        assert_eq!(value(&day(12, 9), &cx), "2025-12-09");
        assert_eq!(value(&day(9, 9), &cx), "2025-09-09");
        let past = Context { source: Source::Tense, ..cx };
        assert_eq!(value(&day(12, 9), &past), "2025-12-09", "nine days, not a year");
        assert_eq!(value(&day(5, 9), &past), "2025-05-09");
        let future = Context { prefer: Prefer::Future, ..past };
        assert_eq!(value(&day(7, 9), &future), "2026-07-09");
    }

    #[test]
    fn words_give_a_direction_of_their_own() {
        let cx = on("2025-05-06T09:00");
        let since = When::Toward(Prefer::Past, Arc::new(day(8, 1)));
        assert_eq!(value(&since, &cx), "2024-08-01");
        let until = When::Toward(Prefer::Future, Arc::new(day(1, 15)));
        assert_eq!(value(&until, &cx), "2026-01-15", "the nearest is 2025-01-15");
    }

    #[test]
    fn before_and_after_leave_the_date_out() {
        let cx = on("2025-05-06T09:00");
        let found = |before| resolve(&When::Beyond(year(2035), before), &cx).map(|r| (r.from, r.to));
        assert_eq!(found(true), Some((None, "2035-01-01T00:00".parse().ok())));
        assert_eq!(found(false), Some(("2036-01-01T00:00".parse().ok(), None)));
    }

    #[test]
    fn first_and_last_units_are_one_stretch() {
        let cx = on("2025-05-06T09:00");
        assert_eq!(value(&When::First(Grain::Month, 9, year(2025)), &cx), "2025-01/2025-09");
        assert_eq!(value(&When::First(Grain::Month, -3, year(2024)), &cx), "2024-10/2024-12");
        assert!(resolve(&When::First(Grain::Month, 13, year(2024)), &cx).is_none());
    }

    #[test]
    fn hours_of_an_interval_share_the_half_of_the_day() {
        let cx = on("2025-05-06T09:00");
        let hour = |hour: i8, half: bool| {
            let ambiguous = !half && hour <= 12;
            Some(Arc::new(When::At(None, Clock { hour, ambiguous, half, ..Clock::default() })))
        };
        let ends = |a, b| value(&When::Between(a, b), &cx);
        assert_eq!(ends(hour(3, false), hour(16, true)), "2025-05-06T15:00/2025-05-06T16:00", "3 to 4 p.m.");
        assert_eq!(ends(hour(10, false), hour(23, false)), "2025-05-06T10:00/2025-05-06T23:00");
        assert_eq!(ends(hour(23, true), hour(2, false)), "2025-05-06T23:00/2025-05-07T02:00", "11 p.m. to 2");
    }

    #[test]
    fn nights_belong_to_the_day_on_which_they_begin() {
        let cx = on("2025-05-06T09:00");
        assert_eq!(value(&When::Night(Arc::new(day(6, 2))), &cx), "2025-06-02TNI");
    }

    #[test]
    fn seasons_without_a_year_are_the_nearest() {
        let cx = on("2025-05-06T09:00");
        assert_eq!(value(&When::Season(Season::Summer, None), &cx), "2025-SU");
        assert_eq!(value(&When::Related(Relation::Last, Target::Season(Season::Winter)), &cx), "2024-WI");
    }

    #[test]
    fn what_is_said_of_a_day_weeks_off_is_looked_for_there() {
        let cx = on("2025-05-06T09:00");
        let weeks = super::super::period::Period::parse("P2W").map(|p| Arc::new(When::Offset(p, false, None)));
        let wednesday = Arc::new(When::Fields(Fields { weekday: Some(3), ..Fields::default() }));
        let found = weeks.map(|weeks| value(&When::Inside(wednesday, weeks), &cx));
        assert_eq!(found.as_deref(), Some("2025-05-21"));
    }
}
