//! Movement by rail, road and air: stages, trains, columns, turns.
//!
//! Plans are deterministic: uncertain speeds and delays come in as numbers already drawn.

pub mod capacity;
pub mod consist;
pub mod flight;
pub mod march;
pub mod pipeline;
pub mod rail;
pub mod turn;
pub mod way;
