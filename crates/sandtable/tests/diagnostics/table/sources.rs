//! What stands behind numbers: kinds and their obligations, citations, claims that are used.

use crate::case::{Case, error};

pub const CASES: &[Case] = &[
    error("source/needs", &[("{kind: reported, outlet: \"Another\", ", "⟦{kind: reported, ")]),
    error(
        "source/needs",
        &[(
            "{kind: reported, outlet: \"Another\", date: undated, ",
            "⟦{kind: reported, outlet: \"Another\", ",
        )],
    ),
    error(
        "source/needs",
        &[
            ("{kind: reported, outlet: \"Another\"", "⟦{kind: reported, outlet: \"Another\""),
            ("address: \"example.org\", ", ""),
        ],
    ),
    error("source/needs", &[("{kind: published, title: \"A book\", ", "⟦{kind: published, ")]),
    error(
        "source/needs",
        &[(
            "{kind: published, title: \"A book\", accessed: 2030-01-02, ",
            "⟦{kind: published, title: \"A book\", ",
        )],
    ),
    error("source/needs", &[("{kind: recalled, where: \"any atlas\"}", "⟦{kind: recalled}⟧")]),
    error("source/needs", &[("{kind: inferred, from: [c-heath], ", "⟦{kind: inferred, ")]),
    error(
        "source/needs",
        &[(
            "{kind: inferred, from: [c-heath], reason: \"from the date\"}",
            "⟦{kind: inferred, from: [c-heath]}⟧",
        )],
    ),
    error("source/needs", &[("{kind: computed, formula: \"a + b\"}", "⟦{kind: computed}⟧")]),
    error("source/needs", &[("{kind: assumed, reason: \"no public basis\"}", "⟦{kind: assumed}⟧")]),
    error(
        "source/needs",
        &[(
            "{kind: notional, reason: \"invented for the test\"}",
            "⟦{kind: notional, reason: \" \"}⟧",
        )],
    ),
    error("source/date", &[("date: undated", "date: ⟦last week⟧")]),
    error("source/date", &[("accessed: 2030-01-02", "accessed: ⟦2030-02-30⟧")]),
    error(
        "source/quote",
        &[(
            "quote: \"it begins\"",
            "quote: ⟦\"a b c d e f g h i j k l m n o p q r s t u v w x y z\"⟧",
        )],
    ),
    error("source/cycle", &[("root: paper}", "root: ⟦book⟧}")]),
    error(
        "source/cycle",
        &[("root: paper}", "root: ⟦copy⟧}"), ("copy_of: paper", "copy_of: book")],
    ),
    error("source/unknown", &[("root: paper}", "root: ⟦papre⟧}")]),
    error("source/unknown", &[("alert: 6 h exact @lesson", "alert: 6 h exact ⟦@leson⟧")]),
    error(
        "source/unknown",
        &[("{source: memory, posts: {north", "{source: ⟦memroy⟧, posts: {north")],
    ),
    error(
        "source/unknown",
        &[(
            "by: 2030-01-20T12:00Z, source: paper#F01",
            "by: 2030-01-20T12:00Z, source: ⟦papper⟧#F01",
        )],
    ),
    error("source/unknown", &[("to: moor", "to: moor ⟦@nobody⟧")]),
    error(
        "source/unknown",
        &[("[0.4, no]], weights: {source: guess}}", "[0.4, no]], weights: {source: ⟦gues⟧}}")],
    ),
    error("source/missing", &[("alert: 6 h exact @lesson", "alert: ⟦6 h exact⟧")]),
    error("source/missing", &[("alert: 6 h exact @lesson", "alert: ⟦6 h⟧ #note")]),
    error(
        "source/missing",
        &[
            ("[0.4, no]], weights: {source: guess}}", "[0.4, no]]}"),
            ("deployed: {", "deployed: ⟦{"),
        ],
    ),
    error("source/form", &[("alert: 6 h exact @lesson", "alert: 6 h exact ⟦@Lesson⟧")]),
    error("source/form", &[("alert: 6 h exact @lesson", "alert: 6 h ⟦@lesson,⟧ 4 h @guess")]),
    error("source/form", &[("zone: \"+01:00\"", "zone: +01:00 ⟦@lesson⟧")]),
    error("source/form", &[("  branch: {source: memory,", "  branch: {source: ⟦[memory]⟧,")]),
    error(
        "value/empty",
        &[(
            "by: 2030-01-20T12:00Z, source: paper#F01",
            "by: 2030-01-20T12:00Z, source: paper, ⟦F01⟧",
        )],
    ),
    error(
        "value/empty",
        &[("distance: 12 km exact @lesson", "distance: 5 km @lesson, ⟦4 km @lesson⟧")],
    ),
    error("source/space", &[("alert: 6 h exact @lesson", "alert: 6 h exact ⟦@ lesson⟧")]),
    error("source/space", &[("distance: 12 km exact @lesson", "distance: 12 km exact ⟦@ lesson⟧")]),
    error(
        "source/reason",
        &[
            (
                "deployed: {mix: [[0.6, yes], [0.4, no]], weights: {source: guess}}",
                "deployed: ⟦{mix: [[0.6, yes], [0.4, no]], weights: {source: guess}}⟧",
            ),
            (
                "plans:\n",
                "plans:\n  many: {alert: 7 h @guess, march: {distance: 7 km @guess}, load: {time: 7 h @guess}, extra: 7 km @guess, distance: 7 km @guess, start: 2030-01-03T00:00Z @guess, repeat: {every: 7 d @guess}}\n  more: {alert: 7 h @guess}\n",
            ),
        ],
    ),
    error("claim/unknown", &[("from: [c-heath]", "from: [⟦c-heat⟧]")]),
    error("word/unknown", &[("{kind: recalled, ", "{kind: ⟦recaled⟧, ")]),
];
