//! `sandtable umpire`: the score sheet of every air drill of a run.

use crate::args::UmpireArgs;
use crate::exit::Failure;
use crate::input::{Again, again};
use crate::output::{json, line, progress, table};
use sandtable::analysis::score::curve::{DrillCurve, KILLS};
use sandtable::analysis::score::{Counted, Disturbed, DrillScore, Overkill, Spread, Step, scores};
use sandtable::base::time::SimTime;
use sandtable::record::Fidelity;
use sandtable::scenario::Scenario;
use sandtable::study::{Replay, kill_curve};
use serde_json::json;
use std::collections::BTreeMap;

/// What every score rests on.
pub const SHOTS: &str = "Shots are electronic and every kill probability is assumed: what would have been destroyed is a curve \
                         over it, not a result.";

/// Prints the score of each air drill, and the curve over the kill probability if it is asked for.
pub fn umpire(args: &UmpireArgs) -> Result<(), Failure> {
    let again = again(args.run.as_deref())?;
    let scenario = &again.scenario;
    if let Some(task) = &args.task
        && !scenario.tasks.iter().any(|t| t.id == *task)
    {
        return Err(super::unknown_task(scenario, task));
    }
    let wanted = |task: &str| args.task.as_ref().is_none_or(|t| t == task);
    let mut drills = scores(scenario, &again.log);
    drills.retain(|d| wanted(&d.task));
    let curves = if args.curve { Some(curve(&again, &wanted)?) } else { None };
    if args.json {
        json(&json!({
            "scenario": scenario.id, "notice": scenario.notice,
            "fidelity": again.folder.manifest.fidelity, "drills": drills, "curve": curves,
        }));
        return Ok(());
    }
    print(scenario, &drills, args.task.as_deref());
    if let Some(curves) = &curves {
        print_curves(curves);
    } else if !drills.is_empty() {
        line("next: sandtable umpire --curve, for hits over the kill probability");
    }
    if !scenario.notice.is_empty() {
        line(&scenario.notice);
    }
    line(SHOTS);
    Ok(())
}

/// The run once more at each kill probability.
pub fn curve(again: &Again, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<DrillCurve>, Failure> {
    let manifest = &again.folder.manifest;
    let commands = super::inject::commands(&again.scenario, &manifest.injects)?;
    let replay = Replay {
        seed: manifest.seed,
        index: manifest.replication,
        commands: &commands,
        fidelity: Fidelity::named(&manifest.fidelity).unwrap_or(Fidelity::L1),
        threads: None,
    };
    let bar = progress(KILLS.len() as u64, "kill probabilities");
    let curves = kill_curve(&again.scenario, &replay, &|| bar.inc(1));
    bar.finish_and_clear();
    let mut curves = curves?;
    curves.retain(|c| wanted(&c.task));
    Ok(curves)
}

fn print(scenario: &Scenario, drills: &[DrillScore], task: Option<&str>) {
    if let Some(label) = scenario.variant_label() {
        line(&label);
    }
    if drills.is_empty() {
        line(&match task {
            Some(task) => format!("`{task}` is no air drill that was held in this run"),
            None => "no air drill was held in this run".to_owned(),
        });
    }
    for drill in drills {
        let short = |t: &str| SimTime::from_iso(t).map_or(t.to_owned(), SimTime::to_short);
        let (begins, ends) = (short(&drill.begins), short(&drill.ends));
        line(&format!("{} ({}), {} to {}", drill.name, drill.task, begins.trim(), ends.trim()));
        line(&flown(drill));
        line(step_table(drill).trim_end());
        leakers(drill);
        identities(drill);
        doubles(drill);
        norms(drill);
        units(drill);
        disturbances(drill);
        line("");
    }
}

/// A flight's name without what every flight of the drill has.
fn short<'f>(drill: &DrillScore, flight: &'f str) -> &'f str {
    let name = flight.trim_start_matches("flights/");
    let own = name.strip_prefix(&*drill.task).and_then(|rest| rest.strip_prefix('/'));
    own.unwrap_or(name)
}

fn list(drill: &DrillScore, flights: &[String]) -> String {
    flights.iter().map(|f| short(drill, f)).collect::<Vec<_>>().join(", ")
}

