//! The bare session: the same token sequences in the same batches, with nothing around the model.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::article::Article;
use crate::model::Session;
use crate::model::batch::{Batch, plan};
use crate::pipeline::worker::LOOKAHEAD_TOKENS;
use crate::tagger::Tagger;

/// What the bare session did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bare {
    /// Tokens without padding.
    pub tokens: u64,
    /// Tokens with padding.
    pub padded_tokens: u64,
    /// Wall time of running the model, on as many threads as the tagger has.
    pub time: Duration,
}

/// Runs the token sequences of the articles through sessions of the tagger's model: one a thread, batches planned in
/// the same look-ahead, the logits not read.
///
/// # Errors
/// What the tokenizer or ONNX Runtime says.
pub fn bare(tagger: &Tagger, articles: &[Article]) -> Result<Bare, String> {
    let options = tagger.options();
    let (pad_id, max_tokens) = (tagger.pad_id(), tagger.model().max_tokens);
    let mut batches = Vec::new();
    let mut rows: Vec<Vec<u32>> = Vec::new();
    let mut flush = |rows: &mut Vec<Vec<u32>>| {
        let lengths: Vec<usize> = rows.iter().map(Vec::len).collect();
        for group in plan(&lengths, options.batch_tokens, max_tokens) {
            batches.push(Batch::new(group, rows, pad_id, max_tokens));
        }
        rows.clear();
    };
    for article in articles {
        rows.extend(tagger.rows(article)?);
        if rows.iter().map(Vec::len).sum::<usize>() >= LOOKAHEAD_TOKENS {
            flush(&mut rows);
        }
    }
    flush(&mut rows);
    let count = |batch: &Batch| batch.mask.iter().sum::<i64>() as u64;
    let tokens = batches.iter().map(count).sum();
    let padded_tokens = batches.iter().map(|batch| batch.ids.len() as u64).sum();
    let mut sessions = Vec::new();
    for _ in 0..options.threads {
        sessions.push(tagger.session().map_err(|error| error.to_string())?);
    }
    let time = run(&batches, sessions)?;
    Ok(Bare { tokens, padded_tokens, time })
}

fn run(batches: &[Batch], sessions: Vec<Session>) -> Result<Duration, String> {
    let next = AtomicUsize::new(0);
    let failure = Mutex::new(None);
    let begin = Instant::now();
    thread::scope(|scope| {
        for mut session in sessions {
            let (next, failure) = (&next, &failure);
            scope.spawn(move || {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(reason) = session.infer(batch, |_| ())
                        && let Ok(mut failure) = failure.lock()
                    {
                        *failure = Some(reason);
                        return;
                    }
                }
            });
        }
    });
    let time = begin.elapsed();
    failure.into_inner().ok().flatten().map_or(Ok(time), Err)
}
