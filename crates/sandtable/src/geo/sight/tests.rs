use super::*;
use crate::base::math;
use crate::geo::refraction::EffectiveEarth;
use crate::geo::terrain::{Canopy, Cover, Frame, Grid, GridPoint, Lattice, Terrain, VerticalDatum};
use proptest::prelude::*;

const STEP_M: f64 = 100.0;

/// A metric grid of `size` x `size` posts 100 m apart, the middle at (0, 0), heights by east and north.
fn metric(size: usize, height: impl Fn(f64, f64) -> f32) -> Terrain {
    let half = (size - 1) as f64 / 2.0 * STEP_M;
    let north_west = GridPoint { x: -half, y: half };
    let lattice = Lattice { frame: Frame::Metric, north_west, step_x: STEP_M, step_y: STEP_M };
    let mut heights = Vec::new();
    for row in 0..size {
        for col in 0..size {
            let at = lattice.place(row as f64, col as f64);
            heights.push(height(at.x, at.y));
        }
    }
    let grid = Grid::new(lattice, (size, size), heights).unwrap();
    Terrain::Grid { grid, datum: VerticalDatum::Egm96 }
}

fn view(terrain: &Terrain) -> View<'_> {
    View { terrain, canopy: Canopy::NONE, earth: EffectiveEarth::default() }
}

fn end(x: f64, y: f64, height_m: f64) -> End {
    End { at: GridPoint { x, y }, height_m }
}

fn is_blocked(line: Option<Sightline>) -> bool {
    matches!(line, Some(Sightline::Blocked { .. }))
}

#[test]
fn verif_small_angles() {
    for n in -60..=60 {
        let x = f64::from(n) * 1e-3;
        let (sin, cos) = sin_cos_small(x);
        assert!((sin - math::sin(x)).abs() < 1e-16 && (cos - math::cos(x)).abs() < 2e-16, "{x}");
    }
}

#[test]
fn verif_flat_ground_ends_at_the_horizon() {
    // A grid of zeros is the smooth earth, crossing by crossing.
    let flat = metric(801, |_, _| 0.0);
    let earth = EffectiveEarth::default();
    for (antenna, x, y) in [(24.0, 39e3, 3e3), (10.0, -30e3, 31e3), (50.0, 400.0, -39e3)] {
        let range = math::hypot(x, y);
        let lowest = smooth_minimum_m(earth, antenna, range).unwrap();
        let at = |h| view(&flat).line(end(0.0, 0.0, antenna), end(x, y, h));
        assert_eq!(at(lowest + 0.01), Some(Sightline::Clear), "{antenna}");
        // Samples are 100 m apart: the chord's lowest point lies between two, less than 1 mm away.
        assert!(lowest < 0.01 || is_blocked(at(lowest - 0.01)), "{antenna}");
    }
    let table = HorizonTable::new(
        &view(&flat),
        Site { at: GridPoint { x: 0.0, y: 0.0 }, antenna_above_ground_m: 24.0 },
        Reach { azimuths: 36, ..Reach::to(39_500.0) },
    )
    .unwrap();
    for step in 1..150 {
        let range = 263.0 * f64::from(step);
        let want = smooth_minimum_m(earth, 24.0, range).unwrap();
        let got = table.minimum_visible_height_m(0.1 * f64::from(step), range).unwrap();
        assert!((got - want).abs() < 0.02, "{range}: {got} {want}");
    }
}

#[test]
fn val_single_ridge_of_set_h3() {
    // Set H3: a ridge of 100 m at 10 km, antenna 24 m: 656.6204 m at 60 km; H3-05 is the horizon.
    let ridge = metric(1401, |x, _| if (x - 10e3).abs() < 1.0 { 100.0 } else { 0.0 });
    let target = |h| view(&ridge).line(end(0.0, 0.0, 24.0), end(60e3, 0.0, h));
    // The reference sphere is the one of the default.
    assert_eq!(target(656.621), Some(Sightline::Clear));
    assert_eq!(target(656.619), Some(Sightline::Blocked { ground_m: 10e3 }));
    let site = Site { at: GridPoint { x: 0.0, y: 0.0 }, antenna_above_ground_m: 24.0 };
    let table = HorizonTable::new(&view(&ridge), site, Reach::to(70e3)).unwrap();
    let east = std::f64::consts::FRAC_PI_2;
    let got = table.minimum_visible_height_m(east, 60e3).unwrap();
    assert!((got - 656.6204).abs() < 0.01, "{got}");
    // In front of the ridge nothing hides; above a plateau of 50 m less is left to rise.
    assert!(table.minimum_visible_height_m(east, 9.7e3).unwrap() < 0.01);
    assert_eq!(table.minimum_above_ground_m(east, 9.9e3, 0.0), Some(0.0));
    let above = table.minimum_above_ground_m(east, 60e3, 50.0).unwrap();
    assert!((above - 606.6204).abs() < 0.01);
    assert_eq!(table.minimum_visible_height_m(east, 71e3), None);
    assert_eq!(table.minimum_visible_height_m(f64::NAN, 1e3), None);
    assert!(table.is_known(east, 60e3) && !table.is_known(east, 70.01e3));
    assert_eq!(table.antenna_m(), 24.0);
}

