//! The Kalman filter on a general linear model: N states, M measured numbers.
//!
//! The tracker itself runs [`super::cv::Cv`], the same filter written in blocks; this one is for
//! other models and to test that one against.

use nalgebra::{SMatrix, SVector};

use crate::base::math;

const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// Mean and covariance of a state; the caller owns the meaning and units of its N numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gaussian<const N: usize> {
    /// Mean.
    pub mean: SVector<f64, N>,
    /// Covariance, symmetric and positive definite.
    pub covariance: SMatrix<f64, N, N>,
}

/// A linear measurement z = H x + w with w of covariance R.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear<const N: usize, const M: usize> {
    /// What was measured, z.
    pub z: SVector<f64, M>,
    /// H.
    pub h: SMatrix<f64, M, N>,
    /// R, symmetric and positive definite.
    pub r: SMatrix<f64, M, M>,
}

/// The difference of a measurement and its prediction, and how likely it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Innovation<const M: usize> {
    /// nu = z - H x, in the units of the measurement.
    pub nu: SVector<f64, M>,
    /// S, the covariance of nu.
    pub s: SMatrix<f64, M, M>,
    /// Inverse of S.
    pub s_inverse: SMatrix<f64, M, M>,
    /// nu' S^-1 nu: chi-square with M degrees of freedom if the model holds.
    pub nis: f64,
    /// ln det S.
    pub ln_det_s: f64,
}

impl<const M: usize> Innovation<M> {
    /// The innovation `nu` of covariance `s`; `None` unless S is positive definite and all finite.
    #[must_use]
    pub fn new(nu: SVector<f64, M>, s: SMatrix<f64, M, M>) -> Option<Self> {
        let (s_inverse, ln_det_s) = inverse(&s)?;
        let nis = nu.dot(&(s_inverse * nu));
        nis.is_finite().then_some(Innovation { nu, s, s_inverse, nis, ln_det_s })
    }

    /// ln N(nu; 0, S).
    #[must_use]
    pub fn ln_likelihood(&self) -> f64 {
        -0.5 * (self.nis + self.ln_det_s + M as f64 * LN_TWO_PI)
    }
}

impl<const N: usize> Gaussian<N> {
    /// After the step x = F x + w, w of covariance Q: x- = F x, P- = F P F' + Q.
    #[must_use]
    pub fn predicted(&self, f: &SMatrix<f64, N, N>, q: &SMatrix<f64, N, N>) -> Self {
        Gaussian {
            mean: f * self.mean,
            covariance: symmetric(f * self.covariance * f.transpose() + q),
        }
    }

    /// What the measurement says about the prediction; `None` as [`Innovation::new`].
    #[must_use]
    pub fn innovation<const M: usize>(&self, z: &Linear<N, M>) -> Option<Innovation<M>> {
        let s = symmetric(z.h * self.covariance * z.h.transpose() + z.r);
        Innovation::new(z.z - z.h * self.mean, s)
    }

    /// The state after the measurement, in Joseph's form, which stays positive definite.
    ///
    /// K = P H' S^-1, x + K nu, (I - K H) P (I - K H)' + K R K'. `None` as [`Innovation::new`].
    /// Source: Bar-Shalom, Li and Kirubarajan (2001), 5.2.3. Set T1.
    #[must_use]
    pub fn updated<const M: usize>(&self, z: &Linear<N, M>) -> Option<(Self, Innovation<M>)> {
        let innovation = self.innovation(z)?;
        let k = self.covariance * z.h.transpose() * innovation.s_inverse;
        let keep = SMatrix::<f64, N, N>::identity() - k * z.h;
        let covariance = keep * self.covariance * keep.transpose() + k * z.r * k.transpose();
        let mean = self.mean + k * innovation.nu;
        Some((Gaussian { mean, covariance: symmetric(covariance) }, innovation))
    }
}

/// The mean of a matrix and its transpose: what symmetry rounding took is given back.
#[inline]
pub(crate) fn symmetric<const N: usize>(a: SMatrix<f64, N, N>) -> SMatrix<f64, N, N> {
    (a + a.transpose()) * 0.5
}

