//! Spreads of uncertain numbers, sampled by inverse CDF: one uniform in, one value out, monotone.
//!
//! Monotone inverse CDFs keep common random numbers, Latin hypercubes and Sobol' points usable.

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
