//! The normal distribution: density, distribution function and its inverse.

use super::math;

/// 95 % point of the standard normal, one-sided.
pub const Z95: f64 = 1.644_853_626_951_472_2;

const INV_SQRT_2: f64 = std::f64::consts::FRAC_1_SQRT_2;
/// What `INV_SQRT_2` leaves out of 1/sqrt(2).
const INV_SQRT_2_REST: f64 = -4.833_646_656_726_457e-17;
const TWO_OVER_SQRT_PI: f64 = std::f64::consts::FRAC_2_SQRT_PI;
const INV_SQRT_TWO_PI: f64 = 0.398_942_280_401_432_7;

/// Density of the standard normal at `x`; 0 at the infinities.
#[must_use]
pub fn normal_pdf(x: f64) -> f64 {
    INV_SQRT_TWO_PI * math::exp(-0.5 * x * x)
}

/// Probability that a standard normal is at most `x`, to a few 1e-16 of itself in either tail.
///
/// 0 and 1 at the infinities. `erfc(-x/sqrt 2)/2`, corrected for the rounding of its argument,
/// which would cost x^2 units in the last place.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    let (arg, rest) = scaled(-x);
    if arg.is_infinite() {
        return if x > 0.0 { 1.0 } else { 0.0 };
    }
    0.5 * (math::erfc(arg) - TWO_OVER_SQRT_PI * math::exp(-arg * arg) * rest)
}

/// The value that a standard normal stays below with probability `p`.
///
/// `p` in [0, 1]; -inf at 0, +inf at 1, NaN outside. Within 1e-15 of the value, relative, for p
/// from 1e-300 to 1 - 1e-16, and increasing. For p near 1 use `-normal_quantile(1 - p)` with the
/// complement known exactly. Source: Wichura, AS 241 (PPND16), Appl. Statist. 37 (1988) 477-484;
/// the last bits by one Newton step.
#[must_use]
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * horner(&A, r) / horner(&B, r);
    }
    // 1 - p is exact here: p is above 0.925.
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return if q < 0.0 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let r = (-math::ln(tail)).sqrt();
    let z = if r <= 5.0 {
        horner(&C, r - 1.6) / horner(&D, r - 1.6)
    } else {
        horner(&E, r - 5.0) / horner(&F, r - 5.0)
    };
    let z = polished(z, tail);
    if q < 0.0 { -z } else { z }
}

/// One Newton step for the upper tail: z with P(Z > z) = tail.
fn polished(z: f64, tail: f64) -> f64 {
    let density = normal_pdf(z);
    if density < f64::MIN_POSITIVE {
        return z;
    }
    z + (normal_cdf(-z) - tail) / density
}

/// x/sqrt(2) and its rounding error.
fn scaled(x: f64) -> (f64, f64) {
    let (hi, lo) = math::two_product(x, INV_SQRT_2);
    (hi, lo + x * INV_SQRT_2_REST)
}

fn horner(c: &[f64; 8], x: f64) -> f64 {
    c.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

#[rustfmt::skip]
const A: [f64; 8] = [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
#[rustfmt::skip]
const B: [f64; 8] = [
    1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751,
    21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854,
];
#[rustfmt::skip]
const C: [f64; 8] = [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
];
#[rustfmt::skip]
const D: [f64; 8] = [
    1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851,
    0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
];
#[rustfmt::skip]
const E: [f64; 8] = [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
#[rustfmt::skip]
const F: [f64; 8] = [
    1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615,
    0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Worst relative error over rows (p, z).
    fn worst(rows: &[(f64, f64)]) -> f64 {
        rows.iter().map(|(p, z)| ((normal_quantile(*p) - z) / z).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn val_quantile_against_forty_digits() {
        assert!(worst(&QUANTILES) < 1e-15, "{:e}", worst(&QUANTILES));
    }

    #[test]
    fn val_cdf_against_forty_digits() {
        for (x, p) in CDFS {
            let error = ((normal_cdf(x) - p) / p).abs();
            assert!(error < 1e-15, "{x}: {error:e}");
        }
    }

    #[test]
    fn ends_and_nonsense() {
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert_eq!(normal_quantile(0.5), 0.0);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(f64::NAN).is_nan());
        assert_eq!((normal_cdf(f64::NEG_INFINITY), normal_cdf(f64::INFINITY)), (0.0, 1.0));
    }

    #[test]
    fn prop_quantile_rises_and_is_symmetric() {
        let mut last = f64::NEG_INFINITY;
        for i in 1..200_000 {
            let p = f64::from(i) / 200_000.0;
            let z = normal_quantile(p);
            assert!(z > last, "{p}");
            assert!((normal_cdf(z) - p).abs() <= 4e-16, "{p}");
            last = z;
        }
        for p in [1e-3, 0.01, 0.0625, 0.25, 0.4375] {
            assert!((normal_quantile(p) + normal_quantile(1.0 - p)).abs() < 1e-13, "{p}");
        }
    }

    /// (p, quantile of p): computed with mpmath at 60 digits.
    #[rustfmt::skip]
    const QUANTILES: [(f64, f64); 30] = [
        (1.1102230246251565e-16, -8.209536151601387),
        (1e-300, -37.0470962993612),
        (1e-100, -21.273453560965326),
        (1e-30, -11.464024688443615),
        (1e-20, -9.262340089798407),
        (1e-16, -8.222082216130435),
        (1e-12, -7.034483825301132),
        (1.4e-11, -6.656723091518184),
        (1e-09, -5.9978070150076865),
        (1e-06, -4.753424308822899),
        (0.0001, -3.7190164854556804),
        (0.001, -3.0902323061678136),
        (0.025, -1.9599639845400543),
        (0.05, -1.6448536269514726),
        (0.0749, -1.4402382675279637),
        (0.0750001, -1.4395307645017297),
        (0.1, -1.2815515655446004),
        (0.2, -0.8416212335729142),
        (0.3500795420214081, -0.38510572843486807),
        (0.4999, -0.00025066283008800747),
        (0.5000000000000001, 2.782916424671767e-16),
        (0.6, 0.2533471031357997),
        (0.8, 0.8416212335729144),
        (0.9249, 1.4388253927525403),
        (0.9251, 1.440238267527964),
        (0.975, 1.9599639845400538),
        (0.995, 2.5758293035489004),
        (0.99999, 4.264890793923841),
        (0.9999999999999999, 8.209536151601387),
        (0.9999999999, 6.361340889697422),
    ];

    /// (x, P(Z <= x)): computed with mpmath at 60 digits.
    #[rustfmt::skip]
    const CDFS: [(f64, f64); 16] = [
        (-38.0, 2.88542835e-316),
        (-30.5, 1.3029379131780763e-204),
        (-20.3, 6.429244467698346e-92),
        (-10.1, 2.762109471764517e-24),
        (-8.3, 5.205569744890254e-17),
        (-5.7, 5.990371401063528e-09),
        (-3.3, 0.0004834241423837775),
        (-2.1, 0.017864420562816553),
        (-1.1, 0.13566606094638264),
        (-0.3, 0.3820885778110474),
        (-1e-05, 0.49999601057719606),
        (0.0, 0.5),
        (0.4, 0.6554217416103242),
        (1.7, 0.955434537241457),
        (3.0, 0.9986501019683699),
        (6.0, 0.9999999990134123),
    ];
}
