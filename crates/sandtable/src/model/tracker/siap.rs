//! Measures of an air picture over time: completeness, ambiguity, spuriousness, continuity.

use std::collections::{BTreeMap, BTreeSet};

use super::track::TrackId;

/// Sums over looks at a picture, from which the measures are taken.
///
/// Source: Single Integrated Air Picture System Engineering Task Force, Technical Report 2001-003;
/// averaged over time, each look for as long as it lasts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Siap {
    objects_s: f64,
    tracked_s: f64,
    assigned_s: f64,
    tracks_s: f64,
    changes: u32,
    number: BTreeMap<u32, TrackId>,
}

impl Siap {
    /// Takes in a look that stands for `dt_s` >= 0 seconds: the objects that are there, and for
    /// each track the object that it follows, if any.
    ///
    /// Tracks on an object that is not there are spurious. An object followed by many tracks keeps
    /// its number as long as the track that had it follows it; else it takes the lowest.
    pub fn look(&mut self, dt_s: f64, objects: &BTreeSet<u32>, tracks: &[(TrackId, Option<u32>)]) {
        self.objects_s += objects.len() as f64 * dt_s;
        self.tracks_s += tracks.len() as f64 * dt_s;
        let mut on: BTreeMap<u32, BTreeSet<TrackId>> = BTreeMap::new();
        for (track, object) in tracks {
            if let Some(object) = object.filter(|o| objects.contains(o)) {
                on.entry(object).or_default().insert(*track);
                self.assigned_s += dt_s;
            }
        }
        self.tracked_s += on.len() as f64 * dt_s;
        for (object, tracks) in on {
            let Some(lowest) = tracks.first().copied() else { continue };
            let before = *self.number.entry(object).or_insert(lowest);
            if !tracks.contains(&before) {
                self.number.insert(object, lowest);
                self.changes += 1;
            }
        }
    }

    /// Completeness: share of the objects' time in which they are tracked; 1 is ideal.
    #[must_use]
    pub fn completeness(&self) -> Option<f64> {
        ratio(self.tracked_s, self.objects_s)
    }

    /// Ambiguity: tracks on objects for each tracked object; 1 is ideal.
    #[must_use]
    pub fn ambiguity(&self) -> Option<f64> {
        ratio(self.assigned_s, self.tracked_s)
    }

    /// Spuriousness: share of the tracks' time on no object; 0 is ideal.
    #[must_use]
    pub fn spuriousness(&self) -> Option<f64> {
        ratio(self.tracks_s - self.assigned_s, self.tracks_s)
    }

    /// Continuity: changes of track number for each second that an object is tracked (1/s); 0 is
    /// ideal.
    #[must_use]
    pub fn changes_per_s(&self) -> Option<f64> {
        ratio(f64::from(self.changes), self.tracked_s)
    }
}

/// `None` where there was nothing to measure.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_measures_by_hand() {
        let mut siap = Siap::default();
        assert_eq!(siap.completeness(), None);
        let objects = BTreeSet::from([1, 2]);
        let on = |t: u32, o: u32| (TrackId(t), Some(o));
        // 2 s: object 1 has two tracks, object 2 none, one track follows nothing.
        siap.look(2.0, &objects, &[on(7, 1), on(8, 1), (TrackId(9), None)]);
        // 3 s: track 7 is gone, so that object 1 changes its number; 8 takes over; 2 is found.
        siap.look(3.0, &objects, &[on(8, 1), on(10, 2)]);
        // 5 s: object 2 is gone, and its track with it follows nothing; no change for object 1.
        siap.look(5.0, &BTreeSet::from([1]), &[on(8, 1), on(5, 1), on(10, 2)]);
        assert_eq!(siap.completeness(), Some((2.0 + 6.0 + 5.0) / (4.0 + 6.0 + 5.0)));
        assert_eq!(siap.ambiguity(), Some((4.0 + 6.0 + 10.0) / 13.0));
        assert_eq!(siap.spuriousness(), Some((2.0 + 5.0) / (6.0 + 6.0 + 15.0)));
        assert_eq!(siap.changes_per_s(), Some(1.0 / 13.0));
    }

    #[test]
    fn a_number_that_comes_back_is_a_change_too() {
        let mut siap = Siap::default();
        let objects = BTreeSet::from([1]);
        for track in [3, 4, 4, 3] {
            siap.look(1.0, &objects, &[(TrackId(track), Some(1))]);
        }
        siap.look(1.0, &objects, &[]);
        assert_eq!(siap.changes_per_s(), Some(0.5));
        assert_eq!(siap.completeness(), Some(0.8));
    }
}
