//! A drill that was held, with the rows of the log that belong to it.

use crate::base::time::SimTime;
use crate::record::{
    Act, Because, Body, Cause, DecisionAct, DecisionRow, FlightAct, FlightKind, LogSink, Part,
};
use crate::scenario::resolved::{Scenario, Task, TaskKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What was said, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// What.
    pub what: String,
    /// How often.
    pub count: u32,
}

/// What was out of order while something was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Disturbed {
    /// What: `picture-age`, `lost-remote-track`, `delegation`, `lost-coordination`.
    pub what: String,
    /// The unit whose row says so.
    pub unit: String,
    /// Ordinal of that row.
    pub ordinal: u32,
}

/// An air drill.
pub(super) struct Drill<'l> {
    pub scenario: &'l Scenario,
    pub log: &'l LogSink,
    pub task: &'l Task,
    pub begins: SimTime,
    pub ends: SimTime,
    /// Ids of the units that it names.
    pub parts: BTreeSet<&'l str>,
    /// Its own flights by path.
    pub flights: BTreeMap<&'l str, Flown>,
    /// Every flight of the run that a row of this drill may be about.
    pub kinds: BTreeMap<&'l str, FlightKind>,
    /// Decisions in the order of the log.
    pub said: Vec<Said<'l>>,
}

/// A flight of a drill.
#[derive(Clone, Copy)]
pub(super) struct Flown {
    pub kind: FlightKind,
    /// From when on its times count.
    pub from: SimTime,
}

/// A decision.
#[derive(Clone, Copy)]
pub(super) struct Said<'l> {
    pub time: SimTime,
    /// Id of the unit.
    pub unit: &'l str,
    /// Path of the flight.
    pub flight: Option<&'l str>,
    pub row: &'l DecisionRow,
}

/// A flight of the run: its kind, its task, when it began.
type Flights<'l> = BTreeMap<&'l str, (FlightKind, &'l str, SimTime)>;

/// The air drills that were held, in the order of the scenario's tasks.
pub(super) fn drills<'l>(scenario: &'l Scenario, log: &'l LogSink) -> Vec<Drill<'l>> {
    let windows = windows(log);
    let flights = flights(log);
    let tasks = scenario.tasks.iter().filter(|t| t.kind == TaskKind::AirDrill);
    let mut drills: Vec<Drill<'l>> = tasks
        .filter_map(|task| {
            let (begins, ends) = *windows.get(task.id.as_str())?;
            let ends = ends.unwrap_or(scenario.end);
            Some(Drill::new((scenario, log), task, (begins, ends), &flights))
        })
        .collect();
    for row in &log.rows {
        let Body::Decision(decision) = &row.body else { continue };
        let flight = decision.flight.as_deref();
        let unit = id_of(log.names.of(row.entity));
        let said = Said { time: row.time, unit, flight, row: decision };
        let task = flight.and_then(|f| flights.get(f)).map(|(_, task, _)| *task);
        let home = task.and_then(|task| drills.iter().position(|d| d.task.id == task));
        match home {
            Some(at) => drills[at].said.push(said),
            // About no flight of a drill: it belongs to those of whose units it is, while they are held.
            None => drills.iter_mut().filter(|d| d.holds(&said)).for_each(|d| d.said.push(said)),
        }
    }
    drills
}

/// When each task began and ended.
fn windows(log: &LogSink) -> BTreeMap<&str, (SimTime, Option<SimTime>)> {
    let mut windows = BTreeMap::new();
    for row in &log.rows {
        let Body::Exercise { what: Part::Task, id, act, .. } = &row.body else { continue };
        match act {
            Act::Begins => {
                windows.insert(&**id, (row.time, None));
            }
            Act::Ends => {
                if let Some(window) = windows.get_mut(&**id) {
                    window.1 = Some(row.time);
                }
            }
            _ => {}
        }
    }
    windows
}

fn flights(log: &LogSink) -> Flights<'_> {
    let mut flights = Flights::new();
    for row in &log.rows {
        if let Body::Flight(flight) = &row.body
            && flight.act == FlightAct::Begins
        {
            flights.insert(log.names.of(row.entity), (flight.kind, &flight.task, row.time));
        }
    }
    flights
}

/// The id of a unit or the like from its path.
pub(super) fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A reason without what changes from one time to the next: an instant, a stock.
pub(super) fn reason(text: &str) -> &str {
    let text = text.split(" until ").next().unwrap_or(text);
    let text = text.split(" (").next().unwrap_or(text);
    match text.split_once(", ") {
        Some((head, tail)) if tail.ends_with(" in stock") => head,
        _ => text,
    }
}

impl<'l> Drill<'l> {
    fn new(
        (scenario, log): (&'l Scenario, &'l LogSink),
        task: &'l Task,
        (begins, ends): (SimTime, SimTime),
        flights: &Flights<'l>,
    ) -> Self {
        let own = flights.iter().filter(|(_, (_, of, _))| *of == task.id);
        let own = own.map(|(path, (kind, _, began))| {
            (*path, Flown { kind: *kind, from: (*began).max(begins) })
        });
        Drill {
            scenario,
            log,
            task,
            begins,
            ends,
            parts: task.units.iter().map(|id| scenario.unit(*id).id.as_str()).collect(),
            flights: own.collect(),
            kinds: flights.iter().map(|(path, (kind, ..))| (*path, *kind)).collect(),
            said: Vec::new(),
        }
    }

    /// True while the drill is held.
    pub fn is_on(&self, time: SimTime) -> bool {
        self.begins <= time && time <= self.ends
    }

    fn holds(&self, said: &Said<'_>) -> bool {
        self.is_on(said.time) && self.parts.contains(said.unit)
    }

    /// Paths of its mock flights.
    pub fn mocks(&self) -> impl Iterator<Item = &'l str> {
        self.flights.iter().filter(|(_, f)| f.kind == FlightKind::Mock).map(|(path, _)| *path)
    }

    /// True for a mock flight, of this drill or another.
    pub fn is_mock(&self, flight: &str) -> bool {
        self.kinds.get(flight) == Some(&FlightKind::Mock)
    }

    /// Reasons of the rows of an act.
    pub fn texts(&self, act: DecisionAct) -> impl Iterator<Item = &'l str> {
        let rows = self.said.iter().filter(move |s| s.row.act == act);
        rows.map(|s| reason(&s.row.text))
    }

    /// What was out of order, with the unit's id instead of its rank.
    pub fn disturbed(&self, because: Option<Because>) -> Option<Disturbed> {
        because.map(|Because { what, row: Cause { entity, ordinal } }| Disturbed {
            what: what.name().to_owned(),
            unit: id_of(self.log.names.of(entity)).to_owned(),
            ordinal,
        })
    }
}
