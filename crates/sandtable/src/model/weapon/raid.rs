//! Leakers of a raid by counting: rounds that run out, channels that are busy.

use super::kill::{all_miss, kill};
use crate::base::math;

/// Expected leakers of `targets` if `rounds` rounds of chance `p` are spread evenly: the counts
/// differ by one at most.
///
/// (N - r) q^k + r q^(k+1) with S = k N + r and q = 1 - p. The best spread of identical rounds.
/// Source: Washburn and Kress (2009), ch. 2. Set E3.
#[must_use]
pub fn leakers_even(targets: u32, rounds: u32, p: f64) -> f64 {
    let (each, rest) = spread(targets, rounds);
    f64::from(targets - rest) * all_miss(p, u64::from(each))
        + f64::from(rest) * all_miss(p, u64::from(each) + 1)
}

/// Expected leakers of `targets` if each of `rounds` rounds takes a target at random.
///
/// N (1 - p/N)^S: what shooters that do not coordinate lose against [`leakers_even`]. Set E3.
#[must_use]
pub fn leakers_random(targets: u32, rounds: u32, p: f64) -> f64 {
    let n = f64::from(targets);
    n * all_miss(p / n.max(1.0), u64::from(rounds))
}

/// Chance that none of `targets` leaks if `rounds` rounds are spread evenly, independent.
///
/// (1 - q^k)^(N - r) (1 - q^(k+1))^r; 0 with fewer rounds than targets. Set E3.
#[must_use]
pub fn no_leaker_even(targets: u32, rounds: u32, p: f64) -> f64 {
    let (each, rest) = spread(targets, rounds);
    let power = |base: f64, n: u32| if n == 0 { 1.0 } else { math::pow(base, f64::from(n)) };
    power(kill(p, u64::from(each)), targets - rest) * power(kill(p, u64::from(each) + 1), rest)
}

/// How many of `targets` that arrive together are engaged by `channels` channels.
///
/// An engagement keeps a channel for `busy_s` >= 0 and must end within the `window_s` for which
/// targets are available: min(N, c floor(w/tau)). The quotient is taken as it rounds. With
/// engagements of no length all are engaged (if there is a channel and a window). Set E4.
#[must_use]
pub fn engaged(targets: u32, channels: u32, busy_s: f64, window_s: f64) -> u32 {
    let turns = if busy_s == 0.0 && window_s >= 0.0 { f64::INFINITY } else { window_s / busy_s };
    if channels == 0 || turns.is_nan() {
        return 0;
    }
    (turns.floor() * f64::from(channels)).min(f64::from(targets)) as u32
}

/// Rounds for each target, and for how many targets there is one more; (0, 0) without targets.
fn spread(targets: u32, rounds: u32) -> (u32, u32) {
    let each = rounds.checked_div(targets).unwrap_or(0);
    (each, rounds.checked_rem(targets).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Expected leakers over all ways to place rounds, by trying.
    fn every_way(targets: u32, rounds: u32, p: f64) -> f64 {
        let ways = u64::from(targets).pow(rounds);
        let leak = |way: u64| {
            let mut counts = vec![0_u64; targets as usize];
            let mut rest = way;
            for _ in 0..rounds {
                counts[(rest % u64::from(targets)) as usize] += 1;
                rest /= u64::from(targets);
            }
            counts.iter().map(|n| all_miss(p, *n)).sum::<f64>()
        };
        (0..ways).map(leak).sum::<f64>() / ways as f64
    }

    #[test]
    fn verif_leakers_by_hand_and_by_every_way() {
        assert!((leakers_even(10, 20, 0.7) - 0.9).abs() < 1e-14);
        assert!((leakers_even(6, 4, 0.5) - 4.0).abs() < 1e-14);
        assert!((no_leaker_even(2, 3, 0.5) - 0.5 * 0.75).abs() < 1e-15);
        assert_eq!(no_leaker_even(6, 4, 0.5), 0.0);
        assert_eq!((leakers_even(3, 0, 0.5), leakers_random(3, 0, 0.5)), (3.0, 3.0));
        assert_eq!((leakers_even(0, 5, 0.5), leakers_random(0, 5, 0.5)), (0.0, 0.0));
        assert_eq!((leakers_random(1, 0, 1.0), leakers_random(1, 2, 1.0)), (1.0, 0.0));
        for (n, s, p) in [(1, 3, 0.4), (2, 5, 0.3), (3, 6, 0.7), (4, 4, 1.0)] {
            let error = leakers_random(n, s, p) - every_way(n, s, p);
            assert!(error.abs() < 1e-13, "{n} {s} {p}: {error}");
        }
    }

    #[test]
    fn verif_channels_by_hand() {
        for (n, c, tau, w, want) in [
            (20, 6, 30.0, 60.0, 12),
            (36, 6, 40.0, 200.0, 30),
            (100, 12, 25.0, 130.0, 60),
            (7, 12, 25.0, 130.0, 7),
            (7, 0, 0.0, 130.0, 0),
            (7, 2, 0.0, 0.0, 7),
            (7, 2, 5.0, 4.0, 0),
            (7, 2, 5.0, -4.0, 0),
            (7, 2, f64::NAN, 4.0, 0),
            (u32::MAX, u32::MAX, 1.0, 1e300, u32::MAX),
        ] {
            assert_eq!(engaged(n, c, tau, w), want, "{n} {c} {tau} {w}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_coordination_rounds_and_channels_help(
            n in 1_u32..60, s in 0_u32..200, p in 0.0_f64..=1.0, c in 1_u32..20,
            tau in 1.0_f64..60.0, w in 0.0_f64..600.0,
        ) {
            let even = leakers_even(n, s, p);
            prop_assert!(even <= leakers_random(n, s, p) + 1e-12);
            prop_assert!(leakers_even(n, s + 1, p) <= even + 1e-12);
            prop_assert!((0.0..=f64::from(n)).contains(&even));
            // Of whole leakers: at least one unless none.
            prop_assert!(1.0 - no_leaker_even(n, s, p) <= even + 1e-12);
            let here = engaged(n, c, tau, w);
            prop_assert!(engaged(n, c + 1, tau, w) >= here && engaged(n, c, tau * 1.1, w) <= here);
        }
    }
}
