//! Instants against the period of the scenario, and repetitions that never end.

use super::input::least;
use crate::base::time::{SECONDS_PER_DAY, SimTime};
use crate::model::mover::march::MOST_ROUNDS;
use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::param::{ParamId, Spec, When};
use crate::scenario::quantity::Instant;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Inject, Trigger, Unit};
use crate::scenario::text::ScenarioText;

/// A repetition faster than this is a slip (s).
const LEAST_EVERY_S: f64 = 60.0;
/// Standard deviations beyond which a normal instant is taken not to fall.
const NORMAL_REACH: f64 = 8.0;

/// Refuses what begins before the period; warns of what comes only after it.
///
/// The engine would move the first to the start of the period, and never come to the second.
pub(super) fn check_period(
    units: &[Option<Unit>],
    injects: &[Inject],
    period: (SimTime, SimTime, Option<SimTime>),
    cx: &mut Reader<'_>,
) {
    if period.1 <= period.0 {
        return; // reported: nothing lies inside it
    }
    let orders = units.iter().flatten().flat_map(|u| &u.orders);
    let starts = orders.map(|o| (o.start(), "this order begins"));
    let injects = injects.iter().filter_map(|i| match &i.trigger {
        Trigger::At(when) => Some((when, "this happens")),
        Trigger::After(_) => None,
    });
    let all: Vec<(&When, &str)> = starts.chain(injects).collect();
    let mut done: Vec<ParamId> = Vec::new();
    for (when, what) in all {
        if done.contains(&when.param) {
            continue;
        }
        done.push(when.param);
        let input = &cx.params[when.param.0 as usize];
        let Some((first, last)) = reach(&input.param.spec, period) else { continue };
        let (start, end, _) = period;
        let finding = if last < start {
            Diagnostic::error(
                "time/period",
                input.span,
                format!("{what} before the period, which starts at {start}"),
            )
            .expected(format!("an instant from {start} to {end}"))
        } else if first > end {
            Diagnostic::warning(
                "time/period",
                input.span,
                format!("{what} after the period, which ends at {end}: never in this scenario"),
            )
        } else {
            continue;
        };
        cx.out.push(finding);
    }
}

/// Earliest and latest instant of what is written.
fn reach(spec: &Spec, period: (SimTime, SimTime, Option<SimTime>)) -> Option<(SimTime, SimTime)> {
    let (start, end, d_day) = period;
    let instant = match spec {
        Spec::Instant(instant) => instant,
        Spec::Mix(mix) => {
            let all: Vec<_> = mix.values.iter().map(|v| reach(v, period)).collect::<Option<_>>()?;
            let first = all.iter().map(|r| r.0).min()?;
            return Some((first, all.iter().map(|r| r.1).max()?));
        }
        Spec::Number(_) | Spec::Position(_) | Spec::Name(_) => return None,
    };
    Some(match instant {
        Instant::At(t) => (*t, *t),
        Instant::Day { start, end } => (*start, *end),
        Instant::Uniform(a, b) | Instant::Triangular(a, _, b) => (*a, *b),
        Instant::Normal(mean, sd) => {
            (mean.plus_s(-NORMAL_REACH * sd), mean.plus_s(NORMAL_REACH * sd))
        }
        Instant::Relative { id, .. } if id != "end" && id != "start" => return None,
        Instant::Relative { id, offset_s } => {
            let at = if id == "end" { end } else { start }.plus_s(*offset_s);
            (at, at)
        }
        Instant::DDay { days, .. } => {
            // The clock moves it within the day.
            let day = d_day?.plus_s(f64::from(*days) * SECONDS_PER_DAY);
            (day.plus_s(-SECONDS_PER_DAY), day.plus_s(SECONDS_PER_DAY))
        }
    })
}

/// Refuses marches that repeat so fast that a run would not come to its end.
pub(super) fn check_repeats(
    text: &ScenarioText,
    (start, end): (SimTime, SimTime),
    cx: &mut Reader<'_>,
) {
    let least_s = LEAST_EVERY_S.max(end.since_s(start) / f64::from(MOST_ROUNDS));
    let of_units = text.units.items.iter().flat_map(|u| &u.value.orders).flat_map(|o| &o.items);
    let orders = of_units.chain(text.plans.iter().flat_map(|p| &p.items));
    let mut ids: Vec<ParamId> =
        orders.filter_map(|o| Some(o.value.repeat.as_ref()?.every.param)).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let input = &cx.params[id.0 as usize];
        if least(&input.param.spec) >= least_s {
            continue;
        }
        let words = format!("`{}` may repeat this march without end", input.param.text);
        let minutes = (least_s / 60.0).ceil();
        cx.out.push(
            Diagnostic::error("repeat/short", input.span, words)
                .expected(format!("always at least {minutes} min from one start to the next")),
        );
    }
}
