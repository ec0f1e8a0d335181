//! Posts decide: a crew identifies what the picture holds, and finds a battery for what is hostile.
//!
//! The highest post that a unit has not given up decides for it. It reads its own picture and no other.

use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::model::command::desk::Arrival;
use crate::record::{
    Because, Body, Cause, DecisionAct, DecisionRow, Disturbance, FlightKind, Sink,
};
use crate::scenario::resolved::ControlStatus;
use crate::sim::event::{Event, Kind};
use crate::sim::fire::known::known;
use crate::sim::fire::tree::decider;
use crate::sim::fire::{Dossier, Identity, Job, JobKind};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;

/// A flight that is not called hostile is looked at again after this time, so often at most: a crew's habit, assumed.
const SECOND_LOOK_S: f64 = 60.0;
/// See [`SECOND_LOOK_S`].
const MOST_LOOKS: u32 = 3;

/// The body of a row.
pub(super) fn body(row: DecisionRow) -> Body {
    Body::Decision(Box::new(row))
}

/// The number of a draw that belongs to an instant: whatever else happened before changes none.
pub(super) fn occasion(time: SimTime) -> u32 {
    Entity::pair(Entity(time.0 as u64), Entity(0)).0 as u32
}

/// The number of a draw that belongs to a flight and an ordinal.
pub(super) fn occasion_of(flight: Entity, ordinal: u32) -> u32 {
    Entity::pair(flight, Entity(u64::from(ordinal))).0 as u32
}

/// True for a post that decides now.
pub(super) fn decides<S: Sink>(world: &World, out: &Outbox<'_, S>, rank: u32) -> bool {
    let unit = world.unit(rank);
    unit.post.is_some()
        && unit.touch.failed_until.is_none()
        && decider(world, out.inputs.scenario, rank, out.time()) == rank
}

fn dossier(world: &mut World, rank: u32, flight: u32) -> Option<&mut Dossier> {
    let post = world.unit_mut(rank).post.as_mut()?;
    Some(post.dossiers.entry(flight).or_default())
}

/// What stands behind a decision of a post about a flight.
pub(super) fn because(world: &World, rank: u32, flight: u32) -> Option<Because> {
    let unit = world.unit(rank);
    let of_flight = || unit.post.as_ref()?.dossiers.get(&flight)?.because;
    let of_battery = || unit.battery.as_ref()?.because;
    unit.touch.because().or_else(of_flight).or_else(of_battery)
}

/// What is out of order with what is known of a flight, by the row that stands behind everything that is.
pub(super) fn named(known: Option<Because>, all: Option<Because>) -> Option<Because> {
    match (known, all) {
        (Some(known), Some(all)) => Some(Because { what: known.what, row: all.row }),
        (known, all) => known.or(all),
    }
}

/// The picture of a post holds a flight: if it decides, its crew has work.
pub(super) fn learned<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, flight: u32) {
    if !decides(world, out, at.rank) {
        return;
    }
    let Some(dossier) = dossier(world, at.rank, flight) else { return };
    dossier.row = at.cause.or(dossier.row);
    let (identity, is_open) = (dossier.identity, dossier.is_open());
    let kind = match identity {
        None if is_free(world, out, at.rank, flight) => {
            unknown(world, out, at, flight);
            return;
        }
        None => JobKind::Identify,
        Some(Identity::Hostile) if is_open => JobKind::Assign,
        Some(_) => return,
    };
    ask(world, out, at, Job { flight, kind });
}

/// True if everything may be shot at that is not called friendly or neutral.
fn is_free<S: Sink>(world: &World, out: &Outbox<'_, S>, rank: u32, flight: u32) -> bool {
    let task = world.flights[flight as usize].roll.task;
    super::assign::status(out, task, world.unit(rank).place) == ControlStatus::Free
}

/// Fire is free: what nobody has called anything is a target. The umpire bars what is none.
fn unknown<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, flight: u32) {
    let row = DecisionRow {
        because: because(world, at.rank, flight),
        ..DecisionRow::new(DecisionAct::Identifies, "hostile; unknown, and fire is free")
    };
    let row = about(out, at, row, world.flights[flight as usize].rank);
    if let Some(dossier) = dossier(world, at.rank, flight) {
        dossier.identity = Some(Identity::Hostile);
    }
    settle(world, out, At { rank: at.rank, cause: Some(row) }, (flight, Identity::Hostile));
}

/// The picture holds a flight no more: work on it that has not begun is not begun.
pub(super) fn unlearned(world: &mut World, at: At, flight: u32) {
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    for kind in [JobKind::Identify, JobKind::Assign] {
        if post.desk.leave(&Job { flight, kind })
            && let Some(dossier) = post.dossiers.get_mut(&flight)
        {
            dossier.at_work = false;
        }
    }
    if let Some(dossier) = post.dossiers.get_mut(&flight) {
        dossier.row = at.cause.or(dossier.row);
    }
}

