//! A battery during a drill: fire channels, rounds, engagements. Envelope, flight time, kill probability.

use crate::base::math;
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::geo::refraction::EffectiveEarth;
use crate::geo::wgs84::Geodetic;
use crate::model::command::desk::Desk;
use crate::model::mover::way::Moving;
use crate::model::weapon::envelope::Envelope;
use crate::record::{Because, Cause};
use crate::scenario::param::Num;
use crate::scenario::resolved::{Weapon, nominal};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Height below which a target that is also small is a low one, for which `kill-low` holds (m): assumed.
const LOW_M: f64 = 500.0;
/// The cross-section below which it is small (m2): assumed.
const SMALL_M2: f64 = 1.0;
/// Greatest height that stands for none.
const ANY_HEIGHT_M: f64 = 1e6;

/// A battery that can shoot.
#[derive(Clone, Debug)]
pub struct Battery {
    /// The weapon's id.
    pub weapon: Arc<str>,
    /// Where rounds can meet targets.
    pub envelope: Envelope,
    /// Mean speed of a round (m/s).
    pub speed_mps: f64,
    /// Fire channels, by number of the order.
    pub channels: Desk<u32>,
    /// When the channel of each order in service is expected to be free: what a refusal can say.
    pub busy_until: BTreeMap<u32, SimTime>,
    /// Rounds in flight, and how many there may be.
    pub in_flight: (u32, u32),
    /// Ready rounds of each launcher, and of a full one.
    pub launchers: Vec<u32>,
    /// Rounds of a full launcher.
    pub full: u32,
    /// Launchers under reload, and those that wait.
    pub cranes: Desk<u32>,
    /// Rounds to reload with.
    pub stock: u32,
    /// Reloads so far: the number of their draws.
    pub reloads: u32,
    /// Rounds at the start, ready and in stock: conserved.
    pub rounds_at_start: u32,
    /// Rounds launched.
    pub launched: u32,
    /// Kill probability of a shot, and at a low small target.
    pub kill: (f64, f64),
    /// Chance that no shot of an engagement works.
    pub common: f64,
    /// Rounds of a salvo, and salvos at most.
    pub salvo: (u32, u32),
    /// Chances of a wrong call: called destroyed though missed, called missed though destroyed.
    pub calls: (f64, f64),
    /// Kill probability that its post reckons with: the middle of what is stated, also at a low target.
    pub belief: (f64, f64),
    /// Effective earth, and the way to the horizon of its own antenna (m).
    pub earth: (EffectiveEarth, f64),
    /// Speed at which it flies to a target (m/s); none for one that stands.
    pub flies_mps: Option<f64>,
    /// It shoots at tracks of others.
    pub remote: bool,
    /// Sectors into which nothing is launched: edges (rad), clockwise.
    pub no_fire: Vec<(f64, f64)>,
    /// Engagements by number of the order.
    pub engagements: BTreeMap<u32, Engagement>,
    /// Flights at which a round was launched.
    pub shot_at: BTreeSet<u32>,
    /// What was out of order when it last did something that it otherwise would have done otherwise, or not.
    pub because: Option<Because>,
    site_m: [f64; 3],
    axes: [[f64; 3]; 3],
}

/// How far an engagement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It waits until a launch can meet the target.
    Planned,
    /// It waits for a channel.
    Waiting,
    /// It has a channel; the crew prepares the launch.
    Reacting,
    /// A salvo flies.
    Flying,
    /// The result is looked at.
    Assessing,
}

/// An engagement.
#[derive(Clone, Copy, Debug)]
pub struct Engagement {
    /// The flight.
    pub flight: u32,
    /// How far it has come.
    pub stage: Stage,
    /// Salvos launched.
    pub salvos: u32,
    /// A salvo would have destroyed it.
    pub destroyed: bool,
    /// When the latest salvo was launched, and from where (m, earth-centred).
    pub launched: SimTime,
    /// See `launched`.
    pub from_m: [f64; 3],
    /// Where an interceptor was, with which velocity, and when: it flies on straight.
    pub flies: Option<([f64; 3], [f64; 3], SimTime)>,
    /// The last instant of a launch, as foreseen when it was accepted.
    pub last: SimTime,
    /// The order is taken back: it ends as soon as it can.
    pub aborted: bool,
    /// The latest row about it.
    pub row: Cause,
}

