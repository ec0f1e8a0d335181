//! One look of a radar at a flight: when the beam meets it, whether it is over the horizon, what it echoes.

use super::{RadarState, dot};
use crate::base::math;
use crate::base::time::SimTime;
use crate::geo::refraction::MEAN_RADIUS_M;
use crate::model::mover::way::Moving;
use crate::model::sensor::detector::to_db;
use crate::model::sensor::doppler::clears;
use crate::model::sensor::jamming::sinr_factor;
use crate::model::sensor::rcs::Band;
use crate::record::LookRow;
use crate::sim::air::contact::Hint;
use crate::sim::air::flight::Flight;
use std::cell::Cell;

/// Shares of a turn further apart than this are looked for once more.
const LARGE_STEP: f64 = 0.01;
/// One over the mean radius (1/m): a product is waited for a quarter as long as a quotient.
const PER_RADIUS: f64 = 1.0 / MEAN_RADIUS_M;

/// A target and where it is seen from a radar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LookedAt {
    /// When the beam passed.
    pub time: SimTime,
    /// Slant range (m).
    pub range_m: f64,
    /// From true north, clockwise (rad), in [0, 2 pi).
    pub bearing_rad: f64,
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
    /// On which piece of its way it was last, and its last level.
    pub last: Cell<(u32, Level)>,
}

/// What the looks of a radar at targets of one height have in common: it is worked out once.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// The height (m).
    height_m: f64,
    /// The square of the rise from the antenna (m2).
    rise_m2: f64,
    /// What squares on the slope are multiplied with to be squares of the chord between the feet.
    per_lifted: f64,
    /// The square of the chord to the horizon (m2).
    horizon_m2: f64,
}

impl Level {
    /// That of no height yet: every height differs from it.
    pub const NONE: Level =
        Level { height_m: f64::NAN, rise_m2: 0.0, per_lifted: 0.0, horizon_m2: 0.0 };

    /// The square of the chord on the mean sphere between the feet of the antenna and of a target, from that of
    /// the slant range (m2): the law of cosines.
    fn chord_m2(&self, slant_m2: f64) -> f64 {
        ((slant_m2 - self.rise_m2) * self.per_lifted).max(0.0)
    }
}

