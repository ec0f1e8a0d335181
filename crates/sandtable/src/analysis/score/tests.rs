//! The umpire's statistics on a log made by hand.

use super::curve::{CommonCauses, point};
use super::*;
use crate::base::time::SimTime;
use crate::record::{
    Act, Because, Body, Cause, DecisionRow, Disturbance, FlightAct, FlightKind, FlightRow, Names,
    Part, PictureAct, PictureRow, Row,
};
use crate::scenario::compose::Resolver;
use crate::scenario::load;
use std::sync::Arc;

const TEXT: &str = r#"
scenario: lesson
period: {start: 2030-05-01T00:00Z, end: 2030-05-02T12:00Z}
sources: {lesson: {kind: notional, reason: "round numbers for a test"}}
sides: {green: {name: Green}, mock: {name: Mock}}
air: {source: lesson, hits: 3 exact, looks: 5 exact, misses: 3 exact, refraction: 1.3333333333333333 exact}
places:
  source: lesson
  here: {at: 52.0 N 10.0 E ±1 m}
  far: {at: 52.0 N 14.0 E ±1 m}
paths: {straight-in: {via: [far, here]}}
types:
  battery:
    source: lesson
    weapons: {missile: {range: 100 km exact, least-range: 3 km exact, speed: 1000 m/s exact, targets: 2 exact,
      ready: 8 exact, reaction: 5 s exact, kill: 0.5 exact, common-failure: 0.1 exact}}
    crew: {operators: 1 exact, identification: 5 s exact, assignment: 3 s exact}
    link: {source: lesson, latency: 1 s exact}
  post:
    source: lesson
    crew: {operators: 1 exact, identification: 5 s exact, assignment: 3 s exact}
    link: {source: lesson, latency: 1 s exact}
  target: {source: lesson, target: {source: lesson, rcs: 3 m2 exact, height: 6 km exact, speed: 250 m/s exact}}
units:
  one: {type: battery, side: green, parent: post, start: {place: here, state: duty-accepted}}
  two: {type: battery, side: green, parent: post, start: {place: here, state: duty-accepted}}
  post: {type: post, side: green, start: {place: here, state: duty-accepted}}
  raid: {type: target, side: mock, start: {place: far, state: present}}
norms: {handed: {name: "handed over", measure: hand-over, of: [battery], within: 10 s exact @lesson}}
tasks:
  drill: {name: "a drill", kind: air-drill, units: [one, two, post], against: [raid], paths: [straight-in],
    targets: 4 exact @lesson, interval: 60 s exact @lesson, start: 2030-05-01T01:00Z @lesson, time: 1 h exact @lesson,
    needs: duty-accepted}
  later: {kind: air-drill, units: [one, post], against: [raid], paths: [straight-in], targets: 1 exact @lesson,
    interval: 60 s exact @lesson, start: 2030-05-01T03:00Z @lesson, time: 1 h exact @lesson, needs: duty-accepted}
"#;

struct Text;

impl Resolver for Text {
    fn read(&self, name: &str) -> Option<String> {
        (name == "scenario.yaml").then(|| TEXT.to_owned())
    }
}

const PATHS: [&str; 10] = [
    "flights/drill/001",
    "flights/drill/002",
    "flights/drill/003",
    "flights/drill/004",
    "flights/drill/civil",
    "tasks/drill",
    "units/one",
    "units/post",
    "units/two",
    "norms/handed",
];

/// A log under construction; times are seconds after the drill's beginning.
struct Log {
    sink: LogSink,
    begins: SimTime,
}

impl Log {
    fn new(scenario: &Scenario) -> Log {
        let names = Names::new(PATHS.map(Arc::from).to_vec(), Vec::new());
        let sink = LogSink { names, rows: Vec::new() };
        let mut log = Log { sink, begins: scenario.start.plus_s(3_600.0) };
        log.exercise("tasks/drill", (0.0, Part::Task, "drill", Act::Begins), None);
        log
    }

    fn row(&mut self, path: &str, after_s: f64, body: Body) {
        let entity = PATHS.iter().position(|p| *p == path).expect("a path") as u32;
        let ordinal = self.sink.rows.iter().filter(|r| r.entity == entity).count() as u32;
        let time = self.begins.plus_s(after_s);
        self.sink.rows.push(Row { time, entity, ordinal, cause: None, body });
    }

    fn exercise(
        &mut self,
        path: &str,
        (after_s, what, id, act): (f64, Part, &str, Act),
        value: Option<(f64, f64)>,
    ) {
        let (value, limit) = (value.map(|v| v.0), value.map(|v| v.1));
        let (id, text) = (Arc::from(id), Arc::from(""));
        self.row(path, after_s, Body::Exercise { what, id, act, value, limit, text });
    }

