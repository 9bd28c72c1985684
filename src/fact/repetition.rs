//! Rules that make repetitions.

use super::grain::Grain;
use super::item::{Set, Val};
use super::moment::whole;
use super::period::Period;
use super::rule::{Arg, Built};
use super::when::{Clock, Fields, When};

/// Weight of repetitions among readings of one length.
const SET_WEIGHT: i8 = 8;

fn built(timex: String, quant: Option<&'static str>, freq: Option<String>) -> Built {
    Built::fact(Val::Set(Set { timex, quant, freq }), SET_WEIGHT)
}

/// "every Monday at 10", "every two weeks", "daily".
pub fn set(args: &[Arg<'_>]) -> Option<Built> {
    let mut timex: Option<String> = None;
    let mut clock: Option<Clock> = None;
    let number = args.iter().find_map(whole);
    let mut named = false;
    for arg in args {
        let found = match &arg.item.val {
            Val::SetName(name) => {
                named = true;
                (*name).to_owned()
            }
            Val::Weekday(day, _) => format!("XXXX-WXX-{day}"),
            Val::Grain(grain) => Period::new(number.unwrap_or(1).into(), *grain)?.timex(),
            Val::Duration(period, _) => period.timex(),
            Val::Part(part) => format!("T{}", part.code()),
            Val::Season(season) => format!("XXXX-{}", season.code()),
            Val::Month(_, month, _) => format!("XXXX-{month:02}"),
            Val::When(when, _) => match &**when {
                When::At(None, time) => {
                    clock = Some(*time);
                    continue;
                }
                When::PartOf(None, part, _) => format!("T{}", part.code()),
                When::Fields(Fields { weekday: Some(day), year: None, .. }) => format!("XXXX-WXX-{day}"),
                When::Fields(Fields { weekday: None, year: None, month: Some(month), day, .. }) => match day {
                    Some(day) => format!("XXXX-{month:02}-{day:02}"),
                    None => format!("XXXX-{month:02}"),
                },
                When::Fields(Fields { day: Some(day), year: None, month: None, .. }) => format!("XXXX-XX-{day:02}"),
                _ => return None,
            },
            _ => continue,
        };
        timex = Some(match timex {
            Some(before) if found.starts_with('T') => format!("{before}{found}"),
            Some(before) => before,
            None => found,
        });
    }
    let time = clock.map(|c| match c.minute {
        Some(minute) => format!("T{:02}:{minute:02}", c.hour),
        None => format!("T{:02}", c.hour),
    });
    let timex = match (timex, time) {
        (Some(day), Some(time)) if day == "P1D" || day.starts_with('T') => time,
        (Some(day), Some(time)) => format!("{day}{time}"),
        (Some(day), None) => day,
        (None, Some(time)) => time,
        (None, None) => return None,
    };
    Some(built(timex, if named { None } else { Some("EVERY") }, None))
}

/// "twice a week", "three times a day".
pub fn frequency(args: &[Arg<'_>], default: i64) -> Option<Built> {
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) => Some(grain),
        _ => None,
    });
    let number = args.iter().find_map(whole).unwrap_or(default);
    let timex = match args.iter().find_map(|a| match &a.item.val {
        Val::Duration(period, _) => Some(period.timex()),
        _ => None,
    }) {
        Some(timex) => timex,
        None => Period::new(rust_decimal::Decimal::ONE, grain.unwrap_or(Grain::Day))?.timex(),
    };
    Some(built(timex, None, Some(format!("{number}X"))))
}
