//! What a verdict moves with: rank correlation of the inputs with it over replications.

use super::judge::Verdict;
use crate::draw::Realisation;
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::Scope;
use crate::scenario::resolved::Scenario;

/// An input with which a verdict moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The input.
    pub param: ParamId,
    /// The branch, by number from 0, if the input is a mixture: what is correlated is that it is drawn.
    pub branch: Option<u32>,
    /// Spearman's rank correlation in [-1, 1] with the verdict: positive if greater values (later instants, this
    /// branch) make it consistent more often.
    pub correlation: f64,
}

impl Driver {
    /// In words: `more likely with lesser rates.military-train.line (0.72)`.
    #[must_use]
    pub fn words(&self, scenario: &Scenario) -> String {
        let param = scenario.param(self.param);
        let up = self.correlation > 0.0;
        let what = match (&param.spec, self.branch) {
            (_, Some(branch)) => {
                let more = if up { "more" } else { "less" };
                format!("{more} likely with branch {} of", branch + 1)
            }
            (Spec::Instant(_), None) => {
                format!("more likely with {}", if up { "later" } else { "earlier" })
            }
            _ => format!("more likely with {}", if up { "greater" } else { "lesser" }),
        };
        format!("{what} {} ({:.2})", param.dotted(), self.correlation.abs())
    }
}

/// The shared inputs with which a verdict moves most, strongest first, at most `most`.
///
/// `verdicts[i]` belongs to `inputs[i]`; what is neither consistent nor contradicted is left out, and a verdict that
/// is the same in all has no driver. Only inputs in `among` are looked at, and only correlations beyond what 1 in
/// 1,000 would reach by chance (3.3 / sqrt(n)) are named. Rank correlation says what moves together in this
/// scenario's draws; inputs are drawn independently, so it is no confounded one (Spearman 1904).
#[must_use]
pub fn drivers(
    scenario: &Scenario,
    (verdicts, inputs): (&[Verdict], &[Realisation<'_>]),
    among: impl IntoIterator<Item = ParamId>,
    most: usize,
) -> Vec<Driver> {
    let covered = verdicts.iter().zip(inputs);
    let covered: Vec<_> = covered
        .filter(|(v, _)| matches!(v, Verdict::Consistent | Verdict::Contradicted))
        .map(|(v, drawn)| (f64::from(u8::from(*v == Verdict::Consistent)), drawn))
        .collect();
    let response = ranks(&covered.iter().map(|(held, _)| *held).collect::<Vec<_>>());
    let floor = 3.3 / (covered.len().max(1) as f64).sqrt();
    let of = |id: ParamId, branch: Option<u32>| {
        let values = covered.iter().map(|(_, drawn)| value(scenario, drawn, (id, branch)));
        let ranks = ranks(&values.collect::<Vec<_>>());
        Driver { param: id, branch, correlation: correlation(&ranks, &response) }
    };
    let mut found: Vec<Driver> = among
        .into_iter()
        .filter(|id| {
            let param = scenario.param(*id);
            param.scope == Scope::Shared && param.is_uncertain()
        })
        .filter_map(|id| match &scenario.param(id).spec {
            Spec::Mix(mix) => {
                let branches = 0..u32::try_from(mix.weights.len()).unwrap_or(u32::MAX);
                // Of two equally strong branches the one that makes it likely.
                let strength = |d: &Driver| d.correlation.abs() + 1e-9 * d.correlation.signum();
                let all = branches.map(|branch| of(id, Some(branch)));
                all.max_by(|a, b| strength(a).total_cmp(&strength(b)))
            }
            _ => Some(of(id, None)),
        })
        .filter(|d| d.correlation.abs() > floor)
        .collect();
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    found.truncate(most);
    found
}

/// The value of an input, or whether a branch of it was drawn.
fn value(
    scenario: &Scenario,
    inputs: &Realisation<'_>,
    (id, branch): (ParamId, Option<u32>),
) -> f64 {
    let drawn = inputs.of(id);
    match (&scenario.param(id).spec, branch) {
        (_, Some(branch)) => f64::from(u8::from(drawn.branch == branch)),
        (Spec::Instant(_), None) => drawn.time.0 as f64,
        _ => drawn.value,
    }
}

/// Ranks from 1, the mean rank where values are equal.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..].iter().take_while(|i| values[**i] == values[order[from]]).count();
        let mean = from as f64 + (same as f64 + 1.0) / 2.0;
        order[from..from + same].iter().for_each(|i| ranks[*i] = mean);
        from += same;
    }
    ranks
}

/// Pearson's correlation; 0 if one of the two does not vary.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
    let (ma, mb) = (mean(a), mean(b));
    let sum = |f: &dyn Fn(f64, f64) -> f64| a.iter().zip(b).map(|(x, y)| f(x - ma, y - mb)).sum();
    let (ab, aa, bb): (f64, f64, f64) =
        (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    if aa * bb > 0.0 { ab / (aa * bb).sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_ranks_and_their_correlation() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, f64::INFINITY]), [2.5, 1.0, 2.5, 4.0]);
        let up = ranks(&[1.0, 10.0, 100.0, 1000.0]);
        assert!((correlation(&up, &ranks(&[2.0, 3.0, 5.0, 9.0])) - 1.0).abs() < 1e-12);
        assert!((correlation(&up, &ranks(&[9.0, 5.0, 3.0, 2.0])) + 1.0).abs() < 1e-12);
        assert_eq!(correlation(&up, &[2.5; 4]), 0.0);
        // Spearman's formula without ties: 1 - 6 sum d^2 / (n (n^2 - 1)); here d^2 sums to 2.
        let swapped = correlation(&up, &ranks(&[2.0, 1.0, 3.0, 4.0]));
        assert!((swapped - (1.0 - 6.0 * 2.0 / 60.0)).abs() < 1e-12);
    }
}
