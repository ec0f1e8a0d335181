//! Flights: legs between landing places, with the numbers of the unit's type.

use super::Book;
use super::input::{greatest, least};
use super::order::{Draft, need_home, pick_of};
use crate::geo::geodesic::inverse_rounded;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::Num;
use crate::scenario::read::{Flag, Name, Reader, dim};
use crate::scenario::resolved::{AirLeg, AirMove, AirRoute, Flight, Place, PlaceId, Ways};
use crate::scenario::source_map::Span;

/// Most stops of a flight: they are numbered in the keys of their draws.
const MOST_STOPS: usize = 62;

pub(super) fn link_air(
    draft: &Draft<'_>,
    book: &Book<'_>,
    places: &[Place],
    cx: &mut Reader<'_>,
) -> Option<AirMove> {
    let text = &draft.text;
    let start = draft.need((&text.start, &text.broken), "start", cx).cloned();
    let to = draft.need((&text.to, &text.broken), "to", cx);
    let flight = flight(draft, cx);
    need_home(draft, cx);
    let home = draft.owner.text.start.as_ref().and_then(|s| s.place.as_ref());
    let routes = routes(draft, (home, to), (book, places), cx);
    let routes = routes?;
    check_wind(draft, text.wind.as_ref(), flight.as_ref(), cx);
    let stops = routes.table.iter().map(|r| r.legs.len() - 1).max().unwrap_or(0);
    let stop = text.stop.as_ref().map(|s| draft.own(s, "stop", cx));
    if stops > 0 && stop.is_none() {
        draft.need::<()>((&None, &text.broken), "stop", cx);
        return None;
    }
    if let (Some(after), None | Some(Flag(false))) = (&text.after_sunrise, text.daylight) {
        let span = cx.params[after.param.0 as usize].span;
        let words =
            format!("order `{}` may land at night, so nothing waits for a sunrise", draft.id);
        cx.push_once(
            Diagnostic::error("flight/daylight", span, words)
                .expected("`daylight: yes` beside `after-sunrise`"),
        );
    }
    Some(AirMove {
        alert: text.alert.as_ref().map(|a| draft.own(a, "alert", cx)),
        start: start?,
        routes,
        detour: text.detour.as_ref().map(|d| draft.own(d, "detour", cx)),
        wind: text.wind.as_ref().map(|w| draft.own(w, "wind", cx)),
        tail_wind: false,
        stop,
        daylight: text.daylight.is_some_and(|f| f.0),
        after_sunrise: text.after_sunrise.as_ref().map(|a| draft.own(a, "after-sunrise", cx)),
        flight: flight?,
        set_up: text.set_up.is_none_or(|f| f.0),
    })
}

/// Refuses a head wind in which the formation would stand still.
fn check_wind(
    draft: &Draft<'_>,
    wind: Option<&Num<dim::Speed>>,
    flight: Option<&Flight>,
    cx: &mut Reader<'_>,
) {
    let (Some(wind), Some(flight)) = (wind, flight) else { return };
    let spec = |num: &Num<dim::Speed>| &cx.params[num.param.0 as usize].param.spec;
    let strongest = greatest(spec(wind));
    if strongest < least(spec(&flight.slow)).min(least(spec(&flight.cruise))) {
        return;
    }
    let span = cx.params[wind.param.0 as usize].span;
    let words = format!(
        "the head wind may be {strongest:.0} m/s, and `{}` may fly no faster",
        draft.owner.id
    );
    cx.push_once(
        Diagnostic::error("flight/wind", span, words)
            .expected("always less than `flight.slow` and `flight.cruise`"),
    );
}

