//! By rail: the march to the station, loading, stages, unloading, and the march off.

use super::{At, after, enter, number};
use crate::base::time::SimTime;
use crate::model::mover::consist::{MOST_TRAINS, Vehicles, split};
use crate::record::{Body, Cause, Mode, Sink, State, TrainAct};
use crate::scenario::resolved::{Journey, Movement, RailMove, VehicleClass, nominal};
use crate::sim::error::SimError;
use crate::sim::event::{Event, Kind, Work};
use crate::sim::handler::road::{March, march};
use crate::sim::outbox::Outbox;
use crate::sim::world::{TrainState, Trip, World};

/// Draws of the march to the station are apart from those of the trains' marches.
const MARCH_OUT: u32 = super::MOST_TRAINS;

fn movement<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32, order: u32) -> &'s RailMove {
    let scenario = out.inputs.scenario;
    match &scenario.unit(world.unit(rank).id).orders[order as usize].movement {
        Movement::Rail(m) => m,
        Movement::Road(_) | Movement::Air(_) => {
            unreachable!("events of a rail order come from a rail order")
        }
    }
}

/// The journey of this replication.
fn journey<'s>(world: &World, (rank, order): (u32, u32), m: &'s RailMove) -> &'s Journey {
    m.journeys.way(world.unit(rank).plans[order as usize].way)
}

/// The journey under way, and the movement that it belongs to.
fn under_way<'s, S>(world: &World, out: &Outbox<'s, S>, rank: u32) -> (&'s RailMove, &'s Journey) {
    let order = world.unit(rank).trip().order;
    let m = movement(world, out, rank, order);
    (m, journey(world, (rank, order), m))
}

/// When a unit is alerted: the loading start drives, the alert and the march lie before it.
pub(in crate::sim) fn alert_time<S: Sink>(
    world: &World,
    (rank, order): (u32, u32),
    m: &RailMove,
    out: &mut Outbox<'_, S>,
) -> SimTime {
    let start = world.unit(rank).plans[order as usize].start;
    let lead_s = out.value_or(m.alert.as_ref(), 0, 0.0);
    let set_out = march_to_station(world, out, (rank, order), m).map_or(start, |m| m.start);
    start.plus_s(-lead_s).min(set_out)
}

/// The march that brings the whole column to the station when loading starts.
fn march_to_station<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    (rank, order): (u32, u32),
    m: &RailMove,
) -> Option<March> {
    let way = journey(world, (rank, order), m);
    let distance_m = out.value(way.march.as_ref()?, 0);
    let vehicles = trains(world, out, rank).ok()?.iter().map(|t| t.vehicles).sum();
    let at = out.inputs.scenario.place(way.load_at).at;
    let drawn = march(out, &m.column, number(0, MARCH_OUT, 0), distance_m, vehicles);
    Some(drawn.arriving(world.unit(rank).plans[order as usize].start, at))
}

/// The first act after the alert and its instant.
pub(super) fn first_act<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    rank: u32,
    (order, m): (u32, &RailMove),
) -> (SimTime, Kind) {
    if let Some(lead) = &m.alert {
        out.value(lead, 0);
    }
    match march_to_station(world, out, (rank, order), m) {
        Some(march) => (march.start, Kind::MarchOut { order }),
        None => (world.unit(rank).plans[order as usize].start, Kind::LoadStart { order }),
    }
}

/// A unit that goes home packs up, marches to the station, and loads when its last vehicle is there.
pub(in crate::sim) fn withdraw<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    if super::waits(world, out, at) {
        return;
    }
    let m = movement(world, out, at.rank, order);
    super::ready::abandon(world, out, at.rank);
    let row = enter(world, out, at, State::Withdrawing);
    let way = journey(world, (at.rank, order), m);
    let mut loading = out.time();
    let mut cause = row;
    if let Some(distance) = &way.march {
        let vehicles = trains(world, out, at.rank);
        let vehicles = vehicles.map_or(0, |all| all.iter().map(|t| t.vehicles).sum());
        let distance_m = out.value(distance, 0);
        let light = world.unit(at.rank).place.and_then(|p| out.inputs.scenario.place(p).at);
        let drawn = march(out, &m.column, number(0, MARCH_OUT, 0), distance_m, vehicles);
        loading = drawn.leaving(out.time(), light).tail_in;
        cause = enter(world, out, At { rank: at.rank, cause: Some(row) }, State::MarchingToStation);
    }
    let event = Event { kind: Kind::LoadStart { order }, cause: Some(cause) };
    out.post(at.rank, loading.max(out.time()), event);
}

