//! What the tracker costs: a filter step, an assignment, a whole scan of TRK-N. `cargo bench --bench tracker`.
//!
//! Floor of a scan of TRK-1000 with 1,100 tracks and 920 plots: 1,100 predictions and boxes at 20 ns, 1,400
//! pairs at 60 ns, 900 updates at 80 ns and the clusters' assignment at 100 ns a track: about 0.3 ms.

use std::f64::consts::TAU;

use divan::{Bencher, counter::ItemsCount};
use nalgebra::{Matrix2, Vector2};
use sandtable::base::math;
use sandtable::base::normal::normal_quantile;
use sandtable::base::purpose::Purpose;
use sandtable::base::rng::{Entity, StreamKey, uniform};
use sandtable::model::tracker::assign::Assigner;
use sandtable::model::tracker::config::Config;
use sandtable::model::tracker::cv::{Cv, Residual};
use sandtable::model::tracker::machine::Tracker;
use sandtable::model::tracker::plot::Plot;
use sandtable::model::tracker::polar::Polar;

fn main() {
    divan::main();
}

fn draw(entity: u32, event: u32, n: u32) -> f64 {
    uniform(StreamKey::luck(1, 0), Purpose::PIN, Entity(u64::from(entity)), event, n)
}

/// The plots of scan `k`: `n` objects on straight ways about a radar, 20 false plots.
fn scan(n: u32, k: u32) -> (f64, Vec<Plot<2>>) {
    let t = 5.0 * f64::from(k);
    let ring = |u: f64| (20e3 * 20e3 + u * (180e3 * 180e3 - 20e3 * 20e3)).sqrt();
    let mut plots = Vec::new();
    for i in 0..n + 20 {
        let own = |which| draw(i, if i < n { 0 } else { k + 1 }, which);
        let (r, a, h) = (ring(own(0)), own(1) * TAU, own(2) * TAU);
        let way = if i < n { 200.0 * t } else { 0.0 };
        let x = r * math::sin(a) + way * math::sin(h);
        let y = r * math::cos(a) + way * math::cos(h);
        if i < n && draw(i, k, 3) > 0.9 {
            continue;
        }
        let noise = |m| normal_quantile(draw(i, k, m));
        let measured = Vector2::new(
            math::hypot(x, y) + 50.0 * noise(4),
            math::atan2(x, y) + 0.0035 * noise(5),
        );
        let polar =
            Polar { origin_m: Vector2::zeros(), measured, sigma: Vector2::new(50.0, 0.0035) };
        plots.extend(Plot::polar(t, polar));
    }
    (t, plots)
}

/// One scan of TRK-N in the settled state.
#[divan::bench(args = [10, 100, 1000])]
fn scan_of_trk(bencher: Bencher, n: u32) {
    let mut tracker = Tracker::<2>::new(Config::default()).expect("the rules hold");
    for k in 0..6 {
        let (t, plots) = scan(n, k);
        tracker.scan(t, &plots).expect("usable plots");
    }
    let (t, plots) = scan(n, 6);
    bencher
        .counter(ItemsCount::new(1_usize))
        .with_inputs(|| tracker.clone())
        .bench_local_values(|mut tracker| tracker.scan(t, &plots).expect("usable plots").len());
}

/// Prediction, residual by range and azimuth, innovation and update of one track.
#[divan::bench]
fn filter_step_polar(bencher: Bencher) {
    let state = Cv::at_rest(Vector2::new(3e4, 4e4), Matrix2::identity() * 1e4, 100.0);
    let polar = Polar {
        origin_m: Vector2::zeros(),
        measured: Vector2::new(5e4, 0.6435),
        sigma: Vector2::new(50.0, 0.0035),
    };
    bencher.bench_local(|| {
        let ahead = divan::black_box(&state).predicted(1.0, 5.0);
        let z = polar.residual(&ahead.position_m)?;
        Some(ahead.updated(&z, &ahead.innovation(&z)?))
    });
}

/// The same with a measured position.
#[divan::bench]
fn filter_step_position(bencher: Bencher) {
    let state = Cv::at_rest(Vector2::new(3e4, 4e4), Matrix2::identity() * 1e4, 100.0);
    let (z, r) = (Vector2::new(3.01e4, 3.99e4), Matrix2::identity() * 2500.0);
    bencher.bench_local(|| {
        let ahead = divan::black_box(&state).predicted(1.0, 5.0);
        let z = Residual::of_position(&z, &r, &ahead.position_m);
        Some(ahead.updated(&z, &ahead.innovation(&z)?))
    });
}

/// A dense square assignment with random costs.
#[divan::bench(args = [5, 40, 200])]
fn assignment(bencher: Bencher, n: u32) {
    let cost: Vec<f64> = (0..n * n).map(|i| draw(7, i, 0)).collect();
    let (mut assigner, n) = (Assigner::default(), n as usize);
    bencher.bench_local(|| assigner.solve(&cost, n, n).map(<[usize]>::len));
}
