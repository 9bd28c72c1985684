//! The base of every grammar: what CLDR knows of the language, as readings of its words and as patterns of "ago".

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::fold::fold;
use super::grain::Grain;
use super::item::{Number, NumberWord, Shape, Share, Val};
use super::lexicon::Lexicon;
use super::period::Period;
use super::when::{Calendar, Fields, Relation, Target, When};
use crate::lang::{Cldr, Pack};

/// Letters that an abbreviation needs to be read at all.
const MIN_LETTERS: usize = 3;

/// Adds CLDR's names to a lexicon. What the pack lists under `lexing.ignore` is left out.
pub fn add(lexicon: &mut Lexicon, cldr: &'static Cldr, pack: &Pack) {
    let ignored: Vec<String> = pack.lexing.ignore.iter().map(|f| fold(f)).collect();
    let mut base = Base { lexicon, ignored, week_based: pack.calendar.week_based };
    base.calendar(cldr);
    base.numbers(cldr, pack);
    base.measures(cldr);
    base.relative(cldr);
}

struct Base<'a> {
    lexicon: &'a mut Lexicon,
    ignored: Vec<String>,
    week_based: bool,
}

fn letters(form: &str) -> usize {
    form.chars().filter(|c| c.is_alphabetic()).count()
}

/// Whether a form is short in an alphabet where short forms are other words too.
fn is_short(form: &str) -> bool {
    letters(form) < MIN_LETTERS && form.chars().any(|c| c.is_alphabetic() && c < '\u{2E80}')
}

impl Base<'_> {
    fn add(&mut self, form: &str, val: Val) {
        if !self.ignored.contains(&fold(form)) && !form.contains(['{', '+']) {
            self.lexicon.add(form, val);
        }
    }

    fn calendar(&mut self, cldr: &'static Cldr) {
        let calendars = [
            (Calendar::Gregorian, &cldr.months),
            (Calendar::Hijri, &cldr.islamic_months),
            (Calendar::Persian, &cldr.persian_months),
        ];
        for (calendar, months) in calendars {
            for (index, forms) in months.iter().enumerate() {
                for form in forms.iter().filter(|f| !is_short(f)) {
                    let weak = letters(form) <= MIN_LETTERS && form.is_ascii()
                        || calendar == Calendar::Hijri && form.ends_with('.');
                    self.add(form, Val::Month(calendar, index as i8 + 1, weak));
                }
            }
        }
        for (index, forms) in cldr.weekdays.iter().enumerate() {
            for form in forms.iter().filter(|f| !is_short(f)) {
                let weak = letters(form) <= MIN_LETTERS && !form.chars().any(|c| c > '\u{2E80}');
                self.add(form, Val::Weekday(index as i8 + 1, weak));
            }
        }
        for (key, pm) in [("am", false), ("pm", true)] {
            for form in cldr.day_periods.get(key).into_iter().flatten().filter(|f| letters(f) > 1) {
                self.add(form, Val::Meridiem(pm));
            }
        }
    }

    fn numbers(&mut self, cldr: &'static Cldr, pack: &Pack) {
        let none = Vec::new();
        let ones = cldr.cardinals.get("1").unwrap_or(&none);
        for (key, forms) in &cldr.cardinals {
            let Ok(value) = key.parse::<Decimal>() else { continue };
            for form in forms {
                // "one hundred" adds up, "hundred" multiplies.
                let one = ones.iter().any(|one| form.starts_with(one.as_str()));
                let power = value >= Decimal::ONE_HUNDRED && is_power(value) && !one;
                let word = if power { NumberWord::Times(value, false) } else { NumberWord::Add(value) };
                self.add(form, Val::NumberWord(word));
                if pack.numbers.compounds && !form.contains(' ') {
                    self.lexicon.vocab.add_number(&fold(form));
                }
            }
        }
        for (key, forms) in &cldr.compact {
            let Ok(value) = key.parse::<Decimal>() else { continue };
            for form in forms.iter().filter(|f| !is_short(f)) {
                self.add(form, Val::NumberWord(NumberWord::Times(value, false)));
            }
        }
        for (key, forms) in &cldr.compact_short {
            let Ok(value) = key.parse::<Decimal>() else { continue };
            for form in forms.iter().filter(|f| letters(f) > 1) {
                self.add(form, Val::NumberWord(NumberWord::Times(value, true)));
            }
        }
        for (key, forms) in &cldr.ordinals {
            let Ok(value) = key.parse::<Decimal>() else { continue };
            for form in forms.iter().filter(|f| !f.chars().any(|c| c.is_ascii_digit())) {
                self.add(form, Val::NumberWord(NumberWord::Ordinal(value)));
            }
        }
        for suffix in cldr.ordinal_suffixes.iter().filter(|s| !s.contains('{') && s.as_str() != ".") {
            self.add(suffix, Val::NumberWord(NumberWord::OrdinalSuffix));
        }
    }

    fn measures(&mut self, cldr: &'static Cldr) {
        for (key, forms) in &cldr.units {
            let grain = Grain::parse(key);
            for form in forms {
                let val = match (key.as_str(), grain) {
                    ("percent", _) => Val::ShareWord(Share::Percent),
                    ("permille", _) => Val::ShareWord(Share::Permille),
                    ("generic", _) => Val::Unit("degree"),
                    (_, Some(grain)) => Val::Grain(grain),
                    _ => Val::Unit(key),
                };
                let sign = matches!(val, Val::ShareWord(_)) || key == "generic";
                if sign || !is_short(form) && !key.contains("person") {
                    self.add(form, val);
                }
            }
        }
        for (key, forms) in &cldr.units_two {
            let val = match Grain::parse(key) {
                Some(grain) => Period::new(Decimal::TWO, grain).map(|p| Val::Duration(p, None)),
                None => Some(Val::Quantity(Number::new(Decimal::TWO, Shape::Words(1)), key)),
            };
            for form in forms.iter().filter(|f| letters(f) > MIN_LETTERS) {
                if let Some(val) = &val {
                    self.add(form, val.clone());
                }
            }
        }
        for code in cldr.currencies.keys() {
            self.add(code, Val::Currency(code));
        }
        self.currencies(&cldr.currencies);
        self.currencies(&cldr.currency_symbols);
    }

    fn currencies(&mut self, names: &'static BTreeMap<String, Vec<String>>) {
        for (code, forms) in names {
            for form in forms.iter().filter(|f| !is_short(f)) {
                self.add(form, Val::Currency(code));
            }
        }
    }

    /// "last week", "yesterday", "next Monday" as phrases.
    fn relative(&mut self, cldr: &'static Cldr) {
        const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        for (field, offsets) in &cldr.relative.names {
            for (offset, forms) in offsets {
                let Ok(offset) = offset.parse::<i32>() else { continue };
                let relation = match offset {
                    -1 => Some(Relation::Last),
                    0 => Some(Relation::This),
                    1 => Some(Relation::Next),
                    _ => None,
                };
                let named_day = DAYS.iter().position(|d| d == field).map(|d| d as i8 + 1);
                let val = match (field.as_str(), relation, named_day) {
                    ("day", ..) => Val::Days(offset),
                    ("second", ..) if offset == 0 => Val::Reference("PRESENT_REF"),
                    (_, Some(relation), Some(day)) => {
                        let coming = relation == Relation::Next && !self.week_based;
                        let relation = if coming { Relation::Coming } else { relation };
                        Val::When(Arc::new(weekday(relation, day, self.week_based)), None)
                    }
                    (_, Some(relation), None) => match Grain::parse(field).filter(|g| *g > Grain::Hour) {
                        Some(grain) => Val::When(Arc::new(When::Related(relation, Target::Grain(grain))), None),
                        None => continue,
                    },
                    _ => continue,
                };
                for form in forms.iter().filter(|f| letters(f) >= MIN_LETTERS || f.chars().any(|c| c > '\u{2E80}')) {
                    self.add(form, val.clone());
                }
            }
        }
    }
}

