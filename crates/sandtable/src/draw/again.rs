//! A logged draw drawn again from its key.

use super::luck::{Domain, Luck};
use super::realise::{InputPoint, realise};
use crate::scenario::param::ParamId;
use crate::scenario::resolved::Scenario;
use std::sync::Arc;

/// What a log says of a draw.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawKey<'k> {
    /// Path of the input.
    pub input: &'k str,
    /// Path whose hash keyed the draw.
    pub entity: &'k str,
    /// Luck or inputs.
    pub domain: Domain,
    /// Replication of that domain.
    pub index: u32,
    /// Purpose by number.
    pub purpose: u16,
    /// Semantic number of the use.
    pub event: u32,
}

/// The uniform and the value in SI that a key gives; `None` if the scenario has no such input.
#[must_use]
pub fn draw_again(scenario: &Scenario, seed: u64, key: &DrawKey<'_>) -> Option<(f64, f64)> {
    let at = scenario.params.iter().position(|p| p.path == key.input)?;
    match key.domain {
        Domain::Luck => {
            let luck = Luck { seed, index: key.index };
            let inputs = realise(scenario, &InputPoint::Plain { seed, index: key.index });
            let field = Arc::from(key.entity);
            let draws = luck.explain_field(&inputs, id(at), (&field, key.event));
            let draw = draws.iter().find(|d| d.purpose.0 == key.purpose)?;
            Some((draw.u, draw.value))
        }
        Domain::Inputs => {
            let inputs = realise(scenario, &InputPoint::Plain { seed, index: key.index });
            let draws = inputs.explain(id(at));
            let draw = draws.iter().find(|d| d.purpose.0 == key.purpose)?;
            Some((draw.u, draw.value))
        }
    }
}

fn id(at: usize) -> ParamId {
    ParamId(u32::try_from(at).expect("nodes are limited to 200,000"))
}
