//! The scenario of one adjudication: a battery of a type, and so many targets of a type that come straight at it.
//!
//! The types, their sources and the rules of tracks are those of a scenario; everything else of it is left out, and a
//! notional place, path and drill are put in its place by edits. No site and no course is chosen to anybody's advantage:
//! the battery stands on an open sea, and targets come down the middle of what it looks at.

use super::way::{SETTLE_S, Way, place};
use crate::scenario::compose::{Edit, Resolver, compose};
use crate::scenario::node::{Node, Value};
use crate::scenario::resolved::{Target, Unit};
use crate::scenario::source_map::SourceMap;
use crate::scenario::suggest::nearest;
use crate::scenario::{Loaded, Scenario, load};

/// What is asked. Texts of quantities are as a scenario writes them: `20 s`, `2..4..8 km each`.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// Type of the battery.
    pub shooter: &'q str,
    /// Type of the targets.
    pub target: &'q str,
    /// How many targets.
    pub number: u32,
    /// Time from one target to the next.
    pub interval: &'q str,
    /// Height of the targets, instead of their type's.
    pub height: Option<&'q str>,
    /// Their speed, instead of their type's.
    pub speed: Option<&'q str>,
    /// Changes of the scenario, on top.
    pub edits: &'q [Edit],
}

/// The scenario that was composed, and what was chosen for it.
#[derive(Clone, Debug)]
pub struct Adjudication {
    /// The scenario: units `battery` and `targets`, task `odds`.
    pub scenario: Scenario,
    /// Bearing from the battery on which targets come (deg).
    pub bearing_deg: f64,
    /// How far out they begin (m): where no radar of the battery sees them yet.
    pub begin_m: f64,
    /// How far they fly on beyond the battery (m): out of the weapon's reach, or as far as they came from.
    pub beyond_m: f64,
}

/// Why there is no such scenario.
pub enum Refusal {
    /// The question makes no sense, with what was expected.
    Asked(String),
    /// The text has errors.
    Text(Box<Loaded>),
}

/// Most targets of a question.
pub const MOST_TARGETS: u32 = 200;

/// Id of the battery.
pub const BATTERY: &str = "battery";
/// Id of the unit that says what the targets are.
pub const TARGETS: &str = "targets";

/// What of a scenario stays: the rest is left out.
const KEPT: [&str; 9] =
    ["scenario", "title", "notice", "period", "zone", "seed", "sources", "types", "air"];

/// What the composed text rests on: (id, reason).
const SOURCES: [(&str, &str); 6] = [
    ("odds-place", "a battery on an open sea, where nobody's site is"),
    (
        "odds-path",
        "a straight way over the battery, from beyond what it sees to beyond what it reaches",
    ),
    ("odds-number", "as many targets as were asked about"),
    ("odds-spacing", "the time from one target to the next that was asked about"),
    ("odds-flight", "height or speed that was asked about instead of the type's"),
    ("odds-calendar", "a drill that lasts until the last target is gone"),
];
/// The source of rules of tracks, where the scenario has none.
const RULES: (&str, &str) = (
    "odds-rules",
    "the usual rule of textbooks: three plots in five looks, three misses, air of four thirds",
);

/// Composes the scenario of a question from the types of the scenario whose root file is `root`.
///
/// # Errors
/// What is wrong with the question or with the text.
pub fn adjudication(
    question: &Question<'_>,
    root: &str,
    resolver: &dyn Resolver,
) -> Result<Adjudication, Refusal> {
    if question.number == 0 || question.number > MOST_TARGETS {
        let words = format!("{} targets: expected 1 to {MOST_TARGETS}", question.number);
        return Err(Refusal::Asked(words));
    }
    let (mut map, mut findings) = (SourceMap::default(), Vec::new());
    let Some(tree) = compose(root, resolver, question.edits, &mut map, &mut findings) else {
        return Err(Refusal::Text(Box::new(Loaded { scenario: None, findings, map })));
    };
    check_types(&tree, question)?;
    // Once with any path, to have the numbers of both types; once with the path that they ask for.
    let any = Way::any();
    let (first, notes) = loaded((root, resolver), &tree, question, (&any, None))?;
    let (battery, targets) = units(&first, question)?;
    let target = check_units((battery, targets), question, &notes)?;
    let way = Way::of(&first, battery, target, question.number);
    let start = first.start;
    let end = start.plus_s(2.0 * SETTLE_S + way.time_s);
    let period = format!("{{start: {}, end: {}}}", start.to_iso(), end.to_iso());
    let (scenario, _) = loaded((root, resolver), &tree, question, (&way, Some(&period)))?;
    let Way { bearing_deg, begin_m, beyond_m, .. } = way;
    Ok(Adjudication { scenario, bearing_deg, begin_m, beyond_m })
}

