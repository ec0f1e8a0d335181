//! Radars anchored on a published range: at that range, against that cross-section, that
//! probability.
//!
//! A published range without cross-section and probability is no number; with them it needs no
//! transmitter power. Everything else follows from how the SNR changes from there.

use super::cfar::CellAveraging;
use super::detector::{Detector, Swerling, from_db, to_db};
use crate::base::math::{ln, log10};

/// A radar as its data sheet, or a guess at it, describes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnchoredRadar {
    /// Range of the reference (m), above 0.
    pub reference_range_m: f64,
    /// Mean cross-section of the reference (m2), above 0.
    pub reference_rcs_m2: f64,
    /// Probability of detection in one look at the reference, above `pfa` and below 1.
    pub reference_pd: f64,
    /// False-alarm probability in a cell and look.
    pub pfa: f64,
    /// Pulses that a look sums.
    pub pulses: u32,
    /// How targets fluctuate.
    pub swerling: Swerling,
    /// Nothing is shown beyond this range (m): display, unambiguous range or timing.
    pub instrumented_range_m: f64,
    /// Loss in the air, one way (dB/km), at least 0. The reference holds its own share.
    pub atmospheric_loss_db_per_km: f64,
    /// Reference cells of a cell-averaging threshold, if the reference was for a fixed one.
    pub cfar_cells: Option<u32>,
    /// Losses that the reference does not hold (dB), at least 0: clutter, operator, wear.
    pub losses_db: f64,
}

/// An anchored radar with everything worked out that does not depend on the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anchor {
    /// Detectability factor D at the reference (dB), by the exact series.
    pub required_snr_db: f64,
    /// Losses beside those in the air, cell averaging included (dB).
    pub losses_db: f64,
    /// SNR of one pulse (power ratio) times R^4/sigma (m2), without loss in the air.
    pub(super) gain_m2: f64,
    /// Loss in the air, both ways (nepers of power per m).
    pub(super) attenuation_per_m: f64,
    detector: Detector,
    radar: AnchoredRadar,
}

impl AnchoredRadar {
    /// The radar with its constants worked out. `None` if a number is outside its range.
    ///
    /// D = the SNR that gives `reference_pd`. Cell averaging adds its loss for one pulse of case 1
    /// at the reference probability, an approximation for more pulses and other cases.
    #[must_use]
    pub fn anchor(&self) -> Option<Anchor> {
        let positive = [self.reference_range_m, self.reference_rcs_m2, self.instrumented_range_m];
        let at_least_0 = [self.atmospheric_loss_db_per_km, self.losses_db];
        let valid = positive.iter().all(|x| *x > 0.0 && x.is_finite())
            && at_least_0.iter().all(|x| *x >= 0.0 && x.is_finite());
        let detector = Detector::new(self.pulses, self.pfa).filter(|_| valid)?;
        let required_snr_db = detector.required_snr_db(self.swerling, self.reference_pd)?;
        let cfar_db = match self.cfar_cells {
            Some(cells) => CellAveraging::new(cells, self.pfa)?.loss_db(self.reference_pd)?,
            None => 0.0,
        };
        let losses_db = self.losses_db + cfar_db;
        let r2 = self.reference_range_m * self.reference_range_m;
        let gain_m2 = from_db(required_snr_db - losses_db) * (r2 * r2 / self.reference_rcs_m2);
        const NEPERS_PER_DB: f64 = 0.1 * std::f64::consts::LN_10;
        let attenuation_per_m = 2.0 * self.atmospheric_loss_db_per_km / 1000.0 * NEPERS_PER_DB;
        let radar = *self;
        gain_m2.is_finite().then_some(Anchor {
            required_snr_db,
            losses_db,
            gain_m2,
            attenuation_per_m,
            detector,
            radar,
        })
    }
}

impl Anchor {
    /// Mean SNR of one pulse (dB) from a target of `rcs_m2` (m2) at `range_m` (m), both above 0;
    /// `pattern_db` is the antenna's two-way gain towards it less that at the reference (dB, 0 in
    /// the middle of the beam).
    ///
    /// D + 10 log10(sigma/sigma_ref) - 40 log10(R/R_ref) + pattern - 2 a (R - R_ref) - losses
    /// (models of Skolnik 2001, chapters 1 and 2; set R2). `None` where it is not finite.
    #[must_use]
    pub fn snr_db(&self, range_m: f64, rcs_m2: f64, pattern_db: f64) -> Option<f64> {
        let radar = &self.radar;
        let scaled = scaled_db(
            self.required_snr_db,
            rcs_m2 / radar.reference_rcs_m2,
            range_m / radar.reference_range_m,
        );
        let air_km = (range_m - radar.reference_range_m) / 1000.0;
        let air_db = 2.0 * radar.atmospheric_loss_db_per_km * air_km;
        Some(scaled + pattern_db - air_db - self.losses_db).filter(|snr| snr.is_finite())
    }

