//! A battery is found for a target: marginal return over what the post knows, then the order goes down.

use super::decide::{about, because, learned, named};
use super::{At, after};
use crate::base::time::SimTime;
use crate::model::weapon::assign::Problem;
use crate::model::weapon::envelope::Envelope;
use crate::model::weapon::intercept::{Course, Shot, Weapon};
use crate::record::{DecisionAct, DecisionRow, Sink, TrackOf};
use crate::scenario::resolved::{ControlStatus, PlaceId};
use crate::sim::event::{Event, Kind};
use crate::sim::fire::interceptor::{shot, stands_at};
use crate::sim::fire::known::{Known, known};
use crate::sim::fire::order::Ending;
use crate::sim::fire::tree::decider;
use crate::sim::fire::{Battery, FireOrder, Post};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::sync::Arc;

/// Targets that are weighed against one another at a time: what an operator has before him, assumed.
const WEIGHED: usize = 8;
/// A target whose last launch is so far ahead counts for half as much more as one that is about to get away (s): assumed.
const PRESSING_S: f64 = 60.0;
/// A course comes near what is defended within this share of the battery's range: assumed.
const NEAR: f64 = 0.5;
/// A launch further ahead than this is not ordered yet (s): assumed.
const AHEAD_S: f64 = 30.0;
/// A target without a battery is looked at again after this time (s): a crew's habit, assumed.
const REVIEW_S: f64 = 30.0;
/// A battery that refused is not asked again about the target for this time (s): assumed.
const REFUSED_S: f64 = 60.0;
/// A battery that has no rounds is not asked again for this time (s): about a reload, assumed.
const EMPTY_S: f64 = 900.0;
/// So long after the last round could meet its target an order of which nothing is heard is void (s): assumed.
const SILENCE_S: f64 = 120.0;
/// A target that can be met for longer than this time (s) is not pressing.
const FAR_S: f64 = 3_600.0;

/// Whether a battery may be told to engage a target, as its post sees it.
enum Fit {
    /// It may: the chance of a shot, and when.
    Yes(f64, Shot, f64),
    /// It may not, for a reason; and after which time it may be otherwise (s).
    No(Reason, Option<f64>),
}

/// Why a battery is not told to engage, the nearest to an engagement first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    NoChannel,
    Empty,
    Refused,
    NotYet,
    NoFire,
    HoldFire,
    NotItsOwn,
    Outside,
    NotInAir,
    NoBattery,
    NoTrack,
}

impl Reason {
    fn words(self) -> &'static str {
        match self {
            Reason::NoChannel => "no channel",
            Reason::Empty => "no rounds",
            Reason::Refused => "refused by the battery",
            Reason::NotYet => "not yet in reach",
            Reason::NoFire => "no-fire sector",
            Reason::HoldFire => "hold fire by status",
            Reason::NotItsOwn => "comes near nothing that the battery defends",
            Reason::Outside => "outside envelope",
            Reason::NotInAir => "the interceptor is not in the air",
            Reason::NoBattery => "no battery",
            Reason::NoTrack => "no track",
        }
    }
}

/// What a battery knows of a target's course, from here on.
pub(super) fn course(battery: &Battery, from_m: [f64; 3], known: &Known) -> Course {
    let (position_m, velocity_mps) = battery.seen_from(from_m, &known.now);
    Course { position_m, velocity_mps, height_m: known.now.height_m }
}

/// The weapon as an intercept sees it: nothing is launched at what would be under the battery's horizon.
pub(super) fn weapon(battery: &Battery, known: &Known, reaction_s: f64) -> Weapon {
    let greatest_m = battery.envelope.greatest_m.min(battery.horizon_m(known.now.height_m));
    let envelope = Envelope { greatest_m, ..battery.envelope };
    Weapon { envelope, speed_mps: battery.speed_mps, reaction_s }
}