/// Reads the composed text; also what was noted of weapons and radars that act on nothing.
fn loaded(
    (root, resolver): (&str, &dyn Resolver),
    tree: &Node,
    question: &Question<'_>,
    (way, period): (&Way, Option<&str>),
) -> Result<(Scenario, Vec<String>), Refusal> {
    let mut edits = staged(tree, question, way);
    edits.extend(period.map(|text| edit("period", text)));
    edits.extend(asked(question));
    edits.extend_from_slice(question.edits);
    let mut loaded = load(root, resolver, &edits, None);
    let idle = loaded.findings.iter().filter(|d| d.code.ends_with("/idle"));
    let notes = idle.map(|d| d.message.clone()).collect();
    match loaded.scenario.take() {
        Some(scenario) => Ok((scenario, notes)),
        None => Err(Refusal::Text(Box::new(loaded))),
    }
}

fn edit(path: &str, text: impl Into<String>) -> Edit {
    Edit { path: path.to_owned(), text: text.into(), label: format!("odds: {path}") }
}

/// The edits that leave out what is not wanted of a scenario, and put battery, targets and drill in its place.
fn staged(tree: &Node, question: &Question<'_>, way: &Way) -> Vec<Edit> {
    let others = tree.entries().iter().map(|e| e.key.as_str()).filter(|k| !KEPT.contains(k));
    let mut edits: Vec<Edit> = others.map(|key| edit(key, "remove")).collect();
    let Question { shooter, target, number, .. } = question;
    let mut sources: Vec<_> = SOURCES.to_vec();
    if tree.get("air").is_none() {
        sources.push(RULES);
        let air = "{hits: 3 @odds-rules, looks: 5 @odds-rules, misses: 3 @odds-rules, refraction: 1.33 @odds-rules}";
        edits.push(edit("air", air));
    }
    let sources = sources
        .iter()
        .map(|(id, reason)| format!("{id}: {{kind: notional, reason: \"{reason}\"}}"))
        .collect::<Vec<_>>();
    edits.push(edit("sources", format!("{{{}}}", sources.join(", "))));
    edits.extend(claims(tree).map(|text| edit("claims", text)));
    let title = format!("{number} of type {target} against a battery of type {shooter}");
    edits.push(edit("title", format!("\"{title}\"")));
    let sides = "{shooting: {name: \"Side of the battery\"}, mock: {name: \"Mock side\"}}";
    edits.push(edit("sides", sides));
    let [begin, end] = way.ends();
    let at = place();
    edits.push(edit(
        "places",
        format!(
            "{{battery-place: {{at: {at} @odds-place}}, path-begin: {{at: {begin} @odds-path}}, \
             path-end: {{at: {end} @odds-path}}}}"
        ),
    ));
    edits.push(edit("paths", "{straight-in: {via: [path-begin, battery-place, path-end]}}"));
    edits.push(edit(
        "units",
        format!(
            "{{{BATTERY}: {{type: {shooter}, side: shooting, start: {{place: battery-place, state: duty-accepted}}}}, \
             {TARGETS}: {{type: {target}, side: mock, start: {{place: path-begin, state: present}}}}}}"
        ),
    ));
    edits.push(edit(
        "tasks",
        format!(
            "{{odds: {{name: \"{title}\", kind: air-drill, units: [{BATTERY}], against: [{TARGETS}], \
             targets: {number} targets exact @odds-number, paths: [straight-in], start: start + {SETTLE_S:.0} s @odds-calendar, \
             time: {:.0} s exact @odds-calendar, needs: duty-accepted}}}}",
            way.time_s
        ),
    ));
    edits
}

/// Stands for the claims from which sources were inferred: a kept source must not name what is not there.
fn claims(tree: &Node) -> Option<String> {
    let from = tree.get("sources")?.entries().iter().filter_map(|e| e.node.get("from"));
    let mut named: Vec<&str> = Vec::new();
    for list in from {
        if let Value::List(items) = &list.value {
            named.extend(items.iter().filter_map(Node::scalar));
        }
    }
    named.sort_unstable();
    named.dedup();
    let all = tree.get("claims")?;
    let kept = named.into_iter().filter_map(|id| {
        let source = all.get(id)?.get("source")?.scalar()?;
        let words = "stands in the scenario from which the types were taken";
        Some(format!("{id}: {{subject: elsewhere, source: \"{source}\", statement: \"{words}\"}}"))
    });
    let kept: Vec<_> = kept.collect();
    (!kept.is_empty()).then(|| format!("{{{}}}", kept.join(", ")))
}

