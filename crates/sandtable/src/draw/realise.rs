//! One value for each input with the default scope.

use super::luck::{Domain, Draw};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::{NANOS_PER_SECOND, SECONDS_PER_DAY, SimTime, nanos};
use crate::scenario::param::{Num, NumberSpec, ParamId, Spec, When};
use crate::scenario::quantity::{Dimension, Instant, Scope};
use crate::scenario::read::Choice;
use crate::scenario::resolved::Scenario;

/// Where the uniforms of the inputs come from.
#[derive(Clone, Debug)]
pub enum InputPoint {
    /// A plain draw: seed and index of the (outer) replication.
    Plain {
        /// Seed.
        seed: u64,
        /// Replication.
        index: u32,
    },
    /// One uniform in (0, 1) for each input, in the order of [`Scenario::params`]: a designed point.
    Uniforms(Vec<f64>),
}

/// The value of one input in one replication.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// A number in SI; 0 for other inputs.
    pub value: f64,
    /// An instant; the epoch for other inputs.
    pub time: SimTime,
    /// Branch of a mixture; 0 for other inputs.
    pub branch: u32,
    /// The uniform behind the value; 0.5 where none was needed.
    pub u: f64,
    /// The uniform behind the branch; 0.5 where there is none.
    pub branch_u: f64,
}

/// A scenario with every shared input drawn.
#[derive(Clone, Debug)]
pub struct Realisation<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// By input number; inputs of scope `each` and `each-unit` hold their median and are not used.
    pub drawn: Vec<Drawn>,
    /// Seed and index of the plain draw, if it was one.
    pub plain: Option<(u64, u32)>,
}

/// Draws every shared input of a scenario.
#[must_use]
pub fn realise<'s>(scenario: &'s Scenario, point: &InputPoint) -> Realisation<'s> {
    let all = 0..scenario.params.len();
    let mut drawn: Vec<_> = all.clone().map(|at| draw_input((scenario, &[]), at, point)).collect();
    // Phases are drawn now: what counts from them can be.
    for at in all.filter(|at| hangs(&scenario.params[*at].spec)) {
        drawn[at] = draw_input((scenario, &drawn), at, point);
    }
    let plain = match point {
        InputPoint::Plain { seed, index } => Some((*seed, *index)),
        InputPoint::Uniforms(_) => None,
    };
    Realisation { scenario, drawn, plain }
}

/// True for an instant that counts from another.
fn hangs(spec: &Spec) -> bool {
    match spec {
        Spec::Instant(instant) => matches!(instant, Instant::Relative { .. }),
        Spec::Mix(mix) => mix.values.iter().any(hangs),
        Spec::Number(_) | Spec::Position(_) | Spec::Name(_) => false,
    }
}

/// Draws an input; `others` are the inputs drawn before, none at first.
fn draw_input((scenario, others): (&Scenario, &[Drawn]), at: usize, point: &InputPoint) -> Drawn {
    let param = &scenario.params[at];
    let of = |purpose| match point {
        InputPoint::Plain { seed, index } => {
            let key = StreamKey::inputs(*seed, *index);
            uniform(key, purpose, Entity::of_path(&param.path), 0, 0)
        }
        InputPoint::Uniforms(all) => all[at],
    };
    let none = Drawn { value: 0.0, time: SimTime(0), branch: 0, u: 0.5, branch_u: 0.5 };
    let u =
        if param.is_uncertain() && param.scope == Scope::Shared { of(Purpose::INPUT) } else { 0.5 };
    match &param.spec {
        Spec::Mix(mix) => {
            if param.scope != Scope::Shared {
                return none;
            }
            let branch_u = of(Purpose::BRANCH);
            let branch = branch_of(&mix.weights, branch_u);
            match mix.values.get(branch as usize) {
                Some(spec) => {
                    let inner = draw_spec((scenario, others), spec, of(Purpose::INPUT));
                    Drawn { branch, branch_u, ..inner }
                }
                None => Drawn { branch, branch_u, ..none },
            }
        }
        spec => draw_spec((scenario, others), spec, u),
    }
}

fn draw_spec((scenario, others): (&Scenario, &[Drawn]), spec: &Spec, u: f64) -> Drawn {
    let mut drawn = Drawn { value: 0.0, time: SimTime(0), branch: 0, u, branch_u: 0.5 };
    match spec {
        Spec::Number(number) => drawn.value = number_at(number, u),
        Spec::Instant(instant) => drawn.time = instant_at((scenario, others), instant, u),
        Spec::Position(_) | Spec::Mix(_) | Spec::Name(_) => {}
    }
    drawn
}

/// The value in SI of a number at a uniform.
#[must_use]
pub(super) fn number_at(number: &NumberSpec, u: f64) -> f64 {
    let written = number.quantity.dist.quantile(u);
    let written = if number.dimension == Dimension::Count { written.round() } else { written };
    number.quantity.to_si(written)
}

