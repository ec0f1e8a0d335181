//! Rays through an atmosphere whose refractivity falls exponentially with height.

use crate::base::math;

/// Longest step of the integration (m). Halving it changes heights at 400 km by less than 1 mm.
const STEP_M: f64 = 500.0;

/// N(h) = N0 exp(-decay h) around a spherical earth, the CRPL model.
///
/// Valid from the ground to space for air without ducts. Source: Bean and Thayer (1959), CRPL
/// exponential reference atmosphere; N0 = 313 N-units, scale height 6.95 km.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Refractivity at height 0 (N-units, 1e-6).
    pub surface_n: f64,
    /// Decay of refractivity with height (1/m).
    pub decay_per_m: f64,
    /// Radius of the earth (m), the true one: k has no part in this.
    pub earth_m: f64,
}

/// A point on a ray.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RayPoint {
    /// Height (m).
    pub height_m: f64,
    /// Arc on the ground from below the antenna (m).
    pub ground_m: f64,
    /// Elevation of the ray above the local horizontal (rad).
    pub elevation_rad: f64,
}

impl Default for Exponential {
    fn default() -> Self {
        Exponential { surface_n: 313.0, decay_per_m: 0.143_859e-3, earth_m: super::MEAN_RADIUS_M }
    }
}

impl Exponential {
    /// The ray of elevation `elevation_rad` (rad) from an antenna at height `antenna_m` (m), after
    /// `slant_m` (m) along it. It goes on below height 0, as if the ground were not there. Set H4.
    ///
    /// Ray equations in polar coordinates (Snell for spherical layers), fourth-order Runge-Kutta.
    /// `None` for a range that is negative, above 3000 km or no number, or other input without sense.
    #[must_use]
    pub fn ray(&self, antenna_m: f64, elevation_rad: f64, slant_m: f64) -> Option<RayPoint> {
        let valid = (0.0..=3e6).contains(&slant_m) && self.is_valid();
        if !valid || !elevation_rad.is_finite() || antenna_m.abs() > 1e5 || antenna_m.is_nan() {
            return None;
        }
        let start = RayPoint { height_m: antenna_m, ground_m: 0.0, elevation_rad };
        let steps = (slant_m / STEP_M).ceil().max(1.0);
        let mut point = start;
        for _ in 0..steps as u32 {
            point = self.advance(point, slant_m / steps);
        }
        Some(point)
    }

    /// Whether rays can be traced: finite, an earth with a radius, air that thins.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let sane = self.surface_n.is_finite() && self.decay_per_m >= 0.0;
        sane && self.decay_per_m <= 0.01 && self.surface_n.abs() <= 1e4 && self.earth_m >= 1e6
    }

    /// One step of `step_m` (m) along the ray.
    pub(super) fn advance(&self, from: RayPoint, step_m: f64) -> RayPoint {
        let half = step_m / 2.0;
        let a = self.slopes(from);
        let b = self.slopes(shifted(from, a, half));
        let c = self.slopes(shifted(from, b, half));
        let d = self.slopes(shifted(from, c, step_m));
        let mean = |i: usize| (a[i] + 2.0 * b[i] + 2.0 * c[i] + d[i]) / 6.0;
        shifted(from, [mean(0), mean(1), mean(2)], step_m)
    }

    /// Change of height, ground arc and elevation for each metre along the ray.
    fn slopes(&self, at: RayPoint) -> [f64; 3] {
        let excess = 1e-6 * self.surface_n * math::exp(-self.decay_per_m * at.height_m);
        let bending = -self.decay_per_m * excess / (1.0 + excess);
        let (sin, cos) = math::sin_cos(at.elevation_rad);
        let radius_m = self.earth_m + at.height_m;
        [sin, self.earth_m * cos / radius_m, cos * (1.0 / radius_m + bending)]
    }
}

fn shifted(from: RayPoint, slopes: [f64; 3], step_m: f64) -> RayPoint {
    RayPoint {
        height_m: from.height_m + slopes[0] * step_m,
        ground_m: from.ground_m + slopes[1] * step_m,
        elevation_rad: from.elevation_rad + slopes[2] * step_m,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::refraction::EffectiveEarth;

    #[test]
    fn verif_without_air_rays_are_straight() {
        let vacuum = Exponential { surface_n: 0.0, ..Exponential::default() };
        let earth = EffectiveEarth::new(1.0, vacuum.earth_m).expect("an earth");
        for (el_deg, slant) in [(0.0, 4e5), (1.5, 2.5e5), (-0.2, 3e4), (30.0, 1e5), (89.0, 5e4)] {
            let el = math::radians(el_deg);
            let ray = vacuum.ray(24.0, el, slant).expect("a ray");
            assert!((ray.height_m - earth.height_m(24.0, slant, el)).abs() < 1e-5, "{el_deg}");
            assert!((ray.ground_m - earth.ground_m(24.0, slant, el)).abs() < 1e-5, "{el_deg}");
        }
    }

    #[test]
    fn verif_snell_is_kept_along_the_ray() {
        // n r cos el is constant in spherical layers (Bouguer's formula).
        let air = Exponential::default();
        let invariant = |p: RayPoint| {
            let n = 1.0 + 1e-6 * air.surface_n * math::exp(-air.decay_per_m * p.height_m);
            n * (air.earth_m + p.height_m) * math::cos(p.elevation_rad)
        };
        let start = RayPoint { height_m: 24.0, ground_m: 0.0, elevation_rad: math::radians(0.3) };
        let end = air.ray(24.0, start.elevation_rad, 5e5).expect("a ray");
        assert!((invariant(end) / invariant(start) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nonsense_is_none() {
        let air = Exponential::default();
        assert_eq!(air.ray(0.0, 0.0, -1.0), None);
        assert_eq!(air.ray(f64::NAN, 0.0, 1.0), None);
        assert_eq!(air.ray(0.0, f64::INFINITY, 1.0), None);
        assert_eq!(air.ray(0.0, 0.0, f64::NAN), None);
        assert_eq!(Exponential { earth_m: 0.0, ..air }.ray(0.0, 0.0, 1.0), None);
    }
}
