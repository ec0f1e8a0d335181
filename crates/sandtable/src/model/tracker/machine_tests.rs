use super::*;
use crate::base::normal::normal_quantile;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::model::tracker::chi_square::average_bounds;
use crate::model::tracker::confirm::Confirmation;
use crate::model::tracker::estimate::Motion;
use crate::model::tracker::kalman::inverse;
use crate::model::tracker::nees::nees_of_track;
use nalgebra::{Matrix2, Matrix3, SMatrix, SVector, Vector2, Vector3};
use proptest::prelude::*;

/// A normal deviate named by what it is for.
fn z(replication: u32, event: u32, n: u32) -> f64 {
    let key = StreamKey::luck(5, replication);
    normal_quantile(uniform(key, Purpose::PIN, Entity(1), event, n))
}

fn plot(time_s: f64, x: f64, y: f64) -> Plot<2> {
    Plot::at(time_s, Vector2::new(x, y), Matrix2::identity() * 2500.0)
}

fn kinds(events: &[Event]) -> String {
    events
        .iter()
        .map(|e| match e {
            Event::Initiated { .. } => 'i',
            Event::Updated { .. } => 'u',
            Event::Confirmed { .. } => 'c',
            Event::Dropped { .. } => 'd',
        })
        .collect()
}

#[test]
fn a_track_lives_from_its_first_plot_to_its_last_miss() {
    let mut tracker = Tracker::new(Config::default()).unwrap();
    let mut seen = Vec::new();
    for k in 0..10 {
        let t = 5.0 * f64::from(k);
        let here = plot(t, 200.0 * t, 50.0);
        let plots = if k == 3 || k > 5 { vec![] } else { vec![here] };
        seen.push(kinds(&tracker.scan(t, &plots).unwrap()));
        if k == 3 {
            let track = &tracker.tracks()[0];
            assert_eq!((track.misses, track.history, track.quality()), (1, 0b1110, 0.75));
            let state = tracker.picture().next().unwrap().1;
            assert!((state.position_m[0] - 3000.0).abs() < 2.0, "it coasts: {state:?}");
        }
    }
    assert_eq!(seen, ["i", "u", "uc", "", "u", "u", "", "", "d", ""]);
    assert!(tracker.tracks().is_empty());
}

#[test]
fn tentative_tracks_get_what_the_confirmed_leave() {
    let mut tracker = Tracker::new(Config::default()).unwrap();
    for k in 0..4 {
        let t = f64::from(k);
        tracker.scan(t, &[plot(t, 100.0 * t, 0.0)]).unwrap();
    }
    // A second object appears 300 m away: a track of its own, although both are in one gate.
    let events = tracker.scan(4.0, &[plot(4.0, 400.0, 200.0), plot(4.0, 400.0, 0.0)]).unwrap();
    assert_eq!(kinds(&events), "ui");
    assert!(matches!(events[0], Event::Updated { plot: 1, .. }));
    assert!(matches!(events[1], Event::Initiated { plot: 0, track: TrackId(1) }));
}

#[test]
fn plots_of_one_scan_have_times_of_their_own() {
    // A rotator sees two objects at different moments of each scan; both are followed exactly.
    let config = Config { motion: Motion::Steady { q_m2_s3: 1e-6 }, ..Config::default() };
    let mut tracker = Tracker::new(config).unwrap();
    let at = |t: f64| plot(t, 300.0 * t, 0.0);
    let other = |t: f64| plot(t, -250.0 * t, 9e4);
    for k in 0..12 {
        let end = 10.0 * f64::from(k + 1);
        let (a, b) = (end - 8.0 + 0.3 * f64::from(k), end - 0.1);
        let events = tracker.scan(end, &[at(a), other(b)]).unwrap();
        assert!(k == 0 || kinds(&events).starts_with('u'), "{events:?}");
    }
    let states: Vec<_> = tracker.picture().collect();
    assert_eq!(states.len(), 2);
    for ((_, state), want) in states.iter().zip([at(120.0), other(120.0)]) {
        assert!((state.position_m - want.position_m).norm() < 1.0, "{state:?}");
    }
}

#[test]
fn a_sensor_that_does_not_look_there_counts_no_miss() {
    let mut tracker = Tracker::new(Config::default()).unwrap();
    for k in 0..3 {
        tracker.scan(f64::from(k), &[plot(f64::from(k), 0.0, 0.0)]).unwrap();
    }
    for k in 3..20 {
        tracker.scan_where(f64::from(k), &[], |state| state.position_m[0] > 1e5).unwrap();
    }
    assert_eq!(tracker.tracks()[0].misses, 0);
    for k in 20..23 {
        tracker.scan(f64::from(k), &[]).unwrap();
    }
    assert!(tracker.tracks().is_empty());
}

