//! The lexicon: all phrases of a pack in one trie of words, each with what it may stand for.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::fold::fold;
use super::grain::Grain;
use super::holiday::Holiday;
use super::item::{Modifier, NumberWord, Share, Val};
use super::period::Period;
use super::token::{Token, tokens};
use super::vocab::{DUAL, NO_WORD, Vocab, WordId};
use super::when::{Calendar, Edge, Part, Relation, Season, Target, When};
use crate::lang::Pack;
use crate::lang::pack::numbers::Forms;
use crate::text;

/// The phrases of a pack.
#[derive(Debug)]
pub struct Lexicon {
    /// The words of all phrases.
    pub vocab: Vocab,
    steps: HashMap<(u32, WordId), u32>,
    readings: Vec<Vec<Val>>,
    classes: HashMap<String, u16>,
}

impl Lexicon {
    /// An empty lexicon with the affixes of a pack.
    pub fn new(pack: &Pack) -> Self {
        let mut lexicon = Self {
            vocab: Vocab::new(pack),
            steps: HashMap::new(),
            readings: vec![Vec::new()],
            classes: HashMap::new(),
        };
        let two = lexicon.step(0, DUAL);
        lexicon.readings[two as usize].push(Val::NumberWord(NumberWord::Add(Decimal::TWO)));
        lexicon
    }

    fn step(&mut self, node: u32, word: WordId) -> u32 {
        let next = self.readings.len() as u32;
        let child = *self.steps.entry((node, word)).or_insert(next);
        if child == next {
            self.readings.push(Vec::new());
        }
        child
    }

    /// Adds a phrase with what it stands for.
    pub fn add(&mut self, phrase: &str, val: Val) {
        let node = self.phrase(phrase);
        if matches!(val, Val::Grain(_) | Val::Unit(_) | Val::Currency(_)) && !phrase.contains(' ') {
            let word = self.vocab.add(&fold(phrase));
            self.vocab.add_countable(word);
        }
        if node != 0 && !self.readings[node as usize].contains(&val) {
            self.readings[node as usize].push(val);
        }
    }

    fn phrase(&mut self, phrase: &str) -> u32 {
        let words = text::words(phrase);
        let empty = Vocab::default();
        let mut node = 0;
        for token in tokens(phrase, &words, &empty) {
            let id = self.vocab.add(&fold(&phrase[token.range.clone()]));
            node = self.step(node, id);
        }
        node
    }

    /// The number of a class of words; a new one if it has none yet.
    pub fn class(&mut self, name: &str) -> u16 {
        let next = self.classes.len() as u16;
        *self.classes.entry(name.to_owned()).or_insert(next)
    }

    /// The number of a class of words that exists.
    pub fn find_class(&self, name: &str) -> Option<u16> {
        self.classes.get(name).copied()
    }

    /// The phrases that begin at a token.
    pub fn matches(&self, tokens: &[Token], at: usize, found: &mut Vec<(usize, u32, bool)>) {
        /// Words of the longest phrase.
        const MAX_WORDS: usize = 8;
        let mut states: Vec<(u32, bool)> = vec![(0, false)];
        for (offset, token) in tokens[at..].iter().take(MAX_WORDS).enumerate() {
            if offset > 0 && token.breaks {
                break;
            }
            let mut next = Vec::new();
            for &(node, definite) in &states {
                if token.word != NO_WORD
                    && let Some(&child) = self.steps.get(&(node, token.word))
                {
                    next.push((child, definite));
                }
                if token.bare != NO_WORD
                    && let Some(&child) = self.steps.get(&(node, token.bare))
                {
                    next.push((child, definite || offset == 0));
                }
            }
            for &(node, definite) in &next {
                if !self.readings[node as usize].is_empty() {
                    found.push((at + offset + 1, node, definite));
                }
            }
            if next.is_empty() {
                break;
            }
            states = next;
        }
    }

    /// Whether a token alone stands for something; a word that is only known from longer phrases does not.
    pub fn is_phrase(&self, token: &Token) -> bool {
        let means = |word: WordId| {
            word != NO_WORD && self.steps.get(&(0, word)).is_some_and(|&node| !self.readings[node as usize].is_empty())
        };
        means(token.word) || means(token.bare)
    }

    /// Whether a token alone has a meaning of its own, not only a place in the pack's patterns and lists of words.
    pub fn is_meaningful(&self, token: &Token) -> bool {
        [token.word, token.bare].iter().filter(|word| **word != NO_WORD).any(|&word| {
            let node = self.steps.get(&(0, word));
            node.is_some_and(|&node| self.readings[node as usize].iter().any(|v| !matches!(v, Val::Class(_))))
        })
    }

