//! What sees and what flies: radars and targets of units, ways through the air, traffic, recorded flights.

use super::input::{greatest, least};
use super::{Book, Looked, find, only_shared};
use crate::model::sensor::rcs::Band;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Num, ParamId, Spec};
use crate::scenario::read::{Item, List, Name, Reader, Words, dim};
use crate::scenario::resolved::{
    Air, Noise, Path, Place, Radar, Recorded, RecordedPoint, Target, Task, Traffic, Unit,
};
use crate::scenario::text::{
    AirText, BodyText, PathText, RecordedText, SensorKind, SensorText, TargetText, TrafficText,
};

/// Swerling's cases.
const MOST_SWERLING: u64 = 4;

/// What a radar that lacks something lacks, of what a look needs.
fn lacking(text: &SensorText) -> Vec<&'static str> {
    let needed = [
        ("range", text.range.is_some()),
        ("against", text.against.is_some()),
        ("detects", text.detects.is_some()),
        ("false-alarm", text.false_alarm.is_some()),
        ("pulses", text.pulses.is_some()),
        ("swerling", text.swerling.is_some()),
        ("height", text.height.is_some()),
        ("scan", text.scan.is_some()),
        ("beam", text.beam.is_some()),
        ("cell", text.cell.is_some()),
        ("sector", text.sector.is_some() || text.facing.is_none()),
        ("facing", text.facing.is_some() || text.sector.is_none()),
    ];
    needed.into_iter().filter(|(_, there)| !there).map(|(name, _)| name).collect()
}

/// Notes a radar that is carried and acts on nothing.
fn note_idle(item: &Item<SensorText>, cx: &mut Reader<'_>) {
    let lacks = lacking(&item.value);
    if lacks.is_empty() || !item.value.broken.is_empty() {
        return;
    }
    let named: Vec<_> = lacks.iter().map(|l| format!("`{l}`")).collect();
    let words = format!(
        "radar `{}` is carried and looks at nothing: it lacks {}",
        item.id,
        named.join(", ")
    );
    cx.push_once(Diagnostic::note("sensor/idle", item.value.span, words));
}

/// Refuses numbers with which no look can be made.
fn check_looks(text: &SensorText, cx: &mut Reader<'_>) {
    let spec = |num: &Num<dim::Probability>, cx: &Reader<'_>| {
        let input = &cx.params[num.param.0 as usize];
        (least(&input.param.spec), greatest(&input.param.spec), input.span)
    };
    let Some(false_alarm) = &text.false_alarm else { return };
    let (_, most, span) = spec(false_alarm, cx);
    let (lowest, _, _) = spec(false_alarm, cx);
    if most > MOST_FALSE_ALARM || lowest <= 0.0 {
        cx.push_once(
            Diagnostic::error("sensor/false-alarm", span, "no detector works with this chance")
                .expected("above 0 and at most 0.01 a cell, usually 1e-8 to 1e-4"),
        );
    }
    let Some(detects) = &text.detects else { return };
    let (lowest, highest, span) = spec(detects, cx);
    if lowest <= most || highest >= 1.0 {
        cx.push_once(
            Diagnostic::error("sensor/detects", span, "no signal gives this chance of a look")
                .expected("above the chance of a false alarm, and below 1"),
        );
    }
}

/// Greatest false-alarm probability of a cell.
const MOST_FALSE_ALARM: f64 = 0.01;

/// The radars of a unit that have everything a look needs, in order of id.
pub(super) fn radars(body: &BodyText, cx: &mut Reader<'_>) -> Vec<Radar> {
    let sensors = body.sensors.iter().flat_map(|s| &s.items);
    sensors.filter_map(|item| radar(item, body, cx)).collect()
}

/// The kind of vehicles that lift antennas.
const MASTS: &str = "masts";

fn radar(item: &Item<SensorText>, body: &BodyText, cx: &mut Reader<'_>) -> Option<Radar> {
    let text = &item.value;
    if let Some(case) = text.swerling
        && case.value > MOST_SWERLING
    {
        let words = format!("Swerling's cases are 0 to 4, not {}", case.value);
        cx.push_once(Diagnostic::error("sensor/swerling", text.span, words).expected("0 to 4"));
        return None;
    }
    if text.kind?.value != SensorKind::Radar {
        return None;
    }
    note_idle(item, cx);
    check_looks(text, cx);
    let sector = match (&text.sector, &text.facing) {
        (Some(width), Some(middle)) => Some((width.clone(), middle.clone())),
        (None, None) => None,
        // A sector that looks nowhere in particular cannot be looked through.
        _ => return None,
    };
    let vehicles = |id: &str| body.vehicles.as_ref()?.get(id)?.value.count.clone();
    Some(Radar {
        id: item.id.clone(),
        mast: text.mast.clone().zip(vehicles(MASTS)),
        carriers: vehicles(&item.id),
        range: text.range.clone()?,
        against: text.against.clone()?,
        detects: text.detects.clone()?,
        false_alarm: text.false_alarm.clone()?,
        pulses: text.pulses.clone()?,
        swerling: u8::try_from(text.swerling?.value).ok()?,
        instrumented: text.instrumented.clone(),
        height: text.height.clone()?,
        scan: text.scan.clone()?,
        beam: text.beam.clone()?,
        cell: text.cell.clone()?,
        range_error: text.range_error.clone(),
        bearing_error: text.bearing_error.clone(),
        bearing_bias: text.bearing_bias.clone(),
        least_speed: text.least_speed.clone(),
        sector,
        band: text.band.map(|b| b.value),
    })
}

