//! Noise jamming by the textbook formula, with notional numbers only. No technique is modelled.
//!
//! Barrage noise at least as wide as the receiver, received through one antenna pattern of two
//! levels. Ratios are powers, ranges in m. Sources: Skolnik (2008) chapter 24; Adamy, EW 101
//! (2001); set J1.

use super::bearing::half_turns;

const FOUR_PI: f64 = 4.0 * std::f64::consts::PI;

/// A radar and a jammer that share no more than noise power. Losses are 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoiseDuel {
    /// Peak power of the radar (W).
    pub radar_w: f64,
    /// Gain of the radar's antenna towards the target.
    pub radar_gain: f64,
    /// Bandwidth of the receiver (Hz).
    pub receiver_hz: f64,
    /// Power of the jammer (W).
    pub jammer_w: f64,
    /// Gain of the jammer's antenna towards the radar.
    pub jammer_gain: f64,
    /// Bandwidth of the noise (Hz), at least that of the receiver.
    pub jammer_hz: f64,
}

impl NoiseDuel {
    /// Jam-to-signal ratio if the target carries the jammer: Pj Gj 4 pi R^2 Br/(Pt Gt sigma Bj).
    #[must_use]
    pub fn self_screening_js(&self, range_m: f64, rcs_m2: f64) -> f64 {
        self.density() * FOUR_PI * range_m * range_m / (self.radar_w * self.radar_gain * rcs_m2)
    }

    /// Range (m) inside which a target that carries the jammer is seen, for the largest J/S at
    /// which the radar detects. `None` if it is not finite.
    #[must_use]
    pub fn self_screening_range_m(&self, rcs_m2: f64, largest_js: f64) -> Option<f64> {
        let r2 = self.radar_w * self.radar_gain * rcs_m2 * largest_js / (FOUR_PI * self.density());
        Some(r2.sqrt()).filter(|r| r.is_finite())
    }

    /// Range (m) inside which a target is seen past a jammer at `jammer_m` (m), towards which the
    /// radar's antenna has the gain `gain_there`, for the least S/J at which it detects. `None` if
    /// it is not finite, as for no gain towards the jammer.
    ///
    /// S/J = Pt Gt^2 sigma Rj^2 Bj/(4 pi Pj Gj G(theta) Br R^4).
    #[must_use]
    pub fn stand_off_range_m(
        &self,
        rcs_m2: f64,
        jammer_m: f64,
        gain_there: f64,
        least_sj: f64,
    ) -> Option<f64> {
        let signal = self.radar_w * self.radar_gain * self.radar_gain * rcs_m2;
        let noise = FOUR_PI * self.density() * gain_there * least_sj;
        let r4 = signal * jammer_m * jammer_m / noise;
        Some(r4.sqrt().sqrt()).filter(|r| r.is_finite())
    }

    /// What of the jammer's power falls into the receiver (W).
    fn density(&self) -> f64 {
        self.jammer_w * self.jammer_gain * self.receiver_hz / self.jammer_hz
    }
}

/// The antenna towards a jammer: full gain near the middle of the beam, one level elsewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SidelobeMask {
    /// Half-width of the main beam (rad), above 0.
    pub half_width_rad: f64,
    /// Gain outside it over that inside (power ratio, one way), from 0 to 1.
    pub sidelobe: f64,
}

impl SidelobeMask {
    /// Gain towards `off_rad` (rad) from the middle of the beam, either way round, over the full
    /// gain.
    #[must_use]
    pub fn gain(&self, off_rad: f64) -> f64 {
        if half_turns(off_rad).abs() <= self.half_width_rad { 1.0 } else { self.sidelobe }
    }
}

/// A notional jammer as an anchored radar receives it: so much noise at a reference range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoiseSource {
    /// Jam-to-noise ratio through the main beam from the reference range (power ratio), at least 0.
    pub reference_jnr: f64,
    /// The reference range (m), above 0.
    pub reference_range_m: f64,
}

impl NoiseSource {
    /// Jam-to-noise ratio from `range_m` (m), `off_rad` (rad) from the middle of the beam; 0 for a
    /// range of 0 or none.
    #[must_use]
    pub fn jnr(&self, range_m: f64, off_rad: f64, mask: &SidelobeMask) -> f64 {
        self.jnr_at(range_m * range_m, mask.gain(off_rad))
    }

    /// As [`NoiseSource::jnr`], from the square of the range (m2) and the gain over the main beam's.
    #[inline]
    #[must_use]
    pub fn jnr_at(&self, range_m2: f64, gain: f64) -> f64 {
        let reference_m2 = self.reference_range_m * self.reference_range_m;
        let jnr = self.reference_jnr * gain * reference_m2 / range_m2;
        if jnr.is_finite() { jnr.max(0.0) } else { 0.0 }
    }
}