/// The branch whose share of (0, 1) holds `u`.
pub(super) fn branch_of(weights: &[f64], u: f64) -> u32 {
    let mut above = 0.0;
    for (at, weight) in weights.iter().enumerate() {
        above += weight;
        if u < above {
            return u32::try_from(at).expect("a mixture has few branches");
        }
    }
    // Rounding of the sum: the last branch that can be taken at all.
    let last = weights.iter().rposition(|w| *w > 0.0).unwrap_or(0);
    u32::try_from(last).expect("a mixture has few branches")
}

/// The instant at a uniform; `others` are the inputs that are drawn, for what counts from a phase.
pub(super) fn instant_at(
    (scenario, others): (&Scenario, &[Drawn]),
    instant: &Instant,
    u: f64,
) -> SimTime {
    use crate::base::dist::Dist;
    let spread = |from: SimTime, dist: Dist| from.plus_s(dist.quantile(u));
    match *instant {
        Instant::At(t) => t,
        Instant::Day { start, end } | Instant::Uniform(start, end) => {
            spread(start, Dist::Uniform { min: 0.0, max: end.since_s(start) })
        }
        Instant::Triangular(min, mode, max) => {
            let dist =
                Dist::Triangular { min: 0.0, mode: mode.since_s(min), max: max.since_s(min) };
            spread(min, dist)
        }
        Instant::Normal(mean, sd) => {
            let (min, max) = (f64::NEG_INFINITY, f64::INFINITY);
            spread(mean, Dist::Normal { mean: 0.0, sd, min, max })
        }
        Instant::Relative { ref id, offset_s } => {
            let phase = scenario.phases.iter().find(|p| p.id == *id);
            let phase = phase.and_then(|p| others.get(p.start.param.0 as usize)).map(|d| d.time);
            let from = if id == "end" { scenario.end } else { phase.unwrap_or(scenario.start) };
            from.plus_s(offset_s)
        }
        Instant::DDay { days, clock } => d_day(scenario, days, clock),
    }
}

fn d_day(
    scenario: &Scenario,
    days: i32,
    clock: Option<crate::scenario::quantity::ClockTime>,
) -> SimTime {
    // A scenario that uses `D` has a d-day (time/d-day).
    let d_day = scenario.d_day.unwrap_or(scenario.start);
    let after_s = f64::from(days) * SECONDS_PER_DAY;
    match clock {
        None => d_day.plus_s(after_s),
        Some(clock) => {
            // A clock time replaces that of the d-day, so it counts from the midnight of its zone.
            let local = d_day.0.saturating_add(nanos(f64::from(scenario.zone_s)));
            let day = d_day.plus_s(after_s - seconds_of_day(local));
            let seconds =
                f64::from(clock.second_of_day) + f64::from(scenario.zone_s - clock.zone_s);
            day.plus_s(seconds)
        }
    }
}

/// Seconds since the last midnight before an instant in local nanoseconds.
fn seconds_of_day(local: i64) -> f64 {
    let day = SECONDS_PER_DAY as i64 * NANOS_PER_SECOND;
    local.rem_euclid(day) as f64 / NANOS_PER_SECOND as f64
}

impl Realisation<'_> {
    /// The drawn value of an input.
    #[must_use]
    pub fn of(&self, id: ParamId) -> &Drawn {
        &self.drawn[id.0 as usize]
    }

    /// The value of a shared number in SI.
    #[must_use]
    pub fn value<D>(&self, num: &Num<D>) -> f64 {
        self.of(num.param).value
    }

    /// A drawn instant.
    #[must_use]
    pub fn time(&self, when: &When) -> SimTime {
        self.of(when.param).time
    }

    /// The alternative of this replication.
    #[must_use]
    pub fn pick<'c, T>(&self, choice: &'c Choice<T>) -> &'c T {
        match choice {
            Choice::One(only) => only,
            Choice::Mix { param, branches, .. } => &branches[self.of(*param).branch as usize],
        }
    }

    /// How a shared input was drawn, for the log: the branch if it is a mixture, then the value.
    ///
    /// A branch that is a word, a mapping or a point has no value of its own to draw.
    #[must_use]
    pub fn explain(&self, id: ParamId) -> Vec<Draw> {
        let param = self.scenario.param(id);
        let drawn = self.of(id);
        let made = |purpose, u, value| Draw {
            field: param.path.as_str().into(),
            entity: param.path.as_str().into(),
            domain: Domain::Inputs,
            index: self.plain.map_or(0, |p| p.1),
            purpose,
            event: 0,
            u,
            value,
            param: id,
        };
        let value = |spec: &Spec| match spec {
            Spec::Instant(_) => drawn.time.since_s(SimTime(0)),
            _ => drawn.value,
        };
        match &param.spec {
            Spec::Mix(mix) => {
                let branch = made(Purpose::BRANCH, drawn.branch_u, f64::from(drawn.branch));
                let chosen = mix.values.get(drawn.branch as usize).filter(|s| s.is_uncertain());
                let value = chosen.map(|spec| made(Purpose::INPUT, drawn.u, value(spec)));
                std::iter::once(branch).chain(value).collect()
            }
            spec => vec![made(Purpose::INPUT, drawn.u, value(spec))],
        }
    }
}
