//! The chi-square distribution: gates, and bounds for averages of normalised errors squared.

use crate::base::math;

/// Probability that chi-square with `dof` > 0 degrees of freedom exceeds `x`; 1 for x <= 0.
///
/// The finite sum of Poisson terms (even) or of their half-integer kin beyond erfc (odd). Source:
/// Abramowitz and Stegun (1964), 26.4.4 and 26.4.5. About 1e-12 of the value up to 1e4 degrees.
#[must_use]
pub fn survival(x: f64, dof: u32) -> f64 {
    if dof == 0 || x <= 0.0 {
        return if x > 0.0 { 0.0 } else { 1.0 };
    }
    let h = 0.5 * x;
    let odd = dof % 2 == 1;
    let (least, tail) = if odd { (0.5, math::erfc(h.sqrt())) } else { (0.0, 0.0) };
    let top = 0.5 * f64::from(dof) - 1.0;
    if top < least {
        return tail;
    }
    // Terms h^a e^-h/Gamma(a + 1), a = least, least + 1, ..., top: from the greatest both ways.
    let start = least + (h - least).clamp(0.0, top - least).floor();
    let greatest = math::exp(start * math::ln(h) - h - math::ln_gamma(start + 1.0));
    let (mut sum, mut term, mut a) = (greatest, greatest, start);
    while a > least && term > 1e-18 * sum {
        term *= a / h;
        a -= 1.0;
        sum += term;
    }
    (term, a) = (greatest, start);
    while a < top && term > 1e-18 * sum {
        a += 1.0;
        term *= h / a;
        sum += term;
    }
    (tail + sum).min(1.0)
}

/// The value that chi-square with `dof` degrees of freedom stays below with probability `p`.
///
/// By bisection of [`survival`]. `None` unless 0 < p < 1 and `dof` > 0. Set T4.
#[must_use]
pub fn quantile(p: f64, dof: u32) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) || dof == 0 {
        return None;
    }
    let above = 1.0 - p;
    let (mut low, mut high) = (0.0, f64::from(dof) + 10.0);
    while survival(high, dof) > above {
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Some(middle);
        }
        if survival(middle, dof) > above {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Two-sided bounds of the average of `n` independent chi-square numbers of `dof` degrees each.
///
/// A filter whose NEES or NIS averages outside is not consistent with its model. `None` unless
/// 0 < confidence < 1, n > 0 and n times `dof` fits. Source: Bar-Shalom, Li and Kirubarajan (2001),
/// 5.4.2.
#[must_use]
pub fn average_bounds(dof: u32, n: u32, confidence: f64) -> Option<(f64, f64)> {
    let all = dof.checked_mul(n)?;
    let tail = 0.5 * (1.0 - confidence);
    let (low, high) = (quantile(tail, all)?, quantile(1.0 - tail, all)?);
    Some((low / f64::from(n), high / f64::from(n)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::normal::normal_quantile;

    #[test]
    fn val_tables() {
        // Standard tables: chi-square quantiles to three or more places.
        for (p, dof, want) in [
            (0.95, 1, 3.841_459),
            (0.99, 2, 9.210_340),
            (0.05, 10, 3.940_299),
            (0.95, 100, 124.342_11),
            (0.005, 3, 0.071_722),
        ] {
            assert!((quantile(p, dof).unwrap() - want).abs() < 6e-6, "{p} {dof}");
        }
    }

    #[test]
    fn verif_closed_forms_and_the_large_limit() {
        for p in [1e-6, 0.3, 0.999_664_537_372_097_5] {
            let want = -2.0 * math::ln(1.0 - p);
            assert!((quantile(p, 2).unwrap() / want - 1.0).abs() < 1e-9);
            let z = normal_quantile(0.5 + 0.5 * p);
            assert!((quantile(p, 1).unwrap() / (z * z) - 1.0).abs() < 1e-9);
        }
        // Wilson and Hilferty (1931) for many degrees of freedom.
        let n = 200_000.0;
        let w = 2.0 / (9.0 * n);
        let cube = 1.0 - w + normal_quantile(0.975) * f64::sqrt(w);
        assert!((quantile(0.975, 200_000).unwrap() / (n * cube * cube * cube) - 1.0).abs() < 1e-7);
    }

    #[test]
    fn limits() {
        assert_eq!((survival(0.0, 3), survival(-1.0, 2)), (1.0, 1.0));
        assert_eq!((quantile(0.0, 2), quantile(1.0, 2), quantile(0.5, 0)), (None, None, None));
        assert!(survival(5000.0, 3) < 1e-300 && survival(1.0, 5000) > 1.0 - 1e-12);
        let (low, high) = average_bounds(2, 50, 0.95).unwrap();
        assert!(low < 2.0 && high > 2.0 && (high - low) < 1.2);
        assert_eq!(average_bounds(4, u32::MAX, 0.95), None);
    }
}
