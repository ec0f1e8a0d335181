//! `sandtable odds SHOOTER TARGET NUMBER`: one adjudication as a distribution.

use super::umpire::SHOTS;
use super::when::quoted;
use super::{kinds, shares_json};
use crate::args::OddsArgs;
use crate::exit::Failure;
use crate::input::{Source, edits};
use crate::output::{colour, json, line, note, progress, table};
use sandtable::analysis::engaging_shares;
use sandtable::scenario::diagnostic::{Diagnostic, Severity};
use sandtable::scenario::param::ParamId;
use sandtable::scenario::render::to_text;
use sandtable::scenario::resolved::Unit;
use sandtable::scenario::{Loaded, Scenario};
use sandtable::study::{
    Adjudication, BATTERY, Counted, Mean, Odds, Part, Plan, Question, Refusal, TARGETS,
    adjudication, odds as played,
};
use serde_json::json;

/// What is counted as what.
const MEANING: &str = "Engaged: a salvo was launched at it. Destroyed: a salvo would have destroyed it, on the way in or after it had \
                       passed. Gets through: it comes over the battery before a salvo would have destroyed it. Double shot: a salvo at a target \
                       that a salvo before it would have destroyed.";

/// Options whose text is a quantity: a mistake in one is one of usage.
const OPTIONS: [&str; 3] = ["--interval", "--height", "--speed"];

/// Most rows of a chart: more numbers share rows.
const MOST_ROWS: usize = 20;
/// Width of a chart's longest bar.
const BAR: usize = 50;

/// Answers as a distribution.
pub fn odds(args: &OddsArgs) -> Result<(), Failure> {
    let source = Source::of(args.from.as_deref())?;
    let edits = edits(&args.set)?;
    let question = Question {
        shooter: &args.shooter,
        target: &args.target,
        number: args.number,
        interval: &args.interval,
        height: args.height.as_deref(),
        speed: args.speed.as_deref(),
        edits: &edits,
    };
    let found = adjudication(&question, &source.root()?, &source).map_err(|r| refused(&r))?;
    let seed = args.draw.seed.unwrap_or(found.scenario.seed);
    let plan = Plan { seed, indices: 0..args.n, threads: args.draw.threads() };
    let bar = progress(u64::from(args.n), "replications");
    let answer = played(&found.scenario, &plan, &|| bar.inc(1));
    bar.finish_and_clear();
    let answer = answer?;
    let about = About::of(args, &found, seed)?;
    if args.json {
        json(&about.json(&answer));
    } else {
        about.print(&answer);
    }
    Ok(())
}

/// Says what is wrong with a question; mistakes of its own options end as those of usage.
fn refused(refusal: &Refusal) -> Failure {
    let loaded: &Loaded = match refusal {
        Refusal::Asked(words) => return Failure::usage(words),
        Refusal::Text(loaded) => loaded,
    };
    let errors = loaded.findings.iter().filter(|d| d.severity == Severity::Error);
    let errors: Vec<_> = errors.cloned().collect();
    // What follows from an option that cannot be read is no mistake of its own.
    for option in OPTIONS {
        let is_own = |d: &Diagnostic| loaded.map.file(d.span.file).name == option;
        let own: Vec<_> = errors.iter().filter(|d| is_own(d)).cloned().collect();
        if !own.is_empty() {
            note(&to_text(&own, &loaded.map, colour()));
            return Failure::usage(format!(
                "`{option}` takes a quantity as a scenario writes it: `20 s`, `8 km`, `200..230..260 m/s each`"
            ));
        }
    }
    note(&to_text(&errors, &loaded.map, colour()));
    Failure::Scenario(errors.len())
}

/// What an answer is about.
struct About<'a> {
    args: &'a OddsArgs,
    found: &'a Adjudication,
    battery: &'a Unit,
    targets: &'a Unit,
    seed: u64,
}

impl<'a> About<'a> {
    fn of(args: &'a OddsArgs, found: &'a Adjudication, seed: u64) -> Result<Self, Failure> {
        let unit = |id: &str| {
            let unit = found.scenario.unit_named(id).map(|id| found.scenario.unit(id));
            unit.ok_or_else(|| Failure::usage(format!("the edits leave no unit `{id}`")))
        };
        let (battery, targets) = (unit(BATTERY)?, unit(TARGETS)?);
        Ok(About { args, found, battery, targets, seed })
    }

    fn scenario(&self) -> &Scenario {
        &self.found.scenario
    }

