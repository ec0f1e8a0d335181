//! The picture of a post at fidelity L1: which flights it holds, by whose word, since when.

use crate::base::time::SimTime;
use crate::sim::event::Word;
use std::collections::BTreeMap;

/// What a post knows of the air.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    flights: BTreeMap<u32, Held>,
}

/// A flight in a picture.
#[derive(Clone, Debug, Default)]
struct Held {
    /// Units that spoke of it, in order of rank.
    sources: Vec<Source>,
    /// Since when it is held without a break.
    since: Option<SimTime>,
    /// When it was held: completed spans.
    spans: Vec<(SimTime, SimTime)>,
    /// Words of the unit's own radars about it, and words sent on.
    words: (u32, u32),
}

/// A unit that spoke of a flight.
#[derive(Clone, Copy, Debug)]
struct Source {
    rank: u32,
    /// Number of its latest word.
    number: u32,
    /// It holds the flight.
    holds: bool,
    /// How old its word was when it came (s): later words come as late.
    lag_s: f64,
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
    /// The number of the next word of the unit's own radars about a flight.
    pub fn next_word(&mut self, flight: u32) -> u32 {
        let words = &mut self.flights.entry(flight).or_default().words;
        words.0 += 1;
        words.0 - 1
    }

    /// The number of the next word sent on about a flight.
    pub fn next_sent(&mut self, flight: u32) -> u32 {
        let words = &mut self.flights.entry(flight).or_default().words;
        words.1 += 1;
        words.1 - 1
    }

    /// Takes a word of a unit; one that an earlier one overtook changes nothing.
    pub fn heard(&mut self, from: u32, word: Word, now: SimTime) -> News {
        let held = self.flights.entry(word.flight).or_default();
        let lag_s = now.since_s(word.seen_at).max(0.0);
        let source = Source { rank: from, number: word.number, holds: word.holds, lag_s };
        match held.sources.binary_search_by_key(&from, |s| s.rank) {
            Err(at) => held.sources.insert(at, source),
            Ok(at) if held.sources[at].number < word.number => held.sources[at] = source,
            Ok(_) => return News::Nothing,
        }
        held.changed(now)
    }

    /// A unit is given up: nothing that it said holds any more. Gives the flights that are lost by it.
    pub fn drop_source(&mut self, from: u32, now: SimTime) -> Vec<u32> {
        let mut lost = Vec::new();
        for (flight, held) in &mut self.flights {
            if let Ok(at) = held.sources.binary_search_by_key(&from, |s| s.rank) {
                held.sources[at].holds = false;
                if held.changed(now) == News::Lost {
                    lost.push(*flight);
                }
            }
        }
        lost
    }

    /// Ends what is held: nobody reports any more.
    pub fn close(&mut self, now: SimTime) {
        for held in self.flights.values_mut() {
            held.sources.iter_mut().for_each(|s| s.holds = false);
            held.changed(now);
        }
    }

    /// The flights that it holds.
    #[must_use]
    pub fn held(&self) -> Vec<u32> {
        self.flights.iter().filter(|(_, h)| h.since.is_some()).map(|(flight, _)| *flight).collect()
    }

    /// Units that hold a flight, in order of rank, each with how late its word comes (s).
    pub fn holders(&self, flight: u32) -> impl Iterator<Item = (u32, f64)> + '_ {
        let sources = self.flights.get(&flight).into_iter().flat_map(|h| &h.sources);
        sources.filter(|s| s.holds).map(|s| (s.rank, s.lag_s))
    }

    /// How many units report a flight.
    #[must_use]
    pub fn sources(&self, flight: u32) -> u32 {
        let count = |h: &Held| h.sources.iter().filter(|s| s.holds).count();
        // Units are few.
        self.flights.get(&flight).map_or(0, count) as u32
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

impl Held {
    /// Takes note of whether anybody holds it now.
    fn changed(&mut self, now: SimTime) -> News {
        match (self.sources.iter().any(|s| s.holds), self.since) {
            (true, None) => {
                self.since = Some(now);
                News::Gained
            }
            (false, Some(since)) => {
                self.spans.push((since, now));
                self.since = None;
                News::Lost
            }
            _ => News::Nothing,
        }
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
        let mut heard = |from: u32, number: u32, holds: bool, now: f64| {
            picture.heard(from, Word { flight: 3, holds, seen_at: at(0.0), number }, at(now))
        };
        assert_eq!(heard(10, 0, true, 5.0), News::Gained);
        assert_eq!(heard(11, 0, true, 6.0), News::Nothing);
        assert_eq!(heard(10, 1, false, 20.0), News::Nothing);
        assert_eq!(heard(11, 1, false, 30.0), News::Lost);
        assert_eq!(heard(11, 1, false, 31.0), News::Nothing);
        // The word that it is held again was overtaken by the one that it is lost again.
        assert_eq!(heard(11, 3, false, 35.0), News::Nothing);
        assert_eq!(heard(11, 2, true, 36.0), News::Nothing);
        assert_eq!(heard(12, 0, true, 40.0), News::Gained);
        assert!(picture.holds(3));
        let all = picture.following(3, (at(0.0), at(50.0)));
        assert_eq!((all.held_s, all.times, all.first), (35.0, 2, Some(at(5.0))));
        let part = picture.following(3, (at(10.0), at(25.0)));
        assert_eq!((part.held_s, part.times), (15.0, 1));
        assert_eq!(picture.following(4, (at(0.0), at(50.0))), Following::default());
    }
}
