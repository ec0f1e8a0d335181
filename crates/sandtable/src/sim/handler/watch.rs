//! Radars at work: a unit watches while it takes part in a task; each turn of an antenna is one event.

use super::{At, after};
use crate::base::purpose::Purpose;
use crate::base::rng::{Entity, StreamKey, uniform};
use crate::base::time::SimTime;
use crate::record::{Body, Cause, ContactAct, ContactRow, Fidelity, Sink};
use crate::sim::air::contact::Change;
use crate::sim::air::keeper::{self, Keeper, TrackNews};
use crate::sim::air::radar::{Level, Noisy};
use crate::sim::air::{Contact, LookedAt, RadarState};
use crate::sim::event::{Event, Kind};
use crate::sim::outbox::Outbox;
use crate::sim::world::World;
use std::cell::Cell;
use std::sync::Arc;

/// A unit switches its radars on until an instant; what already flies comes within their reach.
pub(in crate::sim) fn begin<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (until, looks): (SimTime, bool),
) {
    if !looks {
        return;
    }
    let scenario = out.inputs.scenario;
    let unit = world.unit(at.rank);
    let text = scenario.unit(unit.id);
    // What is not set up, or whose place nobody knows, sees nothing.
    let ready = unit.dates[1].is_some() && unit.trip.is_none();
    let Some(place) = unit.place.and_then(|p| scenario.place(p).at).filter(|_| ready) else {
        return;
    };
    if !unit.radars.is_empty() {
        let longer = unit.watch_until.max(until);
        world.unit_mut(at.rank).watch_until = longer;
        out.post(at.rank, until, Event { kind: Kind::WatchEnd, cause: at.cause });
        return;
    }
    let k = scenario.air.as_ref().map_or(crate::geo::refraction::STANDARD_K, |air| {
        out.inputs.value(&air.refraction).max(0.5)
    });
    let with = (&out.inputs, out.luck);
    let mut radars = Vec::new();
    for (number, radar) in (0_u32..).zip(&text.radars) {
        let of = (text.id.as_str(), radar, number);
        radars.extend(RadarState::drawn(with, of, place, k, &mut world.curves));
    }
    for radar in &mut radars {
        radar.on = out.time();
        radar.keeper = Keeper::new(world.fidelity, world.rules, radar);
    }
    if radars.is_empty() {
        return;
    }
    for radar in &text.radars {
        radar.values(|param, field| out.note(param, field));
    }
    if let Some(air) = &scenario.air {
        out.note(air.refraction.param, &air.refraction.field);
    }
    let row = out.row_with(at.rank, at.cause, || Body::Order {
        order: Arc::from("radars-on"),
        author: Arc::from("crew"),
        text: Arc::from(names(&radars)),
    });
    for (radar, state) in (0_u32..).zip(&radars) {
        for (number, flight) in (0_u32..).zip(&world.flights) {
            let Some(flying) = flight.in_air(out.time()) else { continue };
            for (from, end) in state.reached(flying) {
                if end > out.time() {
                    let kind = Kind::Reach { radar, flight: number, until: end };
                    let event = Event { kind, cause: Some(row) };
                    out.post(at.rank, from.max(out.time()), event);
                }
            }
        }
    }
    let unit = world.unit_mut(at.rank);
    (unit.radars, unit.watch_until) = (radars, until);
    out.post(at.rank, until, Event { kind: Kind::WatchEnd, cause: Some(row) });
}

fn names(radars: &[RadarState]) -> String {
    let all: Vec<_> = radars.iter().map(|r| &*r.id).collect();
    all.join(", ")
}

/// A flight comes within reach of a radar.
pub(in crate::sim) fn reach<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (radar, flight, until): (u32, u32, SimTime),
) {
    let name = out.names.shared(world.flights[flight as usize].rank);
    let target = world.flights[flight as usize].key;
    let now = out.time();
    let unit = world.unit_mut(at.rank);
    let Some(state) = unit.radars.get_mut(radar as usize) else { return };
    let mut contact = Contact::new(flight, Entity::pair(state.key, target), until);
    contact.row = Some(out.row_with(at.rank, at.cause, || {
        Body::Contact(Box::new(ContactRow {
            act: ContactAct::Enters,
            sensor: Arc::clone(&state.id),
            flight: Some(name),
            track: None,
            look: None,
            looks: 0,
            plots: 0,
        }))
    }));
    match state.contacts.binary_search_by_key(&flight, |c| c.flight) {
        // Patrols come back before they have left.
        Ok(known) => state.contacts[known].until = state.contacts[known].until.max(until),
        Err(place) => state.contacts.insert(place, contact),
    }
    if !state.scanning {
        state.scanning = true;
        let turn = state.turn_at(now);
        let end = state.turn_end(turn).max(after(out, 0.0));
        out.post(at.rank, end, Event { kind: Kind::Scan { radar, turn }, cause: at.cause });
    }
}

