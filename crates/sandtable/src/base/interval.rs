//! Intervals for proportions, means and quantiles, and how many replications they take.
//!
//! Confidence levels are two-sided, in (0, 1).

use super::beta::{beta_quantile, beta_ratio};
use super::counts::binomial_pmf;
use super::math;
use super::normal::{normal_pdf, normal_quantile};

/// Wilson's interval [low, high] for a proportion: k successes in n > 0 trials.
///
/// Source: Wilson, J. Am. Stat. Assoc. 22 (1927) 209. Set V2. For n = 0 it is [0, 1].
#[must_use]
pub fn wilson(k: u64, n: u64, confidence: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (k, n) = (k as f64, n as f64);
    let z = two_sided_z(confidence);
    let z2 = z * z;
    let centre = (k + 0.5 * z2) / (n + z2);
    let half = z / (n + z2) * (k * (n - k) / n + 0.25 * z2).sqrt();
    let low = if k == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if k == n { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

/// Clopper and Pearson's interval [low, high] for a proportion: k successes in n > 0 trials.
///
/// Never covers less than the confidence. Source: Clopper and Pearson, Biometrika 26 (1934) 404, by
/// beta quantiles. Set V2. For n = 0 it is [0, 1].
#[must_use]
pub fn clopper_pearson(k: u64, n: u64, confidence: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let tail = 0.5 * (1.0 - confidence);
    let failures = n.saturating_sub(k) as f64;
    let k = k.min(n) as f64;
    let low = if k == 0.0 { 0.0 } else { beta_quantile((k, failures + 1.0), tail) };
    // The upper end by symmetry, so that the small tail is the one inverted.
    let high = if failures == 0.0 { 1.0 } else { 1.0 - beta_quantile((failures, k + 1.0), tail) };
    (low, high)
}

/// Ranks (0-based, in ascending order) of the two order statistics that hold the `q`-quantile.
///
/// Of n independent values of a continuous law; each tail is at most (1 - confidence)/2, by the
/// exact binomial, and the pair is the closest such. `None` when n is too small. Source: David and
/// Nagaraja, Order Statistics (2003), 7.1. Cost grows with n.
#[must_use]
pub fn quantile_order_interval(n: usize, q: f64, confidence: f64) -> Option<(usize, usize)> {
    if n == 0 || q <= 0.0 || q >= 1.0 {
        return None;
    }
    let tail = 0.5 * (1.0 - confidence);
    // How many values lie below the quantile is binomial(n, q): the value of rank r lies above it
    // if at most r do, the value of rank s below it if at least s + 1 do.
    let low = ranks_within(n, q, tail)?.checked_sub(1)?;
    let high = n - 1 - ranks_within(n, 1.0 - q, tail)?.checked_sub(1)?;
    Some((low, high))
}

/// How many of the counts 0, 1, 2, ... of a binomial(n, q) together stay within `tail`.
fn ranks_within(n: usize, q: f64, tail: f64) -> Option<usize> {
    let mut sum = 0.0;
    for k in 0..=n {
        sum += binomial_pmf(k as u64, n as u64, q);
        if sum > tail {
            return Some(k);
        }
    }
    None
}

/// The quantile of values in rising order, linear between neighbours (Hyndman and Fan 1996, type 7); 0 for none.
#[must_use]
pub fn quantile_of(rising: &[f64], p: f64) -> f64 {
    let Some(last) = rising.len().checked_sub(1) else { return 0.0 };
    let place = p.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    rising[below] + (place - below as f64) * (rising[above] - rising[below])
}

/// Quantile of Student's t: the value that is exceeded with probability 1 - p, df > 0 degrees of
/// freedom.
///
/// p in (0, 1), -inf and +inf at the ends, NaN outside; df need not be whole. About 1e-13 of the
/// value. By Newton steps on the tail, which is convex, from the normal quantile. Set V3.
#[must_use]
pub fn student_t_quantile(p: f64, df: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p < 0.5 {
        return -upper_t(p, df);
    }
    upper_t(1.0 - p, df)
}

/// t >= 0 with P(T > t) = tail, tail at most 1/2.
fn upper_t(tail: f64, df: f64) -> f64 {
    if tail == 0.0 {
        return f64::INFINITY;
    }
    if tail == 0.5 {
        return 0.0;
    }
    let mut t = -normal_quantile(tail);
    if df == f64::INFINITY {
        return t;
    }
    for _ in 0..2000 {
        let whole = df + t * t;
        let (x, y) = (df / whole, t * t / whole);
        let above = 0.5 * beta_ratio((0.5 * df, 0.5), x, y).0;
        let step = (above - tail) / student_t_pdf(t, df);
        t += step;
        if step.abs() <= 4.0 * f64::EPSILON * t {
            break;
        }
    }
    t
}

fn student_t_pdf(t: f64, df: f64) -> f64 {
    if df > 1e10 {
        return normal_pdf(t);
    }
    let front = math::ln_gamma(0.5 * (df + 1.0)) - math::ln_gamma(0.5 * df);
    let power = 0.5 * (df + 1.0) * math::ln_1p(t * t / df);
    math::exp(front - power) / (df * std::f64::consts::PI).sqrt()
}

/// Replications for a proportion near `p` to a half-width `e` > 0: ceil(p(1-p)(z/e)^2), at least 1.
/// Set V1.
#[must_use]
pub fn replications_for_proportion(p: f64, e: f64, confidence: f64) -> u64 {
    let z = two_sided_z(confidence);
    ((p * (1.0 - p) * (z / e) * (z / e)).ceil() as u64).max(1)
}

/// Replications for a mean of known standard deviation to a half-width `e` > 0: ceil((z sd/e)^2),
/// at least 1.
///
/// `sd` and `e` in one unit. Set V1.
#[must_use]
pub fn replications_for_mean(sd: f64, e: f64, confidence: f64) -> u64 {
    let ratio = two_sided_z(confidence) * sd / e;
    ((ratio * ratio).ceil() as u64).max(1)
}

/// Replications for a mean with an estimated standard deviation: the smallest n >= 2 with t(n-1)
/// sd/sqrt n <= e.
///
/// `sd` and `e` > 0 in one unit. Set V1; two-stage sampling (Stein, 1945).
#[must_use]
pub fn replications_two_stage(sd: f64, e: f64, confidence: f64) -> u64 {
    let p = 0.5 + 0.5 * confidence;
    // t exceeds z, so fewer than the normal count never suffice.
    let mut n = replications_for_mean(sd, e, confidence).max(2);
    while student_t_quantile(p, (n - 1) as f64) * sd / (n as f64).sqrt() > e {
        n += 1;
    }
    n
}

fn two_sided_z(confidence: f64) -> f64 {
    -normal_quantile(0.5 * (1.0 - confidence))
}

#[cfg(test)]
#[path = "interval_tests.rs"]
mod tests;
