//! Spreads of uncertain numbers, sampled by inverse CDF: one uniform in, one value out, monotone.
//!
//! Monotone inverse CDFs keep common random numbers, Latin hypercubes and Sobol' points usable.

use super::beta::beta_quantile;
use super::cut_normal::Cut;
use super::lognormal::LogNormal;
use serde::{Deserialize, Serialize};

/// The spread of one number, in the unit in which it was written.
///
/// Source of the closed forms: standard texts (sets U1, U2 of validation/).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dist {
    /// One value.
    Point(f64),
    /// Uniform on [min, max].
    Uniform {
        /// Least value.
        min: f64,
        /// Greatest value.
        max: f64,
    },
    /// Each integer from min to max alike.
    Integers {
        /// Least integer.
        min: i64,
        /// Greatest integer.
        max: i64,
    },
    /// Triangular on [min, max] with the given mode.
    Triangular {
        /// Least value.
        min: f64,
        /// Mode.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
    /// PERT: a beta with lambda = 4 scaled to [min, max].
    Pert {
        /// Least value.
        min: f64,
        /// Mode.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
    /// Lognormal by its 5 % and 95 % quantiles, both above 0.
    LogNormal {
        /// 5 % quantile.
        q05: f64,
        /// 95 % quantile.
        q95: f64,
    },
    /// Normal, cut to [min, max] (infinite where the field has no bound).
    Normal {
        /// Mean before the cut.
        mean: f64,
        /// Standard deviation before the cut, above 0.
        sd: f64,
        /// Lower bound of the field.
        min: f64,
        /// Upper bound of the field.
        max: f64,
    },
}

impl Dist {
    /// The value that a table shows for the spread: the point, the mode, the mean, or the median.
    ///
    /// The mode of triangular and PERT, the median of a lognormal, the mean before the cut of a normal,
    /// the middle of the others.
    #[must_use]
    pub fn centre(&self) -> f64 {
        match *self {
            Dist::Point(value) => value,
            Dist::Uniform { min, max } => f64::midpoint(min, max),
            Dist::Integers { min, max } => f64::midpoint(min as f64, max as f64),
            Dist::Triangular { mode, .. } | Dist::Pert { mode, .. } => mode,
            Dist::LogNormal { q05, q95 } => q05.sqrt() * q95.sqrt(),
            Dist::Normal { mean, .. } => mean,
        }
    }

    /// The value below which a share `u` of the spread lies, in the unit of the spread.
    ///
    /// `u` in (0, 1); never falls as `u` rises; always within [`Dist::support`].
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match *self {
            Dist::Point(value) => value,
            Dist::Uniform { min, max } => (min + u * (max - min)).clamp(min, max),
            Dist::Integers { min, max } => integer_at(min, max, u),
            Dist::Triangular { min, mode, max } => triangular(min, mode, max, u),
            Dist::Pert { min, mode, max } => match pert_shape(min, mode, max) {
                Some(shape) => (min + (max - min) * beta_quantile(shape, u)).clamp(min, max),
                None => min,
            },
            Dist::LogNormal { q05, q95 } => LogNormal::from_quantiles(q05, q95).quantile(u),
            Dist::Normal { mean, sd, min, max } => Cut::new(mean, sd, min, max).quantile(u),
        }
    }

    /// Mean of the spread, in its unit.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Dist::Point(value) => value,
            Dist::Uniform { min, max } => min + 0.5 * (max - min),
            Dist::Integers { min, max } => 0.5 * (min as f64 + max as f64),
            Dist::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Dist::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            Dist::LogNormal { q05, q95 } => LogNormal::from_quantiles(q05, q95).mean(),
            Dist::Normal { mean, sd, min, max } => Cut::new(mean, sd, min, max).mean(),
        }
    }

    /// Standard deviation of the spread, in its unit.
    #[must_use]
    pub fn sd(&self) -> f64 {
        match *self {
            Dist::Point(_) => 0.0,
            Dist::Uniform { min, max } => (max - min) / 12.0_f64.sqrt(),
            Dist::Integers { min, max } => {
                let n = (max - min) as f64 + 1.0;
                ((n * n - 1.0) / 12.0).sqrt()
            }
            Dist::Triangular { min, mode, max } => {
                // (a^2+m^2+b^2-am-ab-mb)/18 with a = 0.
                let (m, b) = (mode - min, max - min);
                ((m * m + b * b - m * b) / 18.0).sqrt()
            }
            Dist::Pert { min, mode, max } => pert_shape(min, mode, max)
                .map_or(0.0, |(a, b)| (max - min) * (a * b / (a + b + 1.0)).sqrt() / (a + b)),
            Dist::LogNormal { q05, q95 } => LogNormal::from_quantiles(q05, q95).sd(),
            Dist::Normal { mean, sd, min, max } => Cut::new(mean, sd, min, max).sd(),
        }
    }

    /// Whether the spread is one value.
    #[must_use]
    pub fn is_point(&self) -> bool {
        let (low, high) = self.support();
        low == high
    }

    /// Least and greatest value, infinite where there is no bound.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        match *self {
            Dist::Point(value) => (value, value),
            Dist::Uniform { min, max }
            | Dist::Triangular { min, max, .. }
            | Dist::Pert { min, max, .. } => (min, max),
            Dist::Integers { min, max } => (min as f64, max as f64),
            Dist::LogNormal { q05, q95 } if q05 == q95 => (q05, q05),
            Dist::LogNormal { .. } => (0.0, f64::INFINITY),
            Dist::Normal { mean, sd, min, max } => {
                if sd == 0.0 {
                    let at = mean.max(min).min(max);
                    (at, at)
                } else {
                    (min, max)
                }
            }
        }
    }
}

/// The integer whose cell of [0, 1) holds `u`.
fn integer_at(min: i64, max: i64, u: f64) -> f64 {
    let count = (max - min) as f64 + 1.0;
    (min as f64 + (u * count).floor()).clamp(min as f64, max as f64)
}

/// Closed form: below the mode a + sqrt(u w (m-a)), above it b - sqrt((1-u) w (b-m)), w = b - a.
fn triangular(min: f64, mode: f64, max: f64, u: f64) -> f64 {
    let width = max - min;
    let value = if u * width <= mode - min {
        min + (u * width * (mode - min)).sqrt()
    } else {
        max - ((1.0 - u) * width * (max - mode)).sqrt()
    };
    value.clamp(min, max)
}

/// The beta behind a PERT: (1 + 4(m-a)/(b-a), 1 + 4(b-m)/(b-a)); `None` without width.
fn pert_shape(min: f64, mode: f64, max: f64) -> Option<(f64, f64)> {
    let width = max - min;
    (width > 0.0).then(|| (1.0 + 4.0 * (mode - min) / width, 1.0 + 4.0 * (max - mode) / width))
}

#[cfg(test)]
#[path = "dist_tests.rs"]
mod tests;
