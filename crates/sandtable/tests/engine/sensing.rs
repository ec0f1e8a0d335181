//! Radars see what flies: closed forms over smooth earth, rules of tracks, messages, neutral traffic.

use crate::common::{Files, Run, run};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::geo::border::Countries;
use sandtable::geo::geodesic::between;
use sandtable::geo::refraction::EffectiveEarth;
use sandtable::model::sensor::detector::{Detector, Swerling, from_db, to_db};
use sandtable::record::{
    Body, ContactAct, ContactRow, Digest, DigestSink, Fidelity, FlightKind, PictureAct,
};
use sandtable::scenario::Scenario;
use sandtable::scenario::resolved::TaskKind;
use sandtable::sim::{Settings, Sim};

/// One radar at 52 N 10 E, one mock target that comes straight in from the east, a post above.
fn lesson(radar: &str, target: &str, more: &str) -> Files {
    Files::one(&format!(
        r#"
scenario: lesson
period: {{start: 2030-05-01T00:00Z, end: 2030-05-01T06:00Z}}
sources: {{lesson: {{kind: notional, reason: "round numbers for a test"}}}}
sides: {{green: {{name: Green}}, mock: {{name: Mock}}}}
air: {{source: lesson, hits: 3 exact, looks: 5 exact, misses: 3 exact, refraction: 1.3333333333333333 exact}}
places:
  source: lesson
  here: {{at: 52.0 N 10.0 E ±1 m}}
  post-site: {{at: 52.1 N 10.0 E ±1 m}}
  far: {{at: 52.0 N 17.0 E ±1 m}}
  past: {{at: 52.0 N 9.0 E ±1 m}}
  north: {{at: 53.0 N 10.0 E ±1 m}}
paths: {{straight-in: {{via: [far, here, past]}}, across: {{via: [far, north]}}}}
types:
  watcher:
    source: lesson
    sensors: {{radar: {{kind: radar, source: lesson, {radar}}}}}
    link: {{source: lesson, latency: 4 s exact}}
  post: {{source: lesson, link: {{source: lesson, latency: 4 s exact}}}}
  target: {{source: lesson, target: {{source: lesson, {target}}}}}
units:
  post: {{type: post, side: green, start: {{place: post-site, state: duty-accepted}}}}
  watcher: {{type: watcher, side: green, parent: post, start: {{place: here, state: duty-accepted}}}}
  raid: {{type: target, side: mock, start: {{place: far, state: present}}}}
tasks:
  drill:
    kind: air-drill
    units: [watcher, post]
    against: [raid]
    targets: 1 targets @lesson
    paths: [straight-in]
    start: 2030-05-01T01:00Z @lesson
    time: 4 h @lesson
    needs: duty-accepted
{more}
"#
    ))
}

const SHARP: &str = "range: 400 km exact, against: 3 m2 exact, detects: 0.9 exact, false-alarm: 1e-6 exact, \
    pulses: 10 exact, swerling: 0, height: 20 m exact, scan: 1 s exact, beam: 1 deg exact, cell: 100 m exact";

fn contacts(run: &Run) -> Vec<(SimTime, ContactRow)> {
    let rows = run.log.rows.iter().filter_map(|row| match &row.body {
        Body::Contact(contact) => Some((row.time, (**contact).clone())),
        _ => None,
    });
    rows.collect()
}

fn first(run: &Run, act: ContactAct) -> Option<(SimTime, ContactRow)> {
    contacts(run).into_iter().find(|(_, c)| c.act == act)
}

#[test]
fn verif_a_low_flight_is_first_seen_at_the_radar_horizon() {
    let earth = EffectiveEarth::default();
    for height_m in [100.0, 300.0, 1_000.0, 3_000.0] {
        let target = format!("rcs: 100 m2 exact, height: {height_m} m exact, speed: 200 m/s exact");
        let scenario = lesson(SHARP, &target, "").scenario();
        let (_, seen) = first(&run(&scenario, 1, 0), ContactAct::Detects).expect("it comes in");
        let look = seen.look.expect("a detection has its look");
        let want_m = earth.horizon_arc_m(20.0) + earth.horizon_arc_m(height_m);
        let off = look.range_m / want_m - 1.0;
        assert!(off.abs() < 0.02, "{height_m} m: {} against {want_m}", look.range_m);
        assert!(look.height_m >= look.horizon_m - 1.0, "{look:?}");
    }
}

