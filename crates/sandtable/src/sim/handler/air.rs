//! By air: a formation waits for daylight at its landing place, takes off, climbs, cruises, descends, lands.

use super::{At, after, enter, number};
use crate::base::time::{SECONDS_PER_DAY, SimTime};
use crate::geo::sun::{SUNRISE_DEG, elevation_deg, next_crossing};
use crate::model::mover::flight::FlightPlan;
use crate::record::{Body, Mode, Sink, State};
use crate::scenario::resolved::{AirLeg, AirMove, Movement};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::{TrainState, Trip, World};
use std::sync::Arc;

/// How far ahead a sunrise is looked for (s); in a longer polar night the formation lands in the dark.
const LONGEST_WAIT_S: f64 = 3.0 * SECONDS_PER_DAY;
/// Part of a leg at which climb, cruise and descent end.
const PARTS: u32 = 3;

fn movement<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32, order: u32) -> &'s AirMove {
    let scenario = out.inputs.scenario;
    match &scenario.unit(world.unit(rank).id).orders[order as usize].movement {
        Movement::Air(m) => m,
        Movement::Rail(_) | Movement::Road(_) => {
            unreachable!("events of a flight come from an order to fly")
        }
    }
}

fn leg_of<'s>(world: &World, (rank, order): (u32, u32), m: &'s AirMove, leg: u32) -> &'s AirLeg {
    let way = world.unit(rank).plans[order as usize].way;
    &m.routes.way(way).legs[leg as usize]
}

/// The leg under way.
fn under_way<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32) -> (&'s AirMove, &'s AirLeg) {
    let trip = world.unit(rank).trip();
    let m = movement(world, out, rank, trip.order);
    (m, leg_of(world, (rank, trip.order), m, trip.leg))
}

/// What was drawn for a leg.
fn plan<S: Sink>(out: &mut Outbox<'_, S>, m: &AirMove, leg: &AirLeg, event: u32) -> FlightPlan {
    let detour = out.value_or(m.detour.as_ref(), event, 1.0);
    let wind_mps = out.value_or(m.wind.as_ref(), event, 0.0);
    FlightPlan {
        length_m: leg.great_circle_m * detour,
        height_m: out.value(&m.flight.height, event),
        cruise_mps: out.value(&m.flight.cruise, event),
        slow_mps: out.value(&m.flight.slow, event),
        wind_mps: if m.tail_wind { -wind_mps } else { wind_mps },
        climb_mps: out.value(&m.flight.climb, event),
        descent_mps: out.value(&m.flight.descent, event),
    }
}

/// A formation is ready: it takes off so that it lands by daylight, if it has to.
pub(in crate::sim) fn ready<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (order, leg): (u32, u32),
) {
    if leg == 0 && super::waits(world, out, at) {
        return;
    }
    let m = movement(world, out, at.rank, order);
    let way = leg_of(world, (at.rank, order), m, leg);
    let event = number(0, leg, 0);
    let plan = plan(out, m, way, event);
    let aircraft = out.value(&m.flight.aircraft, 0).max(1.0);
    let behind_m = out.value_or(m.flight.spacing.as_ref(), event, 0.0) * (aircraft - 1.0);
    if leg == 0 {
        super::ready::abandon(world, out, at.rank);
        let column = TrainState {
            wagons: 0,
            vehicles: 0,
            asked: out.time(),
            leg_start: out.time(),
            latest: at.cause,
        };
        world.unit_mut(at.rank).trip = Some(Trip {
            order,
            round: 0,
            trains: vec![column],
            stages_m: [].into(),
            speed_mps: 0.0,
            extra: false,
            to: way.to,
            road_m: 0.0,
            tails_in: 0,
            leg,
            air: None,
            set_up: m.set_up,
        });
    }
    let held_s = world.unit_mut(at.rank).hold.take().map_or(0.0, |(seconds, _)| seconds);
    let ready = out.time().plus_s(held_s);
    let landing_place = out.inputs.scenario.place(way.to).at.filter(|_| m.daylight);
    let landing = ready.plus_s(plan.time_s());
    let wait_s = match landing_place.and_then(|place| sunrise_after(landing, place)) {
        Some(sunrise) => {
            sunrise.since_s(landing) + out.value_or(m.after_sunrise.as_ref(), event, 0.0)
        }
        None => 0.0,
    };
    let take_off = ready.plus_s(wait_s);
    let trip = world.unit_mut(at.rank).trip_mut();
    (trip.leg, trip.to) = (leg, way.to);
    trip.air = Some((plan.parts(), plan.closing_s(behind_m)));
    let text = waits_for_light(wait_s);
    let row = out.row_with(at.rank, at.cause, || Body::Order {
        order: Arc::from("take-off"),
        author: Arc::from("crew"),
        text: Arc::from(text),
    });
    out.post(at.rank, take_off, Event { kind: Kind::TakeOff, cause: Some(row) });
}

