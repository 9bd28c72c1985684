//! The sections of dates and times: names, relative words, patterns.

use serde::Deserialize;

use super::numbers::Forms;

/// Names of months, days, parts of a day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Calendar {
    /// Gregorian months, `"1"` to `"12"`.
    pub months: Forms,
    /// Months whose form is also another word ("may", "mar"): read only beside a day or a year.
    pub weak_months: Vec<String>,
    /// Hijri months.
    pub hijri: Forms,
    /// Persian (solar Hijri) months.
    pub persian: Forms,
    /// Days of the week, ISO: `"1"` is Monday.
    pub weekdays: Forms,
    /// Days whose form is also another word ("sat", "sun"): read only beside another part of a date.
    pub weak_weekdays: Vec<String>,
    /// Seasons: `SP`, `SU`, `FA`, `WI`.
    pub seasons: Forms,
    /// Parts of a day: `MO` morning, `MI` noon, `AF`, `EV`, `NI`, and `DA` dawn, `LU` lunch, `MN` midnight; of today
    /// `TM` `TA` `TE` `TN` (tonight), of yesterday `YM` `YA` `YE` `YN`, `LN` last night.
    pub parts: Forms,
    /// Before noon (`am`) and after (`pm`).
    pub meridiem: Forms,
    /// Units of time: second, minute, hour, day, week, weekend, month, quarter, half, season, year, decade, century.
    pub grains: Forms,
    /// Plural forms of units of time, which say "several" where no number stands ("in recent years").
    pub plurals: Forms,
    /// Units in one word: `"year:-1" = ["vorjahr"]`, `"week:2"`, and seasons `"SU:0"`.
    pub shifts: Forms,
    /// Quarters and halves of a year: `Q1` to `Q4`, `H1`, `H2`.
    pub pieces: Forms,
    /// Eras by the year before their first: `"2018" = ["令和"]`.
    pub eras: Forms,
    /// CLDR's patterns of "in 3 months" are left out.
    pub no_cldr_ahead: bool,
    /// "Last Monday" is the Monday of the last week.
    pub week_based: bool,
    /// Fixed durations as ISO 8601: `"P14D" = ["fortnight"]`.
    pub durations: Forms,
    /// Days from today: `"-1" = ["yesterday"]`; `"~1"` is yesterday or tomorrow by the tense.
    pub days: Forms,
    /// `last`, `this`, `next`, `coming` (the nearest one), `past` (the nearest one), `before_last`, `after_next`.
    pub relative: Forms,
    /// `PRESENT_REF`, `PAST_REF`, `FUTURE_REF`.
    pub references: Forms,
    /// `start`, `mid`, `end`, `early`, `late`.
    pub edges: Forms,
    /// Holidays by the engine's names (`docs/adding-a-language.md`), or by a rule: `08-01` (month and day), `09-tue-3`
    /// (the third Tuesday of September; `-1` the last one), `06-fri-from-19` (the first Friday from 19 June on),
    /// `easter+39`, `orthodox-2`, `advent-7` (days from Easter, Orthodox Easter, the first Sunday of Advent).
    pub holidays: Forms,
    /// Repetitions: `"P1D" = ["daily"]`.
    pub sets: Forms,
    /// Decades: `"90" = ["nineties"]`.
    pub decades: Forms,
    /// Time zones: `"-5" = ["EST"]`; common abbreviations are known.
    pub zones: Forms,
}

/// Words that tell the direction of a date without one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tense {
    /// Words of the past ("said", "was", قال).
    pub past: Vec<String>,
    /// Words of the future ("will", سوف).
    pub future: Vec<String>,
    /// Prefixes of verbs in the future (Arabic س).
    pub future_prefixes: Vec<String>,
    /// Endings of verbs in the past (English ed).
    pub past_suffixes: Vec<String>,
    /// Endings of verbs in the future (French ra, ront).
    pub future_suffixes: Vec<String>,
}
