//! Mistakes in what sees and what flies: radars, targets, paths, traffic, recorded flights.

use crate::case::{Case, error, note, warning};

pub const CASES: &[Case] = &[
    error(
        "sensor/swerling",
        &[
            ("nose: {kind: radar", "nose: ⟦{kind: radar"),
            ("swerling: 1, band: s}", "swerling: 7, band: s}⟧"),
        ],
    ),
    note(
        "sensor/idle",
        &[("nose: {kind: radar", "nose: ⟦{kind: radar"), ("swerling: 1, band: s}", "band: s}⟧")],
    ),
    error("sensor/false-alarm", &[("false-alarm: 1e-6 exact", "false-alarm: ⟦0.5 exact⟧")]),
    error("sensor/detects", &[("detects: 0.8 exact", "detects: ⟦1e-7 exact⟧")]),
    error("number/zero", &[("scan: 5 s exact", "scan: ⟦0 s exact⟧")]),
    error("air/rule", &[("hits: 3 exact @lesson", "hits: ⟦7 exact @lesson⟧")]),
    error("air/rule", &[("misses: 3 exact @lesson", "misses: ⟦0 exact @lesson⟧")]),
    error(
        "air/refraction",
        &[("refraction: 1.33 exact @lesson", "refraction: ⟦0.1 exact @lesson⟧")],
    ),
    error(
        "task/flights",
        &[("targets: 2 exact @lesson, paths", "targets: ⟦30000 exact @lesson⟧, paths")],
    ),
    error("path/short", &[("via: [field, strip]", "via: [field, ⟦field⟧]")]),
    error(
        "traffic/neutral",
        &[
            ("target: {rcs", "target: {neutral: yes, rcs"),
            ("against: [pair-1], targets", "against: [⟦pair-1⟧], targets"),
        ],
    ),
    error("word/unknown", &[("band: s}", "band: ⟦q⟧}")]),
    error("target/band", &[("bands: {x: {factor", "bands: {⟦q⟧: {factor")]),
    error("path/unknown", &[("paths: [over], rate", "paths: [⟦ower⟧], rate")]),
    error("path/unknown", &[("paths: [over], interval", "paths: [⟦under⟧], interval")]),
    error(
        "path/short",
        &[(
            "over: {via: [field, strip], within: belarus}",
            "over: ⟦{via: [field], within: belarus}⟧",
        )],
    ),
    error("place/unknown", &[("via: [field, strip]", "via: [field, ⟦stripe⟧]")]),
    warning(
        "path/country",
        &[("via: [field, strip], within: belarus", "via: [field, far-field], within: ⟦belarus⟧")],
    ),
    error("unit/name", &[("{unit: liner, paths", "{unit: ⟦lines⟧, paths")]),
    error("task/unknown", &[("    task: look-out", "    task: ⟦look-in⟧")]),
    error("target/needs", &[("against: [pair-1], targets", "against: [⟦u-3⟧], targets")]),
    error("traffic/neutral", &[("against: [pair-1], targets", "against: [⟦liner⟧], targets")]),
    error(
        "key/missing",
        &[
            (
                "look-out: {kind: air-drill, units: [u-1], against: [pair-1], targets: 2 exact @lesson, paths: [over],",
                "look-out: ⟦{kind: air-patrol, units: [pair-1],",
            ),
            ("time: 3 h exact @lesson}\n  shoot", "time: 3 h exact @lesson}⟧\n  shoot"),
        ],
    ),
    error("scope/shared", &[("rate: 12 /d @lesson", "rate: ⟦12 /d each @lesson⟧")]),
    error(
        "scope/shared",
        &[("refraction: 1.33 exact @lesson", "refraction: ⟦1.2..1.4 each @lesson⟧")],
    ),
];