/// `1 salvo`, `2 salvos`.
fn many(n: u32, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// The line of what happened.
fn flown(drill: &DrillScore) -> String {
    let fire = &drill.fire;
    let mut text = format!(
        "{}: {} seen, {} called hostile, {} engaged ({} of them never hit), {} leaked (nothing launched at them)",
        many(drill.flown, "mock flight"),
        drill.detected,
        drill.identified,
        drill.engaged,
        drill.never_hit.len(),
        drill.leaked
    );
    if fire.engagements > 0 {
        text += &format!(
            "; {} accepted in {}, {}, {}, {} at a target",
            many(fire.accepted, "flight"),
            many(fire.engagements, "engagement"),
            many(fire.launches, "salvo"),
            many(fire.rounds, "round"),
            spread(&fire.rounds_per_target)
        );
    }
    text
}

/// `2 (1 to 5)`: median, 5 and 95 %.
fn spread(s: &Spread) -> String {
    match (s.q05, s.q50, s.q95) {
        (Some(low), Some(mid), Some(high)) => format!("{mid:.0} ({low:.0} to {high:.0})"),
        (_, Some(mid), _) => format!("{mid:.0}"),
        _ => "none".to_owned(),
    }
}

fn step_table(drill: &DrillScore) -> String {
    let cell = |x: Option<f64>| x.map_or("-".to_owned(), |s| format!("{s:.0} s"));
    let rows: Vec<_> = drill
        .steps
        .iter()
        .map(|s| {
            let words = Step::words(&s.step).to_owned();
            let time = &s.time;
            vec![words, time.n.to_string(), cell(time.q05), cell(time.q50), cell(time.q95)]
        })
        .collect();
    table(&["after a flight's beginning", "flights", "5 %", "50 %", "95 %"], &rows, &[1, 2, 3, 4])
}

fn leakers(drill: &DrillScore) {
    for one in &drill.leakers {
        line(&format!("leaked, {}: {} ({})", one.reason, one.count, list(drill, &one.flights)));
    }
    if !drill.never_hit.is_empty() {
        let n = drill.never_hit.len();
        line(&format!("engaged and never hit: {n} ({})", list(drill, &drill.never_hit)));
    }
}

fn identities(drill: &DrillScore) {
    let found = &drill.identities;
    line(&format!(
        "wrong identifications: {} called neutral, {} called hostile",
        many(found.mock_called_neutral, "mock flight"),
        many(found.others_called_hostile, "own or neutral flight")
    ));
    for one in &found.wrong {
        let corrected = if one.corrected { ", and rightly at another time" } else { "" };
        let barred = if one.barred { ": the umpire bars it" } else { "" };
        line(&format!(
            "  {} ({}) called {} by {}, {}{corrected}{barred}{}",
            short(drill, &one.flight),
            one.kind,
            one.called,
            one.unit,
            one.plan,
            under(one.disturbed.as_ref())
        ));
    }
    line(&format!("own or neutral flights assigned: {}", drill.others_assigned));
    let calls = &drill.calls;
    line(&format!(
        "wrong calls: {} of {} called destroyed though missed, {} called missed though destroyed",
        calls.called_destroyed, calls.calls, calls.called_missed
    ));
}

/// What was out of order, as the end of a line.
fn under(disturbed: Option<&Disturbed>) -> String {
    disturbed.map_or(String::new(), |d| format!(" [{}: {} #{}]", d.what, d.unit, d.ordinal))
}

fn doubles(drill: &DrillScore) {
    line(&format!("double engagements: {}", drill.doubles.len()));
    for one in &drill.doubles {
        let both = if one.both_launched { ", both launched" } else { "" };
        line(&format!(
            "  {} by {} and {}, {:.0} s at once{both}{}",
            short(drill, &one.flight),
            one.first,
            one.second,
            one.overlap_s,
            under(one.disturbed.as_ref())
        ));
    }
    overkill(drill);
}

/// Launches after one that would have destroyed the flight, by the two units.
fn overkill(drill: &DrillScore) {
    let mut pairs: BTreeMap<(&str, &str), Vec<&Overkill>> = BTreeMap::new();
    for one in &drill.overkill {
        pairs.entry((&one.first, &one.second)).or_default().push(one);
    }
    let rounds: u32 = drill.overkill.iter().map(|o| o.rounds).sum();
    line(&format!(
        "launches at a flight after one that hits: {}, {}",
        many(of(drill.overkill.len()), "salvo"),
        many(rounds, "round")
    ));
    for ((first, second), all) in pairs {
        let mut flights: Vec<&str> = all.iter().map(|o| short(drill, &o.flight)).collect();
        flights.sort_unstable();
        flights.dedup();
        let after = all.iter().filter(|o| o.after_hit).count();
        let under = all.iter().filter(|o| o.disturbed.is_some()).count();
        line(&format!(
            "  {second} after {first}: {} at {}; {after} after the hit, {} before it; {under} with something out of order",
            many(of(all.len()), "salvo"),
            flights.join(", "),
            all.len() - after,
        ));
    }
}

/// A number of things of a drill.
fn of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn norms(drill: &DrillScore) {
    for norm in &drill.norms {
        let worst = match (norm.worst, norm.limit, &norm.by) {
            (Some(worst), Some(limit), Some(by)) if norm.unit == "s" => {
                format!("; worst {worst:.0} s against {limit:.0} s, {by}")
            }
            (Some(worst), Some(limit), Some(by)) => {
                format!("; worst {worst:.2} against {limit:.2}, {by}")
            }
            _ => String::new(),
        };
        line(&format!("norm, {}: kept {}, missed {}{worst}", norm.name, norm.passed, norm.failed));
    }
}

/// `no rounds ready 3, no track 1`.
fn counts(all: &[Counted]) -> String {
    if all.is_empty() {
        return "-".to_owned();
    }
    all.iter().map(|c| format!("{} {}", c.what, c.count)).collect::<Vec<_>>().join(", ")
}

fn units(drill: &DrillScore) {
    let rows: Vec<_> = drill
        .units
        .iter()
        .map(|u| {
            vec![
                u.unit.clone(),
                u.assigned.to_string(),
                u.accepted.to_string(),
                u.launches.to_string(),
                u.rounds.to_string(),
                u.hits.to_string(),
                counts(&u.refused),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let head = ["unit", "ordered", "accepted", "salvos", "rounds", "hits", "refused"];
    line(table(&head, &rows, &[1, 2, 3, 4, 5]).trim_end());
    if !drill.misses.is_empty() {
        line(&format!("salvos that miss: {}", counts(&drill.misses)));
    }
    if drill.fire.unresolved > 0 {
        line(&format!("under way as the drill ends: {}", many(drill.fire.unresolved, "salvo")));
    }
}

fn disturbances(drill: &DrillScore) {
    let found = &drill.disturbances;
    if found.rows.is_empty() {
        return;
    }
    line(&format!(
        "out of order: {} down, {}, {} failed; decisions under it: {}",
        many(found.links_down, "link"),
        many(found.delegations, "delegation"),
        many(found.posts_failed, "post"),
        counts(&found.decisions)
    ));
}

fn print_curves(curves: &[DrillCurve]) {
    let shot: Vec<_> = curves.iter().filter(|c| c.points.iter().any(|p| p.engaged > 0)).collect();
    if shot.is_empty() {
        line("nothing was launched at any kill probability");
        return;
    }
    line(
        "Flights hit, of 100 that flew, if every round of every battery had the kill probability p: counted in this run / by the \
         closed form for the rounds that were launched. That form is too low where a battery stops after a hit, and too high \
         where rounds meet nobody.",
    );
    let cell = |x: f64| format!("{:.0}", 100.0 * x);
    let rows: Vec<_> = KILLS
        .iter()
        .enumerate()
        .map(|(at, kill)| {
            let mut row = vec![format!("{kill:.1}")];
            for curve in &shot {
                let point = curve.points.get(at);
                row.push(point.map_or("-".to_owned(), |p| {
                    format!("{} / {}", cell(p.share), cell(p.closed_form))
                }));
            }
            row
        })
        .collect();
    let mut head = vec!["p"];
    head.extend(shot.iter().map(|c| c.task.as_str()));
    let right: Vec<usize> = (0..head.len()).collect();
    line(&table(&head, &rows, &right));
}
