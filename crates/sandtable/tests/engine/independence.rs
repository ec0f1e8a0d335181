//! A bystander changes no other unit's rows; one that shares a ramp does.

use crate::common::{Files, Run, dates_of, run};

/// A busy unit that sorts before all others: it marches out and back every day on ground of its own.
const BYSTANDER: &str = r#"
  aaa-bystander:
    type: s400-battalion
    side: russia
    start: {place: yelsk, state: training}
    orders:
      exercise: {by: road, start: 2022-01-10T06:00Z @est-grounds, distance: 20..30..40 km each @est-grounds, to: rechitsa, repeat: {every: 20..24..28 h each @est-grounds}}
"#;

/// The same unit, but it is loaded at the battalions' station on the day before them.
const RIVAL: &str = r#"
  aaa-bystander:
    type: s400-battalion
    side: russia
    start: {place: garrison-notional, state: training}
    orders:
      redeploy: {plan: s400-redeployment, load: {start: 2022-01-19T00:00Z @est-grounds}, via: [transsib, west], to: brest, site: brestsky-ground}
"#;

fn with(unit: &str) -> Files {
    let mut files = Files::flagship();
    files.0.get_mut("units.yaml").expect("the file is there").push_str(unit);
    files
}

#[test]
fn det_an_active_bystander_first_in_order_changes_no_other_unit() {
    let (plain, more) = (Files::flagship().scenario(), with(BYSTANDER).scenario());
    for index in 0..16 {
        let (a, b) = (run(&plain, 42, index).digest, run(&more, 42, index).digest);
        let busy = b.units.get("units/aaa-bystander").expect("the bystander has rows");
        assert!(!a.units.values().any(|d| d == busy));
        assert!(b.rows > a.rows + 100, "the bystander is active: {} rows for {}", b.rows, a.rows);
        for (unit, digest) in &a.units {
            assert_eq!(b.units.get(unit), Some(digest), "{unit} in replication {index}");
        }
        assert_ne!(a.run, b.run);
    }
}

#[test]
fn det_a_unit_that_shares_the_ramp_changes_others() {
    let (plain, more) = (Files::flagship().scenario(), with(RIVAL).scenario());
    let changed = (0..16).filter(|index| {
        let (a, b) = (run(&plain, 42, *index).digest, run(&more, 42, *index).digest);
        a.units.get("units/pvo-1") != b.units.get("units/pvo-1")
    });
    assert!(changed.count() > 8);
}

#[test]
fn det_an_edit_keeps_the_luck_of_everything_else() {
    let files = Files::flagship();
    let plain = files.scenario();
    let edited =
        files.scenario_with(&[("units.pvo-2.rail.unload", "2..4..8 h each @est-unloading")]);
    // The same spread written on the unit: luck is keyed by the field as used, so nothing moves.
    for index in 0..4 {
        assert_eq!(run(&plain, 42, index).dates, run(&edited, 42, index).dates);
    }
    let slower = files.scenario_with(&[("units.pvo-2.rail.unload", "8 h")]);
    for index in 0..4 {
        let (a, b) = (run(&plain, 42, index), run(&slower, 42, index));
        // Movement and readiness; in drills the two battalions share a post, and what one does is told to the other.
        let of = |run: &Run, scenario| dates_of(scenario, run, "pvo-1");
        assert_eq!(of(&a, &plain), of(&b, &slower));
        assert!(a.dates != b.dates);
    }
}

#[test]
fn luck_on_a_shared_road_is_each_units_own() {
    use crate::common::EXACT;
    use sandtable::record::Body;
    let text = EXACT.replace("access: {c: 60 km exact}", "access: {c: 20..60..90 km each}");
    let log = run(&Files::one(&text).scenario(), 4, 0).log;
    let roads: Vec<f64> = log
        .rows
        .iter()
        .filter_map(|r| match r.body {
            Body::Leg { mode: sandtable::record::Mode::Road, distance_m, .. } => Some(distance_m),
            _ => None,
        })
        .collect();
    assert_eq!(roads.len(), 2);
    assert_ne!(roads[0].to_bits(), roads[1].to_bits(), "`each` is drawn for each march");
}

#[test]
fn an_edit_of_a_type_reaches_the_types_that_extend_it() {
    let files = Files::flagship();
    let date = |edits: &[(&str, &str)]| run(&files.scenario_with(edits), 42, 0).dates;
    let of_parent = date(&[("types.air-defence-unit.readiness.inspecting", "1 h exact")]);
    let of_types = date(&[
        ("types.s400-battalion.readiness.inspecting", "1 h exact"),
        ("types.s400-regiment-post.readiness.inspecting", "1 h exact"),
        ("types.s400-training-set.readiness.inspecting", "1 h exact"),
        ("types.pantsir-battalion.readiness.inspecting", "1 h exact"),
    ]);
    assert_eq!(of_parent, of_types);
    assert_ne!(of_parent, date(&[]));
}
