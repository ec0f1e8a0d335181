//! Mutated documents: whatever is read, nothing panics and every span lies in its file.

use sandtable::scenario::compose::{Edit, Resolver, compose};
use sandtable::scenario::diagnostic::Diagnostic;
use sandtable::scenario::node::{Node, Value};
use sandtable::scenario::parse::parse;
use sandtable::scenario::quantity::Dimension;
use sandtable::scenario::render;
use sandtable::scenario::scalar::{self, Field};
use sandtable::scenario::source_map::{SourceMap, Span};

const MUTANTS: usize = 100_000;

const SEEDS: [&str; 7] = [
    "units:\n  pvo-1:\n    type: s400\n    range: 0.6..0.85..1 of 400 km @brochure#F09\n    orders: {by: rail, time: 20..60..240 min each @a}\n",
    "a: {mix: [[0.85, 8 @interfax], [0.15, 4 @x]], weights: {source: estimate}}\nb: 3±1 dB @e\nc: pert 0..2..12 h each-unit\n",
    "period: {start: 2022-01-03T00:00Z, end: 2022-02-20T21:00+03:00}\nzone: \"+03:00\"\nt: 2022-01-26..2022-01-27 @tass\nd: D+3 06:00\np: phase-2 + 1 d 6 h\n",
    "places:\n  brest: 52.3617 N 30.3916 E ±3 km @geonames\n  x: [5 km, 'it''s', \"a\\n b \\u00e9\", 1h30m, 20,000 km, T(20,60,240) min]\n",
    "types:\n  a: {source: s, x: 5 km, r: {y: 2~72 h}}\n  b: {extends: a, x: remove, z: 800 +- 50 km/d}\n  c: {extends: b, r: {y: 1e-7..1e-6..1e-5 /d}}\n",
    "# comment – dash\na: > 5\nb: @x 5 km\nc: &q 1\nd: *q\ne: !t 5\n<<: {f: ~}\ng: 600–1100 km/d\n",
    "- 1. km\n- .5 km\n- 0x1F\n- [1, [2, {a: b, c}]]\n- 08:30 +03:00\n- -12.5 degC exact\n",
];

const PIECES: [&str; 48] = [
    "\t",
    "\u{a0}",
    "–",
    "−",
    "±",
    "+-",
    "\u{2028}",
    "\u{85}",
    "\u{feff}",
    "@",
    "#",
    " #",
    "'",
    "\"",
    "\\_",
    "\\L",
    "\\",
    "[",
    "{",
    "]",
    "}",
    ",",
    ": ",
    "- ",
    "\n",
    "\r",
    "\0",
    "..",
    "~",
    "&a ",
    "*a",
    "!t ",
    "<<: ",
    "|",
    ">",
    "%",
    "é",
    "😀",
    "1e999",
    "0x",
    "20,000",
    "T(",
    "mix: ",
    "remove",
    "extends: a",
    " each",
    "?",
    "---\n",
];

/// A small generator (splitmix64): the mutants are the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

