//! The finder: one call from text to facts.

use std::ops::Range;

use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::chart;
use super::grammar::{Grammar, grammar};
use super::item::{Item, Val};
use super::paragraph;
use super::resolve::{Context, Prefer, Source};
use super::select::{Chosen, select};
use super::tense;
use super::token::{Token, TokenKind, tokens};
use super::value::{FactKind, value};
use super::vocab::NO_WORD;
use super::when::When;
use crate::text::Word;

/// What is looked for, and how open dates are read.
#[derive(Debug, Clone, Default)]
pub struct FactOptions {
    /// Direction of dates that the text leaves open.
    pub prefer: Prefer,
    /// Only these types; all if empty.
    pub types: Vec<FactKind>,
}

/// An article as the finder sees it.
#[derive(Debug, Clone, Copy)]
pub struct FactInput<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words ([`crate::text::words`]).
    pub words: &'a [Word],
    /// The code of its language's pack.
    pub lang: &'a str,
    /// The reference date.
    pub reference: Option<DateTime>,
    /// Country codes that the article mentions, one for each mention: they decide what a bare "dollar" is.
    pub places: &'a [&'a str],
}

/// A fact: its type, place and value.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundFact {
    /// Its type.
    pub kind: FactKind,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The value, with the keys of the contract in their order.
    pub value: Map<String, Value>,
}

/// Finds the value facts of a text.
///
/// ```
/// use alam::fact::{FactFinder, FactInput, FactOptions};
/// let text = "It cost more than 20 million euros.";
/// let words = alam::text::words(text);
/// let input = FactInput { text, words: &words, lang: "en", reference: None, places: &[] };
/// let facts = FactFinder::new(FactOptions::default()).find(&input);
/// assert_eq!(&text[facts[0].range.clone()], "more than 20 million euros");
/// assert_eq!(facts[0].value["number"], "20000000");
/// ```
#[derive(Debug, Clone, Default)]
pub struct FactFinder {
    options: FactOptions,
}

/// Tokens of a line that are looked at in one piece: a longer line is cut where nothing is known.
const MAX_LINE: usize = 2_000;

impl FactFinder {
    /// A finder with its options.
    pub fn new(options: FactOptions) -> Self {
        Self { options }
    }

    /// The facts of a text in order, without overlaps. Without a pack for the language there are none.
    pub fn find(&self, input: &FactInput<'_>) -> Vec<FoundFact> {
        let mut out = Vec::new();
        for (lang, words) in paragraph::languages(input.text, input.words, input.lang) {
            let Some(grammar) = grammar(&lang) else { continue };
            let tokens = tokens(input.text, words, &grammar.lexicon.vocab);
            for line in lines(&tokens) {
                self.line(input, &tokens[line], grammar, &mut out);
            }
        }
        out
    }

    fn line(&self, input: &FactInput<'_>, tokens: &[Token], grammar: &Grammar, out: &mut Vec<FoundFact>) {
        let text = input.text;
        let rows = chart::fill(text, tokens, grammar);
        if rows.iter().all(Vec::is_empty) {
            return;
        }
        let plain = Context { reference: input.reference, prefer: self.options.prefer, ..Context::default() };
        let fits = |item: &Item, start: usize, end: usize| {
            stands_free(text, tokens, item, start, end) && makes_sense(&item.val, &plain)
        };
        for chosen in select(&rows, tokens, fits) {
            let tense = tense::direction(text, tokens, &rows, &chosen, grammar);
            let prefer = tense.unwrap_or(self.options.prefer);
            let source = if tense.is_some() { Source::Tense } else { Source::Options };
            let cx = Context { prefer, source, ..plain };
            let Some((mut kind, mut map)) = value(&chosen.item.val, &cx, input.places) else { continue };
            let mut range = tokens[chosen.start].range.start..tokens[chosen.end - 1].range.end;
            if kind == FactKind::Cardinal
                && let Some(noun) = counted(text, tokens, &chosen, grammar)
            {
                kind = FactKind::Count;
                range.end = noun.end;
                let modifier = map.shift_remove("mod");
                map.insert("of".into(), text[noun].into());
                if let Some(modifier) = modifier {
                    map.insert("mod".into(), modifier);
                }
            }
            if self.options.types.is_empty() || self.options.types.contains(&kind) {
                out.push(FoundFact { kind, range, value: map });
            }
        }
    }
}

