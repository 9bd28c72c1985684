//! The chart: for each token of a line, what may begin there. Filled from right to left, so that whatever an item needs
//! behind it is complete when the item is made; each position is bounded, so that the time is linear in the text.

use super::grammar::Grammar;
use super::item::{Item, Val};
use super::neighbour;
use super::number::Scan;
use super::rule::{Arg, build};
use super::token::{Token, TokenKind};
use super::vocab::NO_WORD;

/// Items that one position may hold.
const MAX_ITEMS: usize = 160;
/// Tokens of the longest expression.
const MAX_SPAN: usize = 40;

/// Fills the chart of a line of tokens.
pub fn fill(text: &str, tokens: &[Token], grammar: &Grammar) -> Vec<Vec<Item>> {
    let mut rows: Vec<Vec<Item>> = vec![Vec::new(); tokens.len()];
    let mut found = Vec::new();
    for at in (0..tokens.len()).rev() {
        let token = &tokens[at];
        if token.word == NO_WORD && token.bare == NO_WORD && token.kind == TokenKind::Letters {
            continue;
        }
        found.clear();
        grammar.lexicon.matches(tokens, at, &mut found);
        for &(end, node, definite) in &found {
            let readings = grammar.lexicon.readings(node);
            let kept = readings.iter().filter(|val| !has_wrong_case(val, &text[token.range.clone()]));
            rows[at].extend(kept.map(|val| Item::lexical(at, end, val.clone(), definite)));
        }
        let numbers = Scan { text, tokens, rows: &rows, grammar }.numbers(at);
        for (end, number) in numbers {
            let definite = rows[at].iter().any(|i| i.definite);
            let mut item = Item::lexical(at, end, Val::Number(number), definite);
            item.latent = number.weak;
            item.weight = i8::from(number.ordinal && definite);
            push(&mut rows[at], item);
        }
        grow(&mut rows, at, (text, tokens), grammar);
    }
    rows
}

/// A unit's symbol in capitals ("10M"), or a currency code that is another word in lower case ("all", "top"); a few are written so.
fn has_wrong_case(val: &Val, word: &str) -> bool {
    const LOWER: [&str; 9] = ["eur", "usd", "gbp", "jpy", "cny", "rmb", "inr", "cad", "aud"];
    if let Val::Glued("meter" | "gram" | "tonne") = val {
        return word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    }
    let Val::Currency(code) = val else { return false };
    code.len() == 3
        && word.eq_ignore_ascii_case(code)
        && word != *code
        && !LOWER.contains(&word.to_ascii_lowercase().as_str())
}

/// Adds an item that is not there yet.
fn push(row: &mut Vec<Item>, item: Item) {
    let same = |other: &Item| {
        other.end == item.end
            && other.span_start == item.span_start
            && other.span_end == item.span_end
            && other.val == item.val
    };
    if row.len() >= MAX_ITEMS {
        return;
    }
    match row.iter_mut().find(|other| same(other)) {
        Some(other) => {
            other.latent &= item.latent;
            other.weight = other.weight.max(item.weight);
        }
        None => row.push(item),
    }
}

/// Applies all patterns that begin at a position until nothing new comes.
fn grow(rows: &mut [Vec<Item>], at: usize, (text, tokens): (&str, &[Token]), grammar: &Grammar) {
    let mut next = 0;
    while next < rows[at].len() {
        let mut made = Vec::new();
        let first = &rows[at][next];
        for &(element, node) in grammar.patterns.node(0).edges_for(&first.val) {
            if element.slot.accepts(first) && neighbour::allows(element.slot, text, tokens, rows, first.end, grammar) {
                let mut path = vec![Arg { slot: element.slot, item: first }];
                follow(node, at, rows, (text, tokens), grammar, &mut path, &mut made);
            }
        }
        for item in made {
            push(&mut rows[at], item);
        }
        next += 1;
    }
}

/// Walks the trie of patterns along the chart.
fn follow<'a>(
    node: usize,
    start: usize,
    rows: &'a [Vec<Item>],
    (text, tokens): (&str, &[Token]),
    grammar: &Grammar,
    path: &mut Vec<Arg<'a>>,
    made: &mut Vec<Item>,
) {
    let node = grammar.patterns.node(node);
    let Some(last) = path.last() else { return };
    let end = last.item.end;
    for accept in &node.accepts {
        let count = path.len();
        let (left, right) = (usize::from(accept.left), usize::from(accept.right));
        if accept.at_end && !neighbour::ends(text, tokens, end) {
            continue;
        }
        let inner = &path[left..count - right];
        // "5000 or less than 6000" is no "5000 or less".
        let bound_goes_on = matches!(inner.last().map(|a| &a.item.val), Some(Val::ModifierAfter(_)))
            && rows.get(end).is_some_and(|row| row.iter().any(|i| matches!(i.val, Val::Number(_))));
        if bound_goes_on {
            continue;
        }
        let Some(built) = build(accept.rule, inner) else { continue };
        let span_start =
            if left == 0 { inner[0].item.span_start } else { path[left - 1].item.end.max(inner[0].item.span_start) };
        let span_end = inner[inner.len() - 1].item.span_end;
        // Context behind the span is looked at but not consumed.
        let comma = |at: usize| {
            tokens.get(at).is_some_and(|t| t.kind == TokenKind::Symbol && super::digits::symbol(text, t) == ',')
        };
        if comma(span_end - 1) || comma(span_start) {
            continue; // an optional comma of a pattern at its border
        }
        let end = if right == 0 { end } else { inner[inner.len() - 1].item.end };
        let single = inner.len() == 1 && inner[0].item.val == built.val && left == 0;
        if single && inner[0].item.latent == built.latent {
            continue;
        }
        made.push(Item {
            end,
            span_start,
            span_end,
            val: built.val,
            // Context makes it surer, also a name that may be another word.
            latent: built.latent && (left + right == 0 || accept.rule.is_latent()),
            definite: false,
            weight: built.weight + i8::from(left + right > 0 || accept.at_end),
        });
    }
    if node.is_leaf() || end >= rows.len() || end - start > MAX_SPAN {
        return;
    }
    for item in &rows[end] {
        for &(element, child) in node.edges_for(&item.val) {
            let fits = (!element.glued || tokens[end].glued) && element.slot.accepts(item);
            if fits && neighbour::allows(element.slot, text, tokens, rows, item.end, grammar) {
                path.push(Arg { slot: element.slot, item });
                follow(child, start, rows, (text, tokens), grammar, path, made);
                path.pop();
            }
        }
    }
}
