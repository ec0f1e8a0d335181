//! The moments on maps: the way there where something is on it, the theatre always.

use super::{Moment, ReportInput, figure, moments, side_of, when};
use crate::analysis::tracks::Track;
use crate::export::svg::{Conic, Marker, View, draw_map, escaped};

/// Size of the map of the theatre (px): a narrow screen shows it whole, letters at their own size.
const THEATRE_PX: (f64, f64) = (360.0, 280.0);
/// Size of the map of the whole way (px).
const WIDE_PX: (f64, f64) = (360.0, 170.0);
/// Around all positions of a map (px).
const MARGIN_PX: f64 = 30.0;

pub(super) fn section(input: &ReportInput<'_>) -> String {
    let mut out = String::from("<h2 id=\"moments\">Six moments</h2>\n");
    out += "<p>Positions are the model\u{2019}s, good to the precision of their sources; trains are drawn between stations by \
            kilometre, not on a railway line. A symbol stands for all objects of a side at one spot. \u{2248} marks a unit that is near the spot drawn: its own position is \
            not public, and the place that stands for it is named by judgement or invention.</p>\n<div class=\"maps\">\n";
    let all = moments(input);
    for moment in &all {
        out += &one(input, moment);
    }
    out + "</div>\n"
}

fn one(input: &ReportInput<'_>, moment: &Moment) -> String {
    let (theatre, wide) = views(input);
    let markers = markers(input, moment);
    let outside = |m: &&Marker| !theatre.shows(theatre.place(m.at));
    let far = markers.iter().filter(outside).count();
    let near = markers.len() - far;
    let caption = format!("{}: {}. {}", moment.title, when(input, moment.time), moment.text);
    let mut svg = String::new();
    if far > 0 {
        let about = format!("{far} objects are outside the map of the theatre.");
        svg += &draw_map((&moment.title, &about), (input.world, ""), &wide, &markers);
    }
    let about = format!("{near} objects are on the map of the theatre.");
    svg += &draw_map((&moment.title, &about), (input.theatre, &home(input)), &theatre, &markers);
    format!("<section><h3>{}</h3>\n{}</section>\n", escaped(&moment.title), figure(&svg, &caption))
}

/// Objects that have a position then, one for each track.
fn markers(input: &ReportInput<'_>, moment: &Moment) -> Vec<Marker> {
    let of = |track: &Track| {
        let unit = input.scenario.unit(track.unit);
        let point = track.position(input.scenario, moment.time)?;
        // A place whose own position is not public is drawn at another's: the name says so.
        let stays = track.stays_at(moment.time).map(|p| input.scenario.place(p));
        let about = if stays.is_some_and(|p| p.near.is_some()) { "\u{2248}" } else { "" };
        Some(Marker {
            at: (point.lat_deg, point.lon_deg),
            side: side_of(input, &unit.side),
            name: format!("{about}{}", unit.id),
        })
    };
    // The unit that the moment is about has the first choice of a label.
    let about = |track: &&Track| {
        !moment.text.starts_with(&format!("{} ", input.scenario.unit(track.unit).id))
    };
    let mut tracks: Vec<&Track> = input.tracks.iter().collect();
    tracks.sort_by_key(about);
    tracks.into_iter().filter_map(of).collect()
}

/// The country in which most units end up: it is picked out on the map.
fn home(input: &ReportInput<'_>) -> String {
    let mut names: Vec<&str> = input
        .scenario
        .units
        .iter()
        .flat_map(|u| u.orders.iter())
        .filter_map(|o| match &o.movement {
            crate::scenario::resolved::Movement::Rail(m) => Some(m.journeys.way(0).site),
            _ => None,
        })
        .filter_map(|site| input.scenario.place(site).country.as_deref())
        .collect();
    names.sort_unstable();
    let most = names.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).map(|c| c[0]);
    let mut letters = most.unwrap_or("").chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

/// The theatre (where units end) and the whole (where anything ever is), for all moments alike.
fn views(input: &ReportInput<'_>) -> (View, View) {
    let last =
        |t: &Track| t.position(input.scenario, input.scenario.end).map(|p| (p.lat_deg, p.lon_deg));
    let ends: Vec<_> = input
        .tracks
        .iter()
        .filter(|t| {
            !t.cut_off && input.dates.iter().any(|d| d.unit == t.unit && d.present.is_some())
        })
        .filter_map(last)
        .collect();
    let all: Vec<_> = input
        .tracks
        .iter()
        .flat_map(Track::places)
        .filter_map(|p| input.scenario.place(p).at)
        .collect();
    let ends = if ends.is_empty() { all.clone() } else { ends };
    (fitted(&ends, THEATRE_PX, 0.8), fitted(&all, WIDE_PX, 1.0))
}

/// A view that shows all places, with at least so many kilometres a pixel.
fn fitted(places: &[(f64, f64)], size: (f64, f64), least: f64) -> View {
    let bounds = |pick: fn(&(f64, f64)) -> f64| {
        let values = places.iter().map(pick);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((south, north), (west, east)) = (bounds(|p| p.0), bounds(|p| p.1));
    let (middle, half) = ((south + north) / 2.0, ((north - south) / 2.0).max(3.0));
    let conic =
        Conic::new((middle - half * 0.7, middle + half * 0.7 + 0.01), middle, (west + east) / 2.0);
    let points: Vec<_> = places.iter().map(|p| conic.project(p.0, p.1)).collect();
    let range = |pick: fn(&(f64, f64)) -> f64| {
        let values = points.iter().map(pick);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((x0, x1), (y0, y1)) = (range(|p| p.0), range(|p| p.1));
    let room = (size.0 - 2.0 * MARGIN_PX, size.1 - 2.0 * MARGIN_PX);
    let km_per_px = ((x1 - x0) / room.0).max((y1 - y0) / room.1).max(least);
    View { conic, centre_km: ((x0 + x1) / 2.0, (y0 + y1) / 2.0), km_per_px, size }
}
