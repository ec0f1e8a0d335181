//! `sandtable why UNIT STATE|FLIGHT`: link by link from a state, or from a decision about a flight, back to what began
//! it, each drawn value drawn again; and what was out of order meanwhile.

use super::print_changes;
use super::when::unknown_unit;
use crate::args::{StateArg, WhyArgs};
use crate::exit::Failure;
use crate::input::{folder_of, scenario_of};
use crate::output::{json, line};
use clap::ValueEnum;
use sandtable::base::purpose::Purpose;
use sandtable::base::time::SimTime;
use sandtable::draw::draw_again;
use sandtable::scenario::Scenario;
use sandtable::scenario::param::{Param, Spec};
use sandtable::store::{Chain, ChainDraw, Link, RunFolder};
use serde_json::{Value as Json, json};

/// The word for whoever had the last say.
const ANYBODY: &str = "drill";

/// Explains a date, or what became of a flight.
pub fn why(args: &WhyArgs) -> Result<(), Failure> {
    let folder = folder_of(args.run.as_deref())?;
    let scenario = scenario_of(&folder)?;
    let chain = Chain::read(&folder)?;
    let last = match StateArg::from_str(&args.what, true) {
        Ok(state) => entered(&scenario, (&chain, &folder), (&args.unit, state))?,
        Err(_) => decided(&scenario, (&chain, &folder), (&args.unit, &args.what))?,
    };
    let links = chain.follow(last).map_err(|(unit, ordinal)| {
        Failure::files(format!("the log has no row {ordinal} of {unit}, which is named as a cause"))
    })?;
    let behind = chain.behind(&links).map_err(|(unit, ordinal)| {
        Failure::files(format!(
            "the log has no row {ordinal} of {unit}, which is named as a reason"
        ))
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
            "because": behind.iter().map(|(word, links)| json!({
                "what": word,
                "rows": links.iter().map(|l| link_json(l, &scenario, seed)).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
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
        "Latest first: each line was brought about by the one below it. Values stand under the line at which they were drawn; they\nset when the line above it came.",
    );
    let links_flight = links[0].flight.clone();
    for link in links {
        print_link(link, &scenario, seed);
    }
    if let Some(flight) = links_flight {
        let names: Vec<_> = chain
            .deciders(&flight)
            .into_iter()
            .map(|path| path.strip_prefix("units/").unwrap_or(path))
            .collect();
        line(&format!("also about {flight}: sandtable why UNIT FLIGHT, of {}", names.join(", ")));
    }
    for (word, links) in behind {
        line(&format!("Out of order meanwhile ({word}), whether or not it changed this:"));
        for link in links {
            print_link(link, &scenario, seed);
        }
    }
    Ok(())
}

/// The row by which a unit entered a state.
fn entered<'c>(
    scenario: &Scenario,
    (chain, folder): (&'c Chain, &RunFolder),
    (unit, state): (&str, StateArg),
) -> Result<&'c Link, Failure> {
    let Some(id) = scenario.unit_named(unit) else {
        return Err(unknown_unit(scenario, unit));
    };
    let state = state.state().name().replace('_', "-");
    chain.entered(&scenario.unit(id).path(), &state).ok_or_else(|| {
        Failure::usage(format!(
            "`{unit}` does not get to {state} in {}: it began so, took no part, or the period ended first",
            folder.path.display()
        ))
    })
}

/// The last that a unit, or anybody, decided about a flight.
fn decided<'c>(
    scenario: &Scenario,
    (chain, folder): (&'c Chain, &RunFolder),
    (unit, flight): (&str, &str),
) -> Result<&'c Link, Failure> {
    let path = match scenario.unit_named(unit) {
        Some(id) => Some(scenario.unit(id).path()),
        None if unit == ANYBODY => None,
        None => return Err(unknown_unit(scenario, unit)),
    };
    chain.decided(path.as_deref(), flight).ok_or_else(|| {
        Failure::usage(format!(
            "`{unit}` decided nothing about `{flight}` in {}; write a state (present, ready, duty), or a flight of a \
             drill such as drill-massed/001 (`sandtable picture --flights` lists them)",
            folder.path.display()
        ))
    })
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
