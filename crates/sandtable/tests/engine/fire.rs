//! Posts decide and batteries shoot: closed forms, conservation, queues, neutral traffic, links that are cut.

mod links;

use crate::common::{Files, Run, run};
use proptest::prelude::*;
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::model::command::{queues, reneging};
use sandtable::record::{Body, DecisionAct, DecisionRow, LogSink, Row};
use sandtable::scenario::Scenario;
use sandtable::sim::{Command, CommandAct, Settings, Sim};
use std::collections::BTreeMap;

/// A battery at 52 N 10 E with a radar and a post of its own; targets come along a path that passes it.
pub struct Lesson {
    pub weapon: String,
    pub crew: String,
    pub target: String,
    pub path: &'static str,
    pub task: String,
    pub more: String,
}

impl Default for Lesson {
    fn default() -> Self {
        Lesson {
            weapon: weapon("1 exact", "0 s exact", "kill: 0.5 exact"),
            crew: "operators: 1 exact, identification: 5 s exact, assignment: 3 s exact".to_owned(),
            target: "rcs: 100 m2 exact, height: 6 km exact, speed: 250 m/s exact".to_owned(),
            path: "straight-in",
            task: "targets: 1 exact @lesson, interval: 60 s exact @lesson".to_owned(),
            more: String::new(),
        }
    }
}

/// A weapon of round figures: 3 to 100 km, 1,000 m/s.
fn weapon(channels: &str, reaction: &str, more: &str) -> String {
    format!(
        "range: 100 km exact, least-range: 3 km exact, speed: 1000 m/s exact, targets: {channels}, ready: 5000 exact, \
         reaction: {reaction}, {more}"
    )
}

impl Lesson {
    fn files(&self) -> Files {
        let Lesson { weapon, crew, target, path, task, more } = self;
        Files::one(&format!(
            r#"
scenario: lesson
period: {{start: 2030-05-01T00:00Z, end: 2030-05-02T12:00Z}}
sources: {{lesson: {{kind: notional, reason: "round numbers for a test"}}}}
sides: {{green: {{name: Green}}, mock: {{name: Mock}}, other: {{name: Other}}}}
air: {{source: lesson, hits: 1 exact, looks: 1 exact, misses: 5 exact, refraction: 1.3333333333333333 exact}}
places:
  source: lesson
  here: {{at: 52.0 N 10.0 E ±1 m}}
  there: {{at: 52.0 N 10.2 E ±1 m}}
  far: {{at: 52.0 N 14.0 E ±1 m}}
  past: {{at: 52.0 N 9.5 E ±1 m}}
  side-in: {{at: 52.1 N 11.5 E ±1 m}}
  side-out: {{at: 52.1 N 8.5 E ±1 m}}
  bend: {{at: 52.1 N 11.2 E ±1 m}}
  away: {{at: 53.0 N 11.9 E ±1 m}}
paths: {{straight-in: {{via: [far, here, past]}}, aside: {{via: [side-in, side-out]}}, turning: {{via: [far, bend, away]}}}}
types:
  battery:
    source: lesson
    sensors: {{radar: {{kind: radar, range: 500 km exact, against: 3 m2 exact, detects: 0.999 exact, false-alarm: 1e-6 exact,
      pulses: 10 exact, swerling: 0, height: 20 m exact, scan: 1 s exact, beam: 1 deg exact, cell: 1 m exact}}}}
    weapons: {{missile: {{{weapon}}}}}
    crew: {{{crew}}}
  target: {{source: lesson, target: {{{target}}}}}
units:
  battery: {{type: battery, side: green, start: {{place: here, state: duty-accepted}}}}
  raid: {{type: target, side: mock, start: {{place: far, state: present}}}}
tasks:
  drill: {{kind: air-drill, units: [battery], against: [raid], paths: [{path}], {task},
    start: 2030-05-01T01:00Z @lesson, time: 30 h exact @lesson, needs: duty-accepted}}
{more}
"#
        ))
    }

    fn scenario(&self) -> Scenario {
        self.files().scenario()
    }
}

fn decisions(log: &LogSink) -> Vec<(&Row, &DecisionRow)> {
    let rows = log.rows.iter().filter_map(|row| match &row.body {
        Body::Decision(decision) => Some((row, &**decision)),
        _ => None,
    });
    rows.collect()
}

fn acts(run: &Run, act: DecisionAct) -> Vec<(SimTime, DecisionRow)> {
    let all = decisions(&run.log).into_iter().filter(|(_, d)| d.act == act);
    all.map(|(row, d)| (row.time, d.clone())).collect()
}

