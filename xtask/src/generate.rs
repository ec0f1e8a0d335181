//! Files that are made from the code: the JSON Schema of the language and its reference.

use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let schema = sandtable::scenario::schema();
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
    vec![
        (root.join("docs/formats/scenario.schema.json"), text),
        (root.join("docs/language-reference.md"), reference(&schema)),
    ]
}

/// Writes the files.
pub fn write() -> Result<String, String> {
    let files = files();
    for (path, text) in &files {
        fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(format!("{} files written", files.len()))
}

/// Compares the files with what would be written.
pub fn check() -> Result<String, String> {
    let stale = files()
        .into_iter()
        .filter(|(path, text)| fs::read_to_string(path).map_or(true, |there| there != *text));
    let stale: Vec<_> = stale.map(|(path, _)| path.display().to_string()).collect();
    if stale.is_empty() {
        return Ok("generated files are fresh".to_owned());
    }
    Err(format!("not fresh, run `cargo xtask generate`: {}", stale.join(", ")))
}

/// Every field of the language with its meaning, from the schema.
fn reference(schema: &Value) -> String {
    let mut out = String::from(
        "# Fields of the scenario language\n\nMade by `cargo xtask generate` from the code that reads a scenario. How numbers, instants and sources are \
         written: [language.md](language.md). `ID` stands for an id of your own; a field is required where it says so.\n",
    );
    let Some(sections) = schema["properties"].as_object() else { return out };
    for (name, section) in sections {
        let _ = write!(out, "\n## `{name}`\n\n{}\n", words(section));
        let mut rows = Vec::new();
        fields(section, "", &mut rows);
        if !rows.is_empty() {
            out.push_str("\n| field | meaning |\n|---|---|\n");
            for (path, meaning) in rows {
                let _ = writeln!(out, "| `{path}` | {meaning} |");
            }
        }
    }
    out
}

fn words(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or("").to_owned()
}

fn fields(schema: &Value, at: &str, rows: &mut Vec<(String, String)>) {
    for branch in schema["anyOf"].as_array().into_iter().flatten() {
        if branch["properties"].get("mix").is_none() {
            fields(branch, at, rows);
        }
    }
    for item in schema["patternProperties"].as_object().into_iter().flatten() {
        fields(item.1, &join(at, "ID"), rows);
    }
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if name == "source"
            && field["description"].as_str().is_none_or(|d| d.starts_with("source of every"))
        {
            continue;
        }
        let path = join(at, name);
        let needed = if required.iter().any(|r| r == name) { " Required." } else { "" };
        rows.push((path.clone(), format!("{}{needed}", words(field).trim())));
        fields(field, &path, rows);
    }
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}
