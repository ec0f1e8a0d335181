//! What can happen, and in which phase of its instant.

use super::fire::Job;
use super::fire::order::Ending;
use crate::base::time::SimTime;
use crate::record::{Because, Cause, State};

/// A pending event of one entity, with the row that brought it about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// What.
    pub kind: Kind,
    /// Because of which row; none for what the scenario or a person begins.
    pub cause: Option<Cause>,
}

/// What a message of a unit says about a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The flight, by its index in the world.
    pub flight: u32,
    /// Whether it is held there.
    pub holds: bool,
    /// When it was last seen.
    pub seen_at: SimTime,
    /// Number of the word among those of the unit about the flight, from 0.
    pub number: u32,
}

/// A gate between instruments ready and the inspection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Positions dug in.
    Fortified,
    /// Nets and decoys up.
    Camouflaged,
    /// Joined to the air-defence system.
    Linked,
}

/// Loading or unloading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Onto wagons.
    Load,
    /// Off wagons.
    Unload,
}

/// What happens. Numbers of orders, trains and repetitions are those of the entity's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Something that the script or a person does.
    Command {
        /// Its number in the run's list.
        index: u32,
    },
    /// A unit is alerted by an order.
    Alert {
        /// Order.
        order: u32,
    },
    /// A unit leaves its place for the loading station.
    MarchOut {
        /// Order.
        order: u32,
    },
    /// A unit that goes home packs up.
    Withdraw {
        /// Order.
        order: u32,
    },
    /// A formation is ready to take off.
    FlightReady {
        /// Order.
        order: u32,
        /// Leg.
        leg: u32,
    },
    /// A formation takes off.
    TakeOff,
    /// A climb, a cruise or a descent ends.
    FlightPart {
        /// 0, 1 or 2.
        part: u32,
    },
    /// The last aircraft of a formation has landed.
    AllLanded,
    /// Loading is to begin.
    LoadStart {
        /// Order.
        order: u32,
    },
    /// A train passes or reaches the end of a stage.
    StageEnd {
        /// Train.
        train: u32,
        /// Stage that ends.
        stage: u32,
    },
    /// A train's ramp work is done.
    RampDone {
        /// Train.
        train: u32,
        /// Which work.
        work: Work,
    },
    /// A station has a ramp free again.
    RampFree,
    /// A train asks a station for a ramp.
    RampAsked {
        /// Rank of the train's unit.
        unit: u32,
        /// Train.
        train: u32,
        /// For which work.
        work: Work,
    },
    /// A train's ramp is granted.
    RampGranted {
        /// Train.
        train: u32,
        /// For which work.
        work: Work,
    },
    /// A loaded train asks its station for its turn.
    TurnAsked {
        /// Rank of the train's unit.
        unit: u32,
        /// Train.
        train: u32,
    },
    /// A train leaves its loading station.
    Depart {
        /// Train.
        train: u32,
    },
    /// The vehicles of an unloaded train set out by road.
    MarchIn {
        /// Train.
        train: u32,
    },
    /// A march by road begins.
    RoadStart {
        /// Order.
        order: u32,
        /// Repetition.
        round: u32,
    },
    /// The head of a column arrives.
    HeadIn {
        /// Train whose vehicles march; 0 for a march by road.
        train: u32,
    },
    /// The tail of a column arrives.
    TailIn {
        /// Train whose vehicles march; 0 for a march by road.
        train: u32,
    },
    /// A unit that rides with another takes over its state.
    Follow {
        /// The state.
        state: State,
    },
    /// Instruments are set up.
    Ready,
    /// A gate is passed.
    GateDone {
        /// Which.
        gate: Gate,
    },
    /// The inspection ends.
    InspectionEnd,
    /// Duty is accepted.
    Accept,
    /// A unit is ready after an alert drill.
    AlertReady {
        /// Number of the alert, from 0.
        alert: u32,
    },
    /// An inspection that an inject ordered is over.
    InspectionOver,
    /// A phase begins.
    PhaseBegin,
    /// A phase ends.
    PhaseEnd,
    /// A task begins.
    TaskBegin,
    /// A task ends.
    TaskEnd,
    /// A unit begins to train in a task.
    JoinTask,
    /// A unit's training in a task ends.
    LeaveTask,
    /// A unit that accepted duty joins a roster.
    RosterJoin {
        /// Rank of the unit.
        unit: u32,
    },
    /// A turn of duty begins.
    Turn,
    /// A norm that cannot be measured is named.
    NormNamed,
    /// A unit takes part in an air drill.
    Watch {
        /// Until when.
        until: SimTime,
        /// It switches its radars on.
        looks: bool,
        /// It decides by itself, whatever is above it.
        alone: bool,
    },
    /// Its radars are switched off if nothing else keeps them on.
    WatchEnd,
    /// A flight of a task begins.
    FlightStart {
        /// When a patrol turns home.
        until: SimTime,
    },
    /// A flight passes the end of a leg.
    FlightLeg {
        /// The leg.
        leg: u32,
    },
    /// A flight comes to the end of its way.
    FlightEnd,
    /// A flight comes within reach of a radar.
    Reach {
        /// The radar, by its number in the unit.
        radar: u32,
        /// The flight, by its index in the world.
        flight: u32,
        /// When it leaves reach.
        until: SimTime,
    },
    /// A turn of an antenna ends.
    Scan {
        /// The radar.
        radar: u32,
        /// The turn.
        turn: u32,
    },
    /// Word of a unit below arrives at a post.
    Report {
        /// Rank of that unit.
        from: u32,
        /// What it says.
        word: Word,
    },
    /// A unit's link to the post above goes down, or is found down at the beginning of a drill.
    LinkDown {
        /// Since when.
        since: SimTime,
        /// Until when.
        until: SimTime,
    },
    /// It is up again, unless it was cut once more.
    LinkUp,
    /// A unit gives up the post above.
    Delegate {
        /// Since when the link is down.
        since: SimTime,
    },
    /// A post gives up a unit below.
    LoseTouch {
        /// Rank of that unit.
        child: u32,
        /// Since when its link is down.
        since: SimTime,
    },
    /// A unit is under the post above again.
    Return,
    /// Something is out of order that a post depends on.
    Disturbed {
        /// What, by which row.
        because: Because,
    },
    /// A post fails.
    Fail {
        /// Until when.
        until: SimTime,
    },
    /// It works again, unless it failed once more.
    Works,
    /// A piece of a crew's work is done.
    WorkDone {
        /// Which.
        job: Job,
        /// How often the post had failed when it was begun.
        failures: u32,
    },
    /// A post looks again for a battery.
    Review {
        /// The flight.
        flight: u32,
    },
    /// An order to engage comes to a unit.
    FireOrder {
        /// Its number in the world's list.
        order: u32,
    },
    /// A post learns that an order did not arrive, or hears nothing of it any more.
    OrderVoid {
        /// Its number.
        order: u32,
    },
    /// A post takes an order back.
    Abort {
        /// Its number.
        order: u32,
    },
    /// An engagement needs a channel.
    NeedChannel {
        /// Number of its order.
        order: u32,
    },
    /// A launch can no longer meet the target.
    GiveUp {
        /// Number of its order.
        order: u32,
    },
    /// A salvo is launched.
    Launch {
        /// Number of its order.
        order: u32,
    },
    /// A salvo is where the target should be.
    Intercept {
        /// Number of its order.
        order: u32,
        /// Rounds of the salvo.
        rounds: u32,
    },
    /// The result of a salvo is called.
    Assess {
        /// Number of its order.
        order: u32,
    },
    /// A launcher is full again.
    Reloaded {
        /// The launcher.
        launcher: u32,
    },
    /// A post hears that a battery has rounds again.
    Refilled {
        /// Rank of its unit.
        battery: u32,
    },
    /// A post hears how an engagement ended.
    Outcome {
        /// Number of its order.
        order: u32,
        /// How.
        ending: Ending,
    },
    /// A picture is measured over a task.
    Measure {
        /// The task.
        task: u32,
        /// Since when.
        from: SimTime,
    },
}

