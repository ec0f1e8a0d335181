//! Two names whose hashes are one would share their luck: refused, however unlikely.

use crate::base::rng::Entity;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::read::Reader;
use crate::scenario::resolved::Scenario;
use crate::scenario::source_map::Span;
use std::collections::BTreeMap;

/// Refuses a scenario in which two keys of draws have the same hash.
pub(super) fn check_keys(scenario: &Scenario, root: Span, cx: &mut Reader<'_>) {
    let mut names: Vec<String> = scenario.params.iter().map(|p| p.path.clone()).collect();
    // Every number of the resolved scenario carries the field under which its luck is drawn.
    if let Ok(json) = serde_json::to_value(&scenario.units) {
        collect(&json, &mut names);
    }
    if let Some((one, other)) = clash(&names, |name| Entity::of_path(name).0) {
        let words =
            format!("`{one}` and `{other}` have the same hash, so their draws would be the same");
        cx.out
            .push(Diagnostic::error("key/clash", root, words).hint("give one of them another id"));
    }
}

fn collect(json: &serde_json::Value, names: &mut Vec<String>) {
    match json {
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str() {
                    Some(text) if key == "field" => names.push(text.to_owned()),
                    _ => collect(value, names),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, names)),
        _ => {}
    }
}

/// Two different names with one hash, if there are any.
fn clash(names: &[String], hash: impl Fn(&str) -> u64) -> Option<(&str, &str)> {
    let mut seen: BTreeMap<u64, &str> = BTreeMap::new();
    for name in names {
        if let Some(other) = seen.insert(hash(name), name).filter(|other| other != name) {
            return Some((other, name));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_one_hash_are_found_and_repeated_names_are_not() {
        let names = ["units/a", "units/b", "units/a", "places/cd"].map(str::to_owned);
        assert_eq!(clash(&names, |name| Entity::of_path(name).0), None);
        let by_length = clash(&names, |name| name.len() as u64);
        assert_eq!(by_length, Some(("units/a", "units/b")));
    }
}