    /// Whether a token alone is a currency.
    pub fn is_currency(&self, token: &Token) -> bool {
        let node = self.steps.get(&(0, token.word)).filter(|_| token.word != NO_WORD);
        node.is_some_and(|&node| self.readings[node as usize].iter().any(|v| matches!(v, Val::Currency(_))))
    }

    /// What the phrase at a node stands for.
    pub fn readings(&self, node: u32) -> &[Val] {
        &self.readings[node as usize]
    }

    /// Adds all sections of a pack.
    pub fn add_pack(&mut self, pack: &'static Pack) {
        self.add_numbers(pack);
        self.add_calendar(pack);
        let m = &pack.measures;
        self.add_forms(&m.units, |key| Some(Val::Unit(key)));
        self.add_forms(&m.glued, |key| Some(Val::Glued(key)));
        self.add_forms(&m.currencies, |key| Some(Val::Currency(key)));
        self.add_forms(&m.minor, |key| {
            let (part, codes) = key.split_once(' ').unwrap_or((key, ""));
            part.parse().ok().map(|part| Val::Minor(part, codes))
        });
        self.add_list(&m.percent, &Val::ShareWord(Share::Percent));
        self.add_list(&m.permille, &Val::ShareWord(Share::Permille));
        self.add_list(&m.points, &Val::ShareWord(Share::Points));
        self.add_list(&m.tenths, &Val::ShareWord(Share::Tenths));
        self.add_forms(&m.mods, |key| Modifier::parse(key).map(Val::Modifier));
        self.add_forms(&m.mods_after, |key| Modifier::parse(key).map(Val::ModifierAfter));
        let (past, future) = (self.class(super::tense::PAST), self.class(super::tense::FUTURE));
        self.add_list(&pack.tense.past, &Val::Class(past));
        self.add_list(&pack.tense.future, &Val::Class(future));
        for (name, forms) in &pack.words {
            let class = self.class(name);
            self.add_list(forms, &Val::Class(class));
        }
    }

