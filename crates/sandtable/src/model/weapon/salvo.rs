//! The salvo equations of Hughes: two forces exchange salvos, both at once.

/// One side of an exchange.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Units in action; need not be whole.
    pub units: f64,
    /// Well-aimed missiles of a unit in a salvo.
    pub offensive: f64,
    /// Missiles that a unit destroys in a salvo.
    pub defensive: f64,
    /// Hits that put a unit out of action, above 0.
    pub staying: f64,
}

impl Side {
    /// Units that a salvo of `enemy` puts out of action, of those there are.
    ///
    /// dA = max(0, beta B - y A)/w, capped at A. All numbers at least 0. Source: Hughes, Naval
    /// Research Logistics 42 (1995) 267. Set S1.
    #[must_use]
    pub fn losses(&self, enemy: &Side) -> f64 {
        let hits = (enemy.offensive * enemy.units - self.defensive * self.units).max(0.0);
        (hits / self.staying).min(self.units)
    }
}

/// Units of both sides after one salvo of each at the same time.
#[must_use]
pub fn exchange(a: &Side, b: &Side) -> (Side, Side) {
    let (lost_a, lost_b) = (a.losses(b), b.losses(a));
    (Side { units: a.units - lost_a, ..*a }, Side { units: b.units - lost_b, ..*b })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(units: f64, offensive: f64, defensive: f64, staying: f64) -> Side {
        Side { units, offensive, defensive, staying }
    }

    #[test]
    fn verif_exchanges_by_hand() {
        // 3 against 2: (6 - 3)/2 lost, (9 - 2)/2 capped at 2; then nobody shoots back.
        let (a, b) = exchange(&side(3.0, 3.0, 1.0, 2.0), &side(2.0, 3.0, 1.0, 2.0));
        assert_eq!((a.units, b.units), (1.5, 0.0));
        let (a, b) = exchange(&a, &b);
        assert_eq!((a.units, b.units), (1.5, 0.0));
        // A defence that takes all; both annihilated at once.
        let (a, b) = exchange(&side(6.0, 4.0, 3.0, 1.0), &side(2.0, 4.0, 3.0, 1.0));
        assert_eq!((a.units, b.units), (6.0, 0.0));
        let (a, b) = exchange(&side(4.0, 2.0, 1.0, 1.0), &side(4.0, 2.0, 1.0, 1.0));
        assert_eq!((a.units, b.units), (0.0, 0.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_losses_stay_within_the_force_and_sides_are_alike(
            n in prop::array::uniform8(0.0_f64..9.0), staying in 0.1_f64..5.0,
        ) {
            let (a, b) = (side(n[0], n[1], n[2], staying), side(n[3], n[4], n[5], staying + n[6]));
            let (a2, b2) = exchange(&a, &b);
            prop_assert!((0.0..=a.units).contains(&a2.units) && (0.0..=b.units).contains(&b2.units));
            let (b3, a3) = exchange(&b, &a);
            prop_assert!(a2 == a3 && b2 == b3);
            let stronger = Side { defensive: a.defensive + n[7], ..a };
            prop_assert!(stronger.losses(&b) <= a.losses(&b));
        }
    }
}
