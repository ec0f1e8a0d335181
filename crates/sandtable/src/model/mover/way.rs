//! A way through the air: pieces of geodesics at constant speed, heights linear in time.
//!
//! Position, speed and the times within reach of a site are in closed form on each piece. Between knots, at most
//! `KNOT_M` apart, the way is the chord and the parabola over it that passes the middle of the arc: it leaves
//! the geodesic by less than 10 cm (test), so that nothing drifts and no result depends on a step.

use crate::base::math;
use crate::base::time::SimTime;
use crate::geo::geodesic::{direct_rounded, inverse_rounded};
use crate::geo::wgs84::{ECCENTRICITY2, SEMI_MAJOR_M};

/// Greatest distance between two knots (m).
const KNOT_M: f64 = 20_000.0;
/// What a chord between two knots may lie under the arc, and the interpolation beside it (m): reach is
/// looked for with this much more.
const SLACK_M: f64 = 20.0;

/// A point at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Geodetic latitude (deg).
    pub lat_deg: f64,
    /// Longitude (deg).
    pub lon_deg: f64,
    /// Height above the ellipsoid (m).
    pub height_m: f64,
    /// When.
    pub time: SimTime,
}

/// Where something is and how fast, in the earth-centred frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moving {
    /// Position (m).
    pub at_m: [f64; 3],
    /// Velocity over the ground (m/s).
    pub velocity_mps: [f64; 3],
    /// Height above the ellipsoid (m).
    pub height_m: f64,
}

#[derive(Clone, Copy, Debug)]
struct Knot {
    time: SimTime,
    height_m: f64,
    at_m: [f64; 3],
    /// Four times the rise of the arc over the chord to the next knot, in the middle (m).
    bulge_m: [f64; 3],
    /// The way to the next knot by the share of it, but for that rise (m), and the height gained on it (m).
    along_m: [f64; 3],
    climb_m: f64,
    /// One over the time to the next knot (1/s).
    per_s: f64,
    /// The same in nanoseconds (1/ns): an instant needs no division.
    per_ns: f64,
}

/// The line of a leg: ellipsoid normals at even shares of a geodesic, first and last among them. Worked out once
/// for all that fly it.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Length of the geodesic (m).
    pub length_m: f64,
    normals: Vec<[f64; 3]>,
}

impl Line {
    /// The line between two points (deg).
    #[must_use]
    pub fn between(from: (f64, f64), to: (f64, f64)) -> Self {
        let line = inverse_rounded(from, to);
        let pieces = (line.distance_m / KNOT_M).ceil().max(1.0) as u32;
        let inner = (1..pieces).map(|step| {
            let share = f64::from(step) / f64::from(pieces);
            let here = direct_rounded(from, line.azimuth1_deg, share * line.distance_m);
            normal((here.lat_deg, here.lon_deg))
        });
        let normals = std::iter::once(normal(from)).chain(inner).chain([normal(to)]).collect();
        Line { length_m: line.distance_m, normals }
    }

    /// The same line the other way.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Line { length_m: self.length_m, normals: self.normals.iter().rev().copied().collect() }
    }
}

/// A way from its first stop to its last.
#[derive(Clone, Debug)]
pub struct Way {
    knots: Vec<Knot>,
    centre_m: [f64; 3],
    radius_m: f64,
}

impl Way {
    /// The way over stops in order of time; `None` for fewer than two, or if time does not pass between two.
    ///
    /// Stops at one place are a wait. Valid for legs shorter than half way round the earth.
    #[must_use]
    pub fn new(stops: &[Stop]) -> Option<Self> {
        let legs = stops.windows(2).map(|w| {
            let line = Line::between((w[0].lat_deg, w[0].lon_deg), (w[1].lat_deg, w[1].lon_deg));
            (line, (w[0].time, w[1].time), (w[0].height_m, w[1].height_m))
        });
        let legs: Vec<_> = legs.collect();
        Way::along(legs.iter().map(|(line, times, heights)| (line, *times, *heights)))
    }

