//! The calendar: phases, tasks and turns of duty as bars, norms as counts.

use super::readiness::days;
use super::{ReportInput, figure, table, when};
use crate::base::time::SimTime;
use crate::export::svg::{Svg, escaped};
use crate::record::{Act, Body, Part};
use std::collections::BTreeMap;

/// Left of the bars: names (px).
const LEFT_PX: f64 = 190.0;
/// Width of the drawing (px).
const WIDTH_PX: f64 = 780.0;
/// Height of a row (px).
const STEP_PX: f64 = 17.0;
/// Above the rows: dates (px).
const TOP_PX: f64 = 26.0;

/// A bar, or several in one row.
struct Row {
    what: Part,
    id: String,
    bars: Vec<(SimTime, SimTime, String)>,
    held: bool,
}

pub(super) fn section(input: &ReportInput<'_>) -> String {
    let rows = rows(input);
    let norms = norms(input);
    if rows.is_empty() && norms.is_empty() {
        return String::new();
    }
    let mut out = String::from("<h2 id=\"calendar\">Calendar</h2>\n");
    if !rows.is_empty() {
        let caption = "This run from the start of the period to its end: phases (outlined), tasks from begin to end, and duty \
                       rosters with a bar for each turn. A task that nobody could hold is a short stroke at its time. Norms, \
                       injects and remarks are not drawn.";
        out += &figure(&chart(input, &rows), caption);
        out += &task_table(input);
    }
    if !norms.is_empty() {
        let head = ["norm", "kept", "missed", "what it measures"];
        out += &table("Norms in this run", &head, &norms);
    }
    out
}

fn rows(input: &ReportInput<'_>) -> Vec<Row> {
    let mut rows: BTreeMap<(Part, String), Row> = BTreeMap::new();
    for row in &input.log.rows {
        let Body::Exercise { what, id, act, text, .. } = &row.body else { continue };
        if !matches!(what, Part::Phase | Part::Task | Part::Roster) {
            continue;
        }
        let entry = rows.entry((*what, id.to_string())).or_insert_with(|| Row {
            what: *what,
            id: id.to_string(),
            bars: Vec::new(),
            held: false,
        });
        let end = input.scenario.end;
        match act {
            Act::Begins | Act::OnDuty => {
                if let (Part::Roster, Some(last)) = (what, entry.bars.last_mut()) {
                    last.1 = row.time;
                }
                entry.held = true;
                entry.bars.push((row.time, end, text.to_string()));
            }
            Act::Ends => {
                if let Some(last) = entry.bars.last_mut() {
                    last.1 = row.time;
                }
            }
            Act::NotHeld => entry.bars.push((row.time, row.time, text.to_string())),
            _ => {}
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|r| (r.what, r.bars.first().map(|b| b.0)));
    rows
}

fn chart(input: &ReportInput<'_>, rows: &[Row]) -> String {
    let height = TOP_PX + rows.len() as f64 * STEP_PX + 6.0;
    let about = "Times are in the table below.";
    let mut svg = Svg::new(WIDTH_PX, height, "Calendar of the exercise", about);
    let (from, until) = (input.scenario.start, input.scenario.end);
    let x = |t: SimTime| {
        let share = t.since_s(from) / until.since_s(from).max(1.0);
        LEFT_PX + share.clamp(0.0, 1.0) * (WIDTH_PX - LEFT_PX - 14.0)
    };
    for (at, label) in days(from, until, &x) {
        svg.line((at, TOP_PX - 6.0), (at, height - 4.0), "grid");
        svg.text((at, TOP_PX - 10.0), &label, "small", "middle");
    }
    for (at, row) in rows.iter().enumerate() {
        let y = TOP_PX + at as f64 * STEP_PX;
        svg.text((LEFT_PX - 8.0, y + 11.0), &row.id, "name", "end");
        let class = match row.what {
            Part::Phase => "phase",
            Part::Roster => "p2",
            _ => "p0",
        };
        for (start, end, text) in &row.bars {
            let width = (x(*end) - x(*start)).max(2.0);
            let title = format!("{} to {}: {text}", start.to_short(), end.to_short());
            let (top, tall) = if row.held { (y + 2.0, STEP_PX - 5.0) } else { (y + 7.0, 2.0) };
            svg.rect((x(*start), top), (width - 0.6, tall), class, &title);
        }
    }
    svg.finish()
}

fn task_table(input: &ReportInput<'_>) -> String {
    let mut rows = Vec::new();
    for row in &input.log.rows {
        let Body::Exercise { what: Part::Task, id, act, value, limit, text } = &row.body else {
            continue;
        };
        let said = match act {
            Act::Begins => {
                format!("{:.0} of {:.0} take part", value.unwrap_or(0.0), limit.unwrap_or(0.0))
            }
            Act::NotHeld => "not held".to_owned(),
            Act::Misses => "missing".to_owned(),
            _ => continue,
        };
        rows.push(vec![escaped(id), when(input, row.time), said, escaped(text)]);
    }
    let inner = table("Tasks of this run", &["task", "when", "held", "who"], &rows);
    format!("<details><summary>The tasks as a table</summary>\n{inner}</details>\n")
}

fn norms(input: &ReportInput<'_>) -> Vec<Vec<String>> {
    let mut counts: BTreeMap<&str, (u32, u32, bool)> = BTreeMap::new();
    for row in &input.log.rows {
        let Body::Exercise { what: Part::Norm, id, act, .. } = &row.body else { continue };
        let entry = counts.entry(id).or_default();
        match act {
            Act::Passed => entry.0 += 1,
            Act::Failed => entry.1 += 1,
            Act::NotMeasured => entry.2 = true,
            _ => {}
        }
    }
    let made = input.scenario.norms.iter().map(|norm| {
        let (kept, missed, unmeasured) = counts.get(norm.id.as_str()).copied().unwrap_or_default();
        let cells = if unmeasured {
            ("not measured".to_owned(), String::new())
        } else {
            (kept.to_string(), missed.to_string())
        };
        vec![escaped(&norm.id), cells.0, cells.1, escaped(&norm.name)]
    });
    made.collect()
}