/// The column leaves for the loading station.
pub(in crate::sim) fn march_out<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    if super::waits(world, out, at) {
        return;
    }
    super::ready::abandon(world, out, at.rank);
    let row = enter(world, out, at, State::MarchingToStation);
    let start = world.unit(at.rank).plans[order as usize].start;
    let event = Event { kind: Kind::LoadStart { order }, cause: Some(row) };
    out.post(at.rank, start.max(out.time()), event);
}

/// Loading begins: the trains are made up, and each asks for a ramp.
pub(in crate::sim) fn load_start<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    order: u32,
) {
    if super::waits(world, out, at) {
        return;
    }
    let m = movement(world, out, at.rank, order);
    let made = match trains(world, out, at.rank) {
        Ok(made) => made,
        Err(why) => {
            let unit = out.names.of(at.rank).to_owned();
            out.failure.get_or_insert(SimError::Train { unit, why });
            return;
        }
    };
    let now = out.time();
    let states = made.iter().map(|t| TrainState {
        wagons: t.wagons,
        vehicles: t.vehicles,
        asked: now,
        leg_start: now,
        latest: None,
    });
    let states: Vec<_> = states.collect();
    let count = u32::try_from(states.len()).expect("a unit has few trains");
    super::ready::abandon(world, out, at.rank);
    let way = journey(world, (at.rank, order), m);
    let unit = world.unit_mut(at.rank);
    unit.place = Some(way.load_at);
    unit.trip = Some(Trip {
        order,
        round: 0,
        trains: states,
        stages_m: [].into(),
        speed_mps: 0.0,
        extra: way.extra.is_some(),
        to: way.site,
        road_m: 0.0,
        tails_in: 0,
        leg: 0,
        air: None,
        set_up: m.set_up,
    });
    let row = enter(world, out, at, State::Loading);
    for train in 0..count {
        ask(world, out, (at.rank, train, Work::Load), row);
    }
}

/// Asks the station for a ramp.
fn ask<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    (rank, train, work): (u32, u32, Work),
    cause: Cause,
) {
    let now = out.time();
    world.unit_mut(rank).trip_mut().trains[train as usize].asked = now;
    let station = station_rank(world, out, rank, work);
    let kind = Kind::RampAsked { unit: rank, train, work };
    out.post(station, now, Event { kind, cause: Some(cause) });
}

fn station_rank<S>(world: &World, out: &Outbox<'_, S>, rank: u32, work: Work) -> u32 {
    let (_, way) = under_way(world, out, rank);
    let place = match work {
        Work::Load => way.load_at,
        Work::Unload => way.to,
    };
    world.station_of[place.0 as usize].expect("linking refuses a station without ramps")
}

/// A ramp is granted: the work begins.
pub(in crate::sim) fn ramp_granted<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (train, work): (u32, Work),
) {
    let (m, way) = under_way(world, out, at.rank);
    let (seconds, act) = match work {
        Work::Load => (out.value(&m.load_time, number(0, train, 0)), TrainAct::Loading),
        Work::Unload => (out.value(&m.unload_time, number(0, train, 0)), TrainAct::Unloading),
    };
    let mut row = train_row(world, out, at, (train, act));
    if work == Work::Unload && world.unit(at.rank).state == State::OnRail {
        world.unit_mut(at.rank).place = Some(way.to);
        row = enter(world, out, At { rank: at.rank, cause: Some(row) }, State::Unloading);
    }
    let event = Event { kind: Kind::RampDone { train, work }, cause: Some(row) };
    out.post(at.rank, after(out, seconds), event);
}

