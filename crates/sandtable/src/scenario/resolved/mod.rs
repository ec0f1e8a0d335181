//! The resolved scenario: SI, names linked, every number an input with its sources.

mod air;
mod claim;
mod exercise;
mod fire;
mod movement;

pub use air::{Air, Noise, Path, Radar, Recorded, RecordedPoint, Target, Traffic};
pub use claim::{Claim, ClaimedDistance, Subject, within_m};
pub use exercise::{Inject, InjectAct, Norm, Note, Phase, Roster, Task, Trigger};
pub use fire::{Control, ControlStatus, Crew, Fire, Link, NoFire, Weapon};
pub use movement::{
    After, AirLeg, AirMove, AirRoute, Column, Flight, Journey, Movement, Order, Pick, RailMove,
    Rate, RoadMove, Stage, Ways,
};

use super::param::{Num, Param, ParamId, Spec};
use super::read::{Choice, dim};
use super::source::{Source, SourceKind};
pub use super::text::{Echelon, Measure, PlaceKind, StartState, StateName, TaskKind, VehicleClass};
use crate::base::time::SimTime;
use serde::Serialize;

/// Index into [`Scenario::places`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct PlaceId(pub u32);

/// Index into [`Scenario::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct UnitId(pub u32);

/// A scenario that can be drawn and run. Everything is in order of id, whatever the order of writing.
#[derive(Clone, Debug, Serialize)]
pub struct Scenario {
    /// Its id.
    pub id: String,
    /// What it is, in a line.
    pub title: String,
    /// What every reader must be told.
    pub notice: String,
    /// First instant.
    pub start: SimTime,
    /// Last instant.
    pub end: SimTime,
    /// Zone east of UTC (s).
    pub zone_s: i32,
    /// Day from which `D+3` counts.
    pub d_day: Option<SimTime>,
    /// Seed of a run that names none.
    pub seed: u64,
    /// Every written input, by path.
    pub params: Vec<Param>,
    /// Every source, by id.
    pub sources: Vec<Source>,
    /// Sides of the exercise.
    pub sides: Vec<Side>,
    /// Towns, stations, sites.
    pub places: Vec<Place>,
    /// Units.
    pub units: Vec<Unit>,
    /// Claims to be judged.
    pub claims: Vec<Claim>,
    /// How tracks are kept and how the air is.
    pub air: Option<Air>,
    /// Ways through the air.
    pub paths: Vec<Path>,
    /// Neutral traffic.
    pub traffic: Vec<Traffic>,
    /// Recorded flights.
    pub recorded: Vec<Recorded>,
    /// Phases of the exercise.
    pub phases: Vec<Phase>,
    /// Tasks of the exercise.
    pub tasks: Vec<Task>,
    /// Weapon control.
    pub control: Vec<Control>,
    /// Norms.
    pub norms: Vec<Norm>,
    /// Duty rosters.
    pub rosters: Vec<Roster>,
    /// Scripted events.
    pub injects: Vec<Inject>,
    /// Remarks with their sources.
    pub notes: Vec<Note>,
    /// Names of the variants that can be chosen, and the one that was.
    pub variants: Vec<Variant>,
}

/// A variant of the scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Its id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// It goes against what was announced or happened.
    pub counterfactual: bool,
    /// This is the scenario with it.
    pub chosen: bool,
}

/// A unit's place in a group of which only so many take part.
#[derive(Clone, Debug, Serialize)]
pub struct Member {
    /// How many take part.
    pub count: Num<dim::Count>,
    /// The unit's number, from 1.
    pub number: u32,
}

/// A side.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A place.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The input that holds its position, its own or that of the place it is `near`.
    pub position: Option<ParamId>,
    /// Geodetic latitude and longitude (deg), if a position is known.
    pub at: Option<(f64, f64)>,
    /// The place whose position stands for its own, which is not public.
    pub near: Option<PlaceId>,
    /// The input that says so, if its entry cites a source.
    pub near_input: Option<ParamId>,
    /// Stated one-sigma spread of the position (m).
    pub precision_m: Option<f64>,
    /// The country that it must lie in.
    pub country: Option<String>,
    /// Ramps, if trains can be loaded here.
    pub ramps: Option<Num<dim::Count>>,
}

