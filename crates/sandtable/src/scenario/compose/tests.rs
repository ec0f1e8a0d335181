//! Includes, `extends` and edits, right and wrong.

use super::*;
use crate::scenario::diagnostic::Severity;
use std::collections::BTreeMap;

struct Files(BTreeMap<&'static str, String>);

impl Resolver for Files {
    fn read(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().map(|k| (*k).to_owned()).collect()
    }
}

struct Outcome {
    tree: Option<Node>,
    codes: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    map: SourceMap,
}

fn run(files: &[(&'static str, &str)], edits: &[(&str, &str)]) -> Outcome {
    let resolver = Files(files.iter().map(|(name, text)| (*name, (*text).to_owned())).collect());
    let edits: Vec<Edit> = edits
        .iter()
        .enumerate()
        .map(|(i, (path, text))| Edit {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            label: format!("--set {}", i + 1),
        })
        .collect();
    let mut map = SourceMap::default();
    let mut diagnostics = Vec::new();
    let tree = compose("a.yaml", &resolver, &edits, &mut map, &mut diagnostics);
    let codes = diagnostics.iter().map(|d| {
        let (line, column) = map.line_column(d.span);
        format!("{} {}:{line}:{column}", d.code, map.file(d.span.file).name)
    });
    Outcome { tree, codes: codes.collect(), diagnostics, map }
}

impl Outcome {
    fn at(&self, path: &str) -> &Node {
        let mut node = self.tree.as_ref().unwrap();
        for step in path.split('.') {
            node = node.get(step).unwrap_or_else(|| panic!("{path}: {step}"));
        }
        node
    }

    fn has(&self, path: &str) -> bool {
        let mut node = self.tree.as_ref();
        for step in path.split('.') {
            node = node.and_then(|n| n.get(step));
        }
        node.is_some()
    }

    fn clean(self) -> Self {
        assert!(self.codes.is_empty(), "{:?}", self.codes);
        self
    }
}

#[test]
fn sections_of_files_unite() {
    let out = run(
        &[
            ("a.yaml", "include: [sub/b.yaml, c.yaml]\nunits: {u1: {x: 1}}\nzone: Z\n"),
            ("sub/b.yaml", "include: [d.yaml, c.yaml]\nunits: {u2: {x: 2}}\n"),
            ("sub/d.yaml", "types: {t: {y: 3}}\n"),
            ("c.yaml", "types: {u: {y: 4}}\n"),
        ],
        &[],
    )
    .clean();
    for (path, text) in [
        ("units.u1.x", "1"),
        ("units.u2.x", "2"),
        ("types.t.y", "3"),
        ("types.u.y", "4"),
        ("zone", "Z"),
    ] {
        assert_eq!(out.at(path).scalar(), Some(text));
    }
    assert!(!out.has("include"));
    assert_eq!(out.map.files().len(), 4);
    assert_eq!(out.map.file(out.at("types.t.y").span.file).name, "sub/d.yaml");
}

#[test]
fn the_same_id_twice_shows_both_places() {
    let out = run(
        &[
            ("a.yaml", "include: [b.yaml]\nunits:\n  u1: {x: 1}\nzone: Z\n"),
            ("b.yaml", "units:\n  u1: {x: 2}\nzone: Z\n"),
        ],
        &[],
    );
    assert_eq!(out.codes, ["include/duplicate-id a.yaml:3:3", "include/duplicate-id a.yaml:4:1"]);
    assert_eq!(out.map.file(out.diagnostics[0].related[0].0.file).name, "b.yaml");
}

#[test]
fn includes_that_cannot_be_followed() {
    let cycle = run(
        &[
            ("a.yaml", "include: [b.yaml]\nx: 1\n"),
            ("b.yaml", "include: [c.yaml]\ny: 1\n"),
            ("c.yaml", "include: [a.yaml]\n"),
        ],
        &[],
    );
    assert_eq!(cycle.codes, ["include/cycle c.yaml:1:11"]);
    assert_eq!(cycle.diagnostics[0].related.len(), 2);
    assert!(cycle.has("y"));
    let missing = run(&[("a.yaml", "include: [unit.yaml]\n"), ("units.yaml", "x: 1\n")], &[]);
    assert_eq!(missing.codes, ["include/missing a.yaml:1:11"]);
    assert_eq!(missing.diagnostics[0].hint.as_deref(), Some("did you mean `units.yaml`?"));
    let list =
        "include: [../b.yaml, /b.yaml, 'x\\b.yaml', ./b.yaml, a//b.yaml, \"c:b.yaml\", \"\"]\n";
    let paths = run(&[("a.yaml", list)], &[]);
    assert_eq!(paths.codes.len(), 7);
    assert!(paths.codes.iter().all(|c| c.starts_with("include/path")));
    assert_eq!(run(&[("a.yaml", "include: b.yaml\n")], &[]).codes, ["include/form a.yaml:1:10"]);
    assert_eq!(run(&[("a.yaml", "include: [{a: b}]\n")], &[]).codes, ["include/form a.yaml:1:11"]);
    assert_eq!(run(&[("a.yaml", "- x\n")], &[]).codes, ["root/form a.yaml:1:1"]);
    assert_eq!(run(&[("b.yaml", "x: 1\n")], &[]).codes, ["include/missing a.yaml:1:1"]);
}

struct Endless;

impl Resolver for Endless {
    fn read(&self, name: &str) -> Option<String> {
        Some(format!("include: [{name}x]\n"))
    }
}

struct Wide;

impl Resolver for Wide {
    fn read(&self, name: &str) -> Option<String> {
        let names: Vec<String> = (0..70).map(|i| format!("f{i}")).collect();
        let wide = format!("include: [{}]\nx: 1\n", names.join(", "));
        Some(if name == "a" { wide } else { format!("s-{name}: 1\n") })
    }
}

#[test]
fn limits_of_including() {
    let code = |resolver: &dyn Resolver| {
        let mut out = Vec::new();
        assert!(compose("a", resolver, &[], &mut SourceMap::default(), &mut out).is_none());
        out[0].code
    };
    assert_eq!(code(&Endless), "limit/depth");
    assert_eq!(code(&Wide), "limit/files");
}

const TYPES: &str = "types:
  base: {side: russia, range: 5 km @a, radar: {update: 2 s @a, power: 3 kW @a}, legs: [x, y], n: {mix: [[0.5, 1], [0.5, 2]]}}
  child: {extends: base, range: 6 km @b, radar: {update: 1 s @b}, legs: [z], n: 3}
  grandchild: {extends: child, radar: {power: remove}, n: {mix: [[1, 7]]}}
";

#[test]
fn extends_merges_maps_and_replaces_the_rest() {
    let out = run(&[("a.yaml", TYPES)], &[]).clean();
    let range = out.at("types.child.range");
    assert_eq!(range.scalar(), Some("6 km @b"));
    assert_eq!(out.map.text(range.replaced[0]), "5 km @a");
    assert_eq!(range.origin, "types/child/range");
    let power = out.at("types.child.radar.power");
    assert_eq!(
        (power.scalar(), power.origin.as_str()),
        (Some("3 kW @a"), "types/base/radar/power")
    );
    assert!(!out.has("types.grandchild.radar.power"));
    assert!(out.has("types.grandchild.radar.update"));
    assert_eq!(out.at("types.grandchild.side").origin, "types/base/side");
    assert_eq!(out.at("types.grandchild.range").replaced.len(), 1);
    let Value::List(legs) = &out.at("types.grandchild.legs").value else { panic!() };
    assert_eq!(legs.len(), 1);
    let n = out.at("types.grandchild.n");
    assert_eq!(n.entries().len(), 1);
    assert_eq!(n.replaced.len(), 2);
    assert!(!out.has("types.child.extends"));
}

#[test]
fn the_order_of_writing_does_not_matter() {
    let mut lines: Vec<&str> = TYPES.lines().skip(1).collect();
    lines.reverse();
    let reversed = format!("types:\n{}\n", lines.join("\n"));
    let forward = run(&[("a.yaml", TYPES)], &[]).clean();
    let backward = run(&[("a.yaml", &reversed)], &[]).clean();
    for path in
        ["types.grandchild.range", "types.grandchild.radar.update", "types.child.radar.power"]
    {
        assert_eq!(forward.at(path).scalar(), backward.at(path).scalar());
        assert_eq!(forward.at(path).origin, backward.at(path).origin);
    }
}

#[test]
fn wrong_parents() {
    let cycle = run(
        &[(
            "a.yaml",
            "types:\n  a: {extends: b}\n  b: {extends: c}\n  c: {extends: a, x: 1}\n  d: {extends: a}\n",
        )],
        &[],
    );
    assert_eq!(cycle.codes, ["extends/cycle a.yaml:2:16"]);
    assert_eq!(cycle.diagnostics[0].related.len(), 2);
    assert!(cycle.has("types.c.x"));
    assert_eq!(
        run(&[("a.yaml", "types: {a: {extends: a}}\n")], &[]).codes,
        ["extends/cycle a.yaml:1:22"]
    );
    let unknown = run(&[("a.yaml", "types: {base-a: {x: 1}, b: {extends: bse-a}}\n")], &[]);
    assert_eq!(unknown.codes, ["extends/unknown a.yaml:1:38"]);
    assert_eq!(unknown.diagnostics[0].hint.as_deref(), Some("did you mean `base-a`?"));
    assert_eq!(
        run(&[("a.yaml", "types: {a: {extends: [b, c]}}\n")], &[]).codes,
        ["extends/form a.yaml:1:22"]
    );
    let nothing = run(&[("a.yaml", "types: {a: {x: 1}, b: {extends: a, y: remove}}\n")], &[]);
    assert_eq!(nothing.codes, ["remove/nothing a.yaml:1:39"]);
    assert_eq!(nothing.diagnostics[0].severity, Severity::Warning);
    assert!(!nothing.has("types.b.y"));
}

#[test]
fn extends_cannot_grow_without_end() {
    let mut text = format!(
        "types:\n  t0: {{{}}}\n",
        (0..2000).map(|i| format!("k{i}: 1")).collect::<Vec<_>>().join(", ")
    );
    for i in 1..200 {
        text.push_str(&format!("  t{i}: {{extends: t{}}}\n", i - 1));
    }
    assert_eq!(run(&[("a.yaml", &text)], &[]).codes.len(), 1);
    assert!(run(&[("a.yaml", &text)], &[]).codes[0].starts_with("limit/nodes"));
}

#[test]
fn inheriting_long_texts_counts_as_growth() {
    let mut text = format!("types:\n  t: {{x: '{}'}}\n", "x".repeat(1_000_000));
    for i in 0..1000 {
        text.push_str(&format!("  t{i}: {{extends: t}}\n"));
    }
    assert!(run(&[("a.yaml", &text)], &[]).codes[0].starts_with("limit/nodes"));
    let mut chain = "types:\n  t0: {x: 1}\n".to_owned();
    for i in 1..50_000 {
        chain.push_str(&format!("  t{i}: {{extends: t{}, x: {i}}}\n", i - 1));
    }
    let out = run(&[("a.yaml", &chain)], &[]).clean();
    assert_eq!(out.at("types.t49999.x").replaced.len(), 16);
}

#[test]
fn a_new_source_does_not_cover_inherited_text() {
    let out = run(
        &[("a.yaml", "types:\n  a: {source: s1, x: 1 km, m: {y: 2 km}}\n  b: {extends: a, source: s2, z: 3 km}\n  c: {extends: b, m: {w: 1 km}}\n")],
        &[],
    )
    .clean();
    let cover = |path: &str| out.at(path).inherited.as_ref().map(|i| i.id.clone());
    assert_eq!(cover("types.b.x").as_deref(), Some("s1"));
    assert_eq!(cover("types.b.m").as_deref(), Some("s1"));
    assert_eq!(cover("types.b.z").as_deref(), Some("s2"));
    assert_eq!(cover("types.c.m.w"), None);
    assert_eq!(cover("types.c.x").as_deref(), Some("s1"));
    assert_eq!(cover("types.c.m.y").as_deref(), Some("s1"));
    assert_eq!(out.at("types.b.source").scalar(), Some("s2"));
}

const UNITS: &str = "types:
  post: {rail: {rate: 5 km/d @a, wagons: 3 @a}, radar: {range: 5 km @a}}
units:
  pvo-1: {type: post, side: russia, rail: {rate: 6 km/d @b}, legs: [a, b]}
  pvo-2: {extends: pvo-1, radar: remove}
";

#[test]
fn edits_follow_ids_into_the_unit_and_its_type() {
    let out = run(
        &[("a.yaml", UNITS)],
        &[
            ("units.pvo-1.rail.rate", "7 km/d @c"),
            ("units.pvo-1.radar.range", "9 km @c"),
            ("units.pvo-1.side", "remove"),
            ("units.pvo-1.rail.wagons", "remove"),
            ("units.pvo-1.new", "{x: 1, y: {z: 2}}"),
            ("zone", "\"+03:00\""),
        ],
    )
    .clean();
    let rate = out.at("units.pvo-1.rail.rate");
    assert_eq!((rate.scalar(), rate.origin.as_str()), (Some("7 km/d @c"), "units/pvo-1/rail/rate"));
    assert_eq!(out.map.text(rate.replaced[0]), "6 km/d @b");
    assert_eq!(out.map.file(rate.span.file).name, "--set 1");
    assert_eq!(out.at("units.pvo-1.radar.range").origin, "units/pvo-1/radar/range");
    assert!(!out.has("units.pvo-1.side"));
    assert!(is_remove(out.at("units.pvo-1.rail.wagons")));
    assert_eq!(out.at("units.pvo-1.new.y.z").origin, "units/pvo-1/new/y/z");
    assert_eq!(out.at("zone").scalar(), Some("+03:00"));
    // The typed layer's own merge.
    let unit = merge(out.at("types.post"), out.at("units.pvo-1"));
    assert!(unit.get("rail").and_then(|r| r.get("wagons")).is_none());
    assert_eq!(
        unit.get("radar").and_then(|r| r.get("range")).and_then(Node::scalar),
        Some("9 km @c")
    );
    // What a unit does not want does not come back with its type.
    let second = merge(out.at("types.post"), out.at("units.pvo-2"));
    assert!(second.get("radar").is_none());
    // It took over the text of `pvo-1`, so it has what was made of that text, and shares its draw.
    let rate = second.get("rail").and_then(|r| r.get("rate"));
    assert_eq!(rate.and_then(Node::scalar), Some("7 km/d @c"));
    assert_eq!(rate.map(|r| r.origin.as_str()), Some("units/pvo-1/rail/rate"));
}

#[test]
fn edits_that_lead_nowhere() {
    let edit = |path: &str, text: &str| {
        let out = run(&[("a.yaml", UNITS)], &[(path, text)]);
        assert_eq!(out.codes.len(), 1, "{path}: {:?}", out.codes);
        let hint = out.diagnostics[0].hint.clone();
        (out.codes[0].clone(), hint.unwrap_or_default())
    };
    let path = |hint: &str| ("edit/path --set 1:1:1".to_owned(), hint.to_owned());
    assert_eq!(edit("units.pvo1.side", "x"), path("did you mean `pvo-1`?"));
    assert_eq!(edit("unit.pvo-1.side", "x"), path("did you mean `units`?"));
    assert_eq!(edit("units.pvo-1.rial.rate", "5 km/d"), path("did you mean `rail`?"));
    assert_eq!(edit("units.pvo-1.side.x", "x"), path(""));
    assert_eq!(edit("units.pvo-1.legs.0", "x"), path(""));
    assert_eq!(edit("units..x", "x"), path(""));
    assert_eq!(edit("", "x"), path(""));
    assert_eq!(edit("units.pvo-1.nothing", "remove").0, "remove/nothing --set 1:1:1");
    assert_eq!(edit("units.pvo-1.side", "[a").0, "yaml/syntax --set 1:1:1");
    assert_eq!(edit("units.pvo-1.side", "").0, "value/empty --set 1:1:1");
}
