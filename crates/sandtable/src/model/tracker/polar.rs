//! Measurements by range and angles: unbiased conversion to a position, or their slope (EKF).
//!
//! The frame is local: x east, y north, z up (m). Azimuth from north, clockwise; elevation up from
//! the horizontal plane. In the plane (D = 2) the elevation is 0 and exact.

use nalgebra::{SMatrix, SVector};

use super::cv::Residual;
use crate::base::math;

/// A measurement by range and angles from a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Polar<const D: usize> {
    /// Place of the sensor (m).
    pub origin_m: SVector<f64, D>,
    /// Range (m), azimuth (rad) and, if D = 3, elevation (rad).
    pub measured: SVector<f64, D>,
    /// Standard deviations of these (m, rad, rad).
    pub sigma: SVector<f64, D>,
}

/// Mean of naive converted positions over the true one: exp(-s^2/2), angle error s (rad).
///
/// E[cos(a + w)] = exp(-s^2/2) cos a. Source: Lerro and Bar-Shalom, IEEE Trans. AES 29 (1993) 1015.
/// Set T9.
#[must_use]
pub fn shrink(sigma_rad: f64) -> f64 {
    math::exp(-0.5 * sigma_rad * sigma_rad)
}

/// How much too near naive converted positions are on average (m): r (1 - exp(-s^2/2)). Set T9.
#[must_use]
pub fn bias_m(range_m: f64, sigma_rad: f64) -> f64 {
    -range_m * math::exp_m1(-0.5 * sigma_rad * sigma_rad)
}

/// r s^2/sigma_r: above 0.4 naive conversion is biased beyond use. Source: as [`shrink`], sec. 4.
#[must_use]
pub fn bias_significance(range_m: f64, sigma_range_m: f64, sigma_rad: f64) -> f64 {
    range_m * sigma_rad * sigma_rad / sigma_range_m
}

impl<const D: usize> Polar<D> {
    /// Whether D is 2 or 3, the range and the deviations positive, the angles finite.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let positive = self.measured[0] > 0.0 && self.sigma.iter().all(|s| *s > 0.0);
        let parts = self.measured.iter().chain(&self.sigma).chain(&self.origin_m);
        (D == 2 || D == 3) && positive && parts.into_iter().all(|x| x.is_finite())
    }

    /// Position (m) without bias and the covariance of its error (m2).
    ///
    /// Multiplicative: x = r sin a cos e/(l_a l_e), with l = exp(-s^2/2) of each angle. The
    /// covariance is that of this error for a true place, averaged over the true places that may
    /// lie behind the measurement. `None` unless [`Polar::is_valid`]. Source: Longbin and others,
    /// Proc. SPIE 3373 (1998) for the mean; the average after Lerro and Bar-Shalom (1993).
    #[must_use]
    pub fn converted(&self) -> Option<(SVector<f64, D>, SMatrix<f64, D, D>)> {
        if !self.is_valid() {
            return None;
        }
        let angle = |i: usize| if i < D { (self.measured[i], self.sigma[i]) } else { (0.0, 0.0) };
        let (a, e) = (Angle::new(angle(1)), Angle::new(angle(2)));
        let (r, sigma) = (self.measured[0], self.sigma[0]);
        // Second moments of range: with the noise once more than the truth has, and the truth's.
        let (with, truth) = (r * r + 2.0 * sigma * sigma, r * r + sigma * sigma);
        let up = 1.0 / (a.l * e.l);
        let mean = [r * a.s * e.c * up, r * a.c * e.c * up, r * e.s / e.l];
        // Means of 1 + sign cos 2 angle, and of sin 2 angle, with noise twice and once.
        let double = |x: &Angle, sign: f64| {
            (0.5 * (1.0 + sign * x.l8 * x.c2), 0.5 * (1.0 + sign * x.l4 * x.c2))
        };
        let ((ax, ax1), (ay, ay1)) = (double(&a, -1.0), double(&a, 1.0));
        let ((ec, ec1), (es, es1)) = (double(&e, 1.0), double(&e, -1.0));
        let planar = with * up * up;
        let xx = planar * ax * ec - truth * ax1 * ec1;
        let yy = planar * ay * ec - truth * ay1 * ec1;
        let xy = 0.5 * a.s2 * (planar * a.l8 * ec - truth * a.l4 * ec1);
        let zz = with * es / (e.l * e.l) - truth * es1;
        let tilt = 0.5 * a.l * e.s2 * (e.l4 * e.l * e.l * with - e.l4 * truth);
        let all = [[xx, xy, tilt * a.s], [xy, yy, tilt * a.c], [tilt * a.s, tilt * a.c, zz]];
        Some((self.origin_m + SVector::from_fn(|i, _| mean[i]), SMatrix::from_fn(|i, j| all[i][j])))
    }

    /// Residual and slope at a predicted position (m): the measurement part of an extended filter.
    ///
    /// `None` where the angles have no slope: at the sensor, and straight above it.
    #[inline]
    #[must_use]
    pub fn residual(&self, predicted_m: &SVector<f64, D>) -> Option<Residual<D>> {
        let d = predicted_m - self.origin_m;
        let ground2 = d[0] * d[0] + d[1] * d[1];
        let range = d.norm();
        if !(ground2 > 0.0 && range.is_finite() && (D == 2 || D == 3)) {
            return None;
        }
        let mut nu = SVector::<f64, D>::zeros();
        let mut h = SMatrix::<f64, D, D>::zeros();
        nu[0] = self.measured[0] - range;
        nu[1] = wrapped(self.measured[1] - math::atan2(d[0], d[1]));
        for i in 0..D {
            h[(0, i)] = d[i] / range;
        }
        h[(1, 0)] = d[1] / ground2;
        h[(1, 1)] = -d[0] / ground2;
        // |det h| is 1/r in the plane, 1/(r^2 cos e) = 1/(r g) in space.
        let mut volume = range;
        if D == 3 {
            let ground = ground2.sqrt();
            let range2 = range * range;
            nu[2] = self.measured[2] - math::atan2(d[2], ground);
            h[(2, 0)] = -d[0] * d[2] / (range2 * ground);
            h[(2, 1)] = -d[1] * d[2] / (range2 * ground);
            h[(2, 2)] = ground / range2;
            volume = range * ground;
        }
        let r = SMatrix::from_fn(|i, j| if i == j { self.sigma[i] * self.sigma[i] } else { 0.0 });
        Some(Residual { nu, h, r, ln_det_h: -math::ln(volume) })
    }
}

