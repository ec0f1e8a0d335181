//! The Kalman filter of constant velocity in D axes, in blocks of D x D: what the tracker runs.
//!
//! Same equations as [`super::kalman`]; F, H and Q have so many zeros that blocks do a third of
//! the work, and one text serves two and three dimensions.

use nalgebra::{SMatrix, SVector};

use super::kalman::{Innovation, symmetric};

type Block<const D: usize> = SMatrix<f64, D, D>;

/// Position and velocity in D axes with their covariance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cv<const D: usize> {
    /// Position (m).
    pub position_m: SVector<f64, D>,
    /// Velocity (m/s).
    pub velocity_mps: SVector<f64, D>,
    /// Covariance of the position (m2).
    pub pp: Block<D>,
    /// Covariance of position (rows) and velocity (columns) (m2/s).
    pub pv: Block<D>,
    /// Covariance of the velocity (m2/s2).
    pub vv: Block<D>,
}

/// A measurement about a predicted position, linearised: nu = `h` (position error) + noise `r`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual<const D: usize> {
    /// Measured less predicted.
    pub nu: SVector<f64, D>,
    /// What is measured by the position: the identity, or the slope of polar coordinates.
    pub h: Block<D>,
    /// Covariance of the noise.
    pub r: Block<D>,
    /// ln |det `h`|: 0 for the identity.
    pub ln_det_h: f64,
}

impl<const D: usize> Residual<D> {
    /// A measured position (m) of covariance `r` (m2) against the predicted one.
    #[inline]
    #[must_use]
    pub fn of_position(z_m: &SVector<f64, D>, r: &Block<D>, predicted_m: &SVector<f64, D>) -> Self {
        Residual { nu: z_m - predicted_m, h: Block::identity(), r: *r, ln_det_h: 0.0 }
    }
}

impl<const D: usize> Cv<D> {
    /// A state at a measured position (m, covariance m2), with a velocity of mean 0 and standard
    /// deviation `speed_sigma_mps` in each axis: one-point initiation.
    #[must_use]
    pub fn at_rest(
        position_m: SVector<f64, D>,
        covariance_m2: Block<D>,
        speed_sigma_mps: f64,
    ) -> Self {
        Cv {
            position_m,
            velocity_mps: SVector::zeros(),
            pp: covariance_m2,
            pv: Block::zeros(),
            vv: Block::identity() * (speed_sigma_mps * speed_sigma_mps),
        }
    }

    /// After `dt_s` seconds with white-noise acceleration of intensity `q_m2_s3` in each axis.
    ///
    /// Exact for any `dt_s` >= 0: two steps equal one. Source: [`super::motion::continuous_noise`].
    #[inline]
    #[must_use]
    pub fn predicted(&self, q_m2_s3: f64, dt_s: f64) -> Self {
        let mut ahead = *self;
        let (t, q) = (dt_s, q_m2_s3);
        ahead.position_m += self.velocity_mps * t;
        ahead.pp += (self.pv + self.pv.transpose()) * t + self.vv * (t * t);
        ahead.pv += self.vv * t;
        for axis in 0..D {
            ahead.pp[(axis, axis)] += q * t * t * t / 3.0;
            ahead.pv[(axis, axis)] += 0.5 * q * t * t;
            ahead.vv[(axis, axis)] += q * t;
        }
        ahead
    }

    /// The innovation of a measurement; `None` unless its covariance is positive definite.
    #[inline]
    #[must_use]
    pub fn innovation(&self, z: &Residual<D>) -> Option<Innovation<D>> {
        let s = symmetric(z.h * self.pp * z.h.transpose() + z.r);
        Innovation::new(z.nu, s)
    }

    /// The state after a measurement whose innovation is known, in Joseph's form.
    ///
    /// Source: as [`super::kalman::Gaussian::updated`]. Set T1.
    #[inline]
    #[must_use]
    pub fn updated(&self, z: &Residual<D>, innovation: &Innovation<D>) -> Self {
        let to_gain = z.h.transpose() * innovation.s_inverse;
        let (kp, kv) = (self.pp * to_gain, self.pv.transpose() * to_gain);
        // I - K H is [[a, 0], [b, I]].
        let (a, b) = (Block::identity() - kp * z.h, -(kv * z.h));
        let half = self.pp * b.transpose() + self.pv;
        let noise_v = z.r * kv.transpose();
        Cv {
            position_m: self.position_m + kp * innovation.nu,
            velocity_mps: self.velocity_mps + kv * innovation.nu,
            pp: symmetric(a * self.pp * a.transpose() + kp * z.r * kp.transpose()),
            pv: a * half + kp * noise_v,
            vv: symmetric(b * half + self.pv.transpose() * b.transpose() + self.vv + kv * noise_v),
        }
    }

