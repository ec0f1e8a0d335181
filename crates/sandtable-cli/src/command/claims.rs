//! `sandtable claims`: what the sources claim, judged by one run and by many.

use crate::args::{ClaimsAction, ClaimsArgs};
use crate::exit::Failure;
use crate::input::{Source, edits};
use crate::output::{colour, data, json, line, note, progress, table};
use sandtable::analysis::claims::{Basis, ClaimRow, Found, Judge, Tally, claim_rows, words};
use sandtable::draw::{InputPoint, Luck, realise};
use sandtable::geo::border::Countries;
use sandtable::record::TraceSink;
use sandtable::scenario::Scenario;
use sandtable::scenario::compose::Resolver;
use sandtable::scenario::render::to_text;
use sandtable::scenario::text::StateName;
use sandtable::sim;
use sandtable::study::{Plan, judge_claims};
use serde_json::{Value as Json, json};

/// The id of a claim typed at the prompt.
const TYPED: &str = "typed";

/// Judges claims.
pub fn claims(args: &ClaimsArgs) -> Result<(), Failure> {
    let typed = match &args.action {
        Some(ClaimsAction::Add { text }) => Some(as_yaml(text)?),
        None => None,
    };
    let scenario = scenario_with(args, typed.as_deref())?;
    let countries = super::countries()?;
    let seed = args.draw.seed.unwrap_or(scenario.seed);
    let bar = progress(u64::from(args.n), "replications");
    let plan = Plan { seed, indices: 0..args.n, threads: args.draw.threads() };
    let judged = judge_claims(&scenario, &plan, Some(&countries), &|| bar.inc(1));
    bar.finish_and_clear();
    let run = one_run(&scenario, (seed, args.replication), &countries)?;
    let judged: Vec<_> = judged?.into_iter().map(|j| (j.index, j.found)).collect();
    let mut rows = claim_rows(&scenario, &run, (&judged, seed));
    if typed.is_some() {
        rows.retain(|row| row.claim.id == TYPED);
    }
    if args.json {
        json(&Json::Array(rows.iter().map(|row| as_json(&scenario, row)).collect()));
        return Ok(());
    }
    super::print_changes(&scenario, &args.scenario.set, &[]);
    print(&scenario, &rows, args.n);
    if let Some(yaml) = typed {
        line("");
        line("to keep it, put this under `claims:` with a source of its own:");
        data(&format!("  {yaml}\n"));
    }
    Ok(())
}

/// What one replication says to each claim.
pub fn one_run(
    scenario: &Scenario,
    (seed, index): (u64, u32),
    countries: &Countries,
) -> Result<Vec<Found>, Failure> {
    let inputs = realise(scenario, &InputPoint::Plain { seed, index });
    let luck = Luck { seed, index };
    let outcome = sim::run(inputs.clone(), luck, TraceSink::default())?;
    Ok(Judge::new(scenario, Some(countries)).all(&outcome.sink.trace, &inputs, luck))
}

fn print(scenario: &Scenario, rows: &[ClaimRow<'_>], n: u32) {
    let groups = [
        ("Times and places, tested by the run:", [Basis::Run, Basis::Run]),
        ("Computed from the map, and counts; no run can change them:", [Basis::Map, Basis::Count]),
        ("Statements, no claim about units:", [Basis::Statement, Basis::Statement]),
    ];
    for (title, bases) in groups {
        let cells: Vec<_> =
            rows.iter().filter(|r| bases.contains(&r.basis)).map(|r| cells(scenario, r)).collect();
        if cells.is_empty() {
            continue;
        }
        line(title);
        let head = ["claim", "says", "source", "", "this run", "of replications"];
        line(table(&head, &cells, &[5]).trim_end());
        line("");
    }
    if rows.iter().any(|r| r.claim.state == Some(StateName::Seen)) {
        line("`seen` says only that a unit was there: no observer looks yet.");
    }
    line(&format!(
        "Shares are over {n} quick replications, with a 95 % interval of the sampling only."
    ));
    line("A spent claim was used to infer an input: it tests nothing and is not counted.");
    for row in rows.iter().filter(|r| !r.claim.spent && !r.claim.follows.is_empty()) {
        let (mark, from) = (row.mark(scenario), row.claim.follows.join(", "));
        line(&format!("{} {mark} ({from}): no test of its own, not counted.", row.claim.id));
    }
    for text in Tally::of(rows).lines() {
        line(&format!("{text}."));
    }
    for row in rows.iter().filter(|r| !r.drivers.is_empty()) {
        line(&format!("{}: {}", row.claim.id, row.driven_by(scenario)));
    }
}

/// What the table says of a claim.
fn cells(scenario: &Scenario, row: &ClaimRow<'_>) -> Vec<String> {
    let claim = row.claim;
    let source = match &claim.locator {
        Some(locator) => format!("{}#{locator}", claim.source),
        None => claim.source.clone(),
    };
    let mut says = short(&words(scenario, claim));
    if row.given_place {
        says += " (given the place)";
    }
    let verdict = row.found.verdict.name().replace('_', " ");
    let mark =
        if claim.is_test() || claim.spent { row.mark(scenario) } else { "follows".to_owned() };
    vec![claim.id.clone(), says, source, mark, verdict, row.share()]
}

fn short(text: &str) -> String {
    const MOST: usize = 76;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MOST - 3).collect();
    format!("{cut}...")
}

