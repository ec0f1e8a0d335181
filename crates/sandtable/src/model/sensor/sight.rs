//! How far an eye sees something: contrast lost in the air against the contrast that its size
//! needs.

use super::light::Light;
use crate::base::math::{exp, ln};

/// Contrast that defines visibility: a black thing against the horizon is lost at 2 %.
pub const VISIBILITY_CONTRAST: f64 = 0.02;

/// Something to be seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SightTarget {
    /// Size (m): square root of the area that it shows.
    pub size_m: f64,
    /// Contrast of its luminance with the background, close by: |L - Lb|/Lb.
    pub contrast: f64,
    /// The same where snow lies; dark things on snow near 1, white ones near 0.
    pub contrast_on_snow: f64,
}

/// What an observer's eye can do. Every number is the caller's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Eye {
    /// Least contrast of a large thing by day; 0.02 to 0.05.
    pub least_contrast: f64,
    /// Angle (rad) at which size begins to matter: the least contrast is twice that of a large
    /// thing.
    pub small_angle_rad: f64,
    /// Factors on the least contrast at night, in nautical twilight, in civil twilight; each at
    /// least 1. Infinite for blindness. 1 by day.
    pub darkness: [f64; 3],
    /// Magnification of glasses, at least 1: the angle is so much larger.
    pub magnification: f64,
}

/// The air and the light.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seeing {
    /// Meteorological visibility (m), above 0.
    pub visibility_m: f64,
    /// Level of light.
    pub light: Light,
    /// Whether snow lies.
    pub snow: bool,
}

/// Share of a contrast that is left over `range_m` (m) of air with a visibility (m): exp(-3.912
/// R/V).
///
/// Koschmieder (1924); 3.912 = -ln 0.02. Along a path of like air against the sky at the horizon.
#[must_use]
pub fn contrast_left(range_m: f64, visibility_m: f64) -> f64 {
    exp(ln(VISIBILITY_CONTRAST) * (range_m / visibility_m))
}

impl Eye {
    /// Least contrast seen of something that spans `angle_rad` (rad): C (1 + (a0/a)^2), times the
    /// factor of the light.
    ///
    /// Small things by Ricco's law (contrast times area is constant, 1877), large ones by a
    /// constant contrast (Blackwell 1946); the sum joins them.
    #[must_use]
    pub fn needed_contrast(&self, angle_rad: f64, light: Light) -> f64 {
        let small = self.small_angle_rad / (angle_rad * self.magnification);
        let [night, nautical, civil] = self.darkness;
        let dark = match light {
            Light::Night => night,
            Light::NauticalTwilight => nautical,
            Light::CivilTwilight => civil,
            Light::Day => 1.0,
        };
        self.least_contrast * (1.0 + small * small) * dark
    }

