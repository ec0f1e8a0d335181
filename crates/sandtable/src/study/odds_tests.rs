use super::*;
use crate::scenario::compose::{Edit, Resolver};
use crate::scenario::render::to_text;
use crate::study::{Adjudication, Question, Refusal, adjudication};

/// A battery that sees and reaches far, and types that lack something; the rest of the scenario is left out.
const TEXT: &str = r#"
scenario: lesson
period: {start: 2030-05-01T00:00Z, end: 2030-05-02T00:00Z}
sources:
  lesson: {kind: notional, reason: "round numbers for a test"}
  inferred: {kind: inferred, reason: "for a test", from: [said]}
types:
  battery:
    source: lesson
    sensors: {radar: {kind: radar, range: 500 km exact, against: 3 m2 exact, detects: 0.999 exact, false-alarm: 1e-6 exact,
      pulses: 10 exact, swerling: 0, height: 20 m exact, scan: 1 s exact, beam: 1 deg exact, cell: 1 m exact}}
    weapons: {missile: {range: 100 km exact, least-range: 3 km exact, speed: 1000 m/s exact, targets: 2 exact, ready: 50 exact,
      reaction: 2 s exact, assess: 5 s exact, looks: 3 exact, kill: 0.5 exact}}
    crew: {operators: 4 exact, identification: 5 s exact, assignment: 3 s exact}
  last-round: {extends: battery, source: lesson, weapons: {missile: {ready: 1 exact}}}
  blind: {extends: battery, sensors: remove}
  headless: {extends: battery, crew: remove}
  unarmed: {extends: battery, weapons: {missile: {kill: remove}}}
  sector: {extends: battery, source: lesson, sensors: {radar: {sector: 60 deg exact, facing: 200 deg exact}}}
  slow: {source: lesson, target: {rcs: 10 m2 exact, height: 6 km exact, speed: 100 m/s exact}}
  airliner: {source: lesson, target: {neutral: yes, rcs: 10 m2 exact, height: 6 km exact, speed: 100 m/s exact}}
places: {source: lesson, far: {at: 50.0 N 10.0 E ±1 m @inferred}}
units: {other: {type: slow, side: nobody}}
claims: {said: {subject: other, source: lesson, statement: "a claim"}}
"#;

struct Text;

impl Resolver for Text {
    fn read(&self, name: &str) -> Option<String> {
        (name == "scenario.yaml").then(|| TEXT.to_owned())
    }
}

fn asked(
    shooter: &str,
    target: &str,
    number: u32,
    kill: Option<&str>,
) -> Result<Adjudication, Refusal> {
    let edits: Vec<_> = kill
        .map(|text| Edit {
            path: "types.battery.weapons.missile.kill".to_owned(),
            text: text.to_owned(),
            label: "--set".to_owned(),
        })
        .into_iter()
        .collect();
    let question = Question {
        shooter,
        target,
        number,
        interval: "20 s",
        height: None,
        speed: None,
        edits: &edits,
    };
    adjudication(&question, "scenario.yaml", &Text)
}

fn accept(found: Result<Adjudication, Refusal>) -> Adjudication {
    match found {
        Ok(found) => found,
        Err(Refusal::Asked(words)) => panic!("{words}"),
        Err(Refusal::Text(loaded)) => panic!("{}", to_text(&loaded.findings, &loaded.map, false)),
    }
}

fn refused(shooter: &str, target: &str, number: u32) -> String {
    match asked(shooter, target, number, None) {
        Err(Refusal::Asked(words)) => words,
        Err(Refusal::Text(loaded)) => panic!("{}", to_text(&loaded.findings, &loaded.map, false)),
        Ok(_) => panic!("it is accepted"),
    }
}

fn play_with(adjudication: &Adjudication, n: u32, threads: usize) -> Odds {
    let plan = Plan { seed: 3, indices: 0..n, threads: Some(threads) };
    odds(&adjudication.scenario, &plan, &|| ()).expect("it runs")
}