    /// The way along lines that follow one another, each with its times and heights (m) at both ends.
    #[must_use]
    pub fn along<'l>(
        legs: impl Iterator<Item = (&'l Line, (SimTime, SimTime), (f64, f64))>,
    ) -> Option<Self> {
        let mut knots: Vec<Knot> = Vec::new();
        for (line, times, heights) in legs {
            if times.1 <= times.0 {
                return None;
            }
            add_leg(&mut knots, line, times, heights);
        }
        knots.first()?;
        let count = knots.len() as f64;
        let mut centre_m = [0.0; 3];
        for knot in &knots {
            centre_m = plus(centre_m, scaled(knot.at_m, 1.0 / count));
        }
        let far = |radius: f64, knot: &Knot| radius.max(length(minus(knot.at_m, centre_m)));
        let radius_m = knots.iter().fold(0.0, far) + SLACK_M;
        Some(Way { knots, centre_m, radius_m })
    }

    /// When it begins.
    #[must_use]
    pub fn start(&self) -> SimTime {
        self.knots[0].time
    }

    /// When it ends.
    #[must_use]
    pub fn end(&self) -> SimTime {
        self.knots[self.knots.len() - 1].time
    }

    /// Greatest height above the ellipsoid (m).
    #[must_use]
    pub fn highest_m(&self) -> f64 {
        self.knots.iter().fold(f64::NEG_INFINITY, |most, knot| most.max(knot.height_m))
    }

    /// Position and speed at an instant; before its start as at the start, after its end as at the end.
    #[must_use]
    pub fn at(&self, time: SimTime) -> Moving {
        self.at_from(time, &mut 0)
    }

    /// As [`Way::at`]; `piece` says where it was found last, and is told where now. It saves the search.
    #[must_use]
    pub fn at_from(&self, time: SimTime, piece: &mut u32) -> Moving {
        let last = self.knots.len() - 1;
        let known = *piece as usize;
        let still =
            known < last && self.knots[known].time <= time && time < self.knots[known + 1].time;
        let at = if still {
            known
        } else {
            self.knots.partition_point(|k| k.time <= time).clamp(1, last) - 1
        };
        // Knots are at most 20,000 km / 20 km for each leg.
        *piece = at as u32;
        let from = &self.knots[at];
        let share = (time.0.saturating_sub(from.time.0) as f64 * from.per_ns).clamp(0.0, 1.0);
        let (over, turn) = (share * (1.0 - share), 1.0 - 2.0 * share);
        let place = |k: usize| from.at_m[k] + (share * from.along_m[k] + over * from.bulge_m[k]);
        let speed = |k: usize| (from.along_m[k] + turn * from.bulge_m[k]) * from.per_s;
        Moving {
            at_m: [place(0), place(1), place(2)],
            velocity_mps: [speed(0), speed(1), speed(2)],
            height_m: from.height_m + share * from.climb_m,
        }
    }

    /// Times from entry to exit of the sphere of `reach_m` round a site (m, earth-centred), in order.
    ///
    /// The chord of each piece enters and leaves a sphere at the roots of a quadratic. The sphere is taken
    /// larger by `SLACK_M`, so that the times bound the ones of the arc.
    #[must_use]
    pub fn within(&self, site_m: [f64; 3], reach_m: f64) -> Vec<(SimTime, SimTime)> {
        let mut spans: Vec<(SimTime, SimTime)> = Vec::new();
        let reach_m = reach_m + SLACK_M;
        if length(minus(site_m, self.centre_m)) > reach_m + self.radius_m {
            return spans;
        }
        for piece in self.knots.windows(2) {
            let Some((from, to)) = piece_within(&piece[0], &piece[1], (site_m, reach_m)) else {
                continue;
            };
            match spans.last_mut() {
                Some(last) if last.1 >= from => last.1 = to,
                _ => spans.push((from, to)),
            }
        }
        spans
    }
}

