//! Resolution: from what an expression means to dates, against the reference date. The clock is never read.

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

use super::fields;
use super::grain::{Grain, clock, first_of};
use super::holiday::Holiday;
use super::when::{Clock, Edge, Fields, Part, Relation, Season, Target, When};

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

/// What resolution may look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context {
    /// The reference date; without it nothing relative is resolved.
    pub reference: Option<DateTime>,
    /// Direction of what the text leaves open.
    pub prefer: Prefer,
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
    fn unit(from: DateTime, grain: Grain) -> Option<Self> {
        Some(Self { from: Some(from), to: Some(grain.end(from)?), grain })
    }

    fn days(from: Date, days: i64) -> Option<Self> {
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

/// The dates that an expression stands for; `None` without a reference that it needs, or if there is no such date.
pub fn resolve(when: &When, cx: &Context) -> Option<Resolved> {
    match when {
        When::Fields(parts) => fields::resolve(parts, cx),
        When::Related(relation, target) => related(*relation, *target, cx),
        When::Days(days) => {
            let today = cx.reference?.date();
            Resolved::days(today.checked_add(Span::new().try_days(i64::from(*days)).ok()?).ok()?, 1)
        }
        When::Shift(grain, count) => {
            let start = grain.add(grain.floor(cx.reference?), i64::from(*count))?;
            Resolved::unit(start, *grain)
        }
        When::Reference(_) => None,
        When::Season(season, year) => season_of(*season, (*year)?),
        When::Holiday(holiday, year) => holiday_in(*holiday, *year, cx),
        When::Decade(first, open) => {
            let first = if *open { open_decade(*first, cx) } else { *first };
            Resolved::unit(midnight(first_of(first, 1)), Grain::Decade)
        }
        When::Century(number) => Resolved::unit(
            midnight(first_of(number.checked_sub(1)?.checked_mul(100)?.checked_add(1)?, 1)),
            Grain::Century,
        ),
        When::Piece(grain, which, year) => piece(*grain, *which, *year, cx),
        When::Week(number, year) => {
            let year = year.or_else(|| Some(base(cx)?.year()))?;
            let date = jiff::civil::ISOWeekDate::new(year, *number, jiff::civil::Weekday::Monday).ok()?.date();
            Resolved::unit(midnight(date), Grain::Week)
        }
        When::Nth(n, target, of) => nth(*n, *target, of.as_deref(), cx),
        When::Offset(period, back, of) => offset(period, *back, of.as_deref(), cx),
        When::Stretch(grain, count, future) => stretch(*grain, *count, *future, cx),
        When::Within(period) => {
            let now = cx.reference?;
            let to = moved(now, period, false)?;
            let grain = if period.has_time() { Grain::Minute } else { Grain::Day };
            Some(Resolved { from: Some(now), to: Some(to), grain })
        }
        When::Inside(inner, outer) => {
            let outer = resolve(outer, cx)?;
            resolve(inner, &Context { window: outer.window(), ..*cx })
        }
        When::Holding(grain, date) => Resolved::unit(grain.floor(resolve(date, cx)?.from?), *grain),
        When::At(date, time) => at(date.as_deref(), *time, cx),
        When::PartOf(date, part, edge) => part_of(date.as_deref(), *part, *edge, cx),
        When::EdgeOf(_, of) => resolve(of, cx),
        When::Between(a, b) => between(a.as_deref(), b.as_deref(), cx),
    }
}

/// The day from which open parts are filled.
pub(super) fn base(cx: &Context) -> Option<Date> {
    cx.window.map(|w| w.0.date()).or_else(|| cx.reference.map(|r| r.date()))
}

fn related(relation: Relation, target: Target, cx: &Context) -> Option<Resolved> {
    let now = cx.reference?;
    let step = match relation {
        Relation::Last | Relation::Past => -1,
        Relation::This => 0,
        Relation::Next | Relation::Coming => 1,
    };
    match target {
        Target::Grain(grain) => Resolved::unit(grain.add(grain.floor(now), step)?, grain),
        Target::Weekday(day) => weekday(relation, day, now),
        Target::Month(calendar, month) => {
            let parts = Fields { calendar, month: Some(month), ..Fields::default() };
            let this = Grain::Month.floor(now);
            let pick = |prefer, skip_this: bool| {
                let reference = if skip_this && prefer == Prefer::Past {
                    this.checked_sub(1.day()).ok()?
                } else if skip_this {
                    Grain::Month.add(this, 1)?
                } else {
                    now
                };
                fields::resolve(&parts, &Context { reference: Some(reference), prefer, window: None })
            };
            match relation {
                Relation::Last | Relation::Past => pick(Prefer::Past, true),
                Relation::Next | Relation::Coming => pick(Prefer::Future, true),
                Relation::This => fields::resolve(&Fields { year: Some(now.year()), ..parts }, cx),
            }
        }
        Target::Holiday(holiday) => {
            let all: Vec<_> = (-1..=1).filter_map(|d| holiday.in_year(now.year() + d)).collect();
            let (date, days) = match relation {
                Relation::Last | Relation::Past => *all.iter().rev().find(|h| midnight(h.0) < Grain::Day.floor(now))?,
                Relation::Next | Relation::Coming => *all.iter().find(|h| midnight(h.0) > now)?,
                Relation::This => *all.iter().find(|h| h.0.year() == now.year())?,
            };
            Resolved::days(date, days)
        }
        Target::Part(part) => {
            let day = Grain::Day.add(Grain::Day.floor(now), step)?;
            part_on(day.date(), part, None)
        }
        Target::Season(season) => {
            let all: Vec<_> = (-2..=2).filter_map(|d| season_of(season, now.year() + d)).collect();
            let window = |s: &Resolved| s.window();
            match relation {
                Relation::This => {
                    let running = all.iter().find(|s| window(s).is_some_and(|(from, to)| from <= now && now < to));
                    running.copied().or_else(|| season_of(season, now.year()))
                }
                Relation::Last | Relation::Past => all.iter().rev().find(|s| s.to.is_some_and(|to| to <= now)).copied(),
                Relation::Next | Relation::Coming => {
                    all.iter().find(|s| s.from.is_some_and(|from| from > now)).copied()
                }
            }
        }
    }
}

/// A season that begins in a year, by the usual days of solstice and equinox in the north.
fn season_of(season: Season, year: i16) -> Option<Resolved> {
    let ((month, day), (next_month, next_day)) = match season {
        Season::Spring => ((3, 20), (6, 21)),
        Season::Summer => ((6, 21), (9, 24)),
        Season::Fall => ((9, 23), (12, 22)),
        Season::Winter => ((12, 21), (3, 21)),
    };
    let end_year = if next_month < month { year.checked_add(1)? } else { year };
    let from = midnight(Date::new(year, month, day).ok()?);
    let to = midnight(Date::new(end_year, next_month, next_day).ok()?);
    Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Season })
}

