//! Mixes: `{mix: [[0.85, 8 @interfax], [0.15, 4]], weights: {source: estimate}}`. Structure, never
//! a scalar.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::quantity::Scope;
use crate::scenario::source_map::Span;

/// How far the weights' sum may be from 1.
const WEIGHT_SLACK: f64 = 1e-9;

/// The branches of a mix.
#[derive(Clone, Debug, PartialEq)]
pub struct Mix<'a> {
    /// Weight in [0, 1] and node of each branch, in order; the weights sum to 1 within 1e-9.
    pub branches: Vec<(f64, &'a Node)>,
    /// What stands at `weights:`, the source of the weights.
    pub weights: Option<&'a Node>,
    /// How often it is drawn: once for all who share the text, or for each use or unit.
    pub scope: Scope,
}

/// Whether a node is written as a mix: a map with the key `mix`.
#[must_use]
pub fn is_mix(node: &Node) -> bool {
    node.get("mix").is_some()
}

/// Reads a node that [`is_mix`].
///
/// # Errors
/// None with `mix/form` or `mix/weights`.
pub fn mix<'a>(node: &'a Node, out: &mut Vec<Diagnostic>) -> Option<Mix<'a>> {
    let entry = node.entry("mix")?;
    let known = |key: &str| matches!(key, "mix" | "weights" | "scope");
    if let Some(strange) = node.entries().iter().find(|e| !known(&e.key)) {
        let message = format!("a mix has no `{}`", strange.key);
        out.push(
            Diagnostic::error("mix/form", strange.key_span, message)
                .expected("`mix`, `weights`, `scope`"),
        );
        return None;
    }
    let Value::List(items) = &entry.node.value else {
        // A value that the parser refused is not refused twice.
        if !entry.node.is_absent() {
            out.push(bad_form(entry.node.span));
        }
        return None;
    };
    let strange = node.get("weights").and_then(|w| w.entries().iter().find(|e| e.key != "source"));
    if let Some(strange) = strange {
        let message = format!("`weights` has no `{}`", strange.key);
        out.push(
            Diagnostic::error("mix/form", strange.key_span, message)
                .expected("`weights: {source: id}`; each weight stands before its value"),
        );
        return None;
    }
    let mut branches = Vec::new();
    let mut good = !items.is_empty();
    if items.is_empty() {
        out.push(bad_form(entry.node.span));
    }
    for item in items {
        match branch(item, out) {
            Some(found) => branches.push(found),
            None => good = false,
        }
    }
    let sum: f64 = branches.iter().map(|(weight, _)| weight).sum();
    if good && (sum - 1.0).abs() > WEIGHT_SLACK {
        let message = format!("the weights sum to {sum}, not to 1");
        out.push(Diagnostic::error("mix/weights", entry.node.span, message));
        good = false;
    }
    let scope = scope(node, out)?;
    good.then(|| Mix { branches, weights: node.get("weights"), scope })
}

/// The word at `scope:`.
fn scope(node: &Node, out: &mut Vec<Diagnostic>) -> Option<Scope> {
    let Some(word) = node.get("scope") else { return Some(Scope::Shared) };
    match word.scalar() {
        Some("each") => Some(Scope::Each),
        Some("each-unit") => Some(Scope::EachUnit),
        _ => {
            let words = "the scope of a mix is not known";
            out.push(
                Diagnostic::error("mix/form", word.span, words)
                    .expected("`each` or `each-unit`; without `scope` it is drawn once for all"),
            );
            None
        }
    }
}

fn branch<'a>(item: &'a Node, out: &mut Vec<Diagnostic>) -> Option<(f64, &'a Node)> {
    let pair = match &item.value {
        Value::List(pair) => pair.as_slice(),
        _ => &[],
    };
    let [weight, value] = pair else {
        if !item.is_absent() {
            out.push(bad_form(item.span));
        }
        return None;
    };
    if is_mix(value) {
        out.push(
            Diagnostic::error("mix/form", value.span, "a mix inside a mix")
                .hint("write all branches in one list, with the products of the weights"),
        );
        return None;
    }
    let text = weight.scalar().unwrap_or("").trim();
    let number =
        (super::number::length(text) == Some(text.len())).then(|| text.parse::<f64>().ok());
    match number.flatten() {
        Some(x) if (0.0..=1.0).contains(&x) => Some((x, value)),
        _ => {
            if !weight.is_absent() {
                let message = format!("`{}` is not a weight", shown(text));
                let fault = Diagnostic::error("mix/weights", weight.span, message);
                out.push(fault.expected("a plain number in [0, 1]; its source goes to `weights:`"));
            }
            None
        }
    }
}

/// A mix that is not a list of pairs.
pub(crate) fn bad_form(span: Span) -> Diagnostic {
    Diagnostic::error("mix/form", span, "a mix is a list of pairs of weight and value")
        .hint("write `{mix: [[0.85, 8], [0.15, 4]]}`")
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}
