//! Queues in which those who wait give up: after exponential patience, or after a fixed time.
//!
//! A target is a customer whose patience is the time left in the envelope. That time is neither
//! exponential nor the same for all, so the two laws bracket the engine and do not forecast it.

use crate::base::math;

/// More states than this are not summed.
const MOST_STATES: u32 = 10_000_000;
/// What a sum may miss, as a share of it.
const REST: f64 = 1e-17;
/// Weights above this are scaled back.
const LARGE: f64 = 1e200;

/// A queue whose customers give up after an exponential time, in the long run (M/M/c+M, Erlang A).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exponential {
    /// Chance that an arrival finds all servers busy.
    pub must_wait: f64,
    /// Chance that an arrival gives up.
    pub abandons: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// Mean wait of all arrivals, served or not (s).
    pub wait_s: f64,
}

/// A queue whose customers give up after a fixed time, in the long run (M/M/c+D).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fixed {
    /// Chance that an arrival finds all servers busy.
    pub must_wait: f64,
    /// Chance that an arrival gives up.
    pub abandons: f64,
}

/// `servers` servers, Poisson arrivals of `arrival_hz`, exponential service of `service_hz` at each,
/// each customer who waits giving up at rate `abandon_hz` (1/s).
///
/// Birth and death in balance: below c by Erlang's recursion, above c weights times lambda/(c mu + j
/// theta), summed until what is left is below 1e-17 of the sum. About 1e-14 of the value. With theta
/// = 0 it is Erlang C. `None` for no server, rates that are not above 0 (theta: below 0), a queue
/// that grows for ever, or over 10 million states. P_ab = theta L_q/lambda. Source: Palm (1957);
/// Garnett, Mandelbaum and Reiman (2002). Set Q3.
#[must_use]
pub fn exponential_patience(
    servers: u32,
    arrival_hz: f64,
    service_hz: f64,
    abandon_hz: f64,
) -> Option<Exponential> {
    let load = known_load(servers, arrival_hz, service_hz)?;
    // In units of the arrival rate: a step up over the step down from there.
    let (serve, leave) = (f64::from(servers) / load, abandon_hz / arrival_hz);
    if !(leave >= 0.0 && leave.is_finite()) || leave == 0.0 && serve <= 1.0 {
        return None;
    }
    // Weights with all servers busy and nobody waiting as 1: of all states up to that one, of those
    // with j waiting, and of those times j.
    let mut upto = states_upto(servers, load);
    let (mut more, mut queue, mut weight, mut scale) = (0.0, 0.0, 1.0, 1.0);
    for j in 1..=MOST_STATES {
        let ratio = 1.0 / (serve + f64::from(j) * leave);
        weight *= ratio;
        more += weight;
        queue += weight * f64::from(j);
        // The rest of the sum of j w_j, were the ratio to stay as it is.
        let rest = weight * ratio / (1.0 - ratio) * (f64::from(j) + 1.0 / (1.0 - ratio));
        if ratio < 1.0 && rest <= REST * queue {
            let all = upto + more;
            return Some(Exponential {
                must_wait: (scale + more) / all,
                abandons: leave * (queue / all),
                waiting: queue / all,
                wait_s: queue / all / arrival_hz,
            });
        }
        if weight > LARGE {
            for sum in [&mut upto, &mut more, &mut queue, &mut weight, &mut scale] {
                *sum /= LARGE;
            }
        }
    }
    None
}

/// `servers` servers, Poisson arrivals of `arrival_hz`, exponential service of `service_hz` at each
/// (1/s), each customer giving up after waiting `patience_s` >= 0 (s).
///
/// The density of the wait that an endlessly patient arrival would have is lambda p_(c-1) e^(d x) up
/// to tau and falls with e^(-c mu x) beyond, d = lambda - c mu; P_ab is its mass beyond tau: lambda
/// p_(c-1) e^(d tau)/(c mu)/Z. Written with expm1 and with e^(-d tau) for d > 0, so that it holds at
/// d = 0 and does not overflow. About 1e-14 of the value. `None` for no server, rates that are not
/// above 0 or patience below 0. Source: Barrer (1957); Baccelli and Hebuterne (1981). Set
/// Q4.
#[must_use]
pub fn fixed_patience(
    servers: u32,
    arrival_hz: f64,
    service_hz: f64,
    patience_s: f64,
) -> Option<Fixed> {
    let load = known_load(servers, arrival_hz, service_hz)?;
    if !(patience_s >= 0.0 && patience_s.is_finite()) {
        return None;
    }
    // Weights with p_(c-1) as 1: of all states with a free server, of waits up to tau, beyond.
    let free = states_upto(servers - 1, load);
    let beyond = load / f64::from(servers);
    let tau = arrival_hz * patience_s;
    let growth = tau * (1.0 - 1.0 / beyond);
    // Both waits over e^(growth) if that is large.
    let (free, within, beyond) = if growth > 0.0 {
        (free * math::exp(-growth), tau * mean_power(-growth), beyond)
    } else {
        (free, tau * mean_power(growth), beyond * math::exp(growth))
    };
    let all = free + within + beyond;
    Some(Fixed { must_wait: (within + beyond) / all, abandons: beyond / all })
}

/// (e^x - 1)/x, 1 at 0: the mean of e^y for y from 0 to x.
fn mean_power(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { math::exp_m1(x) / x }
}

/// Weight of all states with up to `busy` busy, that of `busy` being 1: the inverse of Erlang B.
fn states_upto(busy: u32, load: f64) -> f64 {
    (1..=busy).fold(1.0, |sum, k| 1.0 + sum * (f64::from(k) / load))
}

