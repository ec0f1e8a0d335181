//! GeoJSON (RFC 7946): places as points, tracks as lines with their times, or all objects at one instant.

use super::About;
use crate::analysis::tracks::{Point, Track};
use crate::base::time::SimTime;
use crate::scenario::resolved::{Place, PlaceId};
use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, JsonValue};
use std::collections::BTreeSet;

/// Parts of a degree that are written: 1e-6 is 0.1 m, far under the precision of any place here.
const STEPS: f64 = 1e6;

/// The run as a FeatureCollection.
#[must_use]
pub fn geojson(about: &About<'_>) -> String {
    let mut features = Vec::new();
    match about.at {
        Some(time) => features.extend(about.tracks.iter().filter_map(|t| moment(about, t, time))),
        None => {
            features.extend(places(about));
            features.extend(about.tracks.iter().filter_map(|t| line(about, t)));
        }
    }
    let mut foreign = JsonObject::new();
    let scenario = about.scenario;
    foreign.insert("scenario".into(), scenario.id.clone().into());
    foreign.insert("notice".into(), scenario.notice.clone().into());
    let variant = scenario.variants.iter().find(|v| v.chosen);
    foreign.insert("variant".into(), variant.map_or(JsonValue::Null, |v| v.id.clone().into()));
    foreign.insert("counterfactual".into(), variant.is_some_and(|v| v.counterfactual).into());
    foreign.insert("variant_label".into(), scenario.variant_label().into());
    foreign.insert("edits".into(), about.edits.to_vec().into());
    foreign.insert("injects".into(), about.injects.to_vec().into());
    foreign.insert("seed".into(), about.seed.into());
    foreign.insert("replication".into(), about.replication.into());
    foreign.insert("digest".into(), about.digest.into());
    let collection = FeatureCollection { bbox: None, features, foreign_members: Some(foreign) };
    format!("{collection}\n")
}

fn position(lat: f64, lon: f64) -> Vec<f64> {
    let round = |x: f64| (x * STEPS).round() / STEPS;
    vec![round(lon), round(lat)]
}

/// A feature of a geometry (deg, longitude first).
pub(super) fn feature(id: String, geometry: GeometryValue, properties: JsonObject) -> Feature {
    Feature {
        bbox: None,
        geometry: Some(Geometry::new(geometry)),
        id: Some(geojson::feature::Id::String(id)),
        properties: Some(properties),
        foreign_members: None,
    }
}

/// Places that a track touches, in order of id.
fn places(about: &About<'_>) -> Vec<Feature> {
    let used: BTreeSet<PlaceId> = about.tracks.iter().flat_map(Track::places).collect();
    let made = used.into_iter().filter_map(|id| {
        let place = about.scenario.place(id);
        let (lat, lon) = place.at?;
        let point = GeometryValue::new_point(position(lat, lon));
        Some(feature(format!("places/{}", place.id), point, of_place(about, place)))
    });
    made.collect()
}

fn of_place(about: &About<'_>, place: &Place) -> JsonObject {
    let mut o = JsonObject::new();
    o.insert("what".into(), "place".into());
    o.insert("id".into(), place.id.clone().into());
    o.insert("name".into(), place.name.clone().into());
    o.insert("precision_m".into(), place.precision_m.map_or(JsonValue::Null, Into::into));
    let (source, kind) = place.provenance(about.scenario);
    if let Some(near) = place.near {
        o.insert("near".into(), about.scenario.place(near).id.clone().into());
    }
    o.insert("source".into(), source.map_or(JsonValue::Null, Into::into));
    o.insert("kind".into(), kind.word().into());
    o
}

/// Says of a unit which of its places are drawn at another's position, because their own is not public.
fn say_near(about: &About<'_>, places: impl Iterator<Item = PlaceId>, o: &mut JsonObject) {
    let near: BTreeSet<_> = places.filter(|p| about.scenario.place(*p).near.is_some()).collect();
    if !near.is_empty() {
        let ids = near.into_iter().map(|p| JsonValue::from(about.scenario.place(p).id.clone()));
        o.insert("only_near".into(), ids.collect::<Vec<_>>().into());
    }
}

fn of_track(about: &About<'_>, track: &Track) -> JsonObject {
    let unit = about.scenario.unit(track.unit);
    let mut o = JsonObject::new();
    o.insert("what".into(), "unit".into());
    o.insert("unit".into(), unit.id.clone().into());
    o.insert("name".into(), unit.name.clone().into());
    o.insert("type".into(), unit.kind.clone().into());
    o.insert("side".into(), unit.side.clone().into());
    o.insert("train".into(), track.train.into());
    o.insert("cut_off".into(), track.cut_off.into());
    o
}

/// A track as a line, or as a point if it never moves.
///
/// Each vertex has the time of arrival (`times`) and of leaving (`leaves`): between the leaving of one and
/// the arrival at the next the object moves evenly along the line.
fn line(about: &About<'_>, track: &Track) -> Option<Feature> {
    let vertices = vertices(&track.points(about.scenario));
    let first = vertices.first()?;
    let mut properties = of_track(about, track);
    let iso = |t: SimTime| JsonValue::from(t.to_iso());
    let states = track.states.iter().map(|(t, s)| JsonValue::from(vec![iso(*t), s.name().into()]));
    properties.insert("states".into(), states.collect::<Vec<_>>().into());
    say_near(about, track.places(), &mut properties);
    if vertices.len() == 1 {
        let geometry = GeometryValue::new_point(first.at.clone());
        return Some(feature(format!("units/{}", about.name(track)), geometry, properties));
    }
    let all = |f: &dyn Fn(&Vertex) -> JsonValue| vertices.iter().map(f).collect::<Vec<_>>();
    properties.insert("times".into(), all(&|v| iso(v.arrives)).into());
    properties.insert("leaves".into(), all(&|v| iso(v.leaves)).into());
    if vertices.iter().any(|v| v.height_m > 0.0) {
        properties.insert("heights_m".into(), all(&|v| v.height_m.round().into()).into());
    }
    let geometry = GeometryValue::new_line_string(vertices.iter().map(|v| v.at.clone()));
    Some(feature(format!("units/{}", about.name(track)), geometry, properties))
}

/// A vertex of a line.
struct Vertex {
    at: Vec<f64>,
    height_m: f64,
    arrives: SimTime,
    leaves: SimTime,
}

/// Points with those at one spot joined.
fn vertices(points: &[Point]) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = Vec::new();
    for point in points {
        let at = position(point.lat_deg, point.lon_deg);
        match vertices.last_mut().filter(|v| v.at == at) {
            Some(last) => (last.leaves, last.height_m) = (point.time, point.height_m),
            None => vertices.push(Vertex {
                at,
                height_m: point.height_m,
                arrives: point.time,
                leaves: point.time,
            }),
        }
    }
    vertices
}

/// An object at an instant.
fn moment(about: &About<'_>, track: &Track, time: SimTime) -> Option<Feature> {
    let point = track.position(about.scenario, time)?;
    let mut properties = of_track(about, track);
    properties.insert("time".into(), time.to_iso().into());
    properties.insert("state".into(), track.state(time).name().into());
    properties.insert("height_m".into(), point.height_m.round().into());
    say_near(about, track.stays_at(time).into_iter(), &mut properties);
    let geometry = GeometryValue::new_point(position(point.lat_deg, point.lon_deg));
    Some(feature(format!("units/{}", about.name(track)), geometry, properties))
}
