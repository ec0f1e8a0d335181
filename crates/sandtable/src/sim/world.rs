//! What is true at an instant: units, their trains, stations.

use super::air::radar::Curves;
use super::air::{FlightState, Lines, LookedAt, Picture, RadarState, Roll, TrackRules, roll_of};
use super::calendar::{RosterState, Waiting};
use super::fire::{Battery, FireOrder, Post, Touch};
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::model::mover::flight::Part;
use crate::record::{Cause, Fidelity, Names, State};
use crate::scenario::param::Num;
use crate::scenario::read::dim;
use crate::scenario::resolved::{Order, Pick, PlaceId, StartState, UnitId};
use crate::sim::{Event, Handle};
use std::cell::Cell;
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
    /// Duty rosters, in order of path; none in a quick run.
    pub rosters: Vec<RosterState>,
    /// Flights of tasks, in order of path; none in a quick run.
    pub flights: Vec<FlightState>,
    /// Lists that a turn of an antenna fills, kept to save allocations.
    pub desk: (Vec<Option<LookedAt>>, Vec<bool>),
    /// Indices of flights that send noise.
    pub noisy: Vec<u32>,
    /// Ranks of units that have a weapon to shoot with, in order.
    pub armed: Vec<u32>,
    /// Orders to engage, in the order of being given.
    pub fire_orders: Vec<FireOrder>,
    /// Kill probability of every shot, if it is not the weapons' own.
    pub kill: Option<f64>,
    /// Times of service are exponential, as formulas of queues have them.
    pub exponential: bool,
    /// How tracks begin and end.
    pub rules: TrackRules,
    /// How they are kept.
    pub fidelity: Fidelity,
    /// Detection curves that were worked out.
    pub curves: Curves,
    /// Lines between places that were worked out.
    pub lines: Lines,
    /// Injects that wait for an event.
    pub triggers: Vec<Waiting>,
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
    /// Index into [`World::rosters`].
    Roster(u32),
    /// A phase, by its number in the scenario.
    Phase(u32),
    /// A task, by its number in the scenario.
    Task(u32),
    /// A norm, by its number in the scenario.
    Norm(u32),
    /// Index into [`World::flights`].
    Flight(u32),
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
    /// What its orders came to, drawn before the start.
    pub plans: Vec<Planned>,
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
    /// First instants of every state that it has been in; kept in a full run only.
    pub firsts: Vec<(State, SimTime)>,
    /// Alert drills so far.
    pub alerts: u32,
    /// Its radars while they are on.
    pub radars: Vec<RadarState>,
    /// Until when they are on.
    pub watch_until: SimTime,
    /// Until when it takes part in an air drill.
    pub part_until: SimTime,
    /// What it knows of the air, if anything ever reached it.
    pub picture: Option<Picture>,
    /// Its link to the post above.
    pub touch: Touch,
    /// Until when messages occupy that link: whoever sends over it, up or down, waits for its turn.
    pub link_busy: Cell<SimTime>,
    /// Its post, while it takes part in a drill.
    pub post: Option<Box<Post>>,
    /// Its battery, while it takes part in a drill.
    pub battery: Option<Box<Battery>>,
}

