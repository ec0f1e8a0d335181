//! Scenarios in memory and short ways to run them.

use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Digest, DigestSink, LogSink, Pair};
use sandtable::scenario::compose::{Edit, Resolver};
use sandtable::scenario::render::to_text;
use sandtable::scenario::{Loaded, Scenario, load};
use sandtable::sim::{self, UnitDates};
use std::collections::BTreeMap;

/// Files by name; the embedded catalogue behind them.
#[derive(Clone, Default)]
pub struct Files(pub BTreeMap<String, String>);

impl Files {
    pub fn one(text: &str) -> Files {
        Files(BTreeMap::from([("scenario.yaml".to_owned(), text.to_owned())]))
    }

    pub fn embedded(id: &str) -> Files {
        let prefix = format!("scenarios/{id}/");
        let own = sandtable_assets::FILES.iter().filter_map(|(path, text)| {
            Some((path.strip_prefix(&prefix)?.to_owned(), (*text).to_owned()))
        });
        Files(own.collect())
    }

    pub fn flagship() -> Files {
        Files::embedded(sandtable_assets::FLAGSHIP)
    }

    pub fn load(&self) -> Loaded {
        load("scenario.yaml", self, &[], None)
    }

    pub fn load_with(&self, edits: &[(&str, &str)]) -> Loaded {
        let edits: Vec<_> = edits
            .iter()
            .map(|(path, text)| Edit {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
                label: format!("--set {path}"),
            })
            .collect();
        load("scenario.yaml", self, &edits, None)
    }

    pub fn scenario(&self) -> Scenario {
        accept(self.load())
    }

    pub fn scenario_with(&self, edits: &[(&str, &str)]) -> Scenario {
        accept(self.load_with(edits))
    }
}

/// The scenario of a text that has no error.
pub fn accept(loaded: Loaded) -> Scenario {
    let text = to_text(&loaded.findings, &loaded.map, false);
    loaded.scenario.unwrap_or_else(|| panic!("the scenario is refused:\n{text}"))
}

impl Resolver for Files {
    fn read(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned().or_else(|| sandtable_assets::file(name).map(str::to_owned))
    }
}

/// One full replication.
pub struct Run {
    pub dates: Vec<UnitDates>,
    pub log: LogSink,
    pub digest: Digest,
}

pub fn run(scenario: &Scenario, seed: u64, index: u32) -> Run {
    let inputs = realise(scenario, &InputPoint::Plain { seed, index });
    let sink = Pair(LogSink::default(), DigestSink::default());
    let outcome = sim::run(inputs, Luck { seed, index }, sink).expect("the scenario runs");
    let Pair(log, digest) = outcome.sink;
    Run { dates: outcome.units, log, digest: digest.finish() }
}

/// Dates of a unit by its id.
pub fn dates_of(scenario: &Scenario, run: &Run, unit: &str) -> UnitDates {
    let id = scenario.unit_named(unit).expect("the unit is in the scenario");
    *run.dates.iter().find(|d| d.unit == id).expect("the unit took part")
}

/// A scenario in which every number is exact: one train of one unit, by hand 10 h of everything.
pub const EXACT: &str = r#"
scenario: exact
period: {start: 2030-01-01T00:00Z, end: 2030-02-01T00:00Z}
sources: {lesson: {kind: notional, reason: "round numbers for a test"}}
sides: {green: {name: Green}}
places:
  source: lesson
  a: {kind: station, at: 50.0 N 10.0 E ±1 km, ramps: 1 exact}
  b: {kind: station, at: 50.0 N 13.0 E ±1 km}
  c: {kind: station, at: 50.0 N 16.0 E ±1 km, ramps: 1 exact}
  site: {kind: ground, access: {c: 60 km exact}}
lines: {line: {source: lesson, posts: {a: 0 km exact, b: 300 km exact, c: 600 km exact}}}
rates: {slow: {source: lesson, line: 240 km/d exact, headway: 5 h exact}}
types:
  battery:
    source: lesson
    vehicles: {guns: {class: long, count: 12 exact}, vans: {class: short, count: 12 exact}}
    rail: {load: 6 h exact, unload: 4 h exact, passenger-wagons: 2 exact, most-wagons: 57 exact}
    column: {rate: 30 km/h exact, density: 20 vehicles/km exact, march-unit: 12 exact, gap: 2 min exact, night: 1 exact}
    readiness: {emplacing: 1 h exact, fortifying: 10 h exact, camouflaging: 12 h exact, linking: 2 h exact, inspecting: 24 h exact}
units:
  u-1:
    type: battery
    side: green
    start: {place: a, state: garrison}
    orders:
      go: {by: rail, load: {at: a, start: 2030-01-02T06:00Z @lesson}, via: [line], to: c, site: site, rate: slow}
  u-2:
    extends: u-1
"#;
