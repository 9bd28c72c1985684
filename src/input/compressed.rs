//! Unpacks gzip and zstd streams as they are read, and stops at bombs.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::InputOptions;

/// A compression that is unpacked on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Compression::Gzip => "gzip",
            Compression::Zstd => "zstd",
        })
    }
}

/// The stream unpacks to more than the limit, in bytes.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {0} bytes")]
pub(super) struct ExpansionExceeded(pub(super) u64);

/// Without a limit of the user's, this much is always allowed.
const ALWAYS_ALLOWED_BYTES: u64 = 1 << 30;

/// Without a limit of the user's, a stream may unpack to this many times its size; text packs 3 to 20 times.
const MAX_RATIO: u64 = 100;

/// Memory for the window of a zstd frame: 128 MiB, what `zstd --long` makes and `zstd -d` accepts.
const MAX_WINDOW_LOG: u32 = 27;

/// A reader of the unpacked bytes. Several gzip members or zstd frames in a row are one stream.
pub(super) fn unpack(
    mut packed: impl BufRead + Send + 'static,
    compression: Compression,
    options: &InputOptions,
) -> io::Result<Box<dyn BufRead + Send>> {
    if packed.fill_buf()?.is_empty() {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is empty"));
    }
    let packed_bytes = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted { inner: packed, bytes: Arc::clone(&packed_bytes) });
    let inner: Box<dyn Read + Send> = match compression {
        Compression::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(counted)),
        Compression::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(counted)?;
            decoder.window_log_max(MAX_WINDOW_LOG)?;
            Box::new(decoder)
        }
    };
    let limited = Limited { inner, packed_bytes, unpacked_bytes: 0, limit: options.max_expanded_bytes };
    Ok(Box::new(BufReader::with_capacity(1 << 16, limited)))
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Fails with [`ExpansionExceeded`] once too much has come out.
struct Limited {
    inner: Box<dyn Read + Send>,
    packed_bytes: Arc<AtomicU64>,
    unpacked_bytes: u64,
    limit: Option<u64>,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked_bytes += count as u64;
        let limit = self.limit.unwrap_or_else(|| {
            ALWAYS_ALLOWED_BYTES.max(self.packed_bytes.load(Ordering::Relaxed).saturating_mul(MAX_RATIO))
        });
        if self.unpacked_bytes > limit { Err(io::Error::other(ExpansionExceeded(limit))) } else { Ok(count) }
    }
}
