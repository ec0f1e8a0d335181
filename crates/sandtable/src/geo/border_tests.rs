use super::*;
use sandtable_assets::COUNTRIES_10M;

fn map() -> Countries {
    Countries::from_geojson(COUNTRIES_10M).unwrap()
}

#[test]
fn val_distances_of_the_ledger() {
    // Computed once with GeographicLib against the same map, printed to 0.1 km.
    let map = map();
    for (lat, lon, country, km) in [
        (52.3617, 30.3916, "Ukraine", 49.3),
        (52.37, 30.49, "Ukraine", 45.1),
        (51.8136, 29.1544, "Ukraine", 21.0),
        (52.1089, 23.7175, "Poland", 6.2),
        (52.1089, 23.7175, "Ukraine", 51.2),
        (52.0, 23.8, "Poland", 8.6),
        (52.0, 23.8, "Ukraine", 39.7),
        (52.27, 26.78, "Ukraine", 52.7),
        (52.307, 31.163, "Ukraine", 25.1),
        (53.8833, 25.2997, "Lithuania", 31.5),
        (53.8, 23.85, "Lithuania", 13.3),
    ] {
        let got = map.distance_to(lat, lon, country).unwrap() / 1e3;
        assert!((got - km).abs() < 0.5, "{lat} {lon} {country}: {got} {km}");
        assert_eq!(map.country_at(lat, lon), Some("Belarus"));
        assert_eq!(map.distance_to(lat, lon, "Belarus"), Some(0.0));
    }
}

#[test]
fn verif_distance_against_dense_points() {
    let map = map();
    for (lat, lon, country) in [
        (52.3617, 30.3916, "Ukraine"),
        (52.0, 23.8, "Poland"),
        (53.1, 26.05, "Lithuania"),
        (53.9, 27.5667, "Latvia"),
        (55.7558, 37.6173, "Ukraine"),
        (52.25, 26.8, "Poland"),
    ] {
        let land = map.countries.iter().find(|c| c.name == country).unwrap();
        // Ten points a piece (400 m), by geodesic; the far ones are passed over by a crude bound.
        let mut least = f64::INFINITY;
        for piece in &land.pieces {
            let crude =
                (piece.from.0 - lat).abs().max((piece.from.1 - lon).abs() * 0.5) * 111e3 - 12e3;
            if crude > least {
                continue;
            }
            for i in 0..10 {
                let share = f64::from(i) / 10.0;
                let at = (
                    mixed(piece.from.0, piece.to.0, share),
                    mixed(piece.from.1, piece.to.1, share),
                );
                least = least.min(geodesic::inverse((lat, lon), at).distance_m);
            }
        }
        let got = map.distance_to(lat, lon, country).unwrap();
        assert!(got <= least + 5.0 && least < got + 100.0, "{country}: {got} {least}");
    }
}

#[test]
fn places_lie_in_their_countries() {
    let map = map();
    for (lat, lon, country) in [
        (55.7558, 37.6173, Some("Russia")),
        (50.45, 30.52, Some("Ukraine")),
        (52.23, 21.01, Some("Poland")),
        (54.6872, 25.2797, Some("Lithuania")),
        (0.0, 0.0, None),
    ] {
        assert_eq!(map.country_at(lat, lon), country, "{lat} {lon}");
    }
    assert_eq!(map.distance_to(52.0, 24.0, "Atlantis"), None);
    assert!(map.names().any(|n| n == "Belarus"));
}

#[test]
fn holes_are_not_land() {
    let text = r#"{"features":[{"properties":{"name":"Ring"},"geometry":{"type":"Polygon","coordinates":
        [[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[3,1],[3,3],[1,3],[1,1]]]}}]}"#;
    let map = Countries::from_geojson(text).unwrap();
    assert_eq!(map.country_at(0.5, 0.5), Some("Ring"));
    assert_eq!(map.country_at(2.0, 2.0), None);
    let metres = map.distance_to(2.0, 2.0, "Ring").unwrap();
    // One degree of the meridian at the equator is 110.57 km, of the parallel a little more.
    assert!((metres - 110_580.0).abs() < 50.0, "{metres}");
}

#[test]
fn broken_maps_are_refused() {
    for (text, message) in [
        ("{", "the map is not JSON"),
        ("{}", "no array `features`"),
        (r#"{"features":[{}]}"#, "number 0"),
        (r#"{"features":[{"properties":{"name":"A"}}]}"#, "no polygon: `A`"),
        (
            r#"{"features":[{"properties":{"name":"A"},"geometry":{"type":"Polygon","coordinates":[[[0,0]]]}}]}"#,
            "no polygon: `A`",
        ),
    ] {
        let error = Countries::from_geojson(text).unwrap_err().to_string();
        assert!(error.contains(message), "{error}");
    }
}