#[test]
fn verif_a_sure_shot_at_one_slow_target_always_destroys_it_and_an_idle_one_never() {
    for (kill, hits) in [("1 exact", 12), ("0 exact", 0)] {
        let found = play_with(&accept(asked("battery", "slow", 1, Some(kill))), 12, 1);
        assert_eq!((found.n, found.engaged.q05), (12, 1));
        assert_eq!((found.all_destroyed.count, found.none_leaks.count), (hits, hits), "{found:?}");
        let destroyed = f64::from(hits) / 12.0;
        assert_eq!(found.destroyed.chances, [1.0 - destroyed, destroyed]);
        assert_eq!(found.leaked.mean, 1.0 - destroyed);
        // A sure shot is one round; one that never works is tried as often as an engagement allows, and again.
        assert_eq!(found.rounds.q05 == 1, hits > 0, "{:?}", found.rounds);
        assert_eq!(found.double_shots.chances, [1.0]);
    }
}

#[test]
fn verif_with_one_round_a_target_is_destroyed_as_often_as_the_round_works() {
    let n = 300;
    let found = play_with(&accept(asked("last-round", "slow", 1, None)), n, 2);
    let error = |p: f64| (p * (1.0 - p) / f64::from(n)).sqrt();
    assert_eq!(found.rounds.chances, [0.0, 1.0]);
    assert!((found.destroyed.mean - 0.5).abs() < 4.0 * error(0.5), "{}", found.destroyed.mean);
    for at in &found.sweep {
        let got = at.destroyed.mean;
        assert!((got - at.kill).abs() < 4.0 * error(at.kill), "{}: {got}", at.kill);
        assert!(at.destroyed.low < got && got < at.destroyed.high);
        assert!((got + at.leaked.mean - 1.0).abs() < 1e-12, "nothing is hit after it has passed");
    }
    // The same luck at each: whatever a lower probability destroys, a higher one destroys too.
    assert!(found.sweep.windows(2).all(|w| w[0].destroyed.mean <= w[1].destroyed.mean));
}

#[test]
fn distributions_sum_to_one_and_their_quantiles_are_in_order() {
    let found = play_with(&accept(asked("battery", "slow", 4, None)), 40, 2);
    for counted in [&found.engaged, &found.destroyed, &found.leaked, &found.rounds] {
        assert!((counted.chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(counted.q05 <= counted.q50 && counted.q50 <= counted.q95);
    }
    assert_eq!(found.leaked.chances.len(), 5);
    assert!(found.all_destroyed.count >= found.none_leaks.count);
}

#[test]
fn det_threads_change_nothing() {
    let adjudication = accept(asked("battery", "slow", 3, None));
    assert_eq!(play_with(&adjudication, 9, 1), play_with(&adjudication, 9, 3));
}

#[test]
fn targets_come_down_the_middle_of_what_is_looked_at() {
    let found = accept(asked("sector", "slow", 2, None));
    assert!((found.bearing_deg - 200.0).abs() < 1e-9);
    assert_eq!(play_with(&found, 6, 1).engaged.q05, 2);
    assert!(found.begin_m > 300e3 && (found.beyond_m - 105e3).abs() < 1.0);
    let all_round = accept(asked("battery", "slow", 2, None));
    assert_eq!(all_round.bearing_deg, 90.0);
    assert_eq!(all_round.scenario.units.len(), 2);
}

#[test]
fn what_cannot_be_asked_says_what_was_expected() {
    for (shooter, target, number, words) in [
        ("batery", "slow", 1, "did you mean `battery`?"),
        ("battery", "slwo", 1, "did you mean `slow`?"),
        ("battery", "battery", 1, "has no `target:`"),
        ("battery", "airliner", 1, "is neutral"),
        ("battery", "slow", 0, "expected 1 to 200"),
        ("battery", "slow", 201, "expected 1 to 200"),
        ("blind", "slow", 1, "no radar of its own"),
        ("headless", "slow", 1, "types.headless.crew="),
        ("unarmed", "slow", 1, "it lacks `kill`"),
    ] {
        let said = refused(shooter, target, number);
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn verif_quantiles_of_counts_are_whole_numbers_of_the_counts() {
    let numbers: Vec<u32> = (0..100).map(|n| u32::from(n >= 5) + u32::from(n >= 95)).collect();
    let found = counted(&numbers, 4);
    assert_eq!((found.q05, found.q50, found.q95), (0, 1, 1));
    assert_eq!(found.chances, [0.05, 0.9, 0.05, 0.0, 0.0]);
    assert_eq!(found.mean, 1.0);
    let nothing = part(0, 400);
    assert!(nothing.low == 0.0 && nothing.high > 0.0 && nothing.high < 0.02);
}
