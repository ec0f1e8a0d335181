//! The umpire's score of the air drills of a run: what was flown and engaged, what leaked and why, how long each step
//! took, what went wrong. Shots are electronic: a hit is what an assumed kill probability says, so hits are a
//! [`curve`] over it and no result.

pub mod curve;
mod drill;
mod fire;
mod identity;
mod steps;
mod unit;

pub use drill::{Counted, Disturbed};
pub use fire::{Double, Fire, Overkill};
pub use identity::{Identities, WrongIdentity};
pub use steps::{Spread, Step, StepTime};
pub use unit::{DisturbanceRow, Disturbances, NormScore, UnitScore};

use crate::record::{DecisionAct, LogSink};
use crate::scenario::resolved::Scenario;
use drill::{Drill, drills, reason};
use fire::{Engagement, engagements};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The score of an air drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillScore {
    /// The task.
    pub task: String,
    /// Its name for people.
    pub name: String,
    /// When it began.
    pub begins: String,
    /// When it ended.
    pub ends: String,
    /// Mock flights that flew.
    pub flown: u32,
    /// Of these: with a plot of any radar.
    pub detected: u32,
    /// Of these: called hostile by any post.
    pub identified: u32,
    /// Of these: at which a battery launched.
    pub engaged: u32,
    /// Of these: at which nothing was launched; with the engaged ones, all that flew.
    pub leaked: u32,
    /// Those at which nothing was launched, by reason, the most frequent first.
    pub leakers: Vec<Leakers>,
    /// Paths of flights at which a battery launched, and no salvo would have destroyed them.
    pub never_hit: Vec<String>,
    /// Opportunities: accepted flights, salvos, rounds.
    pub fire: Fire,
    /// Salvos that would not have destroyed their target, by reason.
    pub misses: Vec<Counted>,
    /// Times from a flight's beginning, or the drill's for one under way before, to each step.
    pub steps: Vec<StepTime>,
    /// Wrong identifications.
    pub identities: Identities,
    /// Assignments, acceptances and launches that were about own or neutral flights: the umpire allows none.
    pub others_assigned: u32,
    /// Wrong calls, by engagement.
    pub calls: WrongCalls,
    /// Two units at one flight at the same time.
    pub doubles: Vec<Double>,
    /// Launches at a flight after a launch that would have destroyed it.
    pub overkill: Vec<Overkill>,
    /// Norms of the units that took part, while the drill was held.
    pub norms: Vec<NormScore>,
    /// Orders and fire of each unit that shoots.
    pub units: Vec<UnitScore>,
    /// What was out of order.
    pub disturbances: Disturbances,
}

/// Mock flights at which nothing was launched, for one reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Leakers {
    /// The reason, as the umpire gives it.
    pub reason: String,
    /// How many.
    pub count: u32,
    /// Their paths.
    pub flights: Vec<String>,
}

/// Calls of results that were wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WrongCalls {
    /// All calls.
    pub calls: u32,
    /// Called destroyed, though the engagement would not have destroyed it.
    pub called_destroyed: u32,
    /// Called missed, though the engagement would have destroyed it.
    pub called_missed: u32,
}

/// The score of every air drill that was held, in the order of the scenario's tasks.
#[must_use]
pub fn scores(scenario: &Scenario, log: &LogSink) -> Vec<DrillScore> {
    drills(scenario, log).iter().map(score).collect()
}

