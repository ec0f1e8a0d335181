//! A radar on its site: which flights come within its reach, and what one look at a flight yields.

use super::contact::{Contact, Hint};
use super::flight::Flight;
use super::keeper::Keeper;
use crate::base::math;
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::{SimTime, nanos};
use crate::draw::{Luck, Realisation};
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M};
use crate::geo::wgs84::Geodetic;
use crate::model::mover::way::Moving;
use crate::model::sensor::accuracy::{angle_sigma_rad, range_sigma_of_cell_m};
use crate::model::sensor::anchored::{Anchor, AnchoredRadar};
use crate::model::sensor::curve::PdCurve;
use crate::model::sensor::detector::{Detector, Swerling, from_db, to_db};
use crate::model::sensor::doppler::{closing_mps, passes};
use crate::model::sensor::jamming::{SidelobeMask, sinr_factor};
use crate::model::sensor::look::Look;
use crate::model::sensor::rcs::{Band, angle_off_nose_rad};
use crate::record::LookRow;
use crate::scenario::resolved::Radar;
use std::cell::Cell;
use std::sync::Arc;

/// Looks with a smaller chance than this are not made: reach ends where the greatest echo has it.
const LEAST_CHANCE: f64 = 1e-4;
/// Shares of a turn further apart than this are looked for once more.
const LARGE_STEP: f64 = 0.01;
/// Range beyond which no radar of an exercise is asked (m).
const FARTHEST_M: f64 = 2e6;
/// One over the mean radius (1/m): a product is waited for a quarter as long as a quotient.
const PER_RADIUS: f64 = 1.0 / MEAN_RADIUS_M;

/// A radar that looks.
#[derive(Clone, Debug)]
pub struct RadarState {
    /// Its id in its unit.
    pub id: Arc<str>,
    /// Its number among the unit's radars.
    pub number: u32,
    /// Its key in draws.
    pub key: Entity,
    /// Its band.
    pub band: Option<Band>,
    /// Time of a turn (s).
    pub scan_s: f64,
    /// Start of turn 0.
    pub zero: SimTime,
    /// Flights within reach, in order of flight.
    pub contacts: Vec<Contact>,
    /// Tracks so far.
    pub tracks: u32,
    /// Since when it is on: no look lies before.
    pub on: SimTime,
    /// A scan is posted.
    pub scanning: bool,
    /// What keeps tracks from plots, above fidelity L1.
    pub keeper: Option<Keeper>,
    /// Length of a resolution cell (m).
    pub cell_m: f64,
    /// Width of the beam (rad).
    pub beam_rad: f64,
    /// Errors that do not fall with the echo: range (m), bearing (rad).
    pub fixed: (f64, f64),
    /// By how much all bearings are turned (rad).
    pub bias_rad: f64,
    /// False-alarm probability of one cell.
    pub pfa: f64,
    /// Greatest range shown (m).
    pub shown_m: f64,
    site_m: [f64; 3],
    east: [f64; 3],
    north: [f64; 3],
    antenna_m: f64,
    earth: EffectiveEarth,
    own_arc_m: f64,
    anchor: Anchor,
    look: Look,
    /// Signal over noise at which a look has [`LEAST_CHANCE`].
    least_snr: f64,
    /// Length of a turn (ns).
    scan_ns: i64,
    least_mps: f64,
    /// Width and middle of the sector (rad).
    sector: Option<(f64, f64)>,
}

/// A target and where it is seen from a radar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LookedAt {
    /// When the beam passed.
    pub time: SimTime,
    /// Slant range (m).
    pub range_m: f64,
    /// From true north, clockwise (rad), in [0, 2 pi).
    pub bearing_rad: f64,
    /// Along the ground (m).
    pub ground_m: f64,
    /// Height of the target (m).
    pub height_m: f64,
    /// Cross-section towards the radar (m2).
    pub rcs_m2: f64,
    /// Signal over noise and jamming of one pulse.
    pub snr: f64,
    /// Detection probability; 0 behind the horizon, outside the sector, in the notch.
    pub chance: f64,
}