    /// `Of 6 mock targets of class X coming in one after another, one battery of type Y destroys 5 in the middle of ...`.
    fn sentence(&self, odds: &Odds) -> String {
        let OddsArgs { shooter, target, number, .. } = self.args;
        let who = match number {
            1 => format!("Of one mock target of class {target} coming in"),
            n => format!("Of {n} mock targets of class {target} coming in one after another"),
        };
        let range = |c: &Counted| format!("{} to {}", c.q05, c.q95);
        let Odds { n, destroyed, leaked, rounds, .. } = odds;
        format!(
            "{who}, one battery of type {shooter} destroys {} in the middle of {n} replications (5 to 95 %: {}), lets {} through \
             ({}), and launches {} {} ({}).",
            destroyed.q50,
            range(destroyed),
            leaked.q50,
            range(leaked),
            rounds.q50,
            if rounds.q50 == 1 { "round" } else { "rounds" },
            range(rounds)
        )
    }

    /// Where and how they meet.
    fn geometry(&self) -> String {
        let km = |m: f64| format!("{:.0} km", m / 1e3);
        let Adjudication { bearing_deg, begin_m, beyond_m, .. } = self.found;
        let written =
            |id: Option<ParamId>| id.map_or("", |id| self.scenario().param(id).text.as_str());
        let target = self.targets.target.as_ref();
        let height = written(target.map(|t| t.height.param));
        let speed = written(target.map(|t| t.speed.param));
        format!(
            "The geometry is notional: a battery on an open sea with its own radars, crew and post, and nothing beside it; targets \
             come straight at it on bearing {bearing_deg:03.0} deg from {} out, {} apart, at {height} and {speed}, and fly on for {}. \
             Its first weapon shoots: {}.",
            km(*begin_m),
            self.args.interval,
            km(*beyond_m),
            self.weapon()
        )
    }

    fn weapon(&self) -> &str {
        self.battery.fire.weapons.first().map_or("none", |w| w.id.as_str())
    }

    /// The kill probability as written: of a shot, at a low small target if that is another, and the kind of its source.
    fn kill(&self) -> Option<(&'a str, Option<&'a str>, &'static str)> {
        let weapon = self.battery.fire.weapons.first()?;
        let param = |id| self.found.scenario.param(id);
        let kill = param(weapon.kill.param);
        let low = weapon.kill_low.as_ref().map(|low| param(low.param).text.as_str());
        Some((&kill.text, low, kill.kind.word()))
    }

    fn kill_line(&self) -> String {
        let Some((kill, low, kind)) = self.kill() else { return String::new() };
        let low = low.map_or(String::new(), |low| format!(", at a low small target {low}"));
        format!("Kill probability of a shot: {kill}{low} ({kind}).")
    }

    fn shares_line(&self) -> String {
        let shares = engaging_shares(self.scenario());
        format!(
            "{} inputs act on the answer: {}; {:.0} % of them rest on no source that was read (recalled, assumed, notional); \
             {} have no stated spread.",
            shares.inputs,
            kinds(&shares),
            100.0 * shares.unsourced(),
            shares.bare_points
        )
    }

    fn command_line(&self) -> String {
        let OddsArgs { shooter, target, number, .. } = self.args;
        let mut text = format!("sandtable odds {} {} {number}", quoted(shooter), quoted(target));
        let options = [
            ("--from", self.args.from.as_ref()),
            ("--interval", Some(&self.args.interval)),
            ("--height", self.args.height.as_ref()),
            ("--speed", self.args.speed.as_ref()),
        ];
        let sets = self.args.set.iter().map(|edit| ("--set", Some(edit)));
        for (option, value) in options.into_iter().chain(sets) {
            if let Some(value) = value {
                text += &format!(" {option} {}", quoted(value));
            }
        }
        text + &format!(" --seed {} -n {}", self.seed, self.args.n)
    }

    fn print(&self, odds: &Odds) {
        line(&self.sentence(odds));
        for edit in &self.args.set {
            line(&format!("edited: --set {edit}"));
        }
        line("");
        line(counts(odds).trim_end());
        line(&format!("all destroyed: {}", percent(&odds.all_destroyed)));
        line(&format!("none gets through: {}", percent(&odds.none_leaks)));
        line("");
        line(&format!("destroyed, by share of {} replications", odds.n));
        line(chart(&odds.destroyed.chances).trim_end());
        line("");
        line(
            "the same replications with one kill probability p for every round; means of 100 targets, with 95 % intervals",
        );
        line(sweep(odds).trim_end());
        line("");
        for words in [MEANING, &self.geometry(), &self.kill_line(), SHOTS, &self.shares_line()] {
            line(words);
        }
        if !self.scenario().notice.is_empty() {
            line(&self.scenario().notice);
        }
        line(&format!("reproduce: {}", self.command_line()));
    }

