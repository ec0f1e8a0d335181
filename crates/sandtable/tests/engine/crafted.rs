//! Scenarios at the edge, found by mutation: each ran into a panic, or did what nobody meant.

use crate::common::{EXACT, Files, dates_of, run};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, realise};
use sandtable::record::{Body, State};

const RAIL: &str = "go: {by: rail, load: {at: a, start: 2030-01-02T06:00Z @lesson}, via: [line], to: c, site: site, rate: slow}";

fn at(text: &str) -> SimTime {
    SimTime::from_iso(text).expect("it is an instant")
}

#[test]
fn a_second_rail_order_waits_for_the_first_trip() {
    // Both alerts come before either trip begins.
    let again = RAIL.replace("go:", "\n      on:");
    let text = EXACT.replace(RAIL, &format!("{RAIL}{again}"));
    let scenario = Files::one(&text).scenario();
    let run = run(&scenario, 42, 0);
    let names = &run.log.names;
    let states = run.log.rows.iter().filter(|r| names.of(r.entity) == "units/u-1");
    let loads: Vec<_> = states
        .filter(|r| matches!(r.body, Body::State { to: State::Loading | State::Present, .. }))
        .map(|r| match r.body {
            Body::State { to, .. } => to,
            _ => State::Garrison,
        })
        .collect();
    assert_eq!(loads, [State::Loading, State::Present, State::Loading, State::Present]);
}

#[test]
fn a_rider_breaks_off_getting_ready_when_its_host_moves_on() {
    // The host marches out and back every day; a gate takes longer than that.
    let text = EXACT.replace(
        RAIL,
        "go: {by: road, start: 2030-01-02T06:00Z @lesson, distance: 30 km exact @lesson, to: b, repeat: {every: 12 h exact @lesson}, set-up: yes}",
    );
    let text = text
        .replace("  u-2:\n    extends: u-1\n", "  u-2: {type: battery, side: green, rides: u-1}\n");
    let scenario = Files::one(&text).scenario();
    let run = run(&scenario, 42, 0);
    assert_eq!(dates_of(&scenario, &run, "u-2").duty_accepted, None);
}

#[test]
fn a_clock_time_replaces_that_of_the_d_day() {
    let text = EXACT.replace("sources:", "zone: \"+02:00\"\nd-day: 2030-01-10T05:00Z\nsources:");
    let text = text.replace("start: 2030-01-02T06:00Z", "start: D+3 06:00");
    let scenario = Files::one(&text).scenario();
    let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
    assert!(
        inputs.drawn.iter().any(|d| d.time == at("2030-01-13T04:00:00Z")),
        "{:?}",
        inputs.drawn
    );
}

#[test]
fn instants_of_far_centuries_and_endless_marches_end() {
    let text =
        EXACT.replace("start: 2030-01-02T06:00Z", "start: 1700-01-01T00:00Z..2250-01-01T00:00Z");
    let text = text.replace(
        "site: {kind: ground, access: {c: 60 km exact}}",
        "site: {kind: ground, access: {c: 90000 km exact}}",
    );
    let text = text.replace("rate: 30 km/h exact", "rate: 1e-9 km/h exact");
    run(&Files::one(&text).scenario(), 42, 0);
}
