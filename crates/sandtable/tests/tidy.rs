//! The repository's habits as a test: layers, lengths, names that must not stand in the tree.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Layers, lowest first; a module may use those of its own layer's number or below, and itself.
const LAYERS: &[(&str, u32)] = &[
    ("base", 0),
    ("geo", 1),
    ("model", 2),
    ("scenario", 3),
    ("draw", 4),
    ("record", 5),
    ("sim", 6),
    ("analysis", 7),
    ("study", 8),
    ("store", 9),
    ("export", 9),
    ("verify", 9),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, ending: &str, out: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    for path in entries.map(|e| e.expect("an entry").path()) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() {
            if !["target", ".git", "node_modules", "sandtable-runs"].contains(&name.as_str()) {
                files(&path, ending, out);
            }
        } else if name.ends_with(ending) {
            out.push(path);
        }
    }
}

fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    files(&root().join(folder), ".rs", &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let name =
            path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
        (name, fs::read_to_string(&path).expect("a text file"))
    };
    paths.into_iter().map(read).collect()
}

/// The modules of the library that a text names through `crate::`.
fn used(text: &str) -> Vec<String> {
    let code = text.lines().filter(|l| !l.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let parts = code.split("crate::").skip(1);
    let word = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>()
    };
    parts.map(word).collect()
}

#[test]
fn no_module_uses_a_higher_layer() {
    let layers: BTreeMap<&str, u32> = LAYERS.iter().copied().collect();
    let mut wrong = Vec::new();
    let all = rust_files("crates/sandtable/src");
    assert!(all.len() > 80, "{} files were found", all.len());
    for (name, text) in &all {
        let inner = name.strip_prefix("crates/sandtable/src/").expect("in the library");
        let Some((module, _)) = inner.split_once('/') else { continue };
        let own = *layers.get(module).unwrap_or_else(|| panic!("{module} has no layer"));
        for other in used(text) {
            match layers.get(other.as_str()) {
                Some(layer) if *layer > own => wrong.push(format!("{name} uses {other}")),
                Some(layer) if *layer == own && other != module => {
                    wrong.push(format!("{name} uses {other} beside it"));
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_store_touches_files_and_nothing_opens_a_socket() {
    let mut wrong = Vec::new();
    for (name, text) in rust_files("crates/sandtable/src") {
        let code: String = text.split("#[cfg(test)]").next().expect("text").to_owned();
        for (word, allowed) in [("std::fs", "src/store/"), ("std::net", "-"), ("std::env", "-")] {
            if code.contains(word) && !name.contains(allowed) {
                wrong.push(format!("{name} names {word}"));
            }
        }
        for word in ["std::thread", "rayon"] {
            if code.contains(word) && !name.contains("src/study/") {
                wrong.push(format!("{name} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_and_functions_stay_short() {
    let mut wrong = Vec::new();
    for folder in ["crates", "xtask"] {
        for (name, text) in rust_files(folder) {
            let lines = text.lines().count();
            if lines > 600 {
                wrong.push(format!("{name} has {lines} lines"));
            }
            if name.contains("utils") || name.contains("helpers") {
                wrong.push(format!("{name} is named for nothing"));
            }
            wrong.extend(long_functions(&text).into_iter().map(|f| format!("{name}: {f}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Functions over 70 lines, by indentation (rustfmt closes a function where it opened it).
fn long_functions(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let is_start = code.starts_with("fn ") || code.starts_with("pub") && code.contains(" fn ");
        if !is_start || code.ends_with(';') {
            continue;
        }
        let indent = &line[..line.len() - code.len()];
        let end = lines[at..].iter().position(|l| *l == format!("{indent}}}"));
        if let Some(length) = end.filter(|n| *n >= 70) {
            found.push(format!("{} lines: {code}", length + 1));
        }
    }
    found
}

#[test]
fn nothing_unfinished_and_no_work_notes_in_the_tree() {
    let mut wrong = Vec::new();
    let marks =
        [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("todo", "!(")];
    for folder in ["crates", "xtask"] {
        for (name, text) in rust_files(folder) {
            for mark in marks.iter().filter(|m| text.contains(*m)) {
                wrong.push(format!("{name} has {mark}"));
            }
        }
    }
    for name in ["NOTES.md", "PLAN.md", "SUMMARY.md"] {
        if root().join(name).exists() {
            wrong.push(format!("{name} is a work note"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