/// What a unit looks like when it flies, if its text says enough.
pub(super) fn target(text: Option<&TargetText>, cx: &mut Reader<'_>) -> Option<Target> {
    let text = text?;
    let named = |id: &str| Band::WORDS.iter().find(|(word, _)| *word == id).map(|(_, b)| *b);
    for band in text.bands.iter().flat_map(|b| &b.items) {
        if named(&band.id).is_none() {
            let words = format!("no band is called `{}`", band.id);
            let known: Vec<_> = Band::WORDS.iter().map(|(word, _)| *word).collect();
            cx.push_once(
                Diagnostic::error("target/band", band.span, words)
                    .expected(format!("one of {}", known.join(", "))),
            );
        }
    }
    let aspects = text.aspects.iter().flat_map(|a| &a.items);
    let bands = text.bands.iter().flat_map(|b| &b.items);
    Some(Target {
        neutral: text.neutral.is_some_and(|f| f.0),
        rcs: text.rcs.clone()?,
        height: text.height.clone()?,
        speed: text.speed.clone()?,
        aspects: aspects.map(|a| (a.value.angle.clone(), a.value.factor.clone())).collect(),
        bands: bands.filter_map(|b| Some((named(&b.id)?, b.value.factor.clone()))).collect(),
        noise: text.noise.as_ref().map(|n| Noise {
            ratio: n.ratio.clone(),
            at: n.at.clone(),
            sidelobe: n.sidelobe.clone(),
        }),
    })
}

/// Rules of tracks and the air, one value each in a replication.
pub(super) fn link_air_rules(book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Air> {
    let text = book.text.air.as_ref()?;
    only_shared(&text.hits, "a rule of tracks", cx);
    only_shared(&text.looks, "a rule of tracks", cx);
    only_shared(&text.misses, "a rule of tracks", cx);
    only_shared(&text.refraction, "refraction", cx);
    if let Some(within) = &text.plan_within {
        only_shared(within, "a distance from plans", cx);
    }
    check_rules(text, cx);
    Some(Air {
        hits: text.hits.clone(),
        looks: text.looks.clone(),
        misses: text.misses.clone(),
        refraction: text.refraction.clone(),
        plan_within: text.plan_within.clone(),
    })
}

/// Refuses rules by which no track could begin or end, and an earth that bends everything down.
fn check_rules(text: &AirText, cx: &mut Reader<'_>) {
    let of = |param: ParamId, cx: &Reader<'_>| {
        let input = &cx.params[param.0 as usize];
        (least(&input.param.spec), greatest(&input.param.spec), input.span)
    };
    let (hits, looks) = (of(text.hits.param, cx), of(text.looks.param, cx));
    let misses = of(text.misses.param, cx);
    let refraction = of(text.refraction.param, cx);
    let mut refuse = |holds: bool, span, expected: &str| {
        if !holds {
            let words = "no track can be kept by this rule";
            cx.out.push(Diagnostic::error("air/rule", span, words).expected(expected));
        }
    };
    refuse(hits.0 >= 1.0 && hits.1 <= looks.0, hits.2, "at least 1, and not more than `looks`");
    refuse(looks.1 <= 64.0, looks.2, "at most 64 looks");
    refuse(misses.0 >= 1.0, misses.2, "at least 1");
    if refraction.0 < 0.5 || refraction.1 > 10.0 {
        cx.out.push(
            Diagnostic::error("air/refraction", refraction.2, "no air bends rays like this")
                .expected("a factor on the earth's radius from 0.5 to 10, usually about 4/3"),
        );
    }
}

pub(super) fn link_paths(book: &Book<'_>, places: &[Place], cx: &mut Reader<'_>) -> Vec<Path> {
    let items = book.text.paths.iter().flat_map(|p| &p.items);
    items.map(|item| link_path(item, book, places, cx)).collect()
}

