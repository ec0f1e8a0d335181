//! What is seen from where, over terrain, on the effective earth.

mod mask;

pub use mask::{Mask, ridge_mask, smooth_minimum_m};