#[test]
fn what_is_not_usable_is_refused_and_changes_nothing() {
    let mut tracker = Tracker::new(Config::default()).unwrap();
    tracker.scan(1.0, &[plot(1.0, 0.0, 0.0)]).unwrap();
    let before = tracker.tracks().to_vec();
    assert_eq!(tracker.scan(1.0, &[]), Err(TrackerError::Time { time_s: 1.0 }));
    assert!(tracker.scan(f64::NAN, &[]).is_err());
    let nan = plot(2.0, f64::NAN, 0.0);
    assert_eq!(tracker.scan(2.0, &[plot(2.0, 0.0, 0.0), nan]), Err(TrackerError::Plot(1)));
    assert_eq!(tracker.scan(2.0, &[plot(3.0, 0.0, 0.0)]), Err(TrackerError::Plot(0)));
    let flat = Plot { covariance_m2: Matrix2::zeros(), ..plot(2.0, 0.0, 0.0) };
    assert_eq!(tracker.scan(2.0, &[flat]), Err(TrackerError::Plot(0)));
    assert_eq!(tracker.tracks(), before);
    for config in [
        Config { gate_probability: 1.0, ..Config::default() },
        Config { speed_sigma_mps: 0.0, ..Config::default() },
        Config { tentative_misses: 0, ..Config::default() },
        Config { confirmation: Confirmation { hits: 5, window: 4 }, ..Config::default() },
        Config { motion: Motion::Steady { q_m2_s3: -1.0 }, ..Config::default() },
        Config { association: Association::Joint, cost: Cost::Distance, ..Config::default() },
    ] {
        assert!(matches!(Tracker::<2>::new(config), Err(TrackerError::Config(_))));
    }
    assert!(Tracker::<1>::new(Config::default()).is_err());
}

/// An object that follows the model: position and velocity in each axis, one step at a time.
struct Object<const D: usize> {
    at: SVector<f64, D>,
    v: SVector<f64, D>,
}

impl<const D: usize> Object<D> {
    fn step(&mut self, q: f64, dt: f64, (replication, event): (u32, u32)) {
        for axis in 0..D {
            let n = 2 * axis as u32;
            let (a, b) = (z(replication, event, n), z(replication, event, n + 1));
            // The Cholesky root of q [[T^3/3, T^2/2], [T^2/2, T]].
            let root = (q * dt * dt * dt / 3.0).sqrt();
            let cross = 0.5 * q * dt * dt / root;
            let rest = (q * dt - cross * cross).sqrt();
            self.at[axis] += self.v[axis] * dt + root * a;
            self.v[axis] += cross * a + rest * b;
        }
    }
}

/// Averages of NEES (position and velocity) and NIS over replications of a matched model.
fn consistency<const D: usize>(config: Config, q: f64, noise: SMatrix<f64, D, D>) -> (f64, f64) {
    let (mut nees, mut nis, mut hits) = (0.0, 0.0, 0.0);
    let root = noise.diagonal().map(f64::sqrt);
    for replication in 0..64 {
        let mut tracker = Tracker::new(config).unwrap();
        let mut object = Object {
            at: SVector::zeros(),
            v: SVector::from_fn(|i, _| config.speed_sigma_mps * z(replication, 999, i as u32)),
        };
        for k in 0..30 {
            let t = 4.0 * f64::from(k);
            if k > 0 {
                object.step(q, 4.0, (replication, k));
            }
            let error =
                SVector::<f64, D>::from_fn(|i, _| root[i] * z(replication, k, 10 + i as u32));
            let plot = Plot::at(t, object.at + error, noise);
            for event in tracker.scan(t, &[plot]).unwrap() {
                if let Event::Updated { nis: n, .. } = event {
                    (nis, hits) = (nis + n, hits + 1.0);
                }
            }
        }
        let state = tracker.picture().next().unwrap().1;
        nees += nees_of_track(&state, &object.at, &object.v).unwrap();
    }
    assert_eq!(hits, 64.0 * 29.0);
    (nees / 64.0, nis / hits)
}

