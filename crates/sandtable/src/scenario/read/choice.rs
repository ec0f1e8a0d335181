//! Mixtures: `{mix: [[0.6, a], [0.4, b]], weights: {source: id}}`.

use super::param::{Entered, enter, mix_schema};
use super::{Read, Reader, sources_of};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, split_locator};
use crate::scenario::param::{MixSpec, ParamId, SourceRef, Spec};
use crate::scenario::quantity::Scope;
use crate::scenario::scalar;
use crate::scenario::source_map::Span;
use serde_json::{Value as Json, json};
use std::sync::Arc;

/// One thing, or weighted alternatives of which a replication has one.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice<T> {
    /// Certain.
    One(T),
    /// Drawn once per replication.
    Mix {
        /// The input that holds the weights.
        param: ParamId,
        /// The field as used: the key of its draw if its scope is `each` or `each-unit`.
        field: Arc<str>,
        /// The alternatives in order of writing.
        branches: Vec<T>,
    },
}

impl<T> Choice<T> {
    /// All alternatives.
    #[must_use]
    pub fn branches(&self) -> &[T] {
        match self {
            Choice::One(only) => std::slice::from_ref(only),
            Choice::Mix { branches, .. } => branches,
        }
    }

    /// The same choice over something made from each alternative; `None` if one cannot be made.
    pub fn try_map<U>(&self, mut f: impl FnMut(&T) -> Option<U>) -> Option<Choice<U>> {
        Some(match self {
            Choice::One(only) => Choice::One(f(only)?),
            Choice::Mix { param, field, branches } => {
                // Every branch is looked at, so that each mistake is reported.
                let made: Vec<_> = branches.iter().map(&mut f).collect();
                let (param, field) = (*param, Arc::clone(field));
                Choice::Mix { param, field, branches: made.into_iter().collect::<Option<_>>()? }
            }
        })
    }
}

impl<T: Read> Read for Choice<T> {
    fn read(node: &Node, at: &str, cx: &mut Reader<'_>) -> Option<Self> {
        let Some(mix) = mix_of(node, cx) else {
            return T::read(node, at, cx).map(Choice::One);
        };
        let mix = mix?;
        let branches: Vec<_> =
            mix.branches.iter().filter_map(|(_, branch)| T::read(branch, at, cx)).collect();
        // Each branch that cannot be read has said why, here or in the parser.
        if branches.len() != mix.branches.len() {
            return None;
        }
        let weights: Vec<_> = mix.branches.iter().map(|(w, _)| *w).collect();
        let text = format!("mix of {} with weights {weights:?}", weights.len());
        let (sources, cited) = mix.sources;
        let spec = Spec::Mix(MixSpec { weights, values: Vec::new() });
        let param = enter(node, cx, Entered { spec, text, sources, cited, scope: mix.scope });
        Some(Choice::Mix { param, field: at.into(), branches })
    }

    fn schema() -> Json {
        json!({"anyOf": [T::schema(), mix_schema()]})
    }
}

/// A mixture as written.
pub(super) struct Mix<'n> {
    /// Weight and alternative.
    pub branches: Vec<(f64, &'n Node)>,
    /// How often it is drawn.
    pub scope: Scope,
    /// Sources of the weights, and where they are cited.
    pub sources: (Vec<SourceRef>, Vec<Span>),
}

/// The mixture that a node is: `None` if it is none, `Some(None)` if it is a broken one.
pub(super) fn mix_of<'n>(node: &'n Node, cx: &mut Reader<'_>) -> Option<Option<Mix<'n>>> {
    scalar::is_mix(node).then(|| {
        let mix = scalar::mix(node, &mut cx.out)?;
        let sources = weight_sources(node, mix.weights, cx)?;
        Some(Mix { branches: mix.branches, scope: mix.scope, sources })
    })
}

/// The source of the weights: their own, else that of the mapping around the mixture.
fn weight_sources(
    node: &Node,
    weights: Option<&Node>,
    cx: &mut Reader<'_>,
) -> Option<(Vec<SourceRef>, Vec<Span>)> {
    let Some(weights) = weights else { return Some(sources_of(&[], node)) };
    let Some((text, span)) = weights.get("source").and_then(|s| Some((s.scalar()?, s.span))) else {
        return cx.fail(
            Diagnostic::error("mix/form", weights.span, "`weights` names no source")
                .expected("`weights: {source: id}`"),
        );
    };
    let (id, locator) = split_locator(text);
    Some((vec![SourceRef { id, locator }], vec![span]))
}
