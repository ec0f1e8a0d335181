//! The picture of a post at fidelity L1: which flights it holds, by whose word, since when.

use crate::base::time::SimTime;
use crate::record::Cause;
use std::collections::BTreeMap;

/// What a post knows of the air.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    flights: BTreeMap<u32, Held>,
}

/// A flight in a picture.
#[derive(Clone, Debug, Default)]
struct Held {
    /// Ranks of the units that report it, in order.
    sources: Vec<u32>,
    /// Since when it is held without a break.
    since: Option<SimTime>,
    /// When it was held: completed spans.
    spans: Vec<(SimTime, SimTime)>,
    /// The row that brought it in.
    row: Option<Cause>,
}

/// What a message changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The flight is held from now on.
    Gained,
    /// It is held no more.
    Lost,
    /// Another source, or one less: nothing that is passed on.
    Nothing,
}

/// How a flight was held within a window.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Following {
    /// Time held (s).
    pub held_s: f64,
    /// Times that it was taken up.
    pub times: u32,
    /// When it was first held.
    pub first: Option<SimTime>,
}

impl Picture {
    /// Takes a message of a unit that it holds a flight, or no more.
    pub fn heard(&mut self, flight: u32, from: u32, holds: bool, now: SimTime) -> News {
        let held = self.flights.entry(flight).or_default();
        let known = held.sources.binary_search(&from);
        match (holds, known) {
            (true, Err(at)) => held.sources.insert(at, from),
            (false, Ok(at)) => drop(held.sources.remove(at)),
            _ => {}
        }
        match (held.sources.is_empty(), held.since) {
            (false, None) => {
                held.since = Some(now);
                News::Gained
            }
            (true, Some(since)) => {
                held.spans.push((since, now));
                held.since = None;
                News::Lost
            }
            _ => News::Nothing,
        }
    }

    /// How many units report a flight.
    #[must_use]
    pub fn sources(&self, flight: u32) -> u32 {
        self.flights.get(&flight).map_or(0, |h| h.sources.len() as u32)
    }

    /// Notes the row that brought a flight in.
    pub fn note(&mut self, flight: u32, row: Cause) {
        if let Some(held) = self.flights.get_mut(&flight) {
            held.row = Some(row);
        }
    }

    /// True if it holds a flight.
    #[must_use]
    pub fn holds(&self, flight: u32) -> bool {
        self.flights.get(&flight).is_some_and(|h| h.since.is_some())
    }

    /// How a flight was held between two instants.
    #[must_use]
    pub fn following(&self, flight: u32, (from, to): (SimTime, SimTime)) -> Following {
        let mut all = Following::default();
        let Some(held) = self.flights.get(&flight) else { return all };
        let open = held.since.map(|since| (since, to));
        for (begin, end) in held.spans.iter().copied().chain(open) {
            let (begin, end) = (begin.max(from), end.min(to));
            if begin < end {
                all.held_s += end.since_s(begin);
                all.times += 1;
                all.first.get_or_insert(begin);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: f64) -> SimTime {
        SimTime(0).plus_s(s)
    }

    #[test]
    fn a_flight_is_held_as_long_as_anybody_reports_it() {
        let mut picture = Picture::default();
        assert_eq!(picture.heard(3, 10, true, at(5.0)), News::Gained);
        assert_eq!(picture.heard(3, 11, true, at(6.0)), News::Nothing);
        assert_eq!(picture.heard(3, 10, false, at(20.0)), News::Nothing);
        assert!(picture.holds(3));
        assert_eq!(picture.heard(3, 11, false, at(30.0)), News::Lost);
        assert_eq!(picture.heard(3, 11, false, at(31.0)), News::Nothing);
        assert_eq!(picture.heard(3, 12, true, at(40.0)), News::Gained);
        let all = picture.following(3, (at(0.0), at(50.0)));
        assert_eq!((all.held_s, all.times, all.first), (35.0, 2, Some(at(5.0))));
        let part = picture.following(3, (at(10.0), at(25.0)));
        assert_eq!((part.held_s, part.times), (15.0, 1));
        assert_eq!(picture.following(4, (at(0.0), at(50.0))), Following::default());
    }
}
