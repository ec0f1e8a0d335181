//! Edits by path: `units.pvo-1.rail.rate` set to a value, or deleted with `remove`.

use super::merge::{Removes, is_remove, laid_over, nothing_to_remove, replaced};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::parse::{is_key, parse};
use crate::scenario::scalar;
use crate::scenario::source_map::{SourceMap, Span};
use crate::scenario::suggest;

/// More texts than this do not fit into a [`SourceMap`].
const MAX_TEXTS: usize = 60_000;

/// One change of a scenario from outside its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Ids joined by dots: `units.pvo-1.rail.rate`.
    pub path: String,
    /// The new value: a scalar or a flow value of YAML; `remove` deletes.
    pub text: String,
    /// The name under which diagnostics show the text, such as `--set 1`.
    pub label: String,
}

/// Applies one edit.
///
/// Maps merge by key, everything else is replaced whole. A missing last key is created if its map
/// exists in the tree or in the entry's type.
///
/// # Errors
/// `edit/path`, `remove/nothing`, `limit/files` and what parsing the text gives.
pub(super) fn apply(tree: &mut Node, edit: &Edit, map: &mut SourceMap, out: &mut Vec<Diagnostic>) {
    if map.files().len() >= MAX_TEXTS {
        let message = format!("more than {MAX_TEXTS} edits");
        out.push(Diagnostic::error("limit/files", Span::default(), message));
        return;
    }
    let file = map.add(edit.label.clone(), edit.text.as_str());
    let place = Span { file, start: 0, end: map.file(file).text.len() as u32 };
    let steps: Vec<&str> = edit.path.split('.').collect();
    if let Some(bad) = steps.iter().find(|step| !is_key(step)) {
        let message = format!("`{}`: `{bad}` is not an id", edit.path);
        out.push(Diagnostic::error("edit/path", place, message).expected("ids joined by dots"));
        return;
    }
    let Some(mut node) = parse(file, &edit.text, out) else {
        return;
    };
    rebase(&mut node, &steps.join("/"));
    let under = Under { kind: type_of(tree, &steps), plan: plan_of(tree, &steps) };
    let mut walk = Walk { steps: &steps, place, below: None };
    let Some(parent) = walk.parent(tree, &under, out) else { return };
    walk.set(parent, node.clone(), out);
    // What took this text over by `extends` shares it: its path is its name, and its draw.
    if !is_remove(&node) {
        reach_copies(tree, &leaves(&node));
    }
}

/// The values of a tree with the paths of their texts.
fn leaves(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::Map(entries) if !scalar::is_mix(node) => {
            entries.iter().flat_map(|e| leaves(&e.node)).collect()
        }
        _ => vec![node],
    }
}

/// Puts edited values in the place of every copy of the same text.
fn reach_copies(node: &mut Node, edited: &[&Node]) {
    if let Some(new) = edited.iter().find(|new| new.origin == node.origin && new.span != node.span)
        && !matches!(&node.value, Value::Map(_) if !scalar::is_mix(node))
    {
        *node = replaced(node, new);
        return;
    }
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|n| reach_copies(n, edited)),
        Value::Map(entries) => entries.iter_mut().for_each(|e| reach_copies(&mut e.node, edited)),
    }
}

/// The type of the entry to which a path leads: what the entry inherits later.
fn type_of(tree: &Node, steps: &[&str]) -> Option<Node> {
    let entry = tree.get(steps.first()?)?.get(steps.get(1)?)?;
    let name = entry.get("type")?.scalar()?.split(' ').next()?;
    tree.get("types")?.get(name).cloned()
}

/// The plan of the order to which a path leads: what the order inherits later.
fn plan_of(tree: &Node, steps: &[&str]) -> Option<Node> {
    let [section, unit, "orders", order, ..] = steps else { return None };
    let order = tree.get(section)?.get(unit)?.get("orders")?.get(order)?;
    let name = order.get("plan")?.scalar()?.split(' ').next()?;
    tree.get("plans")?.get(name).cloned()
}

/// What the typed layer lays under parts of a path later.
struct Under {
    /// Under the unit.
    kind: Option<Node>,
    /// Under the unit's order.
    plan: Option<Node>,
}

/// Puts a path before the origins of a tree.
fn rebase(node: &mut Node, path: &str) {
    node.origin =
        if node.origin.is_empty() { path.to_owned() } else { format!("{path}/{}", node.origin) };
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| rebase(item, path)),
        Value::Map(entries) => entries.iter_mut().for_each(|entry| rebase(&mut entry.node, path)),
    }
}

