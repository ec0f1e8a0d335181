//! The horizon of an antenna over terrain, and what is over it along a bearing at each height.

use super::{Ground, Question};
use crate::base::normal::normal_quantile;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M};
use crate::geo::sight::{HorizonTable, Reach, Site, View};
use crate::geo::terrain::{Canopy, Cover, GridPoint};
use crate::sim::air::radar::RadarState;

/// Where steps change: near by, spans are as short as hills are.
const NEAR_M: f64 = 25_000.0;
/// Between looks along a bearing, up to there and beyond (m).
const STEPS_M: (f64, f64) = (50.0, 250.0);
/// Around the site there are no trees (m).
const CLEARING_M: f64 = 200.0;
/// An antenna is at least so high (m).
const LEAST_ANTENNA_M: f64 = 1.0;
/// Longest table (m).
const LONGEST_M: f64 = 1.9e6;

/// Tables of what an antenna's surroundings hide: finer near by.
#[derive(Clone, Debug)]
pub(super) struct Horizon {
    near: HorizonTable,
    far: HorizonTable,
}

/// What a draw says of the ground.
#[derive(Clone, Copy, Debug)]
pub(super) struct GroundDraw {
    /// Height of trees (m).
    forest_m: f64,
    /// By how much all that surrounds the antenna is higher than the map has it, against its own ground (m).
    error_m: f64,
}

impl GroundDraw {
    /// Of a draw: the same for every unit.
    pub fn of(ground: &Ground<'_>, seed: u64, index: u32) -> Self {
        let entity = Entity::of_path("terrain");
        let of = |n| uniform(StreamKey::inputs(seed, index), Purpose::SITE, entity, 0, n);
        GroundDraw {
            forest_m: ground.canopy_m.0 + of(0) * (ground.canopy_m.1 - ground.canopy_m.0),
            error_m: ground.error_m * normal_quantile(of(1)),
        }
    }
}

impl Horizon {
    /// Of a radar at a place (deg); `None` if the ground there is not known.
    pub fn new(
        (ground, drawn): (&Ground<'_>, GroundDraw),
        radar: &RadarState,
        (at, k): ((f64, f64), f64),
        question: &Question,
    ) -> Option<Self> {
        let view = View {
            terrain: ground.terrain,
            earth: EffectiveEarth::new(k, MEAN_RADIUS_M)?,
            canopy: Canopy {
                cover: Cover::Everywhere,
                height_m: drawn.forest_m,
                clearing_m: CLEARING_M,
            },
        };
        let echo = (question.rcs_m2, question.chance);
        let ranges = question.heights_m.iter().map(|h| radar.free_range_m(*h, echo));
        let widest_m = ranges.fold(0.0, f64::max).clamp(1_000.0, LONGEST_M);
        // Ground that is higher than the map all round is an antenna that is lower, and the other way round.
        let antenna_m = (radar.antenna_m() - drawn.error_m).max(LEAST_ANTENNA_M);
        let site = Site { at: GridPoint { x: at.1, y: at.0 }, antenna_above_ground_m: antenna_m };
        let table = |range_m: f64, step_m: f64| {
            let azimuths = (question.bearings as usize).max(4);
            HorizonTable::new(&view, site, Reach { range_m: range_m + step_m, azimuths, step_m })
        };
        let near = table(widest_m.min(NEAR_M), STEPS_M.0)?;
        let far = if widest_m > NEAR_M { table(widest_m, STEPS_M.1)? } else { near.clone() };
        Some(Horizon { near, far })
    }

    /// Adds to each height's spans what is seen of it along a bearing (rad), out to a range of its own (m).
    ///
    /// `heights` are heights above the ground (m) with their ranges. A look stands for the ground half a
    /// step to either side. Ground that is not known, and all behind it, is not seen.
    pub fn look(&self, azimuth: f64, heights: &[(f64, f64)], spans: &mut [Vec<(f64, f64)>]) {
        let widest_m = heights.iter().map(|h| h.1).fold(0.0, f64::max);
        let near = (1..=(NEAR_M / STEPS_M.0) as u32)
            .map(|n| (&self.near, f64::from(n) * STEPS_M.0, STEPS_M.0 / 2.0));
        let first = (NEAR_M / STEPS_M.1) as u32 + 1;
        let far = (first..).map(|n| (&self.far, f64::from(n) * STEPS_M.1, STEPS_M.1 / 2.0));
        for (table, range_m, half_m) in near.chain(far) {
            // The last step before the far ones begin reaches as far as theirs do.
            let from_m = if range_m <= STEPS_M.0 { 0.0 } else { range_m - half_m };
            let to_m = range_m + if range_m == NEAR_M { STEPS_M.1 / 2.0 } else { half_m };
            if from_m >= widest_m || !table.is_known(azimuth, range_m) {
                return;
            }
            let surface = table.surface_m(azimuth, range_m);
            let needed = surface.and_then(|m| table.minimum_above_ground_m(azimuth, range_m, m));
            let Some(needed_m) = needed else { return };
            for ((height_m, free_m), spans) in heights.iter().zip(spans.iter_mut()) {
                if needed_m > *height_m || from_m >= *free_m {
                    continue;
                }
                let to_m = to_m.min(*free_m);
                match spans.last_mut() {
                    Some(last) if last.1 == from_m => last.1 = to_m,
                    _ => spans.push((from_m, to_m)),
                }
            }
        }
    }
}
