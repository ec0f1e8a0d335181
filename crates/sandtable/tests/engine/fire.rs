//! Posts decide and batteries shoot: closed forms, conservation, queues, neutral traffic, links that are cut.

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
paths: {{straight-in: {{via: [far, here, past]}}, aside: {{via: [side-in, side-out]}}}}
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
fn check_conservation(log: &LogSink, (rounds, channels): (u32, usize)) -> Result<(), String> {
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
        prop_assert_eq!(check_conservation(&log, (rounds, channels as usize)), Ok(()));
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

/// A row of a run by its name.
fn by_name(log: &LogSink) -> BTreeMap<(u32, u32), &Row> {
    log.rows.iter().map(|row| ((row.entity, row.ordinal), row)).collect()
}

/// Every row on the way back from a row: its causes, and what was out of order.
fn behind<'l>(rows: &BTreeMap<(u32, u32), &'l Row>, from: &'l Row) -> Vec<&'l Row> {
    let mut seen = std::collections::BTreeSet::new();
    let (mut open, mut all) = (vec![from], Vec::new());
    while let Some(row) = open.pop() {
        if !seen.insert((row.entity, row.ordinal)) {
            continue;
        }
        all.push(row);
        let because = match &row.body {
            Body::Decision(d) => d.because,
            Body::Picture(p) => p.because,
            _ => None,
        };
        let causes = [row.cause, because.map(|b| b.row)];
        open.extend(causes.into_iter().flatten().filter_map(|c| rows.get(&(c.entity, c.ordinal))));
    }
    all
}

#[test]
fn one_side_sees_and_the_other_shoots_and_both_hops_are_in_the_chain() {
    let scenario = Files::flagship().scenario();
    let side_of = |path: &str| {
        let id = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id))?;
        Some(scenario.unit(id).side.as_str())
    };
    let mut found = BTreeMap::new();
    for index in 0..4 {
        let run = run(&scenario, 42, index);
        let rows = by_name(&run.log);
        for (row, decision) in decisions(&run.log) {
            if decision.act != DecisionAct::Launches {
                continue;
            }
            let shooter = side_of(run.log.names.of(row.entity)).expect("a unit");
            let way = behind(&rows, row);
            let seen_by: Vec<_> = way
                .iter()
                .filter(|r| matches!(r.body, Body::Contact(_)))
                .filter_map(|r| side_of(run.log.names.of(r.entity)))
                .collect();
            let pictures = way.iter().filter(|r| matches!(r.body, Body::Picture(_))).count();
            let relayed = way
                .iter()
                .any(|r| matches!(&r.body, Body::Decision(d) if d.act == DecisionAct::Relays));
            if let Some(seer) = seen_by.iter().find(|s| **s != shooter)
                && pictures >= 2
                && relayed
            {
                *found.entry(((*seer).to_owned(), shooter.to_owned())).or_insert(0) += 1;
            }
        }
    }
    println!("{found:?}");
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert!(found.contains_key(&pair("belarus", "russia")), "{found:?}");
    assert!(found.contains_key(&pair("russia", "belarus")), "{found:?}");
}

#[test]
fn no_shipped_scenario_assigns_civil_traffic() {
    let mut barred = 0;
    for (id, _) in sandtable_assets::SCENARIOS {
        let files = Files::embedded(id);
        // Crews that take every second flight for something else, where there are crews.
        let edits: Vec<_> = ["air-defence-unit", "notional-post"]
            .into_iter()
            .flat_map(|t| {
                ["called-hostile", "called-neutral"].map(|k| format!("types.{t}.crew.{k}"))
            })
            .collect();
        let edits: Vec<_> = edits.iter().map(|path| (path.as_str(), "50 %")).collect();
        let loaded = files.load_with(&edits);
        let scenario = match loaded.scenario {
            Some(scenario) => scenario,
            None => files.scenario(),
        };
        for index in 0..2 {
            let run = run(&scenario, 11, index);
            let neutral = |d: &DecisionRow| {
                let flight = d.flight.as_deref().unwrap_or("");
                flight.contains("civil")
                    || flight.contains("recorded")
                    || flight.contains("airliner")
            };
            for (row, decision) in decisions(&run.log) {
                match decision.act {
                    DecisionAct::Barred => barred += 1,
                    DecisionAct::Identifies | DecisionAct::Leaves => {}
                    _ => assert!(!neutral(decision), "{id}: {:?} at {}", decision.act, row.time),
                }
            }
        }
    }
    assert!(barred > 10, "mistakes are made, counted, and shown: {barred}");
}