fn run_with(scenario: &Scenario, index: u32, change: impl FnOnce(&mut Settings)) -> LogSink {
    let inputs = realise(scenario, &InputPoint::Plain { seed: 5, index });
    let mut settings = Settings::of(scenario);
    change(&mut settings);
    let sim = Sim::with(inputs, Luck { seed: 5, index }, LogSink::default(), &settings);
    sim.finish().expect("it runs").sink
}

#[test]
fn verif_shots_at_a_radial_target_follow_the_recursion() {
    // Nothing is destroyed, so the battery shoots as long as it can: R' = (R - V t_a) Vm / (Vm + V), set E1.
    let more = "kill: 0 exact, assess: 8 s exact";
    let lesson = Lesson { weapon: weapon("1 exact", "0 s exact", more), ..Lesson::default() };
    let run = run(&lesson.scenario(), 1, 0);
    let inbound: Vec<_> =
        acts(&run, DecisionAct::Misses).into_iter().filter_map(|(_, d)| d.range_m).collect();
    assert!(inbound.len() >= 8, "{inbound:?}");
    // The first one meets the target where the envelope begins.
    assert!((inbound[0] - 100e3).abs() < 300.0, "{inbound:?}");
    let (v, vm, assess_s) = (250.0, 1_000.0, 8.0);
    let nearing = inbound.windows(2).take_while(|w| w[1] < w[0] && w[1] > 8e3);
    let mut compared = 0;
    for pair in nearing {
        let want = (pair[0] - v * assess_s) * vm / (vm + v);
        // The target is 6 km high: near the battery it does not come straight in.
        let slope = (6e3 / pair[1]) * (6e3 / pair[1]);
        assert!((pair[1] - want).abs() < 200.0 + pair[1] * slope, "{pair:?}: {want}");
        compared += 1;
    }
    assert!(compared >= 7, "{inbound:?}");
}

#[test]
fn verif_chances_of_nought_and_one_are_certain() {
    let task = "targets: 12 exact @lesson, interval: 120 s exact @lesson".to_owned();
    for (kill, hits) in [("1", 12), ("0", 0)] {
        let more = format!("kill: {kill} exact, looks: 3 exact");
        let lesson = Lesson {
            weapon: weapon("4 exact", "2 s exact", &more),
            task: task.clone(),
            ..Lesson::default()
        };
        let run = run(&lesson.scenario(), 3, 0);
        let launches = acts(&run, DecisionAct::Launches);
        assert_eq!(acts(&run, DecisionAct::Hits).len(), hits);
        // A sure shot needs one round; one that never works is tried as often as is allowed, again and again.
        if hits > 0 {
            assert_eq!(launches.len(), hits);
        } else {
            assert!(launches.len() >= 36, "{}", launches.len());
        }
        assert_eq!(acts(&run, DecisionAct::NotEngaged).len(), 0);
    }
}

#[test]
fn verif_without_delay_one_channel_serves_one_at_a_time() {
    // Set E4: targets that come together, one channel, so much time for each.
    let crew = "operators: 40 exact, identification: 0 s exact, assignment: 0 s exact".to_owned();
    let more = "kill: 1 exact, assess: 20 s exact, looks: 1 exact";
    let lesson = Lesson {
        weapon: weapon("1 exact", "0 s exact", more).replace("1000 m/s", "100000 m/s"),
        crew,
        task: "targets: 60 exact @lesson, interval: 1 s exact @lesson".to_owned(),
        path: "aside",
        ..Lesson::default()
    };
    let run = run(&lesson.scenario(), 3, 0);
    let launches = acts(&run, DecisionAct::Launches);
    assert!(launches.windows(2).all(|w| w[1].0.since_s(w[0].0) >= 19.9), "one at a time");
    // The chord of the envelope at 6 km of height, 11 km aside, at 250 m/s; a launch every 20.06 s of it.
    let chord_m = 2.0 * (100e3_f64 * 100e3 - 6e3 * 6e3 - 11.1e3 * 11.1e3).sqrt();
    // The last comes 59 s after the first.
    let want = (chord_m / 250.0 + 59.0) / 20.06;
    let got = launches.len() as f64;
    assert!(got < 60.0 && (got - want).abs() <= 2.0, "{got} {want}");
}

