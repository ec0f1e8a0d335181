//! The exercise of a resolved scenario: phases, tasks, norms, duty rosters, injects, notes.

use super::movement::After;
use super::{PlaceId, UnitId};
use crate::scenario::param::{Num, When};
use crate::scenario::read::dim;
use crate::scenario::text::{Measure, StateName, TaskKind};
use serde::Serialize;

/// A phase.
#[derive(Clone, Debug, Serialize)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// When it begins.
    pub start: When,
    /// When it ends.
    pub end: When,
}

/// A task.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: TaskKind,
    /// Its phase, by number.
    pub phase: Option<u32>,
    /// Where.
    pub ground: Option<PlaceId>,
    /// Who is to take part.
    pub units: Vec<UnitId>,
    /// The mock side.
    pub against: Vec<UnitId>,
    /// Mock targets.
    pub targets: Option<Num<dim::Count>>,
    /// Civil flights among them.
    pub civil: Option<Num<dim::Count>>,
    /// Ways of the mock targets or patrols, by number.
    pub paths: Vec<u32>,
    /// From one mock target to the next on the same way.
    pub interval: Option<Num<dim::Time>>,
    /// Units that take part with their radars off.
    pub silent: Vec<UnitId>,
    /// Nobody coordinates fire: every unit with a weapon and a crew decides by itself.
    pub alone: bool,
    /// When it begins.
    pub start: When,
    /// How long it takes.
    pub time: Num<dim::Time>,
    /// What a unit must have reached to take part.
    pub needs: StateName,
}

/// A norm.
#[derive(Clone, Debug, Serialize)]
pub struct Norm {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it measures.
    pub measure: Measure,
    /// Units for which it holds.
    pub units: Vec<UnitId>,
    /// Time counts from this state.
    pub from: Option<StateName>,
    /// Time counts to this state.
    pub to: Option<StateName>,
    /// Greatest time.
    pub within: Option<Num<dim::Time>>,
    /// Greatest time by night.
    pub night: Option<Num<dim::Time>>,
    /// Greatest part by which a march may be longer than its plan.
    pub longer: Option<Num<dim::Ratio>>,
}

/// A duty roster.
#[derive(Clone, Debug, Serialize)]
pub struct Roster {
    /// Its id.
    pub id: String,
    /// Whose turns.
    pub units: Vec<UnitId>,
    /// The kind of vehicle that is counted, if vehicles take turns.
    pub vehicles: Option<String>,
    /// Length of a turn.
    pub shift: Num<dim::Time>,
    /// On duty at a time in the peace code.
    pub peace: Num<dim::Count>,
    /// On duty at a time in the exercise code.
    pub exercise: Num<dim::Count>,
    /// The phase in which the exercise code holds, by number.
    pub phase: Option<u32>,
}

/// A scripted event.
#[derive(Clone, Debug, Serialize)]
pub struct Inject {
    /// Its id.
    pub id: String,
    /// When.
    pub trigger: Trigger,
    /// Which unit.
    pub unit: UnitId,
    /// What happens to it.
    pub act: InjectAct,
}

/// When an inject happens.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// At an instant.
    At(When),
    /// After a unit enters a state for the first time.
    After(After),
}

/// What an inject does.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InjectAct {
    /// The unit's next departure is held for this long.
    Hold(Num<dim::Time>),
    /// The unit is alerted for a drill.
    Alert,
    /// The unit is inspected again for this long.
    Inspect(Num<dim::Time>),
    /// The unit's link to the post above is cut for this long.
    Cut(Num<dim::Time>),
    /// The unit's post does nothing for this long.
    Fail(Num<dim::Time>),
}

/// A remark with its source.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    /// It names a disagreement between sources.
    pub disagrees: bool,
    /// Ids of the sources on the other side of it.
    pub against: Vec<String>,
    /// Its id.
    pub id: String,
    /// The remark.
    pub text: String,
    /// Who says so.
    pub source: String,
    /// Row of the ledger.
    pub locator: Option<String>,
}
