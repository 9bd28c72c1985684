//! What a language pack holds. `build.rs` includes this file too, so that a wrong pack does not compile.

#[path = "calendar.rs"]
pub mod calendar;
#[path = "lexing.rs"]
pub mod lexing;
#[path = "measures.rs"]
pub mod measures;
#[path = "numbers.rs"]
pub mod numbers;

use std::collections::BTreeMap;

use serde::Deserialize;

#[path = "clitics.rs"]
mod clitics;
#[path = "names.rs"]
mod names;
#[path = "norp.rs"]
mod norp;

pub use calendar::{Calendar, Tense};
pub use clitics::Clitics;
pub use lexing::Lexing;
pub use measures::Measures;
pub use names::Names;
#[allow(unused_imports)] // build.rs includes this file and does not use them
pub use norp::{Forms, Letters, Norp};
pub use numbers::Numbers;

/// The data of one language, as its TOML file holds them. Each section has its own type; a section that a language
/// lacks is empty.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pack {
    /// ISO 639-1 code.
    pub code: String,
    /// The language's English name.
    pub name: String,
    /// What is written on a name and does not belong to it.
    pub clitics: Clitics,
    /// How two names of one referent may differ.
    pub names: Names,
    /// Words for nationalities.
    pub norp: Norp,
    /// What is cut from a word before look-up.
    pub lexing: Lexing,
    /// Number words.
    pub numbers: Numbers,
    /// Names of times.
    pub calendar: Calendar,
    /// Words that tell past from future.
    pub tense: Tense,
    /// Units, currencies, modifiers.
    pub measures: Measures,
    /// Classes of words that the patterns name.
    pub words: numbers::Forms,
    /// Patterns by rule.
    pub patterns: BTreeMap<String, Vec<String>>,
}

impl Pack {
    /// Reads a pack from TOML.
    ///
    /// # Errors
    /// The TOML error, with line and column, if a key is unknown or a value has the wrong type.
    pub fn parse(source: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(source)
    }
}
