//! What a unit makes of what it knows of a flight: where it was last seen, carried on straight.

use super::super::world::World;
use crate::base::time::SimTime;
use crate::model::mover::way::Moving;
use crate::record::{Because, Disturbance};

/// A flight as a unit knows it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Where it would be now (m, earth-centred), at which velocity (m/s), at which height (m).
    pub now: Moving,
    /// How old that is (s).
    pub age_s: f64,
    /// The unit's own radars hold it.
    pub own: bool,
    /// Word of it has stopped: the row of the link that is down.
    pub because: Option<Because>,
}

/// What a unit knows of a flight; `None` if its picture does not hold it.
#[must_use]
pub fn known(world: &World, rank: u32, flight: u32, now: SimTime) -> Option<Known> {
    let unit = world.unit(rank);
    let picture = unit.picture.as_ref()?;
    let flying = world.flights[flight as usize].flight.as_ref()?;
    let mut best: Option<(f64, bool)> = None;
    // The word that would come soonest if every link were up, and whether its link is down.
    let mut soonest: Option<(f64, Option<Because>)> = None;
    for (source, lag_s) in picture.holders(flight) {
        let own = source == rank;
        let down = if own { None } else { world.unit(source).touch.down };
        let age_s = lag_s + down.map_or(0.0, |(since, _)| now.since_s(since));
        if best.is_none_or(|(least_s, _)| age_s < least_s) {
            best = Some((age_s, own));
        }
        if soonest.is_none_or(|(least_s, _)| lag_s < least_s) {
            let because = down.map(|(_, row)| Because { what: Disturbance::PictureAge, row });
            soonest = Some((lag_s, because));
        }
    }
    let (age_s, own) = best?;
    let because = soonest.and_then(|(_, because)| because);
    // Tracks follow what flies; what has been told since is not known.
    let seen = flying.way.at(now.plus_s(-age_s));
    let at_m = [0, 1, 2].map(|k| seen.at_m[k] + age_s * seen.velocity_mps[k]);
    Some(Known { now: Moving { at_m, ..seen }, age_s, own, because })
}
