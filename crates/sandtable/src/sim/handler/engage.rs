//! Batteries engage: an order is taken, waits for reach and a channel, is launched, flies, is looked at.
//!
//! Envelope, flight time, kill probability, and nothing of how a round finds its way. In an exercise shots are electronic:
//! the target flies on.

use super::assign::{course, weapon};
use super::convey::pass_on;
use super::decide::{about, because, named, occasion_of};
use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::model::command::desk::Arrival;
use crate::model::mover::way::Moving;
use crate::model::weapon::intercept::Shot;
use crate::record::{Because, Cause, DecisionAct, DecisionRow, Disturbance, Sink, TrackOf};
use crate::scenario::resolved;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::interceptor::{is_at, shot};
use crate::sim::fire::known::{Known, carried, known};
use crate::sim::fire::order::Ending;
use crate::sim::fire::tree::way_down;
use crate::sim::fire::{Battery, Engagement, FireOrder, Stage};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// By which share of its greatest range an envelope is wider at the intercept than at launch: a course is carried on
/// straight over a plane, and an edge is none to a hair.
const EDGE: f64 = 0.01;
/// A launch this far ahead is at once (s).
const AT_ONCE_S: f64 = 1.0;

/// A track older than this is no ground for a launch (s): assumed.
pub(super) const MOST_AGE_S: f64 = 60.0;

/// What a battery knows of the target of an order: by its own radars, else by what the post that gave it tells, as long as
/// word comes down to it, and as late as it comes.
pub(super) fn target<S: Sink>(
    world: &World,
    out: &Outbox<'_, S>,
    rank: u32,
    order: u32,
) -> Option<Known> {
    let now = out.time();
    let fire = &world.fire_orders[order as usize];
    if let Some(own) = known(world, rank, fire.flight, now).filter(|k| k.own) {
        return Some(own);
    }
    let battery = world.unit(rank).battery.as_ref()?;
    if !battery.remote {
        return None;
    }
    let told = known(world, fire.post, fire.flight, now)?;
    let (mut late_s, mut stale_s, mut row) = (0.0, 0.0_f64, None);
    for unit in way_down(world, out.inputs.scenario, (fire.post, rank), now) {
        let link = out.inputs.scenario.unit(world.unit(unit).id).link.as_ref();
        let event = event_of(world, order);
        late_s += link.map_or(0.0, |l| out.luck.value(&out.inputs, &l.latency, event));
        if let Some((since, down)) = world.unit(unit).touch.down
            && now.since_s(since) >= stale_s
        {
            (stale_s, row) = (now.since_s(since), Some(down));
        }
    }
    let age_s = told.age_s.max(stale_s) + late_s;
    let because = row.map(|row| Because { what: Disturbance::PictureAge, row });
    // What the post tells is as good as what the post knows, and was so much earlier.
    let because = because.or(told.because).or(world.unit(fire.post).touch.because());
    let told = carried(world, fire.flight, now, age_s)?;
    Some(Known { own: false, because, ..told })
}

pub(super) fn track_of(known: &Known) -> TrackOf {
    if known.own { TrackOf::Own } else { TrackOf::Remote }
}

/// The weapon of a unit as written: that of its battery.
fn written<'s, S: Sink>(
    world: &World,
    out: &Outbox<'s, S>,
    rank: u32,
) -> Option<&'s resolved::Weapon> {
    out.inputs.scenario.unit(world.unit(rank).id).fire.weapons.first()
}

/// The draw number of an order's uses at a battery.
fn event_of(world: &World, order: u32) -> u32 {
    let fire = &world.fire_orders[order as usize];
    occasion_of(world.flights[fire.flight as usize].key, fire.turn)
}

pub(super) fn reaction_s<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    order: u32,
) -> f64 {
    let Some(weapon) = written(world, out, rank) else { return 0.0 };
    super::law::service(world, out, &weapon.reaction, (rank, event_of(world, order)))
}

/// The engagement of an order, if it goes on.
fn engagement(world: &mut World, rank: u32, order: u32) -> Option<(&mut Battery, Engagement)> {
    let battery = world.unit_mut(rank).battery.as_mut()?;
    let engagement = *battery.engagements.get(&order)?;
    Some((battery, engagement))
}

/// An engagement needs a channel: it gets one, or waits.
pub(in crate::sim) fn need_channel<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let now = out.time();
    let Some((battery, engagement)) = engagement(world, at.rank, order) else { return };
    if engagement.stage != Stage::Planned {
        return;
    }
    // The sooner the last launch, the more urgent.
    let urgency = engagement.last.0.saturating_neg();
    if battery.channels.arrive(order, urgency) == Arrival::Served {
        react(world, out, at, order);
        return;
    }
    let free = battery.next_free();
    if let Some(e) = battery.engagements.get_mut(&order) {
        e.stage = Stage::Waiting;
    }
    let text = match free {
        Some(time) => format!("no channel free until {time}"),
        None => "no channel free".to_owned(),
    };
    let row = DecisionRow {
        time_s: free.map(|time| time.since_s(now).max(0.0)),
        ..DecisionRow::new(DecisionAct::Waits, text)
    };
    note(world, out, at, (order, row));
}

