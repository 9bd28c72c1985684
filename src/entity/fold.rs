//! Forms of a word to look it up by: letter case, vowel signs and spellings that do not matter are taken away.

use unicode_normalization::UnicodeNormalization;

use crate::text::is_invisible;

/// A word as look-ups in language data see it: composed, lower case, without vowel signs, tatweel and invisible marks,
/// with one apostrophe, one hyphen, and one alif.
///
/// ```
/// assert_eq!(alam::entity::fold("بـأَمِيرِكا"), "باميركا");
/// assert_eq!(alam::entity::fold("L’Équipe"), "l'équipe");
/// ```
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(word.len());
    for c in word.nfc().filter(|&c| !is_sign(c)) {
        match c {
            '’' | 'ʼ' | '＇' | '‘' | '՚' | '׳' => out.push('\''),
            '״' => out.push('"'),
            '\u{2010}' | '\u{2011}' | '–' => out.push('-'),
            'أ' | 'إ' | 'آ' | 'ٱ' => out.push('ا'),
            'ی' => out.push('ي'),
            'ک' => out.push('ك'),
            'ھ' | 'ہ' => out.push('ه'),
            'İ' | 'I' | 'ı' => out.push('i'),
            'ς' => out.push('σ'),
            'ё' | 'Ё' => out.push('е'),
            'ş' | 'Ş' => out.push('ș'),
            'ţ' | 'Ţ' => out.push('ț'),
            'ά' | 'Ά' => out.push('α'),
            'έ' | 'Έ' => out.push('ε'),
            'ή' | 'Ή' => out.push('η'),
            'ί' | 'Ί' | 'ΐ' | 'ϊ' => out.push('ι'),
            'ό' | 'Ό' => out.push('ο'),
            'ύ' | 'Ύ' | 'ϋ' | 'ΰ' => out.push('υ'),
            'ώ' | 'Ώ' => out.push('ω'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// [`fold`], and further the spellings that writers of Arabic mix: final ta marbuta and ha, alif maqsura and ya, hamza
/// on its seats.
///
/// ```
/// assert_eq!(alam::entity::fold_loose("مصطفى"), alam::entity::fold_loose("مصطفي"));
/// ```
pub fn fold_loose(word: &str) -> String {
    let folded = fold(word);
    if folded.is_ascii() {
        return folded;
    }
    folded
        .chars()
        .map(|c| match c {
            'ة' | 'ۀ' => 'ه',
            'ى' | 'ئ' => 'ي',
            'ؤ' => 'و',
            c => c,
        })
        .collect()
}

/// Whether a character is a sign on a letter, or a filler, that spelling leaves out: Arabic and Hebrew vowel signs,
/// tatweel, invisible marks.
pub fn is_sign(c: char) -> bool {
    is_invisible(c)
        || matches!(c, 'ـ' | '\u{0307}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}'
            | '\u{06D6}'..='\u{06ED}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'..='\u{05C7}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_of_turkish_and_greek_does_not_matter() {
        assert_eq!(fold("BİNGÖL"), fold("Bingöl"));
        assert_eq!(fold("ΈΛΛΗΝΑΣ"), fold("Έλληνας"));
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(fold("belge\u{0301}"), fold("belgé"));
    }
}