#[test]
fn verif_smooth_earth_is_a_terrain_like_others() {
    let smooth = view(&Terrain::Smooth);
    let site = Site { at: GridPoint { x: 27.0, y: 53.0 }, antenna_above_ground_m: 24.0 };
    let table = HorizonTable::new(&smooth, site, Reach::to(4e5)).unwrap();
    for range in [0.0, 1e3, 2e4, 6e4, 2e5, 4e5] {
        let want = smooth_minimum_m(smooth.earth, 24.0, range);
        assert_eq!(table.minimum_visible_height_m(1.0, range), want);
    }
    assert!(table.is_known(1.0, 3e5));
    // 50 km east: both horizons against the range.
    let (a, b) = (end(27.0, 53.0, 24.0), end(27.745, 53.0, 40.0));
    let range = crate::geo::geodesic::inverse((53.0, 27.0), (53.0, 27.745)).distance_m;
    let far = smooth.earth.horizon_arc_m(24.0) + smooth.earth.horizon_arc_m(40.0);
    assert_eq!(is_blocked(smooth.line(a, b)), range > far);
    assert_eq!(smooth.line(a, End { height_m: 80.0, ..b }), Some(Sightline::Clear));
    assert_eq!(smooth.line(a, End { height_m: f64::NAN, ..b }), None);
    assert_eq!(smooth.line(a, end(27.0, 91.0, 10.0)), None);
    assert_eq!(smooth.line(a, end(-153.0, -53.0, 10.0)), None);
}

#[test]
fn unknown_ground_is_said_and_does_not_block() {
    let hole = metric(401, |x, _| if (5e3..6e3).contains(&x) { f32::NAN } else { 0.0 });
    let (a, b) = (end(0.0, 0.0, 24.0), end(19e3, 0.0, 20.0));
    assert_eq!(view(&hole).line(a, b), Some(Sightline::Unknown { ground_m: 5e3 }));
    // A ridge behind the hole blocks all the same, and the first obstacle is told.
    let both = metric(401, |x, _| match x {
        _ if (5e3..6e3).contains(&x) => f32::NAN,
        _ if x > 9e3 => 60.0,
        _ => 0.0,
    });
    assert_eq!(view(&both).line(a, b), Some(Sightline::Blocked { ground_m: 9_100.0 }));
    let site = Site { at: a.at, antenna_above_ground_m: 24.0 };
    let table = HorizonTable::new(&view(&hole), site, Reach::to(30e3)).unwrap();
    let east = std::f64::consts::FRAC_PI_2;
    assert!(table.is_known(east, 4.9e3) && !table.is_known(east, 5e3));
    // Beyond the grid only the sphere is left: it still hides what is below its horizon.
    let got = table.minimum_visible_height_m(0.0, 30e3).unwrap();
    let want = smooth_minimum_m(EffectiveEarth::default(), 24.0, 30e3).unwrap();
    assert!(!table.is_known(0.0, 30e3) && (got - want).abs() < 0.05, "{got} {want}");
    // No ground below the site: no table.
    let lost = Site { at: GridPoint { x: 5.5e3, y: 0.0 }, ..site };
    assert!(HorizonTable::new(&view(&hole), lost, Reach::to(30e3)).is_none());
}

#[test]
fn forest_hides_but_not_within_its_clearings() {
    let flat = metric(201, |_, _| 0.0);
    let canopy = Canopy { cover: Cover::Everywhere, height_m: 20.0, clearing_m: 150.0 };
    let forest = View { canopy, ..view(&flat) };
    let (low, high) = (end(-5e3, 0.0, 10.0), end(5e3, 0.0, 60.0));
    assert_eq!(view(&flat).line(low, high), Some(Sightline::Clear));
    assert_eq!(forest.line(low, high), Some(Sightline::Blocked { ground_m: 200.0 }));
    let tall = End { height_m: 40.0, ..low };
    assert_eq!(forest.line(tall, high), Some(Sightline::Clear));
    let cut = Canopy { clearing_m: 6e3, ..canopy };
    assert_eq!(View { canopy: cut, ..forest }.line(low, high), Some(Sightline::Clear));
    let site = Site { at: GridPoint { x: -5e3, y: 0.0 }, antenna_above_ground_m: 10.0 };
    let of = |v: &View<'_>| {
        let table = HorizonTable::new(v, site, Reach { azimuths: 8, ..Reach::to(9e3) }).unwrap();
        table.minimum_visible_height_m(std::f64::consts::FRAC_PI_2, 8e3).unwrap()
    };
    // 10 m of trees more than the antenna at 200 m: 10/200 of the range, and the bulge of the earth.
    assert!((of(&forest) - (10.0 + 8e3 * 10.0 / 200.0)).abs() < 10.0, "{}", of(&forest));
    assert!(of(&view(&flat)) < 0.1);
}

