//! Rules that make lengths of time.

use rust_decimal::Decimal;

use super::amount::{number_of, plus};
use super::grain::Grain;
use super::item::{Shape, Val};
use super::moment::whole;
use super::period::Period;
use super::rule::{Arg, Built};

const DURATION_WEIGHT: i8 = 5;

/// A number and a unit of time.
pub fn duration(args: &[Arg<'_>]) -> Option<Built> {
    let lexical = args.iter().find_map(|a| match a.item.val {
        Val::Duration(period, modifier) => Some((period, modifier)),
        _ => None,
    });
    if let Some((period, modifier)) = lexical {
        return Some(Built::fact(Val::Duration(period, modifier), DURATION_WEIGHT));
    }
    let grain = args.iter().find_map(|a| match a.item.val {
        Val::Grain(grain) | Val::Plural(grain) => Some(grain),
        _ => None,
    })?;
    let counted = args.iter().any(|a| matches!(a.item.val, Val::Number(_)));
    // "several years", "the past years": how many is left open.
    let vague = args.iter().any(|a| match a.item.val {
        Val::Reference("X") => true,
        Val::Plural(_) => !counted,
        _ => false,
    });
    if vague {
        return Some(Built::fact(Val::Duration(Period::vague(grain)?, None), DURATION_WEIGHT + 1));
    }
    let mut number = number_of(args)?;
    // Two numbers are the ends of a range that the pattern puts together.
    let mut all = args.iter().filter_map(|a| match a.item.val {
        Val::Number(number) if number.max.is_none() => Some(number.value),
        _ => None,
    });
    if let (Some(low), Some(high), None) = (all.next(), all.next(), number.max) {
        number.max = Some(high).filter(|high| *high > low);
    }
    if number.ordinal || number.value.is_sign_negative() {
        return None;
    }
    let period = Period::new(number.value, grain)?;
    // Such numbers before "year" or "century" are rather their numbers (Polish "1956 roku", Bulgarian "18 век").
    let year = match (grain, number.shape) {
        (Grain::Year, Shape::Digits(3 | 4)) => number.value < Decimal::from(3000),
        (Grain::Century, Shape::Digits(_)) => number.value <= Decimal::from(30),
        _ => false,
    };
    let weight = if year { DURATION_WEIGHT - 2 } else { DURATION_WEIGHT };
    Some(match number.max {
        Some(max) => Built::fact(Val::Lengths(period, Period::new(max, grain)?), weight),
        None => Built::fact(Val::Duration(period, number.modifier), weight),
    })
}

/// Two lengths, or a length and a fraction or number.
pub fn duration_sum(args: &[Arg<'_>]) -> Option<Built> {
    let periods: Vec<_> = args
        .iter()
        .filter_map(|a| match a.item.val {
            Val::Duration(period, modifier) => Some((period, modifier)),
            _ => None,
        })
        .collect();
    let (first, modifier) = *periods.first()?;
    let smallest = first.smallest()?;
    let second = match (periods.get(1), plus(args), args.iter().find_map(whole)) {
        (Some((second, _)), ..) => {
            if second.largest()? >= smallest {
                return None;
            }
            *second
        }
        (None, Some(fraction), _) => Period::new(fraction, smallest)?,
        (None, None, Some(number)) => {
            let next = match smallest {
                Grain::Hour => Grain::Minute,
                Grain::Minute => Grain::Second,
                _ => return None,
            };
            Period::new(number.into(), next)?
        }
        _ => return None,
    };
    Some(Built::fact(Val::Duration(first.plus(&second)?, modifier), DURATION_WEIGHT + 1))
}

/// From one length to another: "eighteen months to five years", "8 to 10 weeks".
pub fn length_range(args: &[Arg<'_>]) -> Option<Built> {
    let mut lengths = args.iter().filter_map(|a| match a.item.val {
        Val::Duration(period, None) => Some(period),
        _ => None,
    });
    let (first, second) = (lengths.next()?, lengths.next());
    let (low, high) = match second {
        Some(high) => (first, high),
        None => {
            let number = args.iter().find_map(|a| match a.item.val {
                Val::Number(number) if number.max.is_none() && !number.ordinal => Some(number.value),
                _ => None,
            })?;
            (Period::new(number, first.smallest()?)?, first)
        }
    };
    let rising = low.months_and_seconds()? < high.months_and_seconds()?;
    rising.then(|| Built::fact(Val::Lengths(low, high), DURATION_WEIGHT + 1))
}

#[cfg(test)]
mod tests {
    use crate::fact::{FactFinder, FactInput, FactOptions};
    use crate::text::words;

    fn lengths(text: &str) -> Vec<String> {
        let input = FactInput { text, words: &words(text), lang: "en", reference: None, places: &[] };
        let facts = FactFinder::new(FactOptions::default()).find(&input);
        facts
            .iter()
            .map(|f| format!("{} {}", &text[f.range.clone()], f.value["timex"].as_str().unwrap_or("")))
            .collect()
    }

    #[test]
    fn a_range_of_lengths_is_one_fact() {
        assert_eq!(lengths("Repairs take six to nine weeks."), ["six to nine weeks P6W/P9W"]);
        assert_eq!(lengths("a sentence of 6-9 years"), ["6-9 years P6Y/P9Y"]);
    }
}
