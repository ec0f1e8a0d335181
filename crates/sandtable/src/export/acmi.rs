//! Tacview ACMI 2.2, text: objects that appear, move and go.

use super::About;
use crate::analysis::tracks::{Point, Track};
use crate::base::time::{NANOS_PER_SECOND, SimTime};
use crate::scenario::resolved::{Movement, Scenario, Unit, nominal};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Colours of sides in order of name; none stands for friend or foe.
const COLOURS: [&str; 6] = ["Blue", "Orange", "Green", "Violet", "Cyan", "Yellow"];

/// Decimals of a degree: 1e-7 is 1 cm.
const DECIMALS: usize = 7;

/// The run as an ACMI recording.
///
/// A formation of aircraft is as many objects in trail, one spacing apart along its track; every other
/// track is one object.
#[must_use]
pub fn acmi(about: &About<'_>) -> String {
    let scenario = about.scenario;
    let mut out = String::from("FileType=text/acmi/tacview\nFileVersion=2.2\n");
    let reference = about.at.unwrap_or(scenario.start);
    let head = [
        ("ReferenceTime", reference.to_iso()),
        ("Title", escaped(&scenario.title)),
        ("DataSource", format!("sandtable {}", env!("CARGO_PKG_VERSION"))),
        ("Comments", escaped(&comments(about))),
    ];
    for (key, value) in head {
        let _ = writeln!(out, "0,{key}={value}");
    }
    let mut frames: BTreeMap<SimTime, Vec<String>> = BTreeMap::new();
    let mut number = 0;
    for track in about.tracks {
        for (behind, lag_s) in lags(scenario, track).into_iter().enumerate() {
            number += 1;
            object(about, (track, number), (behind, lag_s), &mut frames);
        }
    }
    for (time, lines) in frames {
        let _ = writeln!(out, "#{}", seconds(time, reference));
        for line in lines {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

/// What a reader of the recording must know of the run: a counterfactual and every edit above all.
fn comments(about: &About<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(about.scenario.variant_label().map(|label| format!("{label}.")));
    parts.extend(about.edits.iter().map(|edit| format!("Edited: --set {edit}.")));
    parts.extend(about.injects.iter().map(|inject| format!("By hand: --inject {inject}.")));
    parts.push(about.scenario.notice.clone());
    parts.push(format!(
        "Seed {}, replication {}, digest {}.",
        about.seed, about.replication, about.digest
    ));
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// How far behind the track each object of it is (s): aircraft of a formation in trail.
fn lags(scenario: &Scenario, track: &Track) -> Vec<f64> {
    let unit = scenario.unit(track.unit);
    let flight = unit.orders.iter().find_map(|o| match &o.movement {
        Movement::Air(m) => Some(&m.flight),
        _ => None,
    });
    let Some(flight) = flight else { return vec![0.0] };
    let aircraft = nominal(scenario, flight.aircraft.param).round().max(1.0) as u32;
    let spacing_m = flight.spacing.as_ref().map_or(0.0, |s| nominal(scenario, s.param));
    let lag_s = spacing_m / nominal(scenario, flight.cruise.param).max(1.0);
    (0..aircraft).map(|n| f64::from(n) * lag_s).collect()
}

/// The frames of one object.
fn object(
    about: &About<'_>,
    (track, number): (&Track, u32),
    (behind, lag_s): (usize, f64),
    frames: &mut BTreeMap<SimTime, Vec<String>>,
) {
    let scenario = about.scenario;
    let points: Vec<Point> = match about.at {
        Some(time) => track.position(scenario, time).into_iter().collect(),
        None => track.points(scenario),
    };
    let mut last: Option<String> = None;
    for (at, point) in points.iter().enumerate() {
        // The rearmost lag behind while they move; a formation at rest is at one place.
        let moves = at + 1 < points.len() || points.len() == 1;
        let time = if moves { point.time.plus_s(lag_s) } else { point.time };
        let place = format!(
            "T={:.DECIMALS$}|{:.DECIMALS$}|{:.0}",
            point.lon_deg, point.lat_deg, point.height_m
        );
        let is_first = last.is_none();
        if last.as_ref() == Some(&place) && at + 1 < points.len() && !starts(&points, at) {
            continue;
        }
        let mut line = format!("{number:x},{place}");
        if is_first {
            line += &properties(about, track, behind);
        }
        last = Some(place);
        frames.entry(time).or_default().push(line);
    }
    if track.train > 0
        && let Some(end) = points.last()
    {
        frames
            .entry(SimTime(end.time.0 + NANOS_PER_SECOND))
            .or_default()
            .push(format!("-{number:x}"));
    }
}

/// True if a movement begins at a point: readers interpolate, so its place is said again there.
fn starts(points: &[Point], at: usize) -> bool {
    points.get(at + 1).is_some_and(|next| {
        next.lat_deg != points[at].lat_deg
            || next.lon_deg != points[at].lon_deg
            || next.height_m != points[at].height_m
    })
}

fn properties(about: &About<'_>, track: &Track, behind: usize) -> String {
    let unit = about.scenario.unit(track.unit);
    let mut name = about.name(track);
    if unit.aircraft.is_some() {
        name += &format!(" #{}", behind + 1);
    }
    let side = about.scenario.sides.iter().position(|s| s.id == unit.side).unwrap_or(0);
    format!(
        ",Name={},Type={},Coalition={},Color={},Group={}",
        escaped(&name),
        kind(unit),
        escaped(&unit.side),
        COLOURS[side % COLOURS.len()],
        escaped(&unit.kind_name)
    )
}

/// The type in ACMI's words.
fn kind(unit: &Unit) -> &'static str {
    if unit.aircraft.is_some() {
        "Air+FixedWing"
    } else if unit.readiness.is_some() {
        "Ground+AntiAircraft"
    } else {
        "Ground+Vehicle"
    }
}

/// Commas and line ends would end a property.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace('\n', "\\\n")
}

/// Seconds after the reference time, to a millisecond.
fn seconds(time: SimTime, reference: SimTime) -> String {
    format!("{:.3}", time.since_s(reference))
}
