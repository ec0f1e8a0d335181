//! Mistakes in what decides and what shoots: weapons, links, weapon control, injects that cut.

use crate::case::{Case, error, note};

pub const CASES: &[Case] = &[
    note(
        "weapon/idle",
        &[
            (
                "missile: {range: 60 km exact, least-range",
                "missile: ⟦{range: 60 km exact, least-range",
            ),
            ("speed: 900 m/s exact, ", ""),
            ("reload: 30..45..90 min each}}", "reload: 30..45..90 min each}⟧}"),
        ],
    ),
    error("weapon/count", &[("ready: 4 exact", "ready: ⟦20000 exact⟧")]),
    error("weapon/count", &[("targets: 2 exact, ready", "targets: ⟦0 exact⟧, ready")]),
    error("weapon/speed", &[("speed: 900 m/s exact", "speed: ⟦0 m/s exact⟧")]),
    error("weapon/on", &[("ready: 4 exact", "on: ⟦lorries⟧, ready: 4 exact")]),
    error(
        "link/outage",
        &[(
            "link: {latency: 1 s exact, between-outages: 48 h exact, outage: 1 h exact}",
            "link: ⟦{latency: 1 s exact, outage: 1 h exact}⟧",
        )],
    ),
    error("link/outage", &[("between-outages: 48 h exact", "between-outages: ⟦0 h exact⟧")]),
    error(
        "control/zone",
        &[(
            "quiet: {status: hold, phase: first, place: field, radius: 20 km exact @lesson}",
            "quiet: ⟦{status: hold, phase: first, place: field}⟧",
        )],
    ),
    error(
        "phase/unknown",
        &[("quiet: {status: hold, phase: first", "quiet: {status: hold, phase: ⟦frist⟧")],
    ),
    error("word/unknown", &[("quiet: {status: hold", "quiet: {status: ⟦stop⟧")]),
    error(
        "inject/form",
        &[(
            "look: {at: second + 1 d @lesson, unit: u-1, inspect: 2..3..5 h each @lesson}",
            "look: ⟦{at: second + 1 d @lesson, unit: u-1, inspect: 2..3..5 h each @lesson, cut: 1 h exact @lesson}⟧",
        )],
    ),
];