    fn flies(&mut self, flight: &str, after_s: f64, kind: FlightKind) {
        let row = FlightRow {
            act: FlightAct::Begins,
            kind,
            task: Arc::from("drill"),
            unit: None,
            path: None,
            rcs_m2: 3.0,
            height_m: 6_000.0,
            speed_mps: 250.0,
        };
        self.row(flight, after_s, Body::Flight(Box::new(row)));
    }

    fn holds(&mut self, post: &str, flight: &str, after_s: f64) {
        let row = PictureRow {
            act: PictureAct::Gains,
            flight: Arc::from(flight),
            from: Arc::from("units/one"),
            sources: 1,
            age_s: 0.0,
            plan: None,
            because: None,
        };
        self.row(post, after_s, Body::Picture(Box::new(row)));
    }

    fn says(&mut self, unit: &str, after_s: f64, act: DecisionAct, of: (&str, &str)) {
        self.says_more(unit, after_s, act, (of, |row| row));
    }

    fn says_more(
        &mut self,
        unit: &str,
        after_s: f64,
        act: DecisionAct,
        ((flight, text), more): ((&str, &str), impl Fn(DecisionRow) -> DecisionRow),
    ) {
        let flight = (!flight.is_empty()).then(|| Arc::from(format!("flights/drill/{flight}")));
        let row = DecisionRow { flight, ..DecisionRow::new(act, text) };
        self.row(unit, after_s, Body::Decision(Box::new(more(row))));
    }

    /// An engagement: accepted, launched 10 s later and met 50 s after that, salvo by salvo, then released.
    fn engages(&mut self, unit: &str, flight: &str, after_s: f64, salvos: &[bool]) -> f64 {
        self.says(unit, after_s, DecisionAct::Accepts, (flight, "engages"));
        let mut now_s = after_s;
        for hit in salvos {
            now_s += 10.0;
            let of = (flight, "electronic launch");
            let rounds = |row| DecisionRow { rounds: Some(2), ..row };
            self.says_more(unit, now_s, DecisionAct::Launches, (of, rounds));
            now_s += 50.0;
            let act = if *hit { DecisionAct::Hits } else { DecisionAct::Misses };
            let met = |row| DecisionRow { chance: Some(0.5), rounds: Some(2), ..row };
            self.says_more(unit, now_s, act, ((flight, "missed"), met));
            let call = if *hit { DecisionAct::CallsDestroyed } else { DecisionAct::CallsMissed };
            self.says(unit, now_s, call, (flight, "rightly"));
        }
        self.says(unit, now_s, DecisionAct::Releases, (flight, "called destroyed"));
        now_s
    }
}

fn scenario() -> Scenario {
    let loaded = load("scenario.yaml", &Text, &[], None);
    let findings = format!("{:?}", loaded.findings);
    loaded.scenario.unwrap_or_else(|| panic!("refused: {findings}"))
}

fn scored(scenario: &Scenario, log: &Log) -> DrillScore {
    let all = scores(scenario, &log.sink);
    assert_eq!(all.len(), 1, "a drill that was not held has no score");
    all.into_iter().next().expect("one")
}

#[test]
fn verif_quantiles_of_few_values() {
    let empty = Spread::of(Vec::new());
    assert_eq!((empty.n, empty.q05, empty.q50, empty.q95), (0, None, None, None));
    let one = Spread::of(vec![7.0]);
    assert_eq!((one.n, one.q05, one.q50, one.q95), (1, None, Some(7.0), None));
    // 0, 10, .., 100: type 7 gives exactly q * 100.
    let many = Spread::of((0..=10).rev().map(|n| f64::from(n) * 10.0).collect());
    assert_eq!((many.n, many.q05, many.q50, many.q95), (11, Some(5.0), Some(50.0), Some(95.0)));
}

