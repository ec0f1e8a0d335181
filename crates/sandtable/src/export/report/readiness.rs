//! When units are present, set up, on duty: this run's marks over the spread of the replications.

use super::{ReportInput, figure, table, when};
use crate::analysis::{DateSummary, DatedState, summarise};
use crate::base::time::{SECONDS_PER_DAY, SimTime};
use crate::export::svg::{Svg, escaped};
use crate::sim::UnitDates;

/// Left of the bars: names (px).
const LEFT_PX: f64 = 118.0;
/// Width of the drawing (px).
const WIDTH_PX: f64 = 780.0;
/// Height of one state's bar with its gap (px).
const STEP_PX: f64 = 11.0;
/// Between two units (px).
const GAP_PX: f64 = 9.0;
/// Above the bars: dates (px).
const TOP_PX: f64 = 26.0;

pub(super) fn section(input: &ReportInput<'_>) -> String {
    let mut out = String::from("<h2 id=\"readiness\">Readiness</h2>\n");
    let moving: Vec<&UnitDates> = input.dates.iter().filter(|d| moves(input, d)).collect();
    let (set_up, others): (Vec<&UnitDates>, Vec<_>) =
        moving.into_iter().partition(|d| input.scenario.unit(d.unit).readiness.is_some());
    if !set_up.is_empty() {
        let n = input.neighbours.len();
        let caption = format!(
            "Three bars a unit: present, set up, duty accepted. A bar is the 5 to 95 % range of {n} quick \
             replications, the stroke in it their median, the mark this run."
        );
        out += &figure(&chart(input, &set_up), &caption);
    }
    out += &dates_table(input, &set_up);
    out += &arrivals(input, &others);
    let fixed: Vec<_> = input
        .dates
        .iter()
        .filter(|d| !moves(input, d) && input.scenario.unit(d.unit).place.is_some())
        .map(|d| escaped(&input.scenario.unit(d.unit).id))
        .collect();
    if !fixed.is_empty() {
        out += &format!("<p>In place from the start: {}.</p>\n", fixed.join(", "));
    }
    let nowhere = |d: &&UnitDates| !moves(input, d) && input.scenario.unit(d.unit).place.is_none();
    let nowhere = input.dates.iter().filter(nowhere).count();
    if nowhere > 0 {
        out += &format!("<p>{nowhere} observers and others have no place on the ground.</p>\n");
    }
    out
}

fn moves(input: &ReportInput<'_>, dates: &UnitDates) -> bool {
    let unit = input.scenario.unit(dates.unit);
    !unit.orders.is_empty() || unit.rides.is_some()
}

fn summary(input: &ReportInput<'_>, dates: &UnitDates, state: DatedState) -> DateSummary {
    summarise(input.neighbours.iter().map(Vec::as_slice), dates.unit, state)
}

fn chart(input: &ReportInput<'_>, units: &[&UnitDates]) -> String {
    let height = TOP_PX + units.len() as f64 * (3.0 * STEP_PX + GAP_PX) + 6.0;
    let about = "The table below holds the same dates.";
    let mut svg = Svg::new(WIDTH_PX, height, "Readiness of units over time", about);
    let axis = Axis::of(input, units);
    axis.draw(&mut svg, height);
    for (at, dates) in units.iter().enumerate() {
        let top = TOP_PX + at as f64 * (3.0 * STEP_PX + GAP_PX);
        let unit = input.scenario.unit(dates.unit);
        svg.text((LEFT_PX - 8.0, top + 20.0), &unit.id, "name", "end");
        for (row, state) in DatedState::ALL.into_iter().enumerate() {
            let y = top + row as f64 * STEP_PX;
            bar(&mut svg, &axis, (y, row), &summary(input, dates, state), state);
            if let Some(t) = state.of(dates) {
                svg.symbol((axis.x(t), y + 5.0), row, &format!("this run: {}", t.to_short()));
            }
        }
    }
    svg.finish()
}

fn bar(svg: &mut Svg, axis: &Axis, (y, row): (f64, usize), s: &DateSummary, state: DatedState) {
    let Some([low, mid, high]) = s.quantiles else { return };
    let (a, b) = (axis.x(low), axis.x(high));
    let title = format!(
        "{}: {} to {}, median {}, {} of {}",
        state.name().replace('_', " "),
        low.to_short(),
        high.to_short(),
        mid.to_short(),
        s.reached,
        s.took_part
    );
    svg.rect((a, y), ((b - a).max(1.5), STEP_PX - 2.0), &format!("p{row}"), &title);
    svg.line((axis.x(mid), y), (axis.x(mid), y + STEP_PX - 2.0), "mid");
}

