//! Orders and word of them on their way over links, hop by hop.

use super::decide::{about, because};
use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::record::{Cause, DecisionAct, DecisionRow, Sink};
use crate::scenario::resolved::Link;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::tree::{above, way_down};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// An order is taken back: word of it goes down the same way.
pub(super) fn take_back<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, order: u32) {
    let flight = world.fire_orders[order as usize].flight;
    if let Some(post) = &mut world.unit_mut(at.rank).post
        && let Some(dossier) = post.dossiers.get_mut(&flight)
    {
        dossier.order = None;
    }
    pass_on(world, out, at, Kind::Abort { order }, order);
}

/// Hands an order, or word that it is taken back, to the next unit on its way down.
pub(super) fn pass_on<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    kind: Kind,
    order: u32,
) {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    if fire.battery == at.rank {
        out.post(at.rank, after(out, 0.0), Event { kind, cause: at.cause });
        return;
    }
    let way = way_down(world, out.inputs.scenario, (at.rank, fire.battery), now);
    let Some(next) = way.first().copied() else {
        lost(world, out, at, (order, 0.0, None));
        return;
    };
    let salt = if matches!(kind, Kind::Abort { .. }) { 1 } else { 0 };
    let key = world.flights[fire.flight as usize].key;
    let event = super::decide::occasion_of(key, fire.turn << 1 | salt);
    match carry(world, out, (next, key), (Purpose::ORDER, event)) {
        Ok(delay_s) => {
            out.post(next, after(out, delay_s), Event { kind, cause: at.cause });
        }
        Err((after_s, down)) => lost(world, out, at, (order, after_s, down)),
    }
}

/// Carries a message over the link above a unit: how long it takes, or after which time it is given up and by which
/// row of a link that is down. Every try takes the same time, arrives or not.
pub(super) fn carry<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (lower, target): (u32, Entity),
    (purpose, event): (Purpose, u32),
) -> Result<f64, (f64, Option<Cause>)> {
    let Some(link) = &out.inputs.scenario.unit(world.unit(lower).id).link else {
        return Err((0.0, None));
    };
    let latency_s = super::law::service(world, out, &link.latency, (lower, event));
    let tries = 1 + out.value_or(link.retries.as_ref(), event, 0.0) as u32;
    if let Some((_, row)) = world.unit(lower).touch.down {
        return Err((latency_s * f64::from(tries), Some(row)));
    }
    let turn_s = queue_s(world, out, (lower, event), link);
    let loss = out.value_or(link.loss.as_ref(), event, 0.0);
    let stream = StreamKey::luck(out.luck.seed, out.luck.index);
    let entity = Entity::pair(Entity::of_path(out.names.of(lower)), target);
    let is_lost = |n: u32| uniform(stream, purpose, entity, event, n) < loss;
    match (0..tries).find(|n| !is_lost(*n)) {
        Some(used) => Ok(turn_s + latency_s * f64::from(used + 1)),
        None => Err((turn_s + latency_s * f64::from(tries), None)),
    }
}

/// Carries a message hop by hop from a unit up to a post: how long it takes; `None` if it is lost on the way.
pub(super) fn carry_up<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (unit, post): (u32, u32),
    (target, purpose, event): (Entity, Purpose, u32),
) -> Option<f64> {
    let now = out.time();
    let (mut delay_s, mut from) = (0.0, unit);
    while from != post {
        let up = above(world, out.inputs.scenario, from, now)?;
        delay_s += carry(world, out, (from, target), (purpose, event)).ok()?;
        from = up;
    }
    Some(delay_s)
}

/// How long a message waits for its turn on a link, and is sent (s): one after the other, in order of asking.
fn queue_s<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (lower, event): (u32, u32),
    link: &Link,
) -> f64 {
    let Some(sends) = &link.sends else { return 0.0 };
    let now = out.time();
    let takes_s = super::law::service(world, out, sends, (lower, event));
    let busy = &world.unit(lower).link_busy;
    let done = busy.get().max(now).plus_s(takes_s);
    busy.set(done);
    done.since_s(now)
}

/// An order did not arrive: a row, and in time the post knows.
fn lost<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, after_s, down): (u32, f64, Option<Cause>),
) {
    let fire = world.fire_orders[order as usize];
    let because = down
        .map(|row| crate::record::Because {
            what: crate::record::Disturbance::LostCoordination,
            row,
        })
        .or(because(world, at.rank, fire.flight));
    let row = DecisionRow {
        other: Some(out.names.shared(fire.battery)),
        because,
        ..DecisionRow::new(DecisionAct::OrderLost, "it did not arrive")
    };
    let row = about(out, at, row, world.flights[fire.flight as usize].rank);
    let event = Event { kind: Kind::OrderVoid { order }, cause: Some(row) };
    out.post(fire.post, after(out, after_s), event);
}
