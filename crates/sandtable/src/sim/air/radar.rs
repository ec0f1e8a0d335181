//! A radar on its site: which flights come within its reach, and what one look at a flight yields.

mod look;

pub use look::{Level, LookedAt, Noisy};

use super::contact::Contact;
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
use crate::model::sensor::detector::{Detector, Swerling, from_db};
use crate::model::sensor::look::Look;
use crate::model::sensor::rcs::Band;
use crate::scenario::resolved::Radar;
use std::sync::Arc;

/// Looks with a smaller chance than this are not made: reach ends where the greatest echo has it.
const LEAST_CHANCE: f64 = 1e-4;
/// Range beyond which no radar of an exercise is asked (m).
const FARTHEST_M: f64 = 2e6;

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
    /// Sine and cosine of half the beam.
    half_beam: (f64, f64),
    /// Width and middle of the sector (rad).
    sector: Option<(f64, f64)>,
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
        let beam_rad = inputs_value(inputs, luck, &radar.beam).abs().max(1e-6);
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
            beam_rad,
            half_beam: math::sin_cos((beam_rad / 2.0).min(std::f64::consts::PI)),
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
        let d = self.vector_to(now.at_m);
        let ground_m = self.ground_m(dot(d, d).sqrt(), now.height_m);
        let (sin, cos) = math::sin_cos(self.bearing_of(d));
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
