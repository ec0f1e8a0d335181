//! Coverage for other programs: polygons as GeoJSON, a map as SVG. Both show the 10, 50 and 90 % quantiles.
//!
//! Over a smooth earth these are lines around the site, and all inside is seen. Over terrain hills hide what lies
//! nearer, so they are cells that are seen in at least 90, 50 and 10 % of the draws.

mod cells;
mod polygons;
mod sheet;

pub use polygons::geojson;
pub use sheet::sheet;

use crate::analysis::coverage::{Coverage, Question, Raster};
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
    /// Over terrain, the share of draws in which each cell is seen, by unit and height.
    pub cells: Option<&'c [Vec<Raster>]>,
}

/// Least shares of draws in which what a quantile shows is seen: of the 10, 50 and 90 % quantiles.
const LEAST_SHARES: [f32; 3] = [0.9, 0.5, 0.1];

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

    /// What its ranges and areas are, in a sentence.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        if self.cells.is_some() {
            "range: the outermost seen, where an inbound target is first seen; hills hide ground nearer by, \
             and the area is what is seen of it"
        } else {
            "range: everything nearer is seen, and the area is all of it"
        }
    }

    /// What a quantile shows of a unit at a height: polygons of rings (deg), none if nothing is seen.
    fn shape(&self, unit: usize, height: usize, quantile: usize) -> Vec<cells::Polygon> {
        match self.cells {
            Some(cells) => cells
                .get(unit)
                .and_then(|heights| heights.get(height))
                .map_or(Vec::new(), |raster| cells::polygons(raster, LEAST_SHARES[quantile])),
            None => {
                // RFC 7946: outer rings run against the clock.
                let mut ring = outline(&self.units[unit], height, quantile);
                ring.reverse();
                if ring.len() < 4 { Vec::new() } else { vec![vec![ring]] }
            }
        }
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
    // A sector that leaves out north begins and ends at the site.
    while ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    if let Some(first) = ring.first().copied() {
        ring.push(first);
    }
    ring
}
