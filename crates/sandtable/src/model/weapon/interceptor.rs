//! An interceptor under ground control: it flies a collision course until its weapon reaches, then launches.
//!
//! Constant speeds and straight lines; how it is flown, and how it finds its target, is not modelled.

use super::intercept::{Course, Shot, Weapon, meet};

/// An interceptor launches when its target is nearer than this share of its weapon's greatest range: assumed.
pub const LAUNCH_SHARE: f64 = 0.9;
/// It is not sent after a target that it would reach later than this (s): assumed.
pub const LONGEST_S: f64 = 900.0;

/// Where an interceptor is to fly: its velocity (m/s, in the axes of the course) on a collision course, and when it
/// launches.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vector {
    /// Its velocity (m/s).
    pub velocity_mps: [f64; 3],
    /// When it launches, and where the round meets the target, from where it launches.
    pub shot: Shot,
}

/// The vector of an interceptor of a speed (m/s) to a target on a course seen from it; `None` if it never comes near
/// enough in time, or the target flies outside the heights of the weapon.
///
/// On a collision course the bearing stands and the distance shrinks evenly, so launch comes when the share of the way
/// is flown that leaves `LAUNCH_SHARE` of the weapon's range. Source: the constant-bearing course (set K3).
#[must_use]
pub fn vector(course: &Course, weapon: &Weapon, speed_mps: f64) -> Option<Vector> {
    let zone = &weapon.envelope;
    if course.height_m < zone.lowest_m || course.height_m > zone.highest_m {
        return None;
    }
    let p = course.position_m;
    let apart_m = (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]).sqrt();
    let near_m = LAUNCH_SHARE * zone.greatest_m;
    let (velocity_mps, wait_s, left) = if apart_m <= near_m {
        (course.velocity_mps, 0.0, 1.0)
    } else {
        let meeting = meet(p, course.velocity_mps, speed_mps)?;
        let left = near_m / apart_m;
        (meeting.at_m.map(|x| x / meeting.after_s), meeting.after_s * (1.0 - left), left)
    };
    if wait_s > LONGEST_S || apart_m * left < zone.least_m {
        return None;
    }
    let meeting = meet(p.map(|x| x * left), course.velocity_mps, weapon.speed_mps)?;
    let launch_after_s = wait_s.max(weapon.reaction_s);
    Some(Vector { velocity_mps, shot: Shot { launch_after_s, meeting } })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::weapon::envelope::Envelope;

    fn weapon() -> Weapon {
        let envelope = Envelope {
            least_m: 1e3,
            greatest_m: 40e3,
            lowest_m: 0.0,
            highest_m: 20e3,
            crossing_m: None,
        };
        Weapon { envelope, speed_mps: 900.0, reaction_s: 0.0 }
    }

    #[test]
    fn verif_head_on_the_gap_closes_with_both_speeds() {
        let course = Course {
            position_m: [0.0, 200e3, 0.0],
            velocity_mps: [0.0, -250.0, 0.0],
            height_m: 8e3,
        };
        let got = vector(&course, &weapon(), 300.0).expect("it is reached");
        // 200 - 36 km at 550 m/s; then the round and the target close at 1,150 m/s.
        assert!((got.shot.launch_after_s - 164e3 / 550.0).abs() < 1e-9);
        assert!((got.shot.meeting.after_s - 36e3 / 1_150.0).abs() < 1e-9);
        assert!((got.velocity_mps[1] - 300.0).abs() < 1e-9 && got.velocity_mps[0].abs() < 1e-9);
    }

    #[test]
    fn verif_at_launch_the_target_is_as_far_as_said_and_on_the_same_bearing() {
        let course = Course {
            position_m: [120e3, 60e3, 0.0],
            velocity_mps: [-100.0, 180.0, 0.0],
            height_m: 8e3,
        };
        let got = vector(&course, &weapon(), 320.0).expect("it is reached");
        let t = got.shot.launch_after_s;
        let apart = [0, 1, 2]
            .map(|k| course.position_m[k] + t * (course.velocity_mps[k] - got.velocity_mps[k]));
        let length = |v: [f64; 3]| v.iter().map(|x| x * x).sum::<f64>().sqrt();
        assert!((length(apart) - 36e3).abs() < 1e-6, "{}", length(apart));
        assert!((apart[0] * 60e3 - apart[1] * 120e3).abs() < 1e-3, "the bearing stands: {apart:?}");
        assert!((length(got.velocity_mps) - 320.0).abs() < 1e-9);
    }

    #[test]
    fn what_flies_away_too_fast_or_too_high_is_left() {
        let away = |v: f64, height_m: f64| Course {
            position_m: [0.0, 100e3, 0.0],
            velocity_mps: [0.0, v, 0.0],
            height_m,
        };
        assert!(vector(&away(400.0, 8e3), &weapon(), 300.0).is_none());
        assert!(vector(&away(295.0, 8e3), &weapon(), 300.0).is_none(), "later than is waited for");
        assert!(vector(&away(-200.0, 25e3), &weapon(), 300.0).is_none());
        assert!(vector(&away(-200.0, 8e3), &weapon(), 300.0).is_some());
    }
}
