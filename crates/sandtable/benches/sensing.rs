//! What a look costs: lookup, probability and one keyed draw. `just bench` runs it; no test is
//! timed.
//!
//! Floor of a look: 4 products and 1 quotient for the SNR, 2 shifts and a compare for the cell, 3
//! products and 3 sums for the cubic, one load of 32 bytes from a table of at most 40 kB: some 30
//! instructions, and 15 cycles if looks overlap. The draw is one block of Philox, 10 rounds of 2
//! wide products that wait for each other: some 150 instructions and 60 cycles. Together about 25
//! ns at 3 GHz. Aim: 5 million looks a second on one core, 200 ns each.
//!
//! Measured on 2 cores shared with others (x86-64, loads 7 and 9), fastest and the two medians of
//! 100 samples of 100,000 looks: look 4, 4, 4 ns; with loss in the air 14, 14, 14; look and draw
//! 25, 25, 65 (15 to 40 million a second); with loss in the air 44, 44, 115; with the cross-section
//! by aspect too 93, 134, 253; draw alone 20, 20, 40. Instructions by callgrind: 36, 97, 209, 264,
//! 446, 168. A table costs 0.6 to 4 ms, an exact value 0.35 to 2.4 us.

use divan::{Bencher, black_box, counter::ItemsCount};
use sandtable::base::purpose::Purpose;
use sandtable::base::rng::{Entity, StreamKey, uniform};
use sandtable::model::sensor::anchored::AnchoredRadar;
use sandtable::model::sensor::curve::PdCurve;
use sandtable::model::sensor::detector::{Detector, Swerling};
use sandtable::model::sensor::look::Look;
use sandtable::model::sensor::rcs::{Band, RcsTable};

fn main() {
    divan::main();
}

/// Looks of one sample.
const LOOKS: usize = 100_000;

fn radar(atmospheric_loss_db_per_km: f64) -> Look {
    let radar = AnchoredRadar {
        reference_range_m: 150e3,
        reference_rcs_m2: 3.0,
        reference_pd: 0.8,
        pfa: 1e-6,
        pulses: 10,
        swerling: Swerling::One,
        instrumented_range_m: 300e3,
        atmospheric_loss_db_per_km,
        cfar_cells: None,
        losses_db: 0.0,
    };
    Look::new(&radar.anchor().expect("a valid radar"))
}

/// Ranges (m) from 20 to 320 km and cross-sections (m2) from 0.1 to 10, spread without pattern.
fn targets() -> Vec<(f64, f64)> {
    let part = |n: usize, by: f64| (n as f64 * by).fract();
    let one = |n: usize| {
        (20e3 + 300e3 * part(n, 0.618_033_988_749), 0.1 + 9.9 * part(n, 0.754_877_666_246))
    };
    (0..LOOKS).map(one).collect()
}

/// Range to probability.
#[divan::bench(args = [0.0, 0.015])]
fn look(bencher: Bencher, air: f64) {
    let (radar, targets) = (radar(air), targets());
    bencher.counter(ItemsCount::new(LOOKS)).bench_local(|| {
        targets.iter().map(|(range_m, rcs)| radar.pd(*range_m, *rcs, 1.0)).sum::<f64>()
    });
}

/// Range to seen or not: with the keyed draw.
#[divan::bench(args = [0.0, 0.015])]
fn look_and_draw(bencher: Bencher, air: f64) {
    let (radar, targets) = (radar(air), targets());
    let (key, pair) = (StreamKey::luck(42, 0), Entity::of_path("units/by-radar-1"));
    bencher.counter(ItemsCount::new(LOOKS)).bench_local(|| {
        let seen = |(scan, (range_m, rcs)): (usize, &(f64, f64))| {
            uniform(key, Purpose::EACH, pair, scan as u32, 0) < radar.pd(*range_m, *rcs, 1.0)
        };
        targets.iter().enumerate().filter(|look| seen(*look)).count()
    });
}

/// The same with the cross-section from a table by aspect.
#[divan::bench]
fn look_aspect_and_draw(bencher: Bencher) {
    let (radar, targets) = (radar(0.015), targets());
    let points = [(0.0, 0.0), (1.0, 2.0), (1.57, 12.0), (2.2, 3.0), (3.1, 6.0)];
    let table = RcsTable::new(points.to_vec(), vec![(Band::S, 1.0)]).expect("a valid table");
    let (key, pair) = (StreamKey::luck(42, 0), Entity::of_path("units/by-radar-1"));
    bencher.counter(ItemsCount::new(LOOKS)).bench_local(|| {
        let seen = |(scan, (range_m, angle)): (usize, &(f64, f64))| {
            let pd = radar.pd(*range_m, table.mean_m2(0.3 * angle, Band::S), 1.0);
            uniform(key, Purpose::EACH, pair, scan as u32, 0) < pd
        };
        targets.iter().enumerate().filter(|look| seen(*look)).count()
    });
}

/// The keyed draw alone.
#[divan::bench]
fn draw(bencher: Bencher) {
    let (key, pair) = (StreamKey::luck(42, 0), Entity::of_path("units/by-radar-1"));
    bencher.counter(ItemsCount::new(LOOKS)).bench_local(|| {
        (0..LOOKS as u32).map(|n| uniform(key, Purpose::EACH, pair, n, 0)).sum::<f64>()
    });
}

/// One exact value of the series.
#[divan::bench(args = [1, 10, 100, 1000])]
fn exact(bencher: Bencher, pulses: u32) {
    let detector = Detector::new(pulses, 1e-6).expect("a valid detector");
    let snr = 10.0 / f64::from(pulses);
    bencher.bench_local(|| detector.pd(Swerling::One, black_box(snr)));
}

/// A table: once a radar.
#[divan::bench(args = [1, 10, 1000])]
fn table(bencher: Bencher, pulses: u32) {
    let detector = Detector::new(pulses, 1e-6).expect("a valid detector");
    bencher.bench_local(|| PdCurve::new(Swerling::One, black_box(detector)));
}

/// Threshold and SNR required: once a radar.
#[divan::bench(args = [1, 10, 1000])]
fn anchor(bencher: Bencher, pulses: u32) {
    bencher.bench_local(|| {
        let detector = Detector::new(black_box(pulses), 1e-6).expect("a valid detector");
        detector.required_snr_db(Swerling::One, 0.8)
    });
}
