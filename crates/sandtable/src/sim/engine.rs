//! A replication: from drawn inputs and luck to rows and dates.

use super::air::Settings;
use super::calendar::Waiting;
use super::command::{Command, CommandAct};
use super::error::SimError;
use super::event::{Event, Kind};
use super::handler;
use super::outbox::Outbox;
use super::world::World;
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::record::{Level, Sink, State};
use crate::scenario::resolved::{After, InjectAct, Trigger, UnitId};
use std::sync::Arc;

/// A replication under way.
#[derive(Clone, Debug)]
pub struct Sim<'s, S> {
    world: World,
    outbox: Outbox<'s, S>,
    commands: Vec<Command>,
    /// Everything up to here has happened.
    reached: SimTime,
    events: u64,
}

/// What a finished replication leaves.
#[derive(Clone, Debug)]
pub struct Outcome<S> {
    /// Dates of every unit that took part.
    pub units: Vec<UnitDates>,
    /// Events that were handled.
    pub events: u64,
    /// The sink with its rows.
    pub sink: S,
}

/// When a unit first reached the three dated states; `None` if not within the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitDates {
    /// The unit.
    pub unit: UnitId,
    /// First vehicle on site.
    pub present: Option<SimTime>,
    /// Instruments set up.
    pub instrument_ready: Option<SimTime>,
    /// Duty accepted.
    pub duty_accepted: Option<SimTime>,
}

impl<'s, S: Sink> Sim<'s, S> {
    /// A replication at the start of its period, with tracks at fidelity L1.
    pub fn new(inputs: Realisation<'s>, luck: Luck, sink: S) -> Self {
        Sim::with(inputs, luck, sink, &Settings::default())
    }

    /// A replication at the start of its period.
    pub fn with(inputs: Realisation<'s>, luck: Luck, sink: S, settings: &Settings) -> Self {
        let scenario = inputs.scenario;
        let is_full = sink.level() >= Level::Events;
        let (mut world, names) = World::new(&inputs, luck, (is_full, settings.exponential));
        world.fidelity = settings.fidelity;
        world.kill = settings.kill;
        world.curves = settings.curves.clone();
        world.lines = settings.lines.clone();
        let outbox = Outbox::new(inputs, luck, sink, names);
        let mut sim =
            Sim { world, outbox, commands: Vec::new(), reached: scenario.start, events: 0 };
        sim.give_orders();
        sim.load_injects();
        sim.open_calendar();
        sim
    }

    fn give_orders(&mut self) {
        for at in 0..self.world.units.len() {
            let (rank, id) = (self.world.units[at].rank, self.world.units[at].id);
            let scenario = self.outbox.inputs.scenario;
            for (order, text) in scenario.unit(id).orders.iter().enumerate() {
                let order = u32::try_from(order).expect("nodes are limited to 200,000");
                let alert =
                    handler::order::alert_time(&self.world, (rank, order), text, &mut self.outbox);
                self.outbox.forget_draws();
                let event = Event { kind: Kind::Alert { order }, cause: None };
                self.outbox.post(rank, alert.max(scenario.start), event);
            }
        }
    }

    fn load_injects(&mut self) {
        let scenario = self.outbox.inputs.scenario;
        for inject in &scenario.injects {
            let act = match &inject.act {
                InjectAct::Hold(hold) => CommandAct::Hold(self.outbox.value(hold, 0)),
                InjectAct::Alert => CommandAct::Alert,
                InjectAct::Inspect(time) => CommandAct::Inspect(self.outbox.value(time, 0)),
                InjectAct::Cut(time) => CommandAct::Cut(self.outbox.value(time, 0)),
                InjectAct::Fail(time) => CommandAct::Fail(self.outbox.value(time, 0)),
            };
            let author = Arc::from("script");
            let unit = scenario.unit(inject.unit).id.clone();
            match &inject.trigger {
                Trigger::At(when) => {
                    let at = self.outbox.luck.time(&self.outbox.inputs, when).max(scenario.start);
                    // A unit that does not take part in this replication has nothing to hold.
                    let _ = self.submit(Command { at, unit, act, author });
                }
                Trigger::After(after) => {
                    let command = Command { at: scenario.end, unit, act, author };
                    self.await_event(after, inject.unit, command);
                }
            }
            self.outbox.forget_draws();
        }
    }