/// A unit.
#[derive(Clone, Debug, Serialize)]
pub struct Unit {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its type's id.
    pub kind: String,
    /// Its type's name for people.
    pub kind_name: String,
    /// Its size.
    pub echelon: Option<Echelon>,
    /// Its side's id.
    pub side: String,
    /// The unit that it belongs to.
    pub parent: Option<UnitId>,
    /// Whether it takes part.
    pub deployed: Choice<bool>,
    /// Its place in a group, if it is in one.
    pub member: Option<Member>,
    /// The unit in whose train and column it goes.
    pub rides: Option<Choice<UnitId>>,
    /// Where it begins.
    pub place: Option<PlaceId>,
    /// How it begins.
    pub state: StartState,
    /// Its vehicles.
    pub vehicles: Vec<Vehicles>,
    /// Aircraft of its formation.
    pub aircraft: Option<Num<dim::Count>>,
    /// Time from an alert to readiness, of a unit on duty.
    pub alert_time: Option<Num<dim::Time>>,
    /// What it is told to do, by id.
    pub orders: Vec<Order>,
    /// Steps from arrival to duty.
    pub readiness: Option<Readiness>,
    /// Limits of its trains, if it can go by rail.
    pub train: Option<Train>,
    /// How far it goes by road before it must be resupplied.
    pub range: Option<Num<dim::Length>>,
    /// Radars that can be looked with.
    pub radars: Vec<Radar>,
    /// What it looks like when it flies.
    pub target: Option<Target>,
    /// Its link to the post above.
    pub link: Option<Link>,
    /// What it decides and shoots with.
    pub fire: Fire,
}

/// Vehicles of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Vehicles {
    /// The kind's id (`launchers`).
    pub id: String,
    /// Length class.
    pub class: VehicleClass,
    /// How many.
    pub count: Num<dim::Count>,
}

/// Limits of a unit's trains.
#[derive(Clone, Debug, Serialize)]
pub struct Train {
    /// Passenger and covered wagons.
    pub passenger_wagons: Num<dim::Count>,
    /// Wagons that a train may have.
    pub most_wagons: Num<dim::Count>,
}

/// Steps from arrival to duty; a step that is absent is no gate.
#[derive(Clone, Debug, Serialize)]
pub struct Readiness {
    /// From the last vehicle on site to instruments ready.
    pub emplacing: Num<dim::Time>,
    /// Gate.
    pub fortifying: Option<Num<dim::Time>>,
    /// Gate.
    pub camouflaging: Option<Num<dim::Time>>,
    /// Gate.
    pub linking: Option<Num<dim::Time>>,
    /// From the last gate to duty accepted.
    pub inspecting: Option<Num<dim::Time>>,
}

impl Scenario {
    /// The input of an id.
    #[must_use]
    pub fn param(&self, id: ParamId) -> &Param {
        &self.params[id.0 as usize]
    }

    /// The place of an id.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }

    /// The unit of an id.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// The unit with this name.
    #[must_use]
    pub fn unit_named(&self, id: &str) -> Option<UnitId> {
        let at = self.units.binary_search_by(|u| u.id.as_str().cmp(id)).ok()?;
        Some(UnitId(u32::try_from(at).expect("nodes are limited to 200,000")))
    }

    /// The variant that was chosen, in a line: `COUNTERFACTUAL variant withdraw-as-announced: ...`.
    ///
    /// Whatever shows a result of the scenario shows this line too.
    #[must_use]
    pub fn variant_label(&self) -> Option<String> {
        let variant = self.variants.iter().find(|v| v.chosen)?;
        let kind = if variant.counterfactual { "COUNTERFACTUAL variant" } else { "variant" };
        Some(format!("{kind} {}: {}", variant.id, variant.title))
    }

    /// BLAKE3 of the resolved scenario as 64 hex digits; where a text stands is no part of it.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut bare = self.clone();
        for param in &mut bare.params {
            param.at.clear();
        }
        let json = serde_json::to_vec(&bare).expect("a scenario has only text keys");
        blake3::hash(&json).to_hex().to_string()
    }
}

/// The middle of a written number in SI, for lengths between posts: the mean of its spread.
#[must_use]
pub fn nominal(scenario: &Scenario, id: ParamId) -> f64 {
    nominal_of(&scenario.param(id).spec)
}

/// As [`nominal`], of what was written.
pub(crate) fn nominal_of(spec: &Spec) -> f64 {
    match spec {
        Spec::Number(n) => n.quantity.to_si(n.quantity.dist.mean()),
        Spec::Mix(mix) => mix.weights.iter().zip(&mix.values).map(|(w, v)| w * nominal_of(v)).sum(),
        Spec::Instant(_) | Spec::Position(_) | Spec::Name(_) => 0.0,
    }
}

impl Place {
    /// The source of its position, with its kind: of a place that is only near another its own entry's, never that
    /// place's.
    #[must_use]
    pub fn provenance<'s>(&self, scenario: &'s Scenario) -> (Option<&'s str>, SourceKind) {
        let input = if self.near.is_some() { self.near_input } else { self.position };
        let Some(param) = input.map(|id| scenario.param(id)) else {
            return (None, SourceKind::Assumed);
        };
        (param.sources.first().map(|s| s.id.as_str()), param.kind)
    }
}

impl Unit {
    /// `units/ID`: the path by which luck, rows and digests name it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("units/{}", self.id)
    }
}
