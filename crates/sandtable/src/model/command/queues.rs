//! Queues that nobody leaves before being served: Erlang's loss and delay, finite room, one server
//! with any service time.
//!
//! Arrivals are Poisson. They check the engine and bound it; raids do not arrive so. Those who give
//! up waiting: [`super::reneging`].

/// Chance that an arrival finds all servers busy and is lost, if nobody waits (Erlang B).
///
/// `load` in Erlang: arrival rate times mean service time, at least 0. B_0 = 1, B_k = a B_(k-1)/(k +
/// a B_(k-1)), which does not cancel; about 1e-16 of the value for each server. Holds for any law of
/// the service time with that mean. NaN for a load below 0. Source: Erlang (1917); recursion as in
/// Gross et al. (2008), 2.6. Set Q1.
#[must_use]
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    if load.is_nan() || load < 0.0 {
        return f64::NAN;
    }
    // With k/a, so that a huge load is no infinity over another.
    (1..=servers).fold(1.0, |lost, k| lost / (f64::from(k) / load + lost))
}

/// Chance that an arrival has to wait, if all wait as long as it takes (Erlang C).
///
/// C = B/(1 - (a/c)(1 - B)). `None` unless 0 <= load < servers: the queue would grow for ever.
/// Source: Erlang (1917), Gross et al. (2008), 2.3. Set Q1.
#[must_use]
pub fn erlang_c(servers: u32, load: f64) -> Option<f64> {
    let busy = load / f64::from(servers);
    let lost = erlang_b(servers, load);
    (load >= 0.0 && busy < 1.0).then(|| lost / ((1.0 - busy) + busy * lost))
}

/// Mean wait of all arrivals over the mean service time, if all wait: C/(c - a). Exponential
/// service; `None` as for [`erlang_c`]. Set Q1.
#[must_use]
pub fn erlang_c_wait(servers: u32, load: f64) -> Option<f64> {
    Some(erlang_c(servers, load)? / (f64::from(servers) - load))
}

/// A queue with a finite number of places, in the long run (M/M/c/K).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FiniteRoom {
    /// Chance that nobody is there.
    pub empty: f64,
    /// Chance that all places are taken: an arrival is turned away.
    pub loss: f64,
    /// Mean number there, in service and waiting.
    pub present: f64,
    /// Mean number waiting.
    pub waiting: f64,
    /// Mean wait of those who are let in (s).
    pub wait_s: f64,
    /// Share of the time that a server is busy.
    pub utilisation: f64,
}

/// `servers` servers, `places` places in all (servers included), Poisson arrivals of `arrival_hz`,
/// exponential service of `service_hz` at each server (1/s).
///
/// Birth and death in balance: p_n ~ a^n/n! up to c, then times a/c each. Weights relative to the
/// likeliest state, so nothing overflows; about 1e-16 of the value for each place. `None` for no
/// server, fewer places than servers, or rates that are not above 0. Source: Gross et al. (2008),
/// 2.5. Set Q2.
#[must_use]
pub fn finite_room(
    servers: u32,
    places: u32,
    arrival_hz: f64,
    service_hz: f64,
) -> Option<FiniteRoom> {
    let load = arrival_hz / service_hz;
    if servers == 0 || places < servers || !(service_hz > 0.0 && load > 0.0 && load.is_finite()) {
        return None;
    }
    // Weight of n + 1 over that of n, and the likeliest state: where that falls below 1.
    let ratio = |n: u32| load / f64::from((n + 1).min(servers));
    let likeliest = if load >= f64::from(servers) { places } else { load as u32 };
    let mut sums = RoomSums::default();
    let mut weight = 1.0;
    for n in likeliest..=places {
        sums.add(n, weight, servers);
        if n == places {
            sums.full = weight;
        } else {
            weight *= ratio(n);
        }
    }
    weight = 1.0;
    for n in (0..likeliest).rev() {
        weight /= ratio(n);
        sums.add(n, weight, servers);
    }
    // `weight` is that of the empty state now.
    Some(FiniteRoom {
        empty: weight / sums.all,
        loss: sums.full / sums.all,
        present: (sums.busy + sums.waiting) / sums.all,
        waiting: sums.waiting / sums.all,
        wait_s: sums.waiting / (sums.busy * service_hz),
        utilisation: sums.busy / sums.all / f64::from(servers),
    })
}

/// Sums of weights over the states of a queue.
#[derive(Clone, Copy, Debug, Default)]
struct RoomSums {
    all: f64,
    full: f64,
    busy: f64,
    waiting: f64,
}

impl RoomSums {
    fn add(&mut self, n: u32, weight: f64, servers: u32) {
        self.all += weight;
        self.busy += weight * f64::from(n.min(servers));
        self.waiting += weight * f64::from(n.saturating_sub(servers));
    }
}

