use super::*;
use proptest::prelude::*;

const BREST: (f64, f64) = (52.1, 23.7);

fn at(text: &str) -> SimTime {
    SimTime::from_iso(text).unwrap()
}

#[test]
fn verif_small_column_by_hand() {
    // 24 vehicles at 20 a km, 30 km/h, two march units 2 min apart: 1.2 km + 1 km; 4.4 min + 0.96
    // min.
    let column = ColumnPlan {
        vehicles: 24,
        density_per_m: 0.02,
        rate_mps: 30.0 / 3.6,
        serials: 1,
        march_units: march_units(24, 12),
        serial_gap_s: 300.0,
        unit_gap_s: 120.0,
    };
    assert!((column.road_space_m() - 2200.0).abs() < 1e-9);
    assert!((column.pass_time_s() - 321.6).abs() < 1e-9);
    assert!((column.time_distance_s(120e3) - 14_400.0).abs() < 1e-9);
    assert_eq!((march_units(25, 12), march_units(0, 12)), (3, 0));
}

#[test]
fn verif_day_and_night_marches() {
    // Noon: all by day. 23:00Z in January: all by night.
    let noon = at("2022-01-20T09:00Z");
    assert_eq!(head_arrival(noon, 30e3, 10.0, 0.5, BREST), noon.plus_s(3000.0));
    let night = at("2022-01-20T23:00Z");
    assert_eq!(head_arrival(night, 30e3, 10.0, 0.5, BREST), night.plus_s(6000.0));
    assert_eq!(head_arrival(noon, 0.0, 10.0, 0.5, BREST), noon);
    assert_eq!(head_start(noon, 0.0, 10.0, 0.5, BREST), noon);
}

#[test]
fn verif_march_across_dusk() {
    let noon = at("2022-01-20T12:00Z");
    let (dusk, rising) =
        sun::next_crossing(noon, BREST.0, BREST.1, sun::NIGHT_DEG, 43_200.0).unwrap();
    assert!(!rising);
    let by_day_m = 10.0 * dusk.since_s(noon);
    let end = head_arrival(noon, by_day_m + 10e3, 10.0, 0.8, BREST);
    assert!((end.since_s(dusk) - 1250.0).abs() < 1e-4);
    // Steps do not matter: the march in two parts ends at the same time.
    let middle = head_arrival(noon, 5e3, 10.0, 0.8, BREST);
    let again = head_arrival(middle, by_day_m + 5e3, 10.0, 0.8, BREST);
    assert!(again.since_s(end).abs() < 1e-4);
}

#[test]
fn verif_long_march_in_polar_night() {
    let t = at("2022-12-10T00:00Z");
    let end = head_arrival(t, 5e6, 10.0, 0.5, (85.0, 20.0));
    assert_eq!(end, t.plus_s(1e6));
    assert_eq!(head_start(end, 5e6, 10.0, 0.5, (85.0, 20.0)), t);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]
    #[test]
    fn prop_start_and_arrival_undo_each_other(
        hours in 0.0_f64..9000.0, distance_m in 0.0_f64..1.5e6, speed in 3.0_f64..20.0,
        factor in 0.2_f64..1.0, lat in -55.0_f64..60.0,
    ) {
        let t = at("2021-12-01T00:00Z").plus_s(hours * 3600.0);
        let place = (lat, 27.0);
        let end = head_arrival(t, distance_m, speed, factor, place);
        let back = head_start(end, distance_m, speed, factor, place);
        prop_assert!(back.since_s(t).abs() < 1e-3, "{}", back.since_s(t));
        // Never faster than by day, never slower than by night.
        let took = end.since_s(t);
        prop_assert!(took >= distance_m / speed - 1e-6);
        prop_assert!(took <= distance_m / (speed * factor) + 1e-6);
        // Further takes longer.
        prop_assert!(head_arrival(t, distance_m + 100.0, speed, factor, place) > end);
    }
}
