//! `sandtable when UNIT present|ready|duty`: the first question in one sentence.

use super::{named, print_changes, shares_json, shares_line};
use crate::args::WhenArgs;
use crate::exit::Failure;
use crate::input;
use crate::output::{json, line, progress};
use sandtable::analysis::{DateSummary, DatedState, acting_shares, summarise};
use sandtable::base::time::SimTime;
use sandtable::scenario::Scenario;
use sandtable::scenario::suggest::nearest;
use sandtable::study::{Plan, replicate};
use serde_json::json;

/// Answers when.
pub fn when(args: &WhenArgs) -> Result<(), Failure> {
    let (scenario, _) = input::scenario(&args.scenario)?;
    let Some(unit) = scenario.unit_named(&args.unit) else {
        return Err(unknown_unit(&scenario, &args.unit));
    };
    let seed = args.draw.seed.unwrap_or(scenario.seed);
    let bar = progress(u64::from(args.n), "replications");
    let plan = Plan { seed, indices: 0..args.n, threads: args.draw.threads() };
    let all = replicate(&scenario, &plan, &|| bar.inc(1));
    bar.finish_and_clear();
    let all = all?;
    let summary = summarise(all.iter().map(|r| r.units.as_slice()), unit, args.state.state());
    if args.json {
        json(&as_json(&scenario, args, &summary));
        return Ok(());
    }
    print_changes(&scenario, &args.scenario.set, &[]);
    line(&sentence(&scenario, args, &summary));
    line(&format!("{}.", shares_line(&scenario)));
    line(&format!("reproduce: {}", command_line(args, seed)));
    Ok(())
}

/// A wrong unit with the nearest name and all names.
pub fn unknown_unit(scenario: &Scenario, name: &str) -> Failure {
    let names: Vec<_> = scenario.units.iter().map(|u| u.id.as_str()).collect();
    let near = nearest(name, names.iter().copied());
    let hint = near.map_or(String::new(), |n| format!(", did you mean `{n}`?"));
    Failure::usage(format!("no unit is called `{name}`{hint} (units: {})", names.join(", ")))
}

fn iso(t: SimTime) -> serde_json::Value {
    t.to_iso().into()
}

fn as_json(scenario: &Scenario, args: &WhenArgs, s: &DateSummary) -> serde_json::Value {
    let q = |at: usize| s.quantiles.map_or(serde_json::Value::Null, |q| iso(q[at]));
    let ci = s.median_interval.map(|(low, high)| vec![iso(low), iso(high)]);
    let variant = scenario.variants.iter().find(|v| v.chosen);
    json!({
        "unit": args.unit,
        "variant": variant.map(|v| v.id.as_str()),
        "counterfactual": variant.is_some_and(|v| v.counterfactual),
        "edits": args.scenario.set,
        "state": args.state.state().name(),
        "n": s.n,
        "took_part": s.took_part,
        "reached": s.reached,
        "q05": q(0),
        "q50": q(1),
        "q95": q(2),
        "q50_ci": ci,
        "shares": shares_json(&acting_shares(scenario)),
    })
}

fn sentence(scenario: &Scenario, args: &WhenArgs, s: &DateSummary) -> String {
    let doing = match args.state.state() {
        DatedState::Present => "is present (first vehicle on site)",
        DatedState::InstrumentReady => "has its instruments set up",
        DatedState::DutyAccepted => "has its duty accepted",
    };
    let unit = scenario.unit_named(&args.unit).map_or("", |id| &scenario.unit(id).kind_name);
    let whom =
        if unit == args.unit { args.unit.clone() } else { format!("{} ({unit})", args.unit) };
    if s.quantiles.is_some_and(|q| q.iter().all(|t| *t <= scenario.start)) {
        return format!(
            "{whom} {doing} from the start of the period in {} of {} replications.",
            s.took_part, s.n
        );
    }
    let Some([low, mid, high]) = s.quantiles else {
        return format!(
            "{whom} {doing} within the period in {} of {} replications: too few for quantiles.",
            s.reached, s.n
        );
    };
    let trim = |t: SimTime| t.to_short().trim().to_owned();
    let ci = s.median_interval.map_or(String::new(), |(a, b)| {
        format!(" (95 % interval of it: {} to {})", trim(a), trim(b))
    });
    let part = if s.took_part < s.n {
        format!(", of the {} of {} replications in which it takes part", s.took_part, s.n)
    } else {
        format!(" of {} replications", s.n)
    };
    let dates =
        format!("between {} and {}, the median is {}{ci}", trim(low), trim(high), trim(mid));
    if s.reached < s.took_part {
        return format!(
            "{whom} {doing} within the period in only {}{part}. In nine of ten of those {dates}. \
             Later dates are cut off by the end of the period, so these are too early.",
            s.reached
        );
    }
    format!("{whom} {doing} in nine of ten{part} {dates}.")
}

/// A word as a shell takes it.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

fn command_line(args: &WhenArgs, seed: u64) -> String {
    let named = named(&args.scenario);
    let (unit, state, n) = (&args.unit, args.state.word(), args.n);
    format!("sandtable when {unit} {state}{named} --seed {seed} -n {n}")
}
