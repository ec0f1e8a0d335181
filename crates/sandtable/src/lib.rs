//! sandtable: an open sand table for air-defence exercises.
//!
//! Simulation of exercises only. ARCHITECTURE.md draws the data flow; the modules below are its layers,
//! lowest first, and a test fails on an upward edge.
#![deny(rustdoc::broken_intra_doc_links)]

#[deny(missing_docs)]
pub mod base;
#[deny(missing_docs)]
pub mod geo;
#[deny(missing_docs)]
pub mod model;
pub mod scenario;
pub mod draw;
pub mod record;
pub mod sim;
pub mod analysis;
pub mod study;
pub mod export;
pub mod store;
pub mod verify;
