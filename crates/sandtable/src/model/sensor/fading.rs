//! Cross-sections that last from look to look: cumulative detection of slow targets.
//!
//! Cases 1 and 3 keep a cross-section during a look. If the next look comes soon it meets the same
//! one, and a target that was missed is missed again: independent looks are too hopeful. Here the
//! cross-section is kept from look to look with a given probability and otherwise drawn anew, which
//! gives it the correlation exp(-t/correlation time) (a renewal process; the simplest Markov law
//! with that correlation).

use super::detector::{Detector, Swerling};
use crate::base::math::{exp, ln};

/// One look of a row of looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FadingLook {
    /// Mean SNR of one pulse (power ratio).
    pub snr: f64,
    /// Probability that the cross-section is that of the look before, in [0, 1]; see
    /// [`super::scans::keep_probability`].
    pub keep: f64,
}

/// Nodes of the rule over the logarithm of the cross-section, and their spacing.
const NODES: u32 = 1200;
const SPACING: f64 = 1.0 / 32.0;
/// Logarithm of the largest node: a gamma variate of mean 1 is above e^4.2 once in e^66.
const TOP: f64 = 4.2;

/// Chance of at least one detection in a row of looks at a target whose cross-section fades.
///
/// Cases 1 and 3: the trapezoidal rule over the logarithm of the cross-section, converging
/// geometrically; against independent looks within 1e-9. Cases 0, 2 and 4 have nothing that lasts,
/// so `keep` does not matter. `None` if a `keep` is no probability.
#[must_use]
pub fn cumulative(detector: &Detector, swerling: Swerling, looks: &[FadingLook]) -> Option<f64> {
    if looks.iter().any(|l| !(0.0..=1.0).contains(&l.keep)) {
        return None;
    }
    let order = match swerling {
        Swerling::One => 1.0,
        Swerling::Three => 2.0,
        _ => return super::scans::cumulative(looks.iter().map(|l| detector.pd(swerling, l.snr))),
    };
    let nodes = nodes(order);
    // missed[i]: chance that no look has detected and that the cross-section is that of node i.
    let mut missed: Vec<f64> = nodes.iter().map(|(_, weight)| *weight).collect();
    for look in looks {
        let so_far: f64 = missed.iter().sum();
        for (chance, (size, weight)) in missed.iter_mut().zip(&nodes) {
            let here = look.keep * *chance + (1.0 - look.keep) * so_far * weight;
            // Nothing to gain where hardly ever a cross-section lies.
            let pd =
                if *weight < 1e-18 { 0.0 } else { detector.pd(Swerling::Zero, look.snr * size) };
            *chance = here * (1.0 - pd);
        }
    }
    Some((1.0 - missed.iter().sum::<f64>()).clamp(0.0, 1.0))
}

/// (cross-section over its mean, probability) of the gamma law of order K and mean 1.
fn nodes(order: f64) -> Vec<(f64, f64)> {
    let node = |k: u32| {
        let y = TOP - f64::from(k) * SPACING;
        let size = exp(y);
        (size, exp(order * (ln(order) + y - size)))
    };
    let mut nodes: Vec<(f64, f64)> = (0..NODES).map(node).collect();
    let sum: f64 = nodes.iter().map(|(_, weight)| weight).sum();
    nodes.iter_mut().for_each(|(_, weight)| *weight /= sum);
    nodes
}

