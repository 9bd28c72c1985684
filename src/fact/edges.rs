//! The beginning, middle and end of a stretch of time.

use jiff::ToSpan;
use jiff::civil::DateTime;

use super::grain::Grain;
use super::resolve::Resolved;
use super::when::Edge;

/// The part of a stretch that its beginning, middle or end names: ten days of a month, three days of a week, a quarter
/// at the beginning of a year and its last four months, a third of anything else.
pub fn narrow(whole: &Resolved, edge: Edge) -> Resolved {
    let parts = whole.window().and_then(|(from, to)| pieces(whole.grain, from, to, edge));
    match parts {
        Some((from, to)) => Resolved { from: Some(from), to: Some(to), grain: whole.grain },
        None => *whole,
    }
}

fn pieces(grain: Grain, from: DateTime, to: DateTime, edge: Edge) -> Option<(DateTime, DateTime)> {
    let day = |n: i64| from.checked_add(n.days()).ok();
    let month = |n: i64| from.checked_add(n.months()).ok();
    Some(match (grain, edge) {
        (Grain::Month, Edge::Start) => (from, day(10)?),
        (Grain::Month, Edge::Mid) => (day(10)?, day(20)?),
        (Grain::Month, Edge::End) => (day(20)?, to),
        (Grain::Week, Edge::Start) => (from, day(3)?),
        (Grain::Week, Edge::Mid) => (day(1)?, day(5)?),
        (Grain::Week, Edge::End) => (day(4)?, to),
        (Grain::Year, Edge::Start) => (from, month(3)?),
        (Grain::Year, Edge::Mid) => (month(3)?, month(9)?),
        (Grain::Year, Edge::End) => (month(8)?, to),
        (Grain::Day | Grain::Weekend, _) => return None,
        _ => {
            let days = i64::from(from.date().until(to.date()).ok()?.get_days()) / 3;
            match edge {
                Edge::Start => (from, day(days)?),
                Edge::Mid => (day(days)?, day(2 * days)?),
                Edge::End => (day(2 * days)?, to),
            }
        }
    })
}
