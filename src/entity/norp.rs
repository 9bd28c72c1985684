//! Nationality words in the text: one look-up a word.

use super::Context;
use super::cut::cuts;
use super::fold::fold;
use super::norp_index::{Form, NorpIndex};
use super::trim::begins_sentence;
use crate::lang::Pack;
use crate::lang::pack::Letters;
use crate::text::{ByteRange, WordKind};

/// A nationality word found in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nationality {
    /// Its bytes, without proclitic.
    pub range: ByteRange,
    /// The words it stands in.
    pub words: std::ops::Range<usize>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Letters of its first word before it.
    pub proclitic: Option<String>,
    /// Letters of its last word behind it.
    pub enclitic: Option<String>,
}

/// All nationality words of an article, in order, without overlaps.
pub fn nationalities(context: &Context) -> Vec<Nationality> {
    let Some(pack) = context.pack else { return Vec::new() };
    let Some(index) = NorpIndex::of(pack) else { return Vec::new() };
    let mut out: Vec<Nationality> = Vec::new();
    let mut i = 0;
    while i < context.words.len() {
        match find(context, pack, index, i) {
            Some(found) => {
                i = found.words.end;
                push(context, &mut out, found);
            }
            None => i += 1,
        }
    }
    out
}

/// Adds a find, or joins it to the one before where a hyphen without blanks ties them (`deutsch-französisch`).
fn push(context: &Context, out: &mut Vec<Nationality>, found: Nationality) {
    if let Some(last) = out.last_mut()
        && matches!(&context.text[last.range.end..found.range.start], "-" | "\u{2011}" | "–")
    {
        last.range.end = found.range.end;
        last.words.end = found.words.end;
        last.enclitic = found.enclitic;
        return;
    }
    out.push(found);
}

/// The nationality that begins in word `i`, if one does.
fn find(context: &Context, pack: &'static Pack, index: &NorpIndex, i: usize) -> Option<Nationality> {
    let word = &context.words[i];
    if word.kind != WordKind::Letters {
        return None;
    }
    let text = &context.text[word.range.clone()];
    if index.is_excepted(&fold(text)) {
        return None;
    }
    for cut in cuts(text, &pack.clitics) {
        let inner = &text[cut.front..text.len() - cut.back];
        for first in candidates(inner, pack) {
            for form in index.get(&first) {
                let Some(end) = follow(context, pack, form, i + 1) else { continue };
                let start = word.range.start + cut.front;
                let stop = if end == i + 1 { word.range.end - cut.back } else { context.words[end - 1].range.end };
                if !letters_fit(context.text, start..stop, form.letters) || !border_fits(context, pack, end) {
                    continue;
                }
                if names_a_feature(context, pack, index, i..end) {
                    continue;
                }
                return Some(Nationality {
                    range: start..stop,
                    words: i..end,
                    country: String::from_utf8_lossy(&form.country).into_owned(),
                    proclitic: (cut.front > 0).then(|| text[..cut.front].to_owned()),
                    enclitic: (cut.back > 0).then(|| text[text.len() - cut.back..].to_owned()),
                });
            }
        }
    }
    None
}

/// The folded forms under which a word may be listed: as it is, without the article, without a listed tail.
fn candidates(inner: &str, pack: &Pack) -> Vec<String> {
    let whole = fold(inner);
    let mut out = Vec::with_capacity(2);
    let article = pack.clitics.article.as_str();
    if !article.is_empty()
        && let Some(bare) = whole.strip_prefix(article)
    {
        out.push(bare.to_owned());
    }
    if !article.is_empty()
        && let Some(contraction) =
            pack.clitics.contractions.iter().find(|c| c[0].ends_with(&c[1]) && c[0].len() > c[1].len())
        && let Some(bare) = whole.strip_prefix(contraction[1].as_str())
    {
        out.push(bare.to_owned()); // the second ل of لل, which stands for the article
    }
    for tail in &pack.norp.tails {
        if let Some(bare) = whole.strip_suffix(tail.as_str()) {
            out.push(bare.to_owned());
        }
    }
    out.insert(0, whole);
    out
}

/// Whether the words from `i` on are the rest of a form; the index of the word behind them.
fn follow(context: &Context, pack: &Pack, form: &Form, mut i: usize) -> Option<usize> {
    for part in &form.rest {
        let word = context.words.get(i)?;
        let gap = &context.text[context.words[i - 1].range.end..word.range.start];
        if !gap.chars().all(char::is_whitespace) {
            return None;
        }
        let folded = fold(&context.text[word.range.clone()]);
        let bare = folded.strip_prefix(pack.clitics.article.as_str()).unwrap_or(&folded);
        if folded != **part && bare != &**part {
            return None;
        }
        i += 1;
    }
    Some(i)
}

fn letters_fit(text: &str, range: ByteRange, letters: Letters) -> bool {
    let span = &text[range.clone()];
    let Some(first) = span.chars().next() else { return false };
    match letters {
        Letters::Any => true,
        Letters::Capital => first.is_uppercase(),
        Letters::Small => first.is_lowercase(),
        Letters::Start => !first.is_uppercase() || is_shouted(span) || begins_sentence(text, range.start),
    }
}

/// Whether all letters are capitals, as in a headline.
fn is_shouted(span: &str) -> bool {
    let mut letters = span.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.all(char::is_uppercase)
}

/// Whether the words are part of the name of a sea or land beside them.
fn names_a_feature(context: &Context, pack: &Pack, index: &NorpIndex, words: std::ops::Range<usize>) -> bool {
    let touch = |left: usize, right: usize| {
        let (Some(a), Some(b)) = (context.words.get(left), context.words.get(right)) else { return false };
        context.text[a.range.end..b.range.start].chars().all(|c| c == ' ')
    };
    let is = |word: usize, known: &dyn Fn(&str) -> bool| {
        let text = &context.text[context.words[word].range.clone()];
        let bare = |cut: &super::cut::Cut| candidates(&text[cut.front..text.len() - cut.back], pack);
        cuts(text, &pack.clitics).iter().flat_map(bare).any(|form| known(&form))
    };
    let before = words.start.checked_sub(1).filter(|&i| touch(i, words.start));
    before.is_some_and(|i| is(i, &|form| index.is_feature_before(form)))
        || touch(words.end - 1, words.end) && is(words.end, &|form| index.is_feature_behind(form))
}

/// Whether no letter follows that makes another word of a country and people (`美国人质`).
fn border_fits(context: &Context, pack: &Pack, end: usize) -> bool {
    let behind = &context.text[context.words[end - 1].range.end..];
    !pack.norp.not_before.iter().any(|letter| behind.starts_with(letter.as_str()))
}
