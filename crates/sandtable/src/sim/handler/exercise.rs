//! The calendar: phases begin and end, tasks are held by the units that are there.

use super::{At, enter};
use crate::base::time::SimTime;
use crate::record::{Act, Body, Part, Sink, State};
use crate::scenario::resolved::{StateName, Task, TaskKind, UnitId};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{UnitState, Who, World};
use std::sync::Arc;

/// Posts what an entity of the calendar begins with.
pub(in crate::sim) fn open<S: Sink>(world: &World, out: &mut Outbox<'_, S>, rank: u32) {
    let scenario = out.inputs.scenario;
    let mut begins: Vec<(Kind, SimTime)> = Vec::new();
    match world.who[rank as usize] {
        Who::Phase(at) => {
            let phase = &scenario.phases[at as usize];
            let (start, end) = (out.inputs.time(&phase.start), out.inputs.time(&phase.end));
            begins.push((Kind::PhaseBegin, start.max(scenario.start)));
            begins.push((Kind::PhaseEnd, end));
        }
        Who::Task(at) => {
            let start = out.inputs.time(&scenario.tasks[at as usize].start);
            begins.push((Kind::TaskBegin, start));
        }
        Who::Norm(at) => {
            if super::norm::is_unmeasured(scenario, &scenario.norms[at as usize]) {
                begins.push((Kind::NormNamed, scenario.start));
            }
        }
        Who::Unit(_) | Who::Station(_) | Who::Roster(_) | Who::Flight(_) => {}
    }
    for (kind, at) in begins.into_iter().filter(|(_, at)| *at >= scenario.start) {
        out.post(rank, at, Event { kind, cause: None });
    }
}

/// A phase begins or ends.
pub(in crate::sim) fn phase<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At, kind: Kind) {
    let Who::Phase(number) = world.who[at.rank as usize] else { return };
    let phase = &out.inputs.scenario.phases[number as usize];
    let when = if kind == Kind::PhaseBegin { &phase.start } else { &phase.end };
    out.note(when.param, &when.field);
    let act = if kind == Kind::PhaseBegin { Act::Begins } else { Act::Ends };
    out.row_with(at.rank, None, || Body::Exercise {
        what: Part::Phase,
        id: Arc::from(phase.id.as_str()),
        act,
        value: None,
        limit: None,
        text: Arc::from(phase.name.as_str()),
    });
}

fn task<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32) -> Option<&'s Task> {
    match world.who[rank as usize] {
        Who::Task(number) => Some(&out.inputs.scenario.tasks[number as usize]),
        _ => None,
    }
}

/// A task begins: units that are there and as far as it needs take part.
pub(in crate::sim) fn task_begin<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let Some(task) = task(world, out, at.rank) else { return };
    out.note(task.start.param, &task.start.field);
    let seconds = out.value(&task.time, 0);
    let targets = out.value_or(task.targets.as_ref(), 0, 0.0);
    let civil = out.value_or(task.civil.as_ref(), 0, 0.0);
    let mut joins = Vec::new();
    let mut misses = Vec::new();
    for id in &task.units {
        let name = out.inputs.scenario.unit(*id).id.as_str();
        match obstacle(world, out, task, *id) {
            None => joins.push((*id, name)),
            Some(why) => misses.push(format!("{name} ({why})")),
        }
    }
    let is_held = !joins.is_empty();
    let names: Vec<_> = joins.iter().map(|(_, name)| *name).collect();
    let row = task_row(
        out,
        at,
        task,
        (if is_held { Act::Begins } else { Act::NotHeld }, joins.len()),
        || {
            let mut text = format!("{}: {}", task.name, list(&names));
            if targets > 0.0 {
                text += &format!("; {targets:.0} mock targets");
            }
            if civil > 0.0 {
                text += &format!("; {civil:.0} civil flights");
            }
            text
        },
    );
    if !misses.is_empty() {
        let cause = At { rank: at.rank, cause: Some(row) };
        task_row(out, cause, task, (Act::Misses, misses.len()), || misses.join(", "));
    }
    if !is_held {
        return;
    }
    let end = super::after(out, seconds);
    for (id, _) in &joins {
        let Some(rank) = world.rank_of(*id).filter(|_| task.kind == TaskKind::Training) else {
            continue;
        };
        out.post(rank, out.time(), Event { kind: Kind::JoinTask, cause: Some(row) });
        out.post(rank, end, Event { kind: Kind::LeaveTask, cause: Some(row) });
    }
    out.post(at.rank, end, Event { kind: Kind::TaskEnd, cause: Some(row) });
    if !matches!(task.kind, TaskKind::AirDrill | TaskKind::AirPatrol) {
        return;
    }
    let Who::Task(number) = world.who[at.rank as usize] else { return };
    watch(world, out, task, (number, end), row);
    super::fly::open(world, out, (number, end), row);
}

