//! Turning flight: level turns, turns in wind, and the exact step of a turn at constant rate.

use crate::base::math;

/// Standard acceleration of gravity (m/s2). Source: CGPM (1901).
pub const GRAVITY_MPS2: f64 = 9.806_65;

/// A steady level turn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelTurn {
    /// Load factor, lift over weight.
    pub load_factor: f64,
    /// Radius (m).
    pub radius_m: f64,
    /// Rate of turn (rad/s).
    pub rate_radps: f64,
}

/// Position and velocity in a plane: x east, y north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    /// East (m).
    pub x_m: f64,
    /// North (m).
    pub y_m: f64,
    /// Speed towards east (m/s).
    pub vx_mps: f64,
    /// Speed towards north (m/s).
    pub vy_mps: f64,
}

/// The level turn at true airspeed `speed_mps` > 0 and bank angle `bank_rad` in (0, pi/2).
///
/// n = 1/cos b, R = V^2/(g tan b), w = g tan b/V. Source: Beard and McLain (2012); set K2.
#[must_use]
pub fn level_turn(speed_mps: f64, bank_rad: f64) -> LevelTurn {
    let sideways = GRAVITY_MPS2 * math::tan(bank_rad);
    LevelTurn {
        load_factor: 1.0 / math::cos(bank_rad),
        radius_m: speed_mps * speed_mps / sideways,
        rate_radps: sideways / speed_mps,
    }
}

/// A turn at constant rate over `dt_s` seconds; rate (rad/s) positive counter-clockwise (x east, y
/// north).
///
/// x += sin(wT)/w vx - (1 - cos wT)/w vy, y += (1 - cos wT)/w vx + sin(wT)/w vy, velocity rotated
/// by wT; exact, and straight as w tends to 0. Source: Bar-Shalom, Li and Kirubarajan (2001), 11.7.
/// Set K1.
#[must_use]
pub fn turn_step(from: Flight, rate_radps: f64, dt_s: f64) -> Flight {
    let angle = rate_radps * dt_s;
    let (s, c) = math::sin_cos(angle);
    // sin(wT)/w and (1 - cos wT)/w; 1 - cos by the half angle, which does not cancel.
    let (along, across) = if angle.abs() < 1e-6 {
        (dt_s * (1.0 - angle * angle / 6.0), dt_s * 0.5 * angle)
    } else {
        let half = math::sin(0.5 * angle);
        (s / rate_radps, 2.0 * half * half / rate_radps)
    };
    Flight {
        x_m: from.x_m + along * from.vx_mps - across * from.vy_mps,
        y_m: from.y_m + across * from.vx_mps + along * from.vy_mps,
        vx_mps: c * from.vx_mps - s * from.vy_mps,
        vy_mps: s * from.vx_mps + c * from.vy_mps,
    }
}

/// Where an aircraft is that turns at constant rate in a steady wind (a trochoid over ground).
///
/// `air` holds the place and the velocity through the air; `wind_mps` is (east, north), where it
/// blows to. The velocity returned is through the air. Source: Techy and Woolsey (2009); set K2.
#[must_use]
pub fn trochoid(air: Flight, rate_radps: f64, wind_mps: (f64, f64), dt_s: f64) -> Flight {
    let turned = turn_step(air, rate_radps, dt_s);
    Flight { x_m: turned.x_m + wind_mps.0 * dt_s, y_m: turned.y_m + wind_mps.1 * dt_s, ..turned }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const EAST: Flight = Flight { x_m: 0.0, y_m: 0.0, vx_mps: 200.0, vy_mps: 0.0 };

    #[test]
    fn verif_full_circle_returns_and_series_meets_the_form() {
        let rate = 0.05;
        let back = turn_step(EAST, rate, std::f64::consts::TAU / rate);
        assert!(math::hypot(back.x_m, back.y_m) < 1e-9);
        let (series, form) = (turn_step(EAST, 0.999e-6, 1.0), turn_step(EAST, 1.001e-6, 1.0));
        assert!((series.y_m - form.y_m).abs() < 1e-6 && (series.x_m - form.x_m).abs() < 1e-9);
        assert_eq!(turn_step(EAST, 0.0, 3.0).x_m, 600.0);
        let quarter = turn_step(EAST, rate, std::f64::consts::FRAC_PI_2 / rate);
        assert!((quarter.x_m - 4000.0).abs() < 1e-9 && (quarter.y_m - 4000.0).abs() < 1e-9);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]
        #[test]
        fn prop_steps_compose_and_keep_the_speed(
            rate in -0.3_f64..0.3, first in 0.0_f64..60.0, second in 0.0_f64..60.0,
        ) {
            let two = turn_step(turn_step(EAST, rate, first), rate, second);
            let one = turn_step(EAST, rate, first + second);
            prop_assert!((two.x_m - one.x_m).abs() < 1e-7 && (two.y_m - one.y_m).abs() < 1e-7);
            prop_assert!((math::hypot(one.vx_mps, one.vy_mps) - 200.0).abs() < 1e-10);
        }

        #[test]
        fn prop_level_turn_is_consistent(speed in 30.0_f64..600.0, bank in 0.01_f64..1.5) {
            let turn = level_turn(speed, bank);
            prop_assert!((turn.rate_radps * turn.radius_m / speed - 1.0).abs() < 1e-12);
            let n2 = turn.load_factor * turn.load_factor;
            let lateral = speed * turn.rate_radps / GRAVITY_MPS2;
            prop_assert!((n2 - lateral * lateral - 1.0).abs() < 1e-9 * n2);
        }
    }
}
