use super::*;
use crate::base::rng::{Entity, Purpose, StreamKey, uniform};
use proptest::prelude::*;

/// Maximum marginal return as it is said: every pair is looked at each time.
fn naive(problem: &Problem) -> Plan {
    let mut plan: Plan = vec![None; problem.weapons];
    let mut left = problem.values.clone();
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for weapon in (0..problem.weapons).filter(|w| plan[*w].is_none()) {
            for (target, left) in left.iter().enumerate() {
                let chance = problem.chance(weapon, target);
                let gain = left * chance;
                if chance > 0.0 && best.is_none_or(|(g, ..)| gain > g) {
                    best = Some((gain, weapon, target));
                }
            }
        }
        let Some((_, weapon, target)) = best else { return plan };
        plan[weapon] = Some(target);
        left[target] *= 1.0 - problem.chance(weapon, target);
    }
}

fn drawn(weapons: usize, targets: usize, seed: u64) -> Problem {
    let key = StreamKey::luck(seed, 0);
    let u = |event, n: usize| uniform(key, Purpose::EACH, Entity(3), event, n as u32);
    let values = (0..targets).map(|t| 1.0 + 9.0 * u(0, t)).collect();
    let chances = (0..weapons * targets).map(|n| 0.2 + 0.7 * u(1, n)).collect();
    Problem::new(values, chances, weapons).unwrap()
}

fn some(targets: &[usize]) -> Plan {
    targets.iter().copied().map(Some).collect()
}

#[test]
fn verif_a_problem_by_hand() {
    // Two weapons, two targets of 10 and 6. Greedy takes 10 with weapon 0 (gain 8), then weapon 1
    // has 2 * 0.7 = 1.4 or 6 * 0.1: 0.6 + 6 survive. Best is crosswise: 3 + 6 * 0.25.
    let p = Problem::new(vec![10.0, 6.0], vec![0.8, 0.75, 0.7, 0.1], 2).unwrap();
    let greedy = p.greedy();
    assert_eq!(greedy, some(&[0, 0]));
    assert!((p.surviving(&greedy) - 6.6).abs() < 1e-12);
    let best = p.optimum().unwrap();
    assert_eq!((best.plan.clone(), best.is_unique), (some(&[1, 0]), true));
    assert!((p.surviving(&best.plan) - 4.5).abs() < 1e-12);
    let mut plan = greedy;
    p.improve(&mut plan);
    assert_eq!(plan, best.plan);
    // Each for itself: both take the first.
    assert_eq!(p.uncoordinated(&[0, 1]), some(&[0, 0]));
    assert_eq!(p.uncoordinated(&[5, 5]), p.greedy());
}

#[test]
fn verif_exchange_alone_can_help() {
    // Any single move loses a target; the exchange gains.
    let p = Problem::new(vec![10.0, 10.0], vec![0.9, 0.8, 0.8, 0.1], 2).unwrap();
    let mut plan = some(&[0, 1]);
    p.improve(&mut plan);
    assert_eq!(plan, some(&[1, 0]));
}

#[test]
fn forbidden_pairs_and_spare_weapons() {
    let p = Problem::new(vec![5.0, 9.0], vec![0.5, 0.0, 0.0, 0.0, 0.3, 0.9], 3).unwrap();
    let want = vec![Some(0), None, Some(1)];
    assert_eq!(p.greedy(), want);
    assert_eq!(p.optimum().unwrap().plan, want);
    let mut plan = vec![];
    p.improve(&mut plan);
    assert_eq!(plan, want);
    // Certain kills: the rest gains nothing and is assigned all the same.
    let p = Problem::new(vec![5.0], vec![1.0, 0.5], 2).unwrap();
    assert_eq!((p.greedy(), p.surviving(&p.greedy())), (some(&[0, 0]), 0.0));
    assert!(p.optimum().unwrap().is_unique);
    let none = Problem::new(vec![], vec![], 2).unwrap();
    assert_eq!((none.greedy(), none.surviving(&[])), (vec![None, None], 0.0));
    assert_eq!(p.uncoordinated(&[]), vec![None, None]);
    assert_eq!(p.surviving(&[Some(7), None, Some(0)]), 5.0);
}

