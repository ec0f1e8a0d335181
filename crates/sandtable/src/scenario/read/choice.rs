//! Mixtures: `{mix: [[0.6, a], [0.4, b]], weights: {source: id}}`.

use super::param::{Entered, enter, mix_schema};
use super::{Read, Reader, shape, sources_of};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::{MixSpec, ParamId, SourceRef, Spec};
use crate::scenario::scalar;
use crate::scenario::source_map::Span;
use serde_json::{Value as Json, json};

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
            Choice::Mix { param, branches } => {
                // Every branch is looked at, so that each mistake is reported.
                let made: Vec<_> = branches.iter().map(&mut f).collect();
                Choice::Mix { param: *param, branches: made.into_iter().collect::<Option<_>>()? }
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
        let before = cx.out.len();
        let branches: Vec<_> =
            mix.branches.iter().filter_map(|(_, branch)| T::read(branch, at, cx)).collect();
        if branches.len() != mix.branches.len() {
            debug_assert!(cx.out.len() > before, "a branch that cannot be read says why");
            return None;
        }
        let weights: Vec<_> = mix.branches.iter().map(|(w, _)| *w).collect();
        let text = format!("mix of {} with weights {weights:?}", weights.len());
        let (sources, cited) = mix.sources;
        let spec = Spec::Mix(MixSpec { weights, values: Vec::new() });
        let param = enter(node, cx, Entered { spec, text, sources, cited });
        Some(Choice::Mix { param, branches })
    }

    fn schema() -> Json {
        json!({"anyOf": [T::schema(), mix_schema()]})
    }
}

/// A mixture as written.
pub(super) struct Mix<'n> {
    /// Weight and alternative.
    pub branches: Vec<(f64, &'n Node)>,
    /// Sources of the weights, and where they are cited.
    pub sources: (Vec<SourceRef>, Vec<Span>),
}

/// The mixture that a node is: `None` if it is none, `Some(None)` if it is a broken one.
pub(super) fn mix_of<'n>(node: &'n Node, cx: &mut Reader<'_>) -> Option<Option<Mix<'n>>> {
    let entry = node.entry("mix")?;
    Some(read_mix(node, &entry.node, cx))
}

const FORM: &str = "`{mix: [[0.85, 8], [0.15, 4]], weights: {source: id}}`";

fn broken<T>(span: Span, message: impl Into<String>, cx: &mut Reader<'_>) -> Option<T> {
    cx.fail(Diagnostic::error("mix/form", span, message).expected(FORM))
}

fn read_mix<'n>(node: &'n Node, list: &'n Node, cx: &mut Reader<'_>) -> Option<Mix<'n>> {
    for entry in node.entries() {
        if !["mix", "weights", "source"].contains(&entry.key.as_str()) {
            return broken(entry.key_span, format!("`{}` stands beside `mix`", entry.key), cx);
        }
    }
    let Value::List(rows) = &list.value else {
        return broken(list.span, format!("{} stands after `mix:`", shape(list)), cx);
    };
    let mut branches = Vec::with_capacity(rows.len());
    for row in rows {
        let Value::List(pair) = &row.value else {
            return broken(row.span, "a branch is not a pair", cx);
        };
        let [weight, branch] = pair.as_slice() else {
            return broken(row.span, "a branch is not a pair", cx);
        };
        if branch.entry("mix").is_some() {
            return cx.fail(
                Diagnostic::error("mix/nested", branch.span, "a mixture stands inside a mixture")
                    .hint("write one mixture with the products of the weights"),
            );
        }
        branches.push((weight_of(weight, cx)?, branch));
    }
    let sum: f64 = branches.iter().map(|(w, _)| w).sum();
    if branches.is_empty() || (sum - 1.0).abs() > 1e-9 {
        return cx.fail(
            Diagnostic::error("mix/weights", list.span, format!("the weights sum to {sum}"))
                .expected("weights that sum to 1"),
        );
    }
    let sources = weight_sources(node, cx)?;
    Some(Mix { branches, sources })
}

fn weight_of(node: &Node, cx: &mut Reader<'_>) -> Option<f64> {
    let parsed = node.scalar().and_then(|text| text.parse::<f64>().ok());
    match parsed.filter(|w| (0.0..=1.0).contains(w)) {
        Some(weight) => Some(weight),
        None => broken(node.span, "a branch begins with its weight, a number from 0 to 1", cx),
    }
}

fn weight_sources(node: &Node, cx: &mut Reader<'_>) -> Option<(Vec<SourceRef>, Vec<Span>)> {
    let Some(weights) = node.get("weights") else {
        return Some(sources_of(&[], node));
    };
    let cited = weights.get("source").and_then(|s| s.scalar().map(|text| (text, s.span)));
    let Some((text, span)) = cited else {
        return broken(weights.span, "`weights` names no source", cx);
    };
    let citation = scalar::bare_citation(text, span, &mut cx.out)?;
    Some(sources_of(&[citation], node))
}
