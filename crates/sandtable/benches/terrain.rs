//! What terrain costs: rasters of masking heights, polar tables, look-ups, lines. `just bench` runs it; no test
//! is timed. validation/peers/viewshed has the same rasters beside other programs.
//!
//! Floor of a raster: a post is read and its mask written, 8 bytes, about 1 ns at 8 GB/s.

use divan::{Bencher, black_box, counter::ItemsCount};
use sandtable::geo::refraction::{EffectiveEarth, Exponential, RayTable};
use sandtable::geo::sight::{
    End, HorizonTable, Method, Observer, Reach, Site, View, masking_heights,
};
use sandtable::geo::terrain::{Canopy, Frame, Grid, GridPoint, Lattice, Terrain, VerticalDatum};

fn main() {
    divan::main();
}

/// Ridges and hills without chance: sums of waves of several lengths, 90 m posts.
fn ground(side: usize) -> Grid {
    let north_west = GridPoint { x: 0.0, y: 0.0 };
    let lattice = Lattice { frame: Frame::Metric, north_west, step_x: 90.0, step_y: 90.0 };
    let wave = |at: f64| {
        let part = at - at.floor();
        16.0 * part * part * (1.0 - part) * (1.0 - part)
    };
    let mut heights = Vec::with_capacity(side * side);
    for row in 0..side {
        for col in 0..side {
            let (x, y) = (col as f64, row as f64);
            let sum: f64 = [(317.0, 150.0), (103.0, 80.0), (41.0, 30.0), (13.0, 12.0), (5.3, 5.0)]
                .iter()
                .map(|(length, size)| {
                    size * (wave((x + 0.3 * y) / length) + wave((0.6 * x - y) / length))
                })
                .sum();
            heights.push(sum as f32);
        }
    }
    Grid::new(lattice, (side, side), heights).expect("a grid")
}

fn raster(bencher: Bencher, side: usize, method: Method) {
    let grid = ground(side);
    let observer = Observer { row: side / 2, col: side * 47 / 100, above_ground_m: 20.0 };
    bencher.counter(ItemsCount::new(side * side)).bench_local(|| {
        masking_heights(&grid, observer, EffectiveEarth::default(), method).expect("known ground")
    });
}

#[divan::bench(args = [1_201, 3_601], sample_count = 5, sample_size = 1)]
fn raster_fast(bencher: Bencher, side: usize) {
    raster(bencher, side, Method::Fast);
}

#[divan::bench(args = [1_201, 3_601], sample_count = 5, sample_size = 1)]
fn raster_accurate(bencher: Bencher, side: usize) {
    raster(bencher, side, Method::Accurate);
}

#[divan::bench(args = [301], sample_count = 5, sample_size = 1)]
fn raster_exact(bencher: Bencher, side: usize) {
    raster(bencher, side, Method::Exact);
}

fn over(side: usize, bench: impl FnOnce(View<'_>, Site)) {
    let terrain = Terrain::Grid { grid: ground(side), datum: VerticalDatum::SeaLevel };
    let view = View { terrain: &terrain, canopy: Canopy::NONE, earth: EffectiveEarth::default() };
    let middle = side as f64 * 45.0;
    let site = Site { at: GridPoint { x: middle, y: -middle }, antenna_above_ground_m: 20.0 };
    bench(view, site);
}

/// Half a degree by 250 m, 50 km.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn polar_table(bencher: Bencher) {
    over(1_201, |view, site| {
        bencher.bench_local(|| HorizonTable::new(&view, site, Reach::to(50e3)).expect("a table"));
    });
}

#[divan::bench]
fn polar_look(bencher: Bencher) {
    over(1_201, |view, site| {
        let table = HorizonTable::new(&view, site, Reach::to(50e3)).expect("a table");
        let mut n = 0_u32;
        bencher.bench_local(|| {
            n = n.wrapping_add(1);
            let (azimuth, range) = (f64::from(n % 617) * 0.01, f64::from(n % 4_999) * 10.0);
            table.minimum_visible_height_m(black_box(azimuth), black_box(range))
        });
    });
}

/// From the middle to 40 km away, 400 m above the ground at most: some 900 crossings if it is clear.
#[divan::bench]
fn exact_line(bencher: Bencher) {
    over(1_201, |view, site| {
        let eye = End { at: site.at, height_m: 600.0 };
        let mut n = 0_u32;
        bencher.bench_local(|| {
            n = n.wrapping_add(1);
            let off = f64::from(n % 401) * 100.0 - 20e3;
            let at = GridPoint { x: site.at.x + 34e3, y: site.at.y + off };
            view.line(eye, End { at, height_m: f64::from(n % 5) * 100.0 })
        });
    });
}

#[divan::bench]
fn ray_look(bencher: Bencher) {
    let table = RayTable::new(&Exponential::default(), 24.0, 4e5, 0.3).expect("a table");
    let mut n = 0_u32;
    bencher.bench_local(|| {
        n = n.wrapping_add(1);
        table.height_m(black_box(f64::from(n % 3_989) * 100.0), black_box(0.01))
    });
}
