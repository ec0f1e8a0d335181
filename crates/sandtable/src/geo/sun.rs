//! The sun: its elevation, and when it crosses one.

use crate::base::math::{asin, cos, degrees, radians, sin, sin_cos};
use crate::base::time::{SECONDS_PER_DAY, SimTime, nanos};

/// Elevation of the sun below which it is night for people and drivers: the end of civil twilight
/// (deg).
pub const NIGHT_DEG: f64 = -6.0;
/// Elevation of the sun's centre at the printed times of sunrise and sunset (deg): refraction and
/// half the disc.
pub const SUNRISE_DEG: f64 = -0.833;

/// Terrestrial time less UTC, as in 2017 to 2026 (s); a minute moves the sun 0.0007 degrees among
/// the stars.
const TT_MINUS_UTC_S: f64 = 69.2;
/// Step of the search for crossings (s); two crossings within one step, at a polar graze, are
/// missed.
const STEP_S: f64 = 600.0;

/// Geometric elevation of the sun's centre above the horizontal plane, without refraction (deg).
///
/// Seen from (`lat_deg`, `lon_deg`), east positive. About 0.01 degrees from 1950 to 2050. Source:
/// Meeus, Astronomical Algorithms (1998), chapters 12, 13, 25 (low accuracy), 40 (parallax);
/// recalled.
#[must_use]
pub fn elevation_deg(t: SimTime, lat_deg: f64, lon_deg: f64) -> f64 {
    let days = t.days_since_j2000();
    let (sin_dec, cos_dec, hour_angle) = {
        let sun = place(days);
        let hour_angle = sidereal_deg(days, &sun) + lon_deg - sun.right_ascension_deg;
        (sun.sin_declination, sun.cos_declination, radians(hour_angle % 360.0))
    };
    let (sin_lat, cos_lat) = sin_cos(radians(lat_deg));
    let up = sin_lat * sin_dec + cos_lat * cos_dec * cos(hour_angle);
    let elevation = asin(up.clamp(-1.0, 1.0));
    // The observer stands on the earth's surface, not in its centre.
    const PARALLAX_DEG: f64 = 8.794 / 3600.0;
    degrees(elevation) - PARALLAX_DEG * cos(elevation)
}

/// Whether it is night: the sun below [`NIGHT_DEG`].
#[must_use]
pub fn is_night(t: SimTime, lat_deg: f64, lon_deg: f64) -> bool {
    elevation_deg(t, lat_deg, lon_deg) < NIGHT_DEG
}

/// The first instant after `t`, within `horizon_s` (s), at which the sun crosses `elevation_deg`.
///
/// With it, whether the sun rises through it; to about a microsecond of the model's own crossing.
/// At the returned instant the sun is already on the new side, so a search from there finds the
/// next one.
#[must_use]
pub fn next_crossing(
    t: SimTime,
    lat_deg: f64,
    lon_deg: f64,
    elevation_deg: f64,
    horizon_s: f64,
) -> Option<(SimTime, bool)> {
    let above = |at| self::elevation_deg(at, lat_deg, lon_deg) >= elevation_deg;
    let end = t.plus_s(horizon_s);
    let was = above(t);
    let mut low = t;
    while low < end {
        let high = low.plus_s(STEP_S).min(end);
        if above(high) != was {
            return Some((bisect(low, high, was, above).1, !was));
        }
        low = high;
    }
    None
}

/// The last instant before `t`, within `horizon_s` (s), at which the sun crossed `elevation_deg`.
///
/// As [`next_crossing`]; the returned instant is the first on the side where the sun is at `t`.
#[must_use]
pub fn previous_crossing(
    t: SimTime,
    lat_deg: f64,
    lon_deg: f64,
    elevation_deg: f64,
    horizon_s: f64,
) -> Option<(SimTime, bool)> {
    let above = |at| self::elevation_deg(at, lat_deg, lon_deg) >= elevation_deg;
    let end = t.plus_s(-horizon_s);
    let is = above(t);
    let mut high = t;
    while high > end {
        let low = high.plus_s(-STEP_S).max(end);
        if above(low) != is {
            return Some((bisect(low, high, !is, above).1, is));
        }
        high = low;
    }
    None
}

/// Halves [low, high] to a microsecond, `side` being that of `low`.
fn bisect(
    mut low: SimTime,
    mut high: SimTime,
    side: bool,
    above: impl Fn(SimTime) -> bool,
) -> (SimTime, SimTime) {
    let width = nanos(1e-6);
    while high.0 - low.0 > width {
        let middle = SimTime(low.0 + (high.0 - low.0) / 2);
        if above(middle) == side {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low, high)
}

/// Apparent place of the sun among the stars.
struct Place {
    right_ascension_deg: f64,
    sin_declination: f64,
    cos_declination: f64,
    /// Nutation in longitude times the cosine of the obliquity: the equation of the equinoxes
    /// (deg).
    equinoxes_deg: f64,
}

/// Meeus chapter 25, low accuracy: 0.01 degrees.
fn place(days: f64) -> Place {
    // Julian centuries of terrestrial time since J2000.
    let t = (days + TT_MINUS_UTC_S / SECONDS_PER_DAY) / 36_525.0;
    let mean_longitude = 280.466_46 + t * (36_000.769_83 + t * 0.000_303_2);
    let anomaly = radians((357.529_11 + t * (35_999.050_29 - t * 0.000_153_7)) % 360.0);
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * sin(anomaly)
        + (0.019_993 - t * 0.000_101) * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    let node = radians((125.04 - 1_934.136 * t) % 360.0);
    let nutation = -0.004_78 * sin(node);
    // 0.00569: aberration.
    let longitude = radians((mean_longitude + centre - 0.005_69 + nutation) % 360.0);
    let obliquity = radians(23.439_291_1 - t * 0.013_004_2 + 0.002_56 * cos(node));
    let (sin_long, cos_long) = sin_cos(longitude);
    let (sin_obl, cos_obl) = sin_cos(obliquity);
    let sin_declination = sin_obl * sin_long;
    Place {
        right_ascension_deg: degrees(crate::base::math::atan2(cos_obl * sin_long, cos_long)),
        sin_declination,
        cos_declination: (1.0 - sin_declination * sin_declination).sqrt(),
        equinoxes_deg: nutation * cos_obl,
    }
}

/// Apparent sidereal time at Greenwich (deg); Meeus eq. 12.4, with UT1 taken as UTC (0.004 degrees
/// at most).
fn sidereal_deg(days: f64, sun: &Place) -> f64 {
    let t = days / 36_525.0;
    // Whole turns are dropped before the sum, to keep digits.
    let turns = 360.0 * (days % 1.0) + 0.985_647_366_29 * days;
    280.460_618_37 + turns % 360.0 + 0.000_387_933 * t * t + sun.equinoxes_deg
}

#[cfg(test)]
#[path = "sun_tests.rs"]
mod tests;
