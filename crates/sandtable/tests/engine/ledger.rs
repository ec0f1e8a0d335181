//! Every row of the ledger of press facts is cited by a number, a claim or a note of the flagship.

use crate::common::Files;
use serde_json::Value;
use std::collections::BTreeSet;

fn ledger() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../validation/ledger.json");
    let text = std::fs::read_to_string(path).expect("the ledger is committed");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn every_row_of_the_ledger_is_cited() {
    let scenario = Files::flagship().scenario();
    let mut cited: BTreeSet<&str> = BTreeSet::new();
    for source in scenario.params.iter().flat_map(|p| &p.sources) {
        cited.extend(source.locator.as_deref());
    }
    cited.extend(scenario.claims.iter().filter_map(|c| c.locator.as_deref()));
    cited.extend(scenario.notes.iter().filter_map(|n| n.locator.as_deref()));
    let rows = ledger();
    let named: Vec<&str> = rows.iter().filter_map(|row| row["row"].as_str()).collect();
    let missing: Vec<_> = named.iter().filter(|row| !cited.contains(**row)).collect();
    assert!(missing.is_empty(), "rows that nothing cites: {missing:?}");
    // The ledger itself holds all rows of the five texts and of the later press.
    for row in (1..=30).map(|n| format!("F{n:02}")).chain((1..=17).map(|n| format!("P{n:02}"))) {
        assert!(named.contains(&row.as_str()), "{row} is in the ledger");
    }
    let kinds: BTreeSet<_> = rows.iter().filter_map(|row| row["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["PRESS", "SEED"]));
}

#[test]
fn reports_with_place_and_time_are_two_claims_and_spent_ones_are_marked() {
    let scenario = Files::flagship().scenario();
    let claim = |id: &str| scenario.claims.iter().find(|c| c.id == id).expect("the claim is there");
    for row in ["f15", "p11", "p12"] {
        let (place, time) = (claim(&format!("c-{row}-place")), claim(&format!("c-{row}-time")));
        assert!(place.by.is_none() && place.on.is_none() && place.place.is_some());
        assert!(time.by.is_some() || time.on.is_some());
    }
    // The sites were inferred from these reports, their dates were not.
    assert!(claim("c-f15-place").spent && !claim("c-f15-time").spent);
    assert!(claim("c-p11-place").spent && !claim("c-p11-time").spent);
    // An inferred source names claims, and each of them is spent.
    for source in &scenario.sources {
        for used in &source.from {
            assert!(claim(used).spent, "{used} was used for {}", source.id);
        }
    }
    // The outside expectation of 30,000 is a statement: no number of the model.
    let statements: Vec<_> =
        scenario.claims.iter().filter_map(|c| c.statement.as_deref()).collect();
    assert!(statements.iter().any(|s| s.contains("30,000")));
}

#[test]
fn every_variant_of_every_scenario_is_accepted_and_runs() {
    use crate::common::{accept, run};
    let mut seen = 0;
    for (id, _) in sandtable_assets::SCENARIOS {
        let files = Files::embedded(id);
        let base = files.scenario();
        for variant in &base.variants {
            let chosen = (Some(variant.id.as_str()), [].as_slice());
            let loaded = sandtable::scenario::load_variant("scenario.yaml", &files, chosen, None);
            let scenario = accept(loaded);
            assert!(scenario.variants.iter().any(|v| v.id == variant.id && v.chosen));
            run(&scenario, 1, 0);
            seen += 1;
        }
        let small = files.load_with(&[("tasks.raid.targets", "60 targets")]).scenario;
        run(small.as_ref().unwrap_or(&base), 1, 0);
    }
    assert!(seen >= 3, "{seen} variants");
}

/// Section 7 of the ledger, by what the finding must say and whom it must name.
const DISAGREEMENTS: &[(&str, &[&str])] = &[
    ("three translations of its name", &["meduza", "rt", "national-interest", "cnbc"]),
    ("Troops in Belarus", &["cnbc", "national-interest"]),
    ("distance to the border of ukraine: rechitsa", &["meduza", "p15"]),
    ("one system at a training centre", &["national-interest", "p09"]),
    ("Almost 9,000 km by rail", &["p17", "p11"]),
    ("more than 9,000 km", &["p11", "p17"]),
    ("Two landings on the way", &["p06", "p06-tass"]),
    ("descending node for WorldView-3", &["charter-uat", "known-worldview"]),
    ("number of launchers", &["airforce-technology", "p02"]),
    ("exercise area is the south and the west", &["cnbc", "p07"]),
    ("do not name the loading station", &["rt", "national-interest"]),
];

#[test]
fn check_and_conflicts_name_every_disagreement_with_its_sources() {
    let loaded = Files::flagship().load();
    let notes: Vec<_> = loaded.findings.iter().filter(|d| d.code == "source/disagree").collect();
    let scenario = loaded.scenario.expect("the flagship is accepted");
    let conflicts = sandtable::analysis::conflicts(&scenario);
    for (about, sources) in DISAGREEMENTS {
        let note = notes.iter().find(|d| d.message.contains(about));
        let note = note.unwrap_or_else(|| panic!("check says nothing of `{about}`"));
        assert!(sources.iter().all(|s| note.message.contains(s)), "{about}: {}", note.message);
        let listed = conflicts
            .iter()
            .find(|c| c.about.contains(about) || c.values.iter().any(|v| v.value.contains(about)));
        let listed = listed.unwrap_or_else(|| panic!("`sources --conflicts` lacks `{about}`"));
        for source in *sources {
            assert!(listed.values.iter().any(|v| v.source == *source), "{about}: {source}");
        }
    }
    // Judgement of our own is no side of a disagreement between sources.
    let ours = notes.iter().find(|d| d.message.contains("est-several-sets"));
    assert!(ours.is_none(), "{ours:?}");
    let flight = loaded.findings.iter().find(|d| d.code == "flight/range").expect("a long leg");
    assert!(flight.message.contains("3600 km (0.8) or 3400 km (0.2)"), "{}", flight.message);
}

#[test]
fn speeds_that_claims_imply_leave_out_what_within_leaves_open_and_other_units() {
    let findings = Files::flagship().load().findings;
    let speeds: Vec<_> =
        findings.iter().filter(|d| d.code == "claim/speed").map(|d| d.message.as_str()).collect();
    // Both battalions had been loaded by 21 January: the bound of the ledger, section 2.
    let bound = speeds.iter().find(|m| m.contains("c-p01") && m.contains("c-f15-time"));
    assert!(bound.is_some_and(|m| m.contains("9615 km")), "{speeds:?}");
    // Reports of any battalion within 220 or 380 km of somewhere put nothing into anything.
    assert!(speeds.iter().all(|m| !m.contains("c-p12") && !m.contains("c-f25")), "{speeds:?}");
    let with = crate::common::EXACT.to_owned()
        + "claims:\n  c-a: {subject: u-1, state: on-rail, place: b, within: 30 km @lesson, by: 2030-01-03T00:00Z @lesson, source: lesson}\n  \
             c-b: {subject: u-1, state: on-rail, place: c, within: 20 km @lesson, by: 2030-01-04T00:00Z @lesson, source: lesson}\n";
    let found = |text: &str| {
        let found = Files::one(text).load().findings.into_iter().find(|d| d.code == "claim/speed");
        found.map(|d| d.message)
    };
    // Three degrees at 50 N are 214.5 km in a straight line; 50 km are open.
    let words = found(&with).expect("a note");
    assert!(words.contains("put 165 km (straight line less what"), "{words}");
    assert_eq!(found(&with.replace("30 km @lesson", "230 km @lesson")), None);
}

#[test]
fn a_sighting_is_on_its_day_and_an_image_by_its_daylight() {
    use sandtable::geo::sun::{SUNRISE_DEG, elevation_deg};
    use sandtable::scenario::param::Spec;
    use sandtable::scenario::quantity::Instant;
    let scenario = Files::flagship().scenario();
    let claim = |id: &str| scenario.claims.iter().find(|c| c.id == id).expect("the claim is there");
    for id in ["c-f13-time", "c-p08-polonka-time", "c-p08-kozenki-time"] {
        assert!(claim(id).on.is_some() && claim(id).by.is_none(), "{id}");
    }
    for id in ["c-f14-time", "c-f15-time", "c-p11-time"] {
        let claim = claim(id);
        let by = claim.by.as_ref().expect("a latest instant");
        let Spec::Instant(Instant::At(t)) = scenario.param(by.param).spec else {
            panic!("{id} has no instant")
        };
        // At Brest for the Brestsky ground, a few kilometres off; a minute is some 0.12 degrees.
        let (lat, lon) = scenario.place(claim.place.expect("a place")).at.expect("a position");
        let sun = elevation_deg(t, lat, lon);
        assert!((sun - SUNRISE_DEG).abs() < 0.15, "{id}: {sun}");
    }
}
