//! The article's text: offsets, words, sentences. Knows no language, no model.
//!
//! Enters: the decoded text of an article as one `&str`. Leaves: byte ranges into it. Everything inside `alam` speaks
//! in byte ranges; code points are computed once, for the record, by [`OffsetIndex`].

pub mod offset;
pub mod sentence;
pub mod word;

pub use offset::OffsetIndex;
pub use sentence::sentences;
pub use word::{Word, WordKind, words};

/// A half-open range of bytes in the article's text; both ends lie on borders of code points.
pub type ByteRange = std::ops::Range<usize>;

/// Whether a character is an invisible mark that must never change a label or a look-up: bidi controls, zero-width
/// joiners, soft hyphen, byte order mark.
///
/// ```
/// assert!(alam::text::is_invisible('\u{200F}'));
/// assert!(!alam::text::is_invisible('ا'));
/// ```
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}