#[test]
fn verif_a_high_flight_is_first_seen_where_the_chances_add_up() {
    // Swerling 1, 60 km anchor, looks every 10 s at 250 m/s: the mean range of the first plot follows from
    // the chances of the looks, R (1 - P1) (1 - P2) ... P, with Pd worked out exactly, not by the table.
    let radar = "range: 60 km exact, against: 3 m2 exact, detects: 0.5 exact, false-alarm: 1e-6 exact, \
        pulses: 8 exact, swerling: 1, height: 20 m exact, scan: 10 s exact, beam: 1 deg exact, cell: 100 m exact";
    let target = "rcs: 3 m2 exact, height: 9000 m exact, speed: 250 m/s exact";
    let scenario = lesson(radar, target, "").scenario();
    let detector = Detector::new(8, 1e-6).expect("it is a detector");
    let anchor = from_db(detector.required_snr_db(Swerling::One, 0.5).expect("it is reached"));
    let chance = |range_m: f64| {
        let ratio = 60_000.0 / range_m;
        detector.pd(Swerling::One, anchor * ratio * ratio * ratio * ratio)
    };
    let mut want_m = 0.0;
    let phases = 40;
    for phase in 0..phases {
        // Where the beam meets the flight first is anywhere within a turn's way.
        let mut range_m = 250_000.0 - 2_500.0 * f64::from(phase) / f64::from(phases);
        let mut left = 1.0;
        while range_m > 9_500.0 {
            let p = chance(range_m);
            want_m += left * p * range_m / f64::from(phases);
            left *= 1.0 - p;
            range_m -= 2_500.0;
        }
    }
    let runs = 400;
    let ranges = (0..runs).filter_map(|index| {
        let (_, seen) = first(&run(&scenario, 5, index), ContactAct::Detects)?;
        seen.look.map(|l| l.range_m)
    });
    let ranges: Vec<f64> = ranges.collect();
    assert_eq!(ranges.len(), runs as usize);
    let mean_m = ranges.iter().sum::<f64>() / f64::from(runs);
    assert!((mean_m / want_m - 1.0).abs() < 0.02, "{mean_m} against {want_m}");
}

#[test]
fn verif_a_flight_across_the_beam_is_lost_in_the_notch() {
    let radar = format!("{SHARP}, least-speed: 60 m/s exact");
    let target = "rcs: 50 m2 exact, height: 8000 m exact, speed: 200 m/s exact";
    let mut files = lesson(&radar, target, "");
    let text = files.0.get_mut("scenario.yaml").expect("it is there");
    *text = text.replace("paths: [straight-in]", "paths: [across]");
    let outcome = run(&files.scenario(), 3, 0);
    let drop = first(&outcome, ContactAct::Drops).expect("the track is lost where it flies across");
    // Radial speed below 60 of 200 m/s: the angle from the beam is over acos(0.3).
    let look = drop.1.look.expect("a look was made");
    assert_eq!(look.detects, 0.0);
    assert!(look.rcs_m2 > 0.0 && look.snr_db > 20.0, "the echo is strong: {look:?}");
    let plain = lesson(SHARP, target, "");
    let plain_text = plain.0["scenario.yaml"].replace("paths: [straight-in]", "paths: [across]");
    let without = run(&Files::one(&plain_text).scenario(), 3, 0);
    assert!(first(&without, ContactAct::Drops).is_none());
}

#[test]
fn a_track_reaches_the_post_after_the_latency_and_a_silent_unit_sees_nothing() {
    let target = "rcs: 50 m2 exact, height: 5000 m exact, speed: 200 m/s exact";
    let outcome = run(&lesson(SHARP, target, "").scenario(), 3, 0);
    let confirmed = first(&outcome, ContactAct::Confirms).expect("a track").0;
    let gains = outcome.log.rows.iter().find_map(|row| match &row.body {
        Body::Picture(p) if p.act == PictureAct::Gains && &*p.from == "units/watcher" => {
            (outcome.log.names.of(row.entity) == "units/post").then_some((row.time, p.age_s))
        }
        _ => None,
    });
    let (heard, age_s) = gains.expect("the post hears of it");
    assert_eq!(heard, confirmed.plus_s(4.0));
    assert!(age_s > 4.0 && age_s <= 5.0 + 1e-9, "the look was up to a turn before: {age_s}");
    let silent = lesson(SHARP, target, "    silent: [watcher]\n");
    assert!(contacts(&run(&silent.scenario(), 3, 0)).is_empty());
}

