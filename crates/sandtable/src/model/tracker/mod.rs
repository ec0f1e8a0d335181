//! Tracks from plots: filters, association, initiation and deletion, fusion, measures of quality.
//!
//! Everything is in a local frame, x east, y north, z up (m). [`Tracker`] ties the parts together
//! as a state machine without randomness: the same scans give the same events.

pub mod alphabeta;
pub mod assign;
pub mod associate;
pub mod chi_square;
pub mod config;
pub mod confirm;
pub mod cv;
pub mod estimate;
pub mod flight_plan;
pub mod fuse;
pub mod gate;
pub mod grid;
pub mod imm;
pub mod jpda;
pub mod kalman;
pub mod machine;
pub mod motion;
pub mod nees;
pub mod ospa;
pub mod plot;
pub mod polar;
pub mod siap;
pub mod track;

pub use config::Config;
pub use machine::Tracker;
pub use plot::Plot;
pub use track::{Event, Track, TrackId};