fn flight(draft: &Draft<'_>, cx: &mut Reader<'_>) -> Option<Flight> {
    let unit = draft.unit;
    let aircraft = draft.need_of_unit((&unit.aircraft, &unit.broken), "aircraft", cx);
    let text = draft.need_of_unit((&unit.flight, &unit.broken), "flight", cx)?;
    let broken = text.broken.as_slice();
    let cruise = draft.need_of_unit((&text.cruise, broken), "flight.cruise", cx);
    let height = draft.need_of_unit((&text.height, broken), "flight.height", cx);
    let climb = draft.need_of_unit((&text.climb, broken), "flight.climb", cx);
    let descent = draft.need_of_unit((&text.descent, broken), "flight.descent", cx);
    let slow = draft.need_of_unit((&text.slow, broken), "flight.slow", cx);
    Some(Flight {
        cruise: draft.own(cruise?, "flight/cruise", cx),
        height: draft.own(height?, "flight/height", cx),
        climb: draft.own(climb?, "flight/climb", cx),
        descent: draft.own(descent?, "flight/descent", cx),
        slow: draft.own(slow?, "flight/slow", cx),
        spacing: text.spacing.as_ref().map(|s| draft.own(s, "flight/spacing", cx)),
        range: text.range.clone(),
        ferry_range: text.ferry_range.clone(),
        aircraft: draft.own(aircraft?, "aircraft", cx),
    })
}

fn routes(
    draft: &Draft<'_>,
    (home, to): (Option<&Name>, Option<&Name>),
    (book, places): (&Book<'_>, &[Place]),
    cx: &mut Reader<'_>,
) -> Option<Ways<AirRoute>> {
    let text = &draft.text;
    let none = Vec::new();
    let stops: Vec<&[Name]> = match &text.route {
        None if text.broken.contains(&"route") => return None,
        None => vec![&none],
        Some(choice) => choice
            .branches()
            .iter()
            .map(|r| r.stops.as_ref().map_or(&none[..], |s| &s.items))
            .collect(),
    };
    let mut table = Vec::new();
    for stops in stops {
        if stops.len() > MOST_STOPS {
            let words = format!("a flight with {} stops", stops.len());
            let finding = Diagnostic::error("route/long", draft.span, words);
            cx.out.push(finding.expected(format!("at most {MOST_STOPS} stops")));
            continue;
        }
        let names: Vec<_> = home.into_iter().chain(stops).chain(to).collect();
        table.push(legs(&names, (book, places), cx));
    }
    let picks = text.route.as_ref().and_then(pick_of).into_iter().collect();
    let table = table.into_iter().collect::<Option<Vec<_>>>()?;
    (home.is_some() && to.is_some()).then_some(Ways { picks, table })
}

/// The legs between places in order.
fn legs(
    names: &[&Name],
    (book, places): (&Book<'_>, &[Place]),
    cx: &mut Reader<'_>,
) -> Option<AirRoute> {
    let found: Vec<_> = names
        .iter()
        .map(|name| {
            let id = book.place(&name.text, name.span, cx)?;
            Some((id, position(id, name.span, places, cx)?, name.span))
        })
        .collect();
    let found = found.into_iter().collect::<Option<Vec<_>>>()?;
    let mut legs = Vec::new();
    for pair in found.windows(2) {
        let [(from, a, _), (to, b, span)] = pair else { continue };
        if from == to {
            let words = format!("a leg from `{0}` to `{0}`", places[to.0 as usize].id);
            let finding = Diagnostic::error("route/empty", *span, words);
            return cx.fail(finding.expected("a landing place away from the one before"));
        }
        let great_circle_m = inverse_rounded(*a, *b).distance_m;
        legs.push(AirLeg { from: *from, to: *to, great_circle_m });
    }
    Some(AirRoute { legs })
}

fn position(id: PlaceId, span: Span, places: &[Place], cx: &mut Reader<'_>) -> Option<(f64, f64)> {
    let place = &places[id.0 as usize];
    if place.at.is_some() || place.position.is_some() {
        return place.at;
    }
    let words = format!("`{}` has no position, and a flight lands there", place.id);
    if !cx.said.insert(format!("places/{}/at", place.id)) {
        return None;
    }
    cx.fail(
        Diagnostic::error("place/position", span, words).expected("a place with `at:` or `near:`"),
    )
}

/// The same choice with every route flown the other way.
pub(super) fn reversed(routes: &Ways<AirRoute>) -> Ways<AirRoute> {
    let turned = |route: &AirRoute| AirRoute {
        legs: route
            .legs
            .iter()
            .rev()
            .map(|leg| AirLeg { from: leg.to, to: leg.from, great_circle_m: leg.great_circle_m })
            .collect(),
    };
    Ways { picks: routes.picks.clone(), table: routes.table.iter().map(turned).collect() }
}
