//! Which flights a replication has: known before it starts, so that each has a name, a rank and luck of its own.

use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::geo::geodesic::inverse_rounded;
use crate::record::FlightKind;
use crate::scenario::resolved::{Scenario, Target, Task, TaskKind, UnitId};

/// A flight that is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Roll {
    /// `flights/TASK/...`: the path by which luck, rows and digests name it.
    pub path: String,
    /// What kind of flight.
    pub kind: FlightKind,
    /// Its task, by number.
    pub task: u32,
    /// What it flies as.
    pub what: What,
    /// Its number among its kind in the task, from 0: the number of its draws.
    pub number: u32,
    /// When it begins if its task is held; neutral traffic may be under way when the task begins.
    pub start: SimTime,
}

/// What a flight is and which way it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// As a unit says, along a path; a patrol flies it to and fro.
    Along {
        /// The unit.
        unit: UnitId,
        /// The path, by number.
        path: u32,
    },
    /// As it was recorded, by number.
    Recorded(u32),
}

impl Roll {
    /// True if it sends noise.
    #[must_use]
    pub fn sends_noise(&self, scenario: &Scenario) -> bool {
        match self.what {
            What::Recorded(_) => false,
            What::Along { unit, .. } => {
                scenario.unit(unit).target.as_ref().is_some_and(|t| t.noise.is_some())
            }
        }
    }
}

/// Most flights of one kind in a task: more is a slip, and each has a name.
pub const MOST_FLIGHTS: u32 = 20_000;

/// The flights of a replication, in no particular order; intervals of mock targets may be `exponential` with the same
/// means, for tests against the formulas of queues.
#[must_use]
pub fn roll_of(inputs: &Realisation<'_>, luck: Luck, exponential: bool) -> Vec<Roll> {
    let scenario = inputs.scenario;
    let mut all = Vec::new();
    for (number, task) in (0_u32..).zip(&scenario.tasks) {
        match task.kind {
            TaskKind::AirDrill => {
                mock((inputs, luck, exponential), (task, number), &mut all);
                traffic(inputs, luck, (task, number), &mut all);
            }
            TaskKind::AirPatrol => patrols(inputs, luck, (task, number), &mut all),
            _ => {}
        }
    }
    recorded(inputs, luck, &mut all);
    all
}

