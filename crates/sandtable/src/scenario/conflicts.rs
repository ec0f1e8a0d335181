//! Where sources disagree: claims about the same thing with different values, mixtures of reports, remarks.

use super::param::{ParamId, Spec};
use super::resolved::{Claim, Scenario, Subject};
use super::source::SourceKind;
use std::collections::BTreeMap;

/// A disagreement; every value is carried, none is averaged.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What it is about.
    pub about: String,
    /// The values, each with who states it.
    pub values: Vec<Stated>,
    /// The mixture that carries it, if one does.
    pub mixture: Option<ParamId>,
    /// The remark that names it, if it is kept in words.
    pub note: Option<String>,
}

/// One side of a disagreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The value as written.
    pub value: String,
    /// Who states it.
    pub source: String,
    /// The claim that holds it, if it is one.
    pub claim: Option<String>,
}

/// All disagreements of a scenario: claims first, then mixtures whose branches cite sources, then remarks that name one.
#[must_use]
pub fn conflicts(scenario: &Scenario) -> Vec<Conflict> {
    let mut by_subject: BTreeMap<String, Vec<Stated>> = BTreeMap::new();
    for claim in &scenario.claims {
        for (what, param) in stated(scenario, claim) {
            let about = format!("{what}: {}", subject(scenario, &claim.subject));
            by_subject.entry(about).or_default().push(Stated {
                value: scenario.param(param).text.clone(),
                source: claim.source.clone(),
                claim: Some(claim.id.clone()),
            });
        }
    }
    let differ = |values: &[Stated]| values.iter().any(|v| v.value != values[0].value);
    let claims = by_subject.into_iter().filter(|(_, values)| differ(values));
    let claims =
        claims.map(|(about, values)| Conflict { about, values, mixture: None, note: None });
    claims.chain(mixtures(scenario)).chain(remarks(scenario)).collect()
}

fn stated(scenario: &Scenario, claim: &Claim) -> Vec<(String, ParamId)> {
    let mut all = Vec::new();
    if let Some(distance) = &claim.distance {
        let place = distance.from.map(|p| scenario.place(p).id.clone());
        let border = distance.border.as_ref().map(|b| format!("the border of {b}"));
        let to = border.or(place).unwrap_or_default();
        all.push((format!("distance to {to}"), distance.distance.param));
    }
    if let Some(count) = &claim.count {
        // Launchers and battalions are counted apart: the noun says which.
        let noun = scenario.param(count.param).unit().unwrap_or("units").to_owned();
        all.push((format!("number of {noun}"), count.param));
    }
    all
}

fn subject(scenario: &Scenario, subject: &Subject) -> String {
    match subject {
        Subject::Unit(id) => scenario.unit(*id).id.clone(),
        Subject::Any(kind) => format!("any {kind}"),
        Subject::Place(id) => scenario.place(*id).id.clone(),
        Subject::Statement => "a statement".to_owned(),
    }
}

fn mixtures(scenario: &Scenario) -> impl Iterator<Item = Conflict> {
    let ids = (0_u32..).map(ParamId);
    ids.zip(&scenario.params).filter_map(|(id, param)| {
        let Spec::Mix(mix) = &param.spec else { return None };
        // The first source is that of the weights; a conflict has a source for each branch beside it. Our own
        // judgement is no side of it.
        let cited = param.sources.iter().skip(1).filter(|s| is_a_side(scenario, &s.id));
        if mix.values.len() < 2 || cited.clone().count() < 2 {
            return None;
        }
        let values =
            cited.map(|s| Stated { value: param.text.clone(), source: s.id.clone(), claim: None });
        Some(Conflict {
            about: format!("mixture at {}", param.dotted()),
            values: values.collect(),
            mixture: Some(id),
            note: None,
        })
    })
}

/// True for a source that somebody else stands behind.
fn is_a_side(scenario: &Scenario, id: &str) -> bool {
    let source = scenario.sources.iter().find(|s| s.id == id);
    source.is_some_and(|s| !matches!(s.kind, SourceKind::Assumed | SourceKind::Notional))
}

/// Disagreements that are kept in words: what a remark names, with who stands on either side.
fn remarks(scenario: &Scenario) -> impl Iterator<Item = Conflict> {
    scenario.notes.iter().filter(|note| note.disagrees).map(|note| {
        let sides = std::iter::once(&note.source).chain(&note.against);
        let values = sides.map(|source| Stated {
            value: note.text.clone(),
            source: source.clone(),
            claim: None,
        });
        Conflict {
            about: format!("remark {}", note.id),
            values: values.collect(),
            mixture: None,
            note: Some(note.id.clone()),
        }
    })
}