/// The lines of a text as ranges of tokens.
fn lines(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let long =
            at - start >= MAX_LINE && token.word == NO_WORD && token.bare == NO_WORD && token.kind != TokenKind::Digits;
        if at > start && (token.breaks || long || at - start >= 2 * MAX_LINE) {
            out.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        out.push(start..tokens.len());
    }
    out
}

/// Whether a letter belongs to an alphabet whose words are separated by blanks and never written on digits.
fn is_spaced_letter(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\0'..='\u{52F}' | '\u{1E00}'..='\u{1FFF}')
}

/// What is put together of dates must be one, else its parts are read alone ("Monday tomorrow"). Days that no month has
/// stand for themselves: the parts of "20–29 February 2022" are no dates.
fn makes_sense(val: &Val, cx: &Context) -> bool {
    let Val::When(when, _) = val else { return true };
    let composed = match &**when {
        When::Between(Some(a), Some(b)) => !matches!((&**a, &**b), (When::Fields(_), When::Fields(_))),
        When::Between(..) | When::Inside(..) | When::At(Some(_), _) | When::PartOf(Some(_), ..) => true,
        _ => false,
    };
    !composed || value(val, cx, &[]).is_some()
}

/// A number must not be a piece of a name or a code ("F-16", "G7", "4x4").
fn stands_free(text: &str, tokens: &[Token], item: &Item, start: usize, end: usize) -> bool {
    if matches!(item.val, Val::When(..)) {
        return !chained(text, tokens, start, end);
    }
    if !matches!(item.val, Val::Number(_)) {
        return true;
    }
    let letter = |token: &Token| text[token.range.clone()].chars().next().is_some_and(is_spaced_letter);
    let symbol = |token: &Token| super::digits::symbol(text, token);
    let before = || {
        let first = &tokens[start];
        if start == 0 || !first.glued {
            return true;
        }
        let previous = &tokens[start - 1];
        match symbol(previous) {
            '-' | '/' | '.' | ':' | '_' | '#' => {
                let chained = previous.glued && start > 1 && tokens[start - 2].kind != TokenKind::Symbol;
                !chained
            }
            _ => !letter(previous),
        }
    };
    let behind = || {
        let Some(next) = tokens.get(end).filter(|t| t.glued) else { return true };
        if letter(next) {
            return false;
        }
        let chained = matches!(symbol(next), ':' | '/' | '-' | '_' | '.')
            && tokens.get(end + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Digits);
        !chained
    };
    before() && behind()
}

/// Whether digits at the border of a date go on behind a separator ("2012-08-32", "12-1234").
fn chained(text: &str, tokens: &[Token], start: usize, end: usize) -> bool {
    let separator = |at: usize| {
        tokens.get(at).is_some_and(|t| t.glued && matches!(super::digits::symbol(text, t), '-' | '/' | '.'))
    };
    let digits = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
    let glued = |at: usize| tokens.get(at).is_some_and(|t| t.glued);
    let before = start > 1 && digits(start) && glued(start) && separator(start - 1) && digits(start - 2);
    let behind = digits(end - 1) && separator(end) && digits(end + 1) && glued(end + 1);
    before || behind
}

/// The bytes of the thing that a number counts: the word behind it, if it is none of the pack's own.
fn counted(text: &str, tokens: &[Token], chosen: &Chosen<'_>, grammar: &Grammar) -> Option<Range<usize>> {
    let next = tokens.get(chosen.end).filter(|t| !t.breaks && t.kind == TokenKind::Letters)?;
    if !matches!(chosen.item.val, Val::Number(_)) || next.word != NO_WORD || next.bare != NO_WORD {
        return None;
    }
    let word = &text[next.range.clone()];
    let pack = grammar.pack;
    let refused = pack.numbers.not_counted.iter().any(|w| w == word) || word.chars().count() < 2;
    let name = word.chars().next().is_some_and(char::is_uppercase) && !pack.numbers.capital_nouns;
    // What is counted has no article: "940 للإبلاغ" counts nothing.
    let article = pack.lexing.article.as_str();
    let cut = |prefix: &String| {
        let rest = word.strip_prefix(prefix.as_str());
        rest.is_some_and(|rest| rest.starts_with(article) || prefix.chars().count() > 1)
    };
    let definite = !article.is_empty() && (word.starts_with(article) || pack.lexing.prefixes.iter().any(cut));
    let refused = refused || definite;
    (!refused && !name).then(|| next.range.clone())
}
