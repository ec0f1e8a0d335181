//! One adjudication over many replications: how many targets are engaged, destroyed, get through, with how many rounds.

use super::replicate::{Plan, StudyError};
use crate::analysis::score::curve::KILLS;
use crate::base::interval::{student_t_quantile, wilson};
use crate::base::moments::Moments;
use crate::base::time::SimTime;
use crate::draw::{InputPoint, Luck, Realisation, realise};
use crate::record::{
    Body, DecisionAct, DecisionRow, FlightAct, FlightKind, Level, Names, Row, Sink,
};
use crate::scenario::resolved::Scenario;
use crate::sim::air::roll::length_m;
use crate::sim::{Settings, Sim, SimError};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Confidence of every interval.
const CONFIDENCE: f64 = 0.95;

/// What happened in a replication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Targets that flew.
    pub flown: u32,
    /// Targets at which a salvo was launched.
    pub engaged: u32,
    /// Targets that a salvo would have destroyed, on the way in or after they had passed.
    pub destroyed: u32,
    /// Targets that came over the battery before any salvo would have destroyed them.
    pub leaked: u32,
    /// Rounds launched.
    pub rounds: u32,
    /// Salvos launched at a target that a salvo before would have destroyed.
    pub double_shots: u32,
}

/// A count over replications.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Counted {
    /// Its mean.
    pub mean: f64,
    /// The least number that is not passed in 5 % of replications.
    pub q05: u32,
    /// The same of half of them.
    pub q50: u32,
    /// The same of 95 %.
    pub q95: u32,
    /// The share of replications with each number, from 0 on; sums to 1.
    pub chances: Vec<f64>,
}

/// A share of replications with its 95 % interval (Wilson).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    /// In how many replications.
    pub count: u32,
    /// Of all.
    pub share: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A mean over replications with its 95 % interval (Student's t).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// The same replications with one kill probability for every round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtKill {
    /// The kill probability.
    pub kill: f64,
    /// Share of the targets that would be destroyed.
    pub destroyed: Mean,
    /// Share of the targets that get through.
    pub leaked: Mean,
    /// Mean number of rounds.
    pub rounds: f64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Odds {
    /// Replications.
    pub n: u32,
    /// Targets at which a salvo was launched.
    pub engaged: Counted,
    /// Targets that would be destroyed.
    pub destroyed: Counted,
    /// Targets that get through: over the battery before they would be destroyed.
    pub leaked: Counted,
    /// Rounds launched.
    pub rounds: Counted,
    /// Salvos at targets that would be destroyed already.
    pub double_shots: Counted,
    /// All targets would be destroyed.
    pub all_destroyed: Part,
    /// No target gets through.
    pub none_leaks: Part,
    /// By kill probability, with the same inputs and the same luck at each.
    pub sweep: Vec<AtKill>,
}

/// A replication at the scenario's kill probabilities, and at each of [`KILLS`].
type Played = (Tally, Vec<Tally>);

/// Plays a scenario again and again, at fidelity L1, each time with its own inputs and luck, and once more at each kill
/// probability of a curve. Its mock targets get through where the first leg of the first path ends. `done` is called
/// after each replication, from any thread.
///
/// # Errors
/// The failure of the replication with the least index, or that threads could not be started.
pub fn odds(
    scenario: &Scenario,
    plan: &Plan,
    done: &(dyn Fn() + Sync),
) -> Result<Odds, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(plan.threads.unwrap_or(0)).build();
    let pool = pool.map_err(|e| StudyError::Threads(e.to_string()))?;
    let settings = Settings::of(scenario);
    let in_m = way_in_m(scenario);
    let one = |index: u32| {
        let inputs = realise(scenario, &InputPoint::Plain { seed: plan.seed, index });
        let luck = Luck { seed: plan.seed, index };
        let at = |kill: Option<f64>| {
            let settings = Settings { kill, ..settings.clone() };
            play(inputs.clone(), luck, &settings, in_m)
        };
        let played = at(None).and_then(|own| {
            let curve: Result<Vec<_>, _> = KILLS.iter().map(|kill| at(Some(*kill))).collect();
            Ok((own, curve?))
        });
        done();
        played.map_err(|error| StudyError::Run { index, error })
    };
    // Collecting into a Vec keeps the order; the first error in that order is the one returned.
    let all: Vec<_> = pool.install(|| plan.indices.clone().into_par_iter().map(one).collect());
    let all: Result<Vec<Played>, _> = all.into_iter().collect();
    Ok(summary(&all?))
}

/// Length of the way to the place where targets have got through (m).
fn way_in_m(scenario: &Scenario) -> f64 {
    let Some(path) = scenario.paths.first() else { return 0.0 };
    let places: Vec<_> = path.via.iter().take(2).filter_map(|p| scenario.place(*p).at).collect();
    match places[..] {
        [from, to] => crate::geo::geodesic::inverse_rounded(from, to).distance_m,
        _ => length_m(scenario, 0),
    }
}

fn play(
    inputs: Realisation<'_>,
    luck: Luck,
    settings: &Settings,
    in_m: f64,
) -> Result<Tally, SimError> {
    let watch = Watch { in_m, ..Watch::default() };
    Ok(Sim::with(inputs, luck, watch, settings).finish()?.sink.tally())
}

/// What is kept of a target.
#[derive(Clone, Copy)]
struct Fate {
    /// When it has got through.
    over: SimTime,
    engaged: bool,
    /// When a salvo would have destroyed it.
    hit: Option<SimTime>,
}

