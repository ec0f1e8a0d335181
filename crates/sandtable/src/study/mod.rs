//! Layer 8: many replications. Threads live here and nowhere below.

mod adjudication;
mod claims;
mod kills;
mod odds;
mod replicate;
mod way;

pub use adjudication::{
    Adjudication, BATTERY, MOST_TARGETS, Question, Refusal, TARGETS, adjudication,
};
pub use claims::{Judged, judge_claims};
pub use kills::{Replay, kill_curve};
pub use odds::{AtKill, Counted, Mean, Odds, Part, Tally, odds};
pub use replicate::{Plan, Replication, StudyError, replicate, replicate_with};