/// The cross-section over its mean that uniform numbers in (0, 1) give, for engines that draw it.
///
/// Case 1: -ln u (exponential); case 3: -(ln u + ln v)/2 (gamma of order 2). 1 for the others. Use
/// it with the probability of case 0 at the SNR times this factor, never with that of the case
/// itself: the fluctuation would count twice.
#[must_use]
pub fn size_factor(swerling: Swerling, (u, v): (f64, f64)) -> f64 {
    match swerling {
        Swerling::One => -ln(u),
        Swerling::Three => -0.5 * (ln(u) + ln(v)),
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::detector::from_db;
    use super::super::scans;
    use super::*;

    fn row(snr_db: &[f64], keep: f64) -> Vec<FadingLook> {
        snr_db.iter().map(|db| FadingLook { snr: from_db(*db), keep }).collect()
    }

    #[test]
    fn verif_nothing_kept_is_independent_looks() {
        // Also an integral over the steady case against the series of the fluctuating ones.
        for (pulses, pfa) in [(1, 1e-6), (10, 1e-8), (100, 1e-4)] {
            let detector = Detector::new(pulses, pfa).unwrap();
            for case in [Swerling::One, Swerling::Three] {
                let snr_db = [-12.0, 0.0, 9.0, 25.0];
                let pd: Vec<f64> =
                    snr_db.iter().map(|db| detector.pd(case, from_db(*db))).collect();
                for (db, pd) in snr_db.iter().zip(&pd) {
                    let got = cumulative(&detector, case, &row(&[*db], 0.0)).unwrap();
                    assert!((got - pd).abs() < 1e-9, "{pulses} {case:?} {db}: {got} {pd}");
                }
                let got = cumulative(&detector, case, &row(&snr_db[..3], 0.0)).unwrap();
                let want = scans::cumulative(pd[..3].iter().copied()).unwrap();
                assert!((got - want).abs() < 1e-9, "{got} {want}");
            }
        }
    }

    #[test]
    fn verif_all_kept_is_one_integral() {
        // 1 - integral of the density of sizes times (1 - Pd0)^looks, by a midpoint rule.
        let detector = Detector::new(3, 1e-4).unwrap();
        let (snr, step) = (8.0, 0.004);
        for (case, looks) in [(Swerling::One, 4), (Swerling::Three, 7)] {
            let density = |x: f64| match case {
                Swerling::One => exp(-x),
                _ => 4.0 * x * exp(-2.0 * x),
            };
            let missed = |k: u32| {
                let x = (f64::from(k) + 0.5) * step;
                let miss = 1.0 - detector.pd(Swerling::Zero, snr * x);
                let all = (0..looks).fold(1.0, |all, _| all * miss);
                density(x) * all * step
            };
            let want = 1.0 - (0..8_000).map(missed).sum::<f64>();
            let row = vec![FadingLook { snr, keep: 1.0 }; looks];
            let got = cumulative(&detector, case, &row).unwrap();
            assert!((got - want).abs() < 1e-5, "{case:?}: {got} {want}");
        }
    }

    #[test]
    fn prop_keeping_lowers_the_chance() {
        let detector = Detector::new(5, 1e-6).unwrap();
        let snr_db = [2.0, 3.0, 4.0, 5.0];
        for case in [Swerling::One, Swerling::Three] {
            let at = |keep| cumulative(&detector, case, &row(&snr_db, keep)).unwrap();
            let chances: Vec<f64> = [0.0, 0.3, 0.6, 0.9, 1.0].map(at).to_vec();
            assert!(chances.windows(2).all(|w| w[1] < w[0]), "{chances:?}");
            let best = detector.pd(case, from_db(5.0));
            assert!(chances[4] > best, "more looks help even so");
        }
        for case in [Swerling::Zero, Swerling::Two, Swerling::Four] {
            let at = |keep| cumulative(&detector, case, &row(&snr_db, keep)).unwrap();
            assert_eq!(at(0.0), at(1.0));
        }
        assert!(cumulative(&detector, Swerling::One, &row(&snr_db, 1.5)).is_none());
    }

    #[test]
    fn verif_drawn_sizes_average_to_the_case() {
        // A midpoint rule over the uniforms: the mean of Pd(case 0) over sizes is Pd of the case.
        let detector = Detector::new(3, 1e-4).unwrap();
        let (cells, snr) = (400, 8.0);
        let at = |k: i32| (f64::from(k) + 0.5) / f64::from(cells);
        for case in [Swerling::One, Swerling::Three] {
            let mut sum = 0.0;
            let inner = if case == Swerling::One { 1 } else { cells };
            for (i, j) in (0..cells).flat_map(|i| (0..inner).map(move |j| (i, j))) {
                sum += detector.pd(Swerling::Zero, snr * size_factor(case, (at(i), at(j))));
            }
            let mean = sum / f64::from(cells * inner);
            assert!((mean - detector.pd(case, snr)).abs() < 2e-4, "{case:?} {mean}");
        }
        assert_eq!(size_factor(Swerling::Two, (0.1, 0.2)), 1.0);
    }
}
