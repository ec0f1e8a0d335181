//! What is said about each mistake: once, with its code, at its place; and mutated scenarios.

mod case;
mod codes;
mod limits;
mod mutants;
mod pairs;
mod show;
mod table;

use case::{Case, Texts, fault};

fn all() -> Vec<&'static Case> {
    [
        table::yaml::CASES,
        table::scalars::CASES,
        table::sources::CASES,
        table::names::CASES,
        table::sense::CASES,
        table::compose::CASES,
        table::exercise::CASES,
        table::fire::CASES,
        table::air::CASES,
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn the_base_has_no_finding() {
    let loaded = Texts::base().load();
    let text = sandtable::scenario::render::to_text(&loaded.findings, &loaded.map, false);
    assert!(loaded.scenario.is_some() && loaded.findings.is_empty(), "{text}");
}

#[test]
fn every_mistake_is_said_once_at_its_place() {
    let cases = all();
    let faults: Vec<_> = cases.iter().filter_map(|case| fault(case)).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), cases.len(), faults.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let told: Vec<_> =
        all().iter().map(|case| case.code).chain(codes::ELSEWHERE.iter().copied()).collect();
    let untold: Vec<_> =
        codes::codes().into_iter().filter(|c| !told.contains(&c.as_str())).collect();
    assert!(untold.is_empty(), "codes without a case: {untold:?}");
}

#[test]
fn the_reference_lists_every_code() {
    assert_eq!(codes::documented(), codes::codes());
}
