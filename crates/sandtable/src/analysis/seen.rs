//! How what flew in the drills of a run was seen and followed: first detections, and the highest posts' pictures.

use crate::base::interval::quantile_of;
use crate::base::time::SimTime;
use crate::record::{
    Act, Body, ContactAct, ContactRow, FlightAct, FlightKind, FlightRow, LogSink, Part, PictureAct,
};
use crate::scenario::resolved::{Scenario, TaskKind, UnitId};
use serde::Serialize;
use std::collections::BTreeMap;

/// A flight and what was seen of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FlightSeen {
    /// Its path.
    pub flight: String,
    /// Its kind.
    pub kind: String,
    /// Its task.
    pub task: String,
    /// The unit that says what it is.
    pub of: Option<String>,
    /// When it began.
    pub start: String,
    /// How long it flew while its task was held (s).
    pub flown_s: f64,
    /// Who saw it first.
    pub first: Option<FirstSeen>,
    /// Units whose radars had a track of it.
    pub trackers: u32,
    /// Share of that time that a highest post of the drill held it.
    pub held: f64,
    /// Times that the highest post lost it and took it up again.
    pub breaks: u32,
    /// Longest time that no highest post held it after one first did (s).
    pub longest_gap_s: f64,
    /// Tracks that went over to or from it.
    pub swaps: u32,
}

/// The first plot of a flight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FirstSeen {
    /// The unit.
    pub unit: String,
    /// Its radar.
    pub sensor: String,
    /// After the flight's start, or the drill's for one under way before (s).
    pub after_s: f64,
    /// Slant range (m).
    pub range_m: f64,
    /// Height (m).
    pub height_m: f64,
}

/// The flights of a task together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TaskSeen {
    /// The task.
    pub task: String,
    /// The kind of flights.
    pub kind: String,
    /// Flights.
    pub flights: u32,
    /// Flights of which there was a plot.
    pub seen: u32,
    /// Flights that a highest post held.
    pub held: u32,
    /// Share of flight time held by the highest post.
    pub completeness: f64,
    /// Breaks in an hour of held time.
    pub breaks_per_h: Option<f64>,
    /// Median time to the first plot (s).
    pub first_after_s: Option<f64>,
    /// Median slant range of the first plot (m).
    pub first_range_m: Option<f64>,
}

/// What is kept of a flight while rows are read. Times count within its task: before, and after it, no radar is on.
struct Watched {
    seen: FlightSeen,
    began: SimTime,
    /// When its task began and ended.
    window: (SimTime, SimTime),
    ended: Option<SimTime>,
    trackers: Vec<u32>,
    /// Highest posts that hold it.
    holders: Vec<u32>,
    /// Since when any of them does, and since when none does any more.
    since: Option<SimTime>,
    lost: Option<SimTime>,
    held_s: f64,
}

/// When each task began and ended.
type Windows = BTreeMap<String, (SimTime, SimTime)>;

/// Every flight of a run, in order of path.
#[must_use]
pub fn flights_seen(scenario: &Scenario, log: &LogSink) -> Vec<FlightSeen> {
    let windows = windows(scenario, log);
    let mut all: BTreeMap<String, Watched> = BTreeMap::new();
    for row in &log.rows {
        let unit = log.names.of(row.entity);
        match &row.body {
            Body::Flight(flight) if flight.act == FlightAct::Begins => {
                let window = windows.get(&*flight.task).copied();
                let window = window.unwrap_or((scenario.start, scenario.end));
                all.insert(unit.to_owned(), Watched::new(unit, flight, (row.time, window)));
            }
            Body::Flight(_) => {
                if let Some(watched) = all.get_mut(unit) {
                    watched.end(row.time);
                }
            }
            Body::Contact(contact) => {
                let watched = contact.flight.as_ref().and_then(|name| all.get_mut(&**name));
                if let Some(watched) = watched {
                    watched.contact(contact, (row.entity, unit));
                }
            }
            Body::Picture(picture) => {
                if let Some(watched) = all.get_mut(&*picture.flight)
                    && is_highest(scenario, unit, &watched.seen.task)
                {
                    watched.heard(picture.act, row.entity, row.time);
                }
            }
            _ => {}
        }
    }
    all.into_values().map(Watched::finish).collect()
}

fn windows(scenario: &Scenario, log: &LogSink) -> Windows {
    let mut windows = Windows::new();
    for row in &log.rows {
        let Body::Exercise { what: Part::Task, id, act, .. } = &row.body else { continue };
        match act {
            Act::Begins => {
                windows.insert(id.to_string(), (row.time, scenario.end));
            }
            Act::Ends => {
                if let Some(window) = windows.get_mut(&**id) {
                    window.1 = row.time;
                }
            }
            _ => {}
        }
    }
    windows
}

/// True for a unit of a drill above which no post takes part in it, and which has a unit below. The flights of
/// a patrol are judged by the posts that are the highest in the whole chain.
pub(super) fn is_highest(scenario: &Scenario, path: &str, task: &str) -> bool {
    let id = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id));
    let task = scenario.tasks.iter().find(|t| t.id == task && t.kind == TaskKind::AirDrill);
    let part = |unit: UnitId| task.is_none_or(|t| t.units.contains(&unit));
    id.is_some_and(|id| {
        let above = scenario.unit(id).parent.is_some_and(part);
        part(id) && !above && scenario.units.iter().any(|u| u.parent == Some(id))
    })
}

