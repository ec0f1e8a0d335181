//! Orders and commands arrive.

use super::At;
use crate::record::{Body, Sink};
use crate::scenario::resolved::{Movement, Order};
use crate::sim::command::Command;
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::sync::Arc;

/// A unit is alerted: the order is a row, and its first act is placed.
pub(in crate::sim) fn alert<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let scenario = out.inputs.scenario;
    let text = &scenario.unit(world.unit(at.rank).id).orders[order as usize];
    let (first, kind) = match &text.movement {
        Movement::Rail(m) => {
            out.note(m.load_start.param);
            super::rail::first_act(world, out, at.rank, (order, m))
        }
        Movement::Road(m) => {
            out.note(m.start.param);
            let start = out.inputs.time(&m.start);
            (start, Kind::RoadStart { order, round: 0 })
        }
    };
    let row = out.row_with(at.rank, None, || Body::Order {
        order: Arc::from(text.id.as_str()),
        author: Arc::from("scenario"),
        text: Arc::from(words(world, text)),
    });
    let event = Event { kind, cause: Some(row) };
    out.post(at.rank, first.max(out.time()), event);
}

fn words(world: &World, order: &Order) -> String {
    match &order.movement {
        Movement::Rail(m) => format!("load at {} and go by rail", world.place(m.load_at)),
        Movement::Road(m) => format!("march to {}", world.place(m.to)),
    }
}

/// A script or a person does something to a unit.
pub(in crate::sim) fn command<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    command: &Command,
) {
    match command {
        Command::Hold { seconds, author, .. } => {
            let row = out.row_with(at.rank, None, || Body::Order {
                order: Arc::from("hold"),
                author: Arc::clone(author),
                text: Arc::from(format!("hold the next departure for {:.0} min", seconds / 60.0)),
            });
            world.unit_mut(at.rank).hold = Some((*seconds, row));
        }
    }
}
