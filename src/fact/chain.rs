//! Chains: runs of signs that are no text, in which no token is a fact: addresses of the web and of mail, names of
//! files, telephone numbers.

use std::ops::Range;

use super::digits::symbol;
use super::token::{Token, TokenKind};

/// For each token whether it is inside such a chain.
pub fn closed(text: &str, tokens: &[Token]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    let mut start = 0;
    // Addresses are in ASCII: in scripts without blanks they stand inside a sentence.
    let ascii = |at: usize| text[tokens[at].range.clone()].is_ascii();
    for end in 1..=tokens.len() {
        if end < tokens.len() && tokens[end].glued && ascii(end) == ascii(end - 1) {
            continue;
        }
        if ascii(start) && is_address(text, &tokens[start..end]) {
            out[start..end].fill(true);
        }
        start = end;
    }
    for at in 0..tokens.len() {
        if !out[at]
            && let Some(range) = telephone(text, tokens, at)
        {
            out[range].fill(true);
        }
    }
    out
}

/// Whether a run of tokens without blanks is an address or the name of a file.
fn is_address(text: &str, run: &[Token]) -> bool {
    let ([first, .., last], true) = (run, run.len() > 2) else { return false };
    let written = &text[first.range.start..last.range.end];
    let inner = |mark: char| {
        written.match_indices(mark).any(|(at, _)| {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            word(written[..at].chars().next_back()) && word(written[at + 1..].chars().next())
        })
    };
    written.contains("://") || written.starts_with("www.") || inner('@') && written.contains('.') || inner('_')
}

/// A telephone number that begins at a token: a plus or a zero, and groups of digits that are no groups of thousands.
fn telephone(text: &str, tokens: &[Token], at: usize) -> Option<Range<usize>> {
    /// Digits of the shortest number with and without the country's.
    const MIN_DIGITS: (usize, usize) = (9, 7);
    let count = |token: &Token| text[token.range.clone()].chars().count();
    let free = at == 0 || !tokens[at].glued || tokens[at - 1].kind == TokenKind::Symbol;
    let plus = tokens[at].kind == TokenKind::Symbol && symbol(text, &tokens[at]) == '+';
    let first = at + usize::from(plus);
    let head = tokens.get(first).filter(|t| t.kind == TokenKind::Digits && (!plus || t.glued))?;
    let area = text[head.range.clone()].starts_with('0') && count(head) >= 3;
    if !free || !plus && !area {
        return None;
    }
    let mut groups = vec![count(head)];
    let mut end = first + 1;
    while let Some(next) = tokens.get(end).filter(|t| !t.breaks) {
        let gap = &text[tokens[end - 1].range.end..next.range.start];
        let sign = next.kind == TokenKind::Symbol && matches!(symbol(text, next), '-' | '/' | '(' | ')' | '–');
        if next.kind == TokenKind::Digits && gap.chars().count() <= 1 {
            groups.push(count(next));
            end += 1;
        } else if sign && tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Digits && t.glued) {
            end += 1;
        } else {
            break;
        }
    }
    let digits: usize = groups.iter().sum();
    let thousands = groups[1..].iter().all(|g| *g == 3);
    let least = if plus { MIN_DIGITS.0 } else { MIN_DIGITS.1 };
    (groups.len() > 1 && digits >= least && !thousands).then_some(at..end)
}

#[cfg(test)]
mod tests {
    use crate::fact::finder::tests::spans;

    #[test]
    fn addresses_files_and_telephone_numbers_hold_no_facts() {
        for text in [
            "see https://example.org/?q=12%25%2030%&t=5pm today's list",
            "write to desk2014@example.org please",
            "the file plan_2014-05-06.txt is lost",
            "call +49 151 2020 44 or 0473/27 02 56",
        ] {
            assert_eq!(
                spans("en", text).iter().filter(|s| *s != "today").count(),
                0,
                "{text}: {:?}",
                spans("en", text)
            );
        }
        assert_eq!(spans("en", "up +12 000 000 in all"), ["+12 000 000"]);
    }
}