impl Kind {
    /// Phase within an instant. An event may bring about one at the same instant only in a later phase, so
    /// the numbers follow what can follow at once: what arrives frees ramps before ramps are asked for.
    #[must_use]
    pub fn phase(self) -> u8 {
        match self {
            Kind::Command { .. } => 5,
            Kind::Alert { .. } => 10,
            Kind::MarchOut { .. } => 11,
            Kind::Withdraw { .. } => 11,
            Kind::LoadStart { .. } => 12,
            Kind::FlightReady { .. } => 13,
            Kind::TakeOff => 14,
            Kind::StageEnd { .. } => 20,
            Kind::FlightPart { .. } => 21,
            Kind::RampDone { .. } => 30,
            Kind::RampFree => 31,
            Kind::RampAsked { .. } => 32,
            Kind::RampGranted { .. } => 33,
            Kind::TurnAsked { .. } => 40,
            Kind::Depart { .. } => 41,
            Kind::MarchIn { .. } => 50,
            Kind::RoadStart { .. } => 51,
            Kind::HeadIn { .. } => 60,
            Kind::TailIn { .. } => 61,
            Kind::Follow { .. } => 62,
            Kind::AllLanded => 63,
            Kind::Ready => 70,
            Kind::GateDone { .. } => 71,
            Kind::InspectionEnd => 72,
            Kind::Accept => 73,
            Kind::AlertReady { .. } => 74,
            Kind::InspectionOver => 75,
            Kind::PhaseEnd => 80,
            Kind::PhaseBegin => 81,
            Kind::TaskBegin => 82,
            Kind::TaskEnd => 83,
            Kind::JoinTask => 84,
            Kind::LeaveTask => 85,
            Kind::RosterJoin { .. } => 86,
            Kind::Turn => 87,
            Kind::NormNamed => 88,
            Kind::Fail { .. } => 89,
            Kind::Watch { .. } => 90,
            Kind::LinkDown { .. } => 100,
            Kind::Works => 101,
            Kind::LinkUp => 102,
            Kind::Disturbed { .. } => 103,
            Kind::Delegate { .. } => 104,
            Kind::LoseTouch { .. } => 105,
            Kind::Return => 106,
            Kind::WorkDone { .. } => 107,
            Kind::Review { .. } => 108,
            Kind::FireOrder { .. } => 110,
            Kind::OrderVoid { .. } => 111,
            Kind::Abort { .. } => 112,
            Kind::NeedChannel { .. } => 113,
            Kind::Launch { .. } => 114,
            Kind::Intercept { .. } => 115,
            Kind::Assess { .. } => 116,
            Kind::GiveUp { .. } => 117,
            Kind::Reloaded { .. } => 118,
            Kind::Outcome { .. } => 119,
            Kind::Refilled { .. } => 120,
            Kind::FlightStart { .. } => 91,
            Kind::Reach { .. } => 92,
            Kind::Scan { .. } => 94,
            Kind::Report { .. } => 95,
            Kind::FlightLeg { .. } => 96,
            Kind::FlightEnd => 97,
            Kind::Measure { .. } => 150,
            Kind::WatchEnd => 151,
        }
    }