/// What must hold of every log: every launch has its end, every order its answer, no round comes from nowhere, no more
/// engagements have a channel than there are.
fn check_conservation(
    log: &LogSink,
    (rounds, channels, stock): (u32, usize, u32),
) -> Result<(), String> {
    let mut in_flight = 0_i64;
    let (mut launched, mut launches, mut ends) = (0_u32, 0, 0);
    let (mut accepted, mut released) = (0, 0);
    let mut busy: BTreeMap<String, bool> = BTreeMap::new();
    let mut ready = rounds;
    let mut reloaded = 0_u32;
    for (row, decision) in decisions(log) {
        let flight = decision.flight.as_ref().map(|f| f.to_string()).unwrap_or_default();
        match decision.act {
            DecisionAct::Accepts => {
                accepted += 1;
            }
            DecisionAct::Launches => {
                let n = decision.rounds.unwrap_or(0);
                (launched, launches, in_flight) =
                    (launched + n, launches + 1, in_flight + i64::from(n));
                ready = ready.checked_sub(n).ok_or(format!("no rounds at {}", row.time))?;
                busy.insert(flight, true);
            }
            DecisionAct::Hits | DecisionAct::Misses => {
                ends += 1;
                in_flight -= i64::from(decision.rounds.unwrap_or(0));
            }
            DecisionAct::Releases => {
                released += 1;
                busy.remove(&flight);
                if decision.rounds != Some(ready) {
                    return Err(format!("{:?} ready, {ready} expected", decision.rounds));
                }
            }
            DecisionAct::Reloads => {
                let now = decision.rounds.unwrap_or(0);
                reloaded += now - ready;
                ready = now;
            }
            _ => {}
        }
        if busy.len() > channels {
            return Err(format!("{} channels at work at {}", busy.len(), row.time));
        }
    }
    if launches != ends || in_flight != 0 {
        return Err(format!("{launches} launches, {ends} ends, {in_flight} in flight"));
    }
    if accepted != released {
        return Err(format!("{accepted} accepted, {released} released"));
    }
    if reloaded > stock {
        return Err(format!("{reloaded} rounds of a stock of {stock}"));
    }
    if launched + ready != rounds + reloaded {
        return Err(format!("{launched} + {ready} rounds of {rounds} + {reloaded}"));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]
    #[test]
    fn prop_rounds_channels_and_orders_are_conserved(
        channels in 1_u32..5, salvo in 1_u32..4, launchers in 1_u32..4, ready in 1_u32..5, stock in 0_u32..12,
        targets in 1_u32..14, interval in 0_u32..200, kill in 0_u32..=10, reaction in 0_u32..40, index in 0_u32..1000,
    ) {
        let weapon = format!(
            "range: 60 km exact, least-range: 2 km exact, speed: 900 m/s exact, targets: {channels} exact, \
             ready: {ready} exact, on: launchers, reaction: 0..{}..{} s each, kill: {} exact, salvo: {salvo} exact, \
             stock: {stock} exact, cranes: 1 exact, reload: 1..2..5 min each, assess: 1..4..9 s each, \
             common-failure: 10 %, called-killed: 20 %, called-missed: 20 %",
            reaction + 1, reaction + 2, f64::from(kill) / 10.0,
        );
        let lesson = Lesson {
            weapon,
            task: format!("targets: {targets} exact @lesson, interval: {interval} s exact @lesson"),
            ..Lesson::default()
        };
        let mut files = lesson.files();
        for text in files.0.values_mut() {
            let vehicles = format!("vehicles: {{launchers: {{class: long, count: {launchers} exact}}}}");
            *text = text.replace("    weapons: {", &format!("    {vehicles}\n    weapons: {{"));
        }
        let log = run_with(&files.scenario(), index, |_| {});
        let rounds = launchers * ready;
        prop_assert_eq!(check_conservation(&log, (rounds, channels as usize, stock)), Ok(()));
    }
}

/// Mean and standard error of some numbers.
fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

/// Replications of the tests against formulas of queues.
const REPLICATIONS: u32 = 64;

