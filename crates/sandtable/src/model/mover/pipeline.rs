//! Echelons of a unit through loading, run and unloading.

/// A unit that moves in equal echelons over one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pipeline {
    /// Echelons.
    pub echelons: u32,
    /// Loading ramps, at least 1.
    pub loading_ramps: u32,
    /// Time to load one echelon (s).
    pub load_s: f64,
    /// Least time between two departures (s).
    pub headway_s: f64,
    /// Time of the run, stops included (s).
    pub run_s: f64,
    /// Unloading ramps, at least 1.
    pub unloading_ramps: u32,
    /// Time to unload one echelon (s).
    pub unload_s: f64,
}

/// The times of one echelon, from the start of loading of the first (s).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Passage {
    /// Loaded.
    pub loaded_s: f64,
    /// Departs.
    pub depart_s: f64,
    /// Arrives.
    pub arrive_s: f64,
    /// Unloaded; that of the last echelon is the closure time.
    pub unloaded_s: f64,
}

impl Pipeline {
    /// The passages of all echelons, in order; empty without a ramp at either end.
    ///
    /// depart = max(loaded, previous departure + headway), arrive = depart + run; loading in turn
    /// on the ramp that is free first, unloading first come, first served. Deterministic; equal
    /// echelons. Set M1.
    #[must_use]
    pub fn passages(&self) -> Vec<Passage> {
        if self.loading_ramps == 0 || self.unloading_ramps == 0 {
            return Vec::new();
        }
        let mut loading = Ramps::new(self.loading_ramps);
        let mut unloading = Ramps::new(self.unloading_ramps);
        let mut free_line_s = f64::NEG_INFINITY;
        (0..self.echelons)
            .map(|_| {
                let loaded_s = loading.serve(0.0, self.load_s);
                let depart_s = loaded_s.max(free_line_s);
                free_line_s = depart_s + self.headway_s;
                let arrive_s = depart_s + self.run_s;
                let unloaded_s = unloading.serve(arrive_s, self.unload_s);
                Passage { loaded_s, depart_s, arrive_s, unloaded_s }
            })
            .collect()
    }
}

/// When each ramp is next free (s).
struct Ramps(Vec<f64>);

impl Ramps {
    fn new(count: u32) -> Self {
        Ramps(vec![0.0; count as usize])
    }

    /// Serves one echelon on the ramp free first, the lowest of equals; returns when it is done.
    fn serve(&mut self, ready_s: f64, service_s: f64) -> f64 {
        let mut first = 0;
        for (i, free_s) in self.0.iter().enumerate() {
            if *free_s < self.0[first] {
                first = i;
            }
        }
        let done_s = ready_s.max(self.0[first]) + service_s;
        self.0[first] = done_s;
        done_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_ramp_moves_nothing() {
        let p = Pipeline {
            echelons: 3,
            loading_ramps: 0,
            load_s: 1.0,
            headway_s: 1.0,
            run_s: 1.0,
            unloading_ramps: 1,
            unload_s: 1.0,
        };
        assert!(p.passages().is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]
        #[test]
        fn prop_order_headway_and_ramps_hold(
            echelons in 1_u32..20, loading_ramps in 1_u32..4, unloading_ramps in 1_u32..4,
            load_s in 0.0_f64..9.0, headway_s in 0.0_f64..9.0, unload_s in 0.0_f64..9.0,
        ) {
            let run_s = 100.0;
            let plan = Pipeline {
                echelons, loading_ramps, load_s, headway_s, run_s, unloading_ramps, unload_s,
            };
            let all = plan.passages();
            prop_assert_eq!(all.len(), echelons as usize);
            for p in &all {
                prop_assert!(p.loaded_s >= load_s && p.depart_s >= p.loaded_s);
                prop_assert!(p.arrive_s == p.depart_s + run_s);
                prop_assert!(p.unloaded_s >= p.arrive_s + unload_s);
            }
            for pair in all.windows(2) {
                prop_assert!(pair[1].depart_s >= pair[0].depart_s + headway_s);
                prop_assert!(pair[1].unloaded_s >= pair[0].unloaded_s);
            }
            // No more echelons in work than ramps.
            for pair in all.windows(unloading_ramps as usize + 1) {
                let last = pair[unloading_ramps as usize];
                prop_assert!(last.unloaded_s - unload_s >= pair[0].unloaded_s - 1e-9);
            }
        }
    }
}
