//! What can only be said of inputs once the scenario is known: instants that hang on others, zeros that
//! would stop a train for ever.

use crate::base::dist::Dist;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{ParamId, Spec};
use crate::scenario::quantity::{Dimension, Instant, Scope};
use crate::scenario::read::Reader;
use crate::scenario::suggest::nearest;
use crate::scenario::text::{ColumnText, FlightText, RateText, ScenarioText, SensorText};

/// Refuses instants that count from something that the scenario does not have.
pub(super) fn check_instants(text: &ScenarioText, cx: &mut Reader<'_>) {
    let mut found = Vec::new();
    let phases = text.phases.iter().flat_map(|p| p.names());
    let known: Vec<&str> = ["start", "end"].into_iter().chain(phases).collect();
    let lucky = starts(text);
    for (at, input) in cx.params.iter().enumerate() {
        let instant = matches!(input.param.spec, Spec::Instant(_));
        if instant && input.param.scope != Scope::Shared && !lucky.contains(&at) {
            let words = "this instant is one value in a replication, and a scope word stands here";
            found.push(
                Diagnostic::error("scope/shared", input.span, words)
                    .hint("leave it out: only the start of an order can be `each`"),
            );
        }
        let specs: &[Spec] = match &input.param.spec {
            Spec::Mix(mix) => &mix.values,
            other => std::slice::from_ref(other),
        };
        for spec in specs {
            let Spec::Instant(instant) = spec else { continue };
            match instant {
                Instant::Relative { id, .. } if !known.contains(&id.as_str()) => {
                    if text.phases.as_ref().is_some_and(|p| p.broken.contains(id))
                        || text.broken.contains(&"phases")
                    {
                        continue;
                    }
                    let words = format!("no instant is called `{id}`");
                    let finding = Diagnostic::error("time/relative", input.span, words).expected(
                        "`start` or `end` of the period, or a phase, as in `start + 2 d`",
                    );
                    found.push(match nearest(id, known.iter().copied()) {
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

/// Numbers of the inputs at which orders begin: each unit may have its own luck there.
fn starts(text: &ScenarioText) -> Vec<usize> {
    let of_units = text.units.items.iter().flat_map(|u| &u.value.orders).flat_map(|o| &o.items);
    let orders = of_units.chain(text.plans.iter().flat_map(|p| &p.items));
    let whens = orders.flat_map(|o| {
        let load = o.value.load.as_ref().and_then(|l| l.start.as_ref());
        o.value.start.iter().chain(load)
    });
    whens.map(|w| w.param.0 as usize).collect()
}

/// Refuses speeds, densities, factors and ramps that can be zero, whether an order uses them or not.
pub(super) fn check_positive(text: &ScenarioText, cx: &mut Reader<'_>) {
    let mut ids: Vec<ParamId> = Vec::new();
    for rate in text.rates.iter().flat_map(|r| &r.items) {
        ids.extend(rate_inputs(&rate.value));
    }
    let of_types =
        text.types.iter().flat_map(|t| &t.items).filter_map(|t| t.value.body.column.as_ref());
    let of_units = text.units.items.iter().filter_map(|u| u.value.body.column.as_ref());
    ids.extend(of_types.chain(of_units).flat_map(column_inputs));
    let bodies = text.types.iter().flat_map(|t| &t.items).map(|t| &t.value.body);
    let bodies: Vec<_> = bodies.chain(text.units.items.iter().map(|u| &u.value.body)).collect();
    let sensors = bodies.iter().flat_map(|b| &b.sensors).flat_map(|s| &s.items);
    ids.extend(sensors.flat_map(|s| sensor_inputs(&s.value)));
    ids.extend(bodies.into_iter().filter_map(|b| b.flight.as_ref()).flat_map(flight_inputs));
    let places = text.places.iter().flat_map(|p| &p.items);
    ids.extend(places.filter_map(|p| Some(p.value.ramps.as_ref()?.param)));
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

fn rate_inputs(rate: &RateText) -> impl Iterator<Item = ParamId> {
    let factors = [&rate.unit, &rate.stage, &rate.length];
    std::iter::once(rate.line.param).chain(factors.into_iter().flatten().map(|n| n.param))
}

fn sensor_inputs(sensor: &SensorText) -> impl Iterator<Item = ParamId> {
    let of = [
        sensor.scan.as_ref().map(|n| n.param),
        sensor.beam.as_ref().map(|n| n.param),
        sensor.cell.as_ref().map(|n| n.param),
        sensor.range.as_ref().map(|n| n.param),
        sensor.against.as_ref().map(|n| n.param),
        sensor.pulses.as_ref().map(|n| n.param),
    ];
    of.into_iter().flatten()
}

fn flight_inputs(flight: &FlightText) -> impl Iterator<Item = ParamId> {
    let of = [
        flight.cruise.as_ref().map(|n| n.param),
        flight.climb.as_ref().map(|n| n.param),
        flight.descent.as_ref().map(|n| n.param),
        flight.slow.as_ref().map(|n| n.param),
        flight.height.as_ref().map(|n| n.param),
    ];
    of.into_iter().flatten()
}

fn column_inputs(column: &ColumnText) -> impl Iterator<Item = ParamId> {
    let of = [
        column.rate.as_ref().map(|n| n.param),
        column.density.as_ref().map(|n| n.param),
        column.night.as_ref().map(|n| n.param),
        column.march_unit.as_ref().map(|n| n.param),
    ];
    of.into_iter().flatten()
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
        Spec::Instant(_) | Spec::Position(_) | Spec::Name(_) => false,
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
        Spec::Instant(_) | Spec::Position(_) | Spec::Name(_) => none,
    }
}