/// Mock targets take the paths by turns, one interval after another on each.
fn mock(
    (inputs, luck, exponential): (&Realisation<'_>, Luck, bool),
    (task, number): (&Task, u32),
    all: &mut Vec<Roll>,
) {
    let Some(targets) = &task.targets else { return };
    if task.paths.is_empty() || task.against.is_empty() {
        return;
    }
    // A count is a whole number, at least 0.
    let count = (luck.value(inputs, targets, 0) as u32).min(MOST_FLIGHTS);
    let start = luck.time(inputs, &task.start);
    let ways = task.paths.len() as u32;
    let mut next_s = vec![0.0; task.paths.len()];
    for n in 0..count {
        let way = (n % ways) as usize;
        let unit = task.against[n as usize % task.against.len()];
        all.push(Roll {
            path: format!("flights/{}/{:03}", task.id, n + 1),
            kind: FlightKind::Mock,
            task: number,
            what: What::Along { unit, path: task.paths[way] },
            number: n,
            start: start.plus_s(next_s[way]),
        });
        next_s[way] += task.interval.as_ref().map_or(0.0, |interval| {
            if !exponential {
                return luck.value(inputs, interval, n);
            }
            let mean_s = crate::scenario::resolved::nominal(inputs.scenario, interval.param);
            let stream = StreamKey::luck(luck.seed, luck.index);
            let entity = Entity::of_path(&interval.field);
            -mean_s * crate::base::math::ln(uniform(stream, Purpose::SERVICE, entity, n, 0))
        });
    }
}

/// Neutral traffic: as many as the task says, else as many as its rate brings (Poisson).
fn traffic(
    inputs: &Realisation<'_>,
    luck: Luck,
    (task, number): (&Task, u32),
    all: &mut Vec<Roll>,
) {
    let scenario = inputs.scenario;
    let start = luck.time(inputs, &task.start);
    let time_s = luck.value(inputs, &task.time, 0);
    let key = StreamKey::luck(luck.seed, luck.index);
    let forced = task.civil.as_ref().map(|c| luck.value(inputs, c, 0) as u32);
    for (at, traffic) in (0_u32..).zip(&scenario.traffic) {
        if traffic.paths.is_empty() {
            continue;
        }
        let Some(target) = &scenario.unit(traffic.unit).target else { continue };
        let under_way_s = longest_s(inputs, luck, target, &traffic.paths);
        let section = Entity::of_path(&format!("tasks/{}/traffic/{}", task.id, traffic.id));
        let count = match forced {
            Some(count) if at == 0 => count,
            Some(_) => 0,
            None => {
                let mean = inputs.value(&traffic.rate) * (time_s + under_way_s);
                poisson(mean, uniform(key, Purpose::TRAFFIC, section, 0, 0))
            }
        };
        for n in 0..count.min(MOST_FLIGHTS) {
            let path = format!("flights/{}/{}-{:03}", task.id, traffic.id, n + 1);
            let of = |draw| uniform(key, Purpose::TRAFFIC, Entity::of_path(&path), 1, draw);
            let way = ((of(0) * traffic.paths.len() as f64) as usize).min(traffic.paths.len() - 1);
            let after_s = of(1) * (time_s + under_way_s) - under_way_s;
            all.push(Roll {
                kind: FlightKind::Civil,
                task: number,
                what: What::Along { unit: traffic.unit, path: traffic.paths[way] },
                number: n,
                start: start.plus_s(after_s).max(scenario.start),
                path,
            });
        }
    }
}

/// One flight for each unit of a patrol, from the task's start.
fn patrols(
    inputs: &Realisation<'_>,
    luck: Luck,
    (task, number): (&Task, u32),
    all: &mut Vec<Roll>,
) {
    let start = luck.time(inputs, &task.start);
    for (n, unit) in (0_u32..).zip(&task.units) {
        let Some(path) = task.paths.get(n as usize % task.paths.len().max(1)) else { return };
        let name = &inputs.scenario.unit(*unit).id;
        all.push(Roll {
            path: format!("flights/{}/{name}", task.id),
            kind: FlightKind::Patrol,
            task: number,
            what: What::Along { unit: *unit, path: *path },
            number: n,
            start,
        });
    }
}

fn recorded(inputs: &Realisation<'_>, luck: Luck, all: &mut Vec<Roll>) {
    let scenario = inputs.scenario;
    for (n, flight) in (0_u32..).zip(&scenario.recorded) {
        let task = &scenario.tasks[flight.task as usize];
        let first = flight.points.first().map_or(0.0, |p| luck.value(inputs, &p.after, 0));
        all.push(Roll {
            path: format!("flights/{}/recorded-{}", task.id, flight.id),
            kind: FlightKind::Recorded,
            task: flight.task,
            what: What::Recorded(n),
            number: n,
            start: luck.time(inputs, &task.start).plus_s(first),
        });
    }
}

/// The longest time that a flight is under way on one of some paths (s).
fn longest_s(inputs: &Realisation<'_>, luck: Luck, target: &Target, paths: &[u32]) -> f64 {
    let speed_mps = luck.value(inputs, &target.speed, 0).max(1.0);
    let scenario = inputs.scenario;
    let longest_m = paths.iter().map(|p| length_m(scenario, *p)).fold(0.0, f64::max);
    longest_m / speed_mps
}

/// Length of a path along geodesics (m).
#[must_use]
pub fn length_m(scenario: &Scenario, path: u32) -> f64 {
    let via = &scenario.paths[path as usize].via;
    let positions: Vec<_> = via.iter().filter_map(|p| scenario.place(*p).at).collect();
    positions.windows(2).map(|w| inverse_rounded(w[0], w[1]).distance_m).sum()
}

/// The Poisson quantile of a mean at a probability, by adding up terms (Devroye 1986, X.3.3: inversion by
/// sequential search). Valid for means up to 500; beyond, terms underflow and the mean itself is given.
#[must_use]
pub fn poisson(mean: f64, u: f64) -> u32 {
    const MOST_MEAN: f64 = 500.0;
    if mean > MOST_MEAN {
        return mean.round() as u32;
    }
    let mut term = crate::base::math::exp(-mean);
    let (mut sum, mut n) = (term, 0_u32);
    while u > sum && n < MOST_FLIGHTS {
        n += 1;
        term *= mean / f64::from(n);
        sum += term;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::poisson;

    #[test]
    fn verif_poisson_quantiles_are_those_of_the_sum() {
        // P(N <= n) for mean 2: 0.1353, 0.4060, 0.6767, 0.8571, 0.9473.
        for (u, want) in [(0.13, 0), (0.14, 1), (0.40, 1), (0.41, 2), (0.67, 2), (0.86, 4)] {
            assert_eq!(poisson(2.0, u), want, "{u}");
        }
        assert_eq!(poisson(0.0, 0.999), 0);
        // The mean over evenly spread probabilities is the mean of the law.
        let mean: f64 =
            (0..10_000).map(|i| f64::from(poisson(7.5, (f64::from(i) + 0.5) / 1e4))).sum::<f64>()
                / 1e4;
        assert!((mean - 7.5).abs() < 0.01, "{mean}");
    }
}
