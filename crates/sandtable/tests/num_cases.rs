//! The reference cases beyond row by row: the direct problem of G1, the inverse of G4, the schema's promises.
#![allow(clippy::unwrap_used)]

use sandtable::geo::geodesic;
use sandtable::geo::wgs84::{Ecef, Geodetic};
use sandtable_assets::{VALIDATION, VALIDATION_SCHEMA};
use serde_json::Value;
use std::collections::BTreeSet;

fn sets() -> Vec<Value> {
    let files = VALIDATION.iter().map(|(_, text)| serde_json::from_str::<Value>(text).unwrap());
    files.flat_map(|file| file.as_array().unwrap().clone()).collect()
}

fn rows(name: &str) -> Vec<Value> {
    let set = sets().into_iter().find(|s| s["set"] == name).unwrap();
    set["rows"].as_array().unwrap().clone()
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap()
}

/// The smaller turn between two angles (deg).
fn turn(a: f64, b: f64) -> f64 {
    let d = (a - b).rem_euclid(360.0);
    d.min(360.0 - d)
}

#[test]
fn val_direct_problem_on_the_rows_of_g1() {
    for row in rows("G1") {
        let (from, way) = (&row["inputs"], &row["expected"]);
        let end = geodesic::direct(
            (number(from, "lat1"), number(from, "lon1")),
            number(way, "azi1"),
            number(way, "s12"),
        );
        // The suite asks for 1e-13 degrees; a few roundings of the longitude beyond 180 come on top.
        assert!((end.lat_deg - number(from, "lat2")).abs() < 1e-13, "{row}");
        assert!(turn(end.lon_deg, number(from, "lon2")) < 2e-13, "{row}");
        assert!(turn(end.azimuth2_deg, number(way, "azi2")) < 2e-13, "{row}");
    }
}

#[test]
fn val_geodetic_coordinates_of_the_rows_of_g4() {
    for row in rows("G4") {
        let (place, at) = (&row["inputs"], &row["expected"]);
        let back =
            Ecef { x_m: number(at, "x"), y_m: number(at, "y"), z_m: number(at, "z") }.to_geodetic();
        let (lat, h) = (number(place, "lat"), number(place, "h"));
        assert!((back.lat_deg() - lat).abs() < 1e-12, "{row}: {}", back.lat_deg() - lat);
        assert!((back.h_m - h).abs() < 1e-6, "{row}");
        if lat.abs() < 90.0 {
            assert!(turn(back.lon_deg(), number(place, "lon")) < 1e-12, "{row}");
        }
    }
    let pole = Geodetic::from_deg(90.0, 0.0, 0.0).to_ecef();
    assert!((pole.z_m - 6_356_752.314_245_179).abs() < 1e-9);
}

#[test]
fn rows_and_sets_are_named_once_and_declared() {
    let schema: Value = serde_json::from_str(VALIDATION_SCHEMA).unwrap();
    let keys: BTreeSet<&str> = schema["$defs"]["set"]["required"]
        .as_array()
        .unwrap()
        .iter()
        .map(|k| k.as_str().unwrap())
        .collect();
    let (mut names, mut ids) = (BTreeSet::new(), BTreeSet::new());
    for set in sets() {
        let name = set["set"].as_str().unwrap().to_owned();
        assert_eq!(
            set.as_object().unwrap().keys().map(String::as_str).collect::<BTreeSet<_>>(),
            keys
        );
        for row in set["rows"].as_array().unwrap() {
            let id = row["id"].as_str().unwrap().to_owned();
            assert!(id.starts_with(&format!("{name}-")), "{id}");
            for field in row["inputs"].as_object().unwrap().keys() {
                assert!(set["inputs"][field].is_object(), "{id}: {field}");
            }
            assert!(ids.insert(id));
        }
        assert!(names.insert(name));
    }
    assert_eq!(names.len(), 61);
}
