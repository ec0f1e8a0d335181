//! What can go wrong while a scenario runs.

use crate::base::time::SimTime;
use thiserror::Error;

/// A run that cannot go on.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum SimError {
    /// An event would bring about another at the same instant without moving on: an endless loop.
    #[error("`{entity}` goes in a circle at {time} without time passing: {chain}")]
    ZeroDelay {
        /// Path of the entity.
        entity: String,
        /// When.
        time: SimTime,
        /// The events, latest last.
        chain: String,
    },
    /// A unit's vehicles do not fit on trains.
    #[error("`{unit}` cannot be loaded: {why}")]
    Train {
        /// Path of the unit.
        unit: String,
        /// Why.
        why: String,
    },
    /// A march by road was repeated more often than its draws can be numbered.
    #[error("`{unit}` marches more than {most} times")]
    Rounds {
        /// Path of the unit.
        unit: String,
        /// How often it may.
        most: u32,
    },
    /// A command names a unit that is not in this run.
    #[error("no unit of this run is called `{0}`")]
    NoUnit(String),
    /// A command lies in the past of the simulation.
    #[error("a command for {at} comes too late, it is {now}")]
    Past {
        /// When the command was to happen.
        at: SimTime,
        /// Time of the simulation.
        now: SimTime,
    },
}
