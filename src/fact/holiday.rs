//! Holidays, computed for any year; their names are data of the packs.

use icu_calendar::cal::Hijri;
use icu_calendar::types::Month;
use icu_calendar::{Date as IcuDate, Gregorian};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::feasts;
use super::when::Calendar;

/// A holiday: how its day is found, and its length in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holiday(Rule, i64);

/// How the day of a holiday is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Month and day.
    Fixed(i8, i8),
    /// Days from Western Easter.
    Easter(i64),
    /// Days from Orthodox Easter.
    Orthodox(i64),
    /// The n-th (negative: from the end) weekday of a month (ISO), and days from it.
    Nth(i8, i8, i8, i64),
    /// The first weekday (ISO) from a day of a month on.
    From(i8, i8, i8),
    /// Month and day of the Hijri year.
    Hijri(u8, u8),
    /// The last weekday (ISO) before a month and day of the Hijri year.
    BeforeHijri(i8, u8, u8),
    /// Month and day of the Hebrew year; the feast begins on the eve.
    Hebrew(u8, u8),
    /// The same, moved by days where it falls on a weekday (ISO).
    MovedHebrew(u8, u8, &'static [(i8, i64)]),
    /// Month and day, moved by days where it falls on a weekday (ISO).
    Moved(i8, i8, &'static [(i8, i64)]),
    /// The first day from a month and day on at which a lunar day of the Hindu calendar holds at an hour (UTC).
    Tithi(i8, i8, i32, i32),
    /// Month and day of the Chinese year.
    Chinese(u8, u8),
    /// Days from the fourth Sunday before Christmas.
    Advent(i64),
}

impl Rule {
    /// Reads `08-01`, `09-tue-3`, `06-fri-from-19`, `easter+39`, `orthodox-2`, `advent+7`.
    fn parse(rule: &str) -> Option<Self> {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        for (name, make) in
            [("easter", Self::Easter as fn(i64) -> Self), ("orthodox", Self::Orthodox), ("advent", Self::Advent)]
        {
            if let Some(days) = rule.strip_prefix(name).and_then(|days| days.parse().ok()) {
                return Some(make(days));
            }
        }
        let (month, rest) = rule.split_once('-')?;
        let month = month.parse().ok().filter(|m| (1..=12).contains(m))?;
        if let Ok(day) = rest.parse() {
            return Date::new(2024, month, day).is_ok().then_some(Self::Fixed(month, day));
        }
        let (weekday, which) = rest.split_once('-')?;
        let weekday = DAYS.iter().position(|d| *d == weekday)? as i8 + 1;
        match which.strip_prefix("from-") {
            Some(day) => Some(Self::From(month, day.parse().ok()?, weekday)),
            None => Some(Self::Nth(month, weekday, which.parse().ok()?, 0)),
        }
    }
}

impl Holiday {
    /// The holiday of a name or rule in a pack.
    pub fn parse(name: &str) -> Option<Self> {
        let named = feasts::TABLE.iter().find(|(n, ..)| *n == name).map(|&(_, rule, days)| Self(rule, days));
        named.or_else(|| Rule::parse(name).map(|rule| Self(rule, 1)))
    }

    /// First day and length in days in a Gregorian year; `None` if it does not fall into it.
    pub fn in_year(self, year: i16) -> Option<(Date, i64)> {
        let Self(rule, days) = self;
        let date = match rule {
            Rule::Fixed(month, day) => Date::new(year, month, day).ok()?,
            Rule::Easter(offset) => easter(year)?.checked_add(offset.days()).ok()?,
            Rule::Orthodox(offset) => orthodox_easter(year)?.checked_add(offset.days()).ok()?,
            Rule::Nth(month, weekday, nth, offset) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1)
                    .ok()?
                    .nth_weekday_of_month(nth, weekday)
                    .ok()?
                    .checked_add(offset.days())
                    .ok()?
            }
            Rule::From(month, day, weekday) => {
                let first = Date::new(year, month, day).ok()?;
                let ahead = i64::from((weekday - first.weekday().to_monday_one_offset()).rem_euclid(7));
                first.checked_add(ahead.days()).ok()?
            }
            Rule::Hijri(month, day) => {
                // A civil year meets two or three Hijri years; the first is one early for rounding.
                let first = (i32::from(year) - 622) * 33 / 32 - 1;
                let found = (first..first + 4)
                    .find_map(|y| to_gregorian(Calendar::Hijri, y, month, day).filter(|d| d.year() == year))?;
                let days = if days > 1 { hijri_month_days(found) } else { days };
                return Some((found, days));
            }
            Rule::BeforeHijri(weekday, month, day) => {
                let (end, _) = Self(Rule::Hijri(month, day), 1).in_year(year)?;
                let back = i64::from((end.weekday().to_monday_one_offset() - weekday - 1).rem_euclid(7)) + 1;
                end.checked_sub(back.days()).ok()?
            }
            Rule::Hebrew(month, day) => hebrew_eve(year, month, day, &[])?,
            Rule::MovedHebrew(month, day, shifts) => hebrew_eve(year, month, day, shifts)?,
            Rule::Moved(month, day, shifts) => shifted(Date::new(year, month, day).ok()?, shifts)?,
            Rule::Tithi(month, day, tithi, hour) => super::tithi::day(Date::new(year, month, day).ok()?, tithi, hour)?,
            Rule::Chinese(month, day) => {
                // Day 0 is the eve.
                let first =
                    IcuDate::try_new_chinese_traditional(i32::from(year), Month::new(month), day.max(1)).ok()?;
                gregorian(first.to_calendar(Gregorian))?.checked_sub(i64::from(day == 0).days()).ok()?
            }
            Rule::Advent(offset) => {
                let eve = Date::new(year, 12, 24).ok()?;
                let back = i64::from(eve.weekday().to_sunday_zero_offset()) + 21;
                eve.checked_sub(back.days()).ok()?.checked_add(offset.days()).ok()?
            }
        };
        Some((date, days))
    }
}

