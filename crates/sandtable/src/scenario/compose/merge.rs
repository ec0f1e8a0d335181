//! Lays a child over its parent: maps by key, everything else whole.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::scalar;
use crate::scenario::source_map::Span;
use std::collections::BTreeMap;

/// The child laid over the parent, in silence; see [`merge_reporting`].
#[must_use]
pub fn merge(parent: &Node, child: &Node) -> Node {
    merge_reporting(parent, child, &mut Vec::new())
}

/// The child laid over the parent.
///
/// Maps merge by key; scalars, lists and mixes of the child replace the parent's whole, so that a value
/// never parts from its spread and source. `key: remove` deletes an inherited key. Inherited nodes keep
/// span and origin; a node that replaced one has the other's place in [`Node::replaced`]. If both maps
/// have a `source:`, the child's covers the child's text only: an inherited node then carries its own in
/// [`Node::source`].
///
/// # Errors
/// A warning `remove/nothing` where there is nothing to remove.
#[must_use]
pub fn merge_reporting(parent: &Node, child: &Node, out: &mut Vec<Diagnostic>) -> Node {
    laid_over(parent, child, None, Removes::Final, out)
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

/// `cover` is the `source:` above the parent that a `source:` of the child has pushed aside.
pub(super) fn laid_over(
    parent: &Node,
    child: &Node,
    cover: Option<&Node>,
    removes: Removes,
    out: &mut Vec<Diagnostic>,
) -> Node {
    let (Value::Map(below), Value::Map(above)) = (&parent.value, &child.value) else {
        return replaced(parent, child);
    };
    if scalar::is_mix(parent) || scalar::is_mix(child) {
        return replaced(parent, child);
    }
    let cover = match (parent.get("source"), child.get("source")) {
        (Some(own), Some(_)) => Some(own),
        // The inner source of the parent is merged like any key and covers by itself.
        (Some(_), None) => None,
        // A map that was itself inherited brings its cover along.
        (None, _) => parent.source.as_deref().or(cover),
    };
    let over: BTreeMap<&str, &Entry> = above.iter().map(|e| (e.key.as_str(), e)).collect();
    let mut entries = Vec::with_capacity(below.len() + above.len());
    for entry in below {
        match over.get(entry.key.as_str()) {
            None => entries.push(Entry {
                node: covered(&entry.node, cover),
                ..entry.clone()
            }),
            Some(own) if is_remove(&own.node) => {
                if removes == Removes::Kept {
                    entries.push(Entry {
                        node: replaced(&entry.node, &own.node),
                        ..(*own).clone()
                    });
                }
            }
            Some(own) => {
                let node = laid_over(&entry.node, &own.node, cover, removes, out);
                entries.push(Entry {
                    node,
                    ..(*own).clone()
                });
            }
        }
    }
    let known: BTreeMap<&str, ()> = below.iter().map(|e| (e.key.as_str(), ())).collect();
    for own in above.iter().filter(|e| !known.contains_key(e.key.as_str())) {
        if is_remove(&own.node) && removes == Removes::Final {
            out.push(nothing_to_remove(&own.key, own.node.span));
        } else {
            entries.push(own.clone());
        }
    }
    Node {
        value: Value::Map(entries),
        ..replaced(parent, child)
    }
}

/// The child in the place of the parent.
pub(super) fn replaced(parent: &Node, child: &Node) -> Node {
    let mut node = child.clone();
    node.replaced.push(parent.span);
    node.replaced.extend(&parent.replaced);
    node
}

/// An inherited node with the source that covered it where it was written.
fn covered(node: &Node, cover: Option<&Node>) -> Node {
    let mut node = node.clone();
    if let (Some(cover), None) = (cover, &node.source)
        && node.get("source").is_none()
    {
        node.source = Some(Box::new(cover.clone()));
    }
    node
}

/// The warning about a `remove` without effect.
pub(super) fn nothing_to_remove(key: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        "remove/nothing",
        span,
        format!("there is no inherited `{key}` to remove"),
    )
}
