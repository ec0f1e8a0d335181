//! When a turning antenna looks at a place: closed form, in whole nanoseconds.

use super::bearing::half_turns;
use crate::base::time::{SimTime, nanos};

/// An antenna that turns at a constant rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotator {
    north: SimTime,
    turn_ns: i64,
    clockwise: bool,
}

impl Rotator {
    /// An antenna that points to true north at `north` and turns once in `turn_s` (s, above 0, a
    /// year at most), clockwise or not.
    ///
    /// Looks at azimuth a are at t0 + n Ts + a/omega (Skolnik 2001, chapter 2: the scan). `None`
    /// outside the range.
    #[must_use]
    pub fn new(north: SimTime, turn_s: f64, clockwise: bool) -> Option<Self> {
        let turn_ns = nanos(turn_s);
        (turn_s <= 3.2e7 && turn_ns >= 2).then_some(Rotator { north, turn_ns, clockwise })
    }

    /// The first look strictly after `t` at a fixed azimuth (rad from true north, clockwise).
    #[must_use]
    pub fn first_after(&self, t: SimTime, azimuth_rad: f64) -> SimTime {
        let since =
            i128::from(t.0) - i128::from(self.north.0) - i128::from(self.offset(azimuth_rad));
        let wait = i128::from(self.turn_ns) - since.rem_euclid(i128::from(self.turn_ns));
        SimTime(t.0.saturating_add(wait as i64))
    }

    /// The first look after `t` at something that moves; `azimuth_rad` tells where it is (rad).
    ///
    /// The look at where it is now, moved by the time in which the beam makes up for what it drifts
    /// meanwhile: one step of the fixed point. What is left is the drift times the ratio of the two
    /// rates of turn: 0.1 degrees for 250 m/s at 25 km and a turn of 10 s. Not for targets
    /// overhead.
    #[must_use]
    pub fn first_look(&self, t: SimTime, azimuth_rad: impl Fn(SimTime) -> f64) -> SimTime {
        let look = self.step(t, &azimuth_rad);
        if look > t { look } else { self.next_look(look, azimuth_rad) }
    }

    /// The look that follows the look at `last` at something that moves: the first from half a turn
    /// after it, so that a place slightly ahead of the beam is not looked at twice.
    #[must_use]
    pub fn next_look(&self, last: SimTime, azimuth_rad: impl Fn(SimTime) -> f64) -> SimTime {
        let from = SimTime(last.0.saturating_add(self.turn_ns / 2));
        self.step(from, &azimuth_rad).max(SimTime(from.0.saturating_add(1)))
    }

    /// A number for the look at `t`, for keys of draws: half turns since the antenna pointed north.
    ///
    /// Looks at one target are more than half a turn apart ([`Rotator::next_look`]), so no two
    /// share a number. Whole turns would not do: a target that moves against the beam can be seen
    /// twice in one.
    #[must_use]
    pub fn half_turns(&self, t: SimTime) -> i64 {
        let since = i128::from(t.0) - i128::from(self.north.0);
        (2 * since).div_euclid(i128::from(self.turn_ns)) as i64
    }

    /// Azimuth of the beam at `t` (rad) in [0, 2 pi).
    #[must_use]
    pub fn azimuth_rad(&self, t: SimTime) -> f64 {
        let since = i128::from(t.0) - i128::from(self.north.0);
        let done = since.rem_euclid(i128::from(self.turn_ns)) as f64 / self.turn_ns as f64;
        let done = if self.clockwise || done == 0.0 { done } else { 1.0 - done };
        done * std::f64::consts::TAU
    }

    /// Time of a turn (s).
    #[must_use]
    pub fn turn_s(&self) -> f64 {
        SimTime(self.turn_ns).since_s(SimTime(0))
    }

    fn step(&self, t: SimTime, azimuth_rad: &impl Fn(SimTime) -> f64) -> SimTime {
        let from = azimuth_rad(t);
        let look = self.first_after(t, from);
        let drift = half_turns(azimuth_rad(look) - from);
        let drift = if self.clockwise { drift } else { -drift };
        SimTime(look.0.saturating_add((drift / std::f64::consts::TAU * self.turn_ns as f64) as i64))
    }

