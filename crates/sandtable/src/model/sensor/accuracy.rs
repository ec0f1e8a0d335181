//! How well a look measures: errors from the SNR, fixed parts, steps of the display, registration.

use super::bearing::full_turn;
use super::radar::LIGHT_MPS;
use crate::base::math::sin_cos;

/// SNR (power ratio) below which the formulas flatter: 10 dB.
pub const LEAST_RELIABLE_SNR: f64 = 10.0;

/// Standard deviation of a range (m) at the integrated `snr` (power ratio): c/(2B sqrt(2 SNR)).
///
/// Bandwidth B in Hz. Barton and Ward (1984); Curry (2005) chapter 8; set E0. For an SNR above 10
/// dB.
#[must_use]
pub fn range_sigma_m(bandwidth_hz: f64, snr: f64) -> f64 {
    LIGHT_MPS / (2.0 * bandwidth_hz * (2.0 * snr).sqrt())
}

/// As [`range_sigma_m`], by the depth of the resolution cell (m), c/(2B).
#[must_use]
pub fn range_sigma_of_cell_m(cell_m: f64, snr: f64) -> f64 {
    cell_m / (2.0 * snr).sqrt()
}

/// Standard deviation of an angle (rad) at the integrated `snr`: width of the beam between
/// half-power points (rad) over 1.6 sqrt(2 SNR).
///
/// Monopulse or like; Barton and Ward (1984); set E0. For an SNR above 10 dB.
#[must_use]
pub fn angle_sigma_rad(beamwidth_rad: f64, snr: f64) -> f64 {
    beamwidth_rad / (1.6 * (2.0 * snr).sqrt())
}

/// Standard deviation of a radial speed (m/s) at the integrated `snr`: lambda/(2 Tcpi sqrt(2 SNR)).
///
/// Wavelength in m, coherent time in s. Barton and Ward (1984). For an SNR above 10 dB.
#[must_use]
pub fn speed_sigma_mps(wavelength_m: f64, coherent_s: f64, snr: f64) -> f64 {
    wavelength_m / (2.0 * coherent_s * (2.0 * snr).sqrt())
}

/// A place as a radar sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polar {
    /// Slant range (m).
    pub range_m: f64,
    /// Azimuth from true north, clockwise (rad).
    pub azimuth_rad: f64,
    /// Elevation above the horizontal plane (rad).
    pub elevation_rad: f64,
}

/// Standard deviations of a measured place; no elevation from a radar that measures none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolarSigma {
    /// Of the range (m).
    pub range_m: f64,
    /// Of the azimuth (rad).
    pub azimuth_rad: f64,
    /// Of the elevation (rad).
    pub elevation_rad: Option<f64>,
}

/// One coordinate of a measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Size of a resolution cell (m or rad): c/2B, or the width of the beam.
    pub cell: f64,
    /// Part of the error that no SNR removes, one standard deviation, new at each look.
    pub fixed: f64,
    /// Step of what is reported; 0 for none.
    pub step: f64,
    /// What this radar adds always: registration, north alignment. Unknown to those who use it.
    pub bias: f64,
}

/// What a radar measures of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy {
    /// Range (m); the cell is c/2B.
    pub range: Axis,
    /// Azimuth (rad); the cell is the width of the beam.
    pub azimuth: Axis,
    /// Elevation (rad); `None` for a radar in two dimensions, which knows no height.
    pub elevation: Option<Axis>,
}

impl Accuracy {
    /// Standard deviations at the integrated `snr` (power ratio; N times that of a pulse): noise,
    /// fixed part and rounding, squares added. The bias is not in them.
    ///
    /// Below about 10 dB the real law has outliers and the formulas do not hold; here the noise is
    /// never taken larger than a place anywhere in the cell, cell/sqrt 12.
    #[must_use]
    pub fn sigma(&self, snr: f64) -> PolarSigma {
        PolarSigma {
            range_m: self.range.sigma(1.0, snr),
            azimuth_rad: self.azimuth.sigma(1.6, snr),
            elevation_rad: self.elevation.map(|axis| axis.sigma(1.6, snr)),
        }
    }

    /// The place that a look reports of `truth`, given three independent standard normal numbers:
    /// truth, bias and noise, rounded to the steps. Elevation 0 where none is measured.
    #[must_use]
    pub fn measure(&self, truth: Polar, snr: f64, normals: [f64; 3]) -> Polar {
        let elevation = |axis: Axis| axis.report(truth.elevation_rad, 1.6, snr, normals[2]);
        Polar {
            range_m: self.range.report(truth.range_m, 1.0, snr, normals[0]).max(0.0),
            azimuth_rad: full_turn(self.azimuth.report(truth.azimuth_rad, 1.6, snr, normals[1])),
            elevation_rad: self.elevation.map_or(0.0, elevation),
        }
    }
}

impl Axis {
    /// Noise alone: cell/(slope sqrt(2 SNR)), at most cell/sqrt 12.
    fn noise(&self, slope: f64, snr: f64) -> f64 {
        let formula = self.cell / (slope * (2.0 * snr.max(0.0)).sqrt());
        formula.min(self.cell / 12.0_f64.sqrt())
    }

    fn drawn(&self, slope: f64, snr: f64) -> f64 {
        let noise = self.noise(slope, snr);
        (noise * noise + self.fixed * self.fixed).sqrt()
    }

