//! Borders: whether a candidate stands free, or is a piece of a name, a code, a longer chain of digits.

use super::digits::symbol;
use super::grammar::Grammar;
use super::item::{Item, Shape, Val};
use super::token::{Token, TokenKind};
use super::vocab::NO_WORD;

/// Whether a letter belongs to an alphabet whose words are separated by blanks and never written on digits.
pub fn is_spaced_letter(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\0'..='\u{52F}' | '\u{900}'..='\u{DFF}' | '\u{1E00}'..='\u{1FFF}')
}

/// Whether an item is no piece of a name or a code ("F-16", "G7", "4x4"), of a telephone number, of a longer date.
pub fn stands_free(
    (text, tokens): (&str, &[Token]),
    rows: &[Vec<Item>],
    grammar: &Grammar,
    item: &Item,
    (start, end): (usize, usize),
) -> bool {
    let border = Border { text, tokens, start, end };
    match &item.val {
        Val::Number(number) => {
            let counts = super::counted::has_classifier(text, tokens, end, grammar);
            let one_letter = matches!(number.shape, Shape::Words(1)) && end == start + 1;
            !(one_letter && !counts && border.is_inside_a_word(rows))
                && border.is_free_before()
                && border.is_free_behind()
        }
        Val::Quantity(..) | Val::Share(..) => tokens[start].kind != TokenKind::Digits || border.is_free_before(),
        Val::When(when, _) if when.is_bare_clock() => !border.continues_digits_before(&['.', ':', ',']),
        Val::When(when, _) if when.is_time() => !border.continues_digits_before(CHAIN),
        // "November 19-20" is a part of a range that is not read; "2015-11-80" is nothing.
        Val::When(..) => !border.is_digits(start) || !border.is_part_of_chain(),
        _ => true,
    }
}

/// What joins digits to a chain.
const CHAIN: &[char] = &['-', '–', '/', '.', ':', '_'];

struct Border<'a> {
    text: &'a str,
    tokens: &'a [Token],
    start: usize,
    end: usize,
}

impl Border<'_> {
    fn letter(&self, token: &Token) -> Option<char> {
        self.text[token.range.clone()].chars().next().filter(|c| c.is_alphabetic())
    }

    fn is_digits(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits)
    }

    /// The symbol glued between the item and what stands before it.
    fn sign_before(&self) -> Option<char> {
        let first = &self.tokens[self.start];
        let sign = self.start.checked_sub(1).map(|at| &self.tokens[at])?;
        (first.glued && sign.glued && self.start > 1 && sign.kind == TokenKind::Symbol).then(|| symbol(self.text, sign))
    }

    /// The symbol glued between the item and what stands behind it.
    fn sign_behind(&self) -> Option<char> {
        let sign = self.tokens.get(self.end).filter(|t| t.glued && t.kind == TokenKind::Symbol)?;
        self.tokens.get(self.end + 1).filter(|t| t.glued).map(|_| symbol(self.text, sign))
    }

    /// The item's own first digits continue a chain of digits.
    fn continues_digits_before(&self, signs: &[char]) -> bool {
        self.is_digits(self.start)
            && self.sign_before().is_some_and(|sign| signs.contains(&sign))
            && self.is_digits(self.start - 2)
    }

    /// A chain of digits goes on behind the item's last digits.
    fn continues_digits_behind(&self, signs: &[char]) -> bool {
        self.is_digits(self.end - 1)
            && self.sign_behind().is_some_and(|sign| signs.contains(&sign))
            && self.is_digits(self.end + 1)
    }

    fn is_part_of_chain(&self) -> bool {
        self.continues_digits_before(CHAIN) || self.continues_digits_behind(CHAIN)
    }

    fn is_free_before(&self) -> bool {
        let first = &self.tokens[self.start];
        if self.start == 0 || !first.glued {
            return true;
        }
        let previous = &self.tokens[self.start - 1];
        match symbol(self.text, previous) {
            '-' | '–' | '/' | '.' | ':' | '_' | '#' => {
                let chained = previous.glued && self.start > 1 && self.tokens[self.start - 2].kind != TokenKind::Symbol;
                !chained
            }
            _ => !self.letter(previous).is_some_and(is_spaced_letter),
        }
    }

    fn is_free_behind(&self) -> bool {
        let Some(next) = self.tokens.get(self.end).filter(|t| t.glued) else { return true };
        if self.letter(next).is_some_and(is_spaced_letter) {
            return false;
        }
        let chained = matches!(symbol(self.text, next), ':' | '/' | '-' | '–' | '_' | '.')
            && self.tokens.get(self.end + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Digits);
        !chained
    }

    /// A number of one letter in a script without blanks, between letters that mean nothing here (四 in 四川).
    fn is_inside_a_word(&self, rows: &[Vec<Item>]) -> bool {
        let ideograph = |at: usize| {
            self.tokens.get(at).and_then(|t| self.letter(t)).is_some_and(|c| ('\u{3400}'..='\u{9FFF}').contains(&c))
        };
        let unknown = |at: usize| {
            let token = &self.tokens[at];
            ideograph(at) && token.word == NO_WORD && rows.get(at).is_none_or(Vec::is_empty)
        };
        if !ideograph(self.start) || self.text[self.tokens[self.start].range.clone()].chars().count() > 1 {
            return false;
        }
        let behind = self.end < self.tokens.len() && self.tokens[self.end].glued && unknown(self.end);
        let before = self.start > 0 && self.tokens[self.start].glued && unknown(self.start - 1);
        behind || before
    }
}

#[cfg(test)]
mod tests {
    use crate::fact::finder::tests::spans;

    #[test]
    fn pieces_of_codes_and_chains_are_no_facts() {
        for text in
            ["the F-16 jet", "model abc-173m", "build 7/1.25", "id 20-4411-2019-77", "won 3–2 at home", "2015/80/10"]
        {
            assert_eq!(spans("en", text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_numeral_inside_a_chinese_word_is_no_number() {
        assert_eq!(spans("zh", "他来自四川"), Vec::<String>::new());
        assert_eq!(spans("zh", "三十五"), ["三十五"]);
    }
}
