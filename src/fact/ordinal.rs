//! Resolution of counted units: "the third week of May", "the first nine months of 2025".

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};

use super::fields;
use super::grain::Grain;
use super::resolve::{Context, Resolved, holiday_in, midnight, resolve};
use super::when::{Fields, Target, When};

/// The n-th unit, day, month inside something; from its end if negative.
pub(super) fn nth(n: i32, target: Target, of: Option<&When>, cx: &Context) -> Option<Resolved> {
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
    match target {
        Target::Weekday(day) => weekday(n, day, from, to),
        Target::Grain(grain) => unit(n, grain, &window),
        Target::Month(calendar, month) => fields::resolve(
            &Fields { calendar, month: Some(month), ..Fields::default() },
            &Context { window: Some((from, to)), ..*cx },
        ),
        Target::Holiday(holiday) => holiday_in(holiday, Some(from.year()), cx),
        Target::Season(_) | Target::Part(_) => None,
    }
}

fn weekday(n: i32, day: i8, from: DateTime, to: DateTime) -> Option<Resolved> {
    let count = i64::from(n);
    let date = if n > 0 {
        let ahead = i64::from((day - from.date().weekday().to_monday_one_offset()).rem_euclid(7));
        let first = from.date().checked_add(ahead.days()).ok()?;
        first.checked_add(Span::new().try_weeks(count - 1).ok()?).ok()?
    } else {
        let last = to.date().checked_sub(1.day()).ok()?;
        let back = i64::from((last.weekday().to_monday_one_offset() - day).rem_euclid(7));
        last.checked_sub(back.days()).ok()?.checked_add(Span::new().try_weeks(count + 1).ok()?).ok()?
    };
    (midnight(date) >= from && midnight(date) < to).then(|| Resolved::days(date, 1))?
}

fn unit(n: i32, grain: Grain, window: &Resolved) -> Option<Resolved> {
    let (from, to) = window.window()?;
    let count = i64::from(n);
    let mut first = grain.floor(from);
    // A week belongs to the year that holds its Thursday. The first week of a month is the first whole one, the last
    // one that of its last Thursday.
    let week = grain == Grain::Week;
    let by_thursday = week && (window.grain >= Grain::Year || window.grain == Grain::Month && n < 0);
    let reach = if by_thursday { 3.days() } else { 0.days() };
    if first.checked_add(reach).ok()? < from {
        first = grain.add(first, 1)?;
    }
    let start = if n > 0 {
        grain.add(first, count - 1)?
    } else {
        let mut last = grain.floor(to);
        let whole = if by_thursday { last.checked_add(3.days()).ok()? < to } else { grain.end(last)? <= to };
        if !whole {
            last = grain.add(last, -1)?;
        }
        grain.add(last, count + 1)?
    };
    (start < to).then(|| Resolved::unit(start, grain))?
}

/// The first or last units of something as one stretch.
pub(super) fn first(grain: Grain, count: i32, of: &When, cx: &Context) -> Option<Resolved> {
    let (from, to) = resolve(of, cx)?.window()?;
    let moved = grain.add(if count > 0 { from } else { to }, i64::from(count))?;
    let (start, end) = if count > 0 { (from, moved) } else { (moved, to) };
    (from <= start && start < end && end <= to).then_some(Resolved { from: Some(start), to: Some(end), grain })
}