/// Writes a row of an engagement, which is then its latest.
fn note<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, row): (u32, DecisionRow),
) -> Cause {
    let fire = world.fire_orders[order as usize];
    let unit = world.unit(at.rank);
    let weapon = unit.battery.as_ref().map(|b| b.weapon.clone());
    let because = named(row.because, because(world, at.rank, fire.flight).or(fire.because));
    let row = DecisionRow { weapon, because, ..row };
    let row = about(out, at, row, world.flights[fire.flight as usize].rank);
    if let Some(battery) = &mut world.unit_mut(at.rank).battery {
        battery.because = because.or(battery.because);
        if let Some(engagement) = battery.engagements.get_mut(&order) {
            engagement.row = row;
        }
    }
    row
}

/// An engagement has a channel: the crew prepares the launch.
fn react<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, order: u32) {
    let now = out.time();
    let reaction_s = reaction_s(world, out, at.rank, order);
    let Some((battery, _)) = engagement(world, at.rank, order) else { return };
    let flight_s = battery.envelope.greatest_m / battery.speed_mps;
    battery.busy_until.insert(order, now.plus_s(reaction_s + flight_s));
    if let Some(e) = battery.engagements.get_mut(&order) {
        e.stage = Stage::Reacting;
    }
    let kind = Kind::Launch { order };
    out.post(at.rank, after(out, reaction_s), Event { kind, cause: at.cause });
}

/// A salvo is launched, if it can still meet the target.
pub(in crate::sim) fn launch<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let now = out.time();
    let known = target(world, out, at.rank, order);
    let Some((battery, engagement)) = engagement(world, at.rank, order) else { return };
    if engagement.aborted {
        release(world, out, at, (order, "taken back", Ending::Spent));
        return;
    }
    let Some(known) = known else {
        release(world, out, at, (order, "no track", Ending::Spent));
        return;
    };
    if known.age_s > MOST_AGE_S {
        release(world, out, at, (order, "the track is too old", Ending::Spent));
        return;
    }
    let from_m = is_at(battery, &engagement, now);
    let course = course(battery, from_m, &known);
    let Some((shot, _, velocity)) = shot(battery, &course, &weapon(battery, &known, 0.0)) else {
        release(world, out, at, (order, "outside envelope", Ending::Spent));
        return;
    };
    let flies = velocity.map(|v| (from_m, battery.outward(v), now));
    if let Some(e) = battery.engagements.get_mut(&order) {
        // An interceptor is told anew where to fly.
        e.flies = flies;
    }
    if shot.launch_after_s > AT_ONCE_S {
        let kind = Kind::Launch { order };
        out.post(at.rank, after(out, shot.launch_after_s), Event { kind, cause: at.cause });
        return;
    }
    fly(world, out, at, (order, &known), (shot, from_m));
}

/// Rounds leave for where they are to meet the target, if there are any.
fn fly<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, known): (u32, &Known),
    (shot, from_m): (Shot, [f64; 3]),
) {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    let Some((battery, _)) = engagement(world, at.rank, order) else { return };
    let room = battery.in_flight.1.saturating_sub(battery.in_flight.0);
    let (rounds, empty) = battery.take(battery.salvo.0.min(room));
    if rounds == 0 {
        let (reason, ending) = match room {
            0 => ("as many rounds fly as may", Ending::Refused),
            _ => ("no rounds ready", Ending::Empty),
        };
        release(world, out, at, (order, reason, ending));
        return;
    }
    battery.in_flight.0 += rounds;
    battery.shot_at.insert(fire.flight);
    let flight_s = shot.meeting.after_s;
    battery.busy_until.insert(order, now.plus_s(flight_s));
    if let Some(e) = battery.engagements.get_mut(&order) {
        e.salvos += 1;
        (e.launched, e.from_m) = (now, from_m);
        e.stage = Stage::Flying;
    }
    let m = shot.meeting.at_m;
    let row = DecisionRow {
        track: Some(track_of(known)),
        age_s: Some(known.age_s),
        range_m: Some((m[0] * m[0] + m[1] * m[1] + m[2] * m[2]).sqrt()),
        time_s: Some(flight_s),
        rounds: Some(rounds),
        because: known.because,
        ..DecisionRow::new(DecisionAct::Launches, "electronic launch")
    };
    let row = note(world, out, at, (order, row));
    let kind = Kind::Intercept { order, rounds };
    out.post(at.rank, after(out, flight_s), Event { kind, cause: Some(row) });
    for launcher in empty {
        super::magazine::empty(world, out, At { rank: at.rank, cause: Some(row) }, launcher);
    }
}

