//! One file for each command.

pub mod check;
pub mod completions;
pub mod new;
pub mod run;
pub mod schema;
pub mod sources;
pub mod verify;
pub mod when;
pub mod why;

use sandtable::analysis::{Shares, shares};
use sandtable::scenario::Scenario;
use sandtable::scenario::source::SourceKind;

/// `reported 3 %, published 25 %, ...` in order of kind.
pub fn shares_line(scenario: &Scenario) -> String {
    let shares = shares(scenario);
    let parts = SourceKind::ALL.iter().filter(|k| shares.counts.contains_key(k));
    let parts: Vec<_> =
        parts.map(|k| format!("{} {:.0} %", k.word(), 100.0 * shares.fraction(*k))).collect();
    format!(
        "{} inputs: {}; {:.0} % rest on no source that was read (recalled, assumed, notional); {} points without a stated spread",
        shares.inputs,
        parts.join(", "),
        100.0 * shares.unsourced(),
        shares.bare_points
    )
}

/// Shares by kind for JSON: every kind, summing to 1.
pub fn shares_json(shares: &Shares) -> serde_json::Value {
    let all = SourceKind::ALL.iter().map(|k| (k.word().to_owned(), shares.fraction(*k).into()));
    serde_json::Value::Object(all.collect())
}
