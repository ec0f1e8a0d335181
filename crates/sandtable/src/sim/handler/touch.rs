//! Links between posts: they go down, both ends give them up after a while, they come back.
//!
//! What is out of order is told to the posts above at once, for the log alone: a row names it as what stood behind a
//! decision. What a post *knows* of it is that no word comes: it acts only when it gives the other end up.

use super::{At, after};
use crate::base::time::SimTime;
use crate::record::{Because, Cause, DecisionAct, DecisionRow, Disturbance, Sink};
use crate::scenario::resolved::Scenario;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::touch::outages;
use crate::sim::fire::tree::{above, decider};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::sync::Arc;

/// A unit takes part in a drill: the outages of its link that fall into it are placed.
pub(super) fn place_outages<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    until: SimTime,
) {
    let unit = out.inputs.scenario.unit(world.unit(at.rank).id);
    let Some(link) = &unit.link else { return };
    if unit.parent.is_none() {
        return;
    }
    let path = out.names.of(at.rank).to_owned();
    let window = (out.time(), until);
    for (from, to) in outages((&out.inputs, out.luck), (&path, link), window) {
        let kind = Kind::LinkDown { since: from, until: to };
        out.post(at.rank, from.max(after(out, 0.0)), Event { kind, cause: at.cause });
    }
}

fn row<S: Sink>(
    out: &mut Outbox<'_, S>,
    at: At,
    (act, other): (DecisionAct, Option<u32>),
    (time_s, text): (Option<f64>, &str),
) -> Cause {
    let other = other.map(|rank| out.names.shared(rank));
    out.row_with(at.rank, at.cause, || {
        let row = DecisionRow::new(act, text);
        super::decide::body(DecisionRow { other, time_s, ..row })
    })
}

/// A unit's link to the post above goes down.
pub(in crate::sim) fn link_down<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (since, until): (SimTime, SimTime),
) {
    let now = out.time();
    let scenario = out.inputs.scenario;
    let up = above(world, scenario, at.rank, now);
    let before = world.unit(at.rank).touch;
    let time_s = Some(until.since_s(since));
    let other = up.map(|rank| out.names.shared(rank));
    let row = out.row_with(at.rank, at.cause, || {
        let text = if before.down.is_some() { "cut once more" } else { "no word passes" };
        super::decide::body(DecisionRow {
            other,
            time_s,
            because: before.because(),
            ..DecisionRow::new(DecisionAct::LinkDown, text)
        })
    });
    let touch = &mut world.unit_mut(at.rank).touch;
    let since = before.down.map_or(since, |(first, _)| first);
    touch.down = Some((since, row));
    // A second cut makes the outage longer, and what stands behind the unit's being alone.
    touch.lost = before.lost.map(|_| row);
    touch.down_until = before.down_until.max(until);
    let end = until.max(after(out, 0.0));
    out.post(at.rank, end, Event { kind: Kind::LinkUp, cause: Some(row) });
    let Some(up) = up else { return };
    let link = out.inputs.scenario.unit(world.unit(at.rank).id).link.as_ref();
    let wait = link.and_then(|l| l.delegates.as_ref());
    let wait_s = out.value_or(wait, super::decide::occasion(since), 0.0);
    // What has been down for longer was given up before.
    let lost = after(out, (wait_s - now.since_s(since)).max(0.0));
    out.post(at.rank, lost, Event { kind: Kind::Delegate { since }, cause: Some(row) });
    let kind = Kind::LoseTouch { child: at.rank, since };
    out.post(up, lost, Event { kind, cause: Some(row) });
    tell_all(world, out, (at.rank, up), row);
}

/// Tells those who depend on a link: those above miss what is reported, those below what is ordered, and batteries
/// elsewhere under the same highest post are told what a post decides that misses something.
fn tell_all<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (lower, upper): (u32, u32),
    row: Cause,
) {
    let (scenario, now) = (out.inputs.scenario, out.time());
    let above_upper = line(world, scenario, upper, now);
    for unit in world.units.iter().filter(|u| u.part_until >= now) {
        let own = line(world, scenario, unit.rank, now);
        let what = if above_upper.contains(&unit.rank) {
            Disturbance::LostRemoteTrack
        } else if own.contains(&lower)
            || (unit.battery.is_some() && own.last() == above_upper.last())
        {
            Disturbance::LostCoordination
        } else {
            continue;
        };
        let because = Because { what, row };
        let event = Event { kind: Kind::Disturbed { because }, cause: Some(row) };
        out.post(unit.rank, after(out, 0.0), event);
    }
}

/// A unit and all above it, up to the highest post.
fn line(world: &World, scenario: &Scenario, rank: u32, now: SimTime) -> Vec<u32> {
    let mut all = vec![rank];
    while let Some(next) = above(world, scenario, all[all.len() - 1], now) {
        all.push(next);
    }
    all
}

