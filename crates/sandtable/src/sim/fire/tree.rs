//! Who is above whom, and who decides for whom: by the tree of posts, as far as links carry.

use crate::base::time::SimTime;
use crate::scenario::resolved::Scenario;
use crate::sim::world::World;

/// The nearest post above a unit that takes part at an instant. One that is not there is passed over.
#[must_use]
pub fn above(world: &World, scenario: &Scenario, rank: u32, now: SimTime) -> Option<u32> {
    let mut id = world.unit(rank).id;
    loop {
        id = scenario.unit(id).parent?;
        if let Some(parent) = world.rank_of(id)
            && world.unit(parent).part_until >= now
        {
            return Some(parent);
        }
    }
}

/// The post that decides for a unit: the highest that it, and those between, have not given up.
#[must_use]
pub fn decider(world: &World, scenario: &Scenario, rank: u32, now: SimTime) -> u32 {
    let mut at = rank;
    while world.unit(at).touch.lost.is_none() {
        match above(world, scenario, at, now) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// Units on the way from a post down to a unit below it, the post left out; empty if it is not below.
#[must_use]
pub fn way_down(
    world: &World,
    scenario: &Scenario,
    (post, unit): (u32, u32),
    now: SimTime,
) -> Vec<u32> {
    let mut way = vec![unit];
    let mut at = unit;
    while at != post {
        match above(world, scenario, at, now) {
            Some(next) => {
                at = next;
                way.push(at);
            }
            None => return Vec::new(),
        }
    }
    way.pop();
    way.reverse();
    way
}
