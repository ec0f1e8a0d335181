//! Coverage for other programs: polygons as GeoJSON, a map as SVG. Both show the 10, 50 and 90 % quantiles.

mod polygons;
mod sheet;

pub use polygons::geojson;
pub use sheet::sheet;

use crate::analysis::coverage::{Coverage, Question};
use crate::geo::geodesic::direct_rounded;
use crate::scenario::resolved::Scenario;

/// What every export of a coverage says.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'c> {
    /// The scenario.
    pub scenario: &'c Scenario,
    /// What was asked.
    pub question: &'c Question,
    /// What was found.
    pub units: &'c [Coverage],
    /// Over what: a sentence on the terrain.
    pub over: &'c str,
}

impl Sheet<'_> {
    /// What was asked, in a line.
    #[must_use]
    pub fn line(&self) -> String {
        format!(
            "one look at {} m2 sees with chance {} or more; {} draws, seed {}; {}",
            self.question.rcs_m2,
            self.question.chance,
            self.question.draws,
            self.question.seed,
            self.over
        )
    }
}

/// The closed line round a site at which a quantile of its range ends: (latitude, longitude) (deg).
///
/// Bearings that are not looked at come back to the site.
fn outline(unit: &Coverage, height: usize, quantile: usize) -> Vec<(f64, f64)> {
    let ranges = &unit.heights[height].ranges_m;
    let step_deg = 360.0 / ranges.len() as f64;
    let mut ring: Vec<(f64, f64)> = Vec::with_capacity(ranges.len() + 1);
    for (bearing, range_m) in ranges.iter().enumerate() {
        let there = direct_rounded(unit.at, bearing as f64 * step_deg, range_m[quantile]);
        ring.push((there.lat_deg, there.lon_deg));
    }
    ring.dedup();
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    ring
}
