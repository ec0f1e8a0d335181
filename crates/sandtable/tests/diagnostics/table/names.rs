//! Names that lead nowhere, and what an order or a unit lacks.

use crate::case::{Case, error};

pub const CASES: &[Case] = &[
    error("place/unknown", &[("load: {at: north,", "load: {at: ⟦norht⟧,")]),
    error(
        "place/unknown",
        &[("start: {place: heath, state: present}", "start: {place: ⟦heaht⟧, state: present}")],
    ),
    error("place/unknown", &[("to: moor", "to: ⟦mor⟧")]),
    error(
        "place/unknown",
        &[("site: heath}", "site: ⟦heaht⟧}"), (", spent_for: [units.u-1.orders.go.site]", "")],
    ),
    error("place/unknown", &[("near: south", "near: ⟦sout⟧")]),
    error(
        "place/unknown",
        &[("state: present, place: heath,", "state: present, place: ⟦hearth⟧,")],
    ),
    error("place/unknown", &[("mid: 190 km exact", "⟦middle⟧: 90 km exact, mid: 190 km exact")]),
    error("place/near", &[("near: south", "near: ⟦moor⟧")]),
    error(
        "place/ramps",
        &[
            ("52.0 N 28.0 E ±1 km, ramps: 2 exact", "52.0 N 28.0 E ±1 km"),
            ("to: south", "to: ⟦south⟧"),
        ],
    ),
    error(
        "place/ramps",
        &[
            ("54.0 N 24.0 E ±1 km, ramps: 1 exact", "54.0 N 24.0 E ±1 km"),
            ("load: {at: north", "load: {at: ⟦north⟧"),
        ],
    ),
    error(
        "place/access",
        &[(", access: {south: 10..15..25 km}", ""), ("site: heath}", "site: ⟦heath⟧}")],
    ),
    error("unit/name", &[("rides: u-1", "rides: ⟦u1⟧")]),
    error("unit/name", &[("side: green\n    parent: post", "side: green\n    parent: ⟦pots⟧")]),
    error("unit/name", &[("unit: u-1, hold", "unit: ⟦u-9⟧, hold")]),
    error("unit/name", &[("subject: u-1", "subject: ⟦u-7⟧")]),
    error("type/unknown", &[("  u-3:\n    type: battery", "  u-3:\n    type: ⟦batery⟧")]),
    error("type/unknown", &[("subject: u-1", "subject: any ⟦batery⟧")]),
    error(
        "side/unknown",
        &[(
            "type: battery\n    side: green\n    start: {place: heath",
            "type: battery\n    side: ⟦grene⟧\n    start: {place: heath",
        )],
    ),
    error("plan/unknown", &[("plan: by-train", "plan: ⟦by-trian⟧")]),
    error("rate/unknown", &[("rate: goods\n", "rate: ⟦good⟧\n")]),
    error("route/line", &[("via: [main-line, branch]", "via: [main-line, ⟦brunch⟧]")]),
    error(
        "route/line",
        &[
            ("    orders: {go: {load: {start: 2030-01-03T06:00Z @lesson}}}\n", ""),
            ("via: [main-line, branch]", "via: []"),
            ("go: {plan", "⟦go⟧: {plan"),
        ],
    ),
    error("route/station", &[("south: 190±2 km", "east: 190±2 km"), ("to: south", "to: ⟦south⟧")]),
    error("route/station", &[("rate: goods\n", "rate: goods\n    post: ⟦moor⟧\n")]),
    error(
        "route/junction",
        &[
            ("via: [main-line, branch]", "via: [main-line, ⟦branch⟧]"),
            ("{mid: 0±2 km", "{centre: 0±2 km"),
        ],
    ),
    error(
        "route/empty",
        &[
            ("to: south", "to: ⟦north⟧"),
            ("via: [main-line, branch]", "via: [main-line]"),
            ("access: {south: ", "access: {north: "),
        ],
    ),
    error(
        "order/needs",
        &[("by: rail\n", "by: rail\n"), ("    rate: goods\n", ""), ("go: {plan", "⟦go⟧: {plan")],
    ),
    error("order/needs", &[("    by: rail\n", ""), ("go: {plan", "⟦go⟧: {plan")]),
    error("order/needs", &[("to: moor, ", ""), ("drill: {", "⟦drill⟧: {")]),
    error("order/needs", &[("load: {at: north, ", "load: {"), ("go: {plan", "⟦go⟧: {plan")]),
    error("order/needs", &[(", most-wagons: 40 exact", ""), ("go: {plan", "⟦go⟧: {plan")]),
    error("order/needs", &[("\n      night: 0.8 exact", ""), ("go: {plan", "⟦go⟧: {plan")]),
    error(
        "order/needs",
        &[
            ("start: {place: heath, state: present}", "start: {state: present}"),
            ("drill: {", "⟦drill⟧: {"),
        ],
    ),
    error("key/missing", &[("emplacing: 30..45..90 min each\n      linking", "⟦linking")]),
    error("key/missing", &[("guns: {class: long, count: 8..12}", "⟦guns⟧: {class: long}")]),
    error("claim/spent-path", &[("units.u-1.orders.go.site]", "⟦units.u-1.orders.go.sight⟧]")]),
    error(
        "claim/distance-to",
        &[("place: heath, by", "distance: ⟦10 km @paper⟧, place: heath, by")],
    ),
    error(
        "claim/follows",
        &[("paper#F01, spent_for", "paper#F01, follows: [⟦c-heath⟧], spent_for")],
    ),
    error(
        "claim/unknown",
        &[("paper#F01, spent_for", "paper#F01, follows: [⟦c-hearth⟧], spent_for")],
    ),
    error("claim/time", &[("on: 2030-01-01,", "on: 2030-01-01, by: ⟦2030-01-02⟧,")]),
    error("time/relative", &[("at: start + 1 d 6 h @lesson", "at: ⟦phase-2 + 1 d 6 h @lesson⟧")]),
    error(
        "time/d-day",
        &[
            ("d-day: 2030-01-10\n", ""),
            ("start: D+10 08:00 @lesson", "start: ⟦D+10 08:00 @lesson⟧"),
        ],
    ),
];
