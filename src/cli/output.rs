//! Where lines of JSON go: standard output or a file, whole lines at a time.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use serde::Serialize;

use super::exit::Failure;

/// Bytes that are gathered before a write.
const BUFFER_BYTES: usize = 64 * 1024;

/// When lines reach the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flush {
    /// When the buffer is full: fastest.
    WhenFull,
    /// After every line: somebody waits for the answer.
    EveryLine,
}

/// A sink of JSON Lines.
pub struct Output {
    inner: BufWriter<Box<dyn Write>>,
    name: String,
    flush: Flush,
    line: Vec<u8>,
}

impl Output {
    /// Standard output, or a file that is created anew.
    pub fn open(path: Option<&Path>, flush: Flush) -> Result<Self, Failure> {
        let (name, inner): (String, Box<dyn Write>) = match path.filter(|path| *path != Path::new("-")) {
            None => ("standard output".to_owned(), Box::new(io::stdout())),
            Some(path) => {
                let name = path.display().to_string();
                match File::create(path) {
                    Ok(file) => (name, Box::new(file)),
                    Err(error) => return Err(Failure::Output { name, error }),
                }
            }
        };
        Ok(Self { inner: BufWriter::with_capacity(BUFFER_BYTES, inner), name, flush, line: Vec::new() })
    }

    /// Writes one value as one line.
    pub fn write(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.line.clear();
        let written = serde_json::to_writer(&mut self.line, value).map_err(io::Error::from).and_then(|()| {
            self.line.push(b'\n');
            self.inner.write_all(&self.line)?;
            if self.flush == Flush::EveryLine { self.inner.flush() } else { Ok(()) }
        });
        written.map_err(|error| Failure::of_write(&self.name, error))
    }

    /// Writes what is left.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.inner.flush().map_err(|error| Failure::of_write(&self.name, error))
    }
}
