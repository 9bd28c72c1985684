//! Whether two names may be one referent's: by words, endings of cases, initials, acronyms.

use std::collections::HashSet;

use super::draft::tokens;
use crate::lang::Pack;

/// Letters that two inflected forms must share.
const STEM_LETTERS: usize = 3;

/// Words that add nothing to a name in any language: legal forms of companies.
const LEGAL_FORMS: &[&str] = &[
    "inc", "ltd", "llc", "plc", "corp", "co", "ag", "se", "gmbh", "sa", "sas", "sarl", "spa", "srl", "nv", "bv", "ab",
    "asa", "as", "oy", "oyj", "kg", "sl", "ао", "оао", "пао", "ооо", "зао", "тоо", "aş", "zrt", "nyrt", "kft", "sro",
    "doo",
];

/// How names are compared in a language.
#[derive(Debug, Default)]
pub struct Comparer {
    endings: HashSet<String>,
    generic: HashSet<String>,
    small: HashSet<String>,
    article: String,
}

impl Comparer {
    /// The comparer of a pack; without one, names are compared by their letters.
    pub fn new(pack: Option<&Pack>) -> Self {
        let Some(pack) = pack else { return Self::default() };
        let fold = |words: &[String]| words.iter().flat_map(|w| tokens(w)).collect();
        Self {
            endings: pack.names.endings.split_whitespace().map(str::to_owned).collect(),
            generic: fold(&pack.names.generic),
            small: fold(&pack.names.small),
            article: pack.clitics.article.clone(),
        }
    }

    /// Whether two folded words are one word in different cases.
    pub fn same_word(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        if self.endings.is_empty() {
            return false;
        }
        let prefix = common_prefix(a, b);
        let tail = |word: &str| prefix == word.len() || self.endings.contains(&word[prefix..]);
        if is_stem(&a[..prefix]) && tail(a) && tail(b) {
            return true;
        }
        // The longest common beginning may have taken a letter of both endings: "Анна", "Анной" share one letter more.
        let Some(shorter) = a[..prefix].char_indices().next_back().map(|(at, _)| at) else { return false };
        a[..shorter].chars().count() >= STEM_LETTERS
            && self.endings.contains(&a[shorter..])
            && self.endings.contains(&b[shorter..])
    }

    /// Whether two names have the same words.
    pub fn same_name(&self, a: &[String], b: &[String]) -> bool {
        a.len() == b.len() && !a.is_empty() && a.iter().zip(b).all(|(a, b)| self.same_word(a, b))
    }

    /// Whether a person's name is a part of a fuller one: its words stand in the other in their order, an initial for
    /// its name; a lone given name is none.
    pub fn part_of_person(&self, part: &[String], full: &[String]) -> bool {
        if part.is_empty() || part.len() >= full.len() + usize::from(has_initial(part)) {
            return false;
        }
        let mut rest = full.iter();
        let matched =
            part.iter().all(|p| rest.any(|f| self.same_word(p, f) || is_initial_of(p, f) || is_initial_of(f, p)));
        let solid = part.iter().any(|p| p.chars().count() > 1);
        matched && solid
    }

    /// Whether an organization's name is a short form of a longer one: a run of words at one of its ends, legal forms
    /// and generic words aside.
    pub fn part_of_organization(&self, part: &[String], full: &[String]) -> bool {
        let (part, full) = (self.bare(part), self.bare(full));
        if part.is_empty() || part.len() > full.len() {
            return false;
        }
        if part.len() == full.len() {
            return part.iter().zip(&full).all(|(a, b)| self.same_word(a, b));
        }
        if part.len() == 1 && part[0].chars().count() < STEM_LETTERS {
            return false;
        }
        let front = part.iter().zip(&full).all(|(a, b)| self.same_word(a, b));
        let led = full.get(full.len() - part.len() - 1).is_some_and(|w| self.small.contains(*w));
        let back = !led && part.iter().rev().zip(full.iter().rev()).all(|(a, b)| self.same_word(a, b));
        front || back
    }

    /// Whether a place's name is another's without a generic word ("New York City", `مدينة الفاشر`).
    pub fn part_of_place(&self, part: &[String], full: &[String]) -> bool {
        let (part, full) = (self.bare(part), self.bare(full));
        !part.is_empty() && self.same_name(&owned(&part), &owned(&full))
    }

    /// Whether a place's name is the first word or words of a longer one ("Rio", "Rio de Janeiro").
    pub fn begins_place(&self, part: &[String], full: &[String]) -> bool {
        !part.is_empty() && part.len() < full.len() && part.iter().zip(full).all(|(a, b)| self.same_word(a, b))
    }

