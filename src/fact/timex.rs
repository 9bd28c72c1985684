//! TIMEX3 values.

use jiff::civil::DateTime;

use super::grain::Grain;
use super::resolve::{Context, Resolved, resolve};
use super::when::{Calendar, Clock, Fields, Season, Target, When};

/// The TIMEX3 value of an instant at a grain.
pub fn instant(at: DateTime, grain: Grain) -> String {
    let date = at.date();
    let day = format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day());
    match grain {
        Grain::Second => format!("{day}T{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second()),
        Grain::Minute => format!("{day}T{:02}:{:02}", at.hour(), at.minute()),
        Grain::Hour | Grain::PartOfDay => format!("{day}T{:02}:00", at.hour()),
        Grain::Day => day,
        Grain::Week | Grain::Weekend => {
            let week = date.iso_week_date();
            let end = if grain == Grain::Weekend { "-WE" } else { "" };
            format!("{:04}-W{:02}{end}", week.year(), week.week())
        }
        Grain::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Grain::Quarter => format!("{:04}-Q{}", date.year(), (date.month() - 1) / 3 + 1),
        Grain::Half => format!("{:04}-H{}", date.year(), (date.month() - 1) / 6 + 1),
        Grain::Season | Grain::Year => format!("{:04}", date.year()),
        Grain::Decade => format!("{:03}", date.year() / 10),
        Grain::Century => format!("{:02}", date.year() / 100),
    }
}

/// The TIMEX3 value of an expression; parts that are open are `X`.
pub fn timex(when: &When, resolved: Option<&Resolved>, cx: &Context) -> String {
    match when {
        When::Between(a, b) => {
            let side = |w: &Option<std::sync::Arc<When>>, at: Option<DateTime>| match w {
                None => "..".to_owned(),
                Some(w) => {
                    let own = resolve(w, cx);
                    match (at, &own) {
                        (Some(at), Some(own)) if own.grain != Grain::Season => instant(at, own.grain),
                        _ => timex(w, own.as_ref(), cx),
                    }
                }
            };
            let (from, to) = (resolved.and_then(|r| r.from), resolved.and_then(|r| r.to));
            let last = b.as_ref().and_then(|b| last_start(b, to, cx));
            return format!("{}/{}", side(a, from), side(b, last));
        }
        When::Toward(_, date) => return timex(date, resolved, cx),
        When::Beyond(date, _) => return timex(date, resolve(date, cx).as_ref(), cx),
        When::Night(day) => {
            return match resolve(day, cx).and_then(|r| r.from) {
                Some(from) => format!("{}TNI", instant(from, Grain::Day)),
                None => "TNI".to_owned(),
            };
        }
        When::First(grain, ..) if *grain >= Grain::Day => {
            if let Some(Resolved { from: Some(from), to: Some(to), .. }) = resolved {
                let last = grain.add(*to, -1).unwrap_or(*to);
                return format!("{}/{}", instant(*from, *grain), instant(last, *grain));
            }
        }
        When::Stretch(..) | When::Within(_) | When::First(..) => {
            if let Some(Resolved { from: Some(from), to: Some(to), grain }) = resolved {
                let grain = if grain.is_time() { Grain::Minute } else { Grain::Day };
                return format!("{}/{}", instant(*from, grain), instant(*to, grain));
            }
        }
        When::EdgeOf(_, of) => return timex(of, resolve(of, cx).as_ref(), cx),
        When::PartOf(date, part, _) => {
            let day = date.as_ref().map(|d| timex(d, resolve(d, cx).as_ref(), cx)).unwrap_or_default();
            return format!("{day}T{}", part.code());
        }
        When::Related(_, Target::Part(part)) => {
            return match resolved.and_then(|r| r.from) {
                Some(from) => format!("{}T{}", instant(from, Grain::Day), part.code()),
                None => format!("T{}", part.code()),
            };
        }
        When::Season(season, year) => {
            return season_timex(*season, year.or_else(|| resolved.and_then(|r| r.from).map(|from| from.year())));
        }
        When::Related(_, Target::Season(season)) => {
            return season_timex(*season, resolved.and_then(|r| r.from).map(|from| from.year()));
        }
        When::Inside(inner, outer) if matches!(**inner, When::Season(_, None)) => {
            if let (When::Season(season, _), Some(from)) = (&**inner, resolve(outer, cx).and_then(|r| r.from)) {
                return season_timex(*season, Some(from.year()));
            }
        }
        When::Reference(reference) => return (*reference).to_owned(),
        When::At(None, clock) if resolved.is_none() => return clock_timex(clock),
        _ => {}
    }
    if let Some(Resolved { from: Some(from), grain, .. }) = resolved {
        return instant(*from, *grain);
    }
    open(when, cx)
}

