//! Claims: what a verdict moves with, instants inside a window, places that were given.

use crate::common::{EXACT, Files};
use sandtable::analysis::claims::{Basis, ClaimRow, Judge, Tally, Verdict, Verdicts, claim_rows};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::geo::border::Countries;
use sandtable::record::TraceSink;
use sandtable::scenario::Scenario;
use sandtable::sim;
use sandtable::study::{Plan, judge_claims};

/// The exact scenario with an uncertain start of loading: `u-1` unloads 66 to 70 h and is present 72 h after it.
fn with_claims(claims: &str) -> Scenario {
    let text = EXACT
        .replace(
            "start: 2030-01-02T06:00Z @lesson",
            "start: 2030-01-02T00:00Z..2030-01-04T00:00Z @lesson",
        )
        .replace("site: {kind: ground,", "site: {kind: ground, at: 50.0 N 16.5 E ±1 km,")
        .replace("lines:", "  field: {kind: ground, at: 50.0 N 16.6 E ±1 km}\nlines:");
    Files::one(&format!("{text}claims:\n{claims}")).scenario()
}

fn rows(scenario: &Scenario) -> Vec<ClaimRow<'_>> {
    let plan = Plan { seed: 5, indices: 0..400, threads: Some(1) };
    let all = judge_claims(scenario, &plan, None, &|| ()).expect("it runs");
    let all: Vec<_> = all.into_iter().map(|j| (j.index, j.found)).collect();
    claim_rows(scenario, &all[0].1.clone(), (&all, 5))
}

#[test]
fn verif_a_driver_says_what_makes_a_claim_likelier() {
    let scenario = with_claims(
        "  c-early: {subject: u-1, state: present, place: site, by: 2030-01-06T00:00Z @lesson, source: lesson}\n  \
           c-late: {subject: u-1, state: unloading, on: 2030-01-06T00:00Z..2030-01-07T00:00Z @lesson, source: lesson}\n  \
           c-never: {subject: u-1, state: unloading, on: 2030-01-20T00:00Z..2030-01-21T00:00Z @lesson, source: lesson}\n  \
           c-sure: {subject: u-1, state: present, place: site, by: 2030-01-20T00:00Z @lesson, source: lesson}\n",
    );
    let rows = rows(&scenario);
    let said: Vec<String> = rows.iter().map(|r| r.driven_by(&scenario)).collect();
    // The one uncertain input decides: a rank correlation with a verdict of even odds is near sqrt(3)/2.
    let early = &said[0];
    assert!(
        early.starts_with("more likely with earlier units.u-1.orders.go.load.start (0.8"),
        "{early}"
    );
    let late = &said[1];
    assert!(
        late.starts_with("more likely with later units.u-1.orders.go.load.start (0.8"),
        "{late}"
    );
    // By hand: present by 6 January if the start is before 3 January 00:00, 24 of 48 hours; unloading until after
    // 6 January 00:00 if it is after 3 January 02:00, 22 of 48. Four standard errors of 400 are 0.1.
    let share = |at: usize| rows[at].odds.as_ref().and_then(|o| o.share).expect("a share");
    assert!((share(0) - 0.5).abs() < 0.1 && (share(1) - 22.0 / 48.0).abs() < 0.1);
    assert_eq!((share(2), share(3)), (0.0, 1.0));
    assert_eq!((said[2].as_str(), said[3].as_str()), ("", ""), "a sure verdict has no driver");
}

#[test]
fn an_instant_lies_inside_the_time_that_a_claim_speaks_of() {
    let scenario = with_claims(
        "  c-1: {subject: u-1, state: on-rail, on: 2030-01-04T12:00Z..2030-01-05T12:00Z @lesson, source: lesson}\n  \
           c-2: {subject: u-1, state: loading, on: 2030-01-03T00:00Z..2030-01-04T12:00Z @lesson, source: lesson}\n",
    );
    let judge = Judge::new(&scenario, None);
    let (mut inside, mut before) = (0, 0);
    for index in 0..60 {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 5, index });
        let luck = Luck { seed: 5, index };
        let trace =
            sim::run(inputs.clone(), luck, TraceSink::default()).expect("it runs").sink.trace;
        let found = judge.all(&trace, &inputs, luck);
        // On rail from 6 to 66 h after the start: before the window opens in every replication but the latest.
        let from = SimTime::from_iso("2030-01-04T12:00Z").expect("an instant");
        assert_eq!(
            (found[0].verdict, found[0].first),
            (Verdict::Consistent, Some(from)),
            "{found:?}"
        );
        let window = SimTime::from_iso("2030-01-03T00:00Z").expect("an instant");
        match found[1].first {
            Some(first) => {
                assert!(first >= window && found[1].verdict == Verdict::Consistent);
                inside += 1;
            }
            None => {
                assert_eq!(found[1].verdict, Verdict::Contradicted);
                assert!(found[1].why.contains("at other times"), "{}", found[1].why);
                before += 1;
            }
        }
    }
    assert!(inside > 10 && before > 10, "{inside} {before}");
}