#[test]
fn verif_jamming_shortens_the_range_as_the_textbook_says() {
    // Self-screening: J/N = ratio (at/R)^2 comes into the denominator of S/N = c/R^4.
    let radar = "range: 200 km exact, against: 3 m2 exact, detects: 0.9 exact, false-alarm: 1e-6 exact, \
        pulses: 10 exact, swerling: 0, height: 20 m exact, scan: 1 s exact, beam: 1 deg exact, cell: 100 m exact";
    let target = "rcs: 3 m2 exact, height: 9000 m exact, speed: 200 m/s exact";
    let noise = ", noise: {ratio: 20 dB exact, at: 100 km exact, sidelobe: -30 dB exact}";
    let quiet = first(&run(&lesson(radar, target, "").scenario(), 2, 0), ContactAct::Confirms);
    let loud = lesson(radar, &format!("{target}{noise}"), "");
    let loud = first(&run(&loud.scenario(), 2, 0), ContactAct::Confirms);
    let look = |c: Option<(SimTime, ContactRow)>| c.and_then(|c| c.1.look).expect("it is seen");
    let (quiet, loud) = (look(quiet), look(loud));
    let detector = Detector::new(10, 1e-6).expect("it is a detector");
    let anchor = from_db(detector.required_snr_db(Swerling::Zero, 0.9).expect("it is reached"));
    let signal = |r: f64| anchor * (2e5 / r) * (2e5 / r) * (2e5 / r) * (2e5 / r);
    let noise = |r: f64| 1.0 + 100.0 * (1e5 / r) * (1e5 / r);
    let off_quiet = quiet.snr_db - to_db(signal(quiet.range_m));
    let off_loud = loud.snr_db - to_db(signal(loud.range_m) / noise(loud.range_m));
    assert!(off_quiet.abs() < 1e-6 && off_loud.abs() < 0.05, "{off_quiet} {off_loud}");
    // Burn-through: what is needed for a chance of 0.9 is had at R with anchor = signal / noise.
    assert!(loud.range_m < 0.4 * quiet.range_m, "{} {}", loud.range_m, quiet.range_m);
}

fn digest(scenario: &Scenario, index: u32, fidelity: Fidelity) -> Digest {
    let inputs = realise(scenario, &InputPoint::Plain { seed: 42, index });
    let settings = Settings { fidelity, ..Settings::of(scenario) };
    let luck = Luck { seed: 42, index };
    let sim = Sim::with(inputs, luck, DigestSink::default(), &settings);
    sim.finish().expect("it runs").sink.finish()
}

#[test]
fn det_prepared_curves_and_lines_change_nothing_and_fidelity_changes_tracks_only() {
    let scenario = Files::flagship().scenario();
    for index in 0..2 {
        let plain = run(&scenario, 42, index).digest;
        assert_eq!(plain.run, digest(&scenario, index, Fidelity::L1).run);
        let filtered = digest(&scenario, index, Fidelity::L2);
        for (unit, own) in &plain.units {
            // Units see and shoot; the umpire names what was not engaged under the drill.
            let is_seeing = !own.is_empty() && unit.starts_with("units/");
            if !is_seeing && !unit.starts_with("tasks/drill-") {
                assert_eq!(filtered.units.get(unit), Some(own), "{unit}");
            }
        }
        assert_eq!(plain.tables["flights"], filtered.tables["flights"]);
        assert_eq!(plain.tables["states"], filtered.tables["states"]);
        assert_ne!(plain.tables["contacts"], filtered.tables["contacts"]);
        assert_ne!(filtered.run, digest(&scenario, index, Fidelity::L3).run);
    }
}