/// Something that sends noise during a turn: which flight, and what it is.
#[derive(Clone, Debug)]
pub struct Noisy<'w> {
    /// Its index in the world.
    pub number: u32,
    /// What flies.
    pub flight: &'w Flight,
    /// Where on its way it was last, and its last height with the way to the horizon of it (m).
    pub last: Cell<(u32, f64, f64)>,
}

/// What a curve was worked out for: Swerling's case, pulses, false-alarm probability by bits.
pub type CurveKey = (u8, u32, u64);

/// Curves already worked out; the same key gives the same curve, so sharing changes no result.
#[derive(Clone, Debug, Default)]
pub struct Curves {
    curves: Vec<(CurveKey, Arc<PdCurve>, f64)>,
    anchors: Vec<(AnchoredRadar, Anchor)>,
}

impl Curves {
    /// The curve of a detector, worked out once; `None` if no detector has these numbers.
    pub fn of(&mut self, swerling: u8, pulses: u32, pfa: f64) -> Option<Arc<PdCurve>> {
        self.entry(swerling, pulses, pfa).map(|(curve, _)| curve)
    }

    /// Signal over noise at which a look has the chance at which reach ends; worked out once.
    fn least_snr(&mut self, anchor: &Anchor, swerling: u8) -> Option<f64> {
        let radar = anchor.radar();
        self.entry(swerling, radar.pulses, radar.pfa).map(|(_, least)| least)
    }

    /// The radar with its constants worked out, once for the same numbers.
    fn anchor(&mut self, radar: AnchoredRadar) -> Option<Anchor> {
        if let Some((_, anchor)) = self.anchors.iter().find(|(known, _)| *known == radar) {
            return Some(*anchor);
        }
        let anchor = radar.anchor()?;
        self.anchors.push((radar, anchor));
        Some(anchor)
    }

    fn entry(&mut self, swerling: u8, pulses: u32, pfa: f64) -> Option<(Arc<PdCurve>, f64)> {
        let key = (swerling, pulses, pfa.to_bits());
        if let Some((_, curve, least)) = self.curves.iter().find(|(known, ..)| *known == key) {
            return Some((Arc::clone(curve), *least));
        }
        let detector = Detector::new(pulses, pfa)?;
        let case = Swerling::from_number(u32::from(swerling))?;
        let least = from_db(detector.required_snr_db(case, LEAST_CHANCE.max(2.0 * pfa))?);
        let curve = Arc::new(PdCurve::new(case, detector));
        self.curves.push((key, Arc::clone(&curve), least));
        Some((curve, least))
    }
}

