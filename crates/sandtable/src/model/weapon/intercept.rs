//! Where a missile of constant mean speed meets a target on a straight course, and when a launch
//! leads to a meeting inside the envelope.
//!
//! The meeting is a matter of flight time only. How a missile finds its way is not modelled.

use super::envelope::{Envelope, crossing_m};

/// How far inside the range limits a planned meeting lies at least (m), so that rounding a time to
/// nanoseconds cannot put it outside.
pub const MARGIN_M: f64 = 1e-5;

/// Below this a target counts as at rest (m/s).
const AT_REST_MPS: f64 = 1e-9;

/// Where and when a missile meets its target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// Flight time: from the launch to the meeting (s).
    pub after_s: f64,
    /// Place from the shooter, x east, y north, z up (m).
    pub at_m: [f64; 3],
}

/// A straight course at constant speed, seen from the shooter at time 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Course {
    /// Place from the shooter, x east, y north, z up, flat earth (m).
    pub position_m: [f64; 3],
    /// Velocity (m/s).
    pub velocity_mps: [f64; 3],
    /// Height above the level from which the envelope counts heights (m). It stays the same. It is
    /// not z: a level flight over the round earth sinks below the plane, and z and its velocity say
    /// so. Of a target that climbs ask again.
    pub height_m: f64,
}

/// What a shooter can do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weapon {
    /// Where a meeting is possible.
    pub envelope: Envelope,
    /// Mean speed of the missile over its flight (m/s), above 0.
    pub speed_mps: f64,
    /// From the decision to the launch (s), at least 0.
    pub reaction_s: f64,
}

/// A launch that leads to a meeting inside the envelope.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shot {
    /// Launch, from time 0 of the course (s).
    pub launch_after_s: f64,
    /// The meeting; its time counts from the launch.
    pub meeting: Meeting,
}

impl Course {
    /// Place at `t_s` (m).
    #[must_use]
    pub fn place_m(&self, t_s: f64) -> [f64; 3] {
        moved(self.position_m, self.velocity_mps, t_s)
    }

    /// Crossing parameter (m): see [`crossing_m`].
    #[must_use]
    pub fn crossing_m(&self) -> f64 {
        crossing_m(self.position_m, self.velocity_mps)
    }
}

/// The first meeting with a target at `p_m` (m) with velocity `v_mps` (m/s) of a missile launched
/// from the origin now, at constant speed `speed_mps` > 0.
///
/// The smallest t > 0 of |P + V t| = S t, by the form of the quadratic that does not cancel and
/// that has the linear case |V| = S as its limit. `None` if there is none (a target as fast that
/// goes away), if the target is at the origin, or for a number that is not finite. Closed form; set
/// K3.
#[must_use]
pub fn meet(p_m: [f64; 3], v_mps: [f64; 3], speed_mps: f64) -> Option<Meeting> {
    if !(speed_mps > 0.0 && speed_mps.is_finite()) {
        return None;
    }
    let (pp, pv, vv) = (dot(p_m, p_m), dot(p_m, v_mps), dot(v_mps, v_mps));
    // (S^2 - V^2) t^2 - 2 P.V t - P^2 = 0.
    let faster = speed_mps * speed_mps - vv;
    let root = (pv * pv + faster * pp).sqrt();
    let after_s = if pv < 0.0 {
        pp / (root - pv)
    } else if faster > 0.0 {
        (pv + root) / faster
    } else {
        return None;
    };
    let meeting = Meeting { after_s, at_m: moved(p_m, v_mps, after_s) };
    // A root of a negative number is NaN: the target passes faster than it can be reached.
    (after_s > 0.0 && meeting.at_m.iter().all(|x| x.is_finite())).then_some(meeting)
}

/// The earliest launch, decided at `earliest_s` or later, that meets the target inside the envelope.
///
/// What is looked for is the first entry of the *meeting*, not of the target: a missile launched
/// while the target is still outside meets it on the limit, and every second saved is a second for
/// another look. Exact, in closed form: the times at which a straight course keeps the limits are
/// at most two intervals, and launch time grows with meeting time. Planned meetings keep
/// [`MARGIN_M`] from the limits of range. A place that is only foreseen needs more: see
/// [`Envelope::narrowed`]. `None` if there will never be such a launch.
#[must_use]
pub fn first_feasible(course: &Course, weapon: &Weapon, earliest_s: f64) -> Option<Shot> {
    let from_s = Some(earliest_s + weapon.reaction_s).filter(|t| t.is_finite())?;
    let ((launch_after_s, met_s), _) =
        pieces(course, weapon).into_iter().flatten().find(|(_, (last_s, _))| *last_s >= from_s)?;
    if launch_after_s < from_s {
        let p_m = course.place_m(from_s);
        let meeting = meet(p_m, course.velocity_mps, weapon.speed_mps)?;
        return Some(Shot { launch_after_s: from_s, meeting });
    }
    let meeting = Meeting { after_s: met_s - launch_after_s, at_m: course.place_m(met_s) };
    Some(Shot { launch_after_s, meeting })
}