#[test]
fn verif_matched_models_are_consistent() {
    // A gate so wide that it cuts nothing off; the bounds are those of 99.99 %.
    let config = Config {
        motion: Motion::Steady { q_m2_s3: 3.0 },
        gate_probability: 1.0 - 1e-12,
        speed_sigma_mps: 150.0,
        cost: Cost::Likelihood { detection_probability: 0.9, new_density: 1e-20 },
        ..Config::default()
    };
    let inside = |x: f64, dof: u32, n: u32| {
        let (low, high) = average_bounds(dof, n, 0.9999).unwrap();
        assert!(x > low && x < high, "{x} in {low} to {high}");
    };
    let (nees, nis) = consistency(config, 3.0, Matrix2::new(900.0, 0.0, 0.0, 2500.0));
    inside(nees, 4, 64);
    inside(nis, 2, 64 * 29);
    let (nees, nis) =
        consistency(config, 3.0, Matrix3::from_diagonal(&Vector3::new(9e2, 4e2, 1e4)));
    inside(nees, 6, 64);
    inside(nis, 3, 64 * 29);
    // A filter that believes in ten times less noise is found out.
    let wrong = Config { motion: Motion::Steady { q_m2_s3: 0.3 }, ..config };
    let (nees, _) = consistency(wrong, 3.0, Matrix2::new(900.0, 0.0, 0.0, 2500.0));
    assert!(nees > average_bounds(4, 64, 0.9999).unwrap().1, "{nees}");
}

/// Crossing and straying plots around a few objects, from the keyed numbers.
fn busy_scan(k: u32) -> (f64, Vec<Plot<2>>) {
    let t = 5.0 * f64::from(k);
    let mut plots = Vec::new();
    for object in 0..6 {
        let angle = f64::from(object);
        let along = 200.0 * t - 5e3;
        let seen = uniform(StreamKey::luck(8, 0), Purpose::PIN, Entity(2), k, object) < 0.9;
        if seen {
            let x = along * crate::base::math::cos(angle) + 50.0 * z(1, k, 2 * object);
            let y = along * crate::base::math::sin(angle) + 50.0 * z(1, k, 2 * object + 1);
            plots.push(plot(t, x, y));
        }
    }
    for n in 0..10 {
        let side = |m| 4e4 * (uniform(StreamKey::luck(9, 0), Purpose::PIN, Entity(3), k, m) - 0.5);
        plots.push(plot(t, side(2 * n), side(2 * n + 1)));
    }
    (t, plots)
}

#[test]
fn prop_states_stay_positive_definite_and_runs_repeat() {
    for association in [Association::Nearest, Association::Global, Association::Joint] {
        let config = Config {
            association,
            cost: Cost::Likelihood { detection_probability: 0.9, new_density: 6e-9 },
            ..Config::default()
        };
        let mut trackers = [Tracker::new(config).unwrap(), Tracker::new(config).unwrap()];
        let mut followed = 0;
        for k in 0..20 {
            let (t, plots) = busy_scan(k);
            let [one, two] = trackers.each_mut().map(|tracker| tracker.scan(t, &plots).unwrap());
            assert_eq!(one, two);
            for track in trackers[0].tracks() {
                let state = track.estimate.state();
                assert_eq!(state.pp, state.pp.transpose());
                let given = inverse(&state.pp).unwrap().0;
                assert!(inverse(&(state.vv - state.pv.transpose() * given * state.pv)).is_some());
            }
            let near = |object: u32| {
                let (a, along) = (f64::from(object), 200.0 * t - 5e3);
                let at = Vector2::new(crate::base::math::cos(a), crate::base::math::sin(a)) * along;
                trackers[0].picture().any(|(_, s)| (s.position_m - at).norm() < 300.0)
            };
            if k >= 8 {
                followed += (0..6).filter(|o| near(*o)).count();
            }
        }
        assert!(followed >= 62, "{association:?} followed {followed} of 72");
    }
}

#[test]
fn verif_joint_association_without_clutter_is_the_kalman_filter() {
    let rule = |association, new_density| Config {
        association,
        cost: Cost::Likelihood { detection_probability: 0.9, new_density },
        ..Config::default()
    };
    let mut joint = Tracker::new(rule(Association::Joint, 1e-30)).unwrap();
    let mut global = Tracker::new(rule(Association::Global, 1e-30)).unwrap();
    let mut doubting = Tracker::new(rule(Association::Joint, 1e-5)).unwrap();
    for k in 0..12 {
        let t = 5.0 * f64::from(k);
        let plots = [plot(t, 150.0 * t + 50.0 * z(2, k, 0), 50.0 * z(2, k, 1))];
        assert_eq!(kinds(&joint.scan(t, &plots).unwrap()), kinds(&global.scan(t, &plots).unwrap()));
        doubting.scan(t, &plots).unwrap();
    }
    let [a, b, c] = [&joint, &global, &doubting].map(|t| t.tracks()[0].estimate.state());
    assert!((a.position_m - b.position_m).norm() < 1e-9 && (a.pp - b.pp).norm() < 1e-6);
    assert!(c.pp[(0, 0)] > 1.01 * a.pp[(0, 0)], "doubt widens the covariance");
}

