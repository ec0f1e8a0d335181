//! From typed text to the resolved scenario: names become indices, types fill units, orders become movements.

mod claim;
mod input;
mod order;
mod place;
mod route;
mod unit;

use super::diagnostic::Diagnostic;
use super::node::Node;
use super::read::{Ids, Reader};
use super::resolved::{Inject, PlaceId, Scenario, Side, UnitId};
use super::source::{link_inputs, link_sources};
use super::source_map::Span;
use super::suggest::nearest;
use super::text::ScenarioText;
use crate::base::time::SimTime;

/// What linking looks names up in.
struct Book<'t> {
    text: &'t ScenarioText,
    root: &'t Node,
    places: Vec<String>,
    units: Vec<String>,
}

impl Book<'_> {
    fn place(&self, name: &str, span: Span, cx: &mut Reader<'_>) -> Option<PlaceId> {
        find(&self.places, name, Looked { what: "place", code: "place/unknown", span }, cx)
            .map(PlaceId)
    }

    fn unit(&self, name: &str, span: Span, cx: &mut Reader<'_>) -> Option<UnitId> {
        find(&self.units, name, Looked { what: "unit", code: "unit/name", span }, cx).map(UnitId)
    }
}

struct Looked {
    what: &'static str,
    code: &'static str,
    span: Span,
}

/// The index of a name in a sorted list, or a finding with the nearest name.
fn find(sorted: &[String], name: &str, looked: Looked, cx: &mut Reader<'_>) -> Option<u32> {
    if let Ok(at) = sorted.binary_search_by(|s| s.as_str().cmp(name)) {
        return Some(u32::try_from(at).expect("nodes are limited to 200,000"));
    }
    let Looked { what, code, span } = looked;
    let mut finding = Diagnostic::error(code, span, format!("no {what} is called `{name}`"))
        .expected(format!("the id of a {what}"));
    if let Some(near) = nearest(name, sorted.iter().map(String::as_str)) {
        finding = finding.hint(format!("did you mean `{near}`?")).patch(near);
    }
    cx.fail(finding)
}

fn ids<T>(items: Option<&Ids<T>>) -> Vec<String> {
    items.map(|i| i.names().map(str::to_owned).collect()).unwrap_or_default()
}

/// Links a scenario; `None` if an error was found in it (findings are in `cx`).
pub(super) fn link(text: &ScenarioText, root: &Node, cx: &mut Reader<'_>) -> Option<Scenario> {
    let book =
        Book { text, root, places: ids(text.places.as_ref()), units: ids(Some(&text.units)) };
    let (start, end) = period(text, cx);
    let no_sources = Ids::default();
    let source_texts = text.sources.as_ref().unwrap_or(&no_sources);
    let mut sources = link_sources(source_texts, cx);
    let places = place::link_places(&book, cx);
    let units = unit::link_units(&book, &places, cx);
    let claims = claim::link_claims(&book, &sources, cx);
    let injects = link_injects(&book, cx);
    link_inputs(&mut sources, source_texts, cx);
    input::check_instants(text, cx);
    input::check_positive(&units, cx);
    check_parents(&units, text, cx);
    let findings = &cx.out;
    if findings.iter().any(|d| d.severity == super::diagnostic::Severity::Error) {
        return None;
    }
    sources.sort_by(|a, b| a.id.cmp(&b.id));
    let sides = text.sides.iter().flat_map(|s| &s.items);
    let sides = sides.map(|s| Side { id: s.id.clone(), name: s.value.name.text.clone() }).collect();
    let scenario = Scenario {
        id: text.scenario.text.clone(),
        title: text.title.as_ref().map(|t| t.text.clone()).unwrap_or_default(),
        notice: text.notice.as_ref().map(|t| t.text.clone()).unwrap_or_default(),
        start,
        end,
        zone_s: cx.zone_s.unwrap_or(0),
        d_day: text.d_day.map(|d| d.value),
        seed: text.seed.map_or(42, |s| s.value),
        params: cx.params.iter().map(|r| r.param.clone()).collect(),
        sources,
        sides,
        places,
        units: units.into_iter().collect::<Option<Vec<_>>>()?,
        claims,
        injects,
    };
    Some(scenario)
}

fn period(text: &ScenarioText, cx: &mut Reader<'_>) -> (SimTime, SimTime) {
    let (start, end) = (text.period.start.value, text.period.end.value);
    if end <= start {
        let words = format!("the period ends at {end}, not after its start at {start}");
        cx.out.push(Diagnostic::error("time/order", text.period.end.span, words));
    }
    (start, end)
}

fn link_injects(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Inject> {
    let items = book.text.injects.iter().flat_map(|i| &i.items);
    let made = items.filter_map(|item| {
        let unit = book.unit(&item.value.unit.text, item.value.unit.span, cx)?;
        let text = &item.value;
        Some(Inject { id: item.id.clone(), at: text.at.clone(), unit, hold: text.hold.clone() })
    });
    made.collect()
}

/// Refuses a chain of `parent:` that comes back to itself.
fn check_parents(
    units: &[Option<super::resolved::Unit>],
    text: &ScenarioText,
    cx: &mut Reader<'_>,
) {
    for (at, unit) in units.iter().enumerate() {
        let mut here = unit.as_ref().and_then(|u| u.parent);
        let mut steps = 0;
        while let Some(UnitId(next)) = here {
            steps += 1;
            if next as usize == at || steps > units.len() {
                let item = &text.units.items[at];
                let words = format!("`{}` is above itself", item.id);
                cx.out.push(Diagnostic::error("parent/cycle", item.span, words));
                break;
            }
            here = units[next as usize].as_ref().and_then(|u| u.parent);
        }
    }
}
