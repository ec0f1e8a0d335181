//! A run folder: `run.json` (manifest), `scenario.json` (resolved), one Parquet file a table.

use super::parquet_file::{Stored, read_table, write_table};
use crate::record::{LogSink, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Version of the folder's form.
pub const FORMAT: u32 = 1;

/// What a run was: enough to do it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the folder's form.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// The scenario's id.
    pub scenario: String,
    /// BLAKE3 of the resolved scenario.
    pub scenario_hash: String,
    /// The scenario's root file with its absolute path, or `embedded:ID`.
    pub source: String,
    /// Edits on the command line, in order.
    pub edits: Vec<String>,
    /// The variant that was chosen, if one was.
    #[serde(default)]
    pub variant: Option<String>,
    /// Injects by hand, in order.
    #[serde(default)]
    pub injects: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u32,
    /// How tracks were kept; L1 in folders that do not say.
    #[serde(default = "first_fidelity")]
    pub fidelity: String,
    /// Digest of the run.
    pub digest: String,
    /// Digest of each unit and station.
    pub unit_digests: BTreeMap<String, String>,
    /// Rows of all tables.
    pub rows: u64,
}

fn first_fidelity() -> String {
    crate::record::Fidelity::L1.name().to_owned()
}

/// What can go wrong with run folders.
#[derive(Debug, Error)]
pub enum StoreError {
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: {why}")]
    Form {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// There is no run folder.
    #[error("no run folder in {0}: make one with `sandtable run`")]
    NoRun(PathBuf),
}

pub(super) fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError + '_ {
    move |error| StoreError::File { path: path.to_owned(), error }
}

/// A finished run on disk.
#[derive(Clone, Debug)]
pub struct RunFolder {
    /// Where it is.
    pub path: PathBuf,
    /// What it was.
    pub manifest: Manifest,
}

/// Writes a text file whole: under another name first, so that nothing half-written is left.
///
/// # Errors
/// [`StoreError::File`] if it cannot be written.
pub fn write_text(path: &Path, text: &str) -> Result<(), StoreError> {
    write_bytes(path, text.as_bytes())
}

/// Writes a file whole, as [`write_text`]; the folder that it is to stand in is made if it is not there.
///
/// # Errors
/// [`StoreError::File`] if it cannot be written.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(file_error(folder))?;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let part = path.with_file_name(format!(".{name}.part"));
    fs::write(&part, bytes).map_err(file_error(&part))?;
    fs::rename(&part, path).map_err(file_error(path))
}

impl RunFolder {
    /// Writes a run; a folder of an earlier run of the same name is replaced.
    ///
    /// Everything is written beside it first, then renamed: the folder is whole or absent.
    ///
    /// # Errors
    /// When files cannot be written, or the name is taken by something that is no run folder.
    pub fn write(
        path: &Path,
        manifest: &Manifest,
        scenario_json: &str,
        log: &LogSink,
    ) -> Result<RunFolder, StoreError> {
        RunFolder::write_with(path, manifest, (scenario_json, log), &[])
    }

    /// As [`RunFolder::write`], with further files by name and text beside the tables.
    ///
    /// # Errors
    /// As [`RunFolder::write`].
    pub fn write_with(
        path: &Path,
        manifest: &Manifest,
        (scenario_json, log): (&str, &LogSink),
        beside: &[(&str, String)],
    ) -> Result<RunFolder, StoreError> {
        refuse_foreign(path)?;
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(file_error(parent))?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let draft = parent.join(format!(".{name}.{}", std::process::id()));
        let written = write_all(&draft, manifest, scenario_json, log).and_then(|()| {
            beside.iter().try_for_each(|(name, text)| {
                let file = draft.join(name);
                fs::write(&file, text).map_err(file_error(&file))
            })
        });
        if let Err(error) = written {
            // The draft is ours; what is left of it is of no use.
            let _ = fs::remove_dir_all(&draft);
            return Err(error);
        }
        // The old folder leaves by a rename as well: a kill in between leaves no half of it behind.
        let old = parent.join(format!(".{name}.{}.old", std::process::id()));
        if path.exists() {
            fs::rename(path, &old).map_err(file_error(path))?;
        }
        fs::rename(&draft, path).map_err(file_error(path))?;
        if old.exists() {
            fs::remove_dir_all(&old).map_err(file_error(&old))?;
        }
        Ok(RunFolder { path: path.to_owned(), manifest: manifest.clone() })
    }

    /// Opens a run folder.
    ///
    /// # Errors
    /// When there is none, or its manifest is of another form.
    pub fn open(path: &Path) -> Result<RunFolder, StoreError> {
        let file = path.join("run.json");
        let text = fs::read_to_string(&file).map_err(file_error(&file))?;
        let manifest: Manifest = serde_json::from_str(&text)
            .map_err(|e| StoreError::Form { path: file.clone(), why: e.to_string() })?;
        if manifest.format != FORMAT {
            let why =
                format!("form {} of a run folder, this program reads {FORMAT}", manifest.format);
            return Err(StoreError::Form { path: file, why });
        }
        Ok(RunFolder { path: path.to_owned(), manifest })
    }

    /// Reads a table.
    ///
    /// # Errors
    /// When its file is missing or broken.
    pub fn table(&self, table: Table) -> Result<Stored, StoreError> {
        read_table(&self.path.join(format!("{}.parquet", table.name())), table)
    }
}

/// Something else under this name is never replaced.
fn refuse_foreign(path: &Path) -> Result<(), StoreError> {
    let empty = fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none());
    if !path.exists() || path.join("run.json").is_file() || empty {
        return Ok(());
    }
    let why = "this is no run folder and will not be replaced".to_owned();
    Err(StoreError::Form { path: path.to_owned(), why })
}

fn write_all(
    draft: &Path,
    manifest: &Manifest,
    scenario_json: &str,
    log: &LogSink,
) -> Result<(), StoreError> {
    fs::create_dir_all(draft).map_err(file_error(draft))?;
    for table in Table::ALL {
        write_table(&draft.join(format!("{}.parquet", table.name())), table, log)?;
    }
    let scenario = draft.join("scenario.json");
    fs::write(&scenario, scenario_json).map_err(file_error(&scenario))?;
    let file = draft.join("run.json");
    let text = serde_json::to_string_pretty(manifest).expect("a manifest has only text keys");
    fs::write(&file, text + "\n").map_err(file_error(&file))
}

/// The newest run folder below a folder of runs, by the time of its manifest (then by name).
///
/// # Errors
/// When there is none.
pub fn newest(runs: &Path) -> Result<RunFolder, StoreError> {
    let entries = fs::read_dir(runs).map_err(|_| StoreError::NoRun(runs.to_owned()))?;
    let dated = entries.flatten().filter_map(|entry| {
        let written = fs::metadata(entry.path().join("run.json")).ok()?.modified().ok()?;
        Some((written, entry.path()))
    });
    let (_, path) = dated.max().ok_or_else(|| StoreError::NoRun(runs.to_owned()))?;
    RunFolder::open(&path)
}
