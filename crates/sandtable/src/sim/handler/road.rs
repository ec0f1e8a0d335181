//! By road: columns with a head and a tail, slower by night.

use super::{At, after, enter, number};
use crate::base::time::SimTime;
use crate::geo::sun::is_night;
use crate::model::mover::march::{ColumnPlan, head_arrival, head_start, march_units};
use crate::record::{Body, Cause, Mode, Sink, State};
use crate::scenario::resolved::{Column, Movement, PlaceId, RoadMove, StartState};
use crate::sim::error::SimError;
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{TrainState, Trip, World};

/// What was drawn for a march.
pub(super) struct Drawn {
    /// Road distance (m).
    pub distance_m: f64,
    /// Factor on the speed by night.
    pub night: f64,
    /// The column.
    pub plan: ColumnPlan,
}

/// A march with its instants.
#[derive(Clone, Copy)]
pub(super) struct March {
    /// Head leaves.
    pub start: SimTime,
    /// Head arrives.
    pub head_in: SimTime,
    /// Tail arrives.
    pub tail_in: SimTime,
}

/// Draws a march of so many vehicles over a distance.
pub(super) fn march<S: Sink>(
    out: &mut Outbox<'_, S>,
    column: &Column,
    event: u32,
    distance_m: f64,
    vehicles: u32,
) -> Drawn {
    let rate_mps = out.value(&column.rate, event);
    let density_per_m = out.value(&column.density, event);
    let unit_size = (out.value(&column.march_unit, event) as u32).max(1);
    let plan = ColumnPlan {
        vehicles,
        density_per_m,
        rate_mps,
        serials: 1,
        march_units: march_units(vehicles, unit_size),
        serial_gap_s: 0.0,
        unit_gap_s: out.value(&column.gap, event),
    };
    Drawn { distance_m, night: out.value(&column.night, event), plan }
}

impl Drawn {
    /// Time from head to tail, at the speed in force when the head arrives.
    fn pass_s(&self, head_in: SimTime, at: Option<(f64, f64)>) -> f64 {
        let night = at.is_some_and(|(lat, lon)| is_night(head_in, lat, lon));
        let factor = if night { self.night } else { 1.0 };
        ColumnPlan { rate_mps: self.plan.rate_mps * factor, ..self.plan }.pass_time_s()
    }

    /// The march whose head leaves at `start`; light is that of the place `at`, day if it has no position.
    pub(super) fn leaving(&self, start: SimTime, at: Option<(f64, f64)>) -> March {
        let speed = self.plan.rate_mps;
        let head_in = match at {
            Some(at) => head_arrival(start, self.distance_m, speed, self.night, at),
            None => start.plus_s(self.distance_m / speed),
        };
        March { start, head_in, tail_in: head_in.plus_s(self.pass_s(head_in, at)) }
    }

    /// The march whose tail is in at `end`.
    pub(super) fn arriving(&self, end: SimTime, at: Option<(f64, f64)>) -> March {
        // The tail follows the head within minutes: the light at the end decides the pass time.
        let head_in = end.plus_s(-self.pass_s(end, at));
        let speed = self.plan.rate_mps;
        let start = match at {
            Some(at) => head_start(head_in, self.distance_m, speed, self.night, at),
            None => head_in.plus_s(-self.distance_m / speed),
        };
        March { start, head_in, tail_in: end }
    }
}

/// Posts the arrival of a column's head and tail.
pub(super) fn post_column<S: Sink>(
    out: &mut Outbox<'_, S>,
    rank: u32,
    (train, march): (u32, March),
    cause: Cause,
) {
    let soonest = after(out, 0.0);
    for (kind, time) in
        [(Kind::HeadIn { train }, march.head_in), (Kind::TailIn { train }, march.tail_in)]
    {
        out.post(rank, time.max(soonest), Event { kind, cause: Some(cause) });
    }
}

fn movement<'s, S>(
    world: &World,
    out: &Outbox<'s, S>,
    rank: u32,
    order: u32,
) -> Option<&'s RoadMove> {
    let scenario = out.inputs.scenario;
    match &scenario.unit(world.unit(rank).id).orders[order as usize].movement {
        Movement::Road(m) => Some(m),
        Movement::Rail(_) | Movement::Air(_) => None,
    }
}

