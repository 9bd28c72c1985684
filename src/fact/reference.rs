//! The reference date of an article: what relative dates are counted from.

use jiff::civil::{Date, DateTime, Time};

use super::finder::{FactFinder, FactInput, FactOptions};
use super::value::FactKind;

/// Reads a date or date-time as sources write it: ISO 8601 with or without time and offset (the offset is dropped, since
/// an article counts from its own wall clock), or a date in front of anything.
///
/// ```
/// let at = alam::fact::reference_date("2025-11-05T14:30:00+02:00").unwrap();
/// assert_eq!(at.to_string(), "2025-11-05T14:30:00");
/// assert!(alam::fact::reference_date("yesterday").is_none());
/// ```
pub fn reference_date(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let date: Date = text.get(..10)?.parse().ok()?;
    let rest = text[10..].trim_start_matches(['T', 't', ' ']);
    let clock: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
    let mut parts = clock.split(':').map(|p| p.parse::<i8>().ok());
    let mut next = || parts.next().flatten();
    let time = match (next(), next(), next()) {
        (Some(hour), minute, second) => Time::new(hour, minute.unwrap_or(0), second.unwrap_or(0), 0).ok(),
        _ => None,
    };
    Some(DateTime::from_parts(date, time.unwrap_or(Time::midnight())))
}

/// The date of a dateline: a whole date with its year in the first three lines of the text.
pub fn dateline(text: &str, lang: &str) -> Option<DateTime> {
    /// Lines that may hold a dateline.
    const LINES: usize = 3;
    /// Bytes of them that are looked at.
    const MAX_BYTES: usize = 600;
    let mut end = 0;
    for line in text.split_inclusive('\n').filter(|l| !l.trim().is_empty()).take(LINES) {
        end = (line.as_ptr() as usize - text.as_ptr() as usize) + line.len();
    }
    end = end.min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    let words = crate::text::words(head);
    let finder = FactFinder::new(FactOptions { types: vec![FactKind::Date, FactKind::Time], ..FactOptions::default() });
    let facts = finder.find(&FactInput { text: head, words: &words, lang, reference: None, places: &[] });
    facts.iter().find_map(|fact| {
        let absolute = fact.value.get("from")?.as_str()?;
        let day = fact.value.get("grain")?.as_str()?;
        (!fact.value.contains_key("interval") && matches!(day, "day" | "hour" | "minute" | "second"))
            .then(|| reference_date(absolute))?
    })
}
