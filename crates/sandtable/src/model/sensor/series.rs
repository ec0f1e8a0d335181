//! The one series behind every detection probability: does a noisy count of energy pass a
//! threshold?
//!
//! The summed output Y of N square-law pulses, noise power 1, behaves as a gamma variate of order
//! N + M, where M counts the energy of the target: Poisson with mean S if it is steady, and a
//! Poisson mixed by a gamma variate of order K if it fluctuates. With Q the upper regularised gamma
//! function and w the weights of M, P(Y > T) = sum of w(m) Q(N + m, T) (DiFranco and Rubin 1968;
//! Shnidman 1989 for the recurrences). All terms are positive, so nothing cancels.

use crate::base::counts::{binomial_pmf, poisson_pmf};
use crate::base::math::{exp, ln_1p};

/// Standard deviations below the mean where the weights begin: what lies below is under e^-40.5.
const REACH: f64 = 9.0;
/// What is left out of a sum.
const NOTHING: f64 = 1e-18;
/// Counts above this are treated as this: no threshold is anywhere near.
const LARGEST: f64 = 1e15;

/// The energy of a target summed over the pulses, in counts of noise power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Energy {
    /// Mean S, at least 0.
    pub mean: f64,
    /// Order K of the gamma law, a whole number; `None` for a steady target.
    pub order: Option<u32>,
}

impl Energy {
    /// The first count worth taking.
    ///
    /// Counts are compound Poisson, so the lower tail is at most exp(-x^2/2) at x standard
    /// deviations (the second derivative of ln E exp(-uM) never exceeds the variance).
    fn first(self) -> u64 {
        let over = self.order.map_or(0.0, |k| self.mean / f64::from(k));
        let spread = (self.mean * (1.0 + over)).sqrt();
        (self.mean - REACH * spread).clamp(0.0, LARGEST) as u64
    }

    /// The weight of count `m`.
    fn weight(self, m: u64) -> f64 {
        let Some(order) = self.order else {
            return poisson_pmf(m, self.mean);
        };
        let k = f64::from(order);
        if m == 0 {
            return exp(-k * ln_1p(self.mean / k));
        }
        let all = u64::from(order) + m;
        k / all as f64 * binomial_pmf(u64::from(order), all, k / (k + self.mean))
    }

    /// The weight of count `m` + 1 over that of `m`.
    fn ratio(self, m: u64) -> f64 {
        let m = m as f64;
        match self.order.map(f64::from) {
            None => self.mean / (m + 1.0),
            Some(k) => (k + m) / (m + 1.0) * (self.mean / (k + self.mean)),
        }
    }

    /// The law that the derivative by the mean asks for: a gamma law weighted by its variate.
    fn weighted(self) -> Self {
        let more = |k: u32| (f64::from(k) + 1.0) / f64::from(k);
        Energy {
            mean: self.mean * self.order.map_or(1.0, more),
            order: self.order.map(|k| k.saturating_add(1)),
        }
    }
}

/// The regularised gamma functions (lower, upper) of whole order `n` >= 1 at `t` >= 0, each to
/// about 1e-13 of itself in its own tail: the chances that a Poisson count of mean t is at least,
/// or below, n.
pub(super) fn gamma_tails(n: u64, t: f64) -> (f64, f64) {
    if t <= 0.0 {
        return (0.0, 1.0);
    }
    let mut sum = 0.0;
    if t >= n as f64 {
        let mut k = n - 1;
        let mut term = poisson_pmf(k, t);
        loop {
            sum += term;
            if k == 0 || term <= NOTHING * sum {
                break;
            }
            term *= k as f64 / t;
            k -= 1;
        }
        (1.0 - sum, sum)
    } else {
        let mut k = n;
        let mut term = poisson_pmf(k, t);
        loop {
            sum += term;
            if term <= NOTHING * sum {
                break;
            }
            k += 1;
            term *= t / k as f64;
        }
        (sum, 1.0 - sum)
    }
}

