//! The progress bar on a terminal's standard error; nothing elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// What a run has done so far.
#[derive(Debug, Clone, Copy, Default)]
pub struct Done {
    /// Articles written.
    pub articles: u64,
    /// Words in them.
    pub words: u64,
    /// Bytes of text in them.
    pub bytes: u64,
}

/// A bar, or nothing where nobody looks.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar over `total` bytes of text; without a total there is no time left to show.
    pub fn new(total: Option<u64>) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template =
            if total.is_some() { "{bar:24} {percent:>3} %  {msg}  {eta} left" } else { "{spinner} {msg}  {elapsed}" };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// Shows how far the run is.
    pub fn show(&self, done: Done) {
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.bar.elapsed().as_secs_f64().max(1e-3);
        self.bar.set_message(format!("{} articles, {:.0} words/s", done.articles, done.words as f64 / seconds));
        self.bar.set_position(done.bytes);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
