//! Datelines: where and by which agency an article was sent (`NAIROBI, 19 Feb (Reuters) –`, `تهران - ایسنا:`).
//!
//! They have fixed forms and little context, so the form decides the types: the place is a `LOC`, the agency an `ORG`.
//! Only the first lines are looked at.

use super::Context;
use super::draft::Draft;
use crate::text::{ByteRange, WordKind};

/// Lines that may hold the dateline: headline, subtitle, first paragraph, and one more.
const LINES: usize = 4;

/// Bytes of a line before the dash that ends a dateline.
const MOST_BYTES: usize = 140;

/// Words of an agency's name.
const MOST_WORDS: usize = 4;

/// Probability given to what the form alone says.
const FORM_SCORE: f32 = 0.85;

/// Types the mentions of a dateline, and adds the agency if it was missed.
pub fn apply(context: &Context, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut start = 0;
    for line in context.text.split_inclusive('\n').filter(|line| !line.trim().is_empty()).take(LINES) {
        start += context.text[start..].find(line).unwrap_or_default();
        let found = find(context.text, start..start + line.trim_end().len(), context);
        if let Some(dateline) = found {
            set(context, &mut drafts, dateline.agency, "ORG", true);
            if let Some(place) = dateline.place {
                set(context, &mut drafts, place, "LOC", false);
            }
            drafts.sort_by_key(|d| (d.range.start, d.range.end));
            return drafts;
        }
        start += line.len();
    }
    drafts
}

/// The parts of a dateline.
struct Dateline {
    agency: ByteRange,
    place: Option<ByteRange>,
}

fn find(text: &str, line: ByteRange, context: &Context) -> Option<Dateline> {
    let body = &text[line.clone()];
    if let Some(form) = context.pack.map(|p| &p.names.dateline).filter(|form| form.len() == 2)
        && let Some(found) = pressed(body, line.start, &form[0], &form[1])
    {
        return Some(found);
    }
    if let Some(found) = equated(text, line.start, body) {
        return Some(found);
    }
    let (dash, after) = dash_in(body)?;
    let head = body[..dash].trim_end();
    if let Some(inner) = head.strip_suffix([')', '）']) {
        let open = inner.rfind(['(', '（'])?;
        let from = open + inner[open..].chars().next().map_or(1, char::len_utf8);
        return dateline(text, line.start, from..inner.len(), 0..open);
    }
    if let Some(slash) = head.find(['/', '／']) {
        return dateline(text, line.start, slash + 1..head.len(), 0..slash);
    }
    let behind = &body[after..];
    let end = behind.find([':', '.', '：'])?;
    let single = behind[..end].split_whitespace().count() <= if behind[end..].starts_with('.') { 1 } else { 2 };
    let closed = behind[end..].chars().nth(1).is_none_or(char::is_whitespace);
    (single && closed).then(|| dateline(text, line.start, after..after + end, 0..dash))?
}

/// A dateline in brackets with an equals sign, at the front of a line: `(서울=연합뉴스)`.
fn equated(text: &str, base: usize, body: &str) -> Option<Dateline> {
    let inner = body.strip_prefix('(')?;
    let close = inner.find(')').filter(|&close| close <= MOST_BYTES)?;
    let equals = inner[..close].find('=')?;
    dateline(text, base, equals + 2..close + 1, 1..equals + 1)
}

/// The first dash with a blank behind it, and where the text behind begins.
fn dash_in(body: &str) -> Option<(usize, usize)> {
    let limit = body.char_indices().map(|(at, _)| at).take_while(|&at| at <= MOST_BYTES).last()?;
    let (at, dash) = body[..limit].char_indices().find(|&(at, c)| {
        matches!(c, '-' | '–' | '—' | '―')
            && at > 0
            && body[at + c.len_utf8()..].starts_with([' ', '\u{A0}'])
            && body[..at].ends_with([' ', '\u{A0}', ')', '）', '.'])
    })?;
    let after = at + dash.len_utf8();
    Some((at, after + body[after..].len() - body[after..].trim_start().len()))
}

/// A dateline of an agency and what stands before it, if both look like names; ranges are relative to `base`.
fn dateline(text: &str, base: usize, agency: ByteRange, before: ByteRange) -> Option<Dateline> {
    let agency = trimmed(text, base + agency.start..base + agency.end);
    let name = &text[agency.clone()];
    let fits = !name.is_empty()
        && name.split_whitespace().count() <= MOST_WORDS
        && !name.chars().any(|c| c.is_numeric() || matches!(c, ',' | '،' | ';' | '(' | '"' | '«'))
        && name.chars().next().is_some_and(|c| !c.is_lowercase());
    let head = &text[base + before.start..base + before.end];
    let head = head.split([',', '،', '(', '/']).next().unwrap_or("");
    let place = trimmed(text, base + before.start..base + before.start + head.len());
    let known = text[place.clone()].split_whitespace().count() <= MOST_WORDS
        && !text[place.clone()].chars().any(char::is_numeric)
        && !place.is_empty();
    (fits && known).then_some(Dateline { agency, place: Some(place) })
}

/// A dateline without blanks: an agency that ends in `agency_end`, a place, a date, `date_end` (新华社北京10月14日电).
fn pressed(body: &str, base: usize, agency_end: &str, date_end: &str) -> Option<Dateline> {
    let end = body.find(date_end).filter(|&end| end <= MOST_BYTES)?;
    let agency = body[..end].find(agency_end)? + agency_end.len();
    let digit = agency + body[agency..end].find(|c: char| c.is_numeric())?;
    if agency == digit {
        return None;
    }
    Some(Dateline { agency: base..base + agency, place: Some(base + agency..base + digit) })
}

fn trimmed(text: &str, range: ByteRange) -> ByteRange {
    let part = &text[range.clone()];
    let front = part.len() - part.trim_start().len();
    range.start + front..range.start + front + part.trim().len()
}

/// Gives the mention of a range its type; where no mention is, or others cut into it, one may be made.
fn set(context: &Context, drafts: &mut Vec<Draft>, range: ByteRange, kind: &str, make: bool) {
    let touching: Vec<usize> = (0..drafts.len())
        .take_while(|&i| drafts[i].range.start < range.end)
        .filter(|&i| drafts[i].range.end > range.start)
        .collect();
    if let [only] = touching[..]
        && drafts[only].range == range
    {
        kind.clone_into(&mut drafts[only].kind);
        return;
    }
    if !make && touching.is_empty() && !is_shouted(&context.text[range.clone()]) {
        return;
    }
    if !make && !touching.iter().all(|&i| drafts[i].range.start >= range.start && drafts[i].range.end <= range.end) {
        return;
    }
    let Some(first) = context.words.iter().position(|w| w.range.start >= range.start) else { return };
    let len = context.words[first..].iter().take_while(|w| w.range.end <= range.end).count();
    if !context.words[first..first + len].iter().any(|w| w.kind == WordKind::Letters) {
        return;
    }
    for &i in touching.iter().rev() {
        if drafts[i].range.start < range.start {
            drafts[i].range.end = range.start;
            let kept = context.text[drafts[i].range.clone()].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            drafts[i].range.end = drafts[i].range.start + kept;
            drafts[i].enclitic = None;
        } else {
            drafts.remove(i);
        }
    }
    drafts.retain(|d| !d.range.is_empty());
    drafts.push(Draft {
        kind: kind.to_owned(),
        range,
        words: first..first + len,
        score: FORM_SCORE,
        ..Draft::default()
    });
    drafts.sort_by_key(|d| (d.range.start, d.range.end));
}

fn is_shouted(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() > 1 && letters.all(char::is_uppercase)
}
