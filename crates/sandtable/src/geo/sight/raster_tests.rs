use super::*;
use crate::geo::refraction::EffectiveEarth;
use crate::geo::terrain::{Canopy, Frame, Grid, GridPoint, Lattice, Terrain, VerticalDatum};

const STEP_M: f64 = 90.0;
const FANS: [Method; 2] = [Method::Accurate, Method::Fast];

fn grid(rows: usize, cols: usize, height: impl Fn(usize, usize) -> f32) -> Grid {
    let north_west = GridPoint { x: 0.0, y: 0.0 };
    let lattice = Lattice { frame: Frame::Metric, north_west, step_x: STEP_M, step_y: STEP_M };
    let heights = (0..rows * cols).map(|i| height(i / cols, i % cols)).collect();
    Grid::new(lattice, (rows, cols), heights).unwrap()
}

/// Hills of several sizes from one hash: midpoints between random levels, octave by octave.
fn hills(rows: usize, cols: usize, seed: u32) -> Grid {
    let level = |i: usize, j: usize, octave: u32| {
        let mut h = (i as u32).wrapping_mul(0x9E37_79B9) ^ (j as u32).wrapping_mul(0x85EB_CA6B);
        h ^= octave.wrapping_mul(0xC2B2_AE35) ^ seed;
        for _ in 0..2 {
            h = (h ^ (h >> 15)).wrapping_mul(0x2C1B_3C6D);
        }
        f64::from(h >> 8) / f64::from(1 << 24)
    };
    grid(rows, cols, |row, col| {
        let mut sum = 0.0;
        for octave in 1..6_u32 {
            let size = 1 << octave;
            let (i, j) = (row / size, col / size);
            let (f, g) = ((row % size) as f64 / size as f64, (col % size) as f64 / size as f64);
            let (f, g) = (f * f * (3.0 - 2.0 * f), g * g * (3.0 - 2.0 * g));
            let at = |a, b| level(i + a, j + b, octave);
            let north = at(0, 0) + g * (at(0, 1) - at(0, 0));
            let south = at(1, 0) + g * (at(1, 1) - at(1, 0));
            sum += size as f64 * 4.0 * (north + f * (south - north));
        }
        sum as f32
    })
}

fn masks(grid: &Grid, at: (usize, usize), method: Method) -> Grid {
    let observer = Observer { row: at.0, col: at.1, above_ground_m: 20.0 };
    masking_heights(grid, observer, EffectiveEarth::default(), method).unwrap()
}

/// Share of posts on whose visibility two rasters agree for a target so high (m).
fn agreement(a: &Grid, b: &Grid, target_m: f32) -> f64 {
    let seen = |mask: Option<f32>| mask.map(|m| m <= target_m);
    let same = a.posts().zip(b.posts()).filter(|(a, b)| seen(*a) == seen(*b)).count();
    same as f64 / a.posts().len() as f64
}

#[test]
fn verif_smooth_ground_has_the_closed_form() {
    let flat = grid(41, 900, |_, _| 0.0);
    let earth = EffectiveEarth::default();
    for method in [Method::Exact, Method::Accurate, Method::Fast] {
        let masks = masks(&flat, (20, 3), method);
        for (row, col) in [(20, 100), (20, 450), (20, 899), (5, 700), (40, 850)] {
            let (dx, dy) = ((col as f64 - 3.0) * STEP_M, (row as f64 - 20.0) * STEP_M);
            let range = (dx * dx + dy * dy).sqrt();
            let want = smooth_minimum_m(earth, 20.0, range).unwrap();
            let got = masks.post_m(row, col).unwrap();
            assert!((got - want).abs() < 0.05, "{method:?} {row} {col}: {got} {want}");
        }
    }
}

