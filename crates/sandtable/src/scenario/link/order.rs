//! Orders: the plan's fields under the order's own, the unit's times and columns, the way by rail.

use super::air;
use super::route::{Way, journey};
use super::{Book, Looked, find};
use crate::scenario::compose::merge_reporting;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::node::{Node, Value};
use crate::scenario::param::Num;
use crate::scenario::quantity::Scope;
use crate::scenario::read::{Choice, Item, Name, Read, Reader, dim};
use crate::scenario::resolved::{
    Column, Journey, Movement, Order, Pick, Place, RailMove, Rate, RoadMove, Ways,
};
use crate::scenario::source_map::Span;
use crate::scenario::text::{
    BodyText, By, ColumnText, DestinationText, LoadText, OrderText, RailText, UnitText,
};

/// The unit to which an order belongs.
pub(super) struct Owner<'t> {
    /// Its id.
    pub id: &'t str,
    /// Its type's id.
    pub kind: &'t str,
    /// Its text with its type's.
    pub text: &'t UnitText,
}

/// An order being linked: its unit, its text with the plan's, its path.
pub(super) struct Draft<'t> {
    pub owner: &'t Owner<'t>,
    pub unit: &'t BodyText,
    pub text: OrderText,
    pub id: &'t str,
    pub at: String,
    pub span: Span,
}

impl Draft<'_> {
    /// A field that this kind of order needs; `broken` are the keys beside it that were refused.
    pub fn need<'o, T>(
        &self,
        (field, broken): (&'o Option<T>, &[&'static str]),
        name: &str,
        cx: &mut Reader<'_>,
    ) -> Option<&'o T> {
        // What a plan lacks is one mistake, however many orders follow it.
        let (place, expected) = match &self.text.plan {
            Some(plan) => {
                (plan.text.clone(), format!("`{name}` in the order or in `{}`", plan.text))
            }
            None => (format!("{:?}", self.span), format!("`{name}` in the order, or a `plan:`")),
        };
        if field.is_none()
            && !is_broken(broken, name)
            && cx.said.insert(format!("plans/{place}/{name}"))
        {
            let words = format!("order `{}` of `{}` needs `{name}`", self.id, self.owner.id);
            cx.out.push(Diagnostic::error("order/needs", self.span, words).expected(expected));
        }
        field.as_ref()
    }

    /// A field of the unit or its type that this kind of order needs; what a type lacks is said once.
    pub fn need_of_unit<'o, T>(
        &self,
        (field, broken): (&'o Option<T>, &[&'static str]),
        name: &str,
        cx: &mut Reader<'_>,
    ) -> Option<&'o T> {
        let kind = self.owner.kind;
        if field.is_none()
            && !is_broken(broken, name)
            && cx.said.insert(format!("types/{kind}/{name}"))
        {
            let words = format!("order `{}` of `{}` needs `{name}`", self.id, self.owner.id);
            cx.out.push(
                Diagnostic::error("order/needs", self.span, words)
                    .expected(format!("`{name}` in the type `{kind}` or in the unit")),
            );
        }
        field.as_ref()
    }

    /// A number of the unit, its type or its rate as this order uses it.
    ///
    /// `each` is drawn for each use by this order, `each-unit` once for the unit whatever the order.
    pub fn own<D>(&self, num: &Num<D>, field: &str, cx: &Reader<'_>) -> Num<D> {
        let scope = cx.params[num.param.0 as usize].param.scope;
        num.used_as(match scope {
            Scope::EachUnit => format!("units/{}/{field}", self.owner.id),
            Scope::Each | Scope::Shared => format!("{}/{field}", self.at),
        })
    }
}

