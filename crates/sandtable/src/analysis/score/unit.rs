//! Norms, orders and disturbances of a drill, by unit.

use super::drill::{Counted, Drill, id_of, reason};
use super::fire::Engagement;
use super::{count, counted};
use crate::record::{Act, Body, DecisionAct, Part};
use crate::scenario::resolved::Measure;
use serde::Serialize;

/// A norm while a drill was held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NormScore {
    /// The norm.
    pub norm: String,
    /// Its name for people.
    pub name: String,
    /// Its measure's unit: `s`, or `1` for the ratio of a march to its plan.
    pub unit: String,
    /// How often it was kept.
    pub passed: u32,
    /// How often it was not.
    pub failed: u32,
    /// The value that was worst against its limit.
    pub worst: Option<f64>,
    /// The limit of that value.
    pub limit: Option<f64>,
    /// Whose value it was.
    pub by: Option<String>,
}

/// Orders to a unit, and its fire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitScore {
    /// The unit.
    pub unit: String,
    /// Orders that posts gave it.
    pub assigned: u32,
    /// Of these: lost on their way.
    pub lost: u32,
    /// Of these: accepted.
    pub accepted: u32,
    /// Of these: refused, by reason.
    pub refused: Vec<Counted>,
    /// Engagements that waited for a channel.
    pub waits: u32,
    /// Salvos.
    pub launches: u32,
    /// Rounds.
    pub rounds: u32,
    /// Salvos that would have destroyed their target, at the scenario's assumed kill probability.
    pub hits: u32,
    /// How its engagements ended, by reason.
    pub ended: Vec<Counted>,
}

/// What was out of order in a drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disturbances {
    /// Links that went down, or were down as it began.
    pub links_down: u32,
    /// Times that a unit went on without the post above.
    pub delegations: u32,
    /// Posts that failed.
    pub posts_failed: u32,
    /// Decisions behind which something out of order stood, by what.
    pub decisions: Vec<Counted>,
    /// Each of the first three, in order of time.
    pub rows: Vec<DisturbanceRow>,
}

/// Something that was out of order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DisturbanceRow {
    /// When.
    pub time: String,
    /// The unit.
    pub unit: String,
    /// What: `link-down`, `delegates`, `fails`.
    pub what: String,
    /// The post above, if it is about a link.
    pub other: Option<String>,
    /// How long it lasts, if that is known (s).
    pub time_s: Option<f64>,
}

pub(super) fn norms(drill: &Drill<'_>) -> Vec<NormScore> {
    let mut all: Vec<NormScore> = Vec::new();
    for row in drill.log.rows.iter().filter(|r| drill.is_on(r.time)) {
        let Body::Exercise { what: Part::Norm, id, act, value, limit, .. } = &row.body else {
            continue;
        };
        let unit = id_of(drill.log.names.of(row.entity));
        if !drill.parts.contains(unit) || !matches!(act, Act::Passed | Act::Failed) {
            continue;
        }
        let at = all.iter().position(|n| n.norm == **id).unwrap_or_else(|| {
            all.push(norm(drill, id));
            all.len() - 1
        });
        let score = &mut all[at];
        score.passed += u32::from(*act == Act::Passed);
        score.failed += u32::from(*act == Act::Failed);
        let (Some(value), Some(limit)) = (value, limit) else { continue };
        let worst = score.worst.zip(score.limit);
        if worst.is_none_or(|(v, l)| value * l > v * limit) {
            (score.worst, score.limit) = (Some(*value), Some(*limit));
            score.by = Some(unit.to_owned());
        }
    }
    all.sort_by(|a, b| a.norm.cmp(&b.norm));
    all
}

fn norm(drill: &Drill<'_>, id: &str) -> NormScore {
    let text = drill.scenario.norms.iter().find(|n| n.id == id);
    let is_ratio = text.is_some_and(|n| n.measure == Measure::March);
    NormScore {
        norm: id.to_owned(),
        name: text.map_or_else(|| id.to_owned(), |n| n.name.clone()),
        unit: if is_ratio { "1" } else { "s" }.to_owned(),
        passed: 0,
        failed: 0,
        worst: None,
        limit: None,
        by: None,
    }
}

/// Every unit of the drill that has a weapon.
pub(super) fn units(drill: &Drill<'_>, fights: &[Engagement<'_>]) -> Vec<UnitScore> {
    let armed = drill.task.units.iter().map(|id| drill.scenario.unit(*id));
    let mut armed: Vec<&str> =
        armed.filter(|u| !u.fire.weapons.is_empty()).map(|u| u.id.as_str()).collect();
    armed.extend(fights.iter().map(|f| f.unit));
    armed.sort_unstable();
    armed.dedup();
    armed.into_iter().map(|unit| unit_score(drill, unit)).collect()
}

fn unit_score(drill: &Drill<'_>, unit: &str) -> UnitScore {
    let own = |act| drill.said.iter().filter(move |s| s.unit == unit && s.row.act == act);
    let to = |act| {
        let rows = drill.said.iter().filter(|s| s.row.act == act);
        count(rows.filter(|s| s.row.other.as_deref().map(id_of) == Some(unit)).count())
    };
    let reasons = |act| counted(own(act).map(|s| reason(&s.row.text)));
    UnitScore {
        unit: unit.to_owned(),
        assigned: to(DecisionAct::Assigns),
        lost: to(DecisionAct::OrderLost),
        accepted: count(own(DecisionAct::Accepts).count()),
        refused: reasons(DecisionAct::Refuses),
        waits: count(own(DecisionAct::Waits).count()),
        launches: count(own(DecisionAct::Launches).count()),
        rounds: own(DecisionAct::Launches).map(|s| s.row.rounds.unwrap_or(1)).sum(),
        hits: count(own(DecisionAct::Hits).count()),
        ended: reasons(DecisionAct::Releases),
    }
}

pub(super) fn disturbances(drill: &Drill<'_>) -> Disturbances {
    let acts = [DecisionAct::LinkDown, DecisionAct::Delegates, DecisionAct::Fails];
    let of = |act| count(drill.said.iter().filter(|s| s.row.act == act).count());
    let rows = drill.said.iter().filter(|s| acts.contains(&s.row.act)).map(|s| DisturbanceRow {
        time: s.time.to_iso(),
        unit: s.unit.to_owned(),
        what: s.row.act.name().to_owned(),
        other: s.row.other.as_deref().map(|path| id_of(path).to_owned()),
        time_s: s.row.time_s,
    });
    let behind = drill.said.iter().filter_map(|s| s.row.because).map(|b| b.what.name());
    Disturbances {
        links_down: of(DecisionAct::LinkDown),
        delegations: of(DecisionAct::Delegates),
        posts_failed: of(DecisionAct::Fails),
        decisions: counted(behind),
        rows: rows.collect(),
    }
}
