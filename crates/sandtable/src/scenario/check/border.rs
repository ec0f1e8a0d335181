//! Distances that sources state against distances computed from positions and borders.

use crate::geo::border::Countries;
use crate::geo::geodesic::inverse_rounded;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Spec;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Claim, Place, Scenario, Subject};
use crate::scenario::text::ScenarioText;

/// Spread of the 1:10m borders themselves (km) (the sources differ by this much at the flagship's points).
const BORDER_SPREAD_KM: f64 = 2.0;

/// Notes reported against computed distances of every claim that states one.
pub(super) fn check_distances(
    scenario: &Scenario,
    text: &ScenarioText,
    countries: Option<&Countries>,
    cx: &mut Reader<'_>,
) {
    for claim in &scenario.claims {
        let Some(stated) = &claim.distance else { continue };
        let Some(written) = text.claims.as_ref().and_then(|c| c.get(&claim.id)) else { continue };
        let span = written
            .value
            .distance
            .as_ref()
            .map_or(written.span, |d| cx.params[d.param.0 as usize].span);
        let Some(place) = place_of(scenario, claim) else { continue };
        let (reported_low, reported_high) = stated_km(scenario, stated.distance.param.0 as usize);
        let Some(computed) = computed_km(scenario, claim, place, countries) else {
            let words = format!("claim `{}`: this distance cannot be computed here", claim.id);
            cx.out.push(
                Diagnostic::note("claim/distance-unknown", span, words)
                    .hint("it needs positions of both ends, or a border of the map"),
            );
            continue;
        };
        let spread = tolerance_km(place, stated.border.is_some());
        let fits = reported_low <= computed + spread && computed - spread <= reported_high;
        let verdict = if fits { "they agree" } else { "they differ: both are kept" };
        let reported = cx.params[stated.distance.param.0 as usize].param.text.clone();
        let words = format!(
            "reported {reported}, computed {computed:.1} km +-{spread:.1} from `{}`: {verdict}",
            place.id
        );
        cx.out.push(Diagnostic::note("claim/distance", span, words));
    }
}

fn place_of<'s>(scenario: &'s Scenario, claim: &Claim) -> Option<&'s Place> {
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

fn tolerance_km(place: &Place, to_border: bool) -> f64 {
    let place_km = place.precision_m.unwrap_or(0.0) / 1e3;
    let border_km = if to_border { BORDER_SPREAD_KM } else { 0.0 };
    (place_km * place_km + border_km * border_km).sqrt()
}

/// Warns of a place that lies outside the country that it is said to lie in.
pub(super) fn check_countries(
    scenario: &Scenario,
    text: &ScenarioText,
    countries: Option<&Countries>,
    cx: &mut Reader<'_>,
) {
    let Some(countries) = countries else { return };
    for place in &scenario.places {
        let Some(item) = text.places.as_ref().and_then(|p| p.get(&place.id)) else { continue };
        let (Some(stated), Some((lat, lon))) = (&item.value.country, place.at) else { continue };
        let Some(name) = countries.named(&stated.text) else { continue };
        if !countries.covers(lat, lon) {
            continue;
        }
        let outside_m = countries.distance_to(lat, lon, name).unwrap_or(0.0);
        let allowed_m = (tolerance_km(place, true)) * 1e3;
        if outside_m > allowed_m {
            let found = countries.country_at(lat, lon).unwrap_or("no country of the map");
            let words =
                format!("`{}` lies {:.1} km outside {name}, in {found}", place.id, outside_m / 1e3);
            cx.out.push(Diagnostic::warning("place/country", stated.span, words));
        }
    }
}
