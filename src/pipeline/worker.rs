//! A worker: takes some articles through all stages with one session.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use super::draft::Draft;
use super::segment::{SEGMENT_BYTES, segments};
use super::stats::{Stage, Stats};
use crate::article::Article;
use crate::decode::emission::Emissions;
use crate::decode::mention::{kind_probability, mentions};
use crate::decode::strategy::piece_spans;
use crate::decode::unit::units;
use crate::decode::viterbi::viterbi;
use crate::decode::{Strategy, Unit};
use crate::engine::Engine;
use crate::model::batch::{Batch, plan};
use crate::model::copy::ModelCopy;
use crate::model::window::{Window, WindowOptions, windows};
use crate::model::{Piece, Session};
use crate::record::{ErrorCode, ErrorDetail, ErrorRecord, Record};
use crate::report;
use crate::text::{Word, sentences};

/// Tokens that are tokenized before batches are planned: the look-ahead in which rows are sorted by length.
pub const LOOKAHEAD_TOKENS: usize = 16 * 1024;

/// Takes articles through the stages.
pub struct Worker {
    engine: Arc<Engine>,
    session: Session,
    /// Set when nobody wants the results any more.
    stop: Arc<AtomicBool>,
}

/// A segment whose logits are not all there yet.
struct Pending {
    article: usize,
    words: Range<usize>,
    pieces: Vec<Piece>,
    windows: Vec<Window>,
    emissions: Emissions,
}

impl Worker {
    /// A worker with a session of its own.
    pub fn new(engine: Arc<Engine>, session: Session, stop: Arc<AtomicBool>) -> Self {
        Self { engine, session, stop }
    }

    /// Gives the session back.
    pub fn into_session(self) -> Session {
        self.session
    }

    /// Tags articles; one result each, in their order. What is tagged beside an article does not change its record.
    pub fn tag(&mut self, articles: &[Article]) -> Vec<Result<Record, ErrorRecord>> {
        let mut drafts: Vec<Draft<'_>> =
            articles.iter().map(|article| self.timed(Stage::Tokenize, || Draft::new(article))).collect();
        let mut pending = Vec::new();
        let mut tokens = 0;
        for article in 0..drafts.len() {
            for range in segments(&drafts[article].article.text, &drafts[article].words, SEGMENT_BYTES) {
                match self.timed(Stage::Tokenize, || tokenize(&self.engine, &drafts[article], article, range)) {
                    Ok(segment) => {
                        tokens += segment.pieces.len();
                        pending.push(segment);
                    }
                    Err(reason) => drafts[article].failure = Some(reason),
                }
                if tokens >= LOOKAHEAD_TOKENS {
                    self.flush(&mut pending, &mut drafts);
                    tokens = 0;
                }
            }
        }
        self.flush(&mut pending, &mut drafts);
        drafts.into_iter().map(|draft| self.finish(draft)).collect()
    }

    fn timed<T>(&self, stage: Stage, work: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        let result = work();
        self.engine.stats.spend(stage, begin.elapsed());
        result
    }

