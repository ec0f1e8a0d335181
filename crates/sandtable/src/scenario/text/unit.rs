//! Types and units as written.

use super::OrderText;
use crate::scenario::param::Num;
use crate::scenario::read::{Choice, Flag, Ids, Name, Text, Word, Words, dim, record};
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

/// The state in which a unit begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartState {
    /// In barracks.
    Garrison,
    /// Training at home.
    Training,
    /// In place, nothing set up.
    Present,
    /// In place and set up.
    InstrumentReady,
    /// On duty.
    DutyAccepted,
}

impl Words for StartState {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("garrison", StartState::Garrison),
        ("training", StartState::Training),
        ("present", StartState::Present),
        ("instrument-ready", StartState::InstrumentReady),
        ("duty-accepted", StartState::DutyAccepted),
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
    }
}

record! {
    /// A type of unit; its fields are the defaults of the units that name it.
    pub struct TypeText {
        /// What it is for people.
        optional name: Text = "name",
        /// The type whose fields this one takes over.
        optional extends: Name = "extends",
        /// Size of the unit.
        optional echelon: Word<Echelon> = "echelon",
        /// Its vehicles.
        optional vehicles: Ids<VehicleText> = "vehicles",
        /// How it goes by rail.
        optional rail: RailText = "rail",
        /// How it marches.
        optional column: ColumnText = "column",
        /// Steps from arrival to duty.
        optional readiness: ReadinessText = "readiness",
        /// How far it goes by road before it must be resupplied.
        optional range: Num<dim::Length> = "range",
    }
}

record! {
    /// A side of the exercise.
    pub struct SideText {
        /// Its name for people.
        required name: Text = "name",
    }
}

record! {
    /// Where and how a unit begins.
    pub struct StartText {
        /// The place.
        optional place: Name = "place",
        /// The state.
        optional state: Word<StartState> = "state",
    }
}

record! {
    /// A unit; fields of its type may be given again.
    pub struct UnitText {
        /// Its type.
        optional kind: Name = "type",
        /// The unit whose fields this one takes over.
        optional extends: Name = "extends",
        /// Its name for people.
        optional name: Text = "name",
        /// Its side.
        optional side: Name = "side",
        /// The unit that it belongs to.
        optional parent: Name = "parent",
        /// Whether it takes part at all.
        optional deployed: Choice<Flag> = "deployed",
        /// The unit in whose train and column it goes.
        optional rides: Choice<Name> = "rides",
        /// Where and how it begins.
        optional start: StartText = "start",
        /// What it is told to do.
        optional orders: Ids<OrderText> = "orders",
        /// Size of the unit.
        optional echelon: Word<Echelon> = "echelon",
        /// Its vehicles.
        optional vehicles: Ids<VehicleText> = "vehicles",
        /// How it goes by rail.
        optional rail: RailText = "rail",
        /// How it marches.
        optional column: ColumnText = "column",
        /// Steps from arrival to duty.
        optional readiness: ReadinessText = "readiness",
        /// How far it goes by road before it must be resupplied.
        optional range: Num<dim::Length> = "range",
    }
}
