//! Which mentions name one referent. Precision before recall: a name that fits two referents stays alone.
//!
//! Clusters are built from full names down: equal names first, then parts of them, acronyms and known aliases; never
//! across types.

use std::collections::BTreeMap;

use super::borders::NORP;
use super::draft::Draft;
use super::known::Known;
use super::similar::Comparer;
use super::{ClusterDraft, Context};

/// Different names in one article up to which every two are compared; above, only equal ones are joined, so that the
/// time stays linear in the article's length.
const MOST_NAMES: usize = 2_000;

/// What clustering knows of a mention.
struct Name<'a> {
    kind: &'a str,
    text: String,
    tokens: Vec<String>,
    country: Option<&'a str>,
    alias: Option<usize>,
}

/// Mentions under one name, and the name's group.
struct Groups {
    /// Group of each name.
    parent: Vec<usize>,
}

impl Groups {
    fn find(&self, mut i: usize) -> usize {
        while self.parent[i] != i {
            i = self.parent[i];
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

/// The clusters of an article's mentions, numbered by first mention; and each mention's cluster.
pub fn clusters(context: &Context, drafts: &[Draft]) -> (Vec<ClusterDraft>, Vec<usize>) {
    let known = context.pack.map(Known::of);
    let mentions: Vec<Name> = drafts.iter().map(|draft| name_of_draft(context, known, draft)).collect();
    let (names, name_of) = distinct(&mentions);
    let mut groups = Groups { parent: (0..names.len()).collect() };
    let comparer = Comparer::new(context.pack);
    join_brackets(context, drafts, &names, &name_of, &comparer, &mut groups);
    if names.len() <= MOST_NAMES {
        join_equal(&names, &comparer, &mut groups);
        join_parts(&names, &comparer, &mut groups);
    }
    collect(drafts, context, &name_of, &groups)
}

fn name_of_draft<'a>(context: &Context, known: Option<&'static Known>, draft: &'a Draft) -> Name<'a> {
    let mut text = draft.citation(context);
    if draft.kind == NORP {
        text = draft.country.clone().unwrap_or(text); // "Italian" and "Italians" are one nation
    }
    let tokens = super::draft::tokens(&text);
    let joined = tokens.join(" ");
    let country = known.and_then(|known| known.country(&joined)).filter(|_| draft.kind == "LOC");
    Name { kind: &draft.kind, country, alias: known.and_then(|known| known.alias(&joined)), tokens, text }
}

/// The different names in order of first mention, and which one each mention has.
fn distinct<'a>(mentions: &'a [Name<'a>]) -> (Vec<&'a Name<'a>>, Vec<usize>) {
    let mut seen: BTreeMap<(&str, &[String], &str), usize> = BTreeMap::new();
    let mut names = Vec::new();
    let mut name_of = Vec::with_capacity(mentions.len());
    for mention in mentions {
        let text = if mention.tokens.is_empty() { mention.text.as_str() } else { "" };
        let at = *seen.entry((mention.kind, &mention.tokens, text)).or_insert_with(|| {
            names.push(mention);
            names.len() - 1
        });
        name_of.push(at);
    }
    (names, name_of)
}

/// A name and another in brackets behind it: an organization's acronym, a person's by-name.
fn join_brackets(
    context: &Context,
    drafts: &[Draft],
    names: &[&Name],
    name_of: &[usize],
    comparer: &Comparer,
    groups: &mut Groups,
) {
    for (i, pair) in drafts.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let Some(gap) = context.text.get(first.range.end..second.range.start) else { continue };
        let (a, b) = (name_of[i], name_of[i + 1]);
        if first.kind != second.kind || first.kind == NORP {
            continue;
        }
        let bracket = gap.trim_start().starts_with(['(', '（']) && gap.chars().count() <= 8;
        let closed = context.text[second.range.end..]
            .trim_start_matches(['"', '”', '»', '“', ' ', '.'])
            .starts_with([')', '）']);
        let one_word = names[b].tokens.len() <= 1 && names[a].tokens.len() > 1;
        let han = comparer.is_contraction(&names[b].text, &names[a].text);
        let fits = match first.kind.as_str() {
            "LOC" => comparer.is_acronym(&names[b].text, &names[a].text),
            _ => {
                one_word
                    || han
                    || comparer.is_acronym(&names[b].text, &names[a].text)
                    || comparer.is_acronym(&names[a].text, &names[b].text)
            }
        };
        if bracket && closed && fits {
            groups.join(a, b);
        }
    }
}

/// Names with the same words in other cases, acronyms, aliases, names of one country.
fn join_equal(names: &[&Name], comparer: &Comparer, groups: &mut Groups) {
    for b in 1..names.len() {
        for a in 0..b {
            let (x, y) = (names[a], names[b]);
            if x.kind != y.kind || x.kind == NORP || groups.find(a) == groups.find(b) {
                continue;
            }
            let same_country = x.country.is_some() && x.country == y.country;
            let same_alias = x.alias.is_some() && x.alias == y.alias;
            let acronym =
                || x.kind != "PER" && (comparer.is_acronym(&x.text, &y.text) || comparer.is_acronym(&y.text, &x.text));
            if same_country || same_alias || comparer.same_name(&x.tokens, &y.tokens) || acronym() {
                groups.join(a, b);
            }
        }
    }
}

/// Shorter names that are part of exactly one fuller referent's.
fn join_parts(names: &[&Name], comparer: &Comparer, groups: &mut Groups) {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|&i| (usize::MAX - names[i].tokens.len(), i));
    for &short in &order {
        let name = names[short];
        let is_part = |full: &Name| match name.kind {
            "PER" => comparer.part_of_person(&name.tokens, &full.tokens),
            "LOC" => {
                comparer.part_of_place(&name.tokens, &full.tokens)
                    || (full.country.is_none()
                        && name.country.is_none()
                        && comparer.begins_place(&name.tokens, &full.tokens))
            }
            NORP => false,
            _ => {
                comparer.part_of_organization(&name.tokens, &full.tokens)
                    || (is_dense(&name.text) && name.text.chars().count() >= 2 && full.text.starts_with(&name.text))
            }
        };
        let mut roots: Vec<usize> = (0..names.len())
            .filter(|&i| {
                i != short && names[i].kind == name.kind && names[i].text.len() > name.text.len() && is_part(names[i])
            })
            .map(|i| groups.find(i))
            .collect();
        roots.sort_unstable();
        roots.dedup();
        let own = groups.find(short);
        if let [root] = roots[..]
            && root != own
        {
            groups.join(root, own);
        }
    }
}

/// Whether a name is written in a script without blanks.
fn is_dense(name: &str) -> bool {
    name.chars().all(|c| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '·'))
}

fn collect(drafts: &[Draft], context: &Context, name_of: &[usize], groups: &Groups) -> (Vec<ClusterDraft>, Vec<usize>) {
    let mut id_of: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out: Vec<ClusterDraft> = Vec::new();
    let mut cluster_of = Vec::with_capacity(drafts.len());
    for (i, draft) in drafts.iter().enumerate() {
        let root = groups.find(name_of[i]);
        let id = *id_of.entry(root).or_insert(out.len());
        if id == out.len() {
            out.push(ClusterDraft { id, kind: draft.kind.clone(), name: String::new(), mentions: Vec::new() });
        }
        out[id].mentions.push(i);
        let citation = draft.citation(context);
        if fullness(&citation) > fullness(&out[id].name) {
            out[id].name = citation;
        }
        cluster_of.push(id);
    }
    (out, cluster_of)
}

/// How full a citation form is: words, then not all capitals, then letters.
fn fullness(name: &str) -> (usize, bool, usize) {
    if name.is_empty() {
        return (0, false, 0);
    }
    let shouted = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    (name.split_whitespace().count().max(1), !shouted, 1)
}
