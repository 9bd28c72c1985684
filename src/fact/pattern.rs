//! Patterns: the sequences of slots and words that a pack lists, in one trie.
//!
//! A pattern is a line of elements: `{slot}`, a literal word, `(a|b c)` for alternatives, each of one or more elements;
//! `?` behind an element makes it optional, `+` before it says that nothing stands between it and the element before. What stands before `<` and behind
//! `>` must be there but is not in the span. `{end}` as the last element: the line ends there, or punctuation follows.

use std::fmt;

use super::item::Val;
use super::lexicon::Lexicon;
use super::rule::Rule;
use super::slot::Slot;

/// An element of a compiled pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element {
    /// What it accepts.
    pub slot: Slot,
    /// Nothing stands before it.
    pub glued: bool,
}

/// A pattern that ends at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    /// The rule that reads it.
    pub rule: Rule,
    /// Elements that are context on the left.
    pub left: u8,
    /// Elements that are context on the right.
    pub right: u8,
    /// The line or the sentence ends behind it.
    pub at_end: bool,
}

/// A node of the trie.
#[derive(Debug, Default)]
pub struct Node {
    /// Words of a class that may follow, with their nodes.
    pub classes: Vec<(Element, usize)>,
    /// Other elements that may follow, with their nodes.
    pub edges: Vec<(Element, usize)>,
    /// Patterns that end here.
    pub accepts: Vec<Accept>,
}

impl Node {
    /// The elements that an item may fill, as far as its kind tells.
    pub fn edges_for(&self, val: &Val) -> &[(Element, usize)] {
        match val {
            Val::Class(class) => {
                let order = |e: &(Element, usize)| match e.0.slot {
                    Slot::Class(c) => c,
                    _ => u16::MAX,
                };
                let start = self.classes.partition_point(|e| order(e) < *class);
                let end = self.classes.partition_point(|e| order(e) <= *class);
                &self.classes[start..end]
            }
            _ => &self.edges,
        }
    }

    /// Whether nothing follows.
    pub fn is_leaf(&self) -> bool {
        self.edges.is_empty() && self.classes.is_empty()
    }

    fn list_mut(&mut self, element: &Element) -> &mut Vec<(Element, usize)> {
        if matches!(element.slot, Slot::Class(_)) { &mut self.classes } else { &mut self.edges }
    }
}

/// All patterns of a pack.
#[derive(Debug)]
pub struct Patterns {
    nodes: Vec<Node>,
}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct PatternError {
    /// The rule under which it stands.
    pub rule: String,
    /// The pattern.
    pub pattern: String,
    /// What is wrong.
    pub problem: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pattern {:?} of rule {:?}: {}", self.pattern, self.rule, self.problem)
    }
}

impl Default for Patterns {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Patterns {
    /// A node by number; 0 is the root.
    pub fn node(&self, node: usize) -> &Node {
        &self.nodes[node]
    }

    /// Adds a pattern of a rule. Literal words become classes of the lexicon.
    ///
    /// # Errors
    /// If the rule or a slot is unknown, or the pattern is empty or too long.
    pub fn add(&mut self, rule: &str, pattern: &str, lexicon: &mut Lexicon) -> Result<(), PatternError> {
        /// Sequences that the optional elements of one pattern may make.
        const MAX_SEQUENCES: usize = 4096;
        let error = |problem: String| PatternError { rule: rule.to_owned(), pattern: pattern.to_owned(), problem };
        let kind = Rule::parse(rule).ok_or_else(|| error("unknown rule".to_owned()))?;
        let mut is_right = false;
        let mut at_end = false;
        let mut sequences: Vec<(Vec<Element>, u8, u8)> = vec![(Vec::new(), 0, 0)];
        for part in parts(pattern) {
            match part {
                "<" => {
                    sequences.iter_mut().for_each(|s| s.1 = s.0.len() as u8);
                    continue;
                }
                ">" => {
                    is_right = true;
                    continue;
                }
                "{end}" => {
                    at_end = true;
                    continue;
                }
                _ if at_end => return Err(error("{end} is not the last element".to_owned())),
                _ => {}
            }
            let choices = choices(part, lexicon).map_err(&error)?;
            let mut next = Vec::new();
            for (sequence, l, r) in &sequences {
                for choice in &choices {
                    let mut longer = sequence.clone();
                    longer.extend(choice);
                    let behind = if is_right { choice.len() as u8 } else { 0 };
                    next.push((longer, *l, r + behind));
                }
            }
            sequences = next;
            if sequences.len() > MAX_SEQUENCES {
                return Err(error("too many optional elements".to_owned()));
            }
        }
        for (sequence, left, right) in sequences {
            if usize::from(left + right) >= sequence.len() {
                return Err(error("nothing in it is required".to_owned()));
            }
            self.insert(&sequence, Accept { rule: kind, left, right, at_end });
        }
        Ok(())
    }