/// Those who take part watch; pictures are measured at the end. A patrol does not make anybody watch.
fn watch<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    task: &Task,
    (number, end): (u32, SimTime),
    row: crate::record::Cause,
) {
    if task.kind != TaskKind::AirDrill {
        return;
    }
    let now = out.time();
    for id in &task.units {
        let Some(rank) = world.rank_of(*id) else { continue };
        let measure = Kind::Measure { task: number, from: now };
        out.post(rank, end, Event { kind: measure, cause: Some(row) });
        if obstacle(world, out, task, *id).is_none() {
            let kind =
                Kind::Watch { until: end, looks: !task.silent.contains(id), alone: task.alone };
            out.post(rank, now, Event { kind, cause: Some(row) });
        }
    }
}

/// A task ends.
pub(in crate::sim) fn task_end<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At) {
    let Some(task) = task(world, out, at.rank) else { return };
    let row = task_row(out, at, task, (Act::Ends, 0), || task.name.clone());
    let Who::Task(number) = world.who[at.rank as usize] else { return };
    super::umpire::leakers(world, out, At { rank: at.rank, cause: Some(row) }, number);
}

fn task_row<S: Sink>(
    out: &mut Outbox<'_, S>,
    at: At,
    task: &Task,
    (act, number): (Act, usize),
    text: impl FnOnce() -> String,
) -> crate::record::Cause {
    let counted = act != Act::Ends;
    out.row_with(at.rank, at.cause, || Body::Exercise {
        what: Part::Task,
        id: Arc::from(task.id.as_str()),
        act,
        value: counted.then_some(number as f64),
        limit: counted.then_some(task.units.len() as f64),
        text: Arc::from(text()),
    })
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

/// Why a unit takes no part in a task; nothing if it does.
fn obstacle<S>(
    world: &World,
    out: &Outbox<'_, S>,
    task: &Task,
    id: UnitId,
) -> Option<&'static str> {
    let Some(rank) = world.rank_of(id) else { return Some("not in this run") };
    let unit = world.unit(rank);
    if unit.trip.is_some() {
        return Some("on its way");
    }
    let on_ground =
        matches!(task.kind, TaskKind::Training | TaskKind::BorderDrill | TaskKind::Inspection);
    if task.ground.is_some() && on_ground && unit.place != task.ground {
        return Some("elsewhere");
    }
    let reached = match task.needs {
        StateName::DutyAccepted => unit.dates[2].is_some(),
        StateName::InstrumentReady => unit.dates[1].is_some(),
        _ => unit.dates[0].is_some() || is_home(out, unit),
    };
    (!reached).then_some("not ready")
}

/// A unit that was in place from the start, without a date of its own.
fn is_home<S>(out: &Outbox<'_, S>, unit: &UnitState) -> bool {
    let text = out.inputs.scenario.unit(unit.id);
    text.orders.is_empty() && unit.place == text.place
}

/// A unit that has arrived and has nothing to set up begins to train.
pub(in crate::sim) fn join_task<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let unit = world.unit(at.rank);
    // One that sets up or is on duty trains in that state.
    if unit.state == State::Present && unit.steps.is_empty() && unit.trip.is_none() {
        enter(world, out, at, State::Training);
    }
}

/// The training ends.
pub(in crate::sim) fn leave_task<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let unit = world.unit(at.rank);
    if unit.state == State::Training && unit.trip.is_none() && unit.dates[0].is_some() {
        enter(world, out, at, State::Present);
    }
}

/// An inspection that an inject ordered is over.
pub(in crate::sim) fn inspection_over<S: Sink>(out: &mut Outbox<'_, S>, at: At) {
    out.row_with(at.rank, at.cause, || Body::Exercise {
        what: Part::Inspection,
        id: Arc::from("inject"),
        act: Act::Ends,
        value: None,
        limit: None,
        text: Arc::from("inspected again"),
    });
}
