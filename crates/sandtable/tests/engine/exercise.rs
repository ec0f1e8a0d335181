//! Flights, ways back, groups, phases, tasks, norms, rosters, injects, variants: against times by hand.

use crate::common::{Files, Run, accept, dates_of, run};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::geo::sun::{SUNRISE_DEG, elevation_deg};
use sandtable::record::{Act, Body, Mode, Part, State, Trace, TraceSink};
use sandtable::scenario::{Scenario, load_variant};
use sandtable::sim;

/// One formation with a stop, one battery by road; every number exact unless a test changes it.
const BOTH: &str = r#"
scenario: both
period: {start: 2030-03-01T00:00Z, end: 2030-03-20T00:00Z}
sources: {lesson: {kind: notional, reason: "round numbers for a test"}}
sides: {green: {name: Green}}
places:
  source: lesson
  west: {kind: airfield, at: 0.0 N 10.0 E ±1 km}
  mid: {kind: airfield, at: 0.0 N 20.0 E ±1 km}
  east: {kind: airfield, at: 0.0 N 30.0 E ±1 km}
  camp: {kind: ground, at: 0.0 N 11.0 E ±1 km}
  heath: {kind: ground, at: 0.0 N 11.2 E ±1 km}
groups: {trio: {count: 2 exact @lesson}}
types:
  formation:
    source: lesson
    aircraft: 4 exact
    flight: {cruise: 900 km/h exact, height: 9 km exact, climb: 15 m/s exact, descent: 10 m/s exact, slow: 540 km/h exact, spacing: 1 km exact}
    readiness: {emplacing: 2 h exact, inspecting: 6 h exact}
  battery:
    source: lesson
    vehicles: {guns: {class: long, count: 12 exact}}
    column: {rate: 30 km/h exact, density: 20 vehicles/km exact, march-unit: 12 exact, gap: 2 min exact, night: 1 exact}
    readiness: {emplacing: 1 h exact, fortifying: 10 h exact, inspecting: 24 h exact}
    alert-time: 20 min exact
units:
  f-1:
    type: formation
    side: green
    group: trio
    number: 1
    start: {place: west}
    orders:
      fly: {by: air, start: 2030-03-02T06:00Z @lesson, route: {stops: [mid]}, to: east, detour: 1 exact @lesson, wind: 0 m/s exact @lesson, stop: 3 h exact @lesson, daylight: yes}
      home: {by: return, of: fly, start: 2030-03-12T06:00Z @lesson}
  f-2: {extends: f-1, number: 2}
  f-3: {extends: f-1, number: 3}
  b-1:
    type: battery
    side: green
    start: {place: camp}
    orders: {go: {by: road, start: 2030-03-03T06:00Z @lesson, to: heath, distance: 30 km exact @lesson, set-up: yes}}
  b-2:
    type: battery
    side: green
    start: {place: camp}
    orders: {go: {by: road, start: 2030-03-03T12:00Z @lesson, to: heath, distance: 30 km exact @lesson, set-up: yes}}
phases:
  one: {start: 2030-03-02T00:00Z @lesson, end: 2030-03-08T00:00Z @lesson}
  two: {start: 2030-03-08T00:00Z @lesson, end: 2030-03-12T00:00Z @lesson}
tasks:
  shoot: {kind: air-drill, phase: two, units: [b-1, b-2, f-1, f-3], start: two + 6 h @lesson, time: 2 h exact @lesson, needs: duty-accepted}
  early: {kind: air-drill, units: [b-1], start: one + 1 h @lesson, time: 2 h exact @lesson, needs: duty-accepted}
norms:
  set-up: {measure: steps, of: [battery], from: present, to: instrument-ready, within: 70 min exact @lesson}
  slow-set-up: {measure: steps, of: [battery], from: present, to: instrument-ready, within: 2 h exact @lesson}
  drill: {measure: alert, of: [battery], within: 15 min exact @lesson, night: 25 min exact @lesson}
  marching: {measure: march, of: [battery], longer: 10 % @lesson}
  tracks: {measure: hand-over, of: [battery], within: 60 s exact @lesson}
