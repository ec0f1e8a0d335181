//! Layer 0: time, keyed randomness, mathematics, spreads, statistics. Knows nothing of the earth or
//! of units.
//!
//! Files and clocks do not live here, nor does anything that names a thing of the exercise.

pub mod beta;
pub mod counts;
mod cut_normal;
pub mod dist;
pub mod interval;
pub mod lognormal;
pub mod math;
pub mod moments;
pub mod normal;
pub mod philox;
pub mod pool;
pub mod purpose;
pub mod rng;
pub mod time;
