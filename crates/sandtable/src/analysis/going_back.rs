//! Who goes back in a run: when they begin, when they are off, when they are home.

use crate::base::time::SimTime;
use crate::record::{Body, LogSink, State};
use crate::scenario::resolved::{Scenario, UnitId};
use crate::sim::UnitDates;

/// A unit's way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GoingBack {
    /// The unit.
    pub unit: UnitId,
    /// When it begins to pack up; of a flight its first take-off.
    pub begins: Option<SimTime>,
    /// When its train, column or flight leaves.
    pub leaves: Option<SimTime>,
    /// When it is home.
    pub home: Option<SimTime>,
}

/// The units that have an order to go back and take part, or ride with such a one, in order of id.
#[must_use]
pub fn going_back(scenario: &Scenario, log: &LogSink, dates: &[UnitDates]) -> Vec<GoingBack> {
    let made = dates.iter().filter_map(|d| {
        let unit = scenario.unit(d.unit);
        let is_back = |id: UnitId| scenario.unit(id).orders.iter().any(|o| o.back_of.is_some());
        let rides =
            unit.rides.as_ref().is_some_and(|r| r.branches().iter().any(|host| is_back(*host)));
        (is_back(d.unit) || rides).then(|| of(scenario, log, d))
    });
    made.collect()
}

fn of(scenario: &Scenario, log: &LogSink, dates: &UnitDates) -> GoingBack {
    let path = scenario.unit(dates.unit).path();
    let arrived = dates.present.unwrap_or(scenario.end);
    let states = log.rows.iter().filter_map(|row| match &row.body {
        Body::State { to, .. } if log.names.of(row.entity) == path && row.time > arrived => {
            Some((row.time, *to))
        }
        _ => None,
    });
    let states: Vec<(SimTime, State)> = states.collect();
    let first = |wanted: &[State], from: SimTime| {
        states.iter().find(|(t, to)| *t >= from && wanted.contains(to)).map(|s| s.0)
    };
    let begins = first(&[State::Withdrawing, State::InFlight], scenario.start);
    let away = [State::OnRail, State::OnMarch, State::InFlight];
    let leaves = begins.and_then(|t| first(&away, t));
    let home = leaves.and_then(|t| first(&[State::Garrison], t));
    GoingBack { unit: dates.unit, begins, leaves, home }
}
