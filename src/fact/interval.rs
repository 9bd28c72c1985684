//! Rules that make intervals.

use std::sync::Arc;

use super::daytime;
use super::item::Val;
use super::moment::{self, DATE_WEIGHT, fields, when, whens, whole};
use super::relative;
use super::resolve::Prefer;
use super::rule::{Arg, Built};
use super::slot::Slot;
use super::when::{Fields, When};

/// Weight of intervals among readings of one length.
const INTERVAL_WEIGHT: i8 = DATE_WEIGHT + 2;

/// The side on which an interval is closed, and what its words say of the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// From a date on.
    From,
    /// From a date of the past on.
    Since,
    /// Up to a date, which is rather one of the future.
    Until,
}

/// From a date on, or up to it.
pub fn open(args: &[Arg<'_>], side: Side) -> Option<Built> {
    let date = moment_of(args)?;
    if date.is_interval() || matches!(*date, When::Reference(_)) && side != Side::Until {
        return None;
    }
    Some(match side {
        Side::From => when(When::Between(Some(date), None), INTERVAL_WEIGHT),
        Side::Since => when(When::Between(Some(toward(date, Prefer::Past)), None), INTERVAL_WEIGHT),
        Side::Until => when(When::Between(None, Some(toward(date, Prefer::Future))), INTERVAL_WEIGHT),
    })
}

/// A date without a year is looked for in a direction that a word gives, a weekday rather ahead ("until Friday").
fn toward(date: Arc<When>, direction: Prefer) -> Arc<When> {
    match *date {
        When::Fields(Fields { year: None, month, .. }) if month.is_some() || direction == Prefer::Future => {
            Arc::new(When::Toward(direction, date))
        }
        _ => date,
    }
}

/// The date among the arguments, with the time of day that stands beside it.
fn moment_of(args: &[Arg<'_>]) -> Option<Arc<When>> {
    let date = relative::named(args);
    let bare: Vec<_> = args.iter().filter(|a| !matches!(a.item.val, Val::When(..))).copied().collect();
    let hour = match bare.iter().any(|a| matches!(a.slot, Slot::Hour | Slot::BareHour | Slot::HourOrdinal)) {
        true => match daytime::clock(&bare)?.val {
            Val::When(time, _) => Some(time),
            _ => None,
        },
        false => None,
    };
    let time = hour.or_else(|| whens(args).find(|w| w.is_bare_clock()).cloned());
    let day = date.filter(|d| !d.is_bare_clock()).or_else(|| whens(args).find(|w| !w.is_bare_clock()).cloned());
    match (day, time.as_deref()) {
        (Some(day), Some(When::At(None, clock))) if !day.is_time() => Some(Arc::new(When::At(Some(day), *clock))),
        (Some(_), Some(_)) => None,
        (Some(day), None) => Some(day),
        (None, _) => time,
    }
}

/// From the one to the other: two dates, two days of a month, two months, two years, two hours, …
pub fn interval(args: &[Arg<'_>]) -> Option<Built> {
    let (a, b) = ends(args)?;
    Some(when(When::Between(Some(a), Some(b)), INTERVAL_WEIGHT))
}

fn ends(args: &[Arg<'_>]) -> Option<(Arc<When>, Arc<When>)> {
    let dates: Vec<_> = whens(args).cloned().collect();
    let days: Vec<_> = args
        .iter()
        .filter(|a| matches!(a.slot, Slot::Dom | Slot::DomDigits | Slot::DomOrdinal | Slot::DomLate))
        .collect();
    if days.len() == 2 {
        return day_ends(args, &days, dates.first());
    }
    let hours: Vec<_> =
        args.iter().filter(|a| matches!(a.slot, Slot::Hour | Slot::BareHour | Slot::HourOrdinal)).collect();
    if !hours.is_empty() {
        return hour_ends(args, &hours, &dates);
    }
    match &dates[..] {
        [a, b] if !a.is_interval() && !b.is_interval() => return compatible(a, b),
        [a, b, c] => return with_day(a, b, c),
        [a] => {
            let year =
                args.iter().find(|x| matches!(x.slot, Slot::Year | Slot::BareYear | Slot::AnyYear | Slot::Year2))?;
            let before = args.iter().position(|x| x.slot == year.slot)?
                < args.iter().position(|x| matches!(x.item.val, Val::When(..)))?;
            let year = Arc::new(When::Fields(fields(&[*year])?.0));
            return Some(if before { (year, Arc::clone(a)) } else { (Arc::clone(a), year) });
        }
        _ => {}
    }
    let pair = |kind: fn(&Arg<'_>) -> bool| {
        let found: Vec<_> = args.iter().filter(|a| kind(a)).copied().collect();
        (found.len() == 2).then_some(found)
    };
    let shared: Vec<_> =
        args.iter().filter(|a| matches!(a.slot, Slot::Year | Slot::BareYear | Slot::AnyYear)).copied().collect();
    let make = |one: &Arg<'_>, more: &[Arg<'_>]| -> Option<Arc<When>> {
        let all: Vec<_> = std::iter::once(*one).chain(more.iter().copied()).collect();
        Some(Arc::new(When::Fields(fields(&all)?.0)))
    };
    if let Some(months) = pair(|a| matches!(a.item.val, Val::Month(..)) || a.slot == Slot::MonthNumber) {
        return Some((make(&months[0], &[])?, make(&months[1], &shared[..shared.len().min(1)])?));
    }
    if let Some(weekdays) = pair(|a| matches!(a.item.val, Val::Weekday(..))) {
        return Some((make(&weekdays[0], &[])?, make(&weekdays[1], &[])?));
    }
    if shared.len() == 2 {
        let (a, b) = (make(&shared[0], &[])?, make(&shared[1], &[])?);
        let rising = whole(&shared[0])? < whole(&shared[1])?;
        return rising.then_some((a, b));
    }
    if let ([first], Some(second)) = (&shared[..], args.iter().find(|a| a.slot == Slot::Year2)) {
        // "2012–13"
        let first_year = whole(first)?;
        let last = first_year / 100 * 100 + whole(second)?;
        let end = Fields { year: Some(last.try_into().ok()?), ..Fields::default() };
        const LONGEST: i64 = 25; // years that a range with a short end may span
        return (last > first_year && last - first_year <= LONGEST)
            .then_some((make(first, &[])?, Arc::new(When::Fields(end))));
    }
    None
}

/// Both are dates or both have a time of day.
fn compatible(a: &Arc<When>, b: &Arc<When>) -> Option<(Arc<When>, Arc<When>)> {
    let fits = match (&**a, &**b) {
        (When::At(Some(day), _), When::At(None, time)) => {
            return Some((Arc::clone(a), Arc::new(When::At(Some(Arc::clone(day)), *time))));
        }
        (When::At(None, time), When::At(Some(day), _)) => {
            return Some((Arc::new(When::At(Some(Arc::clone(day)), *time)), Arc::clone(b)));
        }
        // The present has no day of its own, but ends any interval.
        (When::Reference(now), _) | (_, When::Reference(now)) => *now == "PRESENT_REF",
        (When::At(..) | When::PartOf(..), When::At(..) | When::PartOf(..)) => true,
        (x, y) => x.is_time() == y.is_time() || !x.is_bare_clock() && !y.is_bare_clock(),
    };
    fits.then(|| (Arc::clone(a), Arc::clone(b)))
}

/// A day and two times of it.
fn with_day(a: &Arc<When>, b: &Arc<When>, c: &Arc<When>) -> Option<(Arc<When>, Arc<When>)> {
    let all = [a, b, c];
    let day = all.iter().find(|w| !w.is_time() && !w.is_interval())?;
    let times: Vec<_> = all
        .iter()
        .filter_map(|w| match &***w {
            When::At(None, time) => Some(*time),
            _ => None,
        })
        .collect();
    let [from, to] = times[..] else { return None };
    let on = |time| Arc::new(When::At(Some(Arc::clone(day)), time));
    Some((on(from), on(to)))
}

/// Two days of one month: the month stands with one of them or is a date of its own.
fn day_ends(args: &[Arg<'_>], days: &[&Arg<'_>], outer: Option<&Arc<When>>) -> Option<(Arc<When>, Arc<When>)> {
    let first = i8::try_from(whole(days[0])?).ok()?;
    let last = i8::try_from(whole(days[1])?).ok()?;
    if let Some(outer) = outer {
        let day = |day| {
            Arc::new(When::Inside(
                Arc::new(When::Fields(Fields { day: Some(day), ..Fields::default() })),
                Arc::clone(outer),
            ))
        };
        return (first < last).then(|| (day(first), day(last)));
    }
    let months: Vec<_> =
        args.iter().filter(|a| matches!(a.item.val, Val::Month(..)) || a.slot == Slot::MonthNumber).copied().collect();
    let years: Vec<_> = args
        .iter()
        .filter(|a| matches!(a.slot, Slot::Year | Slot::BareYear | Slot::AnyYear | Slot::Year2))
        .copied()
        .collect();
    let (Some(end_month), Some(start_month)) = (months.last(), months.first()) else {
        // "from the 13th to the 18th": days of a month that is not named
        let day = |day| Arc::new(When::Fields(Fields { day: Some(day), ..Fields::default() }));
        return (first < last && years.is_empty()).then(|| (day(first), day(last)));
    };
    let end: Vec<_> = [*days[1], *end_month].into_iter().chain(years.last().copied()).collect();
    let start: Vec<_> = [*days[0], *start_month]
        .into_iter()
        .chain(if years.len() == 2 { years.first().copied() } else { None })
        .collect();
    let (mut start, end) = (fields(&start)?.0, fields(&end)?.0);
    if months.len() == 1 && first >= last {
        return None;
    }
    if months.len() == 1 {
        start.year = end.year;
    }
    Some((Arc::new(When::Fields(start)), Arc::new(When::Fields(end))))
}

/// Hours of which one has no cue of its own ("3–4 pm", "from 5 to 6 in the evening").
fn hour_ends(args: &[Arg<'_>], hours: &[&Arg<'_>], dates: &[Arc<When>]) -> Option<(Arc<When>, Arc<When>)> {
    let day = dates.iter().find(|w| !w.is_time() && !w.is_interval());
    let attach = |made: Built| -> Option<Arc<When>> {
        let Val::When(time, _) = made.val else { return None };
        match (&*time, day) {
            (When::At(None, clock), Some(day)) => Some(Arc::new(When::At(Some(Arc::clone(day)), *clock))),
            _ => Some(time),
        }
    };
    if hours.len() == 2 {
        let second = args.iter().position(|a| std::ptr::eq(a.item, hours[1].item))?;
        // Minutes between the hours belong to the first one, all that follows to the second.
        let (head, tail) = args.split_at(second);
        let head: Vec<_> = head.iter().filter(|a| !matches!(a.item.val, Val::When(..))).copied().collect();
        return Some((attach(daytime::clock(&head)?)?, attach(daytime::clock(tail)?)?));
    }
    let clock = dates.iter().position(|w| w.is_bare_clock())?;
    let hour = daytime::clock(&[*hours[0]])?;
    let hour_at = args.iter().position(|a| std::ptr::eq(a.item, hours[0].item))?;
    let clock_at = args.iter().position(|a| matches!(&a.item.val, Val::When(w, _) if **w == *dates[clock]))?;
    let other = attach(moment::when((*dates[clock]).clone(), 0))?;
    let hour = attach(hour)?;
    Some(if hour_at < clock_at { (hour, other) } else { (other, hour) })
}
