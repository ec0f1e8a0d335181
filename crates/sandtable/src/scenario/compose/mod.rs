//! One tree from many files: includes, then `extends`, then edits by path.
//!
//! What a unit takes from its type is not merged here: the typed layer does that with [`merge`].

mod edit;
mod extends;
mod include;
mod merge;
mod variant;

pub use edit::Edit;
pub use merge::{is_remove, merge, merge_reporting};

use super::diagnostic::Diagnostic;
use super::node::{Node, Value};
use super::source_map::SourceMap;
use std::collections::BTreeSet;

/// Greatest number of files of one scenario.
pub const MAX_FILES: usize = 64;
/// Greatest number of files inside each other through `include:`.
pub const MAX_INCLUDE_DEPTH: usize = 16;

/// Where files come from: a folder, an archive, the built-in catalogue, a test.
pub trait Resolver {
    /// The text of a file by its name relative to the scenario's root, with `/`; `None` if there is
    /// none.
    ///
    /// The name has no `..`, no `.`, no backslash and no leading `/`: that is checked before.
    fn read(&self, name: &str) -> Option<String>;

    /// Names that could be meant, for the hint about a missing file.
    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Reads a scenario with all its includes, resolves `extends:` and applies the edits in order.
///
/// The tree is given even if there are errors in it, as long as there is one. A node that came
/// through `extends` keeps the [`Node::origin`] of its text; a node that replaced another has its
/// place in [`Node::replaced`]. The keys `include` and `extends` are gone. A `remove` in a map that
/// names a `type:` stays, because the typed layer merges the type under it.
///
/// # Errors
/// What [`parse`](super::parse::parse) gives, `root/form`, `include/…`, `extends/…`, `edit/path`,
/// `remove/nothing`, `limit/files`, `limit/depth`, `limit/size`, `limit/nodes`.
pub fn compose(
    root: &str,
    resolver: &dyn Resolver,
    edits: &[Edit],
    map: &mut SourceMap,
    out: &mut Vec<Diagnostic>,
) -> Option<Node> {
    composed(root, resolver, (None, edits), map, out).map(|composed| composed.tree)
}

/// A tree, and what is not in it because of mistakes that were reported.
pub(super) struct Composed {
    /// The tree.
    pub tree: Node,
    /// All files could be read.
    pub is_whole: bool,
    /// Paths of entries whose parent could not be found.
    pub halved: BTreeSet<String>,
}

/// As [`compose`], saying what is missing so that nobody misses it again.
pub(super) fn composed(
    root: &str,
    resolver: &dyn Resolver,
    (variant, edits): (Option<&str>, &[Edit]),
    map: &mut SourceMap,
    out: &mut Vec<Diagnostic>,
) -> Option<Composed> {
    let (mut tree, is_whole) = include::load(root, resolver, map, out)?;
    if !variant::apply(&mut tree, variant, map, out) {
        return None;
    }
    let mut halved = BTreeSet::new();
    if !extends::resolve(&mut tree, &mut halved, out) {
        return None;
    }
    for edit in edits {
        edit::apply(&mut tree, edit, map, out);
    }
    Some(Composed { tree, is_whole, halved })
}

/// Nodes of a tree, itself included; long texts and paths count as more, since inheriting copies
/// them.
fn count(node: &Node) -> usize {
    const BYTES_OF_ONE: usize = 256;
    let (text, inner) = match &node.value {
        Value::Scalar(text) => (text.len(), 0),
        Value::List(items) => (0, items.iter().map(count).sum()),
        Value::Map(entries) => (0, entries.iter().map(|e| count(&e.node)).sum()),
    };
    1 + (text + node.origin.len()) / BYTES_OF_ONE + inner
}

#[cfg(test)]
mod tests;
