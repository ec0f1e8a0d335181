//! Coverage as GeoJSON (RFC 7946): a polygon for each unit, height and quantile.

use super::cells::Polygon;
use super::{LEAST_SHARES, Sheet};
use crate::analysis::coverage::Coverage;
use crate::export::geojson::feature;
use geojson::{Feature, FeatureCollection, GeometryValue, JsonObject, JsonValue};

/// Parts of a degree that are written: 1e-5 is a metre.
const STEPS: f64 = 1e5;
/// Quantiles, outer first, so that the smaller are drawn on the larger.
const QUANTILES: [(usize, f64); 3] = [(2, 0.9), (1, 0.5), (0, 0.1)];

/// The coverage as a FeatureCollection.
#[must_use]
pub fn geojson(sheet: &Sheet<'_>) -> String {
    let mut features = Vec::new();
    for (number, unit) in sheet.units.iter().enumerate() {
        features.push(site(unit));
        for height in 0..unit.heights.len() {
            features.extend(QUANTILES.iter().filter_map(|q| polygon(sheet, number, height, *q)));
        }
    }
    let mut foreign = JsonObject::new();
    foreign.insert("scenario".into(), sheet.scenario.id.clone().into());
    foreign.insert("notice".into(), sheet.scenario.notice.clone().into());
    foreign.insert("about".into(), sheet.line().into());
    foreign.insert("meaning".into(), sheet.meaning().into());
    let collection = FeatureCollection { bbox: None, features, foreign_members: Some(foreign) };
    format!("{collection}\n")
}

fn position((lat, lon): (f64, f64)) -> Vec<f64> {
    let round = |x: f64| (x * STEPS).round() / STEPS;
    vec![round(lon), round(lat)]
}

fn site(unit: &Coverage) -> Feature {
    let mut o = JsonObject::new();
    o.insert("what".into(), "site".into());
    o.insert("unit".into(), unit.unit.clone().into());
    o.insert("place".into(), unit.place.clone().into());
    o.insert("precision_m".into(), unit.precision_m.map_or(JsonValue::Null, Into::into));
    o.insert("draws".into(), unit.draws.into());
    let point = GeometryValue::new_point(position(unit.at));
    feature(format!("sites/{}", unit.unit), point, o)
}

fn polygon(
    sheet: &Sheet<'_>,
    number: usize,
    height: usize,
    (place, quantile): (usize, f64),
) -> Option<Feature> {
    let unit = &sheet.units[number];
    let found = &unit.heights[height];
    let mut shape = sheet.shape(number, height, place).into_iter().map(rings);
    let geometry = match (sheet.cells, shape.next()?) {
        (None, one) => GeometryValue::new_polygon(one),
        (Some(_), first) => GeometryValue::new_multi_polygon(std::iter::once(first).chain(shape)),
    };
    let ranges = found.ranges_m.iter().map(|r| r[place] / 1e3);
    let mut o = JsonObject::new();
    o.insert("what".into(), "coverage".into());
    o.insert("unit".into(), unit.unit.clone().into());
    o.insert("height_m".into(), found.height_m.into());
    o.insert("quantile".into(), quantile.into());
    if sheet.cells.is_some() {
        let least = f64::from((LEAST_SHARES[place] * 10.0).round()) / 10.0;
        o.insert("seen_in_at_least".into(), least.into());
    }
    o.insert("least_range_km".into(), ranges.clone().fold(f64::INFINITY, f64::min).into());
    o.insert("greatest_range_km".into(), ranges.fold(0.0, f64::max).into());
    o.insert("area_km2".into(), found.area_km2[place].into());
    o.insert("rcs_m2".into(), sheet.question.rcs_m2.into());
    o.insert("chance".into(), sheet.question.chance.into());
    let id = format!("coverage/{}/{}/{quantile}", unit.unit, found.height_m);
    Some(feature(id, geometry, o))
}

fn rings(polygon: Polygon) -> Vec<Vec<Vec<f64>>> {
    polygon.into_iter().map(|ring| ring.into_iter().map(position).collect()).collect()
}
