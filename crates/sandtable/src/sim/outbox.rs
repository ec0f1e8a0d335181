//! What handlers may do besides changing the world: post events, write rows, draw values.

use super::error::SimError;
use super::event::{Event, Kind};
use super::queue::{Handle, Key, Queue};
use crate::base::time::SimTime;
use crate::draw::{Draw, Luck, Realisation};
use crate::record::{Body, Cause, Level, Names, Row, Sink};
use crate::scenario::param::{Num, ParamId};
use std::sync::Arc;

/// The queue, the counters, the log and the luck of one replication.
#[derive(Clone, Debug)]
pub struct Outbox<'s, S> {
    /// The drawn inputs.
    pub inputs: Realisation<'s>,
    /// The luck.
    pub luck: Luck,
    /// Where rows go.
    pub sink: S,
    /// Names of entities.
    pub names: Names,
    /// Key of the event being handled.
    pub now: Key,
    /// What is being handled.
    pub handling: Kind,
    /// Why the run cannot go on.
    pub failure: Option<SimError>,
    queue: Queue<Event>,
    counters: Vec<u32>,
    ordinals: Vec<u32>,
    pending: Vec<Draw>,
    latest: Option<Cause>,
    level: Level,
    explains: bool,
}

impl<'s, S: Sink> Outbox<'s, S> {
    /// An empty outbox at the start of a replication.
    pub fn new(inputs: Realisation<'s>, luck: Luck, mut sink: S, names: Names) -> Self {
        sink.begin(&names);
        let level = sink.level();
        let explains = level >= Level::Events && sink.wants_draws();
        let start = Key::new(inputs.scenario.start, 0, 0, 0);
        Outbox {
            counters: vec![0; names.len()],
            ordinals: vec![0; names.len()],
            now: start,
            handling: Kind::Accept,
            failure: None,
            queue: Queue::default(),
            pending: Vec::new(),
            latest: None,
            inputs,
            luck,
            sink,
            names,
            level,
            explains,
        }
    }

