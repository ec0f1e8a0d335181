//! The radar range equation from transmitter to receiver, for textbook examples.
//!
//! Real radars enter through their published ranges ([`super::anchored`]), which need no
//! transmitter power.

use crate::base::math::sin;

/// Speed of light (m/s), exact (SI).
pub const LIGHT_MPS: f64 = 299_792_458.0;
/// Boltzmann's constant (J/K), exact (SI, 2019).
pub const BOLTZMANN_JPK: f64 = 1.380_649e-23;

const FOUR_PI: f64 = 4.0 * std::f64::consts::PI;

/// A monostatic pulse radar with a matched filter. All ratios are powers, not dB.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PulseRadar {
    /// Carrier frequency (Hz).
    pub frequency_hz: f64,
    /// Peak power (W).
    pub peak_w: f64,
    /// Length of the pulse (s); its energy counts, whatever its shape.
    pub pulse_s: f64,
    /// Antenna gain, for both ways.
    pub gain: f64,
    /// Losses of both ways together, at least 1.
    pub loss: f64,
    /// System noise temperature (K).
    pub noise_k: f64,
}

impl PulseRadar {
    /// SNR of one pulse (power ratio) times R^4 (m4) for a cross-section (m2):
    /// Pt tau G^2 lambda^2 sigma/((4 pi)^3 k Ts L).
    ///
    /// Skolnik (2001) chapter 2; Richards (2014) chapter 2; set R1.
    #[must_use]
    pub fn snr_r4(&self, rcs_m2: f64) -> f64 {
        let wavelength_m = LIGHT_MPS / self.frequency_hz;
        let sent = self.peak_w * self.pulse_s * self.gain * self.gain * wavelength_m * wavelength_m;
        sent * rcs_m2 / (FOUR_PI * FOUR_PI * FOUR_PI * BOLTZMANN_JPK * self.noise_k * self.loss)
    }

    /// SNR of one pulse (power ratio) at `range_m` (m) above 0. `None` if it is not finite.
    #[must_use]
    pub fn snr(&self, range_m: f64, rcs_m2: f64) -> Option<f64> {
        let r2 = range_m * range_m;
        Some(self.snr_r4(rcs_m2) / (r2 * r2)).filter(|snr| snr.is_finite())
    }

    /// Range (m) at which a pulse has the SNR `snr` (power ratio) above 0. `None` if there is none.
    #[must_use]
    pub fn range_m(&self, snr: f64, rcs_m2: f64) -> Option<f64> {
        Some((self.snr_r4(rcs_m2) / snr).sqrt().sqrt()).filter(|r| r.is_finite())
    }
}

/// A radar that searches a solid angle: what matters is mean power times aperture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchRadar {
    /// Mean power times effective aperture (W m2).
    pub power_aperture_w_m2: f64,
    /// Time to search the solid angle once (s).
    pub search_s: f64,
    /// Solid angle searched (sr); see [`solid_angle_sr`].
    pub solid_angle_sr: f64,
    /// Losses (power ratio), at least 1.
    pub loss: f64,
    /// System noise temperature (K).
    pub noise_k: f64,
}

impl SearchRadar {
    /// SNR (power ratio, all energy of one search) at `range_m` (m) for a cross-section (m2):
    /// PA sigma ts/(4 pi k Ts L Omega R^4). `None` if it is not finite.
    ///
    /// Skolnik (2001) chapter 2; set R1.
    #[must_use]
    pub fn snr(&self, range_m: f64, rcs_m2: f64) -> Option<f64> {
        let r2 = range_m * range_m;
        let noise = FOUR_PI * BOLTZMANN_JPK * self.noise_k * self.loss;
        let sent = self.power_aperture_w_m2 * rcs_m2 * self.search_s;
        Some(sent / (noise * self.solid_angle_sr * r2 * r2)).filter(|snr| snr.is_finite())
    }
}

/// Solid angle (sr) between two azimuths and two elevations (rad): (az2 - az1)(sin el2 - sin el1).
#[must_use]
pub fn solid_angle_sr(azimuth_rad: (f64, f64), elevation_rad: (f64, f64)) -> f64 {
    (azimuth_rad.1 - azimuth_rad.0) * (sin(elevation_rad.1) - sin(elevation_rad.0))
}

#[cfg(test)]
mod tests {
    use super::super::detector::{from_db, to_db};
    use super::*;
    use crate::base::math::radians;

    #[test]
    fn val_published_examples() {
        // MathWorks, Phased Array System Toolbox, examples of radareqrng (41.057 km) and
        // radareqsearchsnr (13.8182 dB), as recorded in set R1.
        let radar = PulseRadar {
            frequency_hz: 10e9,
            peak_w: 1e6,
            pulse_s: 10e-6,
            gain: from_db(20.0),
            loss: 1.0,
            noise_k: 290.0,
        };
        assert!((radar.range_m(from_db(6.0), 1.0).unwrap() - 41_057.0).abs() < 0.6);
        let search = SearchRadar {
            power_aperture_w_m2: 3e6,
            search_s: 10.0,
            solid_angle_sr: solid_angle_sr((0.0, radians(30.0)), (0.0, radians(45.0))),
            loss: from_db(6.0),
            noise_k: 487.0,
        };
        let snr_db = to_db(search.snr(1e6, from_db(-10.0)).unwrap());
        assert!((snr_db - 13.8182).abs() < 6e-5, "{snr_db}");
    }

    #[test]
    fn prop_fourth_power_and_inverse() {
        let radar = PulseRadar {
            frequency_hz: 3e9,
            peak_w: 5e5,
            pulse_s: 1e-5,
            gain: from_db(38.0),
            loss: from_db(8.0),
            noise_k: 600.0,
        };
        let near = radar.snr(50e3, 2.0).unwrap();
        assert!((near / radar.snr(100e3, 2.0).unwrap() - 16.0).abs() < 1e-12);
        assert!((radar.range_m(near, 2.0).unwrap() / 50e3 - 1.0).abs() < 1e-14);
        let more = radar.range_m(near, 32.0).unwrap();
        assert!((more / 100e3 - 1.0).abs() < 1e-14, "16 times the cross-section, twice the range");
        assert!(radar.snr(0.0, 1.0).is_none() && radar.range_m(0.0, 1.0).is_none());
    }
}
