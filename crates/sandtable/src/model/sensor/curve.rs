//! Probability of detection as a table over the SNR: exact at its nodes, a cubic between them.
//!
//! Thirty-two cells an octave. A cell is found in the bits of the number, exponent and first five
//! bits of the mantissa, so a look needs no logarithm and no search.

use super::detector::{Detector, Swerling, from_db};

/// Bits of the mantissa that choose a cell: 2^5 cells an octave.
const CELL_BITS: u32 = 5;
const BELOW: u32 = 52 - CELL_BITS;
/// Octaves from an SNR of 1 to either end at most: 150 dB.
const OCTAVES: i32 = 50;
/// What the tails may be off (probability).
const TAIL: f64 = 1e-6;

/// The probability of detection of one case, number of pulses and false-alarm probability.
///
/// Within 5e-6 of the exact value everywhere (measured on cells from 1 to 1000 pulses, Pfa 1e-10 to
/// 1e-2; see docs/methods/detection.md), rising, from Pfa at no SNR to exactly 1 from where 1e-6 is
/// left.
#[derive(Clone, Debug, PartialEq)]
pub struct PdCurve {
    swerling: Swerling,
    detector: Detector,
    /// Bits of the first cell's lower end, shifted.
    first: u64,
    /// SNR at the first cell's lower end, and the probability there.
    lowest: (f64, f64),
    /// Coefficients of 1, t, t^2, t^3, t from 0 to 1 in the cell.
    cells: Vec<[f64; 4]>,
}

impl PdCurve {
    /// The table for one case and detector; some hundred to a thousand exact values are computed.
    #[must_use]
    pub fn new(swerling: Swerling, detector: Detector) -> Self {
        let pd = |octave: i32| detector.pd(swerling, power_of_two(octave));
        let from = (-OCTAVES..0).rev().find(|o| pd(*o) - detector.pfa() <= TAIL);
        let from = from.unwrap_or(-OCTAVES);
        let to = (from + 1..OCTAVES).find(|o| 1.0 - pd(*o) <= TAIL).unwrap_or(OCTAVES);
        let first = power_of_two(from).to_bits() >> BELOW;
        let last = power_of_two(to).to_bits() >> BELOW;
        let node = |cell: u64| {
            let snr = f64::from_bits(cell << BELOW);
            (snr, detector.pd(swerling, snr), detector.slope(swerling, snr))
        };
        let mut cells = Vec::with_capacity((last - first) as usize);
        let mut low = node(first);
        let lowest = (low.0, low.1);
        for cell in first..last {
            let high = node(cell + 1);
            cells.push(cubic(low, high));
            // What rounding took from a rising function is not handed on.
            low = (high.0, high.1.max(low.1), high.2);
        }
        PdCurve { swerling, detector, first, lowest, cells }
    }

    /// Probability of detection at a mean SNR of one pulse (power ratio). Pfa for 0, below 0 or
    /// NaN.
    #[inline]
    #[must_use]
    pub fn pd(&self, snr: f64) -> f64 {
        let bits = snr.to_bits();
        match self.cells.get((bits >> BELOW).wrapping_sub(self.first) as usize) {
            Some([a, b, c, d]) => {
                let t = (bits & ((1 << BELOW) - 1)) as f64 * (1.0 / (1_u64 << BELOW) as f64);
                (a + t * (b + t * (c + t * d))).min(1.0)
            }
            None => self.tail(snr),
        }
    }

    /// As [`PdCurve::pd`] at an SNR in dB.
    #[must_use]
    pub fn pd_at_db(&self, snr_db: f64) -> f64 {
        self.pd(from_db(snr_db))
    }

    /// The case that the table is of.
    #[must_use]
    pub fn swerling(&self) -> Swerling {
        self.swerling
    }

    /// The detector that the table is of.
    #[must_use]
    pub fn detector(&self) -> &Detector {
        &self.detector
    }

    /// Below the table a straight line from Pfa, above it 1.
    #[cold]
    fn tail(&self, snr: f64) -> f64 {
        let (lowest, pd) = self.lowest;
        if snr >= lowest {
            1.0
        } else if snr > 0.0 {
            self.detector.pfa() + (pd - self.detector.pfa()) * (snr / lowest)
        } else {
            self.detector.pfa()
        }
    }
}

