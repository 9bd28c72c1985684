//! What a language pack holds. `build.rs` includes this file too, so that a wrong pack does not compile.

use serde::Deserialize;

#[path = "clitics.rs"]
mod clitics;
#[path = "names.rs"]
mod names;
#[path = "norp.rs"]
mod norp;

pub use clitics::Clitics;
pub use names::Names;
#[allow(unused_imports)] // build.rs includes this file and does not use them
pub use norp::{Forms, Letters, Norp};

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
