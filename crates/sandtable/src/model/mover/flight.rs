//! A leg of a flight: climb, cruise, descent, each at a constant speed over the ground.

/// How an aircraft flies a leg, in still air but for a head wind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlightPlan {
    /// Length flown over the ground (m), above 0.
    pub length_m: f64,
    /// Cruise height above the landing places (m), at least 0.
    pub height_m: f64,
    /// True airspeed at cruise height (m/s).
    pub cruise_mps: f64,
    /// True airspeed in climb and descent (m/s).
    pub slow_mps: f64,
    /// Head wind (m/s), below both airspeeds; negative for a wind from behind.
    pub wind_mps: f64,
    /// Rate of climb (m/s), above 0.
    pub climb_mps: f64,
    /// Rate of descent (m/s), above 0.
    pub descent_mps: f64,
}

/// A part of a leg.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// How long it takes (s).
    pub time_s: f64,
    /// Length over the ground (m).
    pub length_m: f64,
    /// Heights at its start and end (m).
    pub height_m: (f64, f64),
}

/// Least speed over the ground that is flown (m/s): a head wind as strong as the airspeed is a slip.
const LEAST_MPS: f64 = 1.0;

impl FlightPlan {
    /// Climb, cruise and descent.
    ///
    /// A leg that is too short to reach the cruise height turns from climb to descent at the height at which
    /// both just fill it; its cruise has no length. Valid for constant speeds and a constant wind along the
    /// way (Bar-Shalom, Li and Kirubarajan 2001, 11.7: legs as analytic segments; kinematics of a straight line).
    #[must_use]
    pub fn parts(&self) -> [Part; 3] {
        let ground = |air_mps: f64| (air_mps - self.wind_mps).max(LEAST_MPS);
        let (slow, cruise) = (ground(self.slow_mps), ground(self.cruise_mps));
        let sloped_m = slow * (self.height_m / self.climb_mps + self.height_m / self.descent_mps);
        let reach = if sloped_m > self.length_m { self.length_m / sloped_m } else { 1.0 };
        let top = self.height_m * reach;
        let (climb_s, descent_s) = (top / self.climb_mps, top / self.descent_mps);
        let (climb_m, descent_m) = (slow * climb_s, slow * descent_s);
        let cruise_m = (self.length_m - climb_m - descent_m).max(0.0);
        [
            Part { time_s: climb_s, length_m: climb_m, height_m: (0.0, top) },
            Part { time_s: cruise_m / cruise, length_m: cruise_m, height_m: (top, top) },
            Part { time_s: descent_s, length_m: descent_m, height_m: (top, 0.0) },
        ]
    }

    /// From take-off to landing (s).
    #[must_use]
    pub fn time_s(&self) -> f64 {
        self.parts().iter().map(|p| p.time_s).sum()
    }

    /// From the landing of the first aircraft to that of the last, so many spacings behind (s).
    #[must_use]
    pub fn closing_s(&self, behind_m: f64) -> f64 {
        behind_m / (self.slow_mps - self.wind_mps).max(LEAST_MPS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(length_m: f64) -> FlightPlan {
        FlightPlan {
            length_m,
            height_m: 10_000.0,
            cruise_mps: 240.0,
            slow_mps: 160.0,
            wind_mps: 10.0,
            climb_mps: 20.0,
            descent_mps: 10.0,
        }
    }

    #[test]
    fn verif_long_leg() {
        // Climb 500 s and descent 1000 s at 150 m/s: 225 km; the other 1775 km at 230 m/s.
        let [climb, cruise, descent] = plan(2_000e3).parts();
        assert_eq!((climb.time_s, climb.length_m), (500.0, 75e3));
        assert_eq!((descent.time_s, descent.length_m), (1000.0, 150e3));
        assert_eq!(cruise.length_m, 1_775e3);
        assert!((cruise.time_s - 1_775e3 / 230.0).abs() < 1e-9);
        assert!((plan(2_000e3).time_s() - 1500.0 - 1_775e3 / 230.0).abs() < 1e-9);
        assert_eq!(plan(2_000e3).closing_s(3e3), 20.0);
    }

    #[test]
    fn verif_short_leg_turns_where_climb_and_descent_fill_it() {
        let [climb, cruise, descent] = plan(112.5e3).parts();
        assert_eq!(climb.height_m.1, 5_000.0);
        assert_eq!(cruise.length_m, 0.0);
        assert!((climb.length_m + descent.length_m - 112.5e3).abs() < 1e-6);
        assert_eq!((climb.time_s, descent.time_s), (250.0, 500.0));
    }

    #[test]
    fn verif_parts_join_and_fill_the_leg() {
        for length_m in [1.0, 1e3, 2.25e5, 2.3e5, 5e6] {
            let parts = plan(length_m).parts();
            let sum: f64 = parts.iter().map(|p| p.length_m).sum();
            assert!((sum - length_m).abs() < 1e-6 * length_m, "{sum} {length_m}");
            assert_eq!(parts[0].height_m.1, parts[1].height_m.0);
            assert_eq!(parts[1].height_m.1, parts[2].height_m.0);
            assert_eq!(parts[2].height_m.1, 0.0);
        }
    }
}
