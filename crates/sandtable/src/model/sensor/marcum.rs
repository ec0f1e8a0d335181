//! Marcum's generalised Q function.

use super::series::{Energy, exceedance, gamma_tails};

/// Q_n(a, b), the chance that a noncentral chi-square variate with 2n degrees of freedom and
/// noncentrality a^2 exceeds b^2.
///
/// n >= 1, a and b from 0 to 1000. The steady case of the one series: S = a^2/2, T = b^2/2 (Marcum
/// 1960; set D6). Absolute error below 1e-11. `None` outside the ranges.
#[must_use]
pub fn marcum_q(n: u32, a: f64, b: f64) -> Option<f64> {
    let range = 0.0..=1000.0;
    if n == 0 || !range.contains(&a) || !range.contains(&b) {
        return None;
    }
    let (mean, t) = (0.5 * a * a, 0.5 * b * b);
    Some(match (mean > 0.0, t > 0.0) {
        (_, false) => 1.0,
        (false, true) => gamma_tails(u64::from(n), t).1,
        (true, true) => exceedance(Energy { mean, order: None }, n, t),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::{cos, exp};

    /// Q_1 by the trapezoidal rule on the circle, which converges geometrically for a < b (Simon
    /// 1998, finite-range form): independent of the series.
    fn on_the_circle(a: f64, b: f64) -> f64 {
        let (ratio, points) = (a / b, 4000);
        let term = |k: u32| {
            let c = cos(std::f64::consts::TAU * f64::from(k) / f64::from(points));
            let d = 1.0 - 2.0 * ratio * c + ratio * ratio;
            (1.0 - ratio * c) / d * exp(-0.5 * b * b * d)
        };
        (0..points).map(term).sum::<f64>() / f64::from(points)
    }

    #[test]
    fn verif_first_order_against_the_circle() {
        for (a, b) in [(0.1, 1.0), (1.0, 1.5), (5.0, 6.0), (20.0, 21.0), (60.0, 61.0), (90.0, 93.0)]
        {
            let got = marcum_q(1, a, b).unwrap();
            let want = on_the_circle(a, b);
            assert!((got - want).abs() < 1e-12, "{a} {b}: {got} {want}");
            // Q_1(a, b) + Q_1(b, a) = 1 + exp(-(a^2 + b^2)/2) I_0(ab); equal arguments: Q = (1 +
            // ...)/2.
            let other = marcum_q(1, b, a).unwrap();
            let bessel = {
                let term = |k: u32| {
                    let c = cos(std::f64::consts::TAU * f64::from(k) / 4000.0);
                    exp(a * b * (c - 1.0))
                };
                (0..4000).map(term).sum::<f64>() / 4000.0 * exp(-0.5 * (a - b) * (a - b))
            };
            assert!((got + other - 1.0 - bessel).abs() < 1e-12, "{a} {b}");
        }
    }

    #[test]
    fn limits_are_reached() {
        assert_eq!(marcum_q(3, 2.0, 0.0), Some(1.0));
        assert!((marcum_q(1, 0.0, 2.0).unwrap() - exp(-2.0)).abs() < 1e-15);
        assert_eq!(marcum_q(1, 1000.0, 10.0), Some(1.0));
        assert!(marcum_q(1, 10.0, 1000.0).unwrap() < 1e-300);
        // Far from 0, one standard deviation is 1: a normal law with a small shift.
        let far = marcum_q(1, 1000.0, 1000.0).unwrap();
        assert!((far - 0.5 - 0.5 * 0.398_942_280_4 / 1000.0).abs() < 1e-9, "{far}");
        for (n, a, b) in [(0, 1.0, 1.0), (1, -1.0, 1.0), (1, 1.0, f64::NAN), (1, 2000.0, 1.0)] {
            assert!(marcum_q(n, a, b).is_none());
        }
    }

    #[test]
    fn prop_falls_with_b_rises_with_a_and_order() {
        for n in [1, 2, 7, 50] {
            for i in 1..40 {
                let (a, b) = (0.5 * f64::from(i), 0.45 * f64::from(i) + 1.0);
                let q = marcum_q(n, a, b).unwrap();
                assert!((0.0..=1.0).contains(&q));
                let others = [(n, a, b + 0.3), (n, a + 0.3, b), (n + 1, a, b)];
                let [less, more, further] = others.map(|(n, a, b)| marcum_q(n, a, b).unwrap());
                assert!(less <= q && q <= more && q <= further);
                if q < 1.0 - 1e-9 {
                    assert!(less < q && q < more && q < further);
                }
            }
        }
    }
}