/// Counts as rows come.
#[derive(Default)]
struct Watch {
    in_m: f64,
    names: Names,
    fates: BTreeMap<Arc<str>, Fate>,
    rounds: u32,
    double_shots: u32,
}

impl Sink for Watch {
    fn level(&self) -> Level {
        Level::Events
    }
    fn wants_draws(&self) -> bool {
        false
    }
    fn begin(&mut self, names: &Names) {
        self.names = names.clone();
    }
    fn row(&mut self, row: &Row) {
        match &row.body {
            Body::Flight(f) if f.act == FlightAct::Begins && f.kind == FlightKind::Mock => {
                let over = row.time.plus_s(self.in_m / f.speed_mps.max(1.0));
                let fate = Fate { over, engaged: false, hit: None };
                self.fates.insert(self.names.shared(row.entity), fate);
            }
            Body::Decision(decision) => self.decision(row.time, decision),
            _ => {}
        }
    }
}

impl Watch {
    fn decision(&mut self, time: SimTime, decision: &DecisionRow) {
        let fate = decision.flight.as_ref().and_then(|flight| self.fates.get_mut(flight));
        let Some(fate) = fate else { return };
        match decision.act {
            DecisionAct::Launches => {
                fate.engaged = true;
                self.rounds += decision.rounds.unwrap_or(0);
                self.double_shots += u32::from(fate.hit.is_some());
            }
            DecisionAct::Hits => fate.hit = fate.hit.or(Some(time)),
            _ => {}
        }
    }

    fn tally(&self) -> Tally {
        let mut tally =
            Tally { rounds: self.rounds, double_shots: self.double_shots, ..Tally::default() };
        for fate in self.fates.values() {
            tally.flown += 1;
            tally.engaged += u32::from(fate.engaged);
            tally.destroyed += u32::from(fate.hit.is_some());
            tally.leaked += u32::from(fate.hit.is_none_or(|time| time >= fate.over));
        }
        tally
    }
}

fn summary(all: &[Played]) -> Odds {
    // Every number of targets has a chance, also one that never came; rounds end where they ended.
    let flown = all.iter().map(|(own, _)| own.flown).max().unwrap_or(0);
    let counts = |of: fn(&Tally) -> u32, least: u32| {
        let numbers: Vec<_> = all.iter().map(|(own, _)| of(own)).collect();
        counted(&numbers, least)
    };
    let part = |holds: fn(&Tally) -> bool| {
        part(all.iter().filter(|(own, _)| holds(own)).count(), all.len())
    };
    Odds {
        n: whole(all.len()),
        engaged: counts(|t| t.engaged, flown),
        destroyed: counts(|t| t.destroyed, flown),
        leaked: counts(|t| t.leaked, flown),
        rounds: counts(|t| t.rounds, 0),
        double_shots: counts(|t| t.double_shots, 0),
        all_destroyed: part(|t| t.destroyed == t.flown),
        none_leaks: part(|t| t.leaked == 0),
        sweep: KILLS.iter().enumerate().map(|(at, kill)| at_kill(all, at, *kill)).collect(),
    }
}

/// All replications at one kill probability of the curve, by its number.
fn at_kill(all: &[Played], at: usize, kill: f64) -> AtKill {
    let tallies = || all.iter().filter_map(|(_, curve)| curve.get(at));
    let share = |of: fn(&Tally) -> u32| {
        mean(&tallies().map(|t| f64::from(of(t)) / f64::from(t.flown.max(1))).collect())
    };
    let rounds: Moments = tallies().map(|t| f64::from(t.rounds)).collect();
    AtKill {
        kill,
        destroyed: share(|t| t.destroyed),
        leaked: share(|t| t.leaked),
        rounds: rounds.mean().unwrap_or(0.0),
    }
}

fn whole(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Numbers of replications as a distribution over 0 to the greatest of them, or further to `least`.
fn counted(numbers: &[u32], least: u32) -> Counted {
    let most = numbers.iter().copied().fold(least, u32::max);
    let mut times = vec![0_u32; most as usize + 1];
    for number in numbers {
        times[*number as usize] += 1;
    }
    // The least number up to which so large a share lies, in whole counts: no rounding decides.
    let quantile = |percent: usize| {
        let mut below = 0;
        let at = times.iter().position(|times| {
            below += *times as usize;
            100 * below >= percent * numbers.len()
        });
        whole(at.unwrap_or(0))
    };
    let n = (numbers.len() as f64).max(1.0);
    Counted {
        mean: numbers.iter().map(|number| f64::from(*number)).sum::<f64>() / n,
        q05: quantile(5),
        q50: quantile(50),
        q95: quantile(95),
        chances: times.iter().map(|times| f64::from(*times) / n).collect(),
    }
}

fn part(count: usize, n: usize) -> Part {
    let (low, high) = wilson(count as u64, n as u64, CONFIDENCE);
    Part { count: whole(count), share: count as f64 / (n as f64).max(1.0), low, high }
}

/// The mean of shares; everything is possible with fewer than two.
fn mean(shares: &Moments) -> Mean {
    let mean = shares.mean().unwrap_or(0.0);
    let Some(sd) = shares.sd() else { return Mean { mean, low: 0.0, high: 1.0 } };
    let n = shares.n() as f64;
    let half = student_t_quantile(0.5 + 0.5 * CONFIDENCE, n - 1.0) * sd / n.sqrt();
    Mean { mean, low: (mean - half).max(0.0), high: (mean + half).min(1.0) }
}

#[cfg(test)]
#[path = "odds_tests.rs"]
mod tests;
