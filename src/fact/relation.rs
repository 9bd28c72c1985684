//! Resolution of relations to the present: "last week", "next Monday", "this March".

use jiff::ToSpan;
use jiff::civil::{DateTime, Weekday};

use super::grain::Grain;
use super::hours::part_on;
use super::resolve::{Context, Prefer, Resolved, Source, choose, choose_near, midnight};
use super::when::{Fields, Relation, Target};
use super::{fields, season};

/// The dates of a unit, day, month, … at a relation to the present.
pub(super) fn related(relation: Relation, target: Target, cx: &Context) -> Option<Resolved> {
    let now = cx.reference?;
    match target {
        Target::Grain(Grain::Weekend) => weekend(relation, now, cx),
        Target::Grain(grain) => Resolved::unit(grain.add(grain.floor(now), relation.step())?, grain),
        Target::Weekday(day) => weekday(relation, day, now),
        Target::Month(calendar, month) => {
            let parts = Fields { calendar, month: Some(month), ..Fields::default() };
            match relation {
                Relation::Last | Relation::Past => beside(&parts, false, now),
                Relation::Next | Relation::Coming => beside(&parts, true, now),
                Relation::BeforeLast => beside(&parts, false, beside(&parts, false, now)?.from?),
                Relation::AfterNext => beside(&parts, true, beside(&parts, true, now)?.from?),
                Relation::This => fields::resolve(&Fields { year: Some(now.year()), ..parts }, cx),
                Relation::Open => fields::resolve(&parts, cx),
            }
        }
        Target::Holiday(holiday) => {
            let all: Vec<_> = (-2..=2).filter_map(|d| holiday.in_year(now.year() + d)).collect();
            let mut past = all.iter().rev().filter(|h| midnight(h.0) < Grain::Day.floor(now));
            let mut coming = all.iter().filter(|h| midnight(h.0) > now);
            let (date, days) = *match relation {
                Relation::Last | Relation::Past => past.next()?,
                Relation::BeforeLast => past.nth(1)?,
                Relation::Next | Relation::Coming => coming.next()?,
                Relation::AfterNext => coming.nth(1)?,
                Relation::This | Relation::Open => all.iter().find(|h| h.0.year() == now.year())?,
            };
            Resolved::days(date, days)
        }
        Target::Part(part) => {
            let day = Grain::Day.add(Grain::Day.floor(now), relation.step())?;
            part_on(day.date(), part, None)
        }
        Target::Season(name) => season::related(relation, name, now, cx),
    }
}

/// The month before or after the present month.
fn beside(parts: &Fields, future: bool, now: DateTime) -> Option<Resolved> {
    let this = Grain::Month.floor(now);
    let (reference, prefer) = match future {
        true => (Grain::Month.add(this, 1)?, Prefer::Future),
        false => (this.checked_sub(1.day()).ok()?, Prefer::Past),
    };
    fields::resolve(parts, &Context { reference: Some(reference), prefer, ..Context::default() })
}

/// On Saturday and Sunday the present weekend is "this" one; on other days that is the one that ends the week, which is
/// the coming one too.
fn weekend(relation: Relation, now: DateTime, cx: &Context) -> Option<Resolved> {
    let this = Grain::Weekend.floor(now);
    let running = matches!(now.weekday(), Weekday::Saturday | Weekday::Sunday);
    let step = match relation {
        Relation::Open => {
            let all: Vec<_> = (-1..=1).filter_map(|n| Grain::Weekend.add(this, n)).collect();
            let spans: Vec<_> = all.iter().filter_map(|from| Some((*from, Grain::Weekend.end(*from)?))).collect();
            let choice = if cx.source == Source::Tense { choose } else { choose_near };
            return Resolved::unit(choice(&spans, cx)?.0, Grain::Weekend);
        }
        Relation::Coming if !running => 0,
        other => other.step(),
    };
    Resolved::unit(Grain::Weekend.add(this, step)?, Grain::Weekend)
}

fn weekday(relation: Relation, day: i8, now: DateTime) -> Option<Resolved> {
    let today = now.date();
    let ahead = i64::from((day - today.weekday().to_monday_one_offset()).rem_euclid(7));
    let in_week = i64::from(day - 1) - i64::from(today.weekday().to_monday_zero_offset());
    let days = match relation {
        Relation::Coming if ahead == 0 => 7,
        Relation::Coming | Relation::This | Relation::Open => ahead,
        Relation::Last | Relation::Past => ahead - 7,
        Relation::BeforeLast => ahead - 14,
        Relation::Next => 7 + in_week,
        Relation::AfterNext => 7 + if ahead == 0 { 7 } else { ahead },
    };
    Resolved::days(today.checked_add(days.days()).ok()?, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(relation: Relation, grain: Grain, now: &str) -> String {
        let cx = Context { reference: now.parse().ok(), ..Context::default() };
        related(relation, Target::Grain(grain), &cx).and_then(|r| r.from).map(|f| f.date().to_string()).unwrap()
    }

    #[test]
    fn the_one_after_the_next_is_two_units_away() {
        assert_eq!(found(Relation::AfterNext, Grain::Week, "2025-06-03T09:00"), "2025-06-16");
        assert_eq!(found(Relation::BeforeLast, Grain::Year, "2025-06-03T09:00"), "2023-01-01");
    }

    #[test]
    fn the_coming_weekend_ends_this_week() {
        assert_eq!(found(Relation::Coming, Grain::Weekend, "2025-06-03T09:00"), "2025-06-07");
        assert_eq!(found(Relation::Coming, Grain::Weekend, "2025-06-07T09:00"), "2025-06-14");
    }

    #[test]
    fn a_weekend_without_relation_is_the_nearest() {
        assert_eq!(found(Relation::Open, Grain::Weekend, "2025-06-02T09:00"), "2025-05-31", "Monday");
        assert_eq!(found(Relation::Open, Grain::Weekend, "2025-06-06T09:00"), "2025-06-07", "Friday");
    }
}
