//! Times of each step of a drill, over its mock flights.

use super::count;
use super::drill::Drill;
use crate::analysis::seen::is_highest;
use crate::base::interval::quantile_of;
use crate::base::time::SimTime;
use crate::record::{Body, ContactAct, DecisionAct, PictureAct};
use serde::Serialize;
use std::collections::BTreeMap;

/// A step from a flight's beginning to the call of its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The first plot of any radar.
    Detected,
    /// The first confirmed track of any radar.
    Tracked,
    /// The first time that a highest post holds it.
    Pictured,
    /// First called hostile.
    Identified,
    /// First assigned to a battery.
    Assigned,
    /// First accepted by a battery.
    Accepted,
    /// The first launch.
    Launched,
    /// The first salvo meets it, or would have.
    Intercept,
    /// The first result is called.
    Called,
}

impl Step {
    /// All, in order.
    pub const ALL: [Step; 9] = [
        Step::Detected,
        Step::Tracked,
        Step::Pictured,
        Step::Identified,
        Step::Assigned,
        Step::Accepted,
        Step::Launched,
        Step::Intercept,
        Step::Called,
    ];

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Detected => "detected",
            Step::Tracked => "tracked",
            Step::Pictured => "pictured",
            Step::Identified => "identified",
            Step::Assigned => "assigned",
            Step::Accepted => "accepted",
            Step::Launched => "launched",
            Step::Intercept => "intercept",
            Step::Called => "called",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub fn words(name: &str) -> &'static str {
        match name {
            "detected" => "first plot",
            "tracked" => "first confirmed track",
            "pictured" => "held by the highest post",
            "identified" => "called hostile",
            "assigned" => "assigned to a battery",
            "accepted" => "accepted by a battery",
            "launched" => "first launch",
            "intercept" => "first intercept",
            "called" => "first result called",
            _ => "step",
        }
    }
}

/// When flights got to a step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepTime {
    /// The step.
    pub step: String,
    /// Time from the flight's beginning, or the drill's for one under way before (s).
    pub time: Spread,
}

/// A median with its 5 to 95 % range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// How many values.
    pub n: u32,
    /// 5 % quantile; none for fewer than two values.
    pub q05: Option<f64>,
    /// Median; none for no value.
    pub q50: Option<f64>,
    /// 95 % quantile; none for fewer than two values.
    pub q95: Option<f64>,
}

impl Spread {
    /// Of values in any order.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let least = |n: usize, p: f64| (values.len() >= n).then(|| quantile_of(&values, p));
        let (q05, q50, q95) = (least(2, 0.05), least(1, 0.5), least(2, 0.95));
        Spread { n: count(values.len()), q05, q50, q95 }
    }
}

/// First times of the steps of mock flights.
type Firsts<'l> = BTreeMap<(Step, &'l str), SimTime>;

pub(super) fn steps(drill: &Drill<'_>) -> Vec<StepTime> {
    let mut firsts = Firsts::new();
    seen(drill, &mut firsts);
    for said in &drill.said {
        let (Some(step), Some(flight)) = (step_of(said.row.act, &said.row.text), said.flight)
        else {
            continue;
        };
        note(drill, &mut firsts, (step, flight), said.time);
    }
    let made = Step::ALL.map(|step| {
        let of_step = firsts.iter().filter(|((s, _), _)| *s == step);
        let values = of_step.map(|((_, flight), time)| {
            let from = drill.flights.get(flight).map_or(drill.begins, |f| f.from);
            time.since_s(from).max(0.0)
        });
        StepTime { step: step.name().to_owned(), time: Spread::of(values.collect()) }
    });
    made.into()
}

/// Contacts and pictures.
fn seen<'l>(drill: &Drill<'l>, firsts: &mut Firsts<'l>) {
    for row in &drill.log.rows {
        match &row.body {
            Body::Contact(contact) => {
                let Some(flight) = contact.flight.as_deref() else { continue };
                let (step, time) = match contact.act {
                    // The beam passed before the row of it was written.
                    ContactAct::Detects => {
                        (Step::Detected, contact.look.map_or(row.time, |l| l.time))
                    }
                    ContactAct::Confirms => (Step::Tracked, row.time),
                    _ => continue,
                };
                note(drill, firsts, (step, flight), time);
            }
            Body::Picture(picture) if picture.act == PictureAct::Gains => {
                let unit = drill.log.names.of(row.entity);
                let key = (Step::Pictured, &*picture.flight);
                if !firsts.contains_key(&key) && is_highest(drill.scenario, unit, &drill.task.id) {
                    note(drill, firsts, key, row.time);
                }
            }
            _ => {}
        }
    }
}

/// Keeps the first time of a step of a mock flight of the drill.
fn note<'l>(
    drill: &Drill<'l>,
    firsts: &mut Firsts<'l>,
    (step, flight): (Step, &'l str),
    time: SimTime,
) {
    if drill.flights.contains_key(flight) && drill.is_mock(flight) {
        let first = firsts.entry((step, flight)).or_insert(time);
        *first = time.min(*first);
    }
}

fn step_of(act: DecisionAct, text: &str) -> Option<Step> {
    Some(match act {
        DecisionAct::Identifies if text.starts_with("hostile") => Step::Identified,
        DecisionAct::Assigns => Step::Assigned,
        DecisionAct::Accepts => Step::Accepted,
        DecisionAct::Launches => Step::Launched,
        DecisionAct::Hits | DecisionAct::Misses => Step::Intercept,
        DecisionAct::CallsDestroyed | DecisionAct::CallsMissed => Step::Called,
        _ => return None,
    })
}
