//! The tables of a log: columns with type and unit, and how a row fills them.

use super::row::{Body, Row};
use super::sink::Names;
use crate::base::time::SimTime;

/// Tables, in order of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Values drawn.
    Draws,
    /// The exercise's calendar: phases, tasks, norms, duty.
    Exercise,
    /// Movements.
    Legs,
    /// Orders and injects.
    Orders,
    /// Ramps and dispatches of stations.
    Ramps,
    /// Changes of state.
    States,
    /// Trains.
    Trains,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Nanoseconds since 1970, UTC.
    Time,
    /// Whole number.
    Int,
    /// Real number.
    Float,
    /// Text.
    Text,
}

impl ColumnKind {
    /// Stable name in schema lines.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ColumnKind::Time => "time",
            ColumnKind::Int => "int",
            ColumnKind::Float => "float",
            ColumnKind::Text => "text",
        }
    }
}

/// A column: name, kind, unit (empty if none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, unit last.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Unit.
    pub unit: &'static str,
}

const fn time(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Time, unit: "ns since 1970" }
}
const fn int(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Int, unit: "" }
}
const fn float(name: &'static str, unit: &'static str) -> Column {
    Column { name, kind: ColumnKind::Float, unit }
}
const fn text(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Text, unit: "" }
}

/// Columns that every table begins with.
pub const HEAD: [Column; 5] =
    [time("time"), text("unit"), int("ordinal"), text("cause_unit"), int("cause_ordinal")];

/// One field of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'r> {
    /// Absent.
    Null,
    /// An instant.
    Time(SimTime),
    /// A whole number.
    Int(i64),
    /// A real number, never NaN.
    Float(f64),
    /// Text.
    Text(&'r str),
}

impl Table {
    /// All tables.
    pub const ALL: [Table; 7] = [
        Table::Draws,
        Table::Exercise,
        Table::Legs,
        Table::Orders,
        Table::Ramps,
        Table::States,
        Table::Trains,
    ];

    /// Its name, also of its file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Table::Draws => "draws",
            Table::Exercise => "exercise",
            Table::Legs => "legs",
            Table::Orders => "orders",
            Table::Ramps => "ramps",
            Table::States => "states",
            Table::Trains => "trains",
        }
    }

    /// Its columns after [`HEAD`].
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        const DRAWS: &[Column] = &[
            int("used_by"),
            text("field"),
            text("entity"),
            text("domain"),
            int("index"),
            int("purpose"),
            int("event"),
            float("u", "1"),
            float("value", "SI"),
            text("input"),
        ];
        const LEGS: &[Column] = &[
            text("mode"),
            int("train"),
            text("from"),
            text("to"),
            time("start"),
            float("distance_m", "m"),
            float("part_from", "1"),
            float("part_to", "1"),
            float("height_from_m", "m"),
            float("height_to_m", "m"),
        ];
        const EXERCISE: &[Column] = &[
            text("part"),
            text("id"),
            text("act"),
            float("value", "SI"),
            float("limit", "SI"),
            text("text"),
        ];
        const ORDERS: &[Column] = &[text("order"), text("author"), text("text")];
        const RAMPS: &[Column] = &[
            text("act"),
            text("train_unit"),
            int("train"),
            float("waited_s", "s"),
            int("waiting"),
        ];
        const STATES: &[Column] = &[text("from"), text("to"), text("place")];
        const TRAINS: &[Column] =
            &[text("act"), int("train"), text("station"), int("wagons"), int("vehicles")];
        match self {
            Table::Draws => DRAWS,
            Table::Exercise => EXERCISE,
            Table::Legs => LEGS,
            Table::Orders => ORDERS,
            Table::Ramps => RAMPS,
            Table::States => STATES,
            Table::Trains => TRAINS,
        }
    }
}

impl Row {
    /// The table that this row belongs to.
    #[must_use]
    pub fn table(&self) -> Table {
        match self.body {
            Body::Order { .. } => Table::Orders,
            Body::State { .. } => Table::States,
            Body::Leg { .. } => Table::Legs,
            Body::Train { .. } => Table::Trains,
            Body::Ramp { .. } => Table::Ramps,
            Body::Exercise { .. } => Table::Exercise,
            Body::Draw { .. } => Table::Draws,
        }
    }

    /// Its fields in the order of [`HEAD`] and [`Table::columns`].
    pub fn cells<'r>(&'r self, names: &'r Names, out: &mut Vec<Cell<'r>>) {
        out.clear();
        out.extend([
            Cell::Time(self.time),
            Cell::Text(names.of(self.entity)),
            Cell::Int(i64::from(self.ordinal)),
        ]);
        match self.cause {
            None => out.extend([Cell::Null, Cell::Null]),
            Some(cause) => out
                .extend([Cell::Text(names.of(cause.entity)), Cell::Int(i64::from(cause.ordinal))]),
        }
        self.body.cells(names, out);
    }
}

impl Body {
    fn cells<'r>(&'r self, names: &'r Names, out: &mut Vec<Cell<'r>>) {
        let int = |n: u32| Cell::Int(i64::from(n));
        let float = |x: Option<f64>| x.map_or(Cell::Null, Cell::Float);
        match self {
            Body::Order { order, author, text } => {
                out.extend([Cell::Text(order), Cell::Text(author), Cell::Text(text)]);
            }
            Body::State { from, to, place } => out.extend([
                Cell::Text(from.name()),
                Cell::Text(to.name()),
                place.as_ref().map_or(Cell::Null, |p| Cell::Text(p)),
            ]),
            Body::Leg { mode, train, from, to, start, distance_m, part, height_m } => out.extend([
                Cell::Text(mode.name()),
                int(*train),
                Cell::Text(from),
                Cell::Text(to),
                Cell::Time(*start),
                Cell::Float(*distance_m),
                Cell::Float(part.0),
                Cell::Float(part.1),
                float(height_m.map(|h| h.0)),
                float(height_m.map(|h| h.1)),
            ]),
            Body::Exercise { what, id, act, value, limit, text } => out.extend([
                Cell::Text(what.name()),
                Cell::Text(id),
                Cell::Text(act.name()),
                float(*value),
                float(*limit),
                Cell::Text(text),
            ]),
            Body::Train { act, train, station, wagons, vehicles } => out.extend([
                Cell::Text(act.name()),
                int(*train),
                Cell::Text(station),
                int(*wagons),
                int(*vehicles),
            ]),
            Body::Ramp { act, unit, train, waited_s, waiting } => out.extend([
                Cell::Text(act.name()),
                Cell::Text(unit),
                int(*train),
                Cell::Float(*waited_s),
                int(*waiting),
            ]),
            Body::Draw { used_by, draw } => out.extend([
                int(*used_by),
                Cell::Text(&draw.field),
                Cell::Text(&draw.entity),
                Cell::Text(draw.domain.name()),
                int(draw.index),
                Cell::Int(i64::from(draw.purpose.0)),
                int(draw.event),
                Cell::Float(draw.u),
                Cell::Float(draw.value),
                Cell::Text(names.input(draw.param)),
            ]),
        }
    }
}
