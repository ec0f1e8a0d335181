//! Orders and commands arrive.

use super::{At, after};
use crate::base::time::SimTime;
use crate::record::{Act, Body, Cause, Part, Sink, State};
use crate::scenario::resolved::{Movement, Order};
use crate::sim::command::{Command, CommandAct};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::sync::Arc;

/// When a unit is alerted by an order.
pub(in crate::sim) fn alert_time<S: Sink>(
    world: &World,
    (rank, order): (u32, u32),
    text: &Order,
    out: &mut Outbox<'_, S>,
) -> SimTime {
    let start = world.unit(rank).plans[order as usize].start;
    match &text.movement {
        Movement::Rail(_) if text.back_of.is_some() => start,
        Movement::Rail(m) => super::rail::alert_time(world, (rank, order), m, out),
        Movement::Road(m) => start.plus_s(-out.value_or(m.alert.as_ref(), 0, 0.0)),
        Movement::Air(m) => start.plus_s(-out.value_or(m.alert.as_ref(), 0, 0.0)),
    }
}

/// A unit is alerted: the order is a row, and its first act is placed.
pub(in crate::sim) fn alert<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let scenario = out.inputs.scenario;
    let text = &scenario.unit(world.unit(at.rank).id).orders[order as usize];
    let start = world.unit(at.rank).plans[order as usize].start;
    out.note(text.start().param, &text.start().field);
    for pick in text.picks().iter().filter(|_| text.back_of.is_none()) {
        out.note(pick.param, &pick.field);
    }
    let (first, kind) = match &text.movement {
        Movement::Rail(_) if text.back_of.is_some() => (start, Kind::Withdraw { order }),
        Movement::Rail(m) => super::rail::first_act(world, out, at.rank, (order, m)),
        Movement::Road(_) => (start, Kind::RoadStart { order, round: 0 }),
        Movement::Air(_) => (start, Kind::FlightReady { order, leg: 0 }),
    };
    let row = out.row_with(at.rank, None, || Body::Order {
        order: Arc::from(text.id.as_str()),
        author: Arc::from("scenario"),
        text: Arc::from(words(world, at.rank, (order, text))),
    });
    let event = Event { kind, cause: Some(row) };
    out.post(at.rank, first.max(out.time()), event);
}

fn words(world: &World, rank: u32, (number, order): (u32, &Order)) -> String {
    let way = world.unit(rank).plans[number as usize].way;
    let back = if order.back_of.is_some() { "go back: " } else { "" };
    match &order.movement {
        Movement::Rail(m) => {
            let load_at = world.place(m.journeys.way(way).load_at);
            format!("{back}load at {load_at} and go by rail")
        }
        Movement::Road(m) => format!("{back}march to {}", world.place(m.to)),
        Movement::Air(m) => {
            let last = m.routes.way(way).legs.last().expect("a route has a leg");
            format!("{back}fly to {}", world.place(last.to))
        }
    }
}

/// A script or a person does something to a unit.
pub(in crate::sim) fn command<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    command: &Command,
) {
    let (order, text) = match command.act {
        CommandAct::Hold(seconds) => {
            ("hold", format!("hold the next departure for {:.0} min", seconds / 60.0))
        }
        CommandAct::Alert => ("alert", "alert drill".to_owned()),
        CommandAct::Inspect(seconds) => {
            ("inspect", format!("inspect for {:.0} min", seconds / 60.0))
        }
        CommandAct::Cut(seconds) => {
            ("cut", format!("the link above is cut for {:.0} min", seconds / 60.0))
        }
        CommandAct::Fail(seconds) => {
            ("fail", format!("the post does nothing for {:.0} min", seconds / 60.0))
        }
    };
    let row = out.row_with(at.rank, at.cause, || Body::Order {
        order: Arc::from(order),
        author: Arc::clone(&command.author),
        text: Arc::from(text),
    });
    let is_on_duty = world.unit(at.rank).state == State::DutyAccepted;
    match command.act {
        CommandAct::Hold(seconds) => world.unit_mut(at.rank).hold = Some((seconds, row)),
        CommandAct::Alert if is_on_duty => super::norm::alert(world, out, (at.rank, row)),
        CommandAct::Alert => not_held(out, (at.rank, row), Part::Alert),
        CommandAct::Inspect(seconds) if is_on_duty => {
            let end = after(out, seconds);
            out.post(at.rank, end, Event { kind: Kind::InspectionOver, cause: Some(row) });
        }
        CommandAct::Inspect(_) => not_held(out, (at.rank, row), Part::Inspection),
        CommandAct::Cut(seconds) => {
            let until = after(out, seconds);
            let event =
                Event { kind: Kind::LinkDown { since: out.time(), until }, cause: Some(row) };
            out.post(at.rank, after(out, 0.0), event);
        }
        CommandAct::Fail(seconds) => {
            let until = after(out, seconds);
            let event = Event { kind: Kind::Fail { until }, cause: Some(row) };
            out.post(at.rank, after(out, 0.0), event);
        }
    }
}

fn not_held<S: Sink>(out: &mut Outbox<'_, S>, (rank, cause): (u32, Cause), what: Part) {
    out.row_with(rank, Some(cause), || Body::Exercise {
        what,
        id: Arc::from("inject"),
        act: Act::NotHeld,
        value: None,
        limit: None,
        text: Arc::from("the unit is not on duty"),
    });
}

/// A unit entered a state: injects that wait for it are given their command, once.
pub(super) fn entered<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (state, row): (State, Cause),
) {
    while let Some(found) = world.triggers.iter().position(|t| t.unit == rank && t.state == state) {
        let waiting = world.triggers.remove(found);
        let kind = Kind::Command { index: waiting.command };
        out.post(waiting.target, after(out, waiting.delay_s), Event { kind, cause: Some(row) });
    }
}