fn weekday(relation: Relation, day: i8, now: DateTime) -> Option<Resolved> {
    let today = now.date();
    let ahead = i64::from((day - today.weekday().to_monday_one_offset()).rem_euclid(7));
    let days = match relation {
        Relation::Coming => {
            if ahead == 0 {
                7
            } else {
                ahead
            }
        }
        Relation::Last | Relation::Past => ahead - 7,
        Relation::This => ahead,
        Relation::Next => {
            let monday = i64::from(today.weekday().to_monday_zero_offset());
            7 - monday + i64::from(day - 1)
        }
    };
    Resolved::days(today.checked_add(days.days()).ok()?, 1)
}

fn holiday_in(holiday: Holiday, year: Option<i16>, cx: &Context) -> Option<Resolved> {
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

fn nth(n: i32, target: Target, of: Option<&When>, cx: &Context) -> Option<Resolved> {
    let window = match of {
        Some(of) => resolve(of, cx)?,
        None => {
            let outer = match target {
                Target::Weekday(_) | Target::Grain(Grain::Day) => Grain::Month,
                _ => Grain::Year,
            };
            let now = cx.window.map_or(cx.reference, |w| Some(w.0))?;
            Resolved::unit(outer.floor(now), outer)?
        }
    };
    let (from, to) = window.window()?;
    let count = i64::from(n);
    match target {
        Target::Weekday(day) => {
            let ahead = i64::from((day - from.date().weekday().to_monday_one_offset()).rem_euclid(7));
            let first = from.date().checked_add(ahead.days()).ok()?;
            let date = if n > 0 {
                first.checked_add(Span::new().try_weeks(count - 1).ok()?).ok()?
            } else {
                let last = to.date().checked_sub(1.day()).ok()?;
                let back = i64::from((last.weekday().to_monday_one_offset() - day).rem_euclid(7));
                last.checked_sub(back.days()).ok()?.checked_add(Span::new().try_weeks(count + 1).ok()?).ok()?
            };
            (midnight(date) >= from && midnight(date) < to).then(|| Resolved::days(date, 1))?
        }
        Target::Grain(grain) => {
            let mut first = grain.floor(from);
            let long_year = window.grain >= Grain::Year && grain == Grain::Week;
            // A week belongs to the year that holds its Thursday, to the month that holds it whole.
            let reach = if long_year { 3.days() } else { 0.days() };
            if first.checked_add(reach).ok()? < from {
                first = grain.add(first, 1)?;
            }
            let start = if n > 0 {
                grain.add(first, count - 1)?
            } else {
                let mut last = grain.floor(to);
                let whole = if long_year { last.checked_add(3.days()).ok()? < to } else { grain.end(last)? <= to };
                if !whole {
                    last = grain.add(last, -1)?;
                }
                grain.add(last, count + 1)?
            };
            (start < to).then(|| Resolved::unit(start, grain))?
        }
        Target::Month(calendar, month) => fields::resolve(
            &Fields { calendar, month: Some(month), ..Fields::default() },
            &Context { window: Some((from, to)), ..*cx },
        ),
        Target::Holiday(holiday) => holiday_in(holiday, Some(from.year()), cx),
        Target::Season(_) | Target::Part(_) => None,
    }
}

fn moved(from: DateTime, period: &super::period::Period, back: bool) -> Option<DateTime> {
    let (months, seconds) = period.months_and_seconds()?;
    let sign = if back { -1 } else { 1 };
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let span = Span::new().try_months(months.checked_mul(sign)?).ok()?.try_days(days.checked_mul(sign)?).ok()?;
    from.checked_add(span).ok()?.checked_add(Span::new().try_seconds(rest.checked_mul(sign)?).ok()?).ok()
}

fn offset(period: &super::period::Period, back: bool, of: Option<&When>, cx: &Context) -> Option<Resolved> {
    let (start, grain) = match of {
        Some(of) => {
            let of = resolve(of, cx)?;
            (of.from?, of.grain)
        }
        None => (cx.reference?, Grain::Day),
    };
    let smallest = period.smallest()?;
    if period.has_time() {
        // What is counted in minutes is meant to the second, in whole hours to the minute.
        let (_, seconds) = period.months_and_seconds()?;
        let exact = smallest <= Grain::Minute || seconds % 3_600 != 0;
        return Resolved::unit(moved(start, period, back)?, if exact { Grain::Second } else { Grain::Minute });
    }
    let at = moved(start, period, back)?;
    if of.is_some() && grain > Grain::Day {
        return Resolved::unit(grain.floor(at), grain);
    }
    if of.is_some() && grain.is_time() {
        return Resolved::unit(at, grain);
    }
    Resolved::unit(Grain::Day.floor(at), Grain::Day)
}

fn stretch(grain: Grain, count: i32, future: bool, cx: &Context) -> Option<Resolved> {
    let this = if grain.is_time() { cx.reference? } else { grain.floor(cx.reference?) };
    let this = if grain.is_time() { grain.floor(this) } else { this };
    let (from, to) = if future {
        let from = grain.add(this, 1)?;
        (from, grain.add(from, i64::from(count))?)
    } else {
        (grain.add(this, -i64::from(count))?, this)
    };
    Some(Resolved { from: Some(from), to: Some(to), grain })
}

fn at(date: Option<&When>, time: Clock, cx: &Context) -> Option<Resolved> {
    let day = match date {
        Some(date) => resolve(date, cx)?.from?.date(),
        None => base(cx)?,
    };
    let on = |day: Date, hour: i8| {
        let (day, hour) = if hour >= 24 { (day.checked_add(1.day()).ok()?, hour - 24) } else { (day, hour) };
        Some(DateTime::from_parts(day, clock(hour, time.minute.unwrap_or(0), time.second.unwrap_or(0))))
    };
    let grain = match (time.minute, time.second) {
        (_, Some(_)) => Grain::Second,
        (Some(_), None) => Grain::Minute,
        _ => Grain::Hour,
    };
    let mut at = on(day, time.hour)?;
    if date.is_none()
        && cx.window.is_none()
        && let Some(now) = cx.reference
    {
        let candidates: Vec<_> = [0, 12]
            .iter()
            .filter(|&&h| h == 0 || time.ambiguous && time.hour <= 12)
            .filter_map(|h| on(day, time.hour + h))
            .filter_map(|a| Some((a, grain.end(a)?)))
            .collect();
        at = match cx.prefer {
            Prefer::Future if !time.today => match candidates.iter().find(|c| c.0 >= now) {
                Some(found) => found.0,
                None => at.checked_add(1.day()).ok()?,
            },
            _ => at,
        };
    }
    if let (Some(zone), true) = (time.zone, date.is_some()) {
        let _ = zone;
    }
    Resolved::unit(at, grain)
}

fn part_on(day: Date, part: Part, edge: Option<Edge>) -> Option<Resolved> {
    let (first, last) = part.hours();
    let (first, last) = match edge {
        None => (first, last),
        Some(Edge::Start) => (first, (first + last) / 2),
        Some(Edge::Mid) => (first + (last - first) / 3, last - (last - first) / 3),
        Some(Edge::End) => ((first + last) / 2, last),
    };
    let at = |hour: i8| midnight(day).checked_add(i64::from(hour).hours()).ok();
    Some(Resolved { from: at(first), to: at(last), grain: Grain::PartOfDay })
}

fn part_of(date: Option<&When>, part: Part, edge: Option<Edge>, cx: &Context) -> Option<Resolved> {
    let day = match date {
        Some(date) => resolve(date, cx)?.from?.date(),
        None => base(cx)?,
    };
    part_on(day, part, edge)
}

fn between(a: Option<&When>, b: Option<&When>, cx: &Context) -> Option<Resolved> {
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
