//! Luck: numbers drawn at every use, or once per unit.

use super::realise::{Realisation, branch_of, instant_at, number_at};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::scenario::param::{Num, ParamId, Spec, When};
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
        match self.drawn(inputs, num.param, (&num.field, event)) {
            None => inputs.value(num),
            Some(drawn) => drawn.value(inputs, num.param),
        }
    }

    /// An instant, whatever its scope.
    #[must_use]
    pub fn time(self, inputs: &Realisation<'_>, when: &When) -> SimTime {
        match self.drawn(inputs, when.param, (&when.field, 0)) {
            None => inputs.time(when),
            Some(drawn) => drawn.time(inputs, when.param),
        }
    }

    /// The number of the branch that holds in a mixture, whatever its scope.
    #[must_use]
    pub fn branch_of(self, inputs: &Realisation<'_>, mix: ParamId, field: &Arc<str>) -> u32 {
        match self.drawn(inputs, mix, (field, 0)) {
            None => inputs.of(mix).branch,
            Some(drawn) => drawn.branch,
        }
    }

    /// How the value came about; empty if nothing was drawn because the number is certain.
    #[must_use]
    pub fn explain<D>(self, inputs: &Realisation<'_>, num: &Num<D>, event: u32) -> Vec<Draw> {
        self.explain_field(inputs, num.param, (&num.field, event))
    }

    /// As [`Luck::explain`], of any input under the field that uses it.
    #[must_use]
    pub fn explain_field(
        self,
        inputs: &Realisation<'_>,
        param: ParamId,
        (field, event): (&Arc<str>, u32),
    ) -> Vec<Draw> {
        if !inputs.scenario.param(param).is_uncertain() {
            return Vec::new();
        }
        let Some(drawn) = self.drawn(inputs, param, (field, event)) else {
            return inputs.explain(param);
        };
        let made = |purpose, u, value| Draw {
            field: Arc::clone(field),
            entity: Arc::clone(field),
            domain: Domain::Luck,
            index: self.index,
            purpose,
            event: drawn.event,
            u,
            value,
            param,
        };
        let spec = &inputs.scenario.param(param).spec;
        let chosen = drawn.spec(spec);
        let mut draws = Vec::new();
        if let Spec::Mix(_) = spec {
            draws.push(made(Purpose::EACH_BRANCH, drawn.branch_u, f64::from(drawn.branch)));
        }
        if let Some(chosen) = chosen.filter(|s| s.is_uncertain()) {
            let value = match chosen {
                Spec::Instant(_) => drawn.time(inputs, param).since_s(SimTime(0)),
                _ => drawn.value(inputs, param),
            };
            draws.push(made(drawn.purpose, drawn.u, value));
        }
        draws
    }

    /// The uniforms of an input that is luck; `None` for a shared one.
    fn drawn(
        self,
        inputs: &Realisation<'_>,
        param: ParamId,
        (field, event): (&Arc<str>, u32),
    ) -> Option<LuckDraw> {
        let param = inputs.scenario.param(param);
        let (purpose, event) = match param.scope {
            Scope::Shared => return None,
            Scope::EachUnit => (Purpose::EACH_UNIT, 0),
            Scope::Each => (Purpose::EACH, event),
        };
        let key = StreamKey::luck(self.seed, self.index);
        let of = |purpose| uniform(key, purpose, Entity::of_path(field), event, 0);
        let (mut branch, mut branch_u) = (0, 0.5);
        if let Spec::Mix(mix) = &param.spec {
            branch_u = of(Purpose::EACH_BRANCH);
            branch = branch_of(&mix.weights, branch_u);
        }
        Some(LuckDraw { purpose, event, u: of(purpose), branch, branch_u })
    }
}

/// Uniforms of an input that is luck, and the branch that they choose.
struct LuckDraw {
    purpose: Purpose,
    event: u32,
    u: f64,
    branch: u32,
    branch_u: f64,
}

impl LuckDraw {
    /// What holds: the input itself, or its branch if branches have values.
    fn spec<'s>(&self, spec: &'s Spec) -> Option<&'s Spec> {
        match spec {
            Spec::Mix(mix) => mix.values.get(self.branch as usize),
            other => Some(other),
        }
    }

    fn value(&self, inputs: &Realisation<'_>, param: ParamId) -> f64 {
        match self.spec(&inputs.scenario.param(param).spec) {
            Some(Spec::Number(number)) => number_at(number, self.u),
            _ => inputs.of(param).value,
        }
    }

    fn time(&self, inputs: &Realisation<'_>, param: ParamId) -> SimTime {
        match self.spec(&inputs.scenario.param(param).spec) {
            Some(Spec::Instant(instant)) => {
                instant_at((inputs.scenario, &inputs.drawn), instant, self.u)
            }
            _ => inputs.of(param).time,
        }
    }
}
