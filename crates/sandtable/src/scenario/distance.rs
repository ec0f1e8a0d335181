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
    /// What the rounding of a stated point leaves open (km): half of its last significant digit.
    pub rounding_km: f64,
}

impl Compared {
    /// True if stated and computed distance agree within the spread and the rounding of the stated figure.
    #[must_use]
    pub fn agree(&self) -> bool {
        let open_km = self.spread_km + self.rounding_km;
        self.low_km <= self.computed_km + open_km && self.computed_km - open_km <= self.high_km
    }

    /// What was computed and what is left open: `computed 213.1 km +-3.0, stated to the nearest 100 km`.
    #[must_use]
    pub fn words(&self) -> String {
        let computed = format!("computed {:.1} km +-{:.1}", self.computed_km, self.spread_km);
        if self.rounding_km > 0.0 {
            format!("{computed}, stated to the nearest {} km", 2.0 * self.rounding_km)
        } else {
            computed
        }
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
    let rounding_km = rounding_km(scenario, stated.distance.param.0 as usize);
    Some(Compared { low_km, high_km, computed_km, spread_km, rounding_km })
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

/// Half of the last significant digit of a stated point (km).
///
/// A text that says 200 km has not measured 200.0: it means 150 to 250. A bound (`0..40 km`), a spread and what is
/// marked `exact` are taken as they stand.
fn rounding_km(scenario: &Scenario, param: usize) -> f64 {
    let param = &scenario.params[param];
    match &param.spec {
        Spec::Number(n) if n.quantity.dist.is_point() && !n.quantity.exact => {
            n.quantity.to_si(half_last_digit(&param.text)) / 1e3
        }
        _ => 0.0,
    }
}

/// Half of the last significant digit of a number as written; 0 if it has none.
fn half_last_digit(text: &str) -> f64 {
    let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '.' | '_');
    let number: String = text.chars().take_while(is_part).filter(|c| *c != '_').collect();
    if let Some((_, decimals)) = number.split_once('.') {
        return decimals.chars().fold(0.5, |half, _| half / 10.0);
    }
    let zeros = number.chars().rev().take_while(|c| *c == '0').count();
    if zeros == number.len() { 0.0 } else { (0..zeros).fold(0.5, |half, _| half * 10.0) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_a_round_figure_leaves_half_its_last_digit_open() {
        let cases =
            [("200 km", 50.0), ("270 km", 5.0), ("40 km", 5.0), ("25 km", 0.5), ("7 km", 0.5)];
        for (text, half) in
            cases.into_iter().chain([("7.5 km", 0.05), ("9_000 km", 500.0), ("0 km", 0.0)])
        {
            assert!((half_last_digit(text) - half).abs() < 1e-12, "{text}");
        }
        let at = |stated: f64, computed_km: f64, rounding_km: f64| {
            Compared { low_km: stated, high_km: stated, computed_km, spread_km: 3.0, rounding_km }
                .agree()
        };
        assert!(at(200.0, 213.1, 50.0) && !at(200.0, 213.1, 0.0));
        assert!(at(40.0, 45.1, 5.0) && !at(270.0, 245.2, 5.0) && !at(90.0, 212.4, 5.0));
    }
}
