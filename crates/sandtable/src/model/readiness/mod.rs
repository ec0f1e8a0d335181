//! How long a unit takes from arrival to duty.
//!
//! The states and their order belong to the simulation; here is only the law of their sum.

pub mod chain;
