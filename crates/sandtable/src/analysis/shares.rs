//! What share of the inputs each kind of source carries.

use super::acting::acting;
use crate::scenario::param::{Param, ParamId};
use crate::scenario::resolved::{Scenario, TaskKind, Weapon};
use crate::scenario::source::SourceKind;
use std::collections::BTreeMap;

/// Inputs by the kind of their primary source.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares {
    /// All inputs.
    pub inputs: usize,
    /// Inputs of each kind that occurs.
    pub counts: BTreeMap<SourceKind, usize>,
    /// Points without a stated spread that are not marked exact.
    pub bare_points: usize,
}

/// Counts all inputs of a scenario by kind.
#[must_use]
pub fn shares(scenario: &Scenario) -> Shares {
    count(scenario.params.iter())
}

/// Counts the inputs that the dates of units can depend on: those of their orders, vehicles, steps, of the
/// stations and roads on their way. Coordinates, claims and unused entries are left out.
#[must_use]
pub fn acting_shares(scenario: &Scenario) -> Shares {
    count(acting(scenario).into_iter().map(|id| scenario.param(id)))
}

/// Counts the inputs that what radars see can depend on, beside where and when units are: of radars that look,
/// of targets and traffic, of links, of rules and the air.
#[must_use]
pub fn seeing_shares(scenario: &Scenario) -> Shares {
    count_once(scenario, seeing(scenario))
}

/// Counts the inputs that engagements can depend on: those of what radars see, of crews, of the weapons that shoot, of
/// how many targets come and when.
#[must_use]
pub fn engaging_shares(scenario: &Scenario) -> Shares {
    let mut ids = seeing(scenario);
    for unit in &scenario.units {
        if let Some(crew) = &unit.fire.crew {
            ids.extend([crew.operators.param, crew.identification.param, crew.assignment.param]);
            let mistakes = [&crew.called_hostile, &crew.called_neutral];
            ids.extend(mistakes.into_iter().flatten().map(|n| n.param));
        }
        // Of several weapons the first shoots.
        ids.extend(unit.fire.weapons.first().map(shooting).unwrap_or_default());
        ids.extend(unit.fire.no_fire.iter().flat_map(|n| [n.from.param, n.to.param]));
    }
    for task in scenario.tasks.iter().filter(|t| t.kind == TaskKind::AirDrill) {
        ids.extend(task.targets.iter().map(|n| n.param));
        ids.extend(task.interval.iter().map(|n| n.param));
    }
    count_once(scenario, ids)
}

/// The inputs of a weapon.
fn shooting(weapon: &Weapon) -> Vec<ParamId> {
    let w = weapon;
    let mut ids = vec![
        w.range.param,
        w.least_range.param,
        w.speed.param,
        w.targets.param,
        w.ready.param,
        w.reaction.param,
        w.kill.param,
    ];
    let lengths = [&w.lowest, &w.highest, &w.crossing];
    ids.extend(lengths.into_iter().flatten().map(|n| n.param));
    let counts = [&w.missiles, &w.launchers, &w.cranes, &w.stock, &w.salvo, &w.looks];
    ids.extend(counts.into_iter().flatten().map(|n| n.param));
    ids.extend([&w.reload, &w.assess].into_iter().flatten().map(|n| n.param));
    let chances = [&w.kill_low, &w.common_failure, &w.called_killed, &w.called_missed];
    ids.extend(chances.into_iter().flatten().map(|n| n.param));
    ids
}

/// The inputs that what radars see can depend on; some more than once.
fn seeing(scenario: &Scenario) -> Vec<ParamId> {
    let mut ids: Vec<ParamId> = Vec::new();
    for unit in &scenario.units {
        for radar in &unit.radars {
            radar.values(|param, _| ids.push(param));
        }
        if let Some(target) = &unit.target {
            ids.extend([target.rcs.param, target.height.param, target.speed.param]);
            ids.extend(target.aspects.iter().flat_map(|(angle, f)| [angle.param, f.param]));
            ids.extend(target.bands.iter().map(|(_, factor)| factor.param));
            let noise = target.noise.iter();
            ids.extend(noise.flat_map(|n| [n.ratio.param, n.at.param, n.sidelobe.param]));
        }
        if let Some(link) = unit.link.as_ref().filter(|_| unit.parent.is_some()) {
            ids.push(link.latency.param);
            ids.extend(link.loss.iter().map(|n| n.param));
            ids.extend(link.retries.iter().map(|n| n.param));
        }
    }
    ids.extend(scenario.traffic.iter().map(|t| t.rate.param));
    if let Some(air) = &scenario.air {
        ids.extend([air.hits.param, air.looks.param, air.misses.param, air.refraction.param]);
        ids.extend(air.plan_within.iter().map(|n| n.param));
    }
    ids
}

fn count_once(scenario: &Scenario, mut ids: Vec<ParamId>) -> Shares {
    ids.sort_unstable();
    ids.dedup();
    count(ids.into_iter().map(|id| scenario.param(id)))
}

fn count<'p>(params: impl Iterator<Item = &'p Param>) -> Shares {
    let mut shares = Shares { inputs: 0, counts: BTreeMap::new(), bare_points: 0 };
    for param in params {
        shares.inputs += 1;
        *shares.counts.entry(param.kind).or_insert(0) += 1;
        shares.bare_points += usize::from(param.is_bare_point());
    }
    shares
}

impl Shares {
    /// The fraction of a kind, in [0, 1].
    #[must_use]
    pub fn fraction(&self, kind: SourceKind) -> f64 {
        let count = self.counts.get(&kind).copied().unwrap_or(0);
        if self.inputs == 0 { 0.0 } else { count as f64 / self.inputs as f64 }
    }

    /// The fraction that rests on no source that was read: recalled, assumed or notional.
    #[must_use]
    pub fn unsourced(&self) -> f64 {
        [SourceKind::Recalled, SourceKind::Assumed, SourceKind::Notional]
            .into_iter()
            .map(|kind| self.fraction(kind))
            .sum()
    }
}
