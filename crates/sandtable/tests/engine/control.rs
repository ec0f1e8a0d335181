//! Advancing in steps, commands, forks, and circles without time.

use crate::common::{EXACT, Files, run};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Body, DigestSink, LogSink, Pair};
use sandtable::scenario::Scenario;
use sandtable::sim::{Command, CommandAct, Sim, SimError};

type Sinks = Pair<LogSink, DigestSink>;

fn begin(scenario: &Scenario, index: u32) -> Sim<'_, Sinks> {
    let inputs = realise(scenario, &InputPoint::Plain { seed: 42, index });
    Sim::new(inputs, Luck { seed: 42, index }, Sinks::default())
}

fn finish(sim: Sim<'_, Sinks>) -> (String, LogSink) {
    let outcome = sim.finish().expect("it runs");
    (outcome.sink.1.finish().run, outcome.sink.0)
}

#[test]
fn det_advancing_in_any_steps_gives_the_same_log() {
    let scenario = Files::flagship().scenario();
    let whole = finish(begin(&scenario, 3)).0;
    let mut sim = begin(&scenario, 3);
    let mut t = scenario.start;
    while t < scenario.end {
        t = t.plus_s(7.3 * 3600.0);
        sim.advance(t).expect("it runs");
    }
    assert_eq!(finish(sim).0, whole);
}

#[test]
fn det_a_fork_with_the_same_luck_is_the_same_run_and_with_other_luck_shares_the_past() {
    let scenario = Files::flagship().scenario();
    let whole = finish(begin(&scenario, 1)).0;
    let mut sim = begin(&scenario, 1);
    let fork_at = SimTime::from_iso("2022-01-26T00:00Z").expect("an instant");
    sim.advance(fork_at).expect("it runs");
    let (same, other) =
        (sim.fork(Luck { seed: 42, index: 1 }), sim.fork(Luck { seed: 42, index: 2 }));
    assert_eq!(finish(same).0, whole);
    let (digest, log) = finish(other);
    assert_ne!(digest, whole);
    let (_, straight) = finish(sim);
    assert_eq!(straight.rows.len() > 50, log.rows.len() > 50);
    for (a, b) in straight.rows.iter().zip(&log.rows).take_while(|(a, _)| a.time <= fork_at) {
        assert_eq!(
            (a.time, a.entity, a.ordinal),
            (b.time, b.entity, b.ordinal),
            "the past is shared"
        );
    }
}

#[test]
fn det_a_scripted_inject_and_a_persons_command_take_the_same_path() {
    let plain = Files::one(EXACT).scenario();
    let hold =
        "injects: {late: {at: 2030-01-02T08:00Z @lesson, unit: u-1, hold: 9 h exact @lesson}}\n";
    let scripted = Files::one(&format!("{EXACT}{hold}")).scenario();
    let scripted = run(&scripted, 42, 0);
    let inputs = realise(&plain, &InputPoint::Plain { seed: 42, index: 0 });
    let mut sim = Sim::new(inputs, Luck { seed: 42, index: 0 }, Sinks::default());
    let at = SimTime::from_iso("2030-01-02T08:00Z").expect("an instant");
    let command = |author: &str| Command {
        at,
        unit: "u-1".into(),
        act: CommandAct::Hold(9.0 * 3600.0),
        author: author.into(),
    };
    sim.submit(command("script")).expect("the unit is there");
    let (digest, log) = finish(sim);
    assert_eq!(digest, scripted.digest.run, "same rows, whoever enters the command");
    // Loaded at 12:00, held for 9 h; it is the hold, not the loading, that is the departure's cause.
    let departed = log
        .rows
        .iter()
        .find(|r| matches!(r.body, Body::Ramp { act, .. } if act.name() == "dispatched"));
    let departed = departed.expect("a train is let go");
    let cause = departed.cause.expect("it has a cause");
    let cause = log.rows.iter().find(|r| (r.entity, r.ordinal) == (cause.entity, cause.ordinal));
    assert!(
        matches!(&cause.expect("in the log").body, Body::Order { order, .. } if &**order == "hold")
    );
    let present = scripted.dates[0].present.expect("within the period");
    assert_eq!(present, SimTime::from_iso("2030-01-05T15:00Z").expect("an instant"));
}

