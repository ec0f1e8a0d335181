//! The exercise as written: phases, tasks, norms, duty rosters, injects, variants, notes.

use super::claim::StateName;
use crate::scenario::node::Node;
use crate::scenario::param::{Num, When};
use crate::scenario::read::{Flag, List, Name, Read, Reader, Text, Word, Words, dim, record};
use serde::Serialize;

record! {
    /// A phase of the exercise.
    pub struct PhaseText {
        /// Its name for people.
        optional name: Text = "name",
        /// When it begins.
        required start: When = "start",
        /// When it ends.
        required end: When = "end",
    }
}

/// What a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// Units take up their sites.
    Deployment,
    /// A commission looks at units.
    Inspection,
    /// Units are on duty.
    Duty,
    /// Units train on a ground.
    Training,
    /// Air defence against mock targets.
    AirDrill,
    /// Aircraft of the units fly to and fro.
    AirPatrol,
    /// A border strip is guarded against a mock opponent.
    BorderDrill,
}

impl Words for TaskKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("deployment", TaskKind::Deployment),
        ("inspection", TaskKind::Inspection),
        ("duty", TaskKind::Duty),
        ("training", TaskKind::Training),
        ("air-drill", TaskKind::AirDrill),
        ("air-patrol", TaskKind::AirPatrol),
        ("border-drill", TaskKind::BorderDrill),
    ];
}

impl TaskKind {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, k)| *k == self).map_or("", |(word, _)| word)
    }
}

record! {
    /// A task of the exercise.
    pub struct TaskText {
        /// Its name for people.
        optional name: Text = "name",
        /// What it is.
        required kind: Word<TaskKind> = "kind",
        /// The phase to which it belongs.
        optional phase: Name = "phase",
        /// Where.
        optional ground: Name = "ground",
        /// Who is to take part.
        required units: List<Name> = "units",
        /// The mock side.
        optional against: List<Name> = "against",
        /// How many mock targets.
        optional targets: Num<dim::Count> = "targets",
        /// How many civil flights among them.
        optional civil: Num<dim::Count> = "civil",
        /// Ways of the mock targets or of the patrols, taken by turns.
        optional paths: List<Name> = "paths",
        /// From one mock target to the next on the same way.
        optional interval: Num<dim::Time> = "interval",
        /// Units that take part with their radars off (emission control).
        optional silent: List<Name> = "silent",
        /// Nobody coordinates fire: every unit with a weapon and a crew decides by itself.
        optional alone: Flag = "alone",
        /// When it begins.
        required start: When = "start",
        /// How long it takes.
        required time: Num<dim::Time> = "time",
        /// What a unit must have reached to take part (else `present`).
        optional needs: Word<StateName> = "needs",
    }
}

/// What a norm measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// Time from one state to another.
    Steps,
    /// A march's time against its plan.
    March,
    /// Time from an alert drill to readiness.
    Alert,
    /// Time to hand a track over.
    HandOver,
}

impl Words for Measure {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("steps", Measure::Steps),
        ("march", Measure::March),
        ("alert", Measure::Alert),
        ("hand-over", Measure::HandOver),
    ];
}

record! {
    /// A norm that units keep or miss.
    pub struct NormText {
        /// Its name for people.
        optional name: Text = "name",
        /// What it measures.
        required measure: Word<Measure> = "measure",
        /// Types of units for which it holds.
        required of: List<Name> = "of",
        /// The state from which time counts (`steps`).
        optional from: Word<StateName> = "from",
        /// The state to which time counts (`steps`).
        optional to: Word<StateName> = "to",
        /// Greatest time.
        optional within: Num<dim::Time> = "within",
        /// Greatest time by night, if it differs.
        optional night: Num<dim::Time> = "night",
        /// Greatest part by which a march may be longer than its plan (`march`).
        optional longer: Num<dim::Ratio> = "longer",
    }
}

record! {
    /// Who is on duty by turns.
    pub struct RosterText {
        /// Whose turns.
        required units: List<Name> = "units",
        /// The kind of vehicle that is counted, if vehicles of each unit take turns.
        optional vehicles: Name = "vehicles",
        /// Length of a turn.
        required shift: Num<dim::Time> = "shift",
        /// Units, or vehicles of each unit, on duty in the peace code.
        required peace: Num<dim::Count> = "peace",
        /// The same in the exercise code.
        required exercise: Num<dim::Count> = "exercise",
        /// The phase in which the exercise code holds.
        optional phase: Name = "phase",
    }
}

/// What may be shot at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlStatus {
    /// What is not called friendly or neutral.
    Free,
    /// What is called hostile.
    Tight,
    /// Nothing.
    Hold,
}

impl Words for ControlStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("free", ControlStatus::Free),
        ("tight", ControlStatus::Tight),
        ("hold", ControlStatus::Hold),
    ];
}

record! {
    /// Weapon control: what may be shot at, when and where. The strictest that applies holds; without any, `tight`.
    pub struct ControlText {
        /// What may be shot at.
        required status: Word<ControlStatus> = "status",
        /// The phase in which it holds; without it, in all.
        optional phase: Name = "phase",
        /// The task in which it holds; without it, in all.
        optional task: Name = "task",
        /// The middle of its zone; without it, everywhere.
        optional place: Name = "place",
        /// The radius of its zone, in which the intercept would lie.
        optional radius: Num<dim::Length> = "radius",
    }
}

record! {
    /// The event that an inject waits for.
    pub struct AfterText {
        /// Whose.
        required unit: Name = "unit",
        /// The state that it enters.
        required state: Word<StateName> = "state",
        /// How long after.
        optional delay: Num<dim::Time> = "delay",
    }
}

record! {
    /// Something that happens by the script, as the umpire's list of events has it.
    pub struct InjectText {
        /// When it happens.
        optional at: When = "at",
        /// After which event it happens, once.
        optional after: AfterText = "after",
        /// Which unit.
        required unit: Name = "unit",
        /// The unit's next departure is held for this long.
        optional hold: Num<dim::Time> = "hold",
        /// The unit, if on duty, is alerted for a drill.
        optional alert: Flag = "alert",
        /// The unit, if on duty, is inspected again for this long.
        optional inspect: Num<dim::Time> = "inspect",
        /// The unit's link to the post above is cut for this long.
        optional cut: Num<dim::Time> = "cut",
        /// The unit's post does nothing for this long: no message is taken, no decision made.
        optional fail: Num<dim::Time> = "fail",
    }
}

/// A part of a scenario; it is read where it is laid, so here it is only there or not.
#[derive(Clone, Copy, Debug)]
pub struct Change;

impl Read for Change {
    fn read(_node: &Node, _at: &str, _cx: &mut Reader<'_>) -> Option<Self> {
        Some(Change)
    }

    fn schema() -> serde_json::Value {
        serde_json::json!({"type": "object"})
    }
}

record! {
    /// A variant of the scenario. Its `change:` is laid over the scenario when the variant is chosen.
    pub struct VariantText {
        /// What it is, in a line.
        optional title: Text = "title",
        /// It goes against what was announced or happened.
        optional counterfactual: Flag = "counterfactual",
        /// Any part of a scenario, laid over this one.
        optional change: Change = "change",
    }
}

record! {
    /// A remark with its source, for what is neither number nor claim.
    pub struct NoteText {
        /// The remark.
        required text: Text = "text",
        /// Who says so.
        required source: Name = "source",
        /// It names a disagreement between sources, which `check` shows.
        optional disagrees: Flag = "disagrees",
        /// Sources on the other side of that disagreement.
        optional against: List<Name> = "against",
    }
}
