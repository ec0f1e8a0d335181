//! Launchers that are empty are reloaded by cranes, as long as there is stock.

use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::Entity;
use crate::model::command::desk::Arrival;
use crate::record::{DecisionAct, DecisionRow, Sink};
use crate::sim::event::{Event, Kind};
use crate::sim::fire::tree::decider;
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// A launcher is empty: a crane takes it, or it waits for one.
pub(super) fn empty<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, launcher: u32) {
    let weapon = out.inputs.scenario.unit(world.unit(at.rank).id).fire.weapons.first();
    if weapon.is_none_or(|w| w.reload.is_none()) {
        return;
    }
    let Some(battery) = &mut world.unit_mut(at.rank).battery else { return };
    if battery.stock > 0 && battery.cranes.arrive(launcher, 0) == Arrival::Served {
        begin(world, out, at, launcher);
    }
}

fn begin<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, launcher: u32) {
    let weapon = out.inputs.scenario.unit(world.unit(at.rank).id).fire.weapons.first();
    let Some(time) = weapon.and_then(|w| w.reload.as_ref()) else { return };
    let Some(battery) = &mut world.unit_mut(at.rank).battery else { return };
    let number = battery.reloads;
    battery.reloads += 1;
    let took_s = out.value(time, number);
    let kind = Kind::Reloaded { launcher };
    out.post(at.rank, after(out, took_s), Event { kind, cause: at.cause });
}

/// Sends word to the post that decides that there are rounds again.
fn tell<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At) {
    let (scenario, now) = (out.inputs.scenario, out.time());
    let post = decider(world, scenario, at.rank, now);
    let key = Entity::of_path(out.names.of(at.rank));
    let what = (key, Purpose::OUTCOME, super::decide::occasion(now));
    // If it is lost the post will ask again in time.
    let Some(delay_s) = super::convey::carry_up(world, out, (at.rank, post), what) else { return };
    let kind = Kind::Refilled { battery: at.rank };
    out.post(post, after(out, delay_s), Event { kind, cause: at.cause });
}

/// A launcher is full again.
pub(in crate::sim) fn reloaded<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    launcher: u32,
) {
    let Some(battery) = &mut world.unit_mut(at.rank).battery else { return };
    let rounds = battery.reload(launcher);
    let next = battery.cranes.done(&launcher).filter(|_| battery.stock > 0);
    let (ready, weapon, because) = (battery.ready(), battery.weapon.clone(), battery.because);
    let text = format!("launcher {} takes {rounds} rounds", launcher + 1);
    let row = out.row_with(at.rank, at.cause, || {
        super::decide::body(DecisionRow {
            weapon: Some(weapon),
            rounds: Some(ready),
            because,
            ..DecisionRow::new(DecisionAct::Reloads, text)
        })
    });
    tell(world, out, At { rank: at.rank, cause: Some(row) });
    if let Some(next) = next {
        begin(world, out, At { rank: at.rank, cause: Some(row) }, next);
    }
}
