//! Paths through the air that leave the country which they may not leave.

use crate::geo::border::Countries;
use crate::geo::geodesic::{between, inverse_rounded};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::read::Reader;
use crate::scenario::resolved::Scenario;
use crate::scenario::text::ScenarioText;

/// Distance between the points of a leg that are looked up (m).
const STEP_M: f64 = 2_000.0;

/// Warns of a path that leaves its country, with the first point outside.
pub(super) fn check_paths(
    scenario: &Scenario,
    text: &ScenarioText,
    countries: Option<&Countries>,
    cx: &mut Reader<'_>,
) {
    let Some(countries) = countries else { return };
    for path in &scenario.paths {
        let Some(item) = text.paths.as_ref().and_then(|p| p.get(&path.id)) else { continue };
        let Some(within) = &item.value.within else { continue };
        let Some(name) = countries.named(&within.text) else { continue };
        let via: Vec<_> = path.via.iter().filter_map(|p| scenario.place(*p).at).collect();
        let Some((lat, lon)) = via.windows(2).find_map(|leg| outside(leg, name, countries)) else {
            continue;
        };
        let found = countries.country_at(lat, lon).unwrap_or("no country of the map");
        let words =
            format!("path `{}` leaves {name} at {lat:.2} N {lon:.2} E, in {found}", path.id);
        cx.out.push(
            Diagnostic::warning("path/country", within.span, words)
                .hint("drills keep every mock flight inside the host country"),
        );
    }
}

/// The first point of a leg that the map covers and that is not in a country.
fn outside(leg: &[(f64, f64)], name: &str, countries: &Countries) -> Option<(f64, f64)> {
    let steps = (inverse_rounded(leg[0], leg[1]).distance_m / STEP_M).ceil().max(1.0);
    let points = (0..=steps as u32).map(|step| between(leg[0], leg[1], f64::from(step) / steps));
    let mut covered = points.filter(|p| countries.covers(p.0, p.1));
    covered.find(|p| countries.country_at(p.0, p.1) != Some(name))
}
