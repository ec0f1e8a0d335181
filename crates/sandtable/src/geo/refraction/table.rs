//! Heights of rays by slant range and elevation, traced once for an antenna.

use super::exponential::{Exponential, RayPoint};
use crate::base::math;

/// Distance between ranges (m): a ray bends off its chord by 6 cm in between.
const RANGE_STEP_M: f64 = 2_000.0;
/// Distance between elevations (rad): 0.1 degrees.
const ELEVATION_STEP_RAD: f64 = 0.1 * math::RAD_PER_DEG;
/// Lowest elevation (rad): -2 degrees.
const LOWEST_RAD: f64 = -2.0 * math::RAD_PER_DEG;
/// Most elevations and ranges that a table may have: 92 degrees, 2000 km.
const MOST: (usize, usize) = (921, 1_001);

/// Height (m) against slant range (m) and elevation (rad) in an exponential atmosphere.
///
/// Bilinear between rays: within 1 m of the traced ray below 400 km. Built once for a radar.
#[derive(Clone, Debug, PartialEq)]
pub struct RayTable {
    heights_m: Vec<f64>,
    grounds_m: Vec<f64>,
    ranges: usize,
    elevations: usize,
}

impl RayTable {
    /// Traces rays from an antenna at `antenna_m` (m) to `range_m` (m), for elevations from -2 degrees to
    /// `highest_rad` (rad).
    ///
    /// `None` for air or limits without sense: ranges above 2000 km, elevations outside -1.9 to 90 degrees.
    #[must_use]
    pub fn new(
        air: &Exponential,
        antenna_m: f64,
        range_m: f64,
        highest_rad: f64,
    ) -> Option<RayTable> {
        let ranges = (range_m / RANGE_STEP_M).ceil() + 1.0;
        let elevations = ((highest_rad - LOWEST_RAD) / ELEVATION_STEP_RAD).ceil() + 1.0;
        let (ranges, elevations) = (ranges as usize, elevations as usize);
        let sized = (2..=MOST.1).contains(&ranges) && (2..=MOST.0).contains(&elevations);
        if !sized || !air.is_valid() || antenna_m.is_nan() || antenna_m.abs() > 1e5 {
            return None;
        }
        let mut heights_m = Vec::with_capacity(ranges * elevations);
        let mut grounds_m = Vec::with_capacity(ranges * elevations);
        for e in 0..elevations {
            let elevation_rad = LOWEST_RAD + e as f64 * ELEVATION_STEP_RAD;
            let mut point = RayPoint { height_m: antenna_m, ground_m: 0.0, elevation_rad };
            for _ in 0..ranges {
                heights_m.push(point.height_m);
                grounds_m.push(point.ground_m);
                for _ in 0..4 {
                    point = air.advance(point, RANGE_STEP_M / 4.0);
                }
            }
        }
        Some(RayTable { heights_m, grounds_m, ranges, elevations })
    }

    /// Height (m) at slant range (m) and elevation (rad); `None` outside the table.
    #[must_use]
    pub fn height_m(&self, slant_m: f64, elevation_rad: f64) -> Option<f64> {
        self.interpolate(&self.heights_m, slant_m, elevation_rad)
    }

    /// Arc on the ground (m) at slant range (m) and elevation (rad); `None` outside the table.
    #[must_use]
    pub fn ground_m(&self, slant_m: f64, elevation_rad: f64) -> Option<f64> {
        self.interpolate(&self.grounds_m, slant_m, elevation_rad)
    }

    fn interpolate(&self, values: &[f64], slant_m: f64, elevation_rad: f64) -> Option<f64> {
        let x = slant_m / RANGE_STEP_M;
        let y = (elevation_rad - LOWEST_RAD) / ELEVATION_STEP_RAD;
        // Elevations that are steps of the table come out a rounding error off.
        let (right, top) = ((self.ranges - 1) as f64, (self.elevations - 1) as f64);
        if !(0.0..=right).contains(&x) || !(-1e-9..=top + 1e-9).contains(&y) {
            return None;
        }
        let (i, j) =
            (x.min(right - 1.0).floor() as usize, y.clamp(0.0, top - 1.0).floor() as usize);
        let (f, g) = (x - i as f64, y - j as f64);
        let at = |i: usize, j: usize| values[j * self.ranges + i];
        let low = at(i, j) + f * (at(i + 1, j) - at(i, j));
        let high = at(i, j + 1) + f * (at(i + 1, j + 1) - at(i, j + 1));
        Some(low + g * (high - low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_the_table_is_within_a_metre_of_the_ray() {
        let air = Exponential::default();
        let table = RayTable::new(&air, 24.0, 4e5, math::radians(30.0)).expect("a table");
        let mut worst = 0.0_f64;
        for e in 0..40 {
            let el = math::radians(-0.57 + 0.765 * f64::from(e));
            for r in 0..20 {
                let slant = 700.0 + 20_900.0 * f64::from(r);
                let ray = air.ray(24.0, el, slant).expect("a ray");
                worst =
                    worst.max((table.height_m(slant, el).expect("inside") - ray.height_m).abs());
                let ground = table.ground_m(slant, el).expect("inside");
                assert!((ground - ray.ground_m).abs() < 1.0);
            }
        }
        assert!(worst < 1.0, "{worst}");
    }

    #[test]
    fn outside_there_is_none() {
        let air = Exponential::default();
        let table = RayTable::new(&air, 24.0, 1e5, math::radians(5.0)).expect("a table");
        assert!(table.height_m(1e5, math::radians(5.0)).is_some());
        assert!(table.height_m(0.0, math::radians(-2.0)).is_some());
        for (r, el) in [(1.1e5, 0.0), (-1.0, 0.0), (1e3, 0.2), (1e3, -0.04), (f64::NAN, 0.0)] {
            assert_eq!(table.height_m(r, el), None);
        }
        assert!(RayTable::new(&air, 24.0, 1e9, 0.1).is_none());
        assert!(RayTable::new(&air, 24.0, f64::NAN, 0.1).is_none());
        assert!(RayTable::new(&air, f64::NAN, 1e5, 0.1).is_none());
    }
}
