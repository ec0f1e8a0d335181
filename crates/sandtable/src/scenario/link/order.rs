//! Orders: the plan's fields under the order's own, the unit's times and columns, the way by rail.

use super::route::{Way, journey};
use super::{Book, Looked, find};
use crate::scenario::compose::merge;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::Num;
use crate::scenario::quantity::Scope;
use crate::scenario::read::{Choice, Item, Read, Reader};
use crate::scenario::resolved::{
    Column, Journey, Movement, Order, Place, RailMove, Rate, RoadMove,
};
use crate::scenario::source_map::Span;
use crate::scenario::text::{By, ColumnText, OrderText, UnitText};

/// The unit to which an order belongs.
pub(super) struct Owner<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its text with its type's.
    pub text: &'t UnitText,
}

/// An order being linked: its unit, its text with the plan's, its path.
struct Draft<'t> {
    owner: &'t str,
    unit: &'t UnitText,
    text: OrderText,
    at: String,
    span: Span,
}

impl Draft<'_> {
    /// A field that this kind of order needs.
    fn need<'o, T>(&self, field: &'o Option<T>, name: &str, cx: &mut Reader<'_>) -> Option<&'o T> {
        if field.is_none() {
            let words = format!("this order needs `{name}`, and nothing gives it");
            cx.out.push(
                Diagnostic::error("order/needs", self.span, words)
                    .expected(format!("`{name}` in the order, its plan, the unit or its type")),
            );
        }
        field.as_ref()
    }

    /// A number of the unit, its type or its rate as this order uses it.
    ///
    /// `each` is drawn for each use by this order, `each-unit` once for the unit whatever the order.
    fn own<D>(&self, num: &Num<D>, field: &str, cx: &Reader<'_>) -> Num<D> {
        let scope = cx.params[num.param.0 as usize].param.scope();
        num.used_as(match scope {
            Scope::EachUnit => format!("units/{}/{field}", self.owner),
            Scope::Each | Scope::Shared => format!("{}/{field}", self.at),
        })
    }
}

pub(super) fn link_order(
    item: &Item<OrderText>,
    owner: &Owner<'_>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<Order> {
    let text = with_plan(item, owner.id, book, cx)?;
    let at = format!("units/{}/orders/{}", owner.id, item.id);
    let draft = Draft { owner: owner.id, unit: owner.text, text, at, span: item.span };
    let by = draft.need(&draft.text.by, "by", cx)?.value;
    let movement = match by {
        By::Rail => Movement::Rail(Box::new(rail(&draft, book, places, cx)?)),
        By::Road => Movement::Road(Box::new(road(&draft, book, cx)?)),
    };
    Some(Order { id: item.id.clone(), movement })
}

