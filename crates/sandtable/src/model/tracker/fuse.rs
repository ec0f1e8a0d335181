//! Fusion of two tracks of one object: independent, correlated, or of unknown correlation.

use nalgebra::{SMatrix, SVector};

use super::kalman::{Gaussian, inverse, symmetric};

/// Fusion of tracks with independent errors: the sum of information.
///
/// P = (P1^-1 + P2^-1)^-1, x = P (P1^-1 x1 + P2^-1 x2). `None` unless both covariances are positive
/// definite. Overconfident for tracks of one object with common process noise or common plots.
/// Set T8.
#[must_use]
pub fn independent<const N: usize>(a: &Gaussian<N>, b: &Gaussian<N>) -> Option<Gaussian<N>> {
    weighted((a, 1.0), (b, 1.0))
}

/// Fusion of tracks whose errors have the cross-covariance `cross` = E[e1 e2'].
///
/// x = x1 + (P1 - Pc)(P1 + P2 - Pc - Pc')^-1 (x2 - x1), P = P1 - (P1 - Pc)(...)^-1 (P1 - Pc'). `None`
/// unless P1 + P2 - Pc - Pc' is positive definite. Source: Bar-Shalom and Campo, IEEE Trans. AES 22
/// (1986) 803. Set T8.
#[must_use]
pub fn correlated<const N: usize>(
    a: &Gaussian<N>,
    b: &Gaussian<N>,
    cross: &SMatrix<f64, N, N>,
) -> Option<Gaussian<N>> {
    let between = symmetric(a.covariance + b.covariance - cross - cross.transpose());
    let own = a.covariance - cross;
    let gain = own * inverse(&between)?.0;
    let covariance = symmetric(a.covariance - gain * own.transpose());
    Some(Gaussian { mean: a.mean + gain * (b.mean - a.mean), covariance })
}

/// Covariance intersection: never overconfident, whatever the correlation.
///
/// P^-1 = w P1^-1 + (1 - w) P2^-1 with the weight w in [0, 1] that makes the trace of P least; that
/// trace is convex in w. Returns the fused track and w. Where every weight is as good, 1/2. `None`
/// as [`independent`]. Source: Julier and Uhlmann, Proc. ACC (1997) 2369. Set T8.
#[must_use]
pub fn intersection<const N: usize>(
    a: &Gaussian<N>,
    b: &Gaussian<N>,
) -> Option<(Gaussian<N>, f64)> {
    let (ia, ib) = (inverse(&a.covariance)?.0, inverse(&b.covariance)?.0);
    // d tr(P)/dw = -tr(P (P1^-1 - P2^-1) P): increasing, its zero by bisection.
    let difference = ia - ib;
    let slope = |w: f64| {
        let p = inverse(&(ia * w + ib * (1.0 - w)))?.0;
        Some(-(p * difference * p).trace())
    };
    let (mut low, mut high) = (0.0, 1.0);
    if difference.amax() <= 1e-14 * ia.amax() {
        (low, high) = (0.5, 0.5);
    } else if slope(0.0)? >= 0.0 {
        high = 0.0;
    } else if slope(1.0)? <= 0.0 {
        low = 1.0;
    } else {
        while high - low > 1e-16 && 0.5 * (low + high) > low && 0.5 * (low + high) < high {
            let middle = 0.5 * (low + high);
            if slope(middle)? < 0.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
    }
    let w = 0.5 * (low + high);
    Some((weighted((a, w), (b, 1.0 - w))?, w))
}

/// The sum of information with weights.
fn weighted<const N: usize>(
    (a, wa): (&Gaussian<N>, f64),
    (b, wb): (&Gaussian<N>, f64),
) -> Option<Gaussian<N>> {
    let (ia, ib) = (inverse(&a.covariance)?.0 * wa, inverse(&b.covariance)?.0 * wb);
    let covariance = inverse(&(ia + ib))?.0;
    let mean: SVector<f64, N> = covariance * (ia * a.mean + ib * b.mean);
    mean.iter().all(|x| x.is_finite()).then_some(Gaussian { mean, covariance })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{Matrix2, Vector2};
    use proptest::prelude::*;

    fn track(mean: (f64, f64), root: [f64; 4]) -> Gaussian<2> {
        let root = Matrix2::from_row_slice(&root);
        Gaussian {
            mean: Vector2::new(mean.0, mean.1),
            covariance: symmetric(root * root.transpose() + Matrix2::identity() * 0.1),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_fusion_is_symmetric_and_no_worse(
            a in proptest::array::uniform4(-3.0_f64..3.0), b in proptest::array::uniform4(-3.0_f64..3.0),
        ) {
            let (a, b) = (track((1.0, -2.0), a), track((3.0, 5.0), b));
            let one = independent(&a, &b).unwrap();
            let other = independent(&b, &a).unwrap();
            prop_assert!((one.mean - other.mean).norm() < 1e-9);
            // Without cross-covariance the two rules are one.
            let none = correlated(&a, &b, &Matrix2::zeros()).unwrap();
            prop_assert!((one.mean - none.mean).norm() < 1e-9);
            prop_assert!((one.covariance - none.covariance).norm() < 1e-9);
            let (fused, w) = intersection(&a, &b).unwrap();
            prop_assert!((0.0..=1.0).contains(&w));
            let trace = fused.covariance.trace();
            prop_assert!(trace <= a.covariance.trace().min(b.covariance.trace()) + 1e-12);
            prop_assert!(trace >= one.covariance.trace());
            // No weight on a fine grid does better.
            for k in 0..=100 {
                let v = f64::from(k) / 100.0;
                let at = weighted((&a, v), (&b, 1.0 - v)).unwrap();
                prop_assert!(at.covariance.trace() >= trace - 1e-9);
            }
        }
    }

    #[test]
    fn verif_a_better_track_in_every_direction_is_kept_alone() {
        let good = track((1.0, 1.0), [1.0, 0.0, 0.0, 1.0]);
        let bad = track((9.0, 9.0), [4.0, 0.0, 0.0, 5.0]);
        let (fused, w) = intersection(&good, &bad).unwrap();
        assert_eq!(w, 1.0);
        assert!((fused.mean - good.mean).norm() < 1e-12);
        assert_eq!(intersection(&bad, &good).unwrap().1, 0.0);
        assert_eq!(intersection(&good, &good).unwrap().1, 0.5);
        let flat = Gaussian { covariance: Matrix2::zeros(), ..good };
        assert!(independent(&good, &flat).is_none() && intersection(&flat, &good).is_none());
    }
}