/// Time along the drawing.
struct Axis {
    from: SimTime,
    until: SimTime,
}

impl Axis {
    /// From before the first to after the last date that is drawn, whole days.
    fn of(input: &ReportInput<'_>, units: &[&UnitDates]) -> Axis {
        let mut all: Vec<SimTime> = Vec::new();
        for dates in units {
            for state in DatedState::ALL {
                all.extend(state.of(dates));
                all.extend(summary(input, dates, state).quantiles.into_iter().flatten());
            }
        }
        let first = all.iter().min().copied().unwrap_or(input.scenario.start);
        let last = all.iter().max().copied().unwrap_or(input.scenario.end);
        Axis {
            from: first.plus_s(-0.5 * SECONDS_PER_DAY),
            until: last.plus_s(0.5 * SECONDS_PER_DAY),
        }
    }

    fn x(&self, t: SimTime) -> f64 {
        let share = t.since_s(self.from) / self.until.since_s(self.from).max(1.0);
        LEFT_PX + share * (WIDTH_PX - LEFT_PX - 14.0)
    }

    fn draw(&self, svg: &mut Svg, height: f64) {
        for (x, label) in days(self.from, self.until, &|t| self.x(t)) {
            svg.line((x, TOP_PX - 6.0), (x, height - 4.0), "grid");
            svg.text((x, TOP_PX - 10.0), &label, "small", "middle");
        }
    }
}

/// Midnights with their labels, so that no more than a dozen are written.
pub(super) fn days(
    from: SimTime,
    until: SimTime,
    x: &dyn Fn(SimTime) -> f64,
) -> Vec<(f64, String)> {
    let span = until.since_s(from) / SECONDS_PER_DAY;
    let every =
        [1.0, 2.0, 5.0, 7.0, 14.0, 28.0].into_iter().find(|d| span / d <= 12.0).unwrap_or(56.0);
    let midnight = from.to_iso();
    let first = SimTime::from_iso(&format!("{}T00:00Z", midnight.get(..10).unwrap_or("")));
    let mut t = first.unwrap_or(from).plus_s(SECONDS_PER_DAY);
    let mut marks = Vec::new();
    while t < until {
        let label = t.to_short();
        let day = label.rsplit_once(' ').map_or(label.as_str(), |(day, _)| day).trim();
        marks.push((x(t), day.to_owned()));
        t = t.plus_s(every * SECONDS_PER_DAY);
    }
    marks
}

fn dates_table(input: &ReportInput<'_>, units: &[&UnitDates]) -> String {
    let short = |t: Option<SimTime>| t.map_or("\u{2013}".to_owned(), |t| when(input, t));
    let mut rows = Vec::new();
    for dates in units {
        for state in DatedState::ALL {
            let s = summary(input, dates, state);
            let q = |at: usize| short(s.quantiles.map(|q| q[at]));
            let unit = &input.scenario.unit(dates.unit).id;
            rows.push(vec![
                format!("{}, {}", escaped(unit), state.name().replace('_', " ")),
                short(state.of(dates)),
                q(0),
                q(1),
                q(2),
                format!("{} of {}", s.reached, s.took_part),
            ]);
        }
    }
    let head = ["unit and state", "this run", "5 %", "50 %", "95 %", "reached"];
    let inner = table("Dates of this run and their spread over quick replications", &head, &rows);
    format!("<details><summary>The dates as a table</summary>\n{inner}</details>\n")
}

/// Units that arrive and set nothing up: first, middle and last of them.
fn arrivals(input: &ReportInput<'_>, units: &[&UnitDates]) -> String {
    let mut dates: Vec<SimTime> = units.iter().filter_map(|d| d.present).collect();
    dates.sort_unstable();
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else { return String::new() };
    format!(
        "<p>{} other units move in this run and set nothing up; {} arrive, the first on {}, half of them by {}, the last on {}.</p>\n",
        units.len(),
        dates.len(),
        when(input, *first),
        when(input, dates[(dates.len() - 1) / 2]),
        when(input, *last)
    )
}