#[test]
fn a_place_is_given_under_whatever_name_it_was_inferred() {
    let scenario = with_claims(
        "  c-0-place: {subject: any battery, state: present, place: site, source: lesson, spent_for: [units.u-1.orders.go.site]}\n  \
           c-1-near: {subject: u-1, state: present, place: field, within: 10 km @lesson, by: 2030-01-06T00:00Z @lesson, source: lesson}\n  \
           c-2-same: {subject: u-2, state: present, place: site, by: 2030-01-06T00:00Z @lesson, source: lesson}\n  \
           c-3-far: {subject: u-1, state: present, place: field, within: 5 km @lesson, by: 2030-01-06T00:00Z @lesson, source: lesson}\n  \
           c-4-untimed: {subject: u-1, state: present, place: site, source: lesson}\n",
    );
    let given: Vec<bool> = rows(&scenario).iter().map(|r| r.given_place).collect();
    // 0.1 degrees of longitude at 50 N are 7.2 km.
    assert_eq!(given, [false, true, true, false, false]);
}

/// The flagship's claims with a few replications.
fn flagship(scenario: &Scenario) -> Vec<ClaimRow<'_>> {
    let countries = Countries::from_geojson(sandtable_assets::COUNTRIES_10M).expect("a map");
    let plan = Plan { seed: 42, indices: 0..40, threads: Some(2) };
    let all = judge_claims(scenario, &plan, Some(&countries), &|| ()).expect("it runs");
    let all: Vec<_> = all.into_iter().map(|j| (j.index, j.found)).collect();
    claim_rows(scenario, &all[0].1.clone(), (&all, 42))
}

#[test]
fn what_no_run_can_change_is_counted_apart() {
    let scenario = Files::flagship().scenario();
    let rows = flagship(&scenario);
    let of = |id: &str| rows.iter().find(|r| r.claim.id == id).expect("a claim");
    for (id, basis) in [
        ("c-f15-time", Basis::Run),
        ("c-f13-lead", Basis::Map),
        ("c-p14", Basis::Map),
        ("c-airforce-technology-launchers", Basis::Count),
        ("c-f11", Basis::Statement),
    ] {
        assert_eq!(of(id).basis, basis, "{id}");
    }
    for id in ["c-f13-lead", "c-airforce-technology-launchers"] {
        assert_eq!((of(id).share().as_str(), &of(id).odds), ("same in all", &None), "{id}");
    }
    let tally = Tally::of(&rows);
    let sum = |v: Verdicts| v.consistent + v.contradicted + v.not_covered;
    // Distances and counts by hand: F13 (3), P11, P13, P14, P15 (2), and one count of launchers.
    assert_eq!((sum(tally.map), sum(tally.counts)), (8, 1), "{tally:?}");
    // A round figure: 213 km are "200 km", and 245 km are not "270 km".
    assert_eq!(of("c-p13-kyiv").found.verdict, Verdict::Consistent);
    assert_eq!(of("c-p11-road").found.verdict, Verdict::Contradicted);
    // What other claims say already is no test.
    for id in ["c-p12-place", "c-p12-time", "c-p04-su35", "c-p04-pantsir"] {
        let row = of(id);
        assert!(!row.claim.is_test() && row.mark(&scenario).starts_with("follows from"), "{id}");
    }
    assert_eq!(tally.following, 4);
    let tests = rows.iter().filter(|r| r.claim.is_test() && r.basis == Basis::Run).count();
    assert_eq!(sum(tally.run), tests);
}
