//! The data that sandtable carries with it: catalogue, scenarios, validation cases, maps.
//!
//! A crate of its own because `include_str!` across crates breaks packaging. It holds no code.

/// Land of the countries of the theatre at 1:10m, GeoJSON, features by `name`.
///
/// Made with Natural Earth (public domain); changes and clip in `map/ATTRIBUTION.md`.
pub const COUNTRIES_10M: &str = include_str!("../map/theatre_countries_10m.geojson");

/// Land at 1:110m from 10 to 155 degrees east, GeoJSON: a backdrop only.
pub const WORLD_110M: &str = include_str!("../map/world_110m.geojson");

/// Reference cases: (file name, text), one file for each family of sets.
pub const VALIDATION: &[(&str, &str)] = &[
    ("atmosphere.json", include_str!("../validation/atmosphere.json")),
    ("command.json", include_str!("../validation/command.json")),
    ("engagement.json", include_str!("../validation/engagement.json")),
    ("geodesy.json", include_str!("../validation/geodesy.json")),
    ("horizon.json", include_str!("../validation/horizon.json")),
    ("movement.json", include_str!("../validation/movement.json")),
    ("randomness.json", include_str!("../validation/randomness.json")),
    ("sensing.json", include_str!("../validation/sensing.json")),
    ("statistics.json", include_str!("../validation/statistics.json")),
    ("tracking.json", include_str!("../validation/tracking.json")),
    ("uncertainty.json", include_str!("../validation/uncertainty.json")),
];

/// JSON Schema of a file of reference cases.
pub const VALIDATION_SCHEMA: &str = include_str!("../validation/cases.schema.json");

/// The scenario that runs when none is named.
pub const FLAGSHIP: &str = "allied-resolve-2022";

/// The embedded scenarios: (id, what it is).
pub const SCENARIOS: &[(&str, &str)] = &[
    (FLAGSHIP, "the exercise that the press of January and February 2022 described"),
    ("three-countries", "an invented exercise of three invented countries, everything notional"),
    ("large-raid", "fifty invented batteries against a thousand mock targets, for scale"),
    ("one-cue", "a lesson: an earlier cue does harm to a battery with one channel"),
    ("one-flight", "a lesson: a formation flies with a stop and lands by daylight"),
    ("one-inspection", "a lesson: gates, inspection, turns of duty, norms, an alert drill"),
    ("one-march", "a lesson: a battery marches by day and night and sets up"),
    ("one-train", "a lesson: a battery goes by rail and sets up; a scenario to begin from"),
    (
        "recorded-traffic",
        "a lesson: a radar watches recorded civil flights and mock targets among them",
    ),
];

macro_rules! files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("../", $path)))),*] };
}

/// Every embedded scenario and catalogue file: (path, text).
pub const FILES: &[(&str, &str)] = files![
    "catalogue/air-defence.yaml",
    "catalogue/aircraft.yaml",
    "catalogue/ground.yaml",
    "catalogue/observers.yaml",
    "catalogue/rail.yaml",
    "catalogue/sam-medium.yaml",
    "catalogue/sources.yaml",
    "scenarios/allied-resolve-2022/air.yaml",
    "scenarios/allied-resolve-2022/claims-press.yaml",
    "scenarios/allied-resolve-2022/claims.yaml",
    "scenarios/allied-resolve-2022/exercise.yaml",
    "scenarios/allied-resolve-2022/notes.yaml",
    "scenarios/allied-resolve-2022/places-notional.yaml",
    "scenarios/allied-resolve-2022/places.yaml",
    "scenarios/allied-resolve-2022/scenario.yaml",
    "scenarios/allied-resolve-2022/sources.yaml",
    "scenarios/allied-resolve-2022/units.yaml",
    "scenarios/allied-resolve-2022/variants.yaml",
    "scenarios/large-raid/scenario.yaml",
    "scenarios/one-cue/scenario.yaml",
    "scenarios/one-flight/scenario.yaml",
    "scenarios/one-inspection/scenario.yaml",
    "scenarios/one-march/scenario.yaml",
    "scenarios/one-train/scenario.yaml",
    "scenarios/recorded-traffic/recorded.yaml",
    "scenarios/recorded-traffic/scenario.yaml",
    "scenarios/three-countries/claims.yaml",
    "scenarios/three-countries/exercise.yaml",
    "scenarios/three-countries/places.yaml",
    "scenarios/three-countries/scenario.yaml",
    "scenarios/three-countries/sources.yaml",
    "scenarios/three-countries/types.yaml",
    "scenarios/three-countries/units.yaml",
    "scenarios/three-countries/variants.yaml",
];

/// The text of an embedded file.
pub fn file(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(name, _)| *name == path).map(|(_, text)| *text)
}

/// An embedded file as a scenario names it: beside the scenario first, then from the root.
pub fn file_of(scenario: &str, name: &str) -> Option<&'static str> {
    file(&format!("scenarios/{scenario}/{name}")).or_else(|| file(name))
}
