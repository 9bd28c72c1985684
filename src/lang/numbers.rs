//! The `[numbers]` section: number words and how they combine.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Forms by what they mean: `"3" = ["three", "thrice"]`.
pub type Forms = BTreeMap<String, Vec<String>>;

/// Number words of a language and how they combine.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Numbers {
    /// Words that add: 0–999 and fixed larger ones (`"2000" = ["ألفان"]`).
    pub words: Forms,
    /// Words that multiply what stands before them (100, 1000, 1000000); alone they count once.
    pub multipliers: Forms,
    /// Multipliers that are read only when glued to digits (`k`, `bn`).
    pub suffixes: Forms,
    /// Multipliers that are never a number when alone ("dozen" needs "a"; "cent" in French does not).
    pub bound: Vec<String>,
    /// Words between the parts of a number ("and", "و", "-").
    pub joiners: Vec<String>,
    /// Units stand before tens: Arabic خمسة وعشرون, German "fünfundzwanzig".
    pub units_first: bool,
    /// Numbers are written as one word that must be cut ("zweihundertdrei").
    pub compounds: bool,
    /// Tens after which ten to nineteen may stand (French 60, 80).
    pub teens_after: Vec<u32>,
    /// Words of a negative sign.
    pub minus: Vec<String>,
    /// Words of a decimal point ("point", "Komma", "فاصلة").
    pub point: Vec<String>,
    /// Words of a fraction: `"0.5" = ["half"]`.
    pub fractions: Forms,
    /// Denominators behind a number: `"3" = ["third", "thirds"]`.
    pub denominators: Forms,
    /// Words before a multiplier or a fraction that have no value of their own ("a" in "a million").
    pub articles: Vec<String>,
    /// Two numbers of two digits make one of four ("nineteen eighty-four").
    pub pairs: bool,
    /// What is added behind a number or a unit: `"0.5" = ["and a half"]`.
    pub plus: Forms,
    /// Vague numbers that have a customary value: `"3" = ["a few"]`.
    pub vague: Forms,
    /// Ordinal words.
    pub ordinals: Forms,
    /// What makes digits an ordinal when glued to them (`st`, `er`, `-й`).
    pub ordinal_suffixes: Vec<String>,
    /// A full stop behind digits may make an ordinal (German "3. Mai").
    pub ordinal_dot: bool,
    /// Tens with the definite article are ordinals (Arabic العشرون).
    pub definite_ordinals: bool,
    /// The decimal separator; CLDR's where absent.
    pub decimal: Option<String>,
    /// The separator of groups; CLDR's where absent.
    pub group: Option<String>,
    /// Words that one digit each spell a number (Chinese 二〇二五); characters in order of value.
    pub digits: String,
    /// Words between a number and its multiplier, by the modifier that they are: `more_than = ["多", "余"]` (500多万).
    pub inside_mods: Forms,
    /// What is added to the number behind it, in units of its multiplier: `"0.5" = ["साढ़े"]`.
    pub plus_before: Forms,
    /// A last digit behind a multiplier counts tenths of it (Chinese 两千三 is 2300).
    pub tail_tenths: bool,
    /// Ordinals in a row add up (Spanish "cuadragésimo séptimo").
    pub ordinal_series: bool,
    /// Digits behind a multiplier and a blank are its rest: Turkish "2 bin 500" is 2500.
    pub digits_after: bool,
    /// Words that are no number although they look like one when they count nothing ("one", "a").
    pub weak: Vec<String>,
    /// Words behind a number that are never the thing counted.
    pub not_counted: Vec<String>,
    /// Common nouns are capitalised (German): a capital does not make a name of the word behind a number.
    pub capital_nouns: bool,
    /// Words between a number and the thing counted ("other", "more").
    pub adjectives: Vec<String>,
    /// Endings of adjectives, where they stand before the noun (German `en`, Russian `ых`).
    pub adjective_endings: Vec<String>,
    /// Endings of plurals, where the first of two nouns has none (English "five police stations").
    pub plural_endings: Vec<String>,
    /// Classifiers between a number and the thing counted (Chinese 个, Japanese 人).
    pub classifiers: Vec<String>,
}
