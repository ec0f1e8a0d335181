//! The uncertain inputs of a scenario: one entry for every number, instant, position and mixture that was written.

use super::quantity::{Dimension, Instant, Position, Quantity, Scope};
use super::source::SourceKind;
use serde::Serialize;
use std::marker::PhantomData;
use std::sync::Arc;

/// Index into [`Scenario::params`](super::Scenario).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ParamId(pub u32);

/// One written input with its provenance.
#[derive(Clone, Debug, Serialize)]
pub struct Param {
    /// Canonical path of the text (`types/s400-battalion/readiness/emplacing`): the key of a shared draw.
    pub path: String,
    /// What was written.
    pub spec: Spec,
    /// As written, without its sources.
    pub text: String,
    /// How often it is drawn.
    pub scope: Scope,
    /// Sources, primary first.
    pub sources: Vec<SourceRef>,
    /// Kind of the primary source.
    pub kind: SourceKind,
    /// `file:line:column` of the text; no part of the scenario's hash.
    pub at: String,
}

/// A source with the place in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SourceRef {
    /// The source's id.
    pub id: String,
    /// Row or page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spec {
    /// A number.
    Number(NumberSpec),
    /// An instant.
    Instant(Instant),
    /// A place on the earth.
    Position(Position),
    /// Weighted alternatives; the weights are what is uncertain here.
    Mix(MixSpec),
    /// The name of something else, chosen on the word of a source.
    Name(String),
}

/// A number as written, and what its field measures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NumberSpec {
    /// Spread, unit, scope.
    pub quantity: Quantity,
    /// What the field measures.
    pub dimension: Dimension,
}

/// Weighted alternatives at one path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MixSpec {
    /// Weights, summing to 1.
    pub weights: Vec<f64>,
    /// The alternatives if they are numbers or instants; empty if they are words or mappings.
    pub values: Vec<Spec>,
}

impl Spec {
    /// True if it can take more than one value.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        match self {
            Spec::Number(n) => !n.quantity.dist.is_point(),
            Spec::Instant(i) => {
                !matches!(i, Instant::At(_) | Instant::DDay { .. } | Instant::Relative { .. })
            }
            Spec::Position(_) | Spec::Name(_) => false,
            Spec::Mix(m) => m.weights.iter().filter(|w| **w > 0.0).count() > 1,
        }
    }
}

impl Param {
    /// True if it can take more than one value.
    #[must_use]
    pub fn is_uncertain(&self) -> bool {
        self.spec.is_uncertain()
    }

    /// True if it is a point that is not marked `exact`: no spread was stated.
    #[must_use]
    pub fn is_bare_point(&self) -> bool {
        match &self.spec {
            Spec::Number(n) => n.quantity.dist.is_point() && !n.quantity.exact,
            Spec::Position(p) => p.precision_m.is_none(),
            Spec::Instant(i) => matches!(i, Instant::At(_)),
            Spec::Mix(_) | Spec::Name(_) => false,
        }
    }

    /// The unit as written.
    #[must_use]
    pub fn unit(&self) -> Option<&str> {
        match &self.spec {
            Spec::Number(n) => n.quantity.unit.as_deref(),
            _ => None,
        }
    }

    /// The path with dots, as edits write it.
    #[must_use]
    pub fn dotted(&self) -> String {
        self.path.replace('/', ".")
    }
}

/// A field that holds a number of dimension `D`: which input, and under which name luck is drawn.
#[derive(Debug, Serialize)]
#[serde(bound = "")]
pub struct Num<D> {
    /// The input.
    pub param: ParamId,
    /// The field as used (`units/pvo-1/orders/redeploy/load/time`): the key of `each` and `each-unit`.
    pub field: Arc<str>,
    #[serde(skip)]
    dimension: PhantomData<D>,
}

impl<D> Clone for Num<D> {
    fn clone(&self) -> Self {
        Num { param: self.param, field: Arc::clone(&self.field), dimension: PhantomData }
    }
}

impl<D> Num<D> {
    /// The number of an input under a field name.
    pub fn new(param: ParamId, field: impl Into<Arc<str>>) -> Self {
        Num { param, field: field.into(), dimension: PhantomData }
    }

    /// The same input used under another field name.
    #[must_use]
    pub fn used_as(&self, field: impl Into<Arc<str>>) -> Self {
        Num::new(self.param, field)
    }
}

/// A field that holds an instant.
#[derive(Clone, Debug, Serialize)]
pub struct When {
    /// The input.
    pub param: ParamId,
    /// The field as used: the key of its draw if its scope is `each` or `each-unit`.
    pub field: Arc<str>,
}

/// A field that holds a position.
#[derive(Clone, Debug, Serialize)]
pub struct Where {
    /// The input.
    pub param: ParamId,
}
