//! Folding: two spellings that a reader takes for one word give one string.
//!
//! Lower case, no vowel signs, no invisible marks, one form of hamza, of ya, of apostrophes and dashes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::is_invisible;

/// The value of a decimal digit of any script.
///
/// ```
/// assert_eq!(alam::fact::fold::digit_value('٥'), Some(5));
/// assert_eq!(alam::fact::fold::digit_value('x'), None);
/// ```
pub fn digit_value(c: char) -> Option<u8> {
    /// Code points of the digit zero; nine more follow each.
    const ZEROS: &[u32] = &[
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0xF20,
        0x1040, 0x17E0, 0x1810, 0xFF10,
    ];
    if c.is_ascii() {
        return c.to_digit(10).map(|d| d as u8);
    }
    let code = c as u32;
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| (code - zero) as u8)
}

/// Appends the folded form of one character; nothing for marks that are dropped.
pub fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' => out.push(c),
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        // Arabic: vowel signs, tatweel, superscript alif.
        '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{0307}' => {}
        'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
        'ى' | 'ی' => out.push('ي'),
        'ة' | 'ۀ' | 'ہ' => out.push('ه'),
        'ک' => out.push('ك'),
        '’' | 'ʼ' | '‘' | '´' | '`' | '′' | 'ʻ' | '＇' => out.push('\''),
        '″' | '“' | '”' | '＂' => out.push('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => out.push('-'),
        '～' | '〜' => out.push('~'),
        '：' => out.push(':'),
        '／' => out.push('/'),
        '％' | '٪' => out.push('%'),
        '،' | '、' => out.push(','),
        // Devanagari: the dot below is often left out.
        '\u{093C}' => {}
        '\u{0958}'..='\u{095F}' => out.push(without_nukta(c)),
        'ß' => out.push_str("ss"),
        'ı' => out.push('i'),
        'ё' | 'Ё' => out.push('е'),
        _ if is_invisible(c) => {}
        _ => out.extend(c.to_lowercase().filter(|&l| l != '\u{0307}')),
    }
}

/// The letter that a Devanagari letter with a dot below is made of.
fn without_nukta(c: char) -> char {
    const BASES: [char; 8] = ['क', 'ख', 'ग', 'ज', 'ड', 'ढ', 'फ', 'य'];
    BASES.get((c as u32).wrapping_sub(0x958) as usize).copied().unwrap_or(c)
}

/// The folded form of a word.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    if word.chars().any(|c| ('\u{0300}'..='\u{036F}').contains(&c)) {
        word.nfc().for_each(|c| fold_char(c, &mut out));
    } else {
        word.chars().for_each(|c| fold_char(c, &mut out));
    }
    out
}

/// A folded form without Latin and Greek accents; `None` if it has none.
pub fn unmarked(folded: &str) -> Option<String> {
    if folded.is_ascii()
        || !folded.chars().any(|c| matches!(c, '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}'))
    {
        return None;
    }
    let bare = |c: char| match c {
        'ł' => 'l', // letters with a stroke are no letters with a mark to Unicode
        'đ' => 'd',
        'ø' => 'o',
        _ => c,
    };
    let plain: String = folded.nfd().filter(|&c| !is_combining_mark(c)).map(bare).collect();
    (plain != folded).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_spellings_fold_to_one() {
        assert_eq!(fold("الأربعاء"), fold("الاربعاء"));
        assert_eq!(fold("مِئَة"), fold("مئه"));
    }

    #[test]
    fn accents_can_be_left_out() {
        assert_eq!(unmarked("février").as_deref(), Some("fevrier"));
        assert_eq!(unmarked("mai"), None);
    }
}
