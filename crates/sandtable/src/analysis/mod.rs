//! Layer 7: what a set of replications says: one file per measure.

mod acting;
pub mod claims;
pub mod coverage;
mod dates;
mod going_back;
pub mod score;
pub mod seen;
mod shares;
pub mod tracks;

pub use crate::scenario::conflicts::{Conflict, Stated, conflicts};
pub use acting::acting;
pub use dates::{DateSummary, DatedState, summarise};
pub use going_back::{GoingBack, going_back};
pub use shares::{Shares, acting_shares, engaging_shares, seeing_shares, shares};