/// A march by road begins; every second repetition leads back.
pub(in crate::sim) fn start<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, round): (u32, u32),
) {
    let Some(m) = movement(world, out, at.rank, order) else { return };
    if round >= super::MOST_ROUNDS {
        let unit = out.names.of(at.rank).to_owned();
        out.failure.get_or_insert(SimError::Rounds { unit, most: super::MOST_ROUNDS });
        return;
    }
    if super::waits(world, out, at) {
        return;
    }
    super::ready::abandon(world, out, at.rank);
    let scenario = out.inputs.scenario;
    let unit = world.unit(at.rank);
    let text = scenario.unit(unit.id);
    let (home, from) = (text.place.unwrap_or(m.to), unit.place.unwrap_or(m.to));
    let is_back = scenario.unit(unit.id).orders[order as usize].back_of.is_some();
    let to = if round.is_multiple_of(2) || is_back { m.to } else { home };
    let counts = text.vehicles.iter().map(|v| out.value(&v.count, 0) as u32);
    let vehicles = counts.fold(0, u32::saturating_add);
    let distance_m = out.value(&m.distance, round);
    let drawn = march(out, &m.column, number(round, 0, 0), distance_m, vehicles);
    let light = scenario.place(from).at;
    let held_s = world.unit_mut(at.rank).hold.take().map_or(0.0, |(seconds, _)| seconds);
    let march = drawn.leaving(out.time().plus_s(held_s), light);
    super::norm::march(world, out, at.rank, (&m.column, &drawn, march), at.cause);
    let unit = world.unit_mut(at.rank);
    let column = TrainState {
        wagons: 0,
        vehicles,
        asked: march.start,
        leg_start: march.start,
        latest: None,
    };
    unit.trip = Some(Trip {
        order,
        round,
        trains: vec![column],
        stages_m: [].into(),
        speed_mps: 0.0,
        extra: false,
        to,
        road_m: distance_m,
        tails_in: 0,
        leg: 0,
        air: None,
        set_up: m.set_up && to == m.to,
    });
    let row = enter(world, out, at, State::OnMarch);
    post_column(out, at.rank, (0, march), row);
}

/// The head of a column is in: the unit is present.
pub(in crate::sim) fn head_in<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    train: u32,
) {
    let unit = world.unit(at.rank);
    let (to, from, from_home) = ends(world, out, at.rank);
    let trip = unit.trip();
    let (start, distance_m) = (trip.trains[train as usize].leg_start, trip.road_m);
    let row = out.move_row(at.rank, at.cause, || Body::Leg {
        mode: Mode::Road,
        train,
        from: world.place(from),
        to: world.place(to),
        start,
        distance_m,
        part: (0.0, 1.0),
        height_m: None,
    });
    if world.unit(at.rank).state == State::OnMarch {
        world.unit_mut(at.rank).place = Some(to);
        let state = if from_home { State::Present } else { home_state(world, out, at.rank) };
        enter(world, out, At { rank: at.rank, cause: Some(row) }, state);
    }
    world.unit_mut(at.rank).trip_mut().trains[train as usize].latest = Some(row);
}

/// Where the present road leg goes and comes from, and whether it leads to the site.
fn ends<S>(world: &World, out: &Outbox<'_, S>, rank: u32) -> (PlaceId, PlaceId, bool) {
    let unit = world.unit(rank);
    let trip = unit.trip();
    let scenario = out.inputs.scenario;
    let order = &scenario.unit(unit.id).orders[trip.order as usize];
    match &order.movement {
        Movement::Rail(m) => {
            let way = m.journeys.way(unit.plans[trip.order as usize].way);
            (trip.to, way.to, order.back_of.is_none())
        }
        // The leg of a flight is not by road.
        Movement::Air(_) => (trip.to, trip.to, true),
        Movement::Road(m) if order.back_of.is_some() => (m.to, unit.place.unwrap_or(m.to), false),
        Movement::Road(m) => {
            let home = scenario.unit(unit.id).place.unwrap_or(m.to);
            if trip.round.is_multiple_of(2) { (m.to, home, true) } else { (home, m.to, false) }
        }
    }
}

pub(super) fn home_state<S>(world: &World, out: &Outbox<'_, S>, rank: u32) -> State {
    match out.inputs.scenario.unit(world.unit(rank).id).state {
        StartState::Training => State::Training,
        _ => State::Garrison,
    }
}

/// The tail of a column is in; after the last column the unit sets up, and what waited begins.
pub(in crate::sim) fn tail_in<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    train: u32,
) {
    let trip = world.unit_mut(at.rank).trip_mut();
    trip.tails_in += 1;
    let latest = trip.trains[train as usize].latest.or(at.cause);
    if (trip.tails_in as usize) < trip.trains.len() {
        return;
    }
    let (order, round, set_up) = (trip.order, trip.round, trip.set_up);
    let began = trip.trains[0].leg_start;
    world.unit_mut(at.rank).trip = None;
    // The next repetition counts from the start of this one.
    if let Some(every) = movement(world, out, at.rank, order).and_then(|m| m.every.as_ref()) {
        let next = began.plus_s(out.value(every, round)).max(after(out, 0.0));
        out.forget_draws();
        let kind = Kind::RoadStart { order, round: round + 1 };
        out.post(at.rank, next, Event { kind, cause: latest });
    }
    if set_up {
        super::ready::emplace(world, out, At { rank: at.rank, cause: latest });
    }
    begin_waiting(world, out, at.rank);
}

/// What waited for the end of a trip begins; what comes up while the unit is on its way again waits again.
pub(super) fn begin_waiting<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, rank: u32) {
    let soonest = after(out, 0.0);
    while let Some((first, event)) = world.unit_mut(rank).waiting.pop_front() {
        out.post(rank, first.max(soonest), event);
    }
}
