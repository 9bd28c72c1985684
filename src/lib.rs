//! `alam` (علم, "proper noun") tags news articles in many languages with people, organizations, places, nationalities
//! and facts, using an ONNX token-classification model and language data.

pub mod article;
pub mod entity;
pub mod fact;
pub mod input;
pub mod lang;
pub mod record;
pub mod text;

pub use article::Article;
pub use record::{Cluster, Entity, ErrorCode, ErrorDetail, ErrorRecord, Fact, Record, Span};