rosters:
  watch: {units: [b-1, b-2], shift: 12 h exact @lesson, peace: 1 exact @lesson, exercise: 2 exact @lesson, phase: two}
injects:
  by-day: {at: 2030-03-06T10:00Z @lesson, unit: b-1, alert: yes}
  after-duty: {after: {unit: b-2, state: duty-accepted, delay: 3 h exact @lesson}, unit: b-1, inspect: 2 h exact @lesson}
variants:
  late: {title: "the battery a day later", counterfactual: yes, change: {units: {b-1: {orders: {go: {start: 2030-03-04T06:00Z @lesson}}}}}}
"#;

fn both() -> (Scenario, Run) {
    let scenario = Files::one(BOTH).scenario();
    let run = run(&scenario, 1, 0);
    (scenario, run)
}

fn at(text: &str) -> SimTime {
    SimTime::from_iso(text).expect("an instant")
}

/// Rows of the calendar about a part, as `(unit, id, act, value)`.
fn calendar(run: &Run, part: Part) -> Vec<(String, String, Act, Option<f64>)> {
    let rows = run.log.rows.iter().filter_map(|row| match &row.body {
        Body::Exercise { what, id, act, value, .. } if *what == part => {
            Some((run.log.names.of(row.entity).to_owned(), id.to_string(), *act, *value))
        }
        _ => None,
    });
    rows.collect()
}

#[test]
fn verif_a_flight_with_a_stop_by_hand() {
    let (scenario, run) = both();
    // Ten degrees of the equator are 1,113,195 m. Climb: 600 s at 150 m/s, 90 km; descent: 900 s, 135 km; the
    // rest at 250 m/s. The last of four aircraft is 3 km behind: 20 s. Take-off at 06:00.
    let leg_s = 600.0 + 900.0 + (1_113_194.908 - 225_000.0) / 250.0;
    let landed = at("2030-03-02T06:00Z").plus_s(leg_s);
    let present = landed.plus_s(20.0 + 3.0 * 3600.0 + leg_s);
    let dates = dates_of(&scenario, &run, "f-1");
    let close = |a: Option<SimTime>, b: SimTime| a.expect("a date").since_s(b).abs() < 1e-3;
    assert!(close(dates.present, present), "{:?} {present}", dates.present);
    assert!(close(dates.instrument_ready, present.plus_s(20.0 + 2.0 * 3600.0)));
    assert!(close(dates.duty_accepted, present.plus_s(20.0 + 8.0 * 3600.0)));
    // Three parts a leg, two legs there and two back.
    let legs = run.log.rows.iter().filter(|row| {
        run.log.names.of(row.entity) == "units/f-1"
            && matches!(row.body, Body::Leg { mode: Mode::Air, .. })
    });
    assert_eq!(legs.count(), 12);
    let home = run.log.rows.iter().rev().find_map(|row| match &row.body {
        Body::State { to, place, .. } if run.log.names.of(row.entity) == "units/f-1" => {
            Some((*to, place.clone()))
        }
        _ => None,
    });
    let (state, place) = home.expect("a state");
    assert_eq!((state, place.as_deref()), (State::Garrison, Some("west")));
}

#[test]
fn a_head_wind_is_from_behind_on_the_way_back() {
    let text = BOTH.replace("wind: 0 m/s exact", "wind: 20 m/s exact");
    let run = run(&Files::one(&text).scenario(), 1, 0);
    let trace = Trace::of_rows(&run.log.names, &run.log.rows);
    let cruises: Vec<f64> = trace
        .moves
        .iter()
        .filter(|m| run.log.names.of(m.entity) == "units/f-1" && m.part.0 > 0.0 && m.part.1 < 1.0)
        .map(|m| (m.part.1 - m.part.0) * 1_113_194.908 / m.end.since_s(m.start))
        .collect();
    // 250 m/s through the air, 20 m/s of wind: two legs out, two back.
    let expected = [230.0, 230.0, 270.0, 270.0];
    assert!(cruises.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-3), "{cruises:?}");
    assert_eq!(cruises.len(), 4);
}