/// The first instant of the last unit of an interval.
fn last_start(b: &When, to: Option<DateTime>, cx: &Context) -> Option<DateTime> {
    let own = resolve(b, cx)?;
    let to = to?;
    if own.grain.is_time() {
        Some(to)
    } else {
        Some(own.grain.floor(to.checked_sub(jiff::Span::new().seconds(1)).ok()?))
    }
}

fn clock_timex(clock: &Clock) -> String {
    let mut out = format!("T{:02}:{:02}", clock.hour, clock.minute.unwrap_or(0));
    if let Some(second) = clock.second {
        out.push_str(&format!(":{second:02}"));
    }
    out
}

fn season_timex(season: Season, year: Option<i16>) -> String {
    year.map_or_else(|| format!("XXXX-{}", season.code()), |year| format!("{year:04}-{}", season.code()))
}

/// The value of what could not be resolved.
fn open(when: &When, cx: &Context) -> String {
    match when {
        When::Fields(parts) => fields(parts),
        When::At(Some(date), clock) => format!("{}{}", timex(date, None, cx), clock_timex(clock)),
        When::Inside(inner, _) | When::EdgeOf(_, inner) => timex(inner, None, cx),
        When::Holiday(..) => "XXXX-XX-XX".to_owned(),
        When::Piece(grain, which, year) => {
            let year = year.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}"));
            format!("{year}-{}{which}", if *grain == Grain::Half { 'H' } else { 'Q' })
        }
        When::Week(number, year) => {
            format!("{}-W{number:02}", year.map_or_else(|| "XXXX".to_owned(), |y| format!("{y:04}")))
        }
        When::Offset(_, true, _) => "PAST_REF".to_owned(),
        When::Offset(_, false, _) | When::Within(_) | When::Later(..) => "FUTURE_REF".to_owned(),
        When::Days(days) => direction(*days),
        When::Swing(_) => "XXXX-XX-XX".to_owned(),
        When::Shift(_, count) => direction(*count),
        When::Stretch(_, _, future) => direction(if *future { 1 } else { -1 }),
        When::Related(relation, _) => direction(relation.step() as i32),
        When::Nth(_, target, _) => match target {
            Target::Weekday(day) => format!("XXXX-WXX-{day}"),
            _ => "XXXX-XX-XX".to_owned(),
        },
        _ => "XXXX".to_owned(),
    }
}

fn direction(sign: i32) -> String {
    match sign {
        ..0 => "PAST_REF",
        0 => "PRESENT_REF",
        1.. => "FUTURE_REF",
    }
    .to_owned()
}

fn fields(parts: &Fields) -> String {
    let year = match (parts.year, parts.calendar) {
        (Some(year), Calendar::Gregorian) => format!("{year:04}"),
        _ => "XXXX".to_owned(),
    };
    match (parts.month.filter(|_| parts.calendar == Calendar::Gregorian), parts.day, parts.weekday) {
        (Some(month), Some(day), _) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None, _) => format!("{year}-{month:02}"),
        (None, Some(day), _) => format!("{year}-XX-{day:02}"),
        (None, None, Some(weekday)) => format!("{year}-WXX-{weekday}"),
        (None, None, None) => year,
    }
}
