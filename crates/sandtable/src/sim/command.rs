//! What a script or a person does to a run: the same path for both, and each leaves a row.

use crate::base::time::SimTime;
use std::sync::Arc;

/// Something done to a run from outside.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// When.
    pub at: SimTime,
    /// The unit's id.
    pub unit: String,
    /// What.
    pub act: CommandAct,
    /// Who did it: `script`, or the name of a person.
    pub author: Arc<str>,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CommandAct {
    /// The next departure of the unit's train, column or formation is held for a time (s).
    Hold(f64),
    /// The unit, if it is on duty, is alerted for a drill.
    Alert,
    /// The unit, if it is on duty, is inspected again for a time (s).
    Inspect(f64),
    /// The unit's link to the post above is cut for a time (s).
    Cut(f64),
    /// The unit's post does nothing for a time (s).
    Fail(f64),
}
