//! Several looks: so many hits out of so many, and at least one hit in a row of looks.

use crate::base::counts::binomial_pmf;
use crate::base::math::{exp, exp_m1, ln_1p};

/// Chance of at least `hits` detections in `looks` independent looks of probability `p` each.
///
/// The sum over k >= M of C(N, k) p^k (1 - p)^(N - k) (Richards 2014, chapter 6; set D8). Exact to
/// about 1e-13. `None` unless p is in [0, 1].
#[must_use]
pub fn m_of_n(hits: u32, looks: u32, p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) {
        return None;
    }
    if hits == 0 || p == 0.0 || p == 1.0 {
        return Some(if hits == 0 || p == 1.0 && hits <= looks { 1.0 } else { 0.0 });
    }
    let chance = |k: u32| binomial_pmf(u64::from(k), u64::from(looks), p);
    Some((hits..=looks).map(chance).sum::<f64>().min(1.0))
}

/// Chance of at least one detection in independent looks: 1 - product of (1 - p).
///
/// Good to 1e-15 of itself for small p too (set D8). `None` unless every p is in [0, 1].
/// Cross-sections that last from look to look make this too high: see [`super::fading`].
#[must_use]
pub fn cumulative(looks: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut ln_miss = 0.0;
    for p in looks {
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        ln_miss += ln_1p(-p);
    }
    Some(-exp_m1(ln_miss))
}

/// A target that comes straight in at a constant speed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approach {
    /// Range of the first look (m).
    pub first_m: f64,
    /// Range at which the count ends, itself included (m), above 0.
    pub last_m: f64,
    /// Closing speed (m/s), above 0.
    pub closing_mps: f64,
    /// Time between looks (s), above 0.
    pub scan_s: f64,
}

impl Approach {
    /// Most looks that are counted through.
    const MOST: f64 = 1e7;

    /// Ranges of the looks (m): first, first - v Ts, ... down to the last, with 1e-9 m to spare.
    ///
    /// `None` if a speed or time is not above 0, or for over ten million looks.
    pub fn looks_m(&self) -> Option<impl Iterator<Item = f64> + use<>> {
        let (first, step) = (self.first_m, self.closing_mps * self.scan_s);
        let count = (first - self.last_m + 1e-9) / step;
        let valid = step > 0.0 && self.last_m > 0.0 && count < Self::MOST;
        let looks = if count >= 0.0 { (count as u32).saturating_add(1) } else { 0 };
        valid.then(|| (0..looks).map(move |n| first - f64::from(n) * step))
    }

    /// Chance of at least one detection on the way in, looks independent; `pd` by range (m). Set
    /// D9.
    #[must_use]
    pub fn cumulative(&self, pd: impl FnMut(f64) -> f64) -> Option<f64> {
        cumulative(self.looks_m()?.map(pd))
    }
}

/// Probability that a cross-section met at one look still holds after `elapsed_s` (s):
/// exp(-elapsed/correlation time). 0 for a correlation time of 0.
#[must_use]
pub fn keep_probability(elapsed_s: f64, correlation_s: f64) -> f64 {
    if correlation_s > 0.0 && elapsed_s >= 0.0 { exp(-elapsed_s / correlation_s) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_binary_integration_by_enumeration() {
        let p = 0.37_f64;
        for looks in 1..=8_u32 {
            for hits in 0..=looks + 1 {
                let want: f64 = (0..1_u32 << looks)
                    .filter(|word| word.count_ones() >= hits)
                    .map(|word| {
                        (0..looks)
                            .map(|k| if word >> k & 1 == 1 { p } else { 1.0 - p })
                            .product::<f64>()
                    })
                    .sum();
                let got = m_of_n(hits, looks, p).unwrap();
                assert!((got - want).abs() < 1e-13, "{hits} of {looks}: {got} {want}");
            }
        }
        for (hits, looks, p, want) in [
            (0, 3, 0.0, 1.0),
            (1, 3, 0.0, 0.0),
            (3, 3, 1.0, 1.0),
            (4, 3, 1.0, 0.0),
            (0, 0, 0.5, 1.0),
        ] {
            assert_eq!(m_of_n(hits, looks, p), Some(want));
        }
        assert!(m_of_n(1, 2, 1.1).is_none() && m_of_n(1, 2, f64::NAN).is_none());
    }

    #[test]
    fn verif_one_of_n_is_cumulative() {
        for p in [1e-12, 0.2, 0.9] {
            let (one, two) = (m_of_n(1, 5, p).unwrap(), cumulative([p; 5]).unwrap());
            assert!((one / two - 1.0).abs() < 1e-13, "{p}");
        }
        assert!((cumulative([1e-15; 10]).unwrap() / 1e-14 - 1.0).abs() < 1e-12);
        assert_eq!(cumulative([0.3, 1.0, 0.2]), Some(1.0));
        assert_eq!(cumulative([]), Some(0.0));
        assert!(cumulative([0.3, -0.1]).is_none());
    }

    #[test]
    fn approach_counts_both_ends() {
        let way = Approach { first_m: 1000.0, last_m: 400.0, closing_mps: 100.0, scan_s: 2.0 };
        let looks: Vec<f64> = way.looks_m().unwrap().collect();
        assert_eq!(looks, [1000.0, 800.0, 600.0, 400.0]);
        let beyond = Approach { last_m: 1100.0, ..way };
        assert_eq!(beyond.cumulative(|_| 1.0), Some(0.0));
        for wrong in [
            Approach { closing_mps: 0.0, ..way },
            Approach { scan_s: -1.0, ..way },
            Approach { last_m: 0.0, ..way },
            Approach { first_m: f64::NAN, ..way },
            Approach { scan_s: 1e-9, ..way },
        ] {
            assert!(wrong.cumulative(|_| 0.5).is_none(), "{wrong:?}");
        }
    }

    #[test]
    fn verif_keeping_composes() {
        let both = keep_probability(3.0, 7.0) * keep_probability(4.0, 7.0);
        assert!((keep_probability(7.0, 7.0) - both).abs() < 1e-15);
        assert_eq!(keep_probability(1.0, 0.0), 0.0);
        assert_eq!(keep_probability(0.0, 5.0), 1.0);
    }
}
