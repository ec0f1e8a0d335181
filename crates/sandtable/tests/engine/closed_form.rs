//! Dates of exact scenarios worked out by hand, and the engine's stations against the pipeline's closed form.

use crate::common::{EXACT, Files, dates_of, run};
use sandtable::base::time::SimTime;
use sandtable::model::mover::pipeline::Pipeline;
use sandtable::record::{Body, TrainAct};
use std::fmt::Write;

fn at(text: &str) -> Option<SimTime> {
    Some(SimTime::from_iso(text).expect("an instant"))
}

#[test]
fn verif_dates_of_an_exact_scenario_by_hand() {
    let scenario = Files::one(EXACT).scenario();
    let run = run(&scenario, 1, 0);
    // Loaded 2 Jan 06:00 + 6 h = 12:00; 600 km at 240 km/d = 60 h: 5 Jan 00:00; unloaded 04:00.
    // 60 km at 30 km/h = 2 h: present 06:00.
    // 24 vehicles at 20 a km = 1.2 km = 2.4 min; one gap of 2 min; 24/25 min extra: 5.36 min.
    // Emplacing 1 h after the tail; the last gate 12 h later; inspection 24 h.
    let first = dates_of(&scenario, &run, "u-1");
    assert_eq!(first.present, at("2030-01-05T06:00:00Z"));
    let tail_s = 5.36 * 60.0;
    let ready = at("2030-01-05T07:00:00Z").map(|t| t.plus_s(tail_s));
    assert_eq!(first.instrument_ready, ready);
    assert_eq!(first.duty_accepted, ready.map(|t| t.plus_s(36.0 * 3600.0)));
    // The second waits 6 h for the ramp: loaded 18:00, which is more than a headway after 12:00.
    // It arrives 6 h after the first, whose train has left the ramp 2 h before.
    let second = dates_of(&scenario, &run, "u-2");
    assert_eq!(second.present, at("2030-01-05T12:00:00Z"));
}

#[test]
fn verif_night_slows_a_march_by_its_factor() {
    let night = EXACT
        .replace("night: 1 exact", "night: 0.5 exact")
        .replace("site: {kind: ground", "site: {kind: ground, at: 50.0 N 16.0 E ±1 km");
    let scenario = Files::one(&night).scenario();
    // 5 Jan 04:00Z at 50 N 16 E is dark until about 06:20Z: 2 h of marching by day take more by night.
    let run = run(&scenario, 1, 0);
    let present = dates_of(&scenario, &run, "u-1").present.expect("within the period");
    let extra_s = present.since_s(at("2030-01-05T06:00:00Z").expect("an instant"));
    // Dark for all of 2 h would add 2 h; it is dark for some 2.3 h, half of 2.3 h is lost.
    assert!((3600.0..5400.0).contains(&extra_s), "{extra_s}");
}

/// The engine's stations against `Pipeline`, which is checked by the published set M1.
#[test]
fn verif_echelons_of_many_trains_follow_the_pipeline() {
    for (ramps, ramps2, headway_h, trains) in
        [(1, 1, 5, 4), (2, 1, 4, 6), (1, 2, 12, 4), (3, 2, 1, 7)]
    {
        let mut text = EXACT.split("  u-2:").next().expect("text").to_owned();
        text = text.replace("2030-02-01", "2030-06-01");
        text = text.replacen("ramps: 1 exact", &format!("ramps: {ramps} exact"), 1);
        text = text.replace("ramps: 1 exact", &format!("ramps: {ramps2} exact"));
        text = text.replace("headway: 5 h", &format!("headway: {headway_h} h"));
        // Wagons for two long vehicles a train: twelve guns make six trains, the vans go with the rest.
        let guns = 2 * trains;
        text = text.replace(
            "guns: {class: long, count: 12 exact}",
            &format!("guns: {{class: long, count: {guns} exact}}"),
        );
        text = text.replace(", vans: {class: short, count: 12 exact}", "");
        text = text.replace("most-wagons: 57 exact", "most-wagons: 4 exact");
        let scenario = Files::one(&text).scenario();
        let log = run(&scenario, 1, 0).log;
        let of = |wanted: TrainAct| {
            let mut all = Vec::new();
            for row in &log.rows {
                if let Body::Train { act, train, .. } = row.body
                    && act == wanted
                {
                    all.push((train, row.time));
                }
            }
            all.sort_unstable_by_key(|(_, time)| *time);
            all.into_iter().map(|(_, time)| time).collect::<Vec<_>>()
        };
        let pipeline = Pipeline {
            echelons: trains,
            loading_ramps: ramps,
            load_s: 6.0 * 3600.0,
            headway_s: f64::from(headway_h) * 3600.0,
            run_s: 60.0 * 3600.0,
            unloading_ramps: ramps2,
            unload_s: 4.0 * 3600.0,
        };
        let expected = pipeline.passages();
        let start = at("2030-01-02T06:00:00Z").expect("an instant");
        let close = |times: &[SimTime], expected: Vec<f64>, what: &str| {
            assert_eq!(times.len(), expected.len(), "{what}");
            let mut wrong = String::new();
            for (time, expected) in times.iter().zip(expected) {
                // A stage is rounded to the nanosecond, and a same-instant act waits one.
                if (time.since_s(start) - expected).abs() > 1e-6 {
                    let _ = write!(wrong, "{} for {expected} ", time.since_s(start));
                }
            }
            assert!(wrong.is_empty(), "{what} with {ramps}/{ramps2} ramps: {wrong}");
        };
        close(&of(TrainAct::Departed), expected.iter().map(|p| p.depart_s).collect(), "departures");
        close(&of(TrainAct::Arrived), expected.iter().map(|p| p.arrive_s).collect(), "arrivals");
        let mut unloaded: Vec<_> = expected.iter().map(|p| p.unloaded_s).collect();
        unloaded.sort_unstable_by(f64::total_cmp);
        close(&of(TrainAct::Unloaded), unloaded, "unloading");
    }
}

#[test]
fn prop_vehicles_are_conserved_from_loading_to_site() {
    let scenario = Files::flagship().scenario();
    for index in 0..50 {
        let log = run(&scenario, 3, index).log;
        let sum = |wanted: TrainAct, unit: &str| -> u32 {
            let rows = log.rows.iter().filter(|r| log.names.of(r.entity) == unit);
            rows.filter_map(|r| match r.body {
                Body::Train { act, vehicles, .. } if act == wanted => Some(vehicles),
                _ => None,
            })
            .sum()
        };
        for unit in ["units/pvo-1", "units/pvo-2"] {
            let loaded = sum(TrainAct::Loaded, unit);
            assert!(
                (40..=55).contains(&loaded),
                "{loaded} vehicles (vehicle table: 40 to 43, 12 of the post)"
            );
            for act in [TrainAct::Departed, TrainAct::Arrived, TrainAct::Unloaded] {
                assert_eq!(sum(act, unit), loaded, "{unit} {}", act.name());
            }
        }
    }
}
