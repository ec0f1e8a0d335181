//! An order to engage comes to a unit: it is handed on, taken, or refused for a reason.

use super::assign::{course, weapon};
use super::convey::pass_on;
use super::decide::{about, because, named};
use super::engage::{MOST_AGE_S, reaction_s, target, tell, track_of};
use super::{At, after};
use crate::base::time::SimTime;
use crate::record::{DecisionAct, DecisionRow, Sink};
use crate::scenario::resolved;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::interceptor::{shot, stands_at};
use crate::sim::fire::known::Known;
use crate::sim::fire::order::Ending;
use crate::sim::fire::{Engagement, Stage};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// An order comes to a unit: to hand on, or to carry out.
pub(in crate::sim) fn fire_order<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let fire = world.fire_orders[order as usize];
    let flight = world.flights[fire.flight as usize].rank;
    if fire.battery != at.rank {
        let row = DecisionRow {
            other: Some(out.names.shared(fire.battery)),
            because: because(world, at.rank, fire.flight).or(fire.because),
            ..DecisionRow::new(DecisionAct::Relays, "handed on")
        };
        let row = about(out, at, row, flight);
        let at = At { rank: at.rank, cause: Some(row) };
        pass_on(world, out, at, Kind::FireOrder { order }, order);
        return;
    }
    match accept(world, out, at.rank, order) {
        Ok(accepted) => begin(world, out, at, (order, accepted)),
        Err(reason) => {
            out.forget_draws();
            let ready = world.unit(at.rank).battery.as_ref().map(|b| b.ready());
            let row = DecisionRow {
                other: Some(out.names.shared(fire.post)),
                rounds: ready,
                because: because(world, at.rank, fire.flight).or(fire.because),
                ..DecisionRow::new(DecisionAct::Refuses, reason)
            };
            let row = about(out, at, row, flight);
            let at = At { rank: at.rank, cause: Some(row) };
            let ending = if ready == Some(0) { Ending::Empty } else { Ending::Refused };
            tell(world, out, at, (order, ending));
        }
    }
}

/// What a battery that takes an order expects.
struct Accepted {
    known: Known,
    reaction_s: f64,
    launch_after_s: f64,
    last_s: f64,
    range_m: f64,
    /// Where an interceptor is, and its velocity (earth-centred), from now on.
    flies: Option<([f64; 3], [f64; 3], SimTime)>,
}

/// Whether a battery can carry an order out, or why not.
fn accept<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    order: u32,
) -> Result<Accepted, String> {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    let Some(battery) = &world.unit(rank).battery else { return Err("not at work".to_owned()) };
    if battery.engagements.values().any(|e| e.flight == fire.flight) {
        return Err("it is engaged already".to_owned());
    }
    let Some(known) = target(world, out, rank, order) else {
        let own = if battery.remote { "no track" } else { "no track of its own" };
        return Err(own.to_owned());
    };
    if known.age_s > MOST_AGE_S {
        return Err("the track is too old".to_owned());
    }
    if battery.ready() == 0 {
        return Err(format!("no rounds ready, {} in stock", battery.stock));
    }
    let task = world.flights[fire.flight as usize].roll.task;
    let place = world.unit(rank).place;
    if super::assign::status(out, task, place) == resolved::ControlStatus::Hold {
        return Err("hold fire by status".to_owned());
    }
    let reaction_s = reaction_s(world, out, rank, order);
    let Some(from_m) = stands_at(world, rank, now) else {
        return Err("the interceptor is not in the air".to_owned());
    };
    let course = course(battery, from_m, &known);
    let weapon = weapon(battery, &known, reaction_s);
    let Some((shot, last_s, velocity)) = shot(battery, &course, &weapon) else {
        return Err("outside envelope".to_owned());
    };
    let flies = velocity.map(|v| (from_m, battery.outward(v), now));
    if battery.is_no_fire(shot.meeting.at_m) {
        return Err("no-fire sector".to_owned());
    }
    let m = shot.meeting.at_m;
    let range_m = (m[0] * m[0] + m[1] * m[1] + m[2] * m[2]).sqrt();
    let launch_after_s = shot.launch_after_s;
    Ok(Accepted { known, reaction_s, launch_after_s, last_s, range_m, flies })
}

fn begin<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, accepted): (u32, Accepted),
) {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    let flight = world.flights[fire.flight as usize].rank;
    let weapon = world.unit(at.rank).battery.as_ref().map(|b| b.weapon.clone());
    let ready = world.unit(at.rank).battery.as_ref().map(|b| b.ready());
    let row = DecisionRow {
        other: Some(out.names.shared(fire.post)),
        weapon,
        track: Some(track_of(&accepted.known)),
        age_s: Some(accepted.known.age_s),
        range_m: Some(accepted.range_m),
        time_s: Some(accepted.launch_after_s),
        rounds: ready,
        because: named(
            accepted.known.because,
            because(world, at.rank, fire.flight).or(fire.because),
        ),
        ..DecisionRow::new(DecisionAct::Accepts, "engages")
    };
    let row = about(out, at, row, flight);
    super::norm::handed_over(world, out, (at.rank, row), (now.since_s(fire.given), fire.given));
    let Some(battery) = &mut world.unit_mut(at.rank).battery else { return };
    let engagement = Engagement {
        flight: fire.flight,
        stage: Stage::Planned,
        salvos: 0,
        destroyed: false,
        aborted: false,
        launched: now,
        from_m: [0.0; 3],
        flies: accepted.flies,
        last: now.plus_s(accepted.last_s),
        row,
    };
    battery.engagements.insert(order, engagement);
    // An interceptor sets out at once, and what it flies to is its own from then on.
    let wait_s = match accepted.flies {
        None => (accepted.launch_after_s - accepted.reaction_s).max(0.0),
        Some(_) => 0.0,
    };
    let mut post = |kind, seconds| {
        let time = after(out, seconds);
        out.post(at.rank, time, Event { kind, cause: Some(row) });
    };
    post(Kind::NeedChannel { order }, wait_s);
    post(Kind::GiveUp { order }, accepted.last_s.max(wait_s));
}