    /// Whether a name in capitals is made of the first letters of a longer one.
    pub fn is_acronym(&self, short: &str, full: &str) -> bool {
        let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).collect();
        let capital = letters.iter().filter(|c| c.is_uppercase()).count();
        if !(2..=8).contains(&letters.len()) || capital * 2 <= letters.len() || short.contains(char::is_whitespace) {
            return false;
        }
        let wanted: Vec<String> = letters.iter().map(|c| c.to_lowercase().collect()).collect();
        let words = tokens(full);
        if words.len() < 2 {
            return false;
        }
        let initials = |skip_small: bool| -> Vec<String> {
            words
                .iter()
                .filter(|w| !(skip_small && self.small.contains(*w)))
                .filter_map(|w| w.chars().next().map(String::from))
                .collect()
        };
        [true, false].into_iter().any(|skip| {
            let initials = initials(skip);
            initials == wanted
                || (wanted.len() > 2
                    && initials.len() > wanted.len()
                    && is_subsequence(&wanted, &initials)
                    && initials.first() == wanted.first()
                    && initials.len() <= wanted.len() + 1)
        })
    }

    /// Whether a name in a script without blanks is short for another: its letters stand in the other in their order,
    /// and both begin alike.
    pub fn is_contraction(&self, short: &str, full: &str) -> bool {
        let (short, full): (Vec<char>, Vec<char>) = (short.chars().collect(), full.chars().collect());
        short.len() >= 2 && short.len() < full.len() && short[0] == full[0] && is_subsequence(&short, &full)
    }

    /// The words that tell a name from others: without legal forms and generic words, unless nothing would remain.
    fn bare<'n>(&self, name: &'n [String]) -> Vec<&'n String> {
        let bare: Vec<&String> = name
            .iter()
            .filter(|w| {
                !LEGAL_FORMS.contains(&w.as_str()) && !self.generic.contains(*w) && !self.is_generic_with_article(w)
            })
            .collect();
        if bare.is_empty() { name.iter().collect() } else { bare }
    }

    fn is_generic_with_article(&self, word: &str) -> bool {
        !self.article.is_empty() && word.strip_prefix(self.article.as_str()).is_some_and(|w| self.generic.contains(w))
    }
}

/// Whether two words share enough at the front: three letters, or two syllables of Hangul.
fn is_stem(shared: &str) -> bool {
    let hangul = shared.starts_with(|c| matches!(c, '\u{AC00}'..='\u{D7A3}'));
    shared.chars().count() >= STEM_LETTERS - usize::from(hangul)
}

fn owned(words: &[&String]) -> Vec<String> {
    words.iter().map(|w| (*w).clone()).collect()
}

/// Bytes that two words share at the front.
fn common_prefix(a: &str, b: &str) -> usize {
    a.char_indices()
        .zip(b.chars())
        .take_while(|((_, a), b)| a == b)
        .map(|((at, c), _)| at + c.len_utf8())
        .last()
        .unwrap_or(0)
}

fn has_initial(name: &[String]) -> bool {
    name.iter().any(|w| w.chars().count() == 1)
}

/// Whether a word is the first letter of another.
fn is_initial_of(initial: &str, word: &str) -> bool {
    let mut letters = initial.chars();
    letters.next().is_some_and(|c| word.starts_with(c)) && letters.next().is_none() && !initial.is_empty()
}

fn is_subsequence<T: PartialEq>(short: &[T], long: &[T]) -> bool {
    let mut rest = long.iter();
    short.iter().all(|s| rest.any(|l| l == s))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(a: &str, b: &str) -> (Vec<String>, Vec<String>) {
        (tokens(a), tokens(b))
    }

    fn russian() -> Comparer {
        let endings = "а у ом е ы и я ю ей ем ою ию ий ой ым".split(' ').map(str::to_owned).collect();
        Comparer { endings, ..Comparer::default() }
    }

    #[test]
    fn cases_of_a_name_are_one_name_and_other_names_are_not() {
        let russian = russian();
        assert!(russian.same_word("армении", "арменией"));
        assert!(russian.same_word("азербайджаном", "азербайджана"));
        assert!(!russian.same_word("иран", "ирак"));
        assert!(!russian.same_word("австрия", "австралия"));
    }

    #[test]
    fn parts_and_initials_of_a_person_are_the_person() {
        let plain = Comparer::default();
        for (part, full) in
            [("Ruto", "William Ruto"), ("Donald Trump", "Donald J. Trump"), ("J. Rowling", "Joanne Rowling")]
        {
            let (part, full) = names(part, full);
            assert!(plain.part_of_person(&part, &full), "{part:?} {full:?}");
        }
        let (a, b) = names("Bill Clinton", "Hillary Clinton");
        assert!(!plain.part_of_person(&a, &b));
    }

    #[test]
    fn acronyms_are_first_letters_with_or_without_small_words() {
        let small = HashSet::from(["for".to_owned(), "de".to_owned(), "des".to_owned()]);
        let comparer = Comparer { small, ..Comparer::default() };
        assert!(comparer.is_acronym("UNHCR", "United Nations High Commissioner for Refugees"));
        assert!(comparer.is_acronym("CSC", "Confédération des syndicats chrétiens"));
        assert!(!comparer.is_acronym("Reuters", "Rapid Support Forces"));
    }

    #[test]
    fn legal_forms_do_not_tell_companies_apart() {
        let plain = Comparer::default();
        let (a, b) = names("Severn Crossings", "Severn Crossings Ltd");
        assert!(plain.part_of_organization(&a, &b));
    }
}
