//! Detection by a sum of square-law pulses: threshold, probability of detection, SNR required.

use super::series::{Energy, exceedance, gamma_tails, slope};
use crate::base::counts::poisson_pmf;
use crate::base::math::{ln, log10, pow};

/// Most pulses that are summed.
pub const MOST_PULSES: u32 = 10_000;
/// Least false-alarm probability.
pub const LEAST_PFA: f64 = 1e-15;

/// How a target's radar cross-section fluctuates (Swerling 1954/1960; case 0 is Marcum's 1947).
///
/// The energy of N pulses is a gamma variate of order 1 (case 1), N (2), 2 (3) or 2N (4). Cases 1
/// and 3 keep one cross-section during a look and draw a new one for the next; 2 and 4 draw it for
/// each pulse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Swerling {
    /// A steady target.
    Zero,
    /// Many alike scatterers, slow.
    One,
    /// Many alike scatterers, from pulse to pulse.
    Two,
    /// One large scatterer among small ones, slow.
    Three,
    /// One large scatterer among small ones, from pulse to pulse.
    Four,
}

impl Swerling {
    /// All cases in order of number.
    pub const ALL: [Swerling; 5] =
        [Swerling::Zero, Swerling::One, Swerling::Two, Swerling::Three, Swerling::Four];

    /// The case of a number from 0 to 4.
    #[must_use]
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.get(number as usize).copied()
    }

    /// The order of the gamma law of the energy of `pulses`; `None` if it does not fluctuate.
    fn order(self, pulses: u32) -> Option<u32> {
        match self {
            Swerling::Zero => None,
            Swerling::One => Some(1),
            Swerling::Two => Some(pulses),
            Swerling::Three => Some(2),
            Swerling::Four => Some(2 * pulses),
        }
    }
}

/// A detector: so many pulses, and the threshold that their sum must pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Detector {
    pulses: u32,
    pfa: f64,
    threshold: f64,
}

impl Detector {
    /// The detector that sums `pulses` (1 to [`MOST_PULSES`]) square-law samples and lets noise
    /// alone pass with probability `pfa` ([`LEAST_PFA`] to 0.5) in each cell and look.
    ///
    /// The threshold T on the sum, noise mean 1, solves Pfa = Q(N, T) (Marcum 1960; set D1). `None`
    /// outside the ranges.
    #[must_use]
    pub fn new(pulses: u32, pfa: f64) -> Option<Self> {
        let valid = (1..=MOST_PULSES).contains(&pulses) && (LEAST_PFA..=0.5).contains(&pfa);
        valid.then(|| Detector { pulses, pfa, threshold: threshold(pulses, pfa) })
    }

    /// Number of pulses.
    #[must_use]
    pub fn pulses(&self) -> u32 {
        self.pulses
    }

    /// False-alarm probability in each cell and look.
    #[must_use]
    pub fn pfa(&self) -> f64 {
        self.pfa
    }

    /// Threshold on the sum, in units of the mean noise power of a pulse.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Probability of detection at the mean SNR of one pulse (power ratio, not dB).
    ///
    /// Absolute error below 1e-12 for 1 to 1000 pulses, -20 to 40 dB, Pfa 1e-10 to 1e-2 (set D2 and
    /// validation/pd). At least Pfa, at most 1; Pfa for an SNR of 0, below 0 or NaN.
    #[must_use]
    pub fn pd(&self, swerling: Swerling, snr: f64) -> f64 {
        match self.energy(swerling, snr) {
            Some(energy) => exceedance(energy, self.pulses, self.threshold).max(self.pfa),
            None => self.pfa,
        }
    }

    /// Derivative of the probability of detection by the SNR of one pulse (power ratio); 0 outside
    /// SNR > 0.
    #[must_use]
    pub fn slope(&self, swerling: Swerling, snr: f64) -> f64 {
        let by_mean = |energy| slope(energy, self.pulses, self.threshold);
        self.energy(swerling, snr).map_or(0.0, |e| f64::from(self.pulses) * by_mean(e))
    }

