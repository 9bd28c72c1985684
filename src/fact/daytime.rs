//! Rules that make times of day.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::grain::Grain;
use super::item::Val;
use super::moment::{when, whens, whole};
use super::rule::{Arg, Built};
use super::slot::Slot;
use super::when::{Clock, Part, Relation, Target, When};

/// Weight of times among readings of one length.
const TIME_WEIGHT: i8 = 6;

/// Minutes of a fraction of an hour.
fn fraction_minutes(arg: &Arg<'_>) -> Option<i8> {
    match &arg.item.val {
        Val::Number(n) if arg.slot == Slot::Fraction => (n.value * Decimal::from(60)).round().to_i8(),
        Val::NumberWord(super::item::NumberWord::Plus(value)) => (value * Decimal::from(60)).round().to_i8(),
        _ => None,
    }
}

/// Moves an hour into a part of the day or a half.
fn settle(clock: &mut Clock, part: Option<Part>, meridiem: Option<bool>) -> Option<()> {
    clock.today |= part.is_some() && meridiem.is_none();
    clock.half |= part.is_some() || meridiem.is_some();
    let pm = match (meridiem, part) {
        (Some(pm), _) => pm,
        (None, None) => return Some(()),
        (None, Some(Part::Dawn | Part::Morning)) => false,
        (None, Some(Part::Noon | Part::Lunch)) => clock.hour < 10,
        (None, Some(Part::Afternoon)) => true,
        (None, Some(Part::Evening)) => {
            if clock.hour == 12 {
                clock.hour = 24;
                clock.ambiguous = false;
                return Some(());
            }
            true
        }
        (None, Some(Part::Night)) => (5..12).contains(&clock.hour),
        (None, Some(Part::Midnight)) => false,
    };
    if clock.hour > 12 {
        clock.ambiguous = false;
        return Some(()); // "fifteen fifteen p.m."
    }
    clock.hour = match (pm, clock.hour) {
        (true, 12) => 12,
        (true, hour) => hour + 12,
        (false, 12) => {
            if matches!(part, Some(Part::Noon | Part::Lunch)) {
                12
            } else {
                0
            }
        }
        (false, hour) => hour,
    };
    clock.ambiguous = false;
    Some(())
}

