//! Identification by flight plans: a track that is where a filed plan has a flight at that time is taken for it.

use crate::base::time::SimTime;
use crate::model::mover::way::Way;

/// The plan that a position (m, earth-centred) at an instant fits best, by its place among `plans`, and the
/// distance from it (m); `None` if none is within `within_m` (m), or under way then.
///
/// The nearest plan wins, the earlier one of two alike. Nothing here knows the truth: what flies near a plan at
/// its time is taken for it, and what left its plan is not. Source: correlation with filed plans as area control
/// does it (EUROCONTROL-SPEC-0106, flight plan association, recalled); the distance is the caller's.
pub fn fitting<'w>(
    plans: impl IntoIterator<Item = &'w Way>,
    (time, at_m): (SimTime, [f64; 3]),
    within_m: f64,
) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64)> = None;
    for (place, plan) in plans.into_iter().enumerate() {
        if time < plan.start() || time > plan.end() {
            continue;
        }
        let there = plan.at(time).at_m;
        let square: f64 = (0..3).map(|k| (there[k] - at_m[k]) * (there[k] - at_m[k])).sum();
        let off_m = square.sqrt();
        if off_m <= within_m && best.is_none_or(|(_, least)| off_m < least) {
            best = Some((place, off_m));
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::mover::way::Stop;

    fn way(lat_deg: f64, start_s: f64) -> Way {
        let stop = |lon_deg, at_s: f64| Stop {
            lat_deg,
            lon_deg,
            height_m: 10_000.0,
            time: SimTime(0).plus_s(start_s + at_s),
        };
        Way::new(&[stop(24.0, 0.0), stop(30.0, 1_800.0)]).expect("time passes")
    }

    #[test]
    fn verif_the_nearest_plan_under_way_wins() {
        let plans = [way(53.0, 0.0), way(53.02, 0.0), way(53.0, 10_000.0)];
        let time = SimTime(0).plus_s(900.0);
        // 0.02 degrees of latitude are 2.2 km.
        let at = plans[1].at(time).at_m;
        assert_eq!(fitting(&plans, (time, at), 5_000.0), Some((1, 0.0)));
        let (place, off_m) = fitting(&plans[..1], (time, at), 5_000.0).expect("it fits");
        assert!(place == 0 && (off_m - 2_226.0).abs() < 10.0, "{off_m}");
        assert_eq!(fitting(&plans[..1], (time, at), 2_000.0), None);
        // Ten minutes late it is 200 km off its plan, and before the start there is none.
        let late = SimTime(0).plus_s(1_500.0);
        assert_eq!(fitting(&plans, (late, at), 5_000.0), None);
        assert_eq!(fitting(&plans[2..], (time, at), 5_000.0), None);
    }
}
