//! The nationality words of a pack as one look-up table: every form, folded, by its first word.
//!
//! Built once for a language (a few milliseconds), on first use. A look-up is one hash of a word.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use super::fold::fold;
use crate::lang::pack::{Forms, Letters, Norp};
use crate::lang::{self, Pack};
use crate::text::words;

/// One form of a nationality word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// ISO 3166-1 alpha-2.
    pub country: [u8; 2],
    /// How the first letter must be written.
    pub letters: Letters,
    /// The folded words behind the first.
    pub rest: Box<[Box<str>]>,
    /// Whether it was made of a country's name and a word for people, with no blank between.
    pub people: bool,
}

/// All forms of a language by their folded first word, longest first.
#[derive(Debug, Default)]
pub struct NorpIndex {
    forms: HashMap<Box<str>, Vec<Form>>,
    except: HashSet<String>,
    features_before: HashSet<String>,
    features_behind: HashSet<String>,
}

static INDEXES: LazyLock<BTreeMap<&'static str, OnceLock<NorpIndex>>> =
    LazyLock::new(|| lang::codes().map(|code| (code, OnceLock::new())).collect());

impl NorpIndex {
    /// The index of a pack; `None` if the language has no pack.
    pub fn of(pack: &'static Pack) -> Option<&'static Self> {
        INDEXES.get(pack.code.as_str()).map(|cell| cell.get_or_init(|| Self::new(&pack.norp, &pack.code)))
    }

    /// Builds the index of a section.
    pub fn new(norp: &Norp, code: &str) -> Self {
        let folded = |words: &[String]| words.iter().map(|w| fold(w)).collect();
        let mut index = Self {
            except: folded(&norp.except),
            features_before: folded(&norp.features_before),
            features_behind: folded(&norp.features_behind),
            ..Self::default()
        };
        for table in norp.forms.values() {
            for (country, stems) in &table.words {
                for form in expand(table, stems) {
                    index.add(&form, country, table.letters, false);
                }
            }
        }
        if !norp.people.is_empty() {
            index.add_people(norp, code);
        }
        index.mark_countries(code);
        for forms in index.forms.values_mut() {
            forms.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then(a.country.cmp(&b.country)));
            forms.dedup();
        }
        index
    }

    /// The forms that begin with this folded word, longest first.
    pub fn get(&self, first: &str) -> &[Form] {
        self.forms.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether the pack says that this folded word, whole, is something else.
    pub fn is_excepted(&self, word: &str) -> bool {
        self.except.contains(word)
    }

    /// Whether this folded word is a sea or land that has its nationality behind it.
    pub fn is_feature_before(&self, word: &str) -> bool {
        self.features_before.contains(word)
    }

    /// Whether this folded word is a sea or land that has its nationality before it.
    pub fn is_feature_behind(&self, word: &str) -> bool {
        self.features_behind.contains(word)
    }

    /// CLDR's names of countries with a word for people behind.
    fn add_people(&mut self, norp: &Norp, code: &str) {
        let Some(cldr) = lang::cldr(code) else { return };
        for (country, names) in &cldr.territories {
            for name in names {
                for people in &norp.people {
                    self.add(&format!("{name}{people}"), country, Letters::Any, true);
                }
            }
        }
    }

    /// Forms that are also the name of a country are nationalities only in small letters (French `suisse`).
    fn mark_countries(&mut self, code: &str) {
        let names = lang::cldr(code).into_iter().flat_map(|cldr| cldr.territories.values().flatten());
        for name in names {
            for form in self.forms.get_mut(fold(name).as_str()).into_iter().flatten() {
                if form.rest.is_empty() && !form.people {
                    form.letters = Letters::Small;
                }
            }
        }
    }

    fn add(&mut self, form: &str, country: &str, letters: Letters, people: bool) {
        let Ok(country) = <[u8; 2]>::try_from(country.as_bytes()) else { return };
        let mut parts = words(form).into_iter().map(|w| fold(&form[w.range]).into_boxed_str());
        let Some(first) = parts.next() else { return };
        let rest = parts.collect();
        self.forms.entry(first).or_default().push(Form { country, letters, rest, people });
    }
}

/// The forms of some stems: each with each ending.
fn expand(table: &Forms, stems: &str) -> Vec<String> {
    let mut out = Vec::new();
    for stem in stems.split_whitespace() {
        let stem = stem.replace('_', " ");
        if table.endings.is_empty() {
            out.push(stem);
            continue;
        }
        for ending in table.endings.split_whitespace() {
            let ending = if ending == "-" { "" } else { ending };
            out.push(if stem.contains('+') { stem.replace('+', ending) } else { format!("{stem}{ending}") });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(endings: &str, stems: &str) -> Norp {
        let words = BTreeMap::from([("KR".to_owned(), stems.to_owned())]);
        let forms = Forms { endings: endings.to_owned(), letters: Letters::Any, words };
        Norp { forms: BTreeMap::from([("a".to_owned(), forms)]), ..Norp::default() }
    }

    #[test]
    fn both_words_of_a_stem_take_the_ending() {
        let index = NorpIndex::new(&table("ي ية", "كور+_جنوب+"), "ar");
        let rest: Vec<&str> = index.get("كورية")[0].rest.iter().map(AsRef::as_ref).collect();
        assert_eq!(rest, ["جنوبية"]);
    }

    #[test]
    fn every_pack_gives_an_index_of_known_countries() {
        for code in lang::codes() {
            let Some(pack) = lang::pack(code) else { panic!("{code}") };
            for country in pack.norp.forms.values().flat_map(|t| t.words.keys()) {
                assert!(country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase()), "{code}: {country}");
            }
        }
    }
}
