//! Every code of the source has a case in the table.

use std::collections::BTreeSet;
use std::path::Path;

/// Codes that one replaced text cannot bring about; each has a test of its own in `limits`, a clash of hashes
/// beside its code.
pub const ELSEWHERE: &[&str] = &[
    "key/clash",
    "limit/depth",
    "limit/files",
    "limit/nodes",
    "limit/size",
    "route/long",
    "variant/unknown",
];

/// What stands before the literal of a code.
const BEFORE: &[&str] = &[
    "Diagnostic::error(",
    "Diagnostic::warning(",
    "Diagnostic::note(",
    "self.limit(",
    "fault(",
    "circle(",
    "code:",
    "=> (",
    "=> {\n            (",
];

/// Codes in the library's source, tests apart.
pub fn codes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scenario");
    visit(&root, &mut found);
    assert!(found.len() > 80, "the search finds codes: {found:?}");
    found
}

fn visit(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the source is there") {
        let path = entry.expect("the source can be listed").path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_owned();
        if path.is_dir() {
            visit(&path, found);
        } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).expect("the source can be read");
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
            collect(text, found);
        }
    }
}

fn collect(text: &str, found: &mut BTreeSet<String>) {
    for (at, _) in text.match_indices('"') {
        let before = text[..at].trim_end();
        let literal = text[at + 1..].split('"').next().unwrap_or("");
        let Some((family, rest)) = literal.split_once('/') else { continue };
        let is_word =
            |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        if is_word(family) && is_word(rest) && BEFORE.iter().any(|b| before.ends_with(b.trim_end()))
        {
            found.insert(literal.to_owned());
        }
    }
}

/// Codes that the reference lists.
pub fn documented() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/language.md");
    let text = std::fs::read_to_string(path).expect("the reference is there");
    let codes = text.split("\n## Codes").nth(1).expect("it lists codes");
    let codes = codes.split("\n## ").next().unwrap_or("");
    let rows = codes.lines().filter_map(|line| line.split('`').nth(1));
    rows.flat_map(str::split_whitespace).map(str::to_owned).collect()
}