    /// Range (m) at which the contrast left is just the contrast needed: seen nearer, not seen
    /// farther.
    ///
    /// Contrast falls with range while the need for it rises, so there is one such range, found by
    /// halving. 0 if the target is not seen close by. `None` if a number is out of its range.
    #[must_use]
    pub fn range_m(&self, target: &SightTarget, seeing: &Seeing) -> Option<f64> {
        let positive =
            [self.least_contrast, self.small_angle_rad, target.size_m, seeing.visibility_m];
        let contrast = if seeing.snow { target.contrast_on_snow } else { target.contrast };
        let valid = positive.iter().all(|x| *x > 0.0 && x.is_finite())
            && self.magnification >= 1.0
            && self.darkness.iter().all(|d| *d >= 1.0)
            && contrast >= 0.0;
        if !valid {
            return None;
        }
        let excess = |range_m: f64| {
            let left = contrast * contrast_left(range_m, seeing.visibility_m);
            left - self.needed_contrast(target.size_m / range_m, seeing.light)
        };
        let (mut low, mut high) = (0.0, 1.0);
        while excess(high) > 0.0 && high < 1e9 {
            (low, high) = (high, 2.0 * high);
        }
        while high - low > 1e-12 * high {
            let middle = 0.5 * (low + high);
            if middle <= low || middle >= high {
                break;
            }
            if excess(middle) > 0.0 { low = middle } else { high = middle }
        }
        // Not seen even close by: halving went down to nothing.
        Some(if low < 1e-9 { 0.0 } else { low })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EYE: Eye = Eye {
        least_contrast: 0.02,
        small_angle_rad: 1e-3,
        darkness: [f64::INFINITY, 30.0, 3.0],
        magnification: 1.0,
    };
    const BLACK: SightTarget = SightTarget { size_m: 10.0, contrast: 1.0, contrast_on_snow: 1.0 };

    fn day(visibility_m: f64) -> Seeing {
        Seeing { visibility_m, light: Light::Day, snow: false }
    }

    #[test]
    fn val_a_large_black_thing_is_lost_at_the_visibility() {
        // The definition (Koschmieder 1924; WMO no. 8 with 5 %): ranges follow the visibility.
        let hill = SightTarget { size_m: 1e7, ..BLACK };
        for visibility in [500.0, 10e3, 40e3] {
            let got = EYE.range_m(&hill, &day(visibility)).unwrap();
            assert!((got / visibility - 1.0).abs() < 1e-5, "{got}");
        }
        let wmo = Eye { least_contrast: 0.05, ..EYE };
        let got = wmo.range_m(&hill, &day(10e3)).unwrap();
        assert!((got / 10e3 - ln(0.05) / ln(0.02)).abs() < 1e-4);
    }

    #[test]
    fn verif_clear_air_leaves_the_angle() {
        // Without loss: C0 = C (1 + (a0 R/size)^2).
        for (contrast, light, dark) in [(1.0, Light::Day, 1.0), (0.3, Light::CivilTwilight, 3.0)] {
            let target = SightTarget { contrast, ..BLACK };
            let seeing = Seeing { light, ..day(1e14) };
            let want = 10.0 / 1e-3 * (contrast / (0.02 * dark) - 1.0_f64).sqrt();
            let got = EYE.range_m(&target, &seeing).unwrap();
            assert!((got / want - 1.0).abs() < 1e-6, "{got} {want}");
            let glasses = Eye { magnification: 7.0, ..EYE };
            assert!((glasses.range_m(&target, &seeing).unwrap() / (7.0 * want) - 1.0).abs() < 1e-5);
        }
    }

    #[test]
    fn prop_less_light_air_size_and_contrast_is_less_range() {
        let range = |target: SightTarget, seeing: Seeing| EYE.range_m(&target, &seeing).unwrap();
        let base = range(BLACK, day(20e3));
        assert!(base > 1000.0 && base < 20e3);
        assert!(range(SightTarget { size_m: 5.0, ..BLACK }, day(20e3)) < base);
        assert!(range(SightTarget { contrast: 0.5, ..BLACK }, day(20e3)) < base);
        assert!(range(BLACK, day(5e3)) < base);
        let by_light = Light::ALL.map(|light| range(BLACK, Seeing { light, ..day(20e3) }));
        assert!(by_light.windows(2).all(|w| w[0] < w[1]), "{by_light:?}");
        assert_eq!(by_light[0], 0.0, "blind at night");
        let white = SightTarget { contrast_on_snow: 0.01, ..BLACK };
        assert_eq!(range(white, Seeing { snow: true, ..day(20e3) }), 0.0);
        assert_eq!(range(white, day(20e3)), base);
        assert!(EYE.range_m(&SightTarget { size_m: 0.0, ..BLACK }, &day(1e4)).is_none());
        assert!(EYE.range_m(&BLACK, &day(f64::NAN)).is_none());
        assert!(Eye { darkness: [0.5; 3], ..EYE }.range_m(&BLACK, &day(1e4)).is_none());
    }
}
