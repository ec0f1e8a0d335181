//! What a script or a person does to a run: the same path for both, and each leaves a row.

use crate::base::time::SimTime;
use std::sync::Arc;

/// Something done to a run from outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// The next departure of a unit's train or column is held for a time.
    Hold {
        /// When.
        at: SimTime,
        /// The unit's id.
        unit: String,
        /// For how long (s).
        seconds: f64,
        /// Who did it: `script`, or the name of a person.
        author: Arc<str>,
    },
}

impl Command {
    /// When it happens.
    #[must_use]
    pub fn at(&self) -> SimTime {
        match self {
            Command::Hold { at, .. } => *at,
        }
    }

    /// The unit that it concerns.
    #[must_use]
    pub fn unit(&self) -> &str {
        match self {
            Command::Hold { unit, .. } => unit,
        }
    }
}
