//! `sandtable export`: a run for other programs.

use crate::args::{ExportArgs, ExportFormat};
use crate::exit::Failure;
use crate::input::again;
use crate::output::{data, note};
use sandtable::analysis::tracks::tracks;
use sandtable::base::time::SimTime;
use sandtable::export::{About, acmi, geojson};
use sandtable::record::Trace;

/// Writes a run in another program's format.
pub fn export(args: &ExportArgs) -> Result<(), Failure> {
    let again = again(args.run.as_deref())?;
    let scenario = &again.scenario;
    let at = match args.at.as_deref() {
        None => None,
        Some(text) => {
            let found =
                SimTime::from_iso(text).filter(|t| (scenario.start..=scenario.end).contains(t));
            Some(found.ok_or_else(|| {
                Failure::usage(format!(
                    "`--at {text}` is no instant of the period, {} to {}",
                    scenario.start, scenario.end
                ))
            })?)
        }
    };
    let trace = Trace::of_rows(&again.log.names, &again.log.rows);
    let tracks = tracks(scenario, &trace);
    let manifest = &again.folder.manifest;
    let about = About {
        scenario,
        tracks: &tracks,
        seed: manifest.seed,
        replication: manifest.replication,
        digest: &manifest.digest,
        edits: &manifest.edits,
        injects: &manifest.injects,
        at,
    };
    let text = match args.format {
        ExportFormat::Geojson => geojson::geojson(&about),
        ExportFormat::Acmi => acmi::acmi(&about),
    };
    match &args.output {
        None => data(&text),
        Some(path) => {
            sandtable::store::write_text(path, &text)?;
            note(&format!("{}: {} objects, {} bytes", path.display(), tracks.len(), text.len()));
        }
    }
    Ok(())
}
