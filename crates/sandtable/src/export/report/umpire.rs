//! The umpire's score of the drills: a table, the times of each step as bars, who leaked and why.

use super::{ReportInput, figure, table};
use crate::analysis::score::curve::DrillCurve;
use crate::analysis::score::{DrillScore, Spread, Step, scores};
use crate::export::svg::{Svg, escaped};

/// Left of the bars: names (px).
const LEFT_PX: f64 = 170.0;
/// Width of the drawing (px).
const WIDTH_PX: f64 = 780.0;
/// Height of a bar with its gap (px).
const STEP_PX: f64 = 13.0;
/// Above the bars of a drill: its name (px).
const HEAD_PX: f64 = 22.0;
/// Above all: minutes (px).
const TOP_PX: f64 = 26.0;

pub(super) fn section(input: &ReportInput<'_>) -> String {
    let drills = scores(input.scenario, input.log);
    if drills.is_empty() {
        return String::new();
    }
    let mut out = String::from("<h2 id=\"umpire\">The umpire's score of the drills</h2>\n");
    out += "<p>Shots are electronic, and every kill probability is assumed: no number below says what a weapon can do. A \
            mock flight is engaged if a battery launched at it; if nobody did, it leaked. Own and neutral flights are \
            barred from fire.</p>\n";
    out += &drill_table(&drills);
    if drills.iter().any(|d| d.steps.iter().any(|s| s.time.n > 0)) {
        let caption = "Minutes from a mock flight's beginning, or the drill's for one under way before, to each step. A bar \
                       is the 5 to 95 % range over the flights that got there, the stroke in it their median; fewer flights get \
                       to the later steps.";
        out += &figure(&chart(&drills), caption);
        out += &step_table(&drills);
    }
    out += &leaker_table(&drills);
    out += &wrong_table(&drills);
    out += &double_table(&drills);
    if let Some(curves) = input.curve {
        out += &curve_table(curves);
    }
    out
}

/// `2 (1 to 5)`: median, 5 and 95 %.
fn range(s: &Spread, unit: &str) -> String {
    match (s.q05, s.q50, s.q95) {
        (Some(low), Some(mid), Some(high)) => format!("{mid:.0}{unit} ({low:.0} to {high:.0})"),
        (_, Some(mid), _) => format!("{mid:.0}{unit}"),
        _ => "\u{2013}".to_owned(),
    }
}

fn drill_table(drills: &[DrillScore]) -> String {
    let rows: Vec<_> = drills
        .iter()
        .map(|d| {
            let (kept, missed) = d
                .norms
                .iter()
                .fold((0, 0), |(kept, missed), n| (kept + n.passed, missed + n.failed));
            vec![
                escaped(&d.name),
                d.flown.to_string(),
                d.engaged.to_string(),
                d.never_hit.len().to_string(),
                d.leaked.to_string(),
                range(&d.fire.rounds_per_target, ""),
                format!(
                    "{} + {}",
                    d.identities.mock_called_neutral, d.identities.others_called_hostile
                ),
                d.doubles.len().to_string(),
                format!("{kept}, {missed}"),
            ]
        })
        .collect();
    let head = [
        "drill",
        "mock flights",
        "engaged",
        "engaged, never hit",
        "leaked",
        "rounds at a target",
        "wrong identifications",
        "double engagements",
        "norms kept, missed",
    ];
    let caption = "Drills of this run. Rounds: median with the 5 to 95 % range. Wrong identifications: mock flights called \
                   neutral + own or neutral flights called hostile";
    table(caption, &head, &rows)
}

fn chart(drills: &[DrillScore]) -> String {
    let shown = |d: &DrillScore| d.steps.iter().filter(|s| s.time.n > 0).count();
    let tall: f64 = drills.iter().map(|d| HEAD_PX + shown(d) as f64 * STEP_PX).sum();
    let height = TOP_PX + tall + 8.0;
    let about = "The table below holds the same times.";
    let mut svg = Svg::new(WIDTH_PX, height, "Times of each step, drill by drill", about);
    let times = drills.iter().flat_map(|d| &d.steps).map(|s| &s.time);
    let most_s = times.filter_map(|t| t.q95.or(t.q50)).fold(60.0, f64::max);
    let x = |s: f64| LEFT_PX + s / most_s * (WIDTH_PX - LEFT_PX - 20.0);
    for minute in minutes(most_s / 60.0) {
        let at = x(minute * 60.0);
        svg.line((at, TOP_PX - 6.0), (at, height - 4.0), "grid");
        svg.text((at, TOP_PX - 10.0), &format!("{minute:.0} min"), "small", "middle");
    }
    let mut y = TOP_PX;
    for drill in drills {
        svg.text((4.0, y + 14.0), &drill.name, "name", "start");
        y += HEAD_PX;
        for step in drill.steps.iter().filter(|s| s.time.n > 0) {
            svg.text((LEFT_PX - 8.0, y + 9.0), Step::words(&step.step), "small", "end");
            bar(&mut svg, &x, y, &step.time);
            y += STEP_PX;
        }
    }
    svg.finish()
}

