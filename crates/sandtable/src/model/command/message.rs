//! A message over a chain of hops that lose it now and then and try again.

use crate::base::math;

/// A chain of alike hops.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    /// Hops from the first post to the last.
    pub hops: u32,
    /// Delay that every hop has (s).
    pub fixed_s: f64,
    /// Mean of the exponential delay that comes on top at a hop (s).
    pub random_s: f64,
    /// Chance that an attempt is lost, in [0, 1].
    pub loss: f64,
    /// How often a hop tries again before it gives up.
    pub retries: u32,
    /// Time that a lost attempt costs before the next (s).
    pub timeout_s: f64,
}

impl Chain {
    /// Chance that a message arrives: (1 - p^(k+1))^h.
    ///
    /// Attempts are independent; in truth losses come together: [`super::outage`]. Source: Bertsekas
    /// and Gallager (1992). Set C1.
    #[must_use]
    pub fn delivered(&self) -> f64 {
        // (1 - p)(1 + p + ... + p^k), which does not cancel for p near 1.
        let of_hop = (1.0 - self.loss) * self.attempts();
        if self.hops == 0 { 1.0 } else { math::pow(of_hop, f64::from(self.hops)) }
    }

    /// Expected attempts at a hop that a message reaches: (1 - p^(k+1))/(1 - p). Set C1.
    #[must_use]
    pub fn attempts(&self) -> f64 {
        self.sums().0
    }

    /// Mean latency of the messages that arrive (s): h (d + m + T `E[f]`).
    ///
    /// `E[f]` = sum j p^j (1 - p)/(1 - p^(k+1)) is the mean number of lost attempts at a hop that is
    /// passed. Without waiting at the posts: add that of [`super::queues::one_server_wait_s`]. For p
    /// = 1 the limit, of messages that are never there. Set C1.
    #[must_use]
    pub fn latency_s(&self) -> f64 {
        let (attempts, lost) = self.sums();
        let of_hop_s = self.fixed_s + self.random_s + self.timeout_s * (lost / attempts);
        f64::from(self.hops) * of_hop_s
    }

    /// Sums of p^j and of j p^j over attempts j = 0 to k.
    fn sums(&self) -> (f64, f64) {
        let (mut all, mut lost, mut power) = (1.0, 0.0, 1.0);
        for j in 1..=self.retries {
            power *= self.loss;
            all += power;
            lost += power * f64::from(j);
            // What follows is lost in the rounding.
            if power * f64::from(self.retries) * f64::from(self.retries) < 1e-18 * lost {
                break;
            }
        }
        (all, lost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::moments::Moments;
    use crate::base::rng::{Entity, Purpose, StreamKey, uniform};
    use proptest::prelude::*;

    const CHAIN: Chain =
        Chain { hops: 4, fixed_s: 1.0, random_s: 2.0, loss: 0.3, retries: 3, timeout_s: 10.0 };

    #[test]
    fn verif_a_chain_by_hand() {
        let hop: f64 = 1.0 - 0.0081;
        assert!((CHAIN.delivered() - hop * hop * hop * hop).abs() < 1e-15);
        assert!((CHAIN.attempts() - 1.417).abs() < 1e-15);
        let lost = 0.7 * (0.3 + 2.0 * 0.09 + 3.0 * 0.027) / hop;
        assert!((CHAIN.latency_s() - 4.0 * (3.0 + 10.0 * lost)).abs() < 1e-13);
        let sure = Chain { loss: 0.0, ..CHAIN };
        assert_eq!((sure.delivered(), sure.attempts(), sure.latency_s()), (1.0, 1.0, 12.0));
        let never = Chain { loss: 1.0, ..CHAIN };
        assert_eq!((never.delivered(), never.attempts(), never.latency_s()), (0.0, 4.0, 72.0));
        let here = Chain { hops: 0, ..never };
        assert_eq!((here.delivered(), here.latency_s()), (1.0, 0.0));
        // Many retries: geometric, p/(1 - p) lost.
        let patient = Chain { retries: u32::MAX, ..CHAIN };
        assert!((patient.latency_s() - 4.0 * (3.0 + 30.0 / 7.0)).abs() < 1e-13);
        assert!((patient.delivered() - 1.0).abs() < 1e-15);
    }

    #[test]
    fn verif_simulated_messages_agree() {
        // 64 replications of 200 messages, hop after hop.
        let replication = |index: u32| {
            let key = StreamKey::luck(8, index);
            let (mut arrived, mut latency_s) = (0, 0.0);
            for message in 0..200 {
                let u =
                    |hop: u32, n| uniform(key, Purpose::MESSAGE, Entity(2), message, hop * 64 + n);
                let hop_s = |hop: u32| {
                    let lost = (0..=CHAIN.retries).find(|n| u(hop, *n) >= CHAIN.loss)?;
                    let random_s = -CHAIN.random_s * math::ln(u(hop, 60));
                    Some(f64::from(lost) * CHAIN.timeout_s + CHAIN.fixed_s + random_s)
                };
                if let Some(s) = (0..CHAIN.hops).map(hop_s).sum::<Option<f64>>() {
                    arrived += 1;
                    latency_s += s;
                }
            }
            (f64::from(arrived) / 200.0, latency_s / f64::from(arrived))
        };
        let runs: Vec<(f64, f64)> = (0..64).map(replication).collect();
        let shares: Moments = runs.iter().map(|r| r.0).collect();
        let latencies: Moments = runs.iter().map(|r| r.1).collect();
        for (found, want) in [(shares, CHAIN.delivered()), (latencies, CHAIN.latency_s())] {
            let four_se = 4.0 * found.sd().unwrap() / 8.0;
            assert!((found.mean().unwrap() - want).abs() < four_se, "{found:?} {want}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_retries_deliver_more_and_later(
            hops in 1_u32..9, loss in 0.0_f64..1.0, retries in 0_u32..9,
        ) {
            let few = Chain { hops, loss, retries, ..CHAIN };
            let more = Chain { retries: retries + 1, ..few };
            prop_assert!(more.delivered() >= few.delivered() - 1e-14);
            prop_assert!(more.latency_s() >= few.latency_s() - 1e-11);
            prop_assert!(few.attempts() >= 1.0 && few.attempts() <= f64::from(retries) + 1.0);
            // The closed form of the lost attempts, where it does not cancel.
            if loss < 0.9 {
                let (k1, all) = (f64::from(retries) + 1.0, math::pow(loss, f64::from(retries) + 1.0));
                let lost = loss / (1.0 - loss) - k1 * all / (1.0 - all);
                let want = f64::from(hops) * (3.0 + 10.0 * lost);
                prop_assert!((few.latency_s() - want).abs() < 1e-10);
            }
        }
    }
}
