//! What a site can see at each height, how sure that is, and which ground several sites cover together.
//!
//! A range is the greatest ground range at which one look at a target of a stated cross-section detects with a
//! stated chance. Over a smooth earth everything nearer is seen as well; over terrain hills hide some of it, so
//! each bearing has spans, and areas and shares are of what is seen. Its spread comes from what is not known: where exactly the site is, how high the antenna
//! stands, how the air bends, the radar's figures, and, over terrain, forest and the errors of the heights.

mod fan;
mod horizon;
mod raster;
mod site;

pub use fan::Fan;
pub use raster::{Raster, raster, unit_raster};
pub use site::{Drawn, drawn_sites};

use crate::base::interval::{quantile_of, quantile_order_interval};
use crate::geo::terrain::Terrain;
use crate::scenario::resolved::{PlaceId, Scenario, UnitId};
use serde::Serialize;

/// Heights that a recording carries (m above the ground).
pub const RECORDED_HEIGHTS_M: [f64; 8] =
    [100.0, 300.0, 1_000.0, 3_000.0, 5_000.0, 8_000.0, 10_000.0, 15_000.0];

/// Bearings over terrain: half a degree, as wide at 10 km as a cell of 3 arc seconds.
pub const BEARINGS_OVER_TERRAIN: u32 = 720;

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
    /// Standard deviation of its heights against those at the site (m): in a draw all around errs alike.
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
    /// Degrees of the turn at which it looks: the median over the draws.
    pub looks_deg: f64,
    /// By height.
    pub heights: Vec<HeightCoverage>,
}

/// What is seen at a height. Triples are the 10, 50 and 90 % quantiles over the draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HeightCoverage {
    /// Above the ground (m).
    pub height_m: f64,
    /// Outermost range seen, by bearing, from north, clockwise (m): where an inbound target is first seen.
    pub ranges_m: Vec<[f64; 3]>,
    /// The same over the draws that look at a bearing, and of that the median over these bearings (m).
    pub typical_m: [f64; 3],
    /// Half the width of the 95 % interval of its median (m): how far the draws are too few. `None`: far too few.
    pub median_error_m: Option<f64>,
    /// Covered ground (km2): what is seen, without what is hidden nearer by.
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

/// The draws in which a unit is where it is in most draws, and that place.
fn at_home(drawn: &[Vec<Drawn>], unit: UnitId) -> Option<(PlaceId, Vec<&Drawn>)> {
    let all: Vec<&Drawn> = drawn.iter().flatten().filter(|d| d.unit == unit).collect();
    let mut places: Vec<_> = all.iter().map(|d| d.place).collect();
    places.sort_unstable();
    let most = |p: &_| places.iter().filter(|q| *q == p).count();
    let place = *places.iter().max_by_key(|p| (most(p), std::cmp::Reverse(**p)))?;
    Some((place, all.into_iter().filter(|d| d.place == place).collect()))
}

fn of_unit(
    scenario: &Scenario,
    question: &Question,
    drawn: &[Vec<Drawn>],
    unit: UnitId,
) -> Option<Coverage> {
    // Ranges are from the stated place.
    let (place, own) = at_home(drawn, unit)?;
    let text = scenario.place(place);
    let heights = question.heights_m.iter().enumerate();
    let heights = heights.map(|(number, height_m)| of_height(&own, number, *height_m));
    let mut looks: Vec<f64> = own.iter().map(|d| d.looks_deg()).collect();
    Some(Coverage {
        unit: scenario.unit(unit).id.clone(),
        place: text.id.clone(),
        at: text.at?,
        precision_m: text.precision_m,
        draws: u32::try_from(own.len()).expect("draws are counted in 32 bits"),
        looks_deg: quantiles(&mut looks)[1],
        heights: heights.collect(),
    })
}

fn of_height(own: &[&Drawn], number: usize, height_m: f64) -> HeightCoverage {
    let bearings = own.first().map_or(0, |d| d.looks.len());
    let mut ranges_m = Vec::with_capacity(bearings);
    let (mut looked, mut errors_m) = (Vec::new(), Vec::new());
    for bearing in 0..bearings {
        let range = |d: &&Drawn| d.range_from(number, bearing);
        let mut all: Vec<f64> = own.iter().map(range).collect();
        ranges_m.push(quantiles(&mut all));
        let looking = own.iter().filter(|d| d.looks[bearing]);
        let mut of_looks: Vec<f64> = looking.map(range).collect();
        if !of_looks.is_empty() {
            looked.push(quantiles(&mut of_looks));
            errors_m.extend(median_error(&of_looks));
        }
    }
    let mut areas: Vec<f64> = own.iter().map(|d| d.seen[number].area_km2()).collect();
    HeightCoverage {
        height_m,
        ranges_m,
        typical_m: [0, 1, 2].map(|q| median(looked.iter().map(|r| r[q]).collect())),
        median_error_m: (!errors_m.is_empty()).then(|| median(errors_m)),
        area_km2: quantiles(&mut areas),
    }
}

/// Half the width of the 95 % interval of the median of values in rising order.
fn median_error(rising: &[f64]) -> Option<f64> {
    let (low, high) = quantile_order_interval(rising.len(), 0.5, 0.95)?;
    Some((rising[high] - rising[low]) / 2.0)
}

fn median(mut values: Vec<f64>) -> f64 {
    quantiles(&mut values)[1]
}

fn quantiles(values: &mut [f64]) -> [f64; 3] {
    values.sort_by(f64::total_cmp);
    [0.1, 0.5, 0.9].map(|p| quantile_of(values, p))
}
