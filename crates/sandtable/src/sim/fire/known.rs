//! What a unit makes of what it knows of a flight: where it was last seen, carried on straight.

use super::super::world::World;
use crate::base::time::SimTime;
use crate::model::mover::way::Moving;
use crate::record::{Because, Cause, Disturbance};

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
    let mut best: Option<(f64, bool)> = None;
    // The word that would come soonest if every link were up, and the link on its way that is down.
    let mut soonest: Option<(f64, Option<Because>)> = None;
    for (source, lag_s) in picture.holders(flight) {
        let own = source == rank;
        let (stale_s, down) = if own { (0.0, None) } else { stale(world, source, flight, now) };
        let age_s = lag_s + stale_s;
        if best.is_none_or(|(least_s, _)| age_s < least_s) {
            best = Some((age_s, own));
        }
        if soonest.is_none_or(|(least_s, _)| lag_s < least_s) {
            let because = down.map(|row| Because { what: Disturbance::PictureAge, row });
            soonest = Some((lag_s, because));
        }
    }
    let (age_s, own) = best?;
    let at = carried(world, flight, now, age_s)?;
    let because = soonest.and_then(|(_, because)| because);
    Some(Known { own, because, ..at })
}

/// For how long no word of a flight can have come from a unit below (s), over all links on its way from whoever sees it;
/// and the row of a link that is down.
fn stale(world: &World, unit: u32, flight: u32, now: SimTime) -> (f64, Option<Cause>) {
    let down = world.unit(unit).touch.down;
    let own_s = down.map_or(0.0, |(since, _)| now.since_s(since).max(0.0));
    let holders = world.unit(unit).picture.iter().flat_map(|p| p.holders(flight));
    let below = holders.map(|(source, _)| match source {
        // Its own radars: nothing lies between.
        own if own == unit => (0.0, None),
        lower => stale(world, lower, flight, now),
    });
    let least = below.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, None));
    // The last word passed before the first of the links went down.
    if own_s >= least.0 { (own_s, down.map(|(_, row)| row).or(least.1)) } else { least }
}

/// A flight as it was so long ago (s), carried on straight to now; what it has done since is not known.
#[must_use]
pub fn carried(world: &World, flight: u32, now: SimTime, age_s: f64) -> Option<Known> {
    let flying = world.flights[flight as usize].flight.as_ref()?;
    let seen = flying.way.at(now.plus_s(-age_s));
    let at_m = [0, 1, 2].map(|k| seen.at_m[k] + age_s * seen.velocity_mps[k]);
    Some(Known { now: Moving { at_m, ..seen }, age_s, own: false, because: None })
}
