//! Fields of government are no organizations: "ministro de Minas e Energia", وزير الخارجية. And names that the pack
//! knows with one word more (`وكالة` before فرانس برس).

use super::Context;
use super::cut::cuts;
use super::draft::{Draft, tokens};
use super::fold::fold;
use super::known::Known;
use crate::lang::Pack;
use crate::text::WordKind;

/// Words between a title and the field ("ministre de la Transition").
const MOST_BETWEEN: usize = 2;

/// Score from which on a mention stays an organization, title or not.
const SURE: f32 = 0.9;

/// Drops fields of government behind a title, and widens known names by the word before.
pub fn settle(context: &Context, drafts: Vec<Draft>) -> Vec<Draft> {
    let Some(pack) = context.pack else { return drafts };
    let known = Known::of(pack);
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    let mut dropped_end = None;
    for mut draft in drafts {
        let doubtful =
            draft.score < SURE && draft.text(context).chars().any(char::is_lowercase) || is_caseless(context, &draft);
        let kind =
            draft.kind == "ORG" || (draft.kind == "LOC" && known.country(&draft.tokens(context).join(" ")).is_none());
        if kind && doubtful && is_field(context, pack, known, &draft, dropped_end) {
            dropped_end = Some(draft.words.end);
            continue;
        }
        let free = out.last().is_none_or(|last| last.words.end < draft.words.start);
        if free {
            widen(context, pack, known, &mut draft);
        }
        if draft.kind == "ORG" {
            let start = out.last().map_or(0, |last| last.words.end);
            take_head(context, known, &mut draft, start);
        }
        out.push(draft);
    }
    for i in 0..out.len() {
        let end = out.get(i + 1).map_or(context.words.len(), |next| next.words.start);
        if out[i].kind == "ORG" {
            take_tail(context, known, &mut out[i], end);
        }
    }
    out
}

/// Takes a common noun before the name, and small words between, into it (`ministerie van` …); words before `start` are
/// taken.
fn take_head(context: &Context, known: &Known, draft: &mut Draft, start: usize) {
    if draft.proclitic.is_some() {
        return;
    }
    let mut i = draft.words.start;
    while i > start && draft.words.start - i <= MOST_BETWEEN {
        i -= 1;
        let range = context.words[i].range.clone();
        let beside = context.text.get(range.end..context.words[i + 1].range.start).is_some_and(|gap| gap == " ");
        let folded = fold(&context.text[range.clone()]);
        if !beside {
            return;
        }
        if known.is_head(&folded) {
            if draft.words.start - i > 1 {
                draft.range.start = range.start;
                draft.words.start = i;
            }
            return;
        }
        if !known.is_small(&folded) {
            return;
        }
    }
}

/// Takes a common noun behind the name, and a field in small letters between, into it (`Commons` `defence committee`).
fn take_tail(context: &Context, known: &Known, draft: &mut Draft, end: usize) {
    if draft.enclitic.is_some() {
        return;
    }
    for i in (draft.words.end..end).take(MOST_BETWEEN) {
        let range = context.words[i].range.clone();
        let before = context.words[i - 1].range.end;
        let text = &context.text[range.clone()];
        if context.text.get(before..range.start) != Some(" ") || !text.chars().all(char::is_lowercase) {
            return;
        }
        if known.is_tail(&fold(text)) {
            draft.range.end = range.end;
            draft.words.end = i + 1;
            return;
        }
    }
}

/// Whether the mention is in a script without letter case.
fn is_caseless(context: &Context, draft: &Draft) -> bool {
    !draft.text(context).chars().any(|c| c.is_lowercase() || c.is_uppercase())
}

/// Whether a title for a field of government, or a field that was dropped, stands before the mention.
fn is_field(context: &Context, pack: &Pack, known: &Known, draft: &Draft, dropped_end: Option<usize>) -> bool {
    let mut i = draft.words.start;
    for _ in 0..=MOST_BETWEEN {
        if dropped_end == Some(i) && i < draft.words.start {
            return true;
        }
        let Some(before) = i.checked_sub(1) else { return false };
        let range = context.words[before].range.clone();
        if context.text[range.end..context.words[i].range.start].contains('\n') {
            return false;
        }
        let text = &context.text[range];
        if is_title(pack, known, text) {
            return true;
        }
        let folded = fold(text);
        if !known.is_small(&folded) {
            return false;
        }
        i = before;
    }
    false
}

fn is_title(pack: &Pack, known: &Known, word: &str) -> bool {
    cuts(word, &pack.clitics).into_iter().any(|cut| {
        let bare = fold(&word[cut.front..word.len() - cut.back]);
        known.is_portfolio(&bare)
            || bare.strip_prefix(pack.clitics.article.as_str()).is_some_and(|b| known.is_portfolio(b))
    })
}

/// Takes the word before into a name that the pack lists with it.
fn widen(context: &Context, pack: &Pack, known: &Known, draft: &mut Draft) {
    let Some(before) = draft.words.start.checked_sub(1) else { return };
    let range = context.words[before].range.clone();
    let beside = context.text.get(range.end..draft.range.start) == Some(" ");
    if !beside || draft.proclitic.is_some() || context.words[before].kind != WordKind::Letters {
        return;
    }
    let text = &context.text[range.clone()];
    let own = draft.tokens(context).join(" ");
    if known.alias(&own).is_none() {
        return;
    }
    for cut in cuts(text, &pack.clitics) {
        let wide = format!("{} {own}", tokens(&text[cut.front..]).join(" "));
        let noun = known.is_before("ORG", &fold(&text[cut.front..]));
        if !noun && known.alias(&wide).is_some() && known.alias(&wide) == known.alias(&own) {
            draft.range.start = range.start + cut.front;
            draft.words.start = before;
            draft.proclitic = (cut.front > 0).then(|| text[..cut.front].to_owned());
            return;
        }
    }
}
