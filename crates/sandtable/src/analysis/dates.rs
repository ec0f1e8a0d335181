//! When a unit reaches a dated state, over replications: quantiles with their intervals.

use crate::base::interval::quantile_order_interval;
use crate::base::time::SimTime;
use crate::scenario::resolved::UnitId;
use crate::sim::UnitDates;

/// Least number of dates for which quantiles are given.
pub const LEAST_FOR_QUANTILES: usize = 20;

/// The three dated states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DatedState {
    /// First vehicle on site.
    Present,
    /// Instruments set up.
    InstrumentReady,
    /// Duty accepted.
    DutyAccepted,
}

impl DatedState {
    /// All of them, in order.
    pub const ALL: [DatedState; 3] =
        [DatedState::Present, DatedState::InstrumentReady, DatedState::DutyAccepted];

    /// Stable name in tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DatedState::Present => "present",
            DatedState::InstrumentReady => "instrument_ready",
            DatedState::DutyAccepted => "duty_accepted",
        }
    }

    /// Its date among those of a unit.
    #[must_use]
    pub fn of(self, dates: &UnitDates) -> Option<SimTime> {
        match self {
            DatedState::Present => dates.present,
            DatedState::InstrumentReady => dates.instrument_ready,
            DatedState::DutyAccepted => dates.duty_accepted,
        }
    }
}

/// Dates of one unit and state over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct DateSummary {
    /// Replications.
    pub n: usize,
    /// Replications in which the unit took part.
    pub took_part: usize,
    /// Replications in which it reached the state within the period.
    pub reached: usize,
    /// 5, 50 and 95 % quantiles of those that did; `None` below 20.
    pub quantiles: Option<[SimTime; 3]>,
    /// 95 % interval of the median by order statistics.
    pub median_interval: Option<(SimTime, SimTime)>,
}

/// Summarises one unit and state over replications, in any order.
pub fn summarise<'d>(
    replications: impl IntoIterator<Item = &'d [UnitDates]>,
    unit: UnitId,
    state: DatedState,
) -> DateSummary {
    let (mut n, mut took_part) = (0, 0);
    let mut dates = Vec::new();
    for replication in replications {
        n += 1;
        let Some(unit) = replication.iter().find(|d| d.unit == unit) else { continue };
        took_part += 1;
        dates.extend(state.of(unit));
    }
    dates.sort_unstable();
    let reached = dates.len();
    let enough = reached >= LEAST_FOR_QUANTILES;
    let quantiles = enough.then(|| [0.05, 0.5, 0.95].map(|q| quantile(&dates, q)));
    let ranks = quantile_order_interval(reached, 0.5, 0.95).filter(|_| enough);
    let median_interval = ranks.map(|(low, high)| (dates[low], dates[high]));
    DateSummary { n, took_part, reached, quantiles, median_interval }
}

/// The quantile of sorted dates: linear between neighbours (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[SimTime], q: f64) -> SimTime {
    let at = q * (sorted.len() - 1) as f64;
    let below = at.floor();
    let (low, high) = (sorted[below as usize], sorted[at.ceil() as usize]);
    SimTime(low.0 + ((high.0 - low.0) as f64 * (at - below)).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(present: Option<i64>) -> Vec<UnitDates> {
        let present = present.map(SimTime);
        vec![UnitDates { unit: UnitId(0), present, instrument_ready: None, duty_accepted: None }]
    }

    #[test]
    fn verif_quantiles_of_equal_steps() {
        // 0, 10, .., 1000: type 7 gives exactly q * 1000.
        let all: Vec<_> = (0..=100).rev().map(|n| dates(Some(n * 10))).collect();
        let s = summarise(all.iter().map(Vec::as_slice), UnitId(0), DatedState::Present);
        assert_eq!((s.n, s.took_part, s.reached), (101, 101, 101));
        assert_eq!(s.quantiles, Some([SimTime(50), SimTime(500), SimTime(950)]));
        let (low, high) = s.median_interval.unwrap();
        assert!(low < SimTime(500) && SimTime(500) < high);
    }

    #[test]
    fn few_dates_give_no_quantiles_and_absent_units_are_counted_apart() {
        let mut all: Vec<_> = (0..19).map(|n| dates(Some(n))).collect();
        all.push(dates(None));
        all.push(Vec::new());
        let s = summarise(all.iter().map(Vec::as_slice), UnitId(0), DatedState::Present);
        assert_eq!((s.n, s.took_part, s.reached), (21, 20, 19));
        assert_eq!((s.quantiles, s.median_interval), (None, None));
    }
}