/// A post has become the one that decides: everything in its picture is its own to judge.
pub(super) fn take_over<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let held = world.unit(at.rank).picture.as_ref().map(|p| p.held()).unwrap_or_default();
    for flight in held {
        learned(world, out, at, flight);
    }
}

/// Orders to batteries for which the post no longer decides are out of its hands: it looks for others.
pub(super) fn forget_batteries<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let scenario = out.inputs.scenario;
    let now = out.time();
    let Some(post) = &world.unit(at.rank).post else { return };
    let open = post.dossiers.iter().filter_map(|(flight, d)| Some((*flight, d.order?)));
    let gone: Vec<_> = open
        .filter(|(_, order)| {
            let battery = world.fire_orders[*order as usize].battery;
            decider(world, scenario, battery, now) != at.rank
        })
        .collect();
    for (flight, _) in gone {
        if let Some(dossier) = dossier(world, at.rank, flight) {
            dossier.order = None;
            dossier.row = at.cause.or(dossier.row);
            if let Some(row) = at.cause {
                dossier.because = Some(Because { what: Disturbance::LostCoordination, row });
            }
        }
        learned(world, out, at, flight);
    }
}

/// Gives a crew a piece of work; it begins when an operator is free.
pub(super) fn ask<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, job: Job) {
    let deadline = super::assign::deadline(world, out, at.rank, job.flight);
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    let dossier = post.dossiers.entry(job.flight).or_default();
    dossier.deadline = deadline;
    if std::mem::replace(&mut dossier.at_work, true) {
        return;
    }
    // The sooner the deadline, the more urgent.
    if post.desk.arrive(job, deadline.0.saturating_neg()) == Arrival::Served {
        begin(world, out, at, job);
    }
}

/// An operator begins a piece of work.
fn begin<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At, job: Job) {
    let took_s = work_s(world, out, at.rank, job);
    let failures = world.unit(at.rank).post.as_ref().map_or(0, |p| p.failures);
    let kind = Kind::WorkDone { job, failures };
    out.post(at.rank, after(out, took_s), Event { kind, cause: at.cause });
}

/// How long a piece of work takes (s).
fn work_s<S: Sink>(world: &World, out: &mut Outbox<'_, S>, rank: u32, job: Job) -> f64 {
    let unit = world.unit(rank);
    let Some(crew) = &out.inputs.scenario.unit(unit.id).fire.crew else { return 0.0 };
    let done = unit.post.as_ref().and_then(|p| p.dossiers.get(&job.flight));
    let (looks, orders) = done.map_or((0, 0), |d| (d.looks, d.reviews));
    let key = world.flights[job.flight as usize].key;
    let (time, ordinal) = match job.kind {
        JobKind::Identify => (&crew.identification, looks),
        JobKind::Assign => (&crew.assignment, orders),
    };
    let event = occasion_of(key, ordinal);
    super::law::service(world, out, time, (rank, event))
}

/// A piece of work is done, and the next begins.
pub(in crate::sim) fn work_done<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (job, failures): (Job, u32),
) {
    let took_s = work_s(world, out, at.rank, job);
    let Some(post) = &mut world.unit_mut(at.rank).post else { return };
    if post.failures != failures || !post.desk.is_served(&job) {
        // The post failed meanwhile.
        out.forget_draws();
        return;
    }
    let next = post.desk.done(&job);
    if let Some(dossier) = post.dossiers.get_mut(&job.flight) {
        dossier.at_work = false;
    }
    match job.kind {
        JobKind::Identify => identify(world, out, at, (job.flight, took_s)),
        JobKind::Assign => super::assign::assign(world, out, at, (job.flight, took_s)),
    }
    if let Some(next) = next {
        let waited = world.unit(at.rank).post.as_ref().and_then(|p| p.dossiers.get(&next.flight));
        let cause = waited.and_then(|d| d.row).or(at.cause);
        begin(world, out, At { rank: at.rank, cause }, next);
    }
}

/// What a flight is, and the chance of taking it for something else.
fn truth(kind: FlightKind, errors: (f64, f64)) -> (Identity, f64) {
    match kind {
        FlightKind::Mock => (Identity::Hostile, errors.1),
        FlightKind::Patrol => (Identity::Own, errors.0),
        FlightKind::Civil | FlightKind::Recorded => (Identity::Neutral, errors.0),
    }
}

