//! Norms: what a unit took against what it may take.

use super::road::{Drawn, March};
use super::{At, after};
use crate::base::time::SimTime;
use crate::geo::sun::is_night;
use crate::model::mover::march::ColumnPlan;
use crate::record::{Act, Body, Cause, Part, Sink, State};
use crate::scenario::resolved::{Column, Measure, Norm, Scenario, nominal};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{Who, World};
use std::sync::Arc;

/// True for a norm of handing over that nobody can keep or miss: none of its units shoots.
pub(super) fn is_unmeasured(scenario: &Scenario, norm: &Norm) -> bool {
    norm.measure == Measure::HandOver
        && norm.units.iter().all(|id| scenario.unit(*id).fire.weapons.is_empty())
}

/// Names a norm that cannot be measured.
pub(in crate::sim) fn named<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At) {
    let Who::Norm(number) = world.who[at.rank as usize] else { return };
    let norm = &out.inputs.scenario.norms[number as usize];
    out.row_with(at.rank, None, || Body::Exercise {
        what: Part::Norm,
        id: Arc::from(norm.id.as_str()),
        act: Act::NotMeasured,
        value: None,
        limit: None,
        text: Arc::from("none of its units has a weapon that shoots: nothing is handed over to it"),
    });
}

/// The norms of a unit that measure something.
fn norms<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32, measure: Measure) -> Vec<&'s Norm> {
    let id = world.unit(rank).id;
    let norms = out.inputs.scenario.norms.iter();
    norms.filter(|n| n.measure == measure && n.units.contains(&id)).collect()
}

/// A unit entered a state for the first time: norms that count to it are judged.
pub(super) fn entered<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (state, row): (State, Cause),
) {
    let unit = world.unit(rank);
    let now = out.time();
    if !unit.firsts.iter().any(|(s, t)| *s == state && *t == now) {
        return;
    }
    let place = unit.place.and_then(|p| out.inputs.scenario.place(p).at);
    for norm in norms(world, out, rank, Measure::Steps) {
        let (Some(from), Some(to)) = (norm.from, norm.to) else { continue };
        if to.word() != state.name() {
            continue;
        }
        let unit = world.unit(rank);
        let Some((_, began)) = unit.firsts.iter().find(|(s, _)| s.name() == from.word()) else {
            continue;
        };
        judge(out, (rank, row), norm, (now.since_s(*began), *began, place));
    }
}

/// Judges a time against a norm's limit, by night against that for the night.
fn judge<S: Sink>(
    out: &mut Outbox<'_, S>,
    (rank, cause): (u32, Cause),
    norm: &Norm,
    (seconds, began, place): (f64, SimTime, Option<(f64, f64)>),
) {
    let by_night = place.is_some_and(|(lat, lon)| is_night(began, lat, lon));
    let limit = norm.night.as_ref().filter(|_| by_night).or(norm.within.as_ref());
    let Some(limit) = limit else { return };
    let limit_s = out.value(limit, 0);
    verdict(out, (rank, Some(cause)), norm, (seconds, limit_s));
}

fn verdict<S: Sink>(
    out: &mut Outbox<'_, S>,
    (rank, cause): (u32, Option<Cause>),
    norm: &Norm,
    (value, limit): (f64, f64),
) {
    let act = if value <= limit { Act::Passed } else { Act::Failed };
    out.row_with(rank, cause, || Body::Exercise {
        what: Part::Norm,
        id: Arc::from(norm.id.as_str()),
        act,
        value: Some(value),
        limit: Some(limit),
        text: Arc::from(norm.name.as_str()),
    });
}

/// A march as it will be, against its plan: the same road and light at the middle rate and density.
pub(super) fn march<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (column, drawn, march): (&Column, &Drawn, March),
    cause: Option<Cause>,
) {
    if !out.is_full() {
        return;
    }
    let norms = norms(world, out, rank, Measure::March);
    let took_s = march.tail_in.since_s(march.start);
    for norm in norms {
        let Some(longer) = &norm.longer else { continue };
        let scenario = out.inputs.scenario;
        let plan = ColumnPlan {
            rate_mps: nominal(scenario, column.rate.param),
            density_per_m: nominal(scenario, column.density.param),
            ..drawn.plan
        };
        let by_day_s = drawn.distance_m / drawn.plan.rate_mps;
        // The share of the march that the night costs is the same for the plan.
        let light = march.head_in.since_s(march.start) / by_day_s.max(1.0);
        let planned_s = light * drawn.distance_m / plan.rate_mps + plan.pass_time_s();
        let limit = 1.0 + out.value(longer, 0);
        verdict(out, (rank, cause), norm, (took_s / planned_s.max(1.0), limit));
    }
}

/// A battery took over a target from the post that ordered it: norms of handing over are judged.
pub(super) fn handed_over<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (rank, row): (u32, Cause),
    (seconds, given): (f64, SimTime),
) {
    let place = world.unit(rank).place.and_then(|p| out.inputs.scenario.place(p).at);
    for norm in norms(world, out, rank, Measure::HandOver) {
        judge(out, (rank, row), norm, (seconds, given, place));
    }
}

/// A unit on duty is alerted for a drill.
pub(super) fn alert<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    (rank, row): (u32, Cause),
) {
    let unit = world.unit_mut(rank);
    let alert = unit.alerts;
    unit.alerts += 1;
    let Some(time) = &out.inputs.scenario.unit(unit.id).alert_time else { return };
    let seconds = out.value(time, alert);
    let kind = Kind::AlertReady { alert };
    out.post(rank, after(out, seconds), Event { kind, cause: Some(row) });
}

/// A unit is ready after an alert drill.
pub(in crate::sim) fn alert_ready<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    alert: u32,
) {
    let unit = world.unit(at.rank);
    let Some(time) = &out.inputs.scenario.unit(unit.id).alert_time else { return };
    let place = unit.place.and_then(|p| out.inputs.scenario.place(p).at);
    let seconds = out.value(time, alert);
    out.forget_draws();
    let began = out.time().plus_s(-seconds);
    let row = out.row_with(at.rank, at.cause, || Body::Exercise {
        what: Part::Alert,
        id: Arc::from("inject"),
        act: Act::Ends,
        value: Some(seconds),
        limit: None,
        text: Arc::from("ready"),
    });
    for norm in norms(world, out, at.rank, Measure::Alert) {
        judge(out, (at.rank, row), norm, (seconds, began, place));
    }
}