/// 2 to the power `octave`, exactly.
fn power_of_two(octave: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(octave)) as u64) << 52)
}

/// The cubic with the values and slopes of two nodes (SNR, value, slope), by t from 0 to 1.
///
/// Slopes above three times the chord are cut to that: the cubic then rises throughout (de Boor and
/// Swartz 1977; Fritsch and Carlson 1980).
fn cubic(low: (f64, f64, f64), high: (f64, f64, f64)) -> [f64; 4] {
    let width = high.0 - low.0;
    let rise = (high.1 - low.1).max(0.0);
    let left = (low.2 * width).clamp(0.0, 3.0 * rise);
    let right = (high.2 * width).clamp(0.0, 3.0 * rise);
    [low.1, left, 3.0 * rise - 2.0 * left - right, left + right - 2.0 * rise]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn curve(case: Swerling, pulses: u32, pfa: f64) -> PdCurve {
        PdCurve::new(case, Detector::new(pulses, pfa).unwrap())
    }

    #[test]
    fn verif_table_is_within_its_bound_and_rises() {
        let (mut worst, mut at, mut most) = (0.0_f64, String::new(), 0);
        for case in Swerling::ALL {
            for pulses in [1, 2, 5, 16, 60, 250, 1000] {
                for pfa in [1e-10, 1e-6, 1e-2] {
                    let curve = curve(case, pulses, pfa);
                    most = most.max(curve.cells.len());
                    let mut last = 0.0;
                    // No multiple of the cells: every place in a cell comes up.
                    for step in -3000..=6000 {
                        let snr_db = f64::from(step) * 0.010_037;
                        let got = curve.pd_at_db(snr_db);
                        assert!(got >= last && (pfa..=1.0).contains(&got), "{case:?} {snr_db}");
                        last = got;
                        if step % 7 == 0 {
                            let error = (got - curve.detector.pd(case, from_db(snr_db))).abs();
                            if error > worst {
                                (worst, at) = (error, format!("{case:?} {pulses} {pfa} {snr_db}"));
                            }
                        }
                    }
                }
            }
        }
        println!("worst error {worst:e} at {at}; at most {most} cells");
        assert!(worst <= 5e-6, "{worst:e} at {at}");
    }

    #[test]
    fn ends_are_exact() {
        for case in Swerling::ALL {
            let curve = curve(case, 10, 1e-6);
            for nothing in [0.0, -0.0, -5.0, f64::NAN, f64::NEG_INFINITY] {
                assert_eq!(curve.pd(nothing), 1e-6, "{case:?} {nothing}");
            }
            assert_eq!(curve.pd(f64::INFINITY), 1.0);
            assert_eq!(curve.pd(1e16), 1.0);
            assert!((curve.pd(1e-30) - 1e-6).abs() < 1e-15);
            assert_eq!(curve.pd_at_db(-400.0), 1e-6);
            // On a node, here 0 dB, the value is the exact one.
            assert_eq!(curve.pd(1.0), curve.detector.pd(case, 1.0));
        }
    }

    #[test]
    fn cubic_rises_whatever_the_slopes() {
        for (left, right) in [(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0), (3.0, 3.0)] {
            let [a, b, c, d] = cubic((2.0, 0.1, left), (3.0, 1.1, right));
            let at = |t: f64| a + t * (b + t * (c + t * d));
            let steps: Vec<f64> = (0..=100).map(|k| at(f64::from(k) / 100.0)).collect();
            assert!(steps.windows(2).all(|w| w[1] >= w[0] - 1e-15), "{left} {right}");
            assert!((steps[0] - 0.1).abs() < 1e-15 && (steps[100] - 1.1).abs() < 1e-15);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]
        #[test]
        fn prop_curve_follows_the_series(
            case in 0_u32..5, pulses in 1_u32..1000, log_pfa in -10.0_f64..-2.0,
            snr_db in prop::collection::vec(-30.0_f64..50.0, 50),
        ) {
            let case = Swerling::from_number(case).unwrap();
            let curve = curve(case, pulses, from_db(10.0 * log_pfa));
            for db in snr_db {
                let exact = curve.detector.pd(case, from_db(db));
                prop_assert!((curve.pd_at_db(db) - exact).abs() <= 5e-6, "{} dB", db);
            }
        }
    }
}