/// The work is done: the ramp is free, a loaded train asks for its turn, an unloaded one's vehicles set out.
pub(in crate::sim) fn ramp_done<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (train, work): (u32, Work),
) {
    let act = if work == Work::Load { TrainAct::Loaded } else { TrainAct::Unloaded };
    let row = train_row(world, out, at, (train, act));
    let (now, cause) = (out.time(), Some(row));
    let station = station_rank(world, out, at.rank, work);
    out.post(station, now, Event { kind: Kind::RampFree, cause });
    match work {
        Work::Load => {
            let kind = Kind::TurnAsked { unit: at.rank, train };
            out.post(station, now, Event { kind, cause });
        }
        Work::Unload => {
            out.post(at.rank, now, Event { kind: Kind::MarchIn { train }, cause });
        }
    }
}

/// A train leaves.
pub(in crate::sim) fn depart<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    train: u32,
) {
    world.unit_mut(at.rank).hold = None;
    if world.unit(at.rank).trip().stages_m.is_empty() {
        // The first train of the unit: its way and speed hold for the others.
        let (m, way) = under_way(world, out, at.rank);
        let (stages_m, speed_mps) = (stage_lengths(out, (m, way)), base_speed(out, m));
        let trip = world.unit_mut(at.rank).trip_mut();
        (trip.stages_m, trip.speed_mps) = (stages_m.into(), speed_mps);
    }
    let mut row = train_row(world, out, at, (train, TrainAct::Departed));
    if world.unit(at.rank).state == State::Loading {
        world.unit_mut(at.rank).place = None;
        row = enter(world, out, At { rank: at.rank, cause: Some(row) }, State::OnRail);
    }
    run_stage(world, out, (at.rank, train, 0), row);
}

/// Sends a train along a stage.
fn run_stage<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    (rank, train, stage): (u32, u32, u32),
    cause: Cause,
) {
    let now = out.time();
    let m = movement(world, out, rank, world.unit(rank).trip().order);
    let trip = world.unit_mut(rank).trip_mut();
    let (length_m, speed_mps) = (trip.stages_m[stage as usize], trip.speed_mps);
    trip.trains[train as usize].leg_start = now;
    let factor = out.value_or(m.rate.stage.as_ref(), number(0, train, stage), 1.0);
    let event = Event { kind: Kind::StageEnd { train, stage }, cause: Some(cause) };
    out.post(rank, after(out, length_m / (speed_mps * factor)), event);
}

/// A train passes a post, or arrives.
pub(in crate::sim) fn stage_end<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (train, stage): (u32, u32),
) {
    let row = stage_row(world, out, at, (train, stage));
    let last = world.unit(at.rank).trip().stages_m.len() - 1;
    if (stage as usize) < last {
        run_stage(world, out, (at.rank, train, stage + 1), row);
        return;
    }
    let row =
        train_row(world, out, At { rank: at.rank, cause: Some(row) }, (train, TrainAct::Arrived));
    ask(world, out, (at.rank, train, Work::Unload), row);
}

fn stage_row<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (train, stage): (u32, u32),
) -> Cause {
    let trip = world.unit(at.rank).trip();
    let (_, way) = under_way(world, out, at.rank);
    let first = u32::from(trip.extra);
    let ends = match stage.checked_sub(first).map(|at| way.stages.get(at as usize)) {
        None => (way.load_at, way.stages[0].from),
        Some(Some(s)) => (s.from, s.to),
        Some(None) => (way.stages[way.stages.len() - 1].to, way.to),
    };
    let start = trip.trains[train as usize].leg_start;
    let distance_m = trip.stages_m[stage as usize];
    out.move_row(at.rank, at.cause, || Body::Leg {
        mode: Mode::Rail,
        train,
        from: world.place(ends.0),
        to: world.place(ends.1),
        start,
        distance_m,
        part: (0.0, 1.0),
        height_m: None,
    })
}

/// The vehicles of an unloaded train set out for the site.
pub(in crate::sim) fn march_in<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    train: u32,
) {
    let (m, way) = under_way(world, out, at.rank);
    let station = out.inputs.scenario.place(way.to).at;
    let vehicles = world.unit(at.rank).trip().trains[train as usize].vehicles;
    let road_m = out.value_or(way.road.as_ref(), number(0, train, 0), 0.0);
    let drawn = march(out, &m.column, number(0, train, 0), road_m, vehicles);
    let march = drawn.leaving(out.time(), station);
    super::norm::march(world, out, at.rank, (&m.column, &drawn, march), at.cause);
    let now = out.time();
    let trip = world.unit_mut(at.rank).trip_mut();
    trip.trains[train as usize].leg_start = now;
    trip.road_m = road_m;
    let row = if world.unit(at.rank).state == State::Unloading {
        enter(world, out, at, State::OnMarch)
    } else {
        train_row(world, out, at, (train, TrainAct::MarchedOff))
    };
    super::road::post_column(out, at.rank, (train, march), row);
}

