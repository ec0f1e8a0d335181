//! What a tracker is told once: model, gate, costs, rules of birth and death.

use thiserror::Error;

use super::confirm::Confirmation;
use super::estimate::Motion;
use crate::base::math;

/// How tracks and plots are brought together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Association {
    /// Cheapest pair first.
    Nearest,
    /// Least total cost: global nearest neighbour.
    Global,
    /// Joint probabilistic association in clusters of up to 6 tracks, the least cost in larger ones.
    Joint,
}

/// What it costs to give a plot to a track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cost {
    /// d^2 + ln |2 pi S| - 2 ln(Pd/((1 - Pd) beta)), against 0 for a miss.
    ///
    /// Source: Blackman and Popoli (1999), 6.4.
    Likelihood {
        /// Pd, in (0, 1).
        detection_probability: f64,
        /// beta: false plots and new objects in a scan per m2 (in space per m3), above 0.
        new_density: f64,
    },
    /// d, against the gate's d for a miss.
    Distance,
}

/// The rules of a tracker. All are the same for every track.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Config {
    /// Model of motion.
    pub motion: Motion,
    /// Standard deviation of the speed of an object not yet known, in each axis (m/s), above 0.
    pub speed_sigma_mps: f64,
    /// Probability that the true plot lies inside the gate, in (0, 1).
    pub gate_probability: f64,
    /// Cost of a pair.
    pub cost: Cost,
    /// Rule for confirmed tracks.
    pub association: Association,
    /// Rule for tentative tracks, which get what the confirmed ones leave.
    pub tentative_association: Association,
    /// When a track is believed; its first plot is the first hit.
    pub confirmation: Confirmation,
    /// Misses in a row that end a tentative track, at least 1.
    pub tentative_misses: u32,
    /// Misses in a row that end a confirmed track, at least 1.
    pub confirmed_misses: u32,
}

impl Default for Config {
    /// A notional air-surveillance radar of a few seconds a scan: q = 1 m2/s3, gate 0.999, Pd 0.9,
    /// 20 false plots over a disc of 200 km, 3 of 4 to confirm, 2 and 3 misses to end.
    fn default() -> Self {
        Config {
            motion: Motion::Steady { q_m2_s3: 1.0 },
            speed_sigma_mps: 300.0,
            gate_probability: 0.999,
            cost: Cost::Likelihood { detection_probability: 0.9, new_density: 1.6e-10 },
            association: Association::Global,
            tentative_association: Association::Global,
            confirmation: Confirmation { hits: 3, window: 4 },
            tentative_misses: 2,
            confirmed_misses: 3,
        }
    }
}

/// Why a tracker or a scan is refused.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum TrackerError {
    /// A rule out of its range.
    #[error("the tracker's rules do not hold: {0}")]
    Config(&'static str),
    /// A scan that does not end after the one before.
    #[error("a scan ends at {time_s} s, not after the scan before")]
    Time {
        /// When the refused scan ends (s).
        time_s: f64,
    },
    /// A plot that is not finite, has no covariance, or is later than its scan.
    #[error("plot {0} of the scan is not usable")]
    Plot(usize),
}

impl Config {
    /// Whether the rules are in their ranges for D dimensions.
    ///
    /// # Errors
    /// Names the first rule that is not.
    pub fn check(&self, dimensions: usize) -> Result<(), TrackerError> {
        let open = |p: f64| p > 0.0 && p < 1.0;
        let positive = |x: f64| x > 0.0 && x.is_finite();
        let cost = match self.cost {
            Cost::Distance => true,
            Cost::Likelihood { detection_probability, new_density } => {
                open(detection_probability) && positive(new_density)
            }
        };
        let joint = [self.association, self.tentative_association].contains(&Association::Joint);
        let can_join = self.cost != Cost::Distance && matches!(self.motion, Motion::Steady { .. });
        for (holds, word) in [
            (dimensions == 2 || dimensions == 3, "two or three dimensions"),
            (self.motion.is_valid(), "motion"),
            (positive(self.speed_sigma_mps), "speed of a new object"),
            (open(self.gate_probability), "gate probability"),
            (cost, "cost"),
            (!joint || can_join, "joint association needs one model and the likelihood cost"),
            (self.confirmation.is_valid(), "confirmation"),
            (self.tentative_misses > 0 && self.confirmed_misses > 0, "misses"),
        ] {
            if !holds {
                return Err(TrackerError::Config(word));
            }
        }
        Ok(())
    }

    /// Score of a track (nats) gained by a hit of cost `cost`, or by a miss (`None`).
    ///
    /// ln of likelihood as an object over likelihood as false plots: hit Pd N(nu; 0, S)/beta, miss
    /// 1 - Pd Pg. 0 where the cost has no likelihood. Source: Sittler (1964); Blackman and Popoli
    /// (1999), 6.2.
    #[must_use]
    pub fn score(&self, cost: Option<f64>) -> f64 {
        let Cost::Likelihood { detection_probability: pd, .. } = self.cost else { return 0.0 };
        match cost {
            Some(cost) => math::ln_1p(-pd) - 0.5 * cost,
            None => math::ln_1p(-pd * self.gate_probability),
        }
    }
}
