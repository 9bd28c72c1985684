//! The section `[clitics]` of a pack: letters and words that are written on a name and do not belong to it.

use serde::Deserialize;

/// What may be written on a name in this language. Entries are in lower case where the script has case; the straight
/// apostrophe `'` stands for all four.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Clitics {
    /// Words before an apostrophe that are cut off a name, without the apostrophe: `l`, `d`, `dell`.
    pub elisions: Vec<String>,
    /// Particles written on the front of a word with no mark between, single and in chains: `و`, `ب`, `وب`.
    pub proclitics: Vec<String>,
    /// Those of `proclitics` that are cut off a name unless something speaks against it (Arabic `و`); the others stay
    /// unless something speaks for cutting them.
    pub loose: Vec<String>,
    /// The same for names of places (Hebrew `ב`).
    pub loose_places: Vec<String>,
    /// The definite article written on the word that belongs to the name (Arabic `ال`).
    pub article: String,
    /// Proclitics that melt with the article: written form, proclitic, and what the name gets in place of the rest
    /// (`لل`, `ل`, `ال`).
    pub contractions: Vec<[String; 3]>,
    /// Marks behind which a suffix stands that is not part of the name: `'`, `-`, `:`.
    pub suffix_marks: Vec<String>,
    /// The suffixes behind such a mark, or patterns of them; a suffix not listed stays in the name.
    pub suffixes: Vec<String>,
    /// Names that end in such a mark and suffix (`McDonald's`).
    pub keep_suffix: Vec<String>,
    /// Words that are no part of a person's name when a span begins with them: titles.
    pub titles: Vec<String>,
    /// Common nouns that are no part of a place's name when a span begins with them (`مدينة`).
    pub place_nouns: Vec<String>,
    /// The same where a span ends with them (Turkish `ilçesi`).
    pub place_tails: Vec<String>,
    /// Common nouns that are no part of an organization's name when a span begins with them (`صحيفة`).
    pub organization_nouns: Vec<String>,
    /// Titles before a field of government, which is no organization (`minister` of defence).
    pub portfolio: Vec<String>,
    /// Titles written behind a name with no blank between, which are no part of it (Chinese `教授`, Japanese `氏`).
    pub title_tails: Vec<String>,
    /// The same written before a person's name (Thai `นาย`).
    pub title_heads: Vec<String>,
    /// Articles that are no part of a name when a span begins with them (`the`, `la`).
    pub articles: Vec<String>,
    /// Names that begin with an article (`The Hague`).
    pub keep_article: Vec<String>,
    /// First words of names that begin with a letter of `proclitics` as part of the name (`بوتين`), beside CLDR's.
    pub keep: Vec<String>,
    /// First words of names, whole, that are often written with a proclitic (`ترامب`), beside CLDR's.
    pub known: Vec<String>,
}
