//! The data that sandtable carries with it: catalogue, scenarios, validation cases, maps.

/// Land of the countries of the theatre at 1:10m, GeoJSON, features by `name`.
///
/// Made with Natural Earth (public domain); changes and clip in `map/ATTRIBUTION.md`.
pub const COUNTRIES_10M: &str = include_str!("../map/theatre_countries_10m.geojson");
