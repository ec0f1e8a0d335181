//! Constant false-alarm rate by cell averaging: the threshold follows the mean of neighbouring
//! cells.
//!
//! Exact for one pulse, a target of Swerling's case 1 and like exponential clutter in all cells.
//! Edges of clutter and other targets in the window cost more; that is a loss of its own, given by
//! the caller.

use super::detector::to_db;
use crate::base::math::{exp, exp_m1, ln, ln_1p};

/// A cell-averaging detector of one pulse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellAveraging {
    cells: f64,
    pfa: f64,
}

impl CellAveraging {
    /// A detector with `cells` >= 1 reference cells and a false-alarm probability in (0, 1).
    #[must_use]
    pub fn new(cells: u32, pfa: f64) -> Option<Self> {
        (cells >= 1 && pfa > 0.0 && pfa < 1.0)
            .then_some(CellAveraging { cells: f64::from(cells), pfa })
    }

    /// Factor on the mean of the reference cells: n (Pfa^(-1/n) - 1).
    ///
    /// Gandhi and Kassam, IEEE Trans. AES 24 (1988) 427; Richards (2014) chapter 6; set D7.
    #[must_use]
    pub fn factor(&self) -> f64 {
        self.cells * exp_m1(-ln(self.pfa) / self.cells)
    }

    /// Probability of detection at a mean SNR >= 0 (power ratio): (1 + a/(n (1 + SNR)))^-n.
    #[must_use]
    pub fn pd(&self, snr: f64) -> f64 {
        if snr > 0.0 {
            exp(-self.cells * ln_1p(self.factor() / (self.cells * (1.0 + snr))))
        } else {
            self.pfa
        }
    }

    /// Mean SNR (power ratio) that gives `pd`; `None` unless Pfa < pd < 1.
    #[must_use]
    pub fn required_snr(&self, pd: f64) -> Option<f64> {
        let over = |p: f64| exp_m1(-ln(p) / self.cells);
        (pd > self.pfa && pd < 1.0).then(|| over(self.pfa) / over(pd) - 1.0)
    }

    /// Loss (dB): SNR required over that of a fixed threshold, ln Pfa/ln Pd - 1, at the same `pd`.
    ///
    /// About 2 dB for 16 cells and 1 dB for 32 at Pfa 1e-6. `None` unless Pfa < pd < 1.
    #[must_use]
    pub fn loss_db(&self, pd: f64) -> Option<f64> {
        let fixed = ln(self.pfa) / ln(pd) - 1.0;
        self.required_snr(pd).map(|snr| to_db(snr / fixed))
    }
}

#[cfg(test)]
mod tests {
    use super::super::detector::{Detector, Swerling};
    use super::*;

    #[test]
    fn verif_many_cells_are_a_fixed_threshold() {
        let (many, fixed) =
            (CellAveraging::new(100_000_000, 1e-6).unwrap(), Detector::new(1, 1e-6).unwrap());
        assert!((many.factor() / fixed.threshold() - 1.0).abs() < 1e-6);
        for snr in [0.1, 1.0, 10.0, 100.0] {
            assert!((many.pd(snr) - fixed.pd(Swerling::One, snr)).abs() < 1e-6, "{snr}");
        }
        assert!(many.loss_db(0.9).unwrap() < 1e-5);
    }

    #[test]
    fn verif_noise_alone_gives_the_false_alarms_and_the_inverse_holds() {
        for cells in [1, 4, 16, 32] {
            let cfar = CellAveraging::new(cells, 1e-6).unwrap();
            assert_eq!(cfar.pd(0.0), 1e-6);
            assert!((cfar.pd(1e-12) / 1e-6 - 1.0).abs() < 1e-8);
            for pd in [0.01, 0.5, 0.9, 0.99] {
                let snr = cfar.required_snr(pd).unwrap();
                assert!((cfar.pd(snr) - pd).abs() < 1e-12, "{cells} {pd}");
            }
        }
    }

    #[test]
    fn prop_fewer_cells_cost_more() {
        let loss = |cells| CellAveraging::new(cells, 1e-6).unwrap().loss_db(0.9).unwrap();
        for cells in 2..200 {
            assert!(loss(cells) > loss(cells + 1) && loss(cells + 1) > 0.0);
        }
        let cfar = CellAveraging::new(16, 1e-6).unwrap();
        assert!(cfar.loss_db(1e-7).is_none() && cfar.loss_db(1.0).is_none());
        assert!(CellAveraging::new(0, 0.1).is_none() && CellAveraging::new(1, 0.0).is_none());
    }
}