fn waits_for_light(seconds: f64) -> String {
    if seconds > 0.0 {
        format!("ready; waits {:.1} h to land by daylight", seconds / 3600.0)
    } else {
        "ready".to_owned()
    }
}

/// The next sunrise at a place after a landing in the dark; `None` if it is by daylight, or the night is too long.
///
/// Daylight is the upper limb of the sun on or above the horizon under mean refraction: its centre not under
/// [`SUNRISE_DEG`].
fn sunrise_after(landing: SimTime, (lat, lon): (f64, f64)) -> Option<SimTime> {
    if elevation_deg(landing, lat, lon) >= SUNRISE_DEG {
        return None;
    }
    next_crossing(landing, lat, lon, SUNRISE_DEG, LONGEST_WAIT_S).map(|(sunrise, _)| sunrise)
}

/// The formation takes off.
pub(in crate::sim) fn take_off<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    world.unit_mut(at.rank).place = None;
    let now = out.time();
    world.unit_mut(at.rank).trip_mut().trains[0].leg_start = now;
    let row = enter(world, out, at, State::InFlight);
    post_part(world, out, At { rank: at.rank, cause: Some(row) }, 0);
}

fn post_part<S: Sink>(world: &World, out: &mut Outbox<'_, S>, at: At, part: u32) {
    let Some((parts, _)) = world.unit(at.rank).trip().air else { return };
    let end = after(out, parts[part as usize].time_s);
    out.post(at.rank, end, Event { kind: Kind::FlightPart { part }, cause: at.cause });
}

/// A climb, cruise or descent ends; after the descent the first aircraft has landed.
pub(in crate::sim) fn part_end<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    part: u32,
) {
    let (m, leg) = under_way(world, out, at.rank);
    let trip = world.unit(at.rank).trip();
    let Some((parts, closing_s)) = trip.air else { return };
    let start = trip.trains[0].leg_start;
    let whole_m: f64 = parts.iter().map(|p| p.length_m).sum();
    let before_m: f64 = parts[..part as usize].iter().map(|p| p.length_m).sum();
    let this = parts[part as usize];
    let row = out.move_row(at.rank, at.cause, || Body::Leg {
        mode: Mode::Air,
        train: 0,
        from: world.place(leg.from),
        to: world.place(leg.to),
        start,
        distance_m: this.length_m,
        part: (before_m / whole_m, ((before_m + this.length_m) / whole_m).min(1.0)),
        height_m: Some(this.height_m),
    });
    let now = out.time();
    world.unit_mut(at.rank).trip_mut().trains[0].leg_start = now;
    if part + 1 < PARTS {
        post_part(world, out, At { rank: at.rank, cause: Some(row) }, part + 1);
        return;
    }
    world.unit_mut(at.rank).place = Some(leg.to);
    let is_last = is_last_leg(world, at.rank, m);
    let state = match (is_last, is_back(world, out, at.rank)) {
        (false, _) => State::StopOver,
        (true, false) => State::Present,
        (true, true) => super::road::home_state(world, out, at.rank),
    };
    let row = enter(world, out, At { rank: at.rank, cause: Some(row) }, state);
    let event = Event { kind: Kind::AllLanded, cause: Some(row) };
    out.post(at.rank, after(out, closing_s), event);
}

fn is_last_leg(world: &World, rank: u32, m: &AirMove) -> bool {
    let unit = world.unit(rank);
    let trip = unit.trip();
    let way = m.routes.way(unit.plans[trip.order as usize].way);
    trip.leg as usize + 1 == way.legs.len()
}

fn is_back<S>(world: &World, out: &Outbox<'_, S>, rank: u32) -> bool {
    let unit = world.unit(rank);
    out.inputs.scenario.unit(unit.id).orders[unit.trip().order as usize].back_of.is_some()
}

/// The last aircraft is down: the stop begins, or the unit sets up at its destination.
pub(in crate::sim) fn all_landed<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let (m, _) = under_way(world, out, at.rank);
    let trip = world.unit(at.rank).trip();
    let (order, leg, set_up) = (trip.order, trip.leg, trip.set_up);
    if !is_last_leg(world, at.rank, m) {
        let stop_s = out.value_or(m.stop.as_ref(), number(0, leg, 0), 0.0);
        let kind = Kind::FlightReady { order, leg: leg + 1 };
        // The landing is the row that the draw of the stop belongs to.
        let row = out.row_with(at.rank, at.cause, || Body::Order {
            order: Arc::from("stop"),
            author: Arc::from("crew"),
            text: Arc::from("the whole formation is down"),
        });
        out.post(at.rank, after(out, stop_s), Event { kind, cause: Some(row) });
        return;
    }
    world.unit_mut(at.rank).trip = None;
    if set_up {
        super::ready::emplace(world, out, at);
    }
    super::road::begin_waiting(world, out, at.rank);
}