    fn add_forms(&mut self, forms: &'static Forms, read: impl Fn(&'static str) -> Option<Val>) {
        for (key, list) in forms {
            if let Some(val) = read(key) {
                self.add_list(list, &val);
            }
        }
    }

    fn add_list(&mut self, list: &[String], val: &Val) {
        for form in list {
            self.add(form, val.clone());
        }
    }

    fn add_numbers(&mut self, pack: &'static Pack) {
        let n = &pack.numbers;
        let word = |make: fn(Decimal) -> NumberWord| {
            move |key: &'static str| key.parse().ok().map(|value| Val::NumberWord(make(value)))
        };
        self.add_forms(&n.words, word(NumberWord::Add));
        for (key, list) in &n.multipliers {
            let Ok(value) = key.parse() else { continue };
            for form in list {
                self.add(form, Val::NumberWord(NumberWord::Times(value, n.bound.contains(form))));
            }
        }
        self.add_forms(&n.suffixes, word(NumberWord::Suffix));
        self.add_forms(&n.fractions, word(NumberWord::Fraction));
        self.add_forms(&n.denominators, word(NumberWord::Denominator));
        self.add_forms(&n.plus, word(NumberWord::Plus));
        self.add_forms(&n.plus_before, word(NumberWord::Before));
        self.add_forms(&n.inside_mods, |key| Modifier::parse(key).map(|m| Val::NumberWord(NumberWord::Inside(m))));
        self.add_forms(&n.vague, word(NumberWord::Vague));
        self.add_forms(&n.ordinals, word(NumberWord::Ordinal));
        for (list, kind) in [
            (&n.joiners, NumberWord::Join),
            (&n.minus, NumberWord::Minus),
            (&n.point, NumberWord::Point),
            (&n.articles, NumberWord::Article),
            (&n.ordinal_suffixes, NumberWord::OrdinalSuffix),
        ] {
            self.add_list(list, &Val::NumberWord(kind));
        }
        for (value, digit) in n.digits.chars().enumerate() {
            self.add(digit.to_string().as_str(), Val::NumberWord(NumberWord::Digit((value % 10) as u8)));
        }
        for classifier in &n.classifiers {
            let word = self.vocab.add(&fold(classifier));
            self.vocab.add_countable(word);
        }
        let multipliers = n.multipliers.values().flatten().filter(|f| !f.contains(' '));
        multipliers.for_each(|form| self.vocab.add_multiplier(&fold(form)));
        if n.compounds {
            let lists = n.words.values().chain(n.multipliers.values()).chain(n.ordinals.values());
            for form in lists.flatten().chain(&n.joiners).filter(|f| !f.contains(' ')) {
                self.vocab.add_number(&fold(form));
            }
        }
    }

    fn add_calendar(&mut self, pack: &'static Pack) {
        let c = &pack.calendar;
        for (calendar, forms) in
            [(Calendar::Gregorian, &c.months), (Calendar::Hijri, &c.hijri), (Calendar::Persian, &c.persian)]
        {
            for (key, list) in forms {
                let Ok(number) = key.parse() else { continue };
                for form in list {
                    self.add(form, Val::Month(calendar, number, c.weak_months.contains(form)));
                }
            }
        }
        for (key, list) in &c.weekdays {
            let Ok(number) = key.parse() else { continue };
            for form in list {
                self.add(form, Val::Weekday(number, c.weak_weekdays.contains(form)));
            }
        }
        self.add_forms(&c.seasons, |key| Season::parse(key).map(Val::Season));
        self.add_forms(&c.parts, |key| Part::parse(key).map(Val::Part).or_else(|| day_part(key)));
        self.add_forms(&c.meridiem, |key| Some(Val::Meridiem(key == "pm")));
        self.add_forms(&c.grains, |key| Grain::parse(key).map(Val::Grain));
        self.add_forms(&c.plurals, |key| Grain::parse(key).map(Val::Plural));
        self.add_forms(&c.shifts, shift);
        self.add_forms(&c.pieces, piece);
        self.add_forms(&c.eras, |key| key.parse().ok().map(Val::Era));
        self.add_forms(&c.durations, |key| Period::parse(key).map(|p| Val::Duration(p, None)));
        self.add_forms(&c.days, |key| match key.strip_prefix('~') {
            Some(days) => days.parse().ok().map(Val::Swing),
            None => key.parse().ok().map(Val::Days),
        });
        self.add_forms(&c.relative, |key| Relation::parse(key).map(Val::Relation));
        self.add_forms(&c.references, |key| Some(Val::Reference(key)));
        self.add_forms(&c.edges, |key| Edge::parse(key).map(Val::Edge));
        self.add_forms(&c.holidays, |key| Holiday::parse(key).map(Val::Holiday));
        self.add_forms(&c.sets, |key| Some(Val::SetName(key)));
        self.add_forms(&c.decades, |key| key.parse().ok().map(Val::Decade));
        self.add_forms(&c.zones, |key| key.parse().ok().map(zone));
    }
}

/// Hours from UTC as minutes.
fn zone(hours: Decimal) -> Val {
    use rust_decimal::prelude::ToPrimitive;
    Val::Zone((hours * Decimal::from(60)).to_i16().unwrap_or(0))
}

fn date(when: When) -> Val {
    Val::When(Arc::new(when), None)
}

/// A part of a certain day in one word: of today (`TN` tonight), of yesterday (`YE`), `LN` last night.
fn day_part(key: &str) -> Option<Val> {
    let (day, part) = (key.get(..1)?, key.get(1..)?);
    let part = match part {
        "M" => Part::Morning,
        "A" => Part::Afternoon,
        "E" => Part::Evening,
        "N" => Part::Night,
        _ => return None,
    };
    Some(date(match day {
        "T" => When::Related(Relation::This, Target::Part(part)),
        "L" => When::Related(Relation::Last, Target::Part(part)),
        "Y" => When::PartOf(Some(Arc::new(When::Days(-1))), part, None),
        _ => return None,
    }))
}

/// A unit or season at a distance from the present one: `year:-1`, `week:2`, `SU:0`.
fn shift(key: &str) -> Option<Val> {
    let (unit, step) = key.split_once(':')?;
    let step: i32 = step.parse().ok()?;
    let relation = Relation::of_step(step.into());
    Some(date(match (Grain::parse(unit), relation) {
        (Some(grain), Some(relation)) => When::Related(relation, Target::Grain(grain)),
        (Some(grain), None) => When::Shift(grain, step),
        (None, relation) => When::Related(relation?, Target::Season(Season::parse(unit)?)),
    }))
}

/// A quarter or half of the year: `Q1`, `H2`.
fn piece(key: &str) -> Option<Val> {
    let which = key.get(1..)?.parse().ok()?;
    let grain = match key.get(..1)? {
        "Q" => Grain::Quarter,
        "H" => Grain::Half,
        _ => return None,
    };
    Some(date(When::Piece(grain, which, None)))
}
