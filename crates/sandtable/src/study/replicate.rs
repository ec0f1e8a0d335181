//! Replications in parallel, collected in the order of their index: no result depends on the threads.

use crate::draw::{InputPoint, Luck, realise};
use crate::record::{NullSink, Sink};
use crate::scenario::resolved::Scenario;
use crate::sim::{Outcome, SimError, UnitDates, run};
use rayon::prelude::*;
use std::ops::Range;
use thiserror::Error;

/// Which replications to run, and on how many threads.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Seed of inputs and luck.
    pub seed: u64,
    /// Indices of the replications.
    pub indices: Range<u32>,
    /// Threads; `None` for as many as the machine has.
    pub threads: Option<usize>,
}

/// What is kept of a replication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replication {
    /// Its index.
    pub index: u32,
    /// Dates of its units.
    pub units: Vec<UnitDates>,
}

/// Why replications could not be run.
#[derive(Debug, Error)]
pub enum StudyError {
    /// A replication failed.
    #[error("replication {index}: {error}")]
    Run {
        /// Its index.
        index: u32,
        /// Why.
        error: SimError,
    },
    /// The threads could not be started.
    #[error("the threads could not be started: {0}")]
    Threads(String),
}

/// Runs quick replications (dates only) in parallel; `done` is called after each, from any thread.
///
/// # Errors
/// The failure of the replication with the least index, or that threads could not be started.
pub fn replicate(
    scenario: &Scenario,
    plan: &Plan,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Replication>, StudyError> {
    replicate_with(scenario, plan, &|| NullSink, &|index, outcome| {
        done();
        Replication { index, units: outcome.units }
    })
}

/// Runs replications in parallel, each into a sink of its own, and keeps what `keep` makes of it.
///
/// # Errors
/// As [`replicate`].
pub fn replicate_with<S, T>(
    scenario: &Scenario,
    plan: &Plan,
    sink: &(dyn Fn() -> S + Sync),
    keep: &(dyn Fn(u32, Outcome<S>) -> T + Sync),
) -> Result<Vec<T>, StudyError>
where
    S: Sink + Send,
    T: Send,
{
    let threads = plan.threads.unwrap_or(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|e| StudyError::Threads(e.to_string()))?;
    let one = |index: u32| {
        let point = InputPoint::Plain { seed: plan.seed, index };
        let luck = Luck { seed: plan.seed, index };
        match run(realise(scenario, &point), luck, sink()) {
            Ok(outcome) => Ok(keep(index, outcome)),
            Err(error) => Err(StudyError::Run { index, error }),
        }
    };
    // Collecting into a Vec keeps the order; the first error in that order is the one returned.
    let all: Vec<_> = pool.install(|| plan.indices.clone().into_par_iter().map(one).collect());
    all.into_iter().collect()
}
