//! From the last vehicle on site to duty accepted.

use super::{At, after, enter};
use crate::base::time::SimTime;
use crate::record::{Cause, Sink, State};
use crate::scenario::resolved::Readiness;
use crate::sim::event::{Event, Gate, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// True for states that a unit in another's train and column shares with it.
pub(super) fn is_shared(state: State) -> bool {
    matches!(
        state,
        State::Withdrawing
            | State::MarchingToStation
            | State::Loading
            | State::OnRail
            | State::Unloading
            | State::OnMarch
            | State::Present
            | State::Emplacing
    )
}

/// A unit that rides takes over its host's state; it sets up with its own crew.
pub(in crate::sim) fn follow<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    state: State,
) {
    let host = at.cause.map(|c| c.entity);
    let place = host.and_then(|host| world.unit(host).place);
    world.unit_mut(at.rank).place = place;
    // Its host moves, so what it was doing to get ready is broken off, as it is for the host.
    abandon(world, out, at.rank);
    if state == State::Emplacing {
        emplace(world, out, at);
    } else {
        enter(world, out, at, state);
    }
}

/// The last vehicle is on site: setting up begins, if the unit has steps to duty.
pub(super) fn emplace<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let unit = world.unit_mut(at.rank);
    let number = unit.arrivals;
    unit.arrivals += 1;
    let scenario = out.inputs.scenario;
    let Some(steps) = &scenario.unit(unit.id).readiness else { return };
    let seconds = out.value(&steps.emplacing, number);
    let row = enter(world, out, at, State::Emplacing);
    step(world, out, at.rank, (after(out, seconds), Kind::Ready, row));
}

/// Instruments are set up: the gates open in parallel.
pub(in crate::sim) fn instruments_ready<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
) {
    let number = world.unit(at.rank).arrivals - 1;
    let Some(steps) = steps(world, out, at.rank) else { return };
    let gates = [
        (Gate::Fortified, &steps.fortifying),
        (Gate::Camouflaged, &steps.camouflaging),
        (Gate::Linked, &steps.linking),
    ];
    let open: Vec<_> = gates
        .into_iter()
        .filter_map(|(gate, time)| Some((gate, out.value(time.as_ref()?, number))))
        .collect();
    world.unit_mut(at.rank).gates_left = u32::try_from(open.len()).expect("there are three gates");
    let inspecting = steps.inspecting.as_ref().filter(|_| open.is_empty());
    let seconds = inspecting.map(|time| out.value(time, number));
    let row = enter(world, out, at, State::InstrumentReady);
    for (gate, seconds) in &open {
        step(world, out, at.rank, (after(out, *seconds), Kind::GateDone { gate: *gate }, row));
    }
    if open.is_empty() {
        // Without a gate the inspection begins at once.
        let end = seconds.map_or(out.time(), |s| out.time().plus_s(s));
        step(world, out, at.rank, (end, Kind::InspectionEnd, row));
    }
}

/// A gate is passed; after the last one the inspection begins.
pub(in crate::sim) fn gate_done<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    gate: Gate,
) {
    let state = match gate {
        Gate::Fortified => State::Fortified,
        Gate::Camouflaged => State::Camouflaged,
        Gate::Linked => State::Linked,
    };
    let unit = world.unit_mut(at.rank);
    unit.gates_left -= 1;
    let (last, number) = (unit.gates_left == 0, unit.arrivals - 1);
    let inspecting = steps(world, out, at.rank).and_then(|s| s.inspecting.as_ref());
    let seconds = inspecting.filter(|_| last).map(|time| out.value(time, number));
    let row = enter(world, out, at, state);
    if last {
        let end = seconds.map_or(out.time(), |s| out.time().plus_s(s));
        step(world, out, at.rank, (end, Kind::InspectionEnd, row));
    }
}

/// The inspection is over.
pub(in crate::sim) fn inspection_end<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let row = enter(world, out, at, State::Inspected);
    out.post(at.rank, out.time(), Event { kind: Kind::Accept, cause: Some(row) });
}

/// Duty is accepted.
pub(in crate::sim) fn accept<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    enter(world, out, at, State::DutyAccepted);
}

/// Posts a step to duty and keeps hold of it.
fn step<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (at, kind, cause): (SimTime, Kind, Cause),
) {
    if let Some(handle) = out.post(rank, at, Event { kind, cause: Some(cause) }) {
        world.unit_mut(rank).steps.push(handle);
    }
}

/// Breaks off the steps to duty: the unit moves again.
pub(super) fn abandon<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, rank: u32) {
    for handle in std::mem::take(&mut world.unit_mut(rank).steps) {
        // What has already happened cannot be broken off, and need not.
        out.cancel(handle);
    }
}

fn steps<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32) -> Option<&'s Readiness> {
    let scenario = out.inputs.scenario;
    scenario.unit(world.unit(rank).id).readiness.as_ref()
}
