//! Numbers in digits: every script, separators of groups and decimals, signs, fractions.

use rust_decimal::Decimal;

use super::fold::digit_value;
use super::grammar::Grammar;
use super::item::{Number, Shape};
use super::token::{Token, TokenKind};

/// Digits of the largest number that is read.
const MAX_DIGITS: usize = 27; // rust_decimal holds 28

/// The numbers in digits that begin at a token, with the token behind each; the longest comes last.
pub fn numbers(text: &str, tokens: &[Token], at: usize, grammar: &Grammar, out: &mut Vec<(usize, Number)>) {
    let Some(token) = tokens.get(at) else { return };
    if token.kind == TokenKind::Symbol {
        signed(text, tokens, at, grammar, out);
        return;
    }
    if token.kind != TokenKind::Digits {
        return;
    }
    let (value, count) = run(&text[token.range.clone()]);
    let Some(value) = value else { return };
    let formatted = grouped(text, tokens, at, grammar);
    let (end, whole) = formatted.map_or((at + 1, value), |f| f);
    // No number ends at a comma with which it goes on; a point may be that of a date or a time.
    let cut = formatted.is_some_and(|f| f.0 > at + 2) && symbol(text, &tokens[at + 1]) == ',' && {
        let behind = &text[tokens[at + 2].range.clone()];
        grammar.decimal == ',' || grammar.group == ',' && behind.chars().count() == 3
    };
    if !cut {
        out.push((at + 1, Number::new(value, Shape::Digits(count.min(255) as u8))));
    }
    if end > at + 1 {
        out.push((end, Number::new(whole, Shape::Formatted)));
    }
    if let Some((end, scaled)) = scientific(text, tokens, end, whole) {
        out.push((end, Number::new(scaled, Shape::Formatted)));
        return;
    }
    if let Some((end, fraction)) = fraction(text, tokens, at) {
        out.push((end, Number::new(fraction, Shape::Formatted)));
    }
    // "4 1/2": a fraction behind a whole number.
    if end == at + 1
        && tokens.get(end).is_some_and(|t| !t.glued && !t.breaks && t.kind == TokenKind::Digits)
        && let Some((end, part)) = fraction(text, tokens, end)
        && part < Decimal::ONE
        && let Some(sum) = value.checked_add(part)
    {
        out.push((end, Number::new(sum, Shape::Formatted)));
    }
}

/// A sign or a decimal point before digits.
fn signed(text: &str, tokens: &[Token], at: usize, grammar: &Grammar, out: &mut Vec<(usize, Number)>) {
    let sign = symbol(text, &tokens[at]);
    let open = !tokens[at].glued
        || at == 0
        || tokens[at - 1].kind == TokenKind::Symbol && symbol(text, &tokens[at - 1]) != '%';
    let next_glued = tokens.get(at + 1).is_some_and(|t| t.glued);
    if !open || !next_glued {
        return;
    }
    match sign {
        '-' | '−' | '–' | '－' | '+' | '＋' => {
            let mut inner = Vec::new();
            numbers(text, tokens, at + 1, grammar, &mut inner);
            for (end, number) in inner {
                let value = if matches!(sign, '+' | '＋') { number.value } else { -number.value };
                out.push((end, Number { value, shape: Shape::Formatted, ..number }));
            }
        }
        '.' | ',' | '٫' if tokens[at + 1].kind == TokenKind::Digits => {
            let digits = ascii(&text[tokens[at + 1].range.clone()]);
            if let Ok(value) = format!("0.{digits}").parse() {
                out.push((at + 2, Number::new(value, Shape::Formatted)));
            }
        }
        _ => {}
    }
}

/// The character of a symbol token.
pub fn symbol(text: &str, token: &Token) -> char {
    text[token.range.clone()].chars().next().unwrap_or(' ')
}

fn ascii(digits: &str) -> String {
    digits.chars().filter_map(digit_value).map(|d| char::from(b'0' + d)).collect()
}

/// Value and length of a run of digits.
fn run(digits: &str) -> (Option<Decimal>, usize) {
    let ascii = ascii(digits);
    let value = if ascii.len() > MAX_DIGITS { None } else { ascii.parse().ok() };
    (value, ascii.len())
}

/// Digits with separators: the longest reading that the separators allow.
fn grouped(text: &str, tokens: &[Token], at: usize, grammar: &Grammar) -> Option<(usize, Decimal)> {
    let mut groups = vec![ascii(&text[tokens[at].range.clone()])];
    let mut separators = Vec::new();
    let mut end = at + 1;
    while let Some(next) = tokens.get(end) {
        if next.kind == TokenKind::Symbol && next.glued {
            let sign = symbol(text, next);
            let Some(after) = tokens.get(end + 1).filter(|t| t.kind == TokenKind::Digits && t.glued) else { break };
            if !matches!(sign, '.' | ',' | '٫' | '٬' | '\'' | '’' | '،' | '．' | '，') {
                break;
            }
            separators.push(sign);
            groups.push(ascii(&text[after.range.clone()]));
            end += 2;
        } else if next.kind == TokenKind::Digits && !next.glued && !next.breaks {
            let gap = &text[tokens[end - 1].range.end..next.range.start];
            let mut blanks = gap.chars();
            let blank = blanks.next().unwrap_or('x');
            let thin = matches!(blank, '\u{A0}' | '\u{202F}' | '\u{2009}' | '\u{2007}' | '\u{2008}');
            let fits = thin || blank == ' ';
            let digits = ascii(&text[next.range.clone()]);
            if blanks.next().is_some() || !fits || digits.len() != 3 || groups.last().is_none_or(|g| g.len() > 3) {
                break;
            }
            if separators.last().is_some_and(|s| *s != ' ') {
                break;
            }
            separators.push(' ');
            groups.push(digits);
            end += 1;
        } else {
            break;
        }
    }
    let plain_blank = separators == [' '] && text[tokens[at].range.end..tokens[at + 1].range.start] == *" ";
    if plain_blank && !grammar.blank_groups && !groups[1].starts_with('0') {
        // "3 100" may be two numbers; "3 050", "1 414 021" and "12 500 EUR" are one.
        let money = tokens.get(end).is_some_and(|t| !t.breaks && grammar.lexicon.is_currency(t));
        if !money || groups[0].len() > 3 {
            return None;
        }
    }
    let (used, value) = read_groups(&groups, &separators, grammar)?;
    // Each group but the first takes a separator token, unless the separator is a blank.
    let taken: usize = separators[..used].iter().map(|s| if *s == ' ' { 1 } else { 2 }).sum();
    Some((at + 1 + taken, value))
}

