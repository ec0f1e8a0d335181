//! Duty rosters: who is on duty, by turns.

use super::{At, after};
use crate::record::{Act, Body, Cause, Part, Sink, State};
use crate::scenario::resolved::Roster;
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{Who, World};
use std::sync::Arc;

/// A unit entered a state: one that accepts duty joins its rosters.
pub(super) fn entered<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (state, row): (State, Cause),
) {
    if state != State::DutyAccepted {
        return;
    }
    let id = world.unit(rank).id;
    for (at, who) in world.who.iter().enumerate() {
        let Who::Roster(index) = who else { continue };
        let roster = &out.inputs.scenario.rosters[world.rosters[*index as usize].id as usize];
        if roster.units.contains(&id) {
            let at = u32::try_from(at).expect("nodes are limited to 200,000");
            let kind = Kind::RosterJoin { unit: rank };
            out.post(at, out.time(), Event { kind, cause: Some(row) });
        }
    }
}

/// A unit joins; with the first one the turns begin.
pub(in crate::sim) fn join<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, unit: u32) {
    let roster = world.roster_mut(at.rank);
    if !roster.members.contains(&unit) {
        roster.members.push(unit);
    }
    if roster.members.len() == 1 && roster.turns == 0 {
        out.post(at.rank, out.time(), Event { kind: Kind::Turn, cause: at.cause });
    }
}

/// A turn begins: so many members as the code in force wants, beginning after the last ones.
pub(in crate::sim) fn turn<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let roster = world.roster_mut(at.rank);
    let (id, turn) = (roster.id, roster.turns);
    roster.turns += 1;
    let text = &out.inputs.scenario.rosters[id as usize];
    let wanted = wanted(out, text);
    let ready: Vec<u32> = world
        .roster_mut(at.rank)
        .members
        .clone()
        .into_iter()
        .filter(|rank| world.unit(*rank).state == State::DutyAccepted)
        .collect();
    let row = match &text.vehicles {
        None => units_turn(world, out, at, (text, turn), (wanted, &ready)),
        Some(kind) => vehicles_turn(world, out, at, (text, turn, kind), (wanted, &ready)),
    };
    let shift_s = out.value(&text.shift, 0);
    out.post(at.rank, after(out, shift_s), Event { kind: Kind::Turn, cause: Some(row) });
}

/// How many are wanted by the code in force.
fn wanted<S: Sink>(out: &mut Outbox<'_, S>, text: &Roster) -> u32 {
    let now = out.time();
    let in_exercise = text.phase.is_some_and(|at| {
        let phase = &out.inputs.scenario.phases[at as usize];
        out.inputs.time(&phase.start) <= now && now < out.inputs.time(&phase.end)
    });
    let count = if in_exercise { &text.exercise } else { &text.peace };
    out.value(count, 0) as u32
}

fn units_turn<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (text, turn): (&Roster, u32),
    (wanted, ready): (u32, &[u32]),
) -> Cause {
    let count = ready.len().min(wanted as usize);
    let first = turn as usize * wanted as usize;
    let names: Vec<_> = (0..count)
        .map(|n| world.unit(ready[(first + n) % ready.len()]).id)
        .map(|id| out.inputs.scenario.unit(id).id.as_str())
        .collect();
    row(out, at, text, (count, wanted), names.join(", "))
}

fn vehicles_turn<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (text, turn, kind): (&Roster, u32, &str),
    (wanted, ready): (u32, &[u32]),
) -> Cause {
    let mut words = Vec::new();
    let mut on_duty = 0;
    for rank in ready {
        let unit = out.inputs.scenario.unit(world.unit(*rank).id);
        let Some(vehicles) = unit.vehicles.iter().find(|v| v.id == kind) else { continue };
        let all = out.value(&vehicles.count, 0) as u32;
        let count = wanted.min(all);
        on_duty += count;
        if count > 0 {
            let first = turn * wanted % all + 1;
            let last = (first + count - 2) % all + 1;
            words.push(format!("{} {kind} {first} to {last} of {all}", unit.id));
        }
    }
    let wanted = wanted as usize * ready.len();
    row(
        out,
        at,
        text,
        (on_duty as usize, u32::try_from(wanted).unwrap_or(u32::MAX)),
        words.join(", "),
    )
}

fn row<S: Sink>(
    out: &mut Outbox<'_, S>,
    at: At,
    roster: &Roster,
    (count, wanted): (usize, u32),
    names: String,
) -> Cause {
    let act = if count > 0 { Act::OnDuty } else { Act::NotHeld };
    out.row_with(at.rank, at.cause, || Body::Exercise {
        what: Part::Roster,
        id: Arc::from(roster.id.as_str()),
        act,
        value: Some(count as f64),
        limit: Some(f64::from(wanted)),
        text: Arc::from(if names.is_empty() { "nobody".to_owned() } else { names }),
    })
}
