//! Where a battery shoots from, and what its next shot is: one that stands waits, an interceptor flies.

use super::battery::{Battery, Engagement};
use crate::base::time::SimTime;
use crate::model::weapon::intercept::{Course, Shot, Weapon, first_feasible, latest};
use crate::model::weapon::interceptor::vector;
use crate::record::FlightKind;
use crate::sim::air::roll::What;
use crate::sim::world::World;

/// An interceptor that could launch waits no longer than this for a better moment (s): assumed.
const PATIENCE_S: f64 = 120.0;

/// Where a unit with a battery shoots from (m, earth-centred): its site; of an interceptor its patrol in the air, and
/// nowhere without one.
#[must_use]
pub fn stands_at(world: &World, rank: u32, now: SimTime) -> Option<[f64; 3]> {
    let unit = world.unit(rank);
    let battery = unit.battery.as_ref()?;
    if battery.flies_mps.is_none() {
        return Some(battery.site_m());
    }
    let own = world.flights.iter().filter(|f| {
        let is_own = matches!(f.roll.what, What::Along { unit: of, .. } if of == unit.id);
        is_own && f.roll.kind == FlightKind::Patrol
    });
    own.filter_map(|f| Some(f.in_air(now)?.way.at(now).at_m)).next()
}

/// Where the battery of an engagement is now (m, earth-centred): an interceptor flies on as it was told.
#[must_use]
pub fn is_at(battery: &Battery, engagement: &Engagement, now: SimTime) -> [f64; 3] {
    match engagement.flies {
        None => battery.site_m(),
        Some((from_m, velocity, since)) => {
            let flown_s = now.since_s(since);
            [0, 1, 2].map(|k| from_m[k] + flown_s * velocity[k])
        }
    }
}

/// The first shot at a course seen from the battery, when its last one is (s), and the velocity of an interceptor until
/// then (m/s, in the axes of the site).
#[must_use]
pub fn shot(
    battery: &Battery,
    course: &Course,
    weapon: &Weapon,
) -> Option<(Shot, f64, Option<[f64; 3]>)> {
    match battery.flies_mps {
        None => {
            let shot = first_feasible(course, weapon, 0.0)?;
            Some((shot, latest(course, weapon, 0.0)?, None))
        }
        Some(speed_mps) => {
            let vector = vector(course, weapon, speed_mps)?;
            let last_s = vector.shot.launch_after_s + PATIENCE_S;
            Some((vector.shot, last_s, Some(vector.velocity_mps)))
        }
    }
}