/// The order's mapping over that of its plan.
fn with_plan(
    item: &Item<OrderText>,
    unit: &str,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<OrderText> {
    let Some(plan) = &item.value.plan else { return Some(item.value.clone()) };
    let plans = super::ids(book.text.plans.as_ref());
    find(&plans, &plan.text, Looked { what: "plan", code: "plan/unknown", span: plan.span }, cx)?;
    let own = book.root.get("units")?.get(unit)?.get("orders")?.get(&item.id)?;
    let mut merged: Node = merge(book.root.get("plans")?.get(&plan.text)?, own);
    if let Value::Map(entries) = &mut merged.value {
        entries.retain(|e| e.key != "extends");
    }
    let before = cx.out.len();
    let text = OrderText::read(&merged, &format!("units/{unit}/orders/{}", item.id), cx);
    cx.out.truncate(before);
    text
}

fn rail(
    draft: &Draft<'_>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<RailMove> {
    let text = &draft.text;
    let load = draft.need(&text.load, "load", cx)?;
    let station = draft.need(&load.at, "load.at", cx);
    let load_at = station.and_then(|at| book.place(&at.text, at.span, cx));
    let start = draft.need(&load.start, "load.start", cx).cloned();
    let rail = draft.need(&draft.unit.rail, "rail", cx);
    let load_time = match (&load.time, rail.and_then(|r| r.load.as_ref())) {
        (Some(own), _) => Some(own.clone()),
        (None, Some(of_type)) => Some(draft.own(of_type, "rail/load", cx)),
        (None, None) => draft.need(&load.time, "load.time", cx).cloned(),
    };
    let unload_time = rail.and_then(|r| draft.need(&r.unload, "rail.unload", cx));
    if let Some(rail) = rail {
        draft.need(&rail.passenger_wagons, "rail.passenger-wagons", cx);
        draft.need(&rail.most_wagons, "rail.most-wagons", cx);
    }
    draft.need(&draft.unit.vehicles, "vehicles", cx);
    let journey = journeys(draft, book, cx);
    let rate = link_rate(draft, book, cx);
    let column = column(draft, cx);
    let load_at = load_at?;
    check_ramps(&places[load_at.0 as usize], station?.span, cx);
    Some(RailMove {
        alert: text.alert.as_ref().map(|a| draft.own(a, "alert", cx)),
        march: text.march.as_ref().map(|m| draft.own(&m.distance, "march/distance", cx)),
        load_at,
        load_start: start?,
        load_time: load_time.map(|t| draft.own(&t, "load/time", cx))?,
        extra: text.extra.clone(),
        journey: journey?,
        rate: rate?,
        unload_time: draft.own(unload_time?, "rail/unload", cx),
        column: column?,
    })
}

fn check_ramps(station: &Place, span: Span, cx: &mut Reader<'_>) {
    if station.ramps.is_none() {
        cx.out.push(
            Diagnostic::error("place/ramps", span, format!("`{}` has no `ramps`", station.id))
                .expected("a station with `ramps:`, at which trains are loaded"),
        );
    }
}

/// The journey, or one for each alternative destination.
fn journeys(draft: &Draft<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Choice<Journey>> {
    let text = &draft.text;
    if let Some(choice) = &text.destination {
        return choice.try_map(|d| {
            let more = d.via.iter().flat_map(|v| &v.items);
            let via = text.via.iter().flat_map(|v| &v.items).chain(more).cloned().collect();
            let way =
                Way { via, post: text.post.as_ref(), to: &d.to, site: &d.site, span: draft.span };
            journey(&way, draft.text.load.as_ref()?, book, cx)
        });
    }
    let to = draft.need(&text.to, "to", cx);
    let site = draft.need(&text.site, "site", cx);
    let via = draft.need(&text.via, "via", cx).map(|v| v.items.clone());
    let way = Way { via: via?, post: text.post.as_ref(), to: to?, site: site?, span: draft.span };
    journey(&way, text.load.as_ref()?, book, cx).map(Choice::One)
}

fn link_rate(draft: &Draft<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Rate> {
    let name = draft.need(&draft.text.rate, "rate", cx)?;
    let rates = super::ids(book.text.rates.as_ref());
    find(&rates, &name.text, Looked { what: "rate", code: "rate/unknown", span: name.span }, cx)?;
    let text = &book.text.rates.as_ref()?.get(&name.text)?.value;
    Some(Rate {
        id: name.text.clone(),
        line: draft.own(&text.line, "rate/line", cx),
        unit: text.unit.as_ref().map(|n| draft.own(n, "rate/unit", cx)),
        stage: text.stage.as_ref().map(|n| draft.own(n, "rate/stage", cx)),
        length: text.length.as_ref().map(|n| draft.own(n, "rate/length", cx)),
        headway: text.headway.as_ref().map(|n| draft.own(n, "rate/headway", cx)),
    })
}

fn column(draft: &Draft<'_>, cx: &mut Reader<'_>) -> Option<Column> {
    let text: &ColumnText = draft.need(&draft.unit.column, "column", cx)?;
    let rate = draft.need(&text.rate, "column.rate", cx);
    let density = draft.need(&text.density, "column.density", cx);
    let march_unit = draft.need(&text.march_unit, "column.march-unit", cx);
    let gap = draft.need(&text.gap, "column.gap", cx);
    let night = draft.need(&text.night, "column.night", cx);
    Some(Column {
        rate: draft.own(rate?, "column/rate", cx),
        density: draft.own(density?, "column/density", cx),
        march_unit: draft.own(march_unit?, "column/march-unit", cx),
        gap: draft.own(gap?, "column/gap", cx),
        night: draft.own(night?, "column/night", cx),
    })
}

fn road(draft: &Draft<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<RoadMove> {
    let text = &draft.text;
    let start = draft.need(&text.start, "start", cx).cloned();
    let to = draft.need(&text.to, "to", cx).and_then(|n| book.place(&n.text, n.span, cx));
    let distance = draft.need(&text.distance, "distance", cx).cloned();
    let column = column(draft, cx);
    draft.need(&draft.unit.vehicles, "vehicles", cx);
    draft.need(&draft.unit.start, "start.place", cx);
    Some(RoadMove {
        alert: text.alert.as_ref().map(|a| draft.own(a, "alert", cx)),
        start: start?,
        distance: draft.own(&distance?, "distance", cx),
        to: to?,
        column: column?,
        every: text.repeat.as_ref().map(|r| draft.own(&r.every, "repeat/every", cx)),
        set_up: text.set_up.is_some_and(|f| f.0),
    })
}
