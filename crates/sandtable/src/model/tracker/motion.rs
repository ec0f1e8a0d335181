//! Models of motion as matrices for [`super::kalman::Gaussian`]: F of the step, Q of the noise.
//!
//! States of one axis are position (m), velocity (m/s), acceleration (m/s2), in this order.

use nalgebra::{Matrix2, Matrix3, Matrix4};

use crate::model::mover::turn::{Flight, turn_step};

/// F of constant velocity over `dt_s` seconds, one axis.
#[must_use]
pub fn cv(dt_s: f64) -> Matrix2<f64> {
    Matrix2::new(1.0, dt_s, 0.0, 1.0)
}

/// Q of continuous white-noise acceleration of intensity `q_m2_s3` >= 0 over `dt_s` seconds.
///
/// q [[T^3/3, T^2/2], [T^2/2, T]]: two steps add up to one. Source: Bar-Shalom, Li and Kirubarajan
/// (2001), 6.2.2. Set T1.
#[must_use]
pub fn continuous_noise(q_m2_s3: f64, dt_s: f64) -> Matrix2<f64> {
    let t2 = dt_s * dt_s;
    Matrix2::new(t2 * dt_s / 3.0, t2 / 2.0, t2 / 2.0, dt_s) * q_m2_s3
}

/// Q of an acceleration that is constant over the step, of standard deviation `sigma_mps2`.
///
/// sigma^2 [[T^4/4, T^3/2], [T^3/2, T^2]]: of rank one, and tied to one step length. Source:
/// Bar-Shalom, Li and Kirubarajan (2001), 6.3.2.
#[must_use]
pub fn discrete_noise(sigma_mps2: f64, dt_s: f64) -> Matrix2<f64> {
    let g = nalgebra::Vector2::new(0.5 * dt_s * dt_s, dt_s) * sigma_mps2;
    g * g.transpose()
}

/// F of constant acceleration over `dt_s` seconds, one axis.
#[must_use]
pub fn ca(dt_s: f64) -> Matrix3<f64> {
    let half = 0.5 * dt_s * dt_s;
    Matrix3::new(1.0, dt_s, half, 0.0, 1.0, dt_s, 0.0, 0.0, 1.0)
}

/// Q of an acceleration that jumps by `sigma_mps2` (one sigma) each step of `dt_s` seconds.
///
/// sigma^2 g g' with g = (T^2/2, T, 1): the Wiener-sequence acceleration. Source: Bar-Shalom, Li
/// and Kirubarajan (2001), 6.3.3.
#[must_use]
pub fn ca_noise(sigma_mps2: f64, dt_s: f64) -> Matrix3<f64> {
    let g = nalgebra::Vector3::new(0.5 * dt_s * dt_s, dt_s, 1.0) * sigma_mps2;
    g * g.transpose()
}

/// F of a turn at the known rate `rate_radps` (counter-clockwise, x east, y north) over `dt_s`.
///
/// States x, y, vx, vy. Exact: the columns are [`turn_step`] of the unit states. Set K1.
#[must_use]
pub fn turn(rate_radps: f64, dt_s: f64) -> Matrix4<f64> {
    let mut f = Matrix4::zeros();
    for column in 0..4 {
        let unit = |row| f64::from(u8::from(row == column));
        let from = Flight { x_m: unit(0), y_m: unit(1), vx_mps: unit(2), vy_mps: unit(3) };
        let to = turn_step(from, rate_radps, dt_s);
        f.set_column(column, &nalgebra::Vector4::new(to.x_m, to.y_m, to.vx_mps, to.vy_mps));
    }
    f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_continuous_noise_does_not_depend_on_the_step() {
        let (f, q) = (cv(3.0), continuous_noise(0.7, 3.0));
        let two = f * continuous_noise(0.7, 2.0) * f.transpose() + q;
        assert!((two - continuous_noise(0.7, 5.0)).norm() < 1e-12);
        assert!((cv(2.0) * cv(3.0) - cv(5.0)).norm() == 0.0);
        assert!((ca(2.0) * ca(3.0) - ca(5.0)).norm() < 1e-12);
    }

    #[test]
    fn verif_discrete_noise_is_that_of_its_acceleration() {
        // One sigma of acceleration moves a state at rest by (T^2/2, T) sigma.
        let q = discrete_noise(3.0, 4.0);
        assert_eq!(q, Matrix2::new(24.0 * 24.0, 24.0 * 12.0, 24.0 * 12.0, 144.0));
        let q = ca_noise(2.0, 4.0);
        assert_eq!((q[(0, 0)], q[(0, 2)], q[(2, 2)]), (256.0, 32.0, 4.0));
        let moved = ca(2.0) * nalgebra::Vector3::new(1.0, 3.0, 5.0);
        assert_eq!(moved, nalgebra::Vector3::new(17.0, 13.0, 5.0));
    }

    #[test]
    fn verif_turn_matrix_is_straight_at_rate_zero_and_composes() {
        let straight = turn(0.0, 5.0);
        let want = nalgebra::Vector4::new(7.0, -3.0, 1.0, -1.0);
        assert!((straight * nalgebra::Vector4::new(2.0, 2.0, 1.0, -1.0) - want).norm() < 1e-12);
        assert!((turn(0.05, 7.0) * turn(0.05, 4.0) - turn(0.05, 11.0)).norm() < 1e-12);
    }
}
