//! Guesses the character set of bytes that carry no mark and are not UTF-8.
//!
//! The guess is Firefox's (`chardetng`), which tells scripts apart well even on forty characters. Between the sets of
//! Latin letters it often errs on short or rare languages (Hungarian `ő` becomes `õ`, a lone `„W` a Cyrillic `Ц`), so that
//! a text in Latin letters is judged once more, by its language's alphabet.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, WINDOWS_1252};
use unicode_script::{Script, UnicodeScript};

use crate::lang;

/// Bytes that are enough to judge by.
const SAMPLE_BYTES: usize = 1 << 16;

/// The likeliest character set; `lang` (ISO 639-1) is what the file says of its language.
pub(super) fn guess(bytes: &[u8], lang: Option<&str>) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // GB18030 is GBK with all of Unicode, read the same way; named so, any program reads the file.
    let guess = if guess == GBK { GB18030 } else { guess };
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    if is_latin(sample, guess) { by_alphabet(sample, guess, lang) } else { guess }
}

/// Whether a text is in Latin letters: mostly ASCII ones, and the guess does not find words of another script in it.
fn is_latin(bytes: &[u8], guess: &'static Encoding) -> bool {
    let ascii_letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    if ascii_letters < beyond {
        return false;
    }
    let (text, _) = guess.decode_without_bom_handling(bytes);
    let is_foreign = |c: char| c.is_alphabetic() && c.script() != Script::Latin && c.script() != Script::Common;
    let is_latin = |c: char| c.script() == Script::Latin;
    // A letter of another script between Latin ones, or alone, is a Latin letter misread.
    let words = text.split(|c: char| !c.is_alphabetic());
    let foreign =
        words.filter(|word| word.chars().filter(|c| is_foreign(*c)).count() >= 2 && !word.chars().any(is_latin));
    foreign.map(str::len).sum::<usize>() * 2 < beyond
}

/// The set in which a text's letters are those of its language: of the sets that its language was kept in, the one with
/// the fewest letters and signs that do not belong; the guess where the language is not known or seems to be another.
fn by_alphabet(bytes: &[u8], guess: &'static Encoding, lang: Option<&str>) -> &'static Encoding {
    let guess = if guess.is_single_byte() { guess } else { WINDOWS_1252 };
    let (text, _) = guess.decode_without_bom_handling(bytes);
    let detected = lang::detect(&text);
    let Some(alphabet) = lang.or(detected.as_deref()).and_then(lang::alphabet) else { return guess };
    let strangers = |encoding: &'static Encoding| count_strangers(bytes, encoding, &alphabet.letters);
    let sets = alphabet.sets.iter().filter_map(|label| Encoding::for_label(label.as_bytes()));
    let Some(best) = sets.min_by_key(|encoding| strangers(encoding)) else { return guess };
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    let is_other_language = strangers(best) * 100 > letters * MAX_STRANGERS_PERCENT;
    if strangers(best) > strangers(guess) || is_other_language { guess } else { best }
}

/// More letters that do not belong, of those beyond ASCII, and the text is in another language than it seemed.
const MAX_STRANGERS_PERCENT: usize = 30;

/// How many characters beyond ASCII do not belong into a text: letters outside the alphabet, control characters, and
/// signs that never stand by a letter.
fn count_strangers(bytes: &[u8], encoding: &'static Encoding, letters: &str) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut strangers = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        if !c.is_ascii() {
            let belongs = if c.is_alphabetic() {
                c.to_lowercase().all(|small| letters.contains(small))
            } else {
                let beside_a_letter = before.is_alphabetic() || after.is_alphabetic();
                !c.is_control() && c != '\u{FFFD}' && (!beside_a_letter || stands_by_letters(c))
            };
            strangers += usize::from(!belongs);
        }
        before = c;
    }
    strangers
}

/// Signs that texts have directly before, between or behind letters; others there are letters misread.
fn stands_by_letters(c: char) -> bool {
    let quotation = matches!(c, '‘' | '’' | '‚' | '‹' | '›' | '“' | '”' | '„' | '«' | '»');
    let punctuation = matches!(c, '–' | '—' | '…' | '·' | '•' | '¿' | '¡' | '\u{A0}' | '\u{AD}');
    let other = matches!(c, '€' | '£' | '§' | '°' | '®' | '™' | '©' | '†' | '‡' | '‰' | 'º' | 'ª');
    let tone_marks = matches!(c, '\u{300}'..='\u{36F}'); // of windows-1258
    quotation || punctuation || other || tone_marks
}
