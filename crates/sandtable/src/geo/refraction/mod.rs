//! How the air bends rays: the effective earth, horizons, range, height and elevation, and rays through
//! an exponential atmosphere.
//!
//! Refraction enters once: either the whole geometry lives on the effective sphere, or a ray is traced.
//! Never both.

mod exponential;
mod sphere;
mod table;

pub use exponential::{Exponential, RayPoint};
pub use sphere::EffectiveEarth;
pub use table::RayTable;

/// Mean radius of the earth (m): (2 a + b) / 3 of WGS84, IUGG's R1.
pub const MEAN_RADIUS_M: f64 = 6_371_008.771_4;

/// The usual effective-earth factor of a temperate standard atmosphere. Winter air over land has 1.25 to
/// 1.35, ducts more than 2: it is an argument everywhere.
pub const STANDARD_K: f64 = 4.0 / 3.0;

/// Refractivity (N-units, 1e-6) of air at `temperature_k` (K), total pressure `pressure_hpa` (hPa) and
/// vapour pressure `vapour_hpa` (hPa): N = 77.6 / T (p + 4810 e / T).
///
/// Good to 0.5 % below 100 GHz. `None` unless the temperature is above 0 and 0 <= e <= p.
/// Source: ITU-R P.453, eq. for radio refractivity.
#[must_use]
pub fn refractivity(temperature_k: f64, pressure_hpa: f64, vapour_hpa: f64) -> Option<f64> {
    let valid = temperature_k > 0.0 && vapour_hpa >= 0.0 && pressure_hpa >= vapour_hpa;
    let n = 77.6 / temperature_k * (pressure_hpa + 4_810.0 * vapour_hpa / temperature_k);
    (valid && n.is_finite()).then_some(n)
}

/// Effective-earth factor k = 1 / (1 + a dn/dh) for a gradient of the refractive index (1/m) near the
/// ground and an earth of radius `radius_m` (m).
///
/// Valid while rays curve less than the earth; `None` where they do not (a duct: a dn/dh <= -1).
/// Source: Doviak and Zrnic (1993), sec. 2.2; -39e-9 per metre gives 1.33.
#[must_use]
pub fn effective_factor(gradient_per_m: f64, radius_m: f64) -> Option<f64> {
    let curving = 1.0 + radius_m * gradient_per_m;
    (radius_m > 0.0 && curving > 0.0 && curving.is_finite()).then(|| 1.0 / curving)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_effective_radius_as_published() {
        // MathWorks, effearthradius: 8.4774e6 m for dN/dh = -39 N-units a kilometre.
        let k = effective_factor(-39e-9, 6.371e6).expect("no duct");
        assert!((k * 6.371e6 - 8.477_4e6).abs() < 100.0, "{}", k * 6.371e6);
        // ITU-R P.834: straight rays have k = 1, a gradient of -157 N-units a kilometre ducts.
        assert_eq!(effective_factor(0.0, MEAN_RADIUS_M), Some(1.0));
        assert!(effective_factor(-156e-9, MEAN_RADIUS_M).expect("just not") > 100.0);
        assert_eq!(effective_factor(-157e-9, MEAN_RADIUS_M), None);
    }

    #[test]
    fn val_refractivity_of_standard_air() {
        // Bean and Dutton (1966): N = 77.6 p/T + 3.73e5 e/T^2, to the rounding of its constants.
        for (t, p, e) in [(288.15, 1013.25, 10.2), (253.15, 1030.0, 0.8), (303.15, 1000.0, 30.0)] {
            let want = 77.6 * p / t + 3.73e5 * e / (t * t);
            let got = refractivity(t, p, e).expect("air");
            assert!((got - want).abs() < 0.1, "{got} {want}");
        }
        // The mean of the middle latitudes at the ground is near 315 N-units (ITU-R P.453).
        let mean = refractivity(288.15, 1013.25, 9.4).expect("air");
        assert!((mean - 315.0).abs() < 2.0, "{mean}");
        assert_eq!(refractivity(0.0, 1000.0, 0.0), None);
        assert_eq!(refractivity(280.0, 1000.0, 1001.0), None);
        assert_eq!(refractivity(f64::NAN, 1000.0, 1.0), None);
    }
}