fn gregorian(date: IcuDate<Gregorian>) -> Option<Date> {
    let year = i16::try_from(date.year().extended_year()).ok()?;
    Date::new(year, date.month().ordinal.try_into().ok()?, date.day_of_month().0.try_into().ok()?).ok()
}

/// A date of the Hijri (Umm al-Qura) or Persian calendar in the civil one; `None` if there is no such day.
pub fn to_gregorian(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok(),
        Calendar::Hijri => {
            let date = IcuDate::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?;
            gregorian(date.to_calendar(Gregorian))
        }
        Calendar::Persian => gregorian(IcuDate::try_new_persian(year, month, day).ok()?.to_calendar(Gregorian)),
    }
}

/// The year of a calendar in which a civil date falls.
pub fn year_of(calendar: Calendar, date: Date) -> Option<i32> {
    let iso =
        IcuDate::try_new_gregorian(date.year().into(), date.month().try_into().ok()?, date.day().try_into().ok()?)
            .ok()?;
    Some(match calendar {
        Calendar::Gregorian => date.year().into(),
        Calendar::Hijri => iso.to_calendar(Hijri::new_umm_al_qura()).year().extended_year(),
        Calendar::Persian => iso.to_calendar(icu_calendar::cal::Persian).year().extended_year(),
    })
}

/// Days of the Hijri month that begins at a date.
fn hijri_month_days(first: Date) -> i64 {
    let day = |date: Date| {
        let iso = IcuDate::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8).ok()?;
        Some(iso.to_calendar(Hijri::new_umm_al_qura()).day_of_month().0)
    };
    match first.checked_add(29.days()).ok().and_then(day) {
        Some(1) => 29,
        _ => 30,
    }
}

