//! Cameras: how likely an observer at a screen finds or names something, by the cycles across it.

use super::sight::contrast_left;
use crate::base::math::{ln, pow};

/// A camera and the task of its observer. Every number is the caller's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Angle of one pixel (rad), above 0.
    pub pixel_rad: f64,
    /// Cycles across the target at which half of the observers succeed: near 1 to find it, 4 to
    /// recognise it, 6 to 8 to identify it (Johnson 1958; orders of magnitude).
    pub cycles_half: f64,
    /// Least contrast in the picture.
    pub least_contrast: f64,
}

impl Camera {
    /// Cycles (pairs of pixels) across a target of `size_m` (m) at `range_m` (m).
    #[must_use]
    pub fn cycles(&self, size_m: f64, range_m: f64) -> f64 {
        size_m / (2.0 * self.pixel_rad * range_m)
    }

    /// Probability that the observer succeeds, time being no matter, with a contrast close by and a
    /// visibility (m): r^E/(1 + r^E), E = 2.7 + 0.7 r, r cycles over those of one half.
    ///
    /// Target transfer probability function (Ratches 1976; Holst 2000) (recalled). 0 where the air
    /// leaves less contrast than the least (Koschmieder 1924). Each argument above 0; 0 otherwise.
    #[must_use]
    pub fn probability(&self, size_m: f64, range_m: f64, contrast: f64, visibility_m: f64) -> f64 {
        let given = [size_m, range_m, contrast, visibility_m];
        if !given.iter().all(|x| *x > 0.0) {
            return 0.0;
        }
        if contrast * contrast_left(range_m, visibility_m) < self.least_contrast {
            return 0.0;
        }
        transfer(self.cycles(size_m, range_m) / self.cycles_half)
    }

    /// Range (m) beyond which the air leaves too little contrast: V ln(C0/C)/3.912. 0 if there is
    /// too little close by.
    #[must_use]
    pub fn contrast_range_m(&self, contrast: f64, visibility_m: f64) -> f64 {
        let loss = ln(contrast / self.least_contrast) / -ln(super::sight::VISIBILITY_CONTRAST);
        (visibility_m * loss).max(0.0)
    }
}

/// r^E/(1 + r^E), E = 2.7 + 0.7 r; 1/2 at r = 1.
fn transfer(ratio: f64) -> f64 {
    // Beyond, nothing is left of 1; and no power overflows.
    if ratio > 20.0 {
        return 1.0;
    }
    let odds = pow(ratio, 2.7 + 0.7 * ratio);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAMERA: Camera = Camera { pixel_rad: 1e-4, cycles_half: 1.0, least_contrast: 0.02 };

    #[test]
    fn val_table_of_the_transfer_function() {
        // Printed multipliers of N50: 0.5 -> 0.10, 0.75 -> 0.30 (0.29), 1 -> 0.5, 1.5 -> 0.80
        // (0.83), 2 -> 0.95, 3 -> 1.0 (Ratches 1976; Holst 2000, recalled; to the printed five
        // hundredths).
        for (ratio, want) in
            [(0.5, 0.10), (0.75, 0.30), (1.0, 0.50), (1.5, 0.80), (2.0, 0.95), (3.0, 1.0)]
        {
            assert!((transfer(ratio) - want).abs() < 0.04, "{ratio}: {}", transfer(ratio));
        }
    }

    #[test]
    fn verif_half_where_the_cycles_are_met() {
        // 3 m, pixels of 0.1 mrad: one cycle at 15 km.
        assert!((CAMERA.cycles(3.0, 15e3) - 1.0).abs() < 1e-12);
        assert!((CAMERA.probability(3.0, 15e3, 1.0, 1e9) - 0.5).abs() < 1e-12);
        let finer = Camera { cycles_half: 4.0, ..CAMERA };
        assert!((finer.probability(3.0, 15e3 / 4.0, 1.0, 1e9) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn prop_falls_with_range_and_ends_where_contrast_does() {
        let mut last = 1.0;
        for km in 1..80 {
            let p = CAMERA.probability(3.0, 1000.0 * f64::from(km), 1.0, 60e3);
            assert!(p <= last && (0.0..=1.0).contains(&p));
            last = p;
        }
        assert_eq!(last, 0.0);
        let end = CAMERA.contrast_range_m(0.5, 20e3);
        assert!((0.5 * contrast_left(end, 20e3) - 0.02).abs() < 1e-12);
        assert!(CAMERA.probability(30.0, end * 0.999, 0.5, 20e3) > 0.0);
        assert_eq!(CAMERA.probability(30.0, end * 1.001, 0.5, 20e3), 0.0);
        assert_eq!(CAMERA.contrast_range_m(0.01, 20e3), 0.0);
        assert_eq!(CAMERA.probability(3.0, f64::NAN, 1.0, 1e4), 0.0);
        assert_eq!(CAMERA.probability(3.0, 1e-9, 1.0, 1e4), 1.0);
    }
}
