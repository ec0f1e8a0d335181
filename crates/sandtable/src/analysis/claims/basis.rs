//! What a claim's verdict rests on: the run, the map, counts that no run changes, or nothing.

use super::judge::is_about;
use crate::scenario::param::Num;
use crate::scenario::read::{Choice, dim};
use crate::scenario::resolved::{Claim, Scenario, Subject, Unit};

/// What a claim's verdict rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Times and places of a run: another run may say otherwise.
    Run,
    /// Distances between positions and borders: the same in every run.
    Map,
    /// A number of units, aircraft or vehicles that is the same in every run.
    Count,
    /// It makes no claim about units.
    Statement,
}

impl Basis {
    /// Stable name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Basis::Run => "run",
            Basis::Map => "map",
            Basis::Count => "count",
            Basis::Statement => "statement",
        }
    }

    /// What the verdict on a claim rests on.
    #[must_use]
    pub fn of(scenario: &Scenario, claim: &Claim) -> Basis {
        if claim.subject == Subject::Statement || claim.statement.is_some() {
            Basis::Statement
        } else if claim.distance.is_some() {
            Basis::Map
        } else if is_constant(scenario, claim) {
            Basis::Count
        } else {
            Basis::Run
        }
    }
}

/// True for a count of what every run has alike.
fn is_constant(scenario: &Scenario, claim: &Claim) -> bool {
    let Some(count) = &claim.count else { return false };
    let is_dated = claim.by.is_some() || claim.on.is_some();
    if is_dated || claim.place.is_some() || claim.state.is_some() {
        return false;
    }
    let noun = scenario.param(count.param).unit().unwrap_or("units");
    let kind = claim.of.as_deref().or((noun == "launchers").then_some("launchers"));
    let varies = |num: &Num<dim::Count>| scenario.param(num.param).is_uncertain();
    let is_same = |unit: &Unit| {
        let takes_part = unit.member.is_none() && matches!(unit.deployed, Choice::One(true));
        let number = match kind {
            Some(kind) => unit.vehicles.iter().find(|v| v.id == kind).map(|v| &v.count),
            None => unit.aircraft.as_ref().filter(|_| noun == "aircraft"),
        };
        takes_part && !number.is_some_and(varies)
    };
    let mut about = scenario.units.iter().enumerate();
    about.all(|(at, unit)| !is_about(claim, at, unit) || is_same(unit))
}