/// The latest launch (s) that meets the target inside the envelope, if it can be decided at
/// `earliest_s` or later: the end of patience.
///
/// Infinite for a target at rest in the envelope. A course over the shooter may leave a gap before
/// this time, while the target is too near. `None` if no launch is left.
#[must_use]
pub fn latest(course: &Course, weapon: &Weapon, earliest_s: f64) -> Option<f64> {
    let from_s = earliest_s + weapon.reaction_s;
    let mut ends = pieces(course, weapon).into_iter().flatten().map(|(_, (last_s, _))| last_s);
    ends.next_back().filter(|last_s| *last_s >= from_s)
}

/// An instant of launch and the instant of its meeting (s).
type Pair = (f64, f64);

/// First and last launch of the intervals in which a launch meets inside the envelope, in order.
fn pieces(course: &Course, weapon: &Weapon) -> [Option<(Pair, Pair)>; 2] {
    let launch_s = |t: f64| t - length(course.place_m(t)) / weapon.speed_mps;
    meeting_times(course, weapon).map(|piece| {
        let (first, last) = piece?;
        let speed_known = weapon.speed_mps > 0.0 && weapon.speed_mps.is_finite();
        let pair = |t: f64| if t.is_finite() { (launch_s(t), t) } else { (t, t) };
        speed_known.then(|| (pair(first), pair(last)))
    })
}

/// When a target on the course is inside the envelope and can be met there by a launch before: at
/// most two intervals, before and after it is too near.
fn meeting_times(course: &Course, weapon: &Weapon) -> [Option<(f64, f64)>; 2] {
    let zone = &weapon.envelope;
    let (p, v) = (course.position_m, course.velocity_mps);
    let vv = dot(v, v);
    let aside_m = course.crossing_m();
    if vv.sqrt() < AT_REST_MPS {
        let inside = zone.holds(length(p), course.height_m, aside_m);
        return [inside.then_some((f64::NEG_INFINITY, f64::INFINITY)), None];
    }
    // Time and distance of the closest approach.
    let (nearest_s, miss2) = (-dot(p, v) / vv, dot(cross(p, v), cross(p, v)) / vv);
    let half_s = |radius_m: f64| ((radius_m * radius_m - miss2) / vv).sqrt();
    let reach_s = half_s((zone.greatest_m - MARGIN_M).max(0.0));
    let begin = nearest_s - reach_s;
    let end = nearest_s + reach_s.min(caught_s(miss2, vv, weapon));
    // Height and crossing parameter stay the same; the range is looked at below.
    let is_kept =
        zone.holds(f64::midpoint(zone.least_m, zone.greatest_m), course.height_m, aside_m);
    if !(is_kept && reach_s >= 0.0) {
        return [None, None];
    }
    let hole_s = if zone.least_m > 0.0 { half_s(zone.least_m + MARGIN_M) } else { f64::NAN };
    if hole_s.is_nan() {
        return [Some((begin, end)), None];
    }
    let before = (begin, end.min(nearest_s - hole_s));
    let after = (begin.max(nearest_s + hole_s), end);
    [before, after].map(|(a, b)| (a <= b).then_some((a, b)))
}

/// Until when after the closest approach a target is met for the first time: a faster one that has
/// passed runs away from what is launched later. Where the range opens at the missile's speed.
fn caught_s(miss2: f64, vv: f64, weapon: &Weapon) -> f64 {
    let ss = weapon.speed_mps * weapon.speed_mps;
    if vv > ss { weapon.speed_mps * (miss2 / (vv * (vv - ss))).sqrt() } else { f64::INFINITY }
}

fn moved(p: [f64; 3], v: [f64; 3], t: f64) -> [f64; 3] {
    [p[0] + v[0] * t, p[1] + v[1] * t, p[2] + v[2] * t]
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

fn length(a: [f64; 3]) -> f64 {
    dot(a, a).sqrt()
}

#[cfg(test)]
#[path = "intercept_tests.rs"]
mod tests;
