//! `sandtable new FOLDER`: an embedded scenario as files to change.

use crate::args::NewArgs;
use crate::exit::Failure;
use crate::output::{json, line};
use serde_json::json;
use std::fs;

/// Makes a folder with a scenario.
pub fn new(args: &NewArgs) -> Result<(), Failure> {
    let known: Vec<_> = sandtable_assets::SCENARIOS.iter().map(|(id, _)| *id).collect();
    if !known.contains(&args.from.as_str()) {
        let words = format!("no embedded scenario is called `{}`: {}", args.from, known.join(", "));
        return Err(Failure::usage(words));
    }
    if args.folder.exists() {
        let words = format!("{} is there already; nothing was written", args.folder.display());
        return Err(Failure::files(words));
    }
    let own = format!("scenarios/{}/", args.from);
    let mut written = Vec::new();
    for (path, text) in sandtable_assets::FILES {
        // The catalogue comes with the program: a scenario of one's own can include it by name.
        let Some(name) = path.strip_prefix(&own) else { continue };
        let file = args.folder.join(name);
        let folder = file.parent().unwrap_or(&args.folder);
        fs::create_dir_all(folder)
            .map_err(|e| Failure::files(format!("{}: {e}", folder.display())))?;
        fs::write(&file, text).map_err(|e| Failure::files(format!("{}: {e}", file.display())))?;
        written.push(file.display().to_string());
    }
    if args.json {
        json(&json!({"rows": written}));
        return Ok(());
    }
    for file in &written {
        line(file);
    }
    line(&format!("next: sandtable run {}", args.folder.display()));
    Ok(())
}
