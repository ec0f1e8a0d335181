//! `sandtable check`: all findings about a scenario, in one run.

use super::shares_line;
use crate::args::CheckArgs;
use crate::exit::Failure;
use crate::input::{Source, edits};
use crate::output::{colour, data, json, line, note};
use sandtable::scenario::diagnostic::Severity;
use sandtable::scenario::render::{to_json, to_text};

/// Checks a scenario.
pub fn check(args: &CheckArgs) -> Result<(), Failure> {
    let source = Source::of(args.scenario.scenario.as_deref())?;
    let loaded =
        source.load_variant(args.scenario.variant.as_deref(), &edits(&args.scenario.set)?)?;
    let errors = loaded.errors();
    if args.json {
        json(&to_json(&loaded.findings, &loaded.map));
    } else {
        data(&to_text(&loaded.findings, &loaded.map, colour()));
        let count = |severity| loaded.findings.iter().filter(|d| d.severity == severity).count();
        let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
        line(&format!("{errors} errors, {warnings} warnings, {notes} notes"));
        if let Some(scenario) = &loaded.scenario {
            line(&shares_line(scenario));
            let named = super::named(&args.scenario);
            note(&format!("next: sandtable run{named}, or sandtable sources --points{named}"));
        }
    }
    if loaded.scenario.is_none() { Err(Failure::Shown) } else { Ok(()) }
}
