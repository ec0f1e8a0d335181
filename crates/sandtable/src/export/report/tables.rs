//! Claims, disagreements, sources, limits, and how to make the run again.

use super::{ReportInput, figure, table};
use crate::analysis::claims::{Basis, ClaimRow, Tally, Verdict, words};
use crate::analysis::{self, acting_shares, shares};
use crate::export::svg::{Svg, escaped};
use crate::scenario::source::SourceKind;

pub(super) fn claims(input: &ReportInput<'_>) -> String {
    if input.claims.is_empty() {
        return String::new();
    }
    let scenario = input.scenario;
    let mut out = String::from("<h2 id=\"claims\">What sources claim</h2>\n");
    out += &format!(
        "<p>Each claim beside this run and {} quick replications; the interval is that of the sampling only. \
         A <em>spent</em> claim was used to infer an input: it tests nothing and is not counted. A share says how often \
         this model, with these inputs, does what the source says. It is not the chance that the source is right.</p>\n",
        input.neighbours.len()
    );
    let tally: Vec<_> = Tally::of(input.claims).lines().iter().map(|l| escaped(l)).collect();
    out += &format!(
        "<p>{}. <em>Seen</em> says only that a unit was there: no observer looks yet.</p>\n",
        tally.join(". ")
    );
    let (mut rows, mut fixed) = (Vec::new(), Vec::new());
    let mut statements = Vec::new();
    for row in input.claims {
        let claim = row.claim;
        let source = match &claim.locator {
            Some(locator) => format!("{} {}", claim.source, locator),
            None => claim.source.clone(),
        };
        if row.found.verdict == Verdict::Statement {
            statements.push(format!(
                "<li>{} <span class=\"q\">({})</span></li>",
                escaped(&words(scenario, claim)),
                escaped(&source)
            ));
            continue;
        }
        let mut says = escaped(&words(scenario, claim));
        if row.given_place {
            says += " <span class=\"q\">(given the place)</span>";
        }
        let verdict = row.found.verdict.name().replace('_', " ");
        let driven = row.driven_by(scenario);
        let group = if row.basis == Basis::Run { &mut rows } else { &mut fixed };
        group.push(vec![
            says,
            escaped(&source),
            mark(input, row),
            format!("<span class=\"v\">{verdict}</span>: {}", escaped(&row.found.why)),
            row.share(),
            escaped(&driven),
        ]);
    }
    let head = ["claim", "source", "", "this run", "replications", "its verdict is"];
    if !rows.is_empty() {
        out += &table("Claims about times and places, tested by the run", &head, &rows);
    }
    if !fixed.is_empty() {
        let caption = "Computed from the map, and counts: the same in every run, no test of it";
        fixed.iter_mut().for_each(|row| row.truncate(5));
        out += &table(caption, &head[..5], &fixed);
    }
    if !statements.is_empty() {
        out += &format!(
            "<details><summary>{} statements that make no claim about units</summary>\n<ul>{}</ul></details>\n",
            statements.len(),
            statements.join("\n")
        );
    }
    out
}

/// What keeps a claim from being a test, with the claims that say it already.
fn mark(input: &ReportInput<'_>, row: &ClaimRow<'_>) -> String {
    let mark = row.mark(input.scenario);
    if row.claim.spent || row.claim.follows.is_empty() {
        return mark;
    }
    format!("{mark}: {}", escaped(&row.claim.follows.join(", ")))
}

pub(super) fn conflicts(input: &ReportInput<'_>) -> String {
    let all = conflicts_of(input);
    let notes: Vec<_> = input
        .scenario
        .notes
        .iter()
        .filter(|n| !n.disagrees)
        .map(|n| {
            let locator = n.locator.as_ref().map_or(String::new(), |l| format!(" {l}"));
            format!(
                "<li>{} <span class=\"q\">({}{locator})</span></li>",
                escaped(&n.text),
                escaped(&n.source)
            )
        })
        .collect();
    if all.is_empty() && notes.is_empty() {
        return String::new();
    }
    let mut out = String::from(
        "<h2 id=\"conflicts\">Where sources disagree</h2>\n<p>Both sides stay; nothing is averaged.</p>\n",
    );
    if !all.is_empty() {
        out += &table("Disagreements", &["about", "values and who states them"], &all);
    }
    if !notes.is_empty() {
        out += &format!(
            "<details><summary>{} remarks</summary>\n<ul>{}</ul></details>\n",
            notes.len(),
            notes.join("\n")
        );
    }
    out
}

fn conflicts_of(input: &ReportInput<'_>) -> Vec<Vec<String>> {
    let made = analysis::conflicts(input.scenario).into_iter().map(|conflict| {
        if conflict.note.is_some() {
            let sides: Vec<_> = conflict.values.iter().map(|v| v.source.as_str()).collect();
            let said = format!(
                "{} <span class=\"q\">({})</span>",
                escaped(&conflict.values[0].value),
                escaped(&sides.join(", "))
            );
            return vec![escaped(&conflict.about), said];
        }
        let values: Vec<_> = conflict
            .values
            .iter()
            .map(|v| {
                format!("{} <span class=\"q\">({})</span>", escaped(&v.value), escaped(&v.source))
            })
            .collect();
        vec![escaped(&conflict.about), values.join("<br>")]
    });
    made.collect()
}

