//! Gates: how far a plot may lie from a track's prediction, and what the pair costs.

use super::associate::Pair;
use super::chi_square;
use super::config::{Config, Cost};
use super::cv::{Cv, Residual};
use super::plot::Plot;
use super::polar::Polar;
use crate::base::math;

const LN_TWO_PI: f64 = 1.837_877_066_409_345_3;

/// The threshold on the normalised distance squared, with the constants of the cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Chi-square quantile of the gate probability.
    pub threshold: f64,
    distance: f64,
    by_distance: bool,
    constant: f64,
}

impl Gate {
    /// The gate of a tracker in D dimensions; `None` if the gate probability is not in (0, 1).
    #[must_use]
    pub fn new(config: &Config, dimensions: u32) -> Option<Self> {
        let threshold = chi_square::quantile(config.gate_probability, dimensions)?;
        let constant = match config.cost {
            Cost::Distance => 0.0,
            Cost::Likelihood { detection_probability: pd, new_density } => {
                f64::from(dimensions) * LN_TWO_PI - 2.0 * math::ln(pd / ((1.0 - pd) * new_density))
            }
        };
        let by_distance = config.cost == Cost::Distance;
        Some(Gate { threshold, distance: threshold.sqrt(), by_distance, constant })
    }

    /// (cost, d^2) of a residual about a prediction of this moment, if it lies inside the gate.
    #[inline]
    #[must_use]
    pub fn price<const D: usize>(&self, state: &Cv<D>, z: &Residual<D>) -> Option<(f64, f64)> {
        let innovation = state.innovation(z)?;
        let nis = innovation.nis;
        if nis >= self.threshold {
            return None;
        }
        let cost = if self.by_distance {
            nis.sqrt() - self.distance
        } else {
            // In polar coordinates |S| becomes that of places by the slope's determinant.
            nis + innovation.ln_det_s - 2.0 * z.ln_det_h + self.constant
        };
        Some((cost, nis))
    }

    /// The pair of track `track` (predicted to the plot's moment) and plot `at`, if inside.
    #[inline]
    #[must_use]
    pub fn pair<const D: usize>(
        &self,
        state: &Cv<D>,
        plot: &Plot<D>,
        (track, at): (usize, usize),
    ) -> Option<Pair> {
        let z = plot.residual(&state.position_m)?;
        let (cost, nis) = self.price(state, &z)?;
        Some(Pair { track: track as u32, plot: at as u32, cost, nis })
    }
}

/// What bounds the plots of a scan: the largest variances, and each radar that measures by angles.
#[derive(Clone, Debug)]
pub struct Bounds<const D: usize> {
    variance_m2: [f64; 2],
    radars: Vec<Polar<D>>,
}

impl<const D: usize> Default for Bounds<D> {
    fn default() -> Self {
        Bounds { variance_m2: [0.0; 2], radars: Vec::new() }
    }
}

impl<const D: usize> Bounds<D> {
    /// Takes in the plots of a scan; what was there before is forgotten.
    pub fn fill(&mut self, plots: &[Plot<D>]) {
        self.variance_m2 = [0.0; 2];
        self.radars.clear();
        for plot in plots {
            if let Some(polar) = plot.polar {
                let same = |r: &Polar<D>| r.origin_m == polar.origin_m && r.sigma == polar.sigma;
                if !self.radars.last().is_some_and(same) && !self.radars.iter().any(same) {
                    self.radars.push(polar);
                }
            } else {
                for axis in 0..2 {
                    self.variance_m2[axis] =
                        self.variance_m2[axis].max(plot.covariance_m2[(axis, axis)]);
                }
            }
        }
    }

    /// Half the sides (m) of a box about a prediction outside which no plot is inside the gate.
    #[inline]
    #[must_use]
    pub fn reach_m(&self, state: &Cv<D>, gate: &Gate) -> [f64; 2] {
        let g = gate.distance;
        let mut half = [0, 1].map(|i| g * (state.pp[(i, i)] + self.variance_m2[i]).sqrt());
        for radar in &self.radars {
            let r = polar_reach_m(state, radar, g);
            half = half.map(|h| h.max(r));
        }
        half
    }
}

