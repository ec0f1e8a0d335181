//! Distances between the true objects and the tracks at one moment: OSPA and GOSPA.

use nalgebra::SVector;

use super::assign::Assigner;
use crate::base::math;

/// Cutoff and order of a distance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// Cutoff c (m), above 0: no error counts for more.
    pub cutoff_m: f64,
    /// Order p, at least 1: how much large errors outweigh small ones.
    pub p: f64,
}

/// GOSPA and what it is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gospa {
    /// Distance (m).
    pub distance_m: f64,
    /// Sum of d^p over the pairs nearer than the cutoff (m^p).
    pub localisation: f64,
    /// True objects without a track.
    pub missed: usize,
    /// Tracks without a true object.
    pub false_tracks: usize,
}

impl Order {
    fn is_valid(self) -> bool {
        self.cutoff_m > 0.0 && self.cutoff_m.is_finite() && self.p >= 1.0 && self.p.is_finite()
    }

    fn power(self, x: f64) -> f64 {
        if self.p == 1.0 {
            x
        } else if self.p == 2.0 {
            x * x
        } else {
            math::pow(x, self.p)
        }
    }

    fn root(self, x: f64) -> f64 {
        if self.p == 2.0 { x.sqrt() } else { math::pow(x, 1.0 / self.p) }
    }

    /// The pairs (object, track) of the best assignment under the cutoff, with their distances (m).
    ///
    /// Pairs at the cutoff or beyond are left out. `None` unless c > 0, p >= 1 and all is finite.
    #[must_use]
    pub fn pairs<const D: usize>(
        self,
        truth: &[SVector<f64, D>],
        tracks: &[SVector<f64, D>],
    ) -> Option<Vec<(usize, usize, f64)>> {
        let all = truth.iter().chain(tracks).flat_map(|p| p.iter());
        if !self.is_valid() || !all.into_iter().all(|x| x.is_finite()) {
            return None;
        }
        let turned = truth.len() > tracks.len();
        let (few, many) = if turned { (tracks, truth) } else { (truth, tracks) };
        let apart = |i: usize, j: usize| (few[i] - many[j]).norm();
        let cost: Vec<f64> = (0..few.len())
            .flat_map(|i| (0..many.len()).map(move |j| (i, j)))
            .map(|(i, j)| self.power(apart(i, j).min(self.cutoff_m)))
            .collect();
        let mut assigner = Assigner::default();
        let found = assigner.solve(&cost, few.len(), many.len())?;
        let pairs = found.iter().enumerate().map(|(i, &j)| (i, j, apart(i, j)));
        let near = pairs.filter(|(_, _, d)| *d < self.cutoff_m);
        Some(near.map(|(i, j, d)| if turned { (j, i, d) } else { (i, j, d) }).collect())
    }

    /// OSPA (m): errors of the pairs, and the cutoff for each object or track too many, on average.
    ///
    /// 0 if there are neither objects nor tracks. `None` as [`Order::pairs`]. Source: Schuhmacher,
    /// Vo and Vo, IEEE Trans. SP 56 (2008) 3447. Set T7.
    #[must_use]
    pub fn ospa<const D: usize>(
        self,
        truth: &[SVector<f64, D>],
        tracks: &[SVector<f64, D>],
    ) -> Option<f64> {
        let pairs = self.pairs(truth, tracks)?;
        let most = truth.len().max(tracks.len());
        if most == 0 {
            return Some(0.0);
        }
        let sum: f64 = pairs.iter().map(|(_, _, d)| self.power(*d)).sum();
        let rest = (most - pairs.len()) as f64 * self.power(self.cutoff_m);
        Some(self.root((sum + rest) / most as f64))
    }

    /// GOSPA with alpha = 2: not averaged, and half the cutoff for each object missed or false
    /// track. `None` as [`Order::pairs`]. Source: Rahmathullah, Garcia-Fernandez and Svensson,
    /// Proc. Fusion (2017). Set T7.
    #[must_use]
    pub fn gospa<const D: usize>(
        self,
        truth: &[SVector<f64, D>],
        tracks: &[SVector<f64, D>],
    ) -> Option<Gospa> {
        let pairs = self.pairs(truth, tracks)?;
        let localisation: f64 = pairs.iter().map(|(_, _, d)| self.power(*d)).sum();
        let (missed, false_tracks) = (truth.len() - pairs.len(), tracks.len() - pairs.len());
        let lone = 0.5 * self.power(self.cutoff_m) * (missed + false_tracks) as f64;
        let distance_m = self.root(localisation + lone);
        Some(Gospa { distance_m, localisation, missed, false_tracks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::Vector2;
    use proptest::prelude::*;

    type Points = Vec<Vector2<f64>>;

    fn points() -> impl Strategy<Value = Points> {
        proptest::collection::vec((-9_i32..9, -9_i32..9), 0..6).prop_map(|p| {
            p.iter().map(|(x, y)| Vector2::new(f64::from(*x), f64::from(*y))).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]
        #[test]
        fn prop_both_are_metrics(
            a in points(), b in points(), c in points(), cutoff in 1.0_f64..20.0,
            p in prop_oneof![Just(1.0), Just(2.0), Just(3.0)],
        ) {
            let order = Order { cutoff_m: cutoff, p };
            let ospa = |x: &Points, y: &Points| order.ospa(x, y).unwrap();
            let gospa = |x: &Points, y: &Points| order.gospa(x, y).unwrap().distance_m;
            for (ab, ba, bc, ac, aa) in [
                (ospa(&a, &b), ospa(&b, &a), ospa(&b, &c), ospa(&a, &c), ospa(&a, &a)),
                (gospa(&a, &b), gospa(&b, &a), gospa(&b, &c), gospa(&a, &c), gospa(&a, &a)),
            ] {
                prop_assert!((ab - ba).abs() < 1e-9);
                prop_assert!(ac <= ab + bc + 1e-9, "{ac} {ab} {bc}");
                prop_assert!(aa == 0.0 && ab >= 0.0);
            }
            prop_assert!(ospa(&a, &b) <= cutoff + 1e-9);
        }
    }

    #[test]
    fn limits() {
        let order = Order { cutoff_m: 10.0, p: 2.0 };
        let none: Points = vec![];
        let one = vec![Vector2::new(1.0, 2.0)];
        assert_eq!(order.ospa(&none, &none), Some(0.0));
        assert_eq!(order.ospa(&one, &none), Some(10.0));
        assert_eq!(order.ospa(&one, &[Vector2::new(f64::NAN, 0.0)]), None);
        assert_eq!(Order { p: 0.5, ..order }.ospa(&one, &one), None);
        let far = vec![Vector2::new(1.0, 12.0)];
        let split = order.gospa(&one, &far).unwrap();
        assert_eq!((split.missed, split.false_tracks, split.distance_m), (1, 1, 10.0));
    }
}
