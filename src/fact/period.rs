//! Lengths of time with exact amounts.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::grain::Grain;

/// A length of time: an amount for each of year, month, week, day, hour, minute, second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    amounts: [Decimal; 7],
    /// An amount that the text leaves open ("several months"): that unit's place.
    vague: Option<u8>,
}

const LETTERS: [char; 7] = ['Y', 'M', 'W', 'D', 'H', 'M', 'S'];
const GRAINS: [Grain; 7] =
    [Grain::Year, Grain::Month, Grain::Week, Grain::Day, Grain::Hour, Grain::Minute, Grain::Second];
const FIRST_TIME: usize = 4; // hours and smaller stand behind the T

impl Period {
    /// `amount` units; `None` for units without a length (season) or an overflow.
    pub fn new(amount: Decimal, grain: Grain) -> Option<Self> {
        let (place, factor) = Self::place(grain)?;
        let mut period = Self::default();
        period.amounts[place] = amount.checked_mul(Decimal::from(factor))?;
        Some(period)
    }

    /// An open number of units (`PXM`).
    pub fn vague(grain: Grain) -> Option<Self> {
        Self::place(grain).map(|(place, _)| Self { vague: Some(place as u8), ..Self::default() })
    }

    fn place(grain: Grain) -> Option<(usize, i64)> {
        Some(match grain {
            Grain::Century => (0, 100),
            Grain::Decade => (0, 10),
            Grain::Year => (0, 1),
            Grain::Half => (1, 6),
            Grain::Quarter => (1, 3),
            Grain::Month => (1, 1),
            Grain::Week => (2, 1),
            Grain::Day => (3, 1),
            Grain::Weekend => (3, 2),
            Grain::Hour => (4, 1),
            Grain::Minute => (5, 1),
            Grain::Second => (6, 1),
            Grain::Season | Grain::PartOfDay => return None,
        })
    }

    /// Reads ISO 8601 (`P14D`, `PT36H`).
    pub fn parse(iso: &str) -> Option<Self> {
        let mut period = Self::default();
        let mut time = false;
        let mut number = String::new();
        for c in iso.strip_prefix('P')?.chars() {
            match c {
                'T' => time = true,
                'X' => number.push('X'),
                '0'..='9' | '.' => number.push(c),
                letter => {
                    let mut places =
                        LETTERS.iter().enumerate().filter(|&(i, &l)| l == letter && (i >= FIRST_TIME) == time);
                    let place = places.next()?.0;
                    if number == "X" {
                        period.vague = Some(place as u8);
                    } else {
                        period.amounts[place] = number.parse().ok()?;
                    }
                    number.clear();
                }
            }
        }
        Some(period)
    }

    /// Both together; `None` on overflow.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        let mut out = *self;
        for (mine, theirs) in out.amounts.iter_mut().zip(&other.amounts) {
            *mine = mine.checked_add(*theirs)?;
        }
        out.vague = self.vague.or(other.vague);
        Some(out)
    }

    /// The smallest unit that has an amount.
    pub fn smallest(&self) -> Option<Grain> {
        (0..7).rev().find(|&i| !self.amounts[i].is_zero()).map(|i| GRAINS[i])
    }

    /// The largest unit that has an amount.
    pub fn largest(&self) -> Option<Grain> {
        (0..7).find(|&i| !self.amounts[i].is_zero()).map(|i| GRAINS[i])
    }

    /// Whether hours or smaller units have an amount.
    pub fn has_time(&self) -> bool {
        self.amounts[FIRST_TIME..].iter().any(|a| !a.is_zero())
            || self.vague.is_some_and(|v| usize::from(v) >= FIRST_TIME)
    }

    /// Whether the amount is open.
    pub fn is_vague(&self) -> bool {
        self.vague.is_some()
    }

    /// Whole months and seconds: fractions of years and months go down to months and days of thirty.
    pub fn months_and_seconds(&self) -> Option<(i64, i64)> {
        if self.vague.is_some() {
            return None;
        }
        let [years, months, weeks, days, hours, minutes, seconds] = self.amounts;
        let months = years.checked_mul(Decimal::from(12))?.checked_add(months)?;
        let whole = months.trunc();
        let days = days.checked_add(weeks.checked_mul(Decimal::from(7))?)?;
        let days = days.checked_add((months - whole).checked_mul(Decimal::from(30))?)?;
        let mut total = days.checked_mul(Decimal::from(86_400))?;
        total = total.checked_add(hours.checked_mul(Decimal::from(3_600))?)?;
        total = total.checked_add(minutes.checked_mul(Decimal::from(60))?)?.checked_add(seconds)?;
        Some((whole.to_i64()?, total.round().to_i64()?))
    }

    /// ISO 8601 with exact decimals (`P2Y6M`, `PT1.5H`, `PXM`).
    pub fn timex(&self) -> String {
        let mut out = String::from("P");
        for (place, letter) in LETTERS.iter().enumerate() {
            let amount = self.amounts[place].normalize();
            let vague = self.vague == Some(place as u8);
            if amount.is_zero() && !vague {
                continue;
            }
            if place >= FIRST_TIME && !out.contains('T') {
                out.push('T');
            }
            out.push_str(&if vague { "X".to_owned() } else { amount.to_string() });
            out.push(*letter);
        }
        if out.len() == 1 { "PT0S".to_owned() } else { out }
    }
}
