//! Injects by hand: `run --inject "2022-02-05T06:00Z pvo-1 hold 6 h"`.

use crate::exit::Failure;
use sandtable::base::time::SimTime;
use sandtable::scenario::Scenario;
use sandtable::scenario::scalar::duration_s;
use sandtable::scenario::source_map::SourceMap;
use sandtable::sim::{Command, CommandAct};
use std::sync::Arc;

/// Who gives them.
const AUTHOR: &str = "hand";

/// The commands of injects as typed, in order.
pub fn commands(scenario: &Scenario, typed: &[String]) -> Result<Vec<Command>, Failure> {
    typed.iter().map(|text| command(scenario, text)).collect()
}

fn command(scenario: &Scenario, text: &str) -> Result<Command, Failure> {
    let wrong = |why: &str| {
        Failure::usage(format!(
            "`--inject {text}`: {why}; write `INSTANT UNIT hold|inspect DURATION` or `INSTANT UNIT alert`, \
             such as `2022-02-05T06:00Z pvo-1 hold 6 h`"
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
        return Err(wrong("no unit is called so"));
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
        "alert" if rest.is_empty() => CommandAct::Alert,
        _ => return Err(wrong("it does not say what happens")),
    };
    Ok(Command { at, unit: unit.to_owned(), act, author: Arc::from(AUTHOR) })
}