#[test]
fn flights_add_up_and_steps_count_from_each_beginning() {
    let scenario = scenario();
    let mut log = Log::new(&scenario);
    log.flies("flights/drill/001", 0.0, FlightKind::Mock);
    log.flies("flights/drill/002", 100.0, FlightKind::Mock);
    log.flies("flights/drill/003", 200.0, FlightKind::Mock);
    // Under way before the drill: its times count from the drill's beginning.
    log.flies("flights/drill/004", -500.0, FlightKind::Mock);
    log.flies("flights/drill/civil", 0.0, FlightKind::Civil);
    // A battery is not the highest post.
    log.holds("units/one", "flights/drill/001", 5.0);
    log.holds("units/post", "flights/drill/001", 20.0);
    log.holds("units/post", "flights/drill/004", 40.0);
    log.says("units/post", 30.0, DecisionAct::Identifies, ("001", "neutral; fits no filed plan"));
    log.says("units/post", 90.0, DecisionAct::Identifies, ("001", "hostile; fits no filed plan"));
    log.says("units/post", 110.0, DecisionAct::Identifies, ("002", "hostile; fits no filed plan"));
    log.engages("units/one", "001", 100.0, &[false, true]);
    log.engages("units/two", "002", 150.0, &[false]);
    log.says("tasks/drill", 3_600.0, DecisionAct::NotEngaged, ("003", "no channel until 2030"));
    log.says("tasks/drill", 3_600.0, DecisionAct::NotEngaged, ("004", "no track"));
    log.exercise("tasks/drill", (3_600.0, Part::Task, "drill", Act::Ends), None);
    let score = scored(&scenario, &log);
    assert_eq!((score.task.as_str(), score.name.as_str()), ("drill", "a drill"));
    assert_eq!((score.flown, score.engaged, score.leaked), (4, 2, 2));
    let leakers: Vec<_> =
        score.leakers.iter().map(|l| (l.reason.as_str(), l.flights[0].as_str())).collect();
    let want = [("no channel", "flights/drill/003"), ("no track", "flights/drill/004")];
    assert_eq!(leakers, want);
    assert_eq!(score.never_hit, ["flights/drill/002"]);
    assert_eq!((score.fire.accepted, score.fire.launches, score.fire.rounds), (2, 3, 6));
    assert_eq!((score.fire.rounds_per_target.q50, score.fire.unresolved), (Some(3.0), 0));
    let time = |step: Step| score.steps.iter().find(|s| s.step == step.name()).expect("it").time;
    assert_eq!((time(Step::Detected).n, time(Step::Detected).q50), (0, None));
    assert_eq!((time(Step::Pictured).n, time(Step::Pictured).q50), (2, Some(30.0)));
    assert_eq!((time(Step::Identified).n, time(Step::Identified).q50), (2, Some(50.0)));
    assert_eq!(time(Step::Launched).q50, Some((110.0 + 60.0) / 2.0));
    assert_eq!(time(Step::Intercept).q50, time(Step::Called).q50);
    let unit = &score.units[0];
    assert_eq!((unit.unit.as_str(), unit.accepted, unit.launches, unit.hits), ("one", 1, 2, 1));
    assert_eq!(score.misses, [Counted { what: "missed".to_owned(), count: 2 }]);
}

#[test]
fn wrong_words_are_counted_by_flight_and_the_bar_is_seen() {
    let scenario = scenario();
    let mut log = Log::new(&scenario);
    log.flies("flights/drill/001", 0.0, FlightKind::Mock);
    log.flies("flights/drill/civil", 0.0, FlightKind::Civil);
    for after_s in [10.0, 70.0] {
        log.says("units/post", after_s, DecisionAct::Identifies, ("001", "neutral; fits the plan"));
    }
    log.says("units/one", 80.0, DecisionAct::Identifies, ("001", "neutral; fits no filed plan"));
    log.says("units/one", 140.0, DecisionAct::Identifies, ("001", "hostile; fits no filed plan"));
    log.says("units/post", 20.0, DecisionAct::Identifies, ("civil", "hostile; fits no filed plan"));
    log.says("units/post", 20.0, DecisionAct::Barred, ("civil", "the umpire bars it"));
    log.says("units/one", 150.0, DecisionAct::CallsDestroyed, ("001", "wrongly"));
    log.says("units/one", 160.0, DecisionAct::CallsMissed, ("001", "rightly"));
    let score = scored(&scenario, &log);
    let found = &score.identities;
    assert_eq!((found.mock_called_neutral, found.others_called_hostile), (1, 1));
    let wrong: Vec<_> = found
        .wrong
        .iter()
        .map(|w| (w.unit.as_str(), w.kind.as_str(), w.times, w.corrected, w.barred))
        .collect();
    let want = [
        ("post", "mock", 2, false, false),
        ("one", "mock", 1, true, false),
        ("post", "civil", 1, false, true),
    ];
    assert_eq!(wrong, want);
    assert_eq!(score.others_assigned, 0);
    let calls = WrongCalls { calls: 2, called_destroyed: 1, called_missed: 0 };
    assert_eq!(score.calls, calls);
    log.says("units/post", 200.0, DecisionAct::Assigns, ("civil", "engage"));
    assert_eq!(scored(&scenario, &log).others_assigned, 1);
}

