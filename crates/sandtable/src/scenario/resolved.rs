//! The resolved scenario: SI, names linked, every number an input with its sources.

use super::param::{Num, Param, ParamId, Spec, When};
use super::read::{Choice, dim};
use super::source::Source;
pub use super::text::{By, ClaimState, Echelon, PlaceKind, StartState, VehicleClass};
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
    /// Scripted events.
    pub injects: Vec<Inject>,
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
    /// The unit in whose train and column it goes.
    pub rides: Option<Choice<UnitId>>,
    /// Where it begins.
    pub place: Option<PlaceId>,
    /// How it begins.
    pub state: StartState,
    /// Its vehicles.
    pub vehicles: Vec<Vehicles>,
    /// What it is told to do, by id.
    pub orders: Vec<Order>,
    /// Steps from arrival to duty.
    pub readiness: Option<Readiness>,
    /// Limits of its trains, if it can go by rail.
    pub train: Option<Train>,
    /// How far it goes by road before it must be resupplied.
    pub range: Option<Num<dim::Length>>,
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

/// An order.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// How.
    pub movement: Movement,
}

/// What an order asks for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// By rail, with road marches at both ends.
    Rail(Box<RailMove>),
    /// By road.
    Road(Box<RoadMove>),
}

/// A move by rail.
#[derive(Clone, Debug, Serialize)]
pub struct RailMove {
    /// Alert before the start of loading.
    pub alert: Option<Num<dim::Time>>,
    /// Road distance to the loading station.
    pub march: Option<Num<dim::Length>>,
    /// Loading station.
    pub load_at: PlaceId,
    /// Start of loading.
    pub load_start: When,
    /// Time to load one train.
    pub load_time: Num<dim::Time>,
    /// Rail distance from the loading station to the first post.
    pub extra: Option<Num<dim::Length>>,
    /// Route and destination.
    pub journey: Choice<Journey>,
    /// How fast the trains go.
    pub rate: Rate,
    /// Time to unload one train.
    pub unload_time: Num<dim::Time>,
    /// How the columns march.
    pub column: Column,
}

/// A march by road.
#[derive(Clone, Debug, Serialize)]
pub struct RoadMove {
    /// Alert before the start.
    pub alert: Option<Num<dim::Time>>,
    /// Start of the march.
    pub start: When,
    /// Road distance.
    pub distance: Num<dim::Length>,
    /// Where to.
    pub to: PlaceId,
    /// How the column marches.
    pub column: Column,
    /// Time from one start to the next, if it is repeated out and back.
    pub every: Option<Num<dim::Time>>,
    /// Set up on arrival.
    pub set_up: bool,
}

/// How a column marches.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Speed of the head by day.
    pub rate: Num<dim::Speed>,
    /// Vehicles in a length of road.
    pub density: Num<dim::Density>,
    /// Vehicles in a march unit.
    pub march_unit: Num<dim::Count>,
    /// Gap between march units.
    pub gap: Num<dim::Time>,
    /// Factor on the speed by night.
    pub night: Num<dim::Ratio>,
}

/// How fast trains go.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    /// Its id.
    pub id: String,
    /// Daily rate as a speed.
    pub line: Num<dim::Speed>,
    /// Factor of a unit's trains.
    pub unit: Option<Num<dim::Ratio>>,
    /// Factor of a stage.
    pub stage: Option<Num<dim::Ratio>>,
    /// Factor on the sum of posts.
    pub length: Option<Num<dim::Ratio>>,
    /// Time between trains that leave one station.
    pub headway: Option<Num<dim::Time>>,
}

/// A way by rail and the road march after it.
#[derive(Clone, Debug, Serialize)]
pub struct Journey {
    /// Stages between neighbouring posts.
    pub stages: Vec<Stage>,
    /// Kilometre input of the first post.
    pub first_post: Num<dim::Coordinate>,
    /// Kilometre input of the last post.
    pub last_post: Num<dim::Coordinate>,
    /// +1 if a greater kilometre of the first post lengthens the journey, else -1.
    pub first_sign: f64,
    /// The same for the last post.
    pub last_sign: f64,
    /// Unloading station.
    pub to: PlaceId,
    /// Site.
    pub site: PlaceId,
    /// Road distance from station to site.
    pub road: Num<dim::Length>,
}

/// A stage between two neighbouring posts.
#[derive(Clone, Debug, Serialize)]
pub struct Stage {
    /// From.
    pub from: PlaceId,
    /// To.
    pub to: PlaceId,
    /// Difference of the posts as written (m).
    pub length_m: f64,
}

/// What a source says.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Whom or what it is about.
    pub subject: Subject,
    /// State of the unit.
    pub state: Option<ClaimState>,
    /// Where.
    pub place: Option<PlaceId>,
    /// Not later than this.
    pub by: Option<When>,
    /// At or within this.
    pub on: Option<When>,
    /// A stated distance.
    pub distance: Option<ClaimedDistance>,
    /// A stated number of units.
    pub count: Option<Num<dim::Count>>,
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

/// A scripted event.
#[derive(Clone, Debug, Serialize)]
pub struct Inject {
    /// Its id.
    pub id: String,
    /// When.
    pub at: When,
    /// Which unit.
    pub unit: UnitId,
    /// Its next departure is held for this long.
    pub hold: Num<dim::Time>,
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
pub(super) fn nominal_of(spec: &Spec) -> f64 {
    match spec {
        Spec::Number(n) => n.quantity.to_si(n.quantity.dist.mean()),
        Spec::Mix(mix) => mix.weights.iter().zip(&mix.values).map(|(w, v)| w * nominal_of(v)).sum(),
        Spec::Instant(_) | Spec::Position(_) => 0.0,
    }
}

impl Unit {
    /// `units/ID`: the path by which luck, rows and digests name it.
    #[must_use]
    pub fn path(&self) -> String {
        format!("units/{}", self.id)
    }
}