/// The last instant at which a battery under a post could launch at a flight, as the post knows it; the sooner, the more
/// pressing. One that no battery can meet, or for long, is not pressing.
pub(super) fn deadline<S: Sink>(
    world: &World,
    out: &Outbox<'_, S>,
    rank: u32,
    flight: u32,
) -> SimTime {
    let now = out.time();
    let far = now.plus_s(FAR_S);
    let Some(known) = known(world, rank, flight, now) else { return far };
    let batteries = batteries(world, out, rank);
    let last = batteries.iter().filter_map(|unit| {
        let battery = world.unit(*unit).battery.as_ref()?;
        let from_m = stands_at(world, *unit, now)?;
        let course = course(battery, from_m, &known);
        shot(battery, &course, &weapon(battery, &known, 0.0)).map(|(_, last_s, _)| last_s)
    });
    now.plus_s(last.fold(FAR_S, f64::min)).min(far)
}

/// Units with batteries for which a post decides, in order of rank.
fn batteries<S: Sink>(world: &World, out: &Outbox<'_, S>, rank: u32) -> Vec<u32> {
    let (scenario, now) = (out.inputs.scenario, out.time());
    let armed = world.armed.iter().copied();
    armed
        .filter(|unit| world.unit(*unit).battery.is_some())
        .filter(|unit| decider(world, scenario, *unit, now) == rank)
        .collect()
}

/// Whether a battery may be told to engage a target.
fn fit<S: Sink>(
    world: &World,
    out: &Outbox<'_, S>,
    (unit, free): (u32, usize),
    (flight, known): (u32, &Known),
    refused: [&[(u32, SimTime)]; 2],
) -> Fit {
    let now = out.time();
    let Some(battery) = &world.unit(unit).battery else { return Fit::No(Reason::NoBattery, None) };
    let Some(from_m) = stands_at(world, unit, now) else {
        return Fit::No(Reason::NotInAir, None);
    };
    let course = course(battery, from_m, known);
    let weapon = weapon(battery, known, 0.0);
    let Some((shot, last_s, _)) = shot(battery, &course, &weapon) else {
        return Fit::No(Reason::Outside, None);
    };
    if !comes_near(world, out, unit, &course) {
        return Fit::No(Reason::NotItsOwn, None);
    }
    let task = world.flights[flight as usize].roll.task;
    if status(out, task, place_of(world, unit)) == ControlStatus::Hold {
        return Fit::No(Reason::HoldFire, None);
    }
    if battery.is_no_fire(shot.meeting.at_m) {
        return Fit::No(Reason::NoFire, None);
    }
    // An interceptor sets out at once.
    if shot.launch_after_s > AHEAD_S && battery.flies_mps.is_none() {
        return Fit::No(Reason::NotYet, Some(shot.launch_after_s - AHEAD_S));
    }
    for (list, reason) in refused.into_iter().zip([Reason::Refused, Reason::Empty]) {
        if let Some((_, until)) = list.iter().find(|(rank, until)| *rank == unit && *until > now) {
            return Fit::No(reason, Some(until.since_s(now)));
        }
    }
    if free == 0 {
        return Fit::No(Reason::NoChannel, None);
    }
    Fit::Yes(battery.believed(known.now.height_m), shot, last_s)
}

fn place_of(world: &World, unit: u32) -> Option<PlaceId> {
    world.unit(unit).place
}

/// True if a course leads near a battery that defends somebody, or near whom it defends; one that names nobody defends
/// everything.
fn comes_near<S: Sink>(world: &World, out: &Outbox<'_, S>, unit: u32, course: &Course) -> bool {
    let scenario = out.inputs.scenario;
    let state = world.unit(unit);
    let Some(battery) = &state.battery else { return false };
    let defended = &scenario.unit(state.id).fire.defends;
    if defended.is_empty() {
        return true;
    }
    let near = |of_m: [f64; 3]| {
        let p = [0, 1].map(|k| course.position_m[k] - of_m[k]);
        let off = [p[0], p[1], course.position_m[2]];
        crate::model::weapon::envelope::crossing_m(off, course.velocity_mps)
            <= NEAR * battery.envelope.greatest_m
    };
    let places = defended.iter().filter_map(|id| {
        let place = world.unit(world.rank_of(*id)?).place?;
        scenario.place(place).at
    });
    near([0.0; 3]) || places.into_iter().any(|at| near(battery.offset_m(at)))
}

