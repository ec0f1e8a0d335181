//! A flight: what it looks like, which way it takes, and since when.

use super::roll::{Roll, What};
use crate::base::rng::Entity;
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::geo::geodesic::inverse_rounded;
use crate::model::mover::way::{Line, Stop, Way};
use crate::model::sensor::detector::to_db;
use crate::model::sensor::jamming::NoiseSource;
use crate::model::sensor::rcs::RcsTable;
use crate::record::FlightKind;
use crate::scenario::resolved::{PlaceId, Target};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is smaller has no decibels (m2, or a factor).
const LEAST_M2: f64 = 1e-9;

/// A flight of this replication.
#[derive(Clone, Debug)]
pub struct FlightState {
    /// Its rank.
    pub rank: u32,
    /// Its key in draws.
    pub key: Entity,
    /// What it is to be.
    pub roll: Roll,
    /// What it is once it flies.
    pub flight: Option<Arc<Flight>>,
}

/// What flies, as drawn.
#[derive(Clone, Debug)]
pub struct Flight {
    /// Which way it takes.
    pub way: Way,
    /// Legs between places: from, to, start, end; none for a recorded flight.
    pub legs: Vec<Leg>,
    /// Mean cross-section (m2).
    pub rcs_m2: f64,
    /// How the cross-section depends on the angle from the nose and on the band, if it does.
    pub table: Option<RcsTable>,
    /// Noise that it sends, and the gain outside a radar's main beam over that inside.
    pub noise: Option<(NoiseSource, f64)>,
    /// Height above the ground's level (m).
    pub height_m: f64,
    /// Speed over the ground (m/s).
    pub speed_mps: f64,
}

/// A leg of a flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leg {
    /// From.
    pub from: PlaceId,
    /// To.
    pub to: PlaceId,
    /// When it begins.
    pub start: SimTime,
    /// When it ends.
    pub end: SimTime,
    /// Its length (m).
    pub length_m: f64,
}

/// Lines between places already worked out; sharing them changes no result.
#[derive(Clone, Debug, Default)]
pub struct Lines(BTreeMap<(PlaceId, PlaceId), Arc<Line>>);

impl Lines {
    /// The line from one place at a point (deg) to another, worked out once.
    pub fn of(&mut self, from: (PlaceId, (f64, f64)), to: (PlaceId, (f64, f64))) -> Arc<Line> {
        let line = self.0.entry((from.0, to.0));
        Arc::clone(line.or_insert_with(|| Arc::new(Line::between(from.1, to.1))))
    }
}

impl FlightState {
    /// A flight that is to be.
    #[must_use]
    pub fn new(rank: u32, roll: Roll) -> Self {
        FlightState { rank, key: Entity::of_path(&roll.path), roll, flight: None }
    }

    /// The flight if it is in the air at an instant.
    #[must_use]
    pub fn in_air(&self, time: SimTime) -> Option<&Arc<Flight>> {
        self.flight.as_ref().filter(|f| f.way.start() <= time && time < f.way.end())
    }
}

impl Flight {
    /// Greatest cross-section that it shows to anybody (m2).
    #[must_use]
    pub fn greatest_m2(&self) -> f64 {
        self.table.as_ref().map_or(self.rcs_m2, RcsTable::greatest_m2)
    }