/// Mean error (m) behind an object that flies straight, turns at 3 degrees a second, and goes on.
fn error_in_a_turn(motion: Motion) -> f64 {
    use crate::model::mover::turn::{Flight, turn_step};
    let mut flight = Flight { x_m: -4e4, y_m: 1e4, vx_mps: 230.0, vy_mps: 0.0 };
    let config = Config { motion, gate_probability: 0.999_999, ..Config::default() };
    let mut tracker = Tracker::new(config).unwrap();
    let mut sum = 0.0;
    for k in 0..60 {
        let t = 4.0 * f64::from(k);
        let rate = if (20..35).contains(&k) { crate::base::math::radians(3.0) } else { 0.0 };
        flight = turn_step(flight, rate, 4.0);
        let seen = plot(t, flight.x_m + 50.0 * z(3, k, 0), flight.y_m + 50.0 * z(3, k, 1));
        tracker.scan(t, &[seen]).unwrap();
        if k >= 6 {
            let state = tracker.picture().next().expect("the track holds through the turn").1;
            let off = state.position_m - Vector2::new(flight.x_m, flight.y_m);
            sum += off.norm() / 54.0;
        }
    }
    assert_eq!(tracker.tracks()[0].id, TrackId(0));
    sum
}

#[test]
fn two_models_beat_either_of_them_in_a_turn() {
    let (quiet, lively) = (0.1, 150.0);
    let sojourn_s = [60.0, 30.0];
    let both = error_in_a_turn(Motion::Switching { q_m2_s3: [quiet, lively], sojourn_s });
    let alone = error_in_a_turn(Motion::Steady { q_m2_s3: lively });
    assert!(both < 0.95 * alone, "{both} {alone}");
    // The raw plots err by 50 sqrt(pi/2) = 63 m on average.
    assert!(both < 60.0, "{both}");
}

#[test]
fn a_radar_in_space_is_followed_by_range_and_angles() {
    use crate::model::tracker::polar::Polar;
    let mut tracker = Tracker::new(Config {
        cost: Cost::Likelihood { detection_probability: 0.9, new_density: 1e-14 },
        ..Config::default()
    })
    .unwrap();
    let at = |t: f64| Vector3::new(2e4 + 150.0 * t, 4e4 - 120.0 * t, 8e3 + 5.0 * t);
    let sigma = Vector3::new(40.0, 2e-3, 3e-3);
    for k in 0..20 {
        let t = 5.0 * f64::from(k);
        let d = at(t);
        let ground = crate::base::math::hypot(d[0], d[1]);
        let exact = Vector3::new(
            d.norm(),
            crate::base::math::atan2(d[0], d[1]),
            crate::base::math::atan2(d[2], ground),
        );
        let noise = Vector3::from_fn(|i, _| sigma[i] * z(4, k, i as u32));
        let polar = Polar { origin_m: Vector3::zeros(), measured: exact + noise, sigma };
        tracker.scan(t, &[Plot::polar(t, polar).unwrap()]).unwrap();
    }
    let state = tracker.picture().next().unwrap().1;
    let nees = nees_of_track(&state, &at(95.0), &Vector3::new(150.0, -120.0, 5.0)).unwrap();
    // One draw of chi-square with 6 degrees of freedom, 99.9 %.
    assert!(nees < 22.5, "{nees}");
    assert!((state.position_m - at(95.0)).norm() < 150.0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(30) })]
    #[test]
    fn prop_the_grid_hides_no_pair(
        places in proptest::collection::vec((-3e3_f64..3e3, -3e3_f64..3e3), 2..30),
        shift in (-400.0_f64..400.0, -400.0_f64..400.0), late in 0.0_f64..4.0,
    ) {
        // Against all pairs: the number inside gates is the same.
        let mut tracker = Tracker::new(Config::default()).unwrap();
        let first: Vec<_> = places.iter().map(|p| plot(0.0, p.0 * 10.0, p.1 * 10.0)).collect();
        tracker.scan(0.0, &first).unwrap();
        let moved = |(i, p): (usize, &(f64, f64))| {
            plot(5.0 + if i % 2 == 0 { late } else { 0.0 }, p.0 * 10.0 + shift.0, p.1 * 10.0 + shift.1)
        };
        let second: Vec<_> = places.iter().enumerate().map(moved).collect();
        let mut all = 0;
        let config = Config::default();
        let gate = Gate::new(&config, 2).unwrap();
        for track in tracker.tracks() {
            for plot in &second {
                let state = track.at(&config.motion, plot.time_s);
                all += usize::from(gate.pair(&state, plot, (0, 0)).is_some());
            }
        }
        tracker.scan(10.0, &second).unwrap();
        prop_assert_eq!(tracker.work().gated, all);
    }
}
