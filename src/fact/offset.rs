//! Resolution of lengths of time counted from something: "three days ago", "two weeks before Easter".

use jiff::Span;
use jiff::civil::DateTime;

use super::grain::Grain;
use super::period::Period;
use super::resolve::{Context, Resolved, resolve};
use super::when::When;

/// An instant moved by a length of time.
pub(super) fn moved(from: DateTime, period: &Period, back: bool) -> Option<DateTime> {
    let (months, seconds) = period.months_and_seconds()?;
    let sign = if back { -1 } else { 1 };
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let span = Span::new().try_months(months.checked_mul(sign)?).ok()?.try_days(days.checked_mul(sign)?).ok()?;
    from.checked_add(span).ok()?.checked_add(Span::new().try_seconds(rest.checked_mul(sign)?).ok()?).ok()
}

/// A length of time before or after something, or the present.
pub(super) fn offset(period: &Period, back: bool, of: Option<&When>, cx: &Context) -> Option<Resolved> {
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

/// Some whole units before or after the present one.
pub(super) fn stretch(grain: Grain, count: i32, future: bool, cx: &Context) -> Option<Resolved> {
    let this = grain.floor(cx.reference?);
    let (from, to) = if future {
        let from = grain.add(this, 1)?;
        (from, grain.add(from, i64::from(count))?)
    } else {
        (grain.add(this, -i64::from(count))?, this)
    };
    Some(Resolved { from: Some(from), to: Some(to), grain })
}