#[test]
fn prop_landings_are_by_daylight_and_waits_are_no_longer_than_needed() {
    for hour in 0..24 {
        let text = BOTH.replace("2030-03-02T06:00Z", &format!("2030-03-02T{hour:02}:00Z"));
        let scenario = Files::one(&text).scenario();
        let run = run(&scenario, 1, 0);
        let trace = Trace::of_rows(&run.log.names, &run.log.rows);
        let landings = trace.moves.iter().filter(|m| m.mode == Mode::Air && m.part.1 >= 1.0);
        let mut count = 0;
        for leg in landings {
            count += 1;
            let place = scenario.places.iter().find(|p| *p.id == *leg.to).expect("a place");
            let (lat, lon) = place.at.expect("a position");
            let sun = elevation_deg(leg.end, lat, lon);
            assert!(sun > SUNRISE_DEG - 1e-4, "{hour} h: landing at {} with {sun}", leg.end);
        }
        assert_eq!(count, 8, "two formations, four legs each");
        // The first take-off is at once or for a landing at sunrise.
        let ready = at(&format!("2030-03-02T{hour:02}:00Z"));
        let first = trace.moves.iter().find(|m| m.mode == Mode::Air).expect("a leg");
        let whole_s = 600.0 + 900.0 + (1_113_194.908 - 225_000.0) / 250.0;
        let landing = first.start.plus_s(whole_s);
        let waited = first.start > ready;
        let sun = elevation_deg(landing, 0.0, 20.0);
        assert!(!waited || (sun - SUNRISE_DEG).abs() < 1e-3, "{hour} h: waited, sun {sun}");
    }
}

#[test]
fn verif_a_flight_that_waited_lands_so_long_after_sunrise() {
    let first = |text: &str| {
        let run = run(&Files::one(text).scenario(), 1, 0);
        let trace = Trace::of_rows(&run.log.names, &run.log.rows);
        let leg = trace.moves.iter().find(|m| m.mode == Mode::Air).expect("a leg");
        leg.start
    };
    let late = |text: &str| {
        text.replace("daylight: yes", "daylight: yes, after-sunrise: 30 min exact @lesson")
    };
    let dark = BOTH.replace("2030-03-02T06:00Z", "2030-03-02T20:00Z");
    assert_eq!(first(&late(&dark)).since_s(first(&dark)), 1800.0);
    // By day nothing waits, and nothing is late.
    assert_eq!(first(&late(BOTH)), first(BOTH));
}

#[test]
fn groups_take_part_up_to_their_drawn_number() {
    let (scenario, run) = both();
    let ids: Vec<_> = run.dates.iter().map(|d| scenario.unit(d.unit).id.as_str()).collect();
    assert_eq!(ids, ["b-1", "b-2", "f-1", "f-2"]);
    let text = BOTH.replace("count: 2 exact", "count: 1..3");
    let scenario = Files::one(&text).scenario();
    let mut seen = [0; 4];
    for index in 0..600 {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 4, index });
        let outcome = sim::run(inputs, Luck { seed: 4, index }, TraceSink::default());
        seen[outcome.expect("it runs").units.len() - 2] += 1;
    }
    // Uniform on 1, 2, 3: 200 each, four standard errors are 46.
    assert!(seen[1..].iter().all(|n| (154..=246).contains(n)), "{seen:?}");
    assert_eq!(seen[0], 0);
}

