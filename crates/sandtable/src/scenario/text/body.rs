//! What a unit has, as types and units write it: vehicles and aircraft, ways to move, steps to duty, equipment.

use super::equipment::{
    CrewText, LinkText, NoFireText, ObservingText, PatrolText, SensorText, TargetText, WeaponText,
};
use crate::scenario::param::Num;
use crate::scenario::read::{Ids, Word, Words, dim, record};
use serde::Serialize;

/// Length class of a vehicle on a flat wagon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VehicleClass {
    /// Over 12 m: a flat of its own.
    Long,
    /// 8 to 12 m: a flat of its own.
    Medium,
    /// Under 8 m: two on a flat.
    Short,
}

impl Words for VehicleClass {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("long", VehicleClass::Long),
        ("medium", VehicleClass::Medium),
        ("short", VehicleClass::Short),
    ];
}

/// Size of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Echelon {
    /// A battery or a company.
    Battery,
    /// A battalion (divizion).
    Battalion,
    /// A regiment or its post.
    Regiment,
}

impl Words for Echelon {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("battery", Echelon::Battery),
        ("battalion", Echelon::Battalion),
        ("regiment", Echelon::Regiment),
    ];
}

record! {
    /// A kind of vehicle of a unit.
    pub struct VehicleText {
        /// Length class.
        optional class: Word<VehicleClass> = "class",
        /// How many.
        optional count: Num<dim::Count> = "count",
    }
}

record! {
    /// How a unit goes by rail.
    pub struct RailText {
        /// Time to load one train.
        optional load: Num<dim::Time> = "load",
        /// Time to unload one train.
        optional unload: Num<dim::Time> = "unload",
        /// Passenger and covered wagons of each train.
        optional passenger_wagons: Num<dim::Count> = "passenger-wagons",
        /// Wagons that a train may have.
        optional most_wagons: Num<dim::Count> = "most-wagons",
        /// Length of a flat wagon over couplers.
        optional flat_length: Num<dim::Length> = "flat-length",
        /// Length of a passenger or covered wagon over couplers.
        optional passenger_length: Num<dim::Length> = "passenger-length",
    }
}

record! {
    /// How a unit marches by road.
    pub struct ColumnText {
        /// Speed of the column's head, halts held in it.
        optional rate: Num<dim::Speed> = "rate",
        /// Vehicles in a kilometre of road.
        optional density: Num<dim::Density> = "density",
        /// Vehicles in a march unit.
        optional march_unit: Num<dim::Count> = "march-unit",
        /// Gap between march units.
        optional gap: Num<dim::Time> = "gap",
        /// Factor on the speed by night.
        optional night: Num<dim::Ratio> = "night",
        /// Road speed as a brochure states it: shown and never simulated.
        optional claimed: Num<dim::Speed> = "claimed",
    }
}

record! {
    /// Steps from arrival to duty.
    pub struct ReadinessText {
        /// From the last vehicle on site to instruments ready.
        optional emplacing: Num<dim::Time> = "emplacing",
        /// Gate: from instruments ready to fortified.
        optional fortifying: Num<dim::Time> = "fortifying",
        /// Gate: from instruments ready to camouflaged.
        optional camouflaging: Num<dim::Time> = "camouflaging",
        /// Gate: from instruments ready to linked with the air-defence system.
        optional linking: Num<dim::Time> = "linking",
        /// From the last gate to the end of the inspection, when duty is accepted.
        optional inspecting: Num<dim::Time> = "inspecting",
        /// Time to set up as a brochure states it: vehicles only, shown and never simulated.
        optional claimed_emplacing: Num<dim::Time> = "claimed-emplacing",
    }
}

record! {
    /// How an aircraft flies. Speeds are true airspeeds.
    pub struct FlightText {
        /// Speed at cruise height.
        optional cruise: Num<dim::Speed> = "cruise",
        /// Cruise height.
        optional height: Num<dim::Length> = "height",
        /// Rate of climb.
        optional climb: Num<dim::Speed> = "climb",
        /// Rate of descent.
        optional descent: Num<dim::Speed> = "descent",
        /// Speed in climb and descent.
        optional slow: Num<dim::Speed> = "slow",
        /// Distance from one aircraft of the formation to the next, in trail.
        optional spacing: Num<dim::Length> = "spacing",
        /// Range without additional tanks.
        optional range: Num<dim::Length> = "range",
        /// Range with additional tanks.
        optional ferry_range: Num<dim::Length> = "ferry-range",
        /// Greatest height.
        optional ceiling: Num<dim::Length> = "ceiling",
        /// Greatest speed as stated by its maker.
        optional top_speed: Num<dim::Speed> = "top-speed",
    }
}

record! {
    /// What a unit has; a unit's own fields lie over those of its type.
    pub struct BodyText {
        /// Size of the unit.
        optional echelon: Word<Echelon> = "echelon",
        /// Its vehicles.
        optional vehicles: Ids<VehicleText> = "vehicles",
        /// Aircraft in its formation.
        optional aircraft: Num<dim::Count> = "aircraft",
        /// Share of its aircraft that are fit to fly.
        optional available: Num<dim::Probability> = "available",
        /// How it goes by rail.
        optional rail: RailText = "rail",
        /// How it marches.
        optional column: ColumnText = "column",
        /// How it flies.
        optional flight: FlightText = "flight",
        /// Steps from arrival to duty.
        optional readiness: ReadinessText = "readiness",
        /// Time from an alert to readiness, of a unit on duty.
        optional alert_time: Num<dim::Time> = "alert-time",
        /// How far it goes by road before it must be resupplied.
        optional range: Num<dim::Length> = "range",
        /// What it sees with.
        optional sensors: Ids<SensorText> = "sensors",
        /// What it shoots with.
        optional weapons: Ids<WeaponText> = "weapons",
        /// Sectors into which it launches nothing.
        optional no_fire: Ids<NoFireText> = "no-fire",
        /// What it looks like to sensors, if it plays a target.
        optional target: TargetText = "target",
        /// How it searches, if it is a patrol.
        optional patrol: PatrolText = "patrol",
        /// How it reports, if it is an outside observer.
        optional observing: ObservingText = "observing",
        /// The people of its post.
        optional crew: CrewText = "crew",
        /// Its link to the post above.
        optional link: LinkText = "link",
    }
}
