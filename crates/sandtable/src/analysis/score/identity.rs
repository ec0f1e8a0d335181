//! Wrong identifications: mock targets called neutral, own and neutral flights called hostile.

use super::count;
use super::drill::{Disturbed, Drill};
use crate::record::{DecisionAct, FlightKind};
use serde::Serialize;
use std::collections::BTreeSet;

/// Wrong identifications of a drill, by flight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Identities {
    /// Mock flights that a post called neutral or own.
    pub mock_called_neutral: u32,
    /// Own or neutral flights that a post called hostile: the umpire bars fire at them.
    pub others_called_hostile: u32,
    /// Each post's wrong word about a flight, in order of time.
    pub wrong: Vec<WrongIdentity>,
}

/// A post that was wrong about a flight.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WrongIdentity {
    /// Path of the flight.
    pub flight: String,
    /// What it is: `mock`, `patrol`, `civil`, `recorded`.
    pub kind: String,
    /// The post.
    pub unit: String,
    /// When it first said so.
    pub time: String,
    /// What it called the flight: `hostile`, `own`, `neutral`.
    pub called: String,
    /// Why, as its row says: the filed plan that fits, or none.
    pub plan: String,
    /// How often it said so.
    pub times: u32,
    /// It was right about the flight at another time.
    pub corrected: bool,
    /// The umpire barred fire at the flight.
    pub barred: bool,
    /// What was out of order then.
    pub disturbed: Option<Disturbed>,
}

pub(super) fn identities(drill: &Drill<'_>) -> Identities {
    let mut wrong: Vec<WrongIdentity> = Vec::new();
    let mut right: BTreeSet<(&str, &str)> = BTreeSet::new();
    for said in drill.said.iter().filter(|s| s.row.act == DecisionAct::Identifies) {
        let Some(flight) = said.flight else { continue };
        let Some(kind) = drill.kinds.get(flight) else { continue };
        let (called, plan) = said.row.text.split_once("; ").unwrap_or((&said.row.text, ""));
        if (called == "hostile") == (*kind == FlightKind::Mock) {
            right.insert((flight, said.unit));
            continue;
        }
        let known = wrong.iter_mut().find(|w| w.flight == flight && w.unit == said.unit);
        if let Some(known) = known {
            known.times += 1;
            continue;
        }
        wrong.push(WrongIdentity {
            flight: flight.to_owned(),
            kind: kind.name().to_owned(),
            unit: said.unit.to_owned(),
            time: said.time.to_iso(),
            called: called.to_owned(),
            plan: plan.to_owned(),
            times: 1,
            corrected: false,
            barred: false,
            disturbed: drill.disturbed(said.row.because),
        });
    }
    let barred = drill.said.iter().filter(|s| s.row.act == DecisionAct::Barred);
    let barred: BTreeSet<_> = barred.filter_map(|s| Some((s.flight?, s.unit))).collect();
    for one in &mut wrong {
        one.corrected = right.contains(&(one.flight.as_str(), one.unit.as_str()));
        one.barred = barred.contains(&(one.flight.as_str(), one.unit.as_str()));
    }
    let flights = |mock: bool| {
        let of_kind = wrong.iter().filter(|w| (w.kind == FlightKind::Mock.name()) == mock);
        count(of_kind.map(|w| w.flight.as_str()).collect::<BTreeSet<_>>().len())
    };
    Identities { mock_called_neutral: flights(true), others_called_hostile: flights(false), wrong }
}
