//! The tagger: load once, tag many.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::article::Article;
use crate::decode::LabelSet;
use crate::engine::Engine;
use crate::fact::{FactFinder, FactOptions};
use crate::model::session::SessionOptions;
use crate::model::{ModelError, ModelFolder, PieceTokenizer, Runtime, RuntimeError, Session, SessionFactory};
use crate::options::TagOptions;
use crate::pipeline::worker::{Worker, rows};
use crate::pipeline::{Stats, Tagged};
use crate::record::{ErrorRecord, Record};
use crate::report::NORP;

/// Why a tagger cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The model's files.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The ONNX Runtime library.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// An option that does not fit the model.
    #[error("{0}")]
    Option(String),
}

/// How a [`Tagger`] is made. Everything has a default: the model inside the program, the library found by itself.
#[derive(Debug, Clone, Default)]
pub struct TaggerBuilder {
    model: Option<PathBuf>,
    runtime: Option<PathBuf>,
    session: SessionOptions,
    options: TagOptions,
}

impl TaggerBuilder {
    /// A folder with another model.
    #[must_use]
    pub fn model(mut self, folder: impl Into<PathBuf>) -> Self {
        self.model = Some(folder.into());
        self
    }

    /// The ONNX Runtime library to use.
    #[must_use]
    pub fn runtime(mut self, library: impl Into<PathBuf>) -> Self {
        self.runtime = Some(library.into());
        self
    }

    /// How sessions run.
    #[must_use]
    pub fn session(mut self, options: SessionOptions) -> Self {
        self.session = options;
        self
    }

    /// All options of tagging at once.
    #[must_use]
    pub fn options(mut self, options: TagOptions) -> Self {
        self.options = options;
        self
    }

    /// How many articles are worked on at a time.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.options.threads = threads;
        self
    }

    /// Loads everything.
    ///
    /// # Errors
    /// An [`Error`] that names the file or option, what is wrong and what to do.
    pub fn build(self) -> Result<Tagger, Error> {
        let runtime = Runtime::find(self.runtime.as_deref())?;
        let folder = open_model(self.model.as_deref())?;
        let labels = LabelSet::new(&folder.labels);
        check(&self.options, &labels)?;
        // Reading the tokenizer and the graph are the two slow parts of a start; they do not need each other.
        let (tokenizer, sessions) = thread::scope(|scope| {
            let tokenizer = scope.spawn(|| PieceTokenizer::new(&folder));
            let sessions = load(&runtime, &folder, self.session);
            (tokenizer.join(), sessions)
        });
        let tokenizer =
            tokenizer.map_err(|_| Error::Option("the tokenizer of this model cannot be read".to_owned()))??;
        let (sessions, session) = sessions?;
        let facts =
            FactFinder::new(FactOptions { prefer: self.options.prefer, types: self.options.fact_types.clone() });
        let (options, stats) = (self.options, Stats::default());
        let engine = Engine { folder, tokenizer, labels, sessions, facts, options, stats };
        Ok(Tagger { engine: Arc::new(engine), idle: Arc::new(Mutex::new(vec![session])), runtime })
    }
}

fn open_model(path: Option<&Path>) -> Result<ModelFolder, ModelError> {
    path.map_or_else(ModelFolder::embedded, ModelFolder::open)
}

fn load(runtime: &Runtime, folder: &ModelFolder, options: SessionOptions) -> Result<(SessionFactory, Session), Error> {
    let factory = SessionFactory::new(runtime, folder, options)?;
    let session = factory.session()?;
    Ok((factory, session))
}

/// Whether the options fit the model.
fn check(options: &TagOptions, labels: &LabelSet) -> Result<(), Error> {
    let known = |kind: &String| kind == NORP || labels.kinds.contains(kind) || labels.names.contains(kind);
    if let Some(unknown) = options.types.iter().flatten().find(|kind| !known(kind)) {
        let all = labels.kinds.join(", ");
        return Err(Error::Option(format!(
            "unknown type {unknown:?}: this model has {all}, and {NORP} comes from the language data"
        )));
    }
    if options.batch_tokens == 0 || options.window_tokens < 8 || options.threads == 0 {
        return Err(Error::Option("threads and batch tokens must be at least 1, window tokens at least 8".to_owned()));
    }
    if options.overlap_tokens * 2 > options.window_tokens {
        return Err(Error::Option(format!(
            "an overlap of {} tokens is more than half of a window of {}: give a smaller one",
            options.overlap_tokens, options.window_tokens
        )));
    }
    Ok(())
}

/// Tags articles with entities, clusters and facts. Made once; shared by threads; never changed.
///
/// ```
/// use alam::{Article, Tagger};
/// let tagger = Tagger::builder().threads(1).build()?;
/// let record = tagger.tag(&Article::new("nato", "Mark Rutte met Donald Trump in The Hague."))?;
/// assert_eq!(record.entities[0].span.text, "Mark Rutte");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Tagger {
    engine: Arc<Engine>,
    /// Sessions that nobody uses at the moment.
    idle: Arc<Mutex<Vec<Session>>>,
    runtime: Runtime,
}

impl Tagger {
    /// A builder with all defaults.
    pub fn builder() -> TaggerBuilder {
        TaggerBuilder::default()
    }

    /// Tags one article on the calling thread.
    ///
    /// # Errors
    /// The error record that stands in the output in the article's place.
    pub fn tag(&self, article: &Article) -> Result<Record, ErrorRecord> {
        let mut outcomes = self.tag_batch(std::slice::from_ref(article));
        outcomes.pop().unwrap_or_else(|| Ok(Record::default())) // one article gives one outcome
    }

    /// Tags several articles on the calling thread: one result each, in their order.
    pub fn tag_batch(&self, articles: &[Article]) -> Vec<Result<Record, ErrorRecord>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let session = match idle.map_or_else(|| self.engine.sessions.session(), Ok) {
            Ok(session) => session,
            Err(error) => {
                return articles
                    .iter()
                    .map(|article| Err(ErrorRecord::internal(&article.id, &error.to_string())))
                    .collect();
            }
        };
        let mut worker = Worker::new(Arc::clone(&self.engine), session, Arc::default());
        let outcomes = worker.tag(articles);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker.into_session());
        outcomes
    }

    /// Tags many articles on the tagger's threads; results come in the order of the articles. An item that is already
    /// an error record is passed through in its place. At most 128 articles a thread are in flight.
    pub fn tag_iter(&self, articles: impl Iterator<Item = Result<Article, ErrorRecord>> + Send + 'static) -> Tagged {
        Tagged::new(&self.engine, &self.idle, articles)
    }

    /// The rows of token ids that the model reads for an article, special tokens included.
    ///
    /// # Errors
    /// What the tokenizer says.
    pub fn rows(&self, article: &Article) -> Result<Vec<Vec<u32>>, String> {
        rows(&self.engine, article)
    }

    /// A further session of the model.
    ///
    /// # Errors
    /// As for [`TaggerBuilder::build`].
    pub fn session(&self) -> Result<Session, ModelError> {
        self.engine.sessions.session()
    }

    /// The id that fills rows of a batch.
    pub fn pad_id(&self) -> u32 {
        self.engine.tokenizer.pad_id
    }

    /// The model's files.
    pub fn model(&self) -> &ModelFolder {
        &self.engine.folder
    }

    /// The library in use.
    pub fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    /// What was done so far.
    pub fn stats(&self) -> &Stats {
        &self.engine.stats
    }

    /// The options in force.
    pub fn options(&self) -> &TagOptions {
        &self.engine.options
    }
}