    fn json(&self, odds: &Odds) -> serde_json::Value {
        let scenario = self.scenario();
        let kill =
            self.kill().map(|(of, low, kind)| json!({"of_a_shot": of, "low": low, "kind": kind}));
        let Adjudication { bearing_deg, begin_m, beyond_m, .. } = self.found;
        json!({
            "scenario": scenario.id,
            "shooter": self.args.shooter,
            "shooter_name": self.battery.kind_name,
            "weapon": self.weapon(),
            "target": self.args.target,
            "target_name": self.targets.kind_name,
            "number": self.args.number,
            "interval": self.args.interval,
            "height": self.args.height,
            "speed": self.args.speed,
            "edits": self.args.set,
            "fidelity": "L1",
            "seed": self.seed,
            "n": odds.n,
            "sentence": self.sentence(odds),
            "geometry": {"bearing_deg": bearing_deg, "begin_m": begin_m, "beyond_m": beyond_m},
            "engaged": odds.engaged,
            "destroyed": odds.destroyed,
            "leaked": odds.leaked,
            "rounds": odds.rounds,
            "double_shots": odds.double_shots,
            "all_destroyed": odds.all_destroyed,
            "none_leaks": odds.none_leaks,
            "kill": kill,
            "sweep": odds.sweep,
            "shares": shares_json(&engaging_shares(scenario)),
            "assumed": [MEANING, self.geometry(), self.kill_line(), SHOTS],
            "notice": scenario.notice,
            "reproduce": self.command_line(),
        })
    }
}

fn counts(odds: &Odds) -> String {
    let row = |name: &str, c: &Counted| {
        let whole = [c.q05, c.q50, c.q95].map(|q| q.to_string());
        [vec![name.to_owned(), format!("{:.2}", c.mean)], whole.to_vec()].concat()
    };
    let rows = [
        row("engaged", &odds.engaged),
        row("destroyed", &odds.destroyed),
        row("get through", &odds.leaked),
        row("rounds", &odds.rounds),
        row("double shots", &odds.double_shots),
    ];
    table(&["", "mean", "5 %", "50 %", "95 %"], &rows, &[1, 2, 3, 4])
}

/// `47 % of replications (95 % interval 42 to 52 %)`.
fn percent(part: &Part) -> String {
    let [share, low, high] = [part.share, part.low, part.high].map(|x| 100.0 * x);
    format!("{share:.0} % of replications (95 % interval: {low:.0} to {high:.0} %)")
}

/// A bar for each number from the least to the greatest that came; many numbers share bars.
fn chart(chances: &[f64]) -> String {
    let came = |chance: &f64| *chance > 0.0;
    let (Some(first), Some(last)) = (chances.iter().position(came), chances.iter().rposition(came))
    else {
        return String::new();
    };
    let width = (last + 1 - first).div_ceil(MOST_ROWS);
    let bars: Vec<(String, f64)> = (first..=last)
        .step_by(width)
        .map(|from| {
            let to = (from + width - 1).min(last);
            let name = if from == to { from.to_string() } else { format!("{from} to {to}") };
            (name, chances[from..=to].iter().sum())
        })
        .collect();
    let longest = bars.iter().map(|b| b.1).fold(0.0, f64::max);
    let rows: Vec<_> = bars
        .into_iter()
        .map(|(name, chance)| {
            let bar = "#".repeat((BAR as f64 * chance / longest).round() as usize);
            vec![name, format!("{:.1} %", 100.0 * chance), bar]
        })
        .collect();
    table(&["number", "share", ""], &rows, &[0, 1])
}

fn sweep(odds: &Odds) -> String {
    let mean = |m: &Mean| {
        let [mean, low, high] = [m.mean, m.low, m.high].map(|x| 100.0 * x);
        format!("{mean:.0} ({low:.0} to {high:.0})")
    };
    let row = |at: &sandtable::study::AtKill| {
        let kill = format!("{:.1}", at.kill);
        vec![kill, mean(&at.destroyed), mean(&at.leaked), format!("{:.1}", at.rounds)]
    };
    let rows: Vec<_> = odds.sweep.iter().map(row).collect();
    table(&["p", "destroyed", "get through", "rounds"], &rows, &[0, 1, 2, 3])
}
