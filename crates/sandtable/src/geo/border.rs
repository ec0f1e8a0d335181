//! Countries from a GeoJSON map: which holds a place, and how far it is to another.
//!
//! Edges are straight in longitude and latitude, as GeoJSON defines them. A map that is clipped has
//! false edges along the clip. Countries across the antimeridian are not handled.

use super::geodesic;
use super::wgs84::{Ecef, Geodetic};
use serde_json::Value;
use thiserror::Error;

/// Longest piece of an edge (deg): within it a chord stands for the edge to a few metres.
const PIECE_DEG: f64 = 0.05;

/// Why a map cannot be read.
#[derive(Debug, Error)]
pub enum BorderError {
    /// Not JSON.
    #[error("the map is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// No array `features`.
    #[error("the map has no array `features`")]
    NoFeatures,
    /// A feature without a text `properties.name`.
    #[error("a feature has no `properties.name`: number {0}")]
    NoName(usize),
    /// A feature whose geometry is neither a Polygon nor a MultiPolygon of rings of at least four
    /// positions.
    #[error("the geometry is no polygon: `{0}`")]
    NotPolygon(String),
}

/// Countries with their land.
#[derive(Clone, Debug)]
pub struct Countries {
    countries: Vec<Country>,
}

#[derive(Clone, Debug)]
struct Country {
    name: String,
    low: (f64, f64),
    high: (f64, f64),
    /// Closed rings of (lat, lon) (deg); holes among them, told apart by the even-odd rule.
    rings: Vec<Vec<(f64, f64)>>,
    pieces: Vec<Piece>,
}

/// A short piece of an edge.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: (f64, f64),
    to: (f64, f64),
    at: Ecef,
    along: Ecef,
}

impl Countries {
    /// Reads a GeoJSON FeatureCollection of polygons with `properties.name`.
    ///
    /// # Errors
    /// If it is no such collection.
    pub fn from_geojson(text: &str) -> Result<Countries, BorderError> {
        let map: Value = serde_json::from_str(text)?;
        let features = map["features"].as_array().ok_or(BorderError::NoFeatures)?;
        let countries = features.iter().enumerate().map(|(i, f)| country(i, f));
        Ok(Countries { countries: countries.collect::<Result<_, _>>()? })
    }

    /// The names, in the order of the map.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.countries.iter().map(|c| c.name.as_str())
    }

    /// True for a place (deg) inside the rectangle that the map covers; nothing can be said of others.
    #[must_use]
    pub fn covers(&self, lat_deg: f64, lon_deg: f64) -> bool {
        let within = |low: f64, x: f64, high: f64| low < x && x < high;
        let edge = |pick: fn(&Country) -> f64, least: fn(f64, f64) -> f64| {
            self.countries.iter().map(pick).reduce(least)
        };
        let (Some(south), Some(north)) =
            (edge(|c| c.low.0, f64::min), edge(|c| c.high.0, f64::max))
        else {
            return false;
        };
        let (Some(west), Some(east)) = (edge(|c| c.low.1, f64::min), edge(|c| c.high.1, f64::max))
        else {
            return false;
        };
        within(south, lat_deg, north) && within(west, lon_deg, east)
    }

    /// The name of a country as the map spells it, found whatever the case of its letters.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&str> {
        self.names().find(|known| known.eq_ignore_ascii_case(name))
    }

    /// The country that holds a place (deg), the first in the map's order; `None` at sea or off the
    /// map.
    #[must_use]
    pub fn country_at(&self, lat_deg: f64, lon_deg: f64) -> Option<&str> {
        let at = (lat_deg, lon_deg);
        self.countries.iter().find(|c| c.holds(at)).map(|c| c.name.as_str())
    }

    /// Distance from a place (deg) to the nearest land of a country along the geodesic (m), 0
    /// inside it.
    ///
    /// Rounded to 1 mm; within some metres of the nearest point of the map's edges. `None` for an
    /// unknown name.
    #[must_use]
    pub fn distance_to(&self, lat_deg: f64, lon_deg: f64, country: &str) -> Option<f64> {
        let country = self.countries.iter().find(|c| c.name == country)?;
        let at = (lat_deg, lon_deg);
        if country.holds(at) {
            return Some(0.0);
        }
        let nearest = country.nearest(at)?;
        Some(geodesic::inverse_rounded(at, nearest).distance_m)
    }
}

