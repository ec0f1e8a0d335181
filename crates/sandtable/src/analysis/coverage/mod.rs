//! What a site can see at each height, how sure that is, and which ground several sites cover together.
//!
//! A range is the greatest ground range at which one look at a target of a stated cross-section detects with a
//! stated chance. Its spread comes from what is not known: where exactly the site is, how high the antenna
//! stands, how the air bends, the radar's figures, and, over terrain, forest and the errors of the heights.

mod raster;
mod site;

pub use raster::{Raster, raster};
pub use site::{Drawn, drawn_sites};

use crate::base::interval::quantile_of;
use crate::geo::terrain::Terrain;
use crate::scenario::resolved::{Scenario, UnitId};
use serde::Serialize;

/// Heights that a recording carries (m above the ground).
pub const RECORDED_HEIGHTS_M: [f64; 8] =
    [100.0, 300.0, 1_000.0, 3_000.0, 5_000.0, 8_000.0, 10_000.0, 15_000.0];

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Heights of the target above the ground (m).
    pub heights_m: Vec<f64>,
    /// Its cross-section (m2).
    pub rcs_m2: f64,
    /// Chance of one look that counts as seeing.
    pub chance: f64,
    /// Bearings, evenly spread from north.
    pub bearings: u32,
    /// Draws of what is not known.
    pub draws: u32,
    /// Their seed.
    pub seed: u64,
}

/// The ground that is covered over, and how well it is known.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'t> {
    /// The terrain.
    pub terrain: &'t Terrain,
    /// Least and greatest height of forest on it (m): one value in a draw.
    pub canopy_m: (f64, f64),
    /// Standard deviation of its heights (m): one error in a draw.
    pub error_m: f64,
}

impl Default for Question {
    fn default() -> Self {
        Question {
            heights_m: RECORDED_HEIGHTS_M.to_vec(),
            rcs_m2: 3.0,
            chance: 0.5,
            bearings: 72,
            draws: 100,
            seed: 42,
        }
    }
}

/// What a unit sees.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// The unit's id.
    pub unit: String,
    /// Where it is taken to be: the place's id.
    pub place: String,
    /// Latitude and longitude of that place (deg).
    pub at: (f64, f64),
    /// Stated spread of that place (m).
    pub precision_m: Option<f64>,
    /// Draws in which it is there with a radar.
    pub draws: u32,
    /// By height.
    pub heights: Vec<HeightCoverage>,
}

/// What is seen at a height. Triples are the 10, 50 and 90 % quantiles over the draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeightCoverage {
    /// Above the ground (m).
    pub height_m: f64,
    /// Ground range by bearing, from north, clockwise (m).
    pub ranges_m: Vec<[f64; 3]>,
    /// Covered ground (km2).
    pub area_km2: [f64; 3],
}

/// What each of some units sees, from draws of where and how they are.
#[must_use]
pub fn coverage(scenario: &Scenario, question: &Question, drawn: &[Vec<Drawn>]) -> Vec<Coverage> {
    let mut units: Vec<UnitId> = drawn.iter().flatten().map(|d| d.unit).collect();
    units.sort_unstable();
    units.dedup();
    units.into_iter().filter_map(|unit| of_unit(scenario, question, drawn, unit)).collect()
}

fn of_unit(
    scenario: &Scenario,
    question: &Question,
    drawn: &[Vec<Drawn>],
    unit: UnitId,
) -> Option<Coverage> {
    let all: Vec<&Drawn> = drawn.iter().flatten().filter(|d| d.unit == unit).collect();
    // Where it is in most draws; ranges are from there.
    let mut places: Vec<_> = all.iter().map(|d| d.place).collect();
    places.sort_unstable();
    let most = |p: &_| places.iter().filter(|q| *q == p).count();
    let place = *places.iter().max_by_key(|p| (most(p), std::cmp::Reverse(**p)))?;
    let own: Vec<&Drawn> = all.into_iter().filter(|d| d.place == place).collect();
    let text = scenario.place(place);
    let heights = question.heights_m.iter().enumerate().map(|(number, height_m)| {
        let by_bearing = (0..question.bearings as usize).map(|bearing| {
            let mut ranges: Vec<f64> = own.iter().map(|d| d.range_from(number, bearing)).collect();
            quantiles(&mut ranges)
        });
        let mut areas: Vec<f64> = own.iter().map(|d| d.area_km2(number)).collect();
        HeightCoverage {
            height_m: *height_m,
            ranges_m: by_bearing.collect(),
            area_km2: quantiles(&mut areas),
        }
    });
    Some(Coverage {
        unit: scenario.unit(unit).id.clone(),
        place: text.id.clone(),
        at: text.at?,
        precision_m: text.precision_m,
        draws: u32::try_from(own.len()).expect("draws are counted in 32 bits"),
        heights: heights.collect(),
    })
}

fn quantiles(values: &mut [f64]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [0.1, 0.5, 0.9].map(|p| quantile_of(values, p))
}

impl HeightCoverage {
    /// The median range of each quantile over the bearings (m).
    #[must_use]
    pub fn typical_m(&self) -> [f64; 3] {
        [0, 1, 2].map(|q| {
            let mut over: Vec<f64> = self.ranges_m.iter().map(|r| r[q]).collect();
            over.sort_by(f64::total_cmp);
            quantile_of(&over, 0.5)
        })
    }
}