    /// Probability of detection in one look, by the exact series; 0 beyond the instrumented range.
    ///
    /// Engines take [`super::look::Look`], which costs a hundredth.
    #[must_use]
    pub fn pd(&self, range_m: f64, rcs_m2: f64, pattern_db: f64) -> Option<f64> {
        if range_m > self.radar.instrumented_range_m {
            return Some(0.0);
        }
        let snr_db = self.snr_db(range_m, rcs_m2, pattern_db)?;
        Some(self.detector.pd(self.radar.swerling, from_db(snr_db)))
    }

    /// Range (m) at which a look detects a cross-section (m2, above 0) with probability `pd`, in
    /// the middle of the beam and not above the instrumented range. `None` if there is none.
    #[must_use]
    pub fn range_m(&self, rcs_m2: f64, pd: f64) -> Option<f64> {
        self.range_at_m(rcs_m2, self.required_snr(pd)?)
    }

    /// Mean SNR of one pulse (power ratio) at which a look detects with probability `pd`; `None` if none does.
    #[must_use]
    pub fn required_snr(&self, pd: f64) -> Option<f64> {
        self.detector.required_snr_db(self.radar.swerling, pd).map(from_db)
    }

    /// Range (m) at which a cross-section (m2, above 0) gives the SNR `wanted` (power ratio), as
    /// [`Anchor::range_m`].
    #[must_use]
    pub fn range_at_m(&self, rcs_m2: f64, wanted: f64) -> Option<f64> {
        let free = (self.gain_m2 * rcs_m2 / wanted).sqrt().sqrt();
        if !(free > 0.0 && free.is_finite()) {
            return None;
        }
        // 4 ln R + a (R - R_ref) = 4 ln(free), the left side rising and concave: Newton's steps.
        let (a, reference) = (self.attenuation_per_m, self.radar.reference_range_m);
        let mut r = free.min(reference.max(1e-9 * free));
        for _ in 0..100 {
            let excess = 4.0 * ln(r / free) + a * (r - reference);
            let step = excess / (4.0 / r + a);
            r = (r - step).max(0.1 * r);
            if step.abs() <= 1e-14 * r {
                break;
            }
        }
        Some(r.min(self.radar.instrumented_range_m))
    }

    /// The radar as it was given.
    #[must_use]
    pub fn radar(&self) -> &AnchoredRadar {
        &self.radar
    }

    /// Its detector.
    #[must_use]
    pub fn detector(&self) -> &Detector {
        &self.detector
    }
}

