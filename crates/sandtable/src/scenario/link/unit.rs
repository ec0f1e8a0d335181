//! Units: the type's fields under the unit's own, then names and orders.

use super::order::{Owner, link_orders};
use super::{Book, Looked, find};
use crate::scenario::compose::merge_reporting;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::Num;
use crate::scenario::read::{Choice, Flag, Item, Read, Reader, dim};
use crate::scenario::resolved::{Member, Place, Readiness, StartState, Train, Unit, Vehicles};
use crate::scenario::text::UnitText;

pub(super) fn link_units(
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Vec<Option<Unit>> {
    let items = &book.text.units.items;
    items.iter().map(|item| link_unit(item, book, places, cx)).collect()
}

fn link_unit(
    item: &Item<UnitText>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<Unit> {
    // What the unit itself names is looked up even if its type is unknown.
    let own = &item.value;
    let side = link_side(item, book, cx);
    let parent = own.parent.as_ref().map(|p| book.unit(&p.text, p.span, cx));
    let rides = own.rides.as_ref().map(|r| r.try_map(|n| book.unit(&n.text, n.span, cx)));
    let start = own.start.as_ref();
    let place = start.and_then(|s| s.place.as_ref()).map(|p| book.place(&p.text, p.span, cx));
    let defends = super::fire::defended(own.defends.as_ref(), book, cx);
    let kind = link_kind(item, book, cx)?;
    let merged = with_type(book, kind, &item.id, cx)?;
    // The unit's part and the type's were read with the document, each for itself; nothing is
    // compulsory in either, so the two together can have no mistake that was not found there.
    let before = cx.out.len();
    let text = UnitText::read(&merged, &format!("units/{}", item.id), cx);
    cx.out.truncate(before);
    let text = text?;
    let state = start.and_then(|s| s.state).map_or(StartState::Garrison, |s| s.value);
    let vehicles = vehicles(&text, cx);
    let readiness = readiness(&text, cx);
    let owner = Owner { id: &item.id, kind, text: &text };
    shared_choice(text.deployed.as_ref(), "whether a unit takes part", cx);
    shared_choice(text.rides.as_ref(), "with whom a unit rides", cx);
    let orders = link_orders(&owner, book, places, cx);
    let member = member(item, book, cx);
    let deployed = match text.deployed.as_ref() {
        None => Choice::One(true),
        Some(choice) => choice.try_map(|Flag(yes)| Some(*yes))?,
    };
    Some(Unit {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        kind: kind.to_owned(),
        kind_name: kind_name(kind, book),
        echelon: text.body.echelon.map(|e| e.value),
        side: side?,
        parent: parent.flatten(),
        deployed,
        member,
        rides: rides.flatten(),
        place: place.flatten(),
        state,
        vehicles,
        aircraft: text.body.aircraft.clone(),
        alert_time: text.body.alert_time.clone(),
        orders,
        readiness,
        train: train(&text),
        range: text.body.range.clone(),
        radars: super::sky::radars(&text.body, cx),
        target: super::sky::target(text.body.target.as_ref(), cx),
        link: super::fire::link(&text.body, cx),
        fire: super::fire::fire(&text, defends, cx),
    })
}

/// Refuses a scope word on a choice that is drawn once for the whole replication.
fn shared_choice<T>(choice: Option<&Choice<T>>, what: &str, cx: &mut Reader<'_>) {
    if let Some(Choice::Mix { param, field, .. }) = choice {
        super::only_shared(&Num::<dim::Ratio>::new(*param, field.clone()), what, cx);
    }
}

/// The unit's place in its group: `group` and `number` stand together.
fn member(item: &Item<UnitText>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Member> {
    let text = &item.value;
    match (&text.group, &text.number) {
        (None, None) => None,
        (Some(group), Some(number)) => {
            let looked = Looked { what: "group", code: "group/unknown", span: group.span };
            find(&book.groups, &group.text, looked, cx)?;
            let count = book.text.groups.as_ref()?.get(&group.text)?.value.count.clone();
            super::only_shared(&count, "the number of units of a group", cx);
            let number = u32::try_from(number.value).unwrap_or(u32::MAX);
            Some(Member { count, number })
        }
        _ if text.broken.contains(&"group") || text.broken.contains(&"number") => None,
        (group, _) => {
            let (has, lacks) =
                if group.is_some() { ("group", "number") } else { ("number", "group") };
            let words = format!("unit `{}` has a `{has}` and no `{lacks}`", item.id);
            cx.fail(
                Diagnostic::error("key/missing", text.span, words)
                    .expected(format!("`{lacks}:` beside `{has}:`")),
            )
        }
    }
}

/// What a type is called for people.
fn kind_name(kind: &str, book: &Book<'_>) -> String {
    let text = book.text.types.as_ref().and_then(|t| t.get(kind));
    let name = text.and_then(|t| t.value.name.as_ref());
    name.map_or_else(|| kind.to_owned(), |n| n.text.clone())
}

/// The name of the unit's type, which is there.
fn link_kind<'t>(
    item: &'t Item<UnitText>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<&'t str> {
    let Some(kind) = &item.value.kind else {
        return lacks(item, "type", cx);
    };
    let looked = Looked { what: "type", code: "type/unknown", span: kind.span };
    find(&book.types, &kind.text, looked, cx)?;
    Some(&kind.text)
}

/// Says that a unit has no type or side, unless one is written and could not be read.
fn lacks<T>(item: &Item<UnitText>, key: &'static str, cx: &mut Reader<'_>) -> Option<T> {
    if !item.value.broken.contains(&key) {
        let words = format!("unit `{}` has no {key}", item.id);
        cx.out.push(
            Diagnostic::error("key/missing", item.value.span, words)
                .expected(format!("`{key}: ...` in the unit")),
        );
    }
    None
}

/// The unit's mapping over that of its type, without what only the type's own inheritance needs.
fn with_type(book: &Book<'_>, kind: &str, unit: &str, cx: &mut Reader<'_>) -> Option<Node> {
    let parent = book.root.get("types")?.get(kind)?;
    let own = book.root.get("units")?.get(unit)?;
    let before = cx.out.len();
    let mut merged = merge_reporting(parent, own, &mut cx.out);
    let types = book.text.types.as_ref()?;
    if !types.get(kind)?.value.broken.is_empty() {
        // What could not be read in the type may be what the unit removes.
        cx.out.truncate(before);
    }
    if let Value::Map(entries) = &mut merged.value {
        entries.retain(|e| e.key != "extends");
        // The type's name describes the type.
        if own.get("name").is_none() {
            entries.retain(|e| e.key != "name");
        }
    }
    Some(merged)
}

fn link_side(item: &Item<UnitText>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<String> {
    let Some(side) = &item.value.side else {
        return lacks(item, "side", cx);
    };
    // A scenario that declares no sides uses the words as they are.
    if book.text.sides.is_some() {
        let looked = Looked { what: "side", code: "side/unknown", span: side.span };
        find(&book.sides, &side.text, looked, cx)?;
    }
    Some(side.text.clone())
}

fn vehicles(text: &UnitText, cx: &mut Reader<'_>) -> Vec<Vehicles> {
    let kinds = text.body.vehicles.iter().flat_map(|v| &v.items);
    let made = kinds.filter_map(|kind| {
        let (Some(class), Some(count)) = (kind.value.class, kind.value.count.clone()) else {
            cx.said.insert(format!("vehicles/{}", kind.id));
            if !kind.value.broken.is_empty() {
                return None;
            }
            let words = format!("`{}` needs `class` and `count`", kind.id);
            let finding = Diagnostic::error("key/missing", kind.span, words);
            return cx.fail(finding.expected("`{class: long, count: 8 @id}`"));
        };
        Some(Vehicles { id: kind.id.clone(), class: class.value, count })
    });
    made.collect()
}

fn readiness(text: &UnitText, cx: &mut Reader<'_>) -> Option<Readiness> {
    let steps = text.body.readiness.as_ref()?;
    let Some(emplacing) = steps.emplacing.clone() else {
        if steps.broken.contains(&"emplacing") {
            return None;
        }
        return cx.fail(
            Diagnostic::error("key/missing", steps.span, "`emplacing` is missing")
                .expected("`emplacing`, with which the steps to duty begin"),
        );
    };
    Some(Readiness {
        emplacing,
        fortifying: steps.fortifying.clone(),
        camouflaging: steps.camouflaging.clone(),
        linking: steps.linking.clone(),
        inspecting: steps.inspecting.clone(),
    })
}

fn train(text: &UnitText) -> Option<Train> {
    let rail = text.body.rail.as_ref()?;
    let (passenger, most) = (rail.passenger_wagons.as_ref()?, rail.most_wagons.as_ref()?);
    Some(Train { passenger_wagons: Num::clone(passenger), most_wagons: Num::clone(most) })
}
