//! Elementary functions, all from the `libm` crate: the same bits on every platform.
//!
//! The standard library's `f64::sin` and its like call the platform's C library, whose results
//! differ from one system to the next; `clippy.toml` bans them. `sqrt`, `abs`, `floor` and the four
//! operations are exact in IEEE 754 and need no wrapper.

/// Radians in a degree.
pub const RAD_PER_DEG: f64 = std::f64::consts::PI / 180.0;

macro_rules! wrap {
    ($($(#[$doc:meta])* $name:ident => $inner:ident ($($arg:ident),+);)+) => {$(
        $(#[$doc])*
        #[inline]
        #[must_use]
        pub fn $name($($arg: f64),+) -> f64 {
            libm::$inner($($arg),+)
        }
    )+};
}

wrap! {
    /// Sine of an angle (rad).
    sin => sin(x);
    /// Cosine of an angle (rad).
    cos => cos(x);
    /// Tangent of an angle (rad).
    tan => tan(x);
    /// Arc sine (rad) in [-pi/2, pi/2]; NaN outside [-1, 1].
    asin => asin(x);
    /// Arc cosine (rad) in [0, pi]; NaN outside [-1, 1].
    acos => acos(x);
    /// Arc tangent (rad) in [-pi/2, pi/2].
    atan => atan(x);
    /// Angle of the point (x, y) from the x axis, counter-clockwise (rad) in [-pi, pi].
    atan2 => atan2(y, x);
    /// e to the power x.
    exp => exp(x);
    /// e to the power x, less one, exact for small x.
    exp_m1 => expm1(x);
    /// Natural logarithm; -inf at 0, NaN below.
    ln => log(x);
    /// Natural logarithm of 1 + x, exact for small x.
    ln_1p => log1p(x);
    /// Decimal logarithm; -inf at 0, NaN below.
    log10 => log10(x);
    /// x to the power y. Slow: prefer products and square roots.
    pow => pow(x, y);
    /// Hyperbolic sine.
    sinh => sinh(x);
    /// Hyperbolic cosine.
    cosh => cosh(x);
    /// Hyperbolic tangent.
    tanh => tanh(x);
    /// Length of the vector (x, y) without overflow.
    hypot => hypot(x, y);
    /// Error function.
    erf => erf(x);
    /// Complement of the error function, exact in the upper tail.
    erfc => erfc(x);
    /// Natural logarithm of the gamma function of x > 0.
    ln_gamma => lgamma(x);
    /// x * y + z with one rounding.
    fma => fma(x, y, z);
}

/// Sine and cosine of an angle (rad).
#[inline]
#[must_use]
pub fn sin_cos(x: f64) -> (f64, f64) {
    (libm::sin(x), libm::cos(x))
}

/// Degrees to radians.
#[inline]
#[must_use]
pub fn radians(deg: f64) -> f64 {
    deg * RAD_PER_DEG
}

/// Radians to degrees.
#[inline]
#[must_use]
pub fn degrees(rad: f64) -> f64 {
    rad / RAD_PER_DEG
}

/// Angle of the point (x, y) from the x axis, counter-clockwise (rad) in [-pi, pi], within 3e-8 rad.
///
/// A polynomial (Abramowitz and Stegun 1964, 4.4.49, error below 2e-8) where [`atan2`] is too dear: four
/// operations, so the same on every platform. 0 at the origin.
#[inline]
#[must_use]
pub fn atan2_near(y: f64, x: f64) -> f64 {
    let (ax, ay) = (x.abs(), y.abs());
    let (least, most) = if ax < ay { (ax, ay) } else { (ay, ax) };
    if most == 0.0 {
        return 0.0;
    }
    let t = least / most;
    let s = t * t;
    // Pairs of terms, then pairs of pairs: half the wait of one after the other.
    let (s2, s4) = (s * s, s * s * (s * s));
    let head = (-0.333_331_452_8 + s * 0.199_935_508_5)
        + s2 * (-0.142_088_994_4 + s * 0.106_562_639_3)
        + s4 * ((-0.075_289_640_0 + s * 0.042_909_613_8)
            + s2 * (-0.016_165_736_7 + s * 0.002_866_225_7));
    let first = t + t * s * head;
    let upper = if ax < ay { std::f64::consts::FRAC_PI_2 - first } else { first };
    let half = if x < 0.0 { std::f64::consts::PI - upper } else { upper };
    if y < 0.0 { -half } else { half }
}

/// Sine and cosine of an angle in degrees, exact at multiples of 90.
///
/// The angle is first reduced to [-45, 45] degrees, which loses nothing.
#[must_use]
pub fn sin_cos_deg(deg: f64) -> (f64, f64) {
    let turn = deg % 360.0;
    let quarter = (turn / 90.0).round();
    let (s, c) = sin_cos(radians(turn - 90.0 * quarter));
    match (quarter as i64).rem_euclid(4) {
        0 => (s, c),
        1 => (c, -s),
        2 => (-s, -c),
        _ => (-c, s),
    }
}

/// The sum of two numbers and its rounding error: `a + b = sum + error` exactly (Knuth, 1969).
#[inline]
#[must_use]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let bb = sum - a;
    (sum, (a - (sum - bb)) + (b - bb))
}

/// The product of two numbers and its rounding error: `a * b = product + error` exactly.
#[inline]
#[must_use]
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, libm::fma(a, b, -product))
}

/// A number rounded to `digits` significant decimal digits (1 to 17).
///
/// For results of libraries that call the platform's mathematics: two platforms that differ in the
/// last bits then agree, except where the value lies on a rounding boundary. Monotone.
#[must_use]
pub fn round_significant(x: f64, digits: usize) -> f64 {
    assert!((1..=17).contains(&digits), "between 1 and 17 digits can be kept");
    if !x.is_finite() || x == 0.0 {
        return x;
    }
    format!("{x:.*e}", digits - 1).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_turns_are_exact() {
        for (deg, want) in [
            (0.0, (0.0, 1.0)),
            (90.0, (1.0, 0.0)),
            (180.0, (0.0, -1.0)),
            (-90.0, (-1.0, 0.0)),
            (450.0, (1.0, 0.0)),
        ] {
            let (s, c) = sin_cos_deg(deg);
            assert_eq!((s, c), want, "{deg}");
        }
    }

    #[test]
    fn rounding_keeps_digits_and_order() {
        assert_eq!(round_significant(0.123_456_789, 3), 0.123);
        assert_eq!(round_significant(-98_765.0, 2), -99_000.0);
        assert_eq!(round_significant(0.0, 5), 0.0);
    }

    #[test]
    fn verif_the_polynomial_follows_the_arc_tangent() {
        for step in 0..100_000 {
            let angle = (f64::from(step) / 50_000.0 - 1.0) * std::f64::consts::PI;
            let (y, x) = sin_cos(angle);
            let off = atan2_near(3.0 * y, 3.0 * x) - atan2(3.0 * y, 3.0 * x);
            assert!(off.abs() < 3e-8, "{angle}: {off}");
        }
        assert_eq!(atan2_near(0.0, 0.0), 0.0);
        assert_eq!(atan2_near(0.0, -1.0), std::f64::consts::PI);
    }

    #[test]
    fn error_terms_are_exact() {
        assert_eq!(two_sum(1e16, 1.0), (1e16, 1.0));
        let (p, e) = two_product(134_217_729.0, 134_217_729.0);
        assert_eq!(p as u128 + e as u128, 134_217_729_u128 * 134_217_729);
    }
}