#[test]
fn verif_targets_that_find_no_channel_in_time_are_as_many_as_the_queue_loses() {
    // Channels as servers, the time in the envelope as patience, all times exponential: M/M/c+D (Barrer 1957; set Q4).
    let crew = "operators: 200 exact, identification: 0 s exact, assignment: 0 s exact".to_owned();
    let more = "kill: 1 exact, looks: 1 exact, assess: 90 s exact";
    let lesson = Lesson {
        weapon: weapon("2 exact", "0 s exact", more)
            .replace("1000 m/s", "1e7 m/s")
            .replace("range: 100 km", "range: 40 km"),
        crew,
        task: "targets: 150 exact @lesson, interval: 50 s exact @lesson".to_owned(),
        path: "aside",
        ..Lesson::default()
    };
    let scenario = lesson.scenario();
    let mut lost = Vec::new();
    for index in 0..REPLICATIONS {
        let log = run_with(&scenario, index, |s| s.exponential = true);
        let launched = decisions(&log).into_iter().filter(|(_, d)| d.act == DecisionAct::Launches);
        let flights = launched.filter_map(|(_, d)| d.flight.clone());
        let numbers: Vec<u32> = flights
            .map(|f| f.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a number"))
            .collect();
        // The first 30 find an empty system.
        let served = numbers.iter().filter(|n| **n > 30).count();
        lost.push(1.0 - served as f64 / 120.0);
    }
    let (mean, error) = moments(&lost);
    // Chord at 6 km of height, 11.1 km aside, at 250 m/s.
    let patience_s = 2.0 * (40e3_f64 * 40e3 - 6e3 * 6e3 - 11.1e3 * 11.1e3).sqrt() / 250.0;
    let want = reneging::fixed_patience(2, 1.0 / 50.0, 1.0 / 90.0, patience_s)
        .expect("it is finite")
        .abandons;
    println!("lost {mean:.4} +- {error:.4}, formula {want:.4}");
    assert!((mean - want).abs() < 4.0 * error + 0.002, "{mean} +- {error}, {want}");
    assert!(want > 0.05 && error < 0.02, "the test decides something: {want} {error}");
}

#[test]
fn verif_tracks_wait_for_operators_as_long_as_the_queue_says() {
    // Operators as servers: M/M/c, mean wait C/(c mu - lambda) (Erlang C; set Q1).
    let (operators, service_s, interval_s) = (2, 40.0, 28.0);
    let crew = format!(
        "operators: {operators} exact, identification: {service_s} s exact, assignment: 0 s exact"
    );
    let lesson = Lesson {
        crew,
        weapon: weapon("50 exact", "0 s exact", "kill: 1 exact")
            .replace("range: 100 km", "range: 4 km"),
        target: "rcs: 100 m2 exact, height: 8 km exact, speed: 150 m/s exact".to_owned(),
        task: format!("targets: 400 exact @lesson, interval: {interval_s} s exact @lesson"),
        ..Lesson::default()
    };
    let scenario = lesson.scenario();
    let mut waits = Vec::new();
    for index in 0..REPLICATIONS {
        let log = run_with(&scenario, index, |s| s.exponential = true);
        let mut gained = BTreeMap::new();
        let mut all = Vec::new();
        for row in &log.rows {
            match &row.body {
                Body::Picture(p) => {
                    gained.entry(p.flight.clone()).or_insert(row.time);
                }
                Body::Decision(d) if d.act == DecisionAct::Identifies => {
                    let flight = d.flight.clone().expect("a flight");
                    let whole_s = row.time.since_s(gained[&flight]);
                    all.push(whole_s - d.time_s.expect("a time"));
                }
                _ => {}
            }
        }
        let late = &all[100..];
        waits.push(late.iter().sum::<f64>() / late.len() as f64);
    }
    let (mean, error) = moments(&waits);
    let load = service_s / interval_s;
    let want = queues::erlang_c_wait(operators, load).expect("it is stable") * service_s;
    println!("waits {mean:.2} +- {error:.2} s, formula {want:.2} s");
    assert!((mean - want).abs() < 4.0 * error, "{mean} +- {error}, {want}");
    assert!(error < 0.2 * want, "the test decides something: {want} {error}");
}

#[test]
fn more_channels_let_no_more_through() {
    // Targets of one class, more rounds than are needed, the same luck for every shot.
    let leakers = |channels: u32, index: u32| {
        let more = "kill: 0.7 exact, looks: 3 exact, assess: 8 s exact";
        let lesson = Lesson {
            weapon: weapon(&format!("{channels} exact"), "15 s exact", more),
            task: "targets: 30 exact @lesson, interval: 0..10..20 s each @lesson".to_owned(),
            ..Lesson::default()
        };
        let log = run_with(&lesson.scenario(), index, |_| {});
        let hit: std::collections::BTreeSet<_> = decisions(&log)
            .into_iter()
            .filter(|(_, d)| d.act == DecisionAct::Hits)
            .filter_map(|(_, d)| d.flight.clone())
            .collect();
        30.0 - hit.len() as f64
    };
    for (few, many) in [(1, 2), (2, 4), (4, 8)] {
        let gained: Vec<_> = (0..12).map(|i| leakers(few, i) - leakers(many, i)).collect();
        let (mean, error) = moments(&gained);
        println!("{few} to {many} channels: {mean:.2} +- {error:.2} fewer leakers");
        assert!(mean >= -2.0 * error, "{few} to {many}: {mean} +- {error}");
    }
}
