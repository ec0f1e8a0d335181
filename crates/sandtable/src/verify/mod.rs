//! Reference cases run against the models: sets of rows (inputs, expected, tolerance) from
//! validation/.
//!
//! One file for each family of sets computes outputs from inputs and never sees what is expected;
//! one comparer applies the tolerances of the schema. A row that no function knows is
//! `not_covered`, not passed.

mod atmosphere;
mod command;
mod compare;
mod engagement;
mod file;
mod geodesy;
mod horizon;
mod inputs;
mod movement;
mod randomness;
mod sensing;
mod statistics;
mod tracking;
mod uncertainty;

pub use file::VerifyError;
pub use inputs::{Inputs, Outputs};

use serde::Serialize;
use serde_json::Value;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Every expected value is within its tolerance.
    Pass,
    /// A value is off, missing, or no number.
    Fail,
    /// No model for this set, input or word.
    NotCovered,
}

/// One row, its values and its verdict.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseResult {
    /// Row, such as `G1-01`.
    pub id: String,
    /// Set, such as `G1`.
    pub set: String,
    /// Expected values by output name.
    pub expected: Value,
    /// Computed values of the expected names; null where nothing was computed.
    pub got: Value,
    /// Largest difference over the allowed one: at most 1 passes. 1e300 where no quotient exists:
    /// an exact value missed, a value missing. `None` if not covered.
    pub error: Option<f64>,
    /// Tolerances by output name.
    pub tolerance: Value,
    /// The verdict.
    pub verdict: Verdict,
}

/// Runs every row of a file of reference cases; one result a row, in the file's order.
///
/// # Errors
/// If the text is not such a file; the message names the place in it.
pub fn verify_file(json: &str) -> Result<Vec<CaseResult>, VerifyError> {
    let rows = file::rows(json)?;
    Ok(rows.into_iter().map(|row| verify_row(&row)).collect())
}

/// The outputs of set `set` for some inputs; `None` if the set, an input or a word is unknown or
/// missing.
#[must_use]
pub fn run(set: &str, inputs: &Inputs) -> Option<Outputs> {
    let family: fn(&str, &Inputs) -> Option<Outputs> = match set.chars().next()? {
        'A' => atmosphere::run,
        'C' | 'Q' => command::run,
        'D' | 'J' | 'R' => sensing::run,
        'E' if set == "E0" => sensing::run,
        'E' | 'L' | 'S' | 'W' => engagement::run,
        'G' => geodesy::run,
        'H' => horizon::run,
        'K' | 'M' => movement::run,
        'N' => randomness::run,
        'T' => tracking::run,
        'U' => uncertainty::run,
        'V' => statistics::run,
        _ => return None,
    };
    family(set, inputs)
}

fn verify_row(row: &file::Row) -> CaseResult {
    let outputs = run(&row.set, &Inputs::new(&row.inputs));
    let (got, error, verdict) = match outputs {
        None => (Value::Null, None, Verdict::NotCovered),
        Some(outputs) => {
            let outcome = compare::compare(&row.expected, &outputs.0, &row.tolerances);
            let verdict = if outcome.pass { Verdict::Pass } else { Verdict::Fail };
            (outputs.only(&row.expected), Some(outcome.error), verdict)
        }
    };
    CaseResult {
        id: row.id.clone(),
        set: row.set.clone(),
        expected: Value::Object(row.expected.clone()),
        got,
        error,
        tolerance: row.tolerances_as_written(),
        verdict,
    }
}

#[cfg(test)]
mod tests;
