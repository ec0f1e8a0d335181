//! Joint probabilistic data association: how probably each plot belongs to each track.

use super::associate::Pair;
use crate::base::math;

/// Tracks that a cluster may have to be enumerated.
pub const MOST_TRACKS: usize = 6;
/// Joint events that are enumerated at most.
const MOST_EVENTS: f64 = 2e5;

/// How probable each pair of a cluster is, in the order given: what is missing to 1 is a miss.
///
/// `cluster` is sorted by track; exp(-cost/2) are the odds of a pair against a miss where
/// `miss_odds` = (1 - Pd Pg)/(1 - Pd) is the weight of a miss. The sum over all joint events that
/// give no plot to two tracks. `None` if the cluster is too large or no sum is finite: use the
/// best assignment. Source: Fortmann, Bar-Shalom and Scheffe, IEEE J. Oceanic Eng. 8 (1983) 173.
#[must_use]
pub fn probabilities(cluster: &[Pair], miss_odds: f64) -> Option<Vec<f64>> {
    let mut begins = vec![0];
    begins.extend((1..cluster.len()).filter(|i| cluster[*i].track != cluster[i - 1].track));
    begins.push(cluster.len());
    let tracks = begins.len() - 1;
    let events: f64 = begins.windows(2).map(|w| (w[1] - w[0] + 1) as f64).product();
    if tracks > MOST_TRACKS || events > MOST_EVENTS || miss_odds <= 0.0 {
        return None;
    }
    let weights = cluster.iter().map(|p| math::exp(-0.5 * p.cost) / miss_odds).collect();
    let mut events =
        Events { cluster, begins, weights, used: vec![], sums: vec![0.0; cluster.len()] };
    let total = events.walk(0, 1.0);
    if !(total > 0.0 && total.is_finite()) {
        return None;
    }
    let shares: Vec<f64> = events.sums.iter().map(|s| s / total).collect();
    shares.iter().all(|s| s.is_finite()).then_some(shares)
}

struct Events<'a> {
    cluster: &'a [Pair],
    begins: Vec<usize>,
    weights: Vec<f64>,
    used: Vec<u32>,
    sums: Vec<f64>,
}

impl Events<'_> {
    /// The weight of all events that go on from `row` with what is used, times `product`.
    fn walk(&mut self, row: usize, product: f64) -> f64 {
        if row + 1 == self.begins.len() {
            return product;
        }
        let mut total = self.walk(row + 1, product);
        for at in self.begins[row]..self.begins[row + 1] {
            let plot = self.cluster[at].plot;
            if self.used.contains(&plot) {
                continue;
            }
            self.used.push(plot);
            let with = self.walk(row + 1, product * self.weights[at]);
            self.used.pop();
            self.sums[at] += with;
            total += with;
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(track: u32, plot: u32, odds: f64) -> Pair {
        Pair { track, plot, cost: -2.0 * math::ln(odds), nis: 1.0 }
    }

    #[test]
    fn verif_one_track_is_the_probabilistic_filter() {
        let shares = probabilities(&[pair(0, 0, 3.0), pair(0, 4, 5.0)], 2.0).unwrap();
        assert!((shares[0] - 0.3).abs() < 1e-12 && (shares[1] - 0.5).abs() < 1e-12);
    }

    #[test]
    fn verif_two_tracks_share_by_hand() {
        // Events: none 1; 0a 2; 0b 3; 1b 5; 0a1b 10. Not 0b1b.
        let cluster = [pair(0, 0, 2.0), pair(0, 1, 3.0), pair(1, 1, 5.0)];
        let shares = probabilities(&cluster, 1.0).unwrap();
        for (share, want) in shares.iter().zip([12.0, 3.0, 15.0]) {
            assert!((share - want / 21.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_is_too_large_is_left_to_the_assignment() {
        let seven: Vec<Pair> = (0..7).map(|t| pair(t, 0, 1.0)).collect();
        assert_eq!(probabilities(&seven, 1.0), None);
        let crowd: Vec<Pair> = (0..6).flat_map(|t| (0..10).map(move |p| pair(t, p, 1.0))).collect();
        assert_eq!(probabilities(&crowd, 1.0), None);
        let sure = Pair { cost: -1e6, ..pair(0, 0, 1.0) };
        assert_eq!(probabilities(&[sure], 1.0), None);
    }
}
