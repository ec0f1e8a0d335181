//! The notch of radial speeds in which a moving target hides among what does not move.

/// Speed (m/s) at which a target comes nearer: minus the rate of its distance.
///
/// `from_radar_m` from radar to target (m), `velocity_mps` of the target against the radar (m/s). 0
/// at the radar itself.
#[must_use]
pub fn closing_mps(from_radar_m: [f64; 3], velocity_mps: [f64; 3]) -> f64 {
    let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let range_m = dot(from_radar_m, from_radar_m).sqrt();
    if range_m > 0.0 { -dot(from_radar_m, velocity_mps) / range_m } else { 0.0 }
}

/// Whether a target passes the filter: its radial speed is at least `notch_mps` (m/s), either way.
///
/// The simplest picture of a moving-target filter (Skolnik 2001, chapter 3): nothing inside, all
/// outside. No blind speeds, no dependence on clutter. In the notch the probability of detection is
/// 0.
#[must_use]
pub fn passes(closing_mps: f64, notch_mps: f64) -> bool {
    closing_mps.abs() >= notch_mps
}

/// As [`passes`] of [`closing_mps`], from the square of the distance (m2) and without a root or a quotient.
#[inline]
#[must_use]
pub fn clears(
    (from_radar_m, range_m2): ([f64; 3], f64),
    velocity_mps: [f64; 3],
    notch_mps: f64,
) -> bool {
    let [x, y, z] = from_radar_m;
    let rate = x * velocity_mps[0] + y * velocity_mps[1] + z * velocity_mps[2];
    notch_mps <= 0.0 || rate * rate >= notch_mps * notch_mps * range_m2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::math::{asin, sin_cos};

    #[test]
    fn verif_radial_speed_is_the_rate_of_the_distance() {
        let (at, v) = ([30e3, -20e3, 5e3], [120.0, 200.0, -10.0]);
        let range = |dt: f64| {
            let moved = [0, 1, 2].map(|k| at[k] + v[k] * dt);
            moved.iter().map(|c| c * c).sum::<f64>().sqrt()
        };
        let rate = (range(1e-2) - range(-1e-2)) / 2e-2;
        assert!((closing_mps(at, v) + rate).abs() < 1e-6);
        assert_eq!(closing_mps([0.0; 3], v), 0.0);
    }

    #[test]
    fn verif_share_of_courses_in_the_notch() {
        // Courses alike in all directions: 2/pi arcsin(notch/v) of them are in the notch.
        let (speed, notch, n) = (180.0, 30.0, 36_000);
        let hidden = (0..n)
            .filter(|k| {
                let course = std::f64::consts::TAU * (f64::from(*k) + 0.5) / f64::from(n);
                let (s, c) = sin_cos(course);
                !passes(closing_mps([0.0, 1e4, 0.0], [speed * s, speed * c, 0.0]), notch)
            })
            .count();
        let want = 2.0 / std::f64::consts::PI * asin(notch / speed);
        assert!((hidden as f64 / f64::from(n) - want).abs() < 1e-3, "{hidden}");
        for k in 0..720 {
            let (s, c) = sin_cos(std::f64::consts::TAU * (f64::from(k) + 0.3) / 720.0);
            let (at, v) = ([3e3, -2e4, 800.0], [speed * s, speed * c, 7.0]);
            let square = at.iter().map(|x| x * x).sum();
            assert_eq!(clears((at, square), v, notch), passes(closing_mps(at, v), notch), "{k}");
        }
        assert!(clears(([0.0, 1e4, 0.0], 1e8), [100.0, 0.0, 0.0], 0.0));
        assert!(passes(0.0, 0.0) && !passes(0.0, 1.0) && passes(-30.0, 30.0));
    }
}
