//! What is well formed and makes no sense: zeros, circles, times outside the period, speeds.

use crate::case::{Case, error, note, warning};

pub const CASES: &[Case] = &[
    error("number/zero", &[("line: 150..200..300 km/d", "line: ⟦0..200..300 km/d⟧")]),
    error("number/zero", &[("rate: 25..30..40 km/h each", "rate: ⟦0 km/h exact⟧")]),
    error("number/zero", &[("ramps: 2 exact", "ramps: ⟦0 exact⟧")]),
    error("number/zero", &[("ramps: 1 exact", "ramps: ⟦0..2⟧")]),
    error("scope/shared", &[("ramps: 2 exact", "ramps: ⟦2..3 each⟧")]),
    error("scope/shared", &[("mid: 0±2 km", "mid: ⟦0±2 km each⟧")]),
    note(
        "ramp/tie",
        &[
            ("    orders: {go: {load: {start: 2030-01-03T06:00Z @lesson}}}\n", ""),
            (
                "start: 2030-01-02T06:00Z..2030-01-02T12:00Z @lesson",
                "start: ⟦2030-01-02T06:00Z..2030-01-02T12:00Z @lesson⟧",
            ),
        ],
    ),
    error("repeat/short", &[("every: 3 d exact @lesson", "every: ⟦30 s exact @lesson⟧")]),
    error("repeat/short", &[("every: 3 d exact @lesson", "every: ⟦1e-9~1e-6 s @lesson⟧")]),
    error("train/wagons", &[("most-wagons: 40 exact", "most-wagons: ⟦2 exact⟧")]),
    error("train/wagons", &[("most-wagons: 40 exact", "most-wagons: ⟦1..40⟧")]),
    error(
        "train/size",
        &[("guns: {class: long, count: 8..12}", "guns: {class: long, count: ⟦1000000 exact⟧}")],
    ),
    error(
        "train/size",
        &[("guns: {class: long, count: 8..12}", "guns: {class: long, count: ⟦8..5000⟧}")],
    ),
    error(
        "train/empty",
        &[
            ("guns: {class: long, count: 8..12}", "guns: {class: long, count: ⟦0..12⟧}"),
            ("[[0.5, 2], [0.5, 4]]", "[[0.5, 0], [0.5, 4]]"),
        ],
    ),
    error("rides/cycle", &[("rides: u-1", "rides: ⟦post⟧")]),
    error(
        "rides/cycle",
        &[
            ("    orders: {go: {load: {start: 2030-01-03T06:00Z @lesson}}}\n", ""),
            ("rides: u-1", "rides: ⟦u-1⟧"),
            ("side: green\n    parent: post\n    start", "side: green\n    rides: post\n    start"),
            ("extends: u-1\n", "type: battery\n    side: green\n"),
        ],
    ),
    error(
        "rides/rider",
        &[
            ("rides: u-1", "rides: ⟦u-2⟧"),
            ("extends: u-1\n    parent: post\n", "extends: u-1\n    rides: u-1\n"),
        ],
    ),
    warning(
        "rides/absent",
        &[
            (
                "start: {place: north, state: garrison}",
                "start: {place: north, state: garrison}\n    deployed: no",
            ),
            ("rides: u-1", "rides: ⟦u-1⟧"),
        ],
    ),
    error(
        "parent/cycle",
        &[(
            "side: green\n    parent: post\n    start: {place: north, state: garrison}",
            "side: green\n    parent: ⟦u-1⟧\n    start: {place: north, state: garrison}",
        )],
    ),
    error("parent/cycle", &[("rides: u-1", "rides: u-1\n    parent: ⟦u-1⟧")]),
    error("time/order", &[("end: 2030-02-01T00:00Z", "end: ⟦2029-02-01T00:00Z⟧")]),
    error(
        "time/period",
        &[(
            "start: 2030-01-02T06:00Z..2030-01-02T12:00Z @lesson",
            "start: ⟦2029-01-02T06:00Z..2029-01-02T12:00Z @lesson⟧",
        )],
    ),
    error("time/period", &[("at: start + 1 d 6 h @lesson", "at: ⟦start - 1 d 6 h @lesson⟧")]),
    warning("time/period", &[("at: start + 1 d 6 h @lesson", "at: ⟦2031-01-01T00:00Z @lesson⟧")]),
    warning(
        "leg/range",
        &[("access: {south: 10..15..25 km}", "access: {south: ⟦10..15..425 km⟧}")],
    ),
    warning("line/short", &[("mid: 190 km exact", "⟦mid⟧: 90 km exact")]),
    note("place/country-unknown", &[("country: Belarus", "country: ⟦atlantis⟧")]),
    warning("place/country", &[("country: Belarus", "country: ⟦Ukraine⟧")]),
    warning(
        "claim/speed",
        &[
            (
                "c-words: {",
                "c-north: {subject: u-1, state: present, place: north, on: 2030-01-20T11:00Z, source: paper}\n  c-words: {",
            ),
            ("c-heath:", "⟦c-heath⟧:"),
        ],
    ),
    note(
        "claim/speed",
        &[
            (
                "c-words: {",
                "c-north: {subject: u-1, state: present, place: north, on: 2030-01-10T11:00Z, source: paper}\n  c-words: {",
            ),
            ("c-heath:", "⟦c-heath⟧:"),
        ],
    ),
    note(
        "claim/distance",
        &[(
            "c-words: {",
            "c-far: {subject: heath, distance: ⟦250..350 km @paper⟧, from: north, source: paper}\n  c-words: {",
        )],
    ),
    note(
        "claim/distance-unknown",
        &[(
            "c-words: {",
            "c-far: {subject: moor, distance: ⟦30 km @paper⟧, border: Ukraine, source: paper}\n  c-words: {",
        )],
    ),
];
