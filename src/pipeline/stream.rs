//! Many articles over many threads: an iterator of results in the order of the input.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crossbeam_channel::{Receiver, Sender, bounded, select};

use super::worker::Worker;
use crate::article::Article;
use crate::engine::Engine;
use crate::model::{ModelError, Session};
use crate::record::{ErrorRecord, Record};

/// Articles in flight for each worker: enough to sort by length, little enough to hold.
const ARTICLES_PER_WORKER: usize = 128;

/// The most articles that a worker takes at once.
const CHUNK_ARTICLES: usize = 48;

/// The fewest that it takes if they are there: some to sort by length.
const FEWEST_ARTICLES: usize = 8;

/// Bytes of text after which a worker takes no further article.
const CHUNK_BYTES: usize = 128 * 1024;

/// An article or what stands in its place, with its number.
type Numbered<T> = (u64, T);

/// What comes out for an article.
pub type Outcome = Result<Record, ErrorRecord>;

/// Results in the order of the articles that went in. Dropping it ends the run: workers stop at the next batch, so that
/// none is inside ONNX Runtime when the process ends.
pub struct Tagged {
    /// Taken when dropped: workers wait for articles or for the end of this channel.
    alive: Option<Sender<()>>,
    workers: Vec<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
    /// Taken when dropped, so that no worker waits for room.
    results: Option<Receiver<Numbered<Outcome>>>,
    permits: Sender<()>,
    waiting: BTreeMap<u64, Outcome>,
    next: u64,
}

impl Tagged {
    /// Starts the reader and the workers. At most `threads × 128` articles are in flight, so memory does not grow with
    /// the run.
    pub(crate) fn new(
        engine: &Arc<Engine>,
        idle: &Arc<Mutex<Vec<Session>>>,
        articles: impl Iterator<Item = Result<Article, ErrorRecord>> + Send + 'static,
    ) -> Self {
        let threads = engine.options.threads.max(1);
        let in_flight = threads * ARTICLES_PER_WORKER;
        let (permit, permits) = bounded::<()>(in_flight);
        for _ in 0..in_flight {
            let _ = permit.send(()); // there is room for all of them
        }
        let (job, jobs) = bounded::<Numbered<Article>>(in_flight);
        let (result, results) = bounded::<Numbered<Outcome>>(in_flight);
        let (alive, over) = bounded::<()>(0);
        let stop = Arc::new(AtomicBool::new(false));
        let workers = (0..threads)
            .map(|_| {
                let (engine, idle, stop) = (Arc::clone(engine), Arc::clone(idle), Arc::clone(&stop));
                let source = SessionSource { engine, idle, stop };
                let (jobs, over, result) = (jobs.clone(), over.clone(), result.clone());
                thread::spawn(move || work(&source, &jobs, &over, &result))
            })
            .collect();
        thread::spawn(move || {
            for (number, article) in (0u64..).zip(articles) {
                let sent = permits.recv().is_ok()
                    && match article {
                        Ok(article) => job.send((number, article)).is_ok(),
                        Err(error) => result.send((number, Err(error))).is_ok(),
                    };
                if !sent {
                    return; // nobody listens any more
                }
            }
        });
        Self {
            alive: Some(alive),
            workers,
            stop,
            results: Some(results),
            permits: permit,
            waiting: BTreeMap::new(),
            next: 0,
        }
    }
}

impl Iterator for Tagged {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        let outcome = loop {
            if let Some(outcome) = self.waiting.remove(&self.next) {
                break outcome;
            }
            // Nothing comes any more when reader and workers have ended.
            let (number, outcome) = self.results.as_ref()?.recv().ok()?;
            self.waiting.insert(number, outcome);
        };
        self.next += 1;
        let _ = self.permits.send(()); // the reader may have ended
        Some(outcome)
    }
}

impl Drop for Tagged {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.alive = None;
        self.results = None;
        for worker in self.workers.drain(..) {
            let _ = worker.join(); // a panic in a worker has been told already
        }
    }
}

/// Where workers take their session from, and give it back to.
struct SessionSource {
    engine: Arc<Engine>,
    idle: Arc<Mutex<Vec<Session>>>,
    stop: Arc<AtomicBool>,
}

impl SessionSource {
    fn worker(&self) -> Result<Worker, ModelError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let session = idle.map_or_else(|| self.engine.sessions.session(), Ok)?;
        Ok(Worker::new(Arc::clone(&self.engine), session, Arc::clone(&self.stop)))
    }

    fn give_back(&self, worker: Worker) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker.into_session());
    }
}

/// Takes articles until there are no more. A session is made only when there is an article for it.
fn work(
    source: &SessionSource,
    jobs: &Receiver<Numbered<Article>>,
    over: &Receiver<()>,
    results: &Sender<Numbered<Outcome>>,
) {
    let mut worker: Option<Worker> = None;
    'run: loop {
        let first = select! {
            recv(jobs) -> job => job,
            recv(over) -> _ => break,
        };
        let Ok(first) = first else { break };
        let mut bytes = first.1.text.len();
        let (mut numbers, mut articles) = (vec![first.0], vec![first.1]);
        // Its share of what waits and no more, so that near the end no worker idles while another has a long list.
        let share = jobs.len() / source.engine.options.threads.max(1);
        let most = share.clamp(FEWEST_ARTICLES, CHUNK_ARTICLES);
        while articles.len() < most && bytes < CHUNK_BYTES {
            let Ok((number, article)) = jobs.try_recv() else { break };
            bytes += article.text.len();
            numbers.push(number);
            articles.push(article);
        }
        let outcomes = tag_safely(source, &mut worker, &articles);
        for (number, outcome) in numbers.into_iter().zip(outcomes) {
            if results.send((number, outcome)).is_err() {
                break 'run;
            }
        }
    }
    if let Some(worker) = worker {
        source.give_back(worker);
    }
}

/// Tags a chunk; a fault of the program costs the article that meets it, not the run.
fn tag_safely(source: &SessionSource, worker: &mut Option<Worker>, articles: &[Article]) -> Vec<Outcome> {
    let failed =
        |reason: &str| articles.iter().map(|article| Err(ErrorRecord::internal(&article.id, reason))).collect();
    let mut ready = match worker.take().map_or_else(|| source.worker(), Ok) {
        Ok(ready) => ready,
        Err(error) => return failed(&error.to_string()),
    };
    match catch_unwind(AssertUnwindSafe(|| ready.tag(articles))) {
        Ok(outcomes) => {
            *worker = Some(ready);
            outcomes
        }
        Err(_) if articles.len() > 1 => {
            articles.iter().flat_map(|article| tag_safely(source, worker, std::slice::from_ref(article))).collect()
        }
        Err(panic) => {
            let reason =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            failed(reason.unwrap_or("no reason given"))
        }
    }
}
