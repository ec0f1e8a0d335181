//! The scenario as its author wrote it: one struct for each kind of mapping, names not yet looked up.

mod claim;
mod order;
mod place;
mod unit;

pub use claim::{ClaimState, ClaimText};
pub use order::{By, DestinationText, LoadText, MarchText, OrderText, RateText, RepeatText};
pub use place::{LineText, PlaceKind, PlaceText};
pub use unit::{
    ColumnText, Echelon, RailText, ReadinessText, SideText, StartState, StartText, TypeText,
    UnitText, VehicleClass, VehicleText,
};

use super::node::Node;
use super::param::{Num, When};
use super::read::{Ids, List, Name, Plain, Reader, Text, dim, record};
use super::source::SourceText;
use crate::base::time::SimTime;

record! {
    /// The time that the scenario covers.
    pub struct PeriodText {
        /// First instant.
        required start: Plain<SimTime> = "start",
        /// Last instant.
        required end: Plain<SimTime> = "end",
    }
}

record! {
    /// Something that happens by the script, as the umpire's list of events has it.
    pub struct InjectText {
        /// When it happens.
        required at: When = "at",
        /// Which unit.
        required unit: Name = "unit",
        /// The unit's next departure is held for this long.
        required hold: Num<dim::Time> = "hold",
    }
}

record! {
    /// A whole scenario.
    pub struct ScenarioText {
        /// The scenario's id.
        required scenario: Name = "scenario",
        /// What it is, in a line.
        optional title: Text = "title",
        /// What every reader must be told.
        optional notice: Text = "notice",
        /// The time that it covers.
        required period: PeriodText = "period",
        /// Zone of times written without one.
        optional zone: Plain<i32> = "zone",
        /// Day from which `D+3` counts.
        optional d_day: Plain<SimTime> = "d-day",
        /// Seed of a run that names none.
        optional seed: Plain<u64> = "seed",
        /// Other files of the scenario.
        optional include: List<Text> = "include",
        /// What stands behind the numbers.
        optional sources: Ids<SourceText> = "sources",
        /// Sides of the exercise.
        optional sides: Ids<SideText> = "sides",
        /// Towns, stations, sites.
        optional places: Ids<PlaceText> = "places",
        /// Railway lines as posts with kilometres.
        optional lines: Ids<LineText> = "lines",
        /// How fast trains go.
        optional rates: Ids<RateText> = "rates",
        /// Types of units.
        optional types: Ids<TypeText> = "types",
        /// Orders that several units share.
        optional plans: Ids<OrderText> = "plans",
        /// The units.
        required units: Ids<UnitText> = "units",
        /// What sources say about units, to be judged.
        optional claims: Ids<ClaimText> = "claims",
        /// Scripted events.
        optional injects: Ids<InjectText> = "injects",
    }
}

/// The zone of a document, looked up before everything else is read.
pub(super) fn zone_of(root: &Node, cx: &mut Reader<'_>) -> Option<i32> {
    let node = root.get("zone")?;
    let zone: Option<Plain<i32>> = super::read::Read::read(node, "zone", cx);
    // A zone that cannot be read is one mistake, not one for each instant.
    Some(zone.map_or(0, |z| z.value))
}
