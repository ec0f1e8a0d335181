//! What `run` prints: dates beside their spread, the calendar, the claims, what it all rests on.

use super::run::Done;
use super::shares_line;
use crate::args::RunArgs;
use crate::output::{line, table};
use sandtable::analysis::claims::{ClaimRow, Tally, words};
use sandtable::analysis::seen::{flights_seen, tasks_seen};
use sandtable::analysis::{DatedState, GoingBack, going_back, summarise};
use sandtable::base::time::SimTime;
use sandtable::record::{Act, Body, Part};
use sandtable::scenario::Scenario;
use sandtable::sim::UnitDates;
use sandtable::study::Judged;

/// A run with its neighbours, to be printed.
pub struct Summary<'s> {
    /// The scenario.
    pub scenario: &'s Scenario,
    /// The run.
    pub done: &'s Done,
    /// Quick replications.
    pub judged: &'s [Judged],
    /// Claims beside both.
    pub claims: &'s [ClaimRow<'s>],
    /// For each inject by hand how many rows about units it changes.
    pub effects: &'s [usize],
}

impl Summary<'_> {
    /// Prints it.
    pub fn print(&self, args: &RunArgs) {
        let scenario = self.scenario;
        if scenario.units.iter().any(|u| u.kind_name.contains("divizion")) {
            line("A divizion is a battalion (8 launchers); the press texts print \"division\".");
        }
        line(&scenario.title);
        super::print_changes(scenario, &args.scenario.set, &[]);
        for (inject, changed) in args.injects.iter().zip(self.effects) {
            let effect = match changed {
                0 => "NO EFFECT: the unit does nothing then that it could act on".to_owned(),
                n => format!("changes {n} rows of units in this run"),
            };
            line(&format!("by hand: --inject {inject}: {effect}"));
        }
        if !args.injects.is_empty() {
            line("The replications beside the run play nothing by hand.");
        }
        if !scenario.notice.is_empty() {
            line(&scenario.notice);
        }
        line("");
        self.dates(args);
        self.others();
        self.back();
        self.calendar();
        self.drills(args);
        self.claims();
        line("");
        line(&shares_line(scenario));
    }

    /// Units that move and set up, beside the neighbours.
    fn dates(&self, args: &RunArgs) {
        if !self.done.dates.iter().any(|d| self.moves(d) && self.sets_up(d)) {
            line("One possible run; no unit moves and sets up in it.");
            return;
        }
        if self.judged.is_empty() {
            line(&format!(
                "One possible run (replication {}), no neighbours beside it:",
                args.replication
            ));
        } else {
            line(&format!(
                "One possible run (replication {}) beside the 5, 50 and 95 % dates of {} quick replications (movement, readiness, gates):",
                args.replication,
                self.judged.len()
            ));
        }
        line("");
        let mut rows = Vec::new();
        for dates in self.done.dates.iter().filter(|d| self.moves(d) && self.sets_up(d)) {
            for state in DatedState::ALL {
                rows.push(self.row(dates, state));
            }
        }
        let head = ["unit", "state", "this run", "5 %", "50 %", "95 %", "reached"];
        line(table(&head, &rows, &[2, 3, 4, 5, 6]).trim_end());
    }

    fn moves(&self, dates: &UnitDates) -> bool {
        let unit = self.scenario.unit(dates.unit);
        !unit.orders.is_empty() || unit.rides.is_some()
    }

    fn sets_up(&self, dates: &UnitDates) -> bool {
        self.scenario.unit(dates.unit).readiness.is_some()
    }

    fn row(&self, dates: &UnitDates, state: DatedState) -> Vec<String> {
        let all = self.judged.iter().map(|r| r.units.as_slice());
        let summary = summarise(all, dates.unit, state);
        let short = |t: Option<SimTime>| t.map_or("-".to_owned(), SimTime::to_short);
        let quantile = |at: usize| short(summary.quantiles.map(|q| q[at]));
        let first = state == DatedState::Present;
        vec![
            if first { self.scenario.unit(dates.unit).id.clone() } else { String::new() },
            state.name().replace('_', " "),
            short(state.of(dates)),
            quantile(0),
            quantile(1),
            quantile(2),
            format!("{}/{}", summary.reached, summary.took_part),
        ]
    }

    /// What the radars saw of what flew in the drills.
    fn drills(&self, args: &RunArgs) {
        let flights = flights_seen(self.scenario, &self.done.log);
        if flights.is_empty() {
            return;
        }
        line("");
        line(&format!(
            "What flew in the drills, seen {}, tracks at fidelity {}:",
            super::picture::OVER,
            args.fidelity.fidelity().name()
        ));
        line(super::picture::task_table(self.scenario, &tasks_seen(&flights)).trim_end());
        let named = args.output.as_ref().map_or(String::new(), |path| {
            format!(" --run {}", super::when::quoted(&path.display().to_string()))
        });
        line(&super::seeing_line(self.scenario));
        line(&format!(
            "each flight: sandtable picture --flights{named}; what was engaged, and why not: sandtable umpire{named}"
        ));
    }

    /// Units that only arrive, and those in place from the start.
    fn others(&self) {
        let movers: Vec<_> =
            self.done.dates.iter().filter(|d| self.moves(d) && !self.sets_up(d)).collect();
        let mut dates: Vec<SimTime> = movers.iter().filter_map(|d| d.present).collect();
        dates.sort_unstable();
        if let (Some(first), Some(last)) = (dates.first(), dates.last()) {
            let middle = dates[(dates.len() - 1) / 2];
            line(&format!(
                "{} other units move and set nothing up; {} arrive in this run: first {}, half by {}, last {}",
                movers.len(),
                dates.len(),
                first.to_short(),
                middle.to_short(),
                last.to_short()
            ));
        }
        let stay: Vec<_> = self.done.dates.iter().filter(|d| !self.moves(d)).collect();
        let fixed = stay.iter().filter(|d| self.scenario.unit(d.unit).place.is_some()).count();
        if fixed > 0 {
            line(&format!("{fixed} units are in place from the start"));
        }
        if fixed < stay.len() {
            line(&format!(
                "{} observers and others have no place on the ground",
                stay.len() - fixed
            ));
        }
        let absent = self.scenario.units.len() - self.done.dates.len();
        if absent > 0 {
            line(&format!(
                "({absent} unit{} of the scenario took no part in this replication)",
                if absent == 1 { "" } else { "s" }
            ));
        }
    }

    /// Who goes back in this run, if anybody is ordered to.
    fn back(&self) {
        let all = going_back(self.scenario, &self.done.log, &self.done.dates);
        if all.is_empty() {
            return;
        }
        let count = |of: fn(&GoingBack) -> Option<SimTime>| all.iter().filter_map(of).count();
        line("");
        line(&format!(
            "Going back in this run, until the period ends on {}: {} of {} units have begun, {} have left, {} are home",
            self.scenario.end.to_short().trim(),
            count(|b| b.begins),
            all.len(),
            count(|b| b.leaves),
            count(|b| b.home)
        ));
        let short = |t: Option<SimTime>| t.map_or("-".to_owned(), SimTime::to_short);
        let rows: Vec<_> = all
            .iter()
            .map(|b| {
                let id = self.scenario.unit(b.unit).id.clone();
                vec![id, short(b.begins), short(b.leaves), short(b.home)]
            })
            .collect();
        let head = ["unit", "packs up", "leaves", "home"];
        line(table(&head, &rows, &[1, 2, 3]).trim_end());
    }

    /// Phases, tasks and norms of this run.
    fn calendar(&self) {
        let of = |part: Part, act: Act| {
            let rows = self.done.log.rows.iter();
            rows.filter(move |r| matches!(&r.body, Body::Exercise { what, act: a, .. } if *what == part && *a == act))
        };
        let phases: Vec<_> = of(Part::Phase, Act::Begins)
            .filter_map(|row| match &row.body {
                Body::Exercise { id, .. } => Some(format!("{id} from {}", row.time.to_short())),
                _ => None,
            })
            .collect();
        let (held, not) =
            (of(Part::Task, Act::Begins).count(), of(Part::Task, Act::NotHeld).count());
        let (kept, missed) =
            (of(Part::Norm, Act::Passed).count(), of(Part::Norm, Act::Failed).count());
        let unmeasured = of(Part::Norm, Act::NotMeasured).count();
        let turns = of(Part::Roster, Act::OnDuty).count();
        if phases.len() + held + not + kept + missed == 0 {
            return;
        }
        line("");
        let phases = if phases.is_empty() { "no phases".to_owned() } else { phases.join(", ") };
        let plural = if held == 1 { "" } else { "s" };
        line(&format!(
            "Calendar: {phases}; {held} task{plural} held, {not} not for want of ready units; {turns} turns of duty; norms kept {kept}, missed {missed}{}",
            if unmeasured > 0 { format!(", not measured {unmeasured}") } else { String::new() }
        ));
    }

    /// Time claims that were not used to infer anything, and counts of the rest.
    fn claims(&self) {
        if self.claims.is_empty() {
            return;
        }
        line("");
        let open = self.claims.iter().filter(|r| r.claim.is_test());
        for text in Tally::of(self.claims).lines() {
            line(&text);
        }
        let timed = open.filter(|r| r.odds.as_ref().is_some_and(|o| o.covered > 0));
        let timed = timed.filter(|r| r.claim.by.is_some() || r.claim.on.is_some());
        let rows: Vec<_> = timed
            .map(|row| {
                let given = if row.given_place { " (given the place)" } else { "" };
                vec![
                    format!("{}{given}", words(self.scenario, row.claim)),
                    row.found.verdict.name().to_owned(),
                    row.share(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            line(
                table(&["claim of a time", "this run", "of replications"], &rows, &[2]).trim_end(),
            );
            if rows.iter().any(|row| row[0].contains(" seen ")) {
                line("`seen` says only that a unit was there: no observer looks yet");
            }
        }
    }
}
