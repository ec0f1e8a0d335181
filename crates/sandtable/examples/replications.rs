//! Full replications of the embedded flagship at fidelity L1, or L2, L3: how many a CPU second, and what they
//! come to. `cargo run --release --example replications -- 40 L1 [THREADS] [digest] [blind]`; under callgrind it
//! gives the profile. With `blind` no unit has a radar: movement, readiness, calendar, flights, with all rows.
//!
//! Rows are counted, as a study measures them and keeps none; with `digest` they are hashed, draws among them.

use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{DigestSink, Fidelity, Level, Names, Row, Sink};
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::{Scenario, load};
use sandtable::sim::{Settings, Sim};

struct Embedded;

impl Resolver for Embedded {
    fn read(&self, name: &str) -> Option<String> {
        sandtable_assets::file_of(sandtable_assets::FLAGSHIP, name).map(str::to_owned)
    }
}

/// Counts rows.
#[derive(Clone, Debug, Default)]
struct Counted(u64);

impl Sink for Counted {
    fn level(&self) -> Level {
        Level::Events
    }
    fn wants_draws(&self) -> bool {
        false
    }
    fn begin(&mut self, _names: &Names) {}
    fn row(&mut self, _row: &Row) {
        self.0 += 1;
    }
}

/// User and system time of this process so far (s), from the kernel's ticks of 10 ms.
fn cpu_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or("");
    let ticks = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// Time since the machine began (s), from the kernel, as is the time above.
fn passed_s() -> f64 {
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    uptime.split_whitespace().next().and_then(|s| s.parse().ok()).unwrap_or(0.0)
}

/// Events, rows and, of a hashed one, the digest of a replication.
fn replicate(
    scenario: &Scenario,
    settings: &Settings,
    index: u32,
    hashes: bool,
) -> (u64, u64, String) {
    let inputs = realise(scenario, &InputPoint::Plain { seed: 42, index });
    let luck = Luck { seed: 42, index };
    if hashes {
        let sim = Sim::with(inputs, luck, DigestSink::default(), settings);
        let outcome = sim.finish().expect("the flagship runs");
        let digest = outcome.sink.finish();
        return (outcome.events, digest.rows, digest.run);
    }
    let sim = Sim::with(inputs, luck, Counted::default(), settings);
    let outcome = sim.finish().expect("the flagship runs");
    (outcome.events, outcome.sink.0, "not hashed".to_owned())
}

#[allow(clippy::print_stdout)] // an example prints
fn main() {
    let mut words = std::env::args().skip(1);
    let count: u32 = words.next().and_then(|n| n.parse().ok()).unwrap_or(40);
    let fidelity = words.next().and_then(|f| Fidelity::named(&f)).unwrap_or(Fidelity::L1);
    let words: Vec<_> = words.collect();
    let hashes = words.iter().any(|w| w == "digest");
    let threads: u32 = words.iter().find_map(|w| w.parse().ok()).unwrap_or(1).max(1);
    let mut scenario =
        load("scenario.yaml", &Embedded, &[], None).scenario.expect("it is accepted");
    let blind = words.iter().any(|w| w == "blind");
    if blind {
        scenario.units.iter_mut().for_each(|unit| unit.radars.clear());
    }
    let mut settings = Settings::of(&scenario);
    settings.fidelity = fidelity;
    let (scenario, settings) = (&scenario, &settings);
    let (began, clock) = (cpu_s(), passed_s());
    let each = |thread: u32| {
        let mine = (thread..count).step_by(threads as usize);
        mine.map(|index| replicate(scenario, settings, index, hashes)).collect::<Vec<_>>()
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|thread| scope.spawn(move || each(thread))).collect();
        all.into_iter().flat_map(|t| t.join().expect("no thread fails")).collect()
    });
    let (seconds, passed) = ((cpu_s() - began).max(0.01), (passed_s() - clock).max(0.01));
    let mean = |of: fn(&(u64, u64, String)) -> u64| {
        done.iter().map(of).sum::<u64>() / u64::from(count.max(1))
    };
    println!(
        "{count} replications at {}{}: {:.1} a CPU second, {:.1} ms each; {:.1} a second on {threads} threads; \
         {} events and {} rows each, last {}",
        fidelity.name(),
        if blind { ", no radars" } else { "" },
        f64::from(count) / seconds,
        1e3 * seconds / f64::from(count),
        f64::from(count) / passed,
        mean(|d| d.0),
        mean(|d| d.1),
        done.last().map_or("none", |d| &d.2),
    );
}