/// A crew says what a flight is.
fn identify<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, took_s): (u32, f64),
) {
    let now = out.time();
    let Some(known) = known(world, at.rank, flight, now) else { return };
    let scenario = out.inputs.scenario;
    let Some(crew) = &scenario.unit(world.unit(at.rank).id).fire.crew else { return };
    let errors = (
        out.value_or(crew.called_hostile.as_ref(), 0, 0.0),
        out.value_or(crew.called_neutral.as_ref(), 0, 0.0),
    );
    let target = &world.flights[flight as usize];
    let (kind, key, rank) = (target.roll.kind, target.key, target.rank);
    let (is, chance) = truth(kind, errors);
    let plan = super::report::plan_at(world, out, flight, now.plus_s(-known.age_s));
    let stream = StreamKey::luck(out.luck.seed, out.luck.index);
    let entity = Entity::pair(Entity::of_path(out.names.of(at.rank)), key);
    let Some(dossier) = dossier(world, at.rank, flight) else { return };
    let number = dossier.looks;
    dossier.looks += 1;
    let is_wrong = uniform(stream, Purpose::IDENTITY, entity, number, 0) < chance;
    let called = match (is, is_wrong, &plan) {
        // Who fits a filed plan by chance is taken for that flight.
        (Identity::Hostile, _, Some(_)) | (Identity::Hostile, true, None) => Identity::Neutral,
        (Identity::Hostile, false, None) => Identity::Hostile,
        (Identity::Own | Identity::Neutral, true, _) => Identity::Hostile,
        (other, false, _) => other,
    };
    let changed = dossier.identity.is_some_and(|before| before != called);
    let order = dossier.order;
    dossier.identity = Some(called);
    let because = named(known.because, because(world, at.rank, flight));
    let plan =
        plan.map_or_else(|| "fits no filed plan".to_owned(), |p| format!("fits the plan of {p}"));
    let text = format!("{}; {plan}", called.word());
    let row = DecisionRow {
        age_s: Some(known.age_s),
        time_s: Some(took_s),
        chance: Some(chance),
        because,
        ..DecisionRow::new(DecisionAct::Identifies, text)
    };
    let row = about(out, at, row, rank);
    settle(world, out, At { rank: at.rank, cause: Some(row) }, (flight, called));
    if changed && let Some(order) = order.filter(|_| called != Identity::Hostile) {
        super::convey::take_back(world, out, At { rank: at.rank, cause: Some(row) }, order);
    }
}

/// What follows from what a flight is called. Neutral traffic is never assigned: the umpire bars it.
fn settle<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (flight, called): (u32, Identity),
) {
    let target = &world.flights[flight as usize];
    let (kind, rank) = (target.roll.kind, target.rank);
    let Some(dossier) = dossier(world, at.rank, flight) else { return };
    dossier.row = at.cause;
    if called == Identity::Hostile {
        if kind != FlightKind::Mock {
            dossier.barred = true;
            let text = if kind.is_neutral() {
                "called hostile, and neutral: the umpire bars it"
            } else {
                "called hostile, and one of our own: the umpire bars it"
            };
            about(out, at, DecisionRow::new(DecisionAct::Barred, text), rank);
            return;
        }
        let is_open = dossier.is_open();
        if dossier.looks < 2 {
            let kind = Kind::Review { flight };
            out.post(at.rank, after(out, SECOND_LOOK_S), Event { kind, cause: at.cause });
        }
        if is_open {
            ask(world, out, at, Job { flight, kind: JobKind::Assign });
        }
        return;
    }
    if dossier.looks < MOST_LOOKS {
        let kind = Kind::Review { flight };
        out.post(at.rank, after(out, SECOND_LOOK_S), Event { kind, cause: at.cause });
    }
}

/// A post looks at a flight again: for what it is, or for a battery.
pub(in crate::sim) fn review<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    flight: u32,
) {
    let holds = world.unit(at.rank).picture.as_ref().is_some_and(|p| p.holds(flight));
    if !holds || !decides(world, out, at.rank) {
        return;
    }
    let Some(dossier) = dossier(world, at.rank, flight) else { return };
    let kind = match dossier.identity {
        Some(Identity::Hostile) if dossier.is_open() => JobKind::Assign,
        // A target that somebody engages is looked at once more: the order may have to be taken back.
        Some(Identity::Hostile) if dossier.looks < 2 && !dossier.destroyed => JobKind::Identify,
        Some(Identity::Hostile) => return,
        _ if dossier.looks < MOST_LOOKS => JobKind::Identify,
        _ => return,
    };
    ask(world, out, at, Job { flight, kind });
}

/// Writes a row about a flight.
pub(super) fn about<S: Sink>(
    out: &mut Outbox<'_, S>,
    at: At,
    row: DecisionRow,
    flight: u32,
) -> Cause {
    let name = out.names.shared(flight);
    out.row_with(at.rank, at.cause, || body(DecisionRow { flight: Some(name), ..row }))
}