    /// Mean SNR of one pulse (dB) at which the probability of detection is `pd`: the detectability
    /// factor D (set D3).
    ///
    /// Halving in the logarithm to the last bits. `None` unless Pfa < pd < 1, or if no SNR from
    /// -150 to 150 dB gives it.
    #[must_use]
    pub fn required_snr_db(&self, swerling: Swerling, pd: f64) -> Option<f64> {
        if !(pd > self.pfa && pd < 1.0) {
            return None;
        }
        let at = |snr_db: f64| self.pd(swerling, from_db(snr_db));
        let (mut low, mut high) = (-150.0, 150.0);
        if at(low) >= pd || at(high) < pd {
            return None;
        }
        while high - low > 1e-12 {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if at(middle) < pd {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(0.5 * (low + high))
    }

    fn energy(&self, swerling: Swerling, snr: f64) -> Option<Energy> {
        let energy = || Energy {
            mean: f64::from(self.pulses) * snr.min(1e300),
            order: swerling.order(self.pulses),
        };
        (snr > 0.0).then(energy)
    }
}

/// The power ratio of so many dB.
#[must_use]
pub fn from_db(db: f64) -> f64 {
    pow(10.0, 0.1 * db)
}

/// The dB of a power ratio above 0; -inf at 0.
#[must_use]
pub fn to_db(ratio: f64) -> f64 {
    10.0 * log10(ratio)
}

/// T with Q(n, T) = pfa, by Newton's steps on ln Q.
///
/// ln Q falls and is concave, so every step from the right of the root stays there; the start is an
/// upper bound, N + sqrt(2 N L) + L with L = -ln Pfa (Laurent and Massart 2000, Lemma 1).
fn threshold(pulses: u32, pfa: f64) -> f64 {
    let n = f64::from(pulses);
    let wanted = -ln(pfa);
    let mut t = n + (2.0 * n * wanted).sqrt() + wanted;
    for _ in 0..100 {
        let upper = gamma_tails(u64::from(pulses), t).1;
        let rate = poisson_pmf(u64::from(pulses - 1), t) / upper;
        let step = (-ln(upper) - wanted) / rate;
        t -= step;
        if step <= 1e-15 * t {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::exp;
    use proptest::prelude::*;

    fn detector(pulses: u32, pfa: f64) -> Detector {
        Detector::new(pulses, pfa).expect("inside the ranges")
    }

    #[test]
    fn verif_one_pulse_has_closed_forms() {
        for pfa in [1e-2, 1e-6, 1e-10] {
            let d = detector(1, pfa);
            assert!((d.threshold() + ln(pfa)).abs() < 1e-13 * d.threshold());
            for snr_db in [-20.0, -3.0, 5.0, 13.0, 30.0, 40.0] {
                let snr = from_db(snr_db);
                let one = exp(-d.threshold() / (1.0 + snr));
                // Case 3: (1 + sT/(s + 1)^2) exp(-T/(s + 1)), s half the SNR.
                let s = 0.5 * snr;
                let t = d.threshold();
                let three = (1.0 + s * t / ((1.0 + s) * (1.0 + s))) * exp(-t / (1.0 + s));
                for (case, want) in [
                    (Swerling::One, one),
                    (Swerling::Two, one),
                    (Swerling::Three, three),
                    (Swerling::Four, three),
                ] {
                    let got = d.pd(case, snr);
                    assert!((got - want).abs() < 1e-14, "{case:?} {pfa} {snr_db}: {got} {want}");
                }
            }
        }
    }

    #[test]
    fn verif_case_two_is_a_gamma_tail() {
        for (pulses, pfa) in [(4, 1e-6), (10, 1e-8), (100, 1e-6), (1000, 1e-3)] {
            let d = detector(pulses, pfa);
            for snr_db in [-20.0, -5.0, 0.0, 3.0, 20.0, 40.0] {
                let snr = from_db(snr_db);
                let want = gamma_tails(u64::from(pulses), d.threshold() / (1.0 + snr)).1;
                assert!((d.pd(Swerling::Two, snr) - want).abs() < 1e-12, "{pulses} {snr_db}");
            }
        }
    }

    #[test]
    fn verif_points_computed_at_sixty_digits() {
        // validation/pd/make.py: closed forms and Bessel sums with mpmath, not this series.
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../validation/pd/points.csv");
        let text = std::fs::read_to_string(path).unwrap();
        let (mut worst, mut worst_line, mut count) = (0.0_f64, "", 0);
        for line in text.lines().skip(1) {
            let fields: Vec<f64> = line.split(',').map(|f| f.parse().unwrap()).collect();
            let [case, pulses, pfa, snr_db, want] = fields[..] else { panic!("{line}") };
            let case = Swerling::from_number(case as u32).unwrap();
            let got = detector(pulses as u32, pfa).pd(case, from_db(snr_db));
            let error = (got - want).abs();
            assert!(error < 1e-9, "{line}: {got}");
            assert!(got >= pfa, "{line}: {got}");
            if error > worst {
                (worst, worst_line) = (error, line);
            }
            count += 1;
        }
        println!("worst of {count} points: {worst:e} at {worst_line}");
        assert_eq!(count, 5000);
        // What docs/methods/detection.md states.
        assert!(worst < 1e-12, "{worst:e} at {worst_line}");
    }

    #[test]
    fn val_required_snr_as_tables_print_it() {
        // Pd 0.9, Pfa 1e-6, one pulse: 13.2, 21.1, 17.3 dB for cases 0, 1 and 2, 3 and 4 (Blake
        // 1986 and other tables, recalled); 13.18349 from the documentation of the Python package
        // sdr.
        let d = detector(1, 1e-6);
        for (case, printed) in [(0, 13.2), (1, 21.1), (2, 21.1), (3, 17.3), (4, 17.3)] {
            let case = Swerling::from_number(case).unwrap();
            let got = d.required_snr_db(case, 0.9).unwrap();
            assert!((got - printed).abs() < 0.05, "{case:?}: {got}");
        }
        let zero = d.required_snr_db(Swerling::Zero, 0.9).unwrap();
        assert!((zero - 13.18349).abs() < 5e-6, "{zero}");
    }

    #[test]
    fn verif_fast_fluctuation_averages_out() {
        // Cases 2 and 4 tend to the steady one with the number of pulses: the spread of their
        // summed energy over its mean is 1/sqrt N and 1/sqrt 2N.
        for case in [Swerling::Two, Swerling::Four] {
            let off = |pulses: u32| {
                let d = detector(pulses, 1e-6);
                let snr = from_db(d.required_snr_db(Swerling::Zero, 0.9).unwrap());
                (d.pd(case, snr) - 0.9).abs()
            };
            let by_pulses = [1, 10, 100, 1000, 10_000].map(off);
            assert!(by_pulses.windows(2).all(|w| w[1] < w[0]), "{case:?}: {by_pulses:?}");
            assert!(by_pulses[4] < 1e-3, "{case:?}: {by_pulses:?}");
        }
    }

    #[test]
    fn verif_one_pulse_cannot_tell_slow_from_fast() {
        for snr_db in -20..40 {
            let (d, snr) = (detector(1, 1e-6), from_db(f64::from(snr_db)));
            let pd = Swerling::ALL.map(|case| d.pd(case, snr));
            assert_eq!((pd[1], pd[3]), (pd[2], pd[4]), "{snr_db}");
            assert!(pd[1] != pd[3]);
        }
    }

    #[test]
    fn limits_are_reached_and_nonsense_is_refused() {
        let d = detector(10, 1e-6);
        for case in Swerling::ALL {
            for snr in [0.0, -1.0, f64::NAN, f64::NEG_INFINITY] {
                assert_eq!(d.pd(case, snr), 1e-6);
                assert_eq!(d.slope(case, snr), 0.0);
            }
            assert!(d.pd(case, f64::INFINITY) > 1.0 - 1e-12, "{case:?}");
            assert!(d.pd(case, 1e300) > 1.0 - 1e-12);
            assert!(d.required_snr_db(case, 1e-6).is_none());
            assert!(d.required_snr_db(case, 1.0).is_none());
            assert!(d.required_snr_db(case, f64::NAN).is_none());
        }
        for (pulses, pfa) in [(0, 0.1), (MOST_PULSES + 1, 0.1), (1, 0.0), (1, 0.6), (1, f64::NAN)] {
            assert!(Detector::new(pulses, pfa).is_none());
        }
        assert!(Swerling::from_number(5).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_pd_rises_with_snr_and_pfa(
            case in 0_u32..5, pulses in 1_u32..1000, log_pfa in -10.0_f64..-2.0,
            snr_db in -20.0_f64..40.0, more in 0.0_f64..5.0,
        ) {
            let case = Swerling::from_number(case).unwrap();
            let d = detector(pulses, pow(10.0, log_pfa));
            let looser = detector(pulses, pow(10.0, log_pfa) * (1.0 + more));
            let pd = d.pd(case, from_db(snr_db));
            prop_assert!((d.pfa()..=1.0).contains(&pd));
            prop_assert!(d.pd(case, from_db(snr_db + more)) >= pd - 1e-13);
            prop_assert!(looser.pd(case, from_db(snr_db)) >= pd - 1e-13);
        }

        #[test]
        fn prop_more_pulses_help_the_steady_and_the_fast(
            case in 0_usize..3, pulses in 1_u32..500, more in 1_u32..20,
            log_pfa in -10.0_f64..-2.0, snr_db in -20.0_f64..20.0,
        ) {
            let case = [Swerling::Zero, Swerling::Two, Swerling::Four][case];
            let pfa = pow(10.0, log_pfa);
            let (few, many) = (detector(pulses, pfa), detector(pulses + more, pfa));
            let snr = from_db(snr_db);
            prop_assert!(many.pd(case, snr) >= few.pd(case, snr) - 1e-13);
        }

        #[test]
        fn prop_required_snr_is_the_inverse(
            case in 0_u32..5, pulses in 1_u32..300, log_pfa in -10.0_f64..-2.0, pd in 0.05_f64..0.99,
        ) {
            let case = Swerling::from_number(case).unwrap();
            let d = detector(pulses, pow(10.0, log_pfa));
            let snr_db = d.required_snr_db(case, pd).unwrap();
            prop_assert!((d.pd(case, from_db(snr_db)) - pd).abs() < 1e-11);
        }

        #[test]
        fn prop_threshold_gives_the_false_alarms(pulses in 1_u32..10_000, log_pfa in -15.0_f64..-0.302) {
            let d = detector(pulses, pow(10.0, log_pfa));
            let upper = gamma_tails(u64::from(pulses), d.threshold()).1;
            prop_assert!((upper / d.pfa() - 1.0).abs() < 1e-10);
        }
    }
}
