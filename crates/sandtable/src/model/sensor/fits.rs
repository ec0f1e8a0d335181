//! Published fits of the SNR that detection needs. For plots and checks; the exact value costs as
//! little ([`Detector::required_snr_db`](super::detector::Detector::required_snr_db)).

use super::detector::{Swerling, to_db};
use crate::base::math::{exp, ln, log10};

/// SNR of one pulse (dB) for a steady target by Albersheim's equation.
///
/// A = ln(0.62/Pfa), B = ln(Pd/(1 - Pd)); -5 log10 N + (6.2 + 4.54/sqrt(N + 0.44)) log10(A + 0.12
/// AB + 1.7 B). Within about 0.2 dB of the exact value for a linear detector, 0.3 dB for a
/// square-law one, for Pfa 1e-7 to 1e-3, Pd 0.1 to 0.9, N 1 to 8096 (Albersheim 1981; Tufts and
/// Cann 1983; set D4). `None` where it has no value.
#[must_use]
pub fn albersheim_db(pd: f64, pfa: f64, pulses: u32) -> Option<f64> {
    if !probabilities(pd, pfa) || pulses == 0 {
        return None;
    }
    let n = f64::from(pulses);
    let (a, b) = (ln(0.62 / pfa), ln(pd / (1.0 - pd)));
    let snr = a + 0.12 * a * b + 1.7 * b;
    (snr > 0.0).then(|| -5.0 * log10(n) + (6.2 + 4.54 / (n + 0.44).sqrt()) * log10(snr))
}

/// SNR of one pulse (dB) by Shnidman's equation.
///
/// Shnidman, IEEE Trans. AES 38 (2002) 1059, with alpha = 1/4 from N > 40 on (books print "N < 40"
/// for alpha = 0, the MATLAB function has N <= 40). Within 0.03 to 0.24 dB of the exact value where
/// it was compared (set D5); Pd 0.1 to 0.99, Pfa 1e-9 to 1e-3, N 1 to 100. `None` where it has no
/// value.
#[must_use]
pub fn shnidman_db(swerling: Swerling, pd: f64, pfa: f64, pulses: u32) -> Option<f64> {
    if !probabilities(pd, pfa) || pfa >= 0.5 || pulses == 0 {
        return None;
    }
    let n = f64::from(pulses);
    let order = match swerling {
        Swerling::Zero => f64::INFINITY,
        Swerling::One => 1.0,
        Swerling::Two => n,
        Swerling::Three => 2.0,
        Swerling::Four => 2.0 * n,
    };
    let alpha = if pulses <= 40 { 0.0 } else { 0.25 };
    let part = |p: f64| (-0.8 * ln(4.0 * p * (1.0 - p))).max(0.0).sqrt();
    let sign = if pd > 0.5 { 1.0 } else { -1.0 };
    let eta = part(pfa) + sign * part(pd);
    let x = eta * (eta + 2.0 * (0.5 * n + alpha - 0.25).sqrt());
    let c1 = (((17.7006 * pd - 18.4496) * pd + 14.5339) * pd - 3.525) / order;
    let steep =
        exp(27.31 * pd - 25.14) + (pd - 0.8) * (0.7 * ln(1e-5 / pfa) + (2.0 * n - 20.0) / 80.0);
    let c = if pd > 0.872 { c1 + steep / order } else { c1 };
    (x > 0.0).then(|| c + to_db(x / n))
}

fn probabilities(pd: f64, pfa: f64) -> bool {
    pd > 0.0 && pd < 1.0 && pfa > 0.0 && pfa < 1.0
}

#[cfg(test)]
mod tests {
    use super::super::detector::Detector;
    use super::*;

    #[test]
    fn verif_fits_lie_near_the_exact_value() {
        for pulses in [1, 3, 10, 40, 100] {
            for pfa in [1e-7, 1e-6, 1e-4] {
                for pd in [0.3, 0.5, 0.8, 0.9] {
                    let d = Detector::new(pulses, pfa).unwrap();
                    let exact = d.required_snr_db(Swerling::Zero, pd).unwrap();
                    let albersheim = albersheim_db(pd, pfa, pulses).unwrap();
                    assert!(
                        (albersheim - exact).abs() < 0.3,
                        "{pulses} {pfa} {pd}: {albersheim} {exact}"
                    );
                    for case in Swerling::ALL {
                        let exact = d.required_snr_db(case, pd).unwrap();
                        let fit = shnidman_db(case, pd, pfa, pulses).unwrap();
                        assert!(
                            (fit - exact).abs() < 0.5,
                            "{case:?} {pulses} {pfa} {pd}: {fit} {exact}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for (pd, pfa, pulses) in [(0.0, 1e-6, 1), (1.0, 1e-6, 1), (0.5, 0.0, 1), (0.5, 1e-6, 0)] {
            assert!(albersheim_db(pd, pfa, pulses).is_none());
            assert!(shnidman_db(Swerling::One, pd, pfa, pulses).is_none());
        }
        assert!(albersheim_db(f64::NAN, 1e-6, 1).is_none());
        // Pd below Pfa: the fit has no value.
        assert!(albersheim_db(1e-5, 0.3, 1).is_none());
        assert!(shnidman_db(Swerling::Zero, 0.01, 0.1, 1).is_none());
    }
}
