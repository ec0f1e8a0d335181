//! NEES: whether a filter's covariance tells the truth about its error.

use nalgebra::SVector;

use super::cv::Cv;
use super::kalman::{Gaussian, inverse};

/// e' P^-1 e of an estimate against the true state: chi-square with N degrees of freedom if the
/// filter's model holds. `None` unless P is positive definite.
///
/// Source: Bar-Shalom, Li and Kirubarajan (2001), 5.4.2; bounds of averages in
/// [`super::chi_square::average_bounds`].
#[must_use]
pub fn nees<const N: usize>(estimate: &Gaussian<N>, truth: &SVector<f64, N>) -> Option<f64> {
    let error = truth - estimate.mean;
    let nees = error.dot(&(inverse(&estimate.covariance)?.0 * error));
    nees.is_finite().then_some(nees)
}

/// NEES of position (m) and velocity (m/s): 2 D degrees of freedom.
///
/// By blocks: the error of the position, and that of the velocity given the position's.
#[must_use]
pub fn nees_of_track<const D: usize>(
    state: &Cv<D>,
    position_m: &SVector<f64, D>,
    velocity_mps: &SVector<f64, D>,
) -> Option<f64> {
    let place = Gaussian { mean: state.position_m, covariance: state.pp };
    let back = state.pv.transpose() * inverse(&state.pp)?.0;
    let rest = Gaussian {
        mean: state.velocity_mps + back * (position_m - state.position_m),
        covariance: state.vv - back * state.pv,
    };
    Some(nees(&place, position_m)? + nees(&rest, velocity_mps)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Matrix2, SMatrix, Vector2, Vector4};

    #[test]
    fn verif_blocks_are_the_whole() {
        let cv = Cv::at_rest(Vector2::new(10.0, 20.0), Matrix2::new(50.0, 10.0, 10.0, 90.0), 20.0);
        let cv = cv.predicted(2.0, 3.0);
        let mut covariance = SMatrix::<f64, 4, 4>::zeros();
        covariance.fixed_view_mut::<2, 2>(0, 0).copy_from(&cv.pp);
        covariance.fixed_view_mut::<2, 2>(0, 2).copy_from(&cv.pv);
        covariance.fixed_view_mut::<2, 2>(2, 0).copy_from(&cv.pv.transpose());
        covariance.fixed_view_mut::<2, 2>(2, 2).copy_from(&cv.vv);
        let whole = Gaussian { mean: Vector4::new(10.0, 20.0, 0.0, 0.0), covariance };
        let at = Vector4::new(40.0, -12.0, 7.0, 9.0);
        let want = nees(&whole, &at).unwrap();
        let got = nees_of_track(&cv, &at.xy(), &Vector2::new(7.0, 9.0)).unwrap();
        assert!((got - want).abs() < 1e-9 * want, "{got} {want}");
        let sigma = Gaussian { mean: Vector2::zeros(), covariance: Matrix2::identity() * 4.0 };
        assert_eq!(nees(&sigma, &Vector2::new(2.0, 4.0)), Some(5.0));
    }
}
