//! The section `[clitics]` of a pack: letters and words that are written on a name and do not belong to it.

use serde::Deserialize;

/// What may be written on a name in this language. All entries are lower case where the script has case, and written
/// with the straight apostrophe `'`, which stands for all four.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clitics {
    /// Words before an apostrophe that are cut off a name, without the apostrophe: `l`, `d`, `dell`.
    pub elisions: Vec<String>,
    /// Particles written on the front of a word with no mark between (Arabic و ب ل, Hebrew ו ב ל): single letters, of
    /// which `proclitic_chains` says how they combine.
    pub proclitics: Vec<String>,
    /// The definite article written on the word (Arabic `ال`, Hebrew `ה`).
    pub article: String,
    /// What a proclitic and the article melt to, and what they stand for: `["لل", "ل", "ال"]` is the written form, the
    /// proclitic, and the letters that the name gets back.
    pub contractions: Vec<[String; 3]>,
    /// Marks behind which a suffix stands that is not part of the name: `'`, `-`, `:`.
    pub suffix_marks: Vec<String>,
    /// The suffixes behind such a mark; empty if any short lower-case suffix may follow.
    pub suffixes: Vec<String>,
    /// Words that are no part of a name when a span begins with them: titles (`dr`, `president`).
    pub titles: Vec<String>,
    /// Articles that are no part of a name when a span begins with them (`the`, `la`).
    pub articles: Vec<String>,
    /// Names that begin with a letter of `proclitics` that belongs to the name, beside those that CLDR knows.
    pub keep: Vec<String>,
}