/// What may be shot at in a task at a place: the strictest that applies.
pub(super) fn status<S: Sink>(
    out: &Outbox<'_, S>,
    task: u32,
    place: Option<PlaceId>,
) -> ControlStatus {
    let scenario = out.inputs.scenario;
    let now = out.time();
    let in_phase = |phase: u32| {
        let phase = &scenario.phases[phase as usize];
        out.inputs.time(&phase.start) <= now && now < out.inputs.time(&phase.end)
    };
    let in_zone = |(middle, radius): &(PlaceId, crate::scenario::param::Num<_>)| {
        let at = place.and_then(|p| scenario.place(p).at);
        let (Some(at), Some(middle)) = (at, scenario.place(*middle).at) else { return false };
        crate::geo::geodesic::inverse_rounded(at, middle).distance_m <= out.inputs.value(radius)
    };
    let holds = scenario.control.iter().filter(|c| {
        c.phase.is_none_or(in_phase)
            && c.task.is_none_or(|t| t == task)
            && c.zone.as_ref().is_none_or(in_zone)
    });
    holds.map(|c| c.status).max().unwrap_or(ControlStatus::Tight)
}

/// An operator has looked for a battery: an order is given, or why there is none.
pub(super) fn assign<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, took_s): (u32, f64),
) {
    let now = out.time();
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    let Some(dossier) = post.dossiers.get_mut(&flight) else { return };
    dossier.reviews += 1;
    if !dossier.is_open() {
        return;
    }
    let Some(known) = known(world, at.rank, flight, now) else {
        leave(world, out, at, (flight, Reason::NoTrack, Reason::NoTrack.words()), None);
        return;
    };
    match choose(world, out, at.rank, (flight, &known)) {
        Ok(choice) => give(world, out, at, (flight, took_s, &known), choice),
        Err((reason, again_s)) => {
            let text = match reason {
                Reason::NoChannel => no_channel(world, out, at.rank),
                other => other.words().to_owned(),
            };
            leave(world, out, at, (flight, reason, &text), again_s);
        }
    }
}

/// Most flights that a row names as having the channels.
const NAMED: usize = 3;

/// Why there is no channel: for which flights they are held, and until when the first is expected to be busy.
fn no_channel<S: Sink>(world: &World, out: &Outbox<'_, S>, rank: u32) -> String {
    let mut text = Reason::NoChannel.words().to_owned();
    if let Some(time) = next_free(world, out, rank) {
        text += &format!(" until {time}");
    }
    let Some(post) = &world.unit(rank).post else { return text };
    let held = post.dossiers.iter().filter(|(_, d)| d.order.is_some());
    let names: Vec<_> = held
        .take(NAMED)
        .map(|(flight, _)| out.names.of(world.flights[*flight as usize].rank))
        .collect();
    if !names.is_empty() {
        text += &format!(" (held for {})", names.join(", "));
    }
    text
}

/// When the first channel under the post is expected to be free: for the row, no decision reads it.
fn next_free<S: Sink>(world: &World, out: &Outbox<'_, S>, rank: u32) -> Option<SimTime> {
    let all = batteries(world, out, rank);
    all.iter().filter_map(|unit| world.unit(*unit).battery.as_ref()?.next_free()).min()
}

/// A battery that was chosen, and when it is to launch at the earliest and latest.
struct Choice {
    unit: u32,
    shot: Shot,
    last_s: f64,
    chance: f64,
}

/// A target and the most pressing open ones beside it, as the post knows them.
fn weighed(
    world: &World,
    rank: u32,
    post: &Post,
    (flight, known_now): (u32, &Known),
    now: SimTime,
) -> Vec<(u32, Known)> {
    let mut targets = vec![(flight, *known_now)];
    let mut others: Vec<_> = post
        .dossiers
        .iter()
        .filter(|(f, d)| **f != flight && d.is_hostile() && d.is_open())
        .map(|(f, d)| (d.deadline, *f))
        .collect();
    others.sort_unstable();
    let held = others.iter().filter_map(|(_, f)| Some((*f, known(world, rank, *f, now)?)));
    targets.extend(held.take(WEIGHED - 1));
    targets
}

/// What each target counts for: what can be met for a shorter time for more, at most twice.
fn values(post: &Post, targets: &[(u32, Known)], now: SimTime) -> Vec<f64> {
    let slack_s = |flight: &u32| {
        let deadline = post.dossiers.get(flight).map_or(now, |d| d.deadline);
        deadline.since_s(now).max(0.0)
    };
    targets.iter().map(|(f, _)| 1.0 + 1.0 / (1.0 + slack_s(f) / PRESSING_S)).collect()
}

