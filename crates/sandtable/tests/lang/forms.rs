//! Every valid form in every place of YAML, and every row of the table of invalid ones.

use sandtable::scenario::diagnostic::Diagnostic;
use sandtable::scenario::node::{Node, Value};
use sandtable::scenario::parse::parse;
use sandtable::scenario::quantity::Dimension;
use sandtable::scenario::scalar::{self, Field};
use sandtable::scenario::source_map::SourceMap;

/// Which body a field has.
#[derive(Clone, Copy, Debug)]
enum Body {
    Quantity(Dimension),
    Instant,
    Clock,
    Duration,
    Position,
}

use Body::{Clock, Duration, Instant, Position, Quantity};

/// Reads a scalar as the body; false if it is refused.
fn read(node: &Node, body: Body, out: &mut Vec<Diagnostic>) -> bool {
    let (text, span) = (node.scalar().expect("a scalar"), node.span);
    match body {
        Quantity(dimension) => scalar::quantity(text, span, &Field::of(dimension), out).is_some(),
        Instant => scalar::instant(text, span, Some(0), out).is_some(),
        Clock => scalar::clock(text, span, Some(0), out).is_some(),
        Duration => scalar::duration_s(text, span, out).is_some(),
        Position => scalar::position(text, span, out).is_some(),
    }
}

const VALID: &[(&str, Body)] = &[
    ("8 @interfax", Quantity(Dimension::Count)),
    ("12 exact @fomin @meduza#F09", Quantity(Dimension::Count)),
    ("250 km", Quantity(Dimension::Length)),
    ("-12.5 degC", Quantity(Dimension::Temperature)),
    ("1e-6", Quantity(Dimension::Probability)),
    ("80 % @brochure", Quantity(Dimension::Probability)),
    ("33 dB", Quantity(Dimension::PowerRatio)),
    ("3±1 dB @estimate", Quantity(Dimension::PowerRatio)),
    ("-10 dBm2", Quantity(Dimension::CrossSection)),
    ("4 m2", Quantity(Dimension::CrossSection)),
    ("100 km/h", Quantity(Dimension::Speed)),
    ("17.2..20 m/s", Quantity(Dimension::Speed)),
    ("9.8 m/s2", Quantity(Dimension::Acceleration)),
    ("600..800..1100 km/d @estimate", Quantity(Dimension::Speed)),
    ("6..12 vehicles @pledgetimes", Quantity(Dimension::Count)),
    ("20..60..240 min each @estimate", Quantity(Dimension::Time)),
    ("pert 0..2..12 h each-unit @estimate", Quantity(Dimension::Time)),
    ("0.05~1.5 /d @estimate", Quantity(Dimension::Frequency)),
    ("2~72 h", Quantity(Dimension::Time)),
    ("800 +- 50 km/d", Quantity(Dimension::Speed)),
    ("-8..-5 degC @studyinby", Quantity(Dimension::Temperature)),
    ("1e-7..1e-6..1e-5", Quantity(Dimension::Probability)),
    ("0.6..0.85..1 of 400 km @brochure", Quantity(Dimension::Length)),
    ("-4..0..4 %", Quantity(Dimension::Number)),
    ("1 d 12 h 30 min", Duration),
    ("2022-01-21T09:00+03:00 @rt#F04", Instant),
    ("2022-02-03T12:00Z ± 6 h", Instant),
    ("2022-01-26..2022-01-27 @tass", Instant),
    ("phase-2 + 1 d 6 h", Instant),
    ("D+3 06:00", Instant),
    ("08:30 +03:00", Clock),
    ("52.3617 N 30.3916 E ±3 km @geonames", Position),
];

/// The first scalar value of a tree.
fn leaf(node: &Node) -> &Node {
    match &node.value {
        Value::Scalar(_) => node,
        Value::List(items) => leaf(&items[0]),
        Value::Map(entries) => leaf(&entries[0].node),
    }
}

