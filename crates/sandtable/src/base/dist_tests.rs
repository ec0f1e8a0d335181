use super::*;
use crate::base::moments::Moments;
use proptest::prelude::*;

const ALL: [Dist; 12] = [
    Dist::Point(3.0),
    Dist::Uniform { min: -1.0, max: 4.0 },
    Dist::Integers { min: 1, max: 6 },
    Dist::Triangular { min: 3.0, mode: 5.0, max: 15.0 },
    Dist::Triangular { min: 0.0, mode: 0.0, max: 1.0 },
    Dist::Triangular { min: 0.0, mode: 2.0, max: 2.0 },
    Dist::Pert { min: 3.0, mode: 5.0, max: 15.0 },
    Dist::LogNormal { q05: 0.05, q95: 1.5 },
    Dist::Normal { mean: 1.0, sd: 2.0, min: f64::NEG_INFINITY, max: f64::INFINITY },
    Dist::Normal { mean: 1.0, sd: 2.0, min: 0.0, max: 2.0 },
    Dist::Normal { mean: -3.0, sd: 1.0, min: 0.0, max: f64::INFINITY },
    Dist::Normal { mean: 9.0, sd: 1.0, min: 0.0, max: 3.0 },
];

#[test]
fn verif_moments_are_those_of_the_quantile() {
    for dist in ALL {
        // Midpoint rule over u; the tails of the unbounded laws converge slowest.
        let n = 200_000;
        let m: Moments =
            (0..n).map(|i| dist.quantile((f64::from(i) + 0.5) / f64::from(n))).collect();
        let scale = dist.sd().max(1e-9);
        assert!((m.mean().unwrap() - dist.mean()).abs() < 1e-4 * scale, "{dist:?}");
        assert!((m.sd().unwrap() - dist.sd()).abs() < 2e-3 * scale, "{dist:?}");
    }
}

#[test]
fn verif_integers_are_alike() {
    let dist = Dist::Integers { min: -2, max: 5 };
    let mut counts = [0; 8];
    for i in 0..8000 {
        counts[(dist.quantile((f64::from(i) + 0.5) / 8000.0) + 2.0) as usize] += 1;
    }
    assert_eq!(counts, [1000; 8]);
    assert_eq!(dist.quantile(1.0 - f64::EPSILON / 2.0), 5.0);
}

#[test]
fn val_triangular_and_pert_quantiles() {
    // Set U1, third row.
    let tri = Dist::Triangular { min: 3.0, mode: 5.0, max: 15.0 };
    let pert = Dist::Pert { min: 3.0, mode: 5.0, max: 15.0 };
    for (got, want) in [
        (tri.quantile(0.05), 4.095_445_115_010_333),
        (tri.quantile(0.95), 12.550_510_257_216_821),
        (pert.quantile(0.05), 3.580_766_476_586_312_8),
        (pert.quantile(0.95), 10.151_744_722_948_393),
    ] {
        assert!((got - want).abs() < 1e-12, "{got} {want}");
    }
}

#[test]
fn degenerate_spreads_are_points() {
    for dist in [
        Dist::Uniform { min: 2.0, max: 2.0 },
        Dist::Integers { min: 2, max: 2 },
        Dist::Triangular { min: 2.0, mode: 2.0, max: 2.0 },
        Dist::Pert { min: 2.0, mode: 2.0, max: 2.0 },
        Dist::LogNormal { q05: 2.0, q95: 2.0 },
        Dist::Normal { mean: 2.0, sd: 0.0, min: 0.0, max: 5.0 },
        Dist::Normal { mean: 2.0, sd: 1.0, min: 2.0, max: 2.0 },
    ] {
        assert!(dist.is_point(), "{dist:?}");
        assert!((dist.quantile(0.3) - 2.0).abs() < 1e-15, "{dist:?}");
        assert!((dist.mean() - 2.0).abs() < 1e-15 && dist.sd() == 0.0, "{dist:?}");
    }
    assert!(ALL[1..].iter().all(|d| !d.is_point()));
}

#[test]
fn verif_far_cut_is_nearly_exponential() {
    // Ten standard deviations out the cut normal is exponential with rate 10, to about 1 %.
    let dist = Dist::Normal { mean: 0.0, sd: 1.0, min: 10.0, max: f64::INFINITY };
    assert!((dist.mean() - 10.098_09).abs() < 1e-4, "{}", dist.mean());
    assert!((dist.quantile(0.5) - 10.0 - 0.0687).abs() < 5e-4, "{}", dist.quantile(0.5));
    // Where no mass is left the nearest end stands.
    let lost = Dist::Normal { mean: 0.0, sd: 1.0, min: 60.0, max: 70.0 };
    assert_eq!((lost.quantile(0.5), lost.mean(), lost.sd()), (60.0, 60.0, 0.0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
    #[test]
    fn prop_quantiles_rise_within_the_support(a in 1e-12_f64..1.0, b in 1e-12_f64..1.0) {
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        for dist in ALL {
            let (x, y) = (dist.quantile(low), dist.quantile(high));
            let (from, to) = dist.support();
            prop_assert!(x <= y && from <= x && y <= to, "{:?} {} {}", dist, x, y);
        }
    }
}
