//! What was seen of the flights of the drills: a table by drill, and every flight folded away below it.

use super::{ReportInput, table};
use crate::analysis::seen::{FlightSeen, flights_seen, kind_words, tasks_seen};
use crate::export::svg::escaped;
use crate::record::Body;

pub(super) fn section(input: &ReportInput<'_>) -> String {
    let flights = flights_seen(input.scenario, input.log);
    if flights.is_empty() {
        return String::new();
    }
    let fidelity = input.log.rows.iter().find_map(|row| match &row.body {
        Body::Quality(quality) => Some(quality.fidelity.name()),
        _ => None,
    });
    let mut out = String::from("<h2 id=\"drills\">What the radars saw in the drills</h2>\n");
    out += &format!(
        "<p>Mock flights are electronic and stay inside the host country. Radars look over a smooth effective earth: no \
         hill hides anything. Tracks are kept at fidelity {}. A picture is what has reached a post, when it has reached \
         it. How the radars look is assumed or notional, as the sources below say.</p>\n",
        fidelity.unwrap_or("L1")
    );
    let dash = || "\u{2013}".to_owned();
    let rows: Vec<_> = tasks_seen(&flights)
        .iter()
        .map(|t| {
            let task = input.scenario.tasks.iter().find(|s| s.id == t.task);
            vec![
                escaped(task.map_or(&t.task, |s| &s.name)),
                format!("{} {}", t.flights, kind_words(&t.kind)),
                t.seen.to_string(),
                t.first_after_s.map_or_else(dash, |s| format!("{s:.0} s")),
                t.first_range_m.map_or_else(dash, |m| format!("{:.0} km", m / 1e3)),
                t.held.to_string(),
                format!("{:.0} %", 100.0 * t.completeness),
                t.breaks_per_h.map_or_else(dash, |b| format!("{b:.1}")),
            ]
        })
        .collect();
    let head = [
        "drill",
        "flights",
        "seen",
        "first seen after (median)",
        "at (median)",
        "held by the highest post",
        "of their time",
        "breaks an hour",
    ];
    out += &table("Flights of the drills in this run", &head, &rows);
    out += &format!(
        "<details><summary>All {} flights: first detection and continuity</summary>\n{}</details>\n",
        flights.len(),
        each(&flights)
    );
    out
}

fn each(flights: &[FlightSeen]) -> String {
    let rows: Vec<_> = flights
        .iter()
        .map(|f| {
            let first = f.first.as_ref().map(|first| {
                (
                    format!("{}, {}", first.unit, first.sensor),
                    format!("{:.0} s", first.after_s),
                    format!("{:.0} km", first.range_m / 1e3),
                )
            });
            let (by, after, at) = first.unwrap_or_else(|| {
                ("nobody".to_owned(), "\u{2013}".to_owned(), "\u{2013}".to_owned())
            });
            vec![
                escaped(f.flight.trim_start_matches("flights/")),
                escaped(&by),
                after,
                at,
                f.trackers.to_string(),
                format!("{:.0} %", 100.0 * f.held),
                f.breaks.to_string(),
                format!("{:.0} s", f.longest_gap_s),
                f.swaps.to_string(),
            ]
        })
        .collect();
    let head = [
        "flight",
        "first seen by",
        "after",
        "at",
        "units with a track",
        "held",
        "breaks",
        "longest gap",
        "swaps",
    ];
    table("Each flight", &head, &rows)
}
