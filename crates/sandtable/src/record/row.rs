//! Rows: what happened, when, to whom, and because of what.

use super::decision::{Because, DecisionRow};
use super::names::stable_names;
use crate::base::time::SimTime;
use crate::draw::Draw;
use crate::scenario::resolved::StartState;
use std::sync::Arc;

/// The row that brought another about: an entity (its rank in the run) and the ordinal of its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Rank of the entity; only the queue and memory use it, rows on disk have the path.
    pub entity: u32,
    /// Ordinal of that entity's row.
    pub ordinal: u32,
}

/// One row of the log.
#[derive(Clone, Debug)]
pub struct Row {
    /// When.
    pub time: SimTime,
    /// To whom: rank of the entity in this run.
    pub entity: u32,
    /// Number of the row among those of its entity, from 0.
    pub ordinal: u32,
    /// Because of which row; orders and injects have none.
    pub cause: Option<Cause>,
    /// What.
    pub body: Body,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Body {
    /// An order came, from the scenario or from a person.
    Order {
        /// Its id.
        order: Arc<str>,
        /// Who gave it.
        author: Arc<str>,
        /// What it says.
        text: Arc<str>,
    },
    /// A unit changed its state.
    State {
        /// State before.
        from: State,
        /// State after.
        to: State,
        /// Where, if at a place.
        place: Option<Arc<str>>,
    },
    /// A movement along a leg, or a part of one, ended.
    Leg {
        /// How.
        mode: Mode,
        /// Train of the unit, from 0; 0 for a formation of aircraft.
        train: u32,
        /// From.
        from: Arc<str>,
        /// To.
        to: Arc<str>,
        /// When it began.
        start: SimTime,
        /// Its length (m).
        distance_m: f64,
        /// Which part of the way between the two places it was: (0, 1) for all of it.
        part: (f64, f64),
        /// Heights at its start and end above the ground's level (m), of aircraft only.
        height_m: Option<(f64, f64)>,
    },
    /// Something was done with a train.
    Train {
        /// What.
        act: TrainAct,
        /// Train of the unit, from 0.
        train: u32,
        /// Station.
        station: Arc<str>,
        /// Wagons.
        wagons: u32,
        /// Vehicles.
        vehicles: u32,
    },
    /// A station gave a ramp or let a train go.
    Ramp {
        /// What.
        act: RampAct,
        /// Path of the train's unit.
        unit: Arc<str>,
        /// Train of that unit.
        train: u32,
        /// How long the train waited for it (s).
        waited_s: f64,
        /// Trains still waiting.
        waiting: u32,
    },
    /// Something of the exercise's calendar happened: a phase, a task, a norm, a turn of duty.
    Exercise {
        /// What it belongs to.
        what: Part,
        /// The id of that phase, task, norm or roster.
        id: Arc<str>,
        /// What happened.
        act: Act,
        /// What was measured (s; of a march the ratio to its plan; of a task or a turn of duty a number).
        value: Option<f64>,
        /// What was allowed or wanted, in the same measure.
        limit: Option<f64>,
        /// More, for people.
        text: Arc<str>,
    },
    /// Something flew: a mock target, a patrol, neutral traffic.
    Flight(Box<FlightRow>),
    /// A radar saw or lost something.
    Contact(Box<ContactRow>),
    /// A post's picture gained or lost something.
    Picture(Box<PictureRow>),
    /// A post or a battery decided or did something.
    Decision(Box<DecisionRow>),
    /// How well a picture followed what flew, over a task.
    Quality(Box<QualityRow>),
    /// A value was drawn for a row of the same unit.
    Draw {
        /// Ordinal of the row that used it.
        used_by: u32,
        /// The draw.
        draw: Box<Draw>,
    },
}

/// A flight that is no unit's own.
#[derive(Clone, Debug)]
pub struct FlightRow {
    /// What happened.
    pub act: FlightAct,
    /// What kind of flight it is.
    pub kind: FlightKind,
    /// Task during which it flies.
    pub task: Arc<str>,
    /// The unit that says what it is; none for a recorded flight.
    pub unit: Option<Arc<str>>,
    /// The path that it takes; none for a recorded flight.
    pub path: Option<Arc<str>>,
    /// Mean radar cross-section (m2).
    pub rcs_m2: f64,
    /// Height above the ground's level (m).
    pub height_m: f64,
    /// Speed over the ground (m/s).
    pub speed_mps: f64,
}

/// A radar and something that flies. What a look would explain is there for acts of one look.
#[derive(Clone, Debug)]
pub struct ContactRow {
    /// What happened.
    pub act: ContactAct,
    /// The radar's id in its unit.
    pub sensor: Arc<str>,
    /// Path of the flight; none for a false track.
    pub flight: Option<Arc<str>>,
    /// Number of the track at the radar, from 1.
    pub track: Option<u32>,
    /// The look.
    pub look: Option<LookRow>,
    /// Looks so far in this encounter.
    pub looks: u32,
    /// Plots so far in this encounter.
    pub plots: u32,
}

/// One look: why it saw, or did not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LookRow {
    /// When the beam passed.
    pub time: SimTime,
    /// Slant range (m).
    pub range_m: f64,
    /// From true north, clockwise (rad).
    pub bearing_rad: f64,
    /// Height of the target (m).
    pub height_m: f64,
    /// Least height that is visible there (m).
    pub horizon_m: f64,
    /// Cross-section towards the radar in its band (m2).
    pub rcs_m2: f64,
    /// Signal over noise and jamming of one pulse (dB).
    pub snr_db: f64,
    /// Detection probability.
    pub detects: f64,
}

