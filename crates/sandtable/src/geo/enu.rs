//! The local frame of an observer: east, north, up.

use super::wgs84::{Ecef, Geodetic};
use crate::base::math;

/// A vector in the tangent frame of some origin. The plane falls away from the earth: 12.6 km at
/// 400 km.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enu {
    /// East (m).
    pub east_m: f64,
    /// North (m).
    pub north_m: f64,
    /// Along the ellipsoid's normal, upwards (m).
    pub up_m: f64,
}

impl Enu {
    /// Straight-line length of the vector (m).
    #[must_use]
    pub fn range_m(self) -> f64 {
        math::hypot(math::hypot(self.east_m, self.north_m), self.up_m)
    }

    /// Azimuth from true north, clockwise (rad) in [0, 2 pi); 0 for a vertical vector.
    #[must_use]
    pub fn azimuth_rad(self) -> f64 {
        let azimuth = math::atan2(self.east_m, self.north_m);
        if azimuth < 0.0 {
            (azimuth + std::f64::consts::TAU) % std::f64::consts::TAU
        } else {
            azimuth
        }
    }

    /// Geometric elevation above the tangent plane, without refraction (rad) in [-pi/2, pi/2].
    #[must_use]
    pub fn elevation_rad(self) -> f64 {
        math::atan2(self.up_m, math::hypot(self.east_m, self.north_m))
    }
}

/// The vector from `origin` to `point` in the frame of `origin`, to about 1e-9 m. Set G5.
///
/// Rows of the rotation: e = (-sin l, cos l, 0), n = (-sin f cos l, -sin f sin l, cos f),
/// u = (cos f cos l, cos f sin l, sin f), f latitude and l longitude of the origin.
#[must_use]
pub fn to_enu(origin: Geodetic, point: Geodetic) -> Enu {
    let (from, to) = (origin.to_ecef(), point.to_ecef());
    let (x, y, z) = (to.x_m - from.x_m, to.y_m - from.y_m, to.z_m - from.z_m);
    let (sin_lat, cos_lat) = math::sin_cos(origin.lat_rad);
    let (sin_lon, cos_lon) = math::sin_cos(origin.lon_rad);
    // Component away from the axis, in the origin's meridian plane.
    let out = cos_lon * x + sin_lon * y;
    Enu {
        east_m: cos_lon * y - sin_lon * x,
        north_m: cos_lat * z - sin_lat * out,
        up_m: cos_lat * out + sin_lat * z,
    }
}

/// The place at `vector` from `origin`: the inverse of [`to_enu`].
#[must_use]
pub fn from_enu(origin: Geodetic, vector: Enu) -> Geodetic {
    let from = origin.to_ecef();
    let (sin_lat, cos_lat) = math::sin_cos(origin.lat_rad);
    let (sin_lon, cos_lon) = math::sin_cos(origin.lon_rad);
    let out = cos_lat * vector.up_m - sin_lat * vector.north_m;
    Ecef {
        x_m: from.x_m + cos_lon * out - sin_lon * vector.east_m,
        y_m: from.y_m + sin_lon * out + cos_lon * vector.east_m,
        z_m: from.z_m + cos_lat * vector.north_m + sin_lat * vector.up_m,
    }
    .to_geodetic()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verif_cardinal_directions() {
        let origin = Geodetic::from_deg(52.25, 26.8, 150.0);
        let up = to_enu(origin, Geodetic::from_deg(52.25, 26.8, 11_150.0));
        assert!((up.elevation_rad() - std::f64::consts::FRAC_PI_2).abs() < 1e-12);
        assert!((up.range_m() - 11_000.0).abs() < 1e-8);
        let west = Enu { east_m: -1.0, north_m: 0.0, up_m: 0.0 };
        assert!((math::degrees(west.azimuth_rad()) - 270.0).abs() < 1e-12);
        // A rounding error west of north is north, not a full turn.
        let north = Enu { east_m: -1e-300, north_m: 1.0, up_m: 0.0 };
        assert!(north.azimuth_rad() < std::f64::consts::TAU);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_enu_comes_back(
            lat in -89.0_f64..89.0, lon in -180.0_f64..180.0,
            east in -5e5_f64..5e5, north in -5e5_f64..5e5, up in 0.0_f64..3e5,
        ) {
            let origin = Geodetic::from_deg(lat, lon, 200.0);
            let there = from_enu(origin, Enu { east_m: east, north_m: north, up_m: up });
            let again = to_enu(origin, there);
            prop_assert!((again.east_m - east).abs() < 1e-6);
            prop_assert!((again.north_m - north).abs() < 1e-6);
            prop_assert!((again.up_m - up).abs() < 1e-6);
        }
    }
}