fn as_json(scenario: &Scenario, row: &ClaimRow<'_>) -> Json {
    let claim = row.claim;
    let drivers: Vec<_> = row
        .drivers
        .iter()
        .map(|d| {
            json!({
                "input": scenario.param(d.param).dotted(),
                "kind": scenario.param(d.param).kind.word(),
                "branch": d.branch.map(|b| b + 1),
                "correlation": d.correlation,
            })
        })
        .collect();
    json!({
        "id": claim.id,
        "claim": words(scenario, claim),
        "source": claim.source,
        "locator": claim.locator,
        "basis": row.basis.name(),
        "spent": claim.spent,
        "follows": claim.follows,
        "given_place": row.given_place,
        "verdict": row.found.verdict.name(),
        "why": row.found.why,
        "n": row.odds.as_ref().map(|o| o.covered),
        "p": row.odds.as_ref().and_then(|o| o.share),
        "p_ci": row.odds.as_ref().and_then(|o| o.interval).map(|(low, high)| [low, high]),
        "drivers": drivers,
    })
}

/// The scenario, with a typed claim if there is one.
fn scenario_with(args: &ClaimsArgs, typed: Option<&str>) -> Result<Scenario, Failure> {
    let Some(yaml) = typed else {
        return Ok(crate::input::scenario(&args.scenario)?.0);
    };
    let source = Source::of(args.scenario.scenario.as_deref())?;
    let with = WithClaim { root: source.root()?, source, yaml };
    let edits = edits(&args.scenario.set)?;
    let variant = args.scenario.variant.as_deref();
    let countries = super::countries()?;
    let loaded =
        sandtable::scenario::load_variant("typed.yaml", &with, (variant, &edits), Some(&countries));
    let errors = loaded.errors();
    loaded.scenario.ok_or_else(|| {
        note(&to_text(&loaded.findings, &loaded.map, colour()));
        Failure::Scenario(errors)
    })
}

/// A scenario with one claim more.
struct WithClaim<'y> {
    root: String,
    source: Source,
    yaml: &'y str,
}

impl Resolver for WithClaim<'_> {
    fn read(&self, name: &str) -> Option<String> {
        if name != "typed.yaml" {
            return self.source.read(name);
        }
        let (root, yaml) = (&self.root, self.yaml);
        Some(format!(
            "include: [{root}]\nsources:\n  typed-at-the-prompt: {{kind: reported, outlet: \"typed at the prompt\", \
             date: undated, facts: prompt}}\nclaims:\n  {yaml}\n"
        ))
    }

    fn names(&self) -> Vec<String> {
        self.source.names()
    }
}

/// A typed report as a claim: `[COUNT of] SUBJECT [STATE] [at PLACE] [within KM km] [by|on INSTANT]`.
fn as_yaml(text: &str) -> Result<String, Failure> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let help = "write `[COUNT of] SUBJECT [STATE] [at PLACE] [within 10 km] [by|on INSTANT]`, such as \
                `any s400-battalion present at brestsky-ground by 2022-02-03T15:16Z`";
    let known = ["at", "within", "by", "on"];
    let first = words.iter().position(|w| known.contains(w)).unwrap_or(words.len());
    let (mut head, tail) = words.split_at(first);
    let mut fields = Vec::new();
    if let Some(of) = head.iter().position(|w| *w == "of") {
        fields.push(format!("count: {} @typed-at-the-prompt", head[..of].join(" ")));
        head = &head[of + 1..];
    }
    let subject = match head {
        ["any", kind, ..] => format!("any {kind}"),
        [unit, ..] => (*unit).to_owned(),
        [] => return Err(Failure::usage(format!("`{text}` names no subject; {help}"))),
    };
    let used = subject.split(' ').count();
    fields.push(format!("subject: {subject}"));
    match &head[used..] {
        [] => {}
        [state] => fields.push(format!("state: {state}")),
        more => {
            return Err(Failure::usage(format!("`{}` is not understood; {help}", more.join(" "))));
        }
    }
    let mut at = 0;
    while at < tail.len() {
        let word = tail[at];
        let end = tail[at + 1..]
            .iter()
            .position(|w| known.contains(w))
            .map_or(tail.len(), |n| at + 1 + n);
        let value = tail[at + 1..end].join(" ");
        if value.is_empty() {
            return Err(Failure::usage(format!("nothing follows `{word}`; {help}")));
        }
        fields.push(match word {
            "at" => format!("place: {value}"),
            other => format!("{other}: {value} @typed-at-the-prompt"),
        });
        at = end;
    }
    Ok(format!("{TYPED}: {{{}, source: typed-at-the-prompt}}", fields.join(", ")))
}
