//! Claims judged: per run, and as a share of replications, with what drives them.
//!
//! A claim that was used to infer an input is spent. It is judged and shown, and never counted.

mod basis;
mod drivers;
mod judge;
mod odds;
mod rows;
mod spot;
mod tally;
mod whereabouts;
mod words;

pub use basis::Basis;
pub use drivers::{Driver, drivers};
pub use judge::{Found, Judge, Verdict, is_given_place};
pub use odds::{Odds, odds};
pub use rows::{ClaimRow, claim_rows};
pub use tally::{Tally, Verdicts};
pub use words::{is_timed, words};