#[test]
fn verif_a_ridge_shades_by_similar_triangles() {
    // A ridge of 80 m across all columns 10 north of the eye at 20 m: 60 m rise a kilometre and 30.
    let ridge = grid(121, 161, |row, _| if row == 50 { 80.0 } else { 0.0 });
    for method in [Method::Exact, Method::Accurate, Method::Fast] {
        let masks = masks(&ridge, (60, 80), method);
        for (row, col) in [(30, 80), (0, 80), (20, 100), (10, 60), (40, 110), (0, 20)] {
            let north = f64::from(60 - row);
            // The ray meets the ridge at the same share of the way wherever it goes.
            let (dx, dy) = ((f64::from(col) - 80.0) * STEP_M, north * STEP_M);
            let fall = |share: f64| {
                let square = share * share * (dx * dx + dy * dy);
                square / (2.0 * EffectiveEarth::default().radius_m())
            };
            let share = 10.0 / north;
            let want = 20.0 + (60.0 - fall(share)) / share + fall(1.0);
            let got = masks.post_m(row as usize, col as usize).unwrap();
            // In the octants east and west the thin ridge lies between rings, where the fast fan does not
            // look for it.
            if method == Method::Fast && (f64::from(col) - 80.0).abs() > north {
                assert!(got <= want + 0.5);
                continue;
            }
            assert!((got - want).abs() < 0.02 * want, "{method:?} {row} {col}: {got} {want}");
        }
        assert_eq!(masks.post_m(55, 80), Some(0.0));
        assert_eq!(masks.post_m(60, 80), Some(0.0));
    }
}

#[test]
fn verif_the_reference_agrees_with_the_exact_line() {
    let ground = hills(60, 75, 7);
    let (row, col) = (31, 22);
    let masks = masks(&ground, (row, col), Method::Exact);
    let terrain = Terrain::Grid { grid: ground.clone(), datum: VerticalDatum::Egm96 };
    let view = View { terrain: &terrain, canopy: Canopy::NONE, earth: EffectiveEarth::default() };
    let end = |row: usize, col: usize, above: f64| End {
        at: ground.lattice().place(row as f64, col as f64),
        height_m: ground.post_m(row, col).unwrap() + above,
    };
    let eye = end(row, col, 20.0);
    for (r, c) in (0..60).flat_map(|r| (0..75).map(move |c| (r, c))).filter(|p| *p != (row, col)) {
        let mask = masks.post_m(r, c).unwrap();
        assert_eq!(view.line(eye, end(r, c, mask + 0.02)), Some(Sightline::Clear), "{r} {c}");
        if mask > 0.05 {
            let low = view.line(eye, end(r, c, mask - 0.02));
            assert!(matches!(low, Some(Sightline::Blocked { .. })), "{r} {c} {mask}");
        }
    }
}

#[test]
fn verif_fans_agree_with_the_reference() {
    for (rows, cols, at, seed) in [(180, 240, (90, 120), 1), (200, 130, (31, 128), 2)] {
        let ground = hills(rows, cols, seed);
        let exact = masks(&ground, at, Method::Exact);
        for (method, least) in FANS.into_iter().zip([0.995, 0.98]) {
            let fan = masks(&ground, at, method);
            for target_m in [10.0, 50.0, 100.0, 500.0, 2_000.0] {
                let share = agreement(&fan, &exact, target_m);
                assert!(share >= least, "{method:?} {target_m}: {share}");
            }
        }
        // Neither all seen nor all hidden: the comparison says something.
        let seen = exact.posts().flatten().filter(|m| *m <= 50.0).count();
        assert!(seen * 20 > rows * cols && seen * 20 < 19 * rows * cols, "{seen}");
    }
}