/// Something that a unit depends on is out of order. If something else is already, a row names both.
pub(in crate::sim) fn disturbed<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    because: Because,
) {
    let Some(before) = world.unit(at.rank).touch.disturbed else {
        world.unit_mut(at.rank).touch.disturbed = Some(because);
        return;
    };
    let row = out.row_with(at.rank, at.cause, || {
        let text = format!("{} too", because.what.name());
        super::decide::body(DecisionRow {
            because: Some(before),
            ..DecisionRow::new(DecisionAct::Disturbed, text)
        })
    });
    world.unit_mut(at.rank).touch.disturbed = Some(Because { what: because.what, row });
}

/// The link is up again, unless it was cut once more.
pub(in crate::sim) fn link_up<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let now = out.time();
    let touch = &mut world.unit_mut(at.rank).touch;
    if touch.down.is_none() || now < touch.down_until {
        return;
    }
    touch.down = None;
    let up = above(world, out.inputs.scenario, at.rank, now);
    let row = row(out, at, (DecisionAct::LinkUp, up), (None, "word passes again"));
    out.post(at.rank, after(out, 0.0), Event { kind: Kind::Return, cause: Some(row) });
}

/// A unit has heard nothing from above for too long: it goes on by itself.
pub(in crate::sim) fn delegate<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    since: SimTime,
) {
    let touch = &world.unit(at.rank).touch;
    // Another outage than the one that this was to end.
    if touch.down.is_none_or(|(first, _)| first != since) || touch.lost.is_some() {
        return;
    }
    let up = above(world, out.inputs.scenario, at.rank, out.time());
    let row = row(out, at, (DecisionAct::Delegates, up), (None, "goes on by itself"));
    world.unit_mut(at.rank).touch.lost = Some(row);
    super::decide::take_over(world, out, At { rank: at.rank, cause: Some(row) });
}

/// A post gives a unit below up: what only that unit reported is lost, and its batteries count no more.
pub(in crate::sim) fn lose_touch<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (child, since): (u32, SimTime),
) {
    if world.unit(child).touch.down.is_none_or(|(first, _)| first != since) {
        return;
    }
    let text = "what it alone reported is dropped";
    let row = row(out, at, (DecisionAct::LosesTouch, Some(child)), (None, text));
    let at = At { rank: at.rank, cause: Some(row) };
    super::report::drop_source(world, out, at, child);
    super::decide::forget_batteries(world, out, at);
}

/// A unit is under the post above again, and tells it what it holds.
pub(in crate::sim) fn returns<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    if world.unit(at.rank).touch.down.is_some() {
        return;
    }
    if world.unit_mut(at.rank).touch.lost.take().is_some() {
        let now = out.time();
        let up = above(world, out.inputs.scenario, at.rank, now);
        let post = decider(world, out.inputs.scenario, at.rank, now);
        let who = out.names.shared(post);
        let text: Arc<str> = Arc::from(format!("{} decides", short(&who)));
        row(out, at, (DecisionAct::Returns, up), (None, &text));
    }
    super::report::tell_again(world, out, at);
}

fn short(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A post fails: nothing comes to it or from it, and its crew drops what it was at.
pub(in crate::sim) fn fail<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    until: SimTime,
) {
    let now = out.time();
    let time_s = Some(until.since_s(now));
    let row = row(out, at, (DecisionAct::Fails, None), (time_s, "the post does nothing"));
    let unit = world.unit_mut(at.rank);
    unit.touch.failed_until = unit.touch.failed_until.max(Some(until));
    unit.touch.disturbed = Some(Because { what: Disturbance::LostCoordination, row });
    if let Some(post) = &mut unit.post {
        **post = post.emptied();
    }
    out.post(at.rank, until.max(after(out, 0.0)), Event { kind: Kind::Works, cause: Some(row) });
    let scenario = out.inputs.scenario;
    let below = world.units.iter().map(|u| u.rank);
    let cut: Vec<_> = below
        .filter(|rank| *rank == at.rank || above(world, scenario, *rank, now) == Some(at.rank))
        .filter(|rank| world.unit(*rank).part_until >= now)
        .collect();
    for rank in cut {
        if rank == at.rank && above(world, scenario, rank, now).is_none() {
            continue;
        }
        let kind = Kind::LinkDown { since: now, until };
        out.post(rank, after(out, 0.0), Event { kind, cause: Some(row) });
    }
}

/// The post works again, unless it failed once more.
pub(in crate::sim) fn works<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let touch = &mut world.unit_mut(at.rank).touch;
    if touch.failed_until.is_none_or(|until| out.time() < until) {
        return;
    }
    touch.failed_until = None;
    let row = row(out, at, (DecisionAct::Works, None), (None, "the post works again"));
    super::decide::take_over(world, out, At { rank: at.rank, cause: Some(row) });
}
