//! Where units were, in which state, from when until when.

use super::spot::Spot;
use crate::base::time::SimTime;
use crate::record::{Move, State, Stay, Trace};
use crate::scenario::resolved::{PlaceId, Scenario, StateName, UnitId};

/// The time that a claim speaks of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Window {
    /// Not before.
    pub from: SimTime,
    /// Not after.
    pub until: SimTime,
    /// What began before counts even if it is over: `by`.
    pub starts_before: bool,
}

/// A trace by unit.
pub(super) struct Whereabouts<'t> {
    scenario: &'t Scenario,
    /// Stays and legs of each unit of the scenario; `None` if it takes no part.
    units: Vec<Option<Of<'t>>>,
    is_full: bool,
}

#[derive(Default)]
struct Of<'t> {
    stays: Vec<&'t Stay>,
    moves: Vec<&'t Move>,
}

impl<'t> Whereabouts<'t> {
    pub(super) fn new(scenario: &'t Scenario, trace: &'t Trace) -> Self {
        let mut units: Vec<Option<Of>> = scenario.units.iter().map(|_| None).collect();
        let mut of_rank = vec![None; trace.names.len()];
        for (rank, unit) in of_rank.iter_mut().enumerate() {
            let path = trace.names.of(u32::try_from(rank).unwrap_or(u32::MAX));
            let id = path.strip_prefix("units/").and_then(|id| scenario.unit_named(id));
            if let Some(id) = id {
                *unit = Some(id.0 as usize);
                units[id.0 as usize] = Some(Of::default());
            }
        }
        for stay in &trace.stays {
            if let Some(of) = of_rank[stay.entity as usize].and_then(|at: usize| units[at].as_mut())
            {
                of.stays.push(stay);
            }
        }
        for leg in &trace.moves {
            if let Some(of) = of_rank[leg.entity as usize].and_then(|at: usize| units[at].as_mut())
            {
                of.moves.push(leg);
            }
        }
        Whereabouts { scenario, units, is_full: trace.is_full }
    }

    /// True for a full run, which plays tasks too.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(super) fn takes_part(&self, id: UnitId) -> bool {
        self.units[id.0 as usize].is_some()
    }

    /// When a unit was first in a state at a spot; `None` if never, or from the start.
    pub(super) fn first(
        &self,
        id: UnitId,
        state: StateName,
        spot: Option<&Spot>,
    ) -> Option<SimTime> {
        let all = self.times(id, state, spot);
        all.into_iter().map(|(from, _)| from).min().filter(|t| *t > self.scenario.start)
    }

    /// When a unit was first in a state at a spot within a window; the window's begin if it was so already.
    pub(super) fn within(
        &self,
        id: UnitId,
        state: StateName,
        spot: Option<&Spot>,
        window: Window,
    ) -> Option<SimTime> {
        let inside = |(from, until): (SimTime, SimTime)| {
            let counts = from <= window.until && (window.starts_before || until >= window.from);
            counts.then(|| from.max(window.from))
        };
        self.times(id, state, spot).into_iter().filter_map(inside).min()
    }

    /// The times at which a unit was in a state at a spot.
    fn times(&self, id: UnitId, state: StateName, spot: Option<&Spot>) -> Vec<(SimTime, SimTime)> {
        let Some(of) = &self.units[id.0 as usize] else { return Vec::new() };
        let text = self.scenario.unit(id);
        let mut times = Vec::new();
        // As it began, until its first row.
        let begin = State::starting(text.state);
        let until = of.stays.first().map_or(self.scenario.end, |s| s.time);
        if counts(state, begin) && is_at(text.place, spot) {
            times.push((self.scenario.start, until));
        }
        for (at, stay) in of.stays.iter().enumerate() {
            let until = of.stays.get(at + 1).map_or(self.scenario.end, |next| next.time);
            let place = stay.place.as_ref().and_then(|p| self.place(p));
            if counts(state, stay.state) && is_at(place, spot) {
                times.push((stay.time, until));
            }
        }
        if let (StateName::Seen | StateName::OnRail, Some(spot)) = (state, spot) {
            times.extend(of.moves.iter().filter_map(|leg| self.passes(leg, spot)));
        }
        times
    }

    fn place(&self, id: &str) -> Option<PlaceId> {
        let at = self.scenario.places.binary_search_by(|p| p.id.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok().map(PlaceId)
    }

    /// When a leg touches a spot.
    fn passes(&self, leg: &Move, spot: &Spot) -> Option<(SimTime, SimTime)> {
        let (first, last) = spot.passed(self.place(&leg.from)?, self.place(&leg.to)?)?;
        let (low, high) = leg.part;
        // The leg may be a part of the way: what of it lies between the two shares.
        let (first, last) = (first.max(low), last.min(high));
        if first > last {
            return None;
        }
        let took_s = leg.end.since_s(leg.start);
        let time = |share: f64| leg.start.plus_s(took_s * (share - low) / (high - low).max(1e-12));
        Some((time(first), time(last)))
    }
}

fn is_at(place: Option<PlaceId>, spot: Option<&Spot>) -> bool {
    spot.is_none_or(|spot| spot.holds(place))
}

/// Whether a state is what a claim's word means; being at the site includes everything that follows there.
fn counts(claimed: StateName, actual: State) -> bool {
    let set_up = matches!(
        actual,
        State::InstrumentReady
            | State::Fortified
            | State::Camouflaged
            | State::Linked
            | State::Inspected
            | State::DutyAccepted
    );
    match claimed {
        StateName::Seen => true,
        StateName::Present => {
            set_up || matches!(actual, State::Present | State::Emplacing | State::Training)
        }
        StateName::InstrumentReady => set_up,
        other => other.word() == actual.name(),
    }
}
