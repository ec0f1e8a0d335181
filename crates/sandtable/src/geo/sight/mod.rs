//! What is seen from where, over terrain, on the effective earth.
//!
//! The terrain test is done wholly on the effective sphere: refraction is in its radius and nowhere else.

mod exact_rays;
mod fan;
mod horizon_table;
mod line;
mod mask;
mod octant;
mod path;
mod raster;

pub use horizon_table::{HorizonTable, Reach, Site};
pub use line::{End, Sightline, View};
pub use mask::{Mask, ridge_mask, smooth_minimum_m};
pub use raster::{Method, Observer, masking_heights};

/// Sine and cosine of the small angles between places on the earth: Taylor series, exact to 1e-15 below
/// 0.05 rad (400 km on the 4/3 earth), libm's above.
#[inline]
fn sin_cos_small(x: f64) -> (f64, f64) {
    if x.abs() > 0.05 {
        return crate::base::math::sin_cos(x);
    }
    let s = x * x;
    let sin = x * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0)));
    let cos = 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0)));
    (sin, cos)
}

#[cfg(test)]
mod raster_tests;
#[cfg(test)]
mod tests;
