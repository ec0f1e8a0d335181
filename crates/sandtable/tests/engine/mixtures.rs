//! Mixtures over numbers, words, instants and mappings: as often as their weights say, apart from the values
//! inside, and once per replication.

use crate::common::{EXACT, Files};
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::scenario::Scenario;
use sandtable::scenario::param::Spec;
use sandtable::scenario::resolved::Movement;

const N: u32 = 4000;

/// Fails if a share of `N` is more than four standard errors off (1 in 16,000 if all is well).
fn is_share(hits: u32, weight: f64) {
    let share = f64::from(hits) / f64::from(N);
    let allowed = 4.0 * (weight * (1.0 - weight) / f64::from(N)).sqrt();
    assert!((share - weight).abs() < allowed, "{share} for {weight} +-{allowed}");
}

fn mixed() -> Scenario {
    let text = EXACT
        .replace(
            "start: 2030-01-02T06:00Z @lesson}, via: [line], to: c, site: site,",
            "start: {mix: [[0.7, 2030-01-02T06:00Z], [0.3, 2030-01-05T00:00Z..2030-01-06T00:00Z]], weights: {source: lesson}}}, \
             destination: {mix: [[0.2, {via: [line], to: c, site: site}], [0.8, {via: [line], to: b, site: near}]], weights: {source: lesson}},",
        )
        .replace("b: {kind: station, at", "b: {ramps: 1 exact, kind: station, at")
        .replace("  site: {kind", "  near: {kind: ground, access: {b: 5 km exact}}\n  site: {kind")
        .replace(
            "guns: {class: long, count: 12 exact}",
            "guns: {class: long, count: {mix: [[0.5, 12], [0.5, 4..8]], weights: {source: lesson}}}",
        )
        .replace("    side: green\n", "    side: green\n    deployed: {mix: [[0.6, yes], [0.4, no]], weights: {source: lesson}}\n");
    Files::one(&text).scenario()
}

#[test]
fn verif_branches_come_as_often_as_their_weights() {
    let scenario = mixed();
    let unit = scenario.unit(scenario.unit_named("u-1").expect("a unit"));
    let Movement::Rail(rail) = &unit.orders[0].movement else { panic!("an order by rail") };
    let day = sandtable::base::time::SimTime::from_iso("2030-01-05T00:00Z").expect("an instant");
    let (mut deployed, mut late, mut far, mut twelve, mut both) = (0, 0, 0, 0, 0);
    for index in 0..N {
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 11, index });
        let is_deployed = *inputs.pick(&unit.deployed);
        let is_far = {
            let pick = &rail.journeys.picks[0];
            let luck = Luck { seed: 11, index };
            let way = luck.branch_of(&inputs, pick.param, &pick.field);
            rail.journeys.way(way).stages.len() == 2
        };
        deployed += u32::from(is_deployed);
        far += u32::from(is_far);
        both += u32::from(is_deployed && is_far);
        late += u32::from(inputs.time(&rail.load_start) >= day);
        let guns = inputs.value(&unit.vehicles[0].count);
        assert!(guns == 12.0 || (4.0..=8.0).contains(&guns) && guns.fract() == 0.0, "{guns}");
        twelve += u32::from(guns == 12.0);
    }
    is_share(deployed, 0.6);
    is_share(late, 0.3);
    is_share(far, 0.2);
    is_share(twelve, 0.5);
    // Mixtures of different fields are independent of one another.
    is_share(both, 0.6 * 0.2);
}

#[test]
fn verif_the_value_inside_a_branch_does_not_follow_the_branch() {
    let scenario = mixed();
    let at = scenario.params.iter().position(|p| p.path.ends_with("guns/count")).expect("an input");
    assert!(matches!(scenario.params[at].spec, Spec::Mix(_)));
    let mut counts = [0_u32; 9];
    for index in 0..N {
        let drawn = realise(&scenario, &InputPoint::Plain { seed: 12, index }).drawn[at];
        if drawn.branch == 1 {
            counts[drawn.value as usize] += 1;
        }
    }
    // Each integer of 4..8 alike, whatever half of (0, 1) the branch came from: 0.5 / 5 of all.
    for count in &counts[4..] {
        is_share(*count, 0.1);
    }
    assert_eq!(counts[..4], [0; 4]);
}

#[test]
fn an_undeployed_unit_leaves_no_trace_and_its_host_goes_alone() {
    let files = Files::flagship();
    let without = files.scenario_with(&[("units.pvo-regiment.deployed", "no")]);
    let with = files.scenario_with(&[("units.pvo-regiment.deployed", "yes")]);
    for index in 0..8 {
        let (a, b) = (crate::common::run(&without, 1, index), crate::common::run(&with, 1, index));
        assert!(!a.digest.units.contains_key("units/pvo-regiment"));
        assert!(b.digest.units.contains_key("units/pvo-regiment"));
        let most = |run: &crate::common::Run| {
            let rows = run.log.rows.iter().filter(|r| run.log.names.of(r.entity).contains("/pvo-"));
            let rows = rows.filter_map(|r| match r.body {
                sandtable::record::Body::Train { vehicles, .. } => Some(vehicles),
                _ => None,
            });
            rows.max().unwrap_or(0)
        };
        assert_eq!(most(&b), most(&a) + 12, "the post's twelve vehicles ride along");
    }
}
