//! An order to engage: given once by a post, and handed down.

use crate::base::time::SimTime;
use crate::record::{Because, Cause};

/// How an engagement ended, as its battery reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The target is called destroyed.
    Destroyed = 0,
    /// It is not, and the engagement is over.
    Spent = 1,
    /// The battery could not carry the order out.
    Refused = 2,
    /// It has no rounds ready.
    Empty = 3,
}

/// An order to engage a flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FireOrder {
    /// The flight, by its index in the world.
    pub flight: u32,
    /// Rank of the post that gave it.
    pub post: u32,
    /// Rank of the battery's unit.
    pub battery: u32,
    /// How many times the post has ordered fire at this flight before.
    pub turn: u32,
    /// When it was given.
    pub given: SimTime,
    /// Age of what the post knew (s).
    pub age_s: f64,
    /// The row by which it was given.
    pub row: Cause,
    /// What was out of order then.
    pub because: Option<Because>,
}
