//! The beta distribution function and its inverse, on `libm` alone, for PERT spreads, binomial
//! intervals and Student's t.
//!
//! Written here because the inverse of `cdflib` is good to 1e-8 only for upper tails, and because
//! draws must not depend on the platform.

use super::counts::{deviance, stirling_rest};
use super::math;

/// The incomplete beta ratio I_x(a, b) and its complement 1 - I_x(a, b), each exact in its own
/// tail.
///
/// a, b > 0, x in [0, 1], `y = 1 - x` as exactly as the caller knows it. About 1e-14 of the value
/// for a, b below 1e3, 1e-12 below 1e5. Continued fraction of Lentz form (Press et al., Numerical
/// Recipes, 6.4); prefactor by deviances (Loader, 2000), so that large a and b lose no digits.
#[must_use]
pub fn beta_ratio((a, b): (f64, f64), x: f64, y: f64) -> (f64, f64) {
    if x <= 0.0 || y <= 0.0 {
        return if x <= 0.0 { (0.0, 1.0) } else { (1.0, 0.0) };
    }
    let front = power_term(a, b, x, y);
    if x * (a + b + 2.0) < a + 1.0 {
        let p = (front * fraction(a, b, x) / a).min(1.0);
        (p, 1.0 - p)
    } else {
        let q = (front * fraction(b, a, y) / b).min(1.0);
        (1.0 - q, q)
    }
}

/// The value that a beta(a, b) variate stays below with probability p; p in [0, 1], a, b > 0.
///
/// Newton steps inside a shrinking bracket, to about 1e-14 of the value. NaN for p outside [0, 1].
#[must_use]
pub fn beta_quantile((a, b): (f64, f64), p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return p;
    }
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let mut x = a / (a + b);
    for _ in 0..200 {
        let (below, above) = beta_ratio((a, b), x, 1.0 - x);
        let excess = if p <= 0.5 { below - p } else { (1.0 - p) - above };
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = power_term(a, b, x, 1.0 - x) / (x * (1.0 - x));
        let step = excess / density;
        let next = x - step;
        let next = if next >= low && next <= high { next } else { 0.5 * (low + high) };
        if (next - x).abs() <= 2.0 * f64::EPSILON * x || excess == 0.0 {
            return next;
        }
        x = next;
    }
    x
}

/// x^a y^b / B(a, b).
fn power_term(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let scale = (a * (b / n) / std::f64::consts::TAU).sqrt();
    let rest = stirling_rest(n) - stirling_rest(a) - stirling_rest(b);
    scale * math::exp(rest - deviance(a, n * x) - deviance(b, n * y))
}

/// The continued fraction of the incomplete beta function by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let keep = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let two_m = a + 2.0 * m;
        let even = m * (b - m) * x / ((two_m - 1.0) * two_m);
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / (two_m * (two_m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let change = d * c;
        h *= change;
        if (change - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn val_ratio_and_quantile_against_forty_digits() {
        for (a, b, x, below) in RATIOS {
            let (p, q) = beta_ratio((a, b), x, 1.0 - x);
            let error = ((p - below) / below).abs();
            assert!(error < 5e-12, "I_{x}({a}, {b}): {error:e}");
            assert!((p + q - 1.0).abs() < 1e-15);
            let error = ((beta_quantile((a, b), below) - x) / x).abs();
            assert!(error < 5e-12, "quantile of ({a}, {b}) at {below}: {error:e}");
        }
    }

    #[test]
    fn verif_power_laws() {
        for p in [1e-9, 0.01, 0.5, 0.975] {
            assert!((beta_quantile((1.0, 1.0), p) - p).abs() < 1e-15);
            assert!((beta_quantile((2.0, 1.0), p) - p.sqrt()).abs() < 1e-14);
        }
        assert_eq!(beta_quantile((3.0, 2.0), 0.0), 0.0);
        assert_eq!(beta_quantile((3.0, 2.0), 1.0), 1.0);
        assert!(beta_quantile((3.0, 2.0), 1.5).is_nan());
    }

    /// (a, b, x, I_x(a, b)): computed with mpmath at 50 digits.
    #[rustfmt::skip]
    const RATIOS: [(f64, f64, f64, f64); 12] = [
        (1.0, 5.0, 0.01, 0.0490099501),
        (2.6, 3.4, 0.5, 0.6372121833861618),
        (1.8, 4.2, 0.3, 0.548230304261905),
        (5.0, 1.0, 0.9, 0.5904900000000001),
        (0.5, 0.5, 0.2, 0.2951672353008666),
        (0.5, 4.5, 0.6, 0.9948789272357274),
        (30.0, 1.0, 0.98, 0.5454843193824369),
        (100.0, 900.0, 0.09, 0.1448501793381452),
        (3.0, 100000.0, 4e-05, 0.7619142773230255),
        (20000.0, 20000.0, 0.498, 0.21185592001986867),
        (14.5, 0.5, 0.87, 0.04630714005635845),
        (1.0, 100000.0, 2.3e-05, 0.8997438081292036),
    ];
}
