//! Orders of a resolved scenario: ways to move, each with the numbers that it needs.

use super::{PlaceId, UnitId};
use crate::scenario::param::{Num, ParamId, When};
use crate::scenario::read::dim;
use serde::Serialize;
use std::sync::Arc;

/// An order.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// How.
    pub movement: Movement,
    /// The order of the same unit whose way it goes back, by number.
    pub back_of: Option<u32>,
}

/// What an order asks for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Movement {
    /// By rail, with road marches at both ends.
    Rail(Box<RailMove>),
    /// By road.
    Road(Box<RoadMove>),
    /// By its own aircraft.
    Air(Box<AirMove>),
}

/// Alternatives of a way: one for each combination of the branches that are drawn.
#[derive(Clone, Debug, Serialize)]
pub struct Ways<T> {
    /// The mixtures behind it; the last one varies fastest in `table`.
    pub picks: Vec<Pick>,
    /// One way for each combination of branches; one in all if nothing is drawn.
    pub table: Vec<T>,
}

/// A mixture of which a way takes a branch.
#[derive(Clone, Debug, Serialize)]
pub struct Pick {
    /// The input.
    pub param: ParamId,
    /// The field as used: the key of its draw if it is luck.
    pub field: Arc<str>,
    /// How many branches it has.
    pub branches: u32,
}

/// A move by rail.
#[derive(Clone, Debug, Serialize)]
pub struct RailMove {
    /// Alert before the start of loading.
    pub alert: Option<Num<dim::Time>>,
    /// Start of loading; of a way back the start of packing up.
    pub load_start: When,
    /// Time to load one train.
    pub load_time: Num<dim::Time>,
    /// Route and destination.
    pub journeys: Ways<Journey>,
    /// How fast the trains go.
    pub rate: Rate,
    /// Time to unload one train.
    pub unload_time: Num<dim::Time>,
    /// How the columns march.
    pub column: Column,
    /// Set up on arrival.
    pub set_up: bool,
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

/// A flight of a formation.
#[derive(Clone, Debug, Serialize)]
pub struct AirMove {
    /// Alert before the start.
    pub alert: Option<Num<dim::Time>>,
    /// When it is ready to take off.
    pub start: When,
    /// The legs from one landing place to the next.
    pub routes: Ways<AirRoute>,
    /// Flown length over great circle; none for 1.
    pub detour: Option<Num<dim::Ratio>>,
    /// Head wind; none for calm.
    pub wind: Option<Num<dim::Speed>>,
    /// The wind is from behind: the way back of one against it.
    pub tail_wind: bool,
    /// Time on the ground at a stop.
    pub stop: Option<Num<dim::Time>>,
    /// Land by daylight only.
    pub daylight: bool,
    /// How long after sunrise a flight lands that waited for it; none for at once.
    pub after_sunrise: Option<Num<dim::Time>>,
    /// How it flies.
    pub flight: Flight,
    /// Set up on arrival.
    pub set_up: bool,
}

/// How a formation flies. Speeds are true airspeeds.
#[derive(Clone, Debug, Serialize)]
pub struct Flight {
    /// Speed at cruise height.
    pub cruise: Num<dim::Speed>,
    /// Cruise height.
    pub height: Num<dim::Length>,
    /// Rate of climb.
    pub climb: Num<dim::Speed>,
    /// Rate of descent.
    pub descent: Num<dim::Speed>,
    /// Speed in climb and descent.
    pub slow: Num<dim::Speed>,
    /// From one aircraft to the next.
    pub spacing: Option<Num<dim::Length>>,
    /// Range without additional tanks.
    pub range: Option<Num<dim::Length>>,
    /// Range with additional tanks.
    pub ferry_range: Option<Num<dim::Length>>,
    /// Aircraft of the formation.
    pub aircraft: Num<dim::Count>,
}

/// The way of a flight.
#[derive(Clone, Debug, Serialize)]
pub struct AirRoute {
    /// Legs, at least one.
    pub legs: Vec<AirLeg>,
}

/// A leg between two landing places.
#[derive(Clone, Debug, Serialize)]
pub struct AirLeg {
    /// From.
    pub from: PlaceId,
    /// To.
    pub to: PlaceId,
    /// Length of the geodesic (m).
    pub great_circle_m: f64,
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

/// A way by rail and the road marches before and after it.
#[derive(Clone, Debug, Serialize)]
pub struct Journey {
    /// Loading station.
    pub load_at: PlaceId,
    /// Road distance to the loading station, if a march leads there.
    pub march: Option<Num<dim::Length>>,
    /// Rail distance from the loading station to the first post.
    pub extra: Option<Num<dim::Length>>,
    /// Stages between neighbouring posts.
    pub stages: Vec<Stage>,
    /// Rail distance from the last post to the unloading station.
    pub extra_after: Option<Num<dim::Length>>,
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
    /// Road distance from station to site; none if the site is at the station.
    pub road: Option<Num<dim::Length>>,
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

impl<T> Ways<T> {
    /// The way of a combination of branches, by its number in the table.
    #[must_use]
    pub fn way(&self, at: u32) -> &T {
        &self.table[at as usize]
    }
}

impl Order {
    /// When it is to begin, before the alert's lead.
    #[must_use]
    pub fn start(&self) -> &When {
        match &self.movement {
            Movement::Rail(m) => &m.load_start,
            Movement::Road(m) => &m.start,
            Movement::Air(m) => &m.start,
        }
    }

    /// The mixtures of which it takes a branch.
    #[must_use]
    pub fn picks(&self) -> &[Pick] {
        match &self.movement {
            Movement::Rail(m) => &m.journeys.picks,
            Movement::Road(_) => &[],
            Movement::Air(m) => &m.routes.picks,
        }
    }
}

/// The events after which something happens, and how long after.
#[derive(Clone, Debug, Serialize)]
pub struct After {
    /// Whose.
    pub unit: UnitId,
    /// The state that it enters.
    pub state: crate::scenario::text::StateName,
    /// How long after.
    pub delay: Option<Num<dim::Time>>,
}