    fn sigma(&self, slope: f64, snr: f64) -> f64 {
        let drawn = self.drawn(slope, snr);
        (drawn * drawn + self.step * self.step / 12.0).sqrt()
    }

    fn report(&self, truth: f64, slope: f64, snr: f64, normal: f64) -> f64 {
        let value = truth + self.bias + normal * self.drawn(slope, snr);
        if self.step > 0.0 { (value / self.step).round() * self.step } else { value }
    }
}

/// Displacement across the line of sight (m) that an error of azimuth makes at a range: 0.1 degrees
/// are 520 m at 300 km.
#[must_use]
pub fn across_m(range_m: f64, error_rad: f64) -> f64 {
    range_m * sin_cos(error_rad).0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::radians;

    fn accuracy() -> Accuracy {
        let plain = Axis { cell: 150.0, fixed: 0.0, step: 0.0, bias: 0.0 };
        Accuracy { range: plain, azimuth: Axis { cell: radians(1.0), ..plain }, elevation: None }
    }

    const TRUTH: Polar = Polar { range_m: 100e3, azimuth_rad: 6.25, elevation_rad: 0.02 };

    #[test]
    fn verif_squares_add() {
        let axis = Axis { cell: 150.0, fixed: 30.0, step: 60.0, bias: 500.0 };
        let snr = 50.0;
        let noise = 150.0 / 10.0;
        let want = f64::sqrt(noise * noise + 900.0 + 300.0);
        let all = Accuracy { range: axis, ..accuracy() };
        assert!((all.sigma(snr).range_m - want).abs() < 1e-12);
        assert_eq!(all.sigma(snr).elevation_rad, None);
        // The axis and the plain formula: c/2B = 150 m is B = 999 308 Hz.
        let bandwidth = LIGHT_MPS / 300.0;
        let plain = accuracy().sigma(snr);
        assert!((plain.range_m - range_sigma_m(bandwidth, snr)).abs() < 1e-12);
        assert!((plain.azimuth_rad - angle_sigma_rad(radians(1.0), snr)).abs() < 1e-15);
    }

    #[test]
    fn prop_noise_falls_with_snr_and_stays_in_the_cell() {
        let mut last = f64::INFINITY;
        for db in -40..60 {
            let snr = super::super::detector::from_db(f64::from(db));
            let sigma = accuracy().sigma(snr).range_m;
            assert!(sigma <= last && sigma <= 150.0 / 12.0_f64.sqrt());
            last = sigma;
        }
        assert!(accuracy().sigma(0.0).range_m.is_finite());
        // 20 dB more are ten times less.
        let ratio = accuracy().sigma(100.0).range_m / accuracy().sigma(10_000.0).range_m;
        assert!((ratio - 10.0).abs() < 1e-12);
        // Speed: 3 cm, 10 ms, 20 dB: 0.03/(0.02 sqrt 200).
        assert!((speed_sigma_mps(0.03, 0.01, 100.0) - 1.5 / 200.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn verif_report_is_truth_bias_noise_and_steps() {
        let plain = accuracy();
        let exact = plain.measure(TRUTH, 50.0, [0.0; 3]);
        assert_eq!((exact.range_m, exact.azimuth_rad, exact.elevation_rad), (100e3, 6.25, 0.0));
        let off = plain.measure(TRUTH, 50.0, [2.0, -1.0, 0.0]);
        assert!((off.range_m - 100e3 - 30.0).abs() < 1e-9);
        assert!((off.azimuth_rad - 6.25 + radians(1.0) / 16.0).abs() < 1e-12);
        let coarse = Axis { step: 400.0, bias: 90.0, ..plain.range };
        let rounded = Accuracy { range: coarse, ..plain }.measure(TRUTH, 50.0, [0.0; 3]);
        assert_eq!(rounded.range_m, 100e3);
        let rounded = Accuracy { range: Axis { bias: 210.0, ..coarse }, ..plain };
        assert_eq!(rounded.measure(TRUTH, 50.0, [0.0; 3]).range_m, 100_400.0);
        // Azimuths stay in the turn, with a bias across north.
        let biased = Axis { bias: 0.04, ..plain.azimuth };
        let over = Accuracy { azimuth: biased, ..plain }.measure(TRUTH, 50.0, [0.0; 3]);
        assert!((over.azimuth_rad - (6.29 - std::f64::consts::TAU)).abs() < 1e-12);
    }

    #[test]
    fn verif_rounding_spreads_as_a_twelfth() {
        // Truths evenly over a step: the mean square of the rounding error is step^2/12.
        let axis = Axis { cell: 1e-9, fixed: 0.0, step: 60.0, bias: 0.0 };
        let n = 6000;
        let error = |k: i32| {
            let truth = 1000.0 + 60.0 * (f64::from(k) + 0.5) / f64::from(n);
            axis.report(truth, 1.0, 1e12, 0.0) - truth
        };
        let square = (0..n).map(|k| error(k) * error(k)).sum::<f64>() / f64::from(n);
        assert!((square / 300.0 - 1.0).abs() < 1e-3, "{square}");
        assert!((axis.sigma(1.0, 1e12) / 300.0_f64.sqrt() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn verif_registration_error_of_a_tenth_of_a_degree() {
        // Models of this project's science notes: 0.1 degrees at 300 km are 520 m (523.6 by
        // arithmetic).
        assert!((across_m(300e3, radians(0.1)) - 523.6).abs() < 0.1);
    }
}
