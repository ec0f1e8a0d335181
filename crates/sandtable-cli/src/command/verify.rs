//! `sandtable verify`: the models against reference cases.

use crate::args::VerifyArgs;
use crate::exit::Failure;
use crate::output::{json, line, note, table};
use sandtable::verify::{CaseResult, Verdict, verify_file};
use serde_json::Value as Json;

/// Runs the cases.
pub fn verify(args: &VerifyArgs) -> Result<(), Failure> {
    let mut results = Vec::new();
    match &args.cases {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|e| Failure::files(format!("{}: {e}", path.display())))?;
            let found = verify_file(&text)
                .map_err(|e| Failure::files(format!("{}: {e}", path.display())))?;
            results.extend(found);
        }
        None => {
            for (name, text) in sandtable_assets::VALIDATION {
                let found =
                    verify_file(text).map_err(|e| Failure::files(format!("{name}: {e}")))?;
                results.extend(found);
            }
        }
    }
    if args.json {
        let all = results.iter().map(|r| serde_json::to_value(r).unwrap_or(Json::Null));
        json(&Json::Array(all.collect()));
    } else {
        let rows: Vec<_> = results.iter().map(row).collect();
        line(table(&["id", "expected", "got", "error", "verdict"], &rows, &[3]).trim_end());
    }
    let count = |verdict| results.iter().filter(|r| r.verdict == verdict).count();
    let (passed, failed) = (count(Verdict::Pass), count(Verdict::Fail));
    let missed = count(Verdict::NotCovered);
    note(&format!("{passed} pass, {failed} fail, {missed} not covered"));
    if failed > 0 || (args.strict && missed > 0) {
        return Err(Failure::Cases("a case did not pass".to_owned()));
    }
    Ok(())
}

fn row(result: &CaseResult) -> Vec<String> {
    let verdict = match result.verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "FAIL",
        Verdict::NotCovered => "not covered",
    };
    vec![
        result.id.clone(),
        brief(&result.expected),
        brief(&result.got),
        result.error.map_or("-".to_owned(), |e| format!("{e:.2e}")),
        verdict.to_owned(),
    ]
}

/// An object on one line, cut to a width that a terminal bears.
fn brief(value: &Json) -> String {
    let Json::Object(fields) = value else { return "-".to_owned() };
    let text: Vec<_> = fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let text = text.join(" ");
    if text.chars().count() <= 44 {
        text
    } else {
        text.chars().take(41).collect::<String>() + "..."
    }
}
