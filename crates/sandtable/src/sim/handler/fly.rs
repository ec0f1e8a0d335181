//! Flights of a task: they begin, pass places, end. Who watches hears of them.

use super::At;
use crate::base::time::SimTime;
use crate::record::{Body, FlightAct, FlightRow, Mode, Sink};
use crate::sim::air::roll::{Roll, What};
use crate::sim::air::{Flight, FlightState};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{Who, World};
use std::sync::Arc;

/// Index of a flight in the world.
fn index(world: &World, rank: u32) -> u32 {
    match world.who[rank as usize] {
        Who::Flight(at) => at,
        other => unreachable!("rank {rank} is {other:?}"),
    }
}

/// A flight begins; neutral traffic may have been under way for a while.
pub(in crate::sim) fn start<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    until: SimTime,
) {
    let number = index(world, at.rank);
    let roll = &world.flights[number as usize].roll;
    let with = (&out.inputs, out.luck);
    let Some(flight) = Flight::drawn(with, roll, until, &mut world.lines) else { return };
    let flight = Arc::new(flight);
    if flight.way.end() <= out.time() {
        return;
    }
    let state = &mut world.flights[number as usize];
    state.flight = Some(Arc::clone(&flight));
    note_target(out, &state.roll);
    let row = flight_row(out, at, state, &flight, FlightAct::Begins);
    for (leg, way) in (0_u32..).zip(&flight.legs) {
        if way.end > out.time() {
            out.post(at.rank, way.end, Event { kind: Kind::FlightLeg { leg }, cause: Some(row) });
        }
    }
    let end = flight.way.end();
    out.post(at.rank, end, Event { kind: Kind::FlightEnd, cause: Some(row) });
    tell(world, out, (number, &flight), row);
}

/// Notes what was drawn of the target, for the row of its beginning.
fn note_target<S: Sink>(out: &mut Outbox<'_, S>, roll: &Roll) {
    let What::Along { unit, .. } = roll.what else { return };
    let Some(target) = &out.inputs.scenario.unit(unit).target else { return };
    let n = roll.number;
    out.value(&target.rcs, n);
    out.value(&target.height, n);
    out.value(&target.speed, n);
    for (angle, factor) in &target.aspects {
        out.value(angle, n);
        out.value(factor, n);
    }
    for (_, factor) in &target.bands {
        out.value(factor, n);
    }
    if let Some(noise) = &target.noise {
        out.value(&noise.ratio, n);
        out.value(&noise.at, n);
        out.value(&noise.sidelobe, n);
    }
}

fn flight_row<S: Sink>(
    out: &mut Outbox<'_, S>,
    at: At,
    state: &FlightState,
    flight: &Flight,
    act: FlightAct,
) -> crate::record::Cause {
    let scenario = out.inputs.scenario;
    let roll = &state.roll;
    out.row_with(at.rank, at.cause, || {
        let (unit, path) = match roll.what {
            What::Along { unit, path } => (
                Some(Arc::from(scenario.unit(unit).id.as_str())),
                Some(Arc::from(scenario.paths[path as usize].id.as_str())),
            ),
            What::Recorded(_) => (None, None),
        };
        Body::Flight(Box::new(FlightRow {
            act,
            kind: roll.kind,
            task: Arc::from(scenario.tasks[roll.task as usize].id.as_str()),
            unit,
            path,
            rcs_m2: flight.rcs_m2,
            height_m: flight.height_m,
            speed_mps: flight.speed_mps,
        }))
    })
}

/// Posts to every unit that watches when the flight comes within reach of each of its radars.
fn tell<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (number, flight): (u32, &Arc<Flight>),
    row: crate::record::Cause,
) {
    for unit in world.units.iter().filter(|u| !u.radars.is_empty()) {
        for (radar, state) in (0_u32..).zip(&unit.radars) {
            for (from, until) in state.reached(flight) {
                if until <= out.time() {
                    continue;
                }
                let kind = Kind::Reach { radar, flight: number, until };
                let event = Event { kind, cause: Some(row) };
                out.post(unit.rank, from.max(out.time()), event);
            }
        }
    }
}

/// A leg between two places ends.
pub(in crate::sim) fn leg_end<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At, leg: u32) {
    let state = &world.flights[index(world, at.rank) as usize];
    let Some(flight) = &state.flight else { return };
    let way = flight.legs[leg as usize];
    out.row_with(at.rank, at.cause, || Body::Leg {
        mode: Mode::Air,
        train: 0,
        from: world.place(way.from),
        to: world.place(way.to),
        start: way.start,
        distance_m: way.length_m,
        part: (0.0, 1.0),
        height_m: Some((flight.height_m, flight.height_m)),
    });
}

/// The flight has come to the end of its way.
pub(in crate::sim) fn end<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At) {
    let state = &world.flights[index(world, at.rank) as usize];
    let Some(flight) = state.flight.clone() else { return };
    flight_row(out, at, state, &flight, FlightAct::Ends);
}

/// Posts the flights of a task that is held; those of neutral traffic that began before are in the air now.
pub(super) fn open<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (task, until): (u32, SimTime),
    row: crate::record::Cause,
) {
    for flight in world.flights.iter().filter(|f| f.roll.task == task) {
        let start = flight.roll.start.max(out.time());
        if start >= until {
            continue;
        }
        let kind = Kind::FlightStart { until };
        out.post(flight.rank, start, Event { kind, cause: Some(row) });
    }
}