/// A turn of an antenna ends: every flight within reach was looked at once.
pub(in crate::sim) fn scan<S: Sink>(
    world: &mut World,
    out: &mut Outbox<'_, S>,
    at: At,
    (radar, turn): (u32, u32),
) {
    let (mut looks, mut seen) = std::mem::take(&mut world.desk);
    looks.clear();
    seen.clear();
    let unit = world.unit_mut(at.rank);
    let Some(state) = unit.radars.get_mut(radar as usize) else { return };
    // The radar is taken out so that flights can be read beside it.
    let mut contacts = std::mem::take(&mut state.contacts);
    let state = &world.unit(at.rank).radars[radar as usize];
    let key = StreamKey::luck(out.luck.seed, out.luck.index);
    let noisy = noisy(world);
    for contact in &mut contacts {
        let target = &world.flights[contact.flight as usize];
        // Drawn for every look, wanted or not: a processor works on it beside the look, and guesses no outcome.
        let drawn = uniform(key, Purpose::LOOK, contact.key, turn, 0);
        let look = target.flight.as_ref().and_then(|flight| {
            let target = (contact.flight, &**flight);
            state.look(target, turn, &mut contact.hint, &noisy)
        });
        seen.push(drawn < look.map_or(0.0, |look| look.chance));
        looks.push(look);
    }
    let swaps = merge(state, &mut contacts, &looks, &mut seen);
    let mut scanned = Scanned { at, radar, turn, contacts, looks, seen, swaps };
    scanned.tell(world, out);
    let end = world.unit(at.rank).radars[radar as usize].turn_end(turn);
    let next_end = world.unit(at.rank).radars[radar as usize].turn_end(turn + 1);
    scanned.leave(world, out, end);
    let has_tracks = |r: &RadarState| r.keeper.as_ref().is_some_and(Keeper::is_busy);
    let is_busy =
        !scanned.contacts.is_empty() || has_tracks(&world.unit(at.rank).radars[radar as usize]);
    world.desk = (scanned.looks, scanned.seen);
    let state = &mut world.unit_mut(at.rank).radars[radar as usize];
    state.contacts = scanned.contacts;
    state.scanning = is_busy;
    if is_busy {
        let kind = Kind::Scan { radar, turn: turn + 1 };
        let end = next_end.max(after(out, 0.0));
        out.post(at.rank, end, Event { kind, cause: None });
    }
}

/// What sends noise and has begun to fly.
fn noisy(world: &World) -> Vec<Noisy<'_>> {
    let sending = world.noisy.iter().filter_map(|number| {
        let flight = world.flights[*number as usize].flight.as_deref()?;
        Some(Noisy { number: *number, flight, last: Cell::new((0, Level::NONE)) })
    });
    sending.collect()
}

/// Targets in one resolution cell give one plot, that of the stronger echo; two tracks that come apart again
/// may have changed places. Gives the pairs that came apart.
fn merge(
    radar: &RadarState,
    contacts: &mut [Contact],
    looks: &[Option<LookedAt>],
    seen: &mut [bool],
) -> Vec<(usize, usize)> {
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (one, two) in neighbours(looks, radar.cell_m) {
        let (Some(a), Some(b)) = (looks[one], looks[two]) else { continue };
        let turn = std::f64::consts::TAU;
        let apart = (a.bearing_rad - b.bearing_rad).abs();
        if apart.min(turn - apart) < radar.beam_rad && (seen[one] || seen[two]) {
            if seen[one] && seen[two] {
                seen[if a.snr >= b.snr { two } else { one }] = false;
            }
            merged.push((one, two));
        }
    }
    let mut apart = Vec::new();
    if merged.is_empty() && contacts.iter().all(|c| c.merged_with.is_none()) {
        return apart;
    }
    for at in 0..contacts.len() {
        let Some(other) = contacts[at].merged_with else { continue };
        let Ok(with) = contacts.binary_search_by_key(&other, |c| c.flight) else { continue };
        let still = merged.iter().any(|p| *p == (at, with) || *p == (with, at));
        if !still && at < with && contacts[at].track.is_some() && contacts[with].track.is_some() {
            apart.push((at, with));
        }
    }
    contacts.iter_mut().for_each(|c| c.merged_with = None);
    for (one, two) in merged {
        contacts[one].merged_with = Some(contacts[two].flight);
        contacts[two].merged_with = Some(contacts[one].flight);
    }
    apart
}

