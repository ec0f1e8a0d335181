//! Luck: numbers drawn at every use, or once per unit.

use super::realise::{Realisation, number_at};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::scenario::param::{Num, ParamId, Spec};
use crate::scenario::quantity::Scope;
use std::sync::Arc;

/// Which draws of which seed are this replication's luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    /// Seed.
    pub seed: u64,
    /// (Inner) replication.
    pub index: u32,
}

/// Which family of draws a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Luck of the replication.
    Luck,
    /// Inputs of the replication.
    Inputs,
}

impl Domain {
    /// Stable name in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Domain::Luck => "luck",
            Domain::Inputs => "inputs",
        }
    }
}

/// A value with everything needed to draw it again.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// The field, for people.
    pub field: Arc<str>,
    /// The path whose hash keyed the draw.
    pub entity: Arc<str>,
    /// Luck or inputs.
    pub domain: Domain,
    /// Replication of that domain.
    pub index: u32,
    /// Purpose of the draw.
    pub purpose: Purpose,
    /// Semantic number of the use.
    pub event: u32,
    /// The uniform.
    pub u: f64,
    /// The value in SI; an instant in seconds since 1970; a branch by its number.
    pub value: f64,
    /// The input.
    pub param: ParamId,
}

impl Luck {
    /// The value in SI of a number at its `event`-th use, whatever its scope.
    #[must_use]
    pub fn value<D>(self, inputs: &Realisation<'_>, num: &Num<D>, event: u32) -> f64 {
        match self.uniform(inputs, num, event) {
            None => inputs.value(num),
            Some((_, _, u)) => value_at(inputs, num.param, u),
        }
    }

    /// How the value came about; empty if nothing was drawn because the number is certain.
    #[must_use]
    pub fn explain<D>(self, inputs: &Realisation<'_>, num: &Num<D>, event: u32) -> Vec<Draw> {
        if !inputs.scenario.param(num.param).is_uncertain() {
            return Vec::new();
        }
        let Some((purpose, event, u)) = self.uniform(inputs, num, event) else {
            return inputs.explain(num.param);
        };
        vec![Draw {
            field: Arc::clone(&num.field),
            entity: Arc::clone(&num.field),
            domain: Domain::Luck,
            index: self.index,
            purpose,
            event,
            u,
            value: value_at(inputs, num.param, u),
            param: num.param,
        }]
    }

    /// Purpose, event and uniform of a number that is luck; `None` for a shared number.
    fn uniform<D>(
        self,
        inputs: &Realisation<'_>,
        num: &Num<D>,
        event: u32,
    ) -> Option<(Purpose, u32, f64)> {
        let (purpose, event) = match inputs.scenario.param(num.param).scope() {
            Scope::Shared => return None,
            Scope::EachUnit => (Purpose::EACH_UNIT, 0),
            Scope::Each => (Purpose::EACH, event),
        };
        let key = StreamKey::luck(self.seed, self.index);
        Some((purpose, event, uniform(key, purpose, Entity::of_path(&num.field), event, 0)))
    }
}

fn value_at(inputs: &Realisation<'_>, param: ParamId, u: f64) -> f64 {
    match &inputs.scenario.param(param).spec {
        Spec::Number(number) => number_at(number, u),
        // Only numbers have a scope other than shared.
        _ => inputs.of(param).value,
    }
}
