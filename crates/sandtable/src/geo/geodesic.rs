//! Geodesics on WGS84 by Karney's method (crate `geographiclib-rs`), which converges everywhere.
//!
//! The crate calls the platform's mathematics, so the simulation uses the rounded forms.

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use std::sync::LazyLock;

static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);

/// The shortest way between two places.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inverse {
    /// Length (m).
    pub distance_m: f64,
    /// Direction at the first place, from true north, clockwise positive (deg), in (-180, 180].
    pub azimuth1_deg: f64,
    /// Direction of travel at the second place (deg), in (-180, 180].
    pub azimuth2_deg: f64,
}

/// Where a geodesic ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direct {
    /// Latitude (deg).
    pub lat_deg: f64,
    /// Longitude (deg), in [-180, 180].
    pub lon_deg: f64,
    /// Direction of travel there (deg), in (-180, 180].
    pub azimuth2_deg: f64,
}

/// The shortest way from `a` to `b`, each (latitude, longitude) in degrees; heights are ignored.
///
/// About 15 nm; latitudes in [-90, 90], else NaN. Source: Karney, J. Geodesy 87 (2013) 43; sets G1
/// to G3.
#[must_use]
pub fn inverse(a: (f64, f64), b: (f64, f64)) -> Inverse {
    let (distance_m, azi1, azi2, _) = WGS84.inverse(a.0, a.1, b.0, b.1);
    Inverse { distance_m, azimuth1_deg: half_open(azi1), azimuth2_deg: half_open(azi2) }
}

/// [`inverse`] rounded to 1 mm and 1e-9 degrees: what the simulation uses.
#[must_use]
pub fn inverse_rounded(a: (f64, f64), b: (f64, f64)) -> Inverse {
    let exact = inverse(a, b);
    Inverse {
        distance_m: to_step(exact.distance_m, 1e3),
        azimuth1_deg: half_open(to_step(exact.azimuth1_deg, 1e9)),
        azimuth2_deg: half_open(to_step(exact.azimuth2_deg, 1e9)),
    }
}

/// Where one arrives from `from` (latitude, longitude) (deg) after `distance_m` (m) along
/// `azimuth_deg` (deg).
///
/// Validity and source as [`inverse`]; negative distances go backwards.
#[must_use]
pub fn direct(from: (f64, f64), azimuth_deg: f64, distance_m: f64) -> Direct {
    let (lat_deg, lon_deg, azi2) = WGS84.direct(from.0, from.1, azimuth_deg, distance_m);
    Direct { lat_deg, lon_deg, azimuth2_deg: half_open(azi2) }
}

/// [`direct`] rounded to 1e-9 degrees (0.1 mm): what the simulation uses.
#[must_use]
pub fn direct_rounded(from: (f64, f64), azimuth_deg: f64, distance_m: f64) -> Direct {
    let exact = direct(from, azimuth_deg, distance_m);
    Direct {
        lat_deg: to_step(exact.lat_deg, 1e9),
        lon_deg: to_step(exact.lon_deg, 1e9),
        azimuth2_deg: half_open(to_step(exact.azimuth2_deg, 1e9)),
    }
}

/// The place a share `fraction` in [0, 1] along the geodesic from `a` to `b` (latitude, longitude)
/// (deg), rounded.
#[must_use]
pub fn between(a: (f64, f64), b: (f64, f64), fraction: f64) -> (f64, f64) {
    let way = inverse_rounded(a, b);
    let at = direct_rounded(a, way.azimuth1_deg, fraction * way.distance_m);
    (at.lat_deg, at.lon_deg)
}

/// (-180, 180] for an azimuth in [-180, 180].
fn half_open(azimuth_deg: f64) -> f64 {
    if azimuth_deg == -180.0 { 180.0 } else { azimuth_deg }
}

fn to_step(x: f64, steps: f64) -> f64 {
    (x * steps).round() / steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Difference of two angles, as a non-negative turn (deg).
    fn turn(a: f64, b: f64) -> f64 {
        let d = (a - b).rem_euclid(360.0);
        d.min(360.0 - d)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_direct_and_inverse_undo_each_other(
            lat in -89.0_f64..89.0, lon in -180.0_f64..180.0,
            azimuth in -180.0_f64..180.0, distance in 1e3_f64..1.8e7,
        ) {
            let there = direct((lat, lon), azimuth, distance);
            let back = inverse((lat, lon), (there.lat_deg, there.lon_deg));
            prop_assert!((back.distance_m - distance).abs() < 1e-6);
            // Directions are sharp where the ends are neither together nor opposite: 1e-6 m over
            // the offset.
            let slack = 1e-9_f64.max(1e-5 / distance) * 1e3;
            prop_assert!(turn(back.azimuth1_deg, azimuth) < slack);
            prop_assert!(turn(back.azimuth2_deg, there.azimuth2_deg) < slack);
        }

        #[test]
        fn prop_the_way_back_is_as_long(
            a in -90.0_f64..90.0, b in -180.0_f64..180.0, c in -90.0_f64..90.0, d in -180.0_f64..180.0,
        ) {
            let out = inverse((a, b), (c, d));
            let home = inverse((c, d), (a, b));
            prop_assert!((out.distance_m - home.distance_m).abs() < 1e-7);
            prop_assert!(turn(out.azimuth1_deg, home.azimuth2_deg + 180.0) < 1e-6);
        }
    }

    #[test]
    fn prop_antimeridian_and_poles() {
        let over = inverse((10.0, 179.5), (10.0, -179.5));
        let plain = inverse((10.0, 0.0), (10.0, 1.0));
        assert!((over.distance_m - plain.distance_m).abs() < 1e-7);
        let pole = inverse((90.0, 0.0), (90.0, 77.0));
        assert!(pole.distance_m.abs() < 1e-9);
        let south = direct((90.0, 0.0), 180.0, 1e6);
        assert!((south.azimuth2_deg - 180.0).abs() < 1e-12);
        let half = between((52.0, 20.0), (52.0, 30.0), 0.5);
        assert!((half.1 - 25.0).abs() < 2e-9 && half.0 > 52.0);
    }

    #[test]
    fn rounding_is_to_the_millimetre() {
        let exact = inverse((48.462, 135.0971), (53.9, 27.5665));
        let rounded = inverse_rounded((48.462, 135.0971), (53.9, 27.5665));
        assert!((exact.distance_m - rounded.distance_m).abs() <= 5.1e-4);
        assert_eq!((rounded.distance_m * 1e3).round() / 1e3, rounded.distance_m);
        assert!((exact.azimuth1_deg - rounded.azimuth1_deg).abs() <= 5.1e-10);
    }
}
