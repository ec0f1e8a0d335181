//! Limits, which need more text than a case of the table holds.

use crate::case::{Case, Texts, error};

const PLAIN: Case = error("limit", &[]);

/// Codes found when the base is loaded with more put in.
fn codes_with(change: impl FnOnce(&mut Texts)) -> Vec<&'static str> {
    let mut texts = Texts::base();
    texts.put(&PLAIN);
    change(&mut texts);
    let loaded = texts.load();
    assert!(loaded.scenario.is_none());
    loaded.findings.iter().map(|d| d.code).collect()
}

#[test]
fn a_limit_is_said_once() {
    let append = |name: &'static str, more: String| {
        move |texts: &mut Texts| texts.files.get_mut(name).expect("it is there").push_str(&more)
    };
    let long = append("rail.yaml", format!("# {}\n", "x".repeat(4_000_001)));
    assert_eq!(codes_with(long), ["limit/size"]);
    let deep = append("rail.yaml", format!("sides: {}{}\n", "[".repeat(70), "]".repeat(70)));
    assert_eq!(codes_with(deep), ["limit/depth"]);
    let many = append("rail.yaml", format!("sides: [{}]\n", "a, ".repeat(200_001)));
    assert_eq!(codes_with(many), ["limit/nodes"]);
}

#[test]
fn a_limit_of_files_is_said_once() {
    let chain = |count: usize, list: bool| {
        move |texts: &mut Texts| {
            let name = |i: usize| format!("f{i}.yaml");
            for i in 0..count {
                let next = if list {
                    "sides: {}\n".into()
                } else {
                    format!("include: [{}]\n", name(i + 1))
                };
                let next = if list { format!("notes{i}: {next}") } else { next };
                texts.files.insert(name(i), next);
            }
            texts.files.insert(name(count), "sides: {}\n".to_owned());
            let first: Vec<_> = (0..if list { count } else { 1 }).map(name).collect();
            let root = texts.files.get_mut("scenario.yaml").expect("it is there");
            *root = root.replace("include: [", &format!("include: [{}, ", first.join(", ")));
        }
    };
    assert!(codes_with(chain(20, false)).contains(&"limit/depth"));
    assert!(codes_with(chain(64, true)).contains(&"limit/files"));
}

#[test]
fn a_journey_of_too_many_stages_is_refused() {
    use std::fmt::Write;
    let codes = codes_with(|texts| {
        let mut posts = String::new();
        let mut places = String::new();
        for n in 0..1100 {
            let _ = write!(posts, ", p{n}: {} km exact", n + 1);
            let _ = writeln!(places, "  p{n}: {{kind: station}}");
        }
        let root = texts.files.get_mut("scenario.yaml").expect("it is there");
        *root = root.replace("mid: 190 km exact", &format!("mid: 2000 km exact{posts}"));
        *root = root
            .replace("  moor: {kind: ground}\n", &format!("  moor: {{kind: ground}}\n{places}"));
        let rail = texts.files.get_mut("rail.yaml").expect("it is there");
        *rail = rail.replace("mid: 190 km exact", &format!("mid: 2000 km exact{posts}"));
    });
    assert!(codes.contains(&"route/long"), "{codes:?}");
}
