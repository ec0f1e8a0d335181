//! A draw of a unit's site: where it is, and how far it sees in each direction at each height.

use super::{Ground, Question};
use crate::base::math;
use crate::base::normal::normal_quantile;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::draw::{InputPoint, Luck, Realisation, realise};
use crate::geo::geodesic::direct_rounded;
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M, STANDARD_K};
use crate::geo::sight::{HorizonTable, Reach, Site, View};
use crate::geo::terrain::{Canopy, Cover, GridPoint};
use crate::scenario::resolved::{Movement, PlaceId, Scenario, UnitId};
use crate::sim::air::radar::{Curves, RadarState};

/// A unit in a draw.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The unit.
    pub unit: UnitId,
    /// The place at which it is taken to be.
    pub place: PlaceId,
    /// Where the site is in this draw (deg).
    pub at: (f64, f64),
    /// East and north of the place (m).
    pub shift_m: (f64, f64),
    /// Ground range by height and bearing (m).
    pub ranges_m: Vec<Vec<f64>>,
}

/// Units with radars, in each draw of what is not known. A unit that takes no part in a draw is not in it.
#[must_use]
pub fn drawn_sites(
    scenario: &Scenario,
    units: &[UnitId],
    question: &Question,
    ground: Option<&Ground<'_>>,
) -> Vec<Vec<Drawn>> {
    let mut curves = Curves::default();
    let one = |index: u32| {
        let inputs = realise(scenario, &InputPoint::Plain { seed: question.seed, index });
        let luck = Luck { seed: question.seed, index };
        let made = units
            .iter()
            .filter_map(|unit| drawn((&inputs, luck), *unit, (question, ground), &mut curves));
        made.collect()
    };
    (0..question.draws).map(one).collect()
}

