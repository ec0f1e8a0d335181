//! Terrain from a real file to a horizon: the SRTM sample of tests/data/terrain.

use sandtable::base::math;
use sandtable::geo::geodesic;
use sandtable::geo::refraction::EffectiveEarth;
use sandtable::geo::sight::{
    End, HorizonTable, Method, Observer, Reach, Sightline, Site, View, masking_heights,
};
use sandtable::geo::terrain::{Canopy, Grid, Terrain, VerticalDatum, read_geotiff};

fn sample() -> Grid {
    let bytes = include_bytes!("data/terrain/jacksboro_srtm3.tif");
    read_geotiff(bytes, Some(VerticalDatum::Egm96)).expect("a GeoTIFF").0
}

#[test]
fn val_heights_as_gdal_reads_them() {
    let grid = sample();
    assert_eq!((grid.size(), grid.voids()), ((344, 403), 0));
    // gdallocationinfo at (column, row).
    for (col, row, height_m) in SPOTS {
        assert_eq!(grid.post_m(row, col), Some(height_m), "{row} {col}");
    }
    let corner = grid.lattice().north_west;
    let half = 0.000_833_333_333_333 / 2.0;
    assert!((corner.x - (-84.413_75 + half)).abs() < 1e-9);
    assert!((corner.y - (36.732_916_666_666_67 - half)).abs() < 1e-9);
}

/// (column, row, metres).
const SPOTS: [(usize, usize, f64); 4] =
    [(0, 0, 483.0), (402, 343, 272.0), (169, 200, 996.0), (300, 100, 537.0)];

#[test]
fn verif_fans_against_exact_rays_on_real_ground() {
    let grid = sample();
    let observer = Observer { row: 200, col: 169, above_ground_m: 20.0 };
    let masks = |method| {
        masking_heights(&grid, observer, EffectiveEarth::default(), method).expect("known ground")
    };
    let exact = masks(Method::Exact);
    for (method, least) in [(Method::Accurate, 0.995), (Method::Fast, 0.98)] {
        let fan = masks(method);
        for target_m in [10.0, 50.0, 100.0, 500.0, 2_000.0] {
            let seen = |m: Option<f32>| m.expect("known") <= target_m;
            let same = exact.posts().zip(fan.posts()).filter(|(a, b)| seen(*a) == seen(*b)).count();
            let share = same as f64 / exact.posts().len() as f64;
            assert!(share >= least, "{method:?} {target_m}: {share}");
        }
    }
}

#[test]
fn verif_the_polar_table_against_exact_lines_on_real_ground() {
    let grid = sample();
    let terrain = Terrain::Grid { grid: grid.clone(), datum: VerticalDatum::Egm96 };
    let earth = EffectiveEarth::default();
    let view = View { terrain: &terrain, canopy: Canopy::NONE, earth };
    let at = grid.lattice().place(200.0, 169.0);
    let site = Site { at, antenna_above_ground_m: 20.0 };
    let table = HorizonTable::new(&view, site, Reach::to(14e3)).expect("a table");
    let eye = End { at, height_m: table.antenna_m() };
    let (mut same, mut count) = (0, 0);
    for row in (5..340).step_by(7) {
        for col in (3..400).step_by(7) {
            let there = grid.lattice().place(f64::from(row), f64::from(col));
            let way = geodesic::inverse((at.y, at.x), (there.y, there.x));
            let ground_m = grid.height_m(there).expect("known");
            let azimuth = math::radians(way.azimuth1_deg);
            if !table.is_known(azimuth, way.distance_m) || way.distance_m < 500.0 {
                continue;
            }
            for above_m in [10.0, 100.0, 500.0] {
                let target = End { at: there, height_m: ground_m + above_m };
                let clear = view.line(eye, target) == Some(Sightline::Clear);
                let hidden = table
                    .minimum_above_ground_m(azimuth, way.distance_m, ground_m)
                    .expect("inside");
                count += 1;
                same += u32::from(clear == (above_m >= hidden));
            }
        }
    }
    // Half a degree is 120 m at 14 km, more than a post; 250 m of range are nearly three.
    let share = f64::from(same) / f64::from(count);
    assert!(count > 4_000 && share >= 0.99, "{count}: {share}");
}
