//! Where units were, in which state, from when until when.

use crate::base::time::SimTime;
use crate::geo::geodesic::{between, inverse_rounded};
use crate::record::{Move, State, Stay, Trace};
use crate::scenario::resolved::{PlaceId, Scenario, StateName, UnitId};

/// Points of a leg that are looked at for its distance from a place.
const POINTS: u32 = 64;

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

/// A place with the distance from it that still counts (m).
type Spot = (Option<PlaceId>, f64);

/// A trace by unit.
pub(super) struct Whereabouts<'t> {
    scenario: &'t Scenario,
    /// Stays and legs of each unit of the scenario; `None` if it takes no part.
    units: Vec<Option<Of<'t>>>,
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
        Whereabouts { scenario, units }
    }

    pub(super) fn takes_part(&self, id: UnitId) -> bool {
        self.units[id.0 as usize].is_some()
    }

    /// When a unit was first in a state at a spot; `None` if never, or from the start.
    pub(super) fn first(&self, id: UnitId, state: StateName, spot: Spot) -> Option<SimTime> {
        let all = self.times(id, state, spot);
        all.into_iter().map(|(from, _)| from).min().filter(|t| *t > self.scenario.start)
    }

    /// True if a unit was in a state at a spot within a window.
    pub(super) fn holds(&self, id: UnitId, state: StateName, spot: Spot, window: Window) -> bool {
        self.times(id, state, spot).into_iter().any(|(from, until)| {
            from <= window.until && (window.starts_before || until >= window.from)
        })
    }

    /// The times at which a unit was in a state at a spot.
    fn times(&self, id: UnitId, state: StateName, spot: Spot) -> Vec<(SimTime, SimTime)> {
        let Some(of) = &self.units[id.0 as usize] else { return Vec::new() };
        let text = self.scenario.unit(id);
        let mut times = Vec::new();
        // As it began, until its first row.
        let begin = State::starting(text.state);
        let until = of.stays.first().map_or(self.scenario.end, |s| s.time);
        if counts(state, begin) && self.is_at(text.place, spot) {
            times.push((self.scenario.start, until));
        }
        for (at, stay) in of.stays.iter().enumerate() {
            let until = of.stays.get(at + 1).map_or(self.scenario.end, |next| next.time);
            let place = stay.place.as_ref().and_then(|p| self.place(p));
            if counts(state, stay.state) && self.is_at(place, spot) {
                times.push((stay.time, until));
            }
        }
        if let (StateName::Seen | StateName::OnRail, Some(_)) = (state, spot.0) {
            times.extend(of.moves.iter().filter_map(|leg| self.passes(leg, spot)));
        }
        times
    }

    fn place(&self, id: &str) -> Option<PlaceId> {
        let at = self.scenario.places.binary_search_by(|p| p.id.as_str().cmp(id)).ok()?;
        u32::try_from(at).ok().map(PlaceId)
    }

    fn at(&self, id: PlaceId) -> Option<(f64, f64)> {
        self.scenario.place(id).at
    }

    fn is_at(&self, place: Option<PlaceId>, (spot, within_m): Spot) -> bool {
        let Some(spot) = spot else { return true };
        let Some(place) = place else { return false };
        if place == spot {
            return true;
        }
        match (self.at(place), self.at(spot)) {
            (Some(a), Some(b)) if within_m > 0.0 => inverse_rounded(a, b).distance_m <= within_m,
            _ => false,
        }
    }

    /// When a leg touches a spot: at its ends, or while it is near enough.
    fn passes(&self, leg: &Move, (spot, within_m): Spot) -> Option<(SimTime, SimTime)> {
        let spot = spot?;
        let (from, to) = (self.place(&leg.from)?, self.place(&leg.to)?);
        let end = |t| Some((t, t));
        if from == spot && leg.part.0 == 0.0 {
            return end(leg.start);
        }
        if to == spot && leg.part.1 >= 1.0 {
            return end(leg.end);
        }
        if within_m <= 0.0 {
            return None;
        }
        let (a, b, here) = (self.at(from)?, self.at(to)?, self.at(spot)?);
        let near = |n: &u32| {
            let share = f64::from(*n) / f64::from(POINTS);
            let part = leg.part.0 + share * (leg.part.1 - leg.part.0);
            inverse_rounded(between(a, b, part), here).distance_m <= within_m
        };
        let first = (0..=POINTS).find(near)?;
        let last = (0..=POINTS).rev().find(near)?;
        let took_s = leg.end.since_s(leg.start);
        let time = |n: u32| leg.start.plus_s(took_s * f64::from(n) / f64::from(POINTS));
        Some((time(first), time(last)))
    }
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
