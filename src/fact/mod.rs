//! Facts: values and relations that the text states.
//!
//! Enters: the text of an article, its words, its language, its date. Leaves: dates, times, durations, repetitions,
//! money, percentages, quantities, counts, numbers, with normalised values. No model, no clock, no language by name: the
//! words and patterns of a language are data (`src/lang/packs`), their meaning is here once for all.
//!
//! [`token`] → [`lexicon`] → [`chart`] (with [`number`] and the patterns of [`grammar`], read by [`rule`]) → [`select`]
//! → [`resolve`] → [`value`].

pub mod amount;
pub mod base;
mod border;
mod chain;
pub mod chart;
mod counted;
pub mod daytime;
pub mod digits;
pub mod edges;
mod feasts;
mod fields;
pub mod finder;
pub mod fold;
pub mod grain;
pub mod grammar;
mod growing;
mod habit;
pub mod holiday;
mod hours;
pub mod interval;
pub mod item;
pub mod length;
pub mod lexicon;
pub mod moment;
mod neighbour;
pub mod night;
pub mod number;
mod offset;
mod ordinal;
pub mod paragraph;
pub mod pattern;
pub mod period;
pub mod reference;
mod relation;
pub mod relative;
pub mod repetition;
pub mod resolve;
mod roman;
pub mod rule;
mod season;
pub mod select;
pub mod slot;
mod spelling;
pub mod tense;
pub mod timex;
mod tithi;
pub mod token;
pub mod value;
pub mod vocab;
pub mod when;

pub use finder::{FactFinder, FactInput, FactOptions, FoundFact};
pub use reference::{dateline, reference_date};
pub use resolve::Prefer;
pub use value::FactKind;
