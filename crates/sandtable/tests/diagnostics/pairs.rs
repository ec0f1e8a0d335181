//! Two mistakes in one text: both are said, each at its place.

use crate::case::{Case, Texts, place_of};
use crate::table;

/// Mistakes that hide no other: names, numbers, sources, senses. Not among them: syntax errors, which
/// leave no tree; files that cannot be read, whose ids are not known; a unit's unknown type, plan or
/// parent, whose orders cannot be made; and what is only looked at when nothing is wrong (`check`).
const SUBSET: &[&str] = &[
    "key/unknown",
    "id/form",
    "value/null",
    "word/unknown",
    "unit/unknown",
    "spread/order",
    "number/thousands",
    "position/range",
    "mix/weights",
    "source/needs",
    "source/unknown",
    "source/missing",
    "source/date",
    "claim/unknown",
    "claim/time",
    "claim/spent-path",
    "place/unknown",
    "place/access",
    "unit/name",
    "side/unknown",
    "rate/unknown",
    "route/line",
    "number/zero",
    "time/order",
    "time/relative",
    "edit/path",
    "include/duplicate-id",
];

/// Codes of two mistakes where the second cannot be seen for the first.
const HIDDEN: &[(&str, &str, &str)] = &[];

/// The first case of each code, and its second where it has one at another text.
fn chosen() -> Vec<&'static Case> {
    let all = crate::all();
    SUBSET
        .iter()
        .map(|code| *all.iter().find(|c| c.code == *code).expect("the code has a case"))
        .collect()
}

fn hidden(a: &Case, b: &Case) -> bool {
    HIDDEN.iter().any(|(x, y, _)| (*x, *y) == (a.code, b.code) || (*y, *x) == (a.code, b.code))
}

/// Whether the texts that two cases replace are apart.
fn is_apart(a: &Case, b: &Case) -> bool {
    let find = |from: &str| {
        crate::case::BASE
            .iter()
            .find_map(|(name, text)| Some((*name, text.find(from)?, from.len())))
    };
    let places =
        |case: &Case| -> Vec<_> { case.edits.iter().filter_map(|(from, _)| find(from)).collect() };
    let (ours, theirs) = (places(a), places(b));
    !ours.iter().any(|(file, at, len)| {
        theirs
            .iter()
            .any(|(other, from, more)| file == other && at < &(from + more) && from < &(at + len))
    })
}

#[test]
fn two_mistakes_are_both_said() {
    let cases = chosen();
    let mut faults = Vec::new();
    let mut pairs = 0;
    for (i, a) in cases.iter().enumerate() {
        for b in &cases[i + 1..] {
            if !is_apart(a, b) || hidden(a, b) {
                continue;
            }
            pairs += 1;
            faults.extend(fault_of(a, b));
        }
    }
    assert!(pairs > 200, "{pairs} pairs");
    assert!(faults.is_empty(), "{} of {pairs} pairs:\n{}", faults.len(), faults.join("\n"));
}

fn fault_of(a: &Case, b: &Case) -> Option<String> {
    let mut texts = Texts::base();
    texts.put(a);
    texts.put(b);
    let marked = texts.unmark();
    let loaded = texts.load();
    // Marks are in order of file and byte, the findings need not be: each must be somewhere.
    let errors: Vec<_> =
        loaded.findings.iter().filter(|d| d.code == a.code || d.code == b.code).collect();
    let good = marked
        .iter()
        .all(|place| errors.iter().any(|d| place_of(d, &loaded, place.text.is_some()) == *place));
    let both = [a.code, b.code].iter().all(|code| errors.iter().any(|d| d.code == *code));
    if good && both && loaded.findings.len() == 2 && loaded.scenario.is_none() {
        return None;
    }
    let found: Vec<_> = loaded
        .findings
        .iter()
        .map(|d| {
            let place = place_of(d, &loaded, true);
            format!(
                "{} {}:{}:{} {:?} {}",
                d.code, place.file, place.line, place.column, place.text, d.message
            )
        })
        .collect();
    Some(format!("{} and {}: {found:#?}", a.code, b.code))
}

#[test]
fn the_subset_is_in_the_table() {
    assert!(SUBSET.len() >= 25 && !table::names::CASES.is_empty());
}
