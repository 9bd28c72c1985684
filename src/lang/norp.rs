//! The section `[norp]` of a pack: words for nationalities, as stems and endings.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Nationality words of a language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Norp {
    /// Words for people that are written behind CLDR's name of a country (Chinese `人`, Korean `인`).
    pub people: Vec<String>,
    /// Letters that may not follow a word made with `people`, since it is another word then (`美国人质`).
    pub not_before: Vec<String>,
    /// What may be written behind any form inside the same word (Korean particles); the span holds it.
    pub tails: Vec<String>,
    /// Forms that the tables make and that are other words.
    pub except: Vec<String>,
    /// First words of an organization's name that a nationality at its end or front does not belong to (`وزارة`).
    pub bodies: Vec<String>,
    /// First words of places' names that a nationality at the end does belong to (`جزر`).
    pub places: Vec<String>,
    /// Words for seas and lands that have their nationality behind them: it is part of the name (`المحيط الهندي`).
    pub features_before: Vec<String>,
    /// The same for those that have it before them (`Indian Ocean`).
    pub features_behind: Vec<String>,
    /// Tables of stems and endings by any name.
    pub forms: BTreeMap<String, Forms>,
}

/// A paradigm and the stems that follow it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Forms {
    /// Endings, divided by blanks; `-` is the empty ending. Without endings the stems are whole words.
    pub endings: String,
    /// How the first letter is written.
    pub letters: Letters,
    /// Stems by country (ISO 3166-1 alpha-2), divided by blanks; `_` is a blank inside a stem, and `+` is where the
    /// ending stands, if it is not the end (`كور+_جنوب+`).
    pub words: BTreeMap<String, String>,
}

/// How a word's first letter must be written to be a nationality.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// Either.
    #[default]
    Any,
    /// Capital: `Pole`, not `pole`.
    Capital,
    /// Small: `argentina`, not the country.
    Small,
    /// Small, or capital where a sentence begins: a capital one elsewhere is part of a name (`Real Academia Española`).
    Start,
}
