//! The link of a unit to the post above it, as it is: up, down, given up.

use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::model::command::outage::Outage;
use crate::record::{Because, Cause};
use crate::scenario::resolved::Link;

/// The state of a link and of the unit under it.
#[derive(Clone, Copy, Debug)]
pub struct Touch {
    /// Since when it is down, and the row that says so.
    pub down: Option<(SimTime, Cause)>,
    /// Until when it will be; a second cut makes it longer.
    pub down_until: SimTime,
    /// Both ends have given it up: the row by which the unit went on by itself.
    pub lost: Option<Cause>,
    /// The unit's post does nothing until then.
    pub failed_until: Option<SimTime>,
    /// What is out of order here, for the rest of the drill.
    pub disturbed: Option<Because>,
}

impl Default for Touch {
    fn default() -> Self {
        let down_until = SimTime(i64::MIN);
        Touch { down: None, down_until, lost: None, failed_until: None, disturbed: None }
    }
}

impl Touch {
    /// What stands behind a decision of the unit: that it is on its own, else what is out of order.
    #[must_use]
    pub fn because(&self) -> Option<Because> {
        let alone =
            self.lost.map(|row| Because { what: crate::record::Disturbance::Delegation, row });
        alone.or(self.disturbed)
    }
}

/// Most outages of a link that are looked at: a link that fails more often is always failing.
const MOST_OUTAGES: u32 = 100_000;

/// The outages of a link that touch a window, from the alternating process that begins, up, at the scenario's start:
/// times between outages are exponential, each outage is as long as its number says.
#[must_use]
pub fn outages(
    (inputs, luck): (&Realisation<'_>, Luck),
    (unit, link): (&str, &Link),
    (from, to): (SimTime, SimTime),
) -> Vec<(SimTime, SimTime)> {
    let mut all = Vec::new();
    let (Some(between), Some(length)) = (&link.between_outages, &link.outage) else { return all };
    let stream = StreamKey::luck(luck.seed, luck.index);
    let entity = Entity::of_path(unit);
    let process = Outage { mean_up_s: inputs.value(between).max(1.0), mean_down_s: 0.0 };
    let mut up = inputs.scenario.start;
    for n in 0..MOST_OUTAGES {
        let u = uniform(stream, Purpose::OUTAGE, entity, n, 0);
        let down = up.plus_s(process.next_s(true, u));
        if down >= to {
            break;
        }
        up = down.plus_s(luck.value(inputs, length, n).max(1e-3));
        if up > from {
            all.push((down, up));
        }
    }
    all
}
