//! Lays a child over its parent: maps by key, everything else whole.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::scalar;
use crate::scenario::source_map::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Replaced places that a node remembers: a long chain of parents must not fill the memory.
const MAX_REPLACED: usize = 16;

/// The child laid over the parent, in silence; see [`merge_reporting`].
#[must_use]
pub fn merge(parent: &Node, child: &Node) -> Node {
    merge_reporting(parent, child, &mut Vec::new())
}

/// The child laid over the parent.
///
/// Maps merge by key; scalars, lists and mixes of the child replace the parent's whole, so that a value
/// never parts from its spread and source. `key: remove` deletes an inherited key. Inherited nodes keep
/// span, origin and the source that was handed down to them where they were written
/// ([`Node::inherited`]): a `source:` of the child covers the child's text only. A node that replaced
/// one has the other's place in [`Node::replaced`].
///
/// # Errors
/// A warning `remove/nothing` where there is nothing to remove.
#[must_use]
pub fn merge_reporting(parent: &Node, child: &Node, out: &mut Vec<Diagnostic>) -> Node {
    laid_over(parent, child, Removes::Final, out)
}

/// Whether a node says that an inherited key is to be deleted.
#[must_use]
pub fn is_remove(node: &Node) -> bool {
    node.scalar() == Some("remove")
}

/// What becomes of `remove`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Removes {
    /// It deletes, and is gone.
    Final,
    /// It deletes, and stays for a merge to come.
    Kept,
}

/// The child over the parent, with the fate of `remove`.
pub(super) fn laid_over(
    parent: &Node,
    child: &Node,
    removes: Removes,
    out: &mut Vec<Diagnostic>,
) -> Node {
    let (Value::Map(below), Value::Map(above)) = (&parent.value, &child.value) else {
        return replaced(parent, child);
    };
    if scalar::is_mix(parent) || scalar::is_mix(child) {
        return replaced(parent, child);
    }
    let over: BTreeMap<&str, &Entry> = above.iter().map(|e| (e.key.as_str(), e)).collect();
    let mut entries = Vec::with_capacity(below.len() + above.len());
    for entry in below {
        match over.get(entry.key.as_str()) {
            None => entries.push(entry.clone()),
            Some(own) if is_remove(&own.node) => {
                if removes == Removes::Kept {
                    entries
                        .push(Entry { node: replaced(&entry.node, &own.node), ..(*own).clone() });
                }
            }
            Some(own) => {
                let node = laid_over(&entry.node, &own.node, removes, out);
                entries.push(Entry { node, ..(*own).clone() });
            }
        }
    }
    let known: BTreeSet<&str> = below.iter().map(|e| e.key.as_str()).collect();
    for own in above.iter().filter(|e| !known.contains(e.key.as_str())) {
        if is_remove(&own.node) && removes == Removes::Final {
            out.push(nothing_to_remove(&own.key, own.node.span));
        } else {
            entries.push(own.clone());
        }
    }
    Node {
        span: child.span,
        value: Value::Map(entries),
        origin: child.origin.clone(),
        replaced: places(parent, child),
        inherited: child.inherited.clone(),
    }
}

/// The child in the place of the parent.
pub(super) fn replaced(parent: &Node, child: &Node) -> Node {
    let mut node = child.clone();
    node.replaced = places(parent, child);
    node
}

/// What a child replaces, nearest first.
fn places(parent: &Node, child: &Node) -> Vec<Span> {
    let all = child.replaced.iter().chain([&parent.span]).chain(&parent.replaced);
    all.copied().take(MAX_REPLACED).collect()
}

/// The warning about a `remove` without effect.
pub(super) fn nothing_to_remove(key: &str, span: Span) -> Diagnostic {
    Diagnostic::warning("remove/nothing", span, format!("there is no inherited `{key}` to remove"))
}
