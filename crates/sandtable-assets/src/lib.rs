//! The data that sandtable carries with it: catalogue, scenarios, validation cases, maps.

/// Land of the countries of the theatre at 1:10m, GeoJSON, features by `name`.
///
/// Made with Natural Earth (public domain); changes and clip in `map/ATTRIBUTION.md`.
pub const COUNTRIES_10M: &str = include_str!("../map/theatre_countries_10m.geojson");

/// Reference cases: (file name, text), one file for each family of sets.
pub const VALIDATION: &[(&str, &str)] = &[
    ("geodesy.json", include_str!("../validation/geodesy.json")),
    ("movement.json", include_str!("../validation/movement.json")),
    (
        "randomness.json",
        include_str!("../validation/randomness.json"),
    ),
    (
        "statistics.json",
        include_str!("../validation/statistics.json"),
    ),
    (
        "uncertainty.json",
        include_str!("../validation/uncertainty.json"),
    ),
];

/// JSON Schema of a file of reference cases.
pub const VALIDATION_SCHEMA: &str = include_str!("../validation/cases.schema.json");
