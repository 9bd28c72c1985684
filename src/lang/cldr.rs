//! What Unicode CLDR knows of a language: names and number words, as `scripts/cldr_packs.py` writes them.
//!
//! A pack (`pack.rs`) completes it by hand and overrides it. `build.rs` includes this file too, so that a wrong data
//! file does not compile. Knows nobody. Source: Unicode CLDR, Unicode License v3 (`cldr/LICENSE-UNICODE`).

use std::collections::BTreeMap;

use serde::Deserialize;

/// Written forms: each once, the most common locale's and the long ones first, letter case as CLDR has it.
pub type Forms = Vec<String>;

/// The CLDR data of one language, all its regions and scripts together. Bidi marks and soft hyphens are taken out of
/// all forms and special blanks are plain ones, except in [`Numbers`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cldr {
    /// ISO 639-1 code.
    pub code: String,
    /// Months of the Gregorian calendar, January first: nominative, genitive and abbreviated; in Arabic of all regions
    /// (يناير, جانفي, كانون الثاني).
    pub months: [Forms; 12],
    /// Months of the Hijri calendar, Muharram first.
    pub islamic_months: [Forms; 12],
    /// Months of the Solar Hijri calendar, Farvardin first; Persian only.
    pub persian_months: [Forms; 12],
    /// Days of the week, Monday first.
    pub weekdays: [Forms; 7],
    /// Quarters of the year ("1st quarter", "Q1").
    pub quarters: [Forms; 4],
    /// Parts of the day: `am`, `pm`, `noon`, `midnight`, `morning1`, …
    pub day_periods: BTreeMap<String, Forms>,
    /// The first hour and the hour after the last of a part of the day; from a later to an earlier one over midnight.
    pub day_period_hours: BTreeMap<String, [u8; 2]>,
    /// Names of eras.
    pub eras: Eras,
    /// Names and patterns of times seen from now.
    pub relative: Relative,
    /// Signs in numbers.
    pub numbers: Numbers,
    /// Words for powers of ten ("million", "Millionen", "万"), by the power as digits: `1000000`.
    pub compact: BTreeMap<String, Forms>,
    /// Short words for powers of ten ("M", "Mio.", "млн"); a single letter needs a cue beside it.
    pub compact_short: BTreeMap<String, Forms>,
    /// Words for 0–100, the hundreds and some higher numbers, by value as digits, in all genders and cases.
    pub cardinals: BTreeMap<String, Forms>,
    /// Words for 1st–31st, the tens to 100th and 1000th, by value as digits; forms that are cardinals too are left out.
    pub ordinals: BTreeMap<String, Forms>,
    /// What follows the digits of an ordinal ("st", "º", "."), or a pattern with `{0}` ("第{0}").
    pub ordinal_suffixes: Forms,
    /// Units as written after a number, by CLDR identifier without its type: `kilometer`, `square-meter`, `percent`;
    /// `generic` is the bare degree of temperature. Singular, plural, cases, abbreviations.
    pub units: BTreeMap<String, Forms>,
    /// Forms that say two of the unit without a number (Arabic and Hebrew duals: يومان).
    pub units_two: BTreeMap<String, Forms>,
    /// Unit patterns in which something stands before the number `{0}` ("時速 {0} キロメートル").
    pub unit_patterns: BTreeMap<String, Forms>,
    /// Names of currencies, by ISO 4217 code: today's tender and some of the past.
    pub currencies: BTreeMap<String, Forms>,
    /// Symbols that mean one currency to the readers of the language, by ISO 4217 code.
    pub currency_symbols: BTreeMap<String, Forms>,
    /// Narrow symbols and those of the language's regions: many currencies share them ("$").
    pub currency_narrow: BTreeMap<String, Forms>,
    /// Names of countries and territories, by ISO 3166-1 alpha-2 code (and `XK`).
    pub territories: BTreeMap<String, Forms>,
    /// Names of continents and regions, by UN M49 code; of `EU`, `EZ`, `UN` and islands without an ISO code.
    pub regions: BTreeMap<String, Forms>,
    /// Names of cities: those that stand for a time zone.
    pub cities: Forms,
}

/// Names of eras, long and short.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Eras {
    /// Before Christ.
    pub bc: Forms,
    /// After Christ.
    pub ad: Forms,
    /// Hijri.
    pub ah: Forms,
    /// Solar Hijri.
    pub ap: Forms,
}

/// Times seen from now, by field: `year`, `quarter`, `month`, `week`, `day`, `hour`, `minute`, `second`, `mon`–`sun`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Relative {
    /// Names by field and offset as digits: `day`, `-2` is the day before yesterday.
    pub names: BTreeMap<String, BTreeMap<String, Forms>>,
    /// Patterns by field and direction: `future` and `past` with `{0}` for the number; `future_one`, `past_two`, … are
    /// phrases that hold the number in a word (قبل يومين).
    pub patterns: BTreeMap<String, BTreeMap<String, Forms>>,
}

/// Signs in numbers; the language's own first, then those of its regions and other digits.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Numbers {
    /// Decimal separators.
    pub decimal: Forms,
    /// Group separators; blanks as they are (U+00A0, U+202F).
    pub group: Forms,
    /// Percent signs.
    pub percent: Forms,
    /// Per mille signs.
    pub permille: Forms,
}

