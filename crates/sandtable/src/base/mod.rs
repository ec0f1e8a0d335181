//! Layer 0: time, keyed randomness, mathematics, spreads, statistics. Knows nothing of the earth or of units.

pub mod dist;
pub mod time;