/// P(Y > t) for `n` >= 1 pulses and the target's energy; absolute error below 1e-13.
///
/// Summed by parts: the upper gamma function at the first count, and from there its steps, each
/// times the chance that the count is higher. So it never falls below Q(n, t), the false-alarm
/// probability.
pub(super) fn exceedance(energy: Energy, n: u32, t: f64) -> f64 {
    let mut m = energy.first();
    let mut order = u64::from(n) + m;
    let (below, mut sum) = gamma_tails(order, t);
    if below < NOTHING {
        return 1.0;
    }
    let mut weight = energy.weight(m);
    let mut higher = 1.0 - weight;
    let mut step = poisson_pmf(order, t);
    while higher > 0.0 {
        sum += step * higher;
        order += 1;
        step *= t / order as f64;
        if order as f64 > t && step < NOTHING {
            break;
        }
        weight *= energy.ratio(m);
        m += 1;
        higher -= weight;
    }
    sum.min(1.0)
}

/// The derivative of [`exceedance`] by the mean energy: the sum of w'(m) times the step of Q at
/// n + m, w' the weights of the weighted law.
pub(super) fn slope(energy: Energy, n: u32, t: f64) -> f64 {
    let law = energy.weighted();
    let mut m = law.first();
    let mut order = u64::from(n) + m;
    let mut weight = law.weight(m);
    let mut step = poisson_pmf(order, t);
    let mut sum = 0.0;
    loop {
        sum += weight * step;
        order += 1;
        step *= t / order as f64;
        weight *= law.ratio(m);
        m += 1;
        let (past_t, past_mean) = (order as f64 > t, m as f64 > law.mean);
        if past_t && (step < NOTHING || past_mean && weight * step <= NOTHING * sum) {
            return sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_gamma_functions_of_small_order() {
        for t in [1e-3_f64, 0.5, 1.0, 3.0, 20.0, 300.0] {
            let tail = exp(-t);
            let (p1, q1) = gamma_tails(1, t);
            let (p3, q3) = gamma_tails(3, t);
            assert!((q1 / tail - 1.0).abs() < 1e-13, "{t}");
            assert!((q3 / (tail * (1.0 + t + 0.5 * t * t)) - 1.0).abs() < 1e-13, "{t}");
            assert!((p1 + q1 - 1.0).abs() < 1e-15 && (p3 + q3 - 1.0).abs() < 1e-15);
        }
        // Lower tail at t = 1e-3: t^3/6 (1 - 3t/4 + 3t^2/10 - ...).
        let t = 1e-3_f64;
        let series = t * t * t / 6.0 * (1.0 - 0.75 * t + 0.3 * t * t - t * t * t / 12.0);
        assert!((gamma_tails(3, t).0 / series - 1.0).abs() < 1e-12);
        assert_eq!(gamma_tails(3, 0.0), (0.0, 1.0));
    }

    #[test]
    fn verif_weights_sum_to_one_wherever_they_begin() {
        for order in [None, Some(1), Some(2), Some(7), Some(300), Some(2000)] {
            for mean in [0.0, 1e-3, 5.0, 700.0, 3000.0] {
                let energy = Energy { mean, order };
                let first = energy.first();
                let mut weight = energy.weight(first);
                let mut sum = 0.0;
                for m in first..first + 200_000 {
                    sum += weight;
                    weight *= energy.ratio(m);
                }
                assert!((sum - 1.0).abs() < 2e-13, "{energy:?}: {sum}");
            }
        }
    }

    #[test]
    fn verif_slope_is_the_derivative() {
        for order in [None, Some(1), Some(2), Some(10), Some(2000)] {
            for (n, t) in [(1, 13.8), (10, 32.7), (1000, 1160.0)] {
                for mean in [0.5, 8.0, 40.0, 200.0] {
                    let at = |mean| exceedance(Energy { mean, order }, n, t);
                    let h = 1e-3 * mean;
                    // Five points: the error is of order h^4.
                    let wide = at(mean + 2.0 * h) - at(mean - 2.0 * h);
                    let near = at(mean + h) - at(mean - h);
                    let want = (8.0 * near - wide) / (12.0 * h);
                    let got = slope(Energy { mean, order }, n, t);
                    assert!((got - want).abs() < 1e-10, "{order:?} {n} {mean}: {got} {want}");
                }
            }
        }
    }
}
