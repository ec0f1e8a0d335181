//! `sandtable run`: one replication in full, quick neighbours beside it, a folder on disk.

use super::shares_line;
use super::when::quoted;
use crate::args::RunArgs;
use crate::exit::Failure;
use crate::input;
use crate::output::{json, line, progress, table};
use sandtable::analysis::{DatedState, summarise};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Digest, DigestSink, LogSink, Pair};
use sandtable::scenario::Scenario;
use sandtable::sim::{self, UnitDates};
use sandtable::store::{Manifest, RunFolder};
use sandtable::study::{Plan, Replication, replicate};
use serde_json::json;
use std::path::PathBuf;
use std::time::Instant;

/// A run in full.
pub struct Done {
    /// Dates of its units.
    pub dates: Vec<UnitDates>,
    /// Its log.
    pub log: LogSink,
    /// Its digest.
    pub digest: Digest,
    wall_s: f64,
}

/// Runs a scenario.
pub fn run(args: &RunArgs) -> Result<(), Failure> {
    let (scenario, source) = input::scenario(&args.scenario)?;
    let seed = args.draw.seed.unwrap_or(scenario.seed);
    let commands = super::inject::commands(&scenario, &args.injects)?;
    let done = full(&scenario, (seed, args.replication), commands)?;
    let manifest = Manifest {
        format: 1,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        scenario: scenario.id.clone(),
        scenario_hash: scenario.hash(),
        source: source.name(),
        edits: args.scenario.set.clone(),
        variant: args.scenario.variant.clone(),
        injects: args.injects.clone(),
        seed,
        replication: args.replication,
        digest: done.digest.run.clone(),
        unit_digests: done.digest.units.clone(),
        rows: done.digest.rows,
    };
    let name = format!("{}-{seed}-{}", scenario.id, args.replication);
    if args.output.as_ref().is_some_and(|path| path.file_name().is_none()) {
        return Err(Failure::usage("`-o` takes the name of a folder to make, not `.` or `/`"));
    }
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from("sandtable-runs").join(name));
    let text = serde_json::to_string_pretty(&scenario)
        .map_err(|e| Failure::Run(format!("the scenario cannot be written: {e}")))?;
    let folder = RunFolder::write(&path, &manifest, &text, &done.log)?;
    if args.json {
        json(&as_json(&scenario, &manifest, &done));
        return Ok(());
    }
    let neighbours = neighbours(&scenario, args, seed)?;
    summary(&scenario, &done, &neighbours, args);
    line("");
    line(&format!(
        "digest {}  {} rows in {}",
        &manifest.digest[..16],
        manifest.rows,
        folder.path.display()
    ));
    next_commands(&scenario, args);
    Ok(())
}

fn next_commands(scenario: &Scenario, args: &RunArgs) {
    let Some(unit) = scenario.units.iter().find(|u| !u.orders.is_empty()) else { return };
    let named =
        args.scenario.scenario.as_ref().map_or(String::new(), |s| format!(" {}", quoted(s)));
    let set: String = args.scenario.set.iter().map(|s| format!(" --set {}", quoted(s))).collect();
    let run = args
        .output
        .as_ref()
        .map_or(String::new(), |path| format!(" --run {}", quoted(&path.display().to_string())));
    let unit = &unit.id;
    line(&format!("next: sandtable why {unit} duty{run}"));
    line(&format!("  or: sandtable when {unit} duty{named}{set}"));
    line(&format!("  or: sandtable sources --conflicts{named}{set}"));
}

#[allow(clippy::disallowed_methods)] // the command line may look at the clock; nothing in the log depends on it
/// Runs one replication in full, with commands by hand.
pub fn full(
    scenario: &Scenario,
    (seed, replication): (u64, u32),
    commands: Vec<sim::Command>,
) -> Result<Done, Failure> {
    let began = Instant::now();
    let inputs = realise(scenario, &InputPoint::Plain { seed, index: replication });
    let luck = Luck { seed, index: replication };
    let sink = Pair(LogSink::default(), DigestSink::default());
    let mut replication = sim::Sim::new(inputs, luck, sink);
    for command in commands {
        replication.submit(command)?;
    }
    let outcome = replication.finish()?;
    let Pair(log, digest) = outcome.sink;
    let wall_s = began.elapsed().as_secs_f64();
    Ok(Done { dates: outcome.units, log, digest: digest.finish(), wall_s })
}

