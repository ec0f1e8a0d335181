//! Chance of a kill and rounds spent on one target, by doctrine.
//!
//! p is the chance of one shot launched so that it meets inside the envelope. It is an assumption
//! wherever it comes from: sweep it. Arguments outside the stated ranges give NaN or nonsense, not
//! a panic.

use crate::base::math;

/// Chance that `shots` independent shots all miss: (1 - p)^n, p in [0, 1].
#[must_use]
pub fn all_miss(p: f64, shots: u64) -> f64 {
    // 0 shots miss for certain, also at p = 1, where the logarithm is infinite.
    if shots == 0 { 1.0 } else { math::exp(shots as f64 * math::ln_1p(-p)) }
}

/// Chance that at least one of `shots` independent shots kills: 1 - (1 - p)^n, p in [0, 1].
///
/// Exact for small p too. Source: Przemieniecki (2000), ch. 5. Set E2.
#[must_use]
pub fn kill(p: f64, shots: u64) -> f64 {
    if shots == 0 { 0.0 } else { -math::exp_m1(shots as f64 * math::ln_1p(-p)) }
}

/// Expected rounds of shoot-look-shoot with `salvo` rounds a look and at most `looks` looks, if
/// every look tells the truth.
///
/// E = m (1 - q^n)/(1 - q) with q = (1 - p)^m, m n for p = 0; p in [0, 1]. For m = 1 that is (1 -
/// (1 - p)^n)/p. Set E2.
#[must_use]
pub fn rounds(p: f64, looks: u64, salvo: u64) -> f64 {
    let of_salvo = kill(p, salvo);
    let looks_used = if of_salvo == 0.0 { looks as f64 } else { kill(of_salvo, looks) / of_salvo };
    salvo as f64 * looks_used
}

/// Chance of a shot to kill, given that no common cause spoils the engagement: min(p/(1 - c), 1).
///
/// So chosen that one shot keeps its chance p. For p > 1 - c it cannot, and is 1 - c. 0 for c = 1.
/// Draw the common cause once for an engagement, then each shot with this.
#[must_use]
pub fn given_no_common_cause(p: f64, cause: f64) -> f64 {
    if cause >= 1.0 { 0.0 } else { (p / (1.0 - cause)).min(1.0) }
}

/// Chance of a kill by `shots` shots that share one fate with chance `cause`: no shot can work.
///
/// P = (1 - c)(1 - (1 - min(p/(1 - c), 1))^n), p and c in [0, 1]: never above that of independent
/// shots, never above 1 - c. Source: models.md 10.4. Set E2.
#[must_use]
pub fn kill_with_common_cause(p: f64, shots: u64, cause: f64) -> f64 {
    (1.0 - cause) * kill(given_no_common_cause(p, cause), shots)
}

/// Chance that `shots` shots all miss a target whose p is not known: beta(a, b), one value for a
/// target.
///
/// `E[(1 - p)^n]` = B(a, b + n)/B(a, b), a, b > 0: at least (1 - E p)^n, as shots at one target now
/// share its p. Mean p is a/(a + b). By the product of (b + i)/(a + b + i); time grows with n.
#[must_use]
pub fn all_miss_unknown(a: f64, b: f64, shots: u32) -> f64 {
    (0..shots).map(|i| (b + f64::from(i)) / (a + b + f64::from(i))).product()
}

/// What comes of shoot-look-shoot if looks err.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Looks {
    /// Chance of a kill.
    pub kill: f64,
    /// Expected salvos fired.
    pub salvos: f64,
    /// Of these: expected salvos at a target that was dead.
    pub wasted: f64,
    /// Chance that a target that lives is called killed and left.
    pub left_alive: f64,
}

