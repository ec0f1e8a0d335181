//! Layer 4: from uncertain inputs to the values of one replication.
//!
//! Ignorance (default scope) is drawn here, once per replication, at the path where its text stands. Luck
//! (`each`, `each-unit`) is drawn by [`Luck`] as late as it is used, so that forks share no future.

mod again;
mod luck;
mod realise;

pub use again::{DrawKey, draw_again};
pub use luck::{Domain, Draw, Luck};
pub use realise::{Drawn, InputPoint, Realisation, realise};
