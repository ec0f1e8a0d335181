//! A logged draw drawn again from its key.

use super::luck::Domain;
use super::realise::{InputPoint, number_at, realise};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::resolved::Scenario;

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
            let Spec::Number(number) = &scenario.params[at].spec else { return None };
            let stream = StreamKey::luck(seed, key.index);
            let u =
                uniform(stream, Purpose(key.purpose), Entity::of_path(key.entity), key.event, 0);
            Some((u, number_at(number, u)))
        }
        Domain::Inputs => {
            let inputs = realise(scenario, &InputPoint::Plain { seed, index: key.index });
            let id = ParamId(u32::try_from(at).expect("nodes are limited to 200,000"));
            let draws = inputs.explain(id);
            let draw = draws.iter().find(|d| d.purpose.0 == key.purpose)?;
            Some((draw.u, draw.value))
        }
    }
}
