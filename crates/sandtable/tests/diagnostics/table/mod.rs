//! The table: every code of the language, and every row of the reference's table of invalid forms.

pub mod air;
pub mod compose;
pub mod exercise;
pub mod fire;
pub mod names;
pub mod scalars;
pub mod sense;
pub mod sources;
pub mod yaml;