    /// Puts the words in order, so that they are found; call it when all patterns are there.
    pub fn finish(&mut self) {
        for node in &mut self.nodes {
            node.classes.sort_by_key(|(element, _)| match element.slot {
                Slot::Class(class) => class,
                _ => u16::MAX,
            });
        }
    }

    fn insert(&mut self, sequence: &[Element], accept: Accept) {
        let mut node = 0;
        for element in sequence {
            let found = self.nodes[node].list_mut(element).iter().find(|(e, _)| e == element).map(|f| f.1);
            node = match found {
                Some(next) => next,
                None => {
                    self.nodes.push(Node::default());
                    let next = self.nodes.len() - 1;
                    self.nodes[node].list_mut(element).push((*element, next));
                    next
                }
            };
        }
        if !self.nodes[node].accepts.contains(&accept) {
            self.nodes[node].accepts.push(accept);
        }
    }
}

/// The parts of a pattern: cut at blanks outside groups. A bracket beside a blank is a literal.
fn parts(pattern: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in pattern.char_indices() {
        let alone = |before: bool| {
            let side = if before { pattern[..at].chars().next_back() } else { pattern[at + 1..].chars().next() };
            side.is_none_or(char::is_whitespace)
        };
        match c {
            '(' if !alone(false) => depth += 1,
            ')' if depth > 0 && !alone(true) => depth -= 1,
            _ if c.is_whitespace() && depth == 0 => {
                if at > start {
                    out.push(&pattern[start..at]);
                }
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    if start < pattern.len() {
        out.push(&pattern[start..]);
    }
    out
}

/// The sequences of elements that a part may stand for; the empty one if it is optional.
fn choices(part: &str, lexicon: &mut Lexicon) -> Result<Vec<Vec<Element>>, String> {
    let (part, optional) = match part.strip_suffix('?') {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (part, false),
    };
    let (part, glued) = match part.strip_prefix('+') {
        Some(rest) if !rest.is_empty() => (rest, true),
        _ => (part, false),
    };
    let mut out = Vec::new();
    match part.strip_prefix('(').and_then(|p| p.strip_suffix(')')).filter(|inner| !inner.is_empty()) {
        None => {
            if part.chars().count() > 1 && (part.starts_with('(') || part.ends_with(')')) {
                return Err(format!("{part:?}: a bracket is not closed"));
            }
            out.push(vec![Element { slot: slot(part, lexicon)?, glued }]);
        }
        Some(inner) => {
            for alternative in split_choices(inner) {
                let mut sequences: Vec<Vec<Element>> = vec![Vec::new()];
                for part in parts(alternative) {
                    let next = choices(part, lexicon)?;
                    sequences =
                        sequences.iter().flat_map(|s| next.iter().map(move |n| [s.as_slice(), n].concat())).collect();
                }
                for mut sequence in sequences {
                    if let Some(first) = sequence.first_mut() {
                        first.glued |= glued;
                        out.push(sequence);
                    }
                }
            }
        }
    }
    if optional {
        out.push(Vec::new());
    }
    Ok(out)
}

/// Cuts at `|` outside braces and groups.
fn split_choices(inner: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut depth) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' | '(' => depth += 1,
            '}' | ')' => depth -= 1,
            '|' if depth <= 0 => {
                out.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    out.push(&inner[start..]);
    out
}

fn slot(choice: &str, lexicon: &mut Lexicon) -> Result<Slot, String> {
    let Some(name) = choice.strip_prefix('{').and_then(|c| c.strip_suffix('}')) else {
        if choice.is_empty() {
            return Err("an alternative is empty".to_owned());
        }
        let word = choice.replace('_', " ");
        let class = lexicon.class(&format!("'{word}"));
        lexicon.add(&word, Val::Class(class));
        return Ok(Slot::Class(class));
    };
    let (base, options) = name.split_once('=').map_or((name, None), |(b, o)| (b, Some(o)));
    if let Some(slot) = Slot::parse(base, options) {
        return Ok(slot);
    }
    lexicon
        .find_class(base)
        .map(Slot::Class)
        .ok_or_else(|| format!("no slot and no class of [words] is called {base:?}"))
}
