//! Road marches: the length of a column, how long it passes, and when its head arrives.

use crate::base::time::SimTime;
use crate::geo::sun;

/// Repetitions of one march that have draws of their own.
pub const MOST_ROUNDS: u32 = 65_535;
/// A march is followed through day and night for so long; what is left then goes at one pace (s).
const LONGEST_LOOK_S: f64 = 400.0 * 86_400.0;

/// Vehicles for which a column takes one minute more, by the manuals' extra time allowance.
const VEHICLES_PER_EXTRA_MINUTE: f64 = 25.0;
/// Above this many vehicles the allowance doubles.
const LARGE_COLUMN: u32 = 600;
/// Search for dusk or dawn in pieces of this length (s).
const LOOK_AHEAD_S: f64 = 86_400.0;
/// Just before a crossing, well over the width to which it is found (s).
const JUST_BEFORE_S: f64 = 3e-6;

/// A column on the road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnPlan {
    /// Vehicles.
    pub vehicles: u32,
    /// Vehicles on a metre of road (1/m), above 0.
    pub density_per_m: f64,
    /// March rate: length marched over time, halts included (m/s), above 0.
    pub rate_mps: f64,
    /// Serials, at least 1.
    pub serials: u32,
    /// March units in all serials together, at least as many as serials.
    pub march_units: u32,
    /// Time gap between two serials (s).
    pub serial_gap_s: f64,
    /// Time gap between two march units of a serial (s).
    pub unit_gap_s: f64,
}

impl ColumnPlan {
    /// Sum of time gaps (s): (serials - 1) gap + (march units - serials) gap.
    #[must_use]
    pub fn gaps_s(&self) -> f64 {
        f64::from(self.serials.saturating_sub(1)) * self.serial_gap_s
            + f64::from(self.march_units.saturating_sub(self.serials)) * self.unit_gap_s
    }

    /// Road space (m): vehicles/density + gaps * rate.
    #[must_use]
    pub fn road_space_m(&self) -> f64 {
        f64::from(self.vehicles) / self.density_per_m + self.gaps_s() * self.rate_mps
    }

    /// Extra time allowance (s): a minute for 25 vehicles, two above 600 vehicles; not rounded.
    #[must_use]
    pub fn extra_time_s(&self) -> f64 {
        let minutes = if self.vehicles > LARGE_COLUMN { 2.0 } else { 1.0 };
        60.0 * minutes * f64::from(self.vehicles) / VEHICLES_PER_EXTRA_MINUTE
    }

    /// Pass time (s): from head to tail past one point, road space/rate + extra time.
    ///
    /// Source of all these forms: FM 55-15, FM 55-30, STANAG 2041, recalled, not read again. Set
    /// M3.
    #[must_use]
    pub fn pass_time_s(&self) -> f64 {
        self.road_space_m() / self.rate_mps + self.extra_time_s()
    }

    /// Time distance (s): how long the head takes over `distance_m` (m) by day.
    #[must_use]
    pub fn time_distance_s(&self, distance_m: f64) -> f64 {
        distance_m / self.rate_mps
    }
}

/// March units that `vehicles` form, `unit_size` > 0 in each but the last.
#[must_use]
pub fn march_units(vehicles: u32, unit_size: u32) -> u32 {
    vehicles.div_ceil(unit_size)
}

/// How a column head moves by day and night, and where the sun is taken from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct HeadPace {
    /// Rate by day (m/s), above 0.
    speed_mps: f64,
    /// Share of that rate by night, above 0 (0.8 in the flagship).
    night_factor: f64,
    /// Latitude and longitude of the march (deg); one place, so for marches of some 100 km.
    at_deg: (f64, f64),
}

impl HeadPace {
    fn new(speed_mps: f64, night_factor: f64, at_deg: (f64, f64)) -> Self {
        assert!(speed_mps > 0.0, "a march has a speed above 0");
        assert!(night_factor > 0.0, "a march has a night factor above 0");
        HeadPace { speed_mps, night_factor, at_deg }
    }

    fn speed_at(&self, t: SimTime) -> f64 {
        let (lat, lon) = self.at_deg;
        if sun::is_night(t, lat, lon) { self.speed_mps * self.night_factor } else { self.speed_mps }
    }
}

/// When the head of a column that starts at `start` has marched `distance_m` (m).
///
/// `speed_mps` by day, times `night_factor` while the sun is below -6 degrees at `at` (latitude,
/// longitude) (deg). Exact between the sun's crossings. The inverse of [`head_start`] to within 0.1
/// ms outside the polar circles. A negative distance counts as 0.
///
/// # Panics
/// If the speed or the factor is not above 0.
#[must_use]
pub fn head_arrival(
    start: SimTime,
    distance_m: f64,
    speed_mps: f64,
    night_factor: f64,
    at: (f64, f64),
) -> SimTime {
    let pace = HeadPace::new(speed_mps, night_factor, at);
    let mut t = start;
    let mut left_m = distance_m.max(0.0);
    loop {
        let speed = pace.speed_at(t);
        let need_s = left_m / speed;
        if t.since_s(start) > LONGEST_LOOK_S {
            return t.plus_s(need_s);
        }
        let look_s = need_s.min(LOOK_AHEAD_S);
        let next = sun::next_crossing(t, at.0, at.1, sun::NIGHT_DEG, look_s);
        let (end, done_s) = match next {
            Some((crossing, _)) => (crossing, crossing.since_s(t)),
            None if need_s <= LOOK_AHEAD_S => return t.plus_s(need_s),
            None => (t.plus_s(look_s), look_s),
        };
        left_m = (left_m - speed * done_s).max(0.0);
        t = end;
    }
}

/// When the head of a column must start to have marched `distance_m` (m) by `arrival`.
///
/// As [`head_arrival`], backwards.
///
/// # Panics
/// If the speed or the factor is not above 0.
#[must_use]
pub fn head_start(
    arrival: SimTime,
    distance_m: f64,
    speed_mps: f64,
    night_factor: f64,
    at: (f64, f64),
) -> SimTime {
    let pace = HeadPace::new(speed_mps, night_factor, at);
    let mut t = arrival;
    let mut left_m = distance_m.max(0.0);
    loop {
        // The light that holds until `t`: at a crossing found before, that on its far side.
        let before = t.plus_s(-JUST_BEFORE_S);
        let speed = pace.speed_at(before);
        let need_s = left_m / speed;
        if arrival.since_s(t) > LONGEST_LOOK_S {
            return t.plus_s(-need_s);
        }
        let look_s = need_s.min(LOOK_AHEAD_S);
        let last = sun::previous_crossing(before, at.0, at.1, sun::NIGHT_DEG, look_s);
        let (end, done_s) = match last {
            Some((crossing, _)) if t.since_s(crossing) < need_s => (crossing, t.since_s(crossing)),
            None if need_s > LOOK_AHEAD_S => (t.plus_s(-look_s), look_s),
            _ => return t.plus_s(-need_s),
        };
        left_m = (left_m - speed * done_s).max(0.0);
        t = end;
    }
}

#[cfg(test)]
#[path = "march_tests.rs"]
mod tests;
