//! What each event does: one file per family, one `match` for all.
//!
//! A handler changes the state of the entity to which its event was posted and no other; others hear of it
//! by events.

pub(super) mod accept;
pub(super) mod air;
pub(super) mod assign;
mod convey;
pub(super) mod decide;
pub(super) mod engage;
pub(super) mod exercise;
pub(super) mod fly;
mod law;
pub(super) mod magazine;
pub(super) mod man;
pub(super) mod norm;
pub(super) mod order;
pub(super) mod rail;
pub(super) mod ready;
pub(super) mod report;
pub(super) mod road;
pub(super) mod roster;
pub(super) mod station;
pub(super) mod touch;
mod umpire;
pub(super) mod watch;

use super::command::Command;
use super::event::{Event, Kind};
use super::outbox::Outbox;
use super::world::World;
use crate::base::time::SimTime;
use crate::record::{Body, Cause, Sink, State};

/// Handles one event.
pub(super) fn handle<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    commands: &[Command],
    event: Event,
) {
    let at = At { rank: out.now.entity(), cause: event.cause };
    match event.kind {
        Kind::Command { index } => order::command(world, out, at, &commands[index as usize]),
        Kind::Alert { order } => order::alert(world, out, at, order),
        Kind::MarchOut { order } => rail::march_out(world, out, at, order),
        Kind::Withdraw { order } => rail::withdraw(world, out, at, order),
        Kind::FlightReady { order, leg } => air::ready(world, out, at, (order, leg)),
        Kind::TakeOff => air::take_off(world, out, at),
        Kind::FlightPart { part } => air::part_end(world, out, at, part),
        Kind::AllLanded => air::all_landed(world, out, at),
        Kind::LoadStart { order } => rail::load_start(world, out, at, order),
        Kind::StageEnd { train, stage } => rail::stage_end(world, out, at, (train, stage)),
        Kind::RampDone { train, work } => rail::ramp_done(world, out, at, (train, work)),
        Kind::RampFree => station::ramp_free(world, out, at),
        Kind::RampAsked { unit, train, work } => {
            station::ramp_asked(world, out, at, (unit, train, work));
        }
        Kind::RampGranted { train, work } => rail::ramp_granted(world, out, at, (train, work)),
        Kind::TurnAsked { unit, train } => station::turn_asked(world, out, at, (unit, train)),
        Kind::Depart { train } => rail::depart(world, out, at, train),
        Kind::MarchIn { train } => rail::march_in(world, out, at, train),
        Kind::RoadStart { order, round } => road::start(world, out, at, (order, round)),
        Kind::HeadIn { train } => road::head_in(world, out, at, train),
        Kind::TailIn { train } => road::tail_in(world, out, at, train),
        Kind::Follow { state } => ready::follow(world, out, at, state),
        Kind::Ready => ready::instruments_ready(world, out, at),
        Kind::GateDone { gate } => ready::gate_done(world, out, at, gate),
        Kind::InspectionEnd => ready::inspection_end(world, out, at),
        Kind::Accept => ready::accept(world, out, at),
        Kind::AlertReady { alert } => norm::alert_ready(world, out, at, alert),
        Kind::InspectionOver => exercise::inspection_over(out, at),
        Kind::PhaseBegin | Kind::PhaseEnd => exercise::phase(world, out, at, event.kind),
        Kind::TaskBegin => exercise::task_begin(world, out, at),
        Kind::TaskEnd => exercise::task_end(world, out, at),
        Kind::JoinTask => exercise::join_task(world, out, at),
        Kind::LeaveTask => exercise::leave_task(world, out, at),
        Kind::RosterJoin { unit } => roster::join(world, out, at, unit),
        Kind::Turn => roster::turn(world, out, at),
        Kind::Watch { until, looks, alone } => {
            man::man(world, out, at, (until, alone));
            watch::begin(world, out, at, (until, looks));
        }
        Kind::WatchEnd => man::end(world, out, at),
        Kind::FlightStart { until } => fly::start(world, out, at, until),
        Kind::FlightLeg { leg } => fly::leg_end(world, out, at, leg),
        Kind::FlightEnd => fly::end(world, out, at),
        Kind::Reach { radar, flight, until } => {
            watch::reach(world, out, at, (radar, flight, until));
        }
        Kind::Scan { radar, turn } => watch::scan(world, out, at, (radar, turn)),
        Kind::Report { from, word } => report::arrives(world, out, at, (from, word)),
        Kind::NormNamed => norm::named(world, out, at),
        Kind::Measure { task, from } => report::quality(world, out, at, (task, from)),
        other => handle_fire(world, out, at, other),
    }
}

