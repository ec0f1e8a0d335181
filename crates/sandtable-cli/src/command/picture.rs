//! `sandtable picture`: how well what flew in the drills of a run was seen and followed.

use crate::args::PictureArgs;
use crate::exit::Failure;
use crate::input::again;
use crate::output::{json, line, table};
use sandtable::analysis::seen::{FlightSeen, TaskSeen, flights_seen, tasks_seen};
use sandtable::scenario::Scenario;
use serde_json::json;

/// Over what radars look in the engine.
pub const OVER: &str = "over a smooth earth (no hill hides anything)";

/// Prints the drills of a run, or each flight.
pub fn picture(args: &PictureArgs) -> Result<(), Failure> {
    let again = again(args.run.as_deref())?;
    let scenario = &again.scenario;
    let mut flights = flights_seen(scenario, &again.log);
    if let Some(task) = &args.task {
        if !scenario.tasks.iter().any(|t| t.id == *task) {
            return Err(super::unknown_task(scenario, task));
        }
        flights.retain(|f| f.task == *task);
    }
    let tasks = tasks_seen(&flights);
    if args.json {
        json(&json!({
            "scenario": scenario.id, "over": OVER, "fidelity": again.folder.manifest.fidelity,
            "notice": scenario.notice, "tasks": tasks, "rows": flights,
        }));
        return Ok(());
    }
    if flights.is_empty() {
        line("nothing flew in a drill of this run");
        return Ok(());
    }
    line(&format!("seen {OVER}, tracks at fidelity {}", again.folder.manifest.fidelity));
    line(&task_table(scenario, &tasks));
    line(&super::seeing_line(scenario));
    if args.flights || args.task.is_some() {
        line(&flight_table(&flights));
    } else {
        line("next: sandtable picture --flights, or --task ID");
    }
    line(&scenario.notice);
    Ok(())
}

/// A row for each task and kind of flights.
pub fn task_table(scenario: &Scenario, tasks: &[TaskSeen]) -> String {
    let rows: Vec<_> = tasks
        .iter()
        .map(|t| {
            let name = scenario.tasks.iter().find(|s| s.id == t.task);
            vec![
                name.map_or_else(|| t.task.clone(), |s| s.name.clone()),
                t.kind.clone(),
                format!("{}/{}/{}", t.flights, t.seen, t.held),
                t.first_after_s.map_or("-".to_owned(), |s| format!("{s:.0} s")),
                t.first_range_m.map_or("-".to_owned(), |m| format!("{:.0} km", m / 1e3)),
                format!("{:.0} %", 100.0 * t.completeness),
                t.breaks_per_h.map_or("-".to_owned(), |b| format!("{b:.1}")),
            ]
        })
        .collect();
    let head = ["drill", "flights", "flown/seen/held", "first after", "at", "held", "breaks/h"];
    table(&head, &rows, &[2, 3, 4, 5, 6])
}

fn flight_table(flights: &[FlightSeen]) -> String {
    let rows: Vec<_> = flights
        .iter()
        .map(|f| {
            let (by, after, at) = match &f.first {
                None => ("nobody".to_owned(), "-".to_owned(), "-".to_owned()),
                Some(first) => (
                    format!("{} {}", first.unit, first.sensor),
                    format!("{:.0} s", first.after_s),
                    format!("{:.0} km", first.range_m / 1e3),
                ),
            };
            vec![
                f.flight.trim_start_matches("flights/").to_owned(),
                by,
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
    let head =
        ["flight", "first seen by", "after", "at", "trackers", "held", "breaks", "gap", "swaps"];
    table(&head, &rows, &[2, 3, 4, 5, 6, 7, 8])
}
