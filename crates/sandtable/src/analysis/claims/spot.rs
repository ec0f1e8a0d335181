//! The place of a claim: which places count as it, and which legs pass it.

use crate::geo::geodesic::{between, inverse_rounded};
use crate::scenario::resolved::{Movement, PlaceId, Scenario};
use std::collections::{BTreeMap, BTreeSet};

/// Points of a leg that are looked at for its distance from a place.
const POINTS: u32 = 64;

/// A claim's place with what is near enough to it, worked out once for a scenario.
pub(super) struct Spot {
    /// By number of the place: at it, or near enough.
    near: Vec<bool>,
    /// Legs that come near enough: from which share of the way to which.
    passed: BTreeMap<(PlaceId, PlaceId), (f64, f64)>,
}

impl Spot {
    /// The places and legs within a distance (m) of a place; 0 for the place itself.
    pub(super) fn new(scenario: &Scenario, place: PlaceId, within_m: f64) -> Self {
        let here = scenario.place(place).at;
        let is_near = |id: PlaceId| {
            let pair = (scenario.place(id).at, here);
            id == place
                || matches!(pair, (Some(a), Some(b))
                    if within_m > 0.0 && inverse_rounded(a, b).distance_m <= within_m)
        };
        let ids = (0_u32..).map(PlaceId).take(scenario.places.len());
        let near: Vec<bool> = ids.map(is_near).collect();
        let mut passed = BTreeMap::new();
        for (from, to) in legs(scenario) {
            if from == place {
                passed.insert((from, to), (0.0, 0.0));
            } else if to == place {
                passed.insert((from, to), (1.0, 1.0));
            }
            let ends = (scenario.place(from).at, scenario.place(to).at, here);
            if let ((Some(a), Some(b), Some(here)), true) = (ends, within_m > 0.0)
                && let Some(shares) = shares((a, b), here, within_m)
            {
                passed.insert((from, to), shares);
            }
        }
        Spot { near, passed }
    }

    /// True if a place counts as the claim's.
    pub(super) fn holds(&self, place: Option<PlaceId>) -> bool {
        place.is_some_and(|p| self.near[p.0 as usize])
    }

    /// From which share of a leg to which it is near enough.
    pub(super) fn passed(&self, from: PlaceId, to: PlaceId) -> Option<(f64, f64)> {
        self.passed.get(&(from, to)).copied()
    }
}

/// Every leg of every order, each way.
fn legs(scenario: &Scenario) -> BTreeSet<(PlaceId, PlaceId)> {
    let mut all = BTreeSet::new();
    for order in scenario.units.iter().flat_map(|u| &u.orders) {
        match &order.movement {
            Movement::Rail(m) => {
                for way in &m.journeys.table {
                    all.extend(way.stages.iter().map(|s| (s.from, s.to)));
                    all.insert((way.to, way.site));
                }
            }
            Movement::Air(m) => {
                let legs = m.routes.table.iter().flat_map(|r| &r.legs);
                all.extend(legs.map(|leg| (leg.from, leg.to)));
            }
            Movement::Road(_) => {}
        }
    }
    all
}

/// The first and last share of the way between two places at which it is near enough to a third.
fn shares((a, b): ((f64, f64), (f64, f64)), here: (f64, f64), within_m: f64) -> Option<(f64, f64)> {
    let (to_a, to_b) = (inverse_rounded(a, here).distance_m, inverse_rounded(b, here).distance_m);
    let length_m = inverse_rounded(a, b).distance_m;
    // A way cannot come nearer than the ends are beyond its length.
    if to_a.min(to_b) - length_m > within_m {
        return None;
    }
    let share = |n: u32| f64::from(n) / f64::from(POINTS);
    let near = |n: &u32| inverse_rounded(between(a, b, share(*n)), here).distance_m <= within_m;
    let first = (0..=POINTS).find(near)?;
    let last = (0..=POINTS).rev().find(near)?;
    Some((share(first), share(last)))
}
