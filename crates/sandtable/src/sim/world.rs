//! What is true at an instant: units, their trains, stations.

use crate::base::time::SimTime;
use crate::draw::Realisation;
use crate::record::{Cause, Names, State};
use crate::scenario::param::Num;
use crate::scenario::read::dim;
use crate::scenario::resolved::{PlaceId, Scenario, StartState, UnitId};
use crate::sim::{Event, Handle};
use std::collections::VecDeque;
use std::sync::Arc;

/// Everything that handlers change.
#[derive(Clone, Debug)]
pub struct World {
    /// What each rank is.
    pub who: Vec<Who>,
    /// Units of this replication, in order of path.
    pub units: Vec<UnitState>,
    /// Stations with ramps, in order of path.
    pub stations: Vec<StationState>,
    /// Ids of the scenario's places.
    pub places: Arc<[Arc<str>]>,
    /// Rank of the station of each place.
    pub station_of: Arc<[Option<u32>]>,
}

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Index into [`World::units`].
    Unit(u32),
    /// Index into [`World::stations`].
    Station(u32),
}

/// A unit as it is.
#[derive(Clone, Debug)]
pub struct UnitState {
    /// Its rank.
    pub rank: u32,
    /// The scenario's unit.
    pub id: UnitId,
    /// Its state.
    pub state: State,
    /// Where it is, if at a place.
    pub place: Option<PlaceId>,
    /// Ranks of the units in its trains and columns.
    pub riders: Vec<u32>,
    /// What it is doing, if it moves.
    pub trip: Option<Trip>,
    /// What waits for the end of the trip, each with the instant at which it was to begin.
    pub waiting: VecDeque<(SimTime, Event)>,
    /// Its next departure is held this long (s), and by which row.
    pub hold: Option<(f64, Cause)>,
    /// Times that it set up so far: the number of its readiness draws.
    pub arrivals: u32,
    /// Gates still to pass.
    pub gates_left: u32,
    /// Steps to duty under way; a new movement breaks them off.
    pub steps: Vec<Handle>,
    /// First instants of present, instrument-ready, duty accepted.
    pub dates: [Option<SimTime>; 3],
}

/// A movement under way.
#[derive(Clone, Debug)]
pub struct Trip {
    /// The unit's order.
    pub order: u32,
    /// Repetition of a march by road.
    pub round: u32,
    /// Trains, or one column by road.
    pub trains: Vec<TrainState>,
    /// Lengths of the stages by rail (m).
    pub stages_m: Arc<[f64]>,
    /// Speed by rail before the factor of a stage (m/s).
    pub speed_mps: f64,
    /// The first stage is the way to the first post.
    pub extra: bool,
    /// Where a march by road goes, and whether the unit sets up there.
    pub to: PlaceId,
    /// Length of the last road leg (m).
    pub road_m: f64,
    /// Columns wholly in.
    pub tails_in: u32,
    /// Set up after the last column.
    pub set_up: bool,
}

/// A train, or the column of its vehicles.
#[derive(Clone, Debug)]
pub struct TrainState {
    /// Wagons.
    pub wagons: u32,
    /// Vehicles.
    pub vehicles: u32,
    /// When it asked for its ramp.
    pub asked: SimTime,
    /// When its present stage or march began.
    pub leg_start: SimTime,
    /// Row of the latest thing that happened to it.
    pub latest: Option<Cause>,
}

/// A station as it is.
#[derive(Clone, Debug)]
pub struct StationState {
    /// Ramps without a train.
    pub free: u32,
    /// Trains that wait for a ramp, first come first.
    pub queue: VecDeque<Asking>,
    /// When a train last left or will leave, and the row that let it go.
    pub last_departure: Option<(SimTime, Cause)>,
}

/// A train that waits for a ramp.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// Rank of its unit.
    pub unit: u32,
    /// The train.
    pub train: u32,
    /// For which work.
    pub work: crate::sim::event::Work,
    /// When it asked.
    pub since: SimTime,
    /// The row behind the request.
    pub cause: Option<Cause>,
}

