//! What sees and what flies in a resolved scenario: radars, targets, ways through the air, traffic.

use super::{PlaceId, UnitId};
use crate::model::sensor::rcs::Band;
use crate::scenario::param::{Num, ParamId};
use crate::scenario::read::dim;
use serde::Serialize;
use std::sync::Arc;

/// A radar with everything that a look needs. One that lacks something is carried and acts on nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Radar {
    /// Its id in the unit.
    pub id: String,
    /// Range against `against` at which a look detects with the probability `detects`.
    pub range: Num<dim::Length>,
    /// Cross-section to which `range` belongs.
    pub against: Num<dim::CrossSection>,
    /// Detection probability of one look at `range`.
    pub detects: Num<dim::Probability>,
    /// False-alarm probability of one resolution cell.
    pub false_alarm: Num<dim::Probability>,
    /// Pulses of a look.
    pub pulses: Num<dim::Count>,
    /// Swerling's case, 0 to 4.
    pub swerling: u8,
    /// Greatest range shown.
    pub instrumented: Option<Num<dim::Length>>,
    /// Height of the antenna above the ground.
    pub height: Num<dim::Length>,
    /// The same on a mast, and how many masts the unit has.
    pub mast: Option<(Num<dim::Length>, Num<dim::Count>)>,
    /// How many vehicles of the radar's own id the unit has, if it lists them: without one there is no radar.
    pub carriers: Option<Num<dim::Count>>,
    /// Time of one turn, or between looks at one direction.
    pub scan: Num<dim::Time>,
    /// Width of the beam in bearing.
    pub beam: Num<dim::Angle>,
    /// Length of a resolution cell.
    pub cell: Num<dim::Length>,
    /// Error in range that does not fall with the echo.
    pub range_error: Option<Num<dim::Length>>,
    /// Error in bearing that does not fall with the echo.
    pub bearing_error: Option<Num<dim::Angle>>,
    /// Registration error in bearing.
    pub bearing_bias: Option<Num<dim::Angle>>,
    /// Least radial speed that it sees.
    pub least_speed: Option<Num<dim::Speed>>,
    /// Width and middle of its sector; none for all round.
    pub sector: Option<(Num<dim::Angle>, Num<dim::Angle>)>,
    /// Its band.
    pub band: Option<Band>,
}

impl Radar {
    /// Hands every number to `each`, with the field under which it is drawn.
    pub fn values(&self, mut each: impl FnMut(ParamId, &Arc<str>)) {
        let one = |num: &dyn AnyNum, each: &mut dyn FnMut(ParamId, &Arc<str>)| {
            let (param, field) = num.parts();
            each(param, field);
        };
        let needed: [&dyn AnyNum; 9] = [
            &self.range,
            &self.against,
            &self.detects,
            &self.false_alarm,
            &self.pulses,
            &self.height,
            &self.scan,
            &self.beam,
            &self.cell,
        ];
        needed.into_iter().for_each(|num| one(num, &mut each));
        let lengths = [&self.instrumented, &self.range_error];
        lengths.into_iter().flatten().for_each(|num| one(num, &mut each));
        let angles = [&self.bearing_error, &self.bearing_bias];
        angles.into_iter().flatten().for_each(|num| one(num, &mut each));
        self.least_speed.iter().for_each(|num| one(num, &mut each));
        if let Some((width, middle)) = &self.sector {
            one(width, &mut each);
            one(middle, &mut each);
        }
        if let Some((height, count)) = &self.mast {
            one(height, &mut each);
            one(count, &mut each);
        }
        self.carriers.iter().for_each(|num| one(num, &mut each));
    }
}

/// A number whatever it measures.
trait AnyNum {
    fn parts(&self) -> (ParamId, &Arc<str>);
}

impl<D> AnyNum for Num<D> {
    fn parts(&self) -> (ParamId, &Arc<str>) {
        (self.param, &self.field)
    }
}

/// What a unit looks like to radars when it flies.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// It is neutral: nothing may be played against it.
    pub neutral: bool,
    /// Mean cross-section.
    pub rcs: Num<dim::CrossSection>,
    /// Height of flight above the ground's level.
    pub height: Num<dim::Length>,
    /// Speed over the ground.
    pub speed: Num<dim::Speed>,
    /// Factors by the angle from the nose, in order of the angle as written.
    pub aspects: Vec<(Num<dim::Angle>, Num<dim::PowerRatio>)>,
    /// Factors by band.
    pub bands: Vec<(Band, Num<dim::PowerRatio>)>,
    /// Noise that it sends.
    pub noise: Option<Noise>,
}

/// Barrage noise in the textbook's form; notional.
#[derive(Clone, Debug, Serialize)]
pub struct Noise {
    /// Noise over the receiver's own, in the main beam, at `at`.
    pub ratio: Num<dim::PowerRatio>,
    /// The range to which it belongs.
    pub at: Num<dim::Length>,
    /// Gain outside the main beam over that inside.
    pub sidelobe: Num<dim::PowerRatio>,
}

/// A way through the air.
#[derive(Clone, Debug, Serialize)]
pub struct Path {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Places with positions, at least two.
    pub via: Vec<PlaceId>,
    /// The country that it may not leave.
    pub within: Option<String>,
}

/// Neutral traffic. Nothing in it can be assigned to a shooter.
#[derive(Clone, Debug, Serialize)]
pub struct Traffic {
    /// Its id.
    pub id: String,
    /// The unit that says what its flights are.
    pub unit: UnitId,
    /// Airways, by number in [`Scenario::paths`](super::Scenario).
    pub paths: Vec<u32>,
    /// Flights that begin in a length of time.
    pub rate: Num<dim::Frequency>,
}

/// A recorded flight: neutral traffic without a name.
#[derive(Clone, Debug, Serialize)]
pub struct Recorded {
    /// Its id, which says nothing about whose it was.
    pub id: String,
    /// Cross-section.
    pub rcs: Num<dim::CrossSection>,
    /// Points, in order of id.
    pub points: Vec<RecordedPoint>,
    /// The task during which it flies, by number.
    pub task: u32,
}

/// A point of a recorded flight.
#[derive(Clone, Debug, Serialize)]
pub struct RecordedPoint {
    /// The input that holds the position.
    pub position: ParamId,
    /// Geodetic latitude and longitude (deg).
    pub at: (f64, f64),
    /// Height above the ground's level.
    pub height: Num<dim::Length>,
    /// After the task's start.
    pub after: Num<dim::Time>,
}

/// How tracks are begun and ended, and how the air is.
#[derive(Clone, Debug, Serialize)]
pub struct Air {
    /// Plots that begin a track.
    pub hits: Num<dim::Count>,
    /// Looks within which they must come.
    pub looks: Num<dim::Count>,
    /// Looks without a plot that end a track.
    pub misses: Num<dim::Count>,
    /// Radius of the effective earth over that of the earth.
    pub refraction: Num<dim::Ratio>,
    /// How near a flight must be to where a filed plan has it; none for no identification.
    pub plan_within: Option<Num<dim::Length>>,
}