/// What jamming leaves of the SNR, as a factor: S/(N + sum of J) over S/N is 1/(1 + sum of J/N).
#[must_use]
pub fn sinr_factor(jnr: impl IntoIterator<Item = f64>) -> f64 {
    1.0 / (1.0 + jnr.into_iter().sum::<f64>())
}

/// A bearing without a range: all that a radar knows of a jammer that it hears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strobe {
    /// Bearing of the beam that hears it (rad from true north, clockwise).
    pub azimuth_rad: f64,
    /// Standard deviation (rad): anywhere in the beam, alike.
    pub sigma_rad: f64,
}

/// The strobe of a beam whose jam-to-noise ratio is at least `least_jnr`; `None` below.
#[must_use]
pub fn strobe(
    beam_azimuth_rad: f64,
    jnr: f64,
    least_jnr: f64,
    mask: &SidelobeMask,
) -> Option<Strobe> {
    (jnr >= least_jnr).then(|| Strobe {
        azimuth_rad: beam_azimuth_rad,
        sigma_rad: mask.half_width_rad / 3.0_f64.sqrt(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::detector::from_db;
    use super::*;
    use crate::base::math::radians;

    fn duel() -> NoiseDuel {
        NoiseDuel {
            radar_w: 1e6,
            radar_gain: from_db(35.0),
            receiver_hz: 1e6,
            jammer_w: 100.0,
            jammer_gain: from_db(5.0),
            jammer_hz: 10e6,
        }
    }

    #[test]
    fn verif_burn_through_is_where_the_ratio_is_met() {
        let duel = duel();
        for js in [0.1, 1.0, 20.0] {
            let range = duel.self_screening_range_m(5.0, js).unwrap();
            assert!((duel.self_screening_js(range, 5.0) / js - 1.0).abs() < 1e-13);
        }
        // R^2 on the target, R^4 apart: 16 times the cross-section is 4 and 2 times the range.
        let ratio = duel.self_screening_range_m(80.0, 1.0).unwrap()
            / duel.self_screening_range_m(5.0, 1.0).unwrap();
        assert!((ratio - 4.0).abs() < 1e-12);
        let apart = |rcs, at, gain| duel.stand_off_range_m(rcs, at, gain, 1.0).unwrap();
        assert!((apart(80.0, 2e5, 1.0) / apart(5.0, 2e5, 1.0) - 2.0).abs() < 1e-12);
        assert!((apart(5.0, 4e5, 1.0) / apart(5.0, 1e5, 1.0) - 2.0).abs() < 1e-12);
        // The jammer beside the target, in the main beam: the stand-off form is the self-screening
        // one.
        let own = duel.self_screening_range_m(5.0, 1.0).unwrap();
        assert!((apart(5.0, own, duel.radar_gain) / own - 1.0).abs() < 1e-12);
        assert!(duel.stand_off_range_m(5.0, 2e5, 0.0, 1.0).is_none());
    }

    #[test]
    fn mask_has_two_levels_all_round() {
        let mask = SidelobeMask { half_width_rad: radians(1.5), sidelobe: 1e-3 };
        for (deg, want) in [
            (0.0, 1.0),
            (1.4, 1.0),
            (-1.4, 1.0),
            (359.0, 1.0),
            (-361.0, 1.0),
            (2.0, 1e-3),
            (180.0, 1e-3),
        ] {
            assert_eq!(mask.gain(radians(deg)), want, "{deg}");
        }
        let source = NoiseSource { reference_jnr: 100.0, reference_range_m: 1e5 };
        assert!((source.jnr(2e5, 0.0, &mask) - 25.0).abs() < 1e-12);
        assert!((source.jnr(2e5, 1.0, &mask) - 0.025).abs() < 1e-15);
        assert_eq!(source.jnr(0.0, 0.0, &mask), 0.0);
    }

    #[test]
    fn verif_noise_adds_and_lowers_the_ratio() {
        assert_eq!(sinr_factor([]), 1.0);
        assert!((sinr_factor([1.0, 2.0]) - 0.25).abs() < 1e-15);
        let mask = SidelobeMask { half_width_rad: 0.02, sidelobe: 0.01 };
        assert!(strobe(1.0, 9.0, 10.0, &mask).is_none());
        let heard = strobe(1.0, 10.0, 10.0, &mask).unwrap();
        // Uniform over a width of 2 h: h/sqrt 3.
        assert!((heard.sigma_rad * heard.sigma_rad * 3.0 / (0.02 * 0.02) - 1.0).abs() < 1e-12);
        assert_eq!(heard.azimuth_rad, 1.0);
    }
}
