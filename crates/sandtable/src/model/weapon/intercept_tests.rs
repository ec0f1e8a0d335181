use super::*;
use crate::base::math;
use crate::model::weapon::opportunities::Inbound;
use proptest::prelude::*;

const ZONE: Envelope = Envelope {
    least_m: 3e3,
    greatest_m: 40e3,
    lowest_m: 25.0,
    highest_m: 20e3,
    crossing_m: Some(25e3),
};

const WEAPON: Weapon = Weapon { envelope: ZONE, speed_mps: 900.0, reaction_s: 5.0 };

fn level(x_m: f64, y_m: f64, vx_mps: f64, vy_mps: f64) -> Course {
    Course { position_m: [x_m, y_m, 1e3], velocity_mps: [vx_mps, vy_mps, 0.0], height_m: 1e3 }
}

/// Why a launch at `t_s` fails to meet inside the envelope.
fn fails(course: &Course, weapon: &Weapon, t_s: f64) -> bool {
    match meet(course.place_m(t_s), course.velocity_mps, weapon.speed_mps) {
        None => true,
        Some(m) => !weapon.envelope.holds(length(m.at_m), course.height_m, course.crossing_m()),
    }
}

#[test]
fn verif_meetings_by_hand() {
    // Head on: 100 km at 250 + 1,000 m/s.
    let m = meet([1e5, 0.0, 0.0], [-250.0, 0.0, 0.0], 1e3).unwrap();
    assert_eq!((m.after_s, m.at_m), (80.0, [80e3, 0.0, 0.0]));
    // Across: a right triangle with sides 40 km, V t and S t, V = 300, S = 500.
    let m = meet([40e3, 0.0, 0.0], [0.0, 0.0, 300.0], 500.0).unwrap();
    assert_eq!((m.after_s, m.at_m), (100.0, [40e3, 0.0, 30e3]));
    // At rest, and chased.
    let m = meet([0.0, 6e3, 8e3], [0.0; 3], 500.0).unwrap();
    assert_eq!(m.after_s, 20.0);
    let m = meet([10e3, 0.0, 0.0], [300.0, 0.0, 0.0], 500.0).unwrap();
    assert_eq!((m.after_s, m.at_m[0]), (50.0, 25e3));
}

#[test]
fn verif_equal_speeds_are_the_limit() {
    let (p, v) = ([30e3, -40e3, 2e3], [-200.0, 100.0, 0.0]);
    let speed = length(v);
    let linear = -dot(p, p) / (2.0 * dot(p, v));
    for off in [0.0, 1e-15, -1e-15, 1e-12, -1e-12, 1e-9, -1e-9] {
        let t = meet(p, v, speed * (1.0 + off)).unwrap().after_s;
        assert!((t / linear - 1.0).abs() < 1e-12 + 10.0 * off.abs(), "{off}: {t} {linear}");
    }
    // Going away as fast as the missile: never.
    assert_eq!(meet(p, [200.0, -100.0, 0.0], speed), None);
}

#[test]
fn what_cannot_be_met_is_none() {
    let p = [50e3, 0.0, 0.0];
    for (p, v, s) in [
        (p, [0.0, 300.0, 0.0], 250.0),
        (p, [300.0, 0.0, 0.0], 250.0),
        ([0.0; 3], [100.0, 0.0, 0.0], 500.0),
        ([0.0; 3], [0.0; 3], 500.0),
        (p, [0.0; 3], 0.0),
        (p, [0.0; 3], -5.0),
        (p, [0.0; 3], f64::INFINITY),
        (p, [0.0; 3], f64::NAN),
        ([f64::NAN, 0.0, 0.0], [0.0; 3], 500.0),
        ([1e200, 0.0, 0.0], [0.0; 3], 500.0),
    ] {
        assert_eq!(meet(p, v, s), None, "{p:?} {v:?} {s}");
    }
}