    /// A command that waits for an event; nothing waits if one of the two units takes no part.
    fn await_event(&mut self, after: &After, target: UnitId, command: Command) {
        let ranks = (self.world.rank_of(after.unit), self.world.rank_of(target));
        let (Some(unit), Some(target)) = ranks else { return };
        let delay_s = self.outbox.value_or(after.delay.as_ref(), 0, 0.0);
        let Some(state) = State::named(after.state.word()) else { return };
        let number = u32::try_from(self.commands.len()).expect("commands are entered one by one");
        self.commands.push(command);
        self.world.triggers.push(Waiting { unit, state, delay_s, target, command: number });
    }

    /// Posts what the calendar begins with; a quick run has no calendar.
    fn open_calendar(&mut self) {
        for rank in 0..self.world.who.len() {
            let rank = u32::try_from(rank).expect("nodes are limited to 200,000");
            handler::exercise::open(&self.world, &mut self.outbox, rank);
        }
    }

    /// Now: everything before has happened.
    #[must_use]
    pub fn time(&self) -> SimTime {
        self.reached
    }

    /// Handles every event not after `until` (or the period's end, if that is earlier).
    ///
    /// # Errors
    /// When the scenario goes in a circle without time passing, or cannot be loaded on trains.
    pub fn advance(&mut self, until: SimTime) -> Result<(), SimError> {
        let until = until.min(self.outbox.inputs.scenario.end);
        while let Some(event) = self.outbox.next(until) {
            handler::handle(&mut self.world, &mut self.outbox, &self.commands, event);
            self.outbox.write_draws();
            self.events += 1;
            if let Some(failure) = &self.outbox.failure {
                return Err(failure.clone());
            }
        }
        self.reached = self.reached.max(until);
        Ok(())
    }

    /// Enters a command; a script's and a person's take the same path.
    ///
    /// # Errors
    /// When its unit takes no part in this replication, or its instant has passed.
    pub fn submit(&mut self, command: Command) -> Result<(), SimError> {
        let rank = self.rank_of(&command.unit)?;
        if command.at < self.reached {
            return Err(SimError::Past { at: command.at, now: self.reached });
        }
        let index = u32::try_from(self.commands.len()).expect("commands are entered one by one");
        let at = command.at;
        self.commands.push(command);
        self.outbox.post(rank, at, Event { kind: Kind::Command { index }, cause: None });
        Ok(())
    }

    fn rank_of(&self, unit: &str) -> Result<u32, SimError> {
        let scenario = self.outbox.inputs.scenario;
        let id = scenario.unit_named(unit);
        let rank = id.and_then(|id| self.world.rank_of(id));
        rank.ok_or_else(|| SimError::NoUnit(unit.to_owned()))
    }

    /// The same past with another future: a copy whose luck from now on is `luck`.
    #[must_use]
    pub fn fork(&self, luck: Luck) -> Self
    where
        S: Clone,
    {
        let mut copy = self.clone();
        copy.outbox.luck = luck;
        copy
    }

    /// The dates so far.
    #[must_use]
    pub fn dates(&self) -> Vec<UnitDates> {
        let dated = self.world.units.iter().map(|u| UnitDates {
            unit: u.id,
            present: u.dates[0],
            instrument_ready: u.dates[1],
            duty_accepted: u.dates[2],
        });
        dated.collect()
    }

    /// Runs to the end of the period.
    ///
    /// # Errors
    /// As [`Sim::advance`].
    pub fn finish(mut self) -> Result<Outcome<S>, SimError> {
        self.advance(self.outbox.inputs.scenario.end)?;
        Ok(Outcome { units: self.dates(), events: self.events, sink: self.outbox.sink })
    }
}

/// Runs a replication from start to end.
///
/// # Errors
/// As [`Sim::advance`].
pub fn run<S: Sink>(inputs: Realisation<'_>, luck: Luck, sink: S) -> Result<Outcome<S>, SimError> {
    Sim::new(inputs, luck, sink).finish()
}
