//! Values: from items to the keys of the contract.

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::item::{Modifier, Number, Share, Val};
use super::resolve::{Context, Prefer, Source, resolve};
use super::timex::timex;
use super::when::{Edge, When};

/// The type of a value fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// A date.
    Date,
    /// A date with a time of day, or a time of day.
    Time,
    /// A length of time.
    Duration,
    /// A repetition.
    Set,
    /// An amount of money.
    Money,
    /// A percentage.
    Percent,
    /// An amount with a unit.
    Quantity,
    /// A number of things.
    Count,
    /// A number.
    Cardinal,
    /// A place in an order.
    Ordinal,
}

impl FactKind {
    /// All types of value facts.
    pub const ALL: [Self; 10] = [
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Set,
        Self::Money,
        Self::Percent,
        Self::Quantity,
        Self::Count,
        Self::Cardinal,
        Self::Ordinal,
    ];

    /// Its name in the output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
            Self::Money => "MONEY",
            Self::Percent => "PERCENT",
            Self::Quantity => "QUANTITY",
            Self::Count => "COUNT",
            Self::Cardinal => "CARDINAL",
            Self::Ordinal => "ORDINAL",
        }
    }

    /// The type of a name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(name))
    }
}

/// Type and value of an item; `None` for a date that does not exist.
pub fn value(val: &Val, cx: &Context, places: &[&str]) -> Option<(FactKind, Map<String, Value>)> {
    let mut map = Map::new();
    let kind = match val {
        Val::Number(number) => {
            amount(&mut map, number, Decimal::ONE)?;
            modifier(&mut map, number.modifier);
            if number.ordinal { FactKind::Ordinal } else { FactKind::Cardinal }
        }
        Val::Money(number, codes) => {
            amount(&mut map, number, Decimal::ONE)?;
            currency(&mut map, codes, places);
            modifier(&mut map, number.modifier);
            FactKind::Money
        }
        Val::MinorMoney(number, part, codes) => {
            amount(&mut map, number, *part)?;
            currency(&mut map, if codes.is_empty() { "USD EUR AUD CAD" } else { codes }, places);
            modifier(&mut map, number.modifier);
            FactKind::Money
        }
        Val::Quantity(number, unit) => {
            amount(&mut map, number, Decimal::ONE)?;
            map.insert("unit".into(), (*unit).into());
            modifier(&mut map, number.modifier);
            FactKind::Quantity
        }
        Val::Share(number, share) => {
            amount(&mut map, number, Decimal::ONE)?;
            match share {
                Share::Percent | Share::Tenths => None,
                Share::Permille => map.insert("unit".into(), "permille".into()),
                Share::Points => map.insert("unit".into(), "percentage-point".into()),
            };
            modifier(&mut map, number.modifier);
            FactKind::Percent
        }
        Val::Duration(period, m) => {
            map.insert("timex".into(), period.timex().into());
            modifier(&mut map, *m);
            FactKind::Duration
        }
        Val::Lengths(low, high) => {
            map.insert("timex".into(), format!("{}/{}", low.timex(), high.timex()).into());
            FactKind::Duration
        }
        Val::Set(set) => {
            map.insert("timex".into(), set.timex.clone().into());
            if let Some(quant) = set.quant {
                map.insert("quant".into(), quant.into());
            }
            if let Some(freq) = &set.freq {
                map.insert("freq".into(), freq.clone().into());
            }
            FactKind::Set
        }
        // What is told of the past counts from what was told before, which is not known: then it is a length.
        Val::When(when, m) => {
            return match (&**when, cx.prefer, cx.source) {
                (When::Later(period, false), Prefer::Past, _)
                | (When::Later(period, true), Prefer::Past, Source::Tense) => {
                    value(&Val::Duration(*period, *m), cx, places)
                }
                _ => moment(when, *m, cx),
            };
        }
        _ => return None,
    };
    Some((kind, map))
}

fn amount(map: &mut Map<String, Value>, number: &Number, scale: Decimal) -> Option<()> {
    let text = |value: Decimal| Some(value.checked_mul(scale)?.normalize().to_string());
    match number.max {
        Some(max) => {
            map.insert("min".into(), text(number.value)?.into());
            map.insert("max".into(), text(max)?.into());
        }
        None => {
            map.insert("number".into(), text(number.value)?.into());
        }
    }
    Some(())
}

fn modifier(map: &mut Map<String, Value>, modifier: Option<Modifier>) {
    if let Some(modifier) = modifier {
        map.insert("mod".into(), modifier.name().into());
    }
}

