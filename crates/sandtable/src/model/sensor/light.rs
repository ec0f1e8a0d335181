//! Light and cloud between an eye or camera and what it looks at.

use crate::base::math::{exp, ln_1p, sin_cos};
use crate::geo::sun::{NIGHT_DEG, SUNRISE_DEG};

/// Elevation of the sun's centre at the end of nautical twilight (deg).
pub const NAUTICAL_DEG: f64 = -12.0;

/// How much light there is, by the sun alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// The sun is below -12 degrees.
    Night,
    /// From -12 to -6 degrees: outlines only.
    NauticalTwilight,
    /// From -6 degrees to sunrise.
    CivilTwilight,
    /// The sun's upper edge is above the horizon.
    Day,
}

impl Light {
    /// All levels, darkest first.
    pub const ALL: [Light; 4] =
        [Light::Night, Light::NauticalTwilight, Light::CivilTwilight, Light::Day];

    /// The level at an elevation of the sun's centre (deg), as almanacs draw the lines; night for
    /// NaN.
    ///
    /// Moon and clouds do not count. Source: Explanatory Supplement to the Astronomical Almanac
    /// (2013).
    #[must_use]
    pub fn of_sun(elevation_deg: f64) -> Self {
        if elevation_deg >= SUNRISE_DEG {
            Light::Day
        } else if elevation_deg >= NIGHT_DEG {
            Light::CivilTwilight
        } else if elevation_deg >= NAUTICAL_DEG {
            Light::NauticalTwilight
        } else {
            Light::Night
        }
    }
}

/// Chance that a line of sight through a layer of cloud is free.
///
/// `cover` is the share of the sky covered as seen overhead (0 to 1), `elevation_rad` the elevation
/// of the line (above 0), `thickness` the clouds' height over their width. (1 - cover)^(1 +
/// thickness cot el): the lower the line, the more sides of clouds it meets (Kauth and Penquite
/// 1967; Lund and Shanklin 1973 measured the like). 0 for a line that is not above the horizontal,
/// unless there is no cloud.
#[must_use]
pub fn cloud_free(cover: f64, elevation_rad: f64, thickness: f64) -> f64 {
    let cover = cover.clamp(0.0, 1.0);
    if cover == 0.0 {
        return 1.0;
    }
    let (s, c) = sin_cos(elevation_rad);
    if s > 0.0 && cover < 1.0 {
        exp(ln_1p(-cover) * (1.0 + thickness.max(0.0) * c.max(0.0) / s))
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::radians;

    #[test]
    fn val_lines_of_the_almanac() {
        for (deg, want) in [
            (30.0, Light::Day),
            (-0.8, Light::Day),
            (-0.9, Light::CivilTwilight),
            (-6.0, Light::CivilTwilight),
            (-6.1, Light::NauticalTwilight),
            (-12.0, Light::NauticalTwilight),
            (-12.1, Light::Night),
            (f64::NAN, Light::Night),
        ] {
            assert_eq!(Light::of_sun(deg), want, "{deg}");
        }
        assert!(Light::ALL.windows(2).all(|w| w[0] < w[1]));
    }

    #[test]
    fn verif_cloud_overhead_and_low() {
        for cover in [0.1, 0.5, 0.9] {
            assert!((cloud_free(cover, radians(90.0), 0.5) - (1.0 - cover)).abs() < 1e-12);
            // At 45 degrees, clouds as high as wide: the square.
            let low = cloud_free(cover, radians(45.0), 1.0);
            assert!((low - (1.0 - cover) * (1.0 - cover)).abs() < 1e-12);
            let mut last = 0.0;
            for deg in 1..=90 {
                let free = cloud_free(cover, radians(f64::from(deg)), 0.5);
                assert!(free >= last && free <= 1.0);
                last = free;
            }
        }
        assert_eq!(cloud_free(0.0, -1.0, 0.5), 1.0);
        assert_eq!(cloud_free(1.0, 1.0, 0.5), 0.0);
        assert_eq!(cloud_free(0.5, -0.1, 0.5), 0.0);
        assert_eq!(cloud_free(0.5, f64::NAN, 0.5), 0.0);
    }
}
