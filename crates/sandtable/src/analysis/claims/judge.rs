//! One claim against one run.

use super::spot::Spot;
use super::whereabouts::{Whereabouts, Window};
use crate::base::time::SimTime;
use crate::draw::{Luck, Realisation};
use crate::geo::border::Countries;
use crate::geo::geodesic::inverse_rounded;
use crate::record::Trace;
use crate::scenario::distance::compare;
use crate::scenario::param::{Num, Spec, When};
use crate::scenario::quantity::Instant;
use crate::scenario::read::dim;
use crate::scenario::resolved::{
    Claim, Movement, PlaceId, Scenario, StateName, Subject, Unit, UnitId, within_m,
};
use std::collections::BTreeSet;

/// What a run says to a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It happened so.
    Consistent,
    /// It did not happen so.
    Contradicted,
    /// The scenario cannot say: outside its period, its places or its units.
    NotCovered,
    /// It makes no claim about units.
    Statement,
}

impl Verdict {
    /// Stable name in tables and JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Consistent => "consistent",
            Verdict::Contradicted => "contradicted",
            Verdict::NotCovered => "not_covered",
            Verdict::Statement => "statement",
        }
    }
}

/// A claim judged by one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The verdict.
    pub verdict: Verdict,
    /// When what it says was first so, inside the time that it speaks of; claims about units at places only.
    pub first: Option<SimTime>,
    /// Why, for people.
    pub why: String,
}

impl Found {
    fn new(verdict: Verdict, why: impl Into<String>) -> Self {
        Found { verdict, first: None, why: why.into() }
    }
}

/// True if a time claim's place was itself inferred from reports: it tests the time, given the place.
///
/// So it is if a spent claim puts a unit that is meant at a place that overlaps this one's, under whatever name.
#[must_use]
pub fn is_given_place(scenario: &Scenario, claim: &Claim) -> bool {
    let is_timed = |claim: &Claim| claim.by.is_some() || claim.on.is_some();
    if !is_timed(claim) {
        return false;
    }
    scenario.claims.iter().filter(|other| other.spent && !is_timed(other)).any(|other| {
        let mut units = scenario.units.iter().enumerate();
        overlap(scenario, claim, other)
            && units.any(|(at, unit)| is_about(claim, at, unit) && is_about(other, at, unit))
    })
}

/// True if the places of two claims, each with what still counts as it, have a point in common.
fn overlap(scenario: &Scenario, one: &Claim, other: &Claim) -> bool {
    let (Some(a), Some(b)) = (one.place, other.place) else { return false };
    let reach_m = within_m(scenario, one) + within_m(scenario, other);
    let at = (scenario.place(a).at, scenario.place(b).at);
    a == b || matches!(at, (Some(a), Some(b)) if inverse_rounded(a, b).distance_m <= reach_m)
}

/// Judges the claims of a scenario.
pub struct Judge<'s> {
    scenario: &'s Scenario,
    /// By number of the claim: verdict and reason of what is the same in every run.
    fixed: Vec<Option<Found>>,
    /// By number of the claim: its place.
    spots: Vec<Option<Spot>>,
    /// By number of the claim: units that could come to its place at all.
    able: Vec<bool>,
}

impl<'s> Judge<'s> {
    /// A judge; distances to borders need `countries`.
    #[must_use]
    pub fn new(scenario: &'s Scenario, countries: Option<&Countries>) -> Self {
        let claims = &scenario.claims;
        let spot = |claim: &Claim| {
            claim.place.map(|place| Spot::new(scenario, place, within_m(scenario, claim)))
        };
        let spots: Vec<_> = claims.iter().map(spot).collect();
        let able = claims.iter().zip(&spots).map(|(claim, spot)| {
            spot.as_ref().is_none_or(|spot| {
                let units = scenario.units.iter().enumerate();
                let mut about = units.filter(|(at, unit)| is_about(claim, *at, unit));
                about.any(|(_, unit)| can_be_at(unit, spot))
            })
        });
        let able = able.collect();
        let fixed = claims.iter().map(|claim| fixed(scenario, claim, countries)).collect();
        Judge { scenario, fixed, spots, able }
    }

