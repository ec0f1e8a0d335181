//! The scalars that carry numbers: quantities, instants, clocks, durations, positions, with their
//! sources.

use super::source_map::Span;
use crate::base::dist::Dist;
use crate::base::time::SimTime;
use serde::Serialize;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Ignorance: once per replication, shared by all who inherit the text.
    Shared,
    /// Luck: at every use.
    Each,
    /// Once per unit.
    EachUnit,
}

/// What a field measures: which units fit, and its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// A pure number at least 0.
    Ratio,
    /// A pure number of any sign.
    Number,
    /// A pure number in [0, 1]; `%` allowed.
    Probability,
    /// A whole number at least 0; a counting noun (`vehicles`) may follow.
    Count,
    /// Length at least 0 \[m\].
    Length,
    /// Length of any sign \[m\]: chainage, heights, offsets.
    Coordinate,
    /// Area \[m2\].
    Area,
    /// Time at least 0 \[s\].
    Time,
    /// Speed at least 0 \[m/s\].
    Speed,
    /// Acceleration \[m/s2\].
    Acceleration,
    /// Events in a time, at least 0 \[1/s\].
    Frequency,
    /// Things in a length, at least 0 \[1/m\].
    Density,
    /// Mass at least 0 \[kg\].
    Mass,
    /// Angle of any sign \[rad\].
    Angle,
    /// Temperature \[K\].
    Temperature,
    /// Power ratio from dB or a plain number, at least 0.
    PowerRatio,
    /// Radar cross-section \[m2\] from m2 or dBm2.
    CrossSection,
    /// Electric power \[W\].
    Power,
}

impl Dimension {
    /// Least and greatest value by nature, in SI; infinite where there is none.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
        match self {
            Dimension::Number
            | Dimension::Coordinate
            | Dimension::Acceleration
            | Dimension::Angle => (f64::NEG_INFINITY, f64::INFINITY),
            Dimension::Probability => (0.0, 1.0),
            // More of anything in one exercise is a slip, and would only fill the memory.
            Dimension::Count => (0.0, 1e6),
            _ => (0.0, f64::INFINITY),
        }
    }

    /// The greatest magnitude that makes sense in SI: beyond it a number is a slip, and sums overflow.
    #[must_use]
    pub fn greatest(self) -> f64 {
        match self {
            // Two and a half times round the earth.
            Dimension::Length | Dimension::Coordinate => 1e8,
            // A thousand years.
            Dimension::Time => 1_000.0 * 366.0 * 86_400.0,
            // Light.
            Dimension::Speed => 299_792_458.0,
            Dimension::Count | Dimension::Ratio => 1e9,
            Dimension::Density => 1e3,
            _ => f64::INFINITY,
        }
    }

    /// Its name with an article, for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Ratio => "a ratio",
            Dimension::Number => "a number",
            Dimension::Probability => "a probability",
            Dimension::Count => "a count",
            Dimension::Length | Dimension::Coordinate => "a length",
            Dimension::Area => "an area",
            Dimension::Time => "a time",
            Dimension::Speed => "a speed",
            Dimension::Acceleration => "an acceleration",
            Dimension::Frequency => "a frequency",
            Dimension::Density => "a density along a line",
            Dimension::Mass => "a mass",
            Dimension::Angle => "an angle",
            Dimension::Temperature => "a temperature",
            Dimension::PowerRatio => "a power ratio",
            Dimension::CrossSection => "a radar cross-section",
            Dimension::Power => "a power",
        }
    }

    /// The units that people write it in, the commonest first.
    #[must_use]
    pub fn units(self) -> &'static [&'static str] {
        match self {
            Dimension::Ratio | Dimension::Number | Dimension::Probability => &["%"],
            Dimension::Count => &[
                "vehicles",
                "rounds",
                "trains",
                "targets",
                "flights",
                "people",
                "ramps",
                "wagons",
                "launchers",
                "aircraft",
            ],
            Dimension::Length | Dimension::Coordinate => &["m", "km", "nmi", "ft", "cm", "mm"],
            Dimension::Area => &["m2", "km2", "ha", "cm2"],
            Dimension::Time => &["s", "min", "h", "d", "ms", "us"],
            Dimension::Speed => &["m/s", "km/h", "kn", "km/d", "km/s", "ft/min"],
            Dimension::Acceleration => &["m/s2", "km/h2"],
            Dimension::Frequency => {
                &["Hz", "/s", "/min", "/h", "/d", "kHz", "MHz", "GHz", "rounds/min", "trains/d"]
            }
            Dimension::Density => &["/km", "/m", "vehicles/km", "trains/km"],
            Dimension::Mass => &["kg", "t"],
            Dimension::Angle => &["deg", "rad", "mrad"],
            Dimension::Temperature => &["degC", "K"],
            Dimension::PowerRatio => &["dB"],
            Dimension::CrossSection => &["m2", "dBm2"],
            Dimension::Power => &["W", "kW", "MW"],
        }
    }

    /// Whether a number of this kind must have a unit.
    #[must_use]
    pub fn needs_unit(self) -> bool {
        !matches!(
            self,
            Dimension::Ratio
                | Dimension::Number
                | Dimension::Probability
                | Dimension::Count
                | Dimension::PowerRatio
        )
    }
}

/// A written quantity with its unit; the spread is in the unit as written.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
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

impl Conversion {
    /// From the number as it stands: no unit.
    pub const IDENTITY: Conversion = Conversion::Affine { factor: 1.0, offset: 0.0 };

    /// A number in the written unit, in SI.
    #[must_use]
    pub fn to_si(self, written: f64) -> f64 {
        match self {
            Conversion::Affine { factor, offset } => factor * written + offset,
            Conversion::Decibel { factor } => libm::pow(10.0, written / 10.0) * factor,
        }
    }

    /// A number in SI, in the written unit; infinities stay, and 0 is minus infinity in decibels.
    #[must_use]
    pub fn from_si(self, si: f64) -> f64 {
        match self {
            Conversion::Affine { factor, offset } => (si - offset) / factor,
            Conversion::Decibel { .. } if si <= 0.0 => f64::NEG_INFINITY,
            Conversion::Decibel { factor } => 10.0 * libm::log10(si / factor),
        }
    }
}

impl Quantity {
    /// A value of the spread, in SI: first the unit as written (and `of`), then the conversion.
    #[must_use]
    pub fn to_si(&self, written: f64) -> f64 {
        self.conversion.to_si(self.of.map_or(written, |whole| written * whole))
    }

    /// A value in SI, as the spread has it; the inverse of [`Quantity::to_si`].
    #[must_use]
    pub fn from_si(&self, si: f64) -> f64 {
        self.conversion.from_si(si) / self.of.unwrap_or(1.0)
    }
}

/// A written instant with its spread.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// Normal: mean and standard deviation \[s\].
    Normal(SimTime, f64),
    /// Another instant by its id, moved by seconds.
    Relative {
        /// The id of a phase or an order.
        id: String,
        /// Offset \[s\], negative for before.
        offset_s: f64,
    },
    /// Days from the scenario's d-day, at a clock time in the zone (or the d-day's own clock).
    DDay {
        /// Whole days.
        days: i32,
        /// Seconds after midnight and the zone's offset east of UTC in seconds, if a clock is
        /// given.
        clock: Option<ClockTime>,
    },
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ClockTime {
    /// Seconds after midnight.
    pub second_of_day: u32,
    /// Zone east of UTC \[s\].
    pub zone_s: i32,
}

/// A written position.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Position {
    /// Geodetic latitude, WGS84, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
    /// Stated spread, one standard deviation \[m\].
    pub precision_m: Option<f64>,
}