#[test]
fn prop_mirrors_of_the_ground_have_mirrored_masks() {
    // All eight octants are one piece of code seen from eight sides.
    let ground = hills(70, 70, 3);
    let masks_of = |g: &Grid, at, method| masks(g, at, method);
    for method in FANS {
        let plain = masks_of(&ground, (20, 41), method);
        let flipped = grid(70, 70, |r, c| ground.post_m(69 - r, c).unwrap() as f32);
        let turned = grid(70, 70, |r, c| ground.post_m(c, r).unwrap() as f32);
        let over = masks_of(&flipped, (49, 41), method);
        let across = masks_of(&turned, (41, 20), method);
        for (r, c) in (0..70).flat_map(|r| (0..70).map(move |c| (r, c))) {
            let mask = plain.post_m(r, c).unwrap();
            for other in [over.post_m(69 - r, c).unwrap(), across.post_m(c, r).unwrap()] {
                assert!((mask - other).abs() < 1e-3, "{method:?} {r} {c}: {mask} {other}");
            }
        }
    }
}

#[test]
fn prop_raising_a_post_never_lowers_a_mask_and_sizes_do_not_matter() {
    for (rows, cols, at) in [(2, 2, (0, 0)), (2, 40, (1, 39)), (33, 5, (16, 2)), (47, 49, (0, 17))]
    {
        let low = hills(rows, cols, 5);
        let spot = (rows / 2, (at.1 + cols / 2) % cols);
        for method in [Method::Exact, Method::Accurate, Method::Fast] {
            let raised = grid(rows, cols, |r, c| {
                let more = if (r, c) == spot && spot != at { 30.0 } else { 0.0 };
                low.post_m(r, c).unwrap() as f32 + more
            });
            let (before, after) = (masks(&low, at, method), masks(&raised, at, method));
            for (r, c) in (0..rows).flat_map(|r| (0..cols).map(move |c| (r, c))) {
                let (b, a) = (before.post_m(r, c).unwrap(), after.post_m(r, c).unwrap());
                assert!((r, c) == spot || a >= b - 1e-3, "{method:?} {r} {c}: {b} {a}");
            }
        }
    }
}

#[test]
fn unknown_posts_hide_nothing_and_stay_unknown() {
    let ridge = |row| if row == 50 { f32::NAN } else { 0.0 };
    let ground = grid(121, 121, |row, _| ridge(row));
    for method in [Method::Exact, Method::Accurate, Method::Fast] {
        let masks = masks(&ground, (60, 60), method);
        assert_eq!((masks.voids(), masks.post_m(50, 10)), (121, None));
        assert!(masks.post_m(10, 60).unwrap() < 0.5, "{method:?}");
    }
    let observer = Observer { row: 50, col: 3, above_ground_m: 20.0 };
    let earth = EffectiveEarth::default();
    assert!(masking_heights(&ground, observer, earth, Method::Fast).is_none());
    let outside = Observer { row: 121, ..observer };
    assert!(masking_heights(&ground, outside, earth, Method::Fast).is_none());
    let lost = Observer { row: 3, col: 3, above_ground_m: f64::NAN };
    assert!(masking_heights(&ground, lost, earth, Method::Exact).is_none());
}

#[test]
fn verif_degrees_have_the_scale_of_the_observer() {
    // 0.001 degrees at 52 N: 111.27 m north, 68.68 m east by the WGS84 radii of curvature (geodesic).
    let north_west = GridPoint { x: 30.0, y: 52.05 };
    let lattice = Lattice { frame: Frame::Degrees, north_west, step_x: 0.001, step_y: 0.001 };
    let flat = Grid::new(lattice, (101, 901), vec![0.0; 101 * 901]).unwrap();
    let observer = Observer { row: 50, col: 0, above_ground_m: 20.0 };
    let earth = EffectiveEarth::default();
    let masks = masking_heights(&flat, observer, earth, Method::Accurate).unwrap();
    let range = crate::geo::geodesic::inverse((52.0, 30.0), (52.0, 30.9)).distance_m;
    let want = smooth_minimum_m(earth, 20.0, range).unwrap();
    let got = masks.post_m(50, 900).unwrap();
    assert!((got - want).abs() < 0.05 && want > 100.0, "{got} {want}");
}