/// A post's picture.
#[derive(Clone, Debug)]
pub struct PictureRow {
    /// What happened.
    pub act: PictureAct,
    /// Path of the flight.
    pub flight: Arc<str>,
    /// The unit whose message it was.
    pub from: Arc<str>,
    /// Units that report the flight now.
    pub sources: u32,
    /// Age of the news (s).
    pub age_s: f64,
    /// The flight whose filed plan it fits, when it is gained.
    pub plan: Option<Arc<str>>,
    /// What was out of order, and the row that says so.
    pub because: Option<Because>,
}

/// Measures of a picture over a task, by kind of flight.
#[derive(Clone, Debug)]
pub struct QualityRow {
    /// The task.
    pub task: Arc<str>,
    /// Fidelity at which tracks were kept.
    pub fidelity: Fidelity,
    /// Which flights were counted; none for all.
    pub kind: Option<FlightKind>,
    /// Flights that were in the air during the task.
    pub flights: u32,
    /// Flights that were ever held.
    pub held: u32,
    /// Share of flight time with a track (SIAP completeness).
    pub completeness: Option<f64>,
    /// Tracks on a held flight, averaged over time (SIAP ambiguity).
    pub ambiguity: Option<f64>,
    /// Share of tracks on nothing, averaged over time (SIAP spuriousness).
    pub spuriousness: Option<f64>,
    /// Changes of track number, or losses, in an hour of held time (SIAP continuity).
    pub breaks_per_h: Option<f64>,
    /// Mean distance of tracks from the truth (m).
    pub error_m: Option<f64>,
}

stable_names! {
    /// States of a unit (design: readiness).
    pub enum State {
        /// In barracks.
        Garrison = "garrison",
        /// Training.
        Training = "training",
        /// Ordered home, packing up.
        Withdrawing = "withdrawing",
        /// On the way to the loading station.
        MarchingToStation = "marching-to-station",
        /// At the loading station.
        Loading = "loading",
        /// Its first train has left.
        OnRail = "on-rail",
        /// Its first train is being unloaded.
        Unloading = "unloading",
        /// On the road to the site.
        OnMarch = "on-march",
        /// In the air.
        InFlight = "in-flight",
        /// On the ground between two legs of a flight.
        StopOver = "stop-over",
        /// First vehicle on site.
        Present = "present",
        /// Last vehicle on site, setting up.
        Emplacing = "emplacing",
        /// Instruments set up.
        InstrumentReady = "instrument-ready",
        /// Gate passed.
        Fortified = "fortified",
        /// Gate passed.
        Camouflaged = "camouflaged",
        /// Gate passed.
        Linked = "linked",
        /// Inspection over.
        Inspected = "inspected",
        /// On duty.
        DutyAccepted = "duty-accepted",
    }
}

