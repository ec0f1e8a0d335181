//! Posts that decide and batteries that shoot, as they are during a drill.
//!
//! A post knows what has reached it and no more: [`known`] gives what it makes of that, with its age. Truth is for
//! the umpire.

pub mod battery;
pub mod interceptor;
pub mod known;
pub mod order;
pub mod post;
pub mod touch;
pub mod tree;

pub use battery::{Battery, Engagement, Stage};
pub use known::Known;
pub use order::FireOrder;
pub use post::{Dossier, Identity, Job, JobKind, Post};
pub use touch::Touch;
