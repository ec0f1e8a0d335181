//! Mistakes in flights, ways back, groups, the calendar, injects and variants.

use crate::case::{Case, error, note, warning};

pub const CASES: &[Case] = &[
    error(
        "flight/daylight",
        &[("daylight: yes\n", "daylight: no\n        after-sunrise: ⟦0..10 min @lesson⟧\n")],
    ),
    error("group/unknown", &[("group: pairs", "group: ⟦pears⟧")]),
    error(
        "key/missing",
        &[
            ("    number: 1\n", ""),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("type: flight-of-two\n", "⟦type: flight-of-two\n"),
        ],
    ),
    error("scope/shared", &[("count: 1..3 flights @lesson", "count: ⟦1..3 flights each @lesson⟧")]),
    error("number/form", &[("number: 2}", "number: ⟦two⟧}")]),
    error(
        "order/needs",
        &[
            ("        to: far-field\n", ""),
            ("      home: {by: return, of: fly, start: end - 3 d @lesson}\n", ""),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("      fly:\n", "      ⟦fly⟧:\n"),
        ],
    ),
    error(
        "order/needs",
        &[
            ("climb: 12 m/s exact, ", ""),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("      fly:\n", "      ⟦fly⟧:\n"),
        ],
    ),
    error(
        "order/needs",
        &[
            ("        stop: 1..2..4 h each @lesson\n", ""),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("      fly:\n", "      ⟦fly⟧:\n"),
        ],
    ),
    error("order/back", &[("of: fly,", "of: ⟦flight⟧,")]),
    error("order/back", &[("of: fly,", "of: ⟦home⟧,")]),
    error("place/unknown", &[("{stops: [strip]}", "{stops: [⟦stripe⟧]}")]),
    error("place/position", &[("{stops: [strip]}", "{stops: [⟦moor⟧]}")]),
    error("route/empty", &[("{stops: [strip]}", "{stops: [⟦field⟧]}")]),
    error("flight/wind", &[("wind: 0..10..30 m/s @lesson", "wind: ⟦0..10..140 m/s @lesson⟧")]),
    error("number/zero", &[("climb: 12 m/s exact", "climb: ⟦0 m/s exact⟧")]),
    note(
        "flight/range",
        &[
            ("range: 3000 km exact", "range: 700 km exact"),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("  pair-1:\n", "  ⟦pair-1⟧:\n"),
        ],
    ),
    warning(
        "flight/range",
        &[
            ("range: 3000 km exact, ferry-range: 4000 km exact", "range: 700 km exact"),
            ("  pair-2: {extends: pair-1, number: 2}\n", ""),
            ("  pair-1:\n", "  ⟦pair-1⟧:\n"),
        ],
    ),
    error("mix/form", &[("scope: each-unit}", "scope: ⟦often⟧}")]),
    error("scope/shared", &[("start: second + 6 h @lesson", "start: ⟦second + 6 h each @lesson⟧")]),
    error(
        "scope/shared",
        &[(
            "deployed: {mix: [[0.6, yes], [0.4, no]], weights: {source: guess}}",
            "deployed: ⟦{mix: [[0.6, yes], [0.4, no]], weights: {source: guess}, scope: each}⟧",
        )],
    ),
    error(
        "time/relative",
        &[
            ("start: second + 6 h", "start: ⟦third + 6 h @lesson⟧ "),
            (" @lesson, time: 2 h", ", time: 2 h"),
        ],
    ),
    error(
        "time/relative",
        &[("start: 2030-01-20T00:00Z @lesson, end: end", "start: ⟦first + 9 d @lesson⟧, end: end")],
    ),
    error("phase/unknown", &[("phase: second, ground", "phase: ⟦seconds⟧, ground")]),
    error("unit/name", &[("units: [u-1, u-3]", "units: [u-1, ⟦u-9⟧]")]),
    error("word/unknown", &[("shoot: {kind: air-drill", "shoot: {kind: ⟦air-drills⟧")]),
    error("type/unknown", &[("march, of: [battery]", "march, of: [⟦batter⟧]")]),
    error(
        "norm/needs",
        &[(
            "march: {measure: march, of: [battery], longer: 10 % @lesson}",
            "march: ⟦{measure: march, of: [battery]}⟧",
        )],
    ),
    error(
        "norm/needs",
        &[(
            "set-up: {measure: steps, of: [battery], from: present, to: instrument-ready, within: 2 h exact @lesson}",
            "set-up: ⟦{measure: steps, of: [battery], from: present, within: 2 h exact @lesson}⟧",
        )],
    ),
    error("roster/vehicles", &[("vehicles: guns, shift", "vehicles: ⟦tanks⟧, shift")]),
    error(
        "inject/form",
        &[(
            "look: {at: second + 1 d @lesson, unit: u-1, inspect: 2..3..5 h each @lesson}",
            "look: ⟦{at: second + 1 d @lesson, unit: u-1}⟧",
        )],
    ),
    error(
        "inject/form",
        &[
            ("look: {at: second + 1 d @lesson, unit", "look: ⟦{unit"),
            ("inspect: 2..3..5 h each @lesson}", "inspect: 2..3..5 h each @lesson}⟧"),
        ],
    ),
    note(
        "source/disagree",
        &[(
            "remark: {text: \"something else was said\", source: paper#F02}",
            "⟦remark⟧: {text: \"something else was said\", source: paper#F02, disagrees: yes}",
        )],
    ),
    error("source/unknown", &[("source: paper#F02", "source: ⟦papers⟧#F02")]),
    error("key/unknown", &[("{title: \"a week longer\"", "{⟦titel⟧: \"a week longer\"")]),
];