    /// True if everything is logged; else only movement, readiness and gates are played.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.level >= Level::Events
    }

    /// Now.
    #[must_use]
    pub fn time(&self) -> SimTime {
        self.now.time()
    }

    /// Takes the next event not after `until`.
    pub fn next(&mut self, until: SimTime) -> Option<Event> {
        let (key, event) = self.queue.pop_until(until)?;
        self.now = key;
        self.handling = event.kind;
        Some(event)
    }

    /// Posts an event to an entity at an instant.
    ///
    /// One at the present instant must be of a later phase, so that no circle runs without time passing.
    pub fn post(&mut self, entity: u32, at: SimTime, event: Event) -> Option<Handle> {
        let counter = &mut self.counters[entity as usize];
        let key = Key::new(at, event.kind.phase(), entity, *counter);
        *counter += 1;
        if key.time() < self.time()
            || (key.time() == self.time() && key.phase() <= self.now.phase() && self.handling_any())
        {
            self.refuse(entity, at, event.kind);
            return None;
        }
        Some(self.queue.push(key, event))
    }

    /// Drops a posted event.
    pub fn cancel(&mut self, handle: Handle) -> bool {
        self.queue.cancel(handle)
    }

    /// True once the first event is being handled; before, everything may be posted.
    fn handling_any(&self) -> bool {
        self.now.phase() > 0
    }

    fn refuse(&mut self, entity: u32, at: SimTime, kind: Kind) {
        let chain = format!("{} -> {}", self.handling.name(), kind.name());
        self.failure.get_or_insert(SimError::ZeroDelay {
            entity: self.names.of(entity).to_owned(),
            time: at,
            chain,
        });
    }

    /// Writes a row if all rows are kept (the body is not built otherwise); gives its place for causes.
    pub fn row_with(
        &mut self,
        entity: u32,
        cause: Option<Cause>,
        body: impl FnOnce() -> Body,
    ) -> Cause {
        self.row_of(Level::Events, (entity, cause), body)
    }

    /// As [`Outbox::row_with`], of a change of state or a leg.
    pub fn move_row(
        &mut self,
        entity: u32,
        cause: Option<Cause>,
        body: impl FnOnce() -> Body,
    ) -> Cause {
        self.row_of(Level::Moves, (entity, cause), body)
    }

    fn row_of(
        &mut self,
        of: Level,
        (entity, cause): (u32, Option<Cause>),
        body: impl FnOnce() -> Body,
    ) -> Cause {
        let row = Cause { entity, ordinal: self.take_ordinal(entity) };
        if self.level >= of {
            let (time, ordinal) = (self.time(), row.ordinal);
            self.sink.row(&Row { time, entity, ordinal, cause, body: body() });
            self.latest = Some(row);
        }
        row
    }

    /// Writes the values drawn while an event was handled, under the last row that it wrote.
    ///
    /// They set the time of what comes next: the row above them in the chain of causes.
    pub fn write_draws(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let Some(Cause { entity, ordinal }) = self.latest.take() else { return };
        for draw in pending {
            let own = self.take_ordinal(entity);
            let body = Body::Draw { used_by: ordinal, draw: Box::new(draw) };
            let cause = Some(Cause { entity, ordinal });
            self.sink.row(&Row { time: self.time(), entity, ordinal: own, cause, body });
        }
    }

    fn take_ordinal(&mut self, entity: u32) -> u32 {
        let ordinal = &mut self.ordinals[entity as usize];
        *ordinal += 1;
        *ordinal - 1
    }

    /// The value in SI of a number at its `event`-th use; it is noted for the next row.
    pub fn value<D>(&mut self, num: &Num<D>, event: u32) -> f64 {
        if self.explains {
            self.pending.extend(self.luck.explain(&self.inputs, num, event));
        }
        self.luck.value(&self.inputs, num, event)
    }

    /// The value of a number, or another if the scenario gives none.
    pub fn value_or<D>(&mut self, num: Option<&Num<D>>, event: u32, otherwise: f64) -> f64 {
        num.map_or(otherwise, |num| self.value(num, event))
    }

    /// Notes an input (an instant, a choice) under the field that uses it, for the next row.
    pub fn note(&mut self, id: ParamId, field: &Arc<str>) {
        if self.explains {
            self.pending.extend(self.luck.explain_field(&self.inputs, id, (field, 0)));
        }
    }

    /// Forgets values that were asked for to plan ahead, and are drawn again when they count.
    pub fn forget_draws(&mut self) {
        self.pending.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{InputPoint, realise};
    use crate::record::NullSink;
    use crate::scenario::compose::Resolver;
    use crate::scenario::load;

    struct Empty;

    impl Resolver for Empty {
        fn read(&self, _name: &str) -> Option<String> {
            let text =
                "scenario: empty\nperiod: {start: 2030-01-01T00:00Z, end: 2030-01-02T00:00Z}\n";
            Some(format!("{text}units: {{}}\n"))
        }
    }

    #[test]
    fn an_event_at_the_same_instant_and_phase_is_refused_with_its_chain() {
        let scenario = load("empty", &Empty, &[], None).scenario.expect("it is accepted");
        let inputs = realise(&scenario, &InputPoint::Plain { seed: 1, index: 0 });
        let names = Names::new(vec!["units/a".into()], Vec::new());
        let mut out = Outbox::new(inputs, Luck { seed: 1, index: 0 }, NullSink, names);
        let event = |kind| Event { kind, cause: None };
        let at = scenario.start.plus_s(60.0);
        assert!(out.post(0, at, event(Kind::Ready)).is_some());
        assert_eq!(out.next(scenario.end), Some(event(Kind::Ready)));
        // A later phase of this instant, and any phase of a later one, are taken.
        assert!(out.post(0, at, event(Kind::Accept)).is_some());
        assert!(out.post(0, SimTime(at.0 + 1), event(Kind::Ready)).is_some());
        assert_eq!(out.failure, None);
        assert!(out.post(0, at, event(Kind::Ready)).is_none());
        let expected = SimError::ZeroDelay {
            entity: "units/a".into(),
            time: at,
            chain: "ready -> ready".into(),
        };
        assert_eq!(out.failure, Some(expected));
    }
}