/// What was drawn for an order before the start: a fork keeps it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// When it is to begin.
    pub start: SimTime,
    /// Which of its ways holds.
    pub way: u32,
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
    /// The leg that is flown.
    pub leg: u32,
    /// Its climb, cruise and descent, and how long the formation takes to land (s).
    pub air: Option<([Part; 3], f64)>,
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
    ///
    /// Phases, tasks, norms and rosters are there in a full run only: they move nothing.
    #[must_use]
    pub fn new(
        inputs: &Realisation<'_>,
        luck: Luck,
        (is_full, exponential): (bool, bool),
    ) -> (Self, Names) {
        let scenario = inputs.scenario;
        let entities = entities(inputs, luck, (is_full, exponential));
        let places = scenario.places.iter().map(|p| Arc::from(p.id.as_str())).collect();
        let mut world = World {
            who: Vec::new(),
            units: Vec::new(),
            stations: Vec::new(),
            rosters: Vec::new(),
            flights: Vec::new(),
            desk: (Vec::new(), Vec::new()),
            noisy: Vec::new(),
            armed: Vec::new(),
            fire_orders: Vec::new(),
            kill: None,
            exponential,
            rules: rules(inputs),
            fidelity: Fidelity::L1,
            curves: Curves::default(),
            lines: Lines::default(),
            triggers: Vec::new(),
            places,
            station_of: Arc::from([]),
        };
        let mut station_of = vec![None; scenario.places.len()];
        for (rank, (_, candidate)) in entities.iter().enumerate() {
            let rank = index(rank);
            match candidate {
                Candidate::Flight(roll) => {
                    let at = index(world.flights.len());
                    world.who.push(Who::Flight(at));
                    if roll.sends_noise(scenario) {
                        world.noisy.push(at);
                    }
                    world.flights.push(FlightState::new(rank, Roll::clone(roll)));
                }
                Candidate::Unit(at) => world.add_unit((inputs, luck), rank, UnitId(*at)),
                Candidate::Station(at, ramps) => {
                    station_of[*at as usize] = Some(rank);
                    world.add_station(inputs, ramps);
                }
                Candidate::Roster(at) => {
                    world.who.push(Who::Roster(index(world.rosters.len())));
                    world.rosters.push(RosterState::new(*at));
                }
                Candidate::Phase(at) => world.who.push(Who::Phase(*at)),
                Candidate::Task(at) => world.who.push(Who::Task(*at)),
                Candidate::Norm(at) => world.who.push(Who::Norm(*at)),
            }
        }
        world.station_of = station_of.into();
        world.seat_riders(inputs);
        let inputs = scenario.params.iter().map(|p| Arc::from(p.path.as_str())).collect();
        let paths = entities.into_iter().map(|(path, _)| Arc::from(path)).collect();
        (world, Names::new(paths, inputs))
    }

    fn add_unit(&mut self, (inputs, luck): (&Realisation<'_>, Luck), rank: u32, id: UnitId) {
        let scenario = inputs.scenario;
        let unit = scenario.unit(id);
        let state = State::starting(unit.state);
        let reached = match unit.state {
            StartState::Garrison | StartState::Training => 0,
            StartState::Present => 1,
            StartState::InstrumentReady => 2,
            StartState::DutyAccepted => 3,
        };
        let mut dates = [None; 3];
        dates[..reached].fill(Some(scenario.start));
        self.who.push(Who::Unit(index(self.units.len())));
        if !unit.fire.weapons.is_empty() {
            self.armed.push(rank);
        }
        self.units.push(UnitState {
            rank,
            id,
            state,
            place: unit.place,
            riders: Vec::new(),
            trip: None,
            waiting: VecDeque::new(),
            plans: planned(inputs, luck, &unit.orders),
            hold: None,
            arrivals: 0,
            gates_left: 0,
            steps: Vec::new(),
            dates,
            firsts: Vec::new(),
            alerts: 0,
            radars: Vec::new(),
            watch_until: scenario.start,
            part_until: scenario.start,
            picture: None,
            touch: Touch::default(),
            link_busy: Cell::new(scenario.start),
            post: None,
            battery: None,
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
            other => unreachable!("rank {rank} is {other:?}"),
        }
    }

    /// The unit of a rank, to change it.
    ///
    /// # Panics
    /// As [`World::unit`].
    pub fn unit_mut(&mut self, rank: u32) -> &mut UnitState {
        match self.who[rank as usize] {
            Who::Unit(at) => &mut self.units[at as usize],
            other => unreachable!("rank {rank} is {other:?}"),
        }
    }

    /// The station of a rank, to change it.
    ///
    /// # Panics
    /// When the rank is a unit's.
    pub fn station_mut(&mut self, rank: u32) -> &mut StationState {
        match self.who[rank as usize] {
            Who::Station(at) => &mut self.stations[at as usize],
            other => unreachable!("rank {rank} is {other:?}"),
        }
    }

    /// The roster of a rank, to change it.
    ///
    /// # Panics
    /// When the rank is not a roster's.
    pub fn roster_mut(&mut self, rank: u32) -> &mut RosterState {
        match self.who[rank as usize] {
            Who::Roster(at) => &mut self.rosters[at as usize],
            other => unreachable!("rank {rank} is {other:?}"),
        }
    }

    /// The rank of a unit of the scenario, if it takes part.
    #[must_use]
    pub fn rank_of(&self, id: UnitId) -> Option<u32> {
        // Units are in order of path, and paths are in order of id.
        let at = self.units.binary_search_by_key(&id.0, |u| u.id.0).ok()?;
        Some(self.units[at].rank)
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
    Roster(u32),
    Phase(u32),
    Task(u32),
    Norm(u32),
    Flight(Box<Roll>),
}

/// Everything that has rows of its own, in order of path.
fn entities<'s>(
    inputs: &Realisation<'s>,
    luck: Luck,
    (is_full, exponential): (bool, bool),
) -> Vec<(String, Candidate<'s>)> {
    let scenario = inputs.scenario;
    let mut all: Vec<(String, Candidate)> = Vec::new();
    for (at, unit) in scenario.units.iter().enumerate() {
        // A count is a whole number: the member whose number is above it is not there.
        let in_group =
            |m: &crate::scenario::resolved::Member| f64::from(m.number) <= inputs.value(&m.count);
        if *inputs.pick(&unit.deployed) && unit.member.as_ref().is_none_or(in_group) {
            all.push((unit.path(), Candidate::Unit(index(at))));
        }
    }
    for (at, place) in scenario.places.iter().enumerate() {
        if let Some(ramps) = &place.ramps {
            all.push((format!("places/{}", place.id), Candidate::Station(index(at), ramps)));
        }
    }
    if is_full {
        let flights = roll_of(inputs, luck, exponential).into_iter();
        all.extend(flights.map(|f| (f.path.clone(), Candidate::Flight(Box::new(f)))));
        let named = |section: &str, id: &str| format!("{section}/{id}");
        let phases = scenario.phases.iter().enumerate();
        all.extend(phases.map(|(n, p)| (named("phases", &p.id), Candidate::Phase(index(n)))));
        let tasks = scenario.tasks.iter().enumerate();
        all.extend(tasks.map(|(n, t)| (named("tasks", &t.id), Candidate::Task(index(n)))));
        let norms = scenario.norms.iter().enumerate();
        all.extend(norms.map(|(n, t)| (named("norms", &t.id), Candidate::Norm(index(n)))));
        let rosters = scenario.rosters.iter().enumerate();
        all.extend(rosters.map(|(n, r)| (named("rosters", &r.id), Candidate::Roster(index(n)))));
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Rules of tracks; a scenario without any keeps the usual three of five, and three misses.
fn rules(inputs: &Realisation<'_>) -> TrackRules {
    match &inputs.scenario.air {
        None => TrackRules { hits: 3, looks: 5, misses: 3 },
        Some(air) => {
            let of = |num| inputs.value(num);
            TrackRules::of_counts(of(&air.hits), of(&air.looks), of(&air.misses))
        }
    }
}

/// What the orders of a unit come to; a way back takes the way of the order that it goes back on.
fn planned(inputs: &Realisation<'_>, luck: Luck, orders: &[Order]) -> Vec<Planned> {
    let way = |picks: &[Pick]| {
        picks.iter().fold(0, |way, pick| {
            way * pick.branches + luck.branch_of(inputs, pick.param, &pick.field)
        })
    };
    let made = orders.iter().map(|order| {
        let of = order.back_of.map_or(order, |at| &orders[at as usize]);
        Planned { start: luck.time(inputs, order.start()), way: way(of.picks()) }
    });
    made.collect()
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
