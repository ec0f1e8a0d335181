//! Engagements of a drill: from acceptance to release, with their salvos; two at a time, and one too many.

use super::count;
use super::drill::{Disturbed, Drill};
use super::steps::Spread;
use crate::base::time::SimTime;
use crate::record::{Because, DecisionAct};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Opportunities that were taken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fire {
    /// Flights that a battery accepted.
    pub accepted: u32,
    /// Engagements: a flight may be accepted more than once.
    pub engagements: u32,
    /// Salvos.
    pub launches: u32,
    /// Rounds: electronic, in an exercise.
    pub rounds: u32,
    /// Salvos that were under way as the drill ended: nothing came of them.
    pub unresolved: u32,
    /// Rounds at a flight at which any were launched.
    pub rounds_per_target: Spread,
}

/// Two units engaged one flight at the same time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Double {
    /// Path of the flight.
    pub flight: String,
    /// The unit that accepted it first.
    pub first: String,
    /// The unit that accepted it while the first had it.
    pub second: String,
    /// When the second accepted it.
    pub time: String,
    /// How long both had it (s).
    pub overlap_s: f64,
    /// Both launched at it.
    pub both_launched: bool,
    /// What was out of order in the second engagement, or else in the first.
    pub disturbed: Option<Disturbed>,
}

/// A launch at a flight after a launch that would have destroyed it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Overkill {
    /// Path of the flight.
    pub flight: String,
    /// The unit whose salvo would have destroyed it.
    pub first: String,
    /// The unit that launched after that.
    pub second: String,
    /// When it launched.
    pub time: String,
    /// Rounds of that later salvo.
    pub rounds: u32,
    /// It launched after the first salvo had met the flight, not while that was under way.
    pub after_hit: bool,
    /// What was out of order in the later engagement, or else in the first.
    pub disturbed: Option<Disturbed>,
}

/// An engagement.
pub(super) struct Engagement<'l> {
    pub flight: &'l str,
    pub unit: &'l str,
    pub from: SimTime,
    pub until: SimTime,
    pub launches: Vec<Launch>,
    pub disturbed: Option<Disturbed>,
}

/// A salvo.
#[derive(Clone, Copy)]
pub(super) struct Launch {
    pub time: SimTime,
    pub rounds: u32,
    pub outcome: Option<Outcome>,
}

/// What came of a salvo.
#[derive(Clone, Copy)]
pub(super) struct Outcome {
    pub time: SimTime,
    pub hit: bool,
    /// It met the target inside the envelope.
    pub met: bool,
}

/// Engagements in order of acceptance. A unit has one at a time of a flight, and one salvo of it in the air.
pub(super) fn engagements<'l>(drill: &Drill<'l>) -> Vec<Engagement<'l>> {
    let mut all: Vec<Engagement<'l>> = Vec::new();
    let mut open: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut ordered: BTreeMap<(&str, &str), Option<Because>> = BTreeMap::new();
    for said in &drill.said {
        let Some(flight) = said.flight else { continue };
        let (row, key) = (said.row, (said.unit, flight));
        if row.act == DecisionAct::Assigns {
            let battery = row.other.as_deref().map_or("", super::drill::id_of);
            ordered.insert((battery, flight), row.because);
            continue;
        }
        if matches!(row.act, DecisionAct::Accepts | DecisionAct::Launches)
            && (row.act == DecisionAct::Accepts || !open.contains_key(&key))
        {
            open.insert(key, all.len());
            let because = row.because.or_else(|| ordered.get(&key).copied().flatten());
            all.push(Engagement {
                flight,
                unit: said.unit,
                from: said.time,
                until: drill.ends.max(said.time),
                launches: Vec::new(),
                disturbed: drill.disturbed(because),
            });
        }
        let Some(at) = open.get(&key).copied() else { continue };
        let fight = &mut all[at];
        match row.act {
            DecisionAct::Launches => {
                let (time, rounds) = (said.time, row.rounds.unwrap_or(1));
                fight.launches.push(Launch { time, rounds, outcome: None });
            }
            DecisionAct::Hits | DecisionAct::Misses => {
                let hit = row.act == DecisionAct::Hits;
                let outcome = Outcome { time: said.time, hit, met: row.chance.is_some() };
                let flying = fight.launches.iter_mut().find(|l| l.outcome.is_none());
                if let Some(launch) = flying {
                    launch.outcome = Some(outcome);
                }
            }
            DecisionAct::Releases => {
                fight.until = said.time;
                open.remove(&key);
            }
            DecisionAct::Waits => {}
            _ => continue,
        }
        if fight.disturbed.is_none() {
            fight.disturbed = drill.disturbed(row.because);
        }
    }
    all
}

pub(super) fn fire(fights: &[Engagement<'_>], engaged: &[&str]) -> Fire {
    let launches = || fights.iter().flat_map(|f| &f.launches);
    let of_target = engaged.iter().map(|flight| {
        let own = fights.iter().filter(|f| f.flight == *flight).flat_map(|f| &f.launches);
        own.map(|l| f64::from(l.rounds)).sum()
    });
    Fire {
        accepted: count(fights.iter().map(|f| f.flight).collect::<BTreeSet<_>>().len()),
        engagements: count(fights.len()),
        launches: count(launches().count()),
        rounds: launches().map(|l| l.rounds).sum(),
        unresolved: count(launches().filter(|l| l.outcome.is_none()).count()),
        rounds_per_target: Spread::of(of_target.collect()),
    }
}

pub(super) fn doubles(fights: &[Engagement<'_>]) -> Vec<Double> {
    let mut all = Vec::new();
    for (at, second) in fights.iter().enumerate() {
        for first in &fights[..at] {
            let others = first.flight == second.flight && first.unit != second.unit;
            if !others || first.until <= second.from {
                continue;
            }
            all.push(Double {
                flight: second.flight.to_owned(),
                first: first.unit.to_owned(),
                second: second.unit.to_owned(),
                time: second.from.to_iso(),
                overlap_s: first.until.min(second.until).since_s(second.from).max(0.0),
                both_launched: !first.launches.is_empty() && !second.launches.is_empty(),
                disturbed: second.disturbed.clone().or_else(|| first.disturbed.clone()),
            });
        }
    }
    all
}

pub(super) fn overkill(fights: &[Engagement<'_>]) -> Vec<Overkill> {
    let mut salvos: Vec<(&Engagement<'_>, Launch)> =
        fights.iter().flat_map(|f| f.launches.iter().map(move |l| (f, *l))).collect();
    // A stable sort: at one instant in order of acceptance.
    salvos.sort_by_key(|(_, launch)| launch.time);
    let mut fatal: BTreeMap<&str, (&Engagement<'_>, SimTime)> = BTreeMap::new();
    let mut all = Vec::new();
    for (fight, launch) in salvos {
        if let Some((first, hit_at)) = fatal.get(fight.flight) {
            all.push(Overkill {
                flight: fight.flight.to_owned(),
                first: first.unit.to_owned(),
                second: fight.unit.to_owned(),
                time: launch.time.to_iso(),
                rounds: launch.rounds,
                after_hit: launch.time >= *hit_at,
                disturbed: fight.disturbed.clone().or_else(|| first.disturbed.clone()),
            });
        } else if let Some(outcome) = launch.outcome.filter(|o| o.hit) {
            fatal.insert(fight.flight, (fight, outcome.time));
        }
    }
    all
}
