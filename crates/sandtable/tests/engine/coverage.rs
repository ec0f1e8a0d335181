//! Coverage against exact lines over real ground, and against circles over a smooth earth.

use crate::common::Files;
use sandtable::analysis::coverage::{
    BEARINGS_OVER_TERRAIN, Coverage, Drawn, Ground, Question, coverage, drawn_sites,
};
use sandtable::geo::geodesic;
use sandtable::geo::refraction::EffectiveEarth;
use sandtable::geo::sight::{End, Sightline, View};
use sandtable::geo::terrain::{Canopy, GridPoint, Terrain, VerticalDatum, read_geotiff};
use sandtable::scenario::Scenario;
use sandtable::scenario::resolved::UnitId;

/// A hill of 996 m near Jacksboro: column 169, row 200 of the sample.
const HILL: (f64, f64) = (36.565_833, -84.272_500);
/// Above it (m).
const ANTENNA_M: f64 = 20.0;

/// A radar on the hill.
fn lesson(more: &str) -> Scenario {
    let (lat, lon) = (HILL.0, -HILL.1);
    let text = format!(
        r#"
scenario: lesson
period: {{start: 2030-05-01T00:00Z, end: 2030-05-01T06:00Z}}
sources: {{lesson: {{kind: notional, reason: "round numbers for a test"}}}}
sides: {{green: {{name: Green}}}}
air: {{source: lesson, hits: 3 exact, looks: 5 exact, misses: 3 exact, refraction: 1.3333333333333333 exact}}
places: {{source: lesson, hill: {{at: {lat} N {lon} W ±1 m}}}}
types:
  watcher:
    source: lesson
    sensors:
      radar: {{kind: radar, source: lesson, range: 60 km exact, against: 3 m2 exact, detects: 0.5 exact,
        false-alarm: 1e-6 exact, pulses: 10 exact, swerling: 1, height: {ANTENNA_M} m exact, scan: 10 s exact,
        beam: 1 deg exact, cell: 100 m exact{more}}}
units: {{watcher: {{type: watcher, side: green, start: {{place: hill, state: duty-accepted}}}}}}
"#
    );
    Files::one(&text).scenario()
}

fn sample() -> Terrain {
    let bytes = include_bytes!("../data/terrain/jacksboro_srtm3.tif");
    let (grid, datum) = read_geotiff(bytes, Some(VerticalDatum::Egm96)).expect("a GeoTIFF");
    Terrain::Grid { grid, datum }
}

fn question(heights_m: &[f64], bearings: u32, draws: u32) -> Question {
    Question { heights_m: heights_m.to_vec(), bearings, draws, ..Question::default() }
}

fn seen(
    scenario: &Scenario,
    question: &Question,
    ground: Option<&Ground<'_>>,
) -> (Vec<Vec<Drawn>>, Coverage) {
    let drawn = drawn_sites(scenario, &[UnitId(0)], question, ground);
    let found = coverage(scenario, question, &drawn);
    (drawn, found.into_iter().next().expect("it has a radar"))
}

#[test]
fn verif_cells_over_real_ground_are_seen_and_hidden_as_exact_lines_say() {
    let terrain = sample();
    let heights_m = [10.0, 30.0, 100.0, 300.0];
    let question = question(&heights_m, BEARINGS_OVER_TERRAIN, 1);
    let ground = Ground { terrain: &terrain, canopy_m: (0.0, 0.0), error_m: 0.0 };
    let (drawn, _) = seen(&lesson(""), &question, Some(&ground));
    let site = &drawn[0][0];
    let view = View { terrain: &terrain, canopy: Canopy::NONE, earth: EffectiveEarth::default() };
    let at = GridPoint { x: site.at.1, y: site.at.0 };
    let eye = End { at, height_m: terrain.height_m(at).expect("known") + ANTENNA_M };
    for (height, above_m) in heights_m.into_iter().enumerate() {
        let (mut claimed, mut visible, mut both) = (0, 0, 0);
        for (row, column) in (-45..=45).flat_map(|r| (-55..=55).map(move |c| (r, c))) {
            let cell = (HILL.0 + 0.0025 * f64::from(row), HILL.1 + 0.0025 * f64::from(column));
            if geodesic::inverse(site.at, cell).distance_m > 10e3 {
                continue;
            }
            let there = GridPoint { x: cell.1, y: cell.0 };
            let ground_m = terrain.height_m(there).expect("known");
            let clear = view.line(eye, End { at: there, height_m: ground_m + above_m })
                == Some(Sightline::Clear);
            let covers = site.covers(height, cell);
            claimed += u32::from(covers);
            visible += u32::from(clear);
            both += u32::from(covers && clear);
        }
        let hidden = 1.0 - f64::from(both) / f64::from(claimed);
        let missed = 1.0 - f64::from(both) / f64::from(visible);
        println!("{above_m} m: {claimed} claimed, {visible} visible, {hidden:.4} {missed:.4}");
        assert!(visible > 300, "{above_m} m: {visible}");
        assert!(hidden < 0.03, "{above_m} m: {hidden} of {claimed} claimed cells are hidden");
        assert!(missed < 0.05, "{above_m} m: {missed} of {visible} visible cells are missed");
    }
}

