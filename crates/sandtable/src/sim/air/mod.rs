//! What flies in a task and who sees it: flights, radars, their tracks, pictures of posts.

pub mod contact;
pub mod flight;
pub mod keeper;
pub mod picture;
pub mod radar;
pub mod roll;

pub use contact::{Contact, TrackRules};
pub use flight::{Flight, FlightState, Lines};
pub use picture::Picture;
pub use radar::{Curves, LookedAt, RadarState};
pub use roll::{Roll, roll_of};

use crate::record::Fidelity;
use crate::scenario::resolved::{Scenario, nominal};

/// What a run is asked for beside its scenario and its luck.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How tracks are kept.
    pub fidelity: Fidelity,
    /// Detection curves already worked out: they save time and change no result.
    pub curves: Curves,
    /// Lines between places already worked out: the same.
    pub lines: Lines,
    /// Kill probability of every shot, instead of the weapons' own: for curves over it.
    pub kill: Option<f64>,
    /// Times of service of crews, channels and links are exponential with the same means: for tests against the
    /// formulas of queues.
    pub exponential: bool,
}

impl Settings {
    /// Settings for many replications of a scenario: curves of radars whose numbers do not vary are there.
    #[must_use]
    pub fn of(scenario: &Scenario) -> Self {
        let mut curves = Curves::default();
        for radar in scenario.units.iter().flat_map(|u| &u.radars) {
            let pfa = nominal(scenario, radar.false_alarm.param);
            let pulses = (nominal(scenario, radar.pulses.param) as u32).max(1);
            curves.of(radar.swerling, pulses, pfa);
        }
        let mut lines = Lines::default();
        for path in &scenario.paths {
            let known = path.via.iter().filter_map(|p| Some((*p, scenario.place(*p).at?)));
            let known: Vec<_> = known.collect();
            for leg in known.windows(2) {
                lines.of(leg[0], leg[1]);
                lines.of(leg[1], leg[0]);
            }
        }
        Settings { curves, lines, ..Settings::default() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            fidelity: Fidelity::L1,
            curves: Curves::default(),
            lines: Lines::default(),
            kill: None,
            exponential: false,
        }
    }
}
