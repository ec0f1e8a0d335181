//! Finding scenarios: a file, a folder, or an embedded one.

use crate::args::ScenarioArgs;
use crate::exit::Failure;
use crate::output::{colour, note};
use sandtable::record::{Fidelity, LogSink};
use sandtable::scenario::compose::{Edit, Resolver};
use sandtable::scenario::diagnostic::Severity;
use sandtable::scenario::render::to_text;
use sandtable::scenario::{Loaded, Scenario, load_variant};
use sandtable::sim::UnitDates;
use sandtable::store::{RunFolder, newest};
use std::path::{Path, PathBuf};

/// Where a scenario comes from.
pub enum Source {
    /// An embedded scenario.
    Embedded(String),
    /// A file on disk.
    File(PathBuf),
}

impl Source {
    /// What the user meant.
    pub fn of(named: Option<&str>) -> Result<Source, Failure> {
        let Some(named) = named else {
            return Ok(Source::Embedded(sandtable_assets::FLAGSHIP.to_owned()));
        };
        let path = Path::new(named);
        if path.is_dir() {
            let file = path.join("scenario.yaml");
            return match file.is_file() {
                true => Ok(Source::File(file)),
                false => Err(Failure::usage(format!("{named} holds no scenario.yaml"))),
            };
        }
        if path.is_file() {
            return Ok(Source::File(path.to_owned()));
        }
        if sandtable_assets::SCENARIOS.iter().any(|(id, _)| *id == named) {
            return Ok(Source::Embedded(named.to_owned()));
        }
        let known: Vec<_> = sandtable_assets::SCENARIOS.iter().map(|(id, _)| *id).collect();
        Err(Failure::usage(format!(
            "there is no file `{named}` and no embedded scenario of that name: {}",
            known.join(", ")
        )))
    }

    /// How a manifest names it.
    pub fn name(&self) -> String {
        match self {
            Source::Embedded(id) => format!("embedded:{id}"),
            // Absolute, so that `why` finds it from another folder.
            Source::File(path) => {
                std::path::absolute(path).unwrap_or(path.clone()).display().to_string()
            }
        }
    }

    /// What a manifest named.
    pub fn from_name(name: &str) -> Source {
        match name.strip_prefix("embedded:") {
            Some(id) => Source::Embedded(id.to_owned()),
            None => Source::File(PathBuf::from(name)),
        }
    }

    /// The name of the root file.
    pub fn root(&self) -> Result<String, Failure> {
        match self {
            Source::Embedded(_) => Ok("scenario.yaml".to_owned()),
            Source::File(path) => {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
                name.ok_or_else(|| Failure::usage(format!("{} is no file", path.display())))
            }
        }
    }

    /// Reads the scenario with a variant over it and edits on top.
    pub fn load_variant(&self, variant: Option<&str>, edits: &[Edit]) -> Result<Loaded, Failure> {
        let countries = crate::command::countries()?;
        let root = self.root()?;
        Ok(load_variant(&root, self, (variant, edits), Some(&countries)))
    }
}

impl Resolver for Source {
    fn read(&self, name: &str) -> Option<String> {
        match self {
            Source::Embedded(id) => sandtable_assets::file_of(id, name).map(str::to_owned),
            Source::File(path) => {
                let folder = path.parent().unwrap_or(Path::new("."));
                // The catalogue comes with the program; a file of the user's own goes first.
                std::fs::read_to_string(folder.join(name))
                    .ok()
                    .or_else(|| sandtable_assets::file(name).map(str::to_owned))
            }
        }
    }

    fn names(&self) -> Vec<String> {
        sandtable_assets::FILES.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// The edits of `--set`, in order.
pub fn edits(set: &[String]) -> Result<Vec<Edit>, Failure> {
    let one = |text: &String| {
        let Some((path, value)) = text.split_once('=') else {
            return Err(Failure::usage(format!("`--set {text}` is not PATH=VALUE")));
        };
        let (path, text) = (path.trim().to_owned(), value.trim().to_owned());
        Ok(Edit { label: format!("--set {path}"), path, text })
    };
    set.iter().map(one).collect()
}

/// Reads the scenario that a command names; findings go to stderr, errors end the command.
pub fn scenario(args: &ScenarioArgs) -> Result<(Scenario, Source), Failure> {
    let source = Source::of(args.scenario.as_deref())?;
    let loaded = source.load_variant(args.variant.as_deref(), &edits(&args.set)?)?;
    let errors = loaded.errors();
    let Some(scenario) = loaded.scenario else {
        let bad: Vec<_> =
            loaded.findings.into_iter().filter(|d| d.severity != Severity::Note).collect();
        note(&to_text(&bad, &loaded.map, colour()));
        return Err(Failure::Scenario(errors));
    };
    let warnings: Vec<_> =
        loaded.findings.into_iter().filter(|d| d.severity == Severity::Warning).collect();
    if !warnings.is_empty() {
        note(&to_text(&warnings, &loaded.map, colour()));
    }
    Ok((scenario, source))
}

/// The scenario of a run, if it is still what it was.
pub fn scenario_of(folder: &RunFolder) -> Result<Scenario, Failure> {
    let manifest = &folder.manifest;
    let loaded = Source::from_name(&manifest.source)
        .load_variant(manifest.variant.as_deref(), &edits(&manifest.edits)?)?;
    let errors = loaded.errors();
    let Some(scenario) = loaded.scenario else {
        note(&to_text(&loaded.findings, &loaded.map, colour()));
        note(&format!("this is {}, from which the run was made", manifest.source));
        return Err(Failure::Scenario(errors));
    };
    if scenario.hash() != manifest.scenario_hash {
        return Err(Failure::files(format!(
            "{} has changed since {} was run: run it again",
            manifest.source,
            folder.path.display()
        )));
    }
    Ok(scenario)
}

/// The run folder that is named, or the newest.
pub fn folder_of(named: Option<&Path>) -> Result<RunFolder, Failure> {
    Ok(match named {
        Some(path) => RunFolder::open(path)?,
        None => newest(Path::new("sandtable-runs"))?,
    })
}

/// A run played again in full; it must come to the same digest.
pub struct Again {
    /// The scenario.
    pub scenario: Scenario,
    /// The folder.
    pub folder: RunFolder,
    /// Its log.
    pub log: LogSink,
    /// Dates of its units.
    pub dates: Vec<UnitDates>,
}

/// Plays the run of a folder again: the log on disk is what it was, and this is the way to have it typed.
pub fn again(named: Option<&Path>) -> Result<Again, Failure> {
    let folder = folder_of(named)?;
    let scenario = scenario_of(&folder)?;
    let manifest = &folder.manifest;
    let commands = super::command::inject::commands(&scenario, &manifest.injects)?;
    let fidelity = Fidelity::named(&manifest.fidelity).unwrap_or(Fidelity::L1);
    let draw = (manifest.seed, manifest.replication);
    let done = super::command::run::full(&scenario, draw, commands, fidelity)?;
    if done.digest.run != manifest.digest {
        return Err(Failure::files(format!(
            "{} was made by another version of the program ({}): run it again",
            folder.path.display(),
            manifest.version
        )));
    }
    Ok(Again { scenario, folder, log: done.log, dates: done.dates })
}