impl Country {
    /// Even-odd rule over all rings.
    fn holds(&self, (lat, lon): (f64, f64)) -> bool {
        let boxed =
            (self.low.0..=self.high.0).contains(&lat) && (self.low.1..=self.high.1).contains(&lon);
        boxed
            && self.rings.iter().flat_map(|ring| ring.windows(2)).fold(false, |inside, edge| {
                let ((lat1, lon1), (lat2, lon2)) = (edge[0], edge[1]);
                let spans = (lat1 > lat) != (lat2 > lat);
                inside ^ (spans && lon < lon1 + (lat - lat1) / (lat2 - lat1) * (lon2 - lon1))
            })
    }

    /// The point of the edges that is nearest through the earth, which is nearest along it to
    /// within metres.
    fn nearest(&self, at: (f64, f64)) -> Option<(f64, f64)> {
        let here = Geodetic::from_deg(at.0, at.1, 0.0).to_ecef();
        let (piece, share, _) = self
            .pieces
            .iter()
            .map(|piece| {
                let gap = minus(here, piece.at);
                let length2 = dot(piece.along, piece.along);
                let share = if length2 > 0.0 { dot(gap, piece.along) / length2 } else { 0.0 };
                let share = share.clamp(0.0, 1.0);
                let off = Ecef {
                    x_m: gap.x_m - share * piece.along.x_m,
                    y_m: gap.y_m - share * piece.along.y_m,
                    z_m: gap.z_m - share * piece.along.z_m,
                };
                (piece, share, dot(off, off))
            })
            .min_by(|a, b| a.2.total_cmp(&b.2))?;
        Some((mixed(piece.from.0, piece.to.0, share), mixed(piece.from.1, piece.to.1, share)))
    }
}

fn country(index: usize, feature: &Value) -> Result<Country, BorderError> {
    let name = feature["properties"]["name"].as_str().ok_or(BorderError::NoName(index))?;
    let not_polygon = || BorderError::NotPolygon(name.to_owned());
    let geometry = &feature["geometry"];
    let coordinates = geometry["coordinates"].as_array().ok_or_else(not_polygon)?;
    let rings: Option<Vec<_>> = match geometry["type"].as_str() {
        Some("Polygon") => coordinates.iter().map(ring).collect(),
        Some("MultiPolygon") => coordinates
            .iter()
            .map(Value::as_array)
            .collect::<Option<Vec<_>>>()
            .and_then(|polygons| polygons.into_iter().flatten().map(ring).collect()),
        _ => None,
    };
    let rings = rings.ok_or_else(not_polygon)?;
    let points = || rings.iter().flatten();
    let least = |pick: fn(&(f64, f64)) -> f64| points().map(pick).fold(f64::INFINITY, f64::min);
    let most = |pick: fn(&(f64, f64)) -> f64| points().map(pick).fold(f64::NEG_INFINITY, f64::max);
    Ok(Country {
        name: name.to_owned(),
        low: (least(|p| p.0), least(|p| p.1)),
        high: (most(|p| p.0), most(|p| p.1)),
        pieces: rings.iter().flat_map(|r| r.windows(2)).flat_map(|e| pieces(e[0], e[1])).collect(),
        rings,
    })
}

/// A ring of [longitude, latitude] pairs as (lat, lon).
fn ring(value: &Value) -> Option<Vec<(f64, f64)>> {
    let points: Option<Vec<_>> = value
        .as_array()?
        .iter()
        .map(|p| Some((p.get(1)?.as_f64()?, p.get(0)?.as_f64()?)))
        .collect();
    points.filter(|p| p.len() >= 4)
}

/// An edge cut into pieces of at most [`PIECE_DEG`].
fn pieces(from: (f64, f64), to: (f64, f64)) -> Vec<Piece> {
    let length = (to.0 - from.0).abs().max((to.1 - from.1).abs());
    let count = (length / PIECE_DEG).ceil().max(1.0);
    let at = |i: f64| (mixed(from.0, to.0, i / count), mixed(from.1, to.1, i / count));
    let ecef = |(lat, lon): (f64, f64)| Geodetic::from_deg(lat, lon, 0.0).to_ecef();
    (0..count as u32)
        .map(|i| {
            let (a, b) = (at(f64::from(i)), at(f64::from(i) + 1.0));
            Piece { from: a, to: b, at: ecef(a), along: minus(ecef(b), ecef(a)) }
        })
        .collect()
}

fn mixed(a: f64, b: f64, share: f64) -> f64 {
    a + share * (b - a)
}

fn minus(a: Ecef, b: Ecef) -> Ecef {
    Ecef { x_m: a.x_m - b.x_m, y_m: a.y_m - b.y_m, z_m: a.z_m - b.z_m }
}

fn dot(a: Ecef, b: Ecef) -> f64 {
    a.x_m * b.x_m + a.y_m * b.y_m + a.z_m * b.z_m
}

#[cfg(test)]
#[path = "border_tests.rs"]
mod tests;
