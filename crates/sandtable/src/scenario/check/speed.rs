//! Times that claims state against the speed that they imply; kilometre posts against straight lines.

use crate::base::time::{SECONDS_PER_DAY, SimTime};
use crate::geo::geodesic::inverse_rounded;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{Spec, When};
use crate::scenario::quantity::Instant;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{
    Claim, Journey, Movement, PlaceId, RailMove, Scenario, Subject, UnitId, within_m,
};
use crate::scenario::text::ScenarioText;
use std::collections::BTreeSet;

/// Notes the mean speed between any two dated claims of one unit at different places.
///
/// What `within` leaves open at either end is taken off the way, so the speed is a lower bound; one of nothing or less
/// is not worth a note.
pub(super) fn check_claims(scenario: &Scenario, text: &ScenarioText, cx: &mut Reader<'_>) {
    for (at, unit) in scenario.units.iter().enumerate() {
        let id = UnitId(u32::try_from(at).expect("nodes are limited to 200,000"));
        let mut dated: Vec<_> =
            scenario.claims.iter().filter_map(|c| dated(scenario, c, id)).collect();
        dated.sort_by_key(|d| d.latest);
        for pair in dated.windows(2) {
            let [first, second] = pair else { continue };
            if first.place == second.place || second.latest <= first.latest {
                continue;
            }
            let Some(item) = text.claims.as_ref().and_then(|c| c.get(&second.claim.id)) else {
                continue;
            };
            let Some((km, way)) = way_km(scenario, id, first.place, second.place) else { continue };
            let open_km =
                (within_m(scenario, first.claim) + within_m(scenario, second.claim)) / 1e3;
            let km = km - open_km;
            if km <= 0.0 {
                continue;
            }
            let near = if open_km > 0.0 { " less what `within` leaves open" } else { "" };
            let days = second.latest.since_s(first.latest) / SECONDS_PER_DAY;
            let words = format!(
                "claims `{}` and `{}` put {km:.0} km ({way}{near}) into {days:.2} d: at least {:.0} km/d \
                 on average if `{}` left no earlier than the first",
                first.claim.id,
                second.claim.id,
                km / days,
                unit.id
            );
            let limit = fastest_km_per_day(scenario, id);
            let finding = if limit.is_some_and(|limit| km / days > limit) {
                Diagnostic::warning("claim/speed", item.span, words)
                    .hint(format!("the order's rate reaches {:.0} km/d", limit.unwrap_or(0.0)))
            } else {
                Diagnostic::note("claim/speed", item.span, words)
            };
            cx.out.push(finding);
        }
    }
}

struct Dated<'s> {
    claim: &'s Claim,
    place: PlaceId,
    latest: SimTime,
}

fn dated<'s>(scenario: &Scenario, claim: &'s Claim, unit: UnitId) -> Option<Dated<'s>> {
    let about = match &claim.subject {
        Subject::Unit(id) => *id == unit,
        // A report of any unit of a type means this one only if it means all of them.
        Subject::Any(kind) => *kind == scenario.unit(unit).kind && means_all(scenario, claim, kind),
        Subject::Place(_) | Subject::Statement => false,
    };
    if !about {
        return None;
    }
    let latest = latest(scenario, claim.by.as_ref().or(claim.on.as_ref())?)?;
    Some(Dated { claim, place: claim.place?, latest })
}

/// True if a claim about any unit of a type is about every one: there is but one, or it counts them all.
fn means_all(scenario: &Scenario, claim: &Claim, kind: &str) -> bool {
    let units = scenario.units.iter().filter(|u| u.kind == *kind).count();
    let stated = claim.count.as_ref().filter(|_| claim.of.is_none()).map(|count| {
        let param = scenario.param(count.param);
        match &param.spec {
            Spec::Number(n) if param.unit().is_none() => n.quantity.dist.support().0,
            _ => 0.0,
        }
    });
    units == 1 || stated.is_some_and(|n| n >= units as f64)
}