/// The currency, and the candidates where a word leaves it open: those of the article's places come first.
fn currency(map: &mut Map<String, Value>, codes: &str, places: &[&str]) {
    let mut codes: Vec<&str> = codes.split_whitespace().collect();
    let mut mentions: Vec<usize> =
        codes.iter().map(|code| places.iter().filter(|p| code.starts_with(**p)).count()).collect();
    // The likeliest code stays first unless the article's places decide for exactly one other.
    let strongest = mentions.iter().copied().max().unwrap_or(0);
    if strongest > 0
        && mentions.iter().filter(|m| **m == strongest).count() == 1
        && let Some(index) = mentions.iter().position(|m| *m == strongest)
    {
        let code = codes.remove(index);
        codes.insert(0, code);
        mentions.clear();
    }
    map.insert("currency".into(), codes.first().copied().unwrap_or_default().into());
    if codes.len() > 1 {
        map.insert("candidates".into(), codes.into());
    }
}

fn moment(when: &When, m: Option<Modifier>, cx: &Context) -> Option<(FactKind, Map<String, Value>)> {
    let resolved = resolve(when, cx);
    if resolved.is_none() && impossible(when, cx) {
        return None;
    }
    let is_time = when.is_time();
    let mut map = Map::new();
    map.insert("timex".into(), timex(when, resolved.as_ref(), cx).into());
    if let Some(grain) = resolved.map(|r| r.grain).or_else(|| grain_of(when)) {
        map.insert("grain".into(), grain.name().into());
    }
    if let Some(resolved) = &resolved {
        let narrow = if let When::EdgeOf(edge, _) = when { super::edges::narrow(resolved, *edge) } else { *resolved };
        let text = |at: DateTime| {
            if is_time { at.strftime("%Y-%m-%dT%H:%M:%S").to_string() } else { at.strftime("%Y-%m-%d").to_string() }
        };
        let bare = when.is_bare_clock() && cx.reference.is_none();
        if let Some(from) = narrow.from.filter(|_| !bare) {
            map.insert("from".into(), text(from).into());
        }
        if let Some(to) = narrow.to.filter(|_| !bare) {
            map.insert("to".into(), text(to).into());
        }
    }
    if when.is_interval() && !matches!(when, When::Later(..) | When::Beyond(..)) {
        map.insert("interval".into(), true.into());
    }
    let edge = match when {
        When::EdgeOf(edge, _) | When::PartOf(_, _, Some(edge)) => Some(match edge {
            Edge::Start => Modifier::Start,
            Edge::Mid => Modifier::Mid,
            Edge::End => Modifier::End,
        }),
        _ => None,
    };
    let side = match when {
        When::Beyond(_, true) => Some(Modifier::Before),
        When::Beyond(_, false) => Some(Modifier::After),
        _ => None,
    };
    modifier(&mut map, m.or(edge).or(side));
    Some((if is_time { FactKind::Time } else { FactKind::Date }, map))
}

/// A date that no year has (31 June) although nothing is open.
fn impossible(when: &When, cx: &Context) -> bool {
    match when {
        When::Fields(parts) => {
            let closed = parts.year.is_some() || cx.reference.is_some();
            closed && parts.day.is_some() && (parts.month.is_some() || cx.reference.is_some())
        }
        When::Between(Some(a), Some(b)) => cx.reference.is_some() || a.is_absolute() && b.is_absolute(),
        When::Nth(..) | When::Inside(..) => cx.reference.is_some(),
        When::Week(..) | When::Piece(..) => false,
        _ => false,
    }
}

pub(super) fn grain_of(when: &When) -> Option<super::grain::Grain> {
    use super::grain::Grain;
    use super::when::{Fields, Target};
    Some(match when {
        When::Fields(Fields { day: None, weekday: None, month: Some(_), .. }) => Grain::Month,
        When::Fields(Fields { day: None, weekday: None, month: None, .. }) => Grain::Year,
        When::Fields(_) | When::Days(_) | When::Swing(_) | When::Holiday(..) | When::Nth(_, Target::Weekday(_), _) => {
            Grain::Day
        }
        When::Season(..) | When::Related(_, Target::Season(_)) => Grain::Season,
        When::Related(_, Target::Grain(grain))
        | When::Shift(grain, _)
        | When::Piece(grain, ..)
        | When::Stretch(grain, ..)
        | When::First(grain, ..) => *grain,
        When::Related(_, Target::Weekday(_) | Target::Holiday(_)) => Grain::Day,
        When::Related(_, Target::Month(..)) => Grain::Month,
        When::PartOf(..) | When::Related(_, Target::Part(_)) | When::Night(_) => Grain::PartOfDay,
        When::At(_, clock) => match (clock.minute, clock.second) {
            (_, Some(_)) => Grain::Second,
            (Some(_), None) => Grain::Minute,
            _ => Grain::Hour,
        },
        When::EdgeOf(_, of) | When::Beyond(of, _) | When::Toward(_, of) => return grain_of(of),
        When::Inside(inner, _) => return grain_of(inner),
        When::Between(a, b) => return a.as_deref().or(b.as_deref()).and_then(grain_of),
        When::Week(..) => Grain::Week,
        When::Holding(grain, _) => *grain,
        _ => return None,
    })
}