fn part_of(args: &[Arg<'_>]) -> Option<Part> {
    args.iter().find_map(|a| match &a.item.val {
        Val::Part(part) => Some(*part),
        Val::When(when, _) => match &**when {
            When::PartOf(None, part, _) => Some(*part),
            _ => None,
        },
        _ => None,
    })
}

fn meridiem_of(args: &[Arg<'_>]) -> Option<bool> {
    args.iter().find_map(|a| match a.item.val {
        Val::Meridiem(pm) => Some(pm),
        _ => None,
    })
}

fn zone_of(args: &[Arg<'_>]) -> Option<i16> {
    args.iter().find_map(|a| match a.item.val {
        Val::Zone(minutes) => Some(minutes),
        _ => None,
    })
}

/// Hour, minute, second as named; the hour is -1 if none is.
fn hands(args: &[Arg<'_>]) -> Option<Clock> {
    let mut out = Clock { hour: -1, zone: zone_of(args), ..Clock::default() };
    for arg in args {
        match arg.slot {
            Slot::Hour | Slot::BareHour | Slot::HourOrdinal if out.hour < 0 => {
                out.hour = whole(arg)?.try_into().ok()?;
                let padded = matches!(&arg.item.val, Val::Number(n) if n.shape == super::item::Shape::Digits(2) && out.hour < 10);
                out.ambiguous = (1..=12).contains(&out.hour) && !padded;
            }
            Slot::HourMinute => {
                let both = whole(arg)?;
                out.hour = (both / 100).try_into().ok()?;
                out.minute = Some((both % 100).try_into().ok()?);
                out.ambiguous = (1..=12).contains(&out.hour);
            }
            Slot::Minute | Slot::Minute2 | Slot::Minute5 | Slot::MinuteLate if out.minute.is_none() => {
                out.minute = Some(whole(arg)?.try_into().ok()?)
            }
            Slot::Minute | Slot::Minute2 | Slot::Minute5 | Slot::MinuteLate => {
                out.second = Some(whole(arg)?.try_into().ok()?)
            }
            _ => {
                if let Some(minutes) = fraction_minutes(arg) {
                    out.minute = Some(minutes);
                }
            }
        }
    }
    Some(out)
}

/// Hour, minute, second, a.m. or part of the day.
pub fn clock(args: &[Arg<'_>]) -> Option<Built> {
    let mut out = hands(args)?;
    let part = part_of(args);
    if out.hour < 0 {
        out.hour = match part? {
            Part::Noon => 12,
            Part::Midnight => 24,
            _ => return None,
        };
        return Some(when(When::At(None, out), TIME_WEIGHT));
    }
    if out.hour == 24 && out.minute.unwrap_or(0) > 0 {
        return None;
    }
    if out.hour > 12 && out.minute.is_none() && meridiem_of(args).is_some() {
        return None; // "14 p.m."
    }
    settle(&mut out, part, meridiem_of(args))?;
    let date = whens(args).find(|w| !w.is_bare_clock()).cloned();
    Some(when(When::At(date, out), TIME_WEIGHT))
}

/// The clock of an hour slot or of a time.
fn hour_of(args: &[Arg<'_>]) -> Option<Clock> {
    for arg in args {
        if matches!(arg.slot, Slot::Hour | Slot::BareHour | Slot::HourOrdinal) {
            let hour = whole(arg)?.try_into().ok()?;
            return Some(Clock { hour, ambiguous: (1..=12).contains(&hour), ..Clock::default() });
        }
    }
    whens(args).find_map(|w| match &**w {
        When::At(None, clock) if clock.second.is_none() => Some(*clock),
        When::PartOf(None, Part::Noon, None) => Some(Clock { hour: 12, ..Clock::default() }),
        When::PartOf(None, Part::Midnight, None) => Some(Clock { hour: 24, ..Clock::default() }),
        _ => None,
    })
}

/// Minutes past or to an hour.
pub fn past(args: &[Arg<'_>], after: bool) -> Option<Built> {
    let mut clock = hour_of(args)?;
    let minutes = args.iter().find_map(|a| {
        if matches!(a.slot, Slot::Minute | Slot::Minute2 | Slot::Minute5 | Slot::MinuteLate) {
            whole(a).and_then(|m| i8::try_from(m).ok())
        } else {
            fraction_minutes(a)
        }
    })?;
    // The hour may be a half hour ("five past half seven").
    let from_hour = clock.minute.unwrap_or(0) + if after { minutes } else { -minutes };
    clock.minute = Some(from_hour.rem_euclid(60));
    clock.hour = match (clock.hour, from_hour.div_euclid(60)) {
        (0, -1) => 23,
        (1, -1) if clock.ambiguous => 12,
        (hour, step) => hour + step,
    };
    settle(&mut clock, part_of(args), meridiem_of(args))?;
    Some(when(When::At(None, clock), TIME_WEIGHT))
}

/// Half an hour before an hour.
pub fn half_to(args: &[Arg<'_>]) -> Option<Built> {
    let mut clock = hour_of(args)?;
    settle(&mut clock, part_of(args), meridiem_of(args))?;
    clock.minute = Some(30);
    clock.hour = match clock.hour {
        0 => 23,
        1 if clock.ambiguous => 12,
        hour => hour - 1,
    };
    Some(when(When::At(None, clock), TIME_WEIGHT))
}

/// A part of the day alone, or of a relation.
pub fn part(args: &[Arg<'_>]) -> Option<Built> {
    let part = part_of(args)?;
    let date = whens(args).find(|w| !w.is_bare_clock()).cloned();
    Some(when(part_when(date, part), TIME_WEIGHT))
}

fn part_when(date: Option<Arc<When>>, part: Part) -> When {
    match part {
        Part::Noon => When::At(date, Clock { hour: 12, ..Clock::default() }),
        Part::Midnight => When::At(date, Clock { hour: 24, ..Clock::default() }),
        _ => When::PartOf(date, part, None),
    }
}

/// Date, time of day, part of day in any order.
pub fn at(args: &[Arg<'_>]) -> Option<Built> {
    let mut date: Option<Arc<When>> = None;
    let mut clock: Option<Clock> = None;
    let mut part = part_of(args);
    let mut edge = None;
    for moment in whens(args) {
        match &**moment {
            When::At(None, time) if clock.is_none() => clock = Some(*time),
            When::At(Some(day), time) if clock.is_none() && date.is_none() => {
                (date, clock) = (Some(Arc::clone(day)), Some(*time))
            }
            When::PartOf(None, _, e) => edge = *e,
            When::PartOf(Some(day), p, e) if date.is_none() => {
                (date, part, edge) = (Some(Arc::clone(day)), Some(*p), *e)
            }
            When::Related(relation, Target::Part(p)) if date.is_none() => {
                (date, part) = (Some(Arc::new(day_of(*relation))), Some(*p));
            }
            When::Between(a, b) if clock.is_none() => {
                return between(a.as_ref(), b.as_ref(), args);
            }
            other if !other.is_time() && !other.is_interval() && date.is_none() => date = Some(Arc::clone(moment)),
            _ => return None,
        }
    }
    if args.iter().any(|a| matches!(a.slot, Slot::Hour | Slot::BareHour | Slot::HourOrdinal)) {
        if clock.is_some() {
            return None;
        }
        let named = |a: &&Arg<'_>| {
            matches!(
                a.slot,
                Slot::Hour
                    | Slot::BareHour
                    | Slot::HourOrdinal
                    | Slot::Minute
                    | Slot::Minute2
                    | Slot::Minute5
                    | Slot::MinuteLate
            )
        };
        let parts: Vec<_> = args.iter().filter(named).copied().collect();
        clock = Some(hands(&parts)?);
    }
    if date.as_ref().and_then(|d| super::value::grain_of(d)).is_some_and(|g| g > Grain::Weekend) {
        return None; // a month has no time of day
    }
    if let Some(zone) = zone_of(args) {
        clock.as_mut()?.zone = Some(zone);
    }
    let made = match (clock, part) {
        (Some(mut time), part) => {
            let part = part.filter(|_| time.ambiguous || time.hour <= 12);
            settle(&mut time, part, meridiem_of(args))?;
            When::At(date, time)
        }
        (None, Some(part)) => match edge {
            Some(edge) => When::PartOf(date, part, Some(edge)),
            None => part_when(date, part),
        },
        (None, None) => return None,
    };
    Some(when(made, TIME_WEIGHT))
}

/// A day, or a part of one, and a stretch of hours.
fn between(a: Option<&Arc<When>>, b: Option<&Arc<When>>, args: &[Arg<'_>]) -> Option<Built> {
    let (day, part) = whens(args).filter(|w| !w.is_interval()).find_map(|w| match &**w {
        When::Related(relation, Target::Part(part)) => Some((Arc::new(day_of(*relation)), Some(*part))),
        When::PartOf(Some(day), part, _) => Some((Arc::clone(day), Some(*part))),
        other => (!other.is_time()).then(|| (Arc::clone(w), part_of(args))),
    })?;
    if super::value::grain_of(&day).is_some_and(|g| g > Grain::Weekend) {
        return None;
    }
    let on = |side: Option<&Arc<When>>| match side.map(|w| &**w) {
        None => Some(None),
        Some(When::At(None, time)) => {
            let mut time = *time;
            if time.ambiguous && !time.half {
                settle(&mut time, part, None)?;
            }
            Some(Some(Arc::new(When::At(Some(Arc::clone(&day)), time))))
        }
        Some(_) => None,
    };
    Some(when(When::Between(on(a)?, on(b)?), TIME_WEIGHT))
}

/// The day of "this evening", "last night".
pub(super) fn day_of(relation: Relation) -> When {
    When::Days(relation.step() as i32)
}