#[test]
fn tasks_are_held_by_those_who_are_ready() {
    let (_, run) = both();
    let tasks = calendar(&run, Part::Task);
    let of = |id: &str, act| tasks.iter().find(|t| t.1 == id && t.2 == act).map(|t| t.3);
    // f-1 has accepted duty too; f-3 is above the group's number.
    assert_eq!(of("shoot", Act::Begins), Some(Some(3.0)));
    assert_eq!(of("shoot", Act::Misses), Some(Some(1.0)));
    assert_eq!(of("shoot", Act::Ends), Some(None));
    assert_eq!(of("early", Act::NotHeld), Some(Some(0.0)));
    let phases = calendar(&run, Part::Phase);
    assert_eq!(phases.len(), 4);
}

#[test]
fn verif_norms_measure_what_they_say() {
    let (_, run) = both();
    let norms = calendar(&run, Part::Norm);
    let of = |unit: &str, id: &str| {
        let unit = format!("units/{unit}");
        norms.iter().find(|n| n.0 == unit && n.1 == id).map(|n| (n.2, n.3)).expect("a norm")
    };
    // Head to tail: 12 vehicles at 20 a km and 30 km/h are 72 s, with 12/25 min extra 100.8 s; then an hour.
    let took = 3600.0 + 100.8;
    let (act, value) = of("b-1", "set-up");
    assert_eq!(act, Act::Passed);
    assert!((value.expect("a time") - took).abs() < 1.0, "{value:?}");
    assert_eq!(of("b-1", "slow-set-up").0, Act::Passed);
    let (act, ratio) = of("b-1", "marching");
    assert!(act == Act::Passed && (ratio.expect("a ratio") - 1.0).abs() < 1e-9, "{ratio:?}");
    // 20 min against 15 by day.
    assert_eq!(of("b-1", "drill"), (Act::Failed, Some(1200.0)));
    let unmeasured: Vec<_> = norms.iter().filter(|n| n.2 == Act::NotMeasured).collect();
    assert_eq!(unmeasured.len(), 1);
    assert_eq!(unmeasured[0].1, "tracks");
}

#[test]
fn verif_turns_of_duty_follow_code_and_shift() {
    let (scenario, run) = both();
    let duty = dates_of(&scenario, &run, "b-1").duty_accepted.expect("duty");
    let turns: Vec<_> = run
        .log
        .rows
        .iter()
        .filter_map(|row| match &row.body {
            Body::Exercise { what: Part::Roster, value, limit, text, .. } => Some((
                row.time,
                value.expect("a number"),
                limit.expect("a number"),
                text.to_string(),
            )),
            _ => None,
        })
        .collect();
    assert_eq!(turns[0].0, duty);
    assert!(turns.windows(2).all(|w| (w[1].0.since_s(w[0].0) - 43_200.0).abs() < 1e-3));
    let (from, until) = (at("2030-03-08T00:00Z"), at("2030-03-12T00:00Z"));
    for (time, on_duty, wanted, who) in &turns {
        let exercise = *time >= from && *time < until;
        assert_eq!(*wanted, if exercise { 2.0 } else { 1.0 }, "{time}");
        assert_eq!(*on_duty, *wanted, "{time}: {who}");
    }
    // In the peace code the two take turns once both are there.
    let last: Vec<_> = turns.iter().rev().take(4).map(|t| t.3.as_str()).collect();
    assert!(last.windows(2).all(|w| w[0] != w[1]), "{last:?}");
}

#[test]
fn injects_come_at_their_time_and_after_their_event() {
    let (scenario, run) = both();
    let orders: Vec<_> = run
        .log
        .rows
        .iter()
        .filter_map(|row| match &row.body {
            Body::Order { order, author, .. } if &**author == "script" => {
                Some((row.time, order.to_string(), row.cause))
            }
            _ => None,
        })
        .collect();
    let duty = dates_of(&scenario, &run, "b-2").duty_accepted.expect("duty");
    let inspect = orders.iter().find(|o| o.1 == "inspect").expect("an inspection");
    assert_eq!(inspect.0, duty.plus_s(3.0 * 3600.0));
    let cause = inspect.2.expect("the row that it waited for");
    assert_eq!(run.log.names.of(cause.entity), "units/b-2");
    let alert = orders.iter().find(|o| o.1 == "alert").expect("an alert");
    assert_eq!(alert.0, at("2030-03-06T10:00Z"));
    assert_eq!(
        calendar(&run, Part::Inspection),
        [("units/b-1".into(), "inject".into(), Act::Ends, None)]
    );
}