    /// Time from north to an azimuth (ns), from 0 to less than a turn.
    fn offset(&self, azimuth_rad: f64) -> i64 {
        let part = (azimuth_rad / std::f64::consts::TAU).rem_euclid(1.0);
        let part = if self.clockwise { part } else { 1.0 - part };
        ((part * self.turn_ns as f64).round() as i64).rem_euclid(self.turn_ns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::{atan2, radians};
    use proptest::prelude::*;

    fn rotator(clockwise: bool) -> Rotator {
        Rotator::new(SimTime(7_000_000_000), 10.0, clockwise).unwrap()
    }

    fn at(seconds: f64) -> SimTime {
        SimTime(0).plus_s(seconds)
    }

    #[test]
    fn verif_looks_by_hand() {
        // North at 7 s, a turn of 10 s: east at 9.5 s clockwise, at 14.5 s the other way.
        assert_eq!(rotator(true).first_after(at(7.0), radians(90.0)), at(9.5));
        assert_eq!(rotator(false).first_after(at(7.0), radians(90.0)), at(14.5));
        // Strictly after, and before the antenna was first seen to point north.
        assert_eq!(rotator(true).first_after(at(9.5), radians(90.0)), at(19.5));
        assert_eq!(rotator(true).first_after(at(-13.0), radians(-270.0)), at(-10.5));
        assert_eq!(rotator(true).first_after(at(7.0), 0.0), at(17.0));
        assert_eq!(rotator(true).turn_s(), 10.0);
        assert!((rotator(true).azimuth_rad(at(9.5)) - radians(90.0)).abs() < 1e-12);
        assert!((rotator(false).azimuth_rad(at(14.5)) - radians(90.0)).abs() < 1e-12);
    }

    #[test]
    fn nonsense_is_refused_and_ends_of_time_hold() {
        for turn_s in [0.0, -5.0, f64::NAN, f64::INFINITY] {
            assert!(Rotator::new(SimTime(0), turn_s, true).is_none());
        }
        let last = SimTime(i64::MAX);
        assert_eq!(rotator(true).first_after(last, 1.0), last);
        assert!(rotator(true).first_after(SimTime(i64::MIN), 1.0) > SimTime(i64::MIN));
    }

    /// A target on a straight line past the antenna: azimuth by time.
    fn passing(speed_mps: f64, off_m: f64) -> impl Fn(SimTime) -> f64 {
        move |t| atan2(off_m, speed_mps * (t.since_s(at(0.0)) - 60.0))
    }

    #[test]
    fn verif_moving_target_is_in_the_beam() {
        // 250 m/s past at 10 km, across north and south of the antenna, both ways round.
        for clockwise in [true, false] {
            for off_m in [10e3, -10e3, 40e3] {
                let rotator = rotator(clockwise);
                let azimuth = passing(-250.0, off_m);
                let mut look = rotator.first_look(at(0.0), &azimuth);
                let mut numbers = vec![rotator.half_turns(look)];
                for _ in 0..20 {
                    // Largest rate at the closest point: v/d; drift in one turn times rate/omega.
                    let rate = 250.0 / off_m.abs();
                    let allowed = 15.0 * rate * rate / (std::f64::consts::TAU / 10.0);
                    let miss = half_turns(azimuth(look) - rotator.azimuth_rad(look)).abs();
                    assert!(miss <= allowed, "{clockwise} {off_m}: {miss} {allowed}");
                    let next = rotator.next_look(look, &azimuth);
                    let gap = next.since_s(look);
                    assert!((8.0..12.0).contains(&gap), "{gap}");
                    look = next;
                    numbers.push(rotator.half_turns(look));
                }
                assert!(numbers.windows(2).all(|w| w[0] < w[1]), "{numbers:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        #[test]
        fn prop_look_is_the_first_and_the_beam_is_there(
            t in -1e6_f64..1e6, azimuth in -7.0_f64..14.0, turn_s in 0.5_f64..30.0, clockwise: bool,
        ) {
            let rotator = Rotator::new(at(3.0), turn_s, clockwise).unwrap();
            let look = rotator.first_after(at(t), azimuth);
            let wait = look.since_s(at(t));
            prop_assert!(wait > 0.0 && wait <= turn_s + 1e-9, "{}", wait);
            prop_assert!(half_turns(rotator.azimuth_rad(look) - azimuth).abs() < 1e-7);
            // The next one is exactly a turn later, and a look at a fixed place needs no
            // correction.
            let again = rotator.first_after(look, azimuth);
            prop_assert_eq!(again.0 - look.0, nanos(turn_s));
            prop_assert_eq!(rotator.first_look(at(t), |_| azimuth), look);
            prop_assert_eq!(rotator.next_look(look, |_| azimuth), again);
        }
    }
}
