//! One file for each command.

pub mod check;
pub mod claims;
pub mod completions;
pub mod coverage;
pub mod export;
pub mod inject;
pub mod new;
pub mod odds;
pub mod picture;
pub mod report;
pub mod run;
pub mod schema;
pub mod sources;
pub mod summary;
pub mod umpire;
pub mod verify;
pub mod when;
pub mod why;

use crate::args::ScenarioArgs;
use crate::exit::Failure;
use crate::output;
use sandtable::analysis::{Shares, acting_shares, seeing_shares, shares};
use sandtable::geo::border::Countries;
use sandtable::scenario::Scenario;
use sandtable::scenario::resolved::TaskKind;
use sandtable::scenario::source::SourceKind;
use sandtable::scenario::suggest::nearest;

/// Borders of the embedded map.
pub fn countries() -> Result<Countries, Failure> {
    Countries::from_geojson(sandtable_assets::COUNTRIES_10M)
        .map_err(|e| Failure::files(format!("the embedded map cannot be read: {e}")))
}

/// The arguments that make a scenario what it is, as a shell takes them: ` NAME --variant ID --set PATH=VALUE`.
pub fn named(args: &ScenarioArgs) -> String {
    let scenario = args.scenario.iter().map(|name| format!(" {}", when::quoted(name)));
    let variant = args.variant.iter().map(|id| format!(" --variant {}", when::quoted(id)));
    let set = args.set.iter().map(|edit| format!(" --set {}", when::quoted(edit)));
    scenario.chain(variant).chain(set).collect()
}

/// Says which variant and which edits a result rests on, if there are any.
pub fn print_changes(scenario: &Scenario, edits: &[String], injects: &[String]) {
    if let Some(label) = scenario.variant_label() {
        output::line(&label);
    }
    for edit in edits {
        output::line(&format!("edited: --set {edit}"));
    }
    for inject in injects {
        output::line(&format!("by hand: --inject {inject}"));
    }
}

/// Shares by kind of the inputs that act on units' dates, `reported 3 %, published 25 %, ...`.
pub fn shares_line(scenario: &Scenario) -> String {
    let (all, acting) = (shares(scenario), acting_shares(scenario));
    if acting.inputs == 0 {
        return format!("none of {} inputs acts on dates of units", all.inputs);
    }
    format!(
        "{} of {} inputs act on the units' dates: {}; {:.0} % of them rest on no source that was read \
         (recalled, assumed, notional); {} have no stated spread",
        acting.inputs,
        all.inputs,
        kinds(&acting),
        100.0 * acting.unsourced(),
        acting.bare_points
    )
}

/// Shares by kind of the inputs that act on what radars see.
pub fn seeing_line(scenario: &Scenario) -> String {
    let shares = seeing_shares(scenario);
    format!(
        "{} inputs act on what radars see: {}; {:.0} % of them rest on no source that was read",
        shares.inputs,
        kinds(&shares),
        100.0 * shares.unsourced()
    )
}

/// `reported 3 %, published 25 %, ...` in order of kind.
pub fn kinds(shares: &Shares) -> String {
    let parts = SourceKind::ALL.iter().filter(|k| shares.counts.contains_key(k));
    let parts: Vec<_> =
        parts.map(|k| format!("{} {:.0} %", k.word(), 100.0 * shares.fraction(*k))).collect();
    parts.join(", ")
}

/// Shares by kind for JSON: every kind, summing to 1.
pub fn shares_json(shares: &Shares) -> serde_json::Value {
    let all = SourceKind::ALL.iter().map(|k| (k.word().to_owned(), shares.fraction(*k).into()));
    serde_json::Value::Object(all.collect())
}

/// What to say of a task that is not there: the nearest drill, and all of them.
pub fn unknown_task(scenario: &Scenario, name: &str) -> Failure {
    let drills = scenario.tasks.iter().filter(|t| t.kind == TaskKind::AirDrill);
    let names: Vec<_> = drills.map(|t| t.id.as_str()).collect();
    let near = nearest(name, names.iter().copied());
    let hint = near.map_or(String::new(), |n| format!(", did you mean `{n}`?"));
    Failure::usage(format!("no task is called `{name}`{hint} (drills: {})", names.join(", ")))
}