impl State {
    /// The state of a unit that begins so.
    #[must_use]
    pub fn starting(begin: StartState) -> Self {
        match begin {
            StartState::Garrison => State::Garrison,
            StartState::Training => State::Training,
            StartState::Present => State::Present,
            StartState::InstrumentReady => State::InstrumentReady,
            StartState::DutyAccepted => State::DutyAccepted,
        }
    }
}

stable_names! {
    /// How a unit moves.
    pub enum Mode {
        /// By rail.
        Rail = "rail",
        /// By road.
        Road = "road",
        /// By air.
        Air = "air",
    }
}

stable_names! {
    /// What is done with a train.
    pub enum TrainAct {
        /// On a ramp, being loaded.
        Loading = "loading",
        /// Loaded.
        Loaded = "loaded",
        /// Gone.
        Departed = "departed",
        /// At the unloading station.
        Arrived = "arrived",
        /// On a ramp, being unloaded.
        Unloading = "unloading",
        /// Unloaded.
        Unloaded = "unloaded",
        /// Its vehicles set out by road after those of an earlier train.
        MarchedOff = "marched-off",
    }
}

stable_names! {
    /// What a station does.
    pub enum RampAct {
        /// Gives a ramp to a train.
        Granted = "granted",
        /// Lets a loaded train go at its turn.
        Dispatched = "dispatched",
    }
}

stable_names! {
    /// What a row of the exercise's calendar belongs to.
    pub enum Part {
        /// A phase.
        Phase = "phase",
        /// A task.
        Task = "task",
        /// A norm.
        Norm = "norm",
        /// A duty roster.
        Roster = "roster",
        /// An alert drill.
        Alert = "alert",
        /// An inspection ordered by an inject.
        Inspection = "inspection",
    }
}

stable_names! {
    /// What happens with a part of the exercise.
    pub enum Act {
        /// It begins.
        Begins = "begins",
        /// It ends.
        Ends = "ends",
        /// It could not be held: no unit was there.
        NotHeld = "not-held",
        /// A unit takes part.
        Joins = "joins",
        /// A unit that was named takes no part.
        Misses = "misses",
        /// A norm was kept.
        Passed = "passed",
        /// A norm was not kept.
        Failed = "failed",
        /// A norm cannot be measured by this version.
        NotMeasured = "not-measured",
        /// A unit's turn of duty begins.
        OnDuty = "on-duty",
        /// A unit's turn of duty ends.
        OffDuty = "off-duty",
    }
}

stable_names! {
    /// What kind of flight it is.
    pub enum FlightKind {
        /// A mock target of a drill.
        Mock = "mock",
        /// Aircraft of a unit on patrol.
        Patrol = "patrol",
        /// Neutral traffic on an airway.
        Civil = "civil",
        /// Neutral traffic as it was recorded, without a name.
        Recorded = "recorded",
    }
}

impl FlightKind {
    /// True for traffic that can never be assigned to a shooter.
    #[must_use]
    pub fn is_neutral(self) -> bool {
        matches!(self, FlightKind::Civil | FlightKind::Recorded)
    }
}

stable_names! {
    /// What happens with a flight.
    pub enum FlightAct {
        /// It begins.
        Begins = "begins",
        /// It ends.
        Ends = "ends",
    }
}

stable_names! {
    /// What happens between a radar and a flight.
    pub enum ContactAct {
        /// It comes within reach.
        Enters = "enters",
        /// The first plot of an encounter.
        Detects = "detects",
        /// A track is confirmed.
        Confirms = "confirms",
        /// A track is dropped.
        Drops = "drops",
        /// A track goes over to another flight.
        Swaps = "swaps",
        /// It leaves reach, or the radar is switched off: totals of the encounter.
        Leaves = "leaves",
    }
}

stable_names! {
    /// What happens in the picture of a post.
    pub enum PictureAct {
        /// It holds a flight from now on.
        Gains = "gains",
        /// It holds a flight no more.
        Loses = "loses",
        /// A message to it was lost, again and again.
        MessageLost = "message-lost",
    }
}

stable_names! {
    /// How tracks are kept.
    pub enum Fidelity {
        /// Tracks know their flight; swaps are drawn.
        L1 = "L1",
        /// Kalman filter and assignment over plots, false ones among them.
        L2 = "L2",
        /// Two models (IMM) instead of one.
        L3 = "L3",
    }
}
