//! The alpha-beta filter: the Kalman filter of constant velocity in its steady state.

use crate::base::math;

/// Gains of a position measurement once each step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlphaBeta {
    /// Share of the innovation added to the position, in (0, 1).
    pub alpha: f64,
    /// Share of the innovation over the step added to the velocity, in (0, 2).
    pub beta: f64,
}

/// Steady gains at tracking index `index` = sigma_w T^2/sigma_v > 0 (acceleration noise constant
/// over the step T, measurement noise sigma_v).
///
/// r = (4 + L - sqrt(8 L + L^2))/4, alpha = 1 - r^2, beta = 2(2 - alpha) - 4 sqrt(1 - alpha);
/// alpha is also the variance of the filtered position over that of the measurement. `None` unless
/// the index is positive and finite. Source: Kalata, IEEE Trans. AES 20 (1984) 174. Set T2.
#[must_use]
pub fn steady_gains(index: f64) -> Option<AlphaBeta> {
    if !(index > 0.0 && index.is_finite()) {
        return None;
    }
    // r and 1 - r without cancellation: r = 4/(4 + L + sqrt(8 L + L^2)).
    let root = (8.0 * index + index * index).sqrt();
    let r = 4.0 / (4.0 + index + root);
    let lost = (index + root) / (4.0 + index + root);
    // beta = 2(1 + r^2) - 4 r.
    Some(AlphaBeta { alpha: lost * (1.0 + r), beta: 2.0 * lost * lost })
}

/// One step of the filter: (position m, velocity m/s) after measurement `z_m`, `dt_s` > 0 later.
#[must_use]
pub fn step(state: (f64, f64), z_m: f64, dt_s: f64, gains: AlphaBeta) -> (f64, f64) {
    let predicted_m = math::fma(state.1, dt_s, state.0);
    let nu_m = z_m - predicted_m;
    (predicted_m + gains.alpha * nu_m, state.1 + gains.beta / dt_s * nu_m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tracker::kalman::{Gaussian, Linear};
    use crate::model::tracker::motion;
    use nalgebra::{Matrix1, Matrix1x2, Matrix2, Vector1, Vector2};

    #[test]
    fn verif_kalman_filter_settles_at_these_gains() {
        let (dt, sigma_w, sigma_v) = (4.0, 1.5, 60.0);
        let mut state = Gaussian { mean: Vector2::zeros(), covariance: Matrix2::identity() * 1e4 };
        let z = Linear {
            z: Vector1::new(0.0),
            h: Matrix1x2::new(1.0, 0.0),
            r: Matrix1::new(sigma_v * sigma_v),
        };
        let mut gain = Vector2::zeros();
        for _ in 0..200 {
            let ahead = state.predicted(&motion::cv(dt), &motion::discrete_noise(sigma_w, dt));
            gain = ahead.covariance.column(0) / (ahead.covariance[(0, 0)] + sigma_v * sigma_v);
            state = ahead.updated(&z).unwrap().0;
        }
        let want = steady_gains(sigma_w * dt * dt / sigma_v).unwrap();
        assert!((gain[0] - want.alpha).abs() < 1e-12);
        assert!((gain[1] * dt - want.beta).abs() < 1e-12);
        assert!((state.covariance[(0, 0)] / (sigma_v * sigma_v) - want.alpha).abs() < 1e-12);
    }

    #[test]
    fn verif_line_is_followed_without_lag() {
        let gains = steady_gains(0.5).unwrap();
        let mut state = (0.0, 0.0);
        for k in 1..200 {
            state = step(state, 100.0 + 30.0 * f64::from(k), 1.0, gains);
        }
        assert!((state.0 - (100.0 + 30.0 * 199.0)).abs() < 1e-9 && (state.1 - 30.0).abs() < 1e-9);
        assert_eq!(steady_gains(0.0), None);
        assert_eq!(steady_gains(f64::NAN), None);
    }
}
