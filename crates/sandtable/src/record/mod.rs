//! Layer 5: what a run leaves behind: typed rows, their causes, their digest.
//!
//! A row names its unit by path and its cause by (unit, ordinal of that unit's row), never by a global number.

mod columns;
mod decision;
mod digest;
mod names;
mod row;
mod sink;
mod table;
mod trace;

pub use decision::{Because, DecisionAct, DecisionRow, Disturbance, TrackOf};
pub use digest::{Digest, DigestSink};
pub use row::{
    Act, Body, Cause, ContactAct, ContactRow, Fidelity, FlightAct, FlightKind, FlightRow, LookRow,
    Mode, Part, PictureAct, PictureRow, QualityRow, RampAct, Row, State, TrainAct,
};
pub use sink::{Level, LogSink, Names, NullSink, Pair, Sink};
pub use table::{Cell, Column, ColumnKind, HEAD, Table};
pub use trace::{Move, Stay, Trace, TraceSink};
