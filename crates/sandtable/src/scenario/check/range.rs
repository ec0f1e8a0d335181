//! Road legs against how far a unit goes before it must be resupplied.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Num, Spec};
use crate::scenario::read::{Reader, dim};
use crate::scenario::resolved::{Movement, Order, Scenario};

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
            let roads = m.journey.branches().iter().map(|j| j.road.clone());
            m.march.iter().cloned().chain(roads).collect()
        }
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
