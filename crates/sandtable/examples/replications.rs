//! Full replications of the embedded flagship at fidelity L1, or L2, L3: how many a second, and what they
//! come to. `cargo run --release --example replications -- 40 L1`; counted under callgrind it gives the profile.

use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{DigestSink, Fidelity};
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::load;
use sandtable::sim::{Settings, Sim};

struct Embedded;

impl Resolver for Embedded {
    fn read(&self, name: &str) -> Option<String> {
        sandtable_assets::file_of(sandtable_assets::FLAGSHIP, name).map(str::to_owned)
    }
}

#[allow(clippy::print_stdout)] // an example prints
#[allow(clippy::disallowed_methods)] // it looks at the clock; nothing in a replication does
fn main() {
    let mut words = std::env::args().skip(1);
    let count: u32 = words.next().and_then(|n| n.parse().ok()).unwrap_or(40);
    let fidelity = words.next().and_then(|f| Fidelity::named(&f)).unwrap_or(Fidelity::L1);
    let scenario = load("scenario.yaml", &Embedded, &[], None).scenario.expect("it is accepted");
    let mut settings = Settings::of(&scenario);
    settings.fidelity = fidelity;
    let began = std::time::Instant::now();
    let (mut events, mut last) = (0, String::new());
    for index in 0..count {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 42, index });
        let sim = Sim::with(inputs, Luck { seed: 42, index }, DigestSink::default(), &settings);
        let outcome = sim.finish().expect("the flagship runs");
        events += outcome.events;
        last = outcome.sink.finish().run;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{count} replications at {}: {:.1} a second, {:.1} ms each, {} events each, last {last}",
        fidelity.name(),
        f64::from(count) / seconds,
        1e3 * seconds / f64::from(count),
        events / u64::from(count.max(1)),
    );
}
