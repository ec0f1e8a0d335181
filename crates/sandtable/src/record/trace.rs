//! What is kept of a replication to judge claims by: where each entity was, in which state, and its legs.

use super::row::{Body, Mode, Row, State};
use super::sink::{Level, Names, Sink};
use crate::base::time::SimTime;
use std::sync::Arc;

/// A change of state.
#[derive(Clone, Debug, PartialEq)]
pub struct Stay {
    /// From when.
    pub time: SimTime,
    /// Rank of the unit in [`Trace::names`].
    pub entity: u32,
    /// The state from then on.
    pub state: State,
    /// Where, if at a place.
    pub place: Option<Arc<str>>,
}

/// A leg, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Rank of the unit in [`Trace::names`].
    pub entity: u32,
    /// How.
    pub mode: Mode,
    /// Train of the unit.
    pub train: u32,
    /// From.
    pub from: Arc<str>,
    /// To.
    pub to: Arc<str>,
    /// When it began.
    pub start: SimTime,
    /// When it ended.
    pub end: SimTime,
    /// Which part of the way between the places.
    pub part: (f64, f64),
    /// Heights at start and end (m), of aircraft only.
    pub height_m: Option<(f64, f64)>,
}

/// Stays and legs of a replication, in event order.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Paths of the entities by rank.
    pub names: Names,
    /// Changes of state.
    pub stays: Vec<Stay>,
    /// Legs; one that the period cuts off is not there.
    pub moves: Vec<Move>,
    /// It is that of a full run: tasks were played too.
    pub is_full: bool,
}

/// Keeps a [`Trace`] and nothing else: movement, readiness and gates are played.
#[derive(Clone, Debug, Default)]
pub struct TraceSink {
    /// What was kept.
    pub trace: Trace,
}

impl Trace {
    /// The trace of rows that were kept in full.
    #[must_use]
    pub fn of_rows(names: &Names, rows: &[Row]) -> Self {
        let mut sink = TraceSink::default();
        sink.begin(names);
        rows.iter().for_each(|row| sink.row(row));
        sink.trace.is_full = true;
        sink.trace
    }
}

impl Sink for TraceSink {
    fn level(&self) -> Level {
        Level::Moves
    }

    fn begin(&mut self, names: &Names) {
        self.trace.names = names.clone();
    }

    fn row(&mut self, row: &Row) {
        let entity = row.entity;
        match &row.body {
            Body::State { to, place, .. } => {
                let place = place.clone();
                self.trace.stays.push(Stay { time: row.time, entity, state: *to, place });
            }
            Body::Leg { mode, train, from, to, start, part, height_m, .. } => {
                self.trace.moves.push(Move {
                    entity,
                    mode: *mode,
                    train: *train,
                    from: Arc::clone(from),
                    to: Arc::clone(to),
                    start: *start,
                    end: row.time,
                    part: *part,
                    height_m: *height_m,
                });
            }
            _ => {}
        }
    }
}
