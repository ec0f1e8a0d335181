//! The exercise's calendar as it is: turns of duty, injects that wait for an event.

use crate::record::State;

/// A duty roster as it is.
#[derive(Clone, Debug)]
pub struct RosterState {
    /// The scenario's roster.
    pub id: u32,
    /// Ranks of the units that accepted duty, in order of joining.
    pub members: Vec<u32>,
    /// Turns so far.
    pub turns: u32,
}

impl RosterState {
    /// A roster that nobody has joined.
    #[must_use]
    pub fn new(id: u32) -> Self {
        RosterState { id, members: Vec::new(), turns: 0 }
    }
}

/// An inject that waits for a unit to enter a state.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Rank of the unit whose state is waited for.
    pub unit: u32,
    /// The state.
    pub state: State,
    /// How long after (s).
    pub delay_s: f64,
    /// Rank of the unit to which the command is given.
    pub target: u32,
    /// Number of the command.
    pub command: u32,
}
