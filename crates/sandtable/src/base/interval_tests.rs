use super::*;

#[test]
fn val_intervals_of_published_tables() {
    // Set V2, row 3; 5 of 10.
    let (low, high) = wilson(5, 10, 0.95);
    assert!((low - 0.236_593_090_512_564).abs() < 1e-12 && (low + high - 1.0).abs() < 1e-15);
    let (low, high) = clopper_pearson(5, 10, 0.95);
    assert!((low - 0.187_086_028_447_398_55).abs() < 1e-13, "{low}");
    assert!((low + high - 1.0).abs() < 1e-14);
    // A sample size printed in many texts: half-width 1 % at 95 %.
    assert_eq!(replications_for_proportion(0.5, 0.01, 0.95), 9604);
}

#[test]
fn verif_student_t_closed_forms() {
    for p in [0.5, 0.6, 0.9, 0.975, 0.9995, 1.0 - 1e-9, 0.3, 1e-4] {
        // df = 1: the Cauchy law, tan(pi (p - 1/2)).
        let tail = if p < 0.5 { -p } else { 1.0 - p };
        let cauchy = if p == 0.5 { 0.0 } else { 1.0 / math::tan(std::f64::consts::PI * tail) };
        let got = student_t_quantile(p, 1.0);
        assert!((got - cauchy).abs() <= 2e-13 * cauchy.abs(), "{p}: {got} {cauchy}");
        // df = 2: (2p - 1) sqrt(2/(4 p (1-p))).
        let two = (2.0 * p - 1.0) / (2.0 * p * (1.0 - p)).sqrt();
        let got = student_t_quantile(p, 2.0);
        assert!((got - two).abs() <= 2e-13 * two.abs(), "{p}: {got} {two}");
    }
    assert!((student_t_quantile(0.975, 1e9) - normal_quantile(0.975)).abs() < 1e-8);
    assert_eq!(student_t_quantile(0.5, 7.0), 0.0);
    assert!(student_t_quantile(0.9, 0.0).is_nan());
}

#[test]
fn verif_rule_of_three() {
    // No success in n trials: the one-sided 95 % bound tends to 3/n; here the two-sided 90 % one.
    let (_, high) = clopper_pearson(0, 1000, 0.90);
    assert!((high - (1.0 - math::exp(math::ln(0.05) / 1000.0))).abs() < 1e-14);
    assert!((high - 0.003).abs() < 1e-5);
}

#[test]
fn val_order_statistics_of_the_median() {
    // Table of nonparametric intervals for the median (Conover; Gibbons): n = 10 at 95 %, ranks 2
    // and 9; n = 20, ranks 6 and 15; n = 5 has none (coverage of the extremes is 93.75 %), n = 6
    // takes the extremes.
    assert_eq!(quantile_order_interval(10, 0.5, 0.95), Some((1, 8)));
    assert_eq!(quantile_order_interval(20, 0.5, 0.95), Some((5, 14)));
    assert_eq!(quantile_order_interval(5, 0.5, 0.95), None);
    assert_eq!(quantile_order_interval(6, 0.5, 0.95), Some((0, 5)));
}

#[test]
fn prop_order_interval_is_tight_and_symmetric() {
    for n in [60, 200, 999] {
        for q in [0.05, 0.1, 0.5, 0.9] {
            let Some((low, high)) = quantile_order_interval(n, q, 0.9) else {
                continue;
            };
            let (l2, h2) = quantile_order_interval(n, 1.0 - q, 0.9).unwrap();
            assert_eq!((low, high), (n - 1 - h2, n - 1 - l2));
            // P(X_(low) > Q) = P(at most `low` values lie below Q), checked with the beta law.
            let above = |r: usize| beta_ratio((r as f64 + 1.0, (n - r) as f64), q, 1.0 - q).1;
            assert!(above(low) <= 0.05 && above(low + 1) > 0.05, "{n} {q}");
        }
    }
    assert_eq!(quantile_order_interval(1000, 1.0, 0.9), None);
    // Enough values below the quantile but none surely above it.
    assert_eq!(quantile_order_interval(20, 0.95, 0.9), None);
}

#[test]
fn prop_wilson_lies_inside_the_unit_interval_and_holds_the_share() {
    for n in [1_u64, 7, 1000] {
        for k in [0, 1, n / 2, n] {
            let share = k as f64 / n as f64;
            for (low, high) in [wilson(k, n, 0.95), clopper_pearson(k, n, 0.95)] {
                assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            }
        }
    }
    assert_eq!(wilson(0, 0, 0.95), (0.0, 1.0));
}

#[test]
fn two_stage_count_is_the_smallest() {
    for (sd, e, confidence) in [(12.0, 2.0, 0.95), (50.0, 10.0, 0.99), (0.1, 5.0, 0.95)] {
        let n = replications_two_stage(sd, e, confidence);
        let half = |n: u64| {
            student_t_quantile(0.5 + 0.5 * confidence, (n - 1) as f64) * sd / (n as f64).sqrt()
        };
        assert!(half(n) <= e && (n == 2 || half(n - 1) > e), "{n}");
    }
}

#[test]
fn verif_quantiles_between_neighbours() {
    let values = [1.0, 2.0, 4.0, 8.0, 16.0];
    assert_eq!(
        [0.0, 0.1, 0.5, 0.9, 1.0].map(|p| quantile_of(&values, p)),
        [1.0, 1.4, 4.0, 12.8, 16.0]
    );
    assert_eq!((quantile_of(&[], 0.5), quantile_of(&[3.0], 0.9)), (0.0, 3.0));
}
