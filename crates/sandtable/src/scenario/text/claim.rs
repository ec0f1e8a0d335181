//! Claims as written: what a source says about a unit or a place.

use crate::scenario::param::{Num, When};
use crate::scenario::read::{List, Name, Text, Word, Words, dim, record};
use serde::Serialize;

/// A state of a unit as a claim, a norm or an inject names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateName {
    /// In barracks.
    Garrison,
    /// Training.
    Training,
    /// Ordered home.
    Withdrawing,
    /// On the way to the loading station.
    MarchingToStation,
    /// Being put on trains.
    Loading,
    /// On the way by rail.
    OnRail,
    /// Being taken off trains.
    Unloading,
    /// On the road to the site.
    OnMarch,
    /// In the air.
    InFlight,
    /// On the ground between two legs of a flight.
    StopOver,
    /// At the site.
    Present,
    /// Setting up.
    Emplacing,
    /// Set up.
    InstrumentReady,
    /// Positions dug in.
    Fortified,
    /// Nets and decoys up.
    Camouflaged,
    /// Joined to the air-defence system.
    Linked,
    /// Inspection over.
    Inspected,
    /// On duty.
    DutyAccepted,
    /// There, in whatever state; also passing.
    Seen,
}

impl Words for StateName {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("garrison", StateName::Garrison),
        ("training", StateName::Training),
        ("withdrawing", StateName::Withdrawing),
        ("marching-to-station", StateName::MarchingToStation),
        ("loading", StateName::Loading),
        ("on-rail", StateName::OnRail),
        ("unloading", StateName::Unloading),
        ("on-march", StateName::OnMarch),
        ("in-flight", StateName::InFlight),
        ("stop-over", StateName::StopOver),
        ("present", StateName::Present),
        ("emplacing", StateName::Emplacing),
        ("instrument-ready", StateName::InstrumentReady),
        ("fortified", StateName::Fortified),
        ("camouflaged", StateName::Camouflaged),
        ("linked", StateName::Linked),
        ("inspected", StateName::Inspected),
        ("duty-accepted", StateName::DutyAccepted),
        ("seen", StateName::Seen),
    ];
}

impl StateName {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, s)| *s == self).map_or("", |(word, _)| word)
    }
}

record! {
    /// What a source says, to be judged.
    pub struct ClaimText {
        /// A unit, `any TYPE`, or a place.
        required subject: Text = "subject",
        /// State of the unit.
        optional state: Word<StateName> = "state",
        /// Where the unit is.
        optional place: Name = "place",
        /// Not farther from that place than this (else at it).
        optional within: Num<dim::Length> = "within",
        /// Not later than this (a date: its end).
        optional by: When = "by",
        /// At this instant or within this day.
        optional on: When = "on",
        /// Stated distance of the subject, a place.
        optional distance: Num<dim::Length> = "distance",
        /// The country to whose border the distance is stated.
        optional border: Name = "border",
        /// The place to which the distance is stated.
        optional from: Name = "from",
        /// Stated number of units.
        optional count: Num<dim::Count> = "count",
        /// The kind of vehicle that is counted.
        optional of: Name = "of",
        /// The words of the claim, where it speaks of no unit.
        optional statement: Text = "statement",
        /// Who says so.
        required source: Name = "source",
        /// Inputs that were inferred from it: it is no test of them.
        optional spent_for: List<Text> = "spent_for",
        /// Claims that already say what this one says: it is no test of its own.
        optional follows: List<Name> = "follows",
    }
}
