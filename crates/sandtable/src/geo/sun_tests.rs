use super::*;
use proptest::prelude::*;
use solar_positioning::{Location, SolarPositions, time::JulianDate};

/// Elevation by NREL's algorithm, without refraction (deg).
fn oracle(t: SimTime, lat: f64, lon: f64) -> f64 {
    const UNIX_EPOCH_JD: f64 = 2_440_587.5;
    let jd = UNIX_EPOCH_JD + t.0 as f64 / 1e9 / SECONDS_PER_DAY;
    let time = JulianDate::new(jd, TT_MINUS_UTC_S).unwrap();
    let place = Location { latitude: lat, longitude: lon };
    SolarPositions::new().at_from_julian(time, place, 0.0, None).unwrap().elevation_angle()
}

#[test]
fn val_elevation_against_nrel_spa() {
    let start = SimTime::from_iso("2022-01-01T00:00Z").unwrap();
    let mut worst = 0.0_f64;
    for i in 0..2000_u32 {
        // Steps that share no factor with the day walk through all hours and seasons.
        let t = start.plus_s(f64::from(i) * 16_127.0);
        for (lat, lon) in [(52.25, 26.8), (48.46, 135.1), (0.0, 0.0), (69.0, -50.0), (-33.0, 151.0)]
        {
            worst = worst.max((elevation_deg(t, lat, lon) - oracle(t, lat, lon)).abs());
        }
    }

    assert!(worst < 0.02, "{worst}");
}

/// Sunrise or sunset of a day, minutes after local midnight at UTC+3.
fn event(day: &str, (lat, lon): (f64, f64), rising: bool) -> f64 {
    let midnight = SimTime::from_iso(&format!("{day}T00:00Z")).unwrap().plus_s(-3.0 * 3600.0);
    let mut at = midnight;
    loop {
        let (t, up) = next_crossing(at, lat, lon, SUNRISE_DEG, 86_400.0).unwrap();
        if up == rising {
            return t.since_s(midnight) / 60.0;
        }
        at = t;
    }
}

#[test]
fn val_sunrise_and_sunset_of_the_ledger() {
    const YELSK: (f64, f64) = (51.8136, 29.1544);
    const BREST: (f64, f64) = (52.1089, 23.7175);
    const RECHITSA: (f64, f64) = (52.3617, 30.3916);
    const MINSK: (f64, f64) = (53.9002, 27.5665);
    // Computed with pvlib's SPA, UTC+3.
    for (day, place, rise, set) in [
        ("2022-02-04", YELSK, 8 * 60 + 38, 17 * 60 + 57),
        ("2022-01-18", BREST, 9 * 60 + 24, 17 * 60 + 47),
        ("2022-02-04", BREST, 9 * 60 + 1, 18 * 60 + 18),
        ("2022-02-20", BREST, 8 * 60 + 31, 18 * 60 + 48),
        ("2022-01-18", RECHITSA, 8 * 60 + 58, 17 * 60 + 20),
    ] {
        assert!((event(day, place, true) - f64::from(rise)).abs() < 2.0, "{day} {place:?}");
        assert!((event(day, place, false) - f64::from(set)).abs() < 2.0, "{day} {place:?}");
    }
    for (day, length) in
        [("2022-01-18", 8 * 60 + 7), ("2022-02-10", 9 * 60 + 29), ("2022-02-20", 10 * 60 + 10)]
    {
        let got = event(day, MINSK, false) - event(day, MINSK, true);
        assert!((got - f64::from(length)).abs() < 2.0, "{day}: {got}");
    }
}

#[test]
fn val_noon_elevation_of_the_ledger() {
    // Yelsk, 4 February 2022: 22.0 degrees at noon, 19.1 at 11:45 (UTC+3).
    let at = |clock: &str| {
        elevation_deg(SimTime::from_iso(&format!("2022-02-04T{clock}Z")).unwrap(), 51.8136, 29.1544)
    };
    assert!((at("10:18") - 22.0).abs() < 0.1, "{}", at("10:18"));
    assert!((at("08:45") - 19.1).abs() < 0.1, "{}", at("08:45"));
}

#[test]
fn crossings_chain_and_mirror() {
    let (lat, lon) = (52.25, 26.8);
    let mut t = SimTime::from_iso("2022-01-10T00:00Z").unwrap();
    let mut was_rising = None;
    for _ in 0..40 {
        let (at, rising) = next_crossing(t, lat, lon, NIGHT_DEG, 86_400.0).unwrap();
        assert!(at > t && Some(rising) != was_rising);
        assert!((elevation_deg(at, lat, lon) - NIGHT_DEG).abs() < 1e-7);
        assert_eq!(is_night(at, lat, lon), !rising);
        // Seen from later, the same crossing.
        let (back, up) =
            previous_crossing(at.plus_s(3000.0), lat, lon, NIGHT_DEG, 86_400.0).unwrap();
        assert!(back.since_s(at).abs() < 1e-4 && up == rising);
        (t, was_rising) = (at, Some(rising));
    }
}

#[test]
fn polar_night_has_no_crossing() {
    let t = SimTime::from_iso("2022-12-20T00:00Z").unwrap();
    assert_eq!(next_crossing(t, 85.0, 20.0, NIGHT_DEG, 3.0 * 86_400.0), None);
    assert_eq!(previous_crossing(t, 85.0, 20.0, NIGHT_DEG, 3.0 * 86_400.0), None);
    assert!(is_night(t, 85.0, 20.0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]
    #[test]
    fn prop_first_crossing_is_the_first(hours in 0.0_f64..8000.0, lat in -60.0_f64..60.0, lon in -180.0_f64..180.0) {
        let t = SimTime::from_iso("2022-01-01T00:00Z").unwrap().plus_s(hours * 3600.0);
        let (at, _) = next_crossing(t, lat, lon, NIGHT_DEG, 90_000.0).unwrap();
        let span = at.since_s(t);
        for i in 0..50 {
            let before = t.plus_s(span * f64::from(i) / 50.0);
            prop_assert_eq!(is_night(before, lat, lon), is_night(t, lat, lon));
        }
    }
}
