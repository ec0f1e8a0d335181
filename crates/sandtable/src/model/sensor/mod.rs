//! Sensors: how likely a look sees a target, how well it measures it, and when the next look is.
//!
//! Radar by signal-to-noise ratio anchored on a published range, textbook noise jamming, eyes and
//! cameras. Ratios are powers, not dB, unless the name ends in `_db`. Terrain, horizon and tracks
//! live elsewhere; nothing here draws a random number.

pub mod accuracy;
pub mod anchored;
pub mod array;
mod bearing;
pub mod camera;
pub mod cells;
pub mod cfar;
pub mod curve;
pub mod detector;
pub mod doppler;
pub mod fading;
pub mod fits;
pub mod jamming;
pub mod light;
pub mod look;
pub mod marcum;
pub mod radar;
pub mod rcs;
pub mod rotator;
pub mod scans;
mod series;
pub mod sight;
