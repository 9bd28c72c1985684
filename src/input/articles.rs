//! The iterator over all articles of a run.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::error::{ArticleError, Problem, STDIN};
use super::format::Format;
use super::jsonl::JsonLines;
use super::skipped::SkippedFiles;
use super::source::{Source, display};
use super::walk::Walk;
use super::{ArticleResult, InputOptions, document};

/// Hands out the articles of files, folders and streams one by one; made by [`articles`](super::articles()) and
/// [`read`](super::read).
pub struct Articles {
    options: InputOptions,
    /// What was given and has not been begun.
    paths: VecDeque<PathBuf>,
    stream: Option<Source>,
    /// The folder that is being walked.
    walk: Option<Walk>,
    /// The JSON Lines file that is being read.
    lines: Option<JsonLines>,
    skipped: SkippedFiles,
}

impl Articles {
    pub(super) fn of_paths(paths: &[PathBuf], options: &InputOptions) -> Self {
        Self {
            options: options.clone(),
            paths: paths.iter().cloned().collect(),
            stream: None,
            walk: None,
            lines: None,
            skipped: SkippedFiles::default(),
        }
    }

    pub(super) fn of_reader(id: &str, reader: Box<dyn Read + Send>, options: &InputOptions) -> Self {
        Self { stream: Some(Source::stream(id, id, reader)), ..Self::of_paths(&[], options) }
    }

    /// A handle on what was skipped, which stays valid while the iterator is used elsewhere.
    pub fn skipped(&self) -> SkippedFiles {
        self.skipped.clone()
    }

    /// The next file or stream, from the folder at hand or from what was given.
    fn next_source(&mut self) -> Option<Result<Source, ArticleError>> {
        loop {
            if let Some(stream) = self.stream.take() {
                return Some(Ok(stream));
            }
            if let Some(walk) = &mut self.walk {
                match walk.next() {
                    Some(found) => return Some(found),
                    None => self.walk = None,
                }
            }
            let path = self.paths.pop_front()?;
            if path == Path::new("-") {
                return Some(Ok(Source::stream("-", STDIN, Box::new(io::stdin()))));
            }
            match std::fs::metadata(&path) {
                Ok(metadata) if metadata.is_dir() => match Walk::new(&path, self.skipped.clone()) {
                    Ok(walk) => self.walk = Some(walk),
                    Err(error) => return Some(Err(error)),
                },
                Ok(_) => return Some(Ok(Source::named(path))),
                Err(error) => {
                    let name = display(&path);
                    let problem = Problem::of_io(&name, &error, None);
                    return Some(Err(ArticleError::new(name, &problem)));
                }
            }
        }
    }
}

impl Iterator for Articles {
    type Item = ArticleResult;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(article) => return Some(article),
                    None => self.lines = None,
                }
            }
            let source = match self.next_source()? {
                Ok(source) => source,
                Err(error) => return Some(Err(error)),
            };
            let id = source.id.clone();
            let opened = match source.open(&self.options) {
                Ok(opened) => opened,
                Err(problem) => return Some(Err(ArticleError::new(id, &problem))),
            };
            if opened.format == Format::Jsonl {
                self.lines = Some(JsonLines::new(opened, &self.options, self.skipped.clone()));
                continue;
            }
            match document::read(opened, &self.options) {
                Ok(Some(article)) => return Some(Ok(article)),
                Ok(None) => self.skipped.add_binary(),
                Err(problem) => return Some(Err(ArticleError::new(id, &problem))),
            }
        }
    }
}