fn link_path(
    item: &Item<PathText>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Path {
    let text = &item.value;
    let mut via = Vec::new();
    for name in &text.via.items {
        let Some(id) = book.place(&name.text, name.span, cx) else { continue };
        let place = &places[id.0 as usize];
        let known = place.at.is_some() || place.position.is_some();
        if !known && cx.said.insert(format!("places/{}/at", place.id)) {
            let words = format!("`{}` has no position, and a flight passes it", place.id);
            cx.out.push(
                Diagnostic::error("place/position", name.span, words)
                    .expected("a place with `at:` or `near:`"),
            );
        }
        via.push(id);
    }
    if let Some(again) = text.via.items.windows(2).find(|w| w[0].text == w[1].text) {
        let words = format!("path `{}` goes from `{}` to itself", item.id, again[1].text);
        cx.out
            .push(Diagnostic::error("path/short", again[1].span, words).expected("another place"));
    }
    if text.via.items.len() < 2 {
        let words = format!("path `{}` leads over {} place", item.id, text.via.items.len());
        cx.out.push(
            Diagnostic::error("path/short", text.span, words).expected("at least two places"),
        );
    }
    Path {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        via,
        within: text.within.as_ref().map(|w| w.text.clone()),
    }
}

/// Numbers of the paths that a list names.
pub(super) fn path_list(
    names: Option<&List<Name>>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Vec<u32> {
    let names = names.into_iter().flat_map(|l| &l.items);
    let found = names.filter_map(|name| {
        let looked = Looked { what: "path", code: "path/unknown", span: name.span };
        find(&book.paths, &name.text, looked, cx)
    });
    found.collect()
}

pub(super) fn link_traffic(
    book: &Book<'_>,
    units: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Vec<Traffic> {
    let items = book.text.traffic.iter().flat_map(|t| &t.items);
    items.filter_map(|item| link_one_traffic(item, book, units, cx)).collect()
}

fn link_one_traffic(
    item: &Item<TrafficText>,
    book: &Book<'_>,
    units: &[Option<Unit>],
    cx: &mut Reader<'_>,
) -> Option<Traffic> {
    let text = &item.value;
    let unit = book.unit(&text.unit.text, text.unit.span, cx);
    let paths = path_list(Some(&text.paths), book, cx);
    only_shared(&text.rate, "a rate of traffic", cx);
    let unit = unit?;
    if let Some(linked) = &units[unit.0 as usize] {
        need_target(linked, &text.unit, cx);
    }
    Some(Traffic { id: item.id.clone(), unit, paths, rate: text.rate.clone() })
}

/// Refuses a unit that is to fly as a target and does not say what it looks like.
pub(super) fn need_target(unit: &Unit, name: &Name, cx: &mut Reader<'_>) {
    if unit.target.is_some() {
        return;
    }
    let words = format!("`{}` does not say what it looks like in the air", unit.id);
    cx.push_once(
        Diagnostic::error("target/needs", name.span, words)
            .expected("`target:` with `rcs`, `height` and `speed` in the unit or its type"),
    );
}

/// Refuses neutral traffic among those who are played against, or who take part.
pub(super) fn check_neutral(
    book: &Book<'_>,
    (tasks, traffic, units): (&[Task], &[Traffic], &[Option<Unit>]),
    cx: &mut Reader<'_>,
) {
    let is_neutral = |unit: u32| {
        let target = units[unit as usize].as_ref().and_then(|u| u.target.as_ref());
        traffic.iter().any(|t| t.unit.0 == unit) || target.is_some_and(|t| t.neutral)
    };
    for task in tasks {
        let Some(item) = book.text.tasks.as_ref().and_then(|t| t.get(&task.id)) else { continue };
        let lists = [Some(&item.value.units), item.value.against.as_ref()];
        for name in lists.into_iter().flatten().flat_map(|l| &l.items) {
            let Some(unit) = book.units.index(&name.text) else { continue };
            if is_neutral(unit) {
                let words = format!("`{}` is neutral traffic", name.text);
                cx.out.push(
                    Diagnostic::error("traffic/neutral", name.span, words)
                        .expected("units of the exercise: traffic is never assigned to a shooter"),
                );
            }
        }
    }
}

pub(super) fn link_recorded(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Recorded> {
    let items = book.text.recorded.iter().flat_map(|r| &r.items);
    items.filter_map(|item| link_one_recorded(item, book, cx)).collect()
}

fn link_one_recorded(
    item: &Item<RecordedText>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<Recorded> {
    let text = &item.value;
    let looked = Looked { what: "task", code: "task/unknown", span: text.task.span };
    let task = find(&book.tasks, &text.task.text, looked, cx);
    let mut points = Vec::new();
    for point in &text.points.items {
        let position = point.value.at.param;
        if let Spec::Position(p) = &cx.params[position.0 as usize].param.spec {
            let at = (p.lat_deg, p.lon_deg);
            let (height, after) = (point.value.height.clone(), point.value.after.clone());
            points.push(RecordedPoint { position, at, height, after });
        }
    }
    if points.len() < 2 && text.points.broken.is_empty() {
        let words = format!("recorded flight `{}` has {} points", item.id, points.len());
        cx.out.push(
            Diagnostic::error("path/short", text.span, words).expected("at least two points"),
        );
    }
    Some(Recorded { id: item.id.clone(), rcs: text.rcs.clone(), points, task: task? })
}
