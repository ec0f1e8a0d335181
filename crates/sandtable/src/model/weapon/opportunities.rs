//! How many shots there is time for at one target that flies straight at the shooter.
//!
//! Deterministic, one missile after the other with a look in between: the least that a simulated
//! engagement must reproduce.

use crate::base::math;

/// One target that comes straight in at constant speed, and one shooter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inbound {
    /// Range at detection (m).
    pub detected_m: f64,
    /// From detection to the first launch (s), at least 0.
    pub reaction_s: f64,
    /// Mean speed of the missile (m/s), above 0.
    pub missile_mps: f64,
    /// Speed of the target (m/s), above 0.
    pub target_mps: f64,
    /// From a meeting to the next launch: assessment and order (s), at least 0.
    pub assess_s: f64,
    /// Least range of a meeting (m), at least 0.
    pub least_m: f64,
    /// Greatest range of a meeting (m).
    pub greatest_m: f64,
}

impl Inbound {
    /// Range of the first meeting (m), launched as early as it meets inside the greatest range.
    ///
    /// R_1 = min((R_D - V t_r) Vm/(Vm + V), R_max). May be below the least range, or below 0.
    /// Source: models.md 10.3. Set E1.
    #[must_use]
    pub fn first_m(&self) -> f64 {
        let launch_m = self.detected_m - self.target_mps * self.reaction_s;
        (launch_m * self.missile_mps / (self.missile_mps + self.target_mps)).min(self.greatest_m)
    }

    /// Range of the meeting after one at `range_m` (m): (R - V t_a) Vm/(Vm + V).
    #[must_use]
    pub fn next_m(&self, range_m: f64) -> f64 {
        let launch_m = range_m - self.target_mps * self.assess_s;
        launch_m * self.missile_mps / (self.missile_mps + self.target_mps)
    }

    /// Range of meeting `n`, from 1 (m), if all before take place. Closed form.
    ///
    /// R_n = rho^(n-1) (R_1 + Vm t_a) - Vm t_a with rho = Vm/(Vm + V), which is the form of
    /// models.md 10.3 as V rho/(1 - rho) = Vm.
    #[must_use]
    pub fn nth_m(&self, n: u32) -> f64 {
        let behind_m = self.missile_mps * self.assess_s;
        let steps = f64::from(n) - 1.0;
        math::exp(steps * self.ln_rho()) * (self.first_m() + behind_m) - behind_m
    }

    /// Ranges of all meetings at the least range or beyond (m), the first `most` of them.
    ///
    /// By the recursion. Empty for speeds that are not above 0 or times below 0.
    #[must_use]
    pub fn meetings_m(&self, most: usize) -> Vec<f64> {
        let first = self.is_known().then(|| self.first_m());
        std::iter::successors(first, |r| Some(self.next_m(*r)))
            .take_while(|r| *r >= self.least_m)
            .take(most)
            .collect()
    }

    /// How many meetings there are: the largest n with R_n at the least range or beyond.
    ///
    /// Closed form, 1 + floor(ln((R_min + Vm t_a)/(R_1 + Vm t_a))/ln rho); where R_n meets the
    /// least range but for rounding, the recursion may differ by one. `None` if they never end (at
    /// least range 0 without assessment) or there are more than a `u32` holds, and for speeds that
    /// are not above 0 or times below 0.
    #[must_use]
    pub fn count(&self) -> Option<u32> {
        let first_m = self.first_m();
        if !self.is_known() {
            return None;
        }
        if first_m < self.least_m {
            return Some(0);
        }
        let behind_m = self.missile_mps * self.assess_s;
        let ratio = (self.least_m.max(0.0) + behind_m) / (first_m + behind_m);
        let n = 1.0 + (math::ln(ratio) / self.ln_rho()).floor();
        (n <= f64::from(u32::MAX)).then_some(n as u32)
    }