    /// Judges every claim by a run, in the order of the scenario.
    #[must_use]
    pub fn all(&self, trace: &Trace, inputs: &Realisation<'_>, luck: Luck) -> Vec<Found> {
        let whereabouts = Whereabouts::new(self.scenario, trace);
        let all = 0..self.scenario.claims.len();
        all.map(|at| match &self.fixed[at] {
            Some(found) => found.clone(),
            None => self.claim(at, &whereabouts, (inputs, luck)),
        })
        .collect()
    }

    fn claim(
        &self,
        at: usize,
        whereabouts: &Whereabouts<'_>,
        drawn: (&Realisation<'_>, Luck),
    ) -> Found {
        let claim = &self.scenario.claims[at];
        let units = self.units(claim, whereabouts);
        if units.is_empty() {
            return Found::new(Verdict::NotCovered, "its unit takes no part in this run");
        }
        let window = match window(self.scenario, claim) {
            Ok(window) => window,
            Err(why) => return Found::new(Verdict::NotCovered, why),
        };
        match &claim.count {
            Some(count) => self.count(at, (count, &units, window), whereabouts, drawn),
            None => self.presence(at, (&units, window), whereabouts),
        }
    }

    /// The units that a claim is about and that take part.
    fn units(&self, claim: &Claim, whereabouts: &Whereabouts<'_>) -> Vec<UnitId> {
        let units = self.scenario.units.iter().enumerate();
        let about = units.filter(|(at, unit)| is_about(claim, *at, unit));
        let ids = about.map(|(at, _)| UnitId(u32::try_from(at).unwrap_or(u32::MAX)));
        ids.filter(|id| whereabouts.takes_part(*id)).collect()
    }

    fn presence(
        &self,
        at: usize,
        (units, window): (&[UnitId], Window),
        whereabouts: &Whereabouts<'_>,
    ) -> Found {
        if self.scenario.claims[at].state == Some(StateName::Training) && !whereabouts.is_full() {
            return Found::new(Verdict::NotCovered, "a quick replication plays no tasks");
        }
        if !self.able[at] {
            return Found::new(Verdict::NotCovered, "no way of these units leads there");
        }
        let state = self.scenario.claims[at].state.unwrap_or(StateName::Seen);
        let spot = self.spots[at].as_ref();
        let inside = units.iter().filter_map(|id| whereabouts.within(*id, state, spot, window));
        let inside = inside.min();
        let ever = units.iter().filter_map(|id| whereabouts.first(*id, state, spot)).min();
        let ends_early = window.until > self.scenario.end;
        let (verdict, why) = match (inside, ever) {
            (Some(t), _) if t <= self.scenario.start => {
                (Verdict::Consistent, "so from the start".to_owned())
            }
            (Some(t), _) if t == window.from => {
                (Verdict::Consistent, "already so when the time it speaks of begins".to_owned())
            }
            (Some(t), _) => (Verdict::Consistent, format!("so from {}", t.to_short())),
            (None, _) if ends_early => {
                (Verdict::NotCovered, "the period ends before the time it speaks of".to_owned())
            }
            (None, Some(t)) => {
                let when = if t > window.until { "later" } else { "at other times" };
                (Verdict::Contradicted, format!("so {when} only, first on {}", t.to_short()))
            }
            (None, None) => (Verdict::Contradicted, "not so within the period".to_owned()),
        };
        Found { verdict, first: inside, why }
    }

    /// Counts units, aircraft of all units, or vehicles of each unit.
    fn count(
        &self,
        at: usize,
        (count, units, window): (&Num<dim::Count>, &[UnitId], Window),
        whereabouts: &Whereabouts<'_>,
        (inputs, luck): (&Realisation<'_>, Luck),
    ) -> Found {
        let claim = &self.scenario.claims[at];
        let spot = self.spots[at].as_ref();
        let param = self.scenario.param(count.param);
        let Spec::Number(number) = &param.spec else {
            return Found::new(Verdict::NotCovered, "its number is a mixture");
        };
        let (low, high) = number.quantity.dist.support();
        let state = claim.state.unwrap_or(StateName::Seen);
        let there = |id: &&UnitId| {
            let timed = claim.place.is_some() || claim.state.is_some() || claim.by.is_some();
            !timed || whereabouts.within(**id, state, spot, window).is_some()
        };
        let units: Vec<&UnitId> = units.iter().filter(there).collect();
        let value = |num: &Num<dim::Count>| luck.value(inputs, num, 0);
        let unit = |id: &UnitId| self.scenario.unit(*id);
        let noun = param.unit().unwrap_or("units");
        let vehicles = claim.of.as_deref().or((noun == "launchers").then_some("launchers"));
        let counts: Vec<f64> = if let Some(kind) = vehicles {
            let of = |u: &Unit| u.vehicles.iter().find(|v| v.id == kind).map(|v| value(&v.count));
            units.iter().filter_map(|id| of(unit(id))).collect()
        } else if noun == "aircraft" {
            let of = |id: &&UnitId| unit(id).aircraft.as_ref().map(value);
            vec![units.iter().filter_map(of).sum()]
        } else {
            vec![units.len() as f64]
        };
        if counts.is_empty() {
            return Found::new(Verdict::NotCovered, "nothing of this kind is counted here");
        }
        let agree = counts.iter().all(|n| (low..=high).contains(n));
        let verdict = if agree { Verdict::Consistent } else { Verdict::Contradicted };
        let each = if vehicles.is_some() { " each" } else { "" };
        Found::new(verdict, format!("{:.0} {noun}{each} here", counts[0]))
    }
}

/// A verdict that is the same in every run: statements and distances.
fn fixed(scenario: &Scenario, claim: &Claim, countries: Option<&Countries>) -> Option<Found> {
    if claim.subject == Subject::Statement || claim.statement.is_some() {
        return Some(Found::new(Verdict::Statement, "no claim about units"));
    }
    claim.distance.as_ref()?;
    let Some(compared) = compare(scenario, claim, countries) else {
        return Some(Found::new(Verdict::NotCovered, "this distance cannot be computed here"));
    };
    let verdict = if compared.agree() { Verdict::Consistent } else { Verdict::Contradicted };
    Some(Found::new(verdict, compared.words()))
}

/// True for a unit that a claim's subject means.
pub(super) fn is_about(claim: &Claim, at: usize, unit: &Unit) -> bool {
    match &claim.subject {
        Subject::Unit(named) => named.0 as usize == at,
        Subject::Any(kind) => unit.kind == *kind,
        Subject::Place(_) | Subject::Statement => false,
    }
}

/// True if a unit could come to a spot at all.
fn can_be_at(unit: &Unit, spot: &Spot) -> bool {
    let mut places = BTreeSet::new();
    ways(unit, &mut places);
    places.into_iter().any(|p| spot.holds(Some(p)))
}

/// Every place that a unit's orders can bring it to or past.
fn ways(unit: &Unit, places: &mut BTreeSet<PlaceId>) {
    places.extend(unit.place);
    for order in &unit.orders {
        match &order.movement {
            Movement::Rail(m) => {
                for way in &m.journeys.table {
                    places.extend([way.load_at, way.to, way.site]);
                    places.extend(way.stages.iter().flat_map(|s| [s.from, s.to]));
                }
            }
            Movement::Road(m) => drop(places.insert(m.to)),
            Movement::Air(m) => {
                let legs = m.routes.table.iter().flat_map(|r| &r.legs);
                places.extend(legs.flat_map(|leg| [leg.from, leg.to]));
            }
        }
    }
}

/// The time that a claim speaks of.
fn window(scenario: &Scenario, claim: &Claim) -> Result<Window, &'static str> {
    let whole = Window { from: scenario.start, until: scenario.end, starts_before: true };
    let window = match (&claim.by, &claim.on) {
        (Some(by), _) => Window { until: span_of(scenario, by).1, ..whole },
        (None, Some(on)) => {
            let (from, until) = span_of(scenario, on);
            Window { from, until, starts_before: false }
        }
        (None, None) => whole,
    };
    if window.until < scenario.start || window.from > scenario.end {
        return Err("it speaks of a time outside the period");
    }
    Ok(window)
}

/// First and last instant of what is written.
fn span_of(scenario: &Scenario, when: &When) -> (SimTime, SimTime) {
    let Spec::Instant(instant) = &scenario.param(when.param).spec else {
        return (scenario.start, scenario.end);
    };
    match *instant {
        Instant::At(t) => (t, t),
        Instant::Day { start, end } => (start, end),
        Instant::Uniform(a, b) | Instant::Triangular(a, _, b) => (a, b),
        Instant::Normal(mean, sd) => (mean.plus_s(-2.0 * sd), mean.plus_s(2.0 * sd)),
        Instant::Relative { .. } | Instant::DDay { .. } => (scenario.start, scenario.end),
    }
}