/// How much longer rounds fly to where their target is by now (s); none if they have come as far, or never will inside the
/// envelope. A target that has turned is met later, or not.
fn still_flies_s(
    battery: &Battery,
    engagement: &Engagement,
    truth: Option<Moving>,
    now: SimTime,
) -> Option<f64> {
    let (p, _) = battery.seen_from(engagement.from_m, &truth?);
    let range_m = (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt();
    let flown_m = battery.speed_mps * now.since_s(engagement.launched);
    let reaches = range_m <= battery.envelope.greatest_m * (1.0 + EDGE);
    let gap_m = range_m - flown_m;
    (reaches && gap_m > EDGE * range_m).then(|| (gap_m / battery.speed_mps).max(0.01))
}

/// The key of the draws of an order at its battery.
fn entity_of<S: Sink>(world: &World, out: &Outbox<'_, S>, fire: &FireOrder) -> Entity {
    let of = |rank: u32| Entity::of_path(out.names.of(rank));
    let target = world.flights[fire.flight as usize].key;
    Entity::pair(Entity::pair(of(fire.battery), target), of(fire.post))
}

/// A salvo is where the target should be: whether it would have destroyed it, by the truth.
pub(in crate::sim) fn intercept<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, rounds): (u32, u32),
) {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    let entity = entity_of(world, out, &fire);
    let stream = StreamKey::luck(out.luck.seed, out.luck.index);
    let truth = world.flights[fire.flight as usize].in_air(now).map(|f| (f.way.at(now), f.rcs_m2));
    let Some((battery, engagement)) = engagement(world, at.rank, order) else { return };
    if let Some(later_s) = still_flies_s(battery, &engagement, truth.map(|t| t.0), now) {
        let kind = Kind::Intercept { order, rounds };
        out.post(at.rank, after(out, later_s), Event { kind, cause: at.cause });
        return;
    }
    battery.in_flight.0 -= rounds.min(battery.in_flight.0);
    let mut range_m = None;
    let outside = match truth {
        None => Some("the target is gone"),
        Some((moving, _)) => {
            let (p, v) = battery.seen_from(engagement.from_m, &moving);
            let range = (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt();
            range_m = Some(range);
            let crossing = crate::model::weapon::envelope::crossing_m(p, v);
            let reason = battery.wider(EDGE).reason(range, moving.height_m, crossing);
            reason.map(|_| "the target has left the envelope")
        }
    };
    let outside = outside.or(engagement.aborted.then_some("broken off"));
    let common = battery.common;
    let one = truth.map_or(0.0, |(moving, rcs)| battery.kill_at(moving.height_m, rcs));
    let one = crate::model::weapon::kill::given_no_common_cause(one, common);
    let fails = uniform(stream, Purpose::COMMON, entity, fire.turn, 0) < common;
    let number = fire.turn << 8 | engagement.salvos.min(255);
    let hit = (0..rounds).any(|n| uniform(stream, Purpose::SHOT, entity, number, n) < one);
    let destroys = outside.is_none() && !fails && hit;
    let text = match (outside, fails, hit) {
        (Some(why), ..) => why,
        (None, true, _) => "no shot of this engagement works: common cause",
        (None, false, true) => "would have destroyed it",
        (None, false, false) => "missed",
    };
    if let Some(e) = battery.engagements.get_mut(&order) {
        e.destroyed |= destroys;
        e.stage = Stage::Assessing;
    }
    let act = if destroys { DecisionAct::Hits } else { DecisionAct::Misses };
    let row = DecisionRow {
        range_m,
        chance: outside.is_none().then_some(one),
        rounds: Some(rounds),
        ..DecisionRow::new(act, text)
    };
    let row = note(world, out, at, (order, row));
    let time = written(world, out, at.rank).and_then(|w| w.assess.as_ref());
    let event = event_of(world, order) ^ engagement.salvos;
    let assess_s = time.map_or(0.0, |t| super::law::service(world, out, t, (at.rank, event)));
    let kind = Kind::Assess { order };
    out.post(at.rank, after(out, assess_s), Event { kind, cause: Some(row) });
}

/// The result of a salvo is called, rightly or not; then the next one, or the end.
pub(in crate::sim) fn assess<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let now = out.time();
    let fire = world.fire_orders[order as usize];
    let entity = entity_of(world, out, &fire);
    let stream = StreamKey::luck(out.luck.seed, out.luck.index);
    let known = target(world, out, at.rank, order);
    let Some((battery, engagement)) = engagement(world, at.rank, order) else { return };
    let number = fire.turn << 8 | engagement.salvos.min(255);
    let chance = if engagement.destroyed { battery.calls.1 } else { battery.calls.0 };
    let is_wrong = uniform(stream, Purpose::CALL, entity, number, 0) < chance;
    let called = engagement.destroyed != is_wrong;
    let again = known.as_ref().and_then(|known| {
        let course = course(battery, is_at(battery, &engagement, now), known);
        shot(battery, &course, &weapon(battery, known, 0.0))
    });
    let more = engagement.salvos < battery.salvo.1;
    let (act, text) = match (called, is_wrong) {
        (true, false) => (DecisionAct::CallsDestroyed, "rightly"),
        (true, true) => (DecisionAct::CallsDestroyed, "wrongly"),
        (false, false) => (DecisionAct::CallsMissed, "rightly"),
        (false, true) => (DecisionAct::CallsMissed, "wrongly"),
    };
    let row = DecisionRow { chance: Some(chance), ..DecisionRow::new(act, text) };
    let row = note(world, out, at, (order, row));
    let at = At { rank: at.rank, cause: Some(row) };
    let ending = match (called, engagement.aborted, again, more) {
        (true, ..) => ("called destroyed", Ending::Destroyed),
        (_, true, ..) => ("taken back", Ending::Spent),
        (_, _, None, _) if known.is_none() => ("no track", Ending::Spent),
        (_, _, None, _) => ("no time for another launch", Ending::Spent),
        (_, _, Some(_), false) => ("as many salvos as are allowed", Ending::Spent),
        (_, _, Some(_), true) => {
            if let Some((battery, _)) = self::engagement(world, at.rank, order)
                && let Some(e) = battery.engagements.get_mut(&order)
            {
                e.stage = Stage::Reacting;
            }
            let kind = Kind::Launch { order };
            out.post(at.rank, after(out, 0.0), Event { kind, cause: Some(row) });
            return;
        }
    };
    release(world, out, at, (order, ending.0, ending.1));
}

