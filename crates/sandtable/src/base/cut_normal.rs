//! The normal distribution cut to an interval.

use super::normal::{normal_cdf, normal_pdf, normal_quantile};

/// A normal law given that it lies in [min, max].
///
/// Robert (1995); Johnson, Kotz and Balakrishnan (1994), 13.10.1. Ends in standard units; where the
/// whole interval lies above the mean everything is mirrored, so that tails keep their digits.
pub(super) struct Cut {
    mean: f64,
    sd: f64,
    bounds: (f64, f64),
    /// Ends in standard units, mirrored if `mirrored`.
    low: f64,
    high: f64,
    mirrored: bool,
}

impl Cut {
    pub(super) fn new(mean: f64, sd: f64, min: f64, max: f64) -> Self {
        let (a, b) = ((min - mean) / sd, (max - mean) / sd);
        let mirrored = a > 0.0;
        let (low, high) = if mirrored { (-b, -a) } else { (a, b) };
        Cut { mean, sd, bounds: (min, max), low, high, mirrored }
    }

    /// The value of share `u`, exact by the distribution function.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        if self.is_point() {
            return self.nearest();
        }
        let u = if self.mirrored { 1.0 - u } else { u };
        let below = normal_cdf(self.low);
        let p = below + u * (normal_cdf(self.high) - below);
        let z = if p <= 0.5 {
            normal_quantile(p)
        } else {
            let above = normal_cdf(-self.high);
            -normal_quantile(above + (1.0 - u) * (normal_cdf(-self.low) - above))
        };
        let z = if self.mirrored { -z } else { z };
        if z.is_nan() {
            return self.nearest();
        }
        (self.mean + self.sd * z).max(self.bounds.0).min(self.bounds.1)
    }

    pub(super) fn mean(&self) -> f64 {
        if self.is_point() {
            return self.nearest();
        }
        let shift = self.shift();
        let shift = if self.mirrored { -shift } else { shift };
        (self.mean + self.sd * shift).max(self.bounds.0).min(self.bounds.1)
    }

    pub(super) fn sd(&self) -> f64 {
        if self.is_point() {
            return 0.0;
        }
        let edge = |x: f64| {
            if x.is_infinite() { 0.0 } else { x * normal_pdf(x) }
        };
        let shift = self.shift();
        let share = (edge(self.low) - edge(self.high)) / self.mass();
        self.sd * (1.0 + share - shift * shift).max(0.0).sqrt()
    }

    /// Mean of the cut standard normal: (pdf(a) - pdf(b))/(cdf(b) - cdf(a)).
    fn shift(&self) -> f64 {
        (normal_pdf(self.low) - normal_pdf(self.high)) / self.mass()
    }

    fn mass(&self) -> f64 {
        normal_cdf(self.high) - normal_cdf(self.low)
    }

    /// No width, or a mass that `f64` cannot hold (some 38 standard deviations out).
    fn is_point(&self) -> bool {
        self.sd == 0.0 || self.bounds.0 == self.bounds.1 || self.mass() <= 0.0
    }

    /// The point of the interval nearest to the mean.
    fn nearest(&self) -> f64 {
        self.mean.max(self.bounds.0).min(self.bounds.1)
    }
}
