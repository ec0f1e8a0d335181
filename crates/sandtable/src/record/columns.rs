//! The columns of each table after those that every table begins with.

use super::table::{Column, ColumnKind};

pub(super) const fn time(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Time, unit: "ns since 1970" }
}
pub(super) const fn int(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Int, unit: "" }
}
pub(super) const fn float(name: &'static str, unit: &'static str) -> Column {
    Column { name, kind: ColumnKind::Float, unit }
}
pub(super) const fn text(name: &'static str) -> Column {
    Column { name, kind: ColumnKind::Text, unit: "" }
}

pub(super) const DRAWS: &[Column] = &[
    int("used_by"),
    text("field"),
    text("entity"),
    text("domain"),
    int("index"),
    int("purpose"),
    int("event"),
    float("u", "1"),
    float("value", "SI"),
    text("input"),
];
pub(super) const CONTACTS: &[Column] = &[
    text("act"),
    text("sensor"),
    text("flight"),
    int("track"),
    time("look"),
    float("range_m", "m"),
    float("bearing_rad", "rad"),
    float("height_m", "m"),
    float("horizon_m", "m"),
    float("rcs_m2", "m2"),
    float("snr_db", "dB"),
    float("detects", "1"),
    int("looks"),
    int("plots"),
];
pub(super) const FLIGHTS: &[Column] = &[
    text("act"),
    text("kind"),
    text("task"),
    text("of"),
    text("path"),
    float("rcs_m2", "m2"),
    float("height_m", "m"),
    float("speed_mps", "m/s"),
];
pub(super) const PICTURES: &[Column] = &[
    text("act"),
    text("flight"),
    text("from"),
    int("sources"),
    float("age_s", "s"),
    text("plan"),
    text("because"),
    text("because_unit"),
    int("because_ordinal"),
];
pub(super) const QUALITY: &[Column] = &[
    text("task"),
    text("fidelity"),
    text("kind"),
    int("flights"),
    int("held"),
    float("completeness", "1"),
    float("ambiguity", "1"),
    float("spuriousness", "1"),
    float("breaks_per_h", "1/h"),
    float("error_m", "m"),
];
pub(super) const LEGS: &[Column] = &[
    text("mode"),
    int("train"),
    text("from"),
    text("to"),
    time("start"),
    float("distance_m", "m"),
    float("part_from", "1"),
    float("part_to", "1"),
    float("height_from_m", "m"),
    float("height_to_m", "m"),
];
pub(super) const EXERCISE: &[Column] = &[
    text("part"),
    text("id"),
    text("act"),
    float("value", "SI"),
    float("limit", "SI"),
    text("text"),
];
pub(super) const ORDERS: &[Column] = &[text("order"), text("author"), text("text")];
pub(super) const RAMPS: &[Column] =
    &[text("act"), text("train_unit"), int("train"), float("waited_s", "s"), int("waiting")];
pub(super) const STATES: &[Column] = &[text("from"), text("to"), text("place")];
pub(super) const TRAINS: &[Column] =
    &[text("act"), int("train"), text("station"), int("wagons"), int("vehicles")];
