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
        (sun.sin_declination, sun.cos_declination, radians(in_turn(hour_angle)))
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
    let height = |at| self::elevation_deg(at, lat_deg, lon_deg) - elevation_deg;
    let end = t.plus_s(horizon_s);
    let mut low = (t, height(t));
    while low.0 < end {
        let next = low.0.plus_s(STEP_S).min(end);
        let high = (next, height(next));
        if (high.1 >= 0.0) != (low.1 >= 0.0) {
            return Some((crossing(low, high, height), high.1 >= 0.0));
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
    let height = |at| self::elevation_deg(at, lat_deg, lon_deg) - elevation_deg;
    let end = t.plus_s(-horizon_s);
    let mut high = (t, height(t));
    while high.0 > end {
        let before = high.0.plus_s(-STEP_S).max(end);
        let low = (before, height(before));
        if (high.1 >= 0.0) != (low.1 >= 0.0) {
            return Some((crossing(low, high, height), high.1 >= 0.0));
        }
        high = low;
    }
    None
}

/// The first instant, to a microsecond, on the side of `high`, between instants on either side.
///
/// The height is all but straight over a step, so two secants come within microseconds of the root; they are
/// a microsecond wide bracket there, and halving finishes what they leave.
fn crossing(
    mut low: (SimTime, f64),
    mut high: (SimTime, f64),
    height: impl Fn(SimTime) -> f64,
) -> SimTime {
    let width = nanos(1e-6);
    let rises = high.1 >= 0.0;
    let mut narrow = |at: SimTime| {
        if low.0 < at && at < high.0 {
            let here = (at, height(at));
            *if (here.1 >= 0.0) == rises { &mut high } else { &mut low } = here;
        }
        (low, high)
    };
    let (mut from, mut to) = narrow(SimTime(i64::MIN));
    for _ in 0..3 {
        let root = from.0.0 + ((to.0.0 - from.0.0) as f64 * (from.1 / (from.1 - to.1))) as i64;
        narrow(SimTime(root - width / 2));
        (from, to) = narrow(SimTime(root + width / 2));
        if to.0.0 - from.0.0 <= width {
            return to.0;
        }
    }
    while to.0.0 - from.0.0 > width {
        (from, to) = narrow(SimTime(from.0.0 + (to.0.0 - from.0.0) / 2));
    }
    to.0
}

/// An angle (deg) in [0, 360); the remainder operator would cost ten times as much.
fn in_turn(angle_deg: f64) -> f64 {
    angle_deg - 360.0 * (angle_deg / 360.0).floor()
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
    let anomaly = radians(in_turn(357.529_11 + t * (35_999.050_29 - t * 0.000_153_7)));
    let centre = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * sin(anomaly)
        + (0.019_993 - t * 0.000_101) * sin(2.0 * anomaly)
        + 0.000_289 * sin(3.0 * anomaly);
    let node = radians(in_turn(125.04 - 1_934.136 * t));
    let nutation = -0.004_78 * sin(node);
    // 0.00569: aberration.
    let longitude = radians(in_turn(mean_longitude + centre - 0.005_69 + nutation));
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
    let turns = 360.0 * (days - days.floor()) + 0.985_647_366_29 * days;
    280.460_618_37 + in_turn(turns) + 0.000_387_933 * t * t + sun.equinoxes_deg
}

#[cfg(test)]
#[path = "sun_tests.rs"]
mod tests;
