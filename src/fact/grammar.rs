//! The grammar of a language: lexicon and patterns of its pack, built when first asked for.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use super::base;
use super::fold::fold;
use super::lexicon::Lexicon;
use super::pattern::{PatternError, Patterns};
use crate::lang::pack::Letters;
use crate::lang::{self, Pack};

/// What all languages share: signs of currencies, symbols of units, dates in digits.
static COMMON: LazyLock<Pack> = LazyLock::new(|| Pack::parse(include_str!("../lang/common.toml")).unwrap_or_default());

static GRAMMARS: LazyLock<BTreeMap<&'static str, OnceLock<Grammar>>> =
    LazyLock::new(|| lang::codes().map(|code| (code, OnceLock::new())).collect());

/// Bytes of a nationality's shortest stem.
const MIN_STEM: usize = 4;

/// Lexicon and patterns of a language.
#[derive(Debug)]
pub struct Grammar {
    /// The pack it was made of.
    pub pack: &'static Pack,
    /// All phrases.
    pub lexicon: Lexicon,
    /// All patterns.
    pub patterns: Patterns,
    /// Patterns that could not be read; a test sees to it that there are none.
    pub errors: Vec<PatternError>,
    /// Decimal separator.
    pub decimal: char,
    /// Separator of groups.
    pub group: char,
    /// A blank separates groups.
    pub blank_groups: bool,
    /// Adjectives of nationalities have small letters: a capital is that of a noun.
    pub small_adjectives: bool,
    weak: Vec<String>,
    nationalities: Vec<&'static str>,
}

impl Grammar {
    /// Builds the grammar of a pack. A pattern that cannot be read is left out and told in `errors`.
    pub fn new(pack: &'static Pack) -> Self {
        let mut lexicon = Lexicon::new(pack);
        let common: &'static Pack = &COMMON;
        lexicon.add_pack(pack);
        lexicon.add_pack(common);
        let cldr = lang::cldr(&pack.code);
        if let Some(cldr) = cldr {
            base::add(&mut lexicon, cldr, pack);
        }
        let mut patterns = Patterns::default();
        let mut errors = Vec::new();
        for source in [pack, common] {
            for (rule, list) in &source.patterns {
                for pattern in list {
                    errors.extend(patterns.add(rule, pattern, &mut lexicon).err());
                }
            }
        }
        let open = |rule: &str| !(pack.patterns.contains_key(rule) || pack.calendar.no_cldr_ahead && rule == "ahead");
        for (rule, pattern) in cldr.map(base::patterns).unwrap_or_default().into_iter().filter(|(rule, _)| open(rule)) {
            errors.extend(patterns.add(rule, &pattern, &mut lexicon).err());
        }
        patterns.finish();
        let own = |s: &Option<String>| s.as_ref().and_then(|s| s.chars().next());
        let first = |list: Option<&Vec<String>>| list.and_then(|l| l.first()).and_then(|s| s.chars().next());
        let decimal = own(&pack.numbers.decimal).or_else(|| first(cldr.map(|c| &c.numbers.decimal))).unwrap_or('.');
        let group = own(&pack.numbers.group).or_else(|| first(cldr.map(|c| &c.numbers.group)));
        let group = group.unwrap_or(if decimal == ',' { '.' } else { ',' });
        let weak = pack.numbers.weak.iter().map(|form| fold(form)).collect();
        let stems = pack.norp.forms.values().flat_map(|forms| forms.words.values());
        let nationalities =
            stems.flat_map(|list| list.split_whitespace()).filter(|stem| stem.len() >= MIN_STEM).collect();
        let small = |forms: &crate::lang::pack::Forms| matches!(forms.letters, Letters::Start | Letters::Small);
        let small_adjectives = pack.norp.forms.values().any(small);
        let blank_groups = group.is_whitespace();
        Self { pack, lexicon, patterns, errors, decimal, group, blank_groups, small_adjectives, weak, nationalities }
    }

    /// Whether a phrase is a number word that is another word too, by the pack.
    pub fn is_weak(&self, phrase: &str) -> bool {
        !self.weak.is_empty() && self.weak.contains(&fold(phrase))
    }

    /// Whether a word begins as a nationality of the pack.
    pub fn is_nationality(&self, word: &str) -> bool {
        self.nationalities.iter().any(|stem| word.starts_with(stem))
    }
}

/// The grammar of a language by its code; `None` without a pack. A pack's patterns are checked by a test.
pub fn grammar(lang: &str) -> Option<&'static Grammar> {
    let pack = lang::pack(lang)?;
    GRAMMARS.get(pack.code.as_str()).map(|cell| cell.get_or_init(|| Grammar::new(pack)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_packs_have_patterns_that_can_be_read() {
        let mut errors = Vec::new();
        for code in lang::codes() {
            let Some(pack) = lang::pack(code) else { continue };
            errors.extend(Grammar::new(pack).errors.iter().map(|e| format!("packs/{code}.toml: {e}")));
        }
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}
