//! Words that are known to begin names in a language, and names of countries: from CLDR and the pack.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use super::draft::tokens;
use super::fold::fold;
use crate::lang::{self, Pack};

/// What a language's data know of names, ready for look-ups. Built on first use.
#[derive(Debug, Default)]
pub struct Known {
    firsts: HashSet<String>,
    countries: HashMap<String, String>,
    aliases: HashMap<String, usize>,
}

static KNOWN: LazyLock<BTreeMap<&'static str, OnceLock<Known>>> =
    LazyLock::new(|| lang::codes().map(|code| (code, OnceLock::new())).collect());

impl Known {
    /// What is known in the language of a pack.
    pub fn of(pack: &'static Pack) -> &'static Self {
        static NOTHING: LazyLock<Known> = LazyLock::new(Known::default);
        KNOWN.get(pack.code.as_str()).map_or(&NOTHING, |cell| cell.get_or_init(|| Self::new(pack)))
    }

    fn new(pack: &Pack) -> Self {
        let mut known = Self::default();
        known.firsts.extend(pack.clitics.known.iter().chain(&pack.clitics.keep).map(|name| fold(name)));
        for (group, names) in pack.names.aliases.iter().enumerate() {
            for name in names {
                known.aliases.insert(tokens(name).join(" "), group);
                known.add_first(name);
            }
        }
        let Some(cldr) = lang::cldr(&pack.code) else { return known };
        for (country, names) in &cldr.territories {
            for name in names {
                known.add_first(name);
                known.countries.insert(tokens(name).join(" "), country.clone());
            }
        }
        for name in cldr.cities.iter().chain(cldr.regions.values().flatten()) {
            known.add_first(name);
        }
        known
    }

    fn add_first(&mut self, name: &str) {
        if let Some(first) = name.split_whitespace().next() {
            self.firsts.insert(fold(first));
        }
    }

    /// Whether a folded word begins a known name.
    pub fn is_first(&self, word: &str) -> bool {
        self.firsts.contains(word)
    }

    /// The country that a name, as tokens joined by blanks, is.
    pub fn country(&self, name: &str) -> Option<&str> {
        self.countries.get(name).map(String::as_str)
    }

    /// The group of names of one referent that a name, as tokens joined by blanks, is in.
    pub fn alias(&self, name: &str) -> Option<usize> {
        self.aliases.get(name).copied()
    }
}
