//! `sandtable run`: one replication in full, quick neighbours beside it, a folder on disk.

use super::summary::Summary;
use super::when::quoted;
use crate::args::RunArgs;
use crate::exit::Failure;
use crate::input;
use crate::output::{json, line, note, progress};
use sandtable::analysis::claims::{ClaimRow, Judge, claim_rows};
use sandtable::base::time::SimTime;
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::record::{Digest, DigestSink, Fidelity, LogSink, Pair, Sink, Trace};
use sandtable::scenario::Scenario;
use sandtable::sim::{self, UnitDates};
use sandtable::store::{Manifest, RunFolder};
use sandtable::study::{Judged, Plan, judge_claims};
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
    let fidelity = args.fidelity.fidelity();
    let done = full(&scenario, (seed, args.replication), commands, fidelity)?;
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
        fidelity: fidelity.name().to_owned(),
        digest: done.digest.run.clone(),
        unit_digests: done.digest.units.clone(),
        rows: done.digest.rows,
    };
    let name = folder_name(&manifest);
    if args.output.as_ref().is_some_and(|path| path.file_name().is_none()) {
        return Err(Failure::usage("`-o` takes the name of a folder to make, not `.` or `/`"));
    }
    let path = args.output.clone().unwrap_or_else(|| PathBuf::from("sandtable-runs").join(name));
    let text = serde_json::to_string_pretty(&scenario)
        .map_err(|e| Failure::Run(format!("the scenario cannot be written: {e}")))?;
    let coverage = super::coverage::recorded(&scenario, seed);
    let beside: Vec<_> = coverage.into_iter().map(|text| ("coverage.json", text)).collect();
    let had_report = path.join("report.html").exists();
    let folder = RunFolder::write_with(&path, &manifest, (&text, &done.log), &beside)?;
    if had_report {
        note(
            "the earlier run there is replaced, and its report.html with it: `sandtable report` makes one of this run",
        );
    }
    if args.json {
        json(&as_json(&scenario, &manifest, &done));
        return Ok(());
    }
    let (judged, claims) = neighbours(&scenario, args, &done, seed)?;
    let effects = super::inject::effects(
        &scenario,
        (seed, args.replication),
        (&args.injects, &done, fidelity),
    )?;
    let (judged, claims, effects) = (&judged, &claims, &effects);
    Summary { scenario: &scenario, done: &done, judged, claims, effects }.print(args);
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

/// The default name of a run's folder; what was changed is part of it, so that no what-if takes the plain run's place.
fn folder_name(manifest: &Manifest) -> String {
    let mut name = manifest.scenario.clone();
    if let Some(variant) = &manifest.variant {
        name += &format!("+{variant}");
    }
    if !manifest.edits.is_empty() {
        name += &format!("+set-{}", &manifest.scenario_hash[..8]);
    }
    if !manifest.injects.is_empty() {
        name += &format!("+inject-{}", &manifest.digest[..8]);
    }
    format!("{name}-{}-{}", manifest.seed, manifest.replication)
}

fn next_commands(scenario: &Scenario, args: &RunArgs) {
    let Some(unit) = scenario.units.iter().find(|u| !u.orders.is_empty() && u.readiness.is_some())
    else {
        return;
    };
    let named = super::named(&args.scenario);
    let run = args
        .output
        .as_ref()
        .map_or(String::new(), |path| format!(" --run {}", quoted(&path.display().to_string())));
    let unit = &unit.id;
    line(&format!("next: sandtable report{run}"));
    line(&format!("  or: sandtable why {unit} duty{run}"));
    line(&format!("  or: sandtable when {unit} duty{named}"));
    line(&format!("  or: sandtable claims{named}"));
}

#[allow(clippy::disallowed_methods)] // the command line may look at the clock; nothing in the log depends on it
/// Runs one replication in full, with commands by hand.
pub fn full(
    scenario: &Scenario,
    (seed, replication): (u64, u32),
    commands: Vec<sim::Command>,
    fidelity: Fidelity,
) -> Result<Done, Failure> {
    let began = Instant::now();
    let inputs = realise(scenario, &InputPoint::Plain { seed, index: replication });
    let luck = Luck { seed, index: replication };
    let sink = Pair(LogSink::default(), DigestSink::default());
    let settings = sim::Settings { fidelity, ..sim::Settings::of(scenario) };
    let mut replication = sim::Sim::with(inputs, luck, sink, &settings);
    for command in commands {
        replication.submit(command)?;
    }
    play(&mut replication, scenario)?;
    let outcome = replication.finish()?;
    let Pair(log, digest) = outcome.sink;
    let wall_s = began.elapsed().as_secs_f64();
    Ok(Done { dates: outcome.units, log, digest: digest.finish(), wall_s })
}

/// Plays a replication to its end in slices, so that a long one shows how far it is; slices change nothing.
fn play<S: Sink>(replication: &mut sim::Sim<'_, S>, scenario: &Scenario) -> Result<(), Failure> {
    const SLICES: u32 = 400;
    let whole_s = scenario.end.since_s(scenario.start);
    let bar = progress(u64::from(SLICES), "run");
    for slice in 1..=SLICES {
        let until = scenario.start.plus_s(whole_s * f64::from(slice) / f64::from(SLICES));
        replication.advance(until)?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

/// Quick replications with their claims judged, and each claim beside the run.
fn neighbours<'s>(
    scenario: &'s Scenario,
    args: &RunArgs,
    done: &Done,
    seed: u64,
) -> Result<(Vec<Judged>, Vec<ClaimRow<'s>>), Failure> {
    let countries = super::countries()?;
    let bar = progress(u64::from(args.neighbours), "neighbours");
    let plan = Plan { seed, indices: 0..args.neighbours, threads: args.draw.threads() };
    let judged = judge_claims(scenario, &plan, Some(&countries), &|| bar.inc(1));
    bar.finish_and_clear();
    let judged = judged?;
    let inputs = realise(scenario, &InputPoint::Plain { seed, index: args.replication });
    let luck = Luck { seed, index: args.replication };
    let trace = Trace::of_rows(&done.log.names, &done.log.rows);
    let run = Judge::new(scenario, Some(&countries)).all(&trace, &inputs, luck);
    let found: Vec<_> = judged.iter().map(|j| (j.index, j.found.clone())).collect();
    let claims = claim_rows(scenario, &run, (&found, seed));
    Ok((judged, claims))
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
        "variant": manifest.variant,
        "counterfactual": scenario.variants.iter().any(|v| v.chosen && v.counterfactual),
        "edits": manifest.edits,
        "injects": manifest.injects,
        "scenario_hash": manifest.scenario_hash,
        "version": manifest.version,
        "seed": manifest.seed,
        "replication": manifest.replication,
        "wall_s": done.wall_s,
        "rows": manifest.rows,
        "units": units,
    })
}
