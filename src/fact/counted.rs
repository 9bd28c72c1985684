//! What a number counts: the noun behind it, adjectives between, or a classifier.

use std::ops::Range;

use super::digits::symbol;
use super::grammar::Grammar;
use super::item::{Shape, Val};
use super::select::Chosen;
use super::token::{Token, TokenKind};

/// Adjectives between a number and its noun.
const MAX_ADJECTIVES: usize = 3;

/// Letters of the shortest noun that may stand in the pack's lists of words too.
const MIN_NOUN: usize = 5;

/// Numbers of four digits that are years rather than counts.
const YEARS: std::ops::Range<i64> = 1900..2100;

/// The bytes of the thing that a number counts; `None` if it counts nothing that can be told.
pub fn counted(text: &str, tokens: &[Token], chosen: &Chosen<'_>, grammar: &Grammar) -> Option<Range<usize>> {
    let Val::Number(number) = &chosen.item.val else { return None };
    // "the 2007 campaign": a year, not a count.
    let year = number.shape == Shape::Digits(4) && number.whole().is_some_and(|n| YEARS.contains(&n) && n % 100 != 0);
    if year {
        return None;
    }
    let counting = Counting { text, tokens, grammar };
    counting.classifier(chosen.end).or_else(|| counting.noun(chosen.end))
}

/// Whether a classifier begins at a token.
pub fn has_classifier(text: &str, tokens: &[Token], at: usize, grammar: &Grammar) -> bool {
    Counting { text, tokens, grammar }.classifier(at).is_some()
}

struct Counting<'a> {
    text: &'a str,
    tokens: &'a [Token],
    grammar: &'a Grammar,
}

