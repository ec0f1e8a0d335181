//! `sandtable sources`: every number with its source, its spread and its kind.

use super::{kinds, shares_line};
use crate::args::SourcesArgs;
use crate::exit::Failure;
use crate::input;
use crate::output::{json, line, table};
use sandtable::analysis::{conflicts, shares};
use sandtable::scenario::Scenario;
use sandtable::scenario::param::{Param, Spec};
use sandtable::scenario::quantity::{Instant, Scope};
use sandtable::scenario::read::Words;
use sandtable::scenario::source::SourceKind;
use serde_json::{Value as Json, json};

/// Lists sources.
pub fn sources(args: &SourcesArgs) -> Result<(), Failure> {
    let (scenario, _) = input::scenario(&args.scenario)?;
    if args.conflicts {
        return list_conflicts(&scenario, args.json);
    }
    let kind = args.kind.as_deref().map(kind_of).transpose()?;
    let mut params: Vec<_> = scenario.params.iter().collect();
    params.retain(|p| kind.is_none_or(|k| p.kind == k) && (!args.points || p.is_bare_point()));
    params.sort_by(|a, b| a.path.cmp(&b.path));
    if args.json {
        let rows = params.into_iter().map(|p| as_json(&scenario, p));
        json(&Json::Array(rows.collect()));
        return Ok(());
    }
    let rows: Vec<_> = params
        .iter()
        .map(|p| {
            let sources: Vec<_> = p.sources.iter().map(|s| with_claims(&scenario, &s.id)).collect();
            vec![
                p.dotted(),
                p.text.clone(),
                p.kind.word().to_owned(),
                sources.join(", "),
                p.at.clone(),
            ]
        })
        .collect();
    line(table(&["input", "as written", "kind", "sources", "where"], &rows, &[]).trim_end());
    line("");
    line(&format!(
        "{} inputs listed; all {}: {}",
        rows.len(),
        scenario.params.len(),
        kinds(&shares(&scenario))
    ));
    line(&shares_line(&scenario));
    Ok(())
}

fn kind_of(word: &str) -> Result<SourceKind, Failure> {
    let found = SourceKind::WORDS.iter().find(|(known, _)| *known == word);
    found.map(|(_, kind)| *kind).ok_or_else(|| {
        let known: Vec<_> = SourceKind::WORDS.iter().map(|(w, _)| *w).collect();
        Failure::usage(format!("`{word}` is no kind of source: {}", known.join(", ")))
    })
}

/// A source with the claims that it was inferred from: `inf-loading (c-f04, c-p01)`.
fn with_claims(scenario: &Scenario, id: &str) -> String {
    let from = claims_behind(scenario, id);
    if from.is_empty() { id.to_owned() } else { format!("{id} ({})", from.join(", ")) }
}

/// The claims that a source was inferred from.
fn claims_behind<'s>(scenario: &'s Scenario, id: &str) -> &'s [String] {
    let source = scenario.sources.iter().find(|s| s.id == id);
    source.map_or(&[], |s| s.from.as_slice())
}

fn as_json(scenario: &Scenario, param: &Param) -> Json {
    let (value, spread) = match &param.spec {
        Spec::Number(n) => {
            let quantity = &n.quantity;
            let spread = if quantity.exact {
                Json::from("exact")
            } else if quantity.dist.is_point() {
                Json::Null
            } else {
                Json::from(param.text.clone())
            };
            (Json::from(quantity.dist.centre()), spread)
        }
        Spec::Instant(instant) => instant_json(instant, &param.text),
        Spec::Position(p) => {
            let spread = p.precision_m.map_or(Json::Null, |_| param.text.clone().into());
            (Json::from(param.text.clone()), spread)
        }
        Spec::Name(name) => (name.clone().into(), Json::from("exact")),
        Spec::Mix(_) => (Json::Null, Json::from(param.text.clone())),
    };
    let scope = match param.scope {
        Scope::Shared => "shared",
        Scope::Each => "each",
        Scope::EachUnit => "each-unit",
    };
    let sources: Vec<_> = param.sources.iter().map(|s| s.id.as_str()).collect();
    json!({
        "path": param.dotted(),
        "value": value,
        "unit": param.unit(),
        "spread": spread,
        "scope": scope,
        "source": sources.first(),
        "inferred_from": sources.first().map_or(&[][..], |id| claims_behind(scenario, id)),
        "sources": sources,
        "kind": param.kind.word(),
    })
}

fn instant_json(instant: &Instant, text: &str) -> (Json, Json) {
    match instant {
        Instant::At(t) => (t.to_iso().into(), Json::Null),
        Instant::Day { start, .. } => (start.to_iso().into(), text.into()),
        Instant::Uniform(a, b) => {
            let middle = a.plus_s(b.since_s(*a) / 2.0);
            (middle.to_iso().into(), text.into())
        }
        Instant::Triangular(_, mode, _) => (mode.to_iso().into(), text.into()),
        Instant::Normal(mean, _) => (mean.to_iso().into(), text.into()),
        Instant::Relative { .. } | Instant::DDay { .. } => (text.into(), Json::Null),
    }
}

fn list_conflicts(scenario: &Scenario, as_json: bool) -> Result<(), Failure> {
    let found = conflicts(scenario);
    if as_json {
        let rows: Vec<_> = found
            .iter()
            .map(|c| {
                json!({"about": c.about, "values": c.values.iter().map(|v| {
                json!({"value": v.value, "source": v.source, "claim": v.claim})
            }).collect::<Vec<_>>()})
            })
            .collect();
        json(&json!({"rows": rows}));
        return Ok(());
    }
    for conflict in &found {
        if conflict.note.is_some() {
            // The remark is one text; who stands on either side of it is what differs.
            let sides: Vec<_> = conflict.values.iter().map(|v| v.source.as_str()).collect();
            line(&format!("{}: {}", conflict.about, conflict.values[0].value));
            line(&format!("    {}", sides.join(", ")));
            continue;
        }
        line(&conflict.about);
        for value in &conflict.values {
            let claim = value.claim.as_ref().map_or(String::new(), |c| format!("  (claim {c})"));
            line(&format!("    {}  {}{claim}", value.value, value.source));
        }
    }
    line(&format!("{} disagreements; each is carried, none is averaged", found.len()));
    Ok(())
}
