//! Layer 3: the scenario language, from text to a resolved [`Scenario`](self) and its diagnostics. It never draws.

pub mod diagnostic;
pub mod node;
pub mod quantity;
pub mod source_map;
