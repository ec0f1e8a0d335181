//! The way of the targets of an adjudication: down the middle of what a battery looks at, from beyond what it sees to
//! beyond what it reaches.

use crate::geo::geodesic::direct_rounded;
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M, STANDARD_K};
use crate::scenario::Scenario;
use crate::scenario::param::{Num, Spec};
use crate::scenario::resolved::{Radar, Target, Unit, Weapon, nominal};

/// Latitude and longitude of the battery (deg): the middle of the Pacific, a thousand kilometres from any coast.
const PLACE: (f64, f64) = (10.0, -150.0);
/// The bearing on which targets come at a battery that looks all round (deg).
const FROM_EAST_DEG: f64 = 90.0;
/// How much farther than a reach a path leads (m).
const MARGIN_M: f64 = 5_000.0;
/// From the start of the period to that of the drill, and from the last target to its end (s).
pub(super) const SETTLE_S: f64 = 600.0;
/// Share of draws that are left aside where a spread has no end of its own.
const SELDOM: f64 = 1e-6;

/// Where targets come from and go to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// Bearing from the battery on which they come (deg).
    pub bearing_deg: f64,
    /// How far out they begin (m).
    pub begin_m: f64,
    /// How far they fly on (m).
    pub beyond_m: f64,
    /// How long a drill lasts until the last one is gone (s).
    pub time_s: f64,
}

impl Way {
    /// Any way at all, for a first look at the numbers.
    pub fn any() -> Way {
        Way { bearing_deg: FROM_EAST_DEG, begin_m: 1e5, beyond_m: 1e5, time_s: SETTLE_S }
    }

    /// The way down the middle of what a battery looks at, from beyond that to beyond its reach.
    pub fn of(scenario: &Scenario, battery: &Unit, target: &Target, number: u32) -> Way {
        let sector = battery.radars.iter().find_map(|r| r.sector.as_ref());
        let bearing_deg = sector.map_or(FROM_EAST_DEG, |(_, middle)| {
            nominal(scenario, middle.param).to_degrees().rem_euclid(360.0)
        });
        let seen_m =
            battery.radars.iter().map(|r| reach_m(scenario, r, target)).fold(0.0, f64::max);
        let weapon = battery.fire.weapons.first();
        let reached_m = weapon.map_or(0.0, |w: &Weapon| greatest(scenario, &w.range));
        let begin_m = seen_m + MARGIN_M;
        let beyond_m = (reached_m + MARGIN_M).min(begin_m);
        let slowest_mps = least(scenario, &target.speed).max(1.0);
        let interval = scenario.tasks.first().and_then(|t| t.interval.as_ref());
        let spacing_s = interval.map_or(0.0, |i| greatest(scenario, i));
        let flown_s = (begin_m + beyond_m) / slowest_mps;
        let time_s = (f64::from(number - 1) * spacing_s + flown_s + SETTLE_S).ceil();
        Way { bearing_deg, begin_m, beyond_m, time_s }
    }

    /// Its two ends as text.
    pub fn ends(&self) -> [String; 2] {
        let begin = direct_rounded(PLACE, self.bearing_deg, self.begin_m);
        let end = direct_rounded(PLACE, self.bearing_deg + 180.0, self.beyond_m);
        [begin, end].map(|at| position((at.lat_deg, at.lon_deg)))
    }
}

/// What a radar can see of a target at most (m): as far as its horizon, and as far as it shows.
fn reach_m(scenario: &Scenario, radar: &Radar, target: &Target) -> f64 {
    let k = scenario.air.as_ref().map_or(STANDARD_K, |a| greatest(scenario, &a.refraction));
    let mast_m = radar.mast.as_ref().map_or(0.0, |m| greatest(scenario, &m.0));
    let antenna_m = greatest(scenario, &radar.height).max(mast_m);
    let height_m = greatest(scenario, &target.height);
    let arc_m = EffectiveEarth::new(k, MEAN_RADIUS_M)
        .map_or(0.0, |e| e.horizon_arc_m(antenna_m) + e.horizon_arc_m(height_m));
    let shown_m = radar.instrumented.as_ref().map_or(f64::INFINITY, |n| greatest(scenario, n));
    arc_m.min(shown_m)
}

fn greatest<D>(scenario: &Scenario, num: &Num<D>) -> f64 {
    at_share(&scenario.param(num.param).spec, 1.0 - SELDOM, f64::max)
}

fn least<D>(scenario: &Scenario, num: &Num<D>) -> f64 {
    at_share(&scenario.param(num.param).spec, SELDOM, f64::min)
}

fn at_share(spec: &Spec, share: f64, worst: fn(f64, f64) -> f64) -> f64 {
    match spec {
        Spec::Number(n) => n.quantity.to_si(n.quantity.dist.quantile(share)),
        Spec::Mix(mix) => {
            let all = mix.values.iter().map(|v| at_share(v, share, worst));
            all.reduce(worst).unwrap_or(0.0)
        }
        Spec::Instant(_) | Spec::Position(_) | Spec::Name(_) => 0.0,
    }
}

/// The battery's place as text.
pub(super) fn place() -> String {
    position(PLACE)
}

/// A place (deg) as text.
fn position((lat_deg, lon_deg): (f64, f64)) -> String {
    let (ns, ew) = (if lat_deg < 0.0 { 'S' } else { 'N' }, if lon_deg < 0.0 { 'W' } else { 'E' });
    format!("{:.6} {ns} {:.6} {ew} +- 1 m", lat_deg.abs(), lon_deg.abs())
}
