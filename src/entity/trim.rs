//! Borders of a mention: signs, brackets, titles, articles, elisions and suffixes are taken off.

use super::cut::{APOSTROPHES, elision, suffix};
use super::draft::Draft;
use super::fold::{fold, is_sign};
use super::known::Known;
use super::{Context, Mention};
use crate::lang::pack::Clitics;
use crate::text::WordKind;

/// Letters of an abbreviation that keeps its dot at the end of a name.
const ABBREVIATIONS: &[&str] = &["jr", "sr", "inc", "co", "corp", "ltd", "bros", "st", "dr", "mt", "ph"];

/// The drafts of a mention: none if it holds no letter, two if a bracket cuts it ("World Health Organization (WHO)").
pub fn drafts(context: &Context, mention: &Mention) -> Vec<Draft> {
    let mut out = Vec::with_capacity(1);
    for part in at_brackets(context, mention) {
        if let Some(draft) = draft(context, part) {
            out.push(draft);
        }
    }
    out
}

/// Joins mentions that are one name in two pieces: two of one type of which the first ends in a word like `de`.
pub fn joined(context: &Context, mentions: Vec<Mention>) -> Vec<Mention> {
    let mut out: Vec<Mention> = Vec::with_capacity(mentions.len());
    for mention in mentions {
        if let Some(last) = out.last_mut()
            && last.kind == mention.kind
            && last.words.end == mention.words.start
            && is_one_name(context, last, &mention)
        {
            last.words.end = mention.words.end;
            last.score = last.score.min(mention.score);
            continue;
        }
        out.push(mention);
    }
    out
}

fn is_one_name(context: &Context, first: &Mention, second: &Mention) -> bool {
    let (Some(last), Some(next)) = (first.words.end.checked_sub(1), context.words.get(second.words.start)) else {
        return false;
    };
    let Some(end) = context.words.get(last).map(|w| w.range.end) else { return false };
    if context.text.get(end..next.range.start) != Some(" ") {
        return false;
    }
    context.pack.is_some_and(|pack| pack.names.small.iter().any(|w| w == word(context, last)))
}

/// Cuts a mention at brackets inside it.
fn at_brackets(context: &Context, mention: &Mention) -> Vec<Mention> {
    let mut parts = vec![Mention { words: mention.words.start..mention.words.start, ..mention.clone() }];
    for i in mention.words.clone() {
        let text = context.words.get(i).map_or("", |w| &context.text[w.range.clone()]);
        let bracket = matches!(text, "(" | ")" | "（" | "）" | "[" | "]" | "=" | "＝");
        if !bracket && i + 1 < mention.words.end && ends_name(context, mention, text) {
            if let Some(last) = parts.last_mut() {
                last.words.end = i + 1;
            }
            parts.push(Mention { words: i + 1..i + 1, ..mention.clone() });
        } else if bracket {
            parts.push(Mention { words: i + 1..i + 1, ..mention.clone() });
        } else if let Some(last) = parts.last_mut() {
            last.words.end = i + 1;
        }
    }
    parts
}

/// Whether a word inside a mention carries a suffix that only the end of a name can have (`Togg’un Gemlik`).
fn ends_name(context: &Context, mention: &Mention, word: &str) -> bool {
    let clitics = context.pack.map(|pack| &pack.clitics).filter(|c| c.suffixes.iter().any(|s| s == "*"));
    mention.kind != "ORG" && clitics.is_some_and(|clitics| suffix(word, clitics).is_some())
}

fn draft(context: &Context, mut mention: Mention) -> Option<Draft> {
    let empty = Clitics::default();
    let clitics = context.pack.map_or(&empty, |pack| &pack.clitics);
    mention.words.end = mention.words.end.min(context.words.len());
    trim_symbols(context, &mut mention);
    trim_front(context, clitics, &mut mention);
    trim_symbols(context, &mut mention);
    trim_small_words(context, &mut mention);
    trim_place_tails(context, clitics, &mut mention);
    trim_suffix_words(context, clitics, &mut mention);
    let words = context.words.get(mention.words.clone()).filter(|w| !w.is_empty())?;
    if !words.iter().any(|w| w.kind != WordKind::Symbol) {
        return None;
    }
    let mut draft = Draft {
        kind: mention.kind,
        range: words[0].range.start..words[words.len() - 1].range.end,
        words: mention.words,
        score: mention.score,
        ..Draft::default()
    };
    cut_elision(context, clitics, &mut draft);
    cut_suffix(context, clitics, &mut draft);
    cut_head(context, clitics, &mut draft);
    cut_tail(context, clitics, &mut draft);
    trim_signs(context, &mut draft);
    keep_dot(context, &mut draft);
    (!draft.range.is_empty() && is_name(context, &draft)).then_some(draft)
}