/// Inverse and ln det of a symmetric matrix; `None` unless it is positive definite and finite.
#[inline]
pub(crate) fn inverse<const N: usize>(a: &SMatrix<f64, N, N>) -> Option<(SMatrix<f64, N, N>, f64)> {
    // a = L D L': D decides, and no square root is taken.
    let mut l = SMatrix::<f64, N, N>::identity();
    let mut d = [0.0_f64; N];
    let mut det = 1.0;
    for j in 0..N {
        let mut pivot = a[(j, j)];
        for k in 0..j {
            pivot -= l[(j, k)] * l[(j, k)] * d[k];
        }
        if !(pivot > 0.0 && pivot.is_finite()) {
            return None;
        }
        d[j] = pivot;
        det *= pivot;
        for i in j + 1..N {
            let mut x = a[(i, j)];
            for k in 0..j {
                x -= l[(i, k)] * l[(j, k)] * d[k];
            }
            l[(i, j)] = x / pivot;
        }
    }
    let mut out = SMatrix::<f64, N, N>::identity();
    for c in 0..N {
        for i in c..N {
            for k in c..i {
                let y = out[(k, c)];
                out[(i, c)] -= l[(i, k)] * y;
            }
        }
    }
    // out is L^-1: the inverse is out' D^-1 out.
    let lower = out;
    for i in 0..N {
        for j in 0..=i {
            let mut sum = 0.0;
            for k in i..N {
                sum += lower[(k, i)] * lower[(k, j)] / d[k];
            }
            out[(i, j)] = sum;
            out[(j, i)] = sum;
        }
    }
    let finite = det > 0.0 && det.is_finite() && out.iter().all(|x| x.is_finite());
    finite.then(|| (out, math::ln(det)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Matrix2, Matrix3, Vector2};
    use proptest::prelude::*;

    #[test]
    fn verif_scalar_update_is_the_weighted_mean() {
        let prior = Gaussian { mean: SVector::from([10.0]), covariance: SMatrix::from([[4.0]]) };
        let z = Linear {
            z: SVector::from([16.0]),
            h: SMatrix::from([[1.0]]),
            r: SMatrix::from([[2.0]]),
        };
        let (after, innovation) = prior.updated(&z).unwrap();
        assert!(
            (after.mean[0] - (10.0 / 4.0 + 16.0 / 2.0) / (1.0 / 4.0 + 1.0 / 2.0)).abs() < 1e-14
        );
        assert!((after.covariance[(0, 0)] - 1.0 / (1.0 / 4.0 + 1.0 / 2.0)).abs() < 1e-14);
        assert!((innovation.nis - 6.0).abs() < 1e-14);
        let density = math::exp(-3.0) / (std::f64::consts::TAU * 6.0).sqrt();
        assert!((math::exp(innovation.ln_likelihood()) - density).abs() < 1e-15);
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        assert_eq!(inverse(&Matrix2::new(1.0, 2.0, 2.0, 1.0)), None);
        assert_eq!(inverse(&Matrix2::new(0.0, 0.0, 0.0, 1.0)), None);
        assert_eq!(inverse(&Matrix2::new(f64::NAN, 0.0, 0.0, 1.0)), None);
        assert!(Innovation::new(Vector2::new(f64::NAN, 0.0), Matrix2::identity()).is_none());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn verif_inverse_and_determinant(parts in proptest::array::uniform9(-3.0_f64..3.0)) {
            let root = Matrix3::from_row_slice(&parts);
            let a = symmetric(root * root.transpose() + Matrix3::identity() * 0.1);
            let (inverse, ln_det) = inverse(&a).unwrap();
            prop_assert!((inverse * a - Matrix3::identity()).norm() < 1e-9);
            prop_assert!((math::exp(ln_det) / a.determinant() - 1.0).abs() < 1e-9);
        }

        #[test]
        fn prop_update_shrinks_and_keeps_the_covariance_positive_definite(
            parts in proptest::array::uniform9(-3.0_f64..3.0), z in -50.0_f64..50.0,
            r in 1e-6_f64..1e3,
        ) {
            let root = Matrix3::from_row_slice(&parts);
            let covariance = symmetric(root * root.transpose() + Matrix3::identity() * 1e-3);
            let prior = Gaussian { mean: SVector::from([1.0, 2.0, 3.0]), covariance };
            let h = SMatrix::<f64, 1, 3>::new(1.0, 0.5, 0.0);
            let z = Linear { z: SVector::from([z]), h, r: SMatrix::from([[r]]) };
            let (after, _) = prior.updated(&z).unwrap();
            prop_assert_eq!(after.covariance, after.covariance.transpose());
            prop_assert!(inverse(&after.covariance).is_some());
            prop_assert!(after.covariance.trace() <= covariance.trace());
        }
    }
}
