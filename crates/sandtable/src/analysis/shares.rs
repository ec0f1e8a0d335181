//! What share of the inputs each kind of source carries.

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

/// Counts the inputs of a scenario by kind.
#[must_use]
pub fn shares(scenario: &Scenario) -> Shares {
    let mut counts = BTreeMap::new();
    for param in &scenario.params {
        *counts.entry(param.kind).or_insert(0) += 1;
    }
    let bare_points = scenario.params.iter().filter(|p| p.is_bare_point()).count();
    Shares { inputs: scenario.params.len(), counts, bare_points }
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
