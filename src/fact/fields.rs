//! Resolution of the named parts of a date: open parts are filled from the reference or from the other end.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::grain::{Grain, first_of};
use super::holiday::{to_gregorian, year_of};
use super::resolve::{Context, Prefer, Resolved, Source, base, choose, choose_near, midnight, resolve as resolve_when};
use super::when::{Calendar, Clock, Fields, When};

/// Years around the reference in which an open year is looked for.
const YEARS_AROUND: i32 = 8; // 29 February returns after eight years at most

/// The dates of named parts.
pub(super) fn resolve(parts: &Fields, cx: &Context) -> Option<Resolved> {
    let unit = |from: Date, grain: Grain| {
        let from = midnight(from);
        Some(Resolved { from: Some(from), to: Some(grain.end(from)?), grain })
    };
    match (parts.year, parts.month, parts.day) {
        (Some(year), Some(_), Some(_)) => {
            let (from, to) = days_of(parts, i32::from(year))?;
            Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Day })
        }
        (Some(year), Some(_), None) => {
            let (from, to) = days_of(parts, i32::from(year))?;
            match parts.weekday {
                Some(_) => None,
                None => Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Month }),
            }
        }
        (Some(year), None, None) if parts.calendar == Calendar::Gregorian => unit(first_of(year, 1), Grain::Year),
        (Some(year), None, None) => {
            let first = Fields { month: Some(1), day: Some(1), ..*parts };
            let from = days_of(&first, i32::from(year))?.0;
            Some(Resolved { from: Some(from), to: Some(days_of(&first, i32::from(year) + 1)?.0), grain: Grain::Year })
        }
        (Some(_), None, Some(_)) => None,
        (None, Some(_), day) => {
            let middle = year_of(parts.calendar, base(cx)?)?;
            let around = |years: i32| (middle - years..=middle + years).filter_map(|year| days_of(parts, year));
            let named = |d: &(DateTime, DateTime)| {
                parts.weekday.is_none_or(|w| day.is_none() || d.0.weekday().to_monday_one_offset() == w)
            };
            // A weekday chooses the year, unless it is wrong for all near ones.
            let mut all: Vec<_> = around(1).filter(named).collect();
            if all.is_empty() || parts.weekday.is_none() {
                all = around(YEARS_AROUND).collect();
            }
            let (from, to) = choose_day(&all, cx, choose_near)?;
            let grain = if day.is_some() { Grain::Day } else { Grain::Month };
            Some(Resolved { from: Some(from), to: Some(to), grain })
        }
        (None, None, Some(day)) => {
            let month = Grain::Month.floor(midnight(base(cx)?));
            let all: Vec<_> = (-14..=14)
                .filter_map(|n| Grain::Month.add(month, n))
                .filter_map(|m| Date::new(m.year(), m.month(), day).ok())
                .filter(|d| parts.weekday.is_none_or(|w| d.weekday().to_monday_one_offset() == w))
                .filter_map(one_day)
                .collect();
            let (from, to) = choose_day(&all, cx, choose_near)?;
            Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Day })
        }
        (None, None, None) => {
            let weekday = parts.weekday?;
            // Asked for the future, "Friday" said on a Friday is the next one; a tense may mean today.
            let ahead = cx.prefer == Prefer::Future && cx.source == Source::Options;
            let today = base(cx)?;
            let all: Vec<_> = (-7..=7)
                .filter_map(|n: i64| today.checked_add(n.days()).ok())
                .filter(|d| d.weekday().to_monday_one_offset() == weekday)
                .filter(|&d| !(ahead && cx.window.is_none() && d == today))
                .filter_map(one_day)
                .collect();
            let (from, to) = choose_day(&all, cx, choose)?;
            Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Day })
        }
    }
}

fn one_day(date: Date) -> Option<(DateTime, DateTime)> {
    Some((midnight(date), midnight(date.checked_add(1.day()).ok()?)))
}

type Choice = fn(&[(DateTime, DateTime)], &Context) -> Option<(DateTime, DateTime)>;

/// Dates are chosen by day: today counts as past and as future.
fn choose_day(all: &[(DateTime, DateTime)], cx: &Context, choice: Choice) -> Option<(DateTime, DateTime)> {
    let reference = cx.reference.map(|r| Grain::Day.floor(r));
    choice(all, &Context { reference, ..*cx })
}

