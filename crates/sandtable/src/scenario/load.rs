//! The one way into a scenario: read, compose, read typed, link, check.

use super::check;
use super::compose::{Composed, Edit, Resolver, composed};
use super::diagnostic::{Diagnostic, Severity};
use super::link;
use super::read::{Read, Reader};
use super::resolved::Scenario;
use super::source_map::SourceMap;
use super::text::{ScenarioText, zone_of};
use crate::geo::border::Countries;

/// What became of a scenario's text.
pub struct Loaded {
    /// The scenario, unless an error was found.
    pub scenario: Option<Scenario>,
    /// All findings.
    pub findings: Vec<Diagnostic>,
    /// The texts.
    pub map: SourceMap,
}

impl Loaded {
    /// How many findings are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|d| d.severity == Severity::Error).count()
    }
}

/// Reads the scenario whose root file is `root`, with edits on top.
///
/// Distances to borders are checked if `countries` are given.
///
/// Never fails: what is wrong is in `findings`, all of it in one run.
#[must_use]
pub fn load(
    root: &str,
    resolver: &dyn Resolver,
    edits: &[Edit],
    countries: Option<&Countries>,
) -> Loaded {
    load_variant(root, resolver, (None, edits), countries)
}

/// As [`load`], with a variant of the scenario laid over it before the edits.
#[must_use]
pub fn load_variant(
    root: &str,
    resolver: &dyn Resolver,
    (variant, edits): (Option<&str>, &[Edit]),
    countries: Option<&Countries>,
) -> Loaded {
    let mut map = SourceMap::default();
    let mut findings = Vec::new();
    let composed = composed(root, resolver, (variant, edits), &mut map, &mut findings);
    let mut scenario = None;
    if let Some(Composed { tree, is_whole, halved }) = composed {
        let mut cx = Reader::new(&map, None);
        cx.zone_s = zone_of(&tree, &mut cx);
        cx.out.clear(); // a broken zone is reported when the document is read
        cx.collect_fields(&tree, "");
        cx.halved = halved;
        let text = ScenarioText::read(&tree, "", &mut cx);
        if !is_whole {
            // What a file holds that could not be read is not missing.
            cx.out.retain(|d| d.code != "key/missing" || d.span != tree.span);
        }
        cx.out.append(&mut findings);
        if let Some(text) = text.filter(|_| is_whole) {
            scenario = link::link(&text, &tree, &mut cx);
            if let Some(scenario) = &mut scenario {
                for known in &mut scenario.variants {
                    known.chosen = variant == Some(known.id.as_str());
                }
                check::check(scenario, &text, countries, &mut cx);
            }
        }
        findings = cx.out;
    }
    findings.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
    findings.dedup_by(|a, b| a == b);
    let errors = findings.iter().any(|d| d.severity == Severity::Error);
    Loaded { scenario: scenario.filter(|_| !errors), findings, map }
}

/// The JSON Schema of a scenario file, for editors; made by the same code that reads one.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = ScenarioText::schema();
    if let serde_json::Value::Object(object) = &mut schema {
        let dialect = "https://json-schema.org/draft/2020-12/schema";
        object.insert("$schema".to_owned(), dialect.into());
        object.insert("title".to_owned(), "sandtable scenario".into());
        // An included file has some of the sections only.
        object.remove("required");
    }
    schema
}