/// Whether the last step of a dotted name is among keys that could not be read.
fn is_broken(broken: &[&'static str], name: &str) -> bool {
    let key = name.rsplit('.').next().unwrap_or(name);
    broken.contains(&key)
}

/// All orders of a unit, in order of id; ways back last, because they need the way there.
pub(super) fn link_orders(
    owner: &Owner<'_>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Vec<Order> {
    let items: Vec<_> = owner.text.orders.iter().flat_map(|o| &o.items).collect();
    let drafts: Vec<_> = items.iter().map(|item| draft(item, owner, book, cx)).collect();
    let mut linked: Vec<Option<Order>> = Vec::new();
    for draft in &drafts {
        linked.push(draft.as_ref().and_then(|d| link_order(d, book, places, cx)));
    }
    for (at, draft) in drafts.iter().enumerate() {
        let Some(draft) = draft else { continue };
        if draft.text.by.is_some_and(|by| by.value == By::Return) {
            linked[at] = super::back::link_back(draft, &linked, (book, places), cx);
        }
    }
    // An order that could not be linked has said why: the scenario is refused, and numbers may shift.
    linked.into_iter().flatten().collect()
}

fn draft<'t>(
    item: &'t Item<OrderText>,
    owner: &'t Owner<'t>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<Draft<'t>> {
    let text = with_plan(item, owner.id, book, cx)?;
    let at = format!("units/{}/orders/{}", owner.id, item.id);
    Some(Draft { owner, unit: &owner.text.body, text, id: &item.id, at, span: item.span })
}

fn link_order(
    draft: &Draft<'_>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<Order> {
    let by = draft.need((&draft.text.by, &draft.text.broken), "by", cx)?.value;
    let movement = match by {
        By::Rail => Movement::Rail(Box::new(rail(draft, book, places, cx)?)),
        By::Road => Movement::Road(Box::new(road(draft, book, cx)?)),
        By::Air => Movement::Air(Box::new(air::link_air(draft, book, places, cx)?)),
        By::Return => return None,
    };
    Some(Order { id: draft.id.to_owned(), movement, back_of: None })
}

