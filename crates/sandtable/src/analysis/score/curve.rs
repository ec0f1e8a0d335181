//! Flights that would have been hit, over the assumed kill probability: of runs that differ in nothing else.
//!
//! Three numbers stand beside one another at each kill probability. The *share* is counted in a run. The *expected*
//! share adds, salvo by salvo, the chance that it is the first to hit, given what had missed before it: its mean over
//! runs is that of the counted share, so it is the check. The *closed form* takes the rounds that were launched as if
//! they had been agreed upon beforehand: since a battery that looks stops after a hit, it is lower than the share.

use super::count;
use super::drill::drills;
use super::fire::{Engagement, engagements};
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::model::weapon::kill::kill_with_common_cause;
use crate::record::LogSink;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Kill probabilities of a curve: 0.1 to 0.9.
pub const KILLS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/// A drill's curve.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillCurve {
    /// The task.
    pub task: String,
    /// Its name for people.
    pub name: String,
    /// Mock flights that flew.
    pub flown: u32,
    /// In rising order of the kill probability.
    pub points: Vec<CurvePoint>,
}

/// A drill at one kill probability of every round of every battery.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurvePoint {
    /// The kill probability.
    pub kill: f64,
    /// Mock flights at which a battery launched.
    pub engaged: u32,
    /// Rounds launched.
    pub rounds: u32,
    /// Mock flights that a salvo would have destroyed.
    pub hit: u32,
    /// Of all that flew.
    pub share: f64,
    /// What that share was to be, given what was launched and met its target inside the envelope.
    pub expected: f64,
    /// 1 - product over engagements of 1 - (1 - c)(1 - (1 - min(p/(1 - c), 1))^n), averaged over all that flew; n
    /// counts the rounds that were launched, c is the chance of a common cause.
    pub closed_form: f64,
}

/// The chance that no round of an engagement works, by unit, as this replication has it.
pub type CommonCauses = BTreeMap<String, f64>;

/// Common causes of the units that shoot, in a replication.
#[must_use]
pub fn common_causes(inputs: &Realisation<'_>, luck: Luck) -> CommonCauses {
    let units = inputs.scenario.units.iter();
    let armed = units.filter_map(|unit| {
        let cause = unit.fire.weapons.first()?.common_failure.as_ref()?;
        Some((unit.id.clone(), luck.value(inputs, cause, 0).clamp(0.0, 1.0)))
    });
    armed.collect()
}

/// The point of every drill of a run in which each round had this kill probability.
#[must_use]
pub fn points(
    inputs: &Realisation<'_>,
    log: &LogSink,
    kill: f64,
    causes: &CommonCauses,
) -> Vec<(String, u32, CurvePoint)> {
    let all = drills(inputs.scenario, log);
    let made = all.iter().map(|drill| {
        let flown: BTreeSet<&str> = drill.mocks().collect();
        let fights = engagements(drill);
        let point = point(&flown, &fights, kill, causes);
        (drill.task.id.clone(), count(flown.len()), point)
    });
    made.collect()
}

pub(super) fn point(
    flown: &BTreeSet<&str>,
    fights: &[Engagement<'_>],
    kill: f64,
    causes: &CommonCauses,
) -> CurvePoint {
    let mut by_flight: BTreeMap<&str, Vec<&Engagement<'_>>> = BTreeMap::new();
    for fight in fights.iter().filter(|f| !f.launches.is_empty() && flown.contains(f.flight)) {
        by_flight.entry(fight.flight).or_default().push(fight);
    }
    let cause = |fight: &Engagement<'_>| causes.get(fight.unit).copied().unwrap_or(0.0);
    let (mut rounds, mut hit, mut expected, mut closed) = (0, 0, 0.0, 0.0);
    for own in by_flight.values() {
        let mut survives = 1.0;
        for fight in own {
            let n: u32 = fight.launches.iter().map(|l| l.rounds).sum();
            rounds += n;
            survives *= 1.0 - kill_with_common_cause(kill, u64::from(n), cause(fight));
        }
        closed += 1.0 - survives;
        hit += u32::from(own.iter().any(|f| f.hits()));
        expected += first_hits(own, kill, &cause);
    }
    let n = (flown.len() as f64).max(1.0);
    CurvePoint {
        kill,
        engaged: count(by_flight.len()),
        rounds,
        hit,
        share: f64::from(hit) / n,
        expected: expected / n,
        closed_form: closed / n,
    }
}

/// Chances that a salvo hits, given that those of its engagement before it missed, added up to the first that hit.
fn first_hits(own: &[&Engagement<'_>], kill: f64, cause: &impl Fn(&Engagement<'_>) -> f64) -> f64 {
    // Every salvo that met the target: when, in which engagement, how many rounds, with what result.
    let mut salvos: Vec<(SimTime, usize, u32, bool)> = Vec::new();
    for (at, fight) in own.iter().enumerate() {
        let met = fight.launches.iter().filter_map(|l| Some((l, l.outcome.filter(|o| o.met)?)));
        salvos.extend(met.map(|(launch, o)| (o.time, at, launch.rounds, o.hit)));
    }
    salvos.sort_by_key(|(time, at, ..)| (*time, *at));
    let mut missed = vec![0_u32; own.len()];
    let mut sum = 0.0;
    for (_, at, rounds, hit) in salvos {
        let chance = |n: u32| kill_with_common_cause(kill, u64::from(n), cause(own[at]));
        let lives = 1.0 - chance(missed[at]);
        if lives > 0.0 {
            sum += (chance(missed[at] + rounds) - chance(missed[at])) / lives;
        }
        if hit {
            break;
        }
        missed[at] += rounds;
    }
    sum
}