fn known_load(servers: u32, arrival_hz: f64, service_hz: f64) -> Option<f64> {
    let load = arrival_hz / service_hz;
    let known = servers > 0 && service_hz > 0.0 && load > 0.0 && load.is_finite();
    (known && arrival_hz.is_finite()).then_some(load)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::command::queues::{erlang_b, erlang_c, erlang_c_wait};
    use proptest::prelude::*;

    fn near(a: f64, b: f64, share: f64) -> bool {
        (a - b).abs() <= share * b.abs()
    }

    #[test]
    fn verif_patience_as_long_as_service() {
        // theta = mu: every customer leaves at the same rate, so there are Poisson(a) of them.
        let (c, a) = (6, 9.0);
        let queue = exponential_patience(c, 9.0, 1.0, 1.0).unwrap();
        let mut p = math::exp(-a);
        let (mut free, mut waiting) = (0.0, 0.0);
        for n in 0..200 {
            if n < c {
                free += p;
            } else {
                waiting += p * f64::from(n - c);
            }
            p *= a / f64::from(n + 1);
        }
        assert!(near(queue.must_wait, 1.0 - free, 1e-13) && near(queue.waiting, waiting, 1e-13));
        assert!(near(queue.abandons, waiting / a, 1e-13));
        assert!(near(queue.wait_s, waiting / 9.0, 1e-13));
    }

    #[test]
    fn verif_limits_of_patience() {
        // Without patience Erlang B, with all the time Erlang C.
        let short = exponential_patience(6, 5.0, 1.0, 1e9).unwrap();
        assert!(near(short.abandons, erlang_b(6, 5.0), 1e-7));
        assert!(near(fixed_patience(6, 5.0, 1.0, 0.0).unwrap().abandons, erlang_b(6, 5.0), 1e-14));
        let none = exponential_patience(6, 5.0, 1.0, 0.0).unwrap();
        assert!(near(none.must_wait, erlang_c(6, 5.0).unwrap(), 1e-13) && none.abandons == 0.0);
        assert!(near(none.wait_s, erlang_c_wait(6, 5.0).unwrap(), 1e-13));
        let long = fixed_patience(6, 5.0, 1.0, 500.0).unwrap();
        assert!(near(long.must_wait, erlang_c(6, 5.0).unwrap(), 1e-13) && long.abandons < 1e-200);
        // Far overloaded: what cannot be served leaves.
        let crowd = exponential_patience(10, 1e4, 1.0, 1e-2).unwrap();
        assert!(near(crowd.abandons, 0.999, 1e-12) && crowd.must_wait == 1.0);
        assert!(near(fixed_patience(10, 1e4, 1.0, 9.0).unwrap().abandons, 0.999, 1e-12));
    }

    #[test]
    fn verif_one_server_with_fixed_patience() {
        // c = 1, lambda = mu = 1: free 1, waits up to tau: tau, beyond 1.
        for tau in [0.0, 0.5, 3.0] {
            let queue = fixed_patience(1, 1.0, 1.0, tau).unwrap();
            assert!(near(queue.abandons, 1.0 / (2.0 + tau), 1e-15));
            // Nothing jumps beside equal rates.
            for rate in [1.0 - 1e-9, 1.0 + 1e-9] {
                let beside = fixed_patience(1, rate, 1.0, tau).unwrap();
                assert!(near(beside.abandons, queue.abandons, 1e-8));
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        let nan = f64::NAN;
        for (c, l, m, x) in [
            (0, 1.0, 1.0, 1.0),
            (2, 0.0, 1.0, 1.0),
            (2, 1.0, 0.0, 1.0),
            (2, -1.0, -1.0, 1.0),
            (2, 1.0, 1.0, -1.0),
            (2, nan, 1.0, 1.0),
            (2, 1.0, nan, 1.0),
            (2, 1.0, 1.0, nan),
            (2, 1.0, 1.0, f64::INFINITY),
            (2, f64::INFINITY, f64::INFINITY, 1.0),
        ] {
            assert_eq!(exponential_patience(c, l, m, x), None, "{c} {l} {m} {x}");
            assert_eq!(fixed_patience(c, l, m, x), None, "{c} {l} {m} {x}");
        }
        assert_eq!(exponential_patience(2, 3.0, 1.0, 0.0), None);
        // More states than are summed.
        assert_eq!(exponential_patience(1, 1.0, 1.0, 1e-300), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_flows_balance_and_patience_helps(
            c in 1_u32..25, arrival in 0.05_f64..50.0, service in 0.05_f64..3.0, leave in 0.01_f64..5.0,
        ) {
            let queue = exponential_patience(c, arrival, service, leave).unwrap();
            let fixed = fixed_patience(c, arrival, service, 1.0 / leave).unwrap();
            for p in [queue.must_wait, queue.abandons, fixed.must_wait, fixed.abandons] {
                prop_assert!((0.0..=1.0 + 1e-14).contains(&p));
            }
            prop_assert!(queue.abandons <= queue.must_wait && fixed.abandons <= fixed.must_wait);
            // At least what the servers cannot do is lost.
            let over = 1.0 - f64::from(c) * service / arrival;
            prop_assert!(queue.abandons >= over - 1e-13 && fixed.abandons >= over - 1e-13);
            let lost = erlang_b(c, arrival / service);
            prop_assert!(queue.abandons <= lost + 1e-13 && fixed.abandons <= lost + 1e-13);
            let longer = fixed_patience(c, arrival, service, 1.1 / leave).unwrap();
            prop_assert!(longer.abandons <= fixed.abandons + 1e-14);
        }
    }
}
