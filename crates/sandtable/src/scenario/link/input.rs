//! What can only be said of inputs once the scenario is known: instants that hang on others, zeros that
//! would stop a train for ever.

use crate::base::dist::Dist;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::{Dimension, Instant};
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Column, Movement, Place, Rate, Unit};
use crate::scenario::suggest::nearest;
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
                Instant::Relative { id, .. } if id != "start" && id != "end" => {
                    let words = format!("no instant is called `{id}`");
                    let finding = Diagnostic::error("time/relative", input.span, words)
                        .expected("`start` or `end` of the period, as in `start + 2 d`");
                    found.push(match nearest(id, ["start", "end"]) {
                        Some(near) => finding.hint(format!("did you mean `{near}`?")),
                        None => finding,
                    });
                }
                Instant::DDay { .. } if text.d_day.is_none() && !text.broken.contains(&"d-day") => {
                    found.push(
                        Diagnostic::error("time/d-day", input.span, "this scenario has no `d-day`")
                            .expected("`d-day: 2022-02-10` at the top of the scenario"),
                    )
                }
                _ => {}
            }
        }
    }
    cx.out.append(&mut found);
}

/// Refuses speeds, densities, factors and ramps that can be zero.
pub(super) fn check_positive(units: &[Option<Unit>], places: &[Place], cx: &mut Reader<'_>) {
    let orders = units.iter().flatten().flat_map(|u| &u.orders);
    let mut ids: Vec<ParamId> =
        places.iter().filter_map(|p| Some(p.ramps.as_ref()?.param)).collect();
    for order in orders {
        match &order.movement {
            Movement::Rail(m) => {
                ids.extend(rate_inputs(&m.rate));
                ids.extend(column_inputs(&m.column));
            }
            Movement::Road(m) => {
                ids.extend(column_inputs(&m.column));
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
                .expected("a value above 0: with 0 nothing would ever move on"),
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
            let low = n.quantity.to_si(dist.support().0);
            // A lognormal comes near 0 and never reaches it, but a count is rounded.
            let rounded = n.dimension == Dimension::Count && least(spec) < 0.5;
            rounded || (!matches!(dist, Dist::LogNormal { .. }) && low <= 0.0)
        }
        Spec::Mix(mix) => mix.values.iter().any(can_be_zero),
        Spec::Instant(_) | Spec::Position(_) => false,
    }
}

/// Share of draws that are left aside where a spread has no end of its own.
const SELDOM: f64 = 1e-6;

/// The least value in SI that is drawn, but for one draw in a million.
pub(super) fn least(spec: &Spec) -> f64 {
    at_share(spec, SELDOM, f64::INFINITY, f64::min)
}

/// The greatest value in SI that is drawn, but for one draw in a million.
pub(super) fn greatest(spec: &Spec) -> f64 {
    at_share(spec, 1.0 - SELDOM, f64::NEG_INFINITY, f64::max)
}

fn at_share(spec: &Spec, share: f64, none: f64, worst: fn(f64, f64) -> f64) -> f64 {
    match spec {
        Spec::Number(n) => {
            let dist = &n.quantity.dist;
            let written = match dist {
                Dist::LogNormal { .. } | Dist::Normal { .. } => dist.quantile(share),
                _ if share < 0.5 => dist.support().0,
                _ => dist.support().1,
            };
            n.quantity.to_si(written)
        }
        Spec::Mix(mix) => {
            let all = mix.values.iter().map(|v| at_share(v, share, none, worst));
            all.fold(none, worst)
        }
        Spec::Instant(_) | Spec::Position(_) => none,
    }
}