/// How many separators are used, and the value.
fn read_groups(groups: &[String], separators: &[char], grammar: &Grammar) -> Option<(usize, Decimal)> {
    let last = *separators.last()?;
    let parse = |whole: &[String], decimals: Option<&String>| {
        let mut digits = whole.concat();
        if digits.len() > MAX_DIGITS {
            return None;
        }
        if let Some(decimals) = decimals {
            digits = format!("{digits}.{decimals}");
        }
        digits.parse::<Decimal>().ok()
    };
    let three = |groups: &[String]| groups.iter().all(|g| g.len() == 3);
    let first_fits = (1..=3).contains(&groups[0].len()) && !(groups[0].starts_with('0') && groups.len() > 1);
    let count = separators.len();
    let same = separators.iter().all(|s| *s == separators[0]);
    if same && first_fits && three(&groups[1..]) && last != '٫' {
        let is_group =
            // "25,000" is no decimal, whatever the language's sign.
            groups[1] == "000" || count > 1 || last == grammar.group || matches!(last, '٬' | ' ' | '\'' | '’') || last != grammar.decimal;
        if is_group {
            return Some((count, parse(groups, None)?));
        }
    }
    if let Some(value) = lakhs(groups, separators, grammar).and_then(|whole| parse(&groups[..whole], groups.get(whole)))
    {
        return Some((count, value));
    }
    if count == 1 {
        return (!matches!(last, '٬' | ' ' | '\'' | '’'))
            .then(|| parse(&groups[..1], groups.last()).map(|v| (1, v)))?;
    }
    let head = &separators[..count - 1];
    if head.iter().all(|s| *s == head[0]) && head[0] != last && first_fits && three(&groups[1..count]) && last != ' ' {
        return Some((count, parse(&groups[..count], groups.last())?));
    }
    None
}

/// Indian groups, "12,34,567.89": how many groups are before the decimals.
fn lakhs(groups: &[String], separators: &[char], grammar: &Grammar) -> Option<usize> {
    let whole = 1 + separators.iter().take_while(|s| **s == ',').count();
    let [first, middle @ .., last] = &groups[..whole] else { return None };
    let fits = first.len() <= 2 && !middle.is_empty() && middle.iter().all(|g| g.len() == 2) && last.len() == 3;
    let decimals = match separators.get(whole - 1..) {
        Some([]) => true,
        Some([point]) => *point == grammar.decimal,
        _ => false,
    };
    (fits && decimals && grammar.group == ',').then_some(whole)
}

/// "1.5e-3": the exponent behind a number.
fn scientific(text: &str, tokens: &[Token], at: usize, mantissa: Decimal) -> Option<(usize, Decimal)> {
    /// Zeros of the largest factor.
    const MAX_EXPONENT: u32 = 20;
    let glued = |at: usize| tokens.get(at).filter(|t| t.glued);
    glued(at).filter(|t| matches!(&text[t.range.clone()], "e" | "E"))?;
    let sign = glued(at + 1).filter(|t| t.kind == TokenKind::Symbol).map(|t| symbol(text, t));
    let digits_at = at + 1 + usize::from(sign.is_some());
    let exponent: u32 = glued(digits_at)
        .filter(|t| t.kind == TokenKind::Digits)
        .and_then(|t| ascii(&text[t.range.clone()]).parse().ok())
        .filter(|e| *e <= MAX_EXPONENT)?;
    let factor = Decimal::from(10u64.checked_pow(exponent)?);
    let value = match sign {
        None | Some('+') => mantissa.checked_mul(factor),
        Some('-' | '−') => mantissa.checked_div(factor),
        Some(_) => None,
    };
    Some((digits_at + 1, value?))
}

/// "3/4" with nothing between the parts.
fn fraction(text: &str, tokens: &[Token], at: usize) -> Option<(usize, Decimal)> {
    let [top, slash, bottom] = tokens.get(at..at + 3)? else { return None };
    let shape = top.kind == TokenKind::Digits && bottom.kind == TokenKind::Digits && slash.glued && bottom.glued;
    if !shape || !matches!(symbol(text, slash), '/' | '⁄' | '∕' | '／') {
        return None;
    }
    if tokens.get(at + 3).is_some_and(|t| t.glued && matches!(symbol(text, t), '/' | '⁄')) {
        return None;
    }
    let [top, bottom] = [top, bottom].map(|token| &text[token.range.clone()]);
    if [top, bottom].iter().any(|part| part.starts_with('0')) {
        return None; // a telephone number, a date
    }
    let top = run(top).0?;
    let bottom = run(bottom).0?;
    if top >= Decimal::ONE_THOUSAND || bottom > Decimal::ONE_THOUSAND {
        return None; // a month or a season of a year
    }
    Some((at + 3, top.checked_div(bottom)?))
}
