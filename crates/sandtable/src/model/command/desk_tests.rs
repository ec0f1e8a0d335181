use super::*;
use crate::base::math;
use crate::base::moments::Moments;
use crate::base::normal::normal_quantile;
use crate::base::rng::{Entity, Purpose, StreamKey, uniform};
use crate::model::command::queues::{erlang_b, finite_room};
use crate::model::command::reneging::{exponential_patience, fixed_patience};
use proptest::prelude::*;

#[test]
fn the_line_is_by_urgency_then_arrival() {
    let mut desk = Desk::new(1, Some(5));
    assert_eq!(desk.arrive('a', 0), Arrival::Served);
    for (item, urgency) in [('b', 1), ('c', 5), ('d', 1), ('e', -3)] {
        assert_eq!(desk.arrive(item, urgency), Arrival::Waits);
    }
    assert_eq!(desk.arrive('f', 9), Arrival::Refused);
    assert_eq!(desk.line().collect::<String>(), "cbde");
    assert_eq!(desk.in_service().collect::<String>(), "a");
    assert!(desk.leave(&'b') && !desk.leave(&'b') && !desk.leave(&'a'));
    assert_eq!(desk.done(&'e'), None);
    assert_eq!(desk.done(&'a'), Some('c'));
    assert!(desk.is_served(&'c') && !desk.waits(&'c') && desk.waits(&'d'));
    assert_eq!((desk.done(&'c'), desk.done(&'d'), desk.done(&'e')), (Some('d'), Some('e'), None));
    let want = Counts { arrived: 6, served: 4, refused: 1, left: 1 };
    assert_eq!((desk.counts(), desk.busy(), desk.waiting()), (want, 0, 0));
}

#[test]
fn servers_come_and_go() {
    let mut desk = Desk::new(0, None);
    for item in 0..5 {
        assert_eq!(desk.arrive(item, 0), Arrival::Waits);
    }
    assert_eq!(desk.set_servers(3), [0, 1, 2]);
    assert_eq!(desk.set_servers(1), Vec::<i32>::new());
    // Two must end before the one server takes another.
    assert_eq!((desk.busy(), desk.done(&0), desk.done(&1)), (3, None, None));
    assert_eq!((desk.done(&2), desk.servers()), (Some(3), 1));
    assert_eq!(desk.arrive(9, 0), Arrival::Waits);
}

