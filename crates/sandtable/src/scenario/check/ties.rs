//! Units that ask for one ramp at one instant: who goes first is a rule of ours, and worth hours.

use crate::scenario::diagnostic::Diagnostic;
use crate::scenario::quantity::Scope;
use crate::scenario::read::Reader;
use crate::scenario::resolved::{Movement, Scenario};
use std::collections::BTreeMap;

/// Notes units whose loading starts at one written instant at one station.
pub(super) fn check_ties(scenario: &Scenario, cx: &mut Reader<'_>) {
    let mut together: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for unit in &scenario.units {
        for order in &unit.orders {
            let Movement::Rail(m) = &order.movement else { continue };
            // An instant that is each unit's own brings nobody together.
            if scenario.param(m.load_start.param).scope != Scope::Shared || order.back_of.is_some()
            {
                continue;
            }
            let mut stations: Vec<_> = m.journeys.table.iter().map(|j| j.load_at).collect();
            stations.dedup();
            for station in stations {
                together.entry((station, m.load_start.param)).or_default().push(&unit.id);
            }
        }
    }
    for ((station, start), units) in together.into_iter().filter(|(_, units)| units.len() > 1) {
        let words = format!(
            "{} load at `{}` from the same instant: they are given ramps in order of id, which no source says",
            units.iter().map(|u| format!("`{u}`")).collect::<Vec<_>>().join(" and "),
            scenario.place(station).id
        );
        let note = Diagnostic::note("ramp/tie", cx.params[start.0 as usize].span, words);
        cx.out
            .push(note.hint("give one of them a start of its own to see what the order is worth"));
    }
}
