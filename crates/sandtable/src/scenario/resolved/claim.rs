//! Claims of a resolved scenario.

use super::{PlaceId, UnitId};
use crate::scenario::param::{Num, Spec, When};
use crate::scenario::read::dim;
use crate::scenario::text::StateName;
use serde::Serialize;

/// What a source says.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Whom or what it is about.
    pub subject: Subject,
    /// State of the unit.
    pub state: Option<StateName>,
    /// Where.
    pub place: Option<PlaceId>,
    /// Not farther from that place than this; none for at it.
    pub within: Option<Num<dim::Length>>,
    /// Not later than this.
    pub by: Option<When>,
    /// At or within this.
    pub on: Option<When>,
    /// A stated distance.
    pub distance: Option<ClaimedDistance>,
    /// A stated number of units.
    pub count: Option<Num<dim::Count>>,
    /// The kind of vehicle that is counted.
    pub of: Option<String>,
    /// The words, where it speaks of no unit.
    pub statement: Option<String>,
    /// Who says so.
    pub source: String,
    /// Row of the ledger.
    pub locator: Option<String>,
    /// Inputs inferred from it.
    pub spent_for: Vec<String>,
    /// Spent on any input: no test.
    pub spent: bool,
    /// Claims from which it follows: no test of its own.
    pub follows: Vec<String>,
}

impl Claim {
    /// True if it tests something that no input was inferred from and no other claim says already.
    #[must_use]
    pub fn is_test(&self) -> bool {
        !self.spent && self.follows.is_empty()
    }
}

/// How far from its place a claim still holds (m).
#[must_use]
pub fn within_m(scenario: &super::Scenario, claim: &Claim) -> f64 {
    let spec = claim.within.as_ref().map(|w| &scenario.param(w.param).spec);
    match spec {
        Some(Spec::Number(n)) => n.quantity.to_si(n.quantity.dist.support().1),
        _ => 0.0,
    }
}

/// Whom a claim is about.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A unit.
    Unit(UnitId),
    /// Any unit of a type.
    Any(String),
    /// A place.
    Place(PlaceId),
    /// Neither.
    Statement,
}

/// A distance that a source states.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimedDistance {
    /// The distance.
    pub distance: Num<dim::Length>,
    /// To the border of this country.
    pub border: Option<String>,
    /// To this place.
    pub from: Option<PlaceId>,
}
