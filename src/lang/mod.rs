//! Language data: one TOML file a language in `packs/`, one schema in [`mod@pack`], checked at build; beside it what Unicode
//! CLDR knows, in `cldr/` and [`mod@cldr`]. Knows nobody.
//!
//! No code outside this folder asks which language it is: it asks the pack.

pub mod alphabet;
pub mod cldr;
pub mod pack;

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

pub use alphabet::{Alphabet, alphabet};
pub use cldr::Cldr;
pub use pack::Pack;

include!(concat!(env!("OUT_DIR"), "/packs.rs"));
include!(concat!(env!("OUT_DIR"), "/cldr.rs"));

/// Packs are parsed when first asked for: an article in one language pays for one pack.
static PACKS: LazyLock<BTreeMap<&'static str, (&'static str, OnceLock<Pack>)>> =
    LazyLock::new(|| PACK_SOURCES.iter().map(|&(code, source)| (code, (source, OnceLock::new()))).collect());

/// The pack of a language by its ISO 639-1 code; a region is ignored (`en-GB` is `en`). `None` if there is no pack.
///
/// ```
/// assert_eq!(alam::lang::pack("ar").map(|p| p.code.as_str()), Some("ar"));
/// assert!(alam::lang::pack("qqq").is_none());
/// ```
pub fn pack(lang: &str) -> Option<&'static Pack> {
    let code = lang.split(['-', '_']).next().unwrap_or(lang);
    let (source, cell) = PACKS.get(code)?;
    Some(cell.get_or_init(|| Pack::parse(source).unwrap_or_default())) // build.rs has parsed it already
}

/// CLDR data, parsed when first asked for like the packs.
static CLDR: LazyLock<BTreeMap<&'static str, (&'static str, OnceLock<Cldr>)>> =
    LazyLock::new(|| CLDR_SOURCES.iter().map(|&(code, source)| (code, (source, OnceLock::new()))).collect());

/// The CLDR data of a language by its ISO 639-1 code; a region is ignored. `None` if there is no pack.
///
/// ```
/// let months = alam::lang::cldr("de-AT").map(|data| data.months[0].as_slice()).unwrap_or_default();
/// assert!(months.contains(&"Jänner".to_owned()));
/// ```
pub fn cldr(lang: &str) -> Option<&'static Cldr> {
    let code = lang.split(['-', '_']).next().unwrap_or(lang);
    let (source, cell) = CLDR.get(code)?;
    Some(cell.get_or_init(|| Cldr::parse(source).unwrap_or_default())) // build.rs has parsed it already
}

/// The codes of all packs, sorted.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PACKS.keys().copied()
}

/// The language of a text by its letters and words (crate `whatlang`), as ISO 639-1 where one exists; `None` for a text
/// without letters.
///
/// ```
/// assert_eq!(alam::lang::detect("قال الأمين العام لحلف شمال الأطلسي").as_deref(), Some("ar"));
/// ```
pub fn detect(text: &str) -> Option<String> {
    /// Bytes that are enough to tell a language.
    const SAMPLE_BYTES: usize = 4_000;
    let mut end = text.len().min(SAMPLE_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let lang = whatlang::detect_lang(&text[..end])?.code();
    Some(ISO_639_1.iter().find(|(three, _)| *three == lang).map_or(lang, |&(_, two)| two).to_owned())
}

/// ISO 639-3 codes of `whatlang` and their two-letter forms.
const ISO_639_1: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];
