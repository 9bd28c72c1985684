//! Resolution of times of day.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::grain::{Grain, clock};
use super::resolve::{Context, Prefer, Resolved, base, midnight, resolve};
use super::when::{Clock, Edge, Part, When};

/// A time of day of a date, or of the day of the reference.
pub(super) fn at(date: Option<&When>, time: Clock, cx: &Context) -> Option<Resolved> {
    let day = match date {
        Some(date) => resolve(date, cx)?.from?.date(),
        None => base(cx)?,
    };
    let on = |day: Date, hour: i8| {
        let (day, hour) = if hour >= 24 { (day.checked_add(1.day()).ok()?, hour - 24) } else { (day, hour) };
        Some(DateTime::from_parts(day, clock(hour, time.minute.unwrap_or(0), time.second.unwrap_or(0))))
    };
    let grain = match (time.minute, time.second) {
        (_, Some(_)) => Grain::Second,
        (Some(_), None) => Grain::Minute,
        _ => Grain::Hour,
    };
    let mut at = on(day, time.hour)?;
    if let (None, None, Some(now), Prefer::Future, false) = (date, cx.window, cx.reference, cx.prefer, time.today) {
        let mut candidates = [0, 12]
            .iter()
            .filter(|&&h| h == 0 || time.ambiguous && time.hour <= 12)
            .filter_map(|h| on(day, time.hour + h));
        at = match candidates.find(|c| *c >= now) {
            Some(found) => found,
            None => at.checked_add(1.day()).ok()?,
        };
    }
    Resolved::unit(at, grain)
}

/// First and last hour of the beginning, middle or end of a part of the day.
fn edge_hours(part: Part, edge: Edge) -> (i8, i8) {
    match (part, edge) {
        (Part::Morning, Edge::Start) => (6, 9),
        (Part::Morning, Edge::Mid) => (9, 11),
        (Part::Morning, Edge::End) => (10, 12),
        (Part::Afternoon, Edge::Start) => (12, 15),
        (Part::Afternoon, Edge::Mid) => (14, 17),
        (Part::Afternoon, Edge::End) => (17, 19),
        (Part::Evening | Part::Night, Edge::Start) => (18, 21),
        (Part::Evening | Part::Night, Edge::Mid) => (20, 22),
        (Part::Evening | Part::Night, Edge::End) => (21, 24),
        (Part::Dawn | Part::Noon | Part::Lunch | Part::Midnight, _) => part.hours(),
    }
}

/// A part of a day, or its beginning, middle, end.
pub(super) fn part_on(day: Date, part: Part, edge: Option<Edge>) -> Option<Resolved> {
    let (first, last) = edge.map_or(part.hours(), |edge| edge_hours(part, edge));
    let at = |hour: i8| midnight(day).checked_add(i64::from(hour).hours()).ok();
    Some(Resolved { from: at(first), to: at(last), grain: Grain::PartOfDay })
}

/// A part of the day of a date, or of the reference.
pub(super) fn part_of(date: Option<&When>, part: Part, edge: Option<Edge>, cx: &Context) -> Option<Resolved> {
    let day = match date {
        Some(date) => resolve(date, cx)?.from?.date(),
        None => base(cx)?,
    };
    part_on(day, part, edge)
}

/// The night that begins on a day.
pub(super) fn night(day: &When, cx: &Context) -> Option<Resolved> {
    const LAST_HOUR: i8 = 30; // six in the morning
    let day = midnight(resolve(day, cx)?.from?.date());
    let at = |hour: i8| day.checked_add(i64::from(hour).hours()).ok();
    Some(Resolved { from: at(Part::Night.hours().0), to: at(LAST_HOUR), grain: Grain::PartOfDay })
}