impl Battery {
    /// The battery of a weapon at a place (deg), as drawn.
    #[must_use]
    pub fn drawn(
        (inputs, luck): (&Realisation<'_>, Luck),
        weapon: &Weapon,
        no_fire: Vec<(f64, f64)>,
        place: (f64, f64),
    ) -> Self {
        fn one<D>((inputs, luck): (&Realisation<'_>, Luck), num: &Num<D>) -> f64 {
            luck.value(inputs, num, 0)
        }
        fn or<D>(with: (&Realisation<'_>, Luck), num: Option<&Num<D>>, otherwise: f64) -> f64 {
            num.map_or(otherwise, |num| one(with, num))
        }
        let with = (inputs, luck);
        let count = |x: f64| x.max(0.0) as u32;
        let (ready, launchers) =
            (count(one(with, &weapon.ready)), count(or(with, weapon.launchers.as_ref(), 1.0)));
        let stock = count(or(with, weapon.stock.as_ref(), 0.0));
        let site = Geodetic::from_deg(place.0, place.1, 0.0);
        let at = site.to_ecef();
        let (sin_lat, cos_lat) = math::sin_cos(site.lat_rad);
        let (sin_lon, cos_lon) = math::sin_cos(site.lon_rad);
        let range_m = one(with, &weapon.range);
        let kill = one(with, &weapon.kill);
        Battery {
            weapon: Arc::from(weapon.id.as_str()),
            envelope: Envelope {
                least_m: one(with, &weapon.least_range),
                greatest_m: range_m,
                lowest_m: or(with, weapon.lowest.as_ref(), 0.0),
                highest_m: or(with, weapon.highest.as_ref(), ANY_HEIGHT_M),
                crossing_m: weapon.crossing.as_ref().map(|c| one(with, c)),
            },
            speed_mps: one(with, &weapon.speed).max(1.0),
            channels: Desk::new(count(one(with, &weapon.targets)).max(1) as usize, None),
            busy_until: BTreeMap::new(),
            in_flight: (0, weapon.missiles.as_ref().map_or(u32::MAX, |m| count(one(with, m)))),
            launchers: vec![ready; launchers as usize],
            full: ready,
            cranes: Desk::new(count(or(with, weapon.cranes.as_ref(), 1.0)).max(1) as usize, None),
            stock,
            reloads: 0,
            rounds_at_start: ready * launchers + stock,
            launched: 0,
            kill: (kill, or(with, weapon.kill_low.as_ref(), kill)),
            common: or(with, weapon.common_failure.as_ref(), 0.0).clamp(0.0, 1.0),
            salvo: (
                count(or(with, weapon.salvo.as_ref(), 1.0)).max(1),
                weapon.looks.as_ref().map_or(u32::MAX, |l| count(one(with, l)).max(1)),
            ),
            calls: (
                or(with, weapon.called_killed.as_ref(), 0.0),
                or(with, weapon.called_missed.as_ref(), 0.0),
            ),
            belief: belief(inputs, weapon),
            earth: (EffectiveEarth::default(), f64::INFINITY),
            flies_mps: weapon.flies.as_ref().map(|f| one(with, f).max(1.0)),
            remote: weapon.remote,
            no_fire,
            engagements: BTreeMap::new(),
            shot_at: BTreeSet::new(),
            because: None,
            site_m: [at.x_m, at.y_m, at.z_m],
            axes: [
                [-sin_lon, cos_lon, 0.0],
                [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
                [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            ],
        }
    }

    /// Its site (m, earth-centred).
    #[must_use]
    pub fn site_m(&self) -> [f64; 3] {
        self.site_m
    }

    /// A vector in its axes (east, north, up) in the earth-centred frame.
    #[must_use]
    pub fn outward(&self, v: [f64; 3]) -> [f64; 3] {
        [0, 1, 2].map(|k| (0..3).map(|axis| v[axis] * self.axes[axis][k]).sum())
    }

    /// Position from a point (m) and velocity (m/s) of a flight, in the axes of the site: east, north, up.
    #[must_use]
    pub fn seen_from(&self, from_m: [f64; 3], flight: &Moving) -> ([f64; 3], [f64; 3]) {
        let d = [0, 1, 2].map(|k| flight.at_m[k] - from_m[k]);
        (self.axes.map(|axis| dot(axis, d)), self.axes.map(|axis| dot(axis, flight.velocity_mps)))
    }

    /// A place (deg) from the battery: east, north, up (m).
    #[must_use]
    pub fn offset_m(&self, place: (f64, f64)) -> [f64; 3] {
        let at = Geodetic::from_deg(place.0, place.1, 0.0).to_ecef();
        let d = [at.x_m - self.site_m[0], at.y_m - self.site_m[1], at.z_m - self.site_m[2]];
        self.axes.map(|axis| dot(axis, d))
    }

    /// True if nothing is launched towards a point (east, north).
    #[must_use]
    pub fn is_no_fire(&self, towards_m: [f64; 3]) -> bool {
        let turn = std::f64::consts::TAU;
        let bearing = math::atan2(towards_m[0], towards_m[1]);
        self.no_fire
            .iter()
            .any(|(from, to)| (bearing - from).rem_euclid(turn) <= (to - from).rem_euclid(turn))
    }

    /// The envelope with its outer edge further out by a share of its greatest range; the rest as it is.
    #[must_use]
    pub fn wider(&self, share: f64) -> Envelope {
        let edge_m = share * self.envelope.greatest_m;
        Envelope {
            greatest_m: self.envelope.greatest_m + edge_m,
            crossing_m: self.envelope.crossing_m.map(|c| c + edge_m),
            ..self.envelope
        }
    }

    /// Ground range to the horizon of a height (m), by its own antenna; none without one.
    #[must_use]
    pub fn horizon_m(&self, height_m: f64) -> f64 {
        self.earth.1 + self.earth.0.horizon_arc_m(height_m)
    }

    /// Kill probability that its post reckons with at a target of a height (m).
    #[must_use]
    pub fn believed(&self, height_m: f64) -> f64 {
        if height_m <= LOW_M { self.belief.1 } else { self.belief.0 }
    }

    /// Ready rounds.
    #[must_use]
    pub fn ready(&self) -> u32 {
        self.launchers.iter().sum()
    }

    /// Kill probability of a shot at a target of a height (m) and mean cross-section (m2).
    #[must_use]
    pub fn kill_at(&self, height_m: f64, rcs_m2: f64) -> f64 {
        if height_m <= LOW_M && rcs_m2 <= SMALL_M2 { self.kill.1 } else { self.kill.0 }
    }

    /// Takes rounds from the launcher that has fewest, as many as there are, so that one is empty early and can be
    /// reloaded; gives the launchers that are empty by it.
    pub fn take(&mut self, rounds: u32) -> (u32, Vec<u32>) {
        let (mut taken, mut empty) = (0, Vec::new());
        while taken < rounds {
            let loaded = (0..self.launchers.len()).filter(|n| self.launchers[*n] > 0);
            let Some(at) = loaded.min_by_key(|n| (self.launchers[*n], *n)) else { break };
            self.launchers[at] -= 1;
            taken += 1;
            if self.launchers[at] == 0 {
                // A unit has few launchers.
                empty.push(at as u32);
            }
        }
        self.launched += taken;
        (taken, empty)
    }

    /// Fills a launcher from stock; gives the rounds.
    pub fn reload(&mut self, launcher: u32) -> u32 {
        let place = &mut self.launchers[launcher as usize];
        let rounds = (self.full - *place).min(self.stock);
        *place += rounds;
        self.stock -= rounds;
        rounds
    }

    /// When the first of the busy channels is expected to be free.
    #[must_use]
    pub fn next_free(&self) -> Option<SimTime> {
        self.busy_until.values().copied().min()
    }
}

/// The middle of the stated kill probabilities: of any target, and of a low one.
fn belief(inputs: &Realisation<'_>, weapon: &Weapon) -> (f64, f64) {
    let of = |num: &Num<_>| nominal(inputs.scenario, num.param);
    (of(&weapon.kill), weapon.kill_low.as_ref().map_or(of(&weapon.kill), of))
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}
