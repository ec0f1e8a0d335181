//! The conformal conic projection of Lambert on a sphere: what the maps are drawn in.

use crate::base::math::{cos, ln, pow, sin, tan};
use std::f64::consts::{FRAC_PI_2, FRAC_PI_4};

/// Radius of the sphere (km).
const RADIUS_KM: f64 = 6371.0;

/// Lambert's conformal conic projection with two standard parallels (Snyder 1987, eq. 15-1 to 15-5).
///
/// On a sphere: good for pictures, never for distances. Latitudes between -89 and 89 degrees.
#[derive(Clone, Copy, Debug)]
pub struct Conic {
    cone: f64,
    scale: f64,
    rho0: f64,
    middle_deg: f64,
}

impl Conic {
    /// A projection true on two parallels (deg), its origin at a latitude and the middle meridian (deg).
    ///
    /// The parallels differ, and are not each other's mirror image.
    #[must_use]
    pub fn new(parallels_deg: (f64, f64), origin_deg: f64, middle_deg: f64) -> Self {
        let (one, two) = (parallels_deg.0.to_radians(), parallels_deg.1.to_radians());
        let cone = ln(cos(one) / cos(two)) / ln(slope(two) / slope(one));
        let scale = cos(one) * pow(slope(one), cone) / cone;
        let mut made = Conic { cone, scale, rho0: 0.0, middle_deg };
        made.rho0 = made.rho(origin_deg);
        made
    }

    fn rho(&self, lat_deg: f64) -> f64 {
        self.scale / pow(slope(lat_deg.clamp(-89.0, 89.0).to_radians()), self.cone)
    }

    /// East and north of the origin (km) of a place (deg).
    #[must_use]
    pub fn project(&self, lat_deg: f64, lon_deg: f64) -> (f64, f64) {
        let rho = self.rho(lat_deg);
        let mut turn = lon_deg - self.middle_deg;
        turn -= 360.0 * (turn / 360.0).round();
        let theta = self.cone * turn.to_radians();
        (RADIUS_KM * rho * sin(theta), RADIUS_KM * (self.rho0 - rho * cos(theta)))
    }
}

/// tan(pi/4 + lat/2).
fn slope(lat: f64) -> f64 {
    tan((FRAC_PI_4 + lat / 2.0).clamp(0.0, FRAC_PI_2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_snyders_example_on_the_sphere() {
        // Snyder 1987, p. 295: parallels 33 and 45 N, origin 23 N 96 W, place 35 N 75 W, radius 1:
        // x = 0.2966785, y = 0.2462112 (recalled, not read again).
        let map = Conic::new((33.0, 45.0), 23.0, -96.0);
        let (x, y) = map.project(35.0, -75.0);
        assert!((x / RADIUS_KM - 0.296_678_5).abs() < 1e-7, "{}", x / RADIUS_KM);
        assert!((y / RADIUS_KM - 0.246_211_2).abs() < 1e-7, "{}", y / RADIUS_KM);
    }

    #[test]
    fn verif_standard_parallels_are_true_to_scale_and_the_map_is_conformal() {
        let map = Conic::new((51.0, 57.0), 54.0, 28.0);
        let step = 1e-4;
        for lat in [51.0, 54.0, 57.0] {
            let here = map.project(lat, 30.0);
            let east = map.project(lat, 30.0 + step);
            let north = map.project(lat + step, 30.0);
            let length = |a: (f64, f64)| crate::base::math::hypot(a.0 - here.0, a.1 - here.1);
            let along = length(east) / (RADIUS_KM * step.to_radians() * cos(f64::to_radians(lat)));
            let up = length(north) / (RADIUS_KM * step.to_radians());
            assert!((along - up).abs() < 1e-5, "conformal at {lat}: {along} {up}");
            let on_parallel = lat != 54.0;
            assert_eq!((along - 1.0).abs() < 1e-5, on_parallel, "scale at {lat}: {along}");
        }
    }
}
