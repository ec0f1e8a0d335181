//! The tables of a log: columns with type and unit, and how a row fills them.

use super::columns::{
    CONTACTS, DRAWS, EXERCISE, FLIGHTS, LEGS, ORDERS, PICTURES, QUALITY, RAMPS, STATES, TRAINS,
    int, text, time,
};
use super::decision::DECISIONS;
use super::row::{Body, ContactRow, FlightRow, LookRow, PictureRow, QualityRow, Row};
use super::sink::Names;
use crate::base::time::SimTime;

/// Tables, in order of name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// Radars and what they see.
    Contacts,
    /// What posts and batteries decide and do.
    Decisions,
    /// Values drawn.
    Draws,
    /// The exercise's calendar: phases, tasks, norms, duty.
    Exercise,
    /// Flights that are no unit's own.
    Flights,
    /// Movements.
    Legs,
    /// Orders and injects.
    Orders,
    /// Pictures of posts.
    Pictures,
    /// Measures of pictures.
    Quality,
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
    pub const ALL: [Table; 12] = [
        Table::Contacts,
        Table::Decisions,
        Table::Draws,
        Table::Exercise,
        Table::Flights,
        Table::Legs,
        Table::Orders,
        Table::Pictures,
        Table::Quality,
        Table::Ramps,
        Table::States,
        Table::Trains,
    ];

    /// Its name, also of its file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Table::Contacts => "contacts",
            Table::Decisions => "decisions",
            Table::Draws => "draws",
            Table::Exercise => "exercise",
            Table::Flights => "flights",
            Table::Legs => "legs",
            Table::Orders => "orders",
            Table::Pictures => "pictures",
            Table::Quality => "quality",
            Table::Ramps => "ramps",
            Table::States => "states",
            Table::Trains => "trains",
        }
    }

    /// Its columns after [`HEAD`].
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        match self {
            Table::Contacts => CONTACTS,
            Table::Decisions => DECISIONS,
            Table::Draws => DRAWS,
            Table::Exercise => EXERCISE,
            Table::Flights => FLIGHTS,
            Table::Legs => LEGS,
            Table::Orders => ORDERS,
            Table::Pictures => PICTURES,
            Table::Quality => QUALITY,
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
            Body::Flight(_) => Table::Flights,
            Body::Contact(_) => Table::Contacts,
            Body::Picture(_) => Table::Pictures,
            Body::Quality(_) => Table::Quality,
            Body::Decision(_) => Table::Decisions,
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
            Body::Flight(row) => flight_cells(row, out),
            Body::Contact(row) => contact_cells(row, out),
            Body::Picture(row) => picture_cells(row, names, out),
            Body::Decision(row) => row.cells(names, out),
            Body::Quality(row) => quality_cells(row, out),
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

fn text_or<'r>(text: Option<&'r std::sync::Arc<str>>) -> Cell<'r> {
    text.map_or(Cell::Null, |t| Cell::Text(t))
}

fn flight_cells<'r>(row: &'r FlightRow, out: &mut Vec<Cell<'r>>) {
    out.extend([
        Cell::Text(row.act.name()),
        Cell::Text(row.kind.name()),
        Cell::Text(&row.task),
        text_or(row.unit.as_ref()),
        text_or(row.path.as_ref()),
        Cell::Float(row.rcs_m2),
        Cell::Float(row.height_m),
        Cell::Float(row.speed_mps),
    ]);
}

fn contact_cells<'r>(row: &'r ContactRow, out: &mut Vec<Cell<'r>>) {
    let of_look = |pick: fn(&LookRow) -> f64| match &row.look {
        Some(look) => Cell::Float(pick(look)),
        None => Cell::Null,
    };
    out.extend([
        Cell::Text(row.act.name()),
        Cell::Text(&row.sensor),
        text_or(row.flight.as_ref()),
        row.track.map_or(Cell::Null, |n| Cell::Int(i64::from(n))),
        row.look.as_ref().map_or(Cell::Null, |l| Cell::Time(l.time)),
        of_look(|l| l.range_m),
        of_look(|l| l.bearing_rad),
        of_look(|l| l.height_m),
        of_look(|l| l.horizon_m),
        of_look(|l| l.rcs_m2),
        of_look(|l| l.snr_db),
        of_look(|l| l.detects),
        Cell::Int(i64::from(row.looks)),
        Cell::Int(i64::from(row.plots)),
    ]);
}

fn picture_cells<'r>(row: &'r PictureRow, names: &'r Names, out: &mut Vec<Cell<'r>>) {
    out.extend([
        Cell::Text(row.act.name()),
        Cell::Text(&row.flight),
        Cell::Text(&row.from),
        Cell::Int(i64::from(row.sources)),
        Cell::Float(row.age_s),
        text_or(row.plan.as_ref()),
    ]);
    super::decision::because_cells(row.because, names, out);
}

fn quality_cells<'r>(row: &'r QualityRow, out: &mut Vec<Cell<'r>>) {
    let float = |x: Option<f64>| x.map_or(Cell::Null, Cell::Float);
    out.extend([
        Cell::Text(&row.task),
        Cell::Text(row.fidelity.name()),
        row.kind.map_or(Cell::Null, |k| Cell::Text(k.name())),
        Cell::Int(i64::from(row.flights)),
        Cell::Int(i64::from(row.held)),
        float(row.completeness),
        float(row.ambiguity),
        float(row.spuriousness),
        float(row.breaks_per_h),
        float(row.error_m),
    ]);
}
