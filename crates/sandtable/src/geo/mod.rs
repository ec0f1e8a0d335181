//! Layer 1: where things are. The WGS84 ellipsoid, local frames, geodesics, borders, the sun;
//! terrain, refraction and what is seen over the ground.
//!
//! Straight-line sensing uses ECEF and ENU, which are exact rotations; map projections do not live
//! here, nor does anything that moves. Angles inside are radians; interfaces that people or files
//! feed say `deg`.

pub mod border;
pub mod enu;
pub mod geodesic;
pub mod refraction;
pub mod sight;
pub mod sun;
pub mod terrain;
pub mod wgs84;