    /// Runs the model on all pending segments and decodes them.
    fn flush(&mut self, pending: &mut Vec<Pending>, drafts: &mut [Draft<'_>]) {
        let begin = Instant::now();
        self.infer(pending, drafts);
        self.engine.stats.spend(Stage::Infer, begin.elapsed());
        let begin = Instant::now();
        for segment in pending.drain(..) {
            let draft = &mut drafts[segment.article];
            if draft.failure.is_none() {
                self.decode(&segment, draft);
            }
        }
        self.engine.stats.spend(Stage::Decode, begin.elapsed());
    }

    fn infer(&mut self, pending: &mut [Pending], drafts: &mut [Draft<'_>]) {
        let engine = Arc::clone(&self.engine);
        let places: Vec<(usize, usize)> = pending
            .iter()
            .enumerate()
            .flat_map(|(at, segment)| (0..segment.windows.len()).map(move |window| (at, window)))
            .collect();
        let ids: Vec<Vec<u32>> =
            places.iter().map(|&(at, window)| ids_of(&engine, &pending[at], &pending[at].windows[window])).collect();
        let lengths: Vec<usize> = ids.iter().map(Vec::len).collect();
        let mut groups = plan(&lengths, engine.options.batch_tokens, engine.folder.max_tokens);
        while let Some(group) = groups.pop().filter(|_| !self.stop.load(Ordering::Relaxed)) {
            let batch = Batch::new(group, &ids, engine.tokenizer.pad_id, engine.folder.max_tokens);
            let skip = engine.tokenizer.prefix.len();
            let done = self.session.infer(&batch, |logits| {
                for (row, &place) in batch.rows.iter().enumerate() {
                    let (at, window) = places[place];
                    let segment = &mut pending[at];
                    let Window { pieces, owned } = segment.windows[window].clone();
                    for piece in owned {
                        segment.emissions.set(piece, logits.slice(ndarray::s![row, skip + piece - pieces.start, ..]));
                    }
                }
            });
            match done {
                Ok(()) => {
                    Stats::add(&engine.stats.batches, 1);
                    Stats::add(&engine.stats.padded_tokens, batch.ids.len());
                    Stats::add(&engine.stats.tokens, batch.rows.iter().map(|&row| lengths[row]).sum());
                }
                // The guilty article is found by running the rows one by one.
                Err(_) if batch.rows.len() > 1 => groups.extend(batch.rows.into_iter().map(|row| vec![row])),
                Err(reason) => drafts[pending[places[batch.rows[0]].0].article].failure = Some(reason),
            }
        }
    }

    /// Labels and mentions of a segment.
    fn decode(&self, segment: &Pending, draft: &mut Draft<'_>) {
        let engine = &self.engine;
        if engine.options.strategy != Strategy::Viterbi {
            let found = piece_spans(engine.options.strategy, &segment.pieces, segment.emissions.view(), &engine.labels);
            draft.spans.extend(found.into_iter().filter_map(|span| span.trimmed(&draft.article.text)));
            return;
        }
        let units =
            units(&draft.article.text, &draft.words[segment.words.clone()], segment.words.start, &segment.pieces);
        let emissions = segment.emissions.pool(&units, engine.options.pooling, &engine.labels);
        let breaks = breaks(&draft.article.text, &draft.words, &units);
        let path = viterbi(emissions.view(), &breaks, &engine.labels);
        draft.mentions.extend(mentions(&path, &units, &breaks, emissions.view(), &engine.labels));
        for (at, unit) in units.iter().enumerate() {
            let seen = !unit.pieces.is_empty();
            for _ in unit.words.clone() {
                draft.probabilities.extend((0..engine.labels.kinds.len()).map(|kind| {
                    let value = if seen { kind_probability(emissions.view(), at, kind, &engine.labels) } else { 0.0 };
                    (value * 255.0).round() as u8
                }));
            }
        }
    }

    /// Entities, facts and the record of an article whose labels are known.
    fn finish(&self, draft: Draft<'_>) -> Result<Record, ErrorRecord> {
        Stats::add(&self.engine.stats.articles, 1);
        if let Some(reason) = draft.failure {
            return Err(ErrorRecord {
                id: draft.article.id.clone(),
                error: ErrorDetail {
                    code: ErrorCode::InferenceFailed,
                    message: format!("{}: the model failed: {reason}", draft.article.id),
                    hint: "run \"alam model verify\" on this model, or try another one with --model".to_owned(),
                },
            });
        }
        Ok(report::record(&self.engine, draft))
    }
}

/// Pieces and windows of a segment.
fn tokenize(engine: &Engine, draft: &Draft<'_>, article: usize, words: Range<usize>) -> Result<Pending, String> {
    let whole = &draft.article.text;
    let mut range = draft.words[words.start].range.start..draft.words[words.end - 1].range.end;
    // The pipeline's strategies promise its output, so they see its input, blanks at both ends included.
    let raw = engine.options.strategy != Strategy::Viterbi;
    if raw && words.start == 0 {
        range.start = 0;
    }
    if raw && words.end == draft.words.len() {
        range.end = whole.len();
    }
    let base = range.start;
    let text = &whole[range];
    let copy = if raw { ModelCopy::raw(text) } else { ModelCopy::clean(text) };
    let pieces = engine.tokenizer.pieces(&copy, base)?;
    let limit = engine.options.window_tokens.min(engine.folder.max_tokens);
    let length = limit.saturating_sub(engine.tokenizer.special_tokens()).max(1);
    let starts: Vec<usize> = if pieces.len() > length {
        sentences(text)
            .into_iter()
            .map(|sentence| pieces.partition_point(|piece| piece.range.start < base + sentence.start))
            .collect()
    } else {
        Vec::new()
    };
    let options = WindowOptions { length, overlap: engine.options.overlap_tokens };
    let windows = windows(pieces.len(), &starts, options);
    let emissions = Emissions::new(pieces.len(), engine.labels.names.len());
    Ok(Pending { article, words, pieces, windows, emissions })
}

/// The ids that the model reads for a window.
fn ids_of(engine: &Engine, segment: &Pending, window: &Window) -> Vec<u32> {
    let tokenizer = &engine.tokenizer;
    let pieces = segment.pieces[window.pieces.clone()].iter().map(|piece| piece.id);
    tokenizer.prefix.iter().copied().chain(pieces).chain(tokenizer.suffix.iter().copied()).collect()
}

/// The rows that the model reads for an article, as ids.
///
/// # Errors
/// What the tokenizer says.
pub fn rows(engine: &Engine, article: &Article) -> Result<Vec<Vec<u32>>, String> {
    let draft = Draft::new(article);
    let mut out = Vec::new();
    for range in segments(&article.text, &draft.words, SEGMENT_BYTES) {
        let segment = tokenize(engine, &draft, 0, range)?;
        out.extend(segment.windows.iter().map(|window| ids_of(engine, &segment, window)));
    }
    Ok(out)
}

/// For each unit, whether a paragraph ends before it: no name runs on from there.
fn breaks(text: &str, words: &[Word], units: &[Unit]) -> Vec<bool> {
    units
        .iter()
        .map(|unit| {
            let Some(before) = unit.words.start.checked_sub(1) else { return true };
            let gap = &text[words[before].range.end..words[unit.words.start].range.start];
            gap.bytes().filter(|&b| b == b'\n').count() > 1
        })
        .collect()
}
