//! Units: the type's fields under the unit's own, then names and orders.

use super::order::{Owner, link_order};
use super::{Book, Looked, find};
use crate::scenario::compose::merge;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::Num;
use crate::scenario::read::{Choice, Flag, Item, Read, Reader};
use crate::scenario::resolved::{Place, Readiness, StartState, Train, Unit, Vehicles};
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
    let at = format!("units/{}", item.id);
    let kind = item.value.kind.as_ref();
    let Some(kind) = kind else {
        return cx.fail(
            Diagnostic::error(
                "key/missing",
                item.value.span,
                format!("unit `{}` has no type", item.id),
            )
            .expected("`type`"),
        );
    };
    let types = super::ids(book.text.types.as_ref());
    find(&types, &kind.text, Looked { what: "type", code: "type/unknown", span: kind.span }, cx)?;
    let merged = with_type(book.root, &kind.text, &item.id)?;
    // The own part was read with the document: what it says twice is said once.
    let before = cx.out.len();
    let text = UnitText::read(&merged, &at, cx);
    cx.out.truncate(before);
    let text = text?;
    let side = link_side(&text, item, book, cx);
    let parent = text.parent.as_ref().and_then(|p| book.unit(&p.text, p.span, cx));
    let rides = match &text.rides {
        None => None,
        Some(choice) => Some(choice.try_map(|n| book.unit(&n.text, n.span, cx))?),
    };
    let start = text.start.as_ref();
    let place = start.and_then(|s| s.place.as_ref()).and_then(|p| book.place(&p.text, p.span, cx));
    let state = start.and_then(|s| s.state).map_or(StartState::Garrison, |s| s.value);
    let vehicles = vehicles(&text, cx);
    let readiness = readiness(&text, cx);
    let owner = Owner { id: &item.id, text: &text };
    let orders = text.orders.iter().flat_map(|o| &o.items);
    let orders = orders.filter_map(|order| link_order(order, &owner, book, places, cx)).collect();
    let deployed = match text.deployed.as_ref() {
        None => Choice::One(true),
        Some(choice) => choice.try_map(|Flag(yes)| Some(*yes))?,
    };
    Some(Unit {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        kind: kind.text.clone(),
        echelon: text.echelon.map(|e| e.value),
        side: side?,
        parent,
        deployed,
        rides,
        place,
        state,
        vehicles,
        orders,
        readiness,
        train: train(&text),
        range: text.range.clone(),
    })
}

/// The unit's mapping over that of its type, without what only the type's own inheritance needs.
fn with_type(root: &Node, kind: &str, unit: &str) -> Option<Node> {
    let parent = root.get("types")?.get(kind)?;
    let own = root.get("units")?.get(unit)?;
    let mut merged = merge(parent, own);
    if let Value::Map(entries) = &mut merged.value {
        entries.retain(|e| e.key != "extends");
        // The type's name describes the type.
        if own.get("name").is_none() {
            entries.retain(|e| e.key != "name");
        }
    }
    Some(merged)
}

fn link_side(
    text: &UnitText,
    item: &Item<UnitText>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<String> {
    let Some(side) = &text.side else {
        return cx.fail(
            Diagnostic::error(
                "key/missing",
                item.value.span,
                format!("unit `{}` has no side", item.id),
            )
            .expected("`side`"),
        );
    };
    // A scenario that declares no sides uses the words as they are.
    let declared = super::ids(book.text.sides.as_ref());
    if !declared.is_empty() {
        find(
            &declared,
            &side.text,
            Looked { what: "side", code: "side/unknown", span: side.span },
            cx,
        )?;
    }
    Some(side.text.clone())
}

fn vehicles(text: &UnitText, cx: &mut Reader<'_>) -> Vec<Vehicles> {
    let kinds = text.vehicles.iter().flat_map(|v| &v.items);
    let made = kinds.filter_map(|kind| {
        let (Some(class), Some(count)) = (kind.value.class, kind.value.count.clone()) else {
            let words = format!("`{}` needs `class` and `count`", kind.id);
            let finding = Diagnostic::error("key/missing", kind.span, words);
            return cx.fail(finding.expected("`{class: long, count: 8 @id}`"));
        };
        Some(Vehicles { id: kind.id.clone(), class: class.value, count })
    });
    made.collect()
}

fn readiness(text: &UnitText, cx: &mut Reader<'_>) -> Option<Readiness> {
    let steps = text.readiness.as_ref()?;
    let Some(emplacing) = steps.emplacing.clone() else {
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
    let rail = text.rail.as_ref()?;
    let (passenger, most) = (rail.passenger_wagons.as_ref()?, rail.most_wagons.as_ref()?);
    Some(Train { passenger_wagons: Num::clone(passenger), most_wagons: Num::clone(most) })
}
