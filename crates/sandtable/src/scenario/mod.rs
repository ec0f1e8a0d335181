//! Layer 3: the scenario language, from text to a resolved [`Scenario`] and its diagnostics. It
//! never draws.
//!
//! `parse` and `compose` make one spanned tree of all files; `read` turns it into typed text, collecting
//! every mistake; `link` looks names up; `check` compares what was written with what follows from it.

mod characters;
mod check;
pub mod compose;
pub mod conflicts;
pub mod diagnostic;
pub mod distance;
mod link;
mod load;
pub mod node;
pub mod param;
pub mod parse;
pub mod quantity;
pub mod read;
pub mod render;
pub mod resolved;
pub mod scalar;
pub mod source;
pub mod source_map;
pub mod suggest;
pub mod text;

pub use load::{Loaded, load, load_variant, schema};
pub use resolved::Scenario;
