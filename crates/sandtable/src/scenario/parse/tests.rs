//! What the parser takes and refuses, with code and place.

use super::*;
use crate::scenario::node::Value;
use crate::scenario::source_map::SourceMap;

/// Codes with `line:column` in order of place, and the tree in short.
fn read(text: &str) -> (Vec<String>, String) {
    let mut map = SourceMap::default();
    let file = map.add("a.yaml", text);
    let mut out = Vec::new();
    let node = parse(file, text, &mut out);
    out.sort_by_key(|d| d.span);
    let codes = out.iter().map(|d| {
        let (line, column) = map.line_column(d.span);
        format!("{} {line}:{column} {}", d.code, map.text(d.span))
    });
    (codes.collect(), node.as_ref().map_or("-".to_owned(), short))
}

fn short(node: &Node) -> String {
    match &node.value {
        Value::Scalar(text) => text.clone(),
        Value::List(items) => {
            format!("[{}]", items.iter().map(short).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let parts = entries.iter().map(|e| format!("{}: {}", e.key, short(&e.node)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(", "))
        }
    }
}

fn faults(text: &str) -> Vec<String> {
    read(text).0
}

#[test]
fn scalars_stay_text_and_nodes_know_their_place() {
    let text = "units:\n  pvo-1: {side: no, n: 012, q: 'it''s', s: \"a b\"}\n  list:\n    - a\n    - b  # note – dash\nd-day: 2022-02-03\n";
    let (codes, tree) = read(text);
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(
        tree,
        "{units: {pvo-1: {side: no, n: 012, q: it's, s: a b}, list: [a, b]}, d-day: 2022-02-03}"
    );
    let node = parse(FileId(0), text, &mut Vec::new()).unwrap();
    let side = node.get("units").and_then(|u| u.get("pvo-1")).and_then(|u| u.get("side")).unwrap();
    assert_eq!(side.origin, "units/pvo-1/side");
    assert_eq!(node.origin, "");
    assert_eq!(&text[side.span.start as usize..side.span.end as usize], "no");
    let unit = node.get("units").unwrap().get("pvo-1").unwrap();
    assert!(text[unit.span.start as usize..unit.span.end as usize].ends_with("\"a b\"}"));
    let Value::List(items) = &node.get("units").unwrap().get("list").unwrap().value else {
        panic!()
    };
    assert_eq!(items[1].origin, "units/list/1");
}

#[test]
fn what_the_language_does_not_have_is_refused() {
    assert_eq!(faults("a: 1\na: 2\n"), ["yaml/duplicate-key 2:1 a"]);
    assert_eq!(faults("{a: 1, a: 2}\n"), ["yaml/duplicate-key 1:8 a"]);
    assert_eq!(
        faults("a: &x 5\nb: *x\nc: *y\n"),
        ["yaml/anchor 1:4 &x", "yaml/alias 2:4 *x", "yaml/alias 3:4 *y"]
    );
    assert_eq!(faults("a: &x\n  b: 1\n"), ["yaml/anchor 1:4 &x"]);
    assert_eq!(faults("a: *\nb: &\n"), ["yaml/alias 1:4 *", "yaml/anchor 2:4 &"]);
    assert_eq!(
        faults("a: !t 5\nb: !!str x\nc: !e!x y\n"),
        ["yaml/tag 1:4 !t", "yaml/tag 2:4 !!str", "yaml/tag 3:4 !"]
    );
    assert_eq!(faults("<<: {a: 1}\n"), ["yaml/merge-key 1:1 <<"]);
    assert_eq!(faults("a: 1\n---\nb: 2\n"), ["yaml/documents 2:1 ---"]);
    assert_eq!(faults("a: 1\n...\nb: 2\n")[0].split(' ').next(), Some("yaml/documents"));
    assert_eq!(faults("---\na: 1\n"), [""; 0]);
    assert_eq!(faults("? [x]\n: b\n"), ["yaml/key 1:3 [x]"]);
    assert_eq!(faults("{[x]: b, {y: 1}: c}"), ["yaml/key 1:2 [x]", "yaml/key 1:10 {y: 1}"]);
    assert_eq!(faults("a: x y\n  z w\nb: 2\n"), ["yaml/multi-line 1:4 x y\n  z w"]);
    assert_eq!(faults("a: \"x y\n  z w\"\n"), [""; 0]);
    assert_eq!(faults("a: \"x\\_y\"\n"), ["yaml/escape 1:6 \\_"]);
    assert_eq!(faults("%YAML 1.2\n---\na: 1\n"), ["yaml/start 1:1 %"]);
}

#[test]
fn empty_and_null_values() {
    assert_eq!(faults("a:\nb: 1\n"), ["value/empty 1:1 a"]);
    assert_eq!(faults("a: ~\nb: null\n"), ["value/null 1:4 ~", "value/null 2:4 null"]);
    assert_eq!(faults("{a, b: 1}"), ["value/empty 1:2 a"]);
    assert_eq!(faults("x:\n  - a\n  -\n"), ["value/empty 3:3 -"]);
    assert_eq!(faults(""), ["value/empty 1:1 "]);
    assert_eq!(faults("# only a comment\n"), ["value/empty 1:1 "]);
    assert_eq!(faults("---\n"), ["value/empty 1:1 "]);
    assert_eq!(faults(": x\n"), ["key/form 1:1 :"]);
    assert_eq!(faults("a: \"\"\n"), [""; 0]);
}

#[test]
fn keys_have_a_form() {
    assert_eq!(read("Range: 5 km\n"), (vec!["key/form 1:1 Range".into()], "{range: 5 km}".into()));
    assert_eq!(faults("a b: 1\n"), ["key/form 1:1 a b"]);
    assert_eq!(faults("ключ: 1\n"), ["key/form 1:1 ключ"]);
    assert_eq!(faults("\"d-day\": 1\n002: x\na_b: y\n"), [""; 0]);
    assert_eq!(faults("a: 1\nA: 2\n"), ["key/form 2:1 A"]);
}

#[test]
fn characters_are_checked_in_plain_text_only() {
    assert_eq!(faults("a: 600–1100 km/d\n"), ["char/dash 1:7 –"]);
    assert_eq!(faults("a: −5\nb: 5\u{a0}km\n"), ["char/minus 1:4 −", "char/nbsp 2:5 \u{a0}"]);
    assert_eq!(faults("a: \"600–1100\"  # – \u{a0} −\n"), [""; 0]);
    assert_eq!(faults("a:\tb\n# c\td\te\n"), ["char/tab 1:3 \t", "char/tab 2:4 \t"]);
    assert_eq!(faults("a: x\0y\n"), ["char/control 1:5 \0"]);
    assert_eq!(faults("a: \"x\ty\"\n"), ["char/tab 1:6 \t"]);
    assert_eq!(faults("\u{feff}a: 1\r\nb: 2\r\n"), [""; 0]);
}

#[test]
fn values_may_not_begin_with_a_sign() {
    assert_eq!(
        read("a: @estimate 5 km\nb: 1\n"),
        (vec!["yaml/start 1:4 @".into()], "{a: , b: 1}".into())
    );
    assert_eq!(
        faults("a: > 5 km\nb: %5\nc: `x`\n"),
        ["yaml/start 1:4 >", "yaml/start 2:4 %", "yaml/start 3:4 `"]
    );
    assert_eq!(faults("a: >\n  text\nb: |\n  text\n"), ["yaml/start 1:4 >", "yaml/start 3:4 |"]);
    assert_eq!(faults("a: {b: @x, c: [%5]}\n"), ["yaml/start 1:8 @", "yaml/start 1:16 %"]);
}

#[test]
fn values_split_by_a_comma_are_put_together() {
    assert_eq!(faults("{a: 20,000 km}"), ["number/thousands 1:5 20,000"]);
    assert_eq!(faults("{a: 1,234,567 km, b: 1}"), ["number/thousands 1:5 1,234,567"]);
    assert_eq!(faults("{a: 20,000 km, b}"), ["number/thousands 1:5 20,000", "value/empty 1:16 b"]);
    assert_eq!(faults("{a: T(20,60,240) min}"), ["spread/call 1:5 T(20,60,240)"]);
    assert_eq!(
        faults("{a: T(20, 60, 240) min, b}"),
        ["spread/call 1:5 T(20, 60, 240)", "value/empty 1:25 b"]
    );
    assert_eq!(faults("{a: 5 km @a, 4 km @b}"), ["value/empty 1:14 4 km @b"]);
    assert_eq!(faults("[20,000 km]"), ["number/thousands 1:2 20,000"]);
    assert_eq!(faults("[T(20,60,240) min]"), ["spread/call 1:2 T(20,60,240)"]);
    assert_eq!(faults("[5 km @a, 4 km @b]"), [""; 0]);
    assert_eq!(faults("[[0.85, 800], [0.15, 4], foo (a), bar]"), [""; 0]);
    assert_eq!(faults("{mix: 0.85 8, 0.15 4}"), ["mix/form 1:7 0.85 8, 0.15 4"]);
}

#[test]
fn syntax_errors_are_in_our_words() {
    assert_eq!(faults("{a: 5 km #note}\nb: 3\n"), ["yaml/syntax 1:10 #note}"]);
    assert_eq!(faults("x: {a: 5 km #note}\ny: {b: 3}\n"), ["yaml/syntax 1:13 #note}"]);
    assert_eq!(faults("x: [a, 5 km #note]\ny: 3\n"), ["yaml/syntax 1:13 #note]"]);
    assert_eq!(faults("x: [a\n"), ["yaml/syntax 1:4 ["]);
    assert_eq!(faults("a: b: c\n"), ["yaml/syntax 1:5 :"]);
    assert_eq!(faults("range: mix: 0.85 8\n"), ["mix/form 1:8 mix:"]);
    assert_eq!(faults("a: \"x\n")[0].split(' ').next(), Some("yaml/syntax"));
    let both = faults("x: 5 – 6\ny: [a\nz: 5 – 6 # –\nu: '–'\n");
    assert_eq!(both, ["char/dash 1:6 –", "yaml/syntax 3:2 :", "char/dash 3:6 –"]);
}

#[test]
fn limits_hold() {
    let deep = |n: usize| format!("{}a{}", "[".repeat(n), "]".repeat(n));
    assert_eq!(faults(&deep(MAX_DEPTH)), [""; 0]);
    assert!(faults(&deep(MAX_DEPTH + 1))[0].starts_with("limit/depth"));
    assert!(faults(&deep(2000))[0].starts_with("limit/depth"));
    assert!(faults(&" ".repeat(MAX_BYTES + 1))[0].starts_with("limit/size"));
    let many = format!("[{}a]", "a, ".repeat(MAX_NODES));
    assert!(faults(&many)[0].starts_with("limit/nodes"));
    let most = format!("[{}a]", "a, ".repeat(MAX_NODES - 2));
    assert_eq!(faults(&most), [""; 0]);
}

/// Each would take hours if anything looked at the whole text again for every part of it.
#[test]
fn crafted_files_end_soon() {
    let list = format!("[T(1{}]", ", a".repeat(100_000));
    let keys = format!("{{a: T(1{}}}", ", a".repeat(50_000));
    let empties: String = (0..50_000).map(|i| format!("k{i}:\n")).collect();
    let starts = "a: @x\n".repeat(50_000);
    let open = "[".repeat(500_000);
    let quotes = "a: 'x\n".repeat(50_000);
    let words = format!("a: {}", "w ".repeat(500_000));
    let dashes = format!("a: {}", "–".repeat(500_000));
    for text in [list, keys, empties, starts, open, quotes, words, dashes] {
        let mut out = Vec::new();
        let tree = parse(FileId(0), &text, &mut out);
        assert!(tree.is_some() || !out.is_empty());
    }
}