#[test]
fn every_valid_form_is_read_in_every_place() {
    for (text, body) in VALID {
        let documents = [
            format!("x: {text}\ny: 1\n"),
            format!("- {text}\n- 1\n"),
            format!("{{x: {text}, y: 1}}\n"),
            format!("[{text}, 1]\n"),
            format!("x: \"{text}\"  # note\n"),
            format!("{{x: '{text}'}}\n"),
            (*text).to_owned(),
        ];
        for document in documents {
            let mut map = SourceMap::default();
            let file = map.add("a.yaml", document.as_str());
            let mut out = Vec::new();
            let tree =
                parse(file, &document, &mut out).unwrap_or_else(|| panic!("{document}: {out:?}"));
            let node = leaf(&tree);
            assert_eq!(node.scalar(), Some(*text), "{document}");
            assert_eq!(map.text(node.span).trim_matches(['"', '\'']), *text, "{document}");
            assert!(read(node, *body, &mut out) && out.is_empty(), "{document}: {out:?}");
        }
    }
}

/// Reads a document and then its value `x`, a mix where it is one; codes with place and marked
/// text.
fn faults(document: &str, body: Body) -> Vec<String> {
    let mut map = SourceMap::default();
    let file = map.add("a.yaml", document);
    let mut out = Vec::new();
    let tree = parse(file, document, &mut out);
    if let Some(tree) = &tree {
        match tree.get("x") {
            Some(x) if scalar::is_mix(x) => {
                assert!(scalar::mix(x, &mut out).is_none());
            }
            Some(x) if x.scalar().is_some() => {
                read(x, body, &mut out);
            }
            _ => {}
        }
    }
    let codes = out.iter().map(|d| {
        let (line, column) = map.line_column(d.span);
        format!("{} {line}:{column} {}", d.code, map.text(d.span))
    });
    codes.collect()
}

#[test]
fn every_row_of_the_table_of_faults() {
    const LENGTH: Body = Quantity(Dimension::Length);
    const SPEED: Body = Quantity(Dimension::Speed);
    const TIME: Body = Quantity(Dimension::Time);
    let rows: &[(&str, Body, &str)] = &[
        ("x: 150 kmm", LENGTH, "unit/unknown 1:8 kmm"),
        ("x: 250 KM", LENGTH, "unit/case 1:8 KM"),
        ("x: 5 kt", SPEED, "unit/ambiguous 1:6 kt"),
        ("x: 250", LENGTH, "unit/missing 1:4 250"),
        ("x: 60..20..240 min", TIME, "spread/order 1:4 60"),
        ("x: 0~5 h", TIME, "spread/lognormal 1:4 0"),
        ("x: 800±0 km", LENGTH, "spread/zero 1:4 800±0 km"),
        ("x: 800 ± 10 % km/d", SPEED, "spread/percent 1:13 %"),
        ("x: 600–1100 km/d", SPEED, "char/dash 1:7 –"),
        ("x: .5 km", LENGTH, "number/form 1:4 .5"),
        ("x: 1. km", LENGTH, "number/form 1:4 1."),
        ("x: 0x1F km", LENGTH, "number/form 1:4 0x1F"),
        ("x: 1h30m", TIME, "duration/form 1:4 1h30m"),
        ("x: 1h30m", Duration, "duration/form 1:4 1h30m"),
        ("x: 2022-02-03 12:00", Instant, "time/form 1:4 2022-02-03 12:00"),
        ("x: 5 km @ estimate", LENGTH, "source/space 1:9 @ estimate"),
        ("{x: 5 km #note}", LENGTH, "yaml/syntax 1:10 #note}"),
        ("x: @estimate 5 km", LENGTH, "yaml/start 1:4 @"),
        ("x: > 5 km", LENGTH, "yaml/start 1:4 >"),
        ("x: %5", LENGTH, "yaml/start 1:4 %"),
        ("x: '@estimate 5 km'", LENGTH, "yaml/start 1:5 @"),
        ("x: 20,000 km", LENGTH, "number/thousands 1:4 20,000"),
        ("x: T(20,60,240) min", TIME, "spread/call 1:4 T(20,60,240)"),
        ("x: 5 km @a, 4 km @b", LENGTH, "source/form 1:9 @a,"),
        ("{x: 20,000 km}", LENGTH, "number/thousands 1:5 20,000"),
        ("{x: T(20,60,240) min}", TIME, "spread/call 1:5 T(20,60,240)"),
        ("{x: 5 km @a, 4 km @b}", LENGTH, "value/empty 1:14 4 km @b"),
        ("x: {mix: 0.85 8}", LENGTH, "mix/form 1:10 0.85 8"),
        ("x: {mix: [0.85, 8]}", LENGTH, "mix/form 1:11 0.85"),
        ("x: mix 0.85 8", LENGTH, "mix/form 1:4 mix 0.85 8"),
        ("x: mix: 0.85 8", LENGTH, "mix/form 1:4 mix:"),
    ];
    for (document, body, expected) in rows {
        let found = faults(document, *body);
        assert_eq!(found.first().map(String::as_str), Some(*expected), "{document}: {found:?}");
        let is_pair = document.contains("[0.85");
        assert!(found.len() == 1 || is_pair, "{document}: {found:?}");
    }
}