#[test]
fn verif_degrees_and_metres_agree_on_a_ridge() {
    // The same ridge, 100 m high 10 km east of the site, on a grid in degrees at 52 N.
    let (step, lat) = (0.002, 52.0);
    let ridge_lon = crate::geo::geodesic::direct((lat, 30.0), 90.0, 10e3).lon_deg;
    let north_west = GridPoint { x: 29.9, y: 52.1 };
    let lattice = Lattice { frame: Frame::Degrees, north_west, step_x: step, step_y: step };
    let mut heights = Vec::new();
    for _ in 0..101 {
        heights.extend((0..551).map(|col| {
            let x = lattice.place(0.0, f64::from(col)).x;
            if (x - ridge_lon).abs() < step / 2.0 { 100.0 } else { 0.0 }
        }));
    }
    let grid = Grid::new(lattice, (101, 551), heights).unwrap();
    let terrain = Terrain::Grid { grid, datum: VerticalDatum::Egm96 };
    let there = crate::geo::geodesic::direct((lat, 30.0), 90.0, 60e3);
    let target = |h| {
        let to = end(there.lon_deg, there.lat_deg, h);
        view(&terrain).line(end(30.0, lat, 24.0), to)
    };
    // The ridge is on the nearest post, up to 70 m off: 0.7 % of the mask.
    assert_eq!(target(665.0), Some(Sightline::Clear));
    assert!(is_blocked(target(648.0)));
}

fn rough(seed: u32) -> Terrain {
    metric(61, move |x, y| {
        let (i, j) = ((x / STEP_M) as i32 as u32, (y / STEP_M) as i32 as u32);
        let mut h = i.wrapping_mul(0x9E37_79B9) ^ j.wrapping_mul(0x85EB_CA6B) ^ seed;
        h ^= h >> 15;
        h = h.wrapping_mul(0x2C1B_3C6D);
        h ^= h >> 12;
        (h % 60) as f32
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn prop_sight_is_symmetric_and_monotone(
        seed in 0_u32..50, ax in -2.9e3_f64..2.9e3, ay in -2.9e3_f64..2.9e3,
        bx in -2.9e3_f64..2.9e3, by in -2.9e3_f64..2.9e3, mast in 1.0_f64..30.0, more in 0.0_f64..20.0,
    ) {
        let ground = rough(seed);
        let view = view(&ground);
        let on = |x: f64, y: f64| {
            let height = ground.height_m(GridPoint { x, y }).unwrap();
            end(x, y, height + mast)
        };
        let (a, b) = (on(ax, ay), on(bx, by));
        let there = view.line(a, b).unwrap();
        let back = view.line(b, a).unwrap();
        prop_assert_eq!(there == Sightline::Clear, back == Sightline::Clear);
        if there == Sightline::Clear {
            // Raising an end never loses it.
            let up = End { height_m: b.height_m + more, ..b };
            prop_assert_eq!(view.line(a, up), Some(Sightline::Clear));
        } else {
            // Raising the ground, trees say, never gains it.
            let canopy = Canopy { cover: Cover::Everywhere, height_m: more, clearing_m: 0.0 };
            let trees = View { canopy, ..view };
            prop_assert!(is_blocked(trees.line(a, b)));
        }
    }

    #[test]
    fn prop_the_table_agrees_with_the_line_along_its_rays(
        seed in 0_u32..50, ray in 0_usize..72, range in 60.0_f64..2_900.0, above in 0.0_f64..80.0,
    ) {
        let ground = rough(seed);
        let view = view(&ground);
        let at = GridPoint { x: 0.0, y: 0.0 };
        let site = Site { at, antenna_above_ground_m: 15.0 };
        // Steps of 1 m: the mask has every crossing but those of the last metre.
        let reach = Reach { range_m: 2_950.0, azimuths: 72, step_m: 1.0 };
        let table = HorizonTable::new(&view, site, reach).unwrap();
        let azimuth = math::radians(5.0 * ray as f64);
        let (sin, cos) = math::sin_cos(azimuth);
        let there = GridPoint { x: range * sin, y: range * cos };
        let surface = ground.height_m(there).unwrap();
        let hidden = table.minimum_above_ground_m(azimuth, range, surface).unwrap();
        let eye = End { at, height_m: table.antenna_m() };
        let target = End { at: there, height_m: surface + above };
        let clear = view.line(eye, target) == Some(Sightline::Clear);
        if (above - hidden).abs() > 1.5 {
            prop_assert_eq!(clear, above > hidden, "{} {}", above, hidden);
        }
    }
}