#[test]
fn neutral_traffic_is_never_a_target_and_naming_it_as_one_is_refused() {
    for (id, _) in sandtable_assets::SCENARIOS {
        let scenario = Files::embedded(id).scenario();
        for task in &scenario.tasks {
            let is_neutral = |u| scenario.traffic.iter().any(|t| t.unit == u);
            assert!(!task.against.iter().any(|u| is_neutral(*u)), "{id}: {}", task.id);
            assert!(!task.units.iter().any(|u| is_neutral(*u)), "{id}: {}", task.id);
        }
        let outcome = run(&scenario, 42, 0);
        for row in &outcome.log.rows {
            let Body::Flight(flight) = &row.body else { continue };
            let of = flight.unit.as_ref().and_then(|u| scenario.unit_named(u));
            let is_traffic = of.is_none_or(|u| scenario.traffic.iter().any(|t| t.unit == u));
            assert_eq!(flight.kind.is_neutral(), is_traffic, "{id}");
            assert!(flight.kind != FlightKind::Mock || !flight.kind.is_neutral());
        }
    }
    let more = "traffic: {civil: {unit: raid, paths: [across], rate: 10 /d @lesson}}";
    let target = "rcs: 50 m2 exact, height: 5000 m exact, speed: 200 m/s exact";
    let loaded = lesson(SHARP, target, more).load();
    assert!(loaded.scenario.is_none());
    assert!(loaded.findings.iter().any(|f| f.code == "traffic/neutral"));
}

#[test]
fn every_path_of_a_drill_on_real_ground_stays_inside_its_country() {
    let map = sandtable_assets::COUNTRIES_10M;
    let countries = Countries::from_geojson(map).expect("it is a map");
    let scenario = Files::flagship().scenario();
    let used = scenario
        .tasks
        .iter()
        .filter(|t| matches!(t.kind, TaskKind::AirDrill | TaskKind::AirPatrol));
    let mut paths: Vec<u32> = used.flat_map(|t| t.paths.iter().copied()).collect();
    paths.extend(scenario.traffic.iter().flat_map(|t| t.paths.iter().copied()));
    paths.sort_unstable();
    paths.dedup();
    assert!(paths.len() >= 10, "{} paths", paths.len());
    for path in paths {
        let path = &scenario.paths[path as usize];
        assert_eq!(path.within.as_deref(), Some("belarus"), "{}", path.id);
        let via: Vec<_> = path.via.iter().filter_map(|p| scenario.place(*p).at).collect();
        assert_eq!(via.len(), path.via.len());
        for leg in via.windows(2) {
            for step in 0..=400 {
                let (lat, lon) = between(leg[0], leg[1], f64::from(step) / 400.0);
                assert_eq!(
                    countries.country_at(lat, lon),
                    Some("Belarus"),
                    "{} {lat} {lon}",
                    path.id
                );
            }
        }
    }
}

#[test]
fn every_contact_has_a_chain_to_the_task_and_conserves_its_looks() {
    let scenario = Files::flagship().scenario();
    let outcome = run(&scenario, 42, 1);
    let mut open = std::collections::BTreeMap::new();
    let (mut enters, mut leaves) = (0, 0);
    for row in &outcome.log.rows {
        let Body::Contact(contact) = &row.body else { continue };
        assert!(row.cause.is_some(), "{contact:?}");
        let name = (row.entity, contact.sensor.clone(), contact.flight.clone());
        match contact.act {
            ContactAct::Enters => {
                enters += 1;
                open.insert(name, ());
            }
            ContactAct::Leaves => {
                leaves += 1;
                assert!(open.contains_key(&name), "left without having come: {contact:?}");
                assert!(contact.plots <= contact.looks);
            }
            _ => {
                let look = contact.look.expect("a look stands behind it");
                assert!(look.time <= row.time && row.time.since_s(look.time) <= 10.0 + 1e-6);
                assert!(contact.plots <= contact.looks);
            }
        }
    }
    assert!(enters > 100 && leaves > 100, "{enters} {leaves}");
}

#[test]
fn neutral_flights_fit_their_own_plans_and_mock_targets_hardly_any() {
    let scenario = Files::flagship().scenario();
    let outcome = run(&scenario, 42, 3);
    let (mut own, mut other, mut mock, mut mistaken) = (0, 0, 0, 0);
    for row in &outcome.log.rows {
        let Body::Picture(picture) = &row.body else { continue };
        if picture.act != PictureAct::Gains {
            continue;
        }
        let is_mock = picture.flight.rsplit('/').next().is_some_and(|n| n.parse::<u32>().is_ok());
        match (&picture.plan, is_mock) {
            (Some(plan), false) if *plan == picture.flight => own += 1,
            (_, false) => other += 1,
            (Some(_), true) => mistaken += 1,
            (None, true) => mock += 1,
        }
    }
    assert!(own > 100 && other * 20 < own, "{own} {other}");
    assert!(mock > 1_000 && mistaken * 10 < mock, "{mock} {mistaken}");
}
