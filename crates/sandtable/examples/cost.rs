//! Runs a busy scenario for a number of days and prints its events: counted under callgrind by
//! validation/cost.sh, which holds the cost of an event against the length of the period.

use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::DigestSink;
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::load;
use sandtable::sim::run;
use std::fmt::Write;

struct Text(String);

impl Resolver for Text {
    fn read(&self, _name: &str) -> Option<String> {
        Some(self.0.clone())
    }
}

/// Every generator that there is: twelve units that march out and back every day, and a train.
fn scenario(days: u32) -> String {
    let mut text = format!(
        r#"
scenario: busy
period: {{start: 2030-01-01T00:00Z, end: {end}}}
sources: {{lesson: {{kind: notional, reason: "a busy period to count instructions over"}}}}
places:
  source: lesson
  a: {{at: 50.0 N 10.0 E ±1 km, ramps: 1 exact}}
  b: {{at: 50.0 N 10.5 E ±1 km}}
types:
  battery:
    source: lesson
    vehicles: {{guns: {{class: long, count: 12 exact}}}}
    column: {{rate: 20..30..40 km/h each, density: 20 vehicles/km exact, march-unit: 12 exact, gap: 2 min exact, night: 0.8 exact}}
    readiness: {{emplacing: 20..60..240 min each, linking: 1..2..3 h each, inspecting: 1..2..3 h each}}
units:
"#,
        end = sandtable::base::time::SimTime::from_utc((2030, 1, 1), (0, 0, 0))
            .expect("a date")
            .plus_s(f64::from(days) * 86_400.0)
    );
    for n in 0..12 {
        let _ = write!(
            text,
            r#"
  unit-{n}:
    type: battery
    side: green
    start: {{place: a, state: training}}
    orders:
      march: {{by: road, start: 2030-01-01T{n:02}:00Z @lesson, distance: 20..30..40 km each @lesson, to: b, set-up: yes, repeat: {{every: 20..24..28 h each @lesson}}}}
"#
        );
    }
    text
}

fn main() {
    let days = std::env::args().nth(1).and_then(|d| d.parse().ok()).unwrap_or(20);
    let loaded = load("busy", &Text(scenario(days)), &[], None);
    let scenario = loaded.scenario.expect("the busy scenario is accepted");
    let events = if days == 0 {
        0
    } else {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
        let outcome = run(inputs, Luck { seed: 1, index: 0 }, DigestSink::default());
        outcome.expect("the busy scenario runs").events
    };
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("{events}\n").as_bytes());
}
