//! Exit codes, and the failures that end a run before or while it writes.

use std::fmt;
use std::io;

/// All articles were tagged.
pub const SUCCESS: u8 = 0;
/// Some articles have error records.
pub const ARTICLES_FAILED: u8 = 1;
/// Usage, model or library: nothing was written.
pub const USAGE: u8 = 2;
/// The output could not be written.
pub const OUTPUT: u8 = 3;

/// Why a run ended early.
#[derive(Debug)]
pub enum Failure {
    /// Options, model or library do not work; the sentence says what to do.
    Usage(String),
    /// The output could not be written.
    Output {
        /// Where to.
        name: String,
        /// The system's reason.
        error: io::Error,
    },
    /// The reader of the output has gone: `alam tag … | head`.
    ClosedPipe,
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => USAGE,
            Self::Output { .. } => OUTPUT,
            Self::ClosedPipe => SUCCESS,
        }
    }

    /// What a failed write means.
    pub fn of_write(name: &str, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Output { name: name.to_owned(), error },
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(reason) => f.write_str(reason),
            Self::Output { name, error } => {
                write!(f, "{name}: cannot be written ({error}): free some room or give another place with -o")
            }
            Self::ClosedPipe => f.write_str("the reader of the output has gone"),
        }
    }
}

impl From<alam::Error> for Failure {
    fn from(error: alam::Error) -> Self {
        Self::Usage(error.to_string())
    }
}