/// Mean wait (s) at one server with any service time, such as a radio net: lambda `E[S^2]`/(2 (1 -
/// rho)).
///
/// `arrival_hz` Poisson (1/s), mean service time (s) and mean of its square (s2). `None` unless rho
/// = lambda `E[S]` is below 1 and the numbers are at least 0. Source: Pollaczek and Khinchine, as in
/// Kleinrock (1975), 5.6.
#[must_use]
pub fn one_server_wait_s(arrival_hz: f64, mean_s: f64, mean_square_s2: f64) -> Option<f64> {
    let busy = arrival_hz * mean_s;
    let known = [arrival_hz, mean_s, mean_square_s2].iter().all(|x| *x >= 0.0);
    (known && busy < 1.0).then(|| arrival_hz * mean_square_s2 / (2.0 * (1.0 - busy)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-13 * b.abs()
    }

    #[test]
    fn val_printed_values_of_erlang_b() {
        // B(1, 1) = 1/2, B(2, 1) = 1/5; 4.46 Erlang on 10 channels lose 1 % (printed tables).
        assert_eq!((erlang_b(1, 1.0), erlang_b(2, 1.0)), (0.5, 0.2));
        assert!((erlang_b(10, 4.46) - 0.01).abs() < 2e-5);
        assert_eq!((erlang_b(0, 3.0), erlang_b(3, 0.0)), (1.0, 0.0));
        assert_eq!(erlang_b(3, 1e308), 1.0);
        assert!(erlang_b(3, -1.0).is_nan() && erlang_b(3, f64::NAN).is_nan());
    }

    #[test]
    fn verif_one_server_in_closed_form() {
        // M/M/1: waits with rho, mean wait rho/(1 - rho) service times; also by the general law.
        assert!(near(erlang_c(1, 0.8).unwrap(), 0.8));
        assert!(near(erlang_c_wait(1, 0.8).unwrap(), 4.0));
        assert!(near(one_server_wait_s(0.8, 1.0, 2.0).unwrap(), 4.0));
        // Constant service halves it.
        assert!(near(one_server_wait_s(0.8, 1.0, 1.0).unwrap(), 2.0));
        for (c, a) in [(1, 1.0), (2, 5.0), (0, 0.0), (2, -1.0), (2, f64::NAN)] {
            assert_eq!((erlang_c(c, a), erlang_c_wait(c, a)), (None, None));
        }
        for (l, s, s2) in [(1.0, 1.0, 1.0), (-1.0, 1.0, 1.0), (0.1, f64::NAN, 1.0)] {
            assert_eq!(one_server_wait_s(l, s, s2), None);
        }
    }

    #[test]
    fn verif_finite_room_in_closed_form() {
        // M/M/1/K: p_n = (1 - r) r^n/(1 - r^(K+1)), K = 2, r = 1/2: 4/7, 2/7, 1/7.
        let room = finite_room(1, 2, 1.0, 2.0).unwrap();
        assert!(near(room.empty, 4.0 / 7.0) && near(room.loss, 1.0 / 7.0));
        assert!(near(room.present, 4.0 / 7.0) && near(room.waiting, 1.0 / 7.0));
        assert!(near(room.utilisation, 3.0 / 7.0) && near(room.wait_s, 1.0 / 6.0));
        // No room to wait: Erlang B. Much room: Erlang C.
        let none = finite_room(6, 6, 5.0, 1.0).unwrap();
        assert!(near(none.loss, erlang_b(6, 5.0)));
        assert_eq!((none.waiting, none.wait_s), (0.0, 0.0));
        let much = finite_room(6, 500, 5.0, 1.0).unwrap();
        assert!((much.wait_s - erlang_c_wait(6, 5.0).unwrap()).abs() < 1e-12);
        // Far out: no overflow.
        let crowd = finite_room(1000, 100_000, 3e3, 1.0).unwrap();
        assert!(near(crowd.loss, 2.0 / 3.0) && crowd.empty == 0.0);
        let idle = finite_room(1000, 2000, 1e-300, 1.0).unwrap();
        assert!(near(idle.empty, 1.0) && idle.loss == 0.0);
        for (c, k, l, m) in [
            (0, 4, 1.0, 1.0),
            (3, 2, 1.0, 1.0),
            (3, 4, 0.0, 1.0),
            (3, 4, 1.0, 0.0),
            (3, 4, -1.0, -1.0),
            (3, 4, f64::NAN, 1.0),
            (3, 4, 1e300, 1e-300),
        ] {
            assert_eq!(finite_room(c, k, l, m), None, "{c} {k} {l} {m}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_flows_balance_and_channels_help(
            c in 1_u32..20, more in 0_u32..30, arrival in 0.01_f64..40.0, service in 0.05_f64..3.0,
        ) {
            let room = finite_room(c, c + more, arrival, service).unwrap();
            // In: accepted; out: busy servers.
            let (inward, out) = (arrival * (1.0 - room.loss), room.utilisation * f64::from(c) * service);
            prop_assert!((inward - out).abs() < 1e-12 * arrival);
            // Little's law.
            prop_assert!((room.waiting - inward * room.wait_s).abs() < 1e-10 * (1.0 + room.waiting));
            let wider = finite_room(c, c + more + 1, arrival, service).unwrap();
            prop_assert!(wider.loss <= room.loss + 1e-14);
            let load = arrival / service;
            prop_assert!(erlang_b(c + 1, load) <= erlang_b(c, load));
            if let (Some(wait), Some(less)) = (erlang_c(c, load), erlang_c(c + 1, load)) {
                prop_assert!(wait >= erlang_b(c, load) - 1e-14 && less <= wait + 1e-14);
            }
        }
    }
}