    /// Name in messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Command { .. } => "command",
            Kind::Alert { .. } => "alert",
            Kind::MarchOut { .. } => "march-out",
            Kind::LoadStart { .. } => "load-start",
            Kind::StageEnd { .. } => "stage-end",
            Kind::RampDone { .. } => "ramp-done",
            Kind::RampFree => "ramp-free",
            Kind::RampAsked { .. } => "ramp-asked",
            Kind::RampGranted { .. } => "ramp-granted",
            Kind::TurnAsked { .. } => "turn-asked",
            Kind::Depart { .. } => "depart",
            Kind::MarchIn { .. } => "march-in",
            Kind::RoadStart { .. } => "road-start",
            Kind::HeadIn { .. } => "head-in",
            Kind::TailIn { .. } => "tail-in",
            Kind::Follow { .. } => "follow",
            Kind::Ready => "ready",
            Kind::GateDone { .. } => "gate-done",
            Kind::InspectionEnd => "inspection-end",
            Kind::Accept => "accept",
            Kind::Withdraw { .. } => "withdraw",
            Kind::FlightReady { .. } => "flight-ready",
            Kind::TakeOff => "take-off",
            Kind::FlightPart { .. } => "flight-part",
            Kind::AllLanded => "all-landed",
            Kind::AlertReady { .. } => "alert-ready",
            Kind::InspectionOver => "inspection-over",
            Kind::PhaseBegin => "phase-begin",
            Kind::PhaseEnd => "phase-end",
            Kind::TaskBegin => "task-begin",
            Kind::TaskEnd => "task-end",
            Kind::JoinTask => "join-task",
            Kind::LeaveTask => "leave-task",
            Kind::RosterJoin { .. } => "roster-join",
            Kind::Turn => "turn",
            Kind::NormNamed => "norm-named",
            Kind::Fail { .. } => "fail",
            Kind::LinkDown { .. } => "link-down",
            Kind::Works => "works",
            Kind::LinkUp => "link-up",
            Kind::Disturbed { .. } => "disturbed",
            Kind::Delegate { .. } => "delegate",
            Kind::LoseTouch { .. } => "lose-touch",
            Kind::Return => "return",
            Kind::WorkDone { .. } => "work-done",
            Kind::Review { .. } => "review",
            Kind::FireOrder { .. } => "fire-order",
            Kind::OrderVoid { .. } => "order-void",
            Kind::Abort { .. } => "abort",
            Kind::NeedChannel { .. } => "need-channel",
            Kind::Launch { .. } => "launch",
            Kind::Intercept { .. } => "intercept",
            Kind::Assess { .. } => "assess",
            Kind::GiveUp { .. } => "give-up",
            Kind::Reloaded { .. } => "reloaded",
            Kind::Outcome { .. } => "outcome",
            Kind::Refilled { .. } => "refilled",
            Kind::Watch { .. } => "watch",
            Kind::WatchEnd => "watch-end",
            Kind::FlightStart { .. } => "flight-start",
            Kind::FlightLeg { .. } => "flight-leg",
            Kind::FlightEnd => "flight-end",
            Kind::Reach { .. } => "reach",
            Kind::Scan { .. } => "scan",
            Kind::Report { .. } => "report",
            Kind::Measure { .. } => "measure",
        }
    }
}
