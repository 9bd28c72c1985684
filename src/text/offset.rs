//! Bytes to code points, by an index built once for a text.

/// Bytes between two entries of the index: a power of two, small enough that counting inside is cheap.
const STEP_BYTES: usize = 128;

/// Maps byte offsets of a text to code point offsets in constant time.
///
/// ```
/// let text = "قمة لاهاي";
/// let index = alam::text::OffsetIndex::new(text);
/// assert_eq!(index.char_offset(text, 7), 4); // bytes 7.. are code points 4..
/// assert_eq!(index.char_len(), 9);
/// ```
#[derive(Debug, Clone)]
pub struct OffsetIndex {
    /// Code points before byte `i * STEP_BYTES`; empty for ASCII, where both offsets are one.
    before: Vec<u32>,
    chars: usize,
}

impl OffsetIndex {
    /// Builds the index in one pass over the text.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self { before: Vec::new(), chars: text.len() };
        }
        let mut before = Vec::with_capacity(text.len() / STEP_BYTES + 1);
        let mut chars = 0usize;
        for chunk in text.as_bytes().chunks(STEP_BYTES) {
            before.push(chars as u32);
            chars += count_starts(chunk);
        }
        Self { before, chars }
    }

    /// The number of code points before byte `byte` of `text`, which must be the text the index was built from.
    /// A byte past the end counts as the end.
    pub fn char_offset(&self, text: &str, byte: usize) -> usize {
        let byte = byte.min(text.len());
        if self.before.is_empty() {
            return byte;
        }
        let step = (byte / STEP_BYTES).min(self.before.len() - 1);
        self.before[step] as usize + count_starts(&text.as_bytes()[step * STEP_BYTES..byte])
    }

    /// Code points in the whole text.
    pub fn char_len(&self) -> usize {
        self.chars
    }
}

/// Bytes that begin a code point.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&b| (b as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_equal_a_count_of_chars(text in "\\PC{0,300}") {
            let index = OffsetIndex::new(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.char_offset(&text, byte), count);
            }
            prop_assert_eq!(index.char_offset(&text, text.len()), text.chars().count());
            prop_assert_eq!(index.char_len(), text.chars().count());
        }
    }
}