/// The order's mapping over that of its plan.
fn with_plan(
    item: &Item<OrderText>,
    unit: &str,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<OrderText> {
    let Some(plan) = &item.value.plan else {
        let is_broken = item.value.broken.contains(&"plan");
        return (!is_broken).then(|| item.value.clone());
    };
    let looked = Looked { what: "plan", code: "plan/unknown", span: plan.span };
    find(&book.plans, &plan.text, looked, cx)?;
    let own = book.root.get("units")?.get(unit)?.get("orders")?.get(&item.id)?;
    let plan = book.root.get("plans")?.get(&plan.text)?;
    let mut merged: Node = merge_reporting(plan, own, &mut cx.out);
    if let Value::Map(entries) = &mut merged.value {
        entries.retain(|e| e.key != "extends");
    }
    // Both parts were read with the document. What a part alone lacks is asked for below, when the
    // whole is known, so nothing is lost here.
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
    // Each part is looked at before any is given up, so that all mistakes are found in one run.
    let load = draft.need((&text.load, &text.broken), "load", cx);
    let station = load.and_then(|l| draft.need((&l.at, &l.broken), "load.at", cx));
    for at in station.iter().flat_map(|s| s.branches()) {
        if let Some(id) = book.place(&at.text, at.span, cx) {
            check_ramps(&places[id.0 as usize], (at.span, book), cx);
        }
    }
    let start = load.and_then(|l| draft.need((&l.start, &l.broken), "load.start", cx));
    let rail = draft.need_of_unit((&draft.unit.rail, &draft.unit.broken), "rail", cx);
    let load_time = load.and_then(|l| load_time(draft, l, rail, cx));
    let unload_time =
        rail.and_then(|r| draft.need_of_unit((&r.unload, &r.broken), "rail.unload", cx));
    if let Some(rail) = rail {
        let passenger = (&rail.passenger_wagons, rail.broken.as_slice());
        draft.need_of_unit(passenger, "rail.passenger-wagons", cx);
        draft.need_of_unit((&rail.most_wagons, &rail.broken), "rail.most-wagons", cx);
    }
    draft.need_of_unit((&draft.unit.vehicles, &draft.unit.broken), "vehicles", cx);
    let journeys = journeys(draft, book, cx);
    let rate = link_rate(draft, book, cx);
    let column = column(draft, cx);
    let march = text.march.as_ref().map(|m| draft.own(&m.distance, "march/distance", cx));
    let extra = text.extra.as_ref().map(|e| draft.own(e, "extra", cx));
    let mut journeys = journeys?;
    for journey in &mut journeys.table {
        journey.march.clone_from(&march);
        journey.extra.clone_from(&extra);
        journey.road = journey.road.as_ref().map(|road| draft.own(road, "access", cx));
    }
    Some(RailMove {
        alert: text.alert.as_ref().map(|a| draft.own(a, "alert", cx)),
        load_start: start?.clone(),
        load_time: load_time.map(|t| draft.own(&t, "load/time", cx))?,
        journeys,
        rate: rate?,
        unload_time: draft.own(unload_time?, "rail/unload", cx),
        column: column?,
        set_up: text.set_up.is_none_or(|f| f.0),
    })
}

/// The order's own time to load a train, else the type's.
fn load_time(
    draft: &Draft<'_>,
    load: &LoadText,
    rail: Option<&RailText>,
    cx: &mut Reader<'_>,
) -> Option<Num<dim::Time>> {
    if let Some(own) = &load.time {
        return Some(own.clone());
    }
    if is_broken(&load.broken, "time") {
        return None;
    }
    let of_type = rail.and_then(|r| draft.need_of_unit((&r.load, &r.broken), "rail.load", cx));
    of_type.map(|time| draft.own(time, "rail/load", cx))
}

fn check_ramps(station: &Place, (span, book): (Span, &Book<'_>), cx: &mut Reader<'_>) {
    let text = book.text.places.as_ref().and_then(|p| p.get(&station.id));
    let is_broken = text.is_some_and(|t| t.value.broken.contains(&"ramps"));
    if station.ramps.is_none() && !is_broken {
        cx.out.push(
            Diagnostic::error("place/ramps", span, format!("`{}` has no `ramps`", station.id))
                .expected("a station with `ramps:`, at which trains are loaded"),
        );
    }
}

/// The journeys: one for each loading station and destination that can be drawn.
fn journeys(draft: &Draft<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Ways<Journey>> {
    let text = &draft.text;
    let stations = text.load.as_ref().and_then(|l| l.at.as_ref());
    let goals = destinations(draft, book, cx)?;
    let Some(stations) = stations else {
        // Without a loading station there is no way, but its end may be wrong too.
        for goal in goals.branches() {
            journey(&goal.way(None, text.post.as_ref(), draft.span), book, cx);
        }
        return None;
    };
    let mut table = Vec::new();
    for station in stations.branches() {
        for goal in goals.branches() {
            let post = text.post.as_ref().or(Some(station));
            table.push(journey(&goal.way(Some(station), post, draft.span), book, cx));
        }
    }
    let picks = [pick_of(stations), pick_of(&goals)].into_iter().flatten().collect();
    Some(Ways { picks, table: table.into_iter().collect::<Option<_>>()? })
}

/// The mixture behind a choice, if it is one.
pub(super) fn pick_of<T>(choice: &Choice<T>) -> Option<Pick> {
    match choice {
        Choice::One(_) => None,
        Choice::Mix { param, field, branches } => {
            let branches = u32::try_from(branches.len()).expect("a mixture has few branches");
            Some(Pick { param: *param, field: field.clone(), branches })
        }
    }
}

/// Where a journey leads, as written.
struct Goal<'t> {
    via: Vec<Name>,
    to: Option<&'t Name>,
    site: Option<&'t Name>,
}

impl<'t> Goal<'t> {
    fn way(&self, load_at: Option<&'t Name>, from: Option<&'t Name>, span: Span) -> Way<'t> {
        Way { via: self.via.clone(), load_at, from, to: self.to, site: self.site, span }
    }
}

/// The destination, or one for each alternative.
fn destinations<'t>(
    draft: &'t Draft<'_>,
    book: &Book<'_>,
    cx: &mut Reader<'_>,
) -> Option<Choice<Goal<'t>>> {
    let text = &draft.text;
    if let Some(choice) = &text.destination {
        let made = |d: &'t DestinationText, cx: &mut Reader<'_>| {
            let to = draft.need((&d.to, &d.broken), "destination.to", cx);
            let site = draft.need((&d.site, &d.broken), "destination.site", cx);
            let more = d.via.iter().flat_map(|v| &v.items);
            let via = text.via.iter().flat_map(|v| &v.items).chain(more).cloned().collect();
            Goal { via, to, site }
        };
        return Some(match choice {
            Choice::One(one) => Choice::One(made(one, cx)),
            Choice::Mix { param, field, branches } => {
                let branches = branches.iter().map(|d| made(d, cx)).collect();
                Choice::Mix { param: *param, field: field.clone(), branches }
            }
        });
    }
    if text.broken.contains(&"destination") {
        return None;
    }
    let to = draft.need((&text.to, &text.broken), "to", cx);
    let site = draft.need((&text.site, &text.broken), "site", cx);
    let via = draft.need((&text.via, &text.broken), "via", cx).map(|v| v.items.clone());
    let Some(via) = via else {
        // Without lines there is no way, but its ends may be wrong too.
        for name in [to, site].into_iter().flatten() {
            book.place(&name.text, name.span, cx);
        }
        return None;
    };
    Some(Choice::One(Goal { via, to, site }))
}

