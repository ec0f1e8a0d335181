//! Places: positions, the places that stand in for unknown ones, ramps.

use super::Book;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Spec;
use crate::scenario::read::{Item, Reader};
use crate::scenario::resolved::{Place, PlaceId, PlaceKind};
use crate::scenario::text::PlaceText;

pub(super) fn link_places(book: &Book<'_>, cx: &mut Reader<'_>) -> Vec<Place> {
    let items = book.text.places.iter().flat_map(|p| &p.items);
    items.map(|item| link_place(item, book, cx)).collect()
}

fn link_place(item: &Item<PlaceText>, book: &Book<'_>, cx: &mut Reader<'_>) -> Place {
    let text = &item.value;
    if let Some(ramps) = &text.ramps {
        super::only_shared(ramps, "the number of ramps", cx);
    }
    let own = text.at.as_ref().map(|w| w.param);
    let position = own.or_else(|| stand_in(text, book, cx));
    let mut at = None;
    let mut precision_m = None;
    if let Some(param) = position
        && let Spec::Position(p) = &cx.params[param.0 as usize].param.spec
    {
        at = Some((p.lat_deg, p.lon_deg));
        precision_m = p.precision_m.filter(|_| own.is_some());
    }
    Place {
        id: item.id.clone(),
        name: text.name.as_ref().map_or_else(|| item.id.clone(), |n| n.text.clone()),
        kind: text.kind.map_or(PlaceKind::Point, |k| k.value),
        position,
        at,
        near: text.near.as_ref().and_then(|n| book.places.index(&n.text)).map(PlaceId),
        near_input: text.near.as_ref().and_then(|n| n.param),
        precision_m,
        country: text.country.as_ref().map(|c| c.text.clone()),
        ramps: text.ramps.clone(),
    }
}

/// The position of the place named by `near:`.
fn stand_in(
    text: &PlaceText,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<crate::scenario::param::ParamId> {
    let near = text.near.as_ref()?;
    book.place(&near.text, near.span, cx)?;
    let other = book.text.places.as_ref()?.get(&near.text)?;
    match &other.value.at {
        Some(position) => Some(position.param),
        None if other.value.broken.contains(&"at") => None,
        None => cx.fail(
            Diagnostic::error("place/near", near.span, format!("`{}` has no position", near.text))
                .expected("a place with `at:`"),
        ),
    }
}
