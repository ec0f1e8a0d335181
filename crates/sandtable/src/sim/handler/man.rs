//! Posts and batteries are manned when a drill begins, and stood down when it is over.

use super::At;
use crate::base::time::SimTime;
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M, STANDARD_K};
use crate::record::{DecisionAct, DecisionRow, Sink};
use crate::scenario::param::Num;
use crate::scenario::resolved::Unit;
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
        battery.earth = horizon(out, text);
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
    let unit = world.unit(at.rank);
    let is_over = unit.part_until <= now;
    if is_over {
        stand_down(world, out, at);
    }
    let unit = world.unit_mut(at.rank);
    if is_over {
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

/// Effective earth and the way to the horizon of the highest antenna of a unit (m); no horizon for one without a radar,
/// which shoots at tracks of others alone.
fn horizon<S: Sink>(out: &Outbox<'_, S>, text: &Unit) -> (EffectiveEarth, f64) {
    let k = out.inputs.scenario.air.as_ref();
    let k = k.map_or(STANDARD_K, |air| out.inputs.value(&air.refraction).max(0.5));
    let earth = EffectiveEarth::new(k, MEAN_RADIUS_M).unwrap_or_default();
    let value = |num: &Num<_>| out.luck.value(&out.inputs, num, 0);
    let antennas = text.radars.iter().map(|radar| {
        let mast = radar.mast.as_ref().filter(|m| out.luck.value(&out.inputs, &m.1, 0) > 0.5);
        value(mast.map_or(&radar.height, |m| &m.0))
    });
    let highest_m = antennas.fold(f64::NEG_INFINITY, f64::max);
    let arc_m = if highest_m.is_finite() { earth.horizon_arc_m(highest_m) } else { f64::INFINITY };
    (earth, arc_m)
}

/// The drill is over: engagements that are under way end without a result.
fn stand_down<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let Some(battery) = world.unit_mut(at.rank).battery.take() else { return };
    for engagement in battery.engagements.values() {
        let flight = world.flights[engagement.flight as usize].rank;
        let row = DecisionRow {
            weapon: Some(battery.weapon.clone()),
            rounds: Some(battery.ready()),
            ..DecisionRow::new(DecisionAct::Releases, "the drill is over")
        };
        let at = At { rank: at.rank, cause: Some(engagement.row) };
        super::decide::about(out, at, row, flight);
    }
}
