//! Angles brought into one turn.

use std::f64::consts::TAU;

/// The same direction in [-pi, pi] (rad).
pub(super) fn half_turns(angle_rad: f64) -> f64 {
    angle_rad - TAU * (angle_rad / TAU).round()
}

/// The same direction in [0, 2 pi) (rad).
pub(super) fn full_turn(angle_rad: f64) -> f64 {
    let angle = angle_rad.rem_euclid(TAU);
    if angle < TAU { angle } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn directions_stay_and_ranges_hold() {
        for k in -40..40 {
            let angle = 0.37 * f64::from(k);
            let (half, full) = (half_turns(angle), full_turn(angle));
            assert!((-PI..=PI).contains(&half) && (0.0..TAU).contains(&full));
            for other in [half, full] {
                let turns = (angle - other) / TAU;
                assert!((turns - turns.round()).abs() < 1e-12);
            }
        }
        // A little below north rounds up to a whole turn, which is north.
        assert_eq!(full_turn(-1e-20), 0.0);
    }
}