fn neighbours(scenario: &Scenario, args: &RunArgs, seed: u64) -> Result<Vec<Replication>, Failure> {
    let bar = progress(u64::from(args.neighbours), "neighbours");
    let plan = Plan { seed, indices: 0..args.neighbours, threads: args.draw.threads() };
    let all = replicate(scenario, &plan, &|| bar.inc(1));
    bar.finish_and_clear();
    Ok(all?)
}

fn iso(t: Option<SimTime>) -> serde_json::Value {
    t.map_or(serde_json::Value::Null, |t| t.to_iso().into())
}

fn as_json(scenario: &Scenario, manifest: &Manifest, done: &Done) -> serde_json::Value {
    let units: Vec<_> = done
        .dates
        .iter()
        .map(|d| {
            json!({
                "unit": scenario.unit(d.unit).id,
                "present": iso(d.present),
                "instrument_ready": iso(d.instrument_ready),
                "duty_accepted": iso(d.duty_accepted),
            })
        })
        .collect();
    json!({
        "digest": manifest.digest,
        "unit_digests": manifest.unit_digests,
        "scenario": manifest.scenario,
        "scenario_hash": manifest.scenario_hash,
        "version": manifest.version,
        "seed": manifest.seed,
        "replication": manifest.replication,
        "wall_s": done.wall_s,
        "rows": manifest.rows,
        "units": units,
    })
}

fn summary(scenario: &Scenario, done: &Done, neighbours: &[Replication], args: &RunArgs) {
    if scenario.units.iter().any(|u| u.kind_name.contains("divizion")) {
        line("A divizion is a battalion (8 launchers); the press texts print \"division\".");
    }
    line(&scenario.title);
    if !scenario.notice.is_empty() {
        line(&scenario.notice);
    }
    line("");
    if neighbours.is_empty() {
        line(&format!(
            "One possible run (replication {}), no neighbours beside it:",
            args.replication
        ));
    } else {
        line(&format!(
            "One possible run (replication {}) beside the 5, 50 and 95 % dates of {} quick replications (movement, readiness, gates):",
            args.replication,
            neighbours.len()
        ));
    }
    line("");
    let mut rows = Vec::new();
    for dates in &done.dates {
        for state in DatedState::ALL {
            rows.push(summary_row(scenario, dates, state, neighbours));
        }
    }
    let head = ["unit", "state", "this run", "5 %", "50 %", "95 %", "reached"];
    line(table(&head, &rows, &[2, 3, 4, 5, 6]).trim_end());
    let absent = scenario.units.len() - done.dates.len();
    if absent > 0 {
        line(&format!(
            "({absent} unit{} of the scenario took no part in this replication)",
            if absent == 1 { "" } else { "s" }
        ));
    }
    line("");
    line(&shares_line(scenario));
}

fn summary_row(
    scenario: &Scenario,
    dates: &UnitDates,
    state: DatedState,
    neighbours: &[Replication],
) -> Vec<String> {
    let all = neighbours.iter().map(|r| r.units.as_slice());
    let summary = summarise(all, dates.unit, state);
    let short = |t: Option<SimTime>| t.map_or("-".to_owned(), SimTime::to_short);
    let quantile = |at: usize| short(summary.quantiles.map(|q| q[at]));
    let first = state == DatedState::Present;
    vec![
        if first { scenario.unit(dates.unit).id.clone() } else { String::new() },
        state.name().replace('_', " "),
        short(state.of(dates)),
        quantile(0),
        quantile(1),
        quantile(2),
        format!("{}/{}", summary.reached, summary.took_part),
    ]
}