fn hebrew(year: i32, month: u8, day: u8) -> Option<Date> {
    // Purim falls in Adar, the last month before Nisan; ordinary months are counted from Tishri.
    gregorian(IcuDate::try_new_hebrew_v2(year, Month::new(month_code(month)), day).ok()?.to_calendar(Gregorian))
}

/// The evening on which a Hebrew day begins in a civil year.
fn hebrew_eve(year: i16, month: u8, day: u8, shifts: &[(i8, i64)]) -> Option<Date> {
    let first = i32::from(year) + 3760;
    (first..first + 2)
        .filter_map(|y| shifted(hebrew(y, month, day)?, shifts)?.checked_sub(1.day()).ok())
        .find(|date| date.year() == year)
}

/// A date, moved by days where it falls on a weekday.
fn shifted(date: Date, shifts: &[(i8, i64)]) -> Option<Date> {
    let weekday = date.weekday().to_monday_one_offset();
    let days = shifts.iter().find(|(day, _)| *day == weekday).map_or(0, |(_, days)| *days);
    date.checked_add(days.days()).ok()
}

/// Table months count Tishri 1 … Adar 12 as religious practice does from Nisan 7; icu's codes run 1–12 from Tishri.
fn month_code(month: u8) -> u8 {
    match month {
        12 => 6, // Adar (in leap years the second one)
        other => other,
    }
}

/// Gauss's algorithm in the form of Meeus, Jones and Butcher.
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let (month, day) = ((h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// Meeus's Julian algorithm, moved to the Gregorian calendar.
fn orthodox_easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 4, y % 7, y % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    let shift = i64::from(y / 100 - y / 400 - 2);
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?.checked_add(shift.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(name: &str, year: i16) -> String {
        Holiday::parse(name).and_then(|h| h.in_year(year)).map(|(d, _)| d.to_string()).unwrap_or_default()
    }

    #[test]
    fn movable_feasts_follow_the_tables_of_the_churches() {
        assert_eq!(day("easter", 2025), "2025-04-20");
        assert_eq!(day("orthodox-easter", 2024), "2024-05-05");
        assert_eq!(day("advent-1", 2025), "2025-11-30");
        assert_eq!(day("thanksgiving", 2014), "2014-11-27");
    }

    #[test]
    fn packs_may_give_a_rule_instead_of_a_name() {
        assert_eq!(day("08-01", 2025), "2025-08-01");
        assert_eq!(day("09-tue-3", 2025), "2025-09-16");
        assert_eq!(day("06-fri-from-19", 2025), "2025-06-20");
        assert_eq!(day("easter-49", 2025), "2025-03-02");
        assert_eq!(day("advent-7", 2025), "2025-11-23");
        assert_eq!(day("13-01", 2025), "");
    }

    #[test]
    fn every_civil_year_finds_its_hijri_feasts() {
        assert_eq!(day("eid-al-adha", 2018), "2018-08-21");
        assert_eq!(day("laylat-al-qadr", 2018), "2018-06-11");
    }

    #[test]
    fn feasts_of_other_calendars_fall_on_their_civil_days() {
        assert_eq!(day("eid-al-adha", 2013), "2013-10-15");
        assert_eq!(day("ramadan", 2019), "2019-05-06");
        assert_eq!(day("chinese-new-year", 2014), "2014-01-31");
        // Jewish feasts begin on the eve.
        assert_eq!(day("yom-kippur", 2018), "2018-09-18");
        assert_eq!(day("passover", 2018), "2018-03-30");
        assert_eq!(day("purim", 2013), "2013-02-23");
        assert_eq!(day("yom-haatzmaut", 2018), "2018-04-18");
        assert_eq!(day("jumuatul-wida", 2018), "2018-06-08");
        assert_eq!(day("diwali", 2023), "2023-11-12");
        assert_eq!(day("kings-day-nl", 2014), "2014-04-26");
    }
}
