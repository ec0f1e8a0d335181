//! The WGS84 ellipsoid: geodetic and earth-centred coordinates.

use crate::base::math;

/// Semi-major axis (m). Source: NGA.STND.0036 (2014), table 3.1.
pub const SEMI_MAJOR_M: f64 = 6_378_137.0;
/// Flattening. Source: NGA.STND.0036 (2014), table 3.1.
pub const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Semi-minor axis (m), a (1 - f).
pub const SEMI_MINOR_M: f64 = SEMI_MAJOR_M * (1.0 - FLATTENING);
/// First eccentricity squared, f (2 - f).
pub const ECCENTRICITY2: f64 = FLATTENING * (2.0 - FLATTENING);

/// A place by geodetic latitude, longitude and height above the WGS84 ellipsoid (not above sea
/// level).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Geodetic {
    /// Latitude (rad), north positive, in [-pi/2, pi/2].
    pub lat_rad: f64,
    /// Longitude (rad), east positive.
    pub lon_rad: f64,
    /// Height above the ellipsoid (m).
    pub h_m: f64,
}

/// A place in the earth-centred, earth-fixed frame: x to 0 E on the equator, z to the north pole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ecef {
    /// Towards latitude 0, longitude 0 (m).
    pub x_m: f64,
    /// Towards latitude 0, longitude 90 E (m).
    pub y_m: f64,
    /// Towards the north pole (m).
    pub z_m: f64,
}

impl Geodetic {
    /// A place from latitude and longitude in degrees and height in metres.
    #[must_use]
    pub fn from_deg(lat_deg: f64, lon_deg: f64, h_m: f64) -> Self {
        Geodetic { lat_rad: math::radians(lat_deg), lon_rad: math::radians(lon_deg), h_m }
    }

    /// Latitude (deg).
    #[must_use]
    pub fn lat_deg(self) -> f64 {
        math::degrees(self.lat_rad)
    }

    /// Longitude (deg).
    #[must_use]
    pub fn lon_deg(self) -> f64 {
        math::degrees(self.lon_rad)
    }

    /// The same place in ECEF, to about 1e-9 m. Source: NGA.STND.0036 (2014), eq. 4-14; set G4.
    #[must_use]
    pub fn to_ecef(self) -> Ecef {
        let (sin_lat, cos_lat) = math::sin_cos(self.lat_rad);
        let (sin_lon, cos_lon) = math::sin_cos(self.lon_rad);
        // Radius of curvature in the prime vertical.
        let n = SEMI_MAJOR_M / (1.0 - ECCENTRICITY2 * sin_lat * sin_lat).sqrt();
        let axial = (n + self.h_m) * cos_lat;
        Ecef {
            x_m: axial * cos_lon,
            y_m: axial * sin_lon,
            z_m: (n * (1.0 - ECCENTRICITY2) + self.h_m) * sin_lat,
        }
    }
}

impl Ecef {
    /// The same place in geodetic coordinates; longitude in (-pi, pi], 0 on the axis.
    ///
    /// Within 1e-12 degrees and 1e-6 m for heights from -800 km to 800 km and more; not for the
    /// earth's core (below -6000 km). Source: Bowring, Survey Review 23 (1976) 323, three passes;
    /// set G4.
    #[must_use]
    pub fn to_geodetic(self) -> Geodetic {
        let p = math::hypot(self.x_m, self.y_m);
        let lon_rad = if p == 0.0 { 0.0 } else { math::atan2(self.y_m, self.x_m) };
        let second = ECCENTRICITY2 / (1.0 - ECCENTRICITY2);
        // Sine and cosine of the reduced latitude, then of the geodetic one.
        let mut reduced = unit(self.z_m * SEMI_MAJOR_M, p * SEMI_MINOR_M);
        let mut lat = (0.0, 1.0);
        for _ in 0..3 {
            let (s, c) = reduced;
            let up = self.z_m + second * SEMI_MINOR_M * s * s * s;
            let out = p - ECCENTRICITY2 * SEMI_MAJOR_M * c * c * c;
            lat = unit(up, out);
            reduced = unit((1.0 - FLATTENING) * lat.0, lat.1);
        }
        let (s, c) = lat;
        let h_m = p * c + self.z_m * s - SEMI_MAJOR_M * (1.0 - ECCENTRICITY2 * s * s).sqrt();
        Geodetic { lat_rad: math::atan2(s, c), lon_rad, h_m }
    }
}

/// The vector (cos, sin) direction of (out, up) as (sin, cos).
fn unit(up: f64, out: f64) -> (f64, f64) {
    let length = math::hypot(up, out);
    if length == 0.0 { (0.0, 1.0) } else { (up / length, out / length) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn round_trip(lat: f64, lon: f64, h: f64) {
        let back = Geodetic::from_deg(lat, lon, h).to_ecef().to_geodetic();
        assert!((back.lat_deg() - lat).abs() < 1e-12, "{lat} {h}: {}", back.lat_deg() - lat);
        assert!((back.h_m - h).abs() < 1e-6, "{lat} {h}: {}", back.h_m - h);
        if lat.abs() < 90.0 {
            let turn = (back.lon_deg() - lon).rem_euclid(360.0);
            assert!(turn.min(360.0 - turn) < 1e-12, "{lon}: {turn}");
        }
    }

    #[test]
    fn prop_poles_equator_and_antimeridian_come_back() {
        for lat in [-90.0, -89.999_999_9, -45.0, -1e-9, 0.0, 1e-9, 52.25, 89.999_99, 90.0] {
            for lon in [-180.0, -179.999_999, -90.0, 0.0, 1e-9, 26.8, 179.999_999, 180.0] {
                for h in [-800e3, -1e4, 0.0, 130.0, 2e4, 800e3] {
                    round_trip(lat, lon, h);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]
        #[test]
        fn prop_ecef_comes_back(
            lat in -90.0_f64..=90.0, lon in -180.0_f64..180.0, h in -800e3_f64..800e3,
        ) {
            round_trip(lat, lon, h);
        }
    }
}
