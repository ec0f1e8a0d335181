//! Road legs against how far a unit goes before it must be resupplied.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Num, Spec};
use crate::scenario::read::{Reader, dim};
use crate::scenario::resolved::{AirMove, Movement, Order, Scenario, nominal, nominal_of};
use crate::scenario::source_map::Span;
use crate::scenario::text::ScenarioText;

/// Warns of a leg that may be longer than the unit's range.
pub(super) fn check_ranges(scenario: &Scenario, cx: &mut Reader<'_>) {
    for unit in &scenario.units {
        let Some(range) = &unit.range else { continue };
        let Some((range_m, _)) = support_m(scenario, range) else { continue };
        for leg in unit.orders.iter().flat_map(legs) {
            let Some((_, leg_m)) = support_m(scenario, &leg) else { continue };
            if leg_m > range_m {
                let span = cx.params[leg.param.0 as usize].span;
                let words = format!(
                    "this leg of `{}` may take {:.0} km, its range may be {:.0} km",
                    unit.id,
                    leg_m / 1e3,
                    range_m / 1e3
                );
                cx.out.push(
                    Diagnostic::warning("leg/range", span, words)
                        .hint("the unit would have to be resupplied on the way"),
                );
            }
        }
    }
}

fn legs(order: &Order) -> Vec<Num<dim::Length>> {
    match &order.movement {
        Movement::Road(m) => vec![m.distance.clone()],
        Movement::Rail(m) => {
            let ends = m.journeys.table.iter().flat_map(|j| [&j.march, &j.road]);
            ends.flatten().cloned().collect()
        }
        Movement::Air(_) => Vec::new(),
    }
}

/// Says of flights whose legs are longer than their aircraft's range, or than that with additional tanks.
pub(super) fn check_flights(scenario: &Scenario, text: &ScenarioText, cx: &mut Reader<'_>) {
    for unit in &scenario.units {
        let Some(item) = text.units.get(&unit.id) else { continue };
        for order in &unit.orders {
            let Movement::Air(m) = &order.movement else { continue };
            if order.back_of.is_some() {
                continue; // the same legs the other way
            }
            check_flight(scenario, (&unit.id, item.span), m, cx);
        }
    }
}

fn check_flight(scenario: &Scenario, (id, span): (&str, Span), m: &AirMove, cx: &mut Reader<'_>) {
    let detour = m.detour.as_ref().map_or(1.0, |d| nominal(scenario, d.param));
    let legs = m.routes.table.iter().flat_map(|r| &r.legs);
    let longest = legs.max_by(|a, b| a.great_circle_m.total_cmp(&b.great_circle_m));
    let Some(longest) = longest else { return };
    let flown_km = longest.great_circle_m * detour / 1e3;
    let branches = |n: &Option<Num<dim::Length>>| n.as_ref().map(|n| Branches::of(scenario, n));
    let (range, ferry) = (branches(&m.flight.range), branches(&m.flight.ferry_range));
    let Some(range) = range.filter(|range| flown_km > range.least_km) else { return };
    let (from, to) = (&scenario.place(longest.from).id, &scenario.place(longest.to).id);
    let words = format!(
        "the leg `{from}` to `{to}` of `{id}` is about {flown_km:.0} km, the range {}",
        range.words
    );
    let finding = match ferry {
        Some(ferry) if flown_km <= ferry.least_km => Diagnostic::note("flight/range", span, words)
            .hint(format!("with additional tanks it is {}", ferry.words)),
        _ => Diagnostic::warning("flight/range", span, words).hint("a stop is missing on the way"),
    };
    cx.push_once(finding);
}

/// A length as written: its value, or that of each branch with its weight; never a mean over branches.
struct Branches {
    least_km: f64,
    words: String,
}

impl Branches {
    fn of(scenario: &Scenario, length: &Num<dim::Length>) -> Branches {
        let spec = &scenario.param(length.param).spec;
        let km = |spec: &Spec| nominal_of(spec) / 1e3;
        let Spec::Mix(mix) = spec else {
            return Branches { least_km: km(spec), words: format!("{:.0} km", km(spec)) };
        };
        let said = mix.weights.iter().zip(&mix.values);
        let said: Vec<_> = said.map(|(w, v)| format!("{:.0} km ({w})", km(v))).collect();
        let least_km = mix.values.iter().map(km).fold(f64::INFINITY, f64::min);
        Branches { least_km, words: said.join(" or ") }
    }
}

fn support_m(scenario: &Scenario, num: &Num<dim::Length>) -> Option<(f64, f64)> {
    match &scenario.param(num.param).spec {
        Spec::Number(n) => {
            let (low, high) = n.quantity.dist.support();
            Some((n.quantity.to_si(low), n.quantity.to_si(high)))
        }
        _ => None,
    }
}
