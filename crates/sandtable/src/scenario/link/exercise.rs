//! The exercise: phases, tasks, norms, duty rosters, injects, notes.

use super::claim::cited;
use super::{Book, Looked, find, only_shared};
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Spec, When};
use crate::scenario::quantity::Instant;
use crate::scenario::read::{Item, List, Name, Reader};
use crate::scenario::resolved::{
    After, Inject, InjectAct, Norm, Note, Phase, PlaceId, Roster, Task, Trigger, Unit, UnitId,
};
use crate::scenario::text::{
    InjectText, Measure, NormText, RosterText, StateName, TaskKind, TaskText,
};

pub(super) fn link_phases(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Phase> {
    let items = book.text.phases.iter().flat_map(|p| &p.items);
    let made = items.map(|item| {
        let text = &item.value;
        for when in [&text.start, &text.end] {
            check_own(when, cx);
        }
        Phase {
            id: item.id.clone(),
            name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
            start: text.start.clone(),
            end: text.end.clone(),
        }
    });
    made.collect()
}

/// A phase begins and ends at instants of its own, not at those of other phases.
fn check_own(when: &When, cx: &mut Reader<'_>) {
    let input = &cx.params[when.param.0 as usize];
    let hangs = |spec: &Spec| matches!(spec, Spec::Instant(Instant::Relative { id, .. }) if id != "start" && id != "end");
    let found = match &input.param.spec {
        Spec::Mix(mix) => mix.values.iter().any(hangs),
        spec => hangs(spec),
    };
    if found {
        let finding =
            Diagnostic::error("time/relative", input.span, "a phase hangs on another phase")
                .expected("a date, `start`, `end` or `D` with an offset");
        cx.out.push(finding);
    }
}

pub(super) fn phase(name: Option<&Name>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<u32> {
    let name = name?;
    find(
        &book.phases,
        &name.text,
        Looked { what: "phase", code: "phase/unknown", span: name.span },
        cx,
    )
}

fn units(names: Option<&List<Name>>, book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<UnitId> {
    let names = names.into_iter().flat_map(|l| &l.items);
    names.filter_map(|n| book.unit(&n.text, n.span, cx)).collect()
}

pub(super) fn link_tasks(book: &Book<'_>, all: &[Option<Unit>], cx: &mut Reader<'_>) -> Vec<Task> {
    let items = book.text.tasks.iter().flat_map(|t| &t.items);
    items.map(|item| link_task(item, book, all, cx)).collect()
}

fn link_task(
    item: &Item<TaskText>,
    book: &Book<'_>,
    all: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Task {
    let text = &item.value;
    let paths = super::sky::path_list(text.paths.as_ref(), book, cx);
    check_flying(text, book, all, cx);
    let ground: Option<PlaceId> =
        text.ground.as_ref().and_then(|g| book.place(&g.text, g.span, cx));
    Task {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        kind: text.kind.value,
        phase: phase(text.phase.as_ref(), book, cx),
        ground,
        units: units(Some(&text.units), book, cx),
        against: units(text.against.as_ref(), book, cx),
        targets: text.targets.clone(),
        civil: text.civil.clone(),
        paths,
        interval: text.interval.clone(),
        silent: units(text.silent.as_ref(), book, cx),
        alone: text.alone.is_some_and(|f| f.0),
        start: text.start.clone(),
        time: text.time.clone(),
        needs: text.needs.map_or(StateName::Present, |w| w.value),
    }
}

/// Most flights of one kind in a task: each has a name and luck of its own.
pub const MOST_FLIGHTS: u32 = 20_000;

/// Refuses a task on paths whose flyers do not say what they look like, and flyers without paths.
fn check_flying(text: &TaskText, book: &Book<'_>, all: &[Option<Unit>], cx: &mut Reader<'_>) {
    let flyers = match text.kind.value {
        TaskKind::AirDrill => text.against.as_ref(),
        TaskKind::AirPatrol => Some(&text.units),
        _ => None,
    };
    let is_patrol = text.kind.value == TaskKind::AirPatrol;
    if text.paths.is_none() {
        if is_patrol && !text.broken.contains(&"paths") {
            cx.out.push(
                Diagnostic::error("key/missing", text.span, "an air patrol has no `paths`")
                    .expected("`paths: [...]`, the ways to and fro"),
            );
        }
        return;
    }
    for name in flyers.into_iter().flat_map(|l| &l.items) {
        let Some(at) = book.units.index(&name.text) else { continue };
        if let Some(unit) = &all[at as usize] {
            super::sky::need_target(unit, name, cx);
        }
    }
    for (num, what) in [(&text.targets, "mock targets"), (&text.civil, "civil flights")] {
        let Some(num) = num else { continue };
        only_shared(num, &format!("a number of {what}"), cx);
        let input = &cx.params[num.param.0 as usize];
        if super::input::greatest(&input.param.spec) > f64::from(MOST_FLIGHTS) {
            let words = format!("more {what} than a drill can have");
            cx.push_once(
                Diagnostic::error("task/flights", input.span, words)
                    .expected(format!("at most {MOST_FLIGHTS}")),
            );
        }
    }
}

pub(super) fn link_norms(book: &Book<'_>, all: &[Option<Unit>], cx: &mut Reader<'_>) -> Vec<Norm> {
    let items = book.text.norms.iter().flat_map(|n| &n.items);
    items.map(|item| link_norm(item, book, all, cx)).collect()
}

fn link_norm(
    item: &Item<NormText>,
    book: &Book<'_>,
    all: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Norm {
    let text = &item.value;
    let mut needs = Vec::new();
    let measure = text.measure.value;
    match measure {
        Measure::Steps => {
            needs.extend([
                ("from", text.from.is_some()),
                ("to", text.to.is_some()),
                ("within", text.within.is_some()),
            ]);
        }
        Measure::March => needs.push(("longer", text.longer.is_some())),
        Measure::Alert | Measure::HandOver => needs.push(("within", text.within.is_some())),
    }
    for (key, is_there) in needs {
        if !is_there && !text.broken.contains(&key) {
            let words = format!("norm `{}` needs `{key}`", item.id);
            cx.out.push(
                Diagnostic::error("norm/needs", text.span, words).expected(format!("`{key}: ...`")),
            );
        }
    }
    let mut kinds = Vec::new();
    for name in &text.of.items {
        let looked = Looked { what: "type", code: "type/unknown", span: name.span };
        if find(&book.types, &name.text, looked, cx).is_some() {
            kinds.push(name.text.as_str());
        }
    }
    let ids = (0_u32..).map(UnitId);
    let holds = |u: &Option<Unit>| u.as_ref().is_some_and(|u| kinds.contains(&u.kind.as_str()));
    Norm {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        measure,
        units: ids.zip(all).filter(|(_, u)| holds(u)).map(|(id, _)| id).collect(),
        from: text.from.map(|w| w.value),
        to: text.to.map(|w| w.value),
        within: text.within.clone(),
        night: text.night.clone(),
        longer: text.longer.clone(),
    }
}

pub(super) fn link_rosters(
    book: &Book<'_>,
    all: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Vec<Roster> {
    let items = book.text.rosters.iter().flat_map(|r| &r.items);
    items.map(|item| link_roster(item, book, all, cx)).collect()
}

fn link_roster(
    item: &Item<RosterText>,
    book: &Book<'_>,
    all: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Roster {
    let text = &item.value;
    let units = units(Some(&text.units), book, cx);
    if let Some(vehicles) = &text.vehicles {
        for unit in units.iter().filter_map(|id| all[id.0 as usize].as_ref()) {
            // A kind that is there and not complete has been said.
            let is_broken = cx.said.contains(&format!("vehicles/{}", vehicles.text));
            if !is_broken && !unit.vehicles.iter().any(|v| v.id == vehicles.text) {
                let words = format!("`{}` has no vehicles called `{}`", unit.id, vehicles.text);
                cx.push_once(
                    Diagnostic::error("roster/vehicles", vehicles.span, words)
                        .expected("a kind of vehicle that each unit of the roster has"),
                );
            }
        }
    }
    Roster {
        id: item.id.clone(),
        units,
        vehicles: text.vehicles.as_ref().map(|v| v.text.clone()),
        shift: text.shift.clone(),
        peace: text.peace.clone(),
        exercise: text.exercise.clone(),
        phase: phase(text.phase.as_ref(), book, cx),
    }
}

pub(super) fn link_injects(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Inject> {
    let items = book.text.injects.iter().flat_map(|i| &i.items);
    items.filter_map(|item| link_inject(item, book, cx)).collect()
}

fn link_inject(item: &Item<InjectText>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Inject> {
    let text = &item.value;
    let unit = book.unit(&text.unit.text, text.unit.span, cx);
    let after = text.after.as_ref().map(|a| {
        let unit = book.unit(&a.unit.text, a.unit.span, cx)?;
        Some(After { unit, state: a.state.value, delay: a.delay.clone() })
    });
    let times = usize::from(text.at.is_some()) + usize::from(text.after.is_some());
    one_of(item, times, &["at", "after"], cx)?;
    let alert = text.alert.is_some_and(|f| f.0);
    let acts = [
        text.hold.clone().map(InjectAct::Hold),
        alert.then_some(InjectAct::Alert),
        text.inspect.clone().map(InjectAct::Inspect),
        text.cut.clone().map(InjectAct::Cut),
        text.fail.clone().map(InjectAct::Fail),
    ];
    let written = acts.iter().flatten().count();
    one_of(item, written, &["hold", "alert", "inspect", "cut", "fail"], cx)?;
    let trigger = match (&text.at, after) {
        (Some(at), _) => Trigger::At(at.clone()),
        (None, after) => Trigger::After(after??),
    };
    let act = acts.into_iter().flatten().next()?;
    Some(Inject { id: item.id.clone(), trigger, unit: unit?, act })
}

/// Refuses none or several of keys of which an inject has exactly one.
fn one_of(
    item: &Item<InjectText>,
    written: usize,
    keys: &[&'static str],
    cx: &mut Reader<'_>,
) -> Option<()> {
    if written == 1 {
        return Some(());
    }
    if keys.iter().any(|k| item.value.broken.contains(k)) {
        return None;
    }
    let all: Vec<_> = keys.iter().map(|k| format!("`{k}`")).collect();
    let words = format!("inject `{}` has {written} of {}", item.id, all.join(", "));
    cx.fail(
        Diagnostic::error("inject/form", item.value.span, words).expected("exactly one of them"),
    )
}

pub(super) fn link_notes(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Note> {
    let items = book.text.notes.iter().flat_map(|n| &n.items);
    let made = items.filter_map(|item| {
        let (source, locator) = cited(&item.value.source, book, cx)?;
        let text = item.value.text.text.clone();
        let others = item.value.against.iter().flat_map(|l| &l.items);
        let against: Vec<_> = others.filter_map(|name| Some(cited(name, book, cx)?.0)).collect();
        let disagrees = item.value.disagrees.is_some_and(|f| f.0) || !against.is_empty();
        Some(Note { disagrees, against, id: item.id.clone(), text, source, locator })
    });
    made.collect()
}

/// Numbers of the exercise that one replication shares.
pub(super) fn check_shared(book: &Book<'_>, cx: &mut Reader<'_>) {
    for roster in book.text.rosters.iter().flat_map(|r| &r.items) {
        only_shared(&roster.value.shift, "the length of a turn", cx);
        only_shared(&roster.value.peace, "a number on duty", cx);
        only_shared(&roster.value.exercise, "a number on duty", cx);
    }
}