    /// ln(Vm/(Vm + V)) without loss for slow targets.
    fn ln_rho(&self) -> f64 {
        -math::ln_1p(self.target_mps / self.missile_mps)
    }

    fn is_known(&self) -> bool {
        let numbers = [self.detected_m, self.greatest_m, self.missile_mps, self.target_mps];
        let times = [self.reaction_s, self.assess_s, self.least_m];
        numbers.iter().all(|x| x.is_finite())
            && times.iter().all(|t| *t >= 0.0 && t.is_finite())
            && self.missile_mps > 0.0
            && self.target_mps > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Row E1-07 of the reference cases.
    const ROW: Inbound = Inbound {
        detected_m: 25e3,
        reaction_s: 6.0,
        missile_mps: 1000.0,
        target_mps: 250.0,
        assess_s: 5.0,
        least_m: 2e3,
        greatest_m: 20e3,
    };

    #[test]
    fn verif_six_meetings_by_hand() {
        // Launch at 23.5 km, times 0.8; then less 1.25 km, times 0.8.
        let want = [18_800.0, 14_040.0, 10_232.0, 7_185.6, 4_748.48, 2_798.784];
        let got = ROW.meetings_m(100);
        assert_eq!((got.len(), ROW.count()), (6, Some(6)));
        for (n, (r, w)) in got.iter().zip(want).enumerate() {
            assert!((r - w).abs() < 1e-9 && (ROW.nth_m(n as u32 + 1) - w).abs() < 1e-9);
        }
        assert!(ROW.nth_m(7) < ROW.least_m);
        assert_eq!(ROW.meetings_m(2).len(), 2);
    }

    #[test]
    fn too_late_endless_and_nonsense() {
        let late = Inbound { reaction_s: 200.0, ..ROW };
        assert_eq!((late.meetings_m(9), late.count()), (vec![], Some(0)));
        let endless = Inbound { assess_s: 0.0, least_m: 0.0, ..ROW };
        assert_eq!((endless.meetings_m(9).len(), endless.count()), (9, None));
        for broken in [
            Inbound { target_mps: 0.0, ..ROW },
            Inbound { missile_mps: 0.0, ..ROW },
            Inbound { missile_mps: f64::NAN, ..ROW },
            Inbound { assess_s: -1.0, ..ROW },
            Inbound { detected_m: f64::INFINITY, ..ROW },
            Inbound { least_m: f64::NAN, ..ROW },
        ] {
            assert_eq!((broken.meetings_m(9), broken.count()), (vec![], None));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        #[test]
        fn prop_closed_form_is_the_recursion(
            detected_m in 1e4_f64..3e5, reaction_s in 0.0_f64..40.0, missile_mps in 300.0_f64..2000.0,
            target_mps in 30.0_f64..900.0, assess_s in 0.0_f64..15.0, least_m in 500.0_f64..8e3,
            greatest_m in 1e4_f64..2e5,
        ) {
            let it = Inbound {
                detected_m, reaction_s, missile_mps, target_mps, assess_s, least_m, greatest_m,
            };
            let all = it.meetings_m(100_000);
            for (n, r) in all.iter().enumerate() {
                prop_assert!((it.nth_m(n as u32 + 1) - r).abs() < 1e-6);
            }
            let next_m = all.last().map_or(it.first_m(), |r| it.next_m(*r));
            let is_tie = [all.last().copied().unwrap_or(f64::MAX), next_m]
                .iter()
                .any(|r| (r - least_m).abs() < 1e-6);
            prop_assert!(is_tie || it.count() == Some(all.len() as u32));
            // A longer look, a later launch or a faster target never give more shots.
            for worse in [
                Inbound { assess_s: assess_s + 3.0, ..it },
                Inbound { reaction_s: reaction_s + 3.0, ..it },
                Inbound { target_mps: target_mps * 1.2, ..it },
            ] {
                prop_assert!(worse.meetings_m(100_000).len() <= all.len());
            }
        }
    }
}
