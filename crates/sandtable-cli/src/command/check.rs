//! `sandtable check`: the findings about a scenario, those of a stage together.

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
        let many = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        let counts = [many(errors, "error"), many(warnings, "warning"), many(notes, "note")];
        line(&counts.join(", "));
        if let Some(scenario) = &loaded.scenario {
            line(&shares_line(scenario));
            let named = super::named(&args.scenario);
            note(&format!("next: sandtable run{named}, or sandtable sources --points{named}"));
        }
    }
    if loaded.scenario.is_none() { Err(Failure::Shown) } else { Ok(()) }
}