/// Handles one event of links, posts and batteries.
fn handle_fire<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At, kind: Kind) {
    match kind {
        Kind::LinkDown { since, until } => touch::link_down(world, out, at, (since, until)),
        Kind::LinkUp => touch::link_up(world, out, at),
        Kind::Delegate { since } => touch::delegate(world, out, at, since),
        Kind::LoseTouch { child, since } => touch::lose_touch(world, out, at, (child, since)),
        Kind::Return => touch::returns(world, out, at),
        Kind::Disturbed { because } => touch::disturbed(world, out, at, because),
        Kind::Fail { until } => touch::fail(world, out, at, until),
        Kind::Works => touch::works(world, out, at),
        Kind::WorkDone { job, failures } => decide::work_done(world, out, at, (job, failures)),
        Kind::Review { flight } => decide::review(world, out, at, flight),
        Kind::FireOrder { order } => accept::fire_order(world, out, at, order),
        Kind::OrderVoid { order } => assign::void(world, out, at, order),
        Kind::Abort { order } => engage::abort(world, out, at, order),
        Kind::NeedChannel { order } => engage::need_channel(world, out, at, order),
        Kind::GiveUp { order } => engage::give_up(world, out, at, order),
        Kind::Launch { order } => engage::launch(world, out, at, order),
        Kind::Intercept { order, rounds } => engage::intercept(world, out, at, (order, rounds)),
        Kind::Assess { order } => engage::assess(world, out, at, order),
        Kind::Reloaded { launcher } => magazine::reloaded(world, out, at, launcher),
        Kind::Refilled { battery } => assign::refilled(world, out, at, battery),
        Kind::Outcome { order, ending } => assign::closed(world, out, at, (order, ending)),
        other => unreachable!("{} is handled with movement and radars", other.name()),
    }
}

/// Whose event it is, and because of which row.
#[derive(Clone, Copy)]
pub(super) struct At {
    /// Rank of the entity.
    pub rank: u32,
    /// The row behind the event.
    pub cause: Option<Cause>,
}

/// Most repetitions of a march: 16 bits of a draw's number.
pub(super) const MOST_ROUNDS: u32 = 1 << 16;
/// Most trains of a unit: 6 bits of a draw's number, the last of them for the march to the station.
pub(super) const MOST_TRAINS: u32 = 63;

/// The semantic number of a draw: repetition, train, step (a stage; linking allows 1,023).
///
/// # Panics
/// When one does not fit: two draws would share their luck.
pub(super) fn number(round: u32, train: u32, step: u32) -> u32 {
    assert!(round < MOST_ROUNDS && train <= MOST_TRAINS && step < 1 << 10, "a draw's number fits");
    round << 16 | train << 10 | step
}

/// The shortest time that an act takes, so that same-instant chains end.
pub(super) fn after<S: Sink>(out: &Outbox<'_, S>, seconds: f64) -> SimTime {
    out.time().plus_s(seconds).max(SimTime(out.time().0 + 1))
}

/// True if the unit is on a trip: what was to begin now waits for its end.
pub(super) fn waits<S: Sink>(world: &mut World, out: &Outbox<'_, S>, at: At) -> bool {
    let event = Event { kind: out.handling, cause: at.cause };
    let unit = world.unit_mut(at.rank);
    if unit.trip.is_none() {
        return false;
    }
    unit.waiting.push_back((out.time(), event));
    true
}

/// Puts a unit into a state: row, date, and word to the units that ride with it.
pub(super) fn enter<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    to: State,
) -> Cause {
    let now = out.time();
    let unit = world.unit_mut(at.rank);
    let from = std::mem::replace(&mut unit.state, to);
    let dated = match to {
        State::Present => Some(0),
        State::InstrumentReady => Some(1),
        State::DutyAccepted => Some(2),
        _ => None,
    };
    if let Some(which) = dated {
        unit.dates[which].get_or_insert(now);
    }
    if out.is_full() && !unit.firsts.iter().any(|(state, _)| *state == to) {
        unit.firsts.push((to, now));
    }
    let place = unit.place;
    let row = out.move_row(at.rank, at.cause, || {
        let place = place.map(|p| world.place(p));
        Body::State { from, to, place }
    });
    if out.is_full() {
        norm::entered(world, out, at.rank, (to, row));
        roster::entered(world, out, at.rank, (to, row));
    }
    order::entered(world, out, at.rank, (to, row));
    if ready::is_shared(to) {
        for rider in &world.unit(at.rank).riders {
            out.post(*rider, now, Event { kind: Kind::Follow { state: to }, cause: Some(row) });
        }
    }
    row
}
