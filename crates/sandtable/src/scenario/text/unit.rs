//! Types and units as written: what a unit has stands in [`BodyText`], which types and units share.

use super::{BodyText, OrderText};
use crate::scenario::param::Num;
use crate::scenario::read::{Choice, Flag, Ids, List, Name, Plain, Text, Word, Words, dim, record};
use serde::Serialize;

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
    /// A type of unit; its fields are the defaults of the units that name it.
    pub struct TypeText {
        /// What it is for people.
        optional name: Text = "name",
        /// The type whose fields this one takes over.
        optional extends: Name = "extends",
        /// What a unit of this type has.
        part body: BodyText = "",
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
    /// Units of which only so many take part: those whose `number` is not above the drawn count.
    pub struct GroupText {
        /// How many take part.
        required count: Num<dim::Count> = "count",
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
        /// Units that it defends: it is used against what comes near them, or near itself.
        optional defends: List<Name> = "defends",
        /// Whether it takes part at all.
        optional deployed: Choice<Flag> = "deployed",
        /// The group to which it belongs.
        optional group: Name = "group",
        /// Its number in that group, from 1.
        optional number: Plain<u64> = "number",
        /// The unit in whose train and column it goes.
        optional rides: Choice<Name> = "rides",
        /// Where and how it begins.
        optional start: StartText = "start",
        /// What it is told to do.
        optional orders: Ids<OrderText> = "orders",
        /// What it has beside or instead of what its type has.
        part body: BodyText = "",
    }
}