/// Shoot-look-shoot with at most `looks` salvos, each of chance `p` to kill, if looks err.
///
/// A missed target is called killed with chance `false_kill` (e1: the engagement ends early), a
/// killed one is called missed with chance `false_miss` (e2: rounds are wasted); all in [0, 1]. It
/// ends at the first call "killed" or after the last salvo. With r = (1 - p)(1 - e1) and S(x) = (1 -
/// x^n)/(1 - x): kill p S(r), left alive (1 - p) e1 S(r), salvos S(r) + p e2 (S(r) - S(e2))/(r - e2).
/// Summed term by term, which does not cancel for r near e2; time grows with n. Notional model,
/// models.md 10.4; tested against all ways.
#[must_use]
pub fn shoot_look_shoot(p: f64, looks: u32, false_kill: f64, false_miss: f64) -> Looks {
    let mut out = Looks { kill: 0.0, salvos: 0.0, wasted: 0.0, left_alive: 0.0 };
    // Chances that a salvo is fired at a target that lives, and at one that is dead.
    let (mut lives, mut dead) = (1.0, 0.0);
    for _ in 0..looks {
        out.salvos += lives + dead;
        out.wasted += dead;
        out.kill += lives * p;
        out.left_alive += lives * (1.0 - p) * false_kill;
        dead = false_miss * (dead + lives * p);
        lives *= (1.0 - p) * (1.0 - false_kill);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verif_doctrines_by_hand() {
        // p = 0.5: 7/8; 1 + 1/2 + 1/4 rounds. Two a look, p = 0.6, two looks: q = 0.16.
        assert!((kill(0.5, 3) - 0.875).abs() < 1e-15 && (rounds(0.5, 3, 1) - 1.75).abs() < 1e-15);
        assert!((rounds(0.6, 2, 2) - 2.0 * 1.16).abs() < 1e-14);
        assert_eq!((kill(1.0, 1), kill(1.0, 0), kill(0.0, 9)), (1.0, 0.0, 0.0));
        assert_eq!((all_miss(1.0, 0), all_miss(1.0, 4), all_miss(0.0, 4)), (1.0, 0.0, 1.0));
        assert_eq!((rounds(0.0, 4, 2), rounds(1.0, 4, 2), rounds(0.5, 0, 2)), (8.0, 2.0, 0.0));
        assert!((kill(1e-18, 1000) / 1e-15 - 1.0).abs() < 1e-14);
        // Common cause 0.1 and p = 0.7: 0.9 (1 - (2/9)^2).
        let want = 0.9 * (1.0 - 4.0 / 81.0);
        assert!((kill_with_common_cause(0.7, 2, 0.1) - want).abs() < 1e-15);
        assert_eq!(kill_with_common_cause(0.95, 1, 0.2), 0.8);
        assert_eq!(kill_with_common_cause(0.5, 3, 1.0), 0.0);
        assert_eq!(given_no_common_cause(0.0, 1.0), 0.0);
    }

    #[test]
    fn verif_unknown_chance_against_the_beta_integral() {
        // Beta(2, 3): the midpoint rule on 12 p (1 - p)^2 (1 - p)^n.
        for n in [0_u32, 1, 2, 5, 20] {
            let cells = 20_000;
            let sum: f64 = (0..cells)
                .map(|k| (f64::from(k) + 0.5) / f64::from(cells))
                .map(|p| 12.0 * p * (1.0 - p) * (1.0 - p) * all_miss(p, u64::from(n)))
                .sum();
            let integral = sum / f64::from(cells);
            assert!((all_miss_unknown(2.0, 3.0, n) - integral).abs() < 1e-8, "{n}");
        }
    }

    /// Every way a shoot-look-shoot can go, one call after the other: (kill, salvos, wasted, left
    /// alive) of the rest.
    fn every_way(p: f64, looks: u32, e1: f64, e2: f64, is_dead: bool) -> [f64; 4] {
        if looks == 0 {
            return [0.0; 4];
        }
        let mut sum = [0.0, 1.0, if is_dead { 1.0 } else { 0.0 }, 0.0];
        for hits in [false, true] {
            let chance = if hits { p } else { 1.0 - p };
            let dead = is_dead || hits;
            let called_missed = if dead { e2 } else { 1.0 - e1 };
            if hits && !is_dead {
                sum[0] += chance;
            }
            if !dead {
                sum[3] += chance * (1.0 - called_missed);
            }
            let rest = every_way(p, looks - 1, e1, e2, dead);
            for (total, part) in sum.iter_mut().zip(rest) {
                *total += chance * called_missed * part;
            }
        }
        sum
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]
        #[test]
        fn prop_verif_looks_that_err_against_every_way_and_closed_form(
            p in 0.0_f64..=1.0, looks in 0_u32..9, e1 in 0.0_f64..=1.0, e2 in 0.0_f64..=1.0,
        ) {
            let got = shoot_look_shoot(p, looks, e1, e2);
            let want = every_way(p, looks, e1, e2, false);
            for (g, w) in [got.kill, got.salvos, got.wasted, got.left_alive].iter().zip(want) {
                prop_assert!((g - w).abs() < 1e-13, "{got:?} {want:?}");
            }
            let r = (1.0 - p) * (1.0 - e1);
            let s = |x: f64| (0..looks).fold((0.0, 1.0), |(sum, x_k), _| (sum + x_k, x_k * x)).0;
            prop_assert!((got.kill - p * s(r)).abs() < 1e-13);
            if (r - e2).abs() > 1e-3 {
                let salvos = s(r) + p * e2 * (s(r) - s(e2)) / (r - e2);
                prop_assert!((got.salvos - salvos).abs() < 1e-11);
            }
            // Looks that tell the truth: the plain formulas.
            let honest = shoot_look_shoot(p, looks, 0.0, 0.0);
            prop_assert!((honest.kill - kill(p, u64::from(looks))).abs() < 1e-13);
            prop_assert!((honest.salvos - rounds(p, u64::from(looks), 1)).abs() < 1e-12);
            prop_assert!(honest.wasted == 0.0 && honest.left_alive == 0.0);
            prop_assert!(got.kill <= honest.kill + 1e-13);
        }

        #[test]
        fn prop_dependence_never_helps(
            p in 0.0_f64..=1.0, shots in 1_u64..12, cause in 0.0_f64..=1.0,
            a in 0.1_f64..9.0, b in 0.1_f64..9.0,
        ) {
            let (alone, shared) = (kill(p, shots), kill_with_common_cause(p, shots, cause));
            prop_assert!(shared <= alone + 1e-14 && shared <= 1.0 - cause + 1e-14);
            let one = kill_with_common_cause(p, 1, cause);
            prop_assert!((one - p.min(1.0 - cause)).abs() < 1e-14);
            prop_assert!(kill(p, shots + 1) >= alone && kill((p + 0.1).min(1.0), shots) >= alone);
            let known = all_miss(a / (a + b), shots);
            prop_assert!(all_miss_unknown(a, b, shots as u32) >= known - 1e-14);
        }
    }
}