fn latest(scenario: &Scenario, when: &When) -> Option<SimTime> {
    let Spec::Instant(instant) = &scenario.param(when.param).spec else { return None };
    match *instant {
        Instant::At(t) | Instant::Day { end: t, .. } => Some(t),
        Instant::Uniform(_, t) | Instant::Triangular(_, _, t) | Instant::Normal(t, _) => Some(t),
        Instant::Relative { .. } | Instant::DDay { .. } => None,
    }
}

/// Kilometres between two places: by the ordered route if it joins them, else the straight line.
fn way_km(
    scenario: &Scenario,
    unit: UnitId,
    from: PlaceId,
    to: PlaceId,
) -> Option<(f64, &'static str)> {
    for movement in rail_moves(scenario, unit) {
        for journey in &movement.journeys.table {
            let starts =
                journey.load_at == from || journey.stages.first().is_some_and(|s| s.from == from);
            if starts && (journey.to == to || journey.site == to) {
                return Some((route_m(journey) / 1e3, "by the ordered route"));
            }
        }
    }
    let (a, b) = (scenario.place(from).at?, scenario.place(to).at?);
    Some((inverse_rounded(a, b).distance_m / 1e3, "straight line"))
}

fn rail_moves(scenario: &Scenario, unit: UnitId) -> impl Iterator<Item = &RailMove> {
    scenario.unit(unit).orders.iter().filter_map(|o| match &o.movement {
        Movement::Rail(m) => Some(&**m),
        Movement::Road(_) | Movement::Air(_) => None,
    })
}

fn route_m(journey: &Journey) -> f64 {
    journey.stages.iter().map(|s| s.length_m).sum()
}

/// The product of the greatest factors of the unit's rates.
fn fastest_km_per_day(scenario: &Scenario, unit: UnitId) -> Option<f64> {
    let greatest = |param| match &scenario.param(param).spec {
        Spec::Number(n) => n.quantity.to_si(n.quantity.dist.support().1),
        _ => f64::INFINITY,
    };
    let rates = rail_moves(scenario, unit).map(|m| {
        let factors = [&m.rate.unit, &m.rate.stage].into_iter().flatten();
        let factor: f64 = factors.map(|f| greatest(f.param)).product();
        greatest(m.rate.line.param) * factor * SECONDS_PER_DAY / 1e3
    });
    rates.reduce(f64::max)
}

/// Warns of neighbouring posts that are closer than the straight line between their stations.
pub(super) fn check_lines(scenario: &Scenario, text: &ScenarioText, cx: &mut Reader<'_>) {
    let journeys =
        scenario.units.iter().flat_map(|u| &u.orders).filter_map(|o| match &o.movement {
            Movement::Rail(m) => Some(&m.journeys.table),
            Movement::Road(_) | Movement::Air(_) => None,
        });
    let mut seen = BTreeSet::new();
    for stage in journeys.flatten().flat_map(|j| &j.stages) {
        if !seen.insert((stage.from, stage.to)) {
            continue;
        }
        let (from, to) = (scenario.place(stage.from), scenario.place(stage.to));
        let (Some(a), Some(b)) = (from.at, to.at) else { continue };
        let straight_m = inverse_rounded(a, b).distance_m;
        let lines = text.lines.iter().flat_map(|l| &l.items);
        let post = lines.filter_map(|l| {
            l.value.posts.get(&to.id).filter(|_| l.value.posts.get(&from.id).is_some())
        });
        let Some(post) = post.map(|p| p.span).next() else { continue };
        if stage.length_m < straight_m {
            let words = format!(
                "`{}` to `{}` is {:.0} km by posts and {:.0} km in a straight line",
                from.id,
                to.id,
                stage.length_m / 1e3,
                straight_m / 1e3
            );
            cx.out.push(
                Diagnostic::warning("line/short", post, words)
                    .hint("a kilometre of the line or a position of a station is wrong"),
            );
        }
    }
}
