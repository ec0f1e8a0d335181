//! What a mask elevation hides: closed forms on the effective sphere.

use crate::base::math;
use crate::geo::refraction::EffectiveEarth;

/// The elevation, seen from an antenna, above which the sky is free in one direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mask {
    earth: EffectiveEarth,
    antenna_m: f64,
    tangent: f64,
}

impl Mask {
    /// A mask by the tangent of its elevation, seen from a height `antenna_m` (m) above the sphere.
    #[must_use]
    pub fn new(earth: EffectiveEarth, antenna_m: f64, tangent: f64) -> Self {
        Mask { earth, antenna_m, tangent }
    }

    pub(super) fn earth(self) -> EffectiveEarth {
        self.earth
    }

    pub(super) fn antenna_m(self) -> f64 {
        self.antenna_m
    }

    pub(super) fn with_tangent(self, tangent: f64) -> Self {
        Mask { tangent, ..self }
    }

    /// Elevation of the mask (rad).
    #[must_use]
    pub fn elevation_rad(self) -> f64 {
        math::atan(self.tangent)
    }

    /// Lowest visible height (m above the sphere) at ground range `ground_m` (m):
    /// (Re + ha) cos m / cos(m + t) - Re with t = d / Re.
    ///
    /// `None` if the ray of the mask goes away from the earth's other side and never comes over that
    /// place, or the range is negative. Source: geometry of [`EffectiveEarth`]; set H3.
    #[must_use]
    pub fn minimum_visible_height_m(self, ground_m: f64) -> Option<f64> {
        let (sin, cos) = math::sin_cos(ground_m / self.earth.radius_m());
        let fall = cos - self.tangent * sin;
        let quarter = ground_m < std::f64::consts::FRAC_PI_2 * self.earth.radius_m();
        (ground_m >= 0.0 && quarter && fall > 0.0)
            .then(|| (self.earth.radius_m() + self.antenna_m) / fall - self.earth.radius_m())
    }
}

/// Tangent of the elevation of a point at ground range `ground_m` (m), height `height_m` (m).
#[inline]
pub(super) fn tangent(earth: EffectiveEarth, antenna_m: f64, ground_m: f64, height_m: f64) -> f64 {
    let angle = ground_m / earth.radius_m();
    let to = earth.radius_m() + height_m;
    // cos t - 1 = -2 sin^2(t/2) keeps the metres of near points.
    let half = math::sin(angle / 2.0);
    (height_m - antenna_m - 2.0 * to * half * half) / (to * math::sin(angle))
}

/// Lowest visible height (m above the sphere) at a ground range (m) on a smooth earth: 0 up to the
/// horizon of the antenna, beyond it the tangent's, Re / cos(t - t_horizon) - Re.
///
/// `None` beyond a quarter of the sphere or for a negative range. An antenna below the sphere sees
/// nothing of it: it counts as at height 0.
#[must_use]
pub fn smooth_minimum_m(earth: EffectiveEarth, antenna_m: f64, ground_m: f64) -> Option<f64> {
    let beyond = ground_m - earth.horizon_arc_m(antenna_m);
    let angle = beyond.max(0.0) / earth.radius_m();
    if ground_m.is_nan() || ground_m < 0.0 || angle >= std::f64::consts::FRAC_PI_2 {
        return None;
    }
    // 1 / cos - 1 = 2 sin^2(t/2) / cos t.
    let half = math::sin(angle / 2.0);
    Some(earth.radius_m() * 2.0 * half * half / math::cos(angle))
}

/// Mask behind one ridge, given as (ground range (m), height (m)), on an otherwise smooth earth: its
/// elevation, but never below the earth's horizon. Set H3.
///
/// Valid behind both. `None` for a ridge at no distance.
#[must_use]
pub fn ridge_mask(earth: EffectiveEarth, antenna_m: f64, ridge: (f64, f64)) -> Option<Mask> {
    let of_ridge = tangent(earth, antenna_m, ridge.0, ridge.1);
    let of_horizon = -earth.horizon_slant_m(antenna_m) / earth.radius_m();
    let near = ridge.0 > 0.0 && ridge.0 < earth.radius_m();
    near.then(|| Mask::new(earth, antenna_m, of_ridge.max(of_horizon)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_the_horizon_of_the_lowest_visible_height_is_the_range() {
        // Both horizons of H1 add up to the range at which the height is the lowest visible one.
        let earth = EffectiveEarth::default();
        for (antenna, range) in [(24.0, 6e4), (10.0, 1.5e5), (300.0, 4e5), (0.0, 3e4)] {
            let lowest = smooth_minimum_m(earth, antenna, range).expect("on this side");
            let sum = earth.horizon_arc_m(antenna) + earth.horizon_arc_m(lowest);
            assert!((sum - range).abs() < 1e-3, "{sum} {range}");
            let flat = -earth.horizon_slant_m(antenna) / earth.radius_m();
            let mask = Mask::new(earth, antenna, flat).minimum_visible_height_m(range);
            assert!((mask.expect("a height") - lowest).abs() < 1e-6);
        }
        assert_eq!(smooth_minimum_m(earth, 24.0, 2e4), Some(0.0));
        assert_eq!(smooth_minimum_m(earth, 24.0, -1.0), None);
        assert_eq!(smooth_minimum_m(earth, 24.0, 2e7), None);
        assert_eq!(smooth_minimum_m(earth, f64::NAN, f64::NAN), None);
    }

    #[test]
    fn verif_tangent_is_that_of_the_elevation() {
        let earth = EffectiveEarth::default();
        for (d, h) in [(300.0, 5.0), (1e4, 200.0), (1e5, 3e3), (3e5, 0.0)] {
            let el = earth.elevation_over_ground_rad(24.0, d, h);
            assert!((math::atan(tangent(earth, 24.0, d, h)) - el).abs() < 1e-14);
        }
        assert_eq!(ridge_mask(earth, 24.0, (0.0, 10.0)), None);
    }
}
