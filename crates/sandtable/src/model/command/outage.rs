//! A link that is up and down by turns: losses that come together.

use crate::base::math;

/// A link with two states, each of which lasts an exponential time.
///
/// The two-state channel of Gilbert (1960) and Elliott (1963) in continuous time, with no loss while
/// up and all lost while down. Times are notional unless a source says otherwise. What several links
/// share (a mast, a jammer) is one outage for all of them, not one each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outage {
    /// Mean time up (s), above 0.
    pub mean_up_s: f64,
    /// Mean time down (s), at least 0.
    pub mean_down_s: f64,
}

impl Outage {
    /// Share of the time that the link is up, in the long run: up/(up + down).
    #[must_use]
    pub fn availability(&self) -> f64 {
        self.mean_up_s / (self.mean_up_s + self.mean_down_s)
    }

    /// Time until the state changes (s), from a uniform `u` in (0, 1): -mean ln u.
    ///
    /// No memory: the same from any instant at which the state is known.
    #[must_use]
    pub fn next_s(&self, is_up: bool, u: f64) -> f64 {
        -(if is_up { self.mean_up_s } else { self.mean_down_s }) * math::ln(u)
    }

    /// Chance that the link is up `after_s` >= 0 after it was known to be up or down.
    ///
    /// A + (s - A) e^(-t (1/up + 1/down)) with A the availability and s 1 or 0.
    #[must_use]
    pub fn up_chance(&self, was_up: bool, after_s: f64) -> f64 {
        let known = if was_up { 1.0 } else { 0.0 };
        if after_s == 0.0 {
            return known;
        }
        let fades = math::exp(-after_s * (1.0 / self.mean_up_s + 1.0 / self.mean_down_s));
        let up = self.availability();
        up + (known - up) * fades
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moments::Moments;
    use crate::base::rng::{Entity, Purpose, StreamKey, uniform};

    const LINK: Outage = Outage { mean_up_s: 900.0, mean_down_s: 100.0 };

    #[test]
    fn verif_shares_and_times_by_hand() {
        assert_eq!(LINK.availability(), 0.9);
        assert!((LINK.next_s(true, 0.5) - 900.0 * std::f64::consts::LN_2).abs() < 1e-12);
        assert!((LINK.next_s(false, math::exp(-2.0)) - 200.0).abs() < 1e-12);
        assert_eq!((LINK.up_chance(true, 0.0), LINK.up_chance(false, 0.0)), (1.0, 0.0));
        assert!((LINK.up_chance(false, 1e6) - 0.9).abs() < 1e-15);
        // In balance: where it starts up in 9 of 10, it is up in 9 of 10 at any time.
        let mixed = 0.9 * LINK.up_chance(true, 70.0) + 0.1 * LINK.up_chance(false, 70.0);
        assert!((mixed - 0.9).abs() < 1e-15);
        let sure = Outage { mean_down_s: 0.0, ..LINK };
        assert_eq!((sure.availability(), sure.up_chance(true, 5.0)), (1.0, 1.0));
    }

    #[test]
    fn verif_simulated_turns_agree() {
        // 64 replications of 100 links that are up at 0: share up after 60 s.
        let replication = |index: u32| {
            let key = StreamKey::luck(9, index);
            let ups = (0..100).filter(|link| {
                let (mut t, mut is_up, mut n) = (0.0, true, 0);
                loop {
                    t += LINK.next_s(is_up, uniform(key, Purpose::EACH, Entity(4), *link, n));
                    if t > 60.0 {
                        return is_up;
                    }
                    (is_up, n) = (!is_up, n + 1);
                }
            });
            ups.count() as f64 / 100.0
        };
        let shares: Moments = (0..64).map(replication).collect();
        let error = shares.mean().unwrap() - LINK.up_chance(true, 60.0);
        assert!(error.abs() < 4.0 * shares.sd().unwrap() / 8.0, "{error}");
    }
}