pub(super) fn sources(input: &ReportInput<'_>) -> String {
    let scenario = input.scenario;
    let (all, acting) = (shares(scenario), acting_shares(scenario));
    let mut out = String::from("<h2 id=\"sources\">What the numbers rest on</h2>\n");
    out += &format!(
        "<p>{} of {} inputs act on the units\u{2019} dates; {:.0} % of those rest on no source that was read (recalled, assumed, \
         notional); {} have no stated spread.</p>\n",
        acting.inputs,
        all.inputs,
        100.0 * acting.unsourced(),
        acting.bare_points
    );
    let kinds: Vec<_> = SourceKind::ALL.iter().filter(|k| all.counts.contains_key(k)).collect();
    let mut svg = Svg::new(
        780.0,
        kinds.len() as f64 * 20.0 + 6.0,
        "Inputs that act on dates, by kind of source",
        "The table below holds the same shares.",
    );
    for (at, kind) in kinds.iter().enumerate() {
        let y = at as f64 * 20.0;
        let share = acting.fraction(**kind);
        svg.text((104.0, y + 13.0), kind.word(), "name", "end");
        let class = format!("share{}", at % 5);
        svg.rect((112.0, y + 3.0), (560.0 * share, 13.0), &class, kind.word());
        svg.text(
            (118.0 + 560.0 * share, y + 13.0),
            &format!("{:.0} %", 100.0 * share),
            "small",
            "start",
        );
    }
    out += &figure(
        &svg.finish(),
        "Share of the inputs that act on dates, by the kind of their first source",
    );
    for kind in kinds {
        let rows: Vec<_> = scenario
            .params
            .iter()
            .filter(|p| p.kind == *kind)
            .map(|p| {
                let ids: Vec<_> = p.sources.iter().map(|s| escaped(&s.id)).collect();
                vec![
                    format!("<code>{}</code>", escaped(&p.dotted())),
                    escaped(&p.text),
                    ids.join(", "),
                ]
            })
            .collect();
        let title = format!("{} numbers whose first source is {}", rows.len(), kind.word());
        let inner = table(&title, &["input", "as written", "sources"], &rows);
        out += &format!("<details><summary>{title}</summary>\n{inner}</details>\n");
    }
    out
}

pub(super) fn limits(input: &ReportInput<'_>) -> String {
    let unsourced = 100.0 * acting_shares(input.scenario).unsourced();
    format!(
        "<h2 id=\"limits\">What this cannot tell you</h2>\n<ul>\n\
         <li>What happened. It says what follows from these numbers, and {unsourced:.0} % of those that act on dates rest on no \
         source that was read.</li>\n\
         <li>How sure the inputs are. Intervals and shares are those of the draws; more replications narrow the sampling, not \
         the ignorance.</li>\n\
         <li>Anything about detection, engagement or the outcome of drills: tasks are held by who is ready, they are not fought \
         here. Figures of radars and missiles are carried with their sources and act on nothing yet.</li>\n\
         <li>What observers could know: no satellite or resident looks in this version.</li>\n\
         <li>Where anything is to better than the stated precision; deployment sites are rounded to 0.05 degrees.</li>\n\
         <li>What to do. There is no optimiser of routes or sites, and no map of gaps.</li>\n</ul>\n"
    )
}

pub(super) fn again(input: &ReportInput<'_>) -> String {
    let run = &input.run;
    format!(
        "<h2 id=\"again\">How to make it again</h2>\n<p>sandtable {version}, seed {seed}, replication {replication}. The same scenario, \
         seed and version give the same digest.</p>\n<pre>{command}\nsandtable report</pre>\n\
         <table><caption>What it must come to</caption><tbody>\
         <tr><th scope=\"row\">digest of the run</th><td><code>{digest}</code></td></tr>\
         <tr><th scope=\"row\">hash of the scenario</th><td><code>{hash}</code></td></tr></tbody></table>\n\
         <h2 id=\"cite\">How to cite it</h2>\n<pre>The sandtable authors. sandtable {version}: an open sand table for air-defence exercises.\n\
         Scenario {id}, seed {seed}, replication {replication}, digest {short}.</pre>\n\
         <p class=\"q\">Made with Natural Earth. Coordinates of towns: GeoNames, CC BY 4.0.</p>\n",
        version = escaped(run.version),
        seed = run.seed,
        replication = run.replication,
        command = escaped(&run.command),
        digest = escaped(run.digest),
        hash = escaped(run.scenario_hash),
        id = escaped(&input.scenario.id),
        short = escaped(run.digest.get(..16).unwrap_or("")),
    )
}
