//! What an instant moves with: rank correlation of its inputs over replications.

use crate::base::time::SimTime;
use crate::draw::Realisation;
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::Scope;
use crate::scenario::resolved::Scenario;

/// An input with which an instant moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Driver {
    /// The input.
    pub param: ParamId,
    /// Spearman's rank correlation in [-1, 1]; later instants with greater values are positive.
    pub correlation: f64,
}

/// The shared inputs with which instants move most, strongest first, at most `most`.
///
/// `times[i]` belongs to `inputs[i]`; an instant that is not reached counts as later than all others. Only
/// inputs in `among` are looked at, and only correlations beyond what 1 in 1,000 would reach by chance
/// (3.3 / sqrt(n)) are named. Rank correlation says what moves together in this scenario's draws; inputs
/// are drawn independently, so it is no confounded one (Spearman 1904).
#[must_use]
pub fn drivers(
    scenario: &Scenario,
    (times, inputs): (&[Option<SimTime>], &[Realisation<'_>]),
    among: impl IntoIterator<Item = ParamId>,
    most: usize,
) -> Vec<Driver> {
    let late = |t: &Option<SimTime>| t.map_or(f64::INFINITY, |t| t.0 as f64);
    let response = ranks(&times.iter().map(late).collect::<Vec<_>>());
    let floor = 3.3 / (times.len().max(1) as f64).sqrt();
    let mut found: Vec<Driver> = among
        .into_iter()
        .filter(|id| {
            let param = scenario.param(*id);
            param.scope == Scope::Shared && param.is_uncertain()
        })
        .map(|id| {
            let values: Vec<_> = inputs.iter().map(|i| value(scenario, i, id)).collect();
            Driver { param: id, correlation: correlation(&ranks(&values), &response) }
        })
        .filter(|d| d.correlation.abs() > floor)
        .collect();
    found.sort_by(|a, b| b.correlation.abs().total_cmp(&a.correlation.abs()));
    found.truncate(most);
    found
}

fn value(scenario: &Scenario, inputs: &Realisation<'_>, id: ParamId) -> f64 {
    let drawn = inputs.of(id);
    match &scenario.param(id).spec {
        Spec::Instant(_) => drawn.time.0 as f64,
        Spec::Mix(_) => f64::from(drawn.branch),
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