#[test]
fn two_units_at_once_are_a_double_and_one_after_the_other_are_not() {
    let scenario = scenario();
    let mut log = Log::new(&scenario);
    log.flies("flights/drill/001", 0.0, FlightKind::Mock);
    log.flies("flights/drill/002", 0.0, FlightKind::Mock);
    let row = Cause { entity: 7, ordinal: 3 };
    let because = Because { what: Disturbance::Delegation, row };
    let told = move |row| DecisionRow {
        other: Some(Arc::from("units/two")),
        because: Some(because),
        ..row
    };
    log.says_more("units/two", 90.0, DecisionAct::Assigns, (("001", "engage"), told));
    // One has 001 from 100 to 160 s, two from 130 to 190 s: its salvo is launched before the other hits.
    log.engages("units/one", "001", 100.0, &[true]);
    log.engages("units/two", "001", 130.0, &[false]);
    // One after the other at 002; the second is launched after the hit.
    let end_s = log.engages("units/one", "002", 300.0, &[true]);
    log.engages("units/two", "002", end_s, &[false]);
    let score = scored(&scenario, &log);
    assert_eq!(score.doubles.len(), 1);
    let double = &score.doubles[0];
    assert_eq!((double.first.as_str(), double.second.as_str()), ("one", "two"));
    assert_eq!((double.overlap_s, double.both_launched), (30.0, true));
    let disturbed =
        double.disturbed.as_ref().map(|d| (d.what.as_str(), d.unit.as_str(), d.ordinal));
    assert_eq!(disturbed, Some(("delegation", "post", 3)));
    let over: Vec<_> = score
        .overkill
        .iter()
        .map(|o| (o.flight.as_str(), o.second.as_str(), o.after_hit, o.disturbed.is_some()))
        .collect();
    let want =
        [("flights/drill/001", "two", false, true), ("flights/drill/002", "two", true, false)];
    assert_eq!(over, want);
}

#[test]
fn norms_and_disturbances_of_the_window_and_its_units() {
    let scenario = scenario();
    let mut log = Log::new(&scenario);
    let handed = |log: &mut Log, after_s, act, value_s| {
        log.exercise("units/one", (after_s, Part::Norm, "handed", act), Some((value_s, 10.0)));
    };
    handed(&mut log, -10.0, Act::Failed, 99.0);
    handed(&mut log, 10.0, Act::Passed, 4.0);
    handed(&mut log, 20.0, Act::Failed, 12.0);
    log.says("units/one", 30.0, DecisionAct::LinkDown, ("", "no word passes"));
    log.says("units/one", 40.0, DecisionAct::Delegates, ("", "goes on by itself"));
    log.says("units/post", 50.0, DecisionAct::Fails, ("", "the post does nothing"));
    log.says("units/one", 55.0, DecisionAct::Refuses, ("001", "no rounds ready, 3 in stock"));
    log.exercise("tasks/drill", (60.0, Part::Task, "drill", Act::Ends), None);
    log.says("units/one", 70.0, DecisionAct::LinkDown, ("", "no word passes"));
    handed(&mut log, 80.0, Act::Failed, 99.0);
    let score = scored(&scenario, &log);
    let norm = &score.norms[0];
    assert_eq!((norm.passed, norm.failed, norm.worst, norm.limit), (1, 1, Some(12.0), Some(10.0)));
    assert_eq!((norm.name.as_str(), norm.unit.as_str()), ("handed over", "s"));
    let found = &score.disturbances;
    assert_eq!((found.links_down, found.delegations, found.posts_failed), (1, 1, 1));
    assert_eq!(found.rows.len(), 3);
    let refused = Counted { what: "no rounds ready".to_owned(), count: 1 };
    assert_eq!(score.units[0].refused, [refused]);
}

#[test]
fn verif_points_of_the_curve_by_hand() {
    let scenario = scenario();
    let mut log = Log::new(&scenario);
    log.flies("flights/drill/001", 0.0, FlightKind::Mock);
    log.flies("flights/drill/002", 0.0, FlightKind::Mock);
    log.engages("units/one", "001", 100.0, &[false, true]);
    log.engages("units/two", "001", 400.0, &[true]);
    let drills = drills(&scenario, &log.sink);
    let flown: BTreeSet<&str> = drills[0].mocks().collect();
    let fights = engagements(&drills[0]);
    let causes = CommonCauses::from([("one".to_owned(), 0.1)]);
    let found = point(&flown, &fights, 0.45, &causes);
    assert_eq!((found.engaged, found.rounds, found.hit, found.share), (1, 6, 1, 0.5));
    // Rounds of unit one have 0.45/0.9 = 1/2 each, if the common cause spares them: 0.9 * 3/4 after two of
    // them, 0.9 * 15/16 after four. Two more of unit two: 1 - 0.55^2.
    let (two, four) = (0.9 * 0.75, 0.9 * 0.9375);
    let expected = two + (four - two) / (1.0 - two);
    assert!((found.expected - expected / 2.0).abs() < 1e-12, "{found:?}");
    let closed = 1.0 - (1.0 - four) * 0.55 * 0.55;
    assert!((found.closed_form - closed / 2.0).abs() < 1e-12, "{found:?}");
    let nothing = point(&flown, &[], 0.5, &causes);
    assert_eq!((nothing.engaged, nothing.share, nothing.expected), (0, 0.0, 0.0));
}
