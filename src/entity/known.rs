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
    keep: HashSet<String>,
    titles: HashSet<String>,
    place_nouns: HashSet<String>,
    organization_nouns: HashSet<String>,
    articles: HashSet<String>,
    portfolio: HashSet<String>,
    bodies: HashSet<String>,
    places: HashSet<String>,
    generic: HashSet<String>,
    heads: HashSet<String>,
    tails: HashSet<String>,
    small: HashSet<String>,
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
        let set = |words: &[String]| words.iter().map(|word| fold(word)).collect::<HashSet<String>>();
        let mut known = Self {
            keep: set(&pack.clitics.keep),
            titles: set(&pack.clitics.titles),
            place_nouns: set(&pack.clitics.place_nouns),
            organization_nouns: set(&pack.clitics.organization_nouns),
            articles: set(&pack.clitics.articles),
            portfolio: set(&pack.clitics.portfolio),
            generic: set(&pack.names.generic),
            heads: set(&pack.names.heads),
            tails: set(&pack.names.tails),
            small: set(&pack.names.small),
            bodies: pack.norp.bodies.iter().map(|body| tokens(body).join(" ")).collect(),
            places: pack.norp.places.iter().map(|place| tokens(place).join(" ")).collect(),
            ..Self::default()
        };
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

    /// Whether a folded word begins a name with a letter that looks like a proclitic.
    pub fn keeps(&self, word: &str) -> bool {
        self.keep.contains(word)
    }

    /// Whether a folded word before a name of this type is no part of it: a title, a common noun.
    pub fn is_before(&self, kind: &str, word: &str) -> bool {
        match kind {
            "PER" => self.titles.contains(word),
            "LOC" => self.place_nouns.contains(word),
            "ORG" => self.organization_nouns.contains(word),
            _ => false,
        }
    }

    /// Whether a folded word is a common noun for places or bodies, which alone is no name.
    pub fn is_generic(&self, word: &str) -> bool {
        self.generic.contains(word) || self.place_nouns.contains(word) || self.organization_nouns.contains(word)
    }

    /// Whether a folded word before an organization's name is part of it.
    pub fn is_head(&self, word: &str) -> bool {
        self.heads.contains(word)
    }

    /// Whether a folded word behind an organization's name is part of it.
    pub fn is_tail(&self, word: &str) -> bool {
        self.tails.contains(word)
    }

    /// Whether a folded word only joins others (`of`, `de la`).
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word) || self.articles.contains(word)
    }

    /// Whether a folded word is an article that stands alone.
    pub fn is_article(&self, word: &str) -> bool {
        self.articles.contains(word)
    }

    /// Whether a folded word is a title that a field of government follows, as `minister`.
    pub fn is_portfolio(&self, word: &str) -> bool {
        self.portfolio.contains(word)
    }

    /// Whether a name, as tokens joined by blanks, begins with a body that a nationality does not belong to.
    pub fn begins_with_body(&self, name: &str) -> bool {
        begins(&self.bodies, name)
    }

    /// Whether the pack lists such bodies: adjectives behind names are outside them.
    pub fn has_bodies(&self) -> bool {
        !self.bodies.is_empty()
    }

    /// Whether a name, as tokens joined by blanks, begins with a place that a nationality does belong to.
    pub fn begins_with_place(&self, name: &str) -> bool {
        begins(&self.places, name)
    }

    /// The country that a name, as tokens joined by blanks, is.
    pub fn country(&self, name: &str) -> Option<&str> {
        self.countries.get(name).map(String::as_str)
    }

    /// Bytes of the country's name that a place's name in a script without blanks begins with, if two or more letters
    /// follow that make no name of their own with it.
    pub fn country_before(&self, place: &str) -> Option<usize> {
        const SHORTEST: usize = 2;
        if self.countries.contains_key(place) || !place.chars().all(is_dense) {
            return None;
        }
        let borders: Vec<usize> = place.char_indices().map(|(at, _)| at).skip(SHORTEST).collect();
        let last = borders.len().checked_sub(SHORTEST)?;
        borders[..=last].iter().rev().copied().find(|&at| self.countries.contains_key(&place[..at]))
    }

    /// The group of names of one referent that a name, as tokens joined by blanks, is in.
    pub fn alias(&self, name: &str) -> Option<usize> {
        self.aliases.get(name).copied()
    }
}

/// Whether one of the phrases is the name or its first words.
fn begins(phrases: &HashSet<String>, name: &str) -> bool {
    phrases.contains(name) || name.match_indices(' ').any(|(at, _)| phrases.contains(&name[..at]))
}

/// Han and kana.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}