fn link_rate(draft: &Draft<'_>, book: &Book<'_>, cx: &mut Reader<'_>) -> Option<Rate> {
    let name = draft.need((&draft.text.rate, &draft.text.broken), "rate", cx)?;
    let looked = Looked { what: "rate", code: "rate/unknown", span: name.span };
    find(&book.rates, &name.text, looked, cx)?;
    let text = &book.text.rates.as_ref()?.get(&name.text)?.value;
    // The rate's id is part of the key: two rates of one unit do not share their luck.
    let field = |leaf: &str| format!("rates/{}/{leaf}", name.text);
    let factor = |num: &Option<Num<dim::Ratio>>, leaf: &str| {
        num.as_ref().map(|n| draft.own(n, &field(leaf), cx))
    };
    Some(Rate {
        id: name.text.clone(),
        line: draft.own(&text.line, &field("line"), cx),
        unit: factor(&text.unit, "unit"),
        stage: factor(&text.stage, "stage"),
        length: factor(&text.length, "length"),
        headway: text.headway.as_ref().map(|n| draft.own(n, &field("headway"), cx)),
    })
}

fn column(draft: &Draft<'_>, cx: &mut Reader<'_>) -> Option<Column> {
    let unit = draft.unit;
    let text: &ColumnText = draft.need_of_unit((&unit.column, &unit.broken), "column", cx)?;
    let broken = text.broken.as_slice();
    let rate = draft.need_of_unit((&text.rate, broken), "column.rate", cx);
    let density = draft.need_of_unit((&text.density, broken), "column.density", cx);
    let march_unit = draft.need_of_unit((&text.march_unit, broken), "column.march-unit", cx);
    let gap = draft.need_of_unit((&text.gap, broken), "column.gap", cx);
    let night = draft.need_of_unit((&text.night, broken), "column.night", cx);
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
    let start = draft.need((&text.start, &text.broken), "start", cx).cloned();
    let to = draft.need((&text.to, &text.broken), "to", cx);
    let to = to.and_then(|n| book.place(&n.text, n.span, cx));
    let distance = draft.need((&text.distance, &text.broken), "distance", cx).cloned();
    let column = column(draft, cx);
    draft.need_of_unit((&draft.unit.vehicles, &draft.unit.broken), "vehicles", cx);
    need_home(draft, cx);
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

/// A march by road or a flight begins where its unit is.
pub(super) fn need_home(draft: &Draft<'_>, cx: &mut Reader<'_>) {
    let unit = draft.owner.text;
    let (is_given, is_broken) = match &unit.start {
        Some(start) => (start.place.is_some(), start.broken.contains(&"place")),
        None => (false, unit.broken.contains(&"start")),
    };
    if is_given || is_broken || !cx.said.insert(format!("units/{}/start/place", draft.owner.id)) {
        return;
    }
    let words = format!("order `{}` of `{}` needs `start.place`", draft.id, draft.owner.id);
    cx.out.push(
        Diagnostic::error("order/needs", draft.span, words)
            .expected("`start: {place: ...}` in the unit: where the march begins"),
    );
}
