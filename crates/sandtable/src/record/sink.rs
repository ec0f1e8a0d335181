//! Where rows go: nowhere, into memory, into a digest.

use super::row::Row;
use crate::scenario::param::ParamId;
use std::sync::Arc;

/// How much is logged; later levels hold all of the earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Dates only, no rows.
    Summary,
    /// State changes and legs: movement, readiness and gates.
    Moves,
    /// All of it: also orders, trains, ramps, the exercise's calendar and draws.
    Events,
}

/// Paths of the entities of a run by rank, and of its inputs.
#[derive(Clone, Debug, Default)]
pub struct Names {
    paths: Arc<[Arc<str>]>,
    inputs: Arc<[Arc<str>]>,
}

impl Names {
    /// Names of entities in order of rank, and of inputs in order of number.
    #[must_use]
    pub fn new(paths: Vec<Arc<str>>, inputs: Vec<Arc<str>>) -> Self {
        Names { paths: paths.into(), inputs: inputs.into() }
    }

    /// The path of an entity.
    #[must_use]
    pub fn of(&self, entity: u32) -> &str {
        &self.paths[entity as usize]
    }

    /// The path of an entity, shared.
    #[must_use]
    pub fn shared(&self, entity: u32) -> Arc<str> {
        Arc::clone(&self.paths[entity as usize])
    }

    /// The path of an input.
    #[must_use]
    pub fn input(&self, id: ParamId) -> &str {
        &self.inputs[id.0 as usize]
    }

    /// How many entities there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.paths.len()
    }

    /// True if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

/// What takes the rows of a run, in event order.
pub trait Sink {
    /// How much the sink wants; rows above it are not built.
    fn level(&self) -> Level;
    /// Whether it wants a row for each value drawn, among the rows of [`Level::Events`]. A study that keeps measures
    /// does not: what was drawn can be drawn again.
    fn wants_draws(&self) -> bool {
        true
    }
    /// Called once before the first row.
    fn begin(&mut self, names: &Names);
    /// Takes one row.
    fn row(&mut self, row: &Row);
}

/// Takes nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullSink;

impl Sink for NullSink {
    fn level(&self) -> Level {
        Level::Summary
    }
    fn begin(&mut self, _names: &Names) {}
    fn row(&mut self, _row: &Row) {}
}

/// Keeps every row in memory.
#[derive(Clone, Debug, Default)]
pub struct LogSink {
    /// Names of the entities.
    pub names: Names,
    /// Rows in event order.
    pub rows: Vec<Row>,
}

impl Sink for LogSink {
    fn level(&self) -> Level {
        Level::Events
    }
    fn begin(&mut self, names: &Names) {
        self.names = names.clone();
    }
    fn row(&mut self, row: &Row) {
        self.rows.push(row.clone());
    }
}

/// Hands every row to both.
#[derive(Clone, Debug, Default)]
pub struct Pair<A, B>(pub A, pub B);

impl<A: Sink, B: Sink> Sink for Pair<A, B> {
    fn level(&self) -> Level {
        self.0.level().max(self.1.level())
    }
    fn wants_draws(&self) -> bool {
        self.0.wants_draws() || self.1.wants_draws()
    }
    fn begin(&mut self, names: &Names) {
        self.0.begin(names);
        self.1.begin(names);
    }
    fn row(&mut self, row: &Row) {
        self.0.row(row);
        self.1.row(row);
    }
}
