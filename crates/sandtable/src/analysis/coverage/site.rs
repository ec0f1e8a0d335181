//! A draw of a unit's site: where it is, and what it sees in each direction at each height.

use super::fan::Fan;
use super::horizon::{GroundDraw, Horizon};
use super::{Ground, Question};
use crate::base::math;
use crate::base::normal::normal_quantile;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::draw::{InputPoint, Luck, Realisation, realise};
use crate::geo::geodesic::direct_rounded;
use crate::geo::refraction::STANDARD_K;
use crate::geo::wgs84;
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
    /// Bearings at which any of its radars looks.
    pub looks: Vec<bool>,
    /// What it sees, by height.
    pub seen: Vec<Fan>,
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
    let bearings = question.bearings as usize;
    let mut looks = vec![false; bearings];
    let mut spans = vec![vec![Vec::new(); question.heights_m.len()]; bearings];
    let mut has_radar = false;
    for (number, radar) in (0_u32..).zip(&text.radars) {
        let of = (text.id.as_str(), radar, number);
        let Some(state) = RadarState::drawn((inputs, luck), of, at, k, curves) else { continue };
        has_radar = true;
        let ground = ground.map(|g| (g, GroundDraw::of(g, question.seed, luck.index)));
        // Ground that is asked for and not known is not taken for smooth.
        let over = match ground {
            None => Over::Smooth,
            Some(g) => Horizon::new(g, &state, (at, k), question)
                .map_or(Over::Unknown, |h| Over::Ground(Box::new(h))),
        };
        add(&state, &over, question, (&mut looks, &mut spans));
    }
    let seen = by_height(spans, question.heights_m.len());
    has_radar.then_some(Drawn { unit, place, at, shift_m, looks, seen })
}

/// What a radar looks over.
enum Over {
    Smooth,
    Ground(Box<Horizon>),
    Unknown,
}

/// Spans by bearing and height.
type Spans = Vec<Vec<Vec<(f64, f64)>>>;

/// Adds what a radar sees.
fn add(
    radar: &RadarState,
    over: &Over,
    question: &Question,
    (looks, spans): (&mut [bool], &mut Spans),
) {
    let echo = (question.rcs_m2, question.chance);
    let heights: Vec<(f64, f64)> =
        question.heights_m.iter().map(|h| (*h, radar.free_range_m(*h, echo))).collect();
    for (bearing, (looks, spans)) in looks.iter_mut().zip(spans).enumerate() {
        let azimuth = std::f64::consts::TAU * bearing as f64 / f64::from(question.bearings);
        if !radar.looks_at(azimuth) {
            continue;
        }
        *looks = true;
        match over {
            Over::Unknown => {}
            Over::Ground(horizon) => horizon.look(azimuth, &heights, spans),
            Over::Smooth => {
                for ((height_m, free_m), spans) in heights.iter().zip(spans) {
                    spans.push((0.0, free_m.min(radar.horizon_m(*height_m))));
                }
            }
        }
    }
}

/// From spans by bearing and height, those of each height.
fn by_height(spans: Spans, heights: usize) -> Vec<Fan> {
    let mut by_height = vec![Vec::with_capacity(spans.len()); heights];
    for of_bearing in spans {
        for (height, spans) in by_height.iter_mut().zip(of_bearing) {
            height.push(spans);
        }
    }
    by_height.into_iter().map(Fan::new).collect()
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

impl Drawn {
    /// Outermost range from the stated place, not from where the site is in this draw (m): the circle moves.
    #[must_use]
    pub fn range_from(&self, height: usize, bearing: usize) -> f64 {
        let fan = &self.seen[height];
        let angle = std::f64::consts::TAU * bearing as f64 / fan.bearings() as f64;
        let (sin, cos) = math::sin_cos(angle);
        let along = self.shift_m.0 * sin + self.shift_m.1 * cos;
        let across2 =
            self.shift_m.0 * self.shift_m.0 + self.shift_m.1 * self.shift_m.1 - along * along;
        let own = fan.outermost_m(bearing);
        if own <= 0.0 {
            return 0.0;
        }
        (along + (own * own - across2).max(0.0).sqrt()).max(0.0)
    }

    /// Degrees of the turn at which it looks.
    #[must_use]
    pub fn looks_deg(&self) -> f64 {
        let looked = self.looks.iter().filter(|looks| **looks).count();
        360.0 * looked as f64 / self.looks.len().max(1) as f64
    }

    /// True if a point (deg) is seen at a height.
    #[must_use]
    pub fn covers(&self, height: usize, point: (f64, f64)) -> bool {
        let (distance_m, azimuth) = on_ellipsoid(self.at, point);
        self.seen[height].sees(azimuth, distance_m)
    }
}

/// Distance (m) and azimuth (rad): of the sphere, with north and east stretched to the ellipsoid between the two.
///
/// For cells of a raster, a thousand times as fast as the geodesic and within 0.05 % to 300 km (test).
fn on_ellipsoid(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (sin1, cos1) = math::sin_cos(math::radians(from.0));
    let (sin2, cos2) = math::sin_cos(math::radians(to.0));
    let (sin_l, cos_l) = math::sin_cos(math::radians(to.1 - from.1));
    let (y, x) = (sin_l * cos2, cos1 * sin2 - sin1 * cos2 * cos_l);
    let flat = math::hypot(x, y);
    let angle = math::atan2(flat, sin1 * sin2 + cos1 * cos2 * cos_l);
    if flat <= 0.0 {
        return (angle * wgs84::SEMI_MAJOR_M, 0.0);
    }
    // Radii of curvature along the meridian and across it (Snyder 1987, eq. 4-18 to 4-20).
    let sin = (sin1 + sin2) / 2.0;
    let narrow = 1.0 - wgs84::ECCENTRICITY2 * sin * sin;
    let across_m = wgs84::SEMI_MAJOR_M / narrow.sqrt();
    let along_m = across_m * (1.0 - wgs84::ECCENTRICITY2) / narrow;
    let (east_m, north_m) = (across_m * angle * y / flat, along_m * angle * x / flat);
    (math::hypot(east_m, north_m), math::atan2(east_m, north_m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verif_distance_and_azimuth_are_nearly_those_of_the_geodesic() {
        for (lat, km) in [(36.5, 10.0), (53.0, 10.0), (53.0, 100.0), (60.0, 300.0), (0.0, 300.0)] {
            for azimuth_deg in (0..36).map(|n| 10.0 * f64::from(n)) {
                let there = direct_rounded((lat, 27.0), azimuth_deg, km * 1e3);
                let (m, azimuth) = on_ellipsoid((lat, 27.0), (there.lat_deg, there.lon_deg));
                assert!((m / (km * 1e3) - 1.0).abs() < 5e-4, "{lat} {km} {azimuth_deg}: {m}");
                let off = (math::degrees(azimuth) - azimuth_deg + 180.0).rem_euclid(360.0) - 180.0;
                assert!(off.abs() < 0.05, "{lat} {km} {azimuth_deg}: {off}");
            }
        }
    }
}