/// SNR (dB) for a cross-section and a range relative to those at which it is `reference_db`. Set
/// R2.
#[must_use]
pub fn scaled_db(reference_db: f64, rcs_ratio: f64, range_ratio: f64) -> f64 {
    reference_db + to_db(rcs_ratio) - 40.0 * log10(range_ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The notional radar of the tests: 150 km against 3 m2.
    fn radar() -> AnchoredRadar {
        AnchoredRadar {
            reference_range_m: 150e3,
            reference_rcs_m2: 3.0,
            reference_pd: 0.8,
            pfa: 1e-6,
            pulses: 10,
            swerling: Swerling::One,
            instrumented_range_m: 400e3,
            atmospheric_loss_db_per_km: 0.0,
            cfar_cells: None,
            losses_db: 0.0,
        }
    }

    #[test]
    fn verif_reference_is_met_and_range_goes_with_the_fourth_root() {
        for swerling in Swerling::ALL {
            for air in [0.0, 0.015] {
                let radar = AnchoredRadar { swerling, atmospheric_loss_db_per_km: air, ..radar() };
                let anchor = radar.anchor().unwrap();
                assert!((anchor.pd(150e3, 3.0, 0.0).unwrap() - 0.8).abs() < 1e-11, "{swerling:?}");
                assert!((anchor.range_m(3.0, 0.8).unwrap() - 150e3).abs() < 1e-4);
            }
            let anchor = AnchoredRadar { swerling, ..radar() }.anchor().unwrap();
            for factor in [0.01, 0.3, 10.0] {
                let want = 150e3 * f64::sqrt(f64::sqrt(factor));
                let got = anchor.range_m(3.0 * factor, 0.8).unwrap();
                assert!((got / want - 1.0).abs() < 1e-10, "{factor}: {got} {want}");
            }
        }
    }

    #[test]
    fn verif_losses_by_hand() {
        // 40 log10 2 = 12.04 dB for half the range; 0.01 dB/km both ways over 75 km gives 1.5 dB
        // back.
        let plain = radar().anchor().unwrap();
        let half = plain.snr_db(75e3, 3.0, 0.0).unwrap() - plain.required_snr_db;
        assert!((half - 12.041_199_826_559_248).abs() < 1e-12);
        let air = AnchoredRadar { atmospheric_loss_db_per_km: 0.01, ..radar() }.anchor().unwrap();
        assert!(
            (air.snr_db(75e3, 3.0, 0.0).unwrap() - plain.required_snr_db - half - 1.5).abs()
                < 1e-12
        );
        let lossy =
            AnchoredRadar { losses_db: 4.0, cfar_cells: Some(16), ..radar() }.anchor().unwrap();
        let cfar = CellAveraging::new(16, 1e-6).unwrap().loss_db(0.8).unwrap();
        let change =
            plain.snr_db(90e3, 1.0, -2.0).unwrap() - lossy.snr_db(90e3, 1.0, -2.0).unwrap();
        assert!((change - 4.0 - cfar).abs() < 1e-12);
        // 4 dB less is a factor 10^-0.1 in range.
        let lossy = AnchoredRadar { losses_db: 4.0, ..radar() }.anchor().unwrap();
        assert!((lossy.range_m(3.0, 0.8).unwrap() / 150e3 - from_db(-1.0)).abs() < 1e-10);
    }

    #[test]
    fn the_display_ends_and_nonsense_is_refused() {
        let anchor = radar().anchor().unwrap();
        assert_eq!(anchor.pd(400_001.0, 1e9, 0.0), Some(0.0));
        assert!(anchor.pd(400_000.0, 1e9, 0.0).unwrap() > 0.99);
        assert_eq!(anchor.range_m(1e9, 0.5), Some(400e3));
        assert!(anchor.range_m(0.0, 0.5).is_none() && anchor.range_m(1.0, 1e-9).is_none());
        assert!(anchor.snr_db(0.0, 1.0, 0.0).is_none() && anchor.snr_db(1.0, -1.0, 0.0).is_none());
        for wrong in [
            AnchoredRadar { reference_range_m: 0.0, ..radar() },
            AnchoredRadar { reference_rcs_m2: f64::NAN, ..radar() },
            AnchoredRadar { reference_pd: 1.0, ..radar() },
            AnchoredRadar { pfa: 0.0, ..radar() },
            AnchoredRadar { pulses: 0, ..radar() },
            AnchoredRadar { instrumented_range_m: f64::INFINITY, ..radar() },
            AnchoredRadar { atmospheric_loss_db_per_km: -0.1, ..radar() },
            AnchoredRadar { cfar_cells: Some(0), ..radar() },
            AnchoredRadar { losses_db: -1.0, ..radar() },
        ] {
            assert!(wrong.anchor().is_none(), "{wrong:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]
        #[test]
        fn prop_nearer_and_larger_is_seen_better(
            case in 0_u32..5, range_km in 5.0_f64..390.0, rcs in 0.01_f64..100.0, air in 0.0_f64..0.03,
        ) {
            let swerling = Swerling::from_number(case).unwrap();
            let radar = AnchoredRadar { swerling, atmospheric_loss_db_per_km: air, ..radar() };
            let anchor = radar.anchor().unwrap();
            let pd = |r_km: f64, rcs: f64| anchor.pd(1000.0 * r_km, rcs, 0.0).unwrap();
            let here = pd(range_km, rcs);
            prop_assert!(pd(0.9 * range_km, rcs) >= here - 1e-13);
            prop_assert!(pd(range_km, 1.2 * rcs) >= here - 1e-13);
            prop_assert!(here >= 1e-6);
            let reach = anchor.range_m(rcs, 0.5).unwrap();
            if reach < 400e3 {
                prop_assert!((anchor.pd(reach, rcs, 0.0).unwrap() - 0.5).abs() < 1e-9);
            }
        }
    }
}
