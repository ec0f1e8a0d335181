//! Layer 9: what other programs read. One file a format.

pub mod acmi;
pub mod cog;
pub mod coverage;
pub mod geojson;
pub mod report;
pub mod svg;

use crate::analysis::tracks::Track;
use crate::base::time::SimTime;
use crate::scenario::resolved::Scenario;

/// What every export says of the run that it came from.
#[derive(Clone, Copy, Debug)]
pub struct About<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// Tracks of all objects.
    pub tracks: &'s [Track],
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u32,
    /// Digest of the run.
    pub digest: &'s str,
    /// Edits on the command line, in order, as PATH=VALUE.
    pub edits: &'s [String],
    /// Injects by hand, in order.
    pub injects: &'s [String],
    /// One instant instead of the whole period.
    pub at: Option<SimTime>,
}

impl About<'_> {
    /// The name of a track's object: the unit's, with the number of a later train.
    #[must_use]
    pub fn name(&self, track: &Track) -> String {
        let unit = &self.scenario.unit(track.unit).id;
        if track.train == 0 { unit.clone() } else { format!("{unit}-train-{}", track.train + 1) }
    }
}