/// An engagement ends: its channel is free for the next, and the post hears of it.
fn release<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, reason, ending): (u32, &str, Ending),
) {
    let ready = world.unit(at.rank).battery.as_ref().map(|b| b.ready());
    let row = DecisionRow { rounds: ready, ..DecisionRow::new(DecisionAct::Releases, reason) };
    let row = note(world, out, at, (order, row));
    let at = At { rank: at.rank, cause: Some(row) };
    let Some(battery) = &mut world.unit_mut(at.rank).battery else { return };
    battery.engagements.remove(&order);
    battery.busy_until.remove(&order);
    let next = if battery.channels.is_served(&order) {
        battery.channels.done(&order)
    } else {
        battery.channels.leave(&order);
        None
    };
    tell(world, out, at, (order, ending));
    if let Some(next) = next {
        react(world, out, at, next);
    }
}

/// A launch can no longer meet the target: an engagement that has no channel yet ends.
pub(in crate::sim) fn give_up<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    let Some((_, engagement)) = engagement(world, at.rank, order) else { return };
    if matches!(engagement.stage, Stage::Planned | Stage::Waiting) {
        release(world, out, at, (order, "no channel in time", Ending::Spent));
    }
}

/// A post takes an order back.
pub(in crate::sim) fn abort<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    if world.fire_orders[order as usize].battery != at.rank {
        pass_on(world, out, at, Kind::Abort { order }, order);
        return;
    }
    let Some((battery, engagement)) = engagement(world, at.rank, order) else { return };
    if let Some(e) = battery.engagements.get_mut(&order) {
        e.aborted = true;
    }
    let row = DecisionRow::new(DecisionAct::Aborts, "taken back: it is not hostile");
    let row = note(world, out, at, (order, row));
    if matches!(engagement.stage, Stage::Planned | Stage::Waiting | Stage::Reacting) {
        let at = At { rank: at.rank, cause: Some(row) };
        release(world, out, at, (order, "taken back", Ending::Spent));
    }
}

/// Sends word of an engagement's end up to the post that ordered it.
pub(super) fn tell<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, ending): (u32, Ending),
) {
    let fire = world.fire_orders[order as usize];
    let key = world.flights[fire.flight as usize].key;
    let what = (key, Purpose::OUTCOME, occasion_of(key, fire.turn << 3 | ending as u32));
    // If it is lost the post will give the order up in time.
    let Some(delay_s) = super::convey::carry_up(world, out, (at.rank, fire.post), what) else {
        return;
    };
    let kind = Kind::Outcome { order, ending };
    out.post(fire.post, after(out, delay_s), Event { kind, cause: at.cause });
}
