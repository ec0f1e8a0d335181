//! sandtable: an open sand table for air-defence exercises.
//!
//! Simulation of exercises only. ARCHITECTURE.md draws the data flow; the modules below are its layers,
//! lowest first, and a test fails on an upward edge.
#![deny(rustdoc::broken_intra_doc_links)]

pub mod analysis;
#[deny(missing_docs)]
pub mod base;
pub mod draw;
pub mod export;
#[deny(missing_docs)]
pub mod geo;
#[deny(missing_docs)]
pub mod model;
pub mod record;
pub mod scenario;
pub mod sim;
pub mod store;
pub mod study;
pub mod verify;
