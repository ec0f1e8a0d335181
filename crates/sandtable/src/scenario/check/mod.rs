//! What follows from a resolved scenario's numbers: reported against computed, what cannot be, what is tight.
//!
//! These findings never refuse a scenario: when a reported fact and our computation differ, both are shown.

mod border;
mod disagree;
mod keys;
mod paths;
mod range;
mod speed;
mod ties;

use super::read::Reader;
use super::resolved::Scenario;
use super::text::ScenarioText;
use crate::geo::border::Countries;

/// Compares what was written with what follows from it.
pub(super) fn check(
    scenario: &Scenario,
    text: &ScenarioText,
    countries: Option<&Countries>,
    cx: &mut Reader<'_>,
) {
    border::check_distances(scenario, text, countries, cx);
    border::check_countries(scenario, text, countries, cx);
    paths::check_paths(scenario, text, countries, cx);
    speed::check_claims(scenario, text, cx);
    speed::check_lines(scenario, text, cx);
    range::check_ranges(scenario, cx);
    range::check_flights(scenario, text, cx);
    ties::check_ties(scenario, cx);
    disagree::check_disagreements(scenario, text, cx);
    keys::check_keys(scenario, text.span, cx);
}