fn bar(svg: &mut Svg, x: &dyn Fn(f64) -> f64, y: f64, time: &Spread) {
    let Some(mid) = time.q50 else { return };
    let (low, high) = (time.q05.unwrap_or(mid), time.q95.unwrap_or(mid));
    let flights = if time.n == 1 { "flight" } else { "flights" };
    let title = format!("{low:.0} to {high:.0} s, median {mid:.0} s, {} {flights}", time.n);
    svg.rect((x(low), y), ((x(high) - x(low)).max(1.5), STEP_PX - 3.0), "p0", &title);
    svg.line((x(mid), y), (x(mid), y + STEP_PX - 3.0), "mid");
}

/// Whole minutes for an axis, a dozen at most.
fn minutes(most: f64) -> Vec<f64> {
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0];
    let every = steps.into_iter().find(|s| most / s <= 12.0).unwrap_or(240.0);
    let count = (most / every) as u32;
    (0..=count).map(|n| f64::from(n) * every).collect()
}

fn step_table(drills: &[DrillScore]) -> String {
    let rows: Vec<_> = Step::ALL
        .iter()
        .enumerate()
        .map(|(at, step)| {
            let mut row = vec![Step::words(step.name()).to_owned()];
            row.extend(drills.iter().map(|d| {
                let time = d.steps.get(at).map(|s| s.time);
                time.filter(|t| t.n > 0).map_or_else(
                    || "\u{2013}".to_owned(),
                    |t| format!("{}, {} of {}", range(&t, " s"), t.n, d.flown),
                )
            }));
            row
        })
        .collect();
    let mut head = vec!["step"];
    head.extend(drills.iter().map(|d| d.name.as_str()));
    let caption = "Median time of each step, its 5 to 95 % range, and how many flights got there";
    let inner = table(caption, &head, &rows);
    format!("<details><summary>The times as a table</summary>\n{inner}</details>\n")
}

/// A flight's name without its folder.
fn short(flight: &str) -> &str {
    flight.rsplit('/').next().unwrap_or(flight)
}

fn leaker_table(drills: &[DrillScore]) -> String {
    let mut rows = Vec::new();
    for drill in drills {
        for one in &drill.leakers {
            let flights: Vec<_> = one.flights.iter().map(|f| escaped(short(f))).collect();
            rows.push(vec![
                escaped(&drill.name),
                escaped(&one.reason),
                one.count.to_string(),
                flights.join(", "),
            ]);
        }
    }
    if rows.is_empty() {
        return "<p>Every mock flight was engaged.</p>\n".to_owned();
    }
    let head = ["drill", "why nothing was launched", "flights", "which"];
    table("Mock flights that leaked, by the umpire's reason", &head, &rows)
}

fn wrong_table(drills: &[DrillScore]) -> String {
    let mut rows = Vec::new();
    for drill in drills {
        for one in &drill.identities.wrong {
            let after = match (one.barred, one.corrected) {
                (true, _) => "the umpire barred it",
                (false, true) => "rightly at another time",
                (false, false) => "",
            };
            rows.push(vec![
                escaped(&drill.name),
                format!("{} ({})", escaped(short(&one.flight)), escaped(&one.kind)),
                escaped(&one.called),
                escaped(&one.unit),
                after.to_owned(),
            ]);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let head = ["drill", "flight", "called", "by", "and then"];
    let inner = table("Wrong identifications", &head, &rows);
    format!(
        "<details><summary>All {} wrong identifications</summary>\n{inner}</details>\n",
        rows.len()
    )
}

fn double_table(drills: &[DrillScore]) -> String {
    let mut rows = Vec::new();
    for drill in drills {
        for one in &drill.doubles {
            let disturbed = one.disturbed.as_ref();
            rows.push(vec![
                escaped(&drill.name),
                escaped(short(&one.flight)),
                format!("{}, {}", escaped(&one.first), escaped(&one.second)),
                format!("{:.0} s", one.overlap_s),
                if one.both_launched { "both" } else { "not both" }.to_owned(),
                disturbed.map_or_else(
                    || "nothing".to_owned(),
                    |d| format!("{} ({})", escaped(&d.what), escaped(&d.unit)),
                ),
            ]);
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let head = ["drill", "flight", "units", "at once for", "launched", "out of order"];
    let inner = table("Two units at one flight at the same time", &head, &rows);
    format!(
        "<details><summary>All {} double engagements</summary>\n{inner}</details>\n",
        rows.len()
    )
}

fn curve_table(curves: &[DrillCurve]) -> String {
    let shot: Vec<_> = curves.iter().filter(|c| c.points.iter().any(|p| p.engaged > 0)).collect();
    let Some(first) = shot.first() else { return String::new() };
    let percent = |x: f64| format!("{:.0}", 100.0 * x);
    let rows: Vec<_> = first
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| {
            let mut row = vec![format!("{:.1}", point.kill)];
            row.extend(shot.iter().map(|curve| {
                curve.points.get(at).map_or_else(
                    || "\u{2013}".to_owned(),
                    |p| format!("{} ({})", percent(p.share), percent(p.closed_form)),
                )
            }));
            row
        })
        .collect();
    let mut head = vec!["kill probability"];
    head.extend(shot.iter().map(|c| c.name.as_str()));
    let caption = "Mock flights hit, of 100 that flew, if every round of every battery had one kill probability: counted in \
                   this run played again, and in brackets by the closed form for the rounds launched, which is too low where \
                   a battery stops after a hit and too high where rounds meet nobody";
    table(caption, &head, &rows)
}
