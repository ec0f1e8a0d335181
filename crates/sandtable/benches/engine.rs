//! What the engine costs: the queue alone, replications, a draw. `just bench` runs it; no test is timed.
//!
//! Floor of the queue: a binary heap of 1,000 entries moves about 10 entries of 32 bytes a pop and a push;
//! dependencies measured 15 to 24 million such pairs a second without cancelling.

use divan::{Bencher, counter::ItemsCount};
use sandtable::base::purpose::Purpose;
use sandtable::base::rng::{Entity, StreamKey, uniform};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{DigestSink, NullSink, Sink};
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::{Scenario, load};
use sandtable::sim::{Key, Queue, run};

fn main() {
    divan::main();
}

struct Embedded;

impl Resolver for Embedded {
    fn read(&self, name: &str) -> Option<String> {
        sandtable_assets::file_of(sandtable_assets::FLAGSHIP, name).map(str::to_owned)
    }
}

fn flagship() -> Scenario {
    load("scenario.yaml", &Embedded, &[], None).scenario.expect("the flagship is accepted")
}

/// Events that a hold model handles in one sample.
const HOLD_EVENTS: usize = 1_000_000;

/// Hold model: the next of so many timers comes up and is set again, a random time later.
#[divan::bench(args = [1_000, 10_000], sample_count = 10)]
fn queue_hold(bencher: Bencher, pending: u32) {
    bencher.counter(ItemsCount::new(HOLD_EVENTS)).bench_local(|| {
        let mut queue: Queue<(u32, u64)> = Queue::default();
        let mut state = 1_u64;
        let mut step = || {
            // Marsaglia's xorshift: a cheap spread of times, no part of the simulation.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as i64
        };
        for entity in 0..pending {
            queue.push(Key::new(SimTime(step()), 1, entity, 0), (entity, 0));
        }
        let mut sum = 0_u64;
        for n in 0..HOLD_EVENTS {
            let Some((key, (entity, count))) = queue.pop_until(SimTime(i64::MAX)) else { break };
            sum = sum.wrapping_add(key.time().0 as u64 ^ count);
            let at = SimTime(key.time().0 + step());
            queue.push(Key::new(at, 1, entity, n as u32), (entity, count + 1));
        }
        sum
    });
}

fn replications<S: Sink>(bencher: Bencher, sink: impl Fn() -> S) {
    let scenario = flagship();
    let mut index = 0;
    bencher.counter(ItemsCount::new(1_usize)).bench_local(|| {
        index += 1;
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 42, index });
        run(inputs, Luck { seed: 42, index }, sink()).expect("the flagship runs").units
    });
}

/// Movement, readiness and gates only: what neighbours are.
#[divan::bench]
fn replication_quick(bencher: Bencher) {
    replications(bencher, || NullSink);
}

/// All rows, hashed.
#[divan::bench]
fn replication_full(bencher: Bencher) {
    replications(bencher, DigestSink::default);
}

/// Reading, checking and linking the flagship.
#[divan::bench]
fn load_flagship() -> Scenario {
    flagship()
}

/// One keyed uniform.
#[divan::bench]
fn draw(bencher: Bencher) {
    let key = StreamKey::luck(42, 0);
    let entity = Entity::of_path("units/pvo-1");
    let mut event = 0;
    bencher.bench_local(|| {
        event += 1;
        uniform(key, Purpose::EACH, entity, event, 0)
    });
}
