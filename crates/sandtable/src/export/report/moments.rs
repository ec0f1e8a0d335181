//! Six moments of a run that say the most, chosen by a rule.

use super::ReportInput;
use crate::base::time::SimTime;
use crate::record::{Body, Mode, Row, State};

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
/// The first train leaves; most trains are under way; the first formation lands at its destination; the
/// first unit is set up; the first unit accepts duty; the last phase begins. Each is an instant of the log;
/// what a run does not have is left out, and the end of the period fills up.
#[must_use]
pub fn moments(input: &ReportInput<'_>) -> Vec<Moment> {
    let mut all: Vec<Moment> = [
        first(input, State::OnRail, "The first train leaves"),
        busiest(input),
        landing(input),
        first(input, State::InstrumentReady, "The first unit is set up"),
        first(input, State::DutyAccepted, "The first unit accepts duty"),
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

/// The first time that a unit enters a state.
fn first(input: &ReportInput<'_>, state: State, title: &str) -> Option<Moment> {
    let row = input
        .log
        .rows
        .iter()
        .find(|row| matches!(&row.body, Body::State { to, .. } if *to == state))?;
    let place = match &row.body {
        Body::State { place: Some(place), .. } => format!(" at {place}"),
        _ => String::new(),
    };
    let text = format!("{} enters {}{place}.", unit_of(input, row), state.name());
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
    let on_duty = input.dates.iter().filter(|d| d.duty_accepted.is_some_and(|t| t <= row.time));
    let text = format!("{name} begins; {} units have accepted duty by then.", on_duty.count());
    Some(Moment { time: row.time, title: "The last phase begins".to_owned(), text })
}
