//! Distances that claims state against distances computed from positions and borders.

use super::param::Spec;
use super::resolved::{Claim, Place, Scenario, Subject};
use crate::geo::border::Countries;
use crate::geo::geodesic::inverse_rounded;

/// Spread of the 1:10m borders themselves (km) (the sources differ by this much at the flagship's points).
const BORDER_SPREAD_KM: f64 = 2.0;

/// A stated distance beside the computed one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Least stated distance (km).
    pub low_km: f64,
    /// Greatest stated distance (km).
    pub high_km: f64,
    /// Computed on WGS84 (km).
    pub computed_km: f64,
    /// What the positions and the border leave open, one sigma (km).
    pub spread_km: f64,
}

impl Compared {
    /// True if stated and computed distance agree within the spread.
    #[must_use]
    pub fn agree(&self) -> bool {
        self.low_km <= self.computed_km + self.spread_km
            && self.computed_km - self.spread_km <= self.high_km
    }
}

/// Compares a claim's distance; `None` if it states none or it cannot be computed here.
#[must_use]
pub fn compare(
    scenario: &Scenario,
    claim: &Claim,
    countries: Option<&Countries>,
) -> Option<Compared> {
    let stated = claim.distance.as_ref()?;
    let place = place_of(scenario, claim)?;
    let (low_km, high_km) = stated_km(scenario, stated.distance.param.0 as usize);
    let computed_km = computed_km(scenario, claim, place, countries)?;
    let spread_km = tolerance_km(place, stated.border.is_some());
    Some(Compared { low_km, high_km, computed_km, spread_km })
}

/// The place whose distance a claim states.
#[must_use]
pub fn place_of<'s>(scenario: &'s Scenario, claim: &Claim) -> Option<&'s Place> {
    match claim.subject {
        Subject::Place(id) => Some(scenario.place(id)),
        _ => claim.place.map(|id| scenario.place(id)),
    }
}

fn stated_km(scenario: &Scenario, param: usize) -> (f64, f64) {
    match &scenario.params[param].spec {
        Spec::Number(n) => {
            let (low, high) = n.quantity.dist.support();
            (n.quantity.to_si(low) / 1e3, n.quantity.to_si(high) / 1e3)
        }
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

fn computed_km(
    scenario: &Scenario,
    claim: &Claim,
    place: &Place,
    countries: Option<&Countries>,
) -> Option<f64> {
    let stated = claim.distance.as_ref()?;
    let (lat, lon) = place.at?;
    if let Some(from) = stated.from {
        return Some(inverse_rounded((lat, lon), scenario.place(from).at?).distance_m / 1e3);
    }
    let countries = countries?;
    let name = countries.named(stated.border.as_deref()?)?;
    if !countries.covers(lat, lon) {
        return None;
    }
    countries.distance_to(lat, lon, name).map(|m| m / 1e3)
}

/// What a place's stated precision, and the border's, leave open (km).
#[must_use]
pub fn tolerance_km(place: &Place, to_border: bool) -> f64 {
    let place_km = place.precision_m.unwrap_or(0.0) / 1e3;
    let border_km = if to_border { BORDER_SPREAD_KM } else { 0.0 };
    (place_km * place_km + border_km * border_km).sqrt()
}
