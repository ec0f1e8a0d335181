//! What share of the inputs each kind of source carries.

use super::acting::acting;
use crate::scenario::param::{Param, ParamId};
use crate::scenario::resolved::Scenario;
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
