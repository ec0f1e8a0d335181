//! Which plot belongs to which track: nearest first, or the best of all ways, cluster by cluster.

use super::assign::Assigner;

/// A plot inside a track's gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// Index of the track among those that are looked at.
    pub track: u32,
    /// Index of the plot in the scan.
    pub plot: u32,
    /// Cost of this pair less that of missing the track: below 0 if worth taking.
    pub cost: f64,
    /// Normalised distance squared of the plot from the prediction.
    pub nis: f64,
}

/// The rule by which plots are shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The cheapest pair first, then the next whose track and plot are both free.
    Nearest,
    /// The least total cost (global nearest neighbour).
    Global,
}

/// The memory of the search for clusters and of the assignment, kept between scans.
#[derive(Clone, Debug, Default)]
pub struct Associator {
    root: Vec<u32>,
    first_track: Vec<u32>,
    cost: Vec<f64>,
    rows: Vec<u32>,
    columns: Vec<u32>,
    assigner: Assigner,
}

const NOBODY: u32 = u32::MAX;

impl Associator {
    /// Orders `pairs` by cluster, track and plot, and calls `on_cluster` with each cluster's pairs.
    ///
    /// Two tracks are in one cluster if a chain of shared plots connects them. Clusters come in
    /// order of their first track.
    pub fn clusters(
        &mut self,
        pairs: &mut [Pair],
        tracks: usize,
        plots: usize,
        mut on_cluster: impl FnMut(&mut Self, &[Pair]),
    ) {
        self.root.clear();
        self.root.extend(0..tracks as u32);
        self.first_track.clear();
        self.first_track.resize(plots, NOBODY);
        for pair in pairs.iter() {
            let owner = self.first_track[pair.plot as usize];
            if owner == NOBODY {
                self.first_track[pair.plot as usize] = pair.track;
            } else {
                let (a, b) = (self.find(owner), self.find(pair.track));
                self.root[a.max(b) as usize] = a.min(b);
            }
        }
        for track in 0..tracks as u32 {
            self.root[track as usize] = self.find(track);
        }
        pairs.sort_unstable_by_key(|p| (self.root[p.track as usize], p.track, p.plot));
        let mut from = 0;
        while from < pairs.len() {
            let root = self.root[pairs[from].track as usize];
            let rest = &pairs[from..];
            let n = rest.iter().take_while(|p| self.root[p.track as usize] == root).count();
            on_cluster(self, &rest[..n]);
            from += n;
        }
    }

    fn find(&mut self, track: u32) -> u32 {
        let mut at = track;
        while self.root[at as usize] != at {
            // Halving the path keeps later searches short.
            self.root[at as usize] = self.root[self.root[at as usize] as usize];
            at = self.root[at as usize];
        }
        at
    }

    /// The best way to share out the plots of one cluster; `take` is called with the pairs chosen.
    ///
    /// One column for each plot and, for a miss, one of cost 0 for each track. Source: Blackman and
    /// Popoli (1999), 6.4.
    pub fn assign_cluster(&mut self, cluster: &[Pair], mut take: impl FnMut(&Pair)) {
        let worth = |p: &&Pair| p.cost < 0.0;
        if cluster.iter().all(|p| p.track == cluster[0].track) {
            let best = cluster.iter().filter(worth);
            if let Some(pair) = best.reduce(|a, b| if b.cost < a.cost { b } else { a }) {
                take(pair);
            }
            return;
        }
        self.rows.clear();
        self.rows.extend(cluster.iter().map(|p| p.track));
        self.rows.dedup();
        self.columns.clear();
        self.columns.extend(cluster.iter().map(|p| p.plot));
        self.columns.sort_unstable();
        self.columns.dedup();
        let (tracks, plots) = (self.rows.len(), self.columns.len());
        let width = plots + tracks;
        self.cost.clear();
        self.cost.resize(tracks * width, f64::INFINITY);
        let mut row = 0;
        for pair in cluster {
            row += usize::from(self.rows[row] != pair.track);
            if let Ok(column) = self.columns.binary_search(&pair.plot) {
                self.cost[row * width + column] = pair.cost;
            }
        }
        for row in 0..tracks {
            self.cost[row * width + plots + row] = 0.0;
        }
        let Some(found) = self.assigner.solve(&self.cost, tracks, width) else { return };
        let mut row = 0;
        for pair in cluster {
            row += usize::from(self.rows[row] != pair.track);
            if self.columns.get(found[row]) == Some(&pair.plot) {
                take(pair);
            }
        }
    }