#[test]
fn commands_for_unknown_units_or_the_past_are_refused() {
    let scenario = Files::one(EXACT).scenario();
    let mut sim = begin(&scenario, 0);
    sim.advance(scenario.start.plus_s(86_400.0)).expect("it runs");
    let hold = |unit: &str, at| Command {
        at,
        unit: unit.into(),
        act: CommandAct::Hold(1.0),
        author: "me".into(),
    };
    assert_eq!(sim.submit(hold("nobody", scenario.end)), Err(SimError::NoUnit("nobody".into())));
    let past = sim.submit(hold("u-1", scenario.start));
    assert!(matches!(past, Err(SimError::Past { .. })), "{past:?}");
}

#[test]
fn a_command_for_now_is_taken_and_one_for_a_moment_ago_is_not() {
    let scenario = Files::one(EXACT).scenario();
    let mut sim = begin(&scenario, 0);
    sim.advance(scenario.start.plus_s(3600.0)).expect("it runs");
    let hold = |at| Command {
        at,
        unit: "u-1".into(),
        act: CommandAct::Hold(1.0),
        author: "a person".into(),
    };
    assert_eq!(sim.submit(hold(sim.time())), Ok(()));
    let late = SimTime(sim.time().0 - 1);
    assert!(matches!(sim.submit(hold(late)), Err(SimError::Past { .. })));
}

#[test]
fn a_march_that_takes_no_time_still_ends() {
    let text = EXACT.replace(
        "go: {by: rail, load: {at: a, start: 2030-01-02T06:00Z @lesson}, via: [line], to: c, site: site, rate: slow}",
        "go: {by: road, start: 2030-01-02T06:00Z @lesson, distance: 0 km exact @lesson, to: b, repeat: {every: 1 min exact @lesson}}",
    );
    let text = text.replace(
        "period: {start: 2030-01-01T00:00Z, end: 2030-02-01T00:00Z}",
        "period: {start: 2030-01-01T00:00Z, end: 2030-01-03T00:00Z}",
    );
    let run = run(&Files::one(&text).scenario(), 42, 0);
    // 24 vehicles pass in some 5 minutes: in 18 h a few hundred marches, not one a second.
    let marches = run.log.rows.iter().filter(|r| matches!(r.body, Body::Leg { .. })).count();
    assert!((100..1000).contains(&marches), "{marches} marches");
}

/// A unit with two marches: the second is alerted while the first is under way.
fn two_marches(alert: &str) -> SimTime {
    let orders = format!(
        "one: {{by: road, start: 2030-01-02T01:00Z @lesson, distance: 100 km exact @lesson, to: b}}\n      two: {{by: road, \
         alert: {alert} exact @lesson, start: 2030-01-02T20:00Z @lesson, distance: 50 km exact @lesson, to: c, set-up: yes}}"
    );
    let text = EXACT.replace(
        "go: {by: rail, load: {at: a, start: 2030-01-02T06:00Z @lesson}, via: [line], to: c, site: site, rate: slow}",
        &orders,
    );
    let scenario = Files::one(&text).scenario();
    run(&scenario, 1, 0).dates[0].instrument_ready.expect("within the period")
}

#[test]
fn verif_an_alert_does_not_move_the_start_of_a_march() {
    // Alerted during the first march or after it, the second begins at 20:00: 50 km at 30 km/h, 5.36 min for the
    // column to pass, an hour to set up.
    let expected = SimTime::from_iso("2030-01-02T20:00Z").expect("an instant");
    let expected = expected.plus_s(50.0 / 30.0 * 3600.0 + 5.36 * 60.0 + 3600.0);
    for alert in ["18 h", "1 h"] {
        assert!((two_marches(alert).since_s(expected)).abs() < 1e-6, "{}", two_marches(alert));
    }
}