/// Whether what is left can be a name: more than a letter of an alphabet, and not only a common noun.
fn is_name(context: &Context, draft: &Draft) -> bool {
    let text = draft.text(context);
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let lone = letters.next().is_some_and(|c| c < '\u{2E80}') && letters.next().is_none();
    let generic = context.pack.is_some_and(|pack| Known::of(pack).is_generic(&fold(text)));
    let small = !text.chars().any(char::is_uppercase);
    let letter = lone && draft.kind != "ORG";
    let noun = generic && small;
    !letter && !noun
}

fn word<'a>(context: &Context<'a>, i: usize) -> &'a str {
    context.words.get(i).map_or("", |w| &context.text[w.range.clone()])
}

fn is_symbol(context: &Context, i: usize) -> bool {
    context.words.get(i).is_some_and(|w| w.kind == WordKind::Symbol && &context.text[w.range.clone()] != "+")
}

/// Takes quotes, brackets, dots and other symbols off both ends.
fn trim_symbols(context: &Context, mention: &mut Mention) {
    while !mention.words.is_empty() && is_symbol(context, mention.words.start) {
        mention.words.start += 1;
    }
    while !mention.words.is_empty() && is_symbol(context, mention.words.end - 1) {
        mention.words.end -= 1;
    }
}

/// Takes words like `de` or `of` off the end, where they can only have led to a name that was not found.
fn trim_small_words(context: &Context, mention: &mut Mention) {
    let Some(pack) = context.pack else { return };
    while mention.words.len() > 1 {
        let last = word(context, mention.words.end - 1);
        let small = last.chars().all(char::is_lowercase) && pack.names.small.iter().any(|w| w == last);
        if !small {
            return;
        }
        mention.words.end -= 1;
        trim_symbols(context, mention);
    }
}

/// Takes a common noun off the end of a place's name (`Karlıova ilçesinde`).
fn trim_place_tails(context: &Context, clitics: &Clitics, mention: &mut Mention) {
    while mention.kind == "LOC"
        && mention.words.len() > 1
        && clitics.place_tails.iter().any(|tail| tail == word(context, mention.words.end - 1))
    {
        mention.words.end -= 1;
    }
}

/// Takes titles and articles off the front, as long as a word remains.
fn trim_front(context: &Context, clitics: &Clitics, mention: &mut Mention) {
    loop {
        let start = mention.words.start;
        let first = fold(word(context, start));
        let known = context.pack.map(Known::of);
        let title = known.is_some_and(|known| known.is_before(&mention.kind, &first));
        let article = known.is_some_and(|known| known.is_article(&first));
        let outside = title || (article && is_outside(context, clitics, mention));
        if !outside {
            return;
        }
        let mut next = start + 1;
        while next < mention.words.end && is_symbol(context, next) {
            next += 1;
        }
        if next >= mention.words.end {
            return;
        }
        mention.words.start = next;
    }
}

/// Whether the article that a mention begins with is not part of the name: a small one, or a capital one where a
/// sentence begins, unless the pack knows the name with it.
fn is_outside(context: &Context, clitics: &Clitics, mention: &Mention) -> bool {
    let first = word(context, mention.words.start);
    if mention.words.len() < 2 {
        return false;
    }
    let phrase = fold(
        &context.text[context.words[mention.words.start].range.start..]
            .split_terminator(['\n', ',', '.', ')'])
            .next()
            .unwrap_or("")
            .chars()
            .take(40)
            .collect::<String>(),
    );
    if clitics.keep_article.iter().any(|name| phrase.starts_with(name.as_str())) {
        return false;
    }
    first.chars().next().is_some_and(char::is_lowercase)
        || begins_sentence(context.text, context.words[mention.words.start].range.start)
}

/// Whether a sentence, a quotation or a line begins at this byte.
pub fn begins_sentence(text: &str, start: usize) -> bool {
    let before =
        text[..start].trim_end_matches([' ', '\t', '\u{A0}', '"', '“', '«', '„', '(', '‘', '—', '–', '-', '•']);
    before.is_empty() || before.ends_with(['.', '!', '?', '\n', '\r', ':', '…', '”', '»', '"', ';', '·', '।'])
}

/// Takes a hyphen or colon with a suffix behind off the end, where these are words of their own (`EU - nak`).
fn trim_suffix_words(context: &Context, clitics: &Clitics, mention: &mut Mention) {
    let end = mention.words.end;
    if mention.words.len() < 3 || !is_suffix_at(context, clitics, end - 2) {
        return;
    }
    mention.words.end = end - 2;
}