impl RadarState {
    /// The look at a flight in a turn; `None` if it does not fly, or the radar is not on, when the beam would meet it.
    pub fn look(
        &self,
        (number, flight): (u32, &Flight),
        turn: u32,
        hint: &mut Hint,
        noisy: &[Noisy<'_>],
    ) -> Option<LookedAt> {
        let (time, bearing_rad, now) = self.meet(flight, turn, hint)?;
        let d = self.vector_to(now.at_m);
        let range_m2 = dot(d, d);
        if hint.level.height_m != now.height_m {
            hint.level = self.level(now.height_m);
        }
        let mut seen = LookedAt {
            time,
            range_m: range_m2.sqrt(),
            bearing_rad,
            height_m: now.height_m,
            rcs_m2: 0.0,
            snr: 0.0,
            chance: 0.0,
        };
        let is_hidden = hint.level.chord_m2(range_m2) > hint.level.horizon_m2;
        if is_hidden || range_m2 > self.shown_m * self.shown_m || range_m2 <= 0.0 {
            return Some(seen);
        }
        seen.rcs_m2 = match &flight.table {
            None => flight.rcs_m2,
            Some(table) => table.seen_m2(d, now.velocity_mps, self.band.unwrap_or(Band::S)),
        };
        let factor = match noisy {
            [] => 1.0,
            all => sinr_factor(all.iter().map(|n| self.noise_over(n, number, (time, d, range_m2)))),
        };
        seen.snr = self.look.snr_at(range_m2, seen.rcs_m2, factor);
        if clears((d, range_m2), now.velocity_mps, self.least_mps) {
            seen.chance = self.look.curve().pd(seen.snr);
        }
        Some(seen)
    }

    /// When the beam meets a flight in a turn, on which bearing (rad), and where it is then. The beam meets it where
    /// it is when the beam is there: the share of the turn at which it passed last time, or the bearing at the
    /// middle of the turn, begins a fixed point of which one step is exact to a millisecond's way, since the bearing
    /// changes so little in a turn.
    fn meet(&self, flight: &Flight, turn: u32, hint: &mut Hint) -> Option<(SimTime, f64, Moving)> {
        let begin = self.turn_start(turn);
        let mut guess = match hint.share {
            Some(share) => share,
            None => {
                let middle = flight.way.at(begin.plus_s(self.scan_s / 2.0));
                self.share_of_turn(self.bearing_of(self.vector_to(middle.at_m)))?
            }
        };
        let mut near = flight.way.at_from(self.in_turn(begin, guess), &mut hint.piece);
        let mut bearing_rad = self.bearing_of(self.vector_to(near.at_m));
        hint.share = self.share_of_turn(bearing_rad);
        let share = hint.share?;
        if (share - guess).abs() > LARGE_STEP {
            // Past north, where turns begin, or very near: looked for once more.
            guess = share;
            near = flight.way.at_from(self.in_turn(begin, guess), &mut hint.piece);
            bearing_rad = self.bearing_of(self.vector_to(near.at_m));
            hint.share = self.share_of_turn(bearing_rad);
        }
        let share = hint.share?;
        let time = self.in_turn(begin, share);
        if time < flight.way.start().max(self.on) || time > flight.way.end() {
            return None;
        }
        // Straight on from where it was looked for: less than a second, some millimetres off the arc.
        let at_m = moved(near, (share - guess) * self.scan_s);
        Some((time, bearing_rad, Moving { at_m, ..near }))
    }

    /// The vector from the antenna to a point (m).
    pub(super) fn vector_to(&self, at_m: [f64; 3]) -> [f64; 3] {
        [at_m[0] - self.site_m[0], at_m[1] - self.site_m[1], at_m[2] - self.site_m[2]]
    }

    /// East and north (m) of a vector from the antenna.
    fn along_ground(&self, d: [f64; 3]) -> (f64, f64) {
        (d[0] * self.east[0] + d[1] * self.east[1], dot(d, self.north))
    }

    /// The bearing (rad) of a vector from the antenna, in [0, 2 pi), within 3e-8 rad.
    pub(super) fn bearing_of(&self, d: [f64; 3]) -> f64 {
        let (east, north) = self.along_ground(d);
        let bearing = math::atan2_near(east, north);
        let turn = std::f64::consts::TAU;
        let bearing = if bearing < 0.0 { bearing + turn } else { bearing };
        // A tiny negative angle rounds up to the full turn.
        if bearing >= turn { 0.0 } else { bearing }
    }

    /// Share of a turn at which the beam passes a bearing; `None` outside the sector.
    pub(super) fn share_of_turn(&self, bearing_rad: f64) -> Option<f64> {
        match self.sector {
            None => Some(bearing_rad * (1.0 / std::f64::consts::TAU)),
            Some((width, middle)) => {
                let turn = std::f64::consts::TAU;
                let from = (bearing_rad - middle + width / 2.0).rem_euclid(turn);
                (from <= width).then(|| from / width.max(1e-9))
            }
        }
    }

    /// The instant after a share of a turn, to a whole nanosecond below.
    fn in_turn(&self, begin: SimTime, share: f64) -> SimTime {
        SimTime(begin.0 + (share * self.scan_ns as f64) as i64)
    }

    /// What looks at a height have in common.
    fn level(&self, height_m: f64) -> Level {
        let rise_m = height_m - self.antenna_m;
        let lifted = (1.0 + self.antenna_m * PER_RADIUS) * (1.0 + height_m * PER_RADIUS);
        // The chord under the arc to the horizon.
        let half_angle = self.horizon_m(height_m) * (0.5 * PER_RADIUS);
        let chord_m = 2.0 * MEAN_RADIUS_M * math::sin(half_angle);
        Level {
            height_m,
            rise_m2: rise_m * rise_m,
            per_lifted: 1.0 / lifted,
            horizon_m2: chord_m * chord_m,
        }
    }

    /// Ground range on the mean sphere from slant range and height (m): the arc over the chord between the feet (the
    /// third-order term of asin).
    #[must_use]
    pub fn ground_m(&self, range_m: f64, height_m: f64) -> f64 {
        let chord_m2 = self.level(height_m).chord_m2(range_m * range_m);
        chord_m2.sqrt() * (1.0 + chord_m2 * (PER_RADIUS * PER_RADIUS / 24.0))
    }

    /// Noise of a flight over the receiver's own while the beam is on a target: at an instant along a vector (m) from
    /// the antenna, with its square. A target's own noise is in the main beam. None from behind the horizon, or from
    /// what is not in the air.
    fn noise_over(
        &self,
        source: &Noisy<'_>,
        target: u32,
        (time, beam, range_m2): (SimTime, [f64; 3], f64),
    ) -> f64 {
        let Some((noise, sidelobe)) = source.flight.noise else { return 0.0 };
        if source.number == target {
            return noise.jnr_at(range_m2, 1.0);
        }
        let way = &source.flight.way;
        if time < way.start() || time > way.end() {
            return 0.0;
        }
        let (mut piece, mut level) = source.last.get();
        let now = way.at_from(time, &mut piece);
        if level.height_m != now.height_m {
            level = self.level(now.height_m);
        }
        source.last.set((piece, level));
        let d = self.vector_to(now.at_m);
        let away_m2 = dot(d, d);
        if level.chord_m2(away_m2) > level.horizon_m2 {
            return 0.0;
        }
        noise.jnr_at(away_m2, if self.is_in_beam(beam, d) { 1.0 } else { sidelobe })
    }

    /// True if a vector is within half a beam of another, along the ground: the sine of what is left is not negative.
    fn is_in_beam(&self, beam: [f64; 3], other: [f64; 3]) -> bool {
        let (a, b) = (self.along_ground(beam), self.along_ground(other));
        let (across, along) = (a.0 * b.1 - a.1 * b.0, a.0 * b.0 + a.1 * b.1);
        let (sin, cos) = self.half_beam;
        along * sin >= across.abs() * cos
    }

    /// What a look is for a row.
    #[must_use]
    pub fn row(&self, look: &LookedAt) -> LookRow {
        let ground_m = self.ground_m(look.range_m, look.height_m);
        let horizon = crate::geo::sight::smooth_minimum_m(self.earth, self.antenna_m, ground_m);
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
}

/// Where something is some seconds later, straight on (m).
fn moved(now: Moving, after_s: f64) -> [f64; 3] {
    let step = |axis: usize| now.at_m[axis] + after_s * now.velocity_mps[axis];
    [step(0), step(1), step(2)]
}
