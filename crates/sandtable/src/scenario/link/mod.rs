//! From typed text to the resolved scenario: names become indices, types fill units, orders become movements.

mod above;
mod air;
mod back;
mod claim;
mod exercise;
mod fire;
mod input;
mod order;
mod place;
mod route;
mod sky;
mod time;
mod trains;
mod unit;

use super::diagnostic::Diagnostic;
use super::node::Node;
use super::param::Num;
use super::quantity::Scope;
use super::read::{Ids, Reader};
use super::resolved::{PlaceId, Scenario, Side, UnitId, Variant};
use super::source::{link_inputs, link_sources};
use super::source_map::Span;
use super::suggest::nearest;
use super::text::ScenarioText;
use crate::base::time::SimTime;

/// What linking looks names up in.
struct Book<'t> {
    text: &'t ScenarioText,
    root: &'t Node,
    places: Names,
    units: Names,
    types: Names,
    plans: Names,
    rates: Names,
    lines: Names,
    sides: Names,
    sources: Names,
    claims: Names,
    groups: Names,
    phases: Names,
    paths: Names,
    tasks: Names,
}

impl<'t> Book<'t> {
    fn new(text: &'t ScenarioText, root: &'t Node) -> Self {
        Book {
            places: Names::of(text, "places", text.places.as_ref()),
            units: Names::of(text, "units", Some(&text.units)),
            types: Names::of(text, "types", text.types.as_ref()),
            plans: Names::of(text, "plans", text.plans.as_ref()),
            rates: Names::of(text, "rates", text.rates.as_ref()),
            lines: Names::of(text, "lines", text.lines.as_ref()),
            sides: Names::of(text, "sides", text.sides.as_ref()),
            sources: Names::of(text, "sources", text.sources.as_ref()),
            claims: Names::of(text, "claims", text.claims.as_ref()),
            groups: Names::of(text, "groups", text.groups.as_ref()),
            phases: Names::of(text, "phases", text.phases.as_ref()),
            paths: Names::of(text, "paths", text.paths.as_ref()),
            tasks: Names::of(text, "tasks", text.tasks.as_ref()),
            text,
            root,
        }
    }

    fn place(&self, name: &str, span: Span, cx: &mut Reader<'_>) -> Option<PlaceId> {
        find(&self.places, name, Looked { what: "place", code: "place/unknown", span }, cx)
            .map(PlaceId)
    }

    fn unit(&self, name: &str, span: Span, cx: &mut Reader<'_>) -> Option<UnitId> {
        find(&self.units, name, Looked { what: "unit", code: "unit/name", span }, cx).map(UnitId)
    }
}

/// The ids of a section.
pub(super) struct Names {
    /// In order.
    ids: Vec<String>,
    /// Ids of what could not be read, in order.
    broken: Vec<String>,
    /// The whole section could not be read.
    all_broken: bool,
}

impl Names {
    fn of<T>(text: &ScenarioText, section: &str, items: Option<&Ids<T>>) -> Self {
        Names {
            ids: items.map(|i| i.names().map(str::to_owned).collect()).unwrap_or_default(),
            broken: items.map(|i| i.broken.clone()).unwrap_or_default(),
            all_broken: text.broken.contains(&section),
        }
    }

    /// All ids that can be named.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// Whether a name is written somewhere and could not be read: that was reported.
    pub(super) fn is_broken(&self, name: &str) -> bool {
        self.all_broken || self.broken.binary_search_by(|b| b.as_str().cmp(name)).is_ok()
    }

    /// The index of a name.
    pub(super) fn index(&self, name: &str) -> Option<u32> {
        let at = self.ids.binary_search_by(|s| s.as_str().cmp(name)).ok()?;
        Some(u32::try_from(at).expect("nodes are limited to 200,000"))
    }
}

