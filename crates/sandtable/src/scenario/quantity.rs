//! The scalars that carry numbers: quantities, instants, clocks, durations, positions, with their sources.

use crate::base::dist::Dist;
use crate::base::time::SimTime;
use super::source_map::Span;

/// A scalar split into its body and the sources behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sourced<T> {
    /// What the text says.
    pub body: T,
    /// The body as written, without sources, blanks trimmed.
    pub text: String,
    /// The cited sources, the first is the primary.
    pub sources: Vec<Citation>,
}

/// `@id#locator`.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The source's id.
    pub id: String,
    /// What follows `#`, such as a row of a ledger.
    pub locator: Option<String>,
    /// Where it stands, from `@` on.
    pub span: Span,
}

/// How often a number is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Ignorance: once per replication, shared by all who inherit the text.
    Shared,
    /// Luck: at every use.
    Each,
    /// Once per unit.
    EachUnit,
}

/// What a field measures: which units fit, and its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dimension {
    /// A pure number at least 0.
    Ratio,
    /// A pure number of any sign.
    Number,
    /// A pure number in [0, 1]; `%` allowed.
    Probability,
    /// A whole number at least 0; a counting noun (`vehicles`) may follow.
    Count,
    /// Length at least 0 [m].
    Length,
    /// Length of any sign [m]: chainage, heights, offsets.
    Coordinate,
    /// Area [m2].
    Area,
    /// Time at least 0 [s].
    Time,
    /// Speed at least 0 [m/s].
    Speed,
    /// Acceleration [m/s2].
    Acceleration,
    /// Events in a time, at least 0 [1/s].
    Frequency,
    /// Things in a length, at least 0 [1/m].
    Density,
    /// Mass at least 0 [kg].
    Mass,
    /// Angle of any sign [rad].
    Angle,
    /// Temperature [K].
    Temperature,
    /// Power ratio from dB or a plain number, at least 0.
    PowerRatio,
    /// Radar cross-section [m2] from m2 or dBm2.
    CrossSection,
    /// Electric power [W].
    Power,
}

/// A written quantity with its unit; the spread is in the unit as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The spread, in the unit as written.
    pub dist: Dist,
    /// `of v`: the spread is a fraction of this value.
    pub of: Option<f64>,
    /// The unit as written, if any.
    pub unit: Option<String>,
    /// From the written unit to SI.
    pub conversion: Conversion,
    /// How often it is drawn.
    pub scope: Scope,
    /// Marked `exact`.
    pub exact: bool,
}

/// From a written number to SI.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Conversion {
    /// `factor * x + offset`.
    Affine {
        /// Factor.
        factor: f64,
        /// Offset in SI.
        offset: f64,
    },
    /// `10^(x/10) * factor`: decibels to power.
    Decibel {
        /// What 0 dB is in SI.
        factor: f64,
    },
}

/// A written instant with its spread.
#[derive(Clone, Debug, PartialEq)]
pub enum Instant {
    /// One instant.
    At(SimTime),
    /// A whole day, from its start (00:00 in the zone) to the next.
    Day {
        /// Start.
        start: SimTime,
        /// Start of the next day.
        end: SimTime,
    },
    /// Uniform between two instants.
    Uniform(SimTime, SimTime),
    /// Triangular: earliest, mode, latest.
    Triangular(SimTime, SimTime, SimTime),
    /// Normal: mean and standard deviation [s].
    Normal(SimTime, f64),
    /// Another instant by its id, moved by seconds.
    Relative {
        /// The id of a phase or an order.
        id: String,
        /// Offset [s], negative for before.
        offset_s: f64,
    },
    /// Days from the scenario's d-day, at a clock time in the zone (or the d-day's own clock).
    DDay {
        /// Whole days.
        days: i32,
        /// Seconds after midnight and the zone's offset east of UTC in seconds, if a clock is given.
        clock: Option<ClockTime>,
    },
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime {
    /// Seconds after midnight.
    pub second_of_day: u32,
    /// Zone east of UTC [s].
    pub zone_s: i32,
}

/// A written position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Geodetic latitude, WGS84, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
    /// Stated spread, one standard deviation [m].
    pub precision_m: Option<f64>,
}
