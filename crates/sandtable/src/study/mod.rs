//! Layer 8: many replications. Threads live here and nowhere below.

mod claims;
mod kills;
mod replicate;

pub use claims::{Judged, judge_claims};
pub use kills::{Replay, kill_curve};
pub use replicate::{Plan, Replication, StudyError, replicate, replicate_with};
