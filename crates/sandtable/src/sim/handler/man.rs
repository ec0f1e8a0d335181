//! Posts and batteries are manned when a drill begins, and stood down when it is over.

use super::At;
use crate::base::time::SimTime;
use crate::record::Sink;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::{Battery, Post};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// A unit that takes part mans its post and its battery, and its link is what it is.
pub(super) fn man<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (until, alone): (SimTime, bool),
) {
    let part = &mut world.unit_mut(at.rank).part_until;
    *part = (*part).max(until);
    let scenario = out.inputs.scenario;
    let unit = world.unit(at.rank);
    let text = scenario.unit(unit.id);
    if unit.post.is_some() || unit.battery.is_some() {
        return;
    }
    let ready = unit.dates[1].is_some() && unit.trip.is_none();
    let place = unit.place.and_then(|p| scenario.place(p).at).filter(|_| ready);
    let post = text.fire.crew.as_ref().map(|crew| {
        let operators = out.inputs.value(&crew.operators) as usize;
        Box::new(Post::new(operators))
    });
    let with = (&out.inputs, out.luck);
    let edges = text.fire.no_fire.iter();
    let no_fire =
        edges.map(|n| (out.luck.value(with.0, &n.from, 0), out.luck.value(with.0, &n.to, 0)));
    let no_fire = no_fire.collect();
    let weapon = text.fire.weapons.first();
    let battery = weapon
        .zip(place)
        .map(|(weapon, place)| Box::new(Battery::drawn(with, weapon, no_fire, place)));
    let battery = battery.map(|mut battery| {
        battery.kill = world.kill.map_or(battery.kill, |p| (p, p));
        battery
    });
    if post.is_some() || battery.is_some() {
        super::touch::place_outages(world, out, at, until);
        out.post(at.rank, until, Event { kind: Kind::WatchEnd, cause: at.cause });
    }
    let unit = world.unit_mut(at.rank);
    if alone && post.is_some() && battery.is_some() {
        // The task says so: nobody is above it.
        unit.touch.lost = at.cause;
    }
    (unit.post, unit.battery) = (post, battery);
}

/// The task is over: radars that no other task keeps on are switched off.
pub(in crate::sim) fn end<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    if world.unit(at.rank).watch_until > out.time() {
        return;
    }
    super::watch::radars_off(world, out, at);
    let now = out.time();
    let unit = world.unit_mut(at.rank);
    if unit.part_until <= now {
        (unit.post, unit.battery) = (None, None);
        unit.touch.disturbed = None;
        if unit.touch.down.is_none() {
            unit.touch.lost = None;
        }
        // Nobody reports any more: what was held is held no more.
        if let Some(picture) = &mut unit.picture {
            picture.close(now);
        }
    }
}