fn train_row<S: Sink>(
    world: &World,
    out: &mut Outbox<'_, S>,
    at: At,
    (train, act): (u32, TrainAct),
) -> Cause {
    let (_, way) = under_way(world, out, at.rank);
    let state = &world.unit(at.rank).trip().trains[train as usize];
    let (wagons, vehicles) = (state.wagons, state.vehicles);
    let station = match act {
        TrainAct::Loading | TrainAct::Loaded | TrainAct::Departed => way.load_at,
        _ => way.to,
    };
    out.row_with(at.rank, at.cause, || Body::Train {
        act,
        train,
        station: world.place(station),
        wagons,
        vehicles,
    })
}

/// Lengths of the stages: posts times the factor, the errors of the two end posts, the way to the first post.
fn stage_lengths<S: Sink>(out: &mut Outbox<'_, S>, (m, way): (&RailMove, &Journey)) -> Vec<f64> {
    let factor = out.value_or(m.rate.length.as_ref(), 0, 1.0);
    let scenario = out.inputs.scenario;
    let first = out.value(&way.first_post, 0) - nominal(scenario, way.first_post.param);
    let last = out.value(&way.last_post, 0) - nominal(scenario, way.last_post.param);
    let mut lengths: Vec<f64> = way.stages.iter().map(|s| s.length_m).collect();
    if let Some(length) = lengths.first_mut() {
        *length += way.first_sign * first;
    }
    if let Some(length) = lengths.last_mut() {
        *length += way.last_sign * last;
    }
    let mut lengths: Vec<f64> = lengths.iter().map(|length| (length * factor).max(1.0)).collect();
    if let Some(extra) = &way.extra {
        lengths.insert(0, out.value(extra, 0));
    }
    if let Some(extra) = &way.extra_after {
        lengths.push(out.value(extra, 0));
    }
    lengths
}

fn base_speed<S: Sink>(out: &mut Outbox<'_, S>, m: &RailMove) -> f64 {
    let line_mps = out.value(&m.rate.line, 0);
    line_mps * out.value_or(m.rate.unit.as_ref(), 0, 1.0)
}

/// The trains of a unit and of those that ride with it.
fn trains<S: Sink>(world: &World, out: &mut Outbox<'_, S>, rank: u32) -> Result<Vec<Made>, String> {
    let scenario = out.inputs.scenario;
    let host = scenario.unit(world.unit(rank).id);
    let limits = host.train.as_ref().ok_or("its type has no wagons")?;
    let mut all = Vehicles::default();
    let riders = &world.unit(rank).riders;
    for member in std::iter::once(&rank).chain(riders) {
        for kind in &scenario.unit(world.unit(*member).id).vehicles {
            let count = out.value(&kind.count, 0) as u32;
            let sum = match kind.class {
                VehicleClass::Long => &mut all.long,
                VehicleClass::Medium => &mut all.medium,
                VehicleClass::Short => &mut all.short,
            };
            *sum = sum.saturating_add(count);
        }
    }
    let passenger = out.value(&limits.passenger_wagons, 0) as u32;
    let most = out.value(&limits.most_wagons, 0) as u32;
    let flats = most.saturating_sub(passenger);
    if flats == 0 || all.flats() == 0 {
        return Err(format!("{} vehicles, {flats} flat wagons a train", all.flats()));
    }
    let needed = all.trains(flats);
    if needed > MOST_TRAINS {
        return Err(format!("it needs {needed} trains, and {MOST_TRAINS} are the most"));
    }
    let made = split(all, flats);
    if made.len() >= super::MOST_TRAINS as usize {
        return Err(format!(
            "{} trains, and a unit may have {}",
            made.len(),
            super::MOST_TRAINS - 1
        ));
    }
    let made = made.into_iter();
    Ok(made.map(|t| Made { wagons: t.flats + passenger, vehicles: t.count() }).collect())
}

struct Made {
    wagons: u32,
    vehicles: u32,
}
