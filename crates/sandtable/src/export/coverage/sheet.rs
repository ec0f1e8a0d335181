//! Coverage as a map: for each unit a band between the 10 and 90 % quantiles of its range, and the median; over
//! terrain the cells that it sees, in three tones.

use super::Sheet;
use super::cells::Polygon;
use crate::export::svg::{Conic, Land, Svg, View, px};

/// Width of the drawing (px).
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 760.0;
/// Width of a letter of the labels at most (px): of 12 px letters, wide ones among them.
const LETTER: f64 = 6.8;
/// Height of a line of text (px).
const LINE: f64 = 16.0;
/// Styles: bands by shading, medians by dashes, so that colour is never alone.
const STYLE: &str = "<style>.sea{fill:#eef3f7}.land{fill:#fbfaf6;stroke:#9a958a;stroke-width:.6}\
.home{fill:#f3efe0;stroke:#5c574d;stroke-width:1}path.band{stroke:none;fill-opacity:.16;fill-rule:evenodd}\
.median{fill:none;stroke-width:1.4}.u0{fill:#0b4f8a;stroke:#0b4f8a}.u1{fill:#8a3b0b;stroke:#8a3b0b;\
stroke-dasharray:6 3}.u2{fill:#2e6b2e;stroke:#2e6b2e;stroke-dasharray:2 3}.u3{fill:#5b2a86;stroke:#5b2a86;\
stroke-dasharray:9 3 2 3}.median.u0,.median.u1,.median.u2,.median.u3{fill:none}.page{fill:#fff}.label,.small{font:12px \
system-ui,sans-serif;fill:#222}.head{font:600 15px system-ui,sans-serif;fill:#111}.scale{stroke:#222}\
.s0,.s1,.s2,.s3{fill:#222}</style>";

/// The map of a height; `None` if there is no such height or nobody sees anything.
#[must_use]
pub fn sheet(sheet: &Sheet<'_>, land: &Land, height: usize) -> Option<String> {
    let height_m = *sheet.question.heights_m.get(height)?;
    let shapes: Vec<[Vec<Polygon>; 3]> =
        (0..sheet.units.len()).map(|u| [0, 1, 2].map(|q| sheet.shape(u, height, q))).collect();
    let seen = shapes.iter().flat_map(|s| s[2].iter().flatten().flatten());
    let view = view(seen.chain(sheet.units.iter().map(|u| &u.at)).copied())?;
    shapes.iter().any(|s| !s[2].is_empty()).then_some(())?;
    let title = format!("What is seen at {height_m:.0} m above the ground");
    let mut words = Vec::new();
    for text in [sheet.line(), key(sheet), sheet.scenario.notice.clone()] {
        words.extend(wrapped(&text, ((WIDTH - 24.0) / LETTER) as usize));
    }
    let below = 8.0 + LINE * words.len() as f64;
    let mut svg = Svg::new(WIDTH, HEIGHT + below, &title, &sheet.line());
    svg.style(STYLE);
    svg.rect((0.0, 0.0), (WIDTH, HEIGHT), "sea", "");
    svg.land(land, &view, "Belarus");
    for (number, shapes) in shapes.iter().enumerate() {
        let class = format!("u{}", number % 4);
        let [low, middle, high] = [0, 1, 2].map(|q| lines(&view, &shapes[q]));
        if sheet.cells.is_some() {
            // One on the other: the more draws see a cell, the darker it is.
            for part in [high, middle, low] {
                svg.path(&part, &format!("band {class}"));
            }
        } else {
            svg.path(&format!("{high}{low}"), &format!("band {class}"));
            svg.path(&middle, &format!("median {class}"));
        }
    }
    // Land that is far outside the view reaches over its edge.
    svg.rect((0.0, HEIGHT), (WIDTH, below), "page", "");
    names(&mut svg, sheet, &view, height);
    svg.text((12.0, 22.0), &title, "head", "start");
    scale_bar(&mut svg, &view);
    svg.text((WIDTH - 6.0, HEIGHT - 6.0), "Made with Natural Earth", "small", "end");
    for (number, words) in words.iter().enumerate() {
        svg.text((12.0, HEIGHT + LINE * (number + 1) as f64), words, "small", "start");
    }
    Some(svg.finish())
}

