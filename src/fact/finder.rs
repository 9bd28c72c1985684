//! The finder: one call from text to facts.

use std::ops::Range;

use jiff::civil::DateTime;
use serde_json::{Map, Value};

use super::border::stands_free;
use super::chain;
use super::chart;
use super::counted::counted;
use super::grammar::{Grammar, grammar};
use super::item::{Item, Val};
use super::paragraph;
use super::resolve::{Context, Prefer, Source};
use super::select::select;
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
        let closed = chain::closed(text, tokens);
        let fits = |item: &Item, start: usize, end: usize| {
            !closed[start..end].contains(&true)
                && stands_free((text, tokens), &rows, grammar, item, (start, end))
                && makes_sense(&item.val, &plain)
        };
        let mut all = select(&rows, tokens, fits).into_iter().peekable();
        while let Some(chosen) = all.next() {
            let tense = tense::direction(text, tokens, &rows, &chosen, grammar);
            let prefer = tense.unwrap_or(self.options.prefer);
            let source = if tense.is_some() { Source::Tense } else { Source::Options };
            let cx = Context { prefer, source, ..plain };
            let Some((mut kind, mut map)) = value(&chosen.item.val, &cx, input.places) else { continue };
            let mut range = tokens[chosen.start].range.start..tokens[chosen.end - 1].range.end;
            // A noun that the next fact holds is counted by nothing ("twenty every May").
            let next = all.peek().map_or(usize::MAX, |next| tokens[next.start].range.start);
            let of = if kind == FactKind::Cardinal { counted(text, tokens, &chosen, grammar) } else { None };
            let of = of.filter(|of| of.end <= next);
            if of.is_none() && grammar.is_weak(&text[range.clone()]) && chosen.end - chosen.start < tokens.len() {
                continue; // a number word that is another word too, and counts nothing
            }
            if let Some(of) = of {
                kind = FactKind::Count;
                range.end = of.end;
                let modifier = map.shift_remove("mod");
                map.insert("of".into(), text[of].into());
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The facts of a text, for the tests of the modules beside this one.
    pub fn facts(lang: &str, text: &str) -> Vec<FoundFact> {
        let words = crate::text::words(text);
        let input = FactInput { text, words: &words, lang, reference: None, places: &[] };
        FactFinder::new(FactOptions::default()).find(&input)
    }

    /// The spans of the facts of a text.
    pub fn spans(lang: &str, text: &str) -> Vec<String> {
        facts(lang, text).into_iter().map(|f| text[f.range].to_owned()).collect()
    }

    /// Type, span and number (or counted thing) of the facts of a text.
    pub fn shown(lang: &str, text: &str) -> Vec<String> {
        let show = |f: FoundFact| {
            let key = |key: &str| f.value.get(key).and_then(Value::as_str).map(str::to_owned);
            let value = [key("number"), key("currency"), key("unit"), key("of")];
            format!(
                "{} {} {}",
                f.kind.name(),
                &text[f.range.clone()],
                value.into_iter().flatten().collect::<Vec<_>>().join(" ")
            )
        };
        facts(lang, text).into_iter().map(show).collect()
    }

    #[test]
    fn digits_and_words_make_one_number() {
        assert_eq!(shown("fa", "۲۷ هزار و ۶۴۰ نفر"), ["COUNT ۲۷ هزار و ۶۴۰ نفر 27640 نفر"]);
        assert_eq!(shown("ja", "1万3200円"), ["MONEY 1万3200円 13200 JPY"]);
        assert_eq!(shown("ko", "300만원이 든다"), ["MONEY 300만원 3000000 KRW"]);
        assert_eq!(shown("fr", "près de 91\u{202F}700 voix")[0], "COUNT près de 91\u{202F}700 voix 91700 voix");
        assert!(spans("de", "seit 2015 und Millionen Menschen").iter().all(|s| !s.contains("und")));
        assert_eq!(shown("en", "a 20-million plan"), ["COUNT 20-million plan 20000000 plan"]);
        assert_eq!(shown("en", "12,34,567 votes"), ["COUNT 12,34,567 votes 1234567 votes"]);
    }

    #[test]
    fn amounts_of_money_and_of_degrees() {
        assert_eq!(shown("en", "they lost 45 USD million")[0], "MONEY 45 USD million 45000000 USD");
        assert_eq!(shown("de", "sie zahlte 14 500 EUR")[0], "MONEY 14 500 EUR 14500 EUR");
        assert_eq!(shown("en", "at 380 pence a share")[0], "MONEY 380 pence 3.8 GBP");
        let range = &facts("en", "from -12 °C to -21 °C")[0].value;
        assert_eq!((range["min"].as_str(), range["max"].as_str()), (Some("-21"), Some("-12")));
    }

    #[test]
    fn words_inside_and_before_a_number_change_it() {
        assert_eq!(shown("zh", "600余万元")[0][.."MONEY 600余万元 6000000".len()], *"MONEY 600余万元 6000000");
        assert_eq!(shown("zh", "三百零二，四千六"), ["CARDINAL 三百零二 302", "CARDINAL 四千六 4600"]);
        assert_eq!(shown("zh", "近四成"), ["PERCENT 近四成 40"]);
        assert_eq!(shown("hi", "साढ़े चार लाख"), ["CARDINAL साढ़े चार लाख 450000"]);
        assert_eq!(shown("es", "el quincuagésimo octavo"), ["ORDINAL quincuagésimo octavo 58"]);
    }

    #[test]
    fn a_word_that_may_be_no_number_is_one_where_it_counts() {
        assert_eq!(shown("zh", "三个人"), ["COUNT 三个 3 个"]);
        assert!(spans("zh", "一般来说").is_empty());
    }
}
