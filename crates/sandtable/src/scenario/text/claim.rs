//! Claims as written: what a source says about a unit or a place.

use crate::scenario::param::{Num, When};
use crate::scenario::read::{List, Name, Text, Word, Words, dim, record};
use serde::Serialize;

/// The state that a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClaimState {
    /// Being put on trains.
    Loading,
    /// On the way by rail.
    OnRail,
    /// At the site.
    Present,
    /// Set up.
    InstrumentReady,
    /// On duty.
    DutyAccepted,
}

impl Words for ClaimState {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("loading", ClaimState::Loading),
        ("on-rail", ClaimState::OnRail),
        ("present", ClaimState::Present),
        ("instrument-ready", ClaimState::InstrumentReady),
        ("duty-accepted", ClaimState::DutyAccepted),
    ];
}

record! {
    /// What a source says, to be judged.
    pub struct ClaimText {
        /// A unit, `any TYPE`, or a place.
        required subject: Text = "subject",
        /// State of the unit.
        optional state: Word<ClaimState> = "state",
        /// Where the unit is.
        optional place: Name = "place",
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
        /// The words of the claim, where it speaks of no unit.
        optional statement: Text = "statement",
        /// Who says so.
        required source: Name = "source",
        /// Inputs that were inferred from it: it is no test of them.
        optional spent_for: List<Text> = "spent_for",
    }
}
