//! The `[lexing]` section: what is cut from a word before it is looked up.

use serde::Deserialize;

/// Affixes and compounds.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lexing {
    /// Proclitics written on the word (Arabic و ب ل); each is a word of its own afterwards.
    pub prefixes: Vec<String>,
    /// Endings written on the word (Korean 에, 부터); each is a word of its own afterwards.
    pub suffixes: Vec<String>,
    /// Prefixes that only stand before all others (Arabic و ف).
    pub first_prefixes: Vec<String>,
    /// An unknown word is cut into words of the pack: numbers, units, endings (Korean 만원이).
    pub pieces: bool,
    /// The definite article written on the word (Arabic ال): a word is also looked up without it.
    pub article: String,
    /// Endings of the dual, which stand for the number two (Arabic ان, ين).
    pub dual: Vec<String>,
    /// Endings that inflect a word of the lexicon without changing its meaning (Finnish, Hungarian cases).
    pub endings: Vec<String>,
    /// Forms of CLDR that are left out, since they are other words too.
    pub ignore: Vec<String>,
    /// Marks matter: an unmarked word never stands for a marked one (Vietnamese).
    pub strict_marks: bool,
}
