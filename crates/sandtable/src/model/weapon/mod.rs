//! Engagement as envelope, flight time and chance of a kill; and small models to check it against.
//!
//! No guidance, seeker, fuze or warhead is modelled here, by decision. Nothing here has a clock or
//! draws a random number. The page is docs/methods/engagement.md.

pub mod assign;
pub mod duel;
pub mod envelope;
pub mod intercept;
pub mod interceptor;
pub mod kill;
pub mod lanchester;
pub mod opportunities;
pub mod raid;
pub mod salvo;

pub use envelope::{Envelope, Outside};
pub use intercept::{Course, Meeting, Shot, Weapon};
