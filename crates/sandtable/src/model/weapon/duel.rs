//! A duel of units that kill one another at exponential times: an exact Markov chain.

/// Chance that all of `m` units of B are gone before all of `n` units of A.
///
/// One unit of A kills at `a_hz`, one of B at `b_hz` (1/s), at least 0 and not both 0. P(i, j) = (i
/// a P(i, j-1) + j b P(i-1, j))/(i a + j b), P(i, 0) = 1, P(0, j) = 0; 1 against 1: a/(a + b). Time
/// and no memory to speak of: n m steps, m numbers. `None` for rates that are not so, or n = m = 0.
/// Source: Kress (2020), pure death process. Set L2.
#[must_use]
pub fn a_wins(n: u32, m: u32, a_hz: f64, b_hz: f64) -> Option<f64> {
    let is_rate = |r: f64| r.is_finite() && r >= 0.0;
    if !(is_rate(a_hz) && is_rate(b_hz) && a_hz + b_hz > 0.0) || n == 0 && m == 0 {
        return None;
    }
    // Only the ratio counts, and no product overflows.
    let (a, b) = (a_hz / a_hz.max(b_hz), b_hz / a_hz.max(b_hz));
    // The row i of P, over j = 0 to m; row 0 first.
    let mut wins = vec![0.0; m as usize + 1];
    wins[0] = 1.0;
    for i in 1..=n {
        for j in 1..wins.len() {
            let (ia, jb) = (f64::from(i) * a, j as f64 * b);
            wins[j] = (ia * wins[j - 1] + jb * wins[j]) / (ia + jb);
        }
    }
    wins.last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moments::Moments;
    use crate::base::rng::{Entity, Purpose, StreamKey, uniform};
    use proptest::prelude::*;

    #[test]
    fn verif_small_duels_by_hand() {
        assert!((a_wins(1, 1, 0.3, 0.2).unwrap() - 0.6).abs() < 1e-15);
        // Two against one: B must lose before two deaths of A. 2a/(2a + b) + b/(2a + b) a/(a + b).
        let (a, b) = (0.7, 1.9);
        let want = 2.0 * a / (2.0 * a + b) + b / (2.0 * a + b) * a / (a + b);
        assert!((a_wins(2, 1, a, b).unwrap() - want).abs() < 1e-15);
        assert_eq!((a_wins(3, 0, 1.0, 1.0), a_wins(0, 3, 1.0, 1.0)), (Some(1.0), Some(0.0)));
        assert_eq!((a_wins(3, 4, 1.0, 0.0), a_wins(3, 4, 0.0, 1.0)), (Some(1.0), Some(0.0)));
        for (a, b) in [(0.0, 0.0), (f64::NAN, 1.0), (-1.0, 2.0), (1.0, f64::INFINITY)] {
            assert_eq!(a_wins(2, 2, a, b), None);
        }
        assert_eq!(a_wins(0, 0, 1.0, 1.0), None);
        assert!((a_wins(1, 1, 1e308, 1e308).unwrap() - 0.5).abs() < 1e-15);
    }

    #[test]
    fn verif_simulated_duels_agree() {
        // Each of 64 replications fights 400 duels; death after death, by the rates.
        for (n, m, a, b) in [(5_u32, 4_u32, 1.0, 1.2), (2, 6, 3.0, 0.5), (3, 3, 0.2, 0.2)] {
            let replication = |index: u32| {
                let key = StreamKey::luck(5, index);
                let mut wins = 0;
                for duel in 0..400 {
                    let (mut i, mut j) = (n, m);
                    while i > 0 && j > 0 {
                        let (ia, jb) = (f64::from(i) * a, f64::from(j) * b);
                        let u = uniform(key, Purpose::EACH, Entity(1), duel, i * 16 + j);
                        if u * (ia + jb) < ia { j -= 1 } else { i -= 1 }
                    }
                    wins += u32::from(j == 0);
                }
                f64::from(wins) / 400.0
            };
            let shares: Moments = (0..64).map(replication).collect();
            let error = shares.mean().unwrap() - a_wins(n, m, a, b).unwrap();
            let four_se = 4.0 * shares.sd().unwrap() / 8.0;
            assert!(error.abs() < four_se, "{n} {m}: {error} of {four_se}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]
        #[test]
        fn prop_one_side_wins_and_more_units_help(
            n in 1_u32..30, m in 1_u32..30, a in 0.01_f64..5.0, b in 0.01_f64..5.0,
        ) {
            let p = a_wins(n, m, a, b).unwrap();
            prop_assert!((p + a_wins(m, n, b, a).unwrap() - 1.0).abs() < 1e-12);
            prop_assert!(a_wins(n + 1, m, a, b).unwrap() >= p - 1e-15);
            prop_assert!(a_wins(n, m, a * 1.1, b).unwrap() >= p - 1e-15);
        }
    }
}
