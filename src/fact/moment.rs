//! Rules that make dates.

use std::sync::Arc;

use super::grain::Grain;
use super::item::Val;
use super::period::Period;
use super::rule::{Arg, Built, Rule};
use super::slot::Slot;
use super::when::{Calendar, Fields, Part, Relation, Target, When};

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

/// A year of two digits: up to 49 in this century.
fn long_year(short: i64) -> i64 {
    if short < 50 { 2000 + short } else { 1900 + short }
}

/// Parts of a date in any order; `None` if they contradict each other or there is no such day.
pub fn fields(args: &[Arg<'_>]) -> Option<(Fields, bool)> {
    let mut out = Fields::default();
    let mut weak = true;
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
            (Slot::Dom | Slot::DomOrdinal | Slot::DomLate, _) => out.day = Some(whole(arg)?.try_into().ok()?),
            (Slot::MonthNumber | Slot::MonthOrdinal, _) => out.month = Some(whole(arg)?.try_into().ok()?),
            (Slot::Year | Slot::AnyYear, _) => out.year = Some(whole(arg)?.try_into().ok()?),
            (Slot::Year2, _) => out.year = Some(long_year(whole(arg)?).try_into().ok()?),
            _ => {}
        }
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
    let number = args.iter().filter(|a| matches!(a.slot, Slot::Ordinal | Slot::Integer | Slot::Digits)).find_map(whole);
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) => Some(grain),
        _ => None,
    });
    let year = parts.year;
    let made = match rule {
        Rule::Week => When::Week(i8::try_from(number?).ok().filter(|w| (1..=53).contains(w))?, year),
        Rule::Century => When::Century(i16::try_from(number?).ok().filter(|c| (1..=30).contains(c))?),
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

/// The name that a relation or an ordinal stands with.
fn target(args: &[Arg<'_>]) -> Option<Target> {
    args.iter().find_map(|arg| {
        Some(match &arg.item.val {
            Val::Grain(grain) => Target::Grain(*grain),
            Val::Weekday(day, _) => Target::Weekday(*day),
            Val::Month(calendar, month, _) => Target::Month(*calendar, *month),
            Val::Season(season) => Target::Season(*season),
            Val::Holiday(holiday) => Target::Holiday(*holiday),
            Val::Part(part) => Target::Part(*part),
            _ => return None,
        })
    })
}

/// "next week", "last March", "the last three days".
pub fn related(args: &[Arg<'_>]) -> Option<Built> {
    let relation = args.iter().find_map(|a| match a.item.val {
        Val::Relation(relation) => Some(relation),
        _ => None,
    });
    let number = args.iter().filter(|a| matches!(a.slot, Slot::Integer | Slot::Single)).find_map(whole);
    // "the last three years" may be told by a word of the pattern; "this" goes without one.
    let relation = relation.unwrap_or(if number.is_some() { Relation::Past } else { Relation::This });
    let target = target(args)?;
    let made = match (number, target) {
        (Some(count), Target::Grain(grain)) => {
            let future = match relation {
                Relation::Next | Relation::Coming => true,
                Relation::Last | Relation::Past => false,
                Relation::This => return None,
            };
            When::Stretch(grain, i32::try_from(count).ok().filter(|c| (1..10_000).contains(c))?, future)
        }
        (None, Target::Grain(grain)) if relation == Relation::This && grain < Grain::Hour => return None,
        (None, target) => {
            let made = When::Related(relation, target);
            let (parts, _) = fields(args)?;
            match (target, parts.day) {
                // "the 6th of next December"
                (Target::Month(..), Some(day)) => {
                    When::Inside(Arc::new(When::Fields(Fields { day: Some(day), ..Fields::default() })), Arc::new(made))
                }
                _ => made,
            }
        }
        _ => return None,
    };
    Some(when(made, DATE_WEIGHT))
}

/// "the third week of May", "the last Friday of the month".
pub fn nth(args: &[Arg<'_>], from_end: bool) -> Option<Built> {
    let number = args.iter().filter(|a| matches!(a.slot, Slot::Ordinal | Slot::Integer)).find_map(whole);
    let count = match (number, from_end) {
        (Some(n), false) => n,
        (Some(n), true) => -n,
        (None, true) => -1,
        (None, false) => return None,
    };
    let count = i32::try_from(count).ok().filter(|n| n.abs() <= 366 && *n != 0)?;
    let target = target(args)?;
    let (parts, _) = fields(args)?;
    let named = match target {
        Target::Month(..) => None,
        _ if parts.month.is_some() || parts.year.is_some() => {
            Some(Arc::new(When::Fields(Fields { weekday: None, ..parts })))
        }
        _ => None,
    };
    let of = whens(args).next().cloned().or(named);
    if let (Target::Grain(grain @ (Grain::Quarter | Grain::Half)), false) = (target, from_end) {
        let piece = When::Piece(grain, count.try_into().ok().filter(|n| (1..=4).contains(n))?, None);
        return Some(when(of.map_or(piece.clone(), |of| When::Inside(Arc::new(piece), of)), DATE_WEIGHT));
    }
    Some(when(When::Nth(count, target, of), DATE_WEIGHT))
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
        return Some(when(When::Fields(merged), DATE_WEIGHT));
    }
    if let (Some(small), Some(large)) = (super::value::grain_of(&inner), super::value::grain_of(&outer))
        && small > large
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

/// "three days ago", "two weeks before Easter".
pub fn offset(args: &[Arg<'_>], back: bool) -> Option<Built> {
    let of = whens(args).next().cloned().filter(|w| !matches!(**w, When::Reference(_)));
    let period = args.iter().find_map(|a| match a.item.val {
        Val::Duration(period, _) => Some(period),
        _ => None,
    });
    let unit = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) => Period::new(rust_decimal::Decimal::ONE, grain),
        _ => None,
    });
    let period = period.or(unit);
    if period.is_none() {
        // "three Fridays ago"
        let count = args.iter().find_map(whole).and_then(|n| i32::try_from(n).ok())?;
        let Some(Target::Weekday(day)) = target(args) else { return None };
        let day = Arc::new(When::Fields(Fields { weekday: Some(day), ..Fields::default() }));
        let week = When::Shift(Grain::Week, if back { -count } else { count });
        return Some(when(When::Inside(day, Arc::new(week)), DATE_WEIGHT));
    }
    Some(when(When::Offset(period?, back, of), DATE_WEIGHT))
}

/// "the rest of the week": from today to its end.
pub fn rest(args: &[Arg<'_>]) -> Option<Built> {
    let this = whens(args).next().cloned().or_else(|| {
        args.iter().find_map(|a| match a.item.val {
            Val::Grain(grain) => Some(Arc::new(When::Related(Relation::This, Target::Grain(grain)))),
            _ => None,
        })
    })?;
    matches!(*this, When::Related(Relation::This, Target::Grain(grain)) if grain > Grain::Day)
        .then(|| when(When::Between(Some(Arc::new(When::Days(0))), Some(this)), DATE_WEIGHT))
}

/// "the week of 6 October".
pub fn holding(args: &[Arg<'_>]) -> Option<Built> {
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) if grain >= Grain::Day => Some(grain),
        _ => None,
    })?;
    let (parts, _) = fields(args)?;
    let date = match whens(args).next() {
        Some(date) => Arc::clone(date),
        None if parts != Fields::default() => Arc::new(When::Fields(parts)),
        None => return None,
    };
    let smaller = super::value::grain_of(&date).is_none_or(|g| g < grain);
    (smaller && !date.is_interval()).then(|| when(When::Holding(grain, date), DATE_WEIGHT))
}

/// "within two weeks".
pub fn within(args: &[Arg<'_>]) -> Option<Built> {
    args.iter().find_map(|a| match a.item.val {
        Val::Duration(period, _) if !period.is_vague() => Some(when(When::Within(period), DATE_WEIGHT)),
        _ => None,
    })
}

/// "early March", "the end of next week".
pub fn edge(args: &[Arg<'_>]) -> Option<Built> {
    let edge = args.iter().find_map(|a| match a.item.val {
        Val::Edge(edge) => Some(edge),
        _ => None,
    })?;
    let part = args.iter().find_map(|a| match a.item.val {
        Val::Part(part) => Some(part),
        _ => None,
    });
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) => Some(grain),
        _ => None,
    });
    let (parts, _) = fields(args)?;
    let of = whens(args).next();
    if let Some(part) = part.filter(|p| !matches!(p, Part::Noon | Part::Midnight)) {
        return Some(when(When::PartOf(of.cloned(), part, Some(edge)), DATE_WEIGHT));
    }
    let of = match (of, grain) {
        (Some(of), _) => match &**of {
            When::PartOf(date, part, None) => {
                return Some(when(When::PartOf(date.clone(), *part, Some(edge)), DATE_WEIGHT));
            }
            When::Related(relation, Target::Part(part)) => {
                let day = Arc::new(super::daytime::day_of(*relation));
                return Some(when(When::PartOf(Some(day), *part, Some(edge)), DATE_WEIGHT + 1));
            }
            When::Between(..) | When::At(..) | When::Reference(_) => return None,
            _ => Arc::clone(of),
        },
        (None, Some(grain)) => Arc::new(When::Related(Relation::This, Target::Grain(grain))),
        (None, None) if parts != Fields::default() => Arc::new(When::Fields(parts)),
        _ => return None,
    };
    Some(when(When::EdgeOf(edge, of), DATE_WEIGHT))
}
