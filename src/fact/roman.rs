//! Roman numerals: those of centuries, quarters and kings.

use rust_decimal::Decimal;

use super::item::{Number, Shape};

/// The number of a word in roman capitals, 1–39; letters of other alphabets that look the same count too.
pub fn roman(word: &str) -> Option<Number> {
    /// Letters of the longest (XXXVIII).
    const MAX_LETTERS: usize = 7;
    const TENS: [&str; 4] = ["", "X", "XX", "XXX"];
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    if !matches!(word.chars().next()?, 'I' | 'V' | 'X' | 'І' | 'Х') || word.chars().count() > MAX_LETTERS {
        return None;
    }
    let latin = |c: char| match c {
        'І' => 'I', // Cyrillic
        'Х' => 'X',
        _ => c,
    };
    let word: String = word.chars().map(latin).collect();
    let rest = word.trim_start_matches('X');
    let tens = TENS.iter().position(|t| t.len() == word.len() - rest.len())?;
    let units = UNITS.iter().position(|u| *u == rest)?;
    Some(Number { weak: true, ..Number::new(Decimal::from(10 * tens + units), Shape::Roman) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_numerals_are_read() {
        let value = |word: &str| roman(word).and_then(|n| n.whole());
        assert_eq!(
            ["I", "IV", "XIX", "XXI", "ХХ", "XXXIX", "IIII", "VX", "C", "xi"].map(value),
            [Some(1), Some(4), Some(19), Some(21), Some(20), Some(39), None, None, None, None]
        );
    }
}