/// Pairs of looks less than a cell apart in range, in order of the later one, then of the earlier one.
fn neighbours(looks: &[Option<LookedAt>], cell_m: f64) -> Vec<(usize, usize)> {
    /// Up to so many looks all pairs are cheaper than a table.
    const FEW: usize = 24;
    let near = |a: &LookedAt, b: &LookedAt| (a.range_m - b.range_m).abs() < cell_m;
    let mut pairs = Vec::new();
    if looks.len() <= FEW {
        // A range that is no number is near none.
        let mut ranges = [f64::NAN; FEW];
        for (two, b) in looks.iter().enumerate() {
            let Some(b) = b else { continue };
            let before = &ranges[..two];
            // Without a branch in it: nearly always there is none.
            if before.iter().fold(false, |any, r| any | ((r - b.range_m).abs() < cell_m)) {
                let near =
                    before.iter().enumerate().filter(|(_, r)| (*r - b.range_m).abs() < cell_m);
                pairs.extend(near.map(|(one, _)| (one, two)));
            }
            ranges[two] = b.range_m;
        }
        return pairs;
    }
    // Chains by range cell in a table twice as long as the list.
    const NONE: u32 = u32::MAX;
    let mask = (2 * looks.len()).next_power_of_two() - 1;
    let cell_of = |look: &LookedAt| (look.range_m / cell_m) as u64;
    let mut head = vec![NONE; mask + 1];
    let mut next = vec![NONE; looks.len()];
    for (two, b) in looks.iter().enumerate() {
        let Some(b) = b else { continue };
        let cell = cell_of(b);
        let found = pairs.len();
        for other in cell.saturating_sub(1)..=cell + 1 {
            let mut at = head[other as usize & mask];
            while at != NONE {
                let one = at as usize;
                if looks[one].as_ref().is_some_and(|a| cell_of(a) == other && near(a, b)) {
                    pairs.push((one, two));
                }
                at = next[one];
            }
        }
        pairs[found..].sort_unstable();
        let slot = cell as usize & mask;
        // An index of a contact fits: flights are limited.
        next[two] = head[slot];
        head[slot] = two as u32;
    }
    pairs
}

/// A turn of an antenna with what it saw.
struct Scanned {
    at: At,
    radar: u32,
    turn: u32,
    contacts: Vec<Contact>,
    looks: Vec<Option<LookedAt>>,
    seen: Vec<bool>,
    swaps: Vec<(usize, usize)>,
}

impl Scanned {
    /// Writes what changed, keeps tracks, and sends word of them.
    fn tell<S: Sink>(&mut self, world: &mut World, out: &mut Outbox<'_, S>) {
        if world.fidelity != Fidelity::L1 {
            self.track(world, out);
            return;
        }
        self.swap(world, out);
        let rules = world.rules;
        let mut number = world.unit(self.at.rank).radars[self.radar as usize].tracks + 1;
        for n in 0..self.contacts.len() {
            if self.looks[n].is_none() {
                continue;
            }
            let (contact, seen) = (&mut self.contacts[n], self.seen[n]);
            let is_first = seen && contact.plots == 0;
            let had = contact.track;
            let change = contact.looked(seen, rules, number);
            if is_first {
                self.row(world, out, n, ContactAct::Detects);
            }
            if let Some(change) = change {
                number += u32::from(change == Change::Confirms);
                self.changed(world, out, (n, had), change);
            }
        }
        world.unit_mut(self.at.rank).radars[self.radar as usize].tracks = number - 1;
    }

    /// Writes that a track begins or ends, and sends word of it; `had` is the one that there was.
    fn changed<S: Sink>(
        &mut self,
        world: &mut World,
        out: &mut Outbox<'_, S>,
        (n, had): (usize, Option<u32>),
        change: Change,
    ) {
        match change {
            Change::Confirms => {
                let row = self.row(world, out, n, ContactAct::Confirms);
                self.report(world, out, n, (true, row));
            }
            Change::Drops => {
                self.contacts[n].track = had;
                let row = self.row(world, out, n, ContactAct::Drops);
                self.contacts[n].track = None;
                self.report(world, out, n, (false, row));
            }
        }
    }

