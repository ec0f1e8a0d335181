//! No number without a source, no reason stretched too far, shares that add up.

use crate::common::{EXACT, Files};
use sandtable::analysis::{conflicts, shares};
use sandtable::scenario::diagnostic::Severity;
use sandtable::scenario::source::SourceKind;

fn codes(text: &str) -> Vec<&'static str> {
    let loaded = Files::one(text).load();
    let errors = loaded.findings.iter().filter(|d| d.severity == Severity::Error);
    let mut codes: Vec<_> = errors.map(|d| d.code).collect();
    codes.dedup();
    codes
}

#[test]
fn a_number_without_a_source_is_refused_wherever_it_stands() {
    assert_eq!(codes(EXACT), Vec::<&str>::new());
    for (from, to) in [
        ("start: 2030-01-02T06:00Z @lesson", "start: 2030-01-02T06:00Z"),
        ("lines: {line: {source: lesson, posts", "lines: {line: {posts"),
        ("  battery:\n    source: lesson\n", "  battery:\n"),
        ("rates: {slow: {source: lesson, line", "rates: {slow: {line"),
    ] {
        assert!(EXACT.contains(from), "{from}");
        let found = codes(&EXACT.replace(from, to));
        assert!(found.contains(&"source/missing"), "{from}: {found:?}");
    }
}

#[test]
fn every_number_of_the_embedded_scenarios_has_a_known_source() {
    for (id, _) in sandtable_assets::SCENARIOS {
        let scenario = Files::embedded(id).scenario();
        for param in &scenario.params {
            assert!(!param.sources.is_empty(), "{} has no source", param.path);
            for source in &param.sources {
                assert!(scenario.sources.iter().any(|s| s.id == source.id), "{}", source.id);
            }
        }
        let shares = shares(&scenario);
        let sum: f64 = SourceKind::ALL.iter().map(|k| shares.fraction(*k)).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{id}: {sum}");
    }
}

#[test]
fn one_reason_on_more_than_ten_assumed_numbers_is_refused() {
    let assumed = EXACT.replace("kind: notional", "kind: assumed");
    assert_eq!(codes(&assumed), ["source/reason"]);
}

#[test]
fn an_edit_without_a_source_is_assumed_with_its_place_as_the_reason() {
    let scenario = Files::one(EXACT).scenario_with(&[("rates.slow.line", "300 km/d")]);
    let edited = scenario.params.iter().find(|p| p.path == "rates/slow/line").expect("it is there");
    assert_eq!(edited.kind, SourceKind::Assumed);
    let source = scenario.sources.iter().find(|s| s.id == edited.sources[0].id).expect("a source");
    assert!(source.stated["reason"].contains("rates.slow.line"), "{source:?}");
}

#[test]
fn an_inherited_number_keeps_the_source_that_stood_around_it() {
    let text = EXACT
        .replace(
            "  u-2:\n    extends: u-1\n",
            "  u-2:\n    extends: u-1\n    source: other\n    range: 100 km\n",
        )
        .replace(
            "sources: {lesson:",
            "sources: {other: {kind: notional, reason: \"another\"}, lesson:",
        );
    let scenario = Files::one(&text).scenario();
    let source_of = |path: &str| {
        let param = scenario.params.iter().find(|p| p.path == path);
        param.unwrap_or_else(|| panic!("no {path}")).sources[0].id.clone()
    };
    assert_eq!(source_of("units/u-2/range"), "other");
    assert_eq!(source_of("units/u-1/orders/go/load/start"), "lesson");
    assert_eq!(source_of("types/battery/rail/load"), "lesson");
}

#[test]
fn conflicts_are_listed_by_what_they_are_about() {
    let found = conflicts(&Files::flagship().scenario());
    // Those that are kept in words: the test of the ledger.
    let about = found.iter().filter(|c| c.note.is_none());
    let about: Vec<_> = about.map(|c| c.about.as_str()).collect();
    assert_eq!(
        about,
        [
            "distance to the border of ukraine: rechitsa",
            "number of launchers: any s400-battalion",
            "mixture at types.pantsir-battalion.weapons.missile.lowest",
            "mixture at types.s400-battalion.weapons.missile-48n6.lowest",
            "mixture at types.s400-battalion.weapons.missile-48n6.claimed-highest",
            "mixture at types.su-35s-flight.flight.range",
            "mixture at types.su-35s-flight.flight.top-speed",
            "mixture at types.worldview-2.sensors.camera.swath",
        ]
    );
}

#[test]
fn the_corpus_of_what_once_broke_is_replayed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../validation/corpus");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus is there").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|e| e != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a text");
        if let Some(scenario) = Files::one(&text).load().scenario {
            // What is accepted runs to its end.
            crate::common::run(&scenario, 1, 0);
        }
        seen += 1;
    }
    assert!(seen >= 7, "{seen} files");
}

#[test]
fn sites_that_were_inferred_are_listed_with_their_claims() {
    let scenario = crate::common::Files::flagship().scenario();
    for (path, source, claim) in [
        ("units/pvo-1/orders/redeploy/site", "inf-pvo-1-site", "c-f15-place"),
        ("units/pvo-2/orders/redeploy/site", "inf-pvo-2-site", "c-p11-place"),
        ("plans/su35-relocation/to", "inf-su35-destination", "c-p06-place"),
    ] {
        let param = scenario.params.iter().find(|p| p.path == path).expect("an input");
        assert_eq!((param.sources[0].id.as_str(), param.kind.word()), (source, "inferred"));
        let source = scenario.sources.iter().find(|s| s.id == source).expect("a source");
        assert_eq!(source.from, [claim]);
    }
}

#[test]
fn a_place_near_another_has_the_kind_of_its_own_entry() {
    let scenario = crate::common::Files::flagship().scenario();
    for (id, near, kind) in [
        ("garrison-notional", "khabarovsk", "notional"),
        ("khabarovsk-krai-station", "khabarovsk", "assumed"),
        ("ru-sector-site", "smolensk", "notional"),
        ("training-centre", "minsk", "assumed"),
    ] {
        let place = scenario.places.iter().find(|p| p.id == id).expect("a place");
        let (source, found) = place.provenance(&scenario);
        assert!(source.is_some() && found.word() == kind, "{id}: {source:?} {}", found.word());
        assert_eq!(scenario.place(place.near.expect("near")).id, near);
    }
    let minsk = scenario.places.iter().find(|p| p.id == "minsk").expect("a place");
    assert_eq!(minsk.provenance(&scenario).1.word(), "published");
}
