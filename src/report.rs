//! From what the stages found to the record: entities, clusters, facts with offsets in both units.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::{Map, Value};

use crate::article::Article;
use crate::decode::Strategy;
use crate::engine::Engine;
use crate::entity::{self, ClusterDraft, Context, EntityDraft, Resolved};
use crate::fact::{FactInput, FoundFact, dateline, reference_date};
use crate::lang;
use crate::options::FactScope;
use crate::pipeline::draft::Draft;
use crate::pipeline::{Stage, Stats};
use crate::record::{Cluster, Entity, Fact, Record, Span};
use crate::text::{ByteRange, OffsetIndex, Word, WordKind};

/// The type that helps a model in training as "a name of another kind", and is not shown unless asked for.
const HIDDEN_KIND: &str = "MISC";

/// Type of nationality words; they come from the language packs.
pub const NORP: &str = "NORP";

/// The record of an article.
pub fn record(engine: &Engine, draft: Draft<'_>) -> Record {
    let begin = Instant::now();
    let article = draft.article;
    let text = article.text.as_str();
    let lang = article.lang.clone().or_else(|| engine.options.lang.clone()).or_else(|| lang::detect(text));
    let pack = lang.as_deref().and_then(lang::pack);
    let words = draft.words.iter().filter(|word| word.kind != WordKind::Symbol).count();
    let resolved = if engine.options.strategy == Strategy::Viterbi {
        let kinds = &engine.labels.kinds;
        let probability = |word: usize, kind: &str| {
            let column = kinds.iter().position(|known| known == kind);
            let value = column.and_then(|column| draft.probabilities.get(word * kinds.len() + column));
            value.map_or(0.0, |&value| f32::from(value) / 255.0)
        };
        let piece = |word: &str| engine.tokenizer.word_score(word);
        let context = Context { text, words: &draft.words, pack, piece: &piece, probability: &probability };
        entity::resolve(&context, draft.mentions)
    } else {
        plain(text, &draft)
    };
    let resolved = shown(resolved, engine);
    engine.stats.spend(Stage::Entity, begin.elapsed());

    let begin = Instant::now();
    let found = facts(engine, &draft.words, article, lang.as_deref(), &resolved.entities);
    engine.stats.spend(Stage::Fact, begin.elapsed());

    let begin = Instant::now();
    let index = OffsetIndex::new(text);
    let record = Record {
        id: article.id.clone(),
        lang,
        encoding: article.encoding.clone(),
        chars: index.char_len(),
        words,
        bytes: text.len(),
        text: (article.text_in_record || engine.options.with_text).then(|| article.text.clone()),
        entities: resolved.entities.into_iter().map(|draft| entity_of(text, &index, draft)).collect(),
        clusters: resolved.clusters.into_iter().map(cluster_of).collect(),
        facts: found.map(|found| found.into_iter().map(|fact| fact_of(text, &index, fact)).collect()),
        meta: if engine.options.keep_meta { article.meta.clone() } else { Map::new() },
        warnings: article.warnings.clone(),
    };
    Stats::add(&engine.stats.words, words);
    engine.stats.spend(Stage::Record, begin.elapsed());
    record
}

/// The value facts of an article; `None` if they were not asked for.
fn facts(
    engine: &Engine,
    words: &[Word],
    article: &Article,
    lang: Option<&str>,
    entities: &[EntityDraft],
) -> Option<Vec<FoundFact>> {
    let options = &engine.options;
    if options.facts == FactScope::None {
        return None;
    }
    let (text, lang) = (article.text.as_str(), lang.unwrap_or_default());
    let reference = article
        .published
        .as_deref()
        .and_then(reference_date)
        .or(options.reference_date)
        .or_else(|| dateline(text, lang));
    let places: Vec<&str> = entities.iter().filter_map(|entity| entity.country.as_deref()).collect();
    Some(engine.facts.find(&FactInput { text, words, lang, reference, places: &places }))
}

fn fact_of(text: &str, index: &OffsetIndex, found: FoundFact) -> Fact {
    Fact {
        kind: found.kind.name().to_owned(),
        span: span(text, index, found.range),
        value: Some(Value::Object(found.value)),
        members: Map::new(),
    }
}

/// A span of the text in both units.
pub fn span(text: &str, index: &OffsetIndex, range: ByteRange) -> Span {
    Span {
        text: text[range.clone()].to_owned(),
        start: index.char_offset(text, range.start),
        end: index.char_offset(text, range.end),
        start_byte: range.start,
        end_byte: range.end,
    }
}

/// Entities as a strategy of the Hugging Face pipeline gives them; the same text and type is one cluster.
fn plain(text: &str, draft: &Draft<'_>) -> Resolved {
    let mut resolved = Resolved::default();
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (at, found) in draft.spans.iter().enumerate() {
        let name = &text[found.range.clone()];
        let next = resolved.clusters.len();
        let cluster = *known.entry((&found.kind, name)).or_insert(next);
        if cluster == next {
            let (kind, name) = (found.kind.clone(), name.to_owned());
            resolved.clusters.push(ClusterDraft { id: next, kind, name, mentions: Vec::new() });
        }
        resolved.clusters[cluster].mentions.push(at);
        resolved.entities.push(EntityDraft {
            kind: found.kind.clone(),
            range: found.range.clone(),
            score: found.score,
            cluster,
            ..EntityDraft::default()
        });
    }
    resolved
}

/// What was asked for of what was found; clusters are numbered anew.
fn shown(resolved: Resolved, engine: &Engine) -> Resolved {
    let options = &engine.options;
    let wanted = |entity: &EntityDraft| {
        let kind = options.types.as_ref().map_or_else(
            || entity.kind != HIDDEN_KIND || options.strategy != Strategy::Viterbi,
            |types| types.contains(&entity.kind),
        );
        kind && rounded(entity.score) >= options.min_score
    };
    let mut place = vec![None; resolved.entities.len()];
    let mut out = Resolved::default();
    for (at, entity) in resolved.entities.into_iter().enumerate() {
        if wanted(&entity) {
            place[at] = Some(out.entities.len());
            out.entities.push(entity);
        }
    }
    let mut clusters: Vec<ClusterDraft> = resolved.clusters;
    for cluster in &mut clusters {
        cluster.mentions = cluster.mentions.iter().filter_map(|&at| place.get(at).copied().flatten()).collect();
    }
    clusters.retain(|cluster| !cluster.mentions.is_empty());
    clusters.sort_by_key(|cluster| cluster.mentions[0]); // not empty: see the line above
    for (id, cluster) in clusters.iter_mut().enumerate() {
        cluster.id = id;
        for &at in &cluster.mentions {
            out.entities[at].cluster = id;
        }
    }
    out.clusters = clusters;
    out
}

fn entity_of(text: &str, index: &OffsetIndex, draft: EntityDraft) -> Entity {
    Entity {
        span: span(text, index, draft.range),
        kind: draft.kind,
        score: rounded(draft.score),
        cluster: draft.cluster,
        proclitic: draft.proclitic,
        enclitic: draft.enclitic,
        name: draft.name,
        country: draft.country,
    }
}

fn cluster_of(draft: ClusterDraft) -> Cluster {
    Cluster { id: draft.id, kind: draft.kind, name: draft.name, mentions: draft.mentions }
}

/// A score as it is written: four decimals.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 1e4).round() / 1e4
}
