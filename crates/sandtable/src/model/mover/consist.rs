//! Wagons for vehicles, and trains for wagons.

use serde::{Deserialize, Serialize};
use std::ops::Add;

/// Most wagons in a train. Source: planning figures of the flagship, assumed.
pub const WAGONS_MAX: u32 = 57;

/// Most trains of one unit: each has draws of its own.
pub const MOST_TRAINS: u32 = 62;

/// Vehicles by class of length: long above 12 m, medium 8 to 12 m, short below 8 m.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vehicles {
    /// Longer than 12 m: one a flat wagon.
    pub long: u32,
    /// 8 to 12 m: one a flat wagon.
    pub medium: u32,
    /// Shorter than 8 m: two a flat wagon.
    pub short: u32,
}

/// One train: its vehicles and the flat wagons they take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Train {
    /// Long vehicles.
    pub long: u32,
    /// Medium vehicles.
    pub medium: u32,
    /// Short vehicles.
    pub short: u32,
    /// Flat wagons.
    pub flats: u32,
}

impl Vehicles {
    /// All vehicles.
    #[must_use]
    pub fn count(self) -> u32 {
        self.long.saturating_add(self.medium).saturating_add(self.short)
    }

    /// Flat wagons for all: one for each long or medium vehicle, one for each two short ones.
    #[must_use]
    pub fn flats(self) -> u32 {
        self.long.saturating_add(self.medium).saturating_add(self.short.div_ceil(2))
    }

    /// Trains of so many flat wagons, above 0, that all vehicles need.
    #[must_use]
    pub fn trains(self, flats_per_train: u32) -> u32 {
        self.flats().div_ceil(flats_per_train)
    }
}

impl Add for Vehicles {
    type Output = Vehicles;

    fn add(self, other: Vehicles) -> Vehicles {
        Vehicles {
            long: self.long + other.long,
            medium: self.medium + other.medium,
            short: self.short + other.short,
        }
    }
}

impl Train {
    /// All vehicles of the train.
    #[must_use]
    pub fn count(self) -> u32 {
        self.long + self.medium + self.short
    }
}

/// Flat wagons that fit beside the passenger and covered wagons of a train (4 to 6 in the
/// flagship).
#[must_use]
pub fn flats_per_train(other_wagons: u32) -> u32 {
    WAGONS_MAX.saturating_sub(other_wagons)
}

/// Splits vehicles into as few trains as they need, in order: long, then medium, then short.
///
/// First fit decreasing, which is optimal here because sizes are one flat and half a flat;
/// deterministic. No train without a vehicle. Source: Johnson (1973) for the rule, notional for the
/// wagon lengths.
///
/// # Panics
/// If a train has no flat wagon.
#[must_use]
pub fn split(vehicles: Vehicles, flats_per_train: u32) -> Vec<Train> {
    assert!(flats_per_train > 0, "a train has a flat wagon");
    let mut left = vehicles;
    let mut trains = Vec::new();
    while left.count() > 0 {
        let long = left.long.min(flats_per_train);
        let medium = left.medium.min(flats_per_train - long);
        let short = left.short.min(2 * (flats_per_train - long - medium));
        let flats = long + medium + short.div_ceil(2);
        trains.push(Train { long, medium, short, flats });
        left = Vehicles {
            long: left.long - long,
            medium: left.medium - medium,
            short: left.short - short,
        };
    }
    trains
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verif_battalion_fits_one_train() {
        // 8 launchers, engagement radar, 8 reload vehicles; 2 cranes, post, 6 power; 14 support: 33
        // flats.
        let battalion = Vehicles { long: 17, medium: 9, short: 14 };
        let post = Vehicles { long: 2, medium: 4, short: 6 };
        assert_eq!((battalion.flats(), post.flats()), (33, 9));
        let trains = split(battalion + post, flats_per_train(6));
        assert_eq!(trains, [Train { long: 19, medium: 13, short: 20, flats: 42 }]);
    }

    #[test]
    fn an_odd_short_vehicle_takes_a_wagon() {
        let trains = split(Vehicles { long: 2, medium: 0, short: 3 }, 3);
        assert_eq!(
            trains,
            [
                Train { long: 2, medium: 0, short: 2, flats: 3 },
                Train { long: 0, medium: 0, short: 1, flats: 1 },
            ]
        );
        assert!(split(Vehicles::default(), 5).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]
        #[test]
        fn prop_vehicles_are_conserved(
            long in 0_u32..200, medium in 0_u32..200, short in 0_u32..200, flats in 1_u32..60,
        ) {
            let all = Vehicles { long, medium, short };
            let trains = split(all, flats);
            let sum = trains.iter().fold(Vehicles::default(), |sum, t| {
                sum + Vehicles { long: t.long, medium: t.medium, short: t.short }
            });
            prop_assert_eq!(sum, all);
            for t in &trains {
                prop_assert!(t.count() > 0 && t.flats <= flats);
                prop_assert_eq!(t.flats, t.long + t.medium + t.short.div_ceil(2));
            }
            // As few as any rule can do.
            prop_assert_eq!(trains.len() as u32, all.flats().div_ceil(flats));
        }
    }
}
