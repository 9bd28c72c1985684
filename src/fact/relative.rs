//! Rules that make dates relative to the present or to another date.

use std::sync::Arc;

use super::grain::Grain;
use super::item::Val;
use super::moment::{DATE_WEIGHT, fields, when, whens, whole};
use super::period::Period;
use super::rule::{Arg, Built};
use super::slot::Slot;
use super::when::{Fields, Part, Relation, Target, When};

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
    let target = target(args)?;
    if matches!(target, Target::Part(Part::Noon | Part::Midnight)) && relation.is_some() {
        return None; // "past noon"
    }
    // "at the weekend" says no relation: the tense tells which one.
    let bare = relation.is_none() && target == Target::Grain(Grain::Weekend);
    let none = if number.is_some() { Relation::Past } else { Relation::This };
    let relation = relation.unwrap_or(if bare { Relation::Open } else { none });
    let made = match (number, target) {
        (Some(count), Target::Grain(grain)) => {
            let future = match relation.step() {
                ..0 => false,
                0 => return None,
                1.. => true,
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

/// "Monday of last week", where "last Monday" means that.
pub fn related_week(args: &[Arg<'_>]) -> Option<Built> {
    let relation = args.iter().find_map(|a| match a.item.val {
        Val::Relation(relation) => Some(relation),
        _ => None,
    })?;
    let Target::Weekday(day) = target(args)? else { return None };
    let day = When::Fields(Fields { weekday: Some(day), ..Fields::default() });
    let week = When::Related(relation, Target::Grain(Grain::Week));
    Some(when(When::Inside(Arc::new(day), Arc::new(week)), DATE_WEIGHT))
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
    // "the last day of the year"
    let units = args.iter().filter(|a| matches!(a.item.val, Val::Grain(_))).count();
    let outer = args.iter().rev().find_map(|a| match a.item.val {
        Val::Grain(grain) if units > usize::from(matches!(target, Target::Grain(_))) => {
            Some(Arc::new(When::Related(Relation::This, Target::Grain(grain))))
        }
        _ => None,
    });
    let of = whens(args).next().cloned().or(named).or(outer);
    if let (Target::Grain(grain @ (Grain::Quarter | Grain::Half)), false) = (target, from_end) {
        let piece = When::Piece(grain, count.try_into().ok().filter(|n| (1..=4).contains(n))?, None);
        return Some(when(of.map_or(piece.clone(), |of| When::Inside(Arc::new(piece), of)), DATE_WEIGHT));
    }
    Some(when(When::Nth(count, target, of), DATE_WEIGHT))
}

/// The length of time among the arguments; a bare unit is one.
fn length(args: &[Arg<'_>]) -> Option<Period> {
    args.iter().find_map(|a| match a.item.val {
        Val::Duration(period, _) => Some(period),
        Val::Grain(grain) => Period::new(rust_decimal::Decimal::ONE, grain),
        _ => None,
    })
}

/// The date among the arguments, as one or in parts.
pub(super) fn named(args: &[Arg<'_>]) -> Option<Arc<When>> {
    if let Some(date) = whens(args).next() {
        return Some(Arc::clone(date));
    }
    let (parts, _) = fields(args)?;
    (parts != Fields::default()).then(|| Arc::new(When::Fields(parts)))
}

/// "three days ago", "two weeks before Easter".
pub fn offset(args: &[Arg<'_>], back: bool) -> Option<Built> {
    let of = named(args).filter(|w| !matches!(**w, When::Reference(_)));
    if let Some(period) = length(args) {
        return Some(when(When::Offset(period, back, of), DATE_WEIGHT));
    }
    // "three Fridays ago"
    let count = args.iter().find_map(whole).and_then(|n| i32::try_from(n).ok())?;
    let Some(Target::Weekday(day)) = target(args) else { return None };
    let day = Arc::new(When::Fields(Fields { weekday: Some(day), ..Fields::default() }));
    let week = When::Shift(Grain::Week, if back { -count } else { count });
    Some(when(When::Inside(day, Arc::new(week)), DATE_WEIGHT))
}

/// "two weeks before Easter", or "before Easter".
pub fn beside(args: &[Arg<'_>], before: bool) -> Option<Built> {
    if length(args).is_some() {
        return offset(args, before);
    }
    let date = named(args)?;
    if let (When::Fields(Fields { weekday: Some(day), day: None, .. }), Some(days), false) =
        (&*date, args.iter().find_map(whole), before)
    {
        // French "lundi en huit": days are counted with the first one
        let weeks = Period::new((days / 7).into(), Grain::Week)?;
        let first = Arc::new(When::Related(Relation::This, Target::Weekday(*day)));
        return Some(when(When::Offset(weeks, false, Some(first)), DATE_WEIGHT));
    }
    let open = date.is_interval() || matches!(*date, When::Reference(_) | When::EdgeOf(..));
    (!open).then(|| when(When::Beyond(date, before), DATE_WEIGHT + 1))
}

/// "the day after 3 May".
pub fn day_beside(args: &[Arg<'_>], before: bool) -> Option<Built> {
    let day = Period::new(rust_decimal::Decimal::ONE, Grain::Day)?;
    Some(when(When::Offset(day, before, Some(named(args)?)), DATE_WEIGHT))
}

/// "four days later", "in four days".
pub fn later(args: &[Arg<'_>], unless_past: bool) -> Option<Built> {
    Some(when(When::Later(length(args)?, unless_past), DATE_WEIGHT))
}

/// "the first nine months of 2025", "the last two weeks of May".
pub fn first(args: &[Arg<'_>], from_end: bool) -> Option<Built> {
    let number = args.iter().filter(|a| matches!(a.slot, Slot::Integer | Slot::Single | Slot::Digits)).find_map(whole);
    let count = i32::try_from(number?).ok().filter(|n| (1..=400).contains(n))?;
    let mut grains = args.iter().filter_map(|a| match a.item.val {
        Val::Grain(grain) => Some(grain),
        _ => None,
    });
    let grain = grains.next()?;
    let this = |grain| Arc::new(When::Related(Relation::This, Target::Grain(grain)));
    let of = named(args).or_else(|| grains.next().map(this))?;
    Some(when(When::First(grain, if from_end { -count } else { count }, of), DATE_WEIGHT + 1))
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
    let date = named(args)?;
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