fn mutant(random: &mut Random) -> String {
    let mut bytes = SEEDS[random.below(SEEDS.len())].as_bytes().to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(12)).min(bytes.len());
        match random.below(5) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let chunk = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, chunk);
            }
            3 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            _ => {
                let other = SEEDS[random.below(SEEDS.len())].as_bytes();
                let from = random.below(other.len());
                let to = (from + random.below(40)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn check_span(span: Span, map: &SourceMap, what: &str) {
    let text = &map.file(span.file).text;
    let (start, end) = (span.start as usize, span.end as usize);
    let fits = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
    assert!(fits, "{what} {start}..{end} in {text:?}");
}

fn check(out: &[Diagnostic], map: &SourceMap) {
    for d in out {
        check_span(d.span, map, d.code);
        for (span, _) in &d.related {
            check_span(*span, map, d.code);
        }
    }
}

/// Reads every scalar as everything; each refusal says why.
fn visit(node: &Node, map: &SourceMap, out: &mut Vec<Diagnostic>) {
    check_span(node.span, map, "node");
    node.inherited.iter().for_each(|s| check_span(s.span, map, "source"));
    node.replaced.iter().for_each(|s| check_span(*s, map, "replaced"));
    match &node.value {
        Value::Scalar(text) => read_all(text, node, map, out),
        Value::List(items) => items.iter().for_each(|item| visit(item, map, out)),
        Value::Map(entries) => {
            if scalar::is_mix(node) {
                let before = out.len();
                let mix = scalar::mix(node, out);
                let silent = mix.is_none() && out.len() == before;
                let has_absent = |n: &Node| format!("{n:?}").contains("Scalar(\"\")");
                assert!(!silent || has_absent(node), "{node:?}");
            }
            for entry in entries {
                check_span(entry.key_span, map, "key");
                visit(&entry.node, map, out);
            }
        }
    }
}

fn read_all(text: &str, node: &Node, map: &SourceMap, out: &mut Vec<Diagnostic>) {
    const DIMENSIONS: [Dimension; 6] = [
        Dimension::Length,
        Dimension::Time,
        Dimension::Count,
        Dimension::Probability,
        Dimension::Speed,
        Dimension::PowerRatio,
    ];
    let span = node.span;
    let said = |read: bool, found: &mut Vec<Diagnostic>, what: &str| {
        assert!(read || !found.is_empty() || node.is_absent(), "{what}: {text:?} in silence");
        check(found, map);
        found.clear();
    };
    for dimension in DIMENSIONS {
        let read = scalar::quantity(text, span, &Field::of(dimension), out);
        if let Some(found) = &read {
            for citation in &found.sources {
                check_span(citation.span, map, "citation");
            }
        }
        said(read.is_some(), out, "quantity");
    }
    let read = scalar::instant(text, span, Some(10_800), out).is_some();
    said(read, out, "instant");
    let read = scalar::clock(text, span, None, out).is_some();
    said(read, out, "clock");
    let read = scalar::duration_s(text, span, out).is_some();
    said(read, out, "duration");
    let read = scalar::position(text, span, out).is_some();
    said(read, out, "position");
    let read = scalar::text(text, span, out).is_some();
    said(read, out, "text");
    let read = scalar::zone(text, span, out).is_some();
    said(read, out, "zone");
}

struct One(String);

impl Resolver for One {
    fn read(&self, name: &str) -> Option<String> {
        (name == "a.yaml").then(|| self.0.clone())
    }
}

/// The whole way: compose with two edits cut from the document itself, then render.
fn compose_and_render(text: &str, random: &mut Random) {
    let cut = |random: &mut Random| -> String {
        let from = random.below(text.len());
        text.chars().skip(from).take(random.below(12)).collect()
    };
    let edits = [
        Edit {
            path: "units.pvo-1.range".to_owned(),
            text: cut(random),
            label: "--set 1".to_owned(),
        },
        Edit { path: cut(random), text: "remove".to_owned(), label: "--set 2".to_owned() },
    ];
    let mut map = SourceMap::default();
    let mut out = Vec::new();
    let tree = compose("a.yaml", &One(text.to_owned()), &edits, &mut map, &mut out);
    assert!(tree.is_some() || !out.is_empty(), "{text:?}");
    check(&out, &map);
    if let Some(tree) = &tree {
        visit(tree, &map, &mut Vec::new());
    }
    assert!(render::to_text(&out, &map, false).is_empty() == out.is_empty());
    assert!(render::to_json(&out, &map).is_array());
}

#[test]
fn prop_mutated_inputs_never_panic() {
    let mut random = Random(1);
    for index in 0..MUTANTS {
        let text = mutant(&mut random);
        let mut map = SourceMap::default();
        let file = map.add("a.yaml", text.as_str());
        let mut out = Vec::new();
        let tree = parse(file, &text, &mut out);
        assert!(tree.is_some() || !out.is_empty(), "{text:?}");
        check(&out, &map);
        if let Some(tree) = &tree {
            visit(tree, &map, &mut Vec::new());
        }
        if index % 10 == 0 {
            compose_and_render(&text, &mut random);
        }
    }
}