/// The edits of what was asked beside the types: the label is the option of the command line.
fn asked(question: &Question<'_>) -> Vec<Edit> {
    let one = |path: &str, text: &str, (source, label): (&str, &str)| Edit {
        path: path.to_owned(),
        text: if text.contains('@') { text.to_owned() } else { format!("{text} @{source}") },
        label: label.to_owned(),
    };
    let flight = |name: &str, label: &str, text: Option<&str>| {
        text.map(|t| one(&format!("units.{TARGETS}.target.{name}"), t, ("odds-flight", label)))
    };
    let spacing = ("odds-spacing", "--interval");
    let mut edits = vec![one("tasks.odds.interval", question.interval, spacing)];
    edits.extend(flight("height", "--height", question.height));
    edits.extend(flight("speed", "--speed", question.speed));
    edits
}

/// Refuses types that the scenario does not have, and targets that are none.
fn check_types(tree: &Node, question: &Question<'_>) -> Result<(), Refusal> {
    let types = tree.get("types").map_or(&[][..], |t| t.entries());
    let with = |wanted: &[&str]| {
        let has = |node: &Node| wanted.iter().all(|key| node.get(key).is_some());
        types.iter().filter(|e| has(&e.node)).map(|e| e.key.as_str()).collect::<Vec<_>>()
    };
    let is_target = |node: &Node| {
        let whole = ["rcs", "height", "speed"].iter().all(|key| node.get(key).is_some());
        whole && node.get("neutral").and_then(Node::scalar) != Some("yes")
    };
    let targets = types.iter().filter(|e| e.node.get("target").is_some_and(is_target));
    let targets: Vec<_> = targets.map(|e| e.key.as_str()).collect();
    let shooters = with(&["weapons", "sensors", "crew"]);
    for (name, fitting) in [(question.shooter, &shooters), (question.target, &targets)] {
        if types.iter().any(|e| e.key == name) {
            continue;
        }
        let near = nearest(name, fitting.iter().copied())
            .or_else(|| nearest(name, types.iter().map(|e| e.key.as_str())));
        let hint = near.map_or(String::new(), |n| format!(", did you mean `{n}`?"));
        let words = format!("no type is called `{name}`{hint} (expected {})", fitting.join(", "));
        return Err(Refusal::Asked(words));
    }
    if targets.contains(&question.target) {
        return Ok(());
    }
    let name = question.target;
    let found = types.iter().find(|e| e.key == name).and_then(|e| e.node.get("target"));
    let why = match found {
        None => "has no `target:`, so nothing says what it looks like in the air",
        Some(target) if target.get("neutral").is_some() => {
            "is neutral, and is never assigned to a shooter"
        }
        Some(_) => "does not say enough in its `target:`: expected `rcs`, `height` and `speed`",
    };
    Err(Refusal::Asked(format!("type `{name}` {why} (targets: {})", targets.join(", "))))
}

fn units<'s>(
    scenario: &'s Scenario,
    question: &Question<'_>,
) -> Result<(&'s Unit, &'s Unit), Refusal> {
    let unit = |id: &str| {
        let found = scenario.unit_named(id).map(|id| scenario.unit(id));
        found.ok_or_else(|| Refusal::Asked(format!("the edits leave no unit `{id}`")))
    };
    let found = (unit(BATTERY)?, unit(TARGETS)?);
    if found.0.kind != question.shooter || found.1.kind != question.target {
        return Err(Refusal::Asked("the edits make other types of both units".to_owned()));
    }
    Ok(found)
}

/// Refuses a battery that cannot shoot, see or decide; gives what its targets are.
fn check_units<'s>(
    (battery, targets): (&Unit, &'s Unit),
    question: &Question<'_>,
    notes: &[String],
) -> Result<&'s Target, Refusal> {
    let name = question.shooter;
    let lacking = |what: &str, hint: &str, kind: &str| {
        let noted: Vec<_> =
            notes.iter().filter(|n| n.starts_with(kind)).map(String::as_str).collect();
        let noted =
            if noted.is_empty() { String::new() } else { format!(" ({})", noted.join("; ")) };
        Err(Refusal::Asked(format!("type `{name}` has no {what}{noted}; {hint}")))
    };
    if battery.fire.weapons.is_empty() {
        let hint =
            "expected a weapon with range, least-range, speed, targets, ready, reaction and kill";
        return lacking("weapon that shoots", hint, "weapon");
    }
    if battery.radars.is_empty() {
        let hint =
            "expected a sensor with all that a look needs: a battery here has only its own eyes";
        return lacking("radar of its own that looks", hint, "radar");
    }
    if battery.fire.crew.is_none() {
        let hint = format!(
            "expected operators, identification and assignment, as in \
             --set \"types.{name}.crew={{operators: 2 people, identification: 5..15..60 s each, assignment: 3..8..30 s each}}\""
        );
        return lacking("crew that decides", &hint, "crew");
    }
    targets.target.as_ref().ok_or_else(|| {
        Refusal::Asked(format!("type `{}` says nothing that flies", question.target))
    })
}