impl Cldr {
    /// Reads a file of `cldr/`.
    ///
    /// # Errors
    /// The TOML error, with line and column, if a key is unknown, a value has the wrong type or a list of months, days
    /// or quarters has the wrong length.
    pub fn parse(source: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{cldr, codes};

    fn data(code: &str) -> &'static Cldr {
        cldr(code).unwrap_or_else(|| panic!("no CLDR data for {code}"))
    }

    fn has(forms: &[String], form: &str) -> bool {
        forms.iter().any(|f| f == form)
    }

    #[test]
    fn every_pack_has_cldr_data_with_all_months_days_and_countries() {
        for code in codes() {
            let data = data(code);
            assert!(data.months.iter().chain(&data.weekdays).all(|forms| !forms.is_empty()), "{code}");
            assert!(data.islamic_months.iter().all(|forms| !forms.is_empty()), "{code}");
            for iso in ["EG", "FR", "UA", "US", "JP"] {
                assert!(data.territories.contains_key(iso), "{code}: {iso}");
            }
            for unit in ["kilometer", "kilogram", "hectare", "celsius", "percent", "year", "gigawatt-hour"] {
                assert!(data.units.contains_key(unit), "{code}: {unit}");
            }
            // CLDR has no number words for Urdu.
            assert_eq!(data.cardinals.is_empty(), code == "ur", "{code}");
        }
    }

    #[test]
    fn arabic_months_are_those_of_egypt_the_levant_and_the_maghreb() {
        let months = &data("ar").months;
        for form in ["يناير", "كانون الثاني", "جانفي"] {
            assert!(has(&months[0], form), "{form}");
        }
        assert!(has(&months[7], "آب") && has(&months[7], "غشت"), "August in Syria and in Morocco");
        assert!(has(&data("ar").islamic_months[8], "رمضان"));
        assert!(has(&data("fa").persian_months[0], "فروردین"));
    }

    #[test]
    fn regions_and_scripts_add_their_forms() {
        assert!(has(&data("de").months[0], "Januar") && has(&data("de").months[0], "Jänner"));
        assert!(has(&data("ru").months[0], "январь") && has(&data("ru").months[0], "января"));
        assert!(has(&data("sr").months[1], "фебруар") && has(&data("sr").months[1], "februar"));
        assert!(has(&data("zh").territories["US"], "美国") && has(&data("zh").territories["US"], "美國"));
        assert!(has(&data("en").units["kilometer"], "kilometre") && has(&data("en").units["kilometer"], "kilometer"));
    }

    #[test]
    fn number_words_follow_the_grammars() {
        let cardinal = |code: &str, value: &str, form: &str| {
            assert!(
                has(&data(code).cardinals[value], form),
                "{code} {value} {form}: {:?}",
                data(code).cardinals[value]
            );
        };
        cardinal("de", "21", "einundzwanzig");
        cardinal("fr", "80", "quatre-vingts");
        cardinal("fr", "70", "soixante-dix");
        cardinal("fr", "70", "septante"); // Belgium, Switzerland
        cardinal("da", "50", "halvtreds");
        cardinal("ar", "25", "خمسة وعشرون");
        cardinal("it", "28", "ventotto");
        cardinal("es", "21", "veintiún");
        cardinal("pl", "2000", "dwa tysiące");
        cardinal("hi", "99", "निन्यानबे");
        cardinal("ko", "20", "이십");
        cardinal("fi", "2", "kahden");
        cardinal("ru", "2000000", "двух миллионов");
        assert!(has(&data("nl").ordinals["8"], "achtste") && has(&data("ru").ordinals["3"], "третьего"));
        assert_eq!(data("en").ordinal_suffixes, ["nd", "rd", "st", "th"]);
    }

    #[test]
    fn powers_of_ten_are_those_that_the_words_mean() {
        assert!(has(&data("de").compact["1000000000"], "Milliarden"));
        assert!(has(&data("es").compact["1000000000000"], "billones"), "the long scale");
        assert!(has(&data("zh").compact["100000000"], "亿") && has(&data("ja").compact["10000"], "万"));
        assert!(has(&data("hi").compact["10000000"], "करोड़"));
        assert!(has(&data("ru").compact_short["1000000000"], "млрд"));
    }

    #[test]
    fn an_arabic_dual_is_two_of_its_unit() {
        assert!(has(&data("ar").units_two["day"], "يومان") && has(&data("ar").units["day"], "أيام"));
        assert!(has(&data("ar").relative.patterns["day"]["past_two"], "قبل يومين"));
        assert!(has(&data("en").relative.patterns["day"]["past"], "{0} days ago"));
        assert!(has(&data("de").relative.names["day"]["-2"], "vorgestern"));
    }

    #[test]
    fn forms_hold_no_bidi_marks_and_no_outer_blanks() {
        for code in codes() {
            let data = data(code);
            let tables = [&data.units, &data.currencies, &data.currency_symbols, &data.territories, &data.cardinals];
            for form in tables.iter().flat_map(|table| table.values().flatten()).chain(&data.cities) {
                assert_eq!(form.trim(), form, "{code}");
                assert!(!form.is_empty(), "{code}");
                assert!(!form.contains(['\u{200E}', '\u{200F}', '\u{061C}', '\u{00AD}', '\u{00A0}']), "{code}: {form}");
            }
        }
    }
}
