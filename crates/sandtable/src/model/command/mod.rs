//! Command: finite crews and channels as queues, messages over links that lose and break.
//!
//! Nothing here has a clock or draws a random number. The page is docs/methods/command.md.

pub mod desk;
pub mod message;
pub mod outage;
pub mod queues;
pub mod reneging;

pub use desk::{Arrival, Desk};
