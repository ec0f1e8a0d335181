//! `extends: parent`: an entry of a section takes over another of the same section.

use super::count;
use super::merge::{Removes, laid_over};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Entry, Node, Value};
use crate::scenario::parse::MAX_NODES;
use crate::scenario::source_map::Span;
use crate::scenario::suggest;
use std::collections::{BTreeMap, BTreeSet};

/// Resolves all `extends:` of a tree and takes the key away; false if the tree grew beyond the
/// limit.
///
/// `halved` gets the paths of entries whose parent, or a parent's parent, could not be found.
pub(super) fn resolve(
    tree: &mut Node,
    halved: &mut BTreeSet<String>,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let mut nodes = count(tree);
    let Value::Map(sections) = &mut tree.value else {
        return true;
    };
    for section in sections {
        if let Value::Map(entries) = &mut section.node.value {
            let (parents, mut lost) = parents(entries, out);
            if parents.iter().any(Option::is_some)
                && !resolve_section(entries, (parents, &mut lost), &mut nodes, out)
            {
                return false;
            }
            let ids = entries.iter().zip(&lost).filter(|(_, lost)| **lost);
            halved.extend(ids.map(|(entry, _)| format!("{}/{}", section.key, entry.key)));
        }
    }
    true
}

/// So many unknown parents of a section get a suggestion.
const MAX_HINTS: usize = 20;

/// Index of a parent and where it is named.
type Parent = Option<(usize, Span)>;

/// Takes `extends` out of each entry and looks the parents up; says which could not be found.
fn parents(entries: &mut [Entry], out: &mut Vec<Diagnostic>) -> (Vec<Parent>, Vec<bool>) {
    let ids: BTreeMap<String, usize> =
        entries.iter().enumerate().map(|(i, e)| (e.key.clone(), i)).collect();
    let mut parents = Vec::with_capacity(entries.len());
    let mut lost = Vec::with_capacity(entries.len());
    let mut hints = MAX_HINTS;
    for entry in entries {
        let named = match &mut entry.node.value {
            Value::Map(fields) => {
                fields.iter().position(|f| f.key == "extends").map(|at| fields.remove(at).node)
            }
            _ => None,
        };
        let is_named = named.is_some();
        let found = named.and_then(|node| parent(&node, &ids, &mut hints, out));
        lost.push(is_named && found.is_none());
        parents.push(found);
    }
    (parents, lost)
}

fn parent(
    node: &Node,
    ids: &BTreeMap<String, usize>,
    hints: &mut usize,
    out: &mut Vec<Diagnostic>,
) -> Parent {
    if node.is_absent() {
        return None;
    }
    let Some(name) = node.scalar() else {
        let message = "`extends` names one parent";
        out.push(
            Diagnostic::error("extends/form", node.span, message)
                .expected("one id of this section"),
        );
        return None;
    };
    if let Some(index) = ids.get(name) {
        return Some((*index, node.span));
    }
    let shown: String = name.chars().take(60).collect();
    let fault = Diagnostic::error(
        "extends/unknown",
        node.span,
        format!("there is no `{shown}` in this section"),
    );
    // Each suggestion looks at every id, so a file of nothing but unknown parents must not get them
    // all.
    let near = match *hints {
        0 => None,
        _ => suggest::nearest(name, ids.keys().map(String::as_str)),
    };
    *hints = hints.saturating_sub(1);
    out.push(match near {
        Some(near) => fault.hint(format!("did you mean `{near}`?")).patch(near),
        None => fault,
    });
    None
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    OnChain,
    Done,
}

fn resolve_section(
    entries: &mut [Entry],
    (mut parents, lost): (Vec<Parent>, &mut [bool]),
    nodes: &mut usize,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let mut states = vec![State::New; entries.len()];
    for start in 0..entries.len() {
        let mut chain = Vec::new();
        let mut at = Some(start);
        while let Some(index) = at {
            match states[index] {
                State::Done => break,
                State::OnChain => {
                    let from = chain.iter().position(|i| *i == index).unwrap_or(0);
                    chain[from..].iter().for_each(|i| lost[*i] = true);
                    out.push(break_cycle(index, &chain, entries, &mut parents));
                    break;
                }
                State::New => {}
            }
            states[index] = State::OnChain;
            chain.push(index);
            at = parents[index].map(|(parent, _)| parent);
        }
        // The end of the chain has no parent left to wait for.
        while let Some(index) = chain.pop() {
            states[index] = State::Done;
            let Some((parent, place)) = parents[index] else {
                continue;
            };
            lost[index] |= lost[parent];
            let child = &entries[index].node;
            let before = count(child);
            // A type is merged under its unit later, and must find what the unit does not want.
            let typed = child.get("type").is_some() || entries[parent].node.get("type").is_some();
            let removes = if typed { Removes::Kept } else { Removes::Final };
            let merged = laid_over(&entries[parent].node, child, removes, out);
            *nodes = (*nodes + count(&merged)).saturating_sub(before);
            entries[index].node = merged;
            if *nodes > MAX_NODES {
                let message = format!("more than {MAX_NODES} nodes after `extends`");
                out.push(Diagnostic::error("limit/nodes", place, message));
                return false;
            }
        }
    }
    true
}

/// Reports the cycle that comes back to `first`, and takes the parents of its members away.
fn break_cycle(
    first: usize,
    chain: &[usize],
    entries: &[Entry],
    parents: &mut [Parent],
) -> Diagnostic {
    let from = chain.iter().position(|i| *i == first).unwrap_or(0);
    let links = chain[from..].iter().filter_map(|i| Some((*i, parents[*i].take()?)));
    let links: Vec<(usize, (usize, Span))> = links.collect();
    let name = &entries[first].key;
    let span = links.first().map_or(entries[first].key_span, |(_, (_, span))| *span);
    let mut fault = Diagnostic::error("extends/cycle", span, format!("`{name}` extends itself"))
        .expected("a parent that does not extend this one");
    for (child, (parent, place)) in links.iter().skip(1) {
        let text = format!("`{}` extends `{}`", entries[*child].key, entries[*parent].key);
        fault = fault.related(*place, text);
    }
    fault
}