impl Counting<'_> {
    fn word(&self, at: usize) -> Option<&str> {
        let token = self.tokens.get(at).filter(|t| !t.breaks && t.kind == TokenKind::Letters)?;
        Some(&self.text[token.range.start..self.tokens[self.end_of_word(at) - 1].range.end])
    }

    /// The token behind a word, which may hold apostrophes (Ukrainian "в'язень") and known pieces.
    fn end_of_word(&self, at: usize) -> usize {
        let glued = |at: usize, kind: TokenKind| self.tokens.get(at).is_some_and(|t| t.glued && t.kind == kind);
        let mut end = at + 1;
        loop {
            let apostrophe = glued(end, TokenKind::Symbol)
                && matches!(symbol(self.text, &self.tokens[end]), '\'' | '’' | 'ʼ')
                && glued(end + 1, TokenKind::Letters);
            // "30.000 US-Bürger"
            let hyphen = glued(end, TokenKind::Symbol)
                && matches!(symbol(self.text, &self.tokens[end]), '-' | '‑')
                && glued(end + 1, TokenKind::Letters);
            if hyphen || apostrophe && self.cyrillic(end + 1) {
                end += 2;
            } else {
                return end;
            }
        }
    }

    fn cyrillic(&self, at: usize) -> bool {
        self.text[self.tokens[at].range.clone()].chars().next().is_some_and(|c| ('\u{400}'..='\u{52F}').contains(&c))
    }

    /// A classifier, and the noun behind it where blanks tell one word from the next.
    fn classifier(&self, at: usize) -> Option<Range<usize>> {
        let first = self.tokens.get(at).filter(|t| !t.breaks)?;
        let rest = &self.text[first.range.start..];
        let classifiers = self.grammar.pack.numbers.classifiers.iter();
        let longest = classifiers.filter(|c| rest.starts_with(c.as_str())).max_by_key(|c| c.len())?;
        let end = first.range.start + longest.len();
        let next = (at..self.tokens.len()).find(|&i| self.tokens[i].range.start >= end).unwrap_or(self.tokens.len());
        if self.tokens[next - 1].range.end != end {
            return None; // a piece of a word
        }
        let noun = self.tokens.get(next).filter(|t| !t.glued).and_then(|_| self.noun(next));
        Some(noun.map_or(first.range.start..end, |noun| noun.start..noun.end))
    }

    fn noun(&self, first: usize) -> Option<Range<usize>> {
        let numbers = &self.grammar.pack.numbers;
        let mut at = first;
        while self.word(at).is_some_and(|w| self.is_adjective(w, at)) && at - first < MAX_ADJECTIVES {
            at = self.end_of_word(at);
        }
        // Without a noun behind it, what looks like an adjective is the noun.
        while at > first && !self.is_noun(at) {
            at -= 1;
        }
        if at == first && !self.is_noun(first) {
            return None;
        }
        let next = self.end_of_word(at);
        let compound = self.is_noun(next) && self.is_plural(next) && !self.is_plural(at);
        let last = self.end_of_word(if compound { next } else { at });
        let from = if numbers.capital_nouns { at } else { first };
        Some(self.tokens[from].range.start..self.tokens[last - 1].range.end)
    }

    fn is_adjective(&self, word: &str, at: usize) -> bool {
        let numbers = &self.grammar.pack.numbers;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let long = word.chars().count() > 3;
        let ends = |list: &[String]| list.iter().any(|ending| word.ends_with(ending.as_str()));
        if capital {
            // "27 Palestinian prisoners"
            return !numbers.capital_nouns
                && self.grammar.is_nationality(word)
                && !self.is_people(word, at)
                && self.is_noun(self.end_of_word(at));
        }
        let known = self.grammar.lexicon.is_phrase(&self.tokens[at]);
        numbers.adjectives.iter().any(|a| a == word) || long && !known && ends(&numbers.adjective_endings)
    }

    /// "880 Russians": a nationality that is a noun, by its plural, or by its capital where adjectives have none.
    fn is_people(&self, word: &str, at: usize) -> bool {
        self.grammar.is_nationality(word) && (self.grammar.small_adjectives || self.is_plural(at))
    }

    fn is_plural(&self, at: usize) -> bool {
        let endings = &self.grammar.pack.numbers.plural_endings;
        self.word(at).is_some_and(|w| {
            w.chars().count() > 3 && !w.ends_with("ss") && endings.iter().any(|e| w.ends_with(e.as_str()))
        })
    }

    fn is_noun(&self, at: usize) -> bool {
        let Some(word) = self.word(at) else { return false };
        let (pack, token) = (self.grammar.pack, &self.tokens[at]);
        // Short words of the patterns are prepositions and the like; long ones may be nouns.
        let long = word.chars().count() >= MIN_NOUN;
        let lexicon = &self.grammar.lexicon;
        let known = if long { lexicon.is_meaningful(token) } else { lexicon.is_phrase(token) };
        let goes_on = self.tokens.get(self.end_of_word(at)).is_some_and(|t| t.glued && t.kind == TokenKind::Letters);
        let refused = pack.numbers.not_counted.iter().any(|w| w == word) || word.chars().count() < 2;
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let lower = word.chars().next().is_some_and(char::is_lowercase);
        // Where nouns have capitals, what has none is no noun; elsewhere a capital makes a name.
        let name = if pack.numbers.capital_nouns { lower } else { capital && !self.is_people(word, at) };
        // What is counted has no article: "940 للإبلاغ" counts nothing.
        let article = pack.lexing.article.as_str();
        let cut = |prefix: &String| {
            let rest = word.strip_prefix(prefix.as_str());
            rest.is_some_and(|rest| rest.starts_with(article) || prefix.chars().count() > 1)
        };
        let definite = !article.is_empty() && (word.starts_with(article) || pack.lexing.prefixes.iter().any(cut));
        !known && !goes_on && !refused && !definite && !name
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::finder::tests::shown;

    #[test]
    fn the_next_fact_keeps_its_words() {
        let found = shown("en", "twenty every May one");
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("CARDINAL twenty"), "{found:?}");
    }

    #[test]
    fn the_noun_stands_behind_its_adjectives() {
        assert_eq!(
            shown("en", "with 27 Palestinian prisoners"),
            ["COUNT 27 Palestinian prisoners 27 Palestinian prisoners"]
        );
        assert_eq!(shown("en", "five police stations"), ["COUNT five police stations 5 police stations"]);
        assert_eq!(shown("en", "the 12 men say so"), ["COUNT 12 men 12 men"]);
        assert_eq!(shown("de", "von 14 gemessenen Quellen"), ["COUNT 14 gemessenen Quellen 14 Quellen"]);
        assert_eq!(shown("de", "nur zehn gibt es"), ["CARDINAL zehn 10"]);
        assert_eq!(shown("de", "30.000 EU-Bürger")[0], "COUNT 30.000 EU-Bürger 30000 EU-Bürger");
        assert_eq!(shown("en", "with 880 Russians caught"), ["COUNT 880 Russians 880 Russians"]);
    }

    #[test]
    fn a_classifier_makes_a_count() {
        assert_eq!(shown("ja", "約1万2000人が"), ["COUNT 約1万2000人 12000 人"]);
    }
}
