//! How often a claim is consistent, over replications.

use super::judge::{Found, Verdict};
use crate::base::interval::wilson;

/// A claim over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Odds {
    /// Replications that can say something to it.
    pub covered: usize,
    /// Replications in which it is consistent.
    pub consistent: usize,
    /// Share of those covered; `None` if there are none.
    pub share: Option<f64>,
    /// 95 % interval of that share (Wilson 1927): sampling only, not the inputs.
    pub interval: Option<(f64, f64)>,
}

/// The odds of claim number `claim` over runs judged one by one.
#[must_use]
pub fn odds(runs: &[&[Found]], claim: usize) -> Odds {
    let verdicts = runs.iter().map(|run| run[claim].verdict);
    let covered = verdicts
        .clone()
        .filter(|v| matches!(v, Verdict::Consistent | Verdict::Contradicted))
        .count();
    let consistent = verdicts.filter(|v| *v == Verdict::Consistent).count();
    let share = (covered > 0).then(|| consistent as f64 / covered as f64);
    let interval = (covered > 0).then(|| wilson(consistent as u64, covered as u64, 0.95));
    Odds { covered, consistent, share, interval }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_odds_leave_out_what_is_not_covered() {
        let run = |verdict| vec![Found { verdict, first: None, why: String::new() }];
        let mut runs: Vec<_> = (0..30).map(|_| run(Verdict::Consistent)).collect();
        runs.extend((0..10).map(|_| run(Verdict::Contradicted)));
        runs.extend((0..5).map(|_| run(Verdict::NotCovered)));
        let runs: Vec<&[Found]> = runs.iter().map(Vec::as_slice).collect();
        let found = odds(&runs, 0);
        assert_eq!((found.covered, found.consistent, found.share), (40, 30, Some(0.75)));
        let (low, high) = found.interval.expect("an interval");
        assert!(low > 0.59 && low < 0.61 && high > 0.85 && high < 0.87, "{low} {high}");
        let none = odds(&[&run(Verdict::Statement)], 0);
        assert_eq!((none.covered, none.share, none.interval), (0, None, None));
    }
}
