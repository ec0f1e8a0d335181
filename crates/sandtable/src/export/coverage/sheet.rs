//! Coverage as a map: for each unit a band between the 10 and 90 % quantiles of its range, and the median.

use super::{Sheet, outline};
use crate::export::svg::{Conic, Land, Svg, View, px};

/// Width of the drawing (px).
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 760.0;
/// Styles: bands by shading, medians by dashes, so that colour is never alone.
const STYLE: &str = "<style>.sea{fill:#eef3f7}.land{fill:#fbfaf6;stroke:#9a958a;stroke-width:.6}\
.home{fill:#f3efe0;stroke:#5c574d;stroke-width:1}.band{stroke:none;fill-opacity:.16;fill-rule:evenodd}\
.median{fill:none;stroke-width:1.4}.u0{fill:#0b4f8a;stroke:#0b4f8a}.u1{fill:#8a3b0b;stroke:#8a3b0b;\
stroke-dasharray:6 3}.u2{fill:#2e6b2e;stroke:#2e6b2e;stroke-dasharray:2 3}.u3{fill:#5b2a86;stroke:#5b2a86;\
stroke-dasharray:9 3 2 3}.median.u0,.median.u1,.median.u2,.median.u3{fill:none}.label,.small{font:12px \
system-ui,sans-serif;fill:#222}.head{font:600 15px system-ui,sans-serif;fill:#111}.scale{stroke:#222}\
.s0,.s1,.s2,.s3{fill:#222}</style>";

/// The map of a height; `None` if there is no such height or nobody sees anything.
#[must_use]
pub fn sheet(sheet: &Sheet<'_>, land: &Land, height: usize) -> Option<String> {
    let height_m = *sheet.question.heights_m.get(height)?;
    let rings: Vec<[Vec<(f64, f64)>; 3]> =
        sheet.units.iter().map(|u| [0, 1, 2].map(|q| outline(u, height, q))).collect();
    let view = view(rings.iter().flat_map(|r| &r[2]).copied())?;
    let title = format!("What is seen at {height_m:.0} m above the ground");
    let mut svg = Svg::new(WIDTH, HEIGHT + 60.0, &title, &sheet.line());
    svg.style(STYLE);
    svg.rect((0.0, 0.0), (WIDTH, HEIGHT), "sea", "");
    svg.land(land, &view, "Belarus");
    for (number, rings) in rings.iter().enumerate() {
        let class = format!("u{}", number % 4);
        let band = format!("{}{}", line(&view, &rings[2]), line(&view, &rings[0]));
        svg.path(&band, &format!("band {class}"));
        svg.path(&line(&view, &rings[1]), &format!("median {class}"));
    }
    for (number, unit) in sheet.units.iter().enumerate() {
        let at = view.place(unit.at);
        let [low, middle, high] = unit.heights[height].typical_m().map(|m| m / 1e3);
        svg.symbol(at, number % 4, &format!("{}: {low:.0} to {high:.0} km", unit.unit));
        let words = format!("{} {middle:.0} km ({low:.0}-{high:.0})", unit.unit);
        // Units at one site write one under the other.
        let above = sheet.units[..number].iter().filter(|u| u.at == unit.at).count() as f64;
        svg.text((at.0 + 8.0, at.1 + 4.0 + 14.0 * above), &words, "label", "start");
    }
    svg.text((12.0, 22.0), &title, "head", "start");
    svg.text((12.0, HEIGHT + 20.0), &sheet.line(), "small", "start");
    let key = "shaded: range between its 10 and 90 % quantiles over site, antenna, air and radar; line: median";
    svg.text((12.0, HEIGHT + 38.0), key, "small", "start");
    svg.text((12.0, HEIGHT + 55.0), &sheet.scenario.notice, "small", "start");
    svg.text((WIDTH - 6.0, HEIGHT - 6.0), "Made with Natural Earth", "small", "end");
    Some(svg.finish())
}

/// The part of the earth that holds some points (deg).
fn view(points: impl Iterator<Item = (f64, f64)> + Clone) -> Option<View> {
    let lats = points.clone().map(|p| p.0);
    let (south, north) = (lats.clone().reduce(f64::min)?, lats.reduce(f64::max)?);
    let lons = points.clone().map(|p| p.1);
    let (west, east) = (lons.clone().reduce(f64::min)?, lons.reduce(f64::max)?);
    let (middle, half) = ((south + north) / 2.0, (north - south) / 2.0);
    let parallels = (middle - half * 0.7, middle + half * 0.7 + 0.01);
    let conic = Conic::new(parallels, middle, (west + east) / 2.0);
    let projected: Vec<_> = points.map(|p| conic.project(p.0, p.1)).collect();
    let edge = |pick: fn(&(f64, f64)) -> f64, of: fn(f64, f64) -> f64| {
        projected.iter().map(pick).reduce(of)
    };
    let (left, right) = (edge(|p| p.0, f64::min)?, edge(|p| p.0, f64::max)?);
    let (low, high) = (edge(|p| p.1, f64::min)?, edge(|p| p.1, f64::max)?);
    let km_per_px = ((right - left) / (WIDTH - 60.0)).max((high - low) / (HEIGHT - 80.0)).max(0.05);
    Some(View {
        conic,
        centre_km: ((left + right) / 2.0, (low + high) / 2.0),
        km_per_px,
        size: (WIDTH, HEIGHT),
    })
}

/// A closed path.
fn line(view: &View, ring: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (at, point) in ring.iter().enumerate() {
        let (x, y) = view.place(*point);
        d += if at == 0 { "M" } else { "L" };
        d += &format!("{} {}", px(x), px(y));
    }
    if !d.is_empty() {
        d.push('z');
    }
    d
}
