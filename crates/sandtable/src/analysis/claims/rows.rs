//! Every claim with all that is said about it: the table that people read.

use super::{Basis, Driver, Found, Odds, drivers, is_given_place, is_timed, odds};
use crate::analysis::acting;
use crate::draw::{InputPoint, Realisation, realise};
use crate::scenario::resolved::{Claim, Scenario};

/// Inputs named as drivers of a claim.
const DRIVERS: usize = 3;

/// A claim with all that is said about it.
#[derive(Clone, Debug)]
pub struct ClaimRow<'s> {
    /// The claim.
    pub claim: &'s Claim,
    /// What the run says.
    pub found: Found,
    /// What replications say; none for what is the same in all of them, such as a distance.
    pub odds: Option<Odds>,
    /// What its verdict moves with; none if it is the same in all replications.
    pub drivers: Vec<Driver>,
    /// What its verdict rests on.
    pub basis: Basis,
    /// Its place was itself inferred from reports.
    pub given_place: bool,
}

/// All claims with what a run and replications say to them, in the order of the scenario.
///
/// `all` are replications of `seed` by index, each with what it says to every claim.
#[must_use]
pub fn claim_rows<'s>(
    scenario: &'s Scenario,
    run: &[Found],
    (all, seed): (&[(u32, Vec<Found>)], u64),
) -> Vec<ClaimRow<'s>> {
    let points = all.iter().map(|(index, _)| InputPoint::Plain { seed, index: *index });
    let inputs: Vec<Realisation> = points.map(|point| realise(scenario, &point)).collect();
    let found: Vec<&[Found]> = all.iter().map(|(_, found)| found.as_slice()).collect();
    let among = acting(scenario);
    let made = scenario.claims.iter().enumerate().map(|(at, claim)| {
        let basis = Basis::of(scenario, claim);
        let odds = (basis == Basis::Run).then(|| odds(&found, at));
        let varies = odds.as_ref().is_some_and(|o| 0 < o.consistent && o.consistent < o.covered);
        let drivers = if varies && is_timed(scenario, claim) && claim.is_test() {
            let verdicts: Vec<_> = found.iter().map(|run| run[at].verdict).collect();
            drivers(scenario, (&verdicts, &inputs), among.iter().copied(), DRIVERS)
        } else {
            Vec::new()
        };
        let given_place = is_given_place(scenario, claim);
        ClaimRow { claim, found: run[at].clone(), odds, drivers, basis, given_place }
    });
    made.collect()
}

impl ClaimRow<'_> {
    /// The share of replications with its interval: `74 % (67 to 80)`; `-` where there is none.
    #[must_use]
    pub fn share(&self) -> String {
        if matches!(self.basis, Basis::Map | Basis::Count) {
            return "same in all".to_owned();
        }
        match self.odds.as_ref().map(|o| (o.share, o.interval)) {
            Some((Some(p), Some((low, high)))) => interval(100.0 * p, (100.0 * low, 100.0 * high)),
            _ => "-".to_owned(),
        }
    }

    /// What keeps it from being a test: `spent`, `follows from spent claims`, or nothing.
    #[must_use]
    pub fn mark(&self, scenario: &Scenario) -> String {
        if self.claim.spent {
            return "spent".to_owned();
        }
        let follows = &self.claim.follows;
        if follows.is_empty() {
            return String::new();
        }
        let is_spent = |id: &String| scenario.claims.iter().any(|c| c.id == *id && c.spent);
        let which = if follows.iter().all(is_spent) { "spent claims" } else { "other claims" };
        format!("follows from {which}")
    }

    /// Its drivers in words: `more likely with greater rates.military-train.line (0.71), ...`.
    #[must_use]
    pub fn driven_by(&self, scenario: &Scenario) -> String {
        self.drivers.iter().map(|d| d.words(scenario)).collect::<Vec<_>>().join(", ")
    }
}

/// A percentage with its interval, to a tenth where whole per cent would make a point of it.
fn interval(p: f64, (low, high): (f64, f64)) -> String {
    if low.round() < high.round() {
        return format!("{p:.0} % ({low:.0} to {high:.0})");
    }
    let tenth = |x: f64| format!("{x:.1}").trim_end_matches(".0").to_owned();
    format!("{} % ({} to {})", tenth(p), tenth(low), tenth(high))
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[test]
    fn an_interval_is_never_printed_as_a_point() {
        assert_eq!(interval(74.2, (67.1, 80.3)), "74 % (67 to 80)");
        assert_eq!(interval(100.0, (99.6, 100.0)), "100 % (99.6 to 100)");
        assert_eq!(interval(0.0, (0.0, 0.4)), "0 % (0 to 0.4)");
    }
}
