//! RAID-N, as other simulators are timed with it: N aircraft at 450 kn fly west over N/10 sites with radars of 100 nmi,
//! here with horizon, signal, chance and draw for every look, tracks, messages and rows.
//!
//! `cargo run --release --example raid -- 1000` prints simulated seconds per CPU second; without a number it runs
//! 10, 100, 1,000 and 10,000 targets against ten radars and fits how the cost grows with the encounters.
//! Floor of a look: position 40, sight and bearing 90, chance 20, draw 25 ns: some 180 ns on a 2 to 3 GHz core.

use sandtable::base::purpose::Purpose;
use sandtable::base::rng::{Entity, StreamKey, uniform};
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Body, ContactAct, Level, Names, Row, Sink};
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::{Scenario, load};
use sandtable::sim::{Settings, Sim};
use std::fmt::Write;

/// How long is flown (s).
const SECONDS: f64 = 2_000.0;

struct Text(String);

impl Resolver for Text {
    fn read(&self, _name: &str) -> Option<String> {
        Some(self.0.clone())
    }
}

/// Counts encounters, looks and tracks; keeps no row.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    encounters: u64,
    looks: u64,
    tracks: u64,
}

impl Sink for Counts {
    fn level(&self) -> Level {
        Level::Events
    }
    fn begin(&mut self, _names: &Names) {}
    fn row(&mut self, row: &Row) {
        if let Body::Contact(contact) = &row.body {
            match contact.act {
                ContactAct::Enters => self.encounters += 1,
                ContactAct::Leaves => self.looks += u64::from(contact.looks),
                ContactAct::Confirms => self.tracks += 1,
                _ => {}
            }
        }
    }
}

fn scenario(targets: u32, radars: u32, scan_s: f64) -> Scenario {
    let draw = |name: &str, n: u32, low: f64, high: f64| {
        let u = uniform(StreamKey::luck(1, 0), Purpose::PIN, Entity::of_path(name), n, 0);
        low + u * (high - low)
    };
    let (mut places, mut paths, mut units, mut named) =
        (String::new(), String::new(), String::new(), String::new());
    for n in 0..radars {
        let (lat, lon) = (draw("site-lat", n, 50.0, 54.0), draw("site-lon", n, 27.0, 31.0));
        let _ = writeln!(places, "  site-{n}: {{at: {lat:.4} N {lon:.4} E}}");
        let _ = writeln!(
            units,
            "  sam-{n}: {{type: sam, side: green, start: {{place: site-{n}, state: duty-accepted}}}}"
        );
        let _ = write!(named, "{}sam-{n}", if n == 0 { "" } else { ", " });
    }
    let mut list = String::new();
    for n in 0..targets {
        let (lat, lon) = (draw("from-lat", n, 50.0, 54.0), draw("from-lon", n, 30.0, 34.0));
        let to = draw("to-lat", n, 50.0, 54.0);
        let _ = writeln!(places, "  from-{n}: {{at: {lat:.4} N {lon:.4} E}}");
        let _ = writeln!(places, "  to-{n}: {{at: {to:.4} N 26.0 E}}");
        let _ = writeln!(paths, "  p-{n}: {{via: [from-{n}, to-{n}]}}");
        let _ = write!(list, "{}p-{n}", if n == 0 { "" } else { ", " });
    }
    let text = format!(
        r#"
scenario: raid
period: {{start: 2030-01-01T00:00Z, end: 2030-01-01T00:33:20Z}}
sources: {{bench: {{kind: notional, reason: "a workload that other simulators are timed with"}}}}
places:
  source: bench
{places}
paths:
{paths}
types:
  sam:
    source: bench
    sensors:
      radar: {{kind: radar, range: 150 km exact, against: 3 m2 exact, detects: 0.8 exact, false-alarm: 1e-6 exact,
        pulses: 10 exact, swerling: 1, instrumented: 185.2 km exact, height: 10 m exact, scan: {scan_s} s exact,
        beam: 1 deg exact, cell: 150 m exact, least-speed: 15 m/s exact}}
  aircraft: {{source: bench, target: {{rcs: 3 m2 exact, height: 8 km exact, speed: 450 kn exact}}}}
units:
  aircraft: {{type: aircraft, side: mock, start: {{place: from-0, state: present}}}}
{units}
tasks:
  raid:
    kind: air-drill
    units: [{named}]
    against: [aircraft]
    targets: {targets} targets @bench
    paths: [{list}]
    start: 2030-01-01T00:00Z @bench
    time: {SECONDS} s @bench
"#
    );
    let loaded = load("raid", &Text(text), &[], None);
    if loaded.scenario.is_none() {
        for finding in loaded.findings.iter().take(3) {
            eprint(&format!("{} {}", finding.code, finding.message));
        }
    }
    loaded.scenario.expect("the scenario is accepted")
}

#[allow(clippy::print_stderr)]
fn eprint(text: &str) {
    eprintln!("{text}");
}

/// User and system time of this process so far (s), from the kernel's ticks of 10 ms.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// CPU seconds of the run (s) and what was counted.
fn timed(targets: u32, radars: u32, scan_s: f64) -> (f64, Counts) {
    let scenario = scenario(targets, radars, scan_s);
    let settings = Settings::of(&scenario);
    let mut runs = 0;
    let began = cpu_s();
    let mut counts = Counts::default();
    // Short runs are repeated until the kernel's ticks can tell them.
    while cpu_s() - began < 0.5 || runs == 0 {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
        let luck = Luck { seed: 1, index: 0 };
        let sim = Sim::with(inputs, luck, Counts::default(), &settings);
        counts = sim.finish().expect("the raid runs").sink;
        runs += 1;
    }
    ((cpu_s() - began) / f64::from(runs), counts)
}

#[allow(clippy::print_stdout)] // an example prints
fn main() {
    let mut words = std::env::args().skip(1);
    let targets = words.next().and_then(|n| n.parse::<u32>().ok());
    let scan_s = words.next().and_then(|s| s.parse().ok()).unwrap_or(5.0);
    let row = |n: u32, m: u32| {
        let (cpu, counts) = timed(n, m, scan_s);
        println!(
            "RAID-{n}: {m} radars, turn {scan_s} s: {:.0} simulated s per CPU s; {} encounters, {} looks, {:.0} ns a \
             look, {} tracks",
            SECONDS / cpu,
            counts.encounters,
            counts.looks,
            1e9 * cpu / counts.looks.max(1) as f64,
            counts.tracks
        );
        (counts.encounters as f64, cpu)
    };
    if let Some(n) = targets {
        row(n, (n / 10).max(1));
        return;
    }
    let all: Vec<(f64, f64)> = [10, 100, 1_000, 10_000].into_iter().map(|n| row(n, 10)).collect();
    let ln = |x: f64| sandtable::base::math::ln(x);
    let points: Vec<(f64, f64)> = all.iter().map(|(e, c)| (ln(*e), ln(*c))).collect();
    let n = points.len() as f64;
    let (mx, my) =
        (points.iter().map(|p| p.0).sum::<f64>() / n, points.iter().map(|p| p.1).sum::<f64>() / n);
    let sxy: f64 = points.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
    let sxx: f64 = points.iter().map(|p| (p.0 - mx) * (p.0 - mx)).sum();
    println!("cost grows with encounters to the power {:.2}", sxy / sxx);
}
