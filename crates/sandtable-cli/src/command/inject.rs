//! Injects by hand, and what each of them changes: `run --inject "2022-02-05T06:00Z pvo-1 hold 6 h"`.

use super::run::{Done, full};
use crate::exit::Failure;
use sandtable::base::time::SimTime;
use sandtable::record::{Body, DecisionRow, Fidelity};
use sandtable::scenario::Scenario;
use sandtable::scenario::scalar::duration_s;
use sandtable::scenario::source_map::SourceMap;
use sandtable::scenario::suggest::nearest;
use sandtable::sim::{Command, CommandAct};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who gives them.
const AUTHOR: &str = "hand";

/// The commands of injects as typed, in order.
pub fn commands(scenario: &Scenario, typed: &[String]) -> Result<Vec<Command>, Failure> {
    typed.iter().map(|text| command(scenario, text)).collect()
}

/// How many rows about units each inject changes: 0 for one that has no effect.
///
/// Each is left out in turn; times and states of the run without it are set against those of the run with it.
pub fn effects(
    scenario: &Scenario,
    draw: (u64, u32),
    (typed, done, fidelity): (&[String], &Done, Fidelity),
) -> Result<Vec<usize>, Failure> {
    let with = changes(done);
    let without = |at: usize| {
        let mut others = typed.to_vec();
        others.remove(at);
        let other = full(scenario, draw, commands(scenario, &others)?, fidelity)?;
        let other = changes(&other);
        let differ = |(key, n): (&String, &i64)| (n - other.get(key).copied().unwrap_or(0)).max(0);
        Ok(with.iter().map(differ).sum::<i64>().try_into().unwrap_or(usize::MAX)
            + other.iter().filter(|(key, _)| !with.contains_key(*key)).count())
    };
    (0..typed.len()).map(without).collect()
}

/// Rows that say what became of units, counted; orders and draws only lead to them.
fn changes(done: &Done) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for row in &done.log.rows {
        let body = match &row.body {
            Body::State { .. } | Body::Leg { .. } | Body::Exercise { .. } => {
                format!("{:?}", row.body)
            }
            // The number of the row behind it shifts with every row before: it is no change.
            Body::Decision(decision) => {
                format!("{:?}", DecisionRow { because: None, ..DecisionRow::clone(decision) })
            }
            _ => continue,
        };
        *counts.entry(format!("{} {} {body}", row.time.0, row.entity)).or_insert(0) += 1;
    }
    counts
}

fn command(scenario: &Scenario, text: &str) -> Result<Command, Failure> {
    let wrong = |why: &str| {
        Failure::usage(format!(
            "`--inject {text}`: {why}; write `INSTANT UNIT hold|inspect|cut|fail DURATION` or `INSTANT UNIT alert`, \
             such as `2022-01-20T06:00Z pvo-1 hold 12 h`"
        ))
    };
    let mut words = text.split_whitespace();
    let (Some(at), Some(unit), Some(act)) = (words.next(), words.next(), words.next()) else {
        return Err(wrong("something is missing"));
    };
    let Some(at) = SimTime::from_iso(at) else {
        return Err(wrong("the instant is not like 2022-02-05T06:00Z"));
    };
    if at < scenario.start || at > scenario.end {
        return Err(wrong("the instant is outside the period"));
    }
    if scenario.unit_named(unit).is_none() {
        let names = scenario.units.iter().map(|u| u.id.as_str());
        return Err(match nearest(unit, names) {
            Some(near) => wrong(&format!("no unit is called `{unit}`, did you mean `{near}`?")),
            None => wrong(&format!("no unit is called `{unit}`")),
        });
    }
    let rest = words.collect::<Vec<_>>().join(" ");
    let seconds = || {
        let mut map = SourceMap::default();
        let file = map.add("--inject".to_owned(), rest.as_str());
        let span = sandtable::scenario::source_map::Span { file, start: 0, end: rest.len() as u32 };
        duration_s(&rest, span, &mut Vec::new())
            .ok_or_else(|| wrong("the duration is not like `6 h` or `1 d 12 h`"))
    };
    let act = match act {
        "hold" => CommandAct::Hold(seconds()?),
        "inspect" => CommandAct::Inspect(seconds()?),
        "cut" => CommandAct::Cut(seconds()?),
        "fail" => CommandAct::Fail(seconds()?),
        "alert" if rest.is_empty() => CommandAct::Alert,
        _ => return Err(wrong("it does not say what happens")),
    };
    Ok(Command { at, unit: unit.to_owned(), act, author: Arc::from(AUTHOR) })
}
