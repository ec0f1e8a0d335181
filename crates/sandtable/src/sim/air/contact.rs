//! What a radar keeps of a flight within its reach: looks, plots, a track by the rule of so many in so many.

use super::radar::Level;
use crate::base::rng::Entity;
use crate::base::time::SimTime;
use crate::record::Cause;

/// When a track begins and ends (sliding window M of N; K misses in a row). Widths up to 64 looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrackRules {
    /// Plots that begin a track.
    pub hits: u32,
    /// Looks within which they must come.
    pub looks: u32,
    /// Misses in a row that end it.
    pub misses: u32,
}

impl TrackRules {
    /// Rules from drawn counts, made possible: at least one hit in so many looks, at most 64.
    #[must_use]
    pub fn of_counts(hits: f64, looks: f64, misses: f64) -> Self {
        let looks = (looks as u32).clamp(1, 64);
        TrackRules { hits: (hits as u32).clamp(1, looks), looks, misses: (misses as u32).max(1) }
    }
}

/// What a look changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A track is confirmed.
    Confirms,
    /// The track is dropped.
    Drops,
}

/// What a look leaves for the next one.
#[derive(Clone, Copy, Debug)]
pub struct Hint {
    /// What looks at its height have in common.
    pub level: Level,
    /// Share of the turn at which the beam passed.
    pub share: Option<f64>,
    /// Piece of the flight's way.
    pub piece: u32,
}

/// A flight within reach of a radar.
#[derive(Clone, Debug)]
pub struct Contact {
    /// The flight, by its index in the world.
    pub flight: u32,
    /// Key of the radar's draws about it.
    pub key: Entity,
    /// When it leaves reach.
    pub until: SimTime,
    /// Looks in this encounter.
    pub looks: u32,
    /// Plots in this encounter.
    pub plots: u32,
    /// The track, if there is one: its number at the radar.
    pub track: Option<u32>,
    /// Its latest row.
    pub row: Option<Cause>,
    /// The flight that it could not be told apart from at the latest look.
    pub merged_with: Option<u32>,
    /// What the latest look leaves for the next.
    pub hint: Hint,
    window: u64,
    missed: u32,
}

impl Contact {
    /// A flight that comes within reach until an instant.
    #[must_use]
    pub fn new(flight: u32, key: Entity, until: SimTime) -> Self {
        Contact {
            flight,
            key,
            until,
            looks: 0,
            plots: 0,
            track: None,
            row: None,
            merged_with: None,
            hint: Hint { level: Level::NONE, share: None, piece: 0 },
            window: 0,
            missed: 0,
        }
    }

    /// Counts a look without keeping a track.
    pub fn counted(&mut self, seen: bool) {
        self.looks += 1;
        self.plots += u32::from(seen);
    }

    /// Takes the outcome of a look; `number` is that of the next track at the radar.
    pub fn looked(&mut self, seen: bool, rules: TrackRules, number: u32) -> Option<Change> {
        self.counted(seen);
        self.missed = if seen { 0 } else { self.missed + 1 };
        let kept = u64::MAX >> (64 - rules.looks);
        self.window = (self.window << 1 | u64::from(seen)) & kept;
        match self.track {
            None if self.window.count_ones() >= rules.hits => {
                self.track = Some(number);
                Some(Change::Confirms)
            }
            Some(_) if self.missed >= rules.misses => {
                self.track = None;
                self.window = 0;
                Some(Change::Drops)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::purpose::Purpose;
    use crate::base::rng::{StreamKey, uniform};

    #[test]
    fn verif_a_track_begins_with_the_third_of_five_and_ends_after_three_misses() {
        let rules = TrackRules::of_counts(3.0, 5.0, 3.0);
        let mut contact = Contact::new(0, Entity(0), SimTime(0));
        let mut changes = Vec::new();
        // Hits 1, 2, then two misses; the fifth look brings the third hit of five.
        for seen in [true, true, false, false, true, false, false, true, false, false, false] {
            changes.push(contact.looked(seen, rules, 7));
        }
        let mut want = vec![None; 11];
        want[4] = Some(Change::Confirms);
        want[10] = Some(Change::Drops);
        assert_eq!(changes, want);
        assert_eq!((contact.looks, contact.plots, contact.track), (11, 4, None));
    }

    #[test]
    fn verif_mean_looks_to_confirm_are_those_of_the_chain() {
        // Two hits in a row (2 of 2): mean (1 + p) / p^2 looks (runs of successes, Feller 1968, XIII.7).
        let (p, rules) = (0.6, TrackRules::of_counts(2.0, 2.0, 1_000.0));
        let (key, entity) = (StreamKey::luck(7, 0), Entity::of_path("units/radar"));
        let runs = 4_000_u32;
        let mut sum = (0.0, 0.0);
        for run in 0..runs {
            let mut contact = Contact::new(0, Entity(0), SimTime(0));
            let mut looks = 0_u32;
            while contact.track.is_none() {
                let u = uniform(key, Purpose::LOOK, entity, run, looks);
                contact.looked(u < p, rules, 1);
                looks += 1;
            }
            sum = (sum.0 + f64::from(looks), sum.1 + f64::from(looks * looks));
        }
        let n = f64::from(runs);
        let (mean, want) = (sum.0 / n, (1.0 + p) / (p * p));
        let error = ((sum.1 / n - mean * mean) / n).sqrt();
        assert!((mean - want).abs() < 4.0 * error, "{mean} {want} {error}");
    }

    #[test]
    fn rules_that_cannot_be_are_made_possible() {
        let rules = TrackRules::of_counts(9.0, 200.0, 0.0);
        assert_eq!((rules.hits, rules.looks, rules.misses), (9, 64, 1));
        assert_eq!(TrackRules::of_counts(5.0, 0.0, 2.0).hits, 1);
    }
}
