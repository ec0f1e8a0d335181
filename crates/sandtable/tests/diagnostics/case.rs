//! One mistake put into the base scenario by replacing text, and what must be said about it.

use sandtable::geo::border::Countries;
use sandtable::scenario::compose::{Edit, Resolver};
use sandtable::scenario::diagnostic::{Diagnostic, Severity};
use sandtable::scenario::render::to_text;
use sandtable::scenario::{Loaded, load};
use std::collections::BTreeMap;

pub const BASE: [(&str, &str); 4] = [
    ("scenario.yaml", include_str!("base/scenario.yaml")),
    ("sources.yaml", include_str!("base/sources.yaml")),
    ("rail.yaml", include_str!("base/rail.yaml")),
    ("exercise.yaml", include_str!("base/exercise.yaml")),
];

/// A mistake: texts to replace, the first of all files that has `from` being meant.
///
/// In the new texts `⟦…⟧` marks what the finding must mark; a lone `⟦` only where it must begin.
/// `--set PATH` in place of a text is an edit of the command line, `+NAME` a further file.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub severity: Severity,
    pub code: &'static str,
    pub edits: &'static [(&'static str, &'static str)],
}

pub const fn error(code: &'static str, edits: &'static [(&'static str, &'static str)]) -> Case {
    Case { severity: Severity::Error, code, edits }
}

pub const fn warning(code: &'static str, edits: &'static [(&'static str, &'static str)]) -> Case {
    Case { severity: Severity::Warning, code, edits }
}

pub const fn note(code: &'static str, edits: &'static [(&'static str, &'static str)]) -> Case {
    Case { severity: Severity::Note, code, edits }
}

/// Where a finding is expected: file, line and column from 1, and the marked text if it is given.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub text: Option<String>,
}

/// The files and edits of a scenario with mistakes in it.
#[derive(Clone, Default)]
pub struct Texts {
    pub files: BTreeMap<String, String>,
    pub edits: Vec<Edit>,
    countries: bool,
}

impl Texts {
    pub fn base() -> Texts {
        let files = BASE.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        Texts { files: files.collect(), edits: Vec::new(), countries: false }
    }

    /// Puts a case's mistake in, its marks with it.
    pub fn put(&mut self, case: &Case) {
        self.countries |= case.code.starts_with("claim/distance") || case.code.contains("/country");
        for (from, to) in case.edits {
            if let Some(path) = from.strip_prefix("--set ") {
                self.edits.push(Edit {
                    path: path.to_owned(),
                    text: (*to).to_owned(),
                    label: (*from).to_owned(),
                });
            } else if let Some(name) = from.strip_prefix('+') {
                self.files.insert(name.to_owned(), (*to).to_owned());
            } else {
                let hits: usize = self.files.values().map(|t| t.matches(from).count()).sum();
                assert_eq!(hits, 1, "{from:?} stands {hits} times in the base ({})", case.code);
                for text in self.files.values_mut() {
                    *text = text.replacen(from, to, 1);
                }
            }
        }
    }

    /// Takes the marks out and gives their places in order of file and byte.
    pub fn unmark(&mut self) -> Vec<Place> {
        let mut places = Vec::new();
        for (name, text) in &mut self.files {
            places.extend(unmark(name, text));
        }
        for edit in &mut self.edits {
            places.extend(unmark(&edit.label, &mut edit.text));
        }
        places
    }

    pub fn load(&self) -> Loaded {
        let map = || Countries::from_geojson(sandtable_assets::COUNTRIES_10M).expect("it is read");
        let countries = self.countries.then(map);
        load("scenario.yaml", self, &self.edits, countries.as_ref())
    }
}

impl Resolver for Texts {
    fn read(&self, name: &str) -> Option<String> {
        self.files.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

fn unmark(name: &str, text: &mut String) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut clean = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find(['⟦', '⟧']) {
        clean.push_str(&rest[..at]);
        let opens = rest[at..].starts_with('⟦');
        rest = &rest[at + '⟦'.len_utf8()..];
        if opens {
            let line = clean.matches('\n').count() + 1;
            let line_start = clean.rfind('\n').map_or(0, |n| n + 1);
            let column = clean[line_start..].chars().count() + 1;
            let next = rest.find(['⟦', '⟧']).filter(|next| rest[*next..].starts_with('⟧'));
            let text = next.map(|end| rest[..end].to_owned());
            places.push(Place { file: name.to_owned(), line, column, text });
        }
    }
    clean.push_str(rest);
    *text = clean;
    places
}

/// What a finding marks.
pub fn place_of(found: &Diagnostic, loaded: &Loaded, with_text: bool) -> Place {
    let (line, column) = loaded.map.line_column(found.span);
    Place {
        file: loaded.map.file(found.span.file).name.clone(),
        line,
        column,
        text: with_text.then(|| loaded.map.text(found.span).to_owned()),
    }
}

/// Why a case is not as it should be.
pub fn fault(case: &Case) -> Option<String> {
    let mut texts = Texts::base();
    texts.put(case);
    let places = texts.unmark();
    let [place] = places.as_slice() else {
        return Some(format!("{}: {} marks in {:?}", case.code, places.len(), case.edits));
    };
    let loaded = texts.load();
    let good = match loaded.findings.as_slice() {
        [only] => {
            let found = place_of(only, &loaded, place.text.is_some());
            (only.severity, only.code, &found) == (case.severity, case.code, place)
        }
        _ => false,
    };
    let refused = loaded.scenario.is_none() == (case.severity == Severity::Error);
    (!good || !refused).then(|| {
        let rendered = to_text(&loaded.findings, &loaded.map, false);
        let accepted = if refused { "" } else { ", and accepted or refused wrongly" };
        format!("expected {} at {place:?}{accepted}, found:\n{rendered}", case.code)
    })
}