    /// Looks are counted here, tracks are kept from plots that do not say whose they are.
    fn track<S: Sink>(&mut self, world: &mut World, out: &mut Outbox<'_, S>) {
        for n in 0..self.contacts.len() {
            if self.looks[n].is_none() {
                continue;
            }
            let is_first = self.seen[n] && self.contacts[n].plots == 0;
            self.contacts[n].counted(self.seen[n]);
            if is_first {
                self.row(world, out, n, ContactAct::Detects);
            }
        }
        let start = out.inputs.scenario.start;
        let stream = StreamKey::luck(out.luck.seed, out.luck.index);
        let radars = &mut world.unit_mut(self.at.rank).radars;
        let Some(mut keeper) = radars[self.radar as usize].keeper.take() else { return };
        let state = &world.unit(self.at.rank).radars[self.radar as usize];
        let seen = self.contacts.iter().zip(&self.looks).zip(&self.seen);
        let seen = seen.filter(|(_, seen)| **seen).filter_map(|((contact, look), _)| {
            let flight = contact.flight;
            Some((flight, world.flights[flight as usize].key, (*look)?))
        });
        let plots = keeper::plots((state, stream), (start, self.turn), seen);
        let end = state.turn_end(self.turn);
        let news = keeper.turn(end.since_s(start), &plots);
        keeper.measure(|flight| {
            let flying = world.flights[flight as usize].in_air(end)?;
            Some(state.ground_of(&flying.way.at(end)))
        });
        world.unit_mut(self.at.rank).radars[self.radar as usize].keeper = Some(keeper);
        self.track_rows(world, out, &news);
    }

    /// Rows and reports of what became of tracks.
    fn track_rows<S: Sink>(
        &mut self,
        world: &mut World,
        out: &mut Outbox<'_, S>,
        news: &[TrackNews],
    ) {
        for item in news {
            let (act, track, lost, won) = match *item {
                TrackNews::Confirmed(track, on) => (ContactAct::Confirms, track, None, on),
                TrackNews::Dropped(track, on) => (ContactAct::Drops, track, on, None),
                TrackNews::Moved(track, from, to) => (ContactAct::Swaps, track, from, to),
            };
            let row = self.track_row(world, out, (act, track + 1), won.or(lost));
            let holds = |world: &World, flight: u32| {
                let radars = &world.unit(self.at.rank).radars;
                radars.iter().any(|r| r.keeper.as_ref().is_some_and(|k| k.holds(flight)))
            };
            let at = At { rank: self.at.rank, cause: Some(row) };
            for (flight, is_won) in [(lost, false), (won, true)] {
                let Some(flight) = flight else { continue };
                if holds(world, flight) == is_won {
                    super::report::own(world, out, at, (flight, is_won, out.time()));
                }
            }
        }
    }

    /// The row of a track, with the look at its flight in this turn if there was one.
    fn track_row<S: Sink>(
        &mut self,
        world: &World,
        out: &mut Outbox<'_, S>,
        (act, track): (ContactAct, u32),
        flight: Option<u32>,
    ) -> Cause {
        let place = flight.and_then(|f| self.contacts.iter().position(|c| c.flight == f));
        let radar = &world.unit(self.at.rank).radars[self.radar as usize];
        let name = flight.map(|f| out.names.shared(world.flights[f as usize].rank));
        let look = place.and_then(|n| self.looks.get(n).copied().flatten());
        let (looks, plots) =
            place.map_or((0, 0), |n| (self.contacts[n].looks, self.contacts[n].plots));
        let cause = place.and_then(|n| self.contacts[n].row).or(self.at.cause);
        let row = out.row_with(self.at.rank, cause, || {
            Body::Contact(Box::new(ContactRow {
                act,
                sensor: Arc::clone(&radar.id),
                flight: name,
                track: Some(track),
                look: look.map(|l| radar.row(&l)),
                looks,
                plots,
            }))
        });
        if let Some(n) = place {
            self.contacts[n].row = Some(row);
        }
        row
    }

    /// Tracks of two flights that could not be told apart, and can again: one time in two they change places.
    fn swap<S: Sink>(&mut self, world: &World, out: &mut Outbox<'_, S>) {
        let key = StreamKey::luck(out.luck.seed, out.luck.index);
        let radar = &world.unit(self.at.rank).radars[self.radar as usize];
        for (one, two) in std::mem::take(&mut self.swaps) {
            let of = |n: usize| world.flights[self.contacts[n].flight as usize].key;
            let pair = Entity::pair(radar.key, Entity::pair(of(one), of(two)));
            if uniform(key, Purpose::SWAP, pair, self.turn, 0) < 0.5 {
                let held = self.contacts[one].track;
                self.contacts[one].track = self.contacts[two].track;
                self.contacts[two].track = held;
                self.row(world, out, one, ContactAct::Swaps);
                self.row(world, out, two, ContactAct::Swaps);
            }
        }
    }