#[test]
fn verif_first_entry_is_that_of_the_meeting() {
    // Inbound at 1 km from 150 km: the meeting is wanted at 40 km, so the launch comes while the
    // target is still outside. The same as the first opportunity of set E1, but for the height.
    let course = level(150e3, 0.0, -250.0, 0.0);
    let shot = first_feasible(&course, &WEAPON, 10.0).unwrap();
    let range_m = length(shot.meeting.at_m);
    assert!((range_m - (40e3 - MARGIN_M)).abs() < 1e-6, "{range_m}");
    let flat_m = (40e3_f64 * 40e3 - 1e6).sqrt();
    let launch_s = (150e3 - flat_m) / 250.0 - 40e3 / 900.0;
    assert!((shot.launch_after_s - launch_s).abs() < 1e-5);
    assert!(length(course.place_m(shot.launch_after_s)) > 50e3);
    // Detected inside: at once after the reaction, as set E1 has it.
    let near = Course { position_m: [30e3, 0.0, 0.0], ..level(30e3, 0.0, -250.0, 0.0) };
    let shot = first_feasible(&near, &WEAPON, 3.0).unwrap();
    assert_eq!(shot.launch_after_s, 8.0);
    let inbound = Inbound {
        detected_m: 30e3,
        reaction_s: 8.0,
        missile_mps: 900.0,
        target_mps: 250.0,
        assess_s: 0.0,
        least_m: 3e3,
        greatest_m: 40e3,
    };
    assert!((length(shot.meeting.at_m) - inbound.first_m()).abs() < 1e-9);
}

#[test]
fn patience_ends_at_the_last_meeting() {
    // Inbound through the shooter: too near in between, feasible again behind.
    let course = level(30e3, 0.0, -250.0, 0.0);
    let end_s = latest(&course, &WEAPON, 0.0).unwrap();
    assert!(!fails(&course, &WEAPON, end_s - 1e-3) && fails(&course, &WEAPON, end_s + 1e-3));
    let gap_s = 30e3 / 250.0 - 3.0;
    assert!(fails(&course, &WEAPON, gap_s));
    let shot = first_feasible(&course, &WEAPON, gap_s - 5.0).unwrap();
    assert!(shot.launch_after_s > gap_s && shot.meeting.at_m[0] < 0.0);
    assert_eq!(first_feasible(&course, &WEAPON, end_s), None);
    assert_eq!(latest(&course, &WEAPON, end_s), None);
    // At rest inside: for ever; outside, or too low, or too far aside: never.
    let still = level(20e3, 0.0, 0.0, 0.0);
    assert_eq!(latest(&still, &WEAPON, 0.0), Some(f64::INFINITY));
    assert_eq!(first_feasible(&still, &WEAPON, 1.0).unwrap().launch_after_s, 6.0);
    let low = Course { height_m: 24.0, ..course };
    for never in [level(50e3, 0.0, 0.0, 0.0), low, level(30e3, 26e3, -250.0, 0.0)] {
        assert_eq!(first_feasible(&never, &WEAPON, 0.0), None);
        assert_eq!(latest(&never, &WEAPON, 0.0), None);
    }
}

/// A level flight over a sphere: where it is and how fast, seen from the shooter at arc `s_m`.
fn over_sphere(s_m: f64, height_m: f64, speed_mps: f64) -> Course {
    let radius_m = 6_371e3;
    let (s, c) = math::sin_cos(s_m / radius_m);
    let r = radius_m + height_m;
    let position_m = [r * s, 0.0, r * c - radius_m];
    Course { position_m, velocity_mps: [-speed_mps * c, 0.0, speed_mps * s], height_m }
}

#[test]
fn verif_meetings_foreseen_over_the_round_earth() {
    // The first meeting as planned along a straight line, against where a level flight at 250 m/s
    // then is. With its vertical velocity in the plane it is inside by less than 10 m; as if it had
    // none, from 10 km height outside by up to 50 m.
    for (height_m, greatest_m, speed_mps) in
        [(1e3, 40e3, 900.0), (10e3, 40e3, 900.0), (10e3, 120e3, 1000.0), (10e3, 250e3, 1500.0)]
    {
        let weapon =
            Weapon { envelope: Envelope { greatest_m, ..ZONE }, speed_mps, reaction_s: 0.0 };
        let at = |t: f64| {
            let flown_m = 250.0 * t * 6_371e3 / (6_371e3 + height_m);
            over_sphere(greatest_m * 1.4 - flown_m, height_m, 250.0)
        };
        // Asked again each second until the launch is due.
        let over_m = |vertical: f64| {
            let planned = |t: f64| {
                let mut course = at(t);
                course.velocity_mps[2] *= vertical;
                let shot = first_feasible(&course, &weapon, 0.0)?;
                (shot.launch_after_s < 1.0)
                    .then_some(t + shot.launch_after_s + shot.meeting.after_s)
            };
            let met_s = (0..2000).map(f64::from).find_map(planned).unwrap();
            length(at(met_s).position_m) - greatest_m
        };
        assert!((-10.0..0.0).contains(&over_m(1.0)), "{greatest_m}: {}", over_m(1.0));
        if height_m == 10e3 {
            assert!((0.0..50.0).contains(&over_m(0.0)), "{greatest_m}: {}", over_m(0.0));
        }
    }
}

