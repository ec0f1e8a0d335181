//! One static page about a run: no script, no network, everything in one file.

mod calendar;
mod drills;
mod maps;
mod moments;
mod readiness;
mod style;
mod tables;
mod umpire;

pub use moments::{Moment, moments};

use crate::analysis::claims::ClaimRow;
use crate::analysis::score::curve::DrillCurve;
use crate::analysis::tracks::Track;
use crate::base::time::SimTime;
use crate::export::svg::{Land, escaped};
use crate::record::LogSink;
use crate::scenario::resolved::Scenario;
use crate::sim::UnitDates;

/// What a report is made from.
pub struct ReportInput<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// The log of the run.
    pub log: &'s LogSink,
    /// Dates of the run.
    pub dates: &'s [UnitDates],
    /// Tracks of the run.
    pub tracks: &'s [Track],
    /// Dates of quick replications.
    pub neighbours: &'s [Vec<UnitDates>],
    /// Claims with what the run and the replications say.
    pub claims: &'s [ClaimRow<'s>],
    /// Hits over the kill probability, if they are wanted.
    pub curve: Option<&'s [DrillCurve]>,
    /// Which run it is.
    pub run: RunName<'s>,
    /// Land of the theatre.
    pub theatre: &'s Land,
    /// Land of the world, coarse.
    pub world: &'s Land,
}

/// Which run a report is about, and how it can be made again.
#[derive(Clone, Debug)]
pub struct RunName<'s> {
    /// Version of the program.
    pub version: &'s str,
    /// Hash of the scenario.
    pub scenario_hash: &'s str,
    /// Digest of the run.
    pub digest: &'s str,
    /// Seed.
    pub seed: u64,
    /// Replication.
    pub replication: u32,
    /// The command that makes the run again.
    pub command: String,
    /// Name of the variant, if one was chosen.
    pub variant: Option<&'s str>,
}

/// The page.
#[must_use]
pub fn report(input: &ReportInput<'_>) -> String {
    let scenario = input.scenario;
    let mut body = String::new();
    body += &head(input);
    body += &maps::section(input);
    body += &readiness::section(input);
    body += &calendar::section(input);
    body += &drills::section(input);
    body += &umpire::section(input);
    body += &tables::claims(input);
    body += &tables::conflicts(input);
    body += &tables::sources(input);
    body += &tables::limits(input);
    body += &tables::again(input);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(&scenario.title),
        style::CSS
    )
}

fn head(input: &ReportInput<'_>) -> String {
    let scenario = input.scenario;
    let taking = input.dates.len();
    let mut out = format!("<h1>{}</h1>\n", escaped(&scenario.title));
    if !scenario.notice.is_empty() {
        out += &format!("<p class=\"notice\"><strong>{}</strong></p>\n", escaped(&scenario.notice));
    }
    if let Some(variant) = scenario.variants.iter().find(|v| v.chosen) {
        let kind = if variant.counterfactual { "Counterfactual variant" } else { "Variant" };
        out += &format!(
            "<p class=\"notice\">{kind} <code>{}</code>: {}</p>\n",
            escaped(&variant.id),
            escaped(&variant.title)
        );
    }
    if scenario.units.iter().any(|u| u.kind_name.contains("divizion")) {
        out += "<p>A <i>divizion</i> is a battalion (8 launchers); the press texts print \u{201c}division\u{201d}.</p>\n";
    }
    out += &format!(
        "<p>{} to {}. {taking} units take part in this run: {}. What follows is <strong>one possible run</strong> \
         (seed {}, replication {}), beside the spread of {} quick replications that play movement, readiness and gates \
         only. It is a simulation of an exercise. It predicts nothing and is no evidence that anything happened.</p>\n",
        when(input, scenario.start),
        when(input, scenario.end),
        sides(input),
        input.run.seed,
        input.run.replication,
        input.neighbours.len()
    );
    out
}

/// How many units each side has in the run, with its symbol's shape in words.
fn sides(input: &ReportInput<'_>) -> String {
    let shapes = ["circles", "squares", "triangles", "diamonds"];
    let counts = input.scenario.sides.iter().enumerate().map(|(at, side)| {
        let units = input.dates.iter().filter(|d| input.scenario.unit(d.unit).side == side.id);
        format!("{} {} ({})", units.count(), escaped(&side.name), shapes[at % shapes.len()])
    });
    counts.collect::<Vec<_>>().join(", ")
}

/// The number of a unit's side: shape and colour of its symbol.
fn side_of(input: &ReportInput<'_>, side: &str) -> usize {
    input.scenario.sides.iter().position(|s| s.id == side).unwrap_or(0)
}

/// An instant in UTC with the scenario's own time in brackets.
fn when(input: &ReportInput<'_>, time: SimTime) -> String {
    let local = time.plus_s(f64::from(input.scenario.zone_s));
    let clock = local.to_iso();
    let clock = clock.get(11..16).unwrap_or("");
    if input.scenario.zone_s == 0 {
        time.to_short()
    } else {
        format!("{} ({clock} local)", time.to_short())
    }
}

/// A table with a caption; cells are HTML already.
fn table(caption: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><table>\n<caption>{0}</caption>\n<thead><tr>",
        escaped(caption)
    );
    for cell in head {
        out += &format!("<th scope=\"col\">{}</th>", escaped(cell));
    }
    out += "</tr></thead>\n<tbody>\n";
    for row in rows {
        out += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            out += &if at == 0 {
                format!("<th scope=\"row\">{cell}</th>")
            } else {
                format!("<td>{cell}</td>")
            };
        }
        out += "</tr>\n";
    }
    out + "</tbody></table></div>\n"
}

/// A figure with its caption; a chart scrolls on a narrow screen, a map fits it.
fn figure(svg: &str, caption: &str) -> String {
    format!(
        "<figure><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">{svg}</div><figcaption>{0}</figcaption></figure>\n",
        escaped(caption)
    )
}