/// An angle and what its noise does to its functions.
struct Angle {
    s: f64,
    c: f64,
    s2: f64,
    c2: f64,
    l: f64,
    l4: f64,
    l8: f64,
}

impl Angle {
    fn new((angle, sigma): (f64, f64)) -> Self {
        let (s, c) = math::sin_cos(angle);
        let l = shrink(sigma);
        let l4 = l * l * l * l;
        Angle { s, c, s2: 2.0 * s * c, c2: (c - s) * (c + s), l, l4, l8: l4 * l4 }
    }
}

/// The angle (rad) in (-pi, pi] of one in (-2 pi, 2 pi).
#[inline]
fn wrapped(angle: f64) -> f64 {
    use std::f64::consts::{PI, TAU};
    if angle > PI {
        angle - TAU
    } else if angle <= -PI {
        angle + TAU
    } else {
        angle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::normal::normal_quantile;
    use crate::base::purpose::Purpose;
    use crate::base::rng::{Entity, StreamKey, uniform};
    use crate::model::tracker::kalman::inverse;
    use nalgebra::{Vector2, Vector3};
    use proptest::prelude::*;

    fn noise(n: u32, which: u32) -> f64 {
        normal_quantile(uniform(StreamKey::luck(9, 0), Purpose::PIN, Entity(3), n, which))
    }

    /// Mean error over its standard error in each axis, and mean of e' R^-1 e, over `n` draws.
    fn errors<const D: usize>(truth: Polar<D>, n: u32) -> (Vec<f64>, f64) {
        let place = Polar { sigma: SVector::repeat(1e-12), ..truth }.converted().unwrap().0;
        let (mut sum, mut squares, mut nees) = ([0.0; D], [0.0; D], 0.0);
        for k in 0..n {
            let seen = SVector::from_fn(|i, _| {
                truth.measured[i] + truth.sigma[i] * noise(k, u32::try_from(i).unwrap())
            });
            let (at, covariance) = Polar { measured: seen, ..truth }.converted().unwrap();
            let error = at - place;
            nees += error.dot(&(inverse(&covariance).unwrap().0 * error));
            for i in 0..D {
                sum[i] += error[i];
                squares[i] += error[i] * error[i];
            }
        }
        let n = f64::from(n);
        ((0..D).map(|i| sum[i] / squares[i].sqrt()).collect(), nees / n)
    }

    #[test]
    fn verif_conversion_is_unbiased_and_its_covariance_right() {
        // 3 degrees at 100 km with 50 m: naive conversion would be 137 m too near, of 5.2 km sigma
        // across and 50 m along. NEES is a mean of chi-square with D degrees of freedom.
        let n = 20_000;
        for azimuth in [0.0, 0.6, 2.0, 4.5] {
            let truth = Polar {
                origin_m: Vector2::new(3e3, -1e3),
                measured: Vector2::new(1e5, azimuth),
                sigma: Vector2::new(50.0, math::radians(3.0)),
            };
            let (bias, _) = errors(truth, n);
            assert!(bias.iter().all(|t| t.abs() < 4.0), "{bias:?}");
            // The mild case of a radar: here the covariance of each measurement is the right one.
            let radar = Polar { sigma: Vector2::new(50.0, math::radians(0.2)), ..truth };
            let (bias, nees) = errors(radar, n);
            assert!(bias.iter().all(|t| t.abs() < 4.0), "{bias:?}");
            assert!((nees - 2.0).abs() < 4.0 * 2.0 / f64::from(n).sqrt(), "{nees}");
        }
        let truth = Polar {
            origin_m: Vector3::new(0.0, 0.0, 30.0),
            measured: Vector3::new(8e4, 1.0, 0.3),
            sigma: Vector3::new(40.0, 0.005, 0.008),
        };
        let (bias, nees) = errors(truth, n);
        assert!(bias.iter().all(|t| t.abs() < 4.0), "{bias:?}");
        assert!((nees - 3.0).abs() < 4.0 * (6.0 / f64::from(n)).sqrt(), "{nees}");
    }

    #[test]
    fn verif_plane_is_space_at_elevation_zero() {
        let flat = Polar {
            origin_m: Vector2::new(1.0, 2.0),
            measured: Vector2::new(5e4, 2.5),
            sigma: Vector2::new(30.0, 0.01),
        };
        let deep = Polar {
            origin_m: Vector3::new(1.0, 2.0, 0.0),
            measured: Vector3::new(5e4, 2.5, 0.0),
            sigma: Vector3::new(30.0, 0.01, 1e-9),
        };
        let (a, ra) = flat.converted().unwrap();
        let (b, rb) = deep.converted().unwrap();
        assert!((a - b.xy()).norm() < 1e-6);
        assert!((ra - rb.fixed_view::<2, 2>(0, 0)).norm() < 1e-5 * ra.norm());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn verif_slope_is_that_of_differences(
            r in 1e3_f64..3e5, azimuth in -3.1_f64..3.1, elevation in -1.2_f64..1.2,
        ) {
            let z = Polar {
                origin_m: Vector3::new(10.0, 20.0, 30.0),
                measured: Vector3::new(r, azimuth, elevation),
                sigma: Vector3::new(30.0, 1e-3, 1e-3),
            };
            let tight = Polar { sigma: Vector3::repeat(1e-12), ..z };
            let at = tight.converted().unwrap().0;
            let here = z.residual(&at).unwrap();
            prop_assert!(here.nu[0].abs() < 1e-8 * r && here.nu[1].abs() < 1e-11);
            prop_assert!(here.nu[2].abs() < 1e-11);
            let step = 1e-4 * r;
            for axis in 0..3 {
                let mut to = at;
                to[axis] += step;
                let mut back = at;
                back[axis] -= step;
                let moved = z.residual(&back).unwrap().nu - z.residual(&to).unwrap().nu;
                let slope = moved / (2.0 * step);
                for row in 0..3 {
                    let scale = if row == 0 { 1.0 } else { 1.0 / r };
                    let off = (slope[row] - here.h[(row, axis)]).abs();
                    prop_assert!(off < 1e-6 * scale / math::cos(elevation).abs().min(1.0) * 10.0);
                }
            }
            let det = here.h.determinant().abs();
            prop_assert!((math::exp(here.ln_det_h) / det - 1.0).abs() < 1e-9);
        }

        #[test]
        fn prop_converted_covariance_is_positive_definite(
            r in 1e2_f64..6e5, azimuth in -7.0_f64..7.0, elevation in -1.5_f64..1.5,
            sigma in (1.0_f64..500.0, 1e-4_f64..0.1, 1e-4_f64..0.1),
        ) {
            let z = Polar {
                origin_m: Vector3::zeros(),
                measured: Vector3::new(r, azimuth, elevation),
                sigma: Vector3::new(sigma.0, sigma.1, sigma.2),
            };
            let (_, covariance) = z.converted().unwrap();
            prop_assert_eq!(covariance, covariance.transpose());
            prop_assert!(inverse(&covariance).is_some());
        }
    }
}