impl World {
    /// The world at the start of a replication, and the names of its entities.
    #[must_use]
    pub fn new(inputs: &Realisation<'_>) -> (Self, Names) {
        let scenario = inputs.scenario;
        let mut entities: Vec<(String, Candidate)> = Vec::new();
        for (at, unit) in scenario.units.iter().enumerate() {
            if *inputs.pick(&unit.deployed) {
                entities.push((unit.path(), Candidate::Unit(index(at))));
            }
        }
        for (at, place) in scenario.places.iter().enumerate() {
            if let Some(ramps) = &place.ramps {
                entities
                    .push((format!("places/{}", place.id), Candidate::Station(index(at), ramps)));
            }
        }
        entities.sort_by(|a, b| a.0.cmp(&b.0));
        let places = scenario.places.iter().map(|p| Arc::from(p.id.as_str())).collect();
        let mut world = World {
            who: Vec::new(),
            units: Vec::new(),
            stations: Vec::new(),
            places,
            station_of: Arc::from([]),
        };
        let mut station_of = vec![None; scenario.places.len()];
        for (rank, (_, candidate)) in entities.iter().enumerate() {
            let rank = index(rank);
            match candidate {
                Candidate::Unit(at) => world.add_unit(scenario, rank, UnitId(*at)),
                Candidate::Station(at, ramps) => {
                    station_of[*at as usize] = Some(rank);
                    world.add_station(inputs, ramps);
                }
            }
        }
        world.station_of = station_of.into();
        world.seat_riders(inputs);
        let inputs = scenario.params.iter().map(|p| Arc::from(p.path.as_str())).collect();
        let paths = entities.into_iter().map(|(path, _)| Arc::from(path)).collect();
        (world, Names::new(paths, inputs))
    }

    fn add_unit(&mut self, scenario: &Scenario, rank: u32, id: UnitId) {
        let unit = scenario.unit(id);
        let (state, reached) = match unit.state {
            StartState::Garrison => (State::Garrison, 0),
            StartState::Training => (State::Training, 0),
            StartState::Present => (State::Present, 1),
            StartState::InstrumentReady => (State::InstrumentReady, 2),
            StartState::DutyAccepted => (State::DutyAccepted, 3),
        };
        let mut dates = [None; 3];
        dates[..reached].fill(Some(scenario.start));
        self.who.push(Who::Unit(index(self.units.len())));
        self.units.push(UnitState {
            rank,
            id,
            state,
            place: unit.place,
            riders: Vec::new(),
            trip: None,
            waiting: VecDeque::new(),
            hold: None,
            arrivals: 0,
            gates_left: 0,
            steps: Vec::new(),
            dates,
        });
    }

    fn add_station(&mut self, inputs: &Realisation<'_>, ramps: &Num<dim::Count>) {
        self.who.push(Who::Station(index(self.stations.len())));
        // A count is a whole number, at least 0; a station without a ramp would hold its trains for ever.
        let free = (inputs.value(ramps) as u32).max(1);
        let queue = VecDeque::new();
        self.stations.push(StationState { free, queue, last_departure: None });
    }

    /// Tells hosts of the units that ride with them.
    fn seat_riders(&mut self, inputs: &Realisation<'_>) {
        for at in 0..self.units.len() {
            let Some(rides) = &inputs.scenario.unit(self.units[at].id).rides else { continue };
            let host = *inputs.pick(rides);
            let rank = self.units[at].rank;
            if let Some(host) = self.units.iter_mut().find(|u| u.id == host && u.rank != rank) {
                host.riders.push(rank);
            }
        }
    }

    /// The unit of a rank.
    ///
    /// # Panics
    /// When the rank is a station's: an event was posted to the wrong entity.
    #[must_use]
    pub fn unit(&self, rank: u32) -> &UnitState {
        match self.who[rank as usize] {
            Who::Unit(at) => &self.units[at as usize],
            Who::Station(_) => unreachable!("rank {rank} is a station"),
        }
    }

    /// The unit of a rank, to change it.
    ///
    /// # Panics
    /// As [`World::unit`].
    pub fn unit_mut(&mut self, rank: u32) -> &mut UnitState {
        match self.who[rank as usize] {
            Who::Unit(at) => &mut self.units[at as usize],
            Who::Station(_) => unreachable!("rank {rank} is a station"),
        }
    }

    /// The station of a rank, to change it.
    ///
    /// # Panics
    /// When the rank is a unit's.
    pub fn station_mut(&mut self, rank: u32) -> &mut StationState {
        match self.who[rank as usize] {
            Who::Station(at) => &mut self.stations[at as usize],
            Who::Unit(_) => unreachable!("rank {rank} is a unit"),
        }
    }

    /// The id of a place.
    #[must_use]
    pub fn place(&self, id: PlaceId) -> Arc<str> {
        Arc::clone(&self.places[id.0 as usize])
    }
}

enum Candidate<'s> {
    Unit(u32),
    Station(u32, &'s Num<dim::Count>),
}

fn index(at: usize) -> u32 {
    u32::try_from(at).expect("nodes are limited to 200,000")
}

impl UnitState {
    /// The trip under way.
    ///
    /// # Panics
    /// When there is none: an event of a movement outlived it.
    #[must_use]
    pub fn trip(&self) -> &Trip {
        self.trip.as_ref().expect("events of a movement come only while it lasts")
    }

    /// The trip under way, to change it.
    ///
    /// # Panics
    /// As [`UnitState::trip`].
    pub fn trip_mut(&mut self) -> &mut Trip {
        self.trip.as_mut().expect("events of a movement come only while it lasts")
    }
}
