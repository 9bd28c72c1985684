//! The model: its folder, the ONNX Runtime library, the tokenizer, windows, batches, the session.
//!
//! Enters: a text. Leaves: logits for each of the model's tokens, `[rows, tokens, labels]`. Knows nothing of words'
//! tags, entities or languages. No type of `ort` is public outside this room.

pub mod batch;
pub mod copy;
pub mod expected;
pub mod folder;
pub mod runtime;
pub mod session;
pub mod tokenizer;
pub mod verify;
pub mod wheel;
pub mod window;

pub use folder::{ModelError, ModelFolder};
pub use runtime::{Runtime, RuntimeError};
pub use session::{Session, SessionFactory};
pub use tokenizer::{Piece, PieceTokenizer};
