//! Probabilities of counts, exact for large counts too.
//!
//! By the saddle point: Loader, "Fast and accurate computation of binomial probabilities" (2000).

use super::math;

const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Probability of `k` events where `mean` > 0 are expected (Poisson); about 1e-14 of the value.
#[must_use]
pub fn poisson_pmf(k: u64, mean: f64) -> f64 {
    if k == 0 {
        return math::exp(-mean);
    }
    let k = k as f64;
    math::exp(-stirling_rest(k) - deviance(k, mean)) / (std::f64::consts::TAU * k).sqrt()
}

/// Probability of `k` successes in `n` trials of probability `p` in (0, 1); about 1e-13 of the
/// value.
#[must_use]
pub fn binomial_pmf(k: u64, n: u64, p: f64) -> f64 {
    if k > n {
        return 0.0;
    }
    let (kf, nf, rest) = (k as f64, n as f64, (n - k) as f64);
    if k == 0 {
        return math::exp(nf * math::ln_1p(-p));
    }
    if k == n {
        return math::exp(nf * math::ln(p));
    }
    let stirling = stirling_rest(nf) - stirling_rest(kf) - stirling_rest(rest);
    let off = deviance(kf, nf * p) + deviance(rest, nf * (1.0 - p));
    math::exp(stirling - off) * (nf / (std::f64::consts::TAU * kf * rest)).sqrt()
}

/// ln gamma(z) less Stirling's (z - 1/2) ln z - z + ln(2 pi)/2.
pub(super) fn stirling_rest(z: f64) -> f64 {
    if z < 12.0 {
        return math::ln_gamma(z) - (z - 0.5) * math::ln(z) + z - HALF_LN_TWO_PI;
    }
    let w = 1.0 / (z * z);
    let tail = 1.0 / 1188.0 - w * (691.0 / 360_360.0 - w / 156.0);
    (1.0 / 12.0 - w * (1.0 / 360.0 - w * (1.0 / 1260.0 - w * (1.0 / 1680.0 - w * tail)))) / z
}

/// v ln(v/m) + m - v without cancellation for v near m.
pub(super) fn deviance(v: f64, m: f64) -> f64 {
    if (v - m).abs() >= 0.1 * (v + m) {
        return v * math::ln(v / m) + m - v;
    }
    let t = (v - m) / (v + m);
    let mut sum = (v - m) * t;
    let mut power = 2.0 * v * t;
    for j in 1..1000 {
        power *= t * t;
        let next = sum + power / f64::from(2 * j + 1);
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_small_counts_by_hand() {
        // 10 choose 3 = 120.
        let p = 0.3_f64;
        let direct = 120.0 * p * p * p * (0.7_f64 * 0.7 * 0.7) * (0.7 * 0.7 * 0.7) * 0.7;
        assert!((binomial_pmf(3, 10, p) / direct - 1.0).abs() < 1e-13);
        let poisson = math::exp(-2.5) * 2.5 * 2.5 * 2.5 / 6.0;
        assert!((poisson_pmf(3, 2.5) / poisson - 1.0).abs() < 1e-14);
    }

    #[test]
    fn prop_probabilities_sum_to_one() {
        for mean in [0.1, 7.0, 900.0, 20_000.0] {
            let sum: f64 = (0..30_000).map(|k| poisson_pmf(k, mean)).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{mean}: {sum}");
        }
        for (n, p) in [(1, 0.2), (40, 0.5), (5000, 0.01)] {
            let sum: f64 = (0..=n).map(|k| binomial_pmf(k, n, p)).sum();
            assert!((sum - 1.0).abs() < 1e-12, "{n} {p}: {sum}");
        }
        assert_eq!(binomial_pmf(3, 2, 0.5), 0.0);
    }
}