/// Weighs the most pressing open targets against one another, and gives the battery that one of them gets.
fn choose<S: Sink>(
    world: &World,
    out: &Outbox<'_, S>,
    rank: u32,
    (flight, known_now): (u32, &Known),
) -> Result<Choice, (Reason, Option<f64>)> {
    let Some(post) = &world.unit(rank).post else { return Err((Reason::NoBattery, None)) };
    let now = out.time();
    let targets = weighed(world, rank, post, (flight, known_now), now);
    let units = batteries(world, out, rank);
    let orders = &world.fire_orders;
    let mut all: Vec<f64> = Vec::new();
    let mut owner = Vec::new();
    let mut mine: Vec<Option<(f64, Shot, f64)>> = Vec::new();
    let mut why = (Reason::NoBattery, None);
    for unit in units {
        let Some(battery) = &world.unit(unit).battery else { continue };
        let open = post.open_orders(|order| orders[order as usize].battery, unit);
        let free = battery.channels.servers().saturating_sub(open);
        let refused = |f: u32| {
            let own = post.dossiers.get(&f).map_or(&[][..], |d| &d.refused[..]);
            [own, &post.empty[..]]
        };
        let fits: Vec<_> = targets
            .iter()
            .map(|(f, k)| fit(world, out, (unit, free), (*f, k), refused(*f)))
            .collect();
        let first = match &fits[0] {
            Fit::Yes(p, shot, last_s) => Some((*p, *shot, *last_s)),
            Fit::No(reason, again_s) => {
                if *reason < why.0 {
                    why = (*reason, *again_s);
                }
                None
            }
        };
        let chances: Vec<_> = fits
            .iter()
            .map(|fit| match fit {
                Fit::Yes(p, ..) => p.max(1e-6),
                Fit::No(..) => 0.0,
            })
            .collect();
        let useful = chances.iter().filter(|p| **p > 0.0).count();
        for _ in 0..free.min(useful) {
            all.extend(&chances);
            owner.push(unit);
            mine.push(first);
        }
    }
    let values = values(post, &targets, now);
    let Some(problem) = Problem::new(values, all, owner.len()) else {
        return Err((Reason::NoBattery, None));
    };
    let mut plan = problem.greedy();
    problem.improve(&mut plan);
    let taken = (0..owner.len()).filter(|n| plan[*n] == Some(0));
    let best = taken.filter_map(|n| Some((mine[n]?, owner[n]))).max_by(|a, b| {
        let met = |c: &(f64, Shot, f64)| c.1.launch_after_s + c.1.meeting.after_s;
        let sooner = met(&b.0).total_cmp(&met(&a.0));
        a.0.0.total_cmp(&b.0.0).then(sooner).then(b.1.cmp(&a.1))
    });
    match best {
        Some(((chance, shot, last_s), unit)) => Ok(Choice { unit, shot, last_s, chance }),
        // Every channel that could take it is better used on another.
        None if mine.iter().any(Option::is_some) => Err((Reason::NoChannel, None)),
        None => Err(why),
    }
}

/// Notes why a target is not engaged, once for each reason, and looks again.
fn leave<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, reason, text): (u32, Reason, &str),
    again_s: Option<f64>,
) {
    let because = because(world, at.rank, flight);
    let rank = world.flights[flight as usize].rank;
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    let Some(dossier) = post.dossiers.get_mut(&flight) else { return };
    let is_new = dossier.reason.as_deref() != Some(reason.words());
    let row = if is_new {
        let row = DecisionRow { because, ..DecisionRow::new(DecisionAct::Leaves, text) };
        Some(about(out, at, row, rank))
    } else {
        None
    };
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    if let Some(dossier) = post.dossiers.get_mut(&flight) {
        dossier.reason = Some(Arc::from(reason.words()));
        if let Some(row) = row
            && dossier.nearest.as_ref().is_none_or(|(near, ..)| reason as u8 <= *near)
        {
            dossier.nearest = Some((reason as u8, Arc::from(text), row));
        }
        dossier.row = row.or(dossier.row);
        dossier.because = because;
    }
    let event = Event { kind: Kind::Review { flight }, cause: row.or(at.cause) };
    out.post(at.rank, after(out, again_s.unwrap_or(REVIEW_S).max(1.0)), event);
}

