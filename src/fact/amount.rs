//! Rules that make amounts: numbers, money, percentages, quantities, lengths of time.

use rust_decimal::Decimal;

use super::item::{Modifier, Number, NumberWord, Shape, Share, Val};
use super::rule::{Arg, Built};

const NUMBER_WEIGHT: i8 = 1;
const QUANTITY_WEIGHT: i8 = 4;
const MONEY_WEIGHT: i8 = 7;

fn numbers(args: &[Arg<'_>]) -> impl Iterator<Item = Number> {
    args.iter().filter_map(|a| match a.item.val {
        Val::Number(number) => Some(number),
        _ => None,
    })
}

pub(super) fn plus(args: &[Arg<'_>]) -> Option<Decimal> {
    args.iter().find_map(|a| match a.item.val {
        Val::NumberWord(NumberWord::Plus(value)) => Some(value),
        _ => None,
    })
}

/// The number of an amount: one, or the multiplier's, if none is written, and what is added to it.
pub(super) fn number_of(args: &[Arg<'_>]) -> Option<Number> {
    let multiplier = args.iter().find_map(|a| match a.item.val {
        Val::NumberWord(NumberWord::Times(value, _)) => Some(value),
        _ => None,
    });
    let times = multiplier.unwrap_or(Decimal::ONE);
    let mut number = match numbers(args).next() {
        // "75 USD million"
        Some(number) if number.max.is_none() => Number { value: number.value.checked_mul(times)?, ..number },
        Some(number) => number,
        None => Number::new(times, Shape::Formatted),
    };
    if let Some(more) = plus(args) {
        number.value = number.value.checked_add(more)?;
    }
    number.weak = false;
    Some(number)
}

/// A number and a currency, or cents.
pub fn money(args: &[Arg<'_>]) -> Option<Built> {
    let number = number_of(args)?;
    if number.ordinal {
        return None;
    }
    let codes = args.iter().find_map(|a| match a.item.val {
        Val::Currency(codes) | Val::CurrencySign(codes) => Some(codes),
        _ => None,
    });
    let minor = args.iter().find_map(|a| match a.item.val {
        Val::Minor(part, codes) => Some((part, codes)),
        _ => None,
    });
    match (codes, minor) {
        (Some(codes), _) => Some(Built::fact(Val::Money(number, codes), MONEY_WEIGHT)),
        (None, Some((part, codes))) => Some(Built::fact(Val::MinorMoney(number, part, codes), MONEY_WEIGHT)),
        (None, None) => None,
    }
}

/// Money and cents: "20 dollars and 43 cents", "20 dollars 43".
pub fn money_sum(args: &[Arg<'_>]) -> Option<Built> {
    let (mut number, codes) = args.iter().find_map(|a| match a.item.val {
        Val::Money(number, codes) => Some((number, codes)),
        _ => None,
    })?;
    if number.max.is_some() || !number.value.is_integer() {
        return None;
    }
    let cents = args.iter().find_map(|a| match a.item.val {
        Val::MinorMoney(cents, part, _) if cents.max.is_none() => cents.value.checked_mul(part),
        _ => None,
    });
    let cents = match cents {
        Some(cents) => cents,
        None => {
            // Cents without their word: two digits ("20 dollars 05"), or words.
            let written = numbers(args).find(|n| matches!(n.shape, Shape::Digits(2) | Shape::Words(_)))?;
            Decimal::new(written.whole().filter(|n| *n < 100)?, 2)
        }
    };
    number.value = number.value.checked_add(cents)?;
    Some(Built::fact(Val::Money(number, codes), MONEY_WEIGHT))
}

/// A number and a percent word.
pub fn percent(args: &[Arg<'_>]) -> Option<Built> {
    let number = number_of(args)?;
    let share = args.iter().find_map(|a| match a.item.val {
        Val::ShareWord(share) => Some(share),
        _ => None,
    });
    let mut share = share.unwrap_or(Share::Percent);
    let mut number = number;
    if share == Share::Tenths {
        share = Share::Percent;
        if number.value > Decimal::TEN {
            return Some(Built::fact(Val::Share(number, share), MONEY_WEIGHT)); // 75折 is 75 %
        }
        number.value = number.value.checked_mul(Decimal::TEN)?;
        number.max = match number.max {
            Some(max) => Some(max.checked_mul(Decimal::TEN)?),
            None => None,
        };
    }
    (!number.ordinal).then(|| Built::fact(Val::Share(number, share), MONEY_WEIGHT))
}

/// A number and a unit.
pub fn quantity(args: &[Arg<'_>]) -> Option<Built> {
    let number = number_of(args)?;
    let unit = args.iter().find_map(|a| match a.item.val {
        Val::Unit(unit) | Val::Glued(unit) => Some(unit),
        _ => None,
    })?;
    (!number.ordinal).then(|| Built::fact(Val::Quantity(number, unit), QUANTITY_WEIGHT))
}

/// Units that are told together, by kind, with their sizes in the kind's smallest.
const SIZES: &[(&str, &str, i64)] = &[
    ("mile", "length-us", 63_360),
    ("yard", "length-us", 36),
    ("foot", "length-us", 12),
    ("inch", "length-us", 1),
    ("kilometer", "length", 1_000_000),
    ("meter", "length", 1_000),
    ("centimeter", "length", 10),
    ("millimeter", "length", 1),
    ("stone", "mass-us", 224),
    ("pound", "mass-us", 16),
    ("ounce", "mass-us", 1),
    ("tonne", "mass", 1_000_000),
    ("kilogram", "mass", 1_000),
    ("gram", "mass", 1),
];

/// Quantities of one kind, the larger unit first, as an amount of the smaller.
pub fn quantity_sum(args: &[Arg<'_>]) -> Option<Built> {
    let both: Vec<_> = args
        .iter()
        .filter_map(|a| match a.item.val {
            Val::Quantity(n, unit) if n.max.is_none() => Some((n, SIZES.iter().find(|s| s.0 == unit)?)),
            _ => None,
        })
        .collect();
    let [(large, big), (small, little)] = both[..] else { return None };
    if big.1 != little.1 || big.2 <= little.2 || small.modifier.is_some() {
        return None;
    }
    let factor = Decimal::from(big.2).checked_div(Decimal::from(little.2))?;
    let value = large.value.checked_mul(factor)?.checked_add(small.value)?;
    Some(Built::fact(Val::Quantity(Number { value, ..large }, little.0), QUANTITY_WEIGHT + 1))
}

/// A number or degrees, below zero.
pub fn below_zero(args: &[Arg<'_>]) -> Option<Built> {
    args.iter()
        .find_map(|a| match a.item.val {
            Val::Number(n) if !n.ordinal && n.max.is_none() => Some((n, "degree")),
            Val::Quantity(n, unit) if n.max.is_none() => Some((n, unit)),
            _ => None,
        })
        .map(|(n, unit)| {
            Built::fact(Val::Quantity(Number { value: -n.value, weak: false, ..n }, unit), QUANTITY_WEIGHT + 1)
        })
}

/// From one amount to another of the same kind.
pub fn range(args: &[Arg<'_>]) -> Option<Built> {
    let amounts: Vec<_> = args
        .iter()
        .filter(|a| {
            matches!(
                a.item.val,
                Val::Number(_) | Val::Money(..) | Val::Share(..) | Val::Quantity(..) | Val::MinorMoney(..)
            )
        })
        .collect();
    let [low, high] = amounts[..] else { return None };
    let degrees = matches!(high.item.val, Val::Quantity(_, "celsius" | "fahrenheit" | "degree" | "kelvin"));
    let join = |a: Number, b: Number| -> Option<Number> {
        let part = a.weak && a.value < Decimal::ONE; // "the quarter to 254 million"
        // "a 20-million plan" is no range.
        let times =
            !matches!(a.shape, Shape::Words(_)) && b.shape == Shape::Words(1) && b.value >= Decimal::ONE_HUNDRED;
        let part = part || times;
        let plain = a.max.is_none() && b.max.is_none() && a.ordinal == b.ordinal && !part;
        // "20–25 million": the multiplier of the end serves for the begin.
        let mut value = a.value;
        if plain && value < b.value {
            let million = b.value.checked_div(value)? > Decimal::from(500)
                && matches!(b.shape, Shape::Formatted | Shape::Words(_));
            if million {
                for scale in [1_000_000_000_000i64, 1_000_000_000, 1_000_000, 1_000] {
                    let scaled = value.checked_mul(Decimal::from(scale));
                    if let Some(scaled) =
                        scaled.filter(|s| *s < b.value && (b.value / Decimal::from(scale)) >= Decimal::ONE)
                    {
                        value = scaled;
                        break;
                    }
                }
            }
        }
        let modifier = a.modifier.filter(|m| *m == Modifier::Approx);
        let (low, high) = (value.min(b.value), value.max(b.value));
        // Temperatures fall too: "from -18 to -34 degrees".
        let falls = degrees && low != high;
        (plain && (value < b.value || falls)).then_some(Number {
            value: low,
            max: Some(high),
            modifier,
            weak: false,
            ..b
        })
    };
    let val = match (&low.item.val, &high.item.val) {
        (Val::Number(a), Val::Number(b)) => Val::Number(join(*a, *b)?),
        (Val::Money(a, x), Val::Money(b, y)) => {
            Val::Money(join(*a, *b)?, if x == y || y.len() > x.len() { x } else { y })
        }
        (Val::Number(a), Val::Money(b, y)) => Val::Money(join(*a, *b)?, y),
        (Val::Money(a, x), Val::Number(b)) => Val::Money(join(*a, *b)?, x),
        (Val::Share(a, x), Val::Share(b, y)) if x == y => Val::Share(join(*a, *b)?, *x),
        (Val::Quantity(a, x), Val::Quantity(b, y)) if x == y => Val::Quantity(join(*a, *b)?, x),
        (Val::Number(a), Val::Share(b, y)) => Val::Share(join(*a, *b)?, *y),
        (Val::Number(a), Val::Quantity(b, y)) => Val::Quantity(join(*a, *b)?, y),
        (Val::MinorMoney(a, x, _), Val::MinorMoney(b, y, codes)) if x == y => Val::MinorMoney(join(*a, *b)?, *x, codes),
        _ => return None,
    };
    let weight = if matches!(val, Val::Number(_)) { NUMBER_WEIGHT } else { MONEY_WEIGHT };
    Some(Built::fact(val, weight))
}

/// A lower and an upper bound, in any order.
pub fn bounds(args: &[Arg<'_>]) -> Option<Built> {
    let both: Vec<_> = numbers(args).filter(|n| n.max.is_none() && !n.ordinal).collect();
    let [a, b] = both[..] else { return None };
    let low = |n: Number| matches!(n.modifier, Some(Modifier::MoreThan | Modifier::AtLeast));
    let high = |n: Number| matches!(n.modifier, Some(Modifier::LessThan | Modifier::AtMost));
    let (low, high) = match (low(a) && high(b), high(a) && low(b)) {
        (true, _) => (a, b),
        (_, true) => (b, a),
        _ => return None,
    };
    let range = Number { max: Some(high.value), modifier: None, weak: false, ..low };
    (low.value < high.value).then(|| Built::fact(Val::Number(range), NUMBER_WEIGHT + 1))
}

/// One number out of another.
pub fn ratio(args: &[Arg<'_>]) -> Option<Built> {
    let both: Vec<_> = numbers(args).collect();
    let [part, whole] = both[..] else { return None };
    let value = part.value.checked_div(whole.value)?;
    (value < Decimal::ONE).then(|| Built::fact(Val::Number(Number { value, weak: false, ..part }), NUMBER_WEIGHT + 1))
}

/// A fraction with its denominator first, a whole number before it or not (Chinese 一又三分之二).
pub fn ratio_of(args: &[Arg<'_>]) -> Option<Built> {
    let all: Vec<_> = numbers(args).filter(|n| n.max.is_none() && !n.ordinal).collect();
    let (whole, bottom, top) = match all[..] {
        [bottom, top] => (Decimal::ZERO, bottom, top),
        [whole, bottom, top] => (whole.value, bottom, top),
        _ => return None,
    };
    let value = top.value.checked_div(bottom.value)?.checked_add(whole)?;
    let number = Number { value, weak: false, shape: Shape::Formatted, ..top };
    Some(Built::fact(Val::Number(number), NUMBER_WEIGHT + 1))
}

/// A number that the pattern makes sure of.
pub fn number(args: &[Arg<'_>], ordinal: bool) -> Option<Built> {
    let number = number_of(args)?;
    Some(Built::fact(Val::Number(Number { ordinal, weak: false, ..number }), NUMBER_WEIGHT + 1))
}

/// A modifier and what it modifies.
pub fn modified(args: &[Arg<'_>]) -> Option<Built> {
    let modifier = args.iter().find_map(|a| match a.item.val {
        Val::Modifier(m) | Val::ModifierAfter(m) => Some(m),
        _ => None,
    })?;
    let target =
        args.iter().find(|a| !matches!(a.item.val, Val::Modifier(_) | Val::ModifierAfter(_) | Val::Class(_)))?;
    let set = |n: Number| -> Option<Number> {
        (n.modifier.is_none()).then_some(Number { modifier: Some(modifier), weak: false, ..n })
    };
    let val = match &target.item.val {
        Val::Number(n) if !n.ordinal => Val::Number(set(*n)?),
        Val::Money(n, c) => Val::Money(set(*n)?, c),
        Val::MinorMoney(n, c, codes) => Val::MinorMoney(set(*n)?, *c, codes),
        Val::Quantity(n, u) => Val::Quantity(set(*n)?, u),
        Val::Share(n, s) => Val::Share(set(*n)?, *s),
        Val::Duration(p, None) => Val::Duration(*p, Some(modifier)),
        Val::When(w, None) if modifier == Modifier::Approx => Val::When(std::sync::Arc::clone(w), Some(modifier)),
        _ => return None,
    };
    let built = Built::fact(val, target.item.weight + 1);
    Some(Built { latent: is_article(args, modifier), ..built })
}

/// "about a", "über eine": a bare one behind a modifier is an article, unless the modifier bounds it for sure.
fn is_article(args: &[Arg<'_>], modifier: Modifier) -> bool {
    let one = args.iter().any(|a| matches!(a.item.val, Val::Number(n) if n.weak && n.value == Decimal::ONE));
    let words = args.iter().find(|a| matches!(a.item.val, Val::Modifier(_) | Val::ModifierAfter(_)));
    let several = words.is_some_and(|a| a.item.end > a.item.span_start + 1);
    let sure = match modifier {
        Modifier::AtLeast | Modifier::AtMost => true,
        Modifier::MoreThan | Modifier::LessThan => several,
        _ => false,
    };
    one && !sure
}
