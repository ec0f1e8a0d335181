//! A map: land as a backdrop, lines and symbols on it.

use super::{Conic, Label, Svg, place_labels, px};
use serde_json::Value;

/// Points of a ring nearer than this on the drawing are left out (px).
const LEAST_STEP_PX: f64 = 0.6;
/// Symbols nearer than this are drawn as one (px).
const CLUSTER_PX: f64 = 9.0;
/// Names in the label of a cluster.
const NAMES_SHOWN: usize = 2;

/// A closed line of (latitude, longitude) (deg).
type Ring = Vec<(f64, f64)>;

/// Land to draw: countries by name, with their rings.
#[derive(Clone, Debug, Default)]
pub struct Land {
    countries: Vec<(String, Vec<Ring>)>,
}

impl Land {
    /// The land of a GeoJSON FeatureCollection; what is no polygon is left out.
    #[must_use]
    pub fn from_geojson(text: &str) -> Self {
        let map: Value = serde_json::from_str(text).unwrap_or_default();
        let features = map["features"].as_array().cloned().unwrap_or_default();
        let countries = features.iter().map(|feature| {
            let name = feature["properties"]["name"].as_str().unwrap_or("").to_owned();
            let geometry = &feature["geometry"];
            let polygons: Vec<Value> = match geometry["type"].as_str() {
                Some("Polygon") => vec![geometry["coordinates"].clone()],
                Some("MultiPolygon") => {
                    geometry["coordinates"].as_array().cloned().unwrap_or_default()
                }
                _ => Vec::new(),
            };
            let rings = polygons.iter().flat_map(|p| p.as_array().cloned().unwrap_or_default());
            (name, rings.map(|ring| points(&ring)).collect())
        });
        Land { countries: countries.collect() }
    }
}

fn points(ring: &Value) -> Vec<(f64, f64)> {
    let pairs = ring.as_array().map(Vec::as_slice).unwrap_or_default();
    pairs.iter().filter_map(|p| Some((p.get(1)?.as_f64()?, p.get(0)?.as_f64()?))).collect()
}

/// Something on a map.
#[derive(Clone, Debug)]
pub struct Marker {
    /// Latitude and longitude (deg).
    pub at: (f64, f64),
    /// Number of its side: shape and colour.
    pub side: usize,
    /// Its name.
    pub name: String,
}

/// Draws a map: the land, the country of `home` picked out, symbols with labels, a scale, where the land is from.
#[must_use]
pub fn draw_map(
    (title, about): (&str, &str),
    (land, home): (&Land, &str),
    view: &View,
    markers: &[Marker],
) -> String {
    let mut svg = Svg::new(view.size.0, view.size.1, title, about);
    svg.rect((0.0, 0.0), view.size, "sea", "");
    svg.land(land, view, home);
    draw_markers(&mut svg, view, markers);
    scale_bar(&mut svg, view);
    let (w, h) = view.size;
    svg.text((w - 4.0, h - 4.0), "Made with Natural Earth", "small", "end");
    svg.finish()
}

impl Svg {
    /// The land, with the country of `home` picked out.
    pub fn land(&mut self, land: &Land, view: &View, home: &str) {
        for (name, rings) in &land.countries {
            let d: String = rings.iter().filter_map(|ring| view.ring(ring)).collect();
            if !d.is_empty() {
                self.path(&d, if name == home { "home" } else { "land" });
            }
        }
    }
}

/// What part of the earth a map shows.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Its projection.
    pub conic: Conic,
    /// Projected point at the middle of the drawing (km).
    pub centre_km: (f64, f64),
    /// Kilometres in a pixel.
    pub km_per_px: f64,
    /// Width and height (px).
    pub size: (f64, f64),
}

impl View {
    /// Where a place (deg) is on the drawing (px).
    #[must_use]
    pub fn place(&self, (lat, lon): (f64, f64)) -> (f64, f64) {
        let (x, y) = self.conic.project(lat, lon);
        (
            self.size.0 / 2.0 + (x - self.centre_km.0) / self.km_per_px,
            self.size.1 / 2.0 - (y - self.centre_km.1) / self.km_per_px,
        )
    }

    /// True for a point of the drawing.
    #[must_use]
    pub fn shows(&self, (x, y): (f64, f64)) -> bool {
        x >= 0.0 && y >= 0.0 && x <= self.size.0 && y <= self.size.1
    }

    /// A ring as a path, thinned to what can be seen; `None` if all of it is outside.
    fn ring(&self, ring: &[(f64, f64)]) -> Option<String> {
        let margin = 200.0;
        let (w, h) = self.size;
        let all: Vec<(f64, f64)> = ring.iter().map(|p| self.place(*p)).collect();
        let near = |(x, y): &(f64, f64)| {
            *x > -margin && *y > -margin && *x < w + margin && *y < h + margin
        };
        if !all.iter().any(near) {
            return None;
        }
        // What is far outside is drawn at the margin, so that no number grows without end.
        let clamp =
            |(x, y): (f64, f64)| (x.clamp(-margin, w + margin), y.clamp(-margin, h + margin));
        let mut d = String::new();
        let mut last: Option<(f64, f64)> = None;
        for point in all.into_iter().map(clamp) {
            let far =
                last.is_none_or(|(x, y)| (point.0 - x).abs() + (point.1 - y).abs() > LEAST_STEP_PX);
            if far {
                d += if last.is_none() { "M" } else { "L" };
                d += &format!("{} {}", px(point.0), px(point.1));
                last = Some(point);
            }
        }
        d.push('z');
        Some(d)
    }
}

/// Draws symbols; those on top of each other are one, with the names of the first and how many more.
fn draw_markers(svg: &mut Svg, view: &View, markers: &[Marker]) {
    let mut clusters: Vec<((f64, f64), usize, Vec<&str>)> = Vec::new();
    for marker in markers {
        let at = view.place(marker.at);
        if !view.shows(at) {
            continue;
        }
        let near = |c: &&mut ((f64, f64), usize, Vec<&str>)| {
            let gap = (c.0.0 - at.0).abs().max((c.0.1 - at.1).abs());
            gap < CLUSTER_PX && c.1 == marker.side
        };
        match clusters.iter_mut().find(near) {
            Some(cluster) => cluster.2.push(&marker.name),
            None => clusters.push((at, marker.side, vec![&marker.name])),
        }
    }
    let labels: Vec<_> = clusters
        .iter()
        .map(|(at, _, names)| {
            let shown = names[..names.len().min(NAMES_SHOWN)].join(", ");
            let more = names.len().saturating_sub(NAMES_SHOWN);
            let text = if more > 0 { format!("{shown} +{more}") } else { shown };
            Label { at: *at, text }
        })
        .collect();
    for (at, side, names) in &clusters {
        svg.symbol(*at, *side, &names.join(", "));
    }
    for (label, place) in labels.iter().zip(place_labels(&labels, view.size)) {
        if let Some((at, anchor)) = place {
            svg.text(at, &label.text, "label", anchor);
        }
    }
}

fn scale_bar(svg: &mut Svg, view: &View) {
    let wanted_km = 90.0 * view.km_per_px;
    let steps = [10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0];
    let km = steps.into_iter().rev().find(|s| *s <= wanted_km).unwrap_or(10.0);
    let (x, y) = (12.0, view.size.1 - 12.0);
    let end = x + km / view.km_per_px;
    svg.line((x, y), (end, y), "scale");
    svg.line((x, y - 4.0), (x, y + 4.0), "scale");
    svg.line((end, y - 4.0), (end, y + 4.0), "scale");
    svg.text((end + 5.0, y + 4.0), &format!("{km:.0} km"), "small", "start");
}
