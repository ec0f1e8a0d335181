//! Layer 1: the equations of the exercise, as pure functions. No queue, no file, no random number
//! is drawn here.
//!
//! Each page of docs/methods/ states a model's equation, its validity, its source and the cases
//! that test it.

pub mod atmosphere;
pub mod command;
pub mod mover;
pub mod readiness;
pub mod sensor;
pub mod tracker;
pub mod weapon;
