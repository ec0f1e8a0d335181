//! Two models at once (interacting multiple models): one quiet, one for manoeuvres.

use super::cv::{Cv, Residual};
use super::kalman::Innovation;
use crate::base::math;

/// Two filters of constant velocity and how probable each is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Imm<const D: usize> {
    /// State under each model.
    pub models: [Cv<D>; 2],
    /// Probability of each model; they add up to 1.
    pub probability: [f64; 2],
}

/// Probability to go from model i (row) to model j (column); rows add up to 1.
pub type Switching = [[f64; 2]; 2];

/// Switching over `dt_s` >= 0 seconds of two models that last so long on average (s, each > 0).
///
/// The exact transition of a two-state Markov process, so that two steps equal one.
#[must_use]
pub fn switching(sojourn_s: [f64; 2], dt_s: f64) -> Switching {
    let [out, back] = sojourn_s.map(|s| 1.0 / s);
    let rate = out + back;
    let moved = -math::exp_m1(-rate * dt_s) / rate;
    [[1.0 - out * moved, out * moved], [back * moved, 1.0 - back * moved]]
}

impl<const D: usize> Imm<D> {
    /// Both models in one state.
    #[must_use]
    pub fn new(state: Cv<D>, probability: [f64; 2]) -> Self {
        Imm { models: [state; 2], probability }
    }

    /// Mixed by `switching`, then each model predicted over `dt_s` with its own intensity.
    ///
    /// c_j = sum of pi_ij mu_i, weights pi_ij mu_i/c_j. Source: Blom and Bar-Shalom, IEEE Trans.
    /// AC 33 (1988) 780; Bar-Shalom, Li and Kirubarajan (2001), 11.6.6. Set T3.
    #[must_use]
    pub fn predicted(&self, switching: &Switching, q_m2_s3: [f64; 2], dt_s: f64) -> Self {
        let mu = self.probability;
        let mut out = *self;
        for j in 0..2 {
            let joint = [switching[0][j] * mu[0], switching[1][j] * mu[1]];
            let c = joint[0] + joint[1];
            out.probability[j] = c;
            if c > 0.0 {
                let parts = [(joint[0] / c, &self.models[0]), (joint[1] / c, &self.models[1])];
                out.models[j] = Cv::mixture(parts.into_iter());
            }
            out.models[j] = out.models[j].predicted(q_m2_s3[j], dt_s);
        }
        out
    }

    /// Each model updated and its probability weighed by the likelihood of its innovation.
    ///
    /// The same measurement about each model's own prediction; `None` if no likelihood is a number.
    #[must_use]
    pub fn updated(&self, z: [&Residual<D>; 2]) -> Option<Self> {
        let seen: [Innovation<D>; 2] =
            [self.models[0].innovation(z[0])?, self.models[1].innovation(z[1])?];
        let ln = seen.map(|i| i.ln_likelihood());
        let top = ln[0].max(ln[1]);
        let weight = [0, 1].map(|j| self.probability[j] * math::exp(ln[j] - top));
        let sum = weight[0] + weight[1];
        if !(sum > 0.0 && sum.is_finite()) {
            return None;
        }
        Some(Imm {
            models: [0, 1].map(|j| self.models[j].updated(z[j], &seen[j])),
            probability: weight.map(|w| w / sum),
        })
    }

    /// Mean and covariance over both models.
    #[must_use]
    pub fn combined(&self) -> Cv<D> {
        let [first, second] = self.probability;
        Cv::mixture([(first, &self.models[0]), (second, &self.models[1])].into_iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Matrix2, Vector2};

    fn residual(state: &Cv<2>, z: Vector2<f64>) -> Residual<2> {
        Residual::of_position(&z, &(Matrix2::identity() * 100.0), &state.position_m)
    }

    #[test]
    fn verif_equal_models_are_one_filter() {
        let start = Cv::at_rest(Vector2::new(10.0, 20.0), Matrix2::identity() * 50.0, 30.0);
        let (mut imm, mut one) = (Imm::new(start, [0.3, 0.7]), start);
        let pi = [[0.9, 0.1], [0.2, 0.8]];
        for k in 1..6 {
            let z = Vector2::new(10.0 + 8.0 * f64::from(k), 20.0 - 3.0 * f64::from(k));
            (imm, one) = (imm.predicted(&pi, [2.0, 2.0], 1.5), one.predicted(2.0, 1.5));
            let r = residual(&one, z);
            one = one.updated(&r, &one.innovation(&r).unwrap());
            let z = imm.models.map(|m| residual(&m, z));
            imm = imm.updated([&z[0], &z[1]]).unwrap();
            let both = imm.combined();
            assert!((both.position_m - one.position_m).norm() < 1e-11);
            assert!((both.pp - one.pp).norm() < 1e-11 && (both.vv - one.vv).norm() < 1e-10);
            assert!((imm.probability[0] + imm.probability[1] - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn verif_switching_composes_and_settles() {
        let (a, b, both) = (
            switching([60.0, 15.0], 4.0),
            switching([60.0, 15.0], 7.0),
            switching([60.0, 15.0], 11.0),
        );
        for i in 0..2 {
            for j in 0..2 {
                assert!((a[i][0] * b[0][j] + a[i][1] * b[1][j] - both[i][j]).abs() < 1e-15);
            }
        }
        // In the long run each model has its share of the time.
        let far = switching([60.0, 15.0], 1e5);
        assert!((far[0][0] - 0.8).abs() < 1e-12 && (far[1][0] - 0.8).abs() < 1e-12);
        assert_eq!(switching([60.0, 15.0], 0.0), [[1.0, 0.0], [0.0, 1.0]]);
    }

    #[test]
    fn a_turn_makes_the_second_model_probable() {
        let start = Cv::at_rest(Vector2::zeros(), Matrix2::identity() * 100.0, 300.0);
        let mut imm = Imm::new(start, [0.9, 0.1]);
        let pi = switching([100.0, 20.0], 1.0);
        let mut shares = Vec::new();
        for k in 1..40 {
            let t = f64::from(k);
            // Straight for 20 s, then a turn of 30 m/s2.
            let bend = 15.0 * (t - 20.0).max(0.0) * (t - 20.0).max(0.0);
            let z = Vector2::new(200.0 * t, bend);
            imm = imm.predicted(&pi, [0.1, 500.0], 1.0);
            let z = imm.models.map(|m| residual(&m, z));
            imm = imm.updated([&z[0], &z[1]]).unwrap();
            shares.push(imm.probability[1]);
        }
        assert!(shares[18] < 0.05 && shares[35] > 0.9, "{shares:?}");
    }
}
