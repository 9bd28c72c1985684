//! Rules that make dates.

use std::sync::Arc;

use super::grain::Grain;
use super::item::Val;
use super::rule::{Arg, Built, Rule};
use super::slot::Slot;
use super::when::{Calendar, Fields, Target, When};

/// Weight of dates among readings of one length.
pub const DATE_WEIGHT: i8 = 5;

/// A date or time as a fact.
pub fn when(when: When, weight: i8) -> Built {
    Built::fact(Val::When(Arc::new(when), None), weight)
}

/// The dates and times among the arguments.
pub fn whens<'a>(args: &'a [Arg<'_>]) -> impl Iterator<Item = &'a Arc<When>> {
    args.iter().filter_map(|arg| match &arg.item.val {
        Val::When(when, _) => Some(when),
        _ => None,
    })
}

/// The whole number in a slot.
pub fn whole(arg: &Arg<'_>) -> Option<i64> {
    match &arg.item.val {
        Val::Number(number) => number.whole(),
        _ => None,
    }
}

/// Years by which the Buddhist era is ahead.
const BUDDHIST: i64 = 543;

/// A year of two digits: up to 49 in this century.
fn long_year(short: i64) -> i64 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

/// Parts of a date in any order; `None` if they contradict each other or there is no such day.
pub fn fields(args: &[Arg<'_>]) -> Option<(Fields, bool)> {
    let mut out = Fields::default();
    let mut weak = true;
    let mut era = None;
    for arg in args {
        match (arg.slot, &arg.item.val) {
            (_, Val::Weekday(day, unsure)) => {
                out.weekday = Some(*day);
                weak &= *unsure;
            }
            (_, Val::Month(calendar, month, unsure)) => {
                if out.month.is_some_and(|m| m != *month || out.calendar != *calendar) {
                    return None;
                }
                (out.calendar, out.month) = (*calendar, Some(*month));
                weak &= *unsure;
            }
            (_, Val::Era(before)) => era = Some(*before),
            (Slot::Dom | Slot::DomDigits | Slot::DomOrdinal | Slot::DomLate, _) => {
                out.day = Some(whole(arg)?.try_into().ok()?)
            }
            (Slot::MonthNumber | Slot::MonthOrdinal, _) => out.month = Some(whole(arg)?.try_into().ok()?),
            (Slot::YearOf(calendar), _) => (out.calendar, out.year) = (calendar, Some(whole(arg)?.try_into().ok()?)),
            (Slot::Year | Slot::AnyYear | Slot::BareYear, _) => out.year = Some(whole(arg)?.try_into().ok()?),
            (Slot::Year2Of(calendar), _) => {
                let short = whole(arg)?;
                let year = if short < 50 { 1400 + short } else { 1300 + short };
                (out.calendar, out.year) = (calendar, Some(year.try_into().ok()?));
            }
            (Slot::BuddhistYear, _) => out.year = Some((whole(arg)? - BUDDHIST).try_into().ok()?),
            (Slot::Year2 | Slot::Year2Zero, _) => out.year = Some(long_year(whole(arg)?).try_into().ok()?),
            _ => {}
        }
    }
    if let Some(before) = era {
        out.year = Some(out.year.unwrap_or(1).checked_add(before)?);
    }
    if let (Some(month), Some(day)) = (out.month, out.day) {
        let longest = match (out.calendar, month) {
            (Calendar::Gregorian, 2) => 29,
            (Calendar::Gregorian, 4 | 6 | 9 | 11) | (Calendar::Hijri, _) => 30,
            _ => 31,
        };
        if day > longest {
            return None;
        }
    }
    let fits = match out.calendar {
        Calendar::Gregorian => true,
        Calendar::Hijri | Calendar::Persian => out.year.is_none_or(|y| (1..=1600).contains(&y)),
    };
    if !fits {
        return None;
    }
    let single = [out.year.is_some(), out.month.is_some(), out.day.is_some(), out.weekday.is_some()];
    let alone = single.iter().filter(|s| **s).count() == 1 && out.year.is_none() && out.day.is_none();
    Some((out, weak && alone))
}

/// Parts of a date, or a holiday, season, named day of a year.
pub fn date(args: &[Arg<'_>]) -> Option<Built> {
    let Some((parts, weak)) = fields(args) else {
        // 31 June is no date, and neither are its parts.
        let named = args.iter().any(|a| matches!(a.item.val, Val::Month(Calendar::Gregorian, ..)));
        return named.then(|| Built::fact(Val::Class(u16::MAX), DATE_WEIGHT));
    };
    for arg in args {
        let special = match &arg.item.val {
            Val::Holiday(holiday) => When::Holiday(*holiday, parts.year),
            Val::Season(season) => When::Season(*season, parts.year),
            Val::Days(days) => When::Days(*days),
            Val::Swing(days) => When::Swing(*days),
            Val::Reference("X") => return None, // it counts units only
            Val::Reference(reference) => When::Reference(reference),
            Val::Decade(first) => When::Decade(*first, *first < 100),
            Val::When(inner, _) => (**inner).clone(),
            _ => continue,
        };
        return Some(when(special, DATE_WEIGHT));
    }
    if parts == Fields::default() {
        return None;
    }
    let named =
        usize::from(parts.month.is_some()) + usize::from(parts.year.is_some()) + usize::from(parts.day.is_some());
    Some(Built { latent: weak, ..when(When::Fields(parts), DATE_WEIGHT + i8::from(named == 3)) })
}

/// A quarter, half, week, century, decade by number.
pub fn piece(rule: Rule, args: &[Arg<'_>]) -> Option<Built> {
    let (parts, _) = fields(args)?;
    let number = args
        .iter()
        .filter(|a| matches!(a.slot, Slot::Ordinal | Slot::Integer | Slot::Digits | Slot::Roman))
        .find_map(whole);
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) => Some(grain),
        _ => None,
    });
    let year = parts.year;
    let made = match rule {
        Rule::Week => When::Week(i8::try_from(number?).ok().filter(|w| (1..=53).contains(w))?, year),
        // By number, or by its first year (Swedish "1800-talet").
        Rule::Century => match i16::try_from(number?).ok()? {
            century @ 1..=30 => When::Century(century),
            first if first % 100 == 0 && (100..3000).contains(&first) => When::Century(first / 100 + 1),
            _ => return None,
        },
        Rule::Decade => {
            let first = args.iter().find_map(|a| match a.item.val {
                Val::Decade(first) => Some(i64::from(first)),
                _ => whole(a),
            })?;
            let hundred = args.iter().filter(|a| matches!(a.slot, Slot::Ordinal)).find_map(whole);
            match hundred {
                Some(century) => When::Decade(i16::try_from((century - 1) * 100 + first % 100).ok()?, false),
                None if first % 10 == 0 => When::Decade(i16::try_from(first).ok()?, first < 100),
                None => return None,
            }
        }
        _ => {
            let grain = grain.unwrap_or(Grain::Quarter);
            let which =
                i8::try_from(number?).ok().filter(|n| (1..=if grain == Grain::Half { 2 } else { 4 }).contains(n))?;
            let made = When::Piece(grain, which, year);
            match whens(args).next() {
                Some(outer) => When::Inside(Arc::new(made), Arc::clone(outer)),
                None => made,
            }
        }
    };
    Some(when(made, DATE_WEIGHT))
}

/// The one inside the other.
pub fn inside(args: &[Arg<'_>], reversed: bool) -> Option<Built> {
    let mut dates = whens(args);
    let (parts, _) = fields(args)?;
    let first = dates.next().cloned();
    let second = dates.next().cloned();
    let (inner, outer) = match (first, second) {
        (Some(a), Some(b)) => {
            if reversed {
                (b, a)
            } else {
                (a, b)
            }
        }
        (Some(a), None) if parts != Fields::default() => (Arc::new(When::Fields(parts)), a),
        _ => return None,
    };
    if let (When::Fields(a), When::Fields(b)) = (&*inner, &*outer)
        && let Some(merged) = merge(a, b)
    {
        if merged.day.is_some() && merged.month.is_none() && merged.year.is_some() {
            return None; // "the first of 2019" is no day
        }
        return Some(when(When::Fields(merged), DATE_WEIGHT));
    }
    if let (Some(small), Some(large)) = (super::value::grain_of(&inner), super::value::grain_of(&outer))
        && (small > large
            || large == super::grain::Grain::Day && matches!(*inner, When::Fields(Fields { day: Some(_), .. })))
    {
        return None;
    }
    let made = match (&*inner, &*outer) {
        (When::Holiday(holiday, None), When::Fields(Fields { year: Some(year), month: None, .. })) => {
            When::Holiday(*holiday, Some(*year))
        }
        (When::Season(season, None), When::Fields(Fields { year: Some(year), month: None, .. })) => {
            When::Season(*season, Some(*year))
        }
        (When::Decade(first, true), When::Century(century)) => {
            When::Decade(century.checked_sub(1)?.checked_mul(100)?.checked_add(*first)?, false)
        }
        (When::Fields(Fields { year: Some(_), .. }), _) => return None,
        (
            When::Related(..) | When::Days(_) | When::Reference(_),
            When::Related(..) | When::Days(_) | When::Reference(_),
        ) if !matches!(
            (&*inner, &*outer),
            (When::Related(_, Target::Weekday(_) | Target::Month(..)), When::Related(_, Target::Grain(_)))
        ) =>
        {
            return None;
        }
        _ => When::Inside(inner, outer),
    };
    Some(when(made, DATE_WEIGHT))
}

/// Both together, if each names what the other leaves open.
fn merge(a: &Fields, b: &Fields) -> Option<Fields> {
    fn both<T>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
        match (a, b) {
            (Some(_), Some(_)) => None,
            (a, b) => Some(a.or(b)),
        }
    }
    Some(Fields {
        calendar: if a.month.is_some() { a.calendar } else { b.calendar },
        year: both(a.year, b.year)?,
        month: both(a.month, b.month)?,
        day: both(a.day, b.day)?,
        weekday: both(a.weekday, b.weekday)?,
    })
}