/// How far (m) a plot within `g` standard deviations in range and angles can be, by the slope at
/// the prediction: along the ray by the range, across it by the arc at the farther range.
fn polar_reach_m<const D: usize>(state: &Cv<D>, radar: &Polar<D>, g: f64) -> f64 {
    let d = state.position_m - radar.origin_m;
    let ground2 = d[0] * d[0] + d[1] * d[1];
    let range2 = d.norm_squared();
    if ground2 <= 0.0 {
        return f64::INFINITY;
    }
    let across = state.pp[(0, 0)] * d[1] * d[1] + state.pp[(1, 1)] * d[0] * d[0]
        - 2.0 * state.pp[(0, 1)] * d[0] * d[1];
    let along = d.dot(&(state.pp * d)) / range2;
    let [r, a] = [0, 1].map(|i| radar.sigma[i] * radar.sigma[i]);
    let away = g * (along.max(0.0) + r).sqrt();
    // Without bias a converted place lies farther out, by less than the variance of its angles.
    let mut angle = g * (across.max(0.0) / (ground2 * ground2) + a).sqrt() + a;
    if D == 3 {
        let e = radar.sigma[2] * radar.sigma[2];
        angle += g * (state.pp.trace() / range2 + e).sqrt() + e;
    }
    away + (range2.sqrt() + away) * angle
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tracker::plot::Plot;
    use nalgebra::{Matrix2, Vector2};
    use proptest::prelude::*;

    #[test]
    fn verif_cost_is_twice_the_log_odds_of_a_hit() {
        let config = Config::default();
        let gate = Gate::new(&config, 2).unwrap();
        let state = Cv::at_rest(Vector2::zeros(), Matrix2::identity() * 300.0, 10.0);
        let plot = Plot::at(0.0, Vector2::new(20.0, 0.0), Matrix2::identity() * 100.0);
        let pair = gate.pair(&state, &plot, (3, 4)).unwrap();
        let density = math::exp(-0.5) / (std::f64::consts::TAU * 400.0);
        let odds = 0.9 * density / (0.1 * 1.6e-10);
        assert!((pair.cost + 2.0 * math::ln(odds)).abs() < 1e-10);
        assert!((pair.nis - 1.0).abs() < 1e-12);
        assert!((config.score(Some(pair.cost)) - math::ln(0.9 * density / 1.6e-10)).abs() < 1e-10);
        let far = Plot::at(0.0, Vector2::new(80.0, 0.0), Matrix2::identity() * 100.0);
        assert_eq!(gate.pair(&state, &far, (3, 4)), None);
    }

    #[test]
    fn verif_cost_in_polar_coordinates_is_that_of_places() {
        let gate = Gate::new(&Config::default(), 2).unwrap();
        let polar = Polar {
            origin_m: Vector2::new(100.0, 0.0),
            measured: Vector2::new(6e4, 0.4),
            sigma: Vector2::new(30.0, 5e-4),
        };
        let place = Plot::converted(0.0, &polar).unwrap();
        let angles = Plot::polar(0.0, polar).unwrap();
        let at = place.position_m + Vector2::new(25.0, -18.0);
        let state = Cv::at_rest(at, Matrix2::identity() * 400.0, 100.0);
        let (a, b) = (gate.pair(&state, &place, (0, 0)), gate.pair(&state, &angles, (0, 0)));
        assert!((a.unwrap().cost - b.unwrap().cost).abs() < 0.01, "{a:?} {b:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]
        #[test]
        fn prop_no_plot_outside_the_box_is_inside_the_gate(
            r in 2e3_f64..2e5, azimuth in -3.1_f64..3.1, sigma in 10.0_f64..3e3,
            off in (-3.0_f64..3.0, -3.0_f64..3.0), flat in 0.0_f64..0.95, converted: bool,
        ) {
            let gate = Gate::new(&Config::default(), 2).unwrap();
            let radar = Polar {
                origin_m: Vector2::new(5e3, -4e3),
                measured: Vector2::new(r, azimuth),
                sigma: Vector2::new(50.0, 3.5e-3),
            };
            let at = radar.converted().unwrap().0;
            let covariance = Matrix2::new(1.0, flat, flat, 1.0) * (sigma * sigma);
            let state = Cv::at_rest(at, covariance, 10.0);
            let (s, c) = math::sin_cos(azimuth);
            // A plot some way along and across, by as much as the gate may allow.
            let wide = 2.0 * sigma;
            let to = at - radar.origin_m + Vector2::new(s, c) * (off.0 * wide)
                + Vector2::new(c, -s) * (off.1 * (wide + 7e-3 * r));
            let measured = Vector2::new(to.norm(), math::atan2(to[0], to[1]));
            let seen = Polar { measured, ..radar };
            let plot = if converted { Plot::converted(0.0, &seen) } else { Plot::polar(0.0, seen) };
            let plot = plot.unwrap();
            let mut bounds = Bounds::default();
            bounds.fill(&[plot]);
            if gate.pair(&state, &plot, (0, 0)).is_some() {
                let half = bounds.reach_m(&state, &gate);
                let away = plot.position_m - at;
                prop_assert!(away[0].abs() <= half[0], "{away:?} {half:?}");
                prop_assert!(away[1].abs() <= half[1], "{away:?} {half:?}");
            }
        }
    }
}
