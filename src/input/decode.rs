//! From bytes to text: byte order marks, UTF-8, what the page declares, and else a guess.

use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use super::detect;

/// A text and how it was come by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without byte order mark, line breaks as they were.
    pub(super) text: String,
    /// The character set's name in lower case, as the WHATWG Encoding Standard writes it.
    pub(super) encoding: String,
    /// How many malformed sequences became U+FFFD.
    pub(super) replaced: usize,
}

impl Decoded {
    /// What the record should say about the decoding.
    pub(super) fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.replaced > 0 {
            let sequences = if self.replaced == 1 { "sequence" } else { "sequences" };
            warnings
                .push(format!("{} malformed byte {sequences} of {} replaced by U+FFFD", self.replaced, self.encoding));
        }
        let nuls = self.text.matches('\0').count();
        if nuls > 0 {
            warnings.push(format!("the text holds {nuls} NUL characters"));
        }
        warnings
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Declared {
    pub(super) encoding: Option<&'static Encoding>,
    /// ISO 639-1.
    pub(super) lang: Option<String>,
}

/// Decodes a whole file; `declared` is what the file says of itself. Fails only on UTF-32, with its name.
///
/// In this order: a byte order mark; UTF-16 without one; valid UTF-8 (a saved page often declares what it no longer is);
/// what is declared; UTF-8 with few faults; the likeliest guess.
pub(super) fn decode(bytes: Vec<u8>, declared: &Declared) -> Result<Decoded, &'static str> {
    if bytes.starts_with(b"\xFF\xFE\0\0") || bytes.starts_with(b"\0\0\xFE\xFF") {
        return Err("UTF-32");
    }
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes[mark..]));
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return Ok(decode_as(encoding, &bytes));
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            if has_iso_2022_jp_shift(text.as_bytes()) {
                let decoded = decode_as(ISO_2022_JP, text.as_bytes());
                if decoded.replaced == 0 {
                    return Ok(decoded);
                }
            }
            return Ok(Decoded { text, encoding: label(UTF_8), replaced: 0 });
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared.encoding.filter(|encoding| *encoding != UTF_8) {
        let decoded = decode_as(encoding, &bytes);
        if decoded.replaced == 0 {
            return Ok(decoded);
        }
    }
    let encoding = if is_nearly_utf8(&bytes) { UTF_8 } else { detect::guess(&bytes, declared.lang.as_deref()) };
    Ok(decode_as(encoding, &bytes))
}

/// Whether the first bytes are UTF-16, marked or plain to see.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || head.starts_with(b"\0\0\xFE\xFF");
    marked || utf16_without_mark(head).is_some()
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, faulty) = encoding.decode_without_bom_handling(bytes);
    let replaced = if faulty { text.matches('\u{FFFD}').count() } else { 0 };
    Decoded { text: text.into_owned(), encoding: label(encoding), replaced }
}

fn label(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

/// How much is looked at to find UTF-16 without a mark, in bytes.
const UTF16_SAMPLE_BYTES: usize = 4096;

/// UTF-16 whose byte order is plain from its blanks: in one of the two orders there is a blank or line break in every
/// hundred characters, and no NUL, no other control, no half of a pair; random bytes and other encodings fail that.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(UTF16_SAMPLE_BYTES) & !1];
    if !sample.contains(&0) {
        return None;
    }
    let plain = |unit: fn([u8; 2]) -> u16| {
        let units = || sample.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        let blanks = units().filter(|unit| matches!(unit, 0x20 | 0x0A | 0x3000 | 0x3002)).count();
        let controls = units().any(|unit| unit < 0x20 && !matches!(unit, 0x09..=0x0D));
        // A pair may be cut by the sample's end.
        let broken =
            char::decode_utf16(units()).filter(Result::is_err).count() > usize::from(sample.len() < bytes.len());
        blanks * 100 >= sample.len() / 2 && !controls && !broken
    };
    match (plain(u16::from_le_bytes), plain(u16::from_be_bytes)) {
        (true, false) => Some(UTF_16LE),
        (false, true) => Some(UTF_16BE),
        _ => None,
    }
}

fn has_iso_2022_jp_shift(bytes: &[u8]) -> bool {
    bytes.contains(&0x1B)
        && [&b"\x1B$B"[..], b"\x1B$@"].iter().any(|shift| bytes.windows(3).any(|window| window == *shift))
}

/// Valid sequences for each malformed one that make a text UTF-8 with faults; in other character sets what looks like
/// UTF-8 is a rare accident.
const VALID_FOR_EACH_MALFORMED: usize = 4;

fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let mut valid = 0;
    let mut malformed = 0;
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        malformed += usize::from(!chunk.invalid().is_empty());
    }
    let is_cut = malformed == 1 && std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    valid >= malformed * VALID_FOR_EACH_MALFORMED || (is_cut && valid > 0)
}
