//! Stages one after the other, each exponential: the time until all are done.

use crate::base::counts::poisson_pmf;

/// Mean of the sum, in the unit of the stages' means.
#[must_use]
pub fn mean(stage_means: &[f64]) -> f64 {
    stage_means.iter().sum()
}

/// Standard deviation of the sum: the root of the sum of squared means, in the unit of the stages'
/// means.
#[must_use]
pub fn sd(stage_means: &[f64]) -> f64 {
    stage_means.iter().map(|m| m * m).sum::<f64>().sqrt()
}

/// Probability that all stages are done by `t` (the hypoexponential law).
///
/// `stage_means` above 0, equal ones allowed, in the unit of `t`; a stage of mean 0 takes no time.
/// Absolute error about 1e-14. By uniformisation (Jensen, 1953), which has no differences: the
/// closed form 1 - sum_i prod_{j != i} r_j/(r_j - r_i) exp(-r_i t) fails for close rates. Cost
/// grows with t over the least mean; for ratios up to about 1e6. Source: Cox (1962); Kulkarni
/// (2016). Set M4.
#[must_use]
pub fn done_by(stage_means: &[f64], t: f64) -> f64 {
    if t < 0.0 {
        return 0.0;
    }
    let means: Vec<f64> = stage_means.iter().copied().filter(|m| *m > 0.0).collect();
    let Some(least) = means.iter().copied().reduce(f64::min) else {
        return 1.0;
    };
    if t == 0.0 || t == f64::INFINITY {
        return if t > 0.0 { 1.0 } else { 0.0 };
    }
    let jumps = t / least;
    // Chance that a jump of the uniform clock ends the stage.
    let ends: Vec<f64> = means.iter().map(|m| least / m).collect();
    let last = (jumps + 12.0 * jumps.sqrt() + 60.0) as u64;
    let mut at = vec![0.0; means.len()];
    at[0] = 1.0;
    let mut done = 0.0;
    let mut sum = 0.0;
    for k in 0..=last {
        sum += poisson_pmf(k, jumps) * done;
        // Last stage first, so that nobody passes two stages in one jump.
        for i in (0..at.len()).rev() {
            let leaves = at[i] * ends[i];
            at[i] -= leaves;
            match at.get_mut(i + 1) {
                Some(next) => *next += leaves,
                None => done += leaves,
            }
        }
    }
    sum.clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math;
    use proptest::prelude::*;

    #[test]
    fn verif_one_stage_and_equal_stages() {
        for t in [0.1, 1.0, 7.0, 40.0] {
            let one = -math::exp_m1(-t / 3.0);
            assert!((done_by(&[3.0], t) - one).abs() < 1e-14, "{t}");
            // Erlang with 3 stages.
            let x = t / 2.0;
            let erlang = 1.0 - math::exp(-x) * (1.0 + x + x * x / 2.0);
            assert!((done_by(&[2.0, 2.0, 2.0], t) - erlang).abs() < 1e-13, "{t}");
        }
        assert_eq!(
            (done_by(&[], 1.0), done_by(&[1.0], 0.0), done_by(&[1.0], -1.0)),
            (1.0, 0.0, 0.0)
        );
        assert_eq!(done_by(&[0.0, 2.0], 3.0), done_by(&[2.0], 3.0));
    }

    #[test]
    fn verif_two_distinct_stages_closed_form() {
        let (a, b, t) = (5.0_f64, 10.0, 15.0);
        let closed = 1.0 - (b * math::exp(-t / b) - a * math::exp(-t / a)) / (b - a);
        assert!((done_by(&[a, b], t) - closed).abs() < 1e-14);
        assert!((sd(&[3.0, 4.0]) - 5.0).abs() < 1e-15 && mean(&[3.0, 4.0]) == 7.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]
        #[test]
        fn prop_order_does_not_matter_and_time_helps(
            means in prop::collection::vec(0.1_f64..10.0, 1..6), t in 0.0_f64..100.0,
        ) {
            let mut turned = means.clone();
            turned.reverse();
            let p = done_by(&means, t);
            prop_assert!((p - done_by(&turned, t)).abs() < 1e-12);
            prop_assert!(done_by(&means, t + 1.0) >= p - 1e-14);
            prop_assert!((0.0..=1.0).contains(&p));
        }
    }
}
