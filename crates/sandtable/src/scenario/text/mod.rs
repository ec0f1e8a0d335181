//! The scenario as its author wrote it: one struct for each kind of mapping, names not yet looked up.

mod air;
mod body;
mod claim;
mod equipment;
mod exercise;
mod order;
mod place;
mod unit;

pub use air::{AirText, PathText, RecordedPointText, RecordedText, TrafficText};
pub use body::{
    BodyText, ColumnText, Echelon, FlightText, RailText, ReadinessText, VehicleClass, VehicleText,
};
pub use claim::{ClaimText, StateName};
pub use equipment::{
    AspectText, BandText, CrewText, LinkText, NoFireText, NoiseText, ObservingText, PatrolText,
    SensorKind, SensorText, TargetText, WeaponText,
};
pub use exercise::{
    AfterText, ControlStatus, ControlText, InjectText, Measure, NormText, NoteText, PhaseText,
    RosterText, TaskKind, TaskText, VariantText,
};
pub use order::{
    By, DestinationText, LoadText, MarchText, OrderText, RateText, RepeatText, RouteText,
};
pub use place::{LineText, PlaceKind, PlaceText};
pub use unit::{GroupText, SideText, StartState, StartText, TypeText, UnitText};

use super::node::Node;
use super::read::{Ids, List, Name, Plain, Reader, Text, record};
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
        /// Groups of which only so many units take part.
        optional groups: Ids<GroupText> = "groups",
        /// The units.
        required units: Ids<UnitText> = "units",
        /// How tracks are kept and how the air is.
        optional air: AirText = "air",
        /// Ways through the air.
        optional paths: Ids<PathText> = "paths",
        /// Neutral traffic.
        optional traffic: Ids<TrafficText> = "traffic",
        /// Recorded flights.
        optional recorded: Ids<RecordedText> = "recorded",
        /// Phases of the exercise.
        optional phases: Ids<PhaseText> = "phases",
        /// Tasks of the exercise.
        optional tasks: Ids<TaskText> = "tasks",
        /// Weapon control.
        optional control: Ids<ControlText> = "control",
        /// Norms that units keep or miss.
        optional norms: Ids<NormText> = "norms",
        /// Who is on duty by turns.
        optional rosters: Ids<RosterText> = "rosters",
        /// What sources say about units, to be judged.
        optional claims: Ids<ClaimText> = "claims",
        /// Scripted events.
        optional injects: Ids<InjectText> = "injects",
        /// Variants that can be chosen.
        optional variants: Ids<VariantText> = "variants",
        /// Remarks with their sources.
        optional notes: Ids<NoteText> = "notes",
    }
}

/// The zone of a document, looked up before everything else is read.
pub(super) fn zone_of(root: &Node, cx: &mut Reader<'_>) -> Option<i32> {
    let node = root.get("zone")?;
    let zone: Option<Plain<i32>> = super::read::Read::read(node, "zone", cx);
    // A zone that cannot be read is one mistake, not one for each instant.
    Some(zone.map_or(0, |z| z.value))
}
