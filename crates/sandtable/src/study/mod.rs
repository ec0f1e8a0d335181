//! Layer 8: many replications. Threads live here and nowhere below.

mod replicate;

pub use replicate::{Plan, Replication, StudyError, replicate, replicate_with};