    /// The flight of a roll, drawn; `until` ends a patrol. `None` if it has no way to go.
    #[must_use]
    pub fn drawn(
        (inputs, luck): (&Realisation<'_>, Luck),
        roll: &Roll,
        until: SimTime,
        lines: &mut Lines,
    ) -> Option<Self> {
        match roll.what {
            What::Recorded(number) => recorded(inputs, luck, roll, number),
            What::Along { unit, path } => {
                let target = inputs.scenario.unit(unit).target.as_ref()?;
                along((inputs, luck), (roll, target, path), until, lines)
            }
        }
    }
}

fn along(
    (inputs, luck): (&Realisation<'_>, Luck),
    (roll, target, path): (&Roll, &Target, u32),
    until: SimTime,
    lines: &mut Lines,
) -> Option<Flight> {
    let scenario = inputs.scenario;
    let n = roll.number;
    let speed_mps = luck.value(inputs, &target.speed, n).max(1.0);
    let height_m = luck.value(inputs, &target.height, n);
    let via: Vec<_> = scenario.paths[path as usize]
        .via
        .iter()
        .filter_map(|p| Some((*p, scenario.place(*p).at?)))
        .collect();
    let mut legs = Vec::new();
    let mut flown: Vec<Arc<Line>> = Vec::new();
    let mut time = roll.start;
    let goes_back = roll.kind == FlightKind::Patrol;
    let mut at = 0_usize;
    let mut ahead = true;
    via.first()?;
    loop {
        let is_end = if ahead { at + 1 == via.len() } else { at == 0 };
        if is_end {
            if !goes_back || via.len() < 2 || time >= until {
                break;
            }
            ahead = !ahead;
        }
        let next = if ahead { at + 1 } else { at - 1 };
        let (from, to) = (via[at].0, via[next].0);
        let line = lines.of(via[at], via[next]);
        let length_m = line.length_m;
        if length_m <= 0.0 {
            return None;
        }
        let end = time.plus_s(length_m / speed_mps);
        legs.push(Leg { from, to, start: time, end, length_m });
        flown.push(line);
        (time, at) = (end, next);
        if goes_back && time >= until {
            break;
        }
    }
    let heights = (height_m, height_m);
    let pieces =
        flown.iter().zip(&legs).map(|(line, leg)| (&**line, (leg.start, leg.end), heights));
    Some(Flight {
        way: Way::along(pieces)?,
        legs,
        rcs_m2: luck.value(inputs, &target.rcs, n),
        table: table((inputs, luck), target, n),
        noise: target.noise.as_ref().map(|noise| {
            let reference_jnr = luck.value(inputs, &noise.ratio, n);
            let reference_range_m = luck.value(inputs, &noise.at, n);
            let source = NoiseSource { reference_jnr, reference_range_m };
            (source, luck.value(inputs, &noise.sidelobe, n).min(1.0))
        }),
        height_m,
        speed_mps,
    })
}

/// Cross-sections by aspect and band; none for a target that is the same all round in all bands.
fn table((inputs, luck): (&Realisation<'_>, Luck), target: &Target, n: u32) -> Option<RcsTable> {
    if target.aspects.is_empty() && target.bands.is_empty() {
        return None;
    }
    let mean_db = to_db(luck.value(inputs, &target.rcs, n).max(LEAST_M2));
    let of = |num| to_db(luck.value(inputs, num, n).max(LEAST_M2));
    let mut points: Vec<(f64, f64)> = target
        .aspects
        .iter()
        .map(|(angle, factor)| (luck.value(inputs, angle, n), mean_db + of(factor)))
        .collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points.dedup_by(|a, b| a.0 == b.0);
    if points.is_empty() {
        points.push((0.0, mean_db));
    }
    let bands = target.bands.iter().map(|(band, factor)| (*band, of(factor))).collect();
    RcsTable::new(points, bands)
}

fn recorded(inputs: &Realisation<'_>, luck: Luck, roll: &Roll, number: u32) -> Option<Flight> {
    let text = &inputs.scenario.recorded[number as usize];
    let task = &inputs.scenario.tasks[text.task as usize];
    let start = luck.time(inputs, &task.start);
    let mut stops: Vec<Stop> = Vec::new();
    for point in &text.points {
        let time = start.plus_s(luck.value(inputs, &point.after, 0));
        // Two points at one instant: the first stays.
        if stops.last().is_none_or(|last| time > last.time) {
            let (lat_deg, lon_deg) = point.at;
            let height_m = luck.value(inputs, &point.height, 0);
            stops.push(Stop { lat_deg, lon_deg, height_m, time });
        }
    }
    let way = Way::new(&stops)?;
    let took_s = way.end().since_s(way.start());
    let length_m: f64 = stops
        .windows(2)
        .map(|w| {
            inverse_rounded((w[0].lat_deg, w[0].lon_deg), (w[1].lat_deg, w[1].lon_deg)).distance_m
        })
        .sum();
    Some(Flight {
        height_m: way.highest_m(),
        speed_mps: length_m / took_s,
        way,
        legs: Vec::new(),
        rcs_m2: luck.value(inputs, &text.rcs, roll.number),
        table: None,
        noise: None,
    })
}