/// Gives an order.
fn give<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, took_s, known): (u32, f64, &Known),
    choice: Choice,
) {
    let now = out.time();
    let number = u32::try_from(world.fire_orders.len()).expect("orders are given one by one");
    let because = named(known.because, because(world, at.rank, flight));
    let other = Some(out.names.shared(choice.unit));
    let rank = world.flights[flight as usize].rank;
    let meeting = choice.shot.meeting.at_m;
    let range_m =
        (meeting[0] * meeting[0] + meeting[1] * meeting[1] + meeting[2] * meeting[2]).sqrt();
    let row = DecisionRow {
        other,
        age_s: Some(known.age_s),
        range_m: Some(range_m),
        time_s: Some(took_s),
        chance: Some(choice.chance),
        track: Some(if known.own { TrackOf::Own } else { TrackOf::Remote }),
        because,
        ..DecisionRow::new(DecisionAct::Assigns, "engage")
    };
    let row = about(out, at, row, rank);
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    let Some(dossier) = post.dossiers.get_mut(&flight) else { return };
    let turn = dossier.orders;
    dossier.orders += 1;
    dossier.order = Some(number);
    dossier.reason = None;
    dossier.row = Some(row);
    dossier.because = because;
    world.fire_orders.push(FireOrder {
        flight,
        post: at.rank,
        battery: choice.unit,
        turn,
        given: now,
        age_s: known.age_s,
        row,
        because,
    });
    let at = At { rank: at.rank, cause: Some(row) };
    let flight_s = choice.shot.meeting.after_s;
    let void = after(out, choice.last_s.min(FAR_S) + flight_s + SILENCE_S);
    out.post(at.rank, void, Event { kind: Kind::OrderVoid { order: number }, cause: Some(row) });
    super::convey::pass_on(world, out, at, Kind::FireOrder { order: number }, number);
}

/// A battery has rounds again: the post asks it again.
pub(in crate::sim) fn refilled<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    battery: u32,
) {
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    post.empty.retain(|(rank, _)| *rank != battery);
    rethink(world, out, at);
}

/// An order is void: it did not arrive, or nothing is heard of it.
pub(in crate::sim) fn void<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    closed(world, out, at, (order, Ending::Spent));
}

/// A post hears how an engagement ended.
pub(in crate::sim) fn closed<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, ending): (u32, Ending),
) {
    let fire = world.fire_orders[order as usize];
    let now = out.time();
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    let Some(dossier) = post.dossiers.get_mut(&fire.flight) else { return };
    if dossier.order != Some(order) {
        return;
    }
    dossier.order = None;
    dossier.row = at.cause.or(dossier.row);
    dossier.destroyed |= ending == Ending::Destroyed;
    let wait_s = match ending {
        Ending::Refused => Some(REFUSED_S),
        Ending::Empty => Some(EMPTY_S),
        Ending::Destroyed | Ending::Spent => None,
    };
    if let Some(wait_s) = wait_s {
        // An empty battery is empty for every target; another refusal is about this one.
        let refused = match ending {
            Ending::Empty => &mut post.empty,
            _ => &mut dossier.refused,
        };
        refused.retain(|(rank, _)| *rank != fire.battery);
        refused.push((fire.battery, now.plus_s(wait_s)));
    }
    let holds = world.unit(at.rank).picture.as_ref().is_some_and(|p| p.holds(fire.flight));
    if holds && ending != Ending::Destroyed {
        learned(world, out, at, fire.flight);
    }
    rethink(world, out, at);
}

/// A channel is free, or rounds are there: the most pressing of the targets that wait for them is looked at again.
fn rethink<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let Some(post) = &world.unit(at.rank).post else { return };
    let waits = [Reason::NoChannel, Reason::Empty].map(|r| Some(r.words()));
    let open = post.dossiers.iter().filter(|(_, d)| d.is_hostile() && d.is_open() && !d.at_work);
    let waiting = open.filter(|(_, d)| waits.contains(&d.reason.as_deref()));
    let next = waiting.map(|(flight, d)| (d.deadline, *flight)).min();
    if let Some((_, next)) = next {
        learned(world, out, at, next);
    }
}
