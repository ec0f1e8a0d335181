//! `sandtable why UNIT STATE`: link by link from a state back to the order, each drawn value drawn again.

use super::print_changes;
use super::when::unknown_unit;
use crate::args::WhyArgs;
use crate::exit::Failure;
use crate::input::{folder_of, scenario_of};
use crate::output::{json, line};
use sandtable::base::purpose::Purpose;
use sandtable::base::time::SimTime;
use sandtable::draw::draw_again;
use sandtable::scenario::Scenario;
use sandtable::scenario::param::{Param, Spec};
use sandtable::store::{Chain, ChainDraw, Link};
use serde_json::{Value as Json, json};

/// Explains a date.
pub fn why(args: &WhyArgs) -> Result<(), Failure> {
    let folder = folder_of(args.run.as_deref())?;
    let scenario = scenario_of(&folder)?;
    let Some(unit) = scenario.unit_named(&args.unit) else {
        return Err(unknown_unit(&scenario, &args.unit));
    };
    let chain = Chain::read(&folder)?;
    let state = args.state.state().name().replace('_', "-");
    let Some(last) = chain.entered(&scenario.unit(unit).path(), &state) else {
        let words = format!(
            "`{}` does not get to {state} in {}: it began so, took no part, or the period ended first",
            args.unit,
            folder.path.display()
        );
        return Err(Failure::usage(words));
    };
    let links = chain.follow(last).map_err(|(unit, ordinal)| {
        Failure::files(format!("the log has no row {ordinal} of {unit}, which is named as a cause"))
    })?;
    let seed = folder.manifest.seed;
    if args.json {
        let rows: Vec<_> = links.iter().map(|l| link_json(l, &scenario, seed)).collect();
        let variant = scenario.variants.iter().find(|v| v.chosen);
        json(&json!({
            "variant": variant.map(|v| v.id.as_str()),
            "counterfactual": variant.is_some_and(|v| v.counterfactual),
            "edits": folder.manifest.edits,
            "rows": rows,
        }));
        return Ok(());
    }
    let manifest = &folder.manifest;
    line(&format!(
        "{}: {}, seed {}, replication {} (digest {})",
        folder.path.display(),
        manifest.scenario,
        manifest.seed,
        manifest.replication,
        &manifest.digest[..16]
    ));
    print_changes(&scenario, &manifest.edits, &manifest.injects);
    line(
        "Latest first: each line was brought about by the one below it; values set the time of the line above them.",
    );
    for link in links {
        print_link(link, &scenario, seed);
    }
    Ok(())
}

fn print_link(link: &Link, scenario: &Scenario, seed: u64) {
    let (unit, ordinal) = &link.name;
    line(&format!("{}  {unit} #{ordinal}  {}", link.time.to_iso(), link.text));
    for draw in &link.draws {
        let again = draw_again(scenario, seed, &draw.key());
        let mark = if again == Some((draw.u, draw.value)) { "" } else { "  NOT REPRODUCED" };
        let param = input(scenario, draw);
        let source = param.and_then(|p| p.sources.first()).map_or("", |s| &s.id);
        let written = param.map_or("", |p| p.text.as_str());
        line(&format!(
            "                        {} {}: {} from {written} @{source}{mark}",
            draw.domain.name(),
            draw.field,
            shown(draw, param)
        ));
    }
}

fn input<'s>(scenario: &'s Scenario, draw: &ChainDraw) -> Option<&'s Param> {
    scenario.params.iter().find(|p| p.path == draw.input)
}

/// The value in the unit of the text.
fn shown(draw: &ChainDraw, param: Option<&Param>) -> String {
    match param.map(|p| &p.spec) {
        Some(Spec::Number(n)) => {
            let unit = n.quantity.unit.as_deref().unwrap_or("");
            format!("{:.4} {unit}", n.quantity.from_si(draw.value)).trim().to_owned()
        }
        Some(Spec::Instant(_)) => SimTime(0).plus_s(draw.value).to_iso(),
        Some(Spec::Mix(_)) if Purpose(draw.purpose) == Purpose::BRANCH => {
            format!("branch {}", draw.value + 1.0)
        }
        _ => format!("{}", draw.value),
    }
}

fn link_json(link: &Link, scenario: &Scenario, seed: u64) -> Json {
    let draws: Vec<_> = link.draws.iter().map(|d| draw_json(d, scenario, seed)).collect();
    json!({
        "unit": link.name.0,
        "ordinal": link.name.1,
        "table": link.table.name(),
        "time": link.time.to_iso(),
        "text": link.text,
        "cause": link.cause.as_ref().map(|(unit, ordinal)| json!({"unit": unit, "ordinal": ordinal})),
        "draws": draws,
    })
}

fn draw_json(draw: &ChainDraw, scenario: &Scenario, seed: u64) -> Json {
    let again = draw_again(scenario, seed, &draw.key());
    let param = input(scenario, draw);
    let sources = param.map(|p| p.sources.iter().map(|s| s.id.as_str()).collect::<Vec<_>>());
    json!({
        "field": draw.field,
        "entity": draw.entity,
        "domain": draw.domain.name(),
        "index": draw.index,
        "purpose": draw.purpose,
        "event": draw.event,
        "u": draw.u,
        "value": draw.value,
        "recomputed": again.map(|a| a.1),
        "matches": again == Some((draw.u, draw.value)),
        "input": draw.input,
        "text": param.map(|p| p.text.as_str()),
        "sources": sources.unwrap_or_default(),
    })
}
