//! When a tentative track is believed: M hits in a window of N looks, as logic and as a chain.

/// The rule: `hits` of the last `window` looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Hits needed, M, from 1 to `window`.
    pub hits: u32,
    /// Looks that count, N, up to 64.
    pub window: u32,
}

impl Confirmation {
    /// Whether 1 <= M <= N <= 64.
    #[must_use]
    pub fn is_valid(self) -> bool {
        (1..=self.window).contains(&self.hits) && self.window <= 64
    }

    /// Whether a history of looks (bit 0 the last, 1 a hit) confirms.
    #[inline]
    #[must_use]
    pub fn holds(self, history: u64) -> bool {
        let window = u64::MAX >> (64 - self.window.clamp(1, 64));
        (history & window).count_ones() >= self.hits
    }

    /// How a first confirmation comes about if each look is a hit with probability `p`.
    ///
    /// Exact: a Markov chain on the last N - 1 looks, from all missed. `None` unless the rule is
    /// valid, N <= [`LONGEST`] and 0 < p <= 1. Source: Castella, IEEE Trans. AES 12 (1976) 778.
    /// Set T6.
    #[must_use]
    pub fn chain(self, p: f64) -> Option<Chain> {
        let fits = self.is_valid() && self.window <= LONGEST && p > 0.0 && p <= 1.0;
        fits.then(|| Chain::new(self, p))
    }
}

/// The longest window whose chain is worked out: 512 states.
pub const LONGEST: u32 = 10;

/// The Markov chain of a rule: states are histories of the last N - 1 looks that do not confirm.
#[derive(Clone, Debug)]
pub struct Chain {
    p: f64,
    /// After a miss and after a hit: the next state; [`DONE`] where the rule confirms.
    next: Vec<[usize; 2]>,
}

const DONE: usize = usize::MAX;

impl Chain {
    fn new(rule: Confirmation, p: f64) -> Self {
        let kept = (1_u64 << (rule.window - 1)) - 1;
        let open: Vec<u64> = (0..=kept).filter(|h| h.count_ones() < rule.hits).collect();
        let after = |history: u64, hit: u64| {
            let looks = history << 1 | hit;
            if hit == 1 && rule.holds(looks) {
                return DONE;
            }
            open.binary_search(&(looks & kept)).unwrap_or(DONE)
        };
        Chain { p, next: open.iter().map(|&h| [after(h, 0), after(h, 1)]).collect() }
    }

    /// Probability of a confirmation within `looks` looks.
    #[must_use]
    pub fn within(&self, looks: u32) -> f64 {
        let mut at = vec![0.0; self.next.len()];
        at[0] = 1.0;
        let mut done = 0.0;
        for _ in 0..looks {
            let mut then = vec![0.0; at.len()];
            for (next, share) in self.next.iter().zip(&at) {
                for (to, p) in next.iter().zip([1.0 - self.p, self.p]) {
                    match *to {
                        DONE => done += share * p,
                        to => then[to] += share * p,
                    }
                }
            }
            at = then;
        }
        done
    }

    /// Mean number of looks to a confirmation.
    ///
    /// States are taken out one by one, without subtraction, so that rare confirmations keep their
    /// digits. Source: Grassmann, Taksar and Heyman, Oper. Res. 33 (1985) 1107.
    #[must_use]
    pub fn mean_looks(&self) -> f64 {
        let n = self.next.len();
        let mut go = vec![0.0; n * n];
        let (mut done, mut looks) = (vec![0.0; n], vec![1.0; n]);
        for (i, next) in self.next.iter().enumerate() {
            for (to, p) in next.iter().zip([1.0 - self.p, self.p]) {
                match *to {
                    DONE => done[i] += p,
                    to => go[i * n + to] += p,
                }
            }
        }
        for k in (1..n).rev() {
            let (above, row) = go.split_at_mut(k * n);
            let row = &row[..k];
            let out: f64 = done[k] + row.iter().sum::<f64>();
            for i in 0..k {
                let share = above[i * n + k] / out;
                if share == 0.0 {
                    continue;
                }
                for (to, p) in above[i * n..][..k].iter_mut().zip(row) {
                    *to += share * p;
                }
                done[i] += share * done[k];
                looks[i] += share * looks[k];
            }
        }
        looks[0] / done[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moments::Moments;
    use crate::base::purpose::Purpose;
    use crate::base::rng::{Entity, StreamKey, uniform};

    fn rule(hits: u32, window: u32) -> Confirmation {
        Confirmation { hits, window }
    }

    #[test]
    fn verif_closed_forms() {
        // One hit is enough: geometric.
        let chain = rule(1, 4).chain(0.3).unwrap();
        assert!((chain.mean_looks() - 1.0 / 0.3).abs() < 1e-14);
        assert!((chain.within(5) - (1.0 - 0.7_f64 * 0.7 * 0.7 * 0.7 * 0.7)).abs() < 1e-14);
        // A run of M hits: mean (p^-M - 1)/(1 - p), Feller (1968), XIII.7.
        let p: f64 = 0.4;
        let run = rule(3, 3).chain(p).unwrap().mean_looks();
        assert!((run - (1.0 / (p * p * p) - 1.0) / (1.0 - p)).abs() < 1e-12);
        // Certain hits confirm at look M.
        let sure = rule(3, 5).chain(1.0).unwrap();
        assert_eq!((sure.within(2), sure.within(3), sure.mean_looks()), (0.0, 1.0, 3.0));
    }

    #[test]
    fn verif_logic_and_chain_agree() {
        let mut above = 0;
        let rules = [(2, 3), (3, 4), (3, 5), (4, 6), (2, 8), (5, 10), (3, 7), (2, 2)];
        for (i, (hits, window)) in rules.into_iter().enumerate() {
            let p = 0.3 + 0.05 * i as f64;
            let want = rule(hits, window).chain(p).unwrap().mean_looks();
            // 256 replications of the logic.
            let looks: Moments = (0..256_u32)
                .map(|replication| {
                    let key = StreamKey::luck(77, replication);
                    let (mut history, mut n) = (0_u64, 0_u32);
                    while !rule(hits, window).holds(history) {
                        let u = uniform(key, Purpose::PIN, Entity(i as u64), n, 0);
                        history = history << 1 | u64::from(u < p);
                        n += 1;
                    }
                    f64::from(n)
                })
                .collect();
            let (mean, sd) = (looks.mean().unwrap(), looks.sd().unwrap());
            assert!((mean - want).abs() < 4.0 * sd / 16.0, "{hits}/{window}: {mean} {want}");
            above += u32::from(mean > want);
        }
        // Sign test: 0 or 8 of 8 has probability 0.008, 1 to 7 is no pattern.
        assert!((1..8).contains(&above), "{above}");
    }

    #[test]
    fn windows_forget_and_rules_are_checked() {
        assert!(rule(2, 3).holds(0b101) && !rule(2, 3).holds(0b1001));
        assert!(rule(64, 64).holds(u64::MAX));
        assert!(!rule(4, 3).is_valid() && !rule(0, 3).is_valid() && !rule(1, 65).is_valid());
        assert!(rule(2, 3).chain(0.0).is_none() && rule(2, 11).chain(0.5).is_none());
    }
}
