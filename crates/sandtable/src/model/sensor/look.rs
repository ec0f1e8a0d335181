//! One look of a radar at one target, as the engine asks for it: no logarithm, no search.

use super::anchored::Anchor;
use super::curve::PdCurve;
use crate::base::math::exp;
use std::sync::Arc;

/// An anchored radar and its table, ready for looks.
///
/// A look costs two products, one division and a table of three products; with loss in the air one
/// exponential more. Built once a radar; radars of one case, number of pulses and false-alarm
/// probability share their table.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    gain_m2: f64,
    attenuation_per_m: f64,
    reference_range_m: f64,
    instrumented_range_m: f64,
    curve: Arc<PdCurve>,
}

impl Look {
    /// Looks of `anchor`, with a table of their own.
    #[must_use]
    pub fn new(anchor: &Anchor) -> Self {
        let curve = PdCurve::new(anchor.radar().swerling, *anchor.detector());
        Self::build(anchor, Arc::new(curve))
    }

    /// Looks of `anchor` by a table made for another radar; `None` if it is of another case or
    /// detector.
    #[must_use]
    pub fn sharing(anchor: &Anchor, curve: &Arc<PdCurve>) -> Option<Self> {
        let same = curve.detector() == anchor.detector();
        (same && curve.swerling() == anchor.radar().swerling)
            .then(|| Self::build(anchor, Arc::clone(curve)))
    }

    fn build(anchor: &Anchor, curve: Arc<PdCurve>) -> Self {
        Look {
            gain_m2: anchor.gain_m2,
            attenuation_per_m: anchor.attenuation_per_m,
            reference_range_m: anchor.radar().reference_range_m,
            instrumented_range_m: anchor.radar().instrumented_range_m,
            curve,
        }
    }

    /// Mean SNR of one pulse (power ratio) at `range_m` (m) from a cross-section of `rcs_m2` (m2).
    ///
    /// `factor` holds what else changes it (power ratio, 1 for nothing): two-way antenna pattern,
    /// jamming as 1/(1 + J/N), a drawn size of the target (then the table must be of Swerling's
    /// case 0).
    #[inline]
    #[must_use]
    pub fn snr(&self, range_m: f64, rcs_m2: f64, factor: f64) -> f64 {
        self.snr_at(range_m * range_m, rcs_m2, factor)
    }

    /// As [`Look::snr`], from the square of the range (m2).
    #[inline]
    #[must_use]
    pub fn snr_at(&self, range_m2: f64, rcs_m2: f64, factor: f64) -> f64 {
        let snr = self.gain_m2 * rcs_m2 * factor / (range_m2 * range_m2);
        if self.attenuation_per_m == 0.0 {
            return snr;
        }
        snr * exp(self.attenuation_per_m * (self.reference_range_m - range_m2.sqrt()))
    }

    /// Probability of detection in this look, within 5e-6; 0 beyond the instrumented range.
    /// Arguments as for [`Look::snr`]; false-alarm probability where they make no sense.
    #[inline]
    #[must_use]
    pub fn pd(&self, range_m: f64, rcs_m2: f64, factor: f64) -> f64 {
        if range_m > self.instrumented_range_m {
            return 0.0;
        }
        self.curve.pd(self.snr(range_m, rcs_m2, factor))
    }

    /// The table, to be shared.
    #[must_use]
    pub fn curve(&self) -> &Arc<PdCurve> {
        &self.curve
    }
}

#[cfg(test)]
mod tests {
    use super::super::anchored::AnchoredRadar;
    use super::super::detector::{Swerling, from_db, to_db};
    use super::*;

    fn radar(swerling: Swerling, air: f64) -> AnchoredRadar {
        AnchoredRadar {
            reference_range_m: 150e3,
            reference_rcs_m2: 3.0,
            reference_pd: 0.8,
            pfa: 1e-6,
            pulses: 10,
            swerling,
            instrumented_range_m: 300e3,
            atmospheric_loss_db_per_km: air,
            cfar_cells: Some(24),
            losses_db: 1.0,
        }
    }

    #[test]
    fn verif_fast_look_is_the_slow_one() {
        for swerling in Swerling::ALL {
            for air in [0.0, 0.02] {
                let anchor = radar(swerling, air).anchor().unwrap();
                let look = Look::new(&anchor);
                for km in 1..=310 {
                    let (range_m, rcs) = (f64::from(km) * 1000.0, 0.5);
                    let slow_db = anchor.snr_db(range_m, rcs, -1.5).unwrap();
                    let factor = from_db(-1.5);
                    let snr_db = to_db(look.snr(range_m, rcs, factor));
                    assert!((snr_db - slow_db).abs() < 1e-10, "{snr_db} {slow_db}");
                    let slow = anchor.pd(range_m, rcs, -1.5).unwrap();
                    assert!(
                        (look.pd(range_m, rcs, factor) - slow).abs() <= 5e-6,
                        "{swerling:?} {km}"
                    );
                }
                assert_eq!(look.pd(300_001.0, 1e6, 1.0), 0.0);
            }
        }
    }

    #[test]
    fn tables_are_shared_by_like_radars_only() {
        let one = Look::new(&radar(Swerling::One, 0.0).anchor().unwrap());
        let other = AnchoredRadar { reference_range_m: 60e3, ..radar(Swerling::One, 0.01) };
        let shared = Look::sharing(&other.anchor().unwrap(), one.curve()).unwrap();
        assert!(Arc::ptr_eq(shared.curve(), one.curve()));
        for unlike in [
            radar(Swerling::Two, 0.0),
            AnchoredRadar { pulses: 9, ..radar(Swerling::One, 0.0) },
            AnchoredRadar { pfa: 1e-5, ..radar(Swerling::One, 0.0) },
        ] {
            assert!(Look::sharing(&unlike.anchor().unwrap(), one.curve()).is_none());
        }
    }

    #[test]
    fn odd_arguments_give_probabilities() {
        let look = Look::new(&radar(Swerling::One, 0.0).anchor().unwrap());
        for (range, rcs, factor) in [
            (0.0, 1.0, 1.0),
            (0.0, 0.0, 1.0),
            (1e5, -1.0, 1.0),
            (f64::NAN, 1.0, 1.0),
            (1e5, 1.0, 0.0),
        ] {
            let pd = look.pd(range, rcs, factor);
            assert!((0.0..=1.0).contains(&pd), "{range} {rcs} {factor}: {pd}");
        }
        assert_eq!(look.pd(0.0, 1.0, 1.0), 1.0);
        assert_eq!(look.pd(1e5, 0.0, 1.0), 1e-6);
    }
}
