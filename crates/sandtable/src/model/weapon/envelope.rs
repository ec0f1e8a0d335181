//! Where a weapon can meet a target: limits of range, of height and of how far aside it passes.

use crate::base::math;

/// Limits of the places where a weapon meets a target, as published or assumed.
///
/// The same in all directions and at all heights: an envelope whose range depends on height is
/// several of these, or the least of them. Metres; least at most greatest, lowest at most highest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Envelope {
    /// Least slant range (m).
    pub least_m: f64,
    /// Greatest slant range (m).
    pub greatest_m: f64,
    /// Lowest height (m), above whatever level the caller counts heights from.
    pub lowest_m: f64,
    /// Highest height (m), above the same level.
    pub highest_m: f64,
    /// Greatest crossing parameter (m): see [`crossing_m`]. `None` if no limit is stated.
    pub crossing_m: Option<f64>,
}

/// Why a meeting is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outside {
    /// Beyond the greatest range.
    TooFar,
    /// Below the least range.
    TooNear,
    /// Below the lowest height.
    TooLow,
    /// Above the highest height.
    TooHigh,
    /// The course passes too far aside.
    CrossesTooFar,
}

impl Envelope {
    /// The first limit that a meeting breaks, in the order of [`Outside`]; `None` if it keeps all.
    ///
    /// Slant range, height and crossing parameter in metres; the limits themselves are inside. NaN
    /// breaks the limit that it meets first. Source: models.md 10.1, notional shape.
    #[must_use]
    pub fn reason(&self, range_m: f64, height_m: f64, crossing_m: f64) -> Option<Outside> {
        let aside_m = self.crossing_m.unwrap_or(f64::INFINITY);
        // Told by what holds, so that NaN is outside.
        let kept = [
            (range_m <= self.greatest_m, Outside::TooFar),
            (range_m >= self.least_m, Outside::TooNear),
            (height_m >= self.lowest_m, Outside::TooLow),
            (height_m <= self.highest_m, Outside::TooHigh),
            (crossing_m <= aside_m, Outside::CrossesTooFar),
        ];
        kept.into_iter().find(|(holds, _)| !holds).map(|(_, why)| why)
    }

    /// Whether a meeting keeps all limits; as [`Envelope::reason`].
    #[must_use]
    pub fn holds(&self, range_m: f64, height_m: f64, crossing_m: f64) -> bool {
        self.reason(range_m, height_m, crossing_m).is_none()
    }

    /// The same with meetings kept `margin_m` (m) from both limits of range.
    ///
    /// For planning: where a target will be is foreseen along a straight line from an estimate, so a
    /// meeting planned on the limit is outside half of the time.
    #[must_use]
    pub fn narrowed(&self, margin_m: f64) -> Envelope {
        let (least_m, greatest_m) = (self.least_m + margin_m, self.greatest_m - margin_m);
        Envelope { least_m, greatest_m, ..*self }
    }
}

/// The crossing parameter of a straight course: how near its ground track passes the shooter (m).
///
/// Position (m) and velocity (m/s) from the shooter, x east, y north, z up, flat earth; heights do
/// not matter. The whole line counts, also what lies behind. Of a target that does not move over
/// the ground: its horizontal distance. Closed form |x vy - y vx|/|v|.
#[must_use]
pub fn crossing_m(position_m: [f64; 3], velocity_mps: [f64; 3]) -> f64 {
    let ([x, y, _], [vx, vy, _]) = (position_m, velocity_mps);
    let speed_mps = math::hypot(vx, vy);
    if speed_mps == 0.0 {
        return math::hypot(x, y);
    }
    // Divided first, so that no product overflows.
    (x * (vy / speed_mps) - y * (vx / speed_mps)).abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ZONE: Envelope = Envelope {
        least_m: 3e3,
        greatest_m: 40e3,
        lowest_m: 25.0,
        highest_m: 20e3,
        crossing_m: Some(15e3),
    };

    #[test]
    fn the_first_broken_limit_is_told_and_limits_are_inside() {
        for (range_m, height_m, aside_m, want) in [
            (3e3, 25.0, 15e3, None),
            (40e3, 20e3, 0.0, None),
            (40_001.0, 20.0, 0.0, Some(Outside::TooFar)),
            (2_999.0, 20.0, 0.0, Some(Outside::TooNear)),
            (10e3, 20.0, 16e3, Some(Outside::TooLow)),
            (10e3, 20_001.0, 16e3, Some(Outside::TooHigh)),
            (10e3, 1e3, 16e3, Some(Outside::CrossesTooFar)),
            (f64::NAN, 1e3, 0.0, Some(Outside::TooFar)),
            (10e3, f64::NAN, 0.0, Some(Outside::TooLow)),
            (10e3, 1e3, f64::NAN, Some(Outside::CrossesTooFar)),
        ] {
            assert_eq!(ZONE.reason(range_m, height_m, aside_m), want);
            assert_eq!(ZONE.holds(range_m, height_m, aside_m), want.is_none());
        }
        let open = Envelope { crossing_m: None, ..ZONE };
        assert!(open.holds(10e3, 1e3, 39e3));
        let narrow = ZONE.narrowed(100.0);
        assert!(narrow.holds(3_100.0, 25.0, 15e3) && !narrow.holds(3_099.0, 25.0, 15e3));
        assert!(narrow.holds(39_900.0, 25.0, 15e3) && !narrow.holds(39_901.0, 25.0, 15e3));
    }

    #[test]
    fn verif_crossing_of_known_courses() {
        // East along y = 3 km; towards the shooter; straight up; at rest.
        assert_eq!(crossing_m([9e3, 3e3, 500.0], [-200.0, 0.0, 0.0]), 3e3);
        assert_eq!(crossing_m([9e3, 0.0, 500.0], [-200.0, 0.0, 5.0]), 0.0);
        assert_eq!(crossing_m([3e3, 4e3, 500.0], [0.0, 0.0, 5.0]), 5e3);
        assert_eq!(crossing_m([3e3, 4e3, 500.0], [0.0; 3]), 5e3);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_crossing_is_the_least_distance_and_constant(
            x in -1e5_f64..1e5, y in -1e5_f64..1e5, vx in -400.0_f64..400.0, vy in -400.0_f64..400.0,
            t in -500.0_f64..500.0,
        ) {
            prop_assume!(math::hypot(vx, vy) > 1.0);
            let least = crossing_m([x, y, 0.0], [vx, vy, 0.0]);
            let there = math::hypot(x + vx * t, y + vy * t);
            prop_assert!(least <= there + 1e-6);
            let later = crossing_m([x + vx * t, y + vy * t, 0.0], [vx, vy, 0.0]);
            prop_assert!((least - later).abs() < 1e-6);
        }
    }
}