    /// Shares out the plots by `rule`; `take` is called once for each track that gets one.
    pub fn share_out(
        &mut self,
        rule: Rule,
        pairs: &mut [Pair],
        (tracks, plots): (usize, usize),
        mut take: impl FnMut(&Pair),
    ) {
        if rule == Rule::Global {
            self.clusters(pairs, tracks, plots, |own, cluster| {
                own.assign_cluster(cluster, &mut take);
            });
            return;
        }
        pairs.sort_unstable_by(|a, b| {
            a.cost.total_cmp(&b.cost).then((a.track, a.plot).cmp(&(b.track, b.plot)))
        });
        self.root.clear();
        self.root.resize(tracks, NOBODY);
        self.first_track.clear();
        self.first_track.resize(plots, NOBODY);
        for pair in pairs.iter().filter(|p| p.cost < 0.0) {
            let (track, plot) = (pair.track as usize, pair.plot as usize);
            if self.root[track] == NOBODY && self.first_track[plot] == NOBODY {
                (self.root[track], self.first_track[plot]) = (pair.plot, pair.track);
                take(pair);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pair(track: u32, plot: u32, cost: f64) -> Pair {
        Pair { track, plot, cost, nis: 1.0 }
    }

    fn shared(rule: Rule, mut pairs: Vec<Pair>) -> Vec<(u32, u32)> {
        let mut taken = Vec::new();
        Associator::default()
            .share_out(rule, &mut pairs, (8, 8), |p| taken.push((p.track, p.plot)));
        taken.sort_unstable();
        taken
    }

    /// The least cost with misses at 0, by trying all ways.
    fn brute(pairs: &[Pair], track: u32, used: u32) -> f64 {
        if track == 8 {
            return 0.0;
        }
        let own = pairs.iter().filter(|p| p.track == track && used >> p.plot & 1 == 0);
        own.map(|p| p.cost + brute(pairs, track + 1, used | 1 << p.plot))
            .fold(brute(pairs, track + 1, used), f64::min)
    }

    #[test]
    fn global_gives_way_where_nearest_does_not() {
        // Track 0 likes plot 0 a little more than plot 1; track 1 has plot 0 only.
        let pairs = vec![pair(0, 0, -5.0), pair(0, 1, -4.0), pair(1, 0, -3.0)];
        assert_eq!(shared(Rule::Nearest, pairs.clone()), [(0, 0)]);
        assert_eq!(shared(Rule::Global, pairs), [(0, 1), (1, 0)]);
        // A pair dearer than a miss is not taken; of equals the first plot is.
        assert_eq!(shared(Rule::Global, vec![pair(3, 1, 0.5)]), []);
        assert_eq!(shared(Rule::Global, vec![pair(3, 2, -1.0), pair(3, 5, -1.0)]), [(3, 2)]);
    }

    #[test]
    fn clusters_are_connected_by_plots() {
        let mut pairs = vec![
            pair(4, 7, -1.0),
            pair(0, 1, -1.0),
            pair(2, 3, -1.0),
            pair(4, 1, -1.0),
            pair(1, 7, -1.0),
        ];
        let mut seen = Vec::new();
        Associator::default().clusters(&mut pairs, 5, 8, |_, c| {
            seen.push(c.iter().map(|p| (p.track, p.plot)).collect::<Vec<_>>());
        });
        assert_eq!(seen, [vec![(0, 1), (1, 7), (4, 1), (4, 7)], vec![(2, 3)]]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_global_cost_is_the_least_over_all_clusters(
            costs in proptest::collection::btree_map((0_u32..8, 0_u32..8), -20_i32..4, 0..16),
        ) {
            let pairs: Vec<Pair> =
                costs.iter().map(|((t, p), c)| pair(*t, *p, f64::from(*c))).collect();
            let taken = shared(Rule::Global, pairs.clone());
            let total: f64 = taken.iter().map(|key| f64::from(costs[key])).sum();
            prop_assert_eq!(total, brute(&pairs, 0, 0));
            for list in [taken.iter().map(|t| t.0).collect::<Vec<_>>(), taken.iter().map(|t| t.1).collect()] {
                let mut once = list.clone();
                once.sort_unstable();
                once.dedup();
                prop_assert_eq!(once.len(), list.len());
            }
        }
    }
}