/// A walk along a path, with the node of the type or plan below the current one where there is one.
struct Walk<'a> {
    steps: &'a [&'a str],
    place: Span,
    below: Option<&'a Node>,
}

impl<'a> Walk<'a> {
    /// The map that holds the last step.
    fn parent<'t>(
        &mut self,
        tree: &'t mut Node,
        under: &'a Under,
        out: &mut Vec<Diagnostic>,
    ) -> Option<&'t mut Node> {
        let mut node = tree;
        for index in 0..self.steps.len() {
            match index {
                2 => self.below = under.kind.as_ref(),
                4 => self.below = under.plan.as_ref().or(self.below),
                _ => {}
            }
            if let Some(fault) = self.cannot_enter(node, index) {
                out.push(fault);
                return None;
            }
            if index + 1 == self.steps.len() {
                return Some(node);
            }
            let step = self.steps[index];
            let siblings = self.below;
            self.below = self.below.and_then(|b| b.get(step));
            if node.get(step).is_none() {
                if !self.below.is_some_and(|b| matches!(b.value, Value::Map(_))) {
                    out.push(self.unknown_step((node, siblings), index));
                    return None;
                }
                let origin = self.steps[..=index].join("/");
                self.push(
                    node,
                    step,
                    Node {
                        value: Value::Map(Vec::new()),
                        ..Node::scalar_at(self.place, "", origin)
                    },
                );
            }
            let Value::Map(entries) = &mut node.value else {
                return None;
            };
            node = entries.iter_mut().find(|e| e.key == step).map(|e| &mut e.node)?;
        }
        None
    }

    fn cannot_enter(&self, node: &Node, index: usize) -> Option<Diagnostic> {
        let what = match &node.value {
            Value::Map(_) if scalar::is_mix(node) => "is a mix, which is replaced whole",
            Value::Map(_) => return None,
            Value::List(_) => "is a list, which is replaced whole",
            Value::Scalar(_) if is_remove(node) => "is removed",
            Value::Scalar(_) => "is a value, not a map",
        };
        let message =
            format!("`{}`: `{}` {what}", self.steps.join("."), self.steps[..index].join("."));
        Some(Diagnostic::error("edit/path", self.place, message).related(node.span, "here"))
    }

    fn unknown_step(&self, (node, inherited): (&Node, Option<&Node>), index: usize) -> Diagnostic {
        let step = self.steps[index];
        let whole = self.steps.join(".");
        let message = match index {
            0 => format!("`{whole}`: the scenario has no `{step}`"),
            _ => format!("`{whole}`: `{}` has no `{step}`", self.steps[..index].join(".")),
        };
        let fault = Diagnostic::error("edit/path", self.place, message);
        let inherited = inherited.iter().flat_map(|n| n.entries());
        let known = node.entries().iter().chain(inherited).map(|e| e.key.as_str());
        match suggest::nearest(step, known) {
            Some(near) => fault.hint(format!("did you mean `{near}`?")),
            None => fault,
        }
    }

    /// Sets the last step of the path in its map.
    fn set(&self, parent: &mut Node, node: Node, out: &mut Vec<Diagnostic>) {
        let Some(leaf) = self.steps.last() else {
            return;
        };
        let inherits = self.below.is_some_and(|b| b.get(leaf).is_some());
        let Value::Map(entries) = &mut parent.value else {
            return;
        };
        let present = entries.iter().position(|e| e.key == *leaf);
        match (present, is_remove(&node)) {
            // What the type has too must stay marked, or it would come back.
            (Some(at), true) if !inherits => {
                entries.remove(at);
            }
            (Some(at), true) => entries[at].node = replaced(&entries[at].node, &node),
            (Some(at), false) => {
                let removes = if self.below.is_some() { Removes::Kept } else { Removes::Final };
                entries[at].node = laid_over(&entries[at].node, &node, removes, out);
            }
            (None, true) if !inherits => {
                out.push(nothing_to_remove(&self.steps.join("."), self.place))
            }
            (None, _) => self.push(parent, leaf, node),
        }
    }

    fn push(&self, parent: &mut Node, key: &str, node: Node) {
        if let Value::Map(entries) = &mut parent.value {
            entries.push(Entry { key: key.to_owned(), key_span: self.place, node });
        }
    }
}
