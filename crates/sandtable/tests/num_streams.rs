//! Streams of random numbers: a draw depends on its own name and on nothing else.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sandtable::base::dist::Dist;
use sandtable::base::moments::Moments;
use sandtable::base::normal::normal_quantile;
use sandtable::base::rng::{Entity, Purpose, StreamKey, uniform};

/// All draws of some entities, asked for in the order given.
fn draws(order: &[usize], entities: &[Entity]) -> Vec<(usize, f64)> {
    let key = StreamKey::luck(11, 2);
    let mut all: Vec<(usize, f64)> =
        order.iter().map(|i| (*i, uniform(key, Purpose::EACH, entities[*i], 4, 1))).collect();
    all.sort_by_key(|(i, _)| *i);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]
    #[test]
    fn prop_order_and_bystanders_change_no_draw(
        order in Just((0..30).collect::<Vec<usize>>()).prop_shuffle(), bystander in "[a-z]{1,8}",
    ) {
        let mut entities: Vec<Entity> =
            (0..30).map(|i| Entity::of_path(&format!("units/u-{i}"))).collect();
        let straight: Vec<usize> = (0..30).collect();
        let before = draws(&straight, &entities);
        prop_assert_eq!(&before, &draws(&order, &entities));
        entities.push(Entity::of_path(&format!("units/{bystander}")));
        prop_assert_eq!(&before, &draws(&order, &entities));
    }

    #[test]
    fn prop_uniforms_are_open(seed: u64, index: u32, purpose in 0_u16..0x1000, event: u32, n in 0_u32..1 << 21) {
        let u = uniform(StreamKey::luck(seed, index), Purpose(purpose), Entity(seed), event, n);
        prop_assert!(u > 0.0 && u < 1.0);
        prop_assert!(normal_quantile(u).abs() < 8.3);
    }
}

#[test]
fn det_threads_draw_the_same() {
    let draw = |i: u32| uniform(StreamKey::inputs(5, i), Purpose::INPUT, Entity(7), 0, 0).to_bits();
    let alone: Vec<u64> = (0..64).map(draw).collect();
    let handles: Vec<_> = (0..4_u32)
        .map(|t| std::thread::spawn(move || (0..16).map(|i| draw(16 * t + i)).collect::<Vec<_>>()))
        .collect();
    let together: Vec<u64> = handles.into_iter().flat_map(|h| h.join().unwrap()).collect();
    assert_eq!(alone, together);
}

#[test]
fn verif_drawn_spreads_have_their_moments() {
    // 40 000 draws: the mean within 4 standard errors, seed fixed.
    for (i, dist) in [
        Dist::Triangular { min: 3.0, mode: 5.0, max: 10.0 },
        Dist::Pert { min: 3.0, mode: 5.0, max: 15.0 },
        Dist::LogNormal { q05: 2.0, q95: 8.0 },
        Dist::Normal { mean: 0.0, sd: 1.0, min: 0.0, max: f64::INFINITY },
        Dist::Integers { min: 40, max: 57 },
    ]
    .into_iter()
    .enumerate()
    {
        let key = StreamKey::luck(3, i as u32);
        let moments: Moments = (0..40_000)
            .map(|n| dist.quantile(uniform(key, Purpose::EACH, Entity(1), 0, n)))
            .collect();
        let error = (moments.mean().unwrap() - dist.mean()) / (dist.sd() / 200.0);
        assert!(error.abs() < 4.0, "{dist:?}: {error}");
        assert!((moments.sd().unwrap() / dist.sd() - 1.0).abs() < 0.05, "{dist:?}");
    }
}

#[test]
fn verif_neighbouring_streams_are_uncorrelated() {
    // Correlation of 10^4 pairs has a standard error of 0.01; 4 of them.
    let u =
        |seed, event| uniform(StreamKey::luck(seed, 0), Purpose::EACH, Entity(9), event, 0) - 0.5;
    for (what, pairs) in [
        ("seeds", (0..10_000).map(|s| u(s, 0) * u(s + 1, 0)).sum::<f64>()),
        ("events", (0..10_000).map(|e| u(1, e) * u(1, e + 1)).sum::<f64>()),
    ] {
        let correlation = pairs / 10_000.0 * 12.0;
        assert!(correlation.abs() < 0.04, "{what}: {correlation}");
    }
}
