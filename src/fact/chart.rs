//! The chart: for each token of a line, what may begin there. Filled from right to left, so that whatever an item needs
//! behind it is complete when the item is made; each position is bounded, so that the time is linear in the text.

use super::grammar::Grammar;
use super::item::{Item, Val};
use super::neighbour;
use super::number::Scan;
use super::roman::roman;
use super::rule::{Arg, Rule, build};
use super::spelling::Phrase;
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
        if let Some(number) = roman(&text[token.range.clone()]) {
            rows[at].push(Item::lexical(at, at + 1, Val::Number(number), false));
        } else if token.word == NO_WORD && token.bare == NO_WORD && token.kind == TokenKind::Letters {
            continue;
        }
        found.clear();
        grammar.lexicon.matches(tokens, at, &mut found);
        for &(end, node, definite) in &found {
            let readings = grammar.lexicon.readings(node);
            let phrase = Phrase { text, tokens, at, end };
            let kept = readings.iter().filter_map(|val| phrase.read(val, readings));
            rows[at].extend(kept.map(|val| Item::lexical(at, end, val, definite)));
        }
        let numbers = Scan { text, tokens, rows: &rows, grammar }.numbers(at);
        for (end, number) in numbers {
            let definite = rows[at].iter().any(|i| i.definite);
            let mut item = Item::lexical(at, end, Val::Number(number), definite);
            item.latent = number.weak && (at > 0 || end < tokens.len());
            item.weight = i8::from(number.ordinal && definite);
            push(&mut rows[at], item);
        }
        grow(&mut rows, at, (text, tokens), grammar);
    }
    rows
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
        if goes_on(accept.rule, inner, rows.get(end).map_or(&[], Vec::as_slice)) {
            continue;
        }
        let Some(built) = build(accept.rule, inner) else { continue };
        let span_start =
            if left == 0 { inner[0].item.span_start } else { path[left - 1].item.end.max(inner[0].item.span_start) };
        let span_end = inner[inner.len() - 1].item.span_end;
        // Context behind the span is looked at but not consumed.
        let comma = |at: usize| {
            let sign = |t: &Token| matches!(super::digits::symbol(text, t), ',' | '،' | '、' | '，');
            tokens.get(at).is_some_and(|t| t.kind == TokenKind::Symbol && sign(t))
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

/// Whether what stands behind takes away the last argument: "5000 or less than 6000" is no "5000 or less",
/// "10 dollars 30 euros" no "10 dollars 30".
fn goes_on(rule: Rule, inner: &[Arg<'_>], behind: &[Item]) -> bool {
    match inner.last().map(|a| &a.item.val) {
        Some(Val::ModifierAfter(_)) => behind.iter().any(|i| matches!(i.val, Val::Number(_))),
        Some(Val::Number(_)) if rule == Rule::MoneySum => behind.iter().any(|i| {
            matches!(i.val, Val::Currency(_) | Val::CurrencySign(_) | Val::Unit(_) | Val::Grain(_) | Val::ShareWord(_))
        }),
        _ => false,
    }
}
