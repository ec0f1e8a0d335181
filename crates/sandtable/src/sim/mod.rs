//! Layer 6: the engine. Exact times, a total order of events, a log that names its causes.
//!
//! Nothing ticks: motion is closed form, and an event is scheduled where something changes. A replication is
//! single-threaded; it reads no file, no clock, no global.

pub mod air;
mod calendar;
mod command;
mod engine;
mod error;
mod event;
pub mod fire;
mod handler;
mod outbox;
mod queue;
mod world;

pub use air::Settings;
pub use command::{Command, CommandAct};
pub use engine::{Outcome, Sim, UnitDates, run};
pub use error::SimError;
pub use event::{Event, Kind, Word};
pub use queue::{Handle, Key, Queue};
