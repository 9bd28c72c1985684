//! The section `[names]` of a pack: how two names of one referent may differ in this language.

use serde::Deserialize;

/// What is known about names beside their clitics.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Names {
    /// Endings of cases, divided by blanks: two words with a common stem and such endings (or none) are one name.
    pub endings: String,
    /// Words that add nothing to an organization's or place's name: legal forms, `مدينة`, `city of`.
    pub generic: Vec<String>,
    /// Small words that are left out of acronyms (`of`, `de la`).
    pub small: Vec<String>,
    /// Common nouns that belong to an organization's name when they stand before it, perhaps with small words between
    /// (`ministerie van`).
    pub heads: Vec<String>,
    /// Common nouns that belong to an organization's name when they stand behind it, perhaps with a field between
    /// (`Commons defence committee`).
    pub tails: Vec<String>,
    /// For a language without blanks: what ends an agency's name and what ends the date of a dateline (`社`, `日电`).
    pub dateline: Vec<String>,
    /// Groups of names of one referent, known to every reader of news (`NATO`, `North Atlantic Treaty Organization`).
    pub aliases: Vec<Vec<String>>,
}
