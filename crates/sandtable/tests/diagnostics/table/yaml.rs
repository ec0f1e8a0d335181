//! What YAML offers and the language does not, characters, keys, empty values.

use crate::case::{Case, error};

pub const CASES: &[Case] = &[
    error(
        "yaml/start",
        &[("300 km/d, unit:", "⟦@⟧lesson 300 km/d, unit:"), ("line: 150..200..", "line: ")],
    ),
    error("yaml/start", &[("range: 400 km exact", "range: ⟦>⟧ 400 km exact")]),
    error("yaml/start", &[("range: 400 km exact", "range: ⟦%⟧5")]),
    error("yaml/start", &[("night: 0.8 exact", "night: ⟦@⟧lesson 0.8 exact")]),
    error("yaml/start", &[("gap: 2 min exact", "gap: '⟦@⟧lesson 2 min'")]),
    error("yaml/anchor", &[("side: green\n    deployed", "side: ⟦&g⟧ green\n    deployed")]),
    error("yaml/alias", &[("range: 400 km exact", "range: ⟦*r⟧")]),
    error("yaml/tag", &[("{name: Green}", "{name: ⟦!str⟧ Green}")]),
    error(
        "yaml/merge-key",
        &[("moor: {kind: ground}", "moor: {kind: ground, ⟦<<⟧: {name: Moor}}")],
    ),
    error("yaml/key", &[("moor: {kind: ground}", "moor: {kind: ground, ⟦[a, b]⟧: c}")]),
    error("yaml/duplicate-key", &[("moor: {kind: ground}", "moor: {kind: ground, ⟦kind⟧: town}")]),
    error(
        "yaml/multi-line",
        &[(
            "title: \"two batteries and a post go to the heath\"",
            "title: ⟦two batteries\n  and a post⟧",
        )],
    ),
    error("yaml/escape", &[("name: North,", "name: \"No⟦\\_⟧rth\",")]),
    error(
        "yaml/documents",
        &[
            ("seed: 7\n", "seed: 7\n"),
            ("hold: 2 h @lesson}\n", "hold: 2 h @lesson}\n⟦---⟧\nseed: 8\n"),
        ],
    ),
    error("yaml/syntax", &[("c-words: {subject", "c-words: ⟦[⟧subject")]),
    error("yaml/syntax", &[("10..15..25 km}}", "10..15..25 km ⟦#note}}⟧")]),
    error("yaml/syntax", &[("range: 400 km exact", "range: 400 km⟦:⟧ exact")]),
    error("char/tab", &[("night: 0.8 exact", "night:⟦\t⟧0.8 exact")]),
    error("char/control", &[("night: 0.8 exact", "night: ⟦\u{1}⟧0.8 exact")]),
    error("char/dash", &[("8..12}", "8⟦–⟧12}")]),
    error("char/dash", &[("rate: 25..30..40 km/h each", "rate: 25⟦–⟧40 km/h each")]),
    error("char/minus", &[("north: 0 km exact", "north: ⟦−⟧1 km exact")]),
    error("char/nbsp", &[("gap: 2 min exact", "gap: 2⟦\u{a0}⟧min exact")]),
    error("char/nbsp", &[("gap: 2 min exact", "gap: '2⟦\u{a0}⟧min exact'")]),
    error("key/form", &[("range: 400 km exact", "⟦Range⟧: 400 km exact")]),
    error(
        "key/form",
        &[("moor: {kind: ground}", "moor: {kind: ground}\n  ⟦the Fen⟧: {kind: ground}")],
    ),
    error(
        "id/form",
        &[("moor: {kind: ground}", "moor: {kind: ground}\n  ⟦2-fen⟧: {kind: ground}")],
    ),
    error("key/unknown", &[("range: 400 km exact", "⟦rangee⟧: 400 km exact")]),
    error("key/unknown", &[("rate: goods\n", "⟦rat⟧: goods\n")]),
    error("key/unknown", &[("memory: {kind: recalled", "memory: {⟦kidn⟧: recalled")]),
    error(
        "key/missing",
        &[
            ("memory: {kind: recalled", "memory: ⟦{where"),
            (", where: \"any atlas\"}", ": \"any atlas\"}"),
        ],
    ),
    error("key/missing", &[("  post:\n    type: battery\n    side", "  post:\n    ⟦side")]),
    error(
        "key/missing",
        &[("  post:\n    type: battery\n    side: green\n", "  post:\n    ⟦type: battery\n")],
    ),
    error("value/empty", &[("seed: 7", "⟦seed⟧:")]),
    error("yaml/syntax", &[("via: [main-line, branch]", "via: [main-line, ⟦,⟧ branch]")]),
    error("value/null", &[("seed: 7", "seed: ⟦~⟧")]),
    error("value/null", &[("parent: post\n    range", "parent: ⟦null⟧\n    range")]),
    error("value/shape", &[("via: [main-line, branch]", "via: ⟦main-line⟧")]),
    error("value/shape", &[("night: 0.8 exact", "night: ⟦[0.8, 0.9]⟧")]),
    error("value/shape", &[("moor: {kind: ground}", "moor: ⟦ground⟧")]),
    error("word/unknown", &[("echelon: battery", "echelon: ⟦batery⟧")]),
    error("word/unknown", &[("set-up: yes", "set-up: ⟦true⟧")]),
];
