//! What a track knows of its object: one filter, or two models at once.

use super::cv::{Cv, Residual};
use super::imm::{Imm, switching};
use super::plot::Plot;

/// How objects are thought to move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Motion {
    /// Constant velocity with white-noise acceleration.
    Steady {
        /// Intensity (m2/s3), at least 0.
        q_m2_s3: f64,
    },
    /// Two such models that take turns: a quiet one first.
    Switching {
        /// Intensity of each model (m2/s3), at least 0.
        q_m2_s3: [f64; 2],
        /// How long each lasts on average (s), above 0.
        sojourn_s: [f64; 2],
    },
}

impl Motion {
    /// Whether all numbers are in their range.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let ok = |q: f64| q >= 0.0 && q.is_finite();
        match self {
            Motion::Steady { q_m2_s3 } => ok(*q_m2_s3),
            Motion::Switching { q_m2_s3, sojourn_s } => {
                q_m2_s3.iter().all(|q| ok(*q)) && sojourn_s.iter().all(|s| *s > 0.0 && ok(*s))
            }
        }
    }
}

/// The state of a track under its model of motion.
#[derive(Clone, Debug, PartialEq)]
pub enum Estimate<const D: usize> {
    /// Of [`Motion::Steady`].
    One(Cv<D>),
    /// Of [`Motion::Switching`].
    Two(Box<Imm<D>>),
}

impl<const D: usize> Estimate<D> {
    /// A first state; two models begin with the shares that they have in the long run.
    #[must_use]
    pub fn new(state: Cv<D>, motion: &Motion) -> Self {
        match motion {
            Motion::Steady { .. } => Estimate::One(state),
            Motion::Switching { sojourn_s: [a, b], .. } => {
                Estimate::Two(Box::new(Imm::new(state, [a / (a + b), b / (a + b)])))
            }
        }
    }

    /// After `dt_s` >= 0 seconds.
    #[inline]
    #[must_use]
    pub fn predicted(&self, motion: &Motion, dt_s: f64) -> Self {
        match (self, motion) {
            (Estimate::One(cv), Motion::Steady { q_m2_s3 }) => {
                Estimate::One(cv.predicted(*q_m2_s3, dt_s))
            }
            (Estimate::Two(imm), Motion::Switching { q_m2_s3, sojourn_s }) => {
                let pi = switching(*sojourn_s, dt_s);
                Estimate::Two(Box::new(imm.predicted(&pi, *q_m2_s3, dt_s)))
            }
            // A state keeps the model it began with; the tracker never mixes them.
            _ => self.clone(),
        }
    }

    /// Mean and covariance over the models.
    #[inline]
    #[must_use]
    pub fn state(&self) -> Cv<D> {
        match self {
            Estimate::One(cv) => *cv,
            Estimate::Two(imm) => imm.combined(),
        }
    }

    /// After a plot of this moment; `None` if the plot has no usable innovation.
    #[inline]
    #[must_use]
    pub fn updated(&self, plot: &Plot<D>) -> Option<Self> {
        let after = match self {
            Estimate::One(cv) => {
                let z = plot.residual(&cv.position_m)?;
                Estimate::One(cv.updated(&z, &cv.innovation(&z)?))
            }
            Estimate::Two(imm) => {
                let z: [Residual<D>; 2] = [
                    plot.residual(&imm.models[0].position_m)?,
                    plot.residual(&imm.models[1].position_m)?,
                ];
                Estimate::Two(Box::new(imm.updated([&z[0], &z[1]])?))
            }
        };
        let finite = match &after {
            Estimate::One(cv) => cv.is_finite(),
            Estimate::Two(imm) => imm.models.iter().all(Cv::is_finite),
        };
        finite.then_some(after)
    }
}
