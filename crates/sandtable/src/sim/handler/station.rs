//! Stations: ramps in order of asking, departures in order of readiness, one headway apart.

use super::At;
use crate::record::{Body, Cause, RampAct, Sink};
use crate::scenario::resolved::Movement;
use crate::sim::event::{Event, Kind, Work};
use crate::sim::outbox::Outbox;
use crate::sim::world::{Asking, World};

/// A train asks for a ramp: it gets one, or waits its turn.
pub(in crate::sim) fn ramp_asked<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (unit, train, work): (u32, u32, Work),
) {
    let since = out.time();
    let asking = Asking { unit, train, work, since, cause: at.cause };
    let station = world.station_mut(at.rank);
    if station.free == 0 {
        station.queue.push_back(asking);
        return;
    }
    station.free -= 1;
    grant(world, out, at.rank, asking);
}

/// A ramp falls free: the first that waits gets it.
pub(in crate::sim) fn ramp_free<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let station = world.station_mut(at.rank);
    match station.queue.pop_front() {
        None => station.free += 1,
        Some(next) => {
            // It waited for the ramp: the train that left it is the cause.
            let next = Asking { cause: at.cause, ..next };
            grant(world, out, at.rank, next);
        }
    }
}

fn grant<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, rank: u32, asking: Asking) {
    let waited_s = out.time().since_s(asking.since);
    let waiting = world.station_mut(rank).queue.len();
    let names = out.names.clone();
    let row = out.row_with(rank, asking.cause, || Body::Ramp {
        act: RampAct::Granted,
        unit: names.shared(asking.unit),
        train: asking.train,
        waited_s,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
    });
    let kind = Kind::RampGranted { train: asking.train, work: asking.work };
    out.post(asking.unit, out.time(), Event { kind, cause: Some(row) });
}

/// A loaded train asks for its turn: not before the headway after the last one, nor while it is held.
pub(in crate::sim) fn turn_asked<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (unit, train): (u32, u32),
) {
    let now = out.time();
    let mut cause = at.cause;
    let mut go = now;
    if let Some((last, row)) = world.station_mut(at.rank).last_departure {
        let headway_s = headway_s(world, out, unit, train);
        if last.plus_s(headway_s) > go {
            go = last.plus_s(headway_s);
            cause = Some(row);
        }
    }
    if let Some((hold_s, row)) = world.unit(unit).hold
        && now.plus_s(hold_s) > go
    {
        go = now.plus_s(hold_s);
        cause = Some(row);
    }
    let names = out.names.clone();
    let row: Cause = out.row_with(at.rank, cause, || Body::Ramp {
        act: RampAct::Dispatched,
        unit: names.shared(unit),
        train,
        waited_s: go.since_s(now),
        waiting: 0,
    });
    world.station_mut(at.rank).last_departure = Some((go, row));
    out.post(unit, go, Event { kind: Kind::Depart { train }, cause: Some(row) });
}

fn headway_s<S: Sink>(world: &World, out: &mut Outbox<'_, S>, unit: u32, train: u32) -> f64 {
    let state = world.unit(unit);
    let order = &out.inputs.scenario.unit(state.id).orders[state.trip().order as usize];
    match &order.movement {
        Movement::Rail(m) => out.value_or(m.rate.headway.as_ref(), super::number(0, train, 0), 0.0),
        Movement::Road(_) | Movement::Air(_) => 0.0,
    }
}
