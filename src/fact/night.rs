//! The rule of nights between two days: "the night from Monday to Tuesday", "the night of 2 to 3 June".

use std::sync::Arc;

use super::moment::{DATE_WEIGHT, fields, when, whens};
use super::rule::{Arg, Built};
use super::when::{Fields, When};

/// The night that begins on the first of two days; they must follow each other as far as the text tells.
pub fn night(args: &[Arg<'_>]) -> Option<Built> {
    let mut days = whens(args).cloned();
    let first = match (days.next(), days.next()) {
        (Some(first), Some(second)) => {
            let follow = match (&*first, &*second) {
                (When::Fields(a), When::Fields(b)) => a.weekday.zip(b.weekday).is_none_or(|(a, b)| a % 7 + 1 == b),
                (a, b) => !a.is_time() && !b.is_time(),
            };
            follow.then_some(first)?
        }
        // "the night from 2 to 3 June", "from Monday to Tuesday"
        (None, None) => {
            let pair: Vec<_> = args.iter().filter_map(|a| fields(&[*a]).map(|f| (f.0, *a))).collect();
            let numbered: Vec<_> = pair.iter().filter(|(f, _)| f.day.is_some()).collect();
            let named: Vec<_> = pair.iter().filter(|(f, _)| f.weekday.is_some()).collect();
            match (&numbered[..], &named[..]) {
                ([a, b], _) if a.0.day.zip(b.0.day).is_some_and(|(a, b)| b == a + 1) => {
                    let rest = pair.iter().filter(|(f, _)| f.month.is_some() || f.year.is_some()).map(|p| p.1);
                    let parts: Vec<_> = std::iter::once(a.1).chain(rest).collect();
                    Arc::new(When::Fields(fields(&parts)?.0))
                }
                ([], [a, b]) if a.0.weekday.zip(b.0.weekday).is_some_and(|(a, b)| a % 7 + 1 == b) => {
                    Arc::new(When::Fields(Fields { weekday: a.0.weekday, ..Fields::default() }))
                }
                _ => return None,
            }
        }
        _ => return None,
    };
    Some(when(When::Night(first), DATE_WEIGHT + 3))
}
