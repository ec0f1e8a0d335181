//! Claims judged over replications.

use super::replicate::{Plan, StudyError, replicate_with};
use crate::analysis::claims::{Found, Judge};
use crate::draw::{InputPoint, Luck, realise};
use crate::geo::border::Countries;
use crate::record::TraceSink;
use crate::scenario::resolved::Scenario;
use crate::sim::UnitDates;

/// A quick replication with its claims judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its index.
    pub index: u32,
    /// Dates of its units.
    pub units: Vec<UnitDates>,
    /// What it says to each claim, in the order of the scenario.
    pub found: Vec<Found>,
}

/// Runs quick replications in parallel and judges every claim by each; `done` is called after each.
///
/// # Errors
/// As [`replicate`](super::replicate).
pub fn judge_claims(
    scenario: &Scenario,
    plan: &Plan,
    countries: Option<&Countries>,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Judged>, StudyError> {
    let judge = Judge::new(scenario, countries);
    replicate_with(scenario, plan, &TraceSink::default, &|index, outcome| {
        let inputs = realise(scenario, &InputPoint::Plain { seed: plan.seed, index });
        let luck = Luck { seed: plan.seed, index };
        let found = judge.all(&outcome.sink.trace, &inputs, luck);
        done();
        Judged { index, units: outcome.units, found }
    })
}