/// The weekday at a relation to today, or of the week at that relation.
fn weekday(relation: Relation, day: i8, of_week: bool) -> When {
    if !of_week {
        return When::Related(relation, Target::Weekday(day));
    }
    let day = When::Fields(Fields { weekday: Some(day), ..Fields::default() });
    When::Inside(Arc::new(day), Arc::new(When::Related(relation, Target::Grain(Grain::Week))))
}

fn is_power(value: Decimal) -> bool {
    let digits = value.to_string();
    digits.starts_with('1') && digits[1..].chars().all(|c| c == '0')
}

/// CLDR's patterns of "ago" and "in", with a length of time for number and unit.
pub fn patterns(cldr: &Cldr) -> Vec<(&'static str, String)> {
    let mut out = Vec::new();
    for (field, directions) in &cldr.relative.patterns {
        let Some(units) = cldr.units.get(field) else { continue };
        for (direction, rule) in [("past", "ago"), ("future", "ahead")] {
            for form in directions.get(direction).into_iter().flatten() {
                let Some((before, behind)) = form.split_once("{0}") else { continue };
                let behind = behind.trim();
                let unit = units.iter().filter(|u| behind.starts_with(u.as_str())).max_by_key(|u| u.len());
                let Some(rest) = unit.and_then(|u| behind.strip_prefix(u.as_str())) else { continue };
                let (before, rest) = (before.trim(), rest.trim());
                let clean = |s: &str| {
                    s.chars().all(|c| {
                        c.is_alphabetic() || c == ' ' || c == '\'' || c == '’' || !c.is_ascii() && !c.is_numeric()
                    })
                };
                if before.is_empty() && rest.is_empty() || !clean(before) || !clean(rest) {
                    continue;
                }
                let word = |s: &str| s.replace(' ', "_");
                let pattern = format!("{} {{duration}} {}", word(before), word(rest));
                if !out.iter().any(|(r, p)| *r == rule && *p == pattern) {
                    out.push((rule, pattern));
                }
            }
        }
    }
    out
}
