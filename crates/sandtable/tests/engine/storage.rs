//! Run folders: whole or absent, read back as written.

use crate::common::{Files, run};
use sandtable::record::Table;
use sandtable::store::{Manifest, RunFolder, StoredCell, newest};
use std::path::PathBuf;

fn manifest(run: &crate::common::Run) -> Manifest {
    Manifest {
        format: 1,
        version: "test".into(),
        scenario: "s".into(),
        scenario_hash: "0".into(),
        source: "embedded:s".into(),
        edits: Vec::new(),
        variant: None,
        injects: Vec::new(),
        seed: 42,
        replication: 0,
        fidelity: "L1".to_owned(),
        digest: run.digest.run.clone(),
        unit_digests: run.digest.units.clone(),
        rows: run.digest.rows,
    }
}

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("sandtable-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

#[test]
fn a_run_is_read_back_as_written() {
    let scenario = Files::flagship().scenario();
    let run = run(&scenario, 42, 0);
    let path = folder("round").join("run-1");
    RunFolder::write(&path, &manifest(&run), "{}", &run.log).expect("it is written");
    let read = RunFolder::open(&path).expect("it is read");
    assert_eq!(read.manifest, manifest(&run));
    let mut rows = 0;
    for table in Table::ALL {
        let stored = read.table(table).expect("the table is there");
        let logged: Vec<_> = run.log.rows.iter().filter(|r| r.table() == table).collect();
        assert_eq!(stored.rows.len(), logged.len());
        for (cells, row) in stored.rows.iter().zip(&logged) {
            assert_eq!(cells[0], StoredCell::Time(row.time));
            assert_eq!(cells[1], StoredCell::Text(run.log.names.of(row.entity).to_owned()));
        }
        rows += stored.rows.len() as u64;
    }
    assert_eq!(rows, run.digest.rows);
    let newest = newest(path.parent().expect("a folder")).expect("there is one");
    assert_eq!(newest.path, path);
    std::fs::remove_dir_all(path.parent().expect("a folder")).expect("it is removed");
}

#[test]
fn nothing_is_left_when_a_folder_cannot_be_made_and_nothing_foreign_is_replaced() {
    let scenario = Files::flagship().scenario();
    let run = run(&scenario, 42, 0);
    let base = folder("foreign");
    std::fs::create_dir_all(base.join("mine")).expect("a folder");
    std::fs::write(base.join("mine/letter.txt"), "keep").expect("a file");
    let refused = RunFolder::write(&base.join("mine"), &manifest(&run), "{}", &run.log);
    assert!(refused.is_err());
    assert_eq!(std::fs::read_to_string(base.join("mine/letter.txt")).expect("still there"), "keep");
    // A file stands where the folder's parent should be.
    let refused =
        RunFolder::write(&base.join("mine/letter.txt/run"), &manifest(&run), "{}", &run.log);
    assert!(refused.is_err());
    let left: Vec<_> = std::fs::read_dir(&base).expect("a folder").flatten().collect();
    assert_eq!(left.len(), 1, "no draft is left: {left:?}");
    std::fs::remove_dir_all(&base).expect("it is removed");
}
