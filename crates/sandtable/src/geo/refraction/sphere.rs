//! The effective sphere, on which refracted rays are straight.

use super::{MEAN_RADIUS_M, STANDARD_K};
use crate::base::math;

/// A sphere of k times the earth's radius. Heights are above it (m), ground ranges are arcs on it (m).
///
/// Valid for heights below 1 to 2 km or elevations below 1 degree; above, 4/3 bends too much: at 400 km
/// and elevation 0 it is 171 m low ([`super::Exponential`] is not). Source: Doviak and Zrnic (1993), 2.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectiveEarth {
    radius_m: f64,
}

impl Default for EffectiveEarth {
    /// 4/3 of the mean radius.
    fn default() -> Self {
        EffectiveEarth { radius_m: STANDARD_K * MEAN_RADIUS_M }
    }
}

impl EffectiveEarth {
    /// The sphere of factor `k` on an earth of radius `earth_m` (m); `None` unless both are above 0 and
    /// finite.
    #[must_use]
    pub fn new(k: f64, earth_m: f64) -> Option<Self> {
        let radius_m = k * earth_m;
        (k > 0.0 && earth_m > 0.0 && radius_m.is_finite()).then_some(EffectiveEarth { radius_m })
    }

    /// Its radius (m).
    #[must_use]
    pub fn radius_m(self) -> f64 {
        self.radius_m
    }

    /// Length of the tangent from a height (m) to the sphere (m), sqrt(2 Re h + h^2); 0 at or below it.
    /// The radar horizon of two ends is the sum of theirs. Set H1.
    #[must_use]
    pub fn horizon_slant_m(self, height_m: f64) -> f64 {
        let h = height_m.max(0.0);
        (2.0 * self.radius_m * h + h * h).sqrt()
    }

    /// Arc from below a height (m) to where the tangent touches (m), Re acos(Re / (Re + h)); 0 at or
    /// below the sphere. Set H1.
    #[must_use]
    pub fn horizon_arc_m(self, height_m: f64) -> f64 {
        // atan of tangent over radius: exact for small heights, where acos is not.
        self.radius_m * math::atan(self.horizon_slant_m(height_m) / self.radius_m)
    }

    /// Height (m) of the point at slant range `slant_m` (m) and elevation (rad) from an antenna at
    /// height `antenna_m` (m): sqrt(r^2 + (Re+ha)^2 + 2 r (Re+ha) sin el) - Re. Set H2.
    /// Source: Doviak and Zrnic (1993), eq. 2.28b.
    #[must_use]
    pub fn height_m(self, antenna_m: f64, slant_m: f64, elevation_rad: f64) -> f64 {
        let (up, along) = self.components(antenna_m, slant_m, elevation_rad);
        math::hypot(up, along) - self.radius_m
    }

    /// Arc on the sphere (m) below the point at slant range (m) and elevation (rad). Set H2.
    /// Source: Doviak and Zrnic (1993), eq. 2.28c.
    #[must_use]
    pub fn ground_m(self, antenna_m: f64, slant_m: f64, elevation_rad: f64) -> f64 {
        let (up, along) = self.components(antenna_m, slant_m, elevation_rad);
        self.radius_m * math::atan2(along, up)
    }

    /// Elevation (rad) at the antenna of a point at slant range (m) and height (m): the inverse of
    /// [`EffectiveEarth::height_m`]. `None` if no such point exists or the range is 0.
    #[must_use]
    pub fn elevation_rad(self, antenna_m: f64, slant_m: f64, height_m: f64) -> Option<f64> {
        let from = self.radius_m + antenna_m;
        let rise = (height_m - antenna_m) * (from + self.radius_m + height_m);
        let sine = (rise - slant_m * slant_m) / (2.0 * slant_m * from);
        (sine.abs() <= 1.0).then(|| math::asin(sine))
    }

    /// Elevation (rad) at the antenna of a point at ground range `ground_m` (m) and height (m).
    #[must_use]
    pub fn elevation_over_ground_rad(self, antenna_m: f64, ground_m: f64, height_m: f64) -> f64 {
        let angle = ground_m / self.radius_m;
        let to = self.radius_m + height_m;
        // cos t - 1 = -2 sin^2(t/2) keeps the metres of near points.
        let half = math::sin(angle / 2.0);
        let up = height_m - antenna_m - 2.0 * to * half * half;
        math::atan2(up, to * math::sin(angle))
    }

    /// Slant range (m) to a point at ground range (m) and height (m).
    #[must_use]
    pub fn slant_m(self, antenna_m: f64, ground_m: f64, height_m: f64) -> f64 {
        let half = math::sin(ground_m / self.radius_m / 2.0);
        let (from, to) = (self.radius_m + antenna_m, self.radius_m + height_m);
        math::hypot(to - from, 2.0 * half * (from * to).max(0.0).sqrt())
    }

    /// The point seen from the sphere's centre: along the antenna's vertical and across (m).
    fn components(self, antenna_m: f64, slant_m: f64, elevation_rad: f64) -> (f64, f64) {
        let (sin, cos) = math::sin_cos(elevation_rad);
        (self.radius_m + antenna_m + slant_m * sin, slant_m * cos)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verif_horizon_is_where_the_elevation_of_the_surface_is_highest() {
        let earth = EffectiveEarth::default();
        let (antenna, arc) = (24.0, earth.horizon_arc_m(24.0));
        let at = |d: f64| earth.elevation_over_ground_rad(antenna, d, 0.0);
        assert!(at(arc) > at(arc - 50.0) && at(arc) > at(arc + 50.0));
        // The tangent is at right angles to the radius: both lengths by Pythagoras.
        let re = earth.radius_m();
        let want = ((re + antenna) * (re + antenna) - re * re).sqrt();
        assert!((earth.horizon_slant_m(antenna) - want).abs() < 1e-4);
        assert_eq!(earth.horizon_slant_m(-3.0), 0.0);
        // 4.12 (sqrt h1 + sqrt h2) km is good to 0.2 %.
        let rule = 4_120.0 * (24.0_f64.sqrt() + 1_000.0_f64.sqrt());
        let both = earth.horizon_slant_m(24.0) + earth.horizon_slant_m(1_000.0);
        assert!((both / rule - 1.0).abs() < 2e-3);
    }

    #[test]
    fn nonsense_is_none() {
        for (k, a) in [(0.0, 1.0), (-1.0, 1.0), (f64::NAN, 1.0), (1.0, f64::INFINITY), (1.0, 0.0)] {
            assert_eq!(EffectiveEarth::new(k, a), None);
        }
        let earth = EffectiveEarth::default();
        assert_eq!(earth.elevation_rad(10.0, 1_000.0, 5_000.0), None);
        assert_eq!(earth.elevation_rad(10.0, 0.0, 10.0), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        #[test]
        fn prop_elevation_inverts_height(
            antenna in 0.0_f64..3e3, slant in 1e3_f64..6e5, el_deg in -5.0_f64..60.0, k in 0.8_f64..2.5,
        ) {
            let earth = EffectiveEarth::new(k, MEAN_RADIUS_M).unwrap();
            let el = math::radians(el_deg);
            let h = earth.height_m(antenna, slant, el);
            let back = earth.elevation_rad(antenna, slant, h).unwrap();
            prop_assert!(math::degrees((back - el).abs()) < 1e-9);
            let ground = earth.ground_m(antenna, slant, el);
            let again = earth.elevation_over_ground_rad(antenna, ground, h);
            prop_assert!(math::degrees((again - el).abs()) < 1e-9);
            prop_assert!((earth.slant_m(antenna, ground, h) - slant).abs() < 1e-5);
        }
    }
}
