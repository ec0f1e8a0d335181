//! Rows of command and fire: what a post or a battery decided or did, on which track, and what stood behind it.

use super::columns::{float, int, text};
use super::names::stable_names;
use super::row::Cause;
use super::sink::Names;
use super::table::{Cell, Column};
use std::sync::Arc;

/// A decision, or what came of one.
#[derive(Clone, Debug)]
pub struct DecisionRow {
    /// What.
    pub act: DecisionAct,
    /// Path of the flight that it is about.
    pub flight: Option<Arc<str>>,
    /// The unit at the other end: who is told, who told, whose link it is.
    pub other: Option<Arc<str>>,
    /// The weapon.
    pub weapon: Option<Arc<str>>,
    /// On whose track.
    pub track: Option<TrackOf>,
    /// Age of what the deciding unit knew of the flight (s).
    pub age_s: Option<f64>,
    /// Slant range from the battery: of the intercept, as foreseen at launch and as it was after (m).
    pub range_m: Option<f64>,
    /// The time that belongs to it: of the work, of flight, of an outage, until a channel is free (s).
    pub time_s: Option<f64>,
    /// The chance that was drawn against.
    pub chance: Option<f64>,
    /// Rounds: of the salvo at launch, ready ones elsewhere.
    pub rounds: Option<u32>,
    /// More, for people: the identity, the reason.
    pub text: Arc<str>,
    /// What was out of order while it was decided, and by which row.
    pub because: Option<Because>,
}

/// What was out of order, and the row that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// What.
    pub what: Disturbance,
    /// Its row.
    pub row: Cause,
}

stable_names! {
    /// How a cut link or a failed post reaches a decision.
    pub enum Disturbance {
        /// What is known has grown old: no word comes any more.
        PictureAge = "picture-age",
        /// A track that others reported is lost.
        LostRemoteTrack = "lost-remote-track",
        /// The unit decides on its own.
        Delegation = "delegation",
        /// Others decide without this unit's knowledge, or it without theirs.
        LostCoordination = "lost-coordination",
    }
}

stable_names! {
    /// On whose track something is done.
    pub enum TrackOf {
        /// The unit's own radars hold it.
        Own = "own",
        /// Only others hold it.
        Remote = "remote",
    }
}

stable_names! {
    /// What a post or a battery decides or does.
    pub enum DecisionAct {
        /// A link goes down.
        LinkDown = "link-down",
        /// It is up again.
        LinkUp = "link-up",
        /// The other end of a link, or both, are given up for the time being.
        LosesTouch = "loses-touch",
        /// Something else is out of order already.
        Disturbed = "disturbed",
        /// A unit goes on without the post above.
        Delegates = "delegates",
        /// It is under the post above again.
        Returns = "returns",
        /// A post fails.
        Fails = "fails",
        /// It works again.
        Works = "works",
        /// A flight is identified.
        Identifies = "identifies",
        /// The umpire bars neutral traffic that was called hostile.
        Barred = "barred",
        /// A battery is chosen and told to engage.
        Assigns = "assigns",
        /// No battery can be told to engage, for a reason.
        Leaves = "leaves",
        /// A post hands an order on.
        Relays = "relays",
        /// An order did not arrive.
        OrderLost = "order-lost",
        /// A battery takes an order.
        Accepts = "accepts",
        /// A battery cannot carry an order out, for a reason.
        Refuses = "refuses",
        /// An engagement waits for a channel.
        Waits = "waits",
        /// A salvo is launched: electronic, in an exercise.
        Launches = "launches",
        /// A salvo would have destroyed its target.
        Hits = "hits",
        /// It would not have.
        Misses = "misses",
        /// A target is called destroyed.
        CallsDestroyed = "calls-destroyed",
        /// A target is called missed.
        CallsMissed = "calls-missed",
        /// An engagement is broken off by the post that ordered it.
        Aborts = "aborts",
        /// An engagement ends, and its channel is free.
        Releases = "releases",
        /// A launcher is ready again.
        Reloads = "reloads",
        /// At the end of a drill: a mock flight that nobody engaged, and why.
        NotEngaged = "not-engaged",
    }
}

pub(super) const DECISIONS: &[Column] = &[
    text("act"),
    text("flight"),
    text("other"),
    text("weapon"),
    text("track"),
    float("age_s", "s"),
    float("range_m", "m"),
    float("time_s", "s"),
    float("chance", "1"),
    int("rounds"),
    text("text"),
    text("because"),
    text("because_unit"),
    int("because_ordinal"),
];

impl DecisionRow {
    /// A row that says no more than what, and why in words.
    #[must_use]
    pub fn new(act: DecisionAct, text: impl Into<Arc<str>>) -> Self {
        DecisionRow {
            act,
            flight: None,
            other: None,
            weapon: None,
            track: None,
            age_s: None,
            range_m: None,
            time_s: None,
            chance: None,
            rounds: None,
            text: text.into(),
            because: None,
        }
    }

    pub(super) fn cells<'r>(&'r self, names: &'r Names, out: &mut Vec<Cell<'r>>) {
        let words =
            |text: &'r Option<Arc<str>>| text.as_ref().map_or(Cell::Null, |t| Cell::Text(t));
        let number = |x: Option<f64>| x.map_or(Cell::Null, Cell::Float);
        out.extend([
            Cell::Text(self.act.name()),
            words(&self.flight),
            words(&self.other),
            words(&self.weapon),
            self.track.map_or(Cell::Null, |t| Cell::Text(t.name())),
            number(self.age_s),
            number(self.range_m),
            number(self.time_s),
            number(self.chance),
            self.rounds.map_or(Cell::Null, |n| Cell::Int(i64::from(n))),
            Cell::Text(&self.text),
        ]);
        because_cells(self.because, names, out);
    }
}

/// What was out of order, as three fields.
pub(super) fn because_cells<'r>(
    because: Option<Because>,
    names: &'r Names,
    out: &mut Vec<Cell<'r>>,
) {
    match because {
        None => out.extend([Cell::Null, Cell::Null, Cell::Null]),
        Some(because) => out.extend([
            Cell::Text(because.what.name()),
            Cell::Text(names.of(because.row.entity)),
            Cell::Int(i64::from(because.row.ordinal)),
        ]),
    }
}
