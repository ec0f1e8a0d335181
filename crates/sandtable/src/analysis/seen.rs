//! How what flew in the drills of a run was seen and followed: first detections, and the highest posts' pictures.

use crate::base::interval::quantile_of;
use crate::base::time::SimTime;
use crate::record::{Body, ContactAct, FlightAct, FlightKind, LogSink, PictureAct};
use crate::scenario::resolved::Scenario;
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
    /// How long it flew within the run (s).
    pub flown_s: f64,
    /// Who saw it first.
    pub first: Option<FirstSeen>,
    /// Units whose radars had a track of it.
    pub trackers: u32,
    /// Share of its time that a highest post held it.
    pub held: f64,
    /// Times that the highest post lost it and took it up again.
    pub breaks: u32,
    /// Longest time that the highest post was without it after first holding it (s).
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

/// What is kept of a flight while rows are read.
struct Watched {
    seen: FlightSeen,
    began: SimTime,
    ended: Option<SimTime>,
    trackers: Vec<u32>,
    /// Since when the highest post holds it, and until when it did.
    since: Option<SimTime>,
    lost: Option<SimTime>,
    held_s: f64,
}

/// Every flight of a run, in order of path.
#[must_use]
pub fn flights_seen(scenario: &Scenario, log: &LogSink) -> Vec<FlightSeen> {
    let mut all: BTreeMap<String, Watched> = BTreeMap::new();
    for row in &log.rows {
        let unit = log.names.of(row.entity);
        match &row.body {
            Body::Flight(flight) if flight.act == FlightAct::Begins => {
                let seen = FlightSeen {
                    flight: unit.to_owned(),
                    kind: flight.kind.name().to_owned(),
                    task: flight.task.to_string(),
                    of: flight.unit.as_ref().map(ToString::to_string),
                    start: row.time.to_iso(),
                    flown_s: 0.0,
                    first: None,
                    trackers: 0,
                    held: 0.0,
                    breaks: 0,
                    longest_gap_s: 0.0,
                    swaps: 0,
                };
                all.insert(unit.to_owned(), Watched::new(seen, row.time));
            }
            Body::Flight(_) => {
                if let Some(watched) = all.get_mut(unit) {
                    watched.end(row.time);
                }
            }
            Body::Contact(contact) => {
                let Some(name) = &contact.flight else { continue };
                let Some(watched) = all.get_mut(&**name) else { continue };
                match contact.act {
                    ContactAct::Detects if watched.seen.first.is_none() => {
                        let Some(look) = contact.look else { continue };
                        watched.seen.first = Some(FirstSeen {
                            unit: unit.trim_start_matches("units/").to_owned(),
                            sensor: contact.sensor.to_string(),
                            after_s: look.time.since_s(watched.began).max(0.0),
                            range_m: look.range_m,
                            height_m: look.height_m,
                        });
                    }
                    ContactAct::Confirms if !watched.trackers.contains(&row.entity) => {
                        watched.trackers.push(row.entity);
                    }
                    ContactAct::Swaps => watched.seen.swaps += 1,
                    _ => {}
                }
            }
            Body::Picture(picture) if is_highest(scenario, unit) => {
                if let Some(watched) = all.get_mut(&*picture.flight) {
                    watched.heard(picture.act, row.time);
                }
            }
            _ => {}
        }
    }
    all.into_values().map(|watched| watched.finish(scenario.end)).collect()
}

/// True for a unit above which there is no post.
fn is_highest(scenario: &Scenario, path: &str) -> bool {
    let id = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id));
    id.is_some_and(|id| {
        scenario.unit(id).parent.is_none() && scenario.units.iter().any(|u| u.parent == Some(id))
    })
}

impl Watched {
    fn new(seen: FlightSeen, began: SimTime) -> Self {
        let (ended, since, lost) = (None, None, None);
        Watched { seen, began, ended, trackers: Vec::new(), since, lost, held_s: 0.0 }
    }

    fn heard(&mut self, act: PictureAct, now: SimTime) {
        match act {
            PictureAct::Gains => {
                if let Some(lost) = self.lost.take() {
                    self.seen.breaks += 1;
                    self.seen.longest_gap_s = self.seen.longest_gap_s.max(now.since_s(lost));
                }
                self.since.get_or_insert(now);
            }
            PictureAct::Loses => {
                if let Some(since) = self.since.take() {
                    // Word of an end comes after it: what is held of what is down does not count.
                    let now = self.ended.map_or(now, |end| now.min(end));
                    self.held_s += now.since_s(since).max(0.0);
                    self.lost = Some(now);
                }
            }
            PictureAct::MessageLost => {}
        }
    }

    fn end(&mut self, now: SimTime) {
        self.ended = Some(now);
        if let Some(since) = self.since.take() {
            self.held_s += now.since_s(since);
        }
    }

    fn finish(mut self, run_end: SimTime) -> FlightSeen {
        if self.ended.is_none() {
            self.end(run_end);
        }
        let flown_s = self.ended.map_or(0.0, |end| end.since_s(self.began));
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
