//! Layer 3: the scenario language, from text to a resolved [`Scenario`](self) and its diagnostics.
//! It never draws.

mod characters;
pub mod compose;
pub mod diagnostic;
pub mod node;
pub mod parse;
pub mod quantity;
pub mod render;
pub mod scalar;
pub mod source_map;
pub mod suggest;
