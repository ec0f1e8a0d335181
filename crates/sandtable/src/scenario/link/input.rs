//! What can only be said of inputs once the scenario is known: instants that hang on others, zeros that
//! would stop a train for ever.

use crate::base::dist::Dist;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::Instant;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Column, Movement, Rate, Unit};
use crate::scenario::text::ScenarioText;

/// Refuses instants that count from something that the scenario does not have.
pub(super) fn check_instants(text: &ScenarioText, cx: &mut Reader<'_>) {
    let mut found = Vec::new();
    for input in &cx.params {
        let specs: &[Spec] = match &input.param.spec {
            Spec::Mix(mix) => &mix.values,
            other => std::slice::from_ref(other),
        };
        for spec in specs {
            let Spec::Instant(instant) = spec else { continue };
            match instant {
                Instant::Relative { id, .. } if id != "start" && id != "end" => found.push(
                    Diagnostic::error(
                        "time/relative",
                        input.span,
                        format!("nothing here is called `{id}`"),
                    )
                    .expected("`start` or `end` of the period, as in `start + 2 d`"),
                ),
                Instant::DDay { .. } if text.d_day.is_none() => found.push(
                    Diagnostic::error("time/d-day", input.span, "this scenario has no `d-day`")
                        .expected("`d-day: 2022-02-10` at the top of the scenario"),
                ),
                _ => {}
            }
        }
    }
    cx.out.append(&mut found);
}

/// Refuses speeds, densities and factors that can be zero.
pub(super) fn check_positive(units: &[Option<Unit>], cx: &mut Reader<'_>) {
    let orders = units.iter().flatten().flat_map(|u| &u.orders);
    let mut ids: Vec<ParamId> = Vec::new();
    for order in orders {
        match &order.movement {
            Movement::Rail(m) => {
                ids.extend(rate_inputs(&m.rate));
                ids.extend(column_inputs(&m.column));
            }
            Movement::Road(m) => {
                ids.extend(column_inputs(&m.column));
                ids.extend(m.every.as_ref().map(|n| n.param));
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let input = &cx.params[id.0 as usize];
        if !can_be_zero(&input.param.spec) {
            continue;
        }
        let words = format!("`{}` can be 0 here", input.param.text);
        cx.out.push(
            Diagnostic::error("number/zero", input.span, words)
                .expected("a value above 0: nothing moves at this speed, density or factor"),
        );
    }
}

fn rate_inputs(rate: &Rate) -> impl Iterator<Item = ParamId> {
    let factors = [&rate.unit, &rate.stage, &rate.length];
    std::iter::once(rate.line.param).chain(factors.into_iter().flatten().map(|n| n.param))
}

fn column_inputs(column: &Column) -> [ParamId; 4] {
    [column.rate.param, column.density.param, column.night.param, column.march_unit.param]
}

fn can_be_zero(spec: &Spec) -> bool {
    match spec {
        Spec::Number(n) => {
            let dist = &n.quantity.dist;
            // A lognormal comes near 0 and never reaches it.
            !matches!(dist, Dist::LogNormal { .. }) && n.quantity.to_si(dist.support().0) <= 0.0
        }
        Spec::Mix(mix) => mix.values.iter().any(can_be_zero),
        Spec::Instant(_) | Spec::Position(_) => false,
    }
}
