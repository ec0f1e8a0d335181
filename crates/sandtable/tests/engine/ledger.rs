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
        run(&base, 1, 0);
    }
    assert!(seen >= 3, "{seen} variants");
}
