//! Layer 7: what a set of replications says: one file per measure.

mod acting;
mod conflicts;
mod dates;
mod shares;

pub use conflicts::{Conflict, Stated, conflicts};
pub use dates::{DateSummary, DatedState, summarise};
pub use shares::{Shares, acting_shares, shares};
