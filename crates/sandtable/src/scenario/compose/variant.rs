//! Variants: named changes of a scenario, laid over it before `extends:` is resolved.

use super::merge::{Removes, laid_over};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::source_map::{SourceMap, Span};
use crate::scenario::suggest::nearest;

/// Takes the changes out of `variants:`, and lays those of the chosen one over the tree.
///
/// # Errors
/// `variant/unknown` if none is called so; true if the tree can be used.
pub(super) fn apply(
    tree: &mut Node,
    chosen: Option<&str>,
    map: &mut SourceMap,
    out: &mut Vec<Diagnostic>,
) -> bool {
    let mut change = None;
    let mut names = Vec::new();
    if let Some(Value::Map(variants)) = entry_mut(tree, "variants").map(|n| &mut n.value) {
        for variant in variants {
            names.push(variant.key.clone());
            let Value::Map(entries) = &mut variant.node.value else { continue };
            let Some(at) = entries.iter().position(|e| e.key == "change") else { continue };
            let found = entries.remove(at).node;
            if Some(variant.key.as_str()) == chosen {
                let mut found = found;
                rebase(&mut found, &format!("variants/{}/change", variant.key));
                change = Some(found);
            }
        }
    }
    let Some(chosen) = chosen else { return true };
    if let Some(change) = change {
        *tree = laid_over(tree, &change, Removes::Kept, out);
        return true;
    }
    if names.iter().any(|n| n == chosen) {
        return true; // a variant that changes nothing, or is no mapping: said when it is read
    }
    let file = map.add(format!("--variant {chosen}"), chosen);
    let span = Span { file, start: 0, end: chosen.len() as u32 };
    let finding =
        Diagnostic::error("variant/unknown", span, format!("no variant is called `{chosen}`"))
            .expected(match &names[..] {
                [] => "no `variant`: the scenario has none".to_owned(),
                all => format!("one of {}", all.join(", ")),
            });
    out.push(match nearest(chosen, names.iter().map(String::as_str)) {
        Some(near) => finding.hint(format!("did you mean `{near}`?")),
        None => finding,
    });
    false
}

fn entry_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    match &mut node.value {
        Value::Map(entries) => entries.iter_mut().find(|e| e.key == key).map(|e| &mut e.node),
        _ => None,
    }
}

/// Gives each text of a change the path of what it changes.
fn rebase(node: &mut Node, prefix: &str) {
    if let Some(rest) = node.origin.strip_prefix(prefix) {
        node.origin = rest.trim_start_matches('/').to_owned();
    }
    match &mut node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter_mut().for_each(|item| rebase(item, prefix)),
        Value::Map(entries) => entries.iter_mut().for_each(|e| rebase(&mut e.node, prefix)),
    }
}