    /// Ends the encounters with what has left reach.
    fn leave<S: Sink>(&mut self, world: &mut World, out: &mut Outbox<'_, S>, end: SimTime) {
        for n in (0..self.contacts.len()).rev() {
            if self.contacts[n].until >= end {
                continue;
            }
            let row = self.row(world, out, n, ContactAct::Leaves);
            if self.contacts[n].track.is_some() && world.fidelity == Fidelity::L1 {
                self.report(world, out, n, (false, row));
            }
            self.contacts.remove(n);
            self.looks.remove(n);
            self.seen.remove(n);
        }
    }

    fn row<S: Sink>(
        &mut self,
        world: &World,
        out: &mut Outbox<'_, S>,
        n: usize,
        act: ContactAct,
    ) -> Cause {
        let radar = &world.unit(self.at.rank).radars[self.radar as usize];
        let contact = &self.contacts[n];
        let flight = out.names.shared(world.flights[contact.flight as usize].rank);
        let look = self.looks.get(n).copied().flatten().filter(|_| act != ContactAct::Leaves);
        let row = out.row_with(self.at.rank, contact.row, || {
            Body::Contact(Box::new(ContactRow {
                act,
                sensor: Arc::clone(&radar.id),
                flight: Some(flight),
                track: contact.track,
                look: look.map(|l| radar.row(&l)),
                looks: contact.looks,
                plots: contact.plots,
            }))
        });
        self.contacts[n].row = Some(row);
        row
    }

    fn report<S: Sink>(
        &self,
        world: &mut World,
        out: &mut Outbox<'_, S>,
        n: usize,
        (holds, row): (bool, Cause),
    ) {
        let flight = self.contacts[n].flight;
        let seen_at = self.looks[n].map_or(out.time(), |l| l.time);
        // A unit with several radars holds what any of them holds.
        let others = (0_u32..).zip(&world.unit(self.at.rank).radars).any(|(number, radar)| {
            number != self.radar
                && radar.contacts.iter().any(|c| c.flight == flight && c.track.is_some())
        });
        if !others {
            let at = At { rank: self.at.rank, cause: Some(row) };
            super::report::own(world, out, at, (flight, holds, seen_at));
        }
    }
}

/// A unit's radars are switched off: what they held they hold no more.
pub(super) fn radars_off<S: Sink>(world: &mut World, out: &mut Outbox<'_, S>, at: At) {
    let radars = world.unit(at.rank).radars.len();
    if radars == 0 {
        return;
    }
    for radar in 0..radars {
        let state = &mut world.unit_mut(at.rank).radars[radar];
        let contacts = std::mem::take(&mut state.contacts);
        let turn = state.turn_at(out.time());
        let none = vec![None; contacts.len()];
        let seen = vec![false; contacts.len()];
        let radar = u32::try_from(radar).expect("a unit has few radars");
        let mut scanned =
            Scanned { at, radar, turn, contacts, looks: none, seen, swaps: Vec::new() };
        for contact in &mut scanned.contacts {
            contact.until = SimTime(i64::MIN);
        }
        let keeper = &mut world.unit_mut(at.rank).radars[radar as usize].keeper;
        let gone = keeper.as_mut().map(Keeper::stop).unwrap_or_default();
        scanned.track_rows(world, out, &gone);
        scanned.leave(world, out, out.time());
    }
    world.unit_mut(at.rank).radars.clear();
    out.row_with(at.rank, at.cause, || Body::Order {
        order: Arc::from("radars-off"),
        author: Arc::from("crew"),
        text: Arc::from("the task is over"),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn look(range_m: f64) -> Option<LookedAt> {
        Some(LookedAt {
            time: SimTime(0),
            range_m,
            bearing_rad: 0.0,
            height_m: 0.0,
            rcs_m2: 1.0,
            snr: 1.0,
            chance: 1.0,
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(100) })]
        #[test]
        fn prop_the_table_finds_the_pairs_that_all_pairs_have(
            ranges in prop::collection::vec(proptest::option::of(0.0_f64..6_000.0), 25..120),
        ) {
            let looks: Vec<_> = ranges.iter().map(|r| r.and_then(look)).collect();
            let mut want = Vec::new();
            for two in 0..looks.len() {
                for one in 0..two {
                    if let (Some(a), Some(b)) = (looks[one], looks[two])
                        && (a.range_m - b.range_m).abs() < 150.0
                    {
                        want.push((one, two));
                    }
                }
            }
            prop_assert_eq!(neighbours(&looks, 150.0), want);
        }
    }
}
