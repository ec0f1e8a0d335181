//! How the program ends: 0 ok, 1 run failed, 2 usage, 3 scenario invalid, 4 assertion or case failed,
//! 5 input or output.

use crate::output::note;
use sandtable::sim::SimError;
use sandtable::store::StoreError;
use sandtable::study::StudyError;
use std::fmt::Display;
use std::process::ExitCode;

/// Why a command did not succeed.
pub enum Failure {
    /// The run failed.
    Run(String),
    /// What was asked for makes no sense.
    Usage(String),
    /// The scenario is invalid; its findings were shown already.
    Scenario(usize),
    /// The scenario is invalid, and that was all that was asked.
    Shown,
    /// An assertion or a case failed; it was shown already.
    Cases(String),
    /// A file could not be read or written.
    Files(String),
}

impl Failure {
    /// A wrong request.
    pub fn usage(words: impl Display) -> Self {
        Failure::Usage(words.to_string())
    }

    /// A file that cannot be read or written.
    pub fn files(words: impl Display) -> Self {
        Failure::Files(words.to_string())
    }

    /// Says on stderr why the program ends.
    pub fn report(&self) {
        match self {
            Failure::Run(words) => note(&format!("error: the run failed: {words}")),
            Failure::Usage(words) | Failure::Files(words) => note(&format!("error: {words}")),
            Failure::Scenario(errors) => {
                let plural = if *errors == 1 { "" } else { "s" };
                note(&format!("{errors} error{plural}: the scenario was not run"));
            }
            Failure::Shown => {}
            Failure::Cases(words) => note(words),
        }
    }

    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Run(_) => 1,
            Failure::Usage(_) => 2,
            Failure::Scenario(_) | Failure::Shown => 3,
            Failure::Cases(_) => 4,
            Failure::Files(_) => 5,
        })
    }
}

impl From<SimError> for Failure {
    fn from(error: SimError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        Failure::Run(error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Files(error.to_string())
    }
}