/// The day or month of some parts in a year of their calendar.
fn days_of(parts: &Fields, year: i32) -> Option<(DateTime, DateTime)> {
    let month = u8::try_from(parts.month?).ok()?;
    let first = to_gregorian(parts.calendar, year, month, parts.day.unwrap_or(1).try_into().ok()?)?;
    let end = match (parts.day, parts.calendar) {
        (Some(_), _) => first.checked_add(1.day()).ok()?,
        (None, Calendar::Gregorian) => first.checked_add(1.month()).ok()?,
        (None, calendar) if month < 12 => to_gregorian(calendar, year, month + 1, 1)?,
        (None, calendar) => to_gregorian(calendar, year + 1, 1, 1)?,
    };
    Some((midnight(first), midnight(end)))
}

/// Two ends of an interval: each takes from the other what it leaves open.
pub(super) fn pair(a: &When, b: &When, cx: &Context) -> Option<(Resolved, Resolved)> {
    match (a, b) {
        (When::Fields(x), When::Fields(y)) => fields_pair(x, y, cx),
        (When::At(None, x), When::At(day, y)) => clocks(day.clone(), *x, *y, cx),
        (When::At(day, x), When::At(None, y)) => clocks(day.clone(), *x, *y, cx),
        (When::At(Some(d), x), When::At(Some(e), y)) if d == e => clocks(Some(Arc::clone(d)), *x, *y, cx),
        _ => {
            let start = resolve_when(a, cx)?;
            let end = resolve_when(b, cx)?;
            if start.from? < end.to? {
                return Some((start, end));
            }
            let later = Context { window: Some((start.from?, start.from?.checked_add(1.year()).ok()?)), ..*cx };
            Some((start, resolve_when(b, &later)?))
        }
    }
}

fn fields_pair(x: &Fields, y: &Fields, cx: &Context) -> Option<(Resolved, Resolved)> {
    let mut x = *x;
    let filled = Fields { year: y.year.or(x.year), ..*y };
    let y_first = *y;
    if x.year.is_none() && y.year.is_some() {
        x.year = y.year;
        if let (Some(a), Some(b)) = (x.month, y.month)
            && a > b
        {
            x.year = y.year.map(|year| year - 1);
        }
        if x.month.is_none() && x.day.is_some() {
            x.month = y.month;
        }
    }
    let start = resolve(&x, cx)?;
    // "from 14 September to Thursday": a weekday of its own
    let named = x.month.is_some() && y.month.is_none() && y.day.is_none() && y.weekday.is_some();
    if named && let Some(end) = resolve(&y_first, cx).filter(|end| end.from > start.from) {
        return Some((start, end));
    }
    if y_first.year.is_none() && x.year.is_none() {
        // Weekdays and days without a year: the end is the first one behind the begin.
        let after = Context { window: Some((start.from?, start.from?.checked_add(1.year()).ok()?)), ..*cx };
        return Some((start, resolve(&y_first, &after)?));
    }
    let end = resolve(&filled, cx)?;
    Some((start, end))
}

/// Two times of one day. Where one says its half of the day, the other has it too if that keeps the order; an end that
/// does not follow is twelve hours later, else on the next day.
fn clocks(day: Option<Arc<When>>, mut x: Clock, mut y: Clock, cx: &Context) -> Option<(Resolved, Resolved)> {
    if x.ambiguous && y.half && y.hour >= 12 && x.hour + 12 <= y.hour {
        x.hour += 12;
    }
    if y.ambiguous && x.half && x.hour >= 12 && y.hour < 12 && y.hour + 12 > x.hour {
        y.hour += 12;
    }
    x.ambiguous &= !y.half && y.ambiguous;
    let start = resolve_when(&When::At(day.clone(), x), cx)?;
    let shared = day.unwrap_or_else(|| Arc::new(When::Fields(Fields::of(start.from.map_or(Date::ZERO, |f| f.date())))));
    let late = y.ambiguous && y.hour < 12;
    y.ambiguous = false;
    let mut end = resolve_when(&When::At(Some(shared), y), cx)?;
    for hours in if late { [12, 12] } else { [24, 0] } {
        if end.from? <= start.from? {
            end.from = end.from?.checked_add(i64::from(hours).hours()).ok();
            end.to = end.to?.checked_add(i64::from(hours).hours()).ok();
        }
    }
    Some((start, end))
}
