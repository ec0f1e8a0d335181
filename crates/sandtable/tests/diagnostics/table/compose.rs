//! Files, inheritance and edits.

use crate::case::{Case, error, warning};

const INCLUDE: &str = "include: [sources.yaml, rail.yaml, exercise.yaml]";

pub const CASES: &[Case] = &[
    error(
        "root/form",
        &[
            (INCLUDE, "include: [sources.yaml, rail.yaml, exercise.yaml, list.yaml]"),
            ("+list.yaml", "⟦- 5 km"),
        ],
    ),
    error(
        "value/empty",
        &[
            (INCLUDE, "include: [sources.yaml, rail.yaml, exercise.yaml, empty.yaml]"),
            ("+empty.yaml", "⟦# nothing\n"),
        ],
    ),
    error(
        "yaml/syntax",
        &[(
            "reckoned: {kind: inferred, from: [c-heath]",
            "reckoned: {kind: inferred, from: [c-heath: x⟦:⟧ y]",
        )],
    ),
    error("include/form", &[(INCLUDE, "include: ⟦sources.yaml⟧")]),
    error(
        "include/form",
        &[(INCLUDE, "include: [sources.yaml, rail.yaml, exercise.yaml, ⟦[more.yaml]⟧]")],
    ),
    error("include/missing", &[(INCLUDE, "include: [⟦source.yaml⟧, rail.yaml, exercise.yaml]")]),
    error(
        "include/path",
        &[(INCLUDE, "include: [sources.yaml, rail.yaml, exercise.yaml, ⟦../more.yaml⟧]")],
    ),
    error(
        "include/path",
        &[(INCLUDE, "include: [sources.yaml, rail.yaml, exercise.yaml, ⟦/more.yaml⟧]")],
    ),
    error("include/cycle", &[("places:\n", "include: [⟦scenario.yaml⟧]\nplaces:\n")]),
    error(
        "include/duplicate-id",
        &[
            ("sides: {green", "sides: {⟦green⟧"),
            ("rates:\n", "sides: {green: {name: Emerald}}\nrates:\n"),
        ],
    ),
    error("extends/unknown", &[("    extends: column", "    extends: ⟦colum⟧")]),
    error("extends/unknown", &[("extends: u-1\n", "extends: ⟦u-11⟧\n")]),
    error("extends/form", &[("    extends: column", "    extends: ⟦[column]⟧")]),
    error("extends/cycle", &[("extends: u-1\n", "extends: ⟦u-2⟧\n")]),
    error(
        "extends/cycle",
        &[("  column:\n    source", "  column:\n    extends: ⟦battery⟧\n    source")],
    ),
    warning("remove/nothing", &[("--set injects.go", "⟦remove⟧")]),
    warning(
        "remove/nothing",
        &[(
            "start: {place: heath, state: present}",
            "start: {place: heath, state: present}\n    parent: ⟦remove⟧",
        )],
    ),
    warning(
        "remove/nothing",
        &[("sum: {kind", "more: {extends: sum, quote: ⟦remove⟧}\n  sum: {kind")],
    ),
    error("edit/path", &[("--set units.u-1.ragne.x", "⟦5 km⟧")]),
    error("edit/path", &[("--set units.u-1.Range", "⟦5 km⟧")]),
    error("edit/path", &[("--set title.x", "⟦5 km⟧")]),
    error("unit/unknown", &[("--set units.u-1.range", "5 ⟦kmm⟧ @lesson")]),
    error("key/unknown", &[("--set units.u-1.ragne", "⟦5 km @lesson⟧")]),
    error("source/unknown", &[("--set units.u-1.range", "5 km ⟦@leson⟧")]),
];