/// Ellipsoid normal at a point (deg).
fn normal((lat_deg, lon_deg): (f64, f64)) -> [f64; 3] {
    let (sin_lat, cos_lat) = math::sin_cos(math::radians(lat_deg));
    let (sin_lon, cos_lon) = math::sin_cos(math::radians(lon_deg));
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

/// Adds the knots of a leg after those of the one before.
fn add_leg(
    knots: &mut Vec<Knot>,
    line: &Line,
    (start, end): (SimTime, SimTime),
    (low_m, high_m): (f64, f64),
) {
    let took_s = end.since_s(start);
    let last = line.normals.len() - 1;
    for (step, normal) in line.normals.iter().enumerate() {
        let share = step as f64 / last as f64;
        let time = if step == last { end } else { start.plus_s(share * took_s) };
        let height_m = low_m + share * (high_m - low_m);
        let is_later = knots.last().is_none_or(|k| time > k.time);
        if is_later && (time < end || step == last) {
            let at_m = on_ellipsoid(*normal, height_m);
            if let (Some(before), Some(from)) = (step.checked_sub(1), knots.last_mut()) {
                let mixed = plus(line.normals[before], *normal);
                let middle = scaled(mixed, 1.0 / length(mixed));
                let top_m = on_ellipsoid(middle, 0.5 * (from.height_m + height_m));
                let chord_m = scaled(plus(from.at_m, at_m), 0.5);
                from.bulge_m = scaled(minus(top_m, chord_m), 4.0);
            }
            if let Some(from) = knots.last_mut() {
                (from.along_m, from.climb_m) = (minus(at_m, from.at_m), height_m - from.height_m);
                from.per_s = 1.0 / time.since_s(from.time);
                from.per_ns = 1.0 / time.0.saturating_sub(from.time.0) as f64;
            }
            let (bulge_m, along_m) = ([0.0; 3], [0.0; 3]);
            let (climb_m, per_s, per_ns) = (0.0, 0.0, 0.0);
            knots.push(Knot { time, height_m, at_m, bulge_m, along_m, climb_m, per_s, per_ns });
        }
    }
}

/// When the chord between two knots is within `reach_m` of a site.
fn piece_within(
    from: &Knot,
    to: &Knot,
    (site_m, reach_m): ([f64; 3], f64),
) -> Option<(SimTime, SimTime)> {
    let (gap, along) = (minus(from.at_m, site_m), minus(to.at_m, from.at_m));
    let (a, half_b, c) = (dot(along, along), dot(gap, along), dot(gap, gap) - reach_m * reach_m);
    let span = if a == 0.0 {
        if c > 0.0 {
            return None;
        }
        (0.0, 1.0)
    } else {
        let inside = half_b * half_b - a * c;
        if inside < 0.0 {
            return None;
        }
        let root = inside.sqrt();
        (((-half_b - root) / a).max(0.0), ((-half_b + root) / a).min(1.0))
    };
    let took_s = to.time.since_s(from.time);
    let when = |share: f64| {
        if share >= 1.0 { to.time } else { from.time.plus_s(share * took_s) }
    };
    (span.0 <= span.1).then(|| (when(span.0), when(span.1)))
}

/// The place at a height over the point of the ellipsoid with this normal (m).
fn on_ellipsoid(normal: [f64; 3], height_m: f64) -> [f64; 3] {
    let [x, y, z] = normal;
    let prime_m = SEMI_MAJOR_M / (1.0 - ECCENTRICITY2 * z * z).sqrt();
    let out_m = prime_m + height_m;
    [out_m * x, out_m * y, (prime_m * (1.0 - ECCENTRICITY2) + height_m) * z]
}

fn plus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

fn minus(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

fn scaled(a: [f64; 3], factor: f64) -> [f64; 3] {
    [a[0] * factor, a[1] * factor, a[2] * factor]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn length(a: [f64; 3]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::geodesic::between;
    use crate::geo::wgs84::Geodetic;
    use proptest::prelude::*;

    fn stop(lat_deg: f64, lon_deg: f64, height_m: f64, at_s: f64) -> Stop {
        Stop { lat_deg, lon_deg, height_m, time: SimTime(0).plus_s(at_s) }
    }

    fn ecef(lat: f64, lon: f64, h: f64) -> [f64; 3] {
        let p = Geodetic::from_deg(lat, lon, h).to_ecef();
        [p.x_m, p.y_m, p.z_m]
    }

    #[test]
    fn verif_a_way_follows_the_geodesic_at_constant_speed() {
        let way = Way::new(&[stop(52.0, 24.0, 100.0, 0.0), stop(55.5, 31.0, 8_000.0, 3_000.0)])
            .expect("time passes");
        for step in 0..=300 {
            let share = f64::from(step) / 300.0;
            let (lat, lon) = between((52.0, 24.0), (55.5, 31.0), share);
            let want = ecef(lat, lon, 100.0 + share * 7_900.0);
            let got = way.at(SimTime(0).plus_s(share * 3_000.0));
            let off_m = length(minus(got.at_m, want));
            assert!(off_m < 0.1, "{share}: {off_m} m");
        }
        assert_eq!(way.highest_m(), 8_000.0);
    }

    #[test]
    fn verif_speed_is_length_over_time() {
        let way = Way::new(&[stop(53.0, 27.0, 0.0, 0.0), stop(53.0, 28.0, 0.0, 500.0)])
            .expect("time passes");
        let length_m = inverse_rounded((53.0, 27.0), (53.0, 28.0)).distance_m;
        let speed = length(way.at(SimTime(0).plus_s(100.0)).velocity_mps);
        assert!((speed - length_m / 500.0).abs() < 1e-3, "{speed}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_spans_hold_every_instant_within_reach(
            lat in 51.0_f64..56.0, lon in 23.0_f64..32.0, to_lat in 51.0_f64..56.0,
            to_lon in 23.0_f64..32.0, reach_km in 5.0_f64..400.0, height in 0.0_f64..12_000.0,
        ) {
            let site = ecef(53.0, 27.0, 20.0);
            let legs = [stop(lat, lon, height, 0.0), stop(to_lat, to_lon, height, 2_000.0),
                stop(lat, lon, 0.0, 5_000.0)];
            let way = Way::new(&legs).expect("time passes");
            let spans = way.within(site, reach_km * 1e3);
            for step in 0..500 {
                let time = SimTime(0).plus_s(f64::from(step) * 10.0);
                let range_m = length(minus(way.at(time).at_m, site));
                let held = spans.iter().any(|(a, b)| *a <= time && time <= *b);
                prop_assert!(held || range_m > reach_km * 1e3, "{range_m} at {step}");
                // The slack is small: what is well outside is not held.
                prop_assert!(!held || range_m < reach_km * 1e3 + 3.0 * SLACK_M, "{range_m}");
            }
            prop_assert!(spans.windows(2).all(|w| w[0].1 < w[1].0));
        }
    }

    #[test]
    fn a_way_needs_two_stops_and_time() {
        assert!(Way::new(&[stop(52.0, 24.0, 0.0, 0.0)]).is_none());
        assert!(Way::new(&[stop(52.0, 24.0, 0.0, 5.0), stop(53.0, 24.0, 0.0, 5.0)]).is_none());
        // A wait at one place is a way.
        let wait = Way::new(&[stop(52.0, 24.0, 0.0, 0.0), stop(52.0, 24.0, 0.0, 60.0)]);
        let wait = wait.expect("time passes");
        assert_eq!(wait.at(SimTime(0).plus_s(30.0)).velocity_mps, [0.0; 3]);
        assert_eq!(wait.within(ecef(52.0, 24.0, 0.0), 10.0).len(), 1);
    }
}