#[test]
fn verif_a_smooth_earth_gives_circles_and_a_sector_its_part() {
    let heights_m = [300.0, 8_000.0];
    let earth = EffectiveEarth::default();
    let whole = lesson("");
    let sector = lesson(", sector: 60 deg exact, facing: 90 deg exact");
    let question = question(&heights_m, 720, 20);
    let (_, circle) = seen(&whole, &question, None);
    let (drawn, part) = seen(&sector, &question, None);
    assert_eq!(circle.looks_deg, 360.0);
    assert!((part.looks_deg - 60.0).abs() <= 0.5, "{}", part.looks_deg);
    for (height, height_m) in heights_m.into_iter().enumerate() {
        let (circle, part) = (&circle.heights[height], &part.heights[height]);
        let radius_m = circle.typical_m[1];
        let horizon_m = earth.horizon_arc_m(ANTENNA_M) + earth.horizon_arc_m(height_m);
        // At 8 km the echo ends first, 60 km along the slant.
        let want_m = horizon_m.min((60e3_f64 * 60e3 - height_m * height_m).sqrt());
        assert!((radius_m / want_m - 1.0).abs() < 2e-3, "{height_m}: {radius_m} {want_m}");
        let disc_km2 = std::f64::consts::PI * (radius_m / 1e3) * (radius_m / 1e3);
        assert!((circle.area_km2[1] / disc_km2 - 1.0).abs() < 1e-3);
        assert!((part.area_km2[1] / (disc_km2 / 6.0) - 1.0).abs() < 0.01);
        assert!((part.typical_m[1] / radius_m - 1.0).abs() < 1e-3, "{:?}", part.typical_m);
        assert!(circle.median_error_m.is_some_and(|m| m < 2.0), "{:?}", circle.median_error_m);
        // The disc holds what is within its radius and nothing else; the sector its part.
        for (km, azimuth_deg, inside) in
            [(5.0, 90.0, true), (5.0, 180.0, false), (0.99, 65.0, true), (1.01, 65.0, false)]
        {
            let far_m = if km > 2.0 { km * 1e3 } else { km * radius_m };
            let there = geodesic::direct(drawn[0][0].at, azimuth_deg, far_m);
            let covers = drawn[0][0].covers(height, (there.lat_deg, there.lon_deg));
            assert_eq!(covers, inside, "{height_m} {km} {azimuth_deg}");
        }
    }
}

#[test]
fn errors_of_the_heights_widen_what_is_seen_on_both_sides() {
    let terrain = sample();
    let scenario = lesson("");
    let question = question(&[100.0], 360, 40);
    let areas = |error_m| {
        let ground = Ground { terrain: &terrain, canopy_m: (0.0, 0.0), error_m };
        seen(&scenario, &question, Some(&ground)).1.heights[0].area_km2
    };
    let (sure, unsure) = (areas(0.0), areas(8.0));
    let spread = sure[2] - sure[0];
    assert!(unsure[0] < sure[1] * 0.99, "{sure:?} {unsure:?}");
    assert!(unsure[2] > sure[1] * 1.01, "{sure:?} {unsure:?}");
    assert!(unsure[2] - unsure[0] > 2.0 * spread, "{sure:?} {unsure:?}");
}

#[test]
fn what_is_seen_over_hills_is_less_than_the_outline_says() {
    let terrain = sample();
    let ground = Ground { terrain: &terrain, canopy_m: (0.0, 0.0), error_m: 0.0 };
    let question = question(&[10.0, 300.0], 360, 10);
    let (drawn, found) = seen(&lesson(""), &question, Some(&ground));
    for (height, found) in found.heights.iter().enumerate() {
        let fan = &drawn[0][0].seen[height];
        let half_angle = std::f64::consts::PI / 360.0;
        let star_km2: f64 =
            (0..360).map(|b| half_angle * fan.outermost_m(b) * fan.outermost_m(b) / 1e6).sum();
        assert!(found.area_km2[1] < 0.9 * star_km2, "{} of {star_km2}", found.area_km2[1]);
        // What is seen at a height is seen higher up too.
        let seen_higher = |b: usize| {
            fan.spans(b).iter().all(|(from, to)| {
                let higher = drawn[0][0].seen[1].spans(b);
                higher.iter().any(|(a, z)| a <= from && to <= z)
            })
        };
        assert!((0..360).all(seen_higher));
    }
}
