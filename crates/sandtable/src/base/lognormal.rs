//! Lognormal spreads.

use super::{math, normal};

/// A lognormal by the mean and standard deviation of its natural logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    /// Mean of the logarithm.
    pub mu: f64,
    /// Standard deviation of the logarithm, at least 0.
    pub sigma: f64,
}

impl LogNormal {
    /// The lognormal whose 5 % and 95 % quantiles are given, `0 < q05 <= q95`, in any unit.
    ///
    /// mu = (ln q05 + ln q95)/2, sigma = (ln q95 - ln q05)/(2 * 1.6448536). Set U2.
    #[must_use]
    pub fn from_quantiles(q05: f64, q95: f64) -> Self {
        let (low, high) = (math::ln(q05), math::ln(q95));
        LogNormal { mu: 0.5 * (low + high), sigma: (high - low) / (2.0 * normal::Z95) }
    }

    /// The value that is exceeded with probability 1 - u, u in (0, 1).
    #[must_use]
    pub fn quantile(self, u: f64) -> f64 {
        math::exp(self.mu + self.sigma * normal::normal_quantile(u))
    }

    /// exp(mu).
    #[must_use]
    pub fn median(self) -> f64 {
        math::exp(self.mu)
    }

    /// exp(mu + sigma^2/2).
    #[must_use]
    pub fn mean(self) -> f64 {
        math::exp(self.mu + 0.5 * self.sigma * self.sigma)
    }

    /// mean * sqrt(exp(sigma^2) - 1).
    #[must_use]
    pub fn sd(self) -> f64 {
        self.mean() * math::exp_m1(self.sigma * self.sigma).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_quantiles_come_back() {
        let d = LogNormal::from_quantiles(3.0, 15.0);
        assert!((d.quantile(0.05) - 3.0).abs() < 1e-13);
        assert!((d.quantile(0.95) - 15.0).abs() < 1e-12);
        assert!((d.median() - 45.0_f64.sqrt()).abs() < 1e-13);
        assert_eq!(LogNormal::from_quantiles(2.0, 2.0).sd(), 0.0);
    }
}