fn score(drill: &Drill<'_>) -> DrillScore {
    let fights = engagements(drill);
    let launched: BTreeSet<&str> =
        fights.iter().filter(|f| !f.launches.is_empty()).map(|f| f.flight).collect();
    let hit: BTreeSet<&str> = fights.iter().filter(|f| f.hits()).map(|f| f.flight).collect();
    let flown: Vec<&str> = drill.mocks().collect();
    let engaged: Vec<&str> = flown.iter().copied().filter(|f| launched.contains(f)).collect();
    let leakers = leakers(drill, &flown, &launched);
    let steps = steps::steps(drill);
    let reached = |step: Step| steps.iter().find(|s| s.step == step.name()).map_or(0, |s| s.time.n);
    let never_hit = engaged.iter().filter(|f| !hit.contains(*f)).map(|f| (*f).to_owned());
    DrillScore {
        task: drill.task.id.clone(),
        name: drill.task.name.clone(),
        begins: drill.begins.to_iso(),
        ends: drill.ends.to_iso(),
        flown: count(flown.len()),
        detected: reached(Step::Detected),
        identified: reached(Step::Identified),
        engaged: count(engaged.len()),
        leaked: leakers.iter().map(|l| l.count).sum(),
        never_hit: never_hit.collect(),
        leakers,
        fire: fire::fire(&fights, &engaged),
        misses: counted(drill.texts(DecisionAct::Misses)),
        identities: identity::identities(drill),
        others_assigned: others_assigned(drill),
        calls: wrong_calls(drill),
        doubles: fire::doubles(&fights),
        overkill: fire::overkill(&fights),
        norms: unit::norms(drill),
        units: unit::units(drill, &fights),
        disturbances: unit::disturbances(drill),
        steps,
    }
}

/// A number of things of a run.
fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Mock flights without a launch, by the umpire's reason.
fn leakers(drill: &Drill<'_>, flown: &[&str], launched: &BTreeSet<&str>) -> Vec<Leakers> {
    let named = drill.said.iter().filter(|s| s.row.act == DecisionAct::NotEngaged);
    let named: BTreeMap<&str, &str> =
        named.filter_map(|s| Some((s.flight?, reason(&s.row.text)))).collect();
    let armed = drill.task.units.iter().any(|id| !drill.scenario.unit(*id).fire.weapons.is_empty());
    // The umpire names no flight of a drill without a battery.
    let unnamed = if armed { "no battery was at work" } else { "no battery takes part" };
    let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for flight in flown.iter().filter(|f| !launched.contains(*f)) {
        let reason = named.get(flight).copied().unwrap_or(unnamed);
        groups.entry(reason).or_default().push((*flight).to_owned());
    }
    let mut all: Vec<_> = groups
        .into_iter()
        .map(|(reason, flights)| Leakers {
            reason: reason.to_owned(),
            count: count(flights.len()),
            flights,
        })
        .collect();
    all.sort_by_key(|l| std::cmp::Reverse(l.count));
    all
}

/// Texts by how often they stand, the most frequent first, then by text.
fn counted<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Counted> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_default() += 1;
    }
    let made = counts.into_iter().map(|(text, count)| Counted { what: text.to_owned(), count });
    let mut all: Vec<_> = made.collect();
    all.sort_by_key(|c| std::cmp::Reverse(c.count));
    all
}

fn others_assigned(drill: &Drill<'_>) -> u32 {
    let acts = [DecisionAct::Assigns, DecisionAct::Accepts, DecisionAct::Launches];
    let about = drill.said.iter().filter(|s| acts.contains(&s.row.act));
    count(about.filter(|s| s.flight.is_some_and(|f| !drill.is_mock(f))).count())
}

fn wrong_calls(drill: &Drill<'_>) -> WrongCalls {
    let wrongly = |act| count(drill.texts(act).filter(|t| *t == "wrongly").count());
    let all = |act| count(drill.texts(act).count());
    WrongCalls {
        calls: all(DecisionAct::CallsDestroyed) + all(DecisionAct::CallsMissed),
        called_destroyed: wrongly(DecisionAct::CallsDestroyed),
        called_missed: wrongly(DecisionAct::CallsMissed),
    }
}

impl Engagement<'_> {
    /// True if a salvo of it would have destroyed the target.
    fn hits(&self) -> bool {
        self.launches.iter().any(|l| l.outcome.is_some_and(|o| o.hit))
    }
}

#[cfg(test)]
mod tests;