/// What a row says, but for its causes: time, whose, and the fields of its table.
fn said(log: &LogSink, row: &Row) -> String {
    let mut cells = Vec::new();
    row.cells(&log.names, &mut cells);
    // Time and unit, then what follows ordinal and cause; three fields at the end of some tables say what was out of order.
    let columns = row.table().columns();
    let reasons = columns.iter().filter(|c| c.name.starts_with("because")).count();
    let fields = &cells[5..cells.len() - reasons];
    format!("{:?} {:?} {} {fields:?}", cells[0], cells[1], row.table().name())
}

/// Rows of a run in which a link is cut that the run without the cut does not have.
fn differing(scenario: &Scenario, index: u32, cut: Command) -> (LogSink, Vec<usize>) {
    let inputs = || realise(scenario, &InputPoint::Plain { seed: 42, index });
    let settings = Settings::of(scenario);
    let luck = Luck { seed: 42, index };
    let base =
        Sim::with(inputs(), luck, LogSink::default(), &settings).finish().expect("it runs").sink;
    let mut sim = Sim::with(inputs(), luck, LogSink::default(), &settings);
    sim.submit(cut).expect("the unit takes part");
    let log = sim.finish().expect("it runs").sink;
    let mut known: BTreeMap<String, i32> = BTreeMap::new();
    for row in base.rows.iter().filter(|r| !matches!(r.body, Body::Draw { .. })) {
        *known.entry(said(&base, row)).or_insert(0) += 1;
    }
    let mut new = Vec::new();
    for (at, row) in log.rows.iter().enumerate() {
        if matches!(row.body, Body::Draw { .. }) {
            continue;
        }
        let left = known.entry(said(&log, row)).or_insert(0);
        *left -= 1;
        if *left < 0 {
            new.push(at);
        }
    }
    (log, new)
}

#[test]
fn every_row_that_a_cut_link_changes_goes_back_to_the_cut() {
    let shipped = Files::flagship().scenario();
    // Posts that wait for twenty minutes go on with what they know, as it grows old.
    let patient = Files::flagship().scenario_with(&[
        ("types.notional-post.link.delegates", "20 min"),
        ("types.air-defence-unit.link.delegates", "20 min"),
    ]);
    let mut words = std::collections::BTreeSet::new();
    let cuts =
        [("ru-sector", 0), ("by-sector", 1), ("by-sector", 2), ("ru-sector", 3), ("pvo-2", 4)];
    let all =
        cuts.iter().map(|cut| (&shipped, *cut)).chain(cuts.iter().map(|cut| (&patient, *cut)));
    for (scenario, (unit, index)) in all {
        let cut = Command {
            at: SimTime::from_iso("2022-02-14T09:20:00Z").expect("an instant"),
            unit: unit.to_owned(),
            act: CommandAct::Cut(2_400.0),
            author: "test".into(),
        };
        let (log, new) = differing(scenario, index, cut);
        let rows = by_name(&log);
        let mut loose = Vec::new();
        for at in &new {
            let row = &log.rows[*at];
            let way = behind(&rows, row);
            let from_cut =
                |r: &&Row| matches!(&r.body, Body::Order { author, .. } if &**author == "test");
            if !way.iter().any(from_cut) {
                loose.push(said(&log, row));
            }
            for r in way {
                if let Body::Decision(d) = &r.body {
                    words.extend(d.because.map(|b| b.what.name()));
                }
            }
        }
        println!("{unit} {index}: {} rows differ, {} of them loose", new.len(), loose.len());
        assert!(new.len() > 20, "{unit}: {} rows", new.len());
        assert!(loose.is_empty(), "{unit} {index}:\n{}", loose.join("\n"));
    }
    println!("{words:?}");
    for word in ["picture-age", "lost-remote-track", "delegation", "lost-coordination"] {
        assert!(words.contains(word), "{word} is named somewhere: {words:?}");
    }
}

#[test]
fn an_earlier_cue_can_do_harm_and_the_log_says_why() {
    let files = Files::embedded("one-cue");
    let hit = |run: &Run, flight: &str| {
        acts(run, DecisionAct::Hits).iter().any(|(_, d)| d.flight.as_deref() == Some(flight))
    };
    let cued = run(&files.scenario(), 1, 0);
    assert!(hit(&cued, "flights/slow/001") && !hit(&cued, "flights/fast/001"));
    let (_, leaker) = acts(&cued, DecisionAct::NotEngaged).pop().expect("one got through");
    assert_eq!(leaker.flight.as_deref(), Some("flights/fast/001"));
    assert!(
        leaker.text.starts_with("no channel") && leaker.text.contains("flights/slow/001"),
        "{}",
        leaker.text
    );
    // Back along the causes: the post found no channel, which it had given to the slow one.
    let rows = by_name(&cued.log);
    let last = decisions(&cued.log).into_iter().find(|(_, d)| d.act == DecisionAct::NotEngaged);
    let way = behind(&rows, last.expect("the row is there").0);
    let left = |r: &&Row| matches!(&r.body, Body::Decision(d) if d.act == DecisionAct::Leaves && d.text.starts_with("no channel"));
    assert!(way.iter().any(left));
    let silent =
        sandtable::scenario::load_variant("scenario.yaml", &files, (Some("no-cue"), &[]), None);
    let silent = run(&crate::common::accept(silent), 1, 0);
    assert!(hit(&silent, "flights/slow/001") && hit(&silent, "flights/fast/001"));
}

