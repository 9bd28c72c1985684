//! Spelling: whether a phrase is written as one of its readings needs it. Words are looked up without case and marks;
//! signs of currencies, symbols of units and quotation marks are told apart here.

use super::digits::symbol;
use super::item::{NumberWord, Val};
use super::token::{Token, TokenKind};

/// Codes of currencies that are also written in lower case; others are words then ("all", "top").
const LOWER_CODES: [&str; 9] = ["eur", "usd", "gbp", "jpy", "cny", "rmb", "inr", "cad", "aud"];

/// Units whose symbol of one letter is a capital.
const CAPITAL_UNITS: [&str; 9] =
    ["volt", "watt", "ampere", "liter", "celsius", "fahrenheit", "kelvin", "byte", "joule"];

/// A phrase where it stands.
pub struct Phrase<'a> {
    /// The text.
    pub text: &'a str,
    /// The tokens of its line.
    pub tokens: &'a [Token],
    /// Its first token.
    pub at: usize,
    /// The token behind it.
    pub end: usize,
}

impl Phrase<'_> {
    fn word(&self) -> &str {
        &self.text[self.tokens[self.at].range.start..self.tokens[self.end - 1].range.end]
    }

    fn stands_behind_digits(&self) -> bool {
        self.at > 0 && self.tokens[self.at - 1].kind == TokenKind::Digits
    }

    /// The reading as it counts here; `None` if it is written otherwise. `all` are the readings of the phrase.
    pub fn read(&self, val: &Val, all: &[Val]) -> Option<Val> {
        let fits = match val {
            Val::Glued(unit) | Val::Unit(unit) => self.is_unit(unit, all),
            Val::Currency(codes) => {
                if !self.is_currency(codes) {
                    return None;
                }
                return Some(if self.is_sign(codes) { Val::CurrencySign(codes) } else { val.clone() });
            }
            // "sept cents" is a number, "50 cents" an amount.
            Val::Minor(..) if all.iter().any(|v| matches!(v, Val::NumberWord(NumberWord::Times(..)))) => {
                self.stands_behind_digits()
            }
            _ => true,
        };
        fits.then(|| val.clone())
    }

    fn is_unit(&self, unit: &str, all: &[Val]) -> bool {
        let word = self.word();
        let mut letters = word.chars();
        let first = letters.next().unwrap_or(' ');
        if letters.next().is_some() {
            return true;
        }
        match first {
            '°' => !self.is_ordinal_mark(all),
            'A'..='Z' => {
                // "1200K", "1,2M": thousands and millions.
                let suffix = all.iter().any(|v| matches!(v, Val::NumberWord(NumberWord::Suffix(_))));
                CAPITAL_UNITS.contains(&unit) && !(unit == "kelvin" && suffix && self.tokens[self.at].glued)
            }
            'А'..='Я' => !all.iter().any(|v| matches!(v, Val::NumberWord(NumberWord::Suffix(_)))),
            '"' | '″' | '＂' => (unit == "inch" || first == '″') && self.is_mark_of_measure(first),
            '\'' | '′' => self.is_mark_of_measure(first),
            '“' | '”' | '’' | '‘' => false,
            _ => true,
        }
    }

    /// "il 5° posto": an ordinal where the pack says so, the number is small, and a word follows.
    fn is_ordinal_mark(&self, all: &[Val]) -> bool {
        const LARGEST: u8 = 20;
        let suffix = all.iter().any(|v| matches!(v, Val::NumberWord(NumberWord::OrdinalSuffix)));
        let word = |t: &Token| !t.glued && !t.breaks && t.kind == TokenKind::Letters;
        let number = self.at.checked_sub(1).map(|at| &self.text[self.tokens[at].range.clone()]);
        let small = number.and_then(|n| n.parse::<u8>().ok()).is_some_and(|n| n <= LARGEST);
        suffix && self.tokens[self.at].glued && small && self.tokens.get(self.end).is_some_and(word)
    }

    /// A sign of inches or minutes stands on the digits and closes no quotation.
    fn is_mark_of_measure(&self, mark: char) -> bool {
        let behind_number = |at: usize| {
            let before = at.checked_sub(1).map(|b| &self.tokens[b]);
            let fraction = |t: &Token| t.kind == TokenKind::Symbol && symbol(self.text, t).is_numeric();
            self.tokens[at].glued && before.is_some_and(|t| t.kind == TokenKind::Digits || fraction(t))
        };
        let same =
            |at: &usize| self.tokens[*at].kind == TokenKind::Symbol && symbol(self.text, &self.tokens[*at]) == mark;
        let open = (0..self.at).filter(same).filter(|&at| !behind_number(at)).count() % 2 == 1;
        let letters_follow = self.tokens.get(self.end).is_some_and(|t| t.glued && t.kind == TokenKind::Letters);
        behind_number(self.at) && !open && !letters_follow
    }

    fn has_sign(&self) -> bool {
        self.tokens[self.at..self.end].iter().any(|t| t.kind == TokenKind::Symbol)
    }

    fn is_currency(&self, codes: &str) -> bool {
        let word = self.word();
        if self.has_sign() && word.chars().any(char::is_alphabetic) && word.contains(['$', '£', '¥']) {
            // "A$": in one piece and in capitals; "a $" is a word and a sign.
            return !word.contains(char::is_whitespace) && !word.chars().any(char::is_lowercase);
        }
        let code = codes.len() == 3 && word.eq_ignore_ascii_case(codes) && word != codes;
        !code || LOWER_CODES.contains(&word.to_ascii_lowercase().as_str())
    }

    /// A sign or an abbreviation, which may stand before the number; a word stands behind it.
    fn is_sign(&self, codes: &str) -> bool {
        let word = self.word();
        let count = word.chars().count();
        let capitals = count <= 4 && word.chars().all(char::is_uppercase);
        let short = count == 2 && word.chars().all(|c| c.is_alphabetic() && c < '\u{2E80}');
        self.has_sign() || capitals || short || codes.split(' ').any(|code| word.eq_ignore_ascii_case(code))
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::finder::tests::{shown, spans};

    #[test]
    fn a_sign_with_letters_is_one_piece_in_capitals() {
        assert_eq!(shown("es", "subió a $ 254 millones")[0], "MONEY $ 254 millones 254000000 USD");
        assert_eq!(shown("en", "for A$30 million")[0], "MONEY A$30 million 30000000 AUD");
    }

    #[test]
    fn the_word_of_a_currency_stands_behind_its_number() {
        assert_eq!(spans("fr", "à 48,36 euros vers 11 personnes")[0], "48,36 euros");
    }

    #[test]
    fn capital_suffixes_are_no_units() {
        assert_eq!(shown("ru", "вклад 1200K"), ["CARDINAL 1200K 1200000"]);
    }

    #[test]
    fn a_closing_quotation_mark_is_no_inch() {
        assert_eq!(shown("en", "he said: \"we sold eleven\" then"), ["CARDINAL eleven 11"]);
        assert_eq!(shown("en", "a 15\" screen"), ["QUANTITY 15\" 15 inch"]);
    }
}
