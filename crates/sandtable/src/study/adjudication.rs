//! The scenario of one adjudication: a battery of a type, and so many targets of a type that come straight at it.
//!
//! The types, their sources and the rules of tracks are those of a scenario; everything else of it is left out, and a
//! notional place, path and drill are put in its place by edits. No site and no course is chosen to anybody's advantage:
//! the battery stands on an open sea, and targets come down the middle of what it looks at.

use crate::geo::geodesic::direct_rounded;
use crate::geo::refraction::{EffectiveEarth, MEAN_RADIUS_M};
use crate::scenario::compose::{Edit, Resolver, compose};
use crate::scenario::node::{Node, Value};
use crate::scenario::param::{Num, Spec};
use crate::scenario::resolved::{Radar, Target, Unit, Weapon, nominal};
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
    /// How far they fly on beyond the battery (m): out of the weapon's reach.
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

/// Latitude and longitude of the battery (deg): the middle of the Pacific, a thousand kilometres from any coast.
const PLACE: (f64, f64) = (10.0, -150.0);
/// The bearing on which targets come at a battery that looks all round (deg).
const FROM_EAST_DEG: f64 = 90.0;
/// How much farther than a reach a path leads (m).
const MARGIN_M: f64 = 5_000.0;
/// From the start of the period to that of the drill, and from the last target to its end (s).
const SETTLE_S: f64 = 600.0;
/// Share of draws that are left aside where a spread has no end of its own.
const SELDOM: f64 = 1e-6;

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
    let any = Way { bearing_deg: FROM_EAST_DEG, begin_m: 1e5, beyond_m: 1e5, time_s: 60.0 };
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

/// Where targets come from and go to.
struct Way {
    bearing_deg: f64,
    begin_m: f64,
    beyond_m: f64,
    time_s: f64,
}

impl Way {
    /// The way down the middle of what a battery looks at, from beyond that to beyond its reach.
    fn of(scenario: &Scenario, battery: &Unit, target: &Target, number: u32) -> Way {
        let sector = battery.radars.iter().find_map(|r| r.sector.as_ref());
        let bearing_deg = sector.map_or(FROM_EAST_DEG, |(_, middle)| {
            nominal(scenario, middle.param).to_degrees().rem_euclid(360.0)
        });
        let seen_m =
            battery.radars.iter().map(|r| reach_m(scenario, r, target)).fold(0.0, f64::max);
        let weapon = battery.fire.weapons.first();
        let reached_m = weapon.map_or(0.0, |w: &Weapon| greatest(scenario, &w.range));
        let begin_m = seen_m + MARGIN_M;
        let beyond_m = (reached_m + MARGIN_M).min(begin_m);
        let slowest_mps = least(scenario, &target.speed).max(1.0);
        let interval = scenario.tasks.first().and_then(|t| t.interval.as_ref());
        let spacing_s = interval.map_or(0.0, |i| greatest(scenario, i));
        let flown_s = (begin_m + beyond_m) / slowest_mps;
        let time_s = (f64::from(number - 1) * spacing_s + flown_s + SETTLE_S).ceil();
        Way { bearing_deg, begin_m, beyond_m, time_s }
    }

    /// Its two ends as text.
    fn ends(&self) -> [String; 2] {
        let begin = direct_rounded(PLACE, self.bearing_deg, self.begin_m);
        let end = direct_rounded(PLACE, self.bearing_deg + 180.0, self.beyond_m);
        [begin, end].map(|at| position((at.lat_deg, at.lon_deg)))
    }
}

/// What a radar can see of a target at most (m): as far as its horizon, and as far as it shows.
fn reach_m(scenario: &Scenario, radar: &Radar, target: &Target) -> f64 {
    let k = scenario.air.as_ref().map_or(4.0 / 3.0, |a| greatest(scenario, &a.refraction));
    let mast_m = radar.mast.as_ref().map_or(0.0, |m| greatest(scenario, &m.0));
    let antenna_m = greatest(scenario, &radar.height).max(mast_m);
    let height_m = greatest(scenario, &target.height);
    let arc_m = EffectiveEarth::new(k, MEAN_RADIUS_M)
        .map_or(0.0, |e| e.horizon_arc_m(antenna_m) + e.horizon_arc_m(height_m));
    let shown_m = radar.instrumented.as_ref().map_or(f64::INFINITY, |n| greatest(scenario, n));
    arc_m.min(shown_m)
}

fn greatest<D>(scenario: &Scenario, num: &Num<D>) -> f64 {
    at_share(&scenario.param(num.param).spec, 1.0 - SELDOM, f64::max)
}

fn least<D>(scenario: &Scenario, num: &Num<D>) -> f64 {
    at_share(&scenario.param(num.param).spec, SELDOM, f64::min)
}

fn at_share(spec: &Spec, share: f64, worst: fn(f64, f64) -> f64) -> f64 {
    match spec {
        Spec::Number(n) => n.quantity.to_si(n.quantity.dist.quantile(share)),
        Spec::Mix(mix) => {
            let all = mix.values.iter().map(|v| at_share(v, share, worst));
            all.reduce(worst).unwrap_or(0.0)
        }
        Spec::Instant(_) | Spec::Position(_) | Spec::Name(_) => 0.0,
    }
}

fn edit(path: &str, text: impl Into<String>) -> Edit {
    Edit { path: path.to_owned(), text: text.into(), label: format!("odds: {path}") }
}

fn position((lat_deg, lon_deg): (f64, f64)) -> String {
    let (ns, ew) = (if lat_deg < 0.0 { 'S' } else { 'N' }, if lon_deg < 0.0 { 'W' } else { 'E' });
    format!("{:.6} {ns} {:.6} {ew} +- 1 m", lat_deg.abs(), lon_deg.abs())
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
    let at = position(PLACE);
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