#[test]
fn a_block_comment_eats_text_in_silence() {
    // The typed layer then finds that the number has no source.
    assert!(faults("x: 5 km #note", Quantity(Dimension::Length)).is_empty());
}

#[test]
fn mixes_have_weights_that_sum_to_one() {
    let mix = |text: &str| {
        let mut map = SourceMap::default();
        let mut out = Vec::new();
        let tree = parse(map.add("a.yaml", text), text, &mut out).unwrap();
        let weights = scalar::mix(&tree, &mut out)
            .map(|m| m.branches.iter().map(|(w, _)| *w).collect::<Vec<_>>());
        weights.ok_or_else(|| out[0].code)
    };
    let good =
        "{mix: [[0.85, 8 @interfax], [0.15, 4 @airforce-technology]], weights: {source: estimate}}";
    assert_eq!(mix(good), Ok(vec![0.85, 0.15]));
    assert_eq!(mix("{mix: [[0.1, a], [0.2, b], [0.7, {c: d}]]}"), Ok(vec![0.1, 0.2, 0.7]));
    assert_eq!(mix("{mix: [[0.5, 8], [0.4, 4]]}"), Err("mix/weights"));
    assert_eq!(mix("{mix: [[1.5, 8]]}"), Err("mix/weights"));
    assert_eq!(mix("{mix: [[0.5 @a, 8], [0.5, 4]]}"), Err("mix/weights"));
    assert_eq!(mix("{mix: []}"), Err("mix/form"));
    assert_eq!(mix("{mix: [[1, {mix: [[1, 2]]}]]}"), Err("mix/form"));
    assert_eq!(mix("{mix: [[1, 2]], source: a}"), Err("mix/form"));
}

#[test]
fn the_reference_example_has_no_faults() {
    let example = include_str!("example.yaml");
    let mut map = SourceMap::default();
    let mut out = Vec::new();
    let tree = parse(map.add("example.yaml", example), example, &mut out).unwrap();
    assert!(out.is_empty(), "{out:?}");
    let number = tree.get("units").and_then(|u| u.get("pvo-1")).and_then(|u| u.get("orders"));
    let number = number
        .and_then(|o| o.get("redeploy"))
        .and_then(|r| r.get("load"))
        .and_then(|l| l.get("time"));
    let number = number.unwrap();
    assert_eq!(number.origin, "units/pvo-1/orders/redeploy/load/time");
    assert!(read(number, Quantity(Dimension::Time), &mut out) && out.is_empty());
}