impl RadarState {
    /// A radar of a unit at a place (deg), drawn; `None` if its numbers make no radar.
    pub fn drawn(
        (inputs, luck): (&Realisation<'_>, Luck),
        (unit, radar, number): (&str, &Radar, u32),
        place: (f64, f64),
        k: f64,
        curves: &mut Curves,
    ) -> Option<Self> {
        if radar.carriers.as_ref().is_some_and(|n| inputs_value(inputs, luck, n) < 0.5) {
            return None;
        }
        let pulses = (inputs_value(inputs, luck, &radar.pulses) as u32).max(1);
        let pfa = inputs_value(inputs, luck, &radar.false_alarm);
        let anchor = curves.anchor(anchored((inputs, luck), radar, (pulses, pfa))?)?;
        let look = Look::sharing(&anchor, &curves.of(radar.swerling, pulses, pfa)?)?;
        let earth = EffectiveEarth::new(k, MEAN_RADIUS_M)?;
        let mast = radar.mast.as_ref().filter(|m| inputs_value(inputs, luck, &m.1) > 0.5);
        let antenna_m = inputs_value(inputs, luck, mast.map_or(&radar.height, |m| &m.0));
        let site = Geodetic::from_deg(place.0, place.1, antenna_m);
        let at = site.to_ecef();
        let (sin_lat, cos_lat) = math::sin_cos(site.lat_rad);
        let (sin_lon, cos_lon) = math::sin_cos(site.lon_rad);
        let path = format!("units/{unit}/sensors/{}", radar.id);
        let key = Entity::of_path(&path);
        let scan_s = inputs_value(inputs, luck, &radar.scan).max(1e-3);
        let stream = StreamKey::luck(luck.seed, luck.index);
        let turned = uniform(stream, Purpose::TURN, key, 0, 0);
        let optional = |x: Option<f64>| x.unwrap_or(0.0);
        Some(RadarState {
            id: Arc::from(radar.id.as_str()),
            number,
            key,
            band: radar.band,
            scan_s,
            // Turns are counted from the scenario's start, so that their numbers are the same in every variant.
            zero: inputs.scenario.start.plus_s(-turned * scan_s),
            contacts: Vec::new(),
            tracks: 0,
            on: inputs.scenario.start,
            scanning: false,
            keeper: None,
            cell_m: inputs_value(inputs, luck, &radar.cell).max(1e-3),
            beam_rad: inputs_value(inputs, luck, &radar.beam).abs().max(1e-6),
            fixed: (
                optional(radar.range_error.as_ref().map(|n| inputs_value(inputs, luck, n))),
                optional(radar.bearing_error.as_ref().map(|n| inputs_value(inputs, luck, n))),
            ),
            bias_rad: optional(radar.bearing_bias.as_ref().map(|n| inputs_value(inputs, luck, n))),
            pfa,
            shown_m: anchor.radar().instrumented_range_m,
            site_m: [at.x_m, at.y_m, at.z_m],
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            antenna_m,
            earth,
            own_arc_m: earth.horizon_arc_m(antenna_m),
            anchor,
            look,
            least_snr: curves.least_snr(&anchor, radar.swerling)?,
            scan_ns: nanos(scan_s),
            least_mps: optional(radar.least_speed.as_ref().map(|n| inputs_value(inputs, luck, n))),
            sector: radar.sector.as_ref().map(|(width, middle)| {
                (inputs_value(inputs, luck, width), inputs_value(inputs, luck, middle))
            }),
        })
    }

    /// How far out looks at a flight are worth making (m): its greatest echo, its horizon, what is shown.
    #[must_use]
    pub fn reach_m(&self, flight: &Flight) -> f64 {
        let echo_m = self.anchor.range_at_m(flight.greatest_m2(), self.least_snr).unwrap_or(0.0);
        let highest_m = flight.way.highest_m();
        let arc_m = self.own_arc_m + self.earth.horizon_arc_m(highest_m);
        // A chord is at most the arc at the greatest height longer.
        let horizon_m = arc_m * (1.0 + highest_m.max(0.0) / MEAN_RADIUS_M) + highest_m.max(0.0);
        echo_m.min(horizon_m).min(self.shown_m)
    }

    /// Greatest ground range (m) at which a look at a target over the horizon, of a height (m above the ground's
    /// level) and a cross-section (m2), detects with a chance; 0 if it is reached nowhere.
    #[must_use]
    pub fn free_range_m(&self, height_m: f64, (rcs_m2, chance): (f64, f64)) -> f64 {
        let slant_m = self.anchor.range_m(rcs_m2, chance).unwrap_or(0.0);
        if slant_m <= (height_m - self.antenna_m).abs() {
            return 0.0;
        }
        self.ground_m(slant_m, height_m)
    }

    /// Ground range to the horizon of a height over the smooth earth (m).
    #[must_use]
    pub fn horizon_m(&self, height_m: f64) -> f64 {
        self.own_arc_m + self.earth.horizon_arc_m(height_m)
    }

    /// True for a bearing (rad) that the beam passes.
    #[must_use]
    pub fn looks_at(&self, bearing_rad: f64) -> bool {
        self.share_of_turn(bearing_rad).is_some()
    }

    /// Height of the antenna above the ground (m).
    #[must_use]
    pub fn antenna_m(&self) -> f64 {
        self.antenna_m
    }

    /// Times within reach of a flight.
    #[must_use]
    pub fn reached(&self, flight: &Flight) -> Vec<(SimTime, SimTime)> {
        flight.way.within(self.site_m, self.reach_m(flight))
    }

    /// Standard deviations of a plot in range (m) and bearing (rad): from the echo, and what does not fall
    /// with it, as independent errors (Barton and Ward 1984; set E0).
    #[must_use]
    pub fn errors(&self, snr: f64) -> (f64, f64) {
        let snr = snr.max(1.0);
        let range = range_sigma_of_cell_m(self.cell_m, snr);
        let bearing = angle_sigma_rad(self.beam_rad, snr);
        (
            (range * range + self.fixed.0 * self.fixed.0).sqrt().max(1e-3),
            (bearing * bearing + self.fixed.1 * self.fixed.1).sqrt().max(1e-9),
        )
    }

    /// When a turn begins.
    #[must_use]
    pub fn turn_start(&self, turn: u32) -> SimTime {
        SimTime(self.zero.0.saturating_add(i64::from(turn).saturating_mul(self.scan_ns)))
    }

    /// The bearing of the beam after a share of a turn (rad).
    #[must_use]
    pub fn bearing_at(&self, share: f64) -> f64 {
        match self.sector {
            None => share * std::f64::consts::TAU,
            Some((width, middle)) => middle - width / 2.0 + share * width,
        }
    }

    /// East and north along the ground (m) of a point from the radar, for measuring tracks by.
    #[must_use]
    pub fn ground_of(&self, now: &Moving) -> (f64, f64) {
        let (bearing, range_m, _) = self.sight(now.at_m);
        let ground_m = self.ground_m(range_m, now.height_m);
        let (sin, cos) = math::sin_cos(bearing);
        (ground_m * sin, ground_m * cos)
    }

    /// The number of the turn under way at an instant.
    #[must_use]
    pub fn turn_at(&self, time: SimTime) -> u32 {
        // A period holds fewer than 2^32 turns: a turn takes a millisecond at least.
        let turns = time.0.saturating_sub(self.zero.0) / self.scan_ns;
        turns.clamp(0, i64::from(u32::MAX - 1)) as u32
    }

    /// When a turn ends.
    #[must_use]
    pub fn turn_end(&self, turn: u32) -> SimTime {
        SimTime(self.turn_start(turn).0.saturating_add(self.scan_ns))
    }

    /// Bearing (rad), slant range (m) and the vector (m) from the antenna to a point.
    fn sight(&self, at_m: [f64; 3]) -> (f64, f64, [f64; 3]) {
        let d = self.vector_to(at_m);
        let east = d[0] * self.east[0] + d[1] * self.east[1];
        let north = dot(d, self.north);
        let bearing = math::atan2_near(east, north);
        let turn = std::f64::consts::TAU;
        let bearing = if bearing < 0.0 { bearing + turn } else { bearing };
        // A tiny negative angle rounds up to the full turn.
        (if bearing >= turn { 0.0 } else { bearing }, dot(d, d).sqrt(), d)
    }

    /// The vector from the antenna to a point (m).
    fn vector_to(&self, at_m: [f64; 3]) -> [f64; 3] {
        [at_m[0] - self.site_m[0], at_m[1] - self.site_m[1], at_m[2] - self.site_m[2]]
    }

    /// Share of a turn at which the beam passes a bearing; `None` outside the sector.
    fn share_of_turn(&self, bearing_rad: f64) -> Option<f64> {
        match self.sector {
            None => Some(bearing_rad * (1.0 / std::f64::consts::TAU)),
            Some((width, middle)) => {
                let turn = std::f64::consts::TAU;
                let from = (bearing_rad - middle + width / 2.0).rem_euclid(turn);
                (from <= width).then(|| from / width.max(1e-9))
            }
        }
    }

    /// The look at a flight in a turn. The beam meets the target where it is when the beam is there: the share of
    /// the turn at which it passed last time, or the bearing at the middle of the turn, begins a fixed point of
    /// which one step is exact to a millisecond's way, since the bearing changes so little in a turn.
    pub fn look(
        &self,
        (number, flight): (u32, &Flight),
        turn: u32,
        hint: &mut Hint,
        noisy: &[Noisy<'_>],
    ) -> Option<LookedAt> {
        let begin = self.turn_start(turn);
        let mut guess = match hint.share {
            Some(share) => share,
            None => {
                let middle = flight.way.at(begin.plus_s(self.scan_s / 2.0));
                self.share_of_turn(self.sight(middle.at_m).0)?
            }
        };
        let mut near = flight.way.at_from(self.in_turn(begin, guess), &mut hint.piece);
        let (mut bearing_rad, _, _) = self.sight(near.at_m);
        hint.share = self.share_of_turn(bearing_rad);
        let share = hint.share?;
        if (share - guess).abs() > LARGE_STEP {
            // Past north, where turns begin, or very near: looked for once more.
            guess = share;
            near = flight.way.at_from(self.in_turn(begin, guess), &mut hint.piece);
            bearing_rad = self.sight(near.at_m).0;
            hint.share = self.share_of_turn(bearing_rad);
        }
        let share = hint.share?;
        let time = self.in_turn(begin, share);
        if time < flight.way.start().max(self.on) || time > flight.way.end() {
            return None;
        }
        // Straight on from where it was looked for: less than a second, some millimetres off the arc.
        let now = Moving { at_m: moved(near, (share - guess) * self.scan_s), ..near };
        let d = self.vector_to(now.at_m);
        let range_m = dot(d, d).sqrt();
        let ground_m = self.ground_m(range_m, now.height_m);
        if hint.height_m != now.height_m {
            hint.height_m = now.height_m;
            hint.arc_m = self.earth.horizon_arc_m(now.height_m);
        }
        let mut seen = LookedAt {
            time,
            range_m,
            bearing_rad,
            ground_m,
            height_m: now.height_m,
            rcs_m2: 0.0,
            snr: 0.0,
            chance: 0.0,
        };
        if range_m > self.shown_m || ground_m > self.own_arc_m + hint.arc_m || range_m <= 0.0 {
            return Some(seen);
        }
        seen.rcs_m2 = match &flight.table {
            None => flight.rcs_m2,
            Some(table) => {
                table.mean_m2(angle_off_nose_rad(d, now.velocity_mps), self.band.unwrap_or(Band::S))
            }
        };
        let factor = match noisy {
            [] => 1.0,
            all => sinr_factor(all.iter().map(|n| self.noise_over(n, number, &seen))),
        };
        seen.snr = self.look.snr(range_m, seen.rcs_m2, factor);
        if passes(closing_mps(d, now.velocity_mps), self.least_mps) {
            seen.chance = self.look.curve().pd(seen.snr);
        }
        Some(seen)
    }

    /// The instant after a share of a turn, to a whole nanosecond below.
    fn in_turn(&self, begin: SimTime, share: f64) -> SimTime {
        SimTime(begin.0 + (share * self.scan_ns as f64) as i64)
    }

    /// Ground range on the mean sphere from slant range and heights: the chord between the feet by the law of
    /// cosines, then its arc (the third-order term of asin).
    fn ground_m(&self, range_m: f64, height_m: f64) -> f64 {
        let rise = height_m - self.antenna_m;
        let lifted = (1.0 + self.antenna_m * PER_RADIUS) * (1.0 + height_m * PER_RADIUS);
        let chord2 = ((range_m * range_m - rise * rise) / lifted).max(0.0);
        chord2.sqrt() * (1.0 + chord2 * (PER_RADIUS * PER_RADIUS / 24.0))
    }

    /// Noise of a flight over the receiver's own while the beam is on a target. A target's own noise is in the
    /// main beam. None from behind the horizon, or from what is not in the air.
    fn noise_over(&self, source: &Noisy<'_>, target: u32, look: &LookedAt) -> f64 {
        let Some((noise, sidelobe)) = source.flight.noise else { return 0.0 };
        let mask = SidelobeMask { half_width_rad: self.beam_rad / 2.0, sidelobe };
        if source.number == target {
            return noise.jnr(look.range_m, 0.0, &mask);
        }
        let way = &source.flight.way;
        if look.time < way.start() || look.time > way.end() {
            return 0.0;
        }
        let (mut piece, height_m, mut arc_m) = source.last.get();
        let now = way.at_from(look.time, &mut piece);
        if height_m != now.height_m {
            arc_m = self.earth.horizon_arc_m(now.height_m);
        }
        source.last.set((piece, now.height_m, arc_m));
        let (bearing_rad, range_m, _) = self.sight(now.at_m);
        if self.ground_m(range_m, now.height_m) > self.own_arc_m + arc_m {
            return 0.0;
        }
        noise.jnr(range_m, bearing_rad - look.bearing_rad, &mask)
    }

    /// What a look is for a row.
    #[must_use]
    pub fn row(&self, look: &LookedAt) -> LookRow {
        let horizon =
            crate::geo::sight::smooth_minimum_m(self.earth, self.antenna_m, look.ground_m);
        LookRow {
            time: look.time,
            range_m: look.range_m,
            bearing_rad: look.bearing_rad,
            height_m: look.height_m,
            horizon_m: horizon.unwrap_or(0.0),
            rcs_m2: look.rcs_m2,
            // No signal has no decibels: the floor says "nothing".
            snr_db: if look.snr > 0.0 { to_db(look.snr) } else { -200.0 },
            detects: look.chance,
        }
    }

    /// Resolution cells in a turn, out to what is shown or the instrumented range: for false alarms.
    #[must_use]
    pub fn cells(&self, out_to_m: f64) -> f64 {
        let width = self.sector.map_or(std::f64::consts::TAU, |(width, _)| width);
        (out_to_m.min(self.shown_m) / self.cell_m) * (width / self.beam_rad)
    }

    /// Geodetic position of its antenna in the earth-centred frame (m).
    #[must_use]
    pub fn site_m(&self) -> [f64; 3] {
        self.site_m
    }
}

/// Where something is some seconds later, straight on (m).
fn moved(now: Moving, after_s: f64) -> [f64; 3] {
    let step = |axis: usize| now.at_m[axis] + after_s * now.velocity_mps[axis];
    [step(0), step(1), step(2)]
}

/// The radar's signal by its published range, as drawn.
fn anchored(
    (inputs, luck): (&Realisation<'_>, Luck),
    radar: &Radar,
    (pulses, pfa): (u32, f64),
) -> Option<AnchoredRadar> {
    let shown_m = radar.instrumented.as_ref();
    let shown_m = shown_m.map_or(FARTHEST_M, |n| inputs_value(inputs, luck, n));
    Some(AnchoredRadar {
        reference_range_m: inputs_value(inputs, luck, &radar.range),
        reference_rcs_m2: inputs_value(inputs, luck, &radar.against),
        reference_pd: inputs_value(inputs, luck, &radar.detects),
        pfa,
        pulses,
        swerling: Swerling::from_number(u32::from(radar.swerling))?,
        instrumented_range_m: shown_m.min(FARTHEST_M),
        atmospheric_loss_db_per_km: 0.0,
        cfar_cells: None,
        losses_db: 0.0,
    })
}

fn inputs_value<D>(
    inputs: &Realisation<'_>,
    luck: Luck,
    num: &crate::scenario::param::Num<D>,
) -> f64 {
    luck.value(inputs, num, 0)
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