/// A battery far below a post, over two links that lose every third try.
fn two_levels(more: &str) -> Files {
    let mut files = Lesson {
        weapon: weapon("3 exact", "5 s exact", "kill: 0.5 exact, assess: 6 s exact, remote: yes"),
        task: format!("targets: 14 exact @lesson, interval: 40 s exact @lesson{more}"),
        ..Lesson::default()
    }
    .files();
    for text in files.0.values_mut() {
        let link = "link: {latency: 1..2..4 s each, loss: 35 %, retries: 1 exact}";
        *text = text.replace("    crew: {", &format!("    {link}\n    crew: {{"));
        let posts = "  top: {type: post, side: green, start: {place: there, state: duty-accepted}}\n  \
             middle: {type: post, side: green, parent: top, start: {place: there, state: duty-accepted}}\n  \
             other: {type: battery, side: green, parent: top, start: {place: there, state: duty-accepted}}\n";
        *text = text.replace(
            "units:\n  battery: {type: battery, side: green,",
            &format!("units:\n{posts}  battery: {{type: battery, side: green, parent: middle,"),
        );
        let post = format!(
            "  post:\n    source: lesson\n    {link}\n    crew: {{operators: 9 exact, identification: 4 s exact, assignment: 2 s exact}}\n"
        );
        *text = text.replace("types:\n", &format!("types:\n{post}"));
        *text = text.replace("units: [battery]", "units: [top, middle, battery, other]");
    }
    files
}

#[test]
fn every_order_is_taken_refused_or_lost_and_every_word_arrives_or_is_lost() {
    let scenario = two_levels("").scenario();
    let mut lost = 0;
    for index in 0..8 {
        let log = run_with(&scenario, index, |_| {});
        let count = |act: DecisionAct| decisions(&log).iter().filter(|(_, d)| d.act == act).count();
        let answered = count(DecisionAct::Accepts)
            + count(DecisionAct::Refuses)
            + count(DecisionAct::OrderLost);
        assert_eq!(count(DecisionAct::Assigns), answered, "replication {index}");
        lost += count(DecisionAct::OrderLost);
        // A picture below the top gains and loses; each change is a word that the post above hears, or a lost one. A word
        // that changes nothing there, or comes after a later one, leaves no row.
        let picture = |unit: &str| {
            let mut acts = BTreeMap::new();
            for row in log.rows.iter().filter(|r| log.names.of(r.entity) == unit) {
                if let Body::Picture(p) = &row.body {
                    *acts.entry((p.act.name(), p.from.to_string())).or_insert(0) += 1;
                }
            }
            acts
        };
        let own = picture("units/battery");
        let said: i32 = ["gains", "loses"]
            .iter()
            .filter_map(|a| own.get(&(*a, "units/battery".to_owned())))
            .sum();
        let gone = own.get(&("message-lost", "units/battery".to_owned())).copied().unwrap_or(0);
        let heard = picture("units/middle");
        let came: i32 = ["gains", "loses"]
            .iter()
            .filter_map(|a| heard.get(&(*a, "units/battery".to_owned())))
            .sum();
        assert!(said > 20 && came <= said - gone, "{said} said, {gone} lost, {came} heard");
        assert!(came >= said - 2 * gone - 4, "{said} said, {gone} lost, {came} heard");
    }
    assert!(lost > 3, "{lost} orders lost");
}

#[test]
fn alone_batteries_shoot_at_the_same_targets() {
    let doubles = |more: &str| {
        let log = run_with(&two_levels(more).scenario(), 1, |s| s.kill = Some(1.0));
        let mut by_flight: BTreeMap<String, std::collections::BTreeSet<u32>> = BTreeMap::new();
        for (row, d) in decisions(&log) {
            if d.act == DecisionAct::Launches {
                by_flight
                    .entry(d.flight.as_deref().unwrap_or("").to_owned())
                    .or_default()
                    .insert(row.entity);
            }
        }
        by_flight.values().filter(|units| units.len() > 1).count()
    };
    let (together, alone) = (doubles(""), doubles(", alone: yes"));
    assert!(alone >= 10 && together < alone, "{together} {alone}");
}