#[test]
fn a_quick_run_moves_as_a_full_one() {
    for scenario in [both().0, Files::flagship().scenario()] {
        for index in 0..20 {
            let full = run(&scenario, 9, index);
            let inputs = realise(&scenario, &InputPoint::Plain { seed: 9, index });
            let quick = sim::run(inputs, Luck { seed: 9, index }, TraceSink::default());
            let quick = quick.expect("it runs");
            assert_eq!(quick.units, full.dates);
            let of_full = Trace::of_rows(&full.log.names, &full.log.rows);
            let named = |trace: &Trace| {
                let mut stays: Vec<_> = trace
                    .stays
                    .iter()
                    .filter(|s| s.state != State::Training)
                    .map(|s| (trace.names.of(s.entity).to_owned(), s.time, s.state))
                    .collect();
                // Leaving a task gives the state back that joining it took.
                stays.dedup_by(|a, b| a.0 == b.0 && a.2 == b.2);
                stays.sort();
                stays.dedup_by(|a, b| a.0 == b.0 && a.2 == b.2);
                stays
            };
            assert_eq!(named(&quick.sink.trace), named(&of_full), "replication {index}");
        }
    }
}

#[test]
fn a_variant_changes_what_it_says_and_nothing_else() {
    let files = Files::one(BOTH);
    let late = accept(load_variant("scenario.yaml", &files, (Some("late"), &[]), None));
    let base = files.scenario();
    assert!(late.variants[0].chosen && late.variants[0].counterfactual);
    let (one, other) = (run(&base, 3, 0), run(&late, 3, 0));
    let present = |s: &Scenario, r: &Run, u: &str| dates_of(s, r, u).present.expect("a date");
    let moved = present(&late, &other, "b-1").since_s(present(&base, &one, "b-1"));
    assert_eq!(moved, 86_400.0);
    for unit in ["b-2", "f-1", "f-2"] {
        assert_eq!(present(&late, &other, unit), present(&base, &one, unit));
    }
    let wrong = load_variant("scenario.yaml", &files, (Some("lat"), &[]), None);
    assert_eq!(wrong.findings[0].code, "variant/unknown");
    assert_eq!(wrong.findings[0].hint.as_deref(), Some("did you mean `late`?"));
}

#[test]
fn a_fork_keeps_what_was_planned() {
    let text = BOTH.replace("start: one @lesson", "start: one + 1 h @lesson").replace(
        "start: 2030-03-02T06:00Z @lesson",
        "start: 2030-03-02T06:00Z..2030-03-03T06:00Z each @lesson",
    );
    let scenario = Files::one(&text).scenario();
    let inputs = realise(&scenario, &InputPoint::Plain { seed: 5, index: 0 });
    let luck = Luck { seed: 5, index: 0 };
    let mut sim = sim::Sim::new(inputs, luck, TraceSink::default());
    sim.advance(at("2030-03-01T12:00Z")).expect("it runs");
    let fork = sim.fork(Luck { seed: 5, index: 77 });
    let dates = |sim: sim::Sim<TraceSink>| sim.finish().expect("it runs").units;
    // Nothing but the start is luck here: the future is the same.
    assert_eq!(dates(fork), dates(sim.clone()));
    let f = |s: &[sim::UnitDates], u: &str| {
        let id = scenario.unit_named(u).expect("a unit");
        s.iter().find(|d| d.unit == id).expect("it takes part").present
    };
    let all = dates(sim);
    assert_ne!(f(&all, "f-1"), f(&all, "f-2"), "each formation has a start of its own");
}
