//! Plots: what a radar hands to the tracker at a look.

use nalgebra::{SMatrix, SVector};

use super::cv::Residual;
use super::kalman::inverse;
use super::polar::Polar;

/// A detection with a time and a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot<const D: usize> {
    /// When it was measured (s); plots of one scan of a rotator have times of their own.
    pub time_s: f64,
    /// Place (m).
    pub position_m: SVector<f64, D>,
    /// Covariance of the place (m2).
    pub covariance_m2: SMatrix<f64, D, D>,
    /// Range and angles, if the filter shall use these (extended filter) and not the place.
    pub polar: Option<Polar<D>>,
    /// Which object it comes from, for scoring only: no part of the tracker reads it.
    pub truth: Option<u32>,
}

impl<const D: usize> Plot<D> {
    /// A plot by its place (m) and covariance (m2).
    #[must_use]
    pub fn at(time_s: f64, position_m: SVector<f64, D>, covariance_m2: SMatrix<f64, D, D>) -> Self {
        Plot { time_s, position_m, covariance_m2, polar: None, truth: None }
    }

    /// A plot by range and angles, converted without bias; the filter sees the place.
    #[must_use]
    pub fn converted(time_s: f64, polar: &Polar<D>) -> Option<Self> {
        let (position_m, covariance_m2) = polar.converted()?;
        Some(Plot::at(time_s, position_m, covariance_m2))
    }

    /// A plot by range and angles; the filter sees these.
    #[must_use]
    pub fn polar(time_s: f64, polar: Polar<D>) -> Option<Self> {
        Some(Plot { polar: Some(polar), ..Plot::converted(time_s, &polar)? })
    }

    /// This plot with the object it comes from.
    #[must_use]
    pub fn of(self, truth: u32) -> Self {
        Plot { truth: Some(truth), ..self }
    }

    /// Measured less predicted; `None` where a polar measurement has no slope.
    #[inline]
    #[must_use]
    pub fn residual(&self, predicted_m: &SVector<f64, D>) -> Option<Residual<D>> {
        match &self.polar {
            Some(polar) => polar.residual(predicted_m),
            None => Some(Residual::of_position(&self.position_m, &self.covariance_m2, predicted_m)),
        }
    }

    /// Whether all numbers are finite and the covariance is positive definite.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.time_s.is_finite()
            && self.position_m.iter().all(|x| x.is_finite())
            && inverse(&self.covariance_m2).is_some()
            && self.polar.as_ref().is_none_or(Polar::is_valid)
    }
}
