//! Streaming mean and variance that can be merged.

use super::math::{fma, two_product, two_sum};
use serde::{Deserialize, Serialize};

/// Count, mean and variance of a stream of finite numbers in one unit.
///
/// The sum is kept to twice the precision of `f64`, so neither a mean far from 0 nor cancellation
/// costs digits. Sources: Youngs and Cramer (1971), Chan, Golub and LeVeque (1983). Set V5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    n: u64,
    sum: f64,
    sum_rest: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
}

impl Moments {
    /// No values yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one value.
    pub fn push(&mut self, x: f64) {
        self.merge(&Moments { n: 1, sum: x, sum_rest: 0.0, squares: 0.0 });
    }

    /// Adds all values behind `other`.
    pub fn merge(&mut self, other: &Moments) {
        if self.n == 0 || other.n == 0 {
            if self.n == 0 {
                *self = *other;
            }
            return;
        }
        let (na, nb) = (self.n as f64, other.n as f64);
        // nb*Ta - na*Tb, the distance of the means times na*nb, to twice the precision.
        let (p, p_rest) = two_product(nb, self.sum);
        let (q, q_rest) = two_product(na, other.sum);
        let (d, d_rest) = two_sum(p, -q);
        let rest = fma(nb, self.sum_rest, -(na * other.sum_rest));
        let distance = d + (d_rest + (p_rest - q_rest) + rest);
        // Divided before squaring: the product of the counts may not fit.
        self.squares += other.squares + (distance / na) * (distance / nb) / (na + nb);
        let (sum, carry) = two_sum(self.sum, other.sum);
        let (sum, sum_rest) = two_sum(sum, carry + (self.sum_rest + other.sum_rest));
        self.sum = sum;
        self.sum_rest = sum_rest;
        self.n += other.n;
    }

    /// How many values.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Mean; `None` without a value.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then(|| (self.sum + self.sum_rest) / self.n as f64)
    }

    /// Variance with n - 1 in the denominator; `None` below two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        (self.n > 1).then(|| self.squares / (self.n - 1) as f64)
    }

    /// Square root of the variance; `None` below two values.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Moments::new();
        values.into_iter().for_each(|x| moments.push(x));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(x: &[f64]) -> Moments {
        x.iter().copied().collect()
    }

    #[test]
    fn verif_cancellation_costs_nothing() {
        for shift in [0.0, 1e9, 1e12, -1e15] {
            let m = of(&[shift + 4.0, shift + 7.0, shift + 13.0, shift + 16.0]);
            assert_eq!(m.variance(), Some(30.0), "{shift}");
            assert_eq!(m.mean(), Some(shift + 10.0));
        }
        // The first value far from the rest, exact by hand: the mean is 1e9*4/5, squares 4/5*1e18.
        let m = of(&[0.0, 1e9, 1e9, 1e9, 1e9]);
        assert_eq!(m.variance(), Some(2e17));
    }

    #[test]
    fn few_values_have_no_variance() {
        assert_eq!((of(&[]).mean(), of(&[]).variance()), (None, None));
        assert_eq!((of(&[2.5]).mean(), of(&[2.5]).variance()), (Some(2.5), None));
        assert_eq!(of(&[3.0, 3.0, 3.0]).sd(), Some(0.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]
        #[test]
        fn prop_merge_equals_one_pass(
            x in prop::collection::vec(-1e6_f64..1e6, 2..60),
            cut in 0.0_f64..1.0,
        ) {
            let at = (cut * x.len() as f64) as usize;
            let mut merged = of(&x[..at]);
            merged.merge(&of(&x[at..]));
            let whole = of(&x);
            prop_assert_eq!(merged.n(), whole.n());
            let (a, b) = (merged.variance().unwrap(), whole.variance().unwrap());
            prop_assert!((a - b).abs() <= 1e-13 * b);
            prop_assert!((merged.mean().unwrap() - whole.mean().unwrap()).abs() <= 1e-9);
        }
    }
}