fn drawn(
    (inputs, luck): (&Realisation<'_>, Luck),
    unit: UnitId,
    (question, ground): (&Question, Option<&Ground<'_>>),
    curves: &mut Curves,
) -> Option<Drawn> {
    let scenario = inputs.scenario;
    let text = scenario.unit(unit);
    let in_group =
        text.member.as_ref().is_none_or(|m| f64::from(m.number) <= inputs.value(&m.count));
    if !*inputs.pick(&text.deployed) || !in_group {
        return None;
    }
    let place = destination(inputs, luck, unit)?;
    let nominal = scenario.place(place).at?;
    let shift_m = shift(scenario, place, question.seed, luck.index);
    let at = moved(nominal, shift_m);
    let k = scenario.air.as_ref().map_or(STANDARD_K, |a| inputs.value(&a.refraction).max(0.5));
    let mut ranges_m: Vec<Vec<f64>> =
        vec![vec![0.0; question.bearings as usize]; question.heights_m.len()];
    let mut has_radar = false;
    for (number, radar) in (0_u32..).zip(&text.radars) {
        let of = (text.id.as_str(), radar, number);
        let Some(state) = RadarState::drawn((inputs, luck), of, at, k, curves) else { continue };
        has_radar = true;
        let table = ground.and_then(|g| table(g, &state, (at, k), (question, luck.index)));
        for (height_m, row) in question.heights_m.iter().zip(&mut ranges_m) {
            let free_m = state.free_range_m(*height_m, (question.rcs_m2, question.chance));
            for (bearing, range_m) in row.iter_mut().enumerate() {
                let turn = std::f64::consts::TAU;
                let azimuth = turn * bearing as f64 / f64::from(question.bearings);
                if !state.looks_at(azimuth) {
                    continue;
                }
                let seen_m = match (&table, ground) {
                    (Some(table), _) => over_ground(table, azimuth, free_m, *height_m),
                    // Ground that is asked for and not known is not taken for smooth.
                    (None, Some(_)) => 0.0,
                    (None, None) => free_m.min(state.horizon_m(*height_m)),
                };
                *range_m = seen_m.max(*range_m);
            }
        }
    }
    has_radar.then_some(Drawn { unit, place, at, shift_m, ranges_m })
}

/// Where a unit ends up: the site of its last order there, or where it begins.
fn destination(inputs: &Realisation<'_>, luck: Luck, unit: UnitId) -> Option<PlaceId> {
    let scenario = inputs.scenario;
    let text = scenario.unit(unit);
    let host = text.rides.as_ref().map(|r| *inputs.pick(r)).filter(|h| *h != unit);
    if let Some(host) = host {
        return destination(inputs, luck, host);
    }
    let there = text.orders.iter().rev().find(|o| o.back_of.is_none());
    let Some(order) = there else { return text.place };
    let way = order
        .picks()
        .iter()
        .fold(0, |way, pick| way * pick.branches + luck.branch_of(inputs, pick.param, &pick.field));
    match &order.movement {
        Movement::Rail(m) => Some(m.journeys.way(way).site),
        Movement::Road(m) => Some(m.to),
        Movement::Air(m) => m.routes.way(way).legs.last().map(|leg| leg.to),
    }
}

/// East and north (m) by which a site lies beside the stated place: normal in each, with the stated spread.
fn shift(scenario: &Scenario, place: PlaceId, seed: u64, index: u32) -> (f64, f64) {
    let text = scenario.place(place);
    let sigma_m = text.precision_m.unwrap_or(0.0);
    let entity = Entity::of_path(&format!("places/{}", text.id));
    let of = |n| uniform(StreamKey::inputs(seed, index), Purpose::SITE, entity, 0, n);
    (sigma_m * normal_quantile(of(0)), sigma_m * normal_quantile(of(1)))
}

fn moved(from: (f64, f64), (east_m, north_m): (f64, f64)) -> (f64, f64) {
    let distance_m = math::hypot(east_m, north_m);
    if distance_m == 0.0 {
        return from;
    }
    let azimuth_deg = math::degrees(math::atan2(east_m, north_m));
    let there = direct_rounded(from, azimuth_deg, distance_m);
    (there.lat_deg, there.lon_deg)
}

/// The horizon of an antenna over terrain, with a draw of forest and of the error of the heights.
fn table(
    ground: &Ground<'_>,
    radar: &RadarState,
    (at, k): ((f64, f64), f64),
    (question, index): (&Question, u32),
) -> Option<HorizonTable> {
    let entity = Entity::of_path("terrain");
    let of = |n| uniform(StreamKey::inputs(question.seed, index), Purpose::SITE, entity, 0, n);
    let forest_m = ground.canopy_m.0 + of(0) * (ground.canopy_m.1 - ground.canopy_m.0);
    let error_m = ground.error_m * normal_quantile(of(1));
    // Obstacles that are higher than the map has them hide as forest does; lower ones let through.
    let above_m = (forest_m + error_m).max(0.0);
    let view = View {
        terrain: ground.terrain,
        earth: EffectiveEarth::new(k, MEAN_RADIUS_M)?,
        canopy: Canopy { cover: Cover::Everywhere, height_m: above_m, clearing_m: 200.0 },
    };
    let highest = question.heights_m.iter().copied().fold(0.0, f64::max);
    let reach_m = radar.free_range_m(highest, (question.rcs_m2, question.chance));
    let site =
        Site { at: GridPoint { x: at.1, y: at.0 }, antenna_above_ground_m: radar.antenna_m() };
    let reach = Reach { azimuths: 360, ..Reach::to(reach_m.max(1_000.0)) };
    HorizonTable::new(&view, site, reach)
}

/// The greatest range at which a target at a height above the ground is over the horizon (m).
fn over_ground(table: &HorizonTable, azimuth: f64, free_m: f64, height_m: f64) -> f64 {
    const STEP_M: f64 = 250.0;
    let mut range_m = (free_m / STEP_M).floor() * STEP_M;
    while range_m > 0.0 {
        let known = table.is_known(azimuth, range_m);
        let surface = table.surface_m(azimuth, range_m);
        let needed = surface.and_then(|m| table.minimum_above_ground_m(azimuth, range_m, m));
        if known && needed.is_some_and(|m| m <= height_m) {
            return range_m;
        }
        range_m -= STEP_M;
    }
    0.0
}

impl Drawn {
    /// Range from the stated place, not from where the site is in this draw (m): the circle moves.
    #[must_use]
    pub fn range_from(&self, height: usize, bearing: usize) -> f64 {
        let ranges = &self.ranges_m[height];
        let angle = std::f64::consts::TAU * bearing as f64 / ranges.len() as f64;
        let (sin, cos) = math::sin_cos(angle);
        let along = self.shift_m.0 * sin + self.shift_m.1 * cos;
        let across2 =
            self.shift_m.0 * self.shift_m.0 + self.shift_m.1 * self.shift_m.1 - along * along;
        let own = ranges[bearing];
        if own <= 0.0 {
            return 0.0;
        }
        (along + (own * own - across2).max(0.0).sqrt()).max(0.0)
    }

    /// Covered ground (km2): sectors of the circle.
    #[must_use]
    pub fn area_km2(&self, height: usize) -> f64 {
        let ranges = &self.ranges_m[height];
        let half_angle = std::f64::consts::PI / ranges.len() as f64;
        ranges.iter().map(|r| half_angle * (r / 1e3) * (r / 1e3)).sum()
    }

    /// True if a point (deg) is within range at a height.
    #[must_use]
    pub fn covers(&self, height: usize, point: (f64, f64)) -> bool {
        let ranges = &self.ranges_m[height];
        let (distance_m, azimuth) = on_sphere(self.at, point);
        let turn = std::f64::consts::TAU;
        let share = azimuth.rem_euclid(turn) / turn;
        let bearing = (share * ranges.len() as f64).round() as usize % ranges.len();
        distance_m <= ranges[bearing]
    }
}

/// Distance (m) and azimuth (rad) on the mean sphere: for cells of a raster, within 0.5 %.
fn on_sphere(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (sin1, cos1) = math::sin_cos(math::radians(from.0));
    let (sin2, cos2) = math::sin_cos(math::radians(to.0));
    let (sin_l, cos_l) = math::sin_cos(math::radians(to.1 - from.1));
    let (y, x) = (sin_l * cos2, cos1 * sin2 - sin1 * cos2 * cos_l);
    let flat = math::hypot(x, y);
    let angle = math::atan2(flat, sin1 * sin2 + cos1 * cos2 * cos_l);
    (MEAN_RADIUS_M * angle, math::atan2(y, x))
}