#[test]
fn nonsense_and_large_problems_are_refused() {
    for (values, chances, weapons) in [
        (vec![1.0], vec![0.5], 2),
        (vec![1.0], vec![1.5], 1),
        (vec![1.0], vec![-0.1], 1),
        (vec![1.0], vec![f64::NAN], 1),
        (vec![-1.0], vec![0.5], 1),
        (vec![f64::INFINITY], vec![0.5], 1),
        (vec![f64::MAX, f64::MAX], vec![0.5, 0.5], 1),
        (vec![1.0], vec![], usize::MAX),
    ] {
        assert_eq!(Problem::new(values, chances, weapons), None);
    }
    assert_eq!(drawn(70, 2, 1).optimum(), None);
    assert!(drawn(11, 4, 1).optimum().is_none() && drawn(8, 4, 1).optimum().is_some());
}

#[test]
fn ties_go_to_the_lowest_weapon_and_target() {
    let p = Problem::new(vec![2.0, 2.0, 2.0], vec![0.5; 6], 2).unwrap();
    assert_eq!(p.greedy(), some(&[0, 1]));
    let best = p.optimum().unwrap();
    assert_eq!((best.plan, best.is_unique), (some(&[0, 1]), false));
}

#[test]
fn verif_a_hundred_weapons_and_a_thousand_targets_as_the_naive_loop() {
    let p = drawn(100, 1000, 4);
    assert_eq!(p.greedy(), naive(&p));
    // All prefer the same targets: what costs most.
    let row: Vec<f64> = (0..1000).map(|t| 0.9 - f64::from(t) / 2000.0).collect();
    let alike = Problem::new(vec![5.0; 1000], row.repeat(100), 100).unwrap();
    assert_eq!(alike.greedy(), naive(&alike));
    let mut plan = p.greedy();
    p.improve(&mut plan);
    assert!(p.surviving(&plan) <= p.surviving(&p.greedy()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn prop_greedy_is_the_naive_loop_with_ties(
        weapons in 1_usize..8, targets in 1_usize..8,
        values in prop::collection::vec(0_u32..4, 8), tenths in prop::collection::vec(0_u32..=10, 64),
    ) {
        let values = values[..targets].iter().map(|v| f64::from(*v)).collect();
        let chances = tenths[..weapons * targets].iter().map(|t| f64::from(*t) / 10.0).collect();
        let p = Problem::new(values, chances, weapons).unwrap();
        prop_assert_eq!(p.greedy(), naive(&p));
    }

    #[test]
    fn prop_greedy_improved_and_optimum_in_order(
        weapons in 1_usize..6, targets in 1_usize..5, seed in 0_u64..100_000,
    ) {
        let p = drawn(weapons, targets, seed);
        let total: f64 = p.values.iter().sum();
        let greedy = p.greedy();
        let mut improved = greedy.clone();
        p.improve(&mut improved);
        let best = p.surviving(&p.optimum().unwrap().plan);
        let (by_greedy, by_steps) = (p.surviving(&greedy), p.surviving(&improved));
        prop_assert!(best <= by_steps + 1e-12 && by_steps <= by_greedy + 1e-12);
        // At least half of what can be destroyed.
        prop_assert!(total - by_greedy >= 0.5 * (total - best) - 1e-12);
        // No single move helps any more.
        for weapon in 0..weapons {
            for target in 0..targets {
                let mut other = improved.clone();
                other[weapon] = Some(target);
                prop_assert!(p.surviving(&other) >= by_steps - 1e-10);
            }
        }
        // Alone, each does at most as well as all together can.
        let alone: Vec<usize> = (0..weapons).collect();
        prop_assert!(p.surviving(&p.uncoordinated(&alone)) >= best - 1e-12);
    }

    /// den Broeder, Ellison and Emerling (1959).
    #[test]
    fn prop_greedy_is_optimal_if_weapons_are_alike(
        weapons in 1_usize..6, targets in 1_usize..5, seed in 0_u64..100_000,
    ) {
        let one = drawn(1, targets, seed);
        let chances = one.chances.repeat(weapons);
        let p = Problem::new(one.values, chances, weapons).unwrap();
        let best = p.surviving(&p.optimum().unwrap().plan);
        prop_assert!((p.surviving(&p.greedy()) - best).abs() < 1e-12 * weapons as f64 * 50.0);
    }
}