/// What is drawn, in a sentence.
fn key(sheet: &Sheet<'_>) -> String {
    match sheet.cells.and_then(|cells| cells.first()?.first()) {
        Some(raster) => format!(
            "shaded: cells of {} deg that are seen in at least 10, 50 and 90 % of the draws, the darker the more; \
             beside a name: where an inbound target is first seen, the median over the bearings (its 10 and 90 % quantiles)",
            raster.cell_deg
        ),
        None => "shaded: range between its 10 and 90 % quantiles over site, antenna, air and radar; line: median. \
                 Everything nearer is seen"
            .to_owned(),
    }
}

/// Sites with their names, inside the drawing.
fn names(svg: &mut Svg, sheet: &Sheet<'_>, view: &View, height: usize) {
    for (number, unit) in sheet.units.iter().enumerate() {
        let at = view.place(unit.at);
        let [low, middle, high] = unit.heights[height].typical_m.map(|m| km(m / 1e3));
        svg.symbol(at, number % 4, &format!("{}: {low} to {high} km", unit.unit));
        let figures = format!(" {middle} km ({low}-{high})");
        let room = ((WIDTH - 16.0) / LETTER) as usize - figures.len();
        let name = shortened(&unit.unit, room);
        // Units at one site write one under the other.
        let above = sheet.units[..number].iter().filter(|u| u.at == unit.at).count() as f64;
        let words = format!("{name}{figures}");
        let (x, anchor) = beside(at.0, words.chars().count() as f64 * LETTER);
        let y = (at.1 + 4.0 + 14.0 * above).clamp(38.0, HEIGHT - 24.0);
        svg.text((x, y), &words, "label", anchor);
    }
}

/// Kilometres: whole ones, or tenths of few.
fn km(x: f64) -> String {
    if x < 20.0 { format!("{x:.1}") } else { format!("{x:.0}") }
}

/// Where a label of a width stands beside a symbol, and its anchor: right, else left, else along the edge.
fn beside(x: f64, width: f64) -> (f64, &'static str) {
    if x + 8.0 + width <= WIDTH - 4.0 {
        (x + 8.0, "start")
    } else if x - 8.0 - width >= 4.0 {
        (x - 8.0, "end")
    } else {
        ((WIDTH - 4.0 - width).max(4.0), "start")
    }
}

fn shortened(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(1)).chain(['…']).collect()
}

/// Text in lines of so many letters at most; a longer word is broken.
fn wrapped(text: &str, letters: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let letters_of: Vec<char> = word.chars().collect();
        for (part, piece) in letters_of.chunks(letters.max(1)).enumerate() {
            let piece: String = piece.iter().collect();
            let fits = |line: &String| line.chars().count() + 1 + piece.chars().count() <= letters;
            match lines.last_mut().filter(|line| part == 0 && fits(line)) {
                Some(line) => *line += &format!(" {piece}"),
                None => lines.push(piece),
            }
        }
    }
    lines
}

fn scale_bar(svg: &mut Svg, view: &View) {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let wanted_km = 110.0 * view.km_per_px;
    let km = steps.into_iter().rev().find(|s| *s <= wanted_km).unwrap_or(1.0);
    let (x, y) = (12.0, HEIGHT - 10.0);
    let end = x + km / view.km_per_px;
    svg.line((x, y), (end, y), "scale");
    svg.line((x, y - 4.0), (x, y + 4.0), "scale");
    svg.line((end, y - 4.0), (end, y + 4.0), "scale");
    svg.text((end + 5.0, y + 4.0), &format!("{km:.0} km"), "small", "start");
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
    let km_per_px = ((right - left) / (WIDTH - 60.0)).max((high - low) / (HEIGHT - 80.0)).max(0.01);
    Some(View {
        conic,
        centre_km: ((left + right) / 2.0, (low + high) / 2.0),
        km_per_px,
        size: (WIDTH, HEIGHT),
    })
}

/// Closed paths around polygons and their holes.
fn lines(view: &View, polygons: &[Polygon]) -> String {
    polygons.iter().flatten().map(|ring| line(view, ring)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_inside() {
        let text = "one two three fourandmore5 six";
        let lines = wrapped(text, 9);
        assert_eq!(lines, ["one two", "three", "fourandmo", "re5 six"]);
        assert_eq!(
            (shortened("radar", 5), shortened("radars", 5)),
            ("radar".into(), "rada…".into())
        );
        assert_eq!(beside(100.0, 300.0), (108.0, "start"));
        assert_eq!(beside(800.0, 300.0), (792.0, "end"));
        let (x, anchor) = beside(450.0, 800.0);
        assert!(anchor == "start" && x >= 4.0 && x + 800.0 <= WIDTH);
    }
}