    /// The mean and covariance of a mixture of states with weights that add up to 1.
    ///
    /// Moments kept: sum of w (P + d d'), d the distance from the common mean.
    #[must_use]
    pub fn mixture<'a>(parts: impl Iterator<Item = (f64, &'a Self)> + Clone) -> Self {
        let zero = (SVector::zeros(), Block::zeros());
        let mut out =
            Cv { position_m: zero.0, velocity_mps: zero.0, pp: zero.1, pv: zero.1, vv: zero.1 };
        for (w, part) in parts.clone() {
            out.position_m += part.position_m * w;
            out.velocity_mps += part.velocity_mps * w;
        }
        for (w, part) in parts {
            let (dp, dv) = (part.position_m - out.position_m, part.velocity_mps - out.velocity_mps);
            out.pp += (part.pp + dp * dp.transpose()) * w;
            out.pv += (part.pv + dp * dv.transpose()) * w;
            out.vv += (part.vv + dv * dv.transpose()) * w;
        }
        out
    }

    /// Whether every number is finite.
    #[inline]
    #[must_use]
    pub fn is_finite(&self) -> bool {
        // Times 0 whatever is finite is 0, and what is not makes the sum a NaN.
        let means = self.position_m.sum() + self.velocity_mps.sum();
        (means * 0.0 + self.pp.sum() * 0.0 + self.pv.sum() * 0.0 + self.vv.sum() * 0.0) == 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tracker::kalman::{Gaussian, Linear, inverse};
    use crate::model::tracker::motion;
    use nalgebra::{Matrix2, SMatrix, Vector2, Vector4};
    use proptest::prelude::*;

    /// The same state with its axes apart: x, y, vx, vy.
    fn whole(cv: &Cv<2>) -> Gaussian<4> {
        let mut covariance = SMatrix::<f64, 4, 4>::zeros();
        covariance.fixed_view_mut::<2, 2>(0, 0).copy_from(&cv.pp);
        covariance.fixed_view_mut::<2, 2>(0, 2).copy_from(&cv.pv);
        covariance.fixed_view_mut::<2, 2>(2, 0).copy_from(&cv.pv.transpose());
        covariance.fixed_view_mut::<2, 2>(2, 2).copy_from(&cv.vv);
        let (p, v) = (cv.position_m, cv.velocity_mps);
        Gaussian { mean: Vector4::new(p[0], p[1], v[0], v[1]), covariance }
    }

    fn step(q: f64, dt: f64) -> (SMatrix<f64, 4, 4>, SMatrix<f64, 4, 4>) {
        let spread = |m: Matrix2<f64>| m.kronecker(&Matrix2::identity());
        (spread(motion::cv(dt)), spread(motion::continuous_noise(q, dt)))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn verif_blocks_are_the_whole_filter(
            dt in proptest::array::uniform3(0.0_f64..20.0), q in 0.0_f64..10.0,
            slope in proptest::array::uniform4(-1.0_f64..1.0),
            nu in proptest::array::uniform2(-500.0_f64..500.0),
        ) {
            let h = Matrix2::from_row_slice(&slope);
            let r = Matrix2::new(400.0, 30.0, 30.0, 900.0);
            let mut cv = Cv::at_rest(Vector2::new(1e4, -2e4), r, 200.0);
            let mut all = whole(&cv);
            for dt in dt {
                let (f, noise) = step(q, dt);
                (cv, all) = (cv.predicted(q, dt), all.predicted(&f, &noise));
                let nu = Vector2::from(nu);
                let z = Residual { nu, h, r, ln_det_h: f64::NAN };
                let mut wide = SMatrix::<f64, 2, 4>::zeros();
                wide.fixed_view_mut::<2, 2>(0, 0).copy_from(&h);
                let linear = Linear { z: nu + wide * all.mean, h: wide, r };
                let innovation = cv.innovation(&z).unwrap();
                cv = cv.updated(&z, &innovation);
                let (after, other) = all.updated(&linear).unwrap();
                all = after;
                prop_assert!((innovation.nis - other.nis).abs() < 1e-8 * (1.0 + other.nis));
                let seen = whole(&cv);
                prop_assert!((seen.mean - all.mean).norm() < 1e-7 * all.mean.norm());
                let off = (seen.covariance - all.covariance).norm();
                prop_assert!(off < 1e-9 * all.covariance.norm());
                prop_assert_eq!(seen.covariance, seen.covariance.transpose());
                prop_assert!(inverse(&seen.covariance).is_some());
            }
        }

        #[test]
        fn prop_two_steps_are_one(first in 0.0_f64..60.0, second in 0.0_f64..60.0) {
            let r = Matrix2::new(400.0, 30.0, 30.0, 900.0);
            let mut cv = Cv::at_rest(Vector2::new(1e4, -2e4), r, 200.0);
            cv.velocity_mps = Vector2::new(200.0, -50.0);
            let (two, one) =
                (cv.predicted(2.0, first).predicted(2.0, second), cv.predicted(2.0, first + second));
            let off = (whole(&two).covariance - whole(&one).covariance).norm();
            prop_assert!(off < 1e-9 * one.pp.norm());
            prop_assert!((two.position_m - one.position_m).norm() < 1e-9);
        }
    }

    #[test]
    fn verif_mixture_keeps_the_moments() {
        let at = |x: f64| Cv::<1>::at_rest(SVector::from([x]), SMatrix::from([[4.0]]), 1.0);
        let (left, right) = (at(-3.0), at(1.0));
        let mixed = Cv::mixture([(0.25, &left), (0.75, &right)].into_iter());
        assert_eq!(mixed.position_m[0], 0.0);
        assert_eq!(mixed.pp[(0, 0)], 4.0 + 0.25 * 9.0 + 0.75);
        assert!(mixed.is_finite());
        for bad in [f64::NAN, f64::INFINITY] {
            assert!(!Cv { vv: SMatrix::from([[bad]]), ..mixed }.is_finite());
            assert!(!Cv { position_m: SVector::from([bad]), ..mixed }.is_finite());
        }
    }
}
