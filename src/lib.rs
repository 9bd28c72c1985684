//! `alam` (علم, "proper noun") tags news articles in many languages with people, organizations, places, nationalities
//! and facts, using an ONNX token-classification model and language data.
//!
//! ```
//! use alam::{Article, Tagger};
//!
//! let tagger = Tagger::builder().threads(1).build()?; // the model is inside the program
//! let record = tagger.tag(&Article::new("1", "وصل مارك روته إلى لاهاي."))?;
//! let found: Vec<_> = record.entities.iter().map(|e| (e.kind.as_str(), e.span.text.as_str())).collect();
//! assert_eq!(found, [("PER", "مارك روته"), ("LOC", "لاهاي")]);
//! println!("{}", serde_json::to_string(&record)?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The way of an article: [`input`] reads and decodes it, [`text`] finds its words, [`model`] gives logits for its
//! tokens, [`decode`] mentions, [`entity`] entities and clusters, [`fact`] facts, and [`record`] is what comes out.
//! [`Tagger`] joins them; [`lang`] holds what is known of languages.

pub mod article;
pub mod bench;
pub mod decode;
mod engine;
pub mod entity;
pub mod eval;
pub mod fact;
pub mod input;
pub mod lang;
pub mod model;
pub mod options;
pub mod pipeline;
pub mod record;
mod report;
pub mod tagger;
pub mod text;

pub use article::Article;
pub use decode::Strategy;
pub use options::{FactScope, TagOptions};
pub use record::{Cluster, Entity, ErrorCode, ErrorDetail, ErrorRecord, Fact, Record, Span};
pub use tagger::{Error, Tagger, TaggerBuilder};
