//! Seasons of the northern year.

use jiff::civil::{Date, DateTime};

use super::grain::Grain;
use super::resolve::{Context, Resolved, base, choose_near, midnight};
use super::when::{Relation, Season};

/// The season that begins in a year, by the usual days of solstice and equinox in the north.
pub(super) fn in_year(season: Season, year: i16) -> Option<Resolved> {
    let ((month, day), (next_month, next_day)) = match season {
        Season::Spring => ((3, 20), (6, 21)),
        Season::Summer => ((6, 21), (9, 24)),
        Season::Fall => ((9, 23), (12, 22)),
        Season::Winter => ((12, 21), (3, 21)),
    };
    let end_year = if next_month < month { year.checked_add(1)? } else { year };
    let from = midnight(Date::new(year, month, day).ok()?);
    let to = midnight(Date::new(end_year, next_month, next_day).ok()?);
    Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Season })
}

fn around(season: Season, year: i16) -> impl DoubleEndedIterator<Item = Resolved> {
    (-2..=2).filter_map(move |d| in_year(season, year.checked_add(d)?))
}

/// The season of no certain year: the one that runs, else the one in the direction of the sentence.
pub(super) fn near(season: Season, cx: &Context) -> Option<Resolved> {
    let all: Vec<_> = around(season, base(cx)?.year()).filter_map(|s| s.window()).collect();
    let (from, to) = choose_near(&all, cx)?;
    Some(Resolved { from: Some(from), to: Some(to), grain: Grain::Season })
}

/// The season at a relation to the present.
pub(super) fn related(relation: Relation, season: Season, now: DateTime, cx: &Context) -> Option<Resolved> {
    let all: Vec<_> = around(season, now.year()).collect();
    let mut past = all.iter().rev().filter(|s| s.to.is_some_and(|to| to <= now));
    let mut coming = all.iter().filter(|s| s.from.is_some_and(|from| from > now));
    match relation {
        Relation::Open => near(season, cx),
        Relation::This => {
            let running = all.iter().find(|s| s.window().is_some_and(|(from, to)| from <= now && now < to));
            running.copied().or_else(|| in_year(season, now.year()))
        }
        Relation::Last | Relation::Past => past.next().copied(),
        Relation::BeforeLast => past.nth(1).copied(),
        Relation::Next | Relation::Coming => coming.next().copied(),
        Relation::AfterNext => coming.nth(1).copied(),
    }
}
