//! Distances that sources state against distances computed from positions and borders.

use crate::geo::border::Countries;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::distance::{compare, place_of, tolerance_km};
use crate::scenario::read::Reader;
use crate::scenario::resolved::Scenario;
use crate::scenario::text::ScenarioText;

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
        let Some(compared) = compare(scenario, claim, countries) else {
            let words = format!("claim `{}`: this distance cannot be computed here", claim.id);
            cx.out.push(
                Diagnostic::note("claim/distance-unknown", span, words)
                    .hint("it needs positions of both ends, or a border of the map"),
            );
            continue;
        };
        let verdict = if compared.agree() { "they agree" } else { "they differ: both are kept" };
        let computed = compared.words();
        let reported = cx.params[stated.distance.param.0 as usize].param.text.clone();
        let words = format!("`{}`: reported {reported}, {computed}: {verdict}", place.id);
        cx.out.push(Diagnostic::note("claim/distance", span, words));
    }
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
        let Some(name) = countries.named(&stated.text) else {
            let words = format!("the map holds no country called `{}`", stated.text);
            cx.out.push(
                Diagnostic::note("place/country-unknown", stated.span, words)
                    .hint("whether the place lies in it was not looked at"),
            );
            continue;
        };
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
