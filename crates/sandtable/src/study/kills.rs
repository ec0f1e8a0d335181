//! One replication again and again, with another kill probability each time.

use super::replicate::StudyError;
use crate::analysis::score::curve::{CurvePoint, DrillCurve, KILLS, common_causes, points};
use crate::draw::{InputPoint, Luck, realise};
use crate::record::{Fidelity, Level, LogSink, Names, Row, Sink};
use crate::scenario::resolved::Scenario;
use crate::sim::{Command, Settings, Sim, SimError};
use rayon::prelude::*;

/// Which run is played again.
#[derive(Clone, Debug)]
pub struct Replay<'r> {
    /// Seed of inputs and luck.
    pub seed: u64,
    /// Index of the replication.
    pub index: u32,
    /// What happens by hand.
    pub commands: &'r [Command],
    /// How tracks are kept.
    pub fidelity: Fidelity,
    /// Threads; `None` for as many as the machine has.
    pub threads: Option<usize>,
}

/// Keeps every row but those of draws.
#[derive(Default)]
struct Undrawn(LogSink);

impl Sink for Undrawn {
    fn level(&self) -> Level {
        self.0.level()
    }
    fn wants_draws(&self) -> bool {
        false
    }
    fn begin(&mut self, names: &Names) {
        self.0.begin(names);
    }
    fn row(&mut self, row: &Row) {
        self.0.row(row);
    }
}

/// The curve of every air drill over the kill probability of all rounds: the same seed and the same luck at each, so
/// that what differs is what the kill probability changes. `done` is called after each run, from any thread.
///
/// # Errors
/// The failure of the run with the least kill probability, or that threads could not be started.
pub fn kill_curve(
    scenario: &Scenario,
    replay: &Replay<'_>,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<DrillCurve>, StudyError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(replay.threads.unwrap_or(0)).build();
    let pool = pool.map_err(|e| StudyError::Threads(e.to_string()))?;
    let settings = Settings { fidelity: replay.fidelity, ..Settings::of(scenario) };
    let one = |kill: f64| {
        let settings = Settings { kill: Some(kill), ..settings.clone() };
        let found = at(scenario, replay, &settings, kill);
        done();
        found.map_err(|error| StudyError::Run { index: replay.index, error })
    };
    let all: Vec<_> = pool.install(|| KILLS.into_par_iter().map(one).collect());
    let mut curves: Vec<DrillCurve> = Vec::new();
    for points in all {
        for (task, flown, point) in points? {
            match curves.iter_mut().find(|c| c.task == task) {
                Some(curve) => curve.points.push(point),
                None => {
                    let text = scenario.tasks.iter().find(|t| t.id == task);
                    let name = text.map_or_else(|| task.clone(), |t| t.name.clone());
                    curves.push(DrillCurve { task, name, flown, points: vec![point] });
                }
            }
        }
    }
    Ok(curves)
}

/// The replication at one kill probability.
fn at(
    scenario: &Scenario,
    replay: &Replay<'_>,
    settings: &Settings,
    kill: f64,
) -> Result<Vec<(String, u32, CurvePoint)>, SimError> {
    let luck = Luck { seed: replay.seed, index: replay.index };
    let point = InputPoint::Plain { seed: replay.seed, index: replay.index };
    let inputs = realise(scenario, &point);
    let causes = common_causes(&inputs, luck);
    let mut sim = Sim::with(realise(scenario, &point), luck, Undrawn::default(), settings);
    for command in replay.commands {
        sim.submit(command.clone())?;
    }
    let log = sim.finish()?.sink.0;
    Ok(points(&inputs, &log, kill, &causes))
}
