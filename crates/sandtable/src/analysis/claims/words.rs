//! A claim in words.

use crate::scenario::param::{ParamId, Spec};
use crate::scenario::resolved::{Claim, Scenario, Subject};

/// What a claim says, in a line.
#[must_use]
pub fn words(scenario: &Scenario, claim: &Claim) -> String {
    if let Some(statement) = &claim.statement {
        return statement.clone();
    }
    let text = |id: ParamId| scenario.param(id).text.clone();
    let mut out = String::new();
    if let Some(count) = &claim.count {
        out += &text(count.param);
        if let Some(kind) = claim.of.as_ref().filter(|k| !out.ends_with(k.as_str())) {
            out += &format!(" ({kind})");
        }
        out += " of ";
    }
    out += &match &claim.subject {
        Subject::Unit(id) => scenario.unit(*id).id.clone(),
        Subject::Any(kind) => format!("any {kind}"),
        Subject::Place(id) => scenario.place(*id).id.clone(),
        Subject::Statement => "a statement".to_owned(),
    };
    if let Some(state) = claim.state {
        out += &format!(" {}", state.word());
    }
    if let Some(place) = claim.place {
        out += &format!(" at {}", scenario.place(place).id);
    }
    if let Some(within) = &claim.within {
        out += &format!(" within {}", text(within.param));
    }
    if let Some(distance) = &claim.distance {
        out += &format!(" is {} from", text(distance.distance.param));
        out += &match (&distance.border, distance.from) {
            (Some(border), _) => format!(" the border of {border}"),
            (None, Some(from)) => format!(" {}", scenario.place(from).id),
            (None, None) => String::new(),
        };
    }
    for (word, when) in [("by", &claim.by), ("on", &claim.on)] {
        if let Some(when) = when {
            out += &format!(" {word} {}", text(when.param));
        }
    }
    out
}

/// True if a claim speaks of a time.
#[must_use]
pub fn is_timed(scenario: &Scenario, claim: &Claim) -> bool {
    let when = claim.by.as_ref().or(claim.on.as_ref());
    when.is_some_and(|w| matches!(scenario.param(w.param).spec, Spec::Instant(_)))
}
