//! `sandtable report`: a run as one page.

use super::claims::one_run;
use super::when::quoted;
use crate::args::ReportArgs;
use crate::exit::Failure;
use crate::input::{Again, again};
use crate::output::{json, line, progress};
use sandtable::analysis::claims::claim_rows;
use sandtable::analysis::tracks::tracks;
use sandtable::export::report::{ReportInput, RunName, report as page};
use sandtable::export::svg::Land;
use sandtable::record::Trace;
use sandtable::study::{Plan, judge_claims};
use serde_json::json;

/// Writes the report of a run.
pub fn report(args: &ReportArgs) -> Result<(), Failure> {
    let again = again(args.run.as_deref())?;
    let (scenario, manifest) = (&again.scenario, &again.folder.manifest);
    let countries = super::countries()?;
    let bar = progress(u64::from(args.neighbours), "replications");
    let plan = Plan { seed: manifest.seed, indices: 0..args.neighbours, threads: args.threads() };
    let judged = judge_claims(scenario, &plan, Some(&countries), &|| bar.inc(1))?;
    bar.finish_and_clear();
    let run = one_run(scenario, (manifest.seed, manifest.replication), &countries)?;
    let found: Vec<_> = judged.iter().map(|j| (j.index, j.found.clone())).collect();
    let claims = claim_rows(scenario, &run, (&found, manifest.seed));
    let neighbours: Vec<_> = judged.into_iter().map(|j| j.units).collect();
    let trace = Trace::of_rows(&again.log.names, &again.log.rows);
    let tracks = tracks(scenario, &trace);
    let curves = if args.curve { Some(super::umpire::curve(&again, &|_| true)?) } else { None };
    let text = page(&ReportInput {
        scenario,
        log: &again.log,
        dates: &again.dates,
        tracks: &tracks,
        neighbours: &neighbours,
        claims: &claims,
        curve: curves.as_deref(),
        run: run_name(&again),
        theatre: &Land::from_geojson(sandtable_assets::COUNTRIES_10M),
        world: &Land::from_geojson(sandtable_assets::WORLD_110M),
    });
    let path = args.output.clone().unwrap_or_else(|| again.folder.path.join("report.html"));
    sandtable::store::write_text(&path, &text)?;
    if args.json {
        json(&json!({"rows": [{"file": path.display().to_string(), "bytes": text.len()}]}));
    } else {
        line(&format!(
            "{}  {:.0} kB: open it in a browser, it needs no network",
            path.display(),
            text.len() as f64 / 1e3
        ));
    }
    Ok(())
}

fn run_name(again: &Again) -> RunName<'_> {
    let manifest = &again.folder.manifest;
    let named = match manifest.source.strip_prefix("embedded:") {
        Some(id) => id.to_owned(),
        // The folder of a user's own scenario is nobody else's business.
        None => manifest.source.rsplit('/').next().unwrap_or("").to_owned(),
    };
    let mut command = format!("sandtable run {}", quoted(&named));
    if let Some(variant) = &manifest.variant {
        command += &format!(" --variant {}", quoted(variant));
    }
    command += &manifest.edits.iter().map(|e| format!(" --set {}", quoted(e))).collect::<String>();
    command +=
        &manifest.injects.iter().map(|e| format!(" --inject {}", quoted(e))).collect::<String>();
    command += &format!(" --seed {} --replication {}", manifest.seed, manifest.replication);
    RunName {
        version: &manifest.version,
        scenario_hash: &manifest.scenario_hash,
        digest: &manifest.digest,
        seed: manifest.seed,
        replication: manifest.replication,
        command,
        variant: manifest.variant.as_deref(),
    }
}
