//! Six moments of a run that say the most, chosen by a rule.

use super::ReportInput;
use crate::base::time::SimTime;
use crate::record::{Body, Mode, Row, State};
use crate::scenario::resolved::Movement;
use std::collections::BTreeMap;

/// How many there are at most.
const MOST: usize = 6;

/// A moment worth a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub time: SimTime,
    /// What it is.
    pub title: String,
    /// What happened, in a sentence.
    pub text: String,
}

/// The moments of a run in order of time.
///
/// The first unit of the leading type is loaded; most trains are under way; the first formation lands at its
/// destination; the first unit of the leading type arrives, and accepts duty; the last phase begins. The leading
/// type is the one of which most units come by rail and set up. Without one any unit stands in. Each is an instant
/// of the log; what a run does not have is left out, and the end of the period fills up.
#[must_use]
pub fn moments(input: &ReportInput<'_>) -> Vec<Moment> {
    let lead = lead(input);
    let of = |state, title: &str, (any, any_title)| match lead {
        Some((kind, name)) => first(input, Some(kind), state, &format!("{name}: {title}")),
        None => first(input, None, any, any_title),
    };
    let mut all: Vec<Moment> = [
        of(State::Loading, "the first is loaded", (State::OnRail, "The first train leaves")),
        busiest(input),
        landing(input),
        of(
            State::Present,
            "the first arrives",
            (State::InstrumentReady, "The first unit is set up"),
        ),
        of(
            State::DutyAccepted,
            "the first is on duty",
            (State::DutyAccepted, "The first unit accepts duty"),
        ),
        last_phase(input),
    ]
    .into_iter()
    .flatten()
    .collect();
    if all.len() < MOST {
        let text = "The period of the scenario ends.".to_owned();
        all.push(Moment { time: input.scenario.end, title: "The end".to_owned(), text });
    }
    all.sort_by_key(|m| m.time);
    all.dedup_by_key(|m| m.time);
    all
}

fn unit_of<'i>(input: &'i ReportInput<'_>, row: &Row) -> &'i str {
    let path = input.log.names.of(row.entity);
    path.strip_prefix("units/").unwrap_or(path)
}

/// The type of which most units come by rail and set up, with its name; of equals the first by id.
fn lead<'i>(input: &'i ReportInput<'_>) -> Option<(&'i str, &'i str)> {
    let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for dates in input.dates {
        let unit = input.scenario.unit(dates.unit);
        let by_rail = unit.orders.iter().any(|o| matches!(o.movement, Movement::Rail(_)));
        if by_rail && unit.readiness.is_some() {
            counts.entry(&unit.kind).or_insert((0, &unit.kind_name)).0 += 1;
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, (count, _))| *count)?;
    Some((most.0, most.1.1))
}

/// The first time that a unit, or one of a type, enters a state.
fn first(input: &ReportInput<'_>, kind: Option<&str>, state: State, title: &str) -> Option<Moment> {
    let is_of = |row: &Row| {
        let unit = input.scenario.unit_named(unit_of(input, row));
        kind.is_none_or(|k| unit.is_some_and(|u| input.scenario.unit(u).kind == k))
    };
    let row =
        input.log.rows.iter().find(|row| {
            matches!(&row.body, Body::State { to, .. } if *to == state) && is_of(row)
        })?;
    let place = match &row.body {
        Body::State { place: Some(place), .. } => format!(" at {place}"),
        _ => String::new(),
    };
    let text = format!("{} enters {}{place}.", unit_of(input, row), state.name().replace('_', " "));
    Some(Moment { time: row.time, title: title.to_owned(), text })
}

/// When the most units are on trains, for the first time.
fn busiest(input: &ReportInput<'_>) -> Option<Moment> {
    let (mut now, mut most, mut at) = (0_i32, 0, None);
    for row in &input.log.rows {
        let Body::State { from, to, .. } = &row.body else { continue };
        now += i32::from(*to == State::OnRail) - i32::from(*from == State::OnRail);
        if now > most {
            (most, at) = (now, Some(row.time));
        }
    }
    let text = format!("{most} units are on trains at once, more than at any other time.");
    Some(Moment { time: at?, title: "Most trains are under way".to_owned(), text })
        .filter(|_| most > 1)
}

/// The first formation that lands where it was to go.
fn landing(input: &ReportInput<'_>) -> Option<Moment> {
    let row = input.log.rows.iter().find(|row| {
        matches!(&row.body, Body::State { from: State::InFlight, to: State::Present, .. })
    })?;
    let flown: f64 = input
        .log
        .rows
        .iter()
        .filter(|r| r.entity == row.entity && r.time <= row.time)
        .map(|r| match &r.body {
            Body::Leg { mode: Mode::Air, distance_m, .. } => *distance_m,
            _ => 0.0,
        })
        .sum();
    let text = format!("{} has landed after {:.0} km.", unit_of(input, row), flown / 1e3);
    Some(Moment { time: row.time, title: "The first formation lands".to_owned(), text })
}

/// The phase that begins last begins.
fn last_phase(input: &ReportInput<'_>) -> Option<Moment> {
    let row = input.log.rows.iter().rev().find(|row| {
        matches!(
            &row.body,
            Body::Exercise {
                what: crate::record::Part::Phase,
                act: crate::record::Act::Begins,
                ..
            }
        )
    })?;
    let Body::Exercise { text: name, .. } = &row.body else { return None };
    let on_duty: Vec<_> = input.dates.iter().filter_map(|d| d.duty_accepted).collect();
    let from_start = on_duty.iter().filter(|t| **t <= input.scenario.start).count();
    let came = on_duty.iter().filter(|t| **t > input.scenario.start && **t <= row.time).count();
    let text = format!(
        "{name} begins; {came} units that came have accepted duty by then, {from_start} were on duty from the start."
    );
    Some(Moment { time: row.time, title: "The last phase begins".to_owned(), text })
}
