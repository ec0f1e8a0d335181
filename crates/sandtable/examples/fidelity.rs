//! Where the three fidelities agree: the same replications of the embedded flagship at L1, L2 and L3, drill by drill.
//!
//! `cargo run --release --example fidelity -- 30`. Flights, looks and draws are the same at all three; only what
//! keeps tracks differs. A difference is given with twice its standard error over the replications.

use sandtable::analysis::seen::{TaskSeen, flights_seen, tasks_seen};
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Body, Fidelity, LogSink};
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::{Scenario, load};
use sandtable::sim::{Settings, Sim};
use std::collections::BTreeMap;

struct Embedded;

impl Resolver for Embedded {
    fn read(&self, name: &str) -> Option<String> {
        sandtable_assets::file_of(sandtable_assets::FLAGSHIP, name).map(str::to_owned)
    }
}

const ALL: [Fidelity; 3] = [Fidelity::L1, Fidelity::L2, Fidelity::L3];

/// What is compared: share held and breaks an hour by (drill, kind), then the radars' own measures.
fn measures(scenario: &Scenario, index: u32, fidelity: Fidelity) -> BTreeMap<String, f64> {
    let settings = Settings { fidelity, ..Settings::of(scenario) };
    let inputs = realise(scenario, &InputPoint::Plain { seed: 42, index });
    let sim = Sim::with(inputs, Luck { seed: 42, index }, LogSink::default(), &settings);
    let log = sim.finish().expect("the flagship runs").sink;
    let mut found = BTreeMap::new();
    for TaskSeen { task, kind, completeness, breaks_per_h, .. } in
        tasks_seen(&flights_seen(scenario, &log))
    {
        found.insert(format!("{task} {kind}: held"), completeness);
        if let Some(breaks) = breaks_per_h {
            found.insert(format!("{task} {kind}: breaks/h"), breaks);
        }
    }
    let mut own: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for row in &log.rows {
        let Body::Quality(quality) = &row.body else { continue };
        let values = [
            ("radars: tracks on a flight", quality.ambiguity),
            ("radars: share of false tracks", quality.spuriousness),
            ("radars: mean error (m)", quality.error_m),
        ];
        for (name, value) in values {
            own.entry(name).or_default().extend(value);
        }
    }
    for (name, values) in own.into_iter().filter(|(_, v)| !v.is_empty()) {
        found.insert(name.to_owned(), values.iter().sum::<f64>() / values.len() as f64);
    }
    found
}

/// Mean and standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let spread = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>();
    (mean, (spread / (n * (n - 1.0).max(1.0))).sqrt())
}

#[allow(clippy::print_stdout)] // an example prints
fn main() {
    let count: u32 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20);
    let scenario = load("scenario.yaml", &Embedded, &[], None).scenario.expect("it is accepted");
    let runs: Vec<[BTreeMap<String, f64>; 3]> =
        (0..count).map(|index| ALL.map(|f| measures(&scenario, index, f))).collect();
    let names: Vec<String> = runs[0].iter().flat_map(|m| m.keys().cloned()).collect();
    let names: std::collections::BTreeSet<String> = names.into_iter().collect();
    println!("| measure | L1 | L2 | L3 | L2 - L1 | L3 - L2 |\n|---|---|---|---|---|---|");
    for name in names {
        let values = [0, 1, 2]
            .map(|f| runs.iter().filter_map(|r| r[f].get(&name).copied()).collect::<Vec<f64>>());
        let shown = values.each_ref().map(|v| match v.len() {
            0 => "-".to_owned(),
            _ => format!("{:.3}", mean(v).0),
        });
        let difference = |a: usize, b: usize| {
            let both = runs.iter().filter_map(|r| Some(r[b].get(&name)? - r[a].get(&name)?));
            let both: Vec<f64> = both.collect();
            if both.len() < 2 {
                return "-".to_owned();
            }
            let (mean, error) = mean(&both);
            format!("{mean:+.3} ± {:.3}", 2.0 * error)
        };
        let (first, second) = (difference(0, 1), difference(1, 2));
        println!("| {name} | {} | {} | {} | {first} | {second} |", shown[0], shown[1], shown[2]);
    }
}