/// Whether the words `i`, `i + 1` are a mark and a listed suffix written on the word before.
fn is_suffix_at(context: &Context, clitics: &Clitics, i: usize) -> bool {
    let (mark, tail) = (word(context, i), word(context, i + 1));
    if mark.is_empty() || tail.is_empty() || !clitics.suffix_marks.iter().any(|m| m == mark) || i == 0 {
        return false;
    }
    let touches = |a: usize| context.words[a].range.end == context.words[a + 1].range.start;
    touches(i - 1) && touches(i) && suffix(&format!("x{mark}{tail}"), clitics).is_some()
}

fn cut_elision(context: &Context, clitics: &Clitics, draft: &mut Draft) {
    if let Some(bytes) = elision(draft.text(context), clitics).filter(|&bytes| bytes < draft.range.len()) {
        draft.proclitic = Some(draft.text(context)[..bytes].to_owned());
        draft.range.start += bytes;
    } else if draft.range.start == context.words[draft.words.start].range.start {
        before(context, clitics, draft);
    }
}

/// An elided word that stands before the mention as words of its own (`dell` `’` `ONU`).
fn before(context: &Context, clitics: &Clitics, draft: &mut Draft) {
    let start = draft.range.start;
    let Some(mark) = context.text[..start].chars().next_back().filter(|c| APOSTROPHES.contains(c)) else { return };
    let head = &context.text[..start - mark.len_utf8()];
    let from = head.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last().map_or(head.len(), |(at, _)| at);
    if clitics.elisions.contains(&head[from..].to_lowercase()) {
        draft.proclitic = Some(context.text[from..start].to_owned());
    }
}

fn cut_suffix(context: &Context, clitics: &Clitics, draft: &mut Draft) {
    let last = draft.words.end - 1;
    let start = context.words[last].range.start.max(draft.range.start);
    let text = &context.text[start..draft.range.end];
    let kept = clitics.keep_suffix.iter().any(|name| fold(draft.text(context)).ends_with(name.as_str()));
    if let Some(bytes) = suffix(text, clitics).filter(|&bytes| bytes < text.len() && !kept) {
        draft.enclitic = Some(text[text.len() - bytes..].to_owned());
        draft.range.end -= bytes;
    } else if is_suffix_at(context, clitics, draft.words.end) {
        let end = context.words[draft.words.end + 1].range.end;
        draft.enclitic = Some(context.text[draft.range.end..end].to_owned());
    }
}

/// Takes a title off the front of a person's name, where it is written on it.
fn cut_head(context: &Context, clitics: &Clitics, draft: &mut Draft) {
    let text = draft.text(context);
    let head = clitics.title_heads.iter().find(|head| text.len() > 2 * head.len() && text.starts_with(head.as_str()));
    if let Some(head) = head.filter(|_| draft.kind == "PER") {
        draft.range.start += head.len();
        while draft.words.len() > 1 && context.words[draft.words.start].range.end <= draft.range.start {
            draft.words.start += 1;
        }
    }
}

/// Takes a title off the end, where it is written on the name, and what follows a country in a script without blanks
/// (`匈牙利东部`).
fn cut_tail(context: &Context, clitics: &Clitics, draft: &mut Draft) {
    let text = draft.text(context);
    if let Some(tail) =
        clitics.title_tails.iter().find(|tail| text.len() > 2 * tail.len() && text.ends_with(tail.as_str()))
    {
        draft.range.end -= tail.len();
    } else if draft.kind == "LOC"
        && let Some(bytes) = context.pack.and_then(|pack| Known::of(pack).country_before(text))
    {
        draft.range.end = draft.range.start + bytes;
    } else {
        return;
    }
    while draft.words.len() > 1 && context.words[draft.words.end - 1].range.start >= draft.range.end {
        draft.words.end -= 1;
    }
}

/// Takes tatweel, apostrophes and invisible marks off the ends of the range.
fn trim_signs(context: &Context, draft: &mut Draft) {
    let text = draft.text(context);
    let front = text.trim_start_matches(|c: char| is_filler(c) || APOSTROPHES.contains(&c));
    let both = front.trim_end_matches(is_filler);
    draft.range.start += text.len() - front.len();
    draft.range.end = draft.range.start + both.len();
}

/// A sign that fills a line rather than spells a word.
fn is_filler(c: char) -> bool {
    is_sign(c) && (c == 'ـ' || crate::text::is_invisible(c)) || c.is_whitespace()
}

/// Gives an abbreviation its dot back (`U.S.`, `Robert Downey Jr.`).
fn keep_dot(context: &Context, draft: &mut Draft) {
    if !context.text[draft.range.end..].starts_with('.') {
        return;
    }
    let text = draft.text(context);
    let last = text.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    let dotted = last.contains('.') && last.split('.').all(|part| part.chars().count() <= 2 && !part.is_empty());
    let listed = text.len() > last.len() && ABBREVIATIONS.contains(&last.to_lowercase().as_str());
    if dotted || listed {
        draft.range.end += 1;
    }
}