impl Watched {
    fn new(path: &str, flight: &FlightRow, (began, window): (SimTime, (SimTime, SimTime))) -> Self {
        let seen = FlightSeen {
            flight: path.to_owned(),
            kind: flight.kind.name().to_owned(),
            task: flight.task.to_string(),
            of: flight.unit.as_ref().map(ToString::to_string),
            start: began.to_iso(),
            flown_s: 0.0,
            first: None,
            trackers: 0,
            held: 0.0,
            breaks: 0,
            longest_gap_s: 0.0,
            swaps: 0,
        };
        let (ended, since, lost) = (None, None, None);
        let (trackers, holders) = (Vec::new(), Vec::new());
        Watched { seen, began, window, ended, trackers, holders, since, lost, held_s: 0.0 }
    }

    fn contact(&mut self, contact: &ContactRow, (rank, unit): (u32, &str)) {
        match contact.act {
            ContactAct::Detects if self.seen.first.is_none() => {
                let Some(look) = contact.look else { return };
                self.seen.first = Some(FirstSeen {
                    unit: unit.trim_start_matches("units/").to_owned(),
                    sensor: contact.sensor.to_string(),
                    after_s: look.time.since_s(self.began),
                    range_m: look.range_m,
                    height_m: look.height_m,
                });
            }
            ContactAct::Confirms if !self.trackers.contains(&rank) => self.trackers.push(rank),
            ContactAct::Swaps => self.seen.swaps += 1,
            _ => {}
        }
    }

    fn heard(&mut self, act: PictureAct, post: u32, now: SimTime) {
        let now = now.min(self.window.1);
        match act {
            PictureAct::Gains => {
                if !self.holders.contains(&post) {
                    self.holders.push(post);
                }
                if self.since.is_none() {
                    self.close_gap(now, true);
                    self.since = Some(now);
                }
            }
            PictureAct::Loses => {
                self.holders.retain(|h| *h != post);
                if self.holders.is_empty()
                    && let Some(since) = self.since.take()
                {
                    // Word of an end comes after it: what is held of what is down does not count.
                    let now = self.ended.map_or(now, |end| now.min(end));
                    self.held_s += now.since_s(since).max(0.0);
                    self.lost = Some(now);
                }
            }
            PictureAct::MessageLost => {}
        }
    }

    /// A time without the flight ends: because it is held again, or because there is nothing more to hold.
    fn close_gap(&mut self, now: SimTime, again: bool) {
        if let Some(lost) = self.lost.take() {
            self.seen.breaks += u32::from(again);
            self.seen.longest_gap_s = self.seen.longest_gap_s.max(now.since_s(lost).max(0.0));
        }
    }

    fn end(&mut self, now: SimTime) {
        let now = now.min(self.window.1);
        self.ended = Some(now);
        if let Some(since) = self.since.take() {
            self.held_s += now.since_s(since).max(0.0);
        }
        self.close_gap(now, false);
    }

    fn finish(mut self) -> FlightSeen {
        if self.ended.is_none() {
            self.end(self.window.1);
        }
        let from = self.began.max(self.window.0);
        let flown_s = self.ended.map_or(0.0, |end| end.since_s(from)).max(0.0);
        self.seen.flown_s = flown_s;
        self.seen.trackers = u32::try_from(self.trackers.len()).expect("units are few");
        self.seen.held = if flown_s > 0.0 { (self.held_s / flown_s).min(1.0) } else { 0.0 };
        self.seen
    }
}

/// Flights by task and kind, in order of the tasks' ids.
#[must_use]
pub fn tasks_seen(flights: &[FlightSeen]) -> Vec<TaskSeen> {
    let mut groups: BTreeMap<(&str, &str), Vec<&FlightSeen>> = BTreeMap::new();
    for flight in flights {
        groups.entry((&flight.task, &flight.kind)).or_default().push(flight);
    }
    let made = groups.into_iter().map(|((task, kind), all)| {
        let flown_s: f64 = all.iter().map(|f| f.flown_s).sum();
        let held_s: f64 = all.iter().map(|f| f.held * f.flown_s).sum();
        let breaks: u32 = all.iter().map(|f| f.breaks).sum();
        let count = |pick: fn(&&&FlightSeen) -> bool| all.iter().filter(pick).count() as u32;
        let median = |pick: fn(&FirstSeen) -> f64| {
            let mut values: Vec<f64> =
                all.iter().filter_map(|f| f.first.as_ref()).map(pick).collect();
            values.sort_by(f64::total_cmp);
            (!values.is_empty()).then(|| quantile_of(&values, 0.5))
        };
        TaskSeen {
            task: task.to_owned(),
            kind: kind.to_owned(),
            flights: all.len() as u32,
            seen: count(|f| f.first.is_some()),
            held: count(|f| f.held > 0.0),
            completeness: if flown_s > 0.0 { held_s / flown_s } else { 0.0 },
            breaks_per_h: (held_s > 0.0).then(|| f64::from(breaks) / (held_s / 3_600.0)),
            first_after_s: median(|f| f.after_s),
            first_range_m: median(|f| f.range_m),
        }
    });
    made.collect()
}

/// The word for a kind of flight, for people.
#[must_use]
pub fn kind_words(kind: &str) -> &'static str {
    match FlightKind::named(kind) {
        Some(FlightKind::Mock) => "mock targets",
        Some(FlightKind::Patrol) => "patrols",
        Some(FlightKind::Civil) => "civil flights",
        Some(FlightKind::Recorded) => "recorded flights",
        None => "flights",
    }
}