/// Refuses `each` and `each-unit` on a field that is drawn once per replication for all.
fn only_shared<D>(num: &Num<D>, what: &str, cx: &mut Reader<'_>) {
    let input = &cx.params[num.param.0 as usize];
    if input.param.scope == Scope::Shared {
        return;
    }
    let words = format!("{what} is one value in a replication, and a scope word stands here");
    let finding = Diagnostic::error("scope/shared", input.span, words);
    cx.out.push(finding.hint("leave `each` or `each-unit` out"));
}

struct Looked {
    what: &'static str,
    code: &'static str,
    span: Span,
}

/// The index of a name, or a finding with the nearest name.
fn find(names: &Names, name: &str, looked: Looked, cx: &mut Reader<'_>) -> Option<u32> {
    if let Some(at) = names.index(name) {
        return Some(at);
    }
    if names.is_broken(name) {
        return None;
    }
    let Looked { what, code, span } = looked;
    let mut finding = Diagnostic::error(code, span, format!("no {what} is called `{name}`"))
        .expected(format!("the id of a {what}"));
    if let Some(near) = nearest(name, names.iter()) {
        finding = finding.hint(format!("did you mean `{near}`?")).patch(near);
    }
    cx.fail(finding)
}

/// Links a scenario; `None` if an error was found in it (findings are in `cx`).
pub(super) fn link(text: &ScenarioText, root: &Node, cx: &mut Reader<'_>) -> Option<Scenario> {
    let book = Book::new(text, root);
    let (start, end) = period(text, cx);
    let no_sources = Ids::default();
    let source_texts = text.sources.as_ref().unwrap_or(&no_sources);
    let mut sources = link_sources(source_texts, &book.sources, cx);
    for post in text.lines.iter().flat_map(|l| &l.items).flat_map(|l| &l.value.posts.items) {
        only_shared(&post.value, "the kilometre of a post", cx);
    }
    let places = place::link_places(&book, cx);
    let units = unit::link_units(&book, &places, cx);
    let claims = claim::link_claims(&book, &sources, cx);
    let phases = exercise::link_phases(&book, cx);
    let air = sky::link_air_rules(&book, cx);
    let paths = sky::link_paths(&book, &places, cx);
    let traffic = sky::link_traffic(&book, &units, cx);
    let recorded = sky::link_recorded(&book, cx);
    let tasks = exercise::link_tasks(&book, &units, cx);
    sky::check_neutral(&book, (&tasks, &traffic, &units), cx);
    let control = fire::link_control(&book, &places, cx);
    let norms = exercise::link_norms(&book, &units, cx);
    let rosters = exercise::link_rosters(&book, &units, cx);
    let injects = exercise::link_injects(&book, cx);
    let notes = exercise::link_notes(&book, cx);
    exercise::check_shared(&book, cx);
    link_inputs(&mut sources, &book.sources, cx);
    input::check_instants(text, cx);
    input::check_positive(text, cx);
    trains::check_trains(&units, cx);
    time::check_period(&units, &injects, (start, end, text.d_day.map(|d| d.value)), cx);
    time::check_repeats(text, (start, end), cx);
    above::check_parents(&units, text, cx);
    above::check_rides(&units, text, cx);
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
        air,
        paths,
        traffic,
        recorded,
        phases,
        tasks,
        control,
        norms,
        rosters,
        injects,
        notes,
        variants: variants(text),
    };
    Some(scenario)
}

fn variants(text: &ScenarioText) -> Vec<Variant> {
    let items = text.variants.iter().flat_map(|v| &v.items);
    let made = items.map(|item| Variant {
        id: item.id.clone(),
        title: item.value.title.as_ref().map_or_else(|| item.id.clone(), |t| t.text.clone()),
        counterfactual: item.value.counterfactual.is_some_and(|f| f.0),
        chosen: false,
    });
    made.collect()
}

fn period(text: &ScenarioText, cx: &mut Reader<'_>) -> (SimTime, SimTime) {
    let (start, end) = (text.period.start.value, text.period.end.value);
    if end <= start {
        let words = format!("the period ends at {end}, not after its start at {start}");
        cx.out.push(Diagnostic::error("time/order", text.period.end.span, words));
    }
    (start, end)
}