#[test]
fn nonsense_is_never_feasible() {
    let course = level(30e3, 0.0, -250.0, 0.0);
    for t in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(first_feasible(&course, &WEAPON, t), None);
    }
    for speed_mps in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(first_feasible(&course, &Weapon { speed_mps, ..WEAPON }, 0.0), None);
    }
    let lost = Course { position_m: [f64::NAN; 3], ..course };
    assert_eq!(first_feasible(&lost, &WEAPON, 0.0), None);
    let lost = Course { velocity_mps: [f64::NAN; 3], ..course };
    assert_eq!((first_feasible(&lost, &WEAPON, 0.0), latest(&lost, &WEAPON, 0.0)), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
    #[test]
    fn prop_the_meeting_is_the_first(
        p in prop::array::uniform3(-1e5_f64..1e5), v in prop::array::uniform3(-500.0_f64..500.0),
        speed in 50.0_f64..1500.0,
    ) {
        let apart = |t: f64| length(moved(p, v, t)) - speed * t;
        match meet(p, v, speed) {
            Some(m) => {
                prop_assert!(apart(m.after_s).abs() < 1e-6 * (1.0 + m.after_s));
                let is_before = |k: i32| apart(m.after_s * f64::from(k) / 100.0) > 0.0;
                prop_assert!((0..100).all(is_before));
            }
            None => prop_assert!((0..5000).all(|k| apart(f64::from(k)) > 0.0)),
        }
    }

    /// Against trying every 50 ms.
    #[test]
    fn prop_first_launch_is_that_of_trying(
        x in -9e4_f64..9e4, y in -9e4_f64..9e4, vx in -600.0_f64..600.0, vy in -600.0_f64..600.0,
        climb in prop_oneof![3 => Just(0.0), 1 => -100.0_f64..100.0], speed in 200.0_f64..1500.0,
    ) {
        prop_assume!(math::hypot(vx, vy) > 5.0);
        let mut course = level(x, y, vx, vy);
        course.velocity_mps[2] = climb;
        let weapon = Weapon { speed_mps: speed, ..WEAPON };
        let step_s = 0.05;
        let tried = (0..20_000)
            .map(|k| weapon.reaction_s + f64::from(k) * step_s)
            .find(|t| !fails(&course, &weapon, *t));
        match (tried, first_feasible(&course, &weapon, 0.0)) {
            (Some(t), Some(shot)) => {
                let launch_s = shot.launch_after_s;
                // Not after what trying found, and nothing just before it.
                prop_assert!(launch_s <= t + 1e-3, "{launch_s} {t}");
                prop_assert!(!fails(&course, &weapon, launch_s), "{launch_s}");
                prop_assert!(launch_s == weapon.reaction_s || fails(&course, &weapon, launch_s - 1e-3));
                let met_s = launch_s + shot.meeting.after_s;
                let there = course.place_m(met_s);
                prop_assert!((length(there) - speed * shot.meeting.after_s).abs() < 1e-5);
                let last_s = latest(&course, &weapon, 0.0).unwrap();
                prop_assert!(last_s >= launch_s);
                prop_assert!(fails(&course, &weapon, last_s + 1e-3));
            }
            // A window shorter than a step, or later than the trials.
            (None, Some(shot)) => {
                let last_s = latest(&course, &weapon, 0.0).unwrap();
                prop_assert!(last_s - shot.launch_after_s < step_s || shot.launch_after_s > 900.0
                    || latest_piece_is_short(&course, &weapon, step_s));
            }
            (Some(t), None) => prop_assert!(false, "trying found {t}"),
            (None, None) => {}
        }
    }
}

fn latest_piece_is_short(course: &Course, weapon: &Weapon, step_s: f64) -> bool {
    pieces(course, weapon).into_iter().flatten().all(|((a, _), (b, _))| b - a < step_s || a > 900.0)
}
