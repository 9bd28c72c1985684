//! The sections of amounts: units, currencies, modifiers.

use serde::Deserialize;

use super::numbers::Forms;

/// Units, currencies, percent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measures {
    /// Units by CLDR identifier without its type.
    pub units: Forms,
    /// Units that are read only when glued to digits (`m`, `in`).
    pub glued: Forms,
    /// Currencies by ISO 4217; a word that leaves it open lists all, likeliest first: `"USD CAD AUD" = ["dollar"]`.
    pub currencies: Forms,
    /// Parts of a currency: `"0.01" = ["cent"]`, `"0.01 GBP" = ["pence"]`; or many: `"1000000 EUR" = ["MEUR"]`.
    pub minor: Forms,
    /// Percent words.
    pub percent: Vec<String>,
    /// Permille words.
    pub permille: Vec<String>,
    /// Words for tenths: Chinese `成`, Japanese `割`, ten percent each.
    pub tenths: Vec<String>,
    /// Words for percentage points.
    pub points: Vec<String>,
    /// Modifiers before the amount: `approx`, `more_than`, `less_than`, `at_least`, `at_most`.
    pub mods: Forms,
    /// Modifiers behind it.
    pub mods_after: Forms,
}