#[test]
#[should_panic(expected = "at a desk once")]
fn the_same_item_twice_is_refused() {
    let mut desk = Desk::new(1, None);
    desk.arrive(1, 0);
    desk.arrive(1, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn prop_nothing_is_lost_and_no_server_idles_beside_a_line(
        servers in 0_usize..5, places in prop::option::of(0_usize..9),
        steps in prop::collection::vec((0_u8..4, 0_u32..30, -2_i64..3), 0..120),
    ) {
        let mut desk = Desk::new(servers, places);
        let mut begun = 0;
        for (n, (what, item, urgency)) in steps.into_iter().enumerate() {
            let item = if what == 0 { n as u32 } else { item };
            match what {
                0 => begun += u32::from(desk.arrive(item, urgency) == Arrival::Served),
                1 => begun += u32::from(desk.done(&item).is_some()),
                2 => { desk.leave(&item); }
                _ => begun += desk.set_servers(item as usize % 5).len() as u32,
            }
            let counts = desk.counts();
            let here = (desk.busy() + desk.waiting()) as u64;
            prop_assert_eq!(counts.arrived, counts.served + counts.refused + counts.left + here);
            prop_assert_eq!(u64::from(begun), counts.served + desk.busy() as u64);
            prop_assert!(desk.waiting() == 0 || desk.busy() >= desk.servers());
            prop_assert!(places.is_none_or(|most| here <= most as u64));
            prop_assert_eq!(desk.line().count(), desk.waiting());
            prop_assert!(desk.line().all(|i| desk.waits(i) && !desk.is_served(i)));
        }
    }
}

/// How long a service, or patience, lasts.
#[derive(Clone, Copy)]
enum Law {
    Exponential(f64),
    Fixed(f64),
    /// Gamma with shape 1/2: half a squared normal over its mean.
    Gamma(f64),
}

impl Law {
    fn draw(self, u: f64) -> f64 {
        match self {
            Law::Exponential(mean) => -mean * math::ln(u),
            Law::Fixed(value) => value,
            Law::Gamma(mean) => mean * normal_quantile(u) * normal_quantile(u),
        }
    }
}

/// A queue to simulate; the mean service time is 1.
#[derive(Clone, Copy)]
struct Queue {
    servers: usize,
    places: Option<usize>,
    arrival_hz: f64,
    service: Law,
    patience: Option<Law>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Done(u32),
    Leave(u32),
    Arrive(u32),
}

/// Shares of the arrivals of one replication.
#[derive(Clone, Copy, Default)]
struct Found {
    all_busy: f64,
    lost: f64,
    wait: f64,
}

/// Arrivals before these are not counted, and then so many are.
const WARM_UP: u32 = 500;
const COUNTED: u32 = 4000;

/// One replication: events in order of time (units of 1e-9 of the mean service time).
fn simulate(queue: &Queue, index: u32) -> Found {
    let key = StreamKey::luck(12, index);
    let draw = |item, n, law: Law| {
        (law.draw(uniform(key, Purpose::EACH, Entity(6), item, n)) * 1e9) as u64
    };
    let mut desk = Desk::new(queue.servers, queue.places);
    let mut events = BTreeSet::from([(0_u64, Event::Arrive(0))]);
    let mut arrived_at = Vec::new();
    let (mut all_busy, mut lost, mut waited, mut let_in) = (0, 0, 0, 0);
    while let Some((now, event)) = events.pop_first() {
        let begins = match event {
            Event::Arrive(item) => {
                arrived_at.push(now);
                let is_counted = u32::from(item >= WARM_UP);
                all_busy += is_counted * u32::from(desk.busy() >= queue.servers);
                if item + 1 < WARM_UP + COUNTED {
                    let gap = draw(item, 0, Law::Exponential(1.0 / queue.arrival_hz));
                    events.insert((now + gap, Event::Arrive(item + 1)));
                }
                let arrival = desk.arrive(item, 0);
                if arrival == Arrival::Refused {
                    lost += is_counted;
                } else {
                    let_in += is_counted;
                }
                if let (Arrival::Waits, Some(law)) = (arrival, queue.patience) {
                    events.insert((now + draw(item, 1, law), Event::Leave(item)));
                }
                (arrival == Arrival::Served).then_some(item)
            }
            Event::Done(item) => desk.done(&item),
            Event::Leave(item) => {
                if desk.leave(&item) && item >= WARM_UP {
                    lost += 1;
                    waited += now - arrived_at[item as usize];
                }
                None
            }
        };
        if let Some(item) = begins {
            if item >= WARM_UP {
                waited += now - arrived_at[item as usize];
            }
            events.insert((now + draw(item, 2, queue.service), Event::Done(item)));
        }
    }
    let counts = desk.counts();
    assert_eq!(counts.arrived, counts.served + counts.refused + counts.left);
    let share = |n: u32| f64::from(n) / f64::from(COUNTED);
    let wait = waited as f64 / 1e9 / f64::from(let_in.max(1));
    Found { all_busy: share(all_busy), lost: share(lost), wait }
}

/// Compares 64 replications with what is exact: within four standard errors each.
fn compare(queue: &Queue, exact: [Option<f64>; 3]) -> Vec<bool> {
    let runs: Vec<Found> = (0..64).map(|index| simulate(queue, index)).collect();
    let columns = [
        runs.iter().map(|r| r.all_busy).collect::<Moments>(),
        runs.iter().map(|r| r.lost).collect(),
        runs.iter().map(|r| r.wait).collect(),
    ];
    let mut above = Vec::new();
    for (column, (found, exact)) in columns.iter().zip(exact).enumerate() {
        let Some(exact) = exact else { continue };
        let (mean, four_se) = (found.mean().unwrap(), 4.0 * found.sd().unwrap() / 8.0);
        let (c, l) = (queue.servers, queue.arrival_hz);
        assert!((mean - exact).abs() < four_se, "{c} {l} {column}: {mean} {exact} {four_se}");
        above.push(mean > exact);
    }
    above
}

#[test]
fn verif_a_simulated_desk_agrees_with_the_formulas() {
    let service = Law::Exponential(1.0);
    let mut above = Vec::new();
    for (c, k, l) in [(2, 4, 1.5), (3, 10, 3.0), (6, 12, 5.0)] {
        let room = finite_room(c, k, l, 1.0).unwrap();
        let (servers, places) = (c as usize, Some(k as usize));
        let queue = Queue { servers, places, arrival_hz: l, service, patience: None };
        above.extend(compare(&queue, [None, Some(room.loss), Some(room.wait_s)]));
    }
    for (c, l, theta) in [(1, 1.0, 0.5), (4, 5.0, 0.25), (6, 9.0, 1.0)] {
        let exact = exponential_patience(c, l, 1.0, theta).unwrap();
        let patience = Some(Law::Exponential(1.0 / theta));
        let servers = c as usize;
        let queue = Queue { servers, places: None, arrival_hz: l, service, patience };
        let want = [exact.must_wait, exact.abandons, exact.wait_s].map(Some);
        above.extend(compare(&queue, want));
    }
    for (c, l, tau) in [(1, 1.5, 1.0), (4, 5.0, 1.0), (8, 7.0, 2.0)] {
        let exact = fixed_patience(c, l, 1.0, tau).unwrap();
        let patience = Some(Law::Fixed(tau));
        let servers = c as usize;
        let queue = Queue { servers, places: None, arrival_hz: l, service, patience };
        above.extend(compare(&queue, [Some(exact.must_wait), Some(exact.abandons), None]));
    }
    // Signs: 2 or fewer of 21 on one side have a chance of 0.0002.
    let high = above.iter().filter(|a| **a).count();
    assert_eq!(above.len(), 21);
    assert!((3..=18).contains(&high), "{high} of 21 lie above");
}

/// Loss without a line depends on the service law through its mean only.
#[test]
fn verif_loss_does_not_depend_on_the_service_law() {
    for service in [Law::Exponential(1.0), Law::Fixed(1.0), Law::Gamma(1.0)] {
        for (servers, l) in [(3, 3.0), (6, 5.0)] {
            let queue =
                Queue { servers, places: Some(servers), arrival_hz: l, service, patience: None };
            compare(&queue, [None, Some(erlang_b(servers as u32, l)), None]);
        }
    }
}
