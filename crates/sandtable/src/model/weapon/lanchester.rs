//! Lanchester's square and linear laws in closed form: bounds for aggregated results, never an
//! engine.

use crate::base::math;

/// Two forces that wear each other down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fight {
    /// Initial strength of side A, at least 0.
    pub a0: f64,
    /// Initial strength of side B, at least 0.
    pub b0: f64,
    /// Rate at which one unit of A destroys units of B (1/s), at least 0.
    pub a_hz: f64,
    /// Rate at which one unit of B destroys units of A (1/s), at least 0.
    pub b_hz: f64,
}

/// How a fight ends, with the strength of the winner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum End {
    /// Side A has so much left.
    A(f64),
    /// Side B has so much left.
    B(f64),
    /// Neither has anything left.
    Draw,
}

/// The two sides count as equal if the difference is below this share of side A.
const EQUAL: f64 = 1e-12;

impl Fight {
    /// Strengths (A, B) at `t_s` >= 0 under the square law, dA/dt = -b B and dB/dt = -a A.
    ///
    /// A(t) = A0 cosh rt - B0 sqrt(b/a) sinh rt, r = sqrt(ab), written with exp(rt) and exp(-rt) so
    /// that the difference is taken once. Where one side is gone it stays at 0 and the other keeps
    /// what it has. The invariant is a A^2 - b B^2. Source: Lanchester (1916). Set L1.
    #[must_use]
    pub fn square_at(&self, t_s: f64) -> (f64, f64) {
        let Fight { a0, b0, a_hz, b_hz } = *self;
        let (a, b) = if a_hz > 0.0 && b_hz > 0.0 {
            let (ratio, turns) = ((b_hz / a_hz).sqrt(), (a_hz * b_hz).sqrt() * t_s);
            let (up, down) = (math::exp(turns), math::exp(-turns));
            // B measured in units of A: u = A - sB grows with exp(rt), A + sB falls.
            let sb = ratio * b0;
            let lead = if a0 == sb { 0.0 } else { (a0 - sb) * up };
            let sum = (a0 + sb) * down;
            (0.5 * (sum + lead), 0.5 * (sum - lead) / ratio)
        } else {
            (a0 - b_hz * b0 * t_s, b0 - a_hz * a0 * t_s)
        };
        if a > 0.0 && b > 0.0 {
            return (a, b);
        }
        // Who is gone: the one that the exact difference puts at 0 or below.
        match self.square_end() {
            End::A(left) if b <= 0.0 => (left, 0.0),
            End::B(left) if a <= 0.0 => (0.0, left),
            // What is left of a draw is rounding.
            End::Draw if a_hz > 0.0 && b_hz > 0.0 => (0.0, 0.0),
            _ => (a.max(0.0), b.max(0.0)),
        }
    }

    /// The end of a fight under the square law: the sign of d = a A0^2 - b B0^2.
    ///
    /// A wins with sqrt(d/a), B with sqrt(-d/b); a draw if |d| <= 1e-12 a A0^2.
    #[must_use]
    pub fn square_end(&self) -> End {
        let own = self.a_hz * self.a0 * self.a0;
        let lead = own - self.b_hz * self.b0 * self.b0;
        decide(lead, own, (lead / self.a_hz).sqrt(), (-lead / self.b_hz).sqrt())
    }

    /// The end of a fight under the linear law (fire into an area), dA/dt = -b A B and dB/dt = -a A B:
    /// a (A0 - A) = b (B0 - B). The loser is gone only after infinite time.
    ///
    /// With d = a A0 - b B0: A wins with d/a, B with -d/b. Source: Lanchester (1916).
    #[must_use]
    pub fn linear_end(&self) -> End {
        let own = self.a_hz * self.a0;
        let lead = own - self.b_hz * self.b0;
        decide(lead, own, lead / self.a_hz, -lead / self.b_hz)
    }
}

fn decide(lead: f64, own: f64, a_left: f64, b_left: f64) -> End {
    if lead.abs() <= EQUAL * own {
        End::Draw
    } else if lead > 0.0 {
        End::A(a_left)
    } else {
        End::B(b_left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verif_strengths_by_hand_and_at_the_end() {
        // 100 against 80 at equal rates: 60 left (3, 4, 5).
        let fight = Fight { a0: 100.0, b0: 80.0, a_hz: 0.05, b_hz: 0.05 };
        let End::A(left) = fight.square_end() else { panic!("A wins") };
        assert!((left - 60.0).abs() < 1e-12);
        // B is gone at tanh(rt) = 0.8.
        let gone_s = 0.5 * math::ln(1.8 / 0.2) / 0.05;
        assert!(fight.square_at(gone_s - 1e-6).1 > 0.0);
        assert_eq!(fight.square_at(gone_s + 1e-6), (left, 0.0));
        assert_eq!(fight.square_at(1e6), (left, 0.0));
        assert_eq!(fight.square_at(0.0), (100.0, 80.0));
        let End::A(left) = fight.linear_end() else { panic!("A wins") };
        assert!((left - 20.0).abs() < 1e-12);
        // Equal: both fall as exp(-rt), for ever.
        let equal = Fight { a0: 50.0, b0: 50.0, a_hz: 0.1, b_hz: 0.1 };
        assert_eq!((equal.square_end(), equal.linear_end()), (End::Draw, End::Draw));
        let (a, b) = equal.square_at(3.0);
        assert!((a - 50.0 * math::exp(-0.3)).abs() < 1e-12 && a == b);
        let (a, b) = equal.square_at(1e5);
        assert!(a == 0.0 && b == 0.0);
        // One side that does not shoot.
        let still = Fight { b_hz: 0.0, ..fight };
        assert_eq!(still.square_at(4.0), (100.0, 60.0));
        assert_eq!(still.square_at(40.0), (100.0, 0.0));
        assert_eq!(still.square_end(), End::A(100.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_the_invariant_holds_and_steps_compose(
            a0 in 1.0_f64..200.0, b0 in 1.0_f64..200.0, a_hz in 0.001_f64..0.2,
            b_hz in 0.001_f64..0.2, t in 0.0_f64..30.0,
        ) {
            let fight = Fight { a0, b0, a_hz, b_hz };
            let (a, b) = fight.square_at(t);
            let (before, after) = (a_hz * a0 * a0 - b_hz * b0 * b0, a_hz * a * a - b_hz * b * b);
            let scale = a_hz * a0 * a0 + b_hz * b0 * b0;
            prop_assert!((before - after).abs() < 1e-9 * scale, "{before} {after}");
            prop_assert!(a <= a0 && b <= b0 && a >= 0.0 && b >= 0.0);
            let half = fight.square_at(t / 2.0);
            let then = Fight { a0: half.0, b0: half.1, ..fight }.square_at(t / 2.0);
            prop_assert!((then.0 - a).abs() < 1e-7 && (then.1 - b).abs() < 1e-7);
        }
    }
}
