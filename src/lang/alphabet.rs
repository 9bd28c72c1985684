//! The letters of languages in Latin script, for telling character sets apart.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// A language's letters beyond ASCII and the character sets that its texts were kept in before UTF-8.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alphabet {
    /// Labels of the Encoding Standard, the likeliest first.
    pub sets: Vec<String>,
    /// Small letters beyond ASCII.
    pub letters: String,
}

static ALPHABETS: LazyLock<BTreeMap<String, Alphabet>> =
    // A test reads the file, so that the default is never used.
    LazyLock::new(|| toml::from_str(include_str!("alphabets.toml")).unwrap_or_default());

/// The alphabet of a language in Latin script by its ISO 639-1 code.
///
/// ```
/// assert!(alam::lang::alphabet("hu").is_some_and(|alphabet| alphabet.letters.contains('ő')));
/// assert!(alam::lang::alphabet("ar").is_none());
/// ```
pub fn alphabet(lang: &str) -> Option<&'static Alphabet> {
    ALPHABETS.get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabets_can_be_read_and_their_sets_exist() {
        assert!(ALPHABETS.len() > 30);
        let sets = ALPHABETS.values().flat_map(|alphabet| &alphabet.sets);
        assert!(sets.clone().all(|set| encoding_rs::Encoding::for_label(set.as_bytes()).is_some()));
    }
}
